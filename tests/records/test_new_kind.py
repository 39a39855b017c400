"""A kind of answer that the core gains is written, read and published without a line in `app/records`."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from jsonschema import Draft202012Validator

from app.answers import answers_schema
from app.core.assessment.answer import Answer, EvidenceItem
from app.records import encoding, parsing
from app.records.encoding import encoded
from app.records.json_text import parsed_json
from app.records.parsing import Parser
from app.records.wire import VALUE_SHAPES


@dataclass(frozen=True)
class Planted:
    """Two fields of different types, given by their order."""

    kind: ClassVar[str] = "planted"

    level: int
    agency: str


@dataclass(frozen=True, kw_only=True)
class Named:
    """Fields that are given by their names, evidence among them."""

    kind: ClassVar[str] = "named"

    level: int
    note: str = ""
    evidence: tuple[EvidenceItem, ...] = ()


@pytest.fixture(autouse=True)
def _two_kinds_more(monkeypatch):
    monkeypatch.setitem(VALUE_SHAPES, "planted", Planted)
    monkeypatch.setitem(VALUE_SHAPES, "named", Named)
    for made in (encoding._encoder, parsing._object):
        made.cache_clear()
    yield
    for made in (encoding._encoder, parsing._object):
        made.cache_clear()


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Planted(2, "Police"), {"planted": [2, "Police"]}),
        (Named(level=0), {"named": {"level": 0}}),
        (
            Named(level=1, evidence=(EvidenceItem(grade="stated"),)),
            {"named": {"level": 1, "evidence": [{"grade": "stated"}]}},
        ),
    ],
)
def test_it_is_written_read_and_in_the_schema(value, plain):
    assert encoded(Answer(value=value)) == plain
    parser = Parser()
    assert parser.value(Answer, plain, ()) == Answer(value=value)
    assert parser.faults == ()
    answer = answers_schema()["properties"]["answers"]["additionalProperties"]
    assert Draft202012Validator(answer).is_valid(plain)
    assert not Draft202012Validator(answer).is_valid(plain | {"not_known": True})


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            '{"planted": [1, 2]}',
            ["planted, part 2: 2 is not text. Write it in double quotes."],
        ),
        (
            '{"planted": [1]}',
            ["planted: does not have 2 parts. Write [level, agency]."],
        ),
        ('{"named": {"note": ""}}', ["named, level: is missing. Write it."]),
        ('{"named": 1}', ["named: 1 is not an object. Write {…}."]),
        ('{"named": {"level": 1}, "level": 1}', ["has level and named. Keep one of them."]),
    ],
)
def test_it_is_refused_with_the_place_and_the_mend(text, faults):
    parser = Parser()
    parser.value(Answer, parsed_json(text), ())
    assert [str(fault) for fault in parser.faults] == faults
    answer = answers_schema()["properties"]["answers"]["additionalProperties"]
    assert not Draft202012Validator(answer).is_valid(parsed_json(text))
