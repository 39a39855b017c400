"""Copies that leave: what was left out of them is found in no kind of report and no part of its file."""

from dataclasses import fields
from io import BytesIO

import pikepdf
import pytest

from app.answers import content_hash
from app.catalogue import hash_of
from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import Assessment, ComponentEntry, FactAnswer, Move, Plan
from app.core.copies.alike import masked_alike
from app.core.copies.copies import COPIES, copied
from app.core.copies.sharing import compared
from app.core.reports.choice import KIND_IDS
from app.exports import csv_archive, tables_of
from app.rendering.press import Printable
from app.services.reports import printed
from app.services.verifying import verified
from tests.behind_a_mark import BEHIND_A_MARK, CANARY, FIRST, answers_under, assessments_of
from tests.builders import TINY, an_answer, an_assessment
from tests.printed import pages_of, pdf_of
from tests.reports import a_report

_, SECOND, THIRD, *_ = TINY.question_by_id


def printable(assessment, kind="executive", *, copy="masked", code="en", released=(), **about) -> Printable:
    report = a_report(TINY, assessment, copy=copy, kind=kind, released=released, **about)
    return printed(report, code)


def everything_written(word: str) -> Assessment:
    """An assessment in which every text that a person writes holds the word; each part of an answer too."""
    item = EvidenceItem(
        grade="documented", title=word, seen_by=word, dated="2026", owner=word, place=word, marking=word
    )
    held = Positions(
        (
            Position(agency=f"{word} one", level=3, note=word, evidence=(item,)),
            Position(agency=f"{word} two", level=1),
        )
    )
    plan = Plan(owner=word, due=word, cost_band=word, assistance_kind="training", assistance=word)
    values = [held, Level(1), Range(1, 3), NotKnown(), Level(2)]
    answers = {
        question.id: Answer(value=values[place % len(values)], comment=word, evidence=(item,))
        for place, question in enumerate(TINY.question_by_id.values())
    }
    leaving = {
        question.id: Answer(value=NotApplicable(word))
        for question in TINY.question_by_id.values()
        if question.may_be_na
    }
    return an_assessment(
        answers=answers | leaving,
        components={
            name: ComponentEntry(
                commitment=word,
                plan=plan,
                move=Move(place=1, reason=word),
                not_applicable=word if component.may_be_na else None,
            )
            for name, component in TINY.component_by_id.items()
        },
    )


def test_every_text_that_a_person_writes_is_planted():
    texts = {"title", "seen_by", "owner", "place", "marking", "dated", "grade"}
    assert {one.name for one in fields(EvidenceItem)} == texts
    assert {one.name for one in fields(Plan)} == {
        "owner",
        "due",
        "cost_band",
        "assistance_kind",
        "assistance",
    }
    assert {one.name for one in fields(Answer)} == {"value", "withheld", "evidence", "comment"}


@pytest.mark.parametrize("kind", KIND_IDS)
def test_a_shareable_copy_is_the_same_for_every_word_that_was_written(kind):
    one, other = (printable(everything_written(word), kind, copy="shareable") for word in (CANARY, "x"))
    assert one == other
    assert CANARY not in one.as_json()
    assert CANARY in printable(everything_written(CANARY), kind, copy="masked").as_json()


@pytest.mark.parametrize("kind", KIND_IDS)
@pytest.mark.parametrize("copy", ["masked", "shareable"])
def test_a_copy_that_leaves_is_the_same_for_every_withheld_value(kind, copy):
    item = EvidenceItem(grade="documented", title=CANARY, dated="2026")
    values = (Level(0), Level(4), Range(1, 3), NotKnown(), None)
    made = {
        printable(
            an_assessment(
                answers={
                    FIRST: an_answer(3),
                    SECOND: Answer(value=value, withheld=True, evidence=(item,), comment=CANARY),
                }
            ),
            kind,
            copy=copy,
        ).as_json()
        for value in values
    }
    assert len(made) == 1
    assert CANARY not in made.pop()


def beside(one: Assessment, other: Assessment, **about) -> str:
    """The full report of the one beside the other, with all that travels in its file."""
    found = compared(
        TINY, copied(TINY, one, "masked"), TINY, masked_alike(TINY, one, TINY, other)[1], leaves=True
    )
    made = printable(one, "full", comparison=found, questionnaire_hash_then=hash_of(TINY), **about)
    return made.as_json()


@pytest.mark.parametrize("what", BEHIND_A_MARK)
@pytest.mark.parametrize("copy", ["masked", "shareable"])
@pytest.mark.parametrize("kind", KIND_IDS)
def test_a_copy_that_leaves_is_the_same_whatever_lies_behind(what, copy, kind):
    released = tuple(TINY.domain_by_id) if copy == "shareable" else ()
    made = {printable(one, kind, copy=copy, released=released).as_json() for one in assessments_of(what)}
    assert len(made) == 1
    assert CANARY not in made.pop()


@pytest.mark.parametrize("what", BEHIND_A_MARK)
def test_its_tables_are_the_same_too(what):
    made = set()
    for one in assessments_of(what):
        made.add(csv_archive(tables_of(a_report(TINY, one, copy="masked"), "en")))
    assert len(made) == 1


@pytest.mark.parametrize("what", BEHIND_A_MARK)
def test_beside_an_earlier_one_nothing_shows_what_lies_behind_a_mark_of_either(what):
    other = an_assessment(answers={FIRST: an_answer(1), **answers_under("Decree", "2.1.3", "2.2.1")})
    one_side = {beside(one, other) for one in assessments_of(what)}
    other_side = {beside(other, one) for one in assessments_of(what)}
    assert (len(one_side), len(other_side)) == (1, 1)
    assert CANARY not in one_side.pop() + other_side.pop()


@pytest.mark.parametrize("kind", KIND_IDS)
def test_a_shareable_copy_is_the_same_for_all_of_a_domain_that_is_left_out(kind):
    gone = [question for domain, _, question in TINY.questions() if domain.id != "D1"]
    kept = {FIRST: an_answer(3)}
    plain = printable(an_assessment(answers=kept), kind, copy="shareable", released=("D1",))
    entries = {
        component.id: ComponentEntry(target=4) for domain, component in TINY.components() if domain.id != "D1"
    }
    full = an_assessment(
        answers=kept | {one.id: Answer(value=Level(4), comment=CANARY) for one in gone}, components=entries
    )
    assert printable(full, kind, copy="shareable", released=("D1",)) == plain
    assert gone[0].short not in plain.html


@pytest.mark.parametrize("copy", COPIES)
def test_a_sheet_holds_nothing_of_another_component(copy):
    one, *others = TINY.component_by_id
    plan = Plan(owner=CANARY, assistance_kind="training", assistance=CANARY)
    away = {
        "answers": {
            name: Answer(value=Level(1), comment=CANARY)
            for name, component in TINY.component_of.items()
            if component.id in others
        },
        "components": {
            name: ComponentEntry(commitment=CANARY, plan=plan, move=Move(place=1, reason=CANARY))
            for name in others
        },
        "facts": {"coast": FactAnswer(options=("calm",))},
    }
    mine = ComponentEntry(target=4, plan=Plan(owner="Lead", due="2027", assistance="A course"))
    kept = {"answers": {FIRST: an_answer(1)}, "components": {one: mine}}
    made = []
    for stated in (kept, {**away, **{name: away[name] | kept[name] for name in kept}}):
        report = a_report(TINY, an_assessment(**stated), copy=copy, kind="assistance", sheets=(one,))
        made.append(printed(report, "en"))
        assert report.provenance.content_hash == content_hash(report.assessment)
    assert made[0] == made[1]
    assert CANARY not in made[1].as_json()
    assert "A course" in made[1].html


def test_canaries_are_found_nowhere_in_the_file_of_a_shareable_copy(tmp_path):
    for kind in ("executive", "assistance"):
        pdf = pdf_of(printable(everything_written(CANARY), kind, copy="shareable"))
        path = tmp_path / "open.pdf"
        with pikepdf.open(BytesIO(pdf)) as opened:
            inside = [one.get_file().read_bytes().decode() for one in opened.attachments.values()]
            opened.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
        whole = " ".join(pages_of(pdf)) + " ".join(inside) + path.read_bytes().decode("latin-1")
        assert CANARY not in whole
        assert CANARY.encode("utf-16-be").hex() not in whole.lower()
        assert "left out of this copy" in whole


def test_a_shareable_report_is_verified_from_its_file_alone():
    sound = pdf_of(printable(everything_written(CANARY), "paragraphs", copy="shareable", released=("D1",)))
    verdict = verified(sound, lambda _imprint: TINY)
    assert {one.about: one.outcome for one in verdict.findings}["pages"] == "agrees"
    assert verdict.imprint.released == ("D1",)
    assert not verdict.is_refused


def test_a_sheet_is_verified_whole_from_its_file_alone():
    one, *_ = TINY.component_by_id
    plan = Plan(owner="Lead", assistance_kind="training", assistance="A course")
    entries = dict.fromkeys(TINY.component_by_id, ComponentEntry(plan=plan))
    stated = an_assessment(answers={FIRST: an_answer(1), "2.1.1": an_answer(2)}, components=entries)
    report = a_report(TINY, stated, copy="shareable", kind="assistance", sheets=(one,))
    verdict = verified(pdf_of(printed(report, "en")), lambda _imprint: TINY)
    assert {one.outcome for one in verdict.findings} == {"agrees"}
    assert verdict.imprint.sheets == (one,)
