"""The workbook of a whole questionnaire with its answers, written and read, beside packing and parsing."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.parsers.expat import ParserCreate

from app.rendering.language import language
from app.workbook import AskedRow, Origin, parsed_workbook, workbook_file
from tests.bench import subject
from tests.bench.measuring import Row, Sizes, alternating, milliseconds, seconds

ORIGIN = Origin(questionnaire="a", version="1", questionnaire_hash="1" * 64, assessment="here")


def rows(sizes: Sizes) -> Iterator[Row]:
    """Writing it and reading it."""
    asked = subject.questionnaire(sizes.domains)
    own = subject.assessment(asked)
    questions = [
        AskedRow(domain=domain, question=question, answer=own.answers[question.id], revision=1)
        for domain, _, question in asked.questions()
    ]

    def made() -> bytes:
        return workbook_file(
            ORIGIN,
            questions,
            asked,
            language("en"),
            country=own.country,
            marking="",
            now=datetime(2026, 11, 24, 14, 32, tzinfo=UTC),
        )

    content = made()
    parts = _parts(content)
    for name, act, floor in (
        ("written; floor: packing its parts", made, lambda: _packed(parts)),
        (
            "read; floor: unpacking and parsing its parts",
            lambda: parsed_workbook(content),
            lambda: _parsed(content),
        ),
    ):
        seconds(act, 1)
        pair = alternating(
            sizes.runs,
            lambda act=act: seconds(act, sizes.loops),
            lambda floor=floor: seconds(floor, sizes.loops),
        )
        yield Row(
            name=f"the workbook of {len(questions)} questions, {len(content) / 1e3:.0f} kB, {name}",
            measured=milliseconds(pair.measured),
            floor=milliseconds(pair.floor),
            ratio=pair.ratio,
        )


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def _parsed(content: bytes) -> None:
    for part in _parts(content).values():
        ParserCreate().Parse(part, True)
