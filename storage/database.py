"""The database: two doors, one to read and one to write, on SQLite or PostgreSQL alike."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlmodel import Session, SQLModel

from tracker.errors import BadSetting, StoreFailed

__all__ = ["Database", "Session", "insert_rows"]

#: How long a writer waits for another one, in seconds: an import's batch takes well under one.
WAIT_SECONDS = 60

#: The advisory lock that makes PostgreSQL's writers take turns, as SQLite's do. Any number that nothing else uses.
WRITER_LOCK = 7_210_457_113

_WRITES = "rowback_writes"

#: Under this name every session carries how much each kind of change matters (tracker.weight.Weights).
WEIGHTS = "weights"


class Database:
    """One engine and its two doors. Nothing commits outside `write`; a block that raises leaves nothing behind."""

    def __init__(self, url: str, *, weights: object = None) -> None:
        """`weights` say how much each kind of change matters to what is derived here; None for the usual ones."""
        try:
            self.url = make_url(url)
        except (ArgumentError, ValueError) as error:
            raise BadSetting(f"ROWBACK_DATABASE_URL: it is no database address ({error})") from error
        self._info = {WEIGHTS: weights}
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(url, self.is_sqlite)
        self._writer = self.engine.execution_options(**{_WRITES: True})
        # SQLite's transactions see one state as they are; PostgreSQL's do only when asked to.
        self._reader = (
            self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one consistent state and writes nothing. Raises StoreFailed when it can't be read."""
        with (
            _failures("could not be read"),
            Session(self._reader, expire_on_commit=False, autoflush=False, info=self._info) as session,
        ):
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that alone may write, committed at the end of the block. Raises StoreFailed when it can't be."""
        with (
            _failures("did not take the write; nothing of it was kept"),
            Session(self._writer, expire_on_commit=False, info=self._info) as session,
            session.begin(),
        ):
            if not self.is_sqlite:
                session.connection().execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    @property
    def name(self) -> str:
        """The database's address with any password hidden, as it may be printed."""
        return self.url.render_as_string(hide_password=True)


@contextmanager
def _failures(what: str) -> Iterator[None]:
    """Turn the failures of a database or disk into StoreFailed; what would be a fault of ours stays as it is."""
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise
    except DBAPIError as error:
        raise StoreFailed(f"the database {what}: {cause(error)}") from error


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns, in one statement and past the mapper.

    As a mapped class, rows that leave different columns empty are parted into statements of their own, and each value
    is looked up once more: that takes longer than the diff.
    """
    if rows:
        session.connection().execute(inspect(table).local_table.insert(), list(rows))


def cause(error: DBAPIError) -> str:
    """What the database itself said."""
    return str(error.orig).strip() or type(error.orig).__name__


def _engine(url: str, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _: Any) -> None:
    # The driver's own BEGIN would be deferred, and a deferred writer loses to "database is locked".
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    _to_wal(connection)


def _to_wal(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; the switch ignores busy_timeout, so another process may make it fail meanwhile."""
    for attempt in range(200):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if attempt == 199:
                raise
            # An empty immediate transaction waits, by busy_timeout, for whoever holds the file.
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
