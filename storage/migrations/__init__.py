"""How the database's layout came to be, step by step; applied on start, under a lock, after a backup."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.database import WRITER_LOCK, Database, cause
from tracker.errors import StoreFailed


def migrate(database: Database, *, backups: Path | None = None) -> Path | None:
    """Bring a database to the newest layout. Several processes may call it at once; one does the work.

    A SQLite file that has data is copied into `backups` first; the copy's path is returned, None when none was made.
    Raises StoreFailed when the database cannot be opened or was written by a newer Rowback.
    """
    try:
        with database.engine.execution_options(rowback_writes=True).connect() as connection:
            return _migrate(database, connection, backups)
    except DBAPIError as error:
        raise StoreFailed(f"the database {database.name} cannot be opened: {cause(error)}") from error


def _migrate(database: Database, connection: Connection, backups: Path | None) -> Path | None:
    if database.is_sqlite:
        # Alembic's batch mode makes a table anew by dropping it, and with foreign keys on that drops its children.
        _pragma(connection, "PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            if not database.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
            return _upgrade(database, connection, backups)
    finally:
        if database.is_sqlite:
            _pragma(connection, "PRAGMA foreign_keys = ON")


def _pragma(connection: Connection, statement: str) -> None:
    """Run a PRAGMA outside any transaction, where alone it works."""
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    raw.execute(statement)


def _upgrade(database: Database, connection: Connection, backups: Path | None) -> Path | None:
    config = _config(connection)
    script = ScriptDirectory.from_config(config)
    here, newest = MigrationContext.configure(connection).get_current_revision(), script.get_current_head()
    if here == newest:
        return None
    if here is not None and here not in {revision.revision for revision in script.walk_revisions()}:
        raise StoreFailed(f"the database {database.name} was written by a newer Rowback; update this one")
    copy = _copy(database, connection, backups, here or "empty") if backups and _has_data(connection) else None
    command.upgrade(config, "head")
    if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreFailed("the migration would have left rows without what they refer to; nothing was changed")
    return copy


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _has_data(connection: Connection) -> bool:
    if "capture" not in inspect(connection).get_table_names():
        return False
    return connection.execute(text("SELECT 1 FROM capture LIMIT 1")).first() is not None


def _copy(database: Database, connection: Connection, backups: Path, revision: str) -> Path | None:
    """Copy a SQLite file as it was last committed; the migration's own transaction holds writers off meanwhile."""
    if not database.is_sqlite or not database.url.database or database.url.database == ":memory:":
        return None
    backups.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = backups / f"before-migration-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite"
    source = sqlite3.connect(database.url.database)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    return target
