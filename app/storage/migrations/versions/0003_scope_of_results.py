"""Results say whether they are of a full assessment or of a quick scan; all before were full."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.assessment import Country
from app.core.scoring import LevelSpan, Span
from app.storage.result_line import ResultLine

revision = "0003"
down_revision = "0002"

_AT_ONCE = 1000
_KEY: tuple[sa.Column[Any], ...] = (
    sa.Column("assessment", sa.String(), sa.ForeignKey("assessment.id"), primary_key=True),
    sa.Column("edition", sa.Integer(), primary_key=True),
    sa.Column("place", sa.Integer(), primary_key=True),
)
_FIGURES: tuple[sa.Column[Any], ...] = (
    sa.Column("is_newest", sa.Boolean(), nullable=False),
    sa.Column("is_demonstration", sa.Boolean(), nullable=False),
    sa.Column("questionnaire", sa.String(), nullable=False),
    sa.Column("version", sa.String(), nullable=False),
    sa.Column("questionnaire_hash", sa.String(64), nullable=False),
    sa.Column("country_code", sa.String(2), nullable=False),
    sa.Column("country_name", sa.Text(), nullable=False),
    sa.Column("reference_date", sa.Date(), nullable=False),
    sa.Column("year", sa.Integer(), nullable=False),
    sa.Column("node", sa.String(), nullable=False),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("score_low", sa.String(), nullable=False),
    sa.Column("score_claimed", sa.String(), nullable=True),
    sa.Column("score_high", sa.String(), nullable=False),
    sa.Column("level_low", sa.Integer(), nullable=True),
    sa.Column("level_high", sa.Integer(), nullable=True),
    sa.Column("coverage", sa.String(), nullable=False),
)
_NEW = (
    sa.Column("scope", sa.String(5), nullable=False),
    sa.Column("json_text", sa.Text(), nullable=False),
    sa.Column("csv_text", sa.Text(), nullable=False),
)


def upgrade() -> None:
    op.drop_index("result_aggregate", "result")
    op.rename_table("result", "result_before")
    result = op.create_table("result", *_KEY, *_FIGURES, *_NEW)
    before = sa.table("result_before", *(sa.column(one.name, one.type) for one in (*_KEY, *_FIGURES)))
    rows = op.get_bind().execute(
        sa.select(before).order_by(before.c.assessment, before.c.edition, before.c.place)
    )
    for some in rows.mappings().partitions(_AT_ONCE):
        op.get_bind().execute(sa.insert(result), list(_full(some)))
    op.drop_table("result_before")
    op.create_index(
        "result_aggregate",
        "result",
        [
            "is_newest",
            "questionnaire",
            "version",
            "country_code",
            "assessment",
            "edition",
            "place",
            "kind",
            "year",
            "is_demonstration",
            "scope",
        ],
    )


def _full(rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for row in rows:
        line = ResultLine(
            assessment=row["assessment"],
            edition=row["edition"],
            questionnaire=row["questionnaire"],
            version=row["version"],
            questionnaire_hash=row["questionnaire_hash"],
            is_demonstration=row["is_demonstration"],
            country=Country(code=row["country_code"], name=row["country_name"]),
            reference_date=row["reference_date"],
            scope="full",
            node=row["node"],
            kind=row["kind"],
            score=Span(Fraction(row["score_low"]), Fraction(row["score_high"])),
            claimed=None if row["score_claimed"] is None else Fraction(row["score_claimed"]),
            level=None if row["level_low"] is None else LevelSpan(row["level_low"], row["level_high"]),
            coverage=Fraction(row["coverage"]),
        )
        yield {**row, "scope": "full", "json_text": line.as_json(), "csv_text": line.as_csv()}
