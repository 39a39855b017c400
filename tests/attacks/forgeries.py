"""Reports that somebody changed who knows the product, each with identifier and checksum renewed.

Each has to be refused; where the pages are genuine and only other versions are named, the verdict has to lead
with what was not checked.
"""

import io
import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from functools import cache

import pikepdf

from app.answers import encoded_answers, text_hash
from app.catalogue import hash_of
from app.rendering.checksum import identified, with_checksum
from app.rendering.imprint import ANSWERS, EARLIER, IMPRINT, RESULT, read_imprint
from app.rendering.press import pressed
from app.services.reports import printed
from app.services.verifying import among, verified
from tests.attacks.attack import Attack
from tests.attacks.pages import PAGES, Act, a_number_changed, content
from tests.builders import CATALOGUE, TINY, an_answer, an_assessment
from tests.reports import a_report

FIRST, SECOND, *_ = (question.id for _, _, question in TINY.questions())
ASSESSMENT = an_assessment(answers={FIRST: an_answer(3), SECOND: an_answer(1)})
OTHER = replace(
    ASSESSMENT, country=replace(ASSESSMENT.country, code="XB", name="Xebeca"), answers={FIRST: an_answer(0)}
)
ZEROS = "0" * 64
WHOLE = 1000
"""So many times and more try every value with every way round."""
ELSEWHERE = "C-IED Self-Assessment 0.1.0; weasyprint 70.1"

press = cache(pressed)
"""Equal values give equal bytes, so each is printed once."""


def genuine(assessment=ASSESSMENT, kind="executive") -> bytes:
    """A report as the product prints it."""
    about = {"edition": 2, "finished_on": date(2026, 11, 20), "marking": "RESTRICTED", "kind": kind}
    return press(printed(a_report(TINY, assessment, copy="masked", **about), "en"))


def inside(pdf: bytes) -> dict[str, str]:
    """The texts that travel in a report."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: one.get_file().read_bytes().decode() for name, one in opened.attachments.items()}


def forged(pdf: bytes, act: Act | None = None, texts: dict[str, str | None] | None = None) -> bytes:
    """A report with its pages changed by `act`, other texts inside (None takes one out), and all renewed."""
    texts = texts or {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if act:
            act(opened)
        for name, text in texts.items():
            if text is None:
                del opened.attachments[name]
            else:
                opened.attachments[name] = pikepdf.AttachedFileSpec(opened, text.encode())
        del opened.trailer.ID
        saved = io.BytesIO()
        opened.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    identifier, _ = identified(pdf)
    told = texts.get(IMPRINT)
    return with_checksum(saved.getvalue(), text_hash(told)[:32] if told else identifier)


def told(pdf: bytes, **fields: object) -> dict[str, str]:
    """The imprint of a report with other fields."""
    return {IMPRINT: replace(read_imprint(inside(pdf)[IMPRINT]), **fields).written()}


OTHER_VALUES: dict[str, tuple[object, ...]] = {
    "questionnaire": ("other",),
    "version": ("0.2",),
    "questionnaire_hash": ("1" * 64, ""),
    "content_hash": ("1" * 64,),
    "questionnaire_hash_then": ("1" * 64, hash_of(TINY)),
    "content_hash_then": ("1" * 64,),
    "kind": ("full", "paragraphs", "assistance", "other"),
    "sheets": (("1.1",), ("9.9",)),
    "released": (("D1",), ("D9",)),
    "copy": ("own", "shareable", "other"),
    "edition": (1, None, 10**9, -1),
    "finished_on": (date(2026, 11, 21), None),
    "is_demonstration": (True,),
    "marking": ("PUBLIC", "", "x" * 10_000, "<b>RESTRICTED</b>"),
    "language": ("xx", "fr", "ar-XB", "", "en-GB", "../en"),
    "format": ("cied-report/2",),
    "journal_hash": ("1" * 64, ""),
    "made_of": (ZEROS, ""),
}
"""Every field of report.json but `made_by`, with values that are not those of the report."""


# --- all of them -----------------------------------------------------------------------------------------


def forgeries(*, whole: bool) -> Iterator[tuple[str, bytes]]:
    """Reports that have to be refused, by what was done to them; each kind once where not `whole`."""
    pdf = genuine()
    texts = inside(pdf)
    beside = {
        "versions of elsewhere": {"made_of": ZEROS, "made_by": ELSEWHERE},
        "ingredients 0": {"made_of": ZEROS},
    }
    for name, act in PAGES.items():
        if whole:
            yield name, forged(pdf, act)
        for more, fields in list(beside.items())[: None if whole else 1]:
            yield f"{name}, {more}", forged(pdf, act, told(pdf, **fields))
    missing = asdict(read_imprint(texts[IMPRINT])).keys() - OTHER_VALUES.keys() - {"made_by"}
    if missing:
        raise AssertionError(f"forge these fields too: {missing}")
    for name, values in OTHER_VALUES.items():
        for value in values[: None if whole else 1]:
            yield f"{name} is {str(value)[:20]!r}", forged(pdf, None, told(pdf, **{name: value}))
            if name not in {"made_of", "sheets"}:
                also = {"made_of": ZEROS, "made_by": ELSEWHERE, name: value}
                yield (
                    f"{name} is {str(value)[:20]!r}, versions of elsewhere",
                    forged(pdf, None, told(pdf, **also)),
                )
    number = content(0, a_number_changed)
    for fields in (
        {"questionnaire_hash": "1" * 64},
        {"language": "fr"},
        {"language": "xx"},
        {"made_by": ELSEWHERE},
    ):
        yield f"a number changed, {fields}", forged(pdf, number, told(pdf, **fields))
    yield from _other_country(pdf)
    yield from _other_data(pdf, texts)


def _other_country(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """The pages of one country with all that travels in the report of another."""
    pages = genuine(OTHER)
    for fields in ({}, {"made_of": ZEROS}, {"made_by": ELSEWHERE}, {"made_of": ZEROS, "made_by": ELSEWHERE}):
        yield (
            f"another country on every page, {sorted(fields)}",
            forged(pages, None, inside(pdf) | told(pdf, **fields)),
        )


def _other_data(pdf: bytes, texts: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    elsewhere = told(pdf, made_of=ZEROS, made_by=ELSEWHERE)
    other = encoded_answers(replace(ASSESSMENT, answers={FIRST: an_answer(4)}))
    result = json.loads(texts[RESULT])
    result["domains"]["D1"]["level"]["high"] += 1
    changed = json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    for more in ({}, elsewhere):
        yield f"other answers, {len(more)}", forged(pdf, None, {ANSWERS: other} | more)
        yield f"another result, {len(more)}", forged(pdf, None, {RESULT: changed} | more)
        yield f"earlier answers, {len(more)}", forged(pdf, None, {EARLIER: other} | more)
        yield f"a file more, {len(more)}", forged(pdf, None, {"more.json": "{}"} | more)
        for name in (ANSWERS, RESULT):
            yield f"without {name}, {len(more)}", forged(pdf, None, {name: None} | more)
    renewed = told(pdf, content_hash=text_hash(other), made_of=ZEROS, made_by=ELSEWHERE)
    yield "other answers with their hash", forged(pdf, None, {ANSWERS: other} | renewed)
    yield "without an imprint", forged(pdf, None, {IMPRINT: None})
    yield "a second file of one name", forged(pdf, _a_second_file)


def _a_second_file(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    names.append(names[0])
    names.append(names[1])


def told_of_elsewhere() -> Iterator[tuple[str, bytes]]:
    """Reports with genuine pages that say they are of other versions: the words can be compared, no more."""
    pdf = genuine()
    yield (
        "genuine pages, versions of elsewhere",
        forged(pdf, None, told(pdf, made_of=ZEROS, made_by=ELSEWHERE)),
    )
    also = {"made_of": ZEROS, "made_by": ELSEWHERE, "sheets": ("1.1",)}
    yield "a choice of sheets, which this kind does not print", forged(pdf, None, told(pdf, **also))
    yield "genuine pages, nothing named", forged(pdf, None, told(pdf, made_of="", made_by=""))


def at_random(times: int, seed: int = 12) -> Iterator[tuple[str, bytes]]:
    """A glyph of the words changed anywhere, in a report of other versions."""
    pdf, chance = genuine(), random.Random(seed)
    elsewhere = told(pdf, made_of=ZEROS, made_by=ELSEWHERE)

    def change(drawn: bytes) -> bytes:
        one = chance.choice(list(re.finditer(rb"<00([0-9a-f]{2})>", drawn)))
        other = chance.choice([b"13", b"14", b"1c", b"24", b"44"])
        return drawn[: one.start(1)] + (b"03" if one[1] == other else other) + drawn[one.end(1) :]

    for number in range(times):
        page = chance.randrange(2)
        yield f"glyph {number} on page {page + 1}", forged(pdf, content(page, change), elsewhere)


def attacks(times: int) -> Iterator[Attack]:
    """All forgeries, and of random ones a two hundredth of `times`, since two files are read for each."""
    find = among(CATALOGUE)
    for name, pdf in (*forgeries(whole=times >= WHOLE), *at_random(max(1, times // 200))):
        verdict = verified(pdf, find, press)
        yield Attack(name=name, answer=verdict.findings[-1].sentence[:90], has_held=verdict.is_refused)
    for name, pdf in told_of_elsewhere():
        verdict = verified(pdf, find, press)
        has_held = verdict.headline.startswith("Not verified") and not verdict.is_refused
        yield Attack(name=name, answer=verdict.headline, has_held=has_held)
