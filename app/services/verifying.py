"""verified(pdf, …) -> what can be said of a report from its file alone: whole, scored again, printed again.

It shows that a file is as it was printed and that its figures follow from its answers. It does not show
who printed it: that takes a signature.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.answers import content_hash, named, read, text_hash
from app.answers.json_text import parsed
from app.catalogue import Catalogue, hash_of
from app.core.errors import AnswersRefusedError, ChoiceRefusedError, NotComparableError
from app.core.questionnaire import Questionnaire
from app.core.report import Report, report
from app.core.sharing import compared
from app.rendering.checksum import identified
from app.rendering.imprint import ANSWERS, EARLIER, IMPRINT, RESULT, Imprint, read_imprint
from app.rendering.press import PressError, Printable, pressed
from app.rendering.unpacking import UnpackingError, unpacked
from app.services.assessments import questionnaire_of
from app.services.reports import printed, result_text
from app.storage import questionnaires
from app.storage.database import Database

About = Literal["file", "questionnaire", "answers", "result", "pages"]
Outcome = Literal["agrees", "differs", "unchecked"]

Find = Callable[[Imprint], Questionnaire | None]
"""Gives the questionnaire with the hash that an imprint names; None where it is not known."""

LARGEST_PDF = 6 * 1024 * 1024
"""Bytes; a report of twelve domains has half a million."""

CAVEAT = (
    "This shows whether the file is as it was printed and whether its figures follow from its answers. "
    "It does not show who printed it: whoever can make a report can make a false one. Reports are not "
    "signed yet."
)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found about one part of a report, in a sentence."""

    about: About
    outcome: Outcome
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All that was found; `imprint` says which report it is, None where that cannot be read."""

    findings: tuple[Finding, ...]
    imprint: Imprint | None = None

    @property
    def is_refused(self) -> bool:
        """Whether anything is not as it should be."""
        return any(one.outcome == "differs" for one in self.findings)

    @property
    def is_complete(self) -> bool:
        """Whether everything could be checked, and agrees."""
        return all(one.outcome == "agrees" for one in self.findings)


def verified(pdf: bytes, find: Find, press: Callable[[Printable], bytes] = pressed) -> Verdict:
    """What is found of a report; `find` gives what was asked in it, where that is known."""
    carried = identified(pdf) if len(pdf) <= LARGEST_PDF else None
    if carried is None:
        return Verdict(findings=(_differs("file", _NO_REPORT),))
    identifier, is_whole = carried
    file = _agrees("file", "No byte of it was changed since it was printed.") if is_whole else _CHANGED
    try:
        inside = _inside(pdf, identifier)
    except ValueError as error:
        return Verdict(findings=(*([] if is_whole else [file]), _differs("file", str(error))))
    findings = _findings(pdf if is_whole else None, inside, find, press)
    return Verdict(findings=(file, *findings), imprint=inside.imprint)


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


def _agrees(about: About, sentence: str) -> Finding:
    return Finding(about=about, outcome="agrees", sentence=sentence)


def _differs(about: About, sentence: str) -> Finding:
    return Finding(about=about, outcome="differs", sentence=sentence)


def _unchecked(about: About, sentence: str) -> Finding:
    return Finding(about=about, outcome="unchecked", sentence=sentence)


_NO_REPORT = (
    "This is no report of this product as it was printed: it is another file, its end was cut off, or it was "
    "saved again by another program."
)
_CHANGED = _differs(
    "file", "It was changed after it was printed, or damaged on its way: it no longer has its own checksum."
)


@dataclass(frozen=True, kw_only=True)
class _Inside:
    """What travels in a report."""

    imprint: Imprint
    answers: str
    result: str
    earlier: str | None = None


def _inside(pdf: bytes, identifier: str) -> _Inside:
    """What travels in it. ValueError says what is missing."""
    try:
        texts = unpacked(pdf)
    except UnpackingError:
        raise ValueError("What travels inside it cannot be read.") from None
    lacking = [name for name in (ANSWERS, RESULT, IMPRINT) if name not in texts]
    if lacking:
        raise ValueError(f"It does not hold {' or '.join(lacking)}, which travel in every report.")
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
    return _Inside(imprint=imprint, answers=texts[ANSWERS], result=texts[RESULT], earlier=earlier)


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
        yield _unchecked("result", "It was not scored again.")
        yield _unchecked("pages", "They were not printed again.")
        return
    try:
        said = _said(inside, questionnaire)
    except AnswersRefusedError as refused:
        yield _differs("answers", f"They do not fit the questionnaire: {refused.faults[0]}")
        return
    except ChoiceRefusedError as refused:
        yield _differs("answers", f"The report was asked for what they do not hold. {refused}")
        return
    result = _of_result(inside.result, said)
    yield result
    if pdf is None or result.outcome != "agrees":
        return
    try:
        whole = _beside_earlier(inside, said, find)
    except (AnswersRefusedError, NotComparableError) as refused:
        yield _differs("pages", f"The earlier answers inside cannot be compared with these. {refused}")
        return
    if whole is None:
        yield _unchecked("pages", "They were not printed again: this installation lacks what was asked then.")
    else:
        yield _of_pages(pdf, inside.imprint, whole, press)


def _of_questionnaire(imprint: Imprint, questionnaire: Questionnaire | None) -> Finding:
    name = f"{imprint.questionnaire} {imprint.version}, hash {imprint.questionnaire_hash}"
    if questionnaire is None:
        return _unchecked("questionnaire", f"{name}. This installation does not have it.")
    return _agrees("questionnaire", f"{name}. This installation has it.")


def _of_answers(inside: _Inside) -> Finding:
    found, told = text_hash(inside.answers), inside.imprint.content_hash
    if found != told:
        return _differs(
            "answers", f"They are not those of this report: their hash is {found}, and the report has {told}."
        )
    return _agrees("answers", f"They are those of this report, with the hash {told}.")


def _said(inside: _Inside, questionnaire: Questionnaire) -> Report:
    """The report that the answers inside give. Raises AnswersRefusedError."""
    imprint, assessment = inside.imprint, read(inside.answers, questionnaire)
    return report(
        questionnaire,
        assessment,
        copy=imprint.copy,
        content_hash=content_hash(assessment),
        questionnaire_hash=imprint.questionnaire_hash,
        edition=imprint.edition,
        finished_on=imprint.finished_on,
        marking=imprint.marking,
        is_demonstration=imprint.is_demonstration,
        kind=imprint.kind,
        sheets=imprint.sheets,
        released=imprint.released,
    )


def _beside_earlier(inside: _Inside, said: Report, find: Find) -> Report | None:
    """The report beside the earlier answers inside, if any; None where their questionnaire is unknown.

    Raises AnswersRefusedError and NotComparableError.
    """
    if inside.earlier is None:
        return said
    _, version = named(inside.earlier)
    told = inside.imprint.questionnaire_hash_then or ""
    whole_then = find(replace(inside.imprint, version=version, questionnaire_hash=told))
    if whole_then is None:
        return None
    then = read(inside.earlier, whole_then)
    found = compared(said.whole, said.assessment, whole_then, then, said.released)
    return replace(said, comparison=found, questionnaire_hash_then=told)


def _of_result(found: str, said: Report) -> Finding:
    wanted = result_text(said)
    if found == wanted:
        return _agrees("result", "The answers inside, scored again, give the result inside.")
    sentence = "The answers inside give another result than the one inside"
    try:
        place, given, told = next(_differences(parsed(wanted), parsed(found)))
    except (AnswersRefusedError, StopIteration):
        return _differs("result", f"{sentence}.")
    where = ", ".join(place) or "the top"
    return _differs("result", f"{sentence}. At {where} it says {_short(told)}; they give {_short(given)}.")


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


def _short(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 - enough to recognise it


def _of_pages(pdf: bytes, imprint: Imprint, said: Report, press: Callable[[Printable], bytes]) -> Finding:
    made_by = imprint.made_by
    try:
        printable = printed(said, imprint.language)
        if printable.identifier != imprint.identifier:
            return _unchecked(
                "pages", f"Another version of the product or its libraries printed them: {made_by}."
            )
        again = press(printable)
    except (PressError, ValueError) as error:
        return _unchecked("pages", f"They could not be printed again. {error}")
    if again != pdf:
        return _differs("pages", "The answers inside, printed again, give another file than this one.")
    return _agrees("pages", "The answers inside, printed again, give this very file, byte for byte.")
