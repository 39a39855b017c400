"""A report can be verified from its file alone: a changed byte is found, and a forged part is named."""

import io
import json
import random
import re
import resource
import zlib
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from typer.testing import CliRunner

from app.answers import encoded_answers, text_hash
from app.catalogue import hash_of
from app.cli import app as cli
from app.core.assessment.answer import Answer, Level
from app.core.assessment.assessment import FactAnswer
from app.core.copies.alike import marked_since, masked_alike
from app.core.copies.copies import copied
from app.core.copies.sharing import compared
from app.rendering.checksum import identified, with_checksum
from app.rendering.comparing import difference, parted
from app.rendering.imprint import ANSWERS, EARLIER, IMPRINT, RESULT, read_imprint
from app.rendering.paper import blank_form, paper_page
from app.rendering.press import PressError, pressed
from app.rendering.unpacking import Unpacked, UnpackingError, found_in, unpacked
from app.services import verifying
from app.services.reports import printed
from app.services.verdicts import CAVEAT, ReportVerdict, agrees
from app.services.verifying import LARGEST_PDF, among, verified
from tests.attacks.forgeries import ELSEWHERE, ZEROS, a_number_changed, content, inside, told
from tests.attacks.forgeries import forged as forge
from tests.builders import CATALOGUE, QUESTIONNAIRES, TINY, a_database, an_answer, an_assessment, started
from tests.missing import need
from tests.reports import a_report

FIRST, SECOND, *_ = (question.id for _, _, question in TINY.questions())
FIND = among(CATALOGUE)


def printable(assessment, *, copy="masked", language="en", **about):
    return printed(a_report(TINY, assessment, copy=copy, **about), language)


ASSESSMENT = an_assessment(
    answers={FIRST: an_answer(3), SECOND: Answer(value=Level(2), withheld=True, comment="CANARY")}
)


@pytest.fixture(scope="module")
def pdf():
    need("pango")
    return pressed(printable(ASSESSMENT, edition=2, finished_on=date(2026, 11, 20), marking="RESTRICTED"))


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """A child for each of so many files would take long; what it does has tests of its own."""
    monkeypatch.setattr(verifying, "unpacked", lambda pdf: Unpacked(**found_in(pdf)))
    monkeypatch.setattr(verifying, "difference", parted)


def outcomes(verdict):
    return {one.about: one.outcome for one in verdict.findings}


def sentence(verdict, about):
    (found,) = [one.sentence for one in verdict.findings if one.about == about]
    return found


def forged(pdf, **texts):
    """What somebody makes who knows the product: other attachments, and a checksum that agrees."""
    return forge(pdf, None, {f"{name}.json": text for name, text in texts.items()})


def never(_printable):
    raise AssertionError("nothing was to be printed")


# --- what is as it was printed -----------------------------------------------------------------------


def test_a_report_as_it_was_printed_agrees_in_everything(pdf, monkeypatch):
    monkeypatch.undo()
    verdict = verified(pdf, FIND)
    assert set(outcomes(verdict).values()) == {"agrees"}, verdict
    assert list(outcomes(verdict)) == ["file", "questionnaire", "answers", "result", "pages"]
    assert verdict.is_complete
    assert not verdict.is_refused
    assert hash_of(TINY) in sentence(verdict, "questionnaire")
    assert verdict.imprint.copy == "masked"
    assert verdict.imprint.edition == 2
    assert (verdict.country.code, str(verdict.reference_date)) == ("XA", "2026-10-31")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert verdict.pages == len(opened.pages)


@pytest.mark.parametrize(
    "about",
    [
        {"copy": "own", "language": "ar-XB"},
        {"copy": "own", "is_demonstration": True},
        {"marking": "\u202eRESTRICTED “é”"},
        {"edition": 1, "finished_on": date(2026, 1, 1)},
        {"kind": "executive"},
        {"kind": "paragraphs"},
        {"kind": "assistance"},
        {"kind": "assistance", "sheets": ("1.2",)},
    ],
)
def test_every_choice_of_a_report_travels_in_it(about):
    asked = printable(ASSESSMENT, **about)
    texts = {one.name: one.text for one in asked.attachments}
    imprint = read_imprint(texts[IMPRINT])
    assert imprint.identifier == asked.identifier
    # Printed again from what is inside alone, everything is equal to the last character.
    again = []
    said = verifying._Inside(imprint=imprint, answers=texts[ANSWERS], result=texts[RESULT])
    list(verifying._findings(b"", said, FIND, lambda made: again.append(made) or b""))
    assert again == [asked]


def test_the_first_part_of_the_identifier_is_another_for_every_choice():
    choices = [{}, {"copy": "own"}, {"marking": "X"}, {"edition": 1}, {"language": "ar-XB"}]
    choices += [{"kind": "executive"}, {"kind": "assistance"}, {"kind": "assistance", "sheets": ("1.2",)}]
    assert len({printable(ASSESSMENT, **about).identifier for about in choices}) == len(choices)


# --- what was changed --------------------------------------------------------------------------------


def test_a_flipped_byte_is_found_wherever_it_is(pdf):
    chance = random.Random(7)
    places = {*range(40), *range(len(pdf) - 400, len(pdf)), *chance.sample(range(len(pdf)), 1000)}
    for place in places:
        flipped = bytearray(pdf)
        flipped[place] ^= 1 << chance.randrange(8)
        found = identified(bytes(flipped))
        assert found is None or not found[1], place


def test_a_flipped_byte_is_refused_with_a_sentence(pdf, monkeypatch):
    # The content of a font or a page, and the end of the table; an unreadable inside is refused too.
    monkeypatch.setattr(verifying, "unpacked", unpacked)
    for place in (len(pdf) // 2, pdf.index(b"EmbeddedFile"), len(pdf) - 3):
        flipped = bytearray(pdf)
        flipped[place] ^= 1
        verdict = verified(bytes(flipped), FIND, never)
        assert verdict.is_refused
        assert outcomes(verdict)["file"] == "differs"


@pytest.mark.parametrize("length", [0, 1, 1000, -1, -7])
def test_what_is_cut_off_or_no_report_is_refused(pdf, length):
    verdict = verified(pdf[:length], FIND, never)
    assert outcomes(verdict) == {"file": "differs"}
    assert "cut off" in sentence(verdict, "file")


def test_what_was_added_or_saved_again_or_is_too_large_is_refused(pdf):
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(saved)
    for other in (pdf + b"\n", pdf + pdf, saved.getvalue(), pdf + b" " * LARGEST_PDF):
        assert verified(other, FIND, never).is_refused


def test_a_changed_number_in_the_result_is_refused_with_its_place(pdf):
    texts = inside(pdf)
    result = json.loads(texts[RESULT])
    result["domains"]["D1"]["level"]["high"] += 7
    text = json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    verdict = verified(forged(pdf, result=text), FIND, never)
    assert outcomes(verdict)["file"] == "agrees"
    assert outcomes(verdict)["result"] == "differs"
    assert "At domains, D1, level, high it says" in sentence(verdict, "result")


@pytest.mark.parametrize("text", ["", "nonsense", "[" * 100_000, "null", "{}", '{"a": NaN}'])
def test_a_result_that_is_none_is_refused(pdf, text):
    assert outcomes(verified(forged(pdf, result=text), FIND, never))["result"] == "differs"


def test_a_result_that_is_equal_but_written_otherwise_is_refused(pdf):
    text = json.dumps(json.loads(inside(pdf)[RESULT]))
    assert outcomes(verified(forged(pdf, result=text), FIND, never))["result"] == "differs"


def test_swapped_answers_are_refused(pdf):
    other = encoded_answers(an_assessment(answers={FIRST: an_answer(4)}))
    verdict = verified(forged(pdf, answers=other), FIND, never)
    assert outcomes(verdict)["answers"] == "differs"
    assert text_hash(other) in sentence(verdict, "answers")


def test_answers_that_do_not_fit_are_refused(pdf):
    text = inside(pdf)[ANSWERS].replace('"level": 3', '"level": 77')
    imprint = replace(read_imprint(inside(pdf)[IMPRINT]), content_hash=text_hash(text))
    verdict = verified(forged(pdf, answers=text, report=imprint.written()), FIND, never)
    found = [one for one in verdict.findings if one.about == "answers"]
    assert found[-1].outcome == "differs"
    assert "do not fit" in found[-1].sentence


@pytest.mark.parametrize("name", ["answers", "result", "report"])
def test_what_is_missing_inside_is_named(pdf, name):
    verdict = verified(forged(pdf, **{name: None}), FIND, never)
    assert outcomes(verdict) == {"file": "differs"}
    assert f"{name}.json" in sentence(verdict, "file")


def test_an_imprint_that_cannot_be_read_is_refused(pdf):
    text = inside(pdf)[IMPRINT]
    for bad in ("", "[]", text.replace("masked", "other"), text.replace("{", '{"more": 1,'), f" {text}"):
        verdict = verified(forged(pdf, report=bad), FIND, never)
        assert outcomes(verdict) == {"file": "differs"}, bad
        assert IMPRINT in sentence(verdict, "file")


def test_an_imprint_of_another_report_is_refused(pdf):
    text = inside(pdf)[IMPRINT].replace("RESTRICTED", "PUBLIC")
    other = forged(pdf, report=text)
    verdict = verified(with_checksum_of(other, identified(pdf)[0]), FIND, never)
    assert "another report" in sentence(verdict, "file")


def with_checksum_of(pdf, identifier):
    """The same file under another identifier, with a checksum that agrees."""
    (carried, _) = identified(pdf)
    begins = pdf.rindex(b"/ID [<" + carried.encode())
    ends = pdf.index(b"]", begins) + 1
    return with_checksum(pdf[:begins] + pdf[ends:], identifier)


def test_a_changed_marking_is_refused_by_the_pages(pdf):
    text = inside(pdf)[IMPRINT].replace("RESTRICTED", "PUBLIC")
    asked = []
    verdict = verified(forged(pdf, report=text), FIND, lambda made: asked.append(made) or pdf)
    assert outcomes(verdict)["pages"] == "differs"
    assert "PUBLIC" in asked[0].html


def test_a_changed_number_on_a_page_is_refused(pdf):
    asked = printable(ASSESSMENT, edition=2, finished_on=date(2026, 11, 20), marking="RESTRICTED")
    false = pressed(replace(asked, html="<h1>100 of 100</h1>", stands=()))
    verdict = verified(false, FIND, lambda _made: pdf)
    assert {name for name, one in outcomes(verdict).items() if one == "differs"} == {"pages"}


# --- a report beside an earlier one ------------------------------------------------------------------

THEN = an_assessment(answers={FIRST: an_answer(1)})


def beside(then=THEN, now=ASSESSMENT, **about):
    """What is printed of the assessment beside the earlier one."""
    shown = copied(TINY, now, "masked")
    found = compared(TINY, shown, TINY, copied(TINY, then, "masked"), leaves=True)
    report = a_report(
        TINY, shown, copy="masked", comparison=found, questionnaire_hash_then=hash_of(TINY), **about
    )
    return printed(report, "en")


def again(asked, find=FIND, press=None, **changed):
    """What is found of what travels in it, with other texts inside, and what was printed again."""
    texts = {one.name: one.text for one in asked.attachments} | changed
    printed_again = []
    inside = verifying._Inside(
        imprint=read_imprint(texts[IMPRINT]),
        answers=texts[ANSWERS],
        result=texts[RESULT],
        earlier=texts.get(EARLIER),
    )
    found = list(
        verifying._findings(b"", inside, find, press or (lambda one: printed_again.append(one) or b""))
    )
    return {one.about: one.outcome for one in found}, printed_again


def test_a_report_beside_an_earlier_one_carries_its_answers_and_agrees():
    need("pango")
    pdf = pressed(beside())
    assert inside(pdf)[EARLIER] == encoded_answers(masked_alike(TINY, ASSESSMENT, TINY, THEN)[1])
    assert set(outcomes(verified(pdf, FIND)).values()) == {"agrees"}


def test_the_earlier_answers_of_a_masked_copy_are_masked():
    asked = beside(an_assessment(answers={FIRST: Answer(value=Level(1), withheld=True, comment="CANARY")}))
    assert "CANARY" not in asked.as_json()
    assert again(asked)[1] == [asked]


def test_a_report_without_an_earlier_value_that_is_withheld_and_asked_no_more_agrees():
    away = an_assessment(
        answers={"2.1.3": Answer(withheld=True)}, facts={"fleet": FactAnswer(options=("none",))}
    )
    then = an_assessment(answers={FIRST: an_answer(1), "2.1.3": an_answer(3, "CANARY")})
    asked = beside(marked_since(TINY, away, TINY, then), now=away)
    assert "CANARY" not in asked.as_json()
    found, made = again(asked)
    assert (found["result"], made) == ("agrees", [asked])


def test_other_earlier_answers_than_those_named_are_refused():
    need("pango")
    pdf = pressed(beside())
    other = encoded_answers(an_assessment(answers={FIRST: an_answer(4)}))
    for text in (other, "", None):
        verdict = verified(forged(pdf, earlier=text), FIND, never)
        assert outcomes(verdict) == {"file": "differs"}
        assert EARLIER in sentence(verdict, "file")


def test_earlier_answers_in_a_report_that_names_none_are_refused(pdf):
    verdict = verified(forged(pdf, earlier=encoded_answers(THEN)), FIND, never)
    assert EARLIER in sentence(verdict, "file")


def test_earlier_answers_that_cannot_be_compared_are_refused():
    other = replace(THEN, country=replace(THEN.country, code="XB"))
    for text in (encoded_answers(other), "{}", encoded_answers(THEN).replace('"level": 1', '"level": 77')):
        assert again(beside(), **{EARLIER: text})[0]["pages"] == "differs"


def test_a_report_beside_an_earlier_questionnaire_that_is_unknown_is_refused():
    asked = beside()
    unknown = asked_then_unknown(asked)
    found, made = again(asked, unknown)
    assert (found["result"], found["questionnaire"], made) == ("agrees", "differs", [])


def asked_then_unknown(asked):
    """Finds the questionnaire of now, and none for then."""
    times = iter([TINY, None])
    return lambda _imprint: next(times)


def test_a_sheet_of_no_component_is_refused(pdf):
    text = inside(pdf)[IMPRINT].replace('"sheets": []', '"sheets": [\n  "9.9"\n ]')
    verdict = verified(forged(pdf, report=text), FIND, never)
    assert verdict.is_refused
    assert "no component 9.9" in verdict.findings[-1].sentence


# --- what cannot be checked ----------------------------------------------------------------------------


def of_elsewhere(pdf, act=None):
    """The same report, said to be printed by other versions."""
    return forge(pdf, act, told(pdf, made_of=ZEROS, made_by=ELSEWHERE))


def test_a_report_of_other_versions_is_printed_again_and_compared_word_for_word(pdf):
    verdict = verified(of_elsewhere(pdf), FIND, lambda _asked: pdf)
    assert outcomes(verdict)["pages"] == "words"
    assert f"The words of all {verdict.pages} pages are those that the answers give" in sentence(
        verdict, "pages"
    )
    assert ELSEWHERE in sentence(verdict, "pages")
    assert verdict.headline.startswith("Not verified whole: how the pages look was not checked.")
    assert not verdict.is_complete
    assert not verdict.is_refused


def test_another_layout_with_the_same_words_is_told_and_other_words_are_named_by_their_page(pdf):
    shifted = of_elsewhere(pdf, content(0, lambda page: b".97 0 0 .97 9 12 cm\n" + page))
    assert outcomes(verified(shifted, FIND, lambda _asked: pdf))["pages"] == "words"
    changed = of_elsewhere(pdf, content(1, a_number_changed))
    verdict = verified(changed, FIND, lambda _asked: pdf)
    assert outcomes(verdict)["pages"] == "differs"
    assert re.match("Page 2 says “[^”]+” where the answers give “[^”]+”", sentence(verdict, "pages"))


def test_other_ingredients_under_the_versions_that_are_here_are_refused_in_words(pdf):
    for act, words in (
        (None, "The words of its pages are those"),
        (content(0, a_number_changed), "Page 1 says"),
    ):
        verdict = verified(forge(pdf, act, told(pdf, made_of=ZEROS)), FIND, lambda _asked: pdf)
        assert outcomes(verdict)["pages"] == "differs"
        assert "of a copy of the product whose files were changed" in sentence(verdict, "pages")
        assert words in sentence(verdict, "pages")
    verdict = verified(forge(pdf, None, told(pdf, made_by=ELSEWHERE)), FIND, lambda _asked: pdf)
    assert "the ingredients of this installation, and yet other versions" in sentence(verdict, "pages")


def test_an_unknown_questionnaire_is_refused_and_nothing_is_scored(pdf):
    verdict = verified(pdf, lambda _imprint: None, never)
    assert outcomes(verdict)["answers"] == "agrees"
    assert outcomes(verdict)["questionnaire"] == "differs"
    assert {outcomes(verdict)[name] for name in ("result", "pages")} == {"unchecked"}
    assert "tiny 0.1" in sentence(verdict, "questionnaire")
    assert "is verified where that questionnaire is" in sentence(verdict, "questionnaire")


def test_a_questionnaire_of_a_database_is_found_though_the_installed_one_has_other_words(tmp_path, pdf):
    imprint = read_imprint(inside(pdf)[IMPRINT])
    database = a_database(tmp_path)
    other = replace(CATALOGUE, questionnaires=(replace(TINY, title="Other words"),))
    assert among(other, database)(imprint) is None
    started(database)
    assert among(other)(imprint) is None
    assert among(other, database)(imprint) == TINY
    database.close()


def test_pages_that_cannot_be_printed_are_unchecked(pdf):
    def fails(_printable):
        raise PressError("The report needs Pango.")

    verdict = verified(pdf, FIND, fails)
    assert outcomes(verdict)["pages"] == "unchecked"
    assert "The report needs Pango." in sentence(verdict, "pages")


@pytest.mark.parametrize("code", ["xx", "fr", "", "en-GB", "../en", "x" * 500])
def test_a_language_that_the_product_does_not_have_is_refused(pdf, code):
    verdict = verified(forge(pdf, None, told(pdf, language=code)), FIND, never)
    assert outcomes(verdict)["pages"] == "differs"
    assert "This product has no language" in sentence(verdict, "pages")


# --- what is no report ----------------------------------------------------------------------------------


def test_a_paper_of_this_product_is_told_apart_from_a_report():
    need("pango")
    verdict = verified(pressed(paper_page(blank_form(TINY, scope="quick"), "en")), FIND, never)
    assert outcomes(verdict) == {"file": "differs"}
    assert "Forms and answers on paper" in sentence(verdict, "file")


def test_a_file_that_is_too_large_or_no_pdf_is_named_so(pdf):
    assert "larger than 6 MB" in sentence(verified(pdf + b" " * LARGEST_PDF, FIND, never), "file")
    assert "it is no PDF" in sentence(verified(b"PK", FIND, never), "file")


def test_a_file_that_travels_in_no_report_is_refused_by_its_name(pdf):
    verdict = verified(forge(pdf, None, {"more.json": "{}"}), FIND, never)
    assert "It holds 'more.json', which travels in no report." in sentence(verdict, "file")


def test_a_machine_that_cannot_look_says_so_and_refuses_nothing(pdf, monkeypatch):
    def fails(_pdf):
        raise PressError("The program may not read its own parts.")

    monkeypatch.setattr(verifying, "unpacked", fails)
    verdict = verified(pdf, FIND, never)
    assert not verdict.is_refused
    assert verdict.headline.startswith(
        "Not verified: whether the figures follow from the answers was not checked"
    )


# --- a hostile file -------------------------------------------------------------------------------------


def bomb(pdf, size, name="answers.json"):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        packing = zlib.compressobj(9)
        blank = b" " * (1 << 20)
        packed = b"".join(packing.compress(blank) for _ in range(size)) + packing.flush()
        spec = pikepdf.AttachedFileSpec(opened, b"x")
        opened.attachments[name] = spec
        opened.attachments[name].obj.EF.F.write(packed, filter=pikepdf.Name.FlateDecode)
        saved = io.BytesIO()
        opened.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("megabytes", [40, 1000])
def test_a_bomb_is_refused_and_costs_the_child_alone_and_little(pdf, megabytes):
    made = bomb(pdf, megabytes)
    assert len(made) < LARGEST_PDF
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(UnpackingError):
        unpacked(made)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3


def _many_pages(opened):
    _many_steps(opened)
    for _ in range(397):
        opened.pages.append(opened.pages[0])


def _many_steps(opened):
    content(0, lambda drawn: drawn + b" q Q" * 90_000)(opened)


def _much_on_every_page(opened):
    for number in range(len(opened.pages)):
        content(number, lambda drawn: drawn + b" q Q" * 15_000)(opened)


def _a_note_many_times(opened):
    note = opened.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link))
    opened.pages[0].Annots = pikepdf.Array([note] * 300_000)


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (_many_pages, "It has 407 pages, and the answers give 10."),
        (_many_steps, "Its pages cannot be read."),
        (_much_on_every_page, "Its pages cannot be read."),
        (_a_note_many_times, "Its pages cannot be read."),
    ],
)
def test_pages_that_take_far_more_to_read_than_ours_cost_the_child_little(pdf, act, says):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert difference(forge(pdf, act), pdf) == says
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3


def test_a_packing_that_this_product_does_not_use_is_refused(pdf):
    for ways in (["/FlateDecode", "/FlateDecode"], ["/LZWDecode"], ["/ASCIIHexDecode", "/FlateDecode"]):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            stream = opened.attachments["answers.json"].obj.EF.F
            stream.write(stream.read_raw_bytes(), filter=pikepdf.Array([pikepdf.Name(one) for one in ways]))
            saved = io.BytesIO()
            opened.save(saved, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
        with pytest.raises(UnpackingError):
            unpacked(saved.getvalue())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\x00" * 1000, b"%PDF-1.7\nstartxref\n9\n%%EOF\n"])
def test_what_is_no_pdf_cannot_be_unpacked(content):
    with pytest.raises(UnpackingError):
        unpacked(content)


def test_a_file_inside_that_is_no_text_cannot_be_unpacked(pdf):
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments["x.bin"] = pikepdf.AttachedFileSpec(opened, b"\xff")
        opened.save(saved)
    with pytest.raises(UnpackingError):
        unpacked(saved.getvalue())


def test_only_a_pdf_of_the_press_takes_a_checksum():
    with pytest.raises(ValueError, match="table"):
        with_checksum(b"%PDF-1.7\n", "0" * 32)


# --- the command -----------------------------------------------------------------------------------------


def run(path, *more):
    return CliRunner().invoke(cli, ["verify", str(path), "--questionnaires", str(QUESTIONNAIRES), *more])


def test_the_command_leads_with_what_was_not_checked_and_says_which_report_it_is(pdf, tmp_path, monkeypatch):
    path = tmp_path / "report.pdf"
    path.write_bytes(of_elsewhere(pdf))
    monkeypatch.setattr("app.services.verifying.pressed", lambda _asked: pdf)
    verdict = verified(path.read_bytes(), FIND, lambda _asked: pdf)
    monkeypatch.setattr("app.cli.reports.verified", lambda *_: verdict)
    done = run(path)
    assert done.exit_code == 1, done.output
    first, second, third, *_ = done.output.splitlines()
    assert first == "Not verified whole: how the pages look was not checked. Their words agree."
    told = ["Xandoria (XA)", "reference date 2026-10-31", "full report", "masked copy", "edition 2"]
    for one in (*told, f"{verdict.pages} pages", "marked RESTRICTED"):
        assert one in second
    assert "a genuine one of another assessment agrees too" in third
    assert "file: agrees. It carries its own checksum; whoever changes it can renew that." in done.output
    assert done.output.endswith(f"{CAVEAT}\n")


def test_the_command_refuses_a_changed_file_and_one_that_is_no_report(pdf, tmp_path):
    path = tmp_path / "report.pdf"
    for other in (pdf[:-1], pdf.replace(b"%PDF-1.7", b"%PDF-1.6"), b""):
        path.write_bytes(other)
        done = run(path)
        assert done.exit_code == 2
        assert done.output.startswith("Refused: ")


def test_the_command_says_that_everything_agrees(pdf, tmp_path, monkeypatch):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    verdict = ReportVerdict(findings=(agrees("pages", "Equal."),))
    monkeypatch.setattr("app.cli.reports.verified", lambda *_: verdict)
    done = run(path)
    assert done.exit_code == 0
    assert done.output.startswith("Everything agrees.\npages: agrees. Equal.")
