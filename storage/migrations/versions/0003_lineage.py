"""Lineage: every text that a sentence had for a time, and the order of the sentences in each version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Add two derived tables; a story's rows are made when its next version comes, or by a rebuild."""
    op.create_table(
        "wording",
        sa.Column("born_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since_id", sa.Integer(), nullable=False),
        sa.Column("until_id", sa.Integer(), nullable=True),
        sa.Column("came", sa.Text(), nullable=False),
        sa.Column("sources", _JSON, nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.Column("spans", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["born_id"], ["capture.id"]),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"]),
        sa.ForeignKeyConstraint(["since_id"], ["capture.id"]),
        sa.ForeignKeyConstraint(["until_id"], ["capture.id"]),
        sa.PrimaryKeyConstraint("born_id", "place", "ordinal"),
    )
    op.create_index("wording_by_key", "wording", ["story_id", "key"])
    op.create_index("wording_by_end", "wording", ["story_id", "until_id"])
    op.create_table(
        "arrangement",
        sa.Column("capture_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("runs", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"]),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"]),
        sa.PrimaryKeyConstraint("capture_id"),
    )
    op.create_index("ix_arrangement_story_id", "arrangement", ["story_id"])
