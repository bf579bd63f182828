"""Watching: what is looked at again and again, a story's addresses, lessons of an outlet's pages, facts of a fetch."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Add tables and columns. No table is made anew, which on SQLite would drop the triggers that guard it."""
    _add_tables()
    _add_derived()
    _add_columns()
    _append_only("lesson")
    op.execute(
        "INSERT INTO address (address, key, id_key, story_id, seen_at, why) "
        "SELECT chain.address, chain.address, '', chain.story_id, MIN(capture.kept_at), 'asked' "
        "FROM chain JOIN capture ON capture.chain_id = chain.id GROUP BY chain.id, chain.address, chain.story_id"
    )


def _add_tables() -> None:
    op.create_table(
        "lesson",
        sa.Column("learnt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outlet_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("outlet_id", "kind", "value"),
    )
    op.create_table(
        "address",
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("id_key", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("address"),
    )
    op.create_index("ix_address_key", "address", ["key"])
    op.create_index("ix_address_id_key", "address", ["id_key"])
    op.create_index("ix_address_story_id", "address", ["story_id"])
    op.create_table(
        "follow",
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("outlet_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("rule", _JSON, nullable=False),
        sa.Column("listed_by", sa.Integer(), nullable=True),
        sa.Column("leased_by", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("stood_at", sa.Text(), nullable=False),
        sa.Column("raw_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"]),
        sa.ForeignKeyConstraint(["listed_by"], ["follow.id"]),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("story_id"),
    )
    op.create_index("follow_by_due", "follow", ["state", "due_at"])
    op.create_index("ix_follow_outlet_id", "follow", ["outlet_id"])
    op.create_index("ix_follow_listed_by", "follow", ["listed_by"])


def _add_derived() -> None:
    op.create_table(
        "standing",
        sa.Column("story_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("state", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("story_id"),
    )
    op.create_table(
        "sighting",
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("story_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outlet_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("places", _JSON, nullable=False),
        sa.Column("main", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"]),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"]),
        sa.PrimaryKeyConstraint("story_id"),
    )
    op.create_index("sighting_by_outlet", "sighting", ["outlet_id", "looked_at"])


def _add_columns() -> None:
    op.create_index("capture_by_kept_at", "capture", ["kept_at"])
    op.add_column("capture", sa.Column("facts", _JSON, nullable=False, server_default="{}"))
    op.add_column("verdict", sa.Column("event", sa.Text(), nullable=True))
    op.add_column("change", sa.Column("substantive", sa.Boolean(), nullable=True))
    op.add_column("change", sa.Column("why", _JSON, nullable=False, server_default="[]"))
    for name, other in (("capture_id", "capture.id"), ("lesson_id", "lesson.id")):
        column = sa.Column(name, sa.Integer(), sa.ForeignKey(other), nullable=True)
        op.add_column("decision", column, inline_references=True)
        op.create_index(f"ix_decision_{name}", "decision", [name])


def _append_only(table: str) -> None:
    """As in 0001: the database itself refuses to alter or delete a row."""
    for deed in ("UPDATE", "DELETE"):
        name = f"{table}_no_{deed.lower()}"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()")
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
