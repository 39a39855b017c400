"""Result rows carry their scope and the texts in which they are handed out; lists are read in their order.

All results before were of full assessments.
The texts are those of this program: a later one that words them otherwise renews them all.
"""

from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.assessment.assessment import Country
from app.core.method.scoring import LevelSpan, Span
from app.storage.result_line import ResultLine

revision = "0002"
down_revision = "0001"

_AT_ONCE = 1000
_OLD: tuple[sa.Column[Any], ...] = (
    sa.Column("assessment", sa.String(), sa.ForeignKey("assessment.id"), primary_key=True),
    sa.Column("edition", sa.Integer(), primary_key=True),
    sa.Column("place", sa.Integer(), primary_key=True),
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
    op.create_index("assessment_newest", "assessment", ["created_at"])
    op.create_index("edition_finished", "edition", ["finished_at"])
    op.drop_index("result_aggregate", "result")
    op.rename_table("result", "result_before")
    if op.get_context().dialect.name == "postgresql":
        # There the name of a key is one in the whole schema.
        op.execute("ALTER TABLE result_before RENAME CONSTRAINT result_pkey TO result_before_pkey")
    result = op.create_table("result", *_OLD, *_NEW)
    before = sa.table("result_before", *(sa.column(one.name, one.type) for one in _OLD))
    rows = op.get_bind().execute(
        sa.select(before).order_by(before.c.assessment, before.c.edition, before.c.place)
    )
    for some in rows.mappings().partitions(_AT_ONCE):
        op.get_bind().execute(sa.insert(result), [_full(row) for row in some])
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


def _full(row: Any) -> dict[str, Any]:
    line = _line(row)
    return {**row, "scope": line.scope, "json_text": line.as_json(), "csv_text": line.as_csv()}


def _line(row: Any) -> ResultLine:
    return ResultLine(
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
