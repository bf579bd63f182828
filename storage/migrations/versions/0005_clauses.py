"""Clauses: the sentence of each version as plain data beside its English, so that it can be told in any language."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column only; versions kept before are told in English until `rowback rebuild` fills it."""
    clauses = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("version", sa.Column("telling", clauses, nullable=False, server_default="[]"))
