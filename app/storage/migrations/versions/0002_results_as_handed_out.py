"""Result rows carry their scope and the texts in which they are handed out; lists are read in their order.

The texts are those of the program that runs: the rows go, the hashes of the masked copies become empty, and
`app/services/renewing.py` makes both again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_COLUMNS: tuple[sa.Column[Any], ...] = (
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
    sa.Column("scope", sa.String(5), nullable=False),
    sa.Column("json_text", sa.Text(), nullable=False),
    sa.Column("csv_text", sa.Text(), nullable=False),
)


def upgrade() -> None:
    op.create_index("assessment_newest", "assessment", ["created_at"])
    op.create_index("edition_finished", "edition", ["finished_at"])
    op.drop_index("result_aggregate", "result")
    op.drop_table("result")
    op.create_table("result", *_COLUMNS)
    op.execute("UPDATE edition SET masked_hash = ''")
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
