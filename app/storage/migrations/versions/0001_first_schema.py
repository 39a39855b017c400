"""The first schema: questionnaires, assessments, their entries, editions and results."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "questionnaire",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("questionnaire", sa.String(), sa.ForeignKey("questionnaire.hash"), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("mutation", sa.String(64), nullable=False, unique=True),
    )
    op.create_table(
        "entry",
        sa.Column("assessment", sa.String(), sa.ForeignKey("assessment.id"), primary_key=True),
        sa.Column("subject", sa.String(80), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("mutation", sa.String(64), nullable=False),
        sa.UniqueConstraint("assessment", "position", name="entry_position"),
        sa.UniqueConstraint("assessment", "mutation", "subject", name="entry_mutation"),
    )
    op.create_table(
        "edition",
        sa.Column("assessment", sa.String(), sa.ForeignKey("assessment.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("masked_hash", sa.String(64), nullable=False),
        sa.Column("finished_at", sa.String(24), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
    )
    op.create_table(
        "result",
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
            "node",
            "score_low",
            "score_claimed",
            "score_high",
            "level_low",
            "level_high",
            "coverage",
            "questionnaire_hash",
            "country_name",
            "reference_date",
        ],
    )
