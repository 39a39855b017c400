"""Rows of results as programs get them: their published shape, and from it the JSON and the CSV."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from fractions import Fraction
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel, Field, create_model

from app.core.assessment.assessment import Country
from app.core.method.result_row import ResultRow
from app.exports.csv_line import csv_line
from app.exports.published import CountryShape, ExactNumber, Published
from app.storage.results import WordedRow

_PUBLISHED = {Fraction: ExactNumber, Fraction | None: ExactNumber | None, Country: CountryShape}


def _published_fields() -> dict[str, Any]:
    hints = get_type_hints(ResultRow)
    return {
        field.name: (_PUBLISHED.get(hints[field.name], hints[field.name]), Field(**field.metadata))
        for field in fields(ResultRow)
    }


ResultRowShape = create_model(
    "ResultRow", __base__=Published, __doc__=ResultRow.__doc__, **_published_fields()
)
"""The published shape of a row."""


def _paths(shape: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """The way to each single value of a shape, in order."""
    for name, field in shape.model_fields.items():
        kinds = (field.annotation, *get_args(field.annotation))
        inside = next(
            (kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None
        )
        yield from ((name, *rest) for rest in (_paths(inside) if inside else ((),)))


_PATHS = tuple(_paths(ResultRowShape))
CSV_COLUMNS = tuple("_".join(path) for path in _PATHS)
"""What the cells of a line of CSV are called."""


def worded(rows: Iterable[ResultRow]) -> list[WordedRow]:
    """Rows with the texts in which they are handed out."""
    shapes = ((row, ResultRowShape.model_validate(row)) for row in rows)
    return [WordedRow(row, shape.model_dump_json(), _csv_text(shape)) for row, shape in shapes]


def _csv_text(shape: BaseModel) -> str:
    members = shape.model_dump(mode="json")
    return csv_line(_cell(members, path) for path in _PATHS)


def _cell(member: Any, path: tuple[str, ...]) -> object:
    """One value; None where what it is a part of is None. Truth is written as in JSON."""
    for name in path:
        member = None if member is None else member[name]
    return str(member).lower() if isinstance(member, bool) else member
