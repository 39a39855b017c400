"""verified(pdf, …) -> what can be said of a report from its file alone: whole, scored again, printed again.

It shows that a file is as it was printed and that its figures follow from its answers. It does not show
who printed it: that takes a signature.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.answers import cleaned, content_hash, named, parsed_answers, text_hash
from app.catalogue import Catalogue, hash_of
from app.core.assessment.assessment import Assessment
from app.core.copies.sharing import compared
from app.core.errors import AnswersRefusedError, ChoiceRefusedError, NotComparableError
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.reports.making import make_report
from app.core.reports.report import Report
from app.records.json_text import parsed_json
from app.rendering.checksum import identified
from app.rendering.comparing import difference
from app.rendering.errors import PressError
from app.rendering.imprint import ANSWERS, EARLIER, IMPRINT, RESULT, Imprint, imprint, read_imprint
from app.rendering.ingredients import made_of, product_and_libraries
from app.rendering.language import language
from app.rendering.press import Printable, pressed
from app.rendering.unpacking import Unpacked, UnpackingError, unpacked
from app.services.assessments import questionnaire_of
from app.services.reports import printed, result_text
from app.services.verdicts import Finding, ReportVerdict, agrees, differs, unchecked
from app.storage import questionnaires
from app.storage.database import Database

Find = Callable[[Imprint], Questionnaire | None]
"""Gives the questionnaire with the hash that an imprint names; None where it is not known."""

LARGEST_PDF = 6 * 1024 * 1024
"""Bytes; a report of twelve domains has half a million."""


def verified(pdf: bytes, find: Find, press: Callable[[Printable], bytes] = pressed) -> ReportVerdict:
    """What is found of a report; `find` gives what was asked in it, where that is known."""
    if len(pdf) > LARGEST_PDF:
        return _no_report(f"It is larger than {LARGEST_PDF >> 20} MB, which no report is.")
    carried = identified(pdf)
    if carried is None:
        return _no_report(_NO_REPORT if pdf.startswith(b"%PDF-") else _NO_PDF)
    identifier, is_whole = carried
    file = agrees("file", _WHOLE) if is_whole else _CHANGED
    try:
        found = unpacked(pdf)
        inside = _inside(found, identifier)
    except UnpackingError:
        return _no_report("What travels inside it cannot be read.", *([] if is_whole else [file]))
    except PressError as error:
        return ReportVerdict(findings=(file, unchecked("result", str(error)), unchecked("pages", str(error))))
    except ValueError as error:
        return _no_report(str(error), *([] if is_whole else [file]))
    findings = tuple(_findings(pdf if is_whole else None, inside, find, press))
    verdict = ReportVerdict(findings=(file, *findings), imprint=inside.imprint, pages=found.pages)
    about = _about(inside, find)
    return replace(verdict, country=about.country, reference_date=about.reference_date) if about else verdict


def _no_report(sentence: str, *before: Finding) -> ReportVerdict:
    return ReportVerdict(findings=(*before, differs("file", sentence)))


def _about(inside: "_Inside", find: Find) -> Assessment | None:
    """The assessment that a report says it is of; None where its answers cannot be read."""
    questionnaire = find(inside.imprint)
    try:
        return parsed_answers(inside.answers, questionnaire) if questionnaire else None
    except AnswersRefusedError:
        return None


def among(catalogue: Catalogue, database: Database | None = None) -> Find:
    """Finds a questionnaire by its hash: what is installed, and what a database was ever filled in with."""

    def find(imprint: Imprint) -> Questionnaire | None:
        installed = catalogue.find(imprint.questionnaire, imprint.version)
        if installed is not None and hash_of(installed) == imprint.questionnaire_hash:
            return installed
        if database is None:
            return None
        with database.reading() as connection:
            is_there = questionnaires.find(connection, imprint.questionnaire_hash) is not None
            return questionnaire_of(connection, imprint.questionnaire_hash) if is_there else None

    return find


# --- what is found -------------------------------------------------------------------------------


_NO_PDF = "This is no report of this product as it was printed: it is no PDF, or its beginning was cut off."
_NO_REPORT = (
    "This is no report of this product as it was printed: it is another file, its end was cut off, or it was "
    "saved again by another program."
)
_CHANGED = differs(
    "file", "It was changed after it was printed, or damaged on its way: it no longer has its own checksum."
)
_WHOLE = "It carries its own checksum; whoever changes it can renew that."
_NO_DATA = (
    "It is no report: it carries no data. Forms and answers on paper, which this product prints too, carry "
    "none, so that they cannot be verified."
)


@dataclass(frozen=True, kw_only=True)
class _Inside:
    """What travels in a report."""

    imprint: Imprint
    answers: str
    result: str
    earlier: str | None = None
    pages: int = 0


def _inside(found: Unpacked, identifier: str) -> _Inside:
    """What travels in it. ValueError says what is missing, or too much."""
    texts = found.texts
    if not texts:
        raise ValueError(_NO_DATA)
    lacking = [name for name in (ANSWERS, RESULT, IMPRINT) if name not in texts]
    if lacking:
        raise ValueError(f"It does not hold {' or '.join(lacking)}, which travel in every report.")
    if strange := sorted(texts.keys() - {ANSWERS, RESULT, IMPRINT, EARLIER}):
        raise ValueError(f"It holds {_short(cleaned(strange[0]))}, which travels in no report.")
    try:
        imprint = read_imprint(texts[IMPRINT])
    except ValueError as error:
        raise ValueError(f"{IMPRINT} inside it cannot be read: {error}") from None
    if imprint.identifier != identifier:
        raise ValueError(f"{IMPRINT} inside it is of another report than the file's identifier.")
    earlier = texts.get(EARLIER)
    if (None if earlier is None else text_hash(earlier)) != imprint.content_hash_then:
        raise ValueError(
            f"{EARLIER} inside it is not what {IMPRINT} names: the earlier answers compared with."
        )
    return _Inside(
        imprint=imprint, answers=texts[ANSWERS], result=texts[RESULT], earlier=earlier, pages=found.pages
    )


def _findings(
    pdf: bytes | None,
    inside: _Inside,
    find: Find,
    press: Callable[[Printable], bytes],
) -> Iterator[Finding]:
    """What is found of its inside; `pdf`: None where it was changed, so that its pages need no look."""
    questionnaire = find(inside.imprint)
    yield _of_questionnaire(inside.imprint, questionnaire)
    yield _of_answers(inside)
    if questionnaire is None:
        yield unchecked("result", "It was not scored again.")
        yield unchecked("pages", "They were not printed again.")
        return
    try:
        report = _report(inside, questionnaire)
    except AnswersRefusedError as refused:
        yield differs("answers", f"They do not fit the questionnaire: {refused.faults[0]}")
        return
    except ChoiceRefusedError as refused:
        yield differs("answers", f"The report was asked for what they do not hold. {refused}")
        return
    result = _of_result(inside.result, report)
    yield result
    if pdf is None or result.outcome != "agrees":
        return
    try:
        whole = _beside_earlier(inside, report, find)
    except (AnswersRefusedError, NotComparableError) as refused:
        yield differs("pages", f"The earlier answers inside cannot be compared with these. {refused}")
        return
    if whole is None:
        name = f"{inside.imprint.questionnaire}, hash {inside.imprint.questionnaire_hash_then}"
        yield differs("questionnaire", f"Of the earlier answers: {name}. {_NOT_HERE}")
        yield unchecked("pages", "They were not printed again.")
    else:
        yield _of_pages(pdf, inside, whole, press)


_NOT_HERE = (
    "This installation does not have it, so that nothing that hangs on it can be checked. If the report is "
    "genuine, it is verified where that questionnaire is."
)


def _of_questionnaire(imprint: Imprint, questionnaire: Questionnaire | None) -> Finding:
    name = f"{imprint.questionnaire} {imprint.version}, hash {imprint.questionnaire_hash}"
    if questionnaire is None:
        return differs("questionnaire", f"{name}. {_NOT_HERE}")
    return agrees("questionnaire", f"{name}. This installation has it.")


def _of_answers(inside: _Inside) -> Finding:
    found, stated = text_hash(inside.answers), inside.imprint.content_hash
    if found != stated:
        return differs(
            "answers",
            f"They are not those of this report: their hash is {found}, and the report has {stated}.",
        )
    return agrees("answers", f"They are those of this report, with the hash {stated}.")


def _report(inside: _Inside, questionnaire: Questionnaire) -> Report:
    """The report that the answers inside give. Raises AnswersRefusedError."""
    content = parsed_answers(inside.answers, questionnaire)
    provenance = replace(inside.imprint.provenance, content_hash=content_hash(content))
    return make_report(questionnaire, content, inside.imprint.choice, provenance)


def _beside_earlier(inside: _Inside, report: Report, find: Find) -> Report | None:
    """The report beside the earlier answers inside, if any; None where their questionnaire is unknown.

    Raises AnswersRefusedError and NotComparableError.
    """
    if inside.earlier is None:
        return report
    _, version = named(inside.earlier)
    hash_then = inside.imprint.questionnaire_hash_then or ""
    whole_then = find(replace(inside.imprint, version=version, questionnaire_hash=hash_then))
    if whole_then is None:
        return None
    then = parsed_answers(inside.earlier, whole_then)
    leaves = report.choice.copy != "own"
    found = compared(report.whole, report.assessment, whole_then, then, report.choice.released, leaves=leaves)
    return replace(report, comparison=found)


def _of_result(found: str, report: Report) -> Finding:
    wanted = result_text(report)
    if found == wanted:
        return agrees("result", "The answers inside, scored again, give the result inside.")
    sentence = "The answers inside give another result than the one inside"
    try:
        place, given, stated = next(_differences(parsed_json(wanted), parsed_json(found)))
    except (AnswersRefusedError, StopIteration):
        return differs("result", f"{sentence}.")
    where = ", ".join(place) or "the top"
    return differs("result", f"{sentence}. At {where} it says {_short(stated)}; they give {_short(given)}.")


def _differences(
    wanted: Any, found: Any, place: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Places at which two JSON values differ, each with both."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in sorted(wanted.keys() | found.keys()):
            yield from _differences(wanted.get(key), found.get(key), (*place, key))
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for number, (one, other) in enumerate(zip(wanted, found, strict=True), 1):
            yield from _differences(one, other, (*place, str(number)))
    elif wanted != found:
        yield place, wanted, found


def _short(value: object, most: int = 60) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= most else f"{text[:most]}…"


# --- pages ---------------------------------------------------------------------------------------


def _of_pages(pdf: bytes, inside: _Inside, report: Report, press: Callable[[Printable], bytes]) -> Finding:
    """They are printed again in any case; what has other ingredients is compared in words."""
    theirs = inside.imprint
    try:
        language(theirs.language)
    except ValueError:
        return differs("pages", f"This product has no language {_short(theirs.language)}.")
    try:
        ours = imprint(report, theirs.language)
        strange = _other_field(theirs, ours)
        if strange:
            return differs(
                "pages", f"{IMPRINT} inside says of {strange} what the answers inside do not give."
            )
        refusal = _refusal(theirs)
        again = press(printed(report, theirs.language))
        found = None if again == pdf else difference(pdf, again)
    except PressError as error:
        return unchecked("pages", f"They could not be printed again. {error}")
    if ours == theirs:
        return (
            agrees("pages", "The answers inside, printed again, give this very file, byte for byte.")
            if again == pdf
            else differs(
                "pages", f"The answers inside, printed again, give another file. {found or ''}".strip()
            )
        )
    versions = f"It names these versions: {_short(cleaned(theirs.made_by), 400)}."
    if refusal and not found:
        refusal = f"{refusal} The words of its pages are those that the answers give."
    if found or refusal:
        elsewhere = f"If it is genuine, it is verified with what printed it. {versions}"
        return differs("pages", " ".join(one for one in (found, refusal, elsewhere) if one))
    return Finding(about="pages", outcome="words", sentence=f"{_words_agree(inside.pages)} {versions}")


def _words_agree(number: int) -> str:
    return (
        f"The words of all {number} pages are those that the answers give; the layout is of another version. "
        "Where they stand, and what is drawn over or beside them, was not compared: shapes may hide them."
    )


def _other_field(theirs: Imprint, ours: Imprint) -> str | None:
    """A field that the answers give otherwise; what it was printed with is looked at apart."""
    wanted = asdict(ours)
    with_ours = {"made_by", "made_of"}
    return next(
        (name for name, value in asdict(theirs).items() if wanted[name] != value and name not in with_ours),
        None,
    )


def _refusal(theirs: Imprint) -> str | None:
    """Why a report is refused for its ingredients, which nothing but another version explains."""
    if theirs.made_by == product_and_libraries() and theirs.made_of != made_of():
        return (
            "It names the versions that are installed here, and yet other ingredients: it is of a copy of "
            "the product whose files were changed, here or there, or it is false."
        )
    if theirs.made_by != product_and_libraries() and theirs.made_of == made_of():
        return "It names the ingredients of this installation, and yet other versions."
    return None
