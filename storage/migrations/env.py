"""Alembic's environment: the connection is handed in by storage.migrations; types are written out plainly."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel

from storage import tables


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """A column type as plain SQLAlchemy, so that a migration needs no code of ours and never changes with it."""
    if kind != "type":
        return False
    if isinstance(item, tables.Word):
        return "sa.Text()"
    if isinstance(item, sa.JSON):
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    if isinstance(item, sa.TypeDecorator) and isinstance(item.impl_instance, sa.DateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=render_item,
    render_as_batch=True,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
