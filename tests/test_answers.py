"""The answers file is read strictly, and written in one way only."""

import json
import re
import unicodedata
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers import (
    LARGEST_FILE,
    body,
    cleaned,
    content_hash,
    decoded,
    encoded_answers,
    faults_of,
    named,
    parsed_answers,
    read_body,
    read_frozen,
)
from app.catalogue import read_catalogue
from app.core.assessment.answer import ANSWER_KINDS, Answer, EvidenceItem, Level, NotApplicable
from app.core.assessment.assessment import COST_BANDS, ComponentEntry, Country, FactAnswer, Plan, Rating
from app.core.assessment.journal import (
    About,
    Conflict,
    DomainMark,
    Earlier,
    Milestone,
    Standing,
    Subject,
    SubjectKind,
)
from app.core.copies.masking import masked
from app.core.errors import AnswersRefusedError
from app.records.wire import typed_fields
from tests.answers_files import (
    HEAD,
    answers,
    assessments,
    entries,
    fleets,
    names,
    optional_answers,
    optional_entries,
    ratings,
    texts,
)
from tests.builders import ABOUT, TINY, an_assessment

# --- everything that an assessment can hold ------------------------------------------------------


@given(assessments)
def test_what_is_written_reads_back_as_the_same_assessment(assessment):
    text = encoded_answers(assessment)
    assert parsed_answers(text, TINY) == assessment
    assert read_frozen(text) == assessment
    assert encoded_answers(parsed_answers(text, TINY)) == text


@given(assessments)
def test_the_masked_copy_can_be_written_and_read_like_any_other(assessment):
    copy = masked(TINY, assessment)
    text = encoded_answers(copy)
    assert encoded_answers(parsed_answers(text, TINY)) == text


@given(assessments)
def test_what_is_written_is_canonical(assessment):
    text = encoded_answers(assessment)
    assert unicodedata.is_normalized("NFC", text)
    assert text.encode().decode() == text
    whole = json.loads(text, parse_float=pytest.fail)
    assert json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1) + "\n" == text


@given(assessments)
def test_every_answer_that_fits_its_file_has_no_fault(assessment):
    for question, answer in assessment.answers.items():
        assert faults_of(Subject(SubjectKind.ANSWER, question), answer, TINY) == ()


@given(
    st.one_of(
        optional_answers.map(lambda one: (SubjectKind.ANSWER, one)),
        entries.map(lambda one: (SubjectKind.COMPONENT, one)),
        optional_entries.map(lambda one: (SubjectKind.COMPONENT, one)),
        fleets.map(lambda one: (SubjectKind.FACT, one)),
        ratings.map(lambda one: (SubjectKind.RATING, one)),
        st.sampled_from(["full", "quick"]).map(
            lambda scope: (SubjectKind.ABOUT, replace(ABOUT, scope=scope))
        ),
        st.builds(Earlier, assessment=texts, edition=st.integers(1, 9)).map(
            lambda earlier: (SubjectKind.ABOUT, replace(ABOUT, earlier=earlier))
        ),
        st.builds(DomainMark, is_finished=st.booleans()).map(lambda one: (SubjectKind.DOMAIN, one)),
        st.builds(
            Conflict,
            question=st.just("1.1.1"),
            base=st.integers(0, 9),
            mine=answers,
            is_resolved=st.booleans(),
        ).map(lambda one: (SubjectKind.CONFLICT, one)),
        st.builds(
            Standing,
            edition=st.integers(1, 9),
            content_hash=st.just("0" * 64),
            reopened=st.none() | texts,
        ).map(lambda one: (SubjectKind.STANDING, one)),
        st.builds(Milestone, name=names).map(lambda one: (SubjectKind.MILESTONE, one)),
    )
)
def test_the_body_of_every_kind_of_entry_reads_back_as_its_content(entry):
    kind, content = entry
    assert read_body(kind, body(content)) == content


# --- text ----------------------------------------------------------------------------------------


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text())
def test_cleaned_text_is_normal_and_holds_nothing_invisible(text):
    kept = cleaned(text)
    assert unicodedata.is_normalized("NFC", kept)
    hidden = {"Cc", "Cf", "Co", "Cs"}
    assert all(c in "\n\t\u200c\u200d" or unicodedata.category(c) not in hidden for c in kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("plain", "plain"),
        ("two\r\nlines\rand\ta tab", "two\nlines\nand\ta tab"),
        ("e\u0301", "é"),
        ("nul\0 bell\a", "nul bell"),
        ("\u202eevil\u202c \ufeff\u200b", "evil "),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("private \ue000 and reserved \U000e0fff\uffff", "private  and reserved "),
        ("Team \U0001fae8 note", "Team \U0001fae8 note"),
        ("a\fb\vc\x85d\u2028e\u2029f\r\n\fg", "a\nb\nc\nd\ne\nf\n\ng"),
        ("lone \ud800", "lone "),
        ("a" + "\u0316" * 9 + "b", "a" + "\u0316" * 4 + "b"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_text_is_cleaned_of_what_no_font_shows(typed, kept):
    assert cleaned(typed) == kept


def test_dates_in_a_file_are_kept_in_ascii():
    evidence = [{"grade": "stated", "title": "T", "dated": "٢٠٢٤-٠٥ "}]
    agencies = [{"agency": name, "level": 1, "evidence": evidence} for name in ("Army", "Navy")]
    file = HEAD | {
        "reference_date": " ٢٠٢٦-١٠-٣١",
        "answers": {"1.1.1": {"level": 1, "evidence": evidence}, "1.1.2": {"positions": agencies}},
        "components": {"1.1": {"plan": {"due": "２０２７"}}},
    }
    found = parsed_answers(json.dumps(file), TINY)
    assert found.reference_date.isoformat() == "2026-10-31"
    assert found.answer("1.1.1").evidence[0].dated == "2024-05"
    assert [one.evidence[0].dated for one in found.answer("1.1.2").positions] == ["2024-05", "2024-05"]
    assert found.components["1.1"].plan.due == "2027"
    assert encoded_answers(found).isascii()


def test_text_is_cleaned_when_a_file_is_read():
    said = {"1.1.1": {"comment": "e\u0301\u202e\r\n\u0000"}}
    assert parsed_answers(json.dumps(HEAD | {"answers": said}), TINY).answers["1.1.1"].comment == "é\n"


# --- what means the same is the same ------------------------------------------------------------


def test_a_file_for_people_reads_like_the_canonical_one():
    friendly = json.dumps(
        HEAD
        | {
            "facts": {"fleet": {"options": ["motor", "rowing"], "withheld": False}},
            "ratings": {"S1": {}},
            "components": {"1.1": {"plan": {}}},
            "answers": {"1.1.1": {"evidence": [], "comment": ""}, "1.1.2": {"level": 2}},
        },
        indent=4,
    )
    assessment = parsed_answers("\ufeff" + friendly, TINY)
    assert assessment == an_assessment(
        facts={"fleet": FactAnswer(options=("rowing", "motor"))},
        answers={"1.1.2": Answer(value=Level(2))},
    )
    assert '"1.1.1"' not in encoded_answers(assessment)
    assert content_hash(assessment) == content_hash(parsed_answers(friendly, TINY))


def test_an_answer_that_was_cleared_leaves_no_trace_in_the_file():
    cleared = an_assessment(answers={"1.1.1": Answer()}, facts={"coast": FactAnswer()})
    assert encoded_answers(cleared) == encoded_answers(an_assessment())


def test_a_quick_scan_says_so_at_the_top_and_keeps_the_answers_that_it_does_not_score():
    answers = {"1.1.1": {"level": 2}, "1.1.2": {"level": 3}, "2.2.1": {"level": 1, "withheld": True}}
    quick = parsed_answers(json.dumps(HEAD | {"scope": "quick", "answers": answers}), TINY)
    assert quick.scope == "quick"
    assert set(quick.answers) == set(answers)
    assert json.loads(encoded_answers(quick))["scope"] == "quick"
    assert set(masked(TINY, quick).answers) == set(answers)
    assert masked(TINY, quick).scope == "quick"


def test_a_full_assessment_has_the_same_text_and_hash_as_before_there_were_scopes():
    assert "scope" not in json.loads(encoded_answers(an_assessment()))
    assert "scope" not in body(ABOUT)
    full = parsed_answers(json.dumps(HEAD | {"scope": "full"}), TINY)
    assert encoded_answers(full) == encoded_answers(parsed_answers(json.dumps(HEAD), TINY))


def test_no_answers_file_names_an_earlier_assessment():
    with pytest.raises(AnswersRefusedError, match='"earlier" is not known here'):
        parsed_answers(json.dumps(HEAD | {"earlier": {"assessment": "a", "edition": 1}}), TINY)
    assert "earlier" not in body(ABOUT)


@pytest.mark.parametrize("scope", ["Quick", "half", "", 1, True, None, ["quick"], {}])
def test_another_scope_is_refused_with_the_ones_that_there_are(scope):
    with pytest.raises(AnswersRefusedError) as refused:
        parsed_answers(json.dumps(HEAD | {"scope": scope}), TINY)
    (fault,) = refused.value.faults
    assert fault.place == ("scope",)
    assert fault.mend == "Write full or quick."
    with pytest.raises(AnswersRefusedError):
        read_body(SubjectKind.ABOUT, body(ABOUT).replace("{", '{"scope":"half",', 1))


def test_a_file_that_does_not_name_its_questionnaire_is_refused_with_every_error_of_shape_at_once():
    text = json.dumps({"format": "old", "version": "0.1", "colour": 1, "answers": {"1.1.1": {"level": "a"}}})
    with pytest.raises(AnswersRefusedError) as refused:
        named(text)
    told = "\n".join(str(fault) for fault in refused.value.faults)
    for part in (
        '"colour" is not known here',
        "questionnaire: is missing",
        "country: is missing",
        'format: "old" is not a format',
        'level: "a" is not a whole number',
    ):
        assert part in told


def test_an_unknown_key_at_the_top_is_told_with_all_other_errors():
    text = json.dumps({**HEAD, "colour": 1, "answers": {"9.9.9": {"level": 1}, "1.1.1": {"level": 9}}})
    assert named(text) == ("tiny", "0.1")
    with pytest.raises(AnswersRefusedError) as refused:
        parsed_answers(text, TINY)
    assert len(refused.value.faults) == 3


def test_a_file_names_its_questionnaire():
    assert named(json.dumps(HEAD)) == ("tiny", "0.1")


def test_what_is_still_missing_stays_as_a_draft():
    draft = {
        "1.1.3": {"not_applicable": ""},
        "1.1.1": {"level": 3, "evidence": [{"grade": "documented"}]},
    }
    assessment = parsed_answers(json.dumps(HEAD | {"answers": draft}), TINY)
    assert assessment.answers["1.1.3"].value == NotApplicable("")
    assert assessment.answers["1.1.1"].evidence == (EvidenceItem(grade="documented"),)


DOCS = Path(__file__).parents[1] / "docs/answers-file.md"


def test_the_documented_example_is_read_and_every_key_is_documented():
    page = DOCS.read_text()
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    shipped = read_catalogue(DOCS.parents[1] / "questionnaires")
    assessment = parsed_answers(example, shipped.find(*named(example)))
    assert len(assessment.answers) == 6
    for key in (
        *ANSWER_KINDS,
        *typed_fields(EvidenceItem),
        *typed_fields(Plan),
        "withheld",
        "comment",
        "target",
        "commitment",
        "move",
    ):
        assert f"`{key}`" in page, key


# --- every refusal -------------------------------------------------------------------------------


def answer(**members):
    return {"answers": {"1.1.1": members}}


def component(**members):
    return {"components": {"2.2": members}}


def one_item(**members):
    return answer(level=1, evidence=[members])


def one_position(**members):
    return answer(positions=[{"agency": "A", "level": 1}, members])


Q = "answers, question 1.1.1"
LEVEL = "Write a whole number from 0 to 4."

# What stands in the file beside its head, and the lines of the refusal.
REFUSED = {
    "an unknown key at the top": ({"comment": ""}, ['"comment" is not known here. Known are:']),
    "another format": ({"format": "x/2"}, ['format: "x/2" is not a format known here.']),
    "another version": ({"version": "0.2"}, ["version: The file is for another questionnaire"]),
    "another questionnaire": (
        {"questionnaire": "other"},
        ["version: The file is for another questionnaire"],
    ),
    "a country without a name": (
        {"country": {"code": "XA"}},
        ["country, name: is missing. Write it."],
    ),
    "a country with an empty name": (
        {"country": {"code": "XA", "name": " "}},
        ["country, name: is empty. Write it."],
    ),
    "a country that is text": (
        {"country": "XA"},
        ['country: "XA" is not an object.'],
    ),
    "a code in small letters": (
        {"country": {"code": "xa", "name": "X"}},
        ['country, code: "xa" is not a country code.'],
    ),
    "a day that does not exist": (
        {"reference_date": "2026-02-30"},
        ['reference_date: "2026-02-30" is not a date.'],
    ),
    "a day of another calendar": (
        {"reference_date": "0570-01-01"},
        ["reference_date: 0570-01-01 is out of reach."],
    ),
    "a month as the reference date": (
        {"reference_date": "2026-10"},
        ['reference_date: "2026-10" is not a date.'],
    ),
    "groups that are lists": ({"answers": []}, ["answers: a list is not an object."]),
    "an unknown question": (
        {"answers": {"9.9.9": {}}},
        ['answers: "9.9.9" is not a question of this version. Correct the id.'],
    ),
    "an unknown component": (
        {"components": {"9": {}}},
        ['components: "9" is not a component of this version.'],
    ),
    "an unknown fact": ({"facts": {"x": {}}}, ['facts: "x" is not a fact of this version.']),
    "an unknown scenario": (
        {"ratings": {"S9": {}}},
        ['ratings: "S9" is not a scenario of this version.'],
    ),
    "an unknown key of an answer": (answer(levl=2), [f'{Q}: "levl" is not known here.']),
    "two values": (answer(level=2, not_known=True), [f"{Q}: has level and not_known. Keep one"]),
    "a level above the scale": (answer(level=5), [f"{Q}, level: 5 is not a level. {LEVEL}"]),
    "a level below the scale": (answer(level=-1), [f"{Q}, level: -1 is not a level. {LEVEL}"]),
    "a level in quotes": (answer(level="2"), [f'{Q}, level: "2" is not a whole number.']),
    "a level that is true": (answer(level=True), [f"{Q}, level: true is not a whole number."]),
    "a decimal level": (answer(level=2.0), [f"{Q}, level: 2.0 is not a whole number."]),
    "a level that is no number": (answer(level=float("nan")), [f"{Q}, level: NaN is not a whole"]),
    "a huge level": (answer(level=10**30), [f"{Q}, level: 1{'0' * 30} is not a whole number."]),
    "nothing as a level": (answer(level=None), [f"{Q}, level: null is not a whole number."]),
    "a range with one end": (answer(range=[1]), [f"{Q}, range: does not have two levels."]),
    "a range that is none": (answer(range=2), [f"{Q}, range: 2 is not a list."]),
    "a range the wrong way round": (answer(range=[3, 1]), [f"{Q}, range: 3 is not below 1."]),
    "a range of one level": (answer(range=[2, 2]), [f"{Q}, range: 2 is not below 2."]),
    "a range off the scale": (
        answer(range=[-1, 5]),
        [f"{Q}, range, end 1: -1 is not a level. {LEVEL}", f"{Q}, range, end 2: 5 is not a level."],
    ),
    "a range in words": (answer(range=["a", 2]), [f'{Q}, range, end 1: "a" is not a whole']),
    "one position": (
        answer(positions=[{"agency": "A", "level": 1}]),
        [f"{Q}, positions: has 1. Write those of two to 50 agencies, or one level."],
    ),
    "a position without its agency": (
        one_position(level=1),
        [f"{Q}, positions, position 2, agency: is missing."],
    ),
    "a position with a blank agency": (
        one_position(agency=" ", level=1),
        [f"{Q}, positions, position 2, agency: is empty."],
    ),
    "a position without a level": (
        one_position(agency="B"),
        [f"{Q}, positions, position 2, level: is missing."],
    ),
    "a position off the scale": (
        one_position(agency="B", level=7),
        [f"{Q}, positions, position 2, level: 7 is not a level."],
    ),
    "too many positions": (
        answer(positions=[{"agency": "A", "level": 1}] * 51),
        [f"{Q}, positions: has 51 positions."],
    ),
    "not known, but false": (answer(not_known=False), [f"{Q}, not_known: false says nothing."]),
    "not applicable where it always applies": (
        answer(not_applicable="No lamp."),
        [f"{Q}, not_applicable: This question always applies."],
    ),
    "a reason that is no text": (
        {"answers": {"1.1.3": {"not_applicable": True}}},
        ["answers, question 1.1.3, not_applicable: true is not text."],
    ),
    "a mark that is no mark": (
        answer(withheld="yes"),
        [f'{Q}, withheld: "yes" is neither true nor false.'],
    ),
    "a comment that is too long": (
        answer(comment="a" * 40_001),
        [f"{Q}, comment: has 40001 characters. Shorten it to 40000 characters."],
    ),
    "an unknown grade": (
        one_item(grade="rumour"),
        [f'{Q}, evidence, item 1, grade: "rumour" is not a grade. Write one of: stated,'],
    ),
    "evidence without a grade": (
        one_item(title="T"),
        [f"{Q}, evidence, item 1, grade: is missing."],
    ),
    "evidence with an impossible date": (
        one_item(grade="stated", dated="May 2024"),
        [f'{Q}, evidence, item 1, dated: "May 2024" is not a date.'],
    ),
    "evidence with a long title": (
        one_item(grade="stated", title="t" * 501),
        [f"{Q}, evidence, item 1, title: has 501 characters."],
    ),
    "too much evidence": (
        answer(level=1, evidence=[{"grade": "stated"}] * 51),
        [f"{Q}, evidence: has 51 items."],
    ),
    "evidence that is no list": (answer(evidence={}), [f"{Q}, evidence: an object is not a list."]),
    "an option of no fact": (
        {"facts": {"coast": {"options": ["sandy"]}}},
        ['facts, fact coast, options, option 1: "sandy" is not an option. Write one of: none,'],
    ),
    "two options of a single fact": (
        {"facts": {"coast": {"options": ["calm", "rough"]}}},
        ["facts, fact coast, options: has more than one. Keep one."],
    ),
    "an option twice": (
        {"facts": {"fleet": {"options": ["motor", "motor"]}}},
        ['facts, fact fleet, options, option 2: "motor" again. Take it out.'],
    ),
    "no option": (
        {"facts": {"fleet": {"options": []}}},
        ["facts, fact fleet, options: is empty. Leave it out where the fact is open."],
    ),
    "an option that is a number": (
        {"facts": {"fleet": {"options": [1]}}},
        ["facts, fact fleet, options, option 1: 1 is not text."],
    ),
    "an unknown relevance": (
        {"ratings": {"S1": {"relevance": "HIGH"}}},
        ['ratings, scenario S1, relevance: "HIGH" is not a relevance.'],
    ),
    "a target off the scale": (
        component(target=5),
        ["components, component 2.2, target: 5 is not a level."],
    ),
    "a component that always applies": (
        {"components": {"1.1": {"not_applicable": "No lamp."}}},
        ["components, component 1.1, not_applicable: This component always applies."],
    ),
    "a place that does not exist": (
        component(move={"place": 9, "reason": "R"}),
        ["components, component 2.2, move, place: 9 is not a place. Write a whole number from 1 to"],
    ),
    "assistance of an unknown kind": (
        component(plan={"assistance_kind": "Money"}),
        ['components, component 2.2, plan, assistance_kind: "Money" is not a kind of assistance.'],
    ),
    "a move without a reason": (
        component(move={"place": 1, "reason": ""}),
        ["components, component 2.2, move, reason: is empty."],
    ),
    "a move without a place": (
        component(move={"reason": "R"}),
        ["components, component 2.2, move, place: is missing."],
    ),
    "a long commitment": (
        component(commitment="c" * 501),
        ["components, component 2.2, commitment: has 501 characters."],
    ),
    "a long plan": (
        component(plan={"owner": "o" * 501}),
        ["components, component 2.2, plan, owner: has 501 characters."],
    ),
    "an unknown key of a plan": (
        component(plan={"budget": 3}),
        ['components, component 2.2, plan: "budget" is not known here.'],
    ),
}


@pytest.mark.parametrize(("members", "wanted"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_file_is_refused_with_the_place_and_the_mend(members, wanted):
    with pytest.raises(AnswersRefusedError) as refused:
        parsed_answers(json.dumps(HEAD | members), TINY)
    told = [str(fault) for fault in refused.value.faults]
    assert len(told) == len(wanted), told
    for line, start in zip(told, wanted, strict=True):
        assert line.startswith(start), line
    assert all(fault.mend for fault in refused.value.faults)


@pytest.mark.parametrize("key", HEAD)
def test_every_part_of_the_head_is_wanted(key):
    members = {name: value for name, value in HEAD.items() if name != key}
    with pytest.raises(AnswersRefusedError) as refused:
        parsed_answers(json.dumps(members), TINY)
    assert f"{key}: is missing. Write it." in map(str, refused.value.faults)


def test_every_error_is_told_at_once():
    bad = HEAD | {
        "reference_date": "soon",
        "facts": {"coast": {"options": ["sandy"]}},
        "answers": {"1.1.1": {"level": 9, "comment": 1}, "7": {}},
    }
    with pytest.raises(AnswersRefusedError) as refused:
        parsed_answers(json.dumps(bad), TINY)
    assert len(refused.value.faults) == 5


def test_a_key_that_stands_twice_is_refused():
    text = json.dumps(HEAD)[:-1] + ', "answers": {"1.1.1": {"level": 1}, "1.1.1": {"level": 3}}}'
    with pytest.raises(AnswersRefusedError, match=r'answers: has "1.1.1" more than once'):
        parsed_answers(text, TINY)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "this is not JSON"),
        ("{", "Line 1, column 2: this is not JSON"),
        ("[]", "a list is not an object"),
        ("[" * 200_000, "nested too deep"),
        (" " * (LARGEST_FILE + 1), "at most 5,242,880 bytes can be read"),
    ],
)
def test_what_is_no_answers_file_is_refused(text, told):
    with pytest.raises(AnswersRefusedError, match=told):
        parsed_answers(text, TINY)


def test_bytes_that_are_no_text_are_refused_with_their_place():
    assert decoded(b"{}") == "{}"
    with pytest.raises(AnswersRefusedError, match="Byte 3 is not UTF-8"):
        decoded(b"{}\xff")
    with pytest.raises(AnswersRefusedError, match="at most"):
        decoded(b" " * (LARGEST_FILE + 1))


def test_a_file_full_of_errors_is_refused_in_few_words():
    text = json.dumps(HEAD | {"answers": {str(number): {} for number in range(5000)}})
    with pytest.raises(AnswersRefusedError, match="stopped after 200 errors") as refused:
        parsed_answers(text, TINY)
    assert len(refused.value.faults) == 201


def test_what_was_written_repeats_nothing_hostile_in_a_refusal():
    bad = HEAD | {"answers": {"\u202e" + "<script>" * 50: {}}}
    with pytest.raises(AnswersRefusedError) as refused:
        parsed_answers(json.dumps(bad), TINY)
    assert "\u202e" not in str(refused.value)
    assert len(str(refused.value)) < 200


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_read_or_refused(value):
    text = json.dumps(HEAD | {"answers": {"1.1.1": value, "1.1.3": {"positions": value}}})
    with suppress(AnswersRefusedError):
        assert encoded_answers(parsed_answers(text, TINY))


@pytest.mark.parametrize(
    ("subject", "content"),
    [
        (Subject(SubjectKind.ANSWER, "9.9.9"), Answer()),
        (Subject(SubjectKind.COMPONENT, "9"), ComponentEntry()),
        (Subject(SubjectKind.FACT, "x"), FactAnswer()),
        (Subject(SubjectKind.RATING, "S9"), Rating()),
        (Subject(SubjectKind.DOMAIN, "D9"), DomainMark(is_finished=True)),
        (
            Subject(SubjectKind.ABOUT),
            About(country=Country(code="", name=""), reference_date=ABOUT.reference_date),
        ),
        (Subject(SubjectKind.STANDING), Standing(edition=1, content_hash="", reopened="r" * 501)),
        (Subject(SubjectKind.MILESTONE, "m"), Milestone(name=" ")),
        (Subject(SubjectKind.MILESTONE, "m"), Milestone(name="n" * 101)),
        (Subject(SubjectKind.CONFLICT, "m"), Conflict(question="9.9.9", base=0, mine=Answer())),
        (Subject(SubjectKind.CONFLICT, "m"), Conflict(question="1.1.1", base=0, mine=Answer(value=Level(9)))),
    ],
)
def test_an_entry_that_does_not_fit_has_faults(subject, content):
    assert faults_of(subject, content, TINY)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (SubjectKind.ABOUT, "{}"),
        (SubjectKind.ABOUT, body(ABOUT).replace("{", '{"earlier":{"assessment":"a"},', 1)),
        (SubjectKind.ABOUT, body(ABOUT).replace("{", '{"earlier":{"assessment":"a","edition":"1"},', 1)),
        (SubjectKind.ABOUT, body(ABOUT).replace("{", '{"earlier":1,', 1)),
        (SubjectKind.CONFLICT, '{"question": "1.1.1", "mine": {}}'),
        (SubjectKind.STANDING, "{}"),
        (SubjectKind.MILESTONE, "{}"),
        (SubjectKind.DOMAIN, '{"is_finished": 1}'),
        (SubjectKind.ANSWER, '{"level": "1"}'),
    ],
)
def test_a_damaged_body_is_refused(kind, text):
    with pytest.raises(AnswersRefusedError):
        read_body(kind, text)


def test_a_cost_in_the_states_own_words_and_no_kind_of_assistance_are_read_as_before():
    planned = {
        "owner": "Police",
        "due": "soon",
        "cost_band": "under 50,000 US dollars",
        "assistance": "A course",
    }
    text = json.dumps(
        json.loads(encoded_answers(an_assessment())) | {"components": {"1.1": {"plan": planned}}}
    )
    read_back = parsed_answers(text, TINY)
    assert read_back.component("1.1").plan == Plan(**planned)
    assert json.loads(encoded_answers(read_back))["components"]["1.1"]["plan"] == planned


@pytest.mark.parametrize("country", ["xa", "xb", "xc"])
def test_a_demonstration_plans_with_offices_dates_bands_and_kinds_of_assistance(country):
    folder = DOCS.parents[1] / "questionnaires"
    text = (folder / f"a-res-75-59/0.9/demonstrations/{country}.json").read_text()
    plans = [
        one.plan
        for one in parsed_answers(text, read_catalogue(folder).find(*named(text))).components.values()
    ]
    assert sum(plan.has_office_and_date for plan in plans) >= 4
    assert {plan.cost_band for plan in plans} <= {"", *COST_BANDS}
    assert len({plan.assistance_kind for plan in plans}) > 3
