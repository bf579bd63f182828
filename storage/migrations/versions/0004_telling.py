"""Telling: the sentence of each update and how much it matters, kept with its version; the rank of a story."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns only: on SQLite a table made anew would lose its triggers. `rowback rebuild` fills them."""
    op.add_column("version", sa.Column("told", sa.Text(), nullable=False, server_default=""))
    for name in ("points", "rank"):
        op.add_column("version", sa.Column(name, sa.Float(), nullable=False, server_default="0"))
    op.add_column("version", sa.Column("substantive", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("story", sa.Column("rank", sa.Float(), nullable=False, server_default="0"))
    op.create_index("version_by_rank", "version", ["rank"])
    op.create_index("story_by_rank", "story", ["rank"])
