"""A backup holds what is canonical and nothing else, in a form that any Rowback on any database can take back.

`rowback-backup/1` is a ZIP file: `format` (that word), a JSON Lines file for each canonical table, and each raw under
`raw/<digest>`. Tokens and the session secret are left out: a backup is no key. What is derived is derived again.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel, col, select

from storage import blobs, derive
from storage.archive import Store
from storage.tables import Address, Blob, Capture, Chain, Decision, Follow, Lesson, Outlet, Story
from tracker import model
from tracker.archive import Progress, silent
from tracker.errors import BadInput, NotFound, StoreFailed
from tracker.fetching.jsonlines import zone

FORMAT = "rowback-backup/1"

#: All that a damaged or altered file makes zipfile, zlib, json, pydantic, SQLAlchemy or the raws raise.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    EOFError,
    RuntimeError,
    ArithmeticError,
    SQLAlchemyError,
    NotFound,
)

#: Tables that backups of earlier releases do not have.
_LATER: tuple[type[SQLModel], ...] = (Lesson, Address, Follow)

#: In an order in which each row comes after those that it refers to.
_CANONICAL: tuple[type[SQLModel], ...] = (Outlet, Story, Chain, Capture, Lesson, Decision, Address, Follow)


def backup(store: Store, target: Path, *, progress: Progress = silent) -> int:
    """Write everything canonical to `target`, which must not exist yet; the number of captures.

    The file appears whole or not at all: it is written under another name first.
    """
    if target.exists():
        raise BadInput(f"{target} exists already; choose another name")
    partial = target.with_name(f"{target.name}.partial")
    try:
        with store.database.read() as session, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as file:
            count = _write(session, file, progress)
        partial.rename(target)
    except OSError as error:
        raise StoreFailed(f"{target} could not be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return count


def _write(session: Session, file: zipfile.ZipFile, progress: Progress) -> int:
    file.writestr("format", FORMAT)
    for table in _CANONICAL:
        with file.open(f"{table.__tablename__}.jsonl", "w", force_zip64=True) as lines:
            for row in _rows(session, table):
                lines.write(json.dumps(row.model_dump(mode="json")).encode() + b"\n")
    raws = blobs.Raws(session)
    for digest in session.exec(select(Blob.digest)).all():
        file.writestr(f"raw/{digest}", raws.get(digest))
        progress(1)
    return session.exec(select(func.count()).select_from(Capture)).one()


def _rows(session: Session, table: type[SQLModel]) -> Iterator[SQLModel]:
    key = table.__table__.c["id"]  # type: ignore[attr-defined]
    yield from session.exec(select(table).order_by(key).execution_options(yield_per=500))


def restore(store: Store, source: Path, *, progress: Progress = silent) -> int:
    """Take a backup into an empty database, all of it or nothing, and derive the rest; the number of captures.

    Raises BadInput when the file is no backup or the database holds captures already. Verify afterwards.
    """
    try:
        with zipfile.ZipFile(source) as file:
            if file.read("format").decode(errors="replace") != FORMAT:
                raise BadInput(f"{source} is not a {FORMAT}")
            with store.database.write() as session:
                return _take(session, file, progress)
    except _DAMAGE as error:
        why = str(error).partition("\n")[0]
        raise BadInput(f"{source} is not a whole Rowback backup ({why}); nothing was taken from it") from error
    except OSError as error:
        raise BadInput(f"{source} cannot be read: {error.strerror or error}") from error


def _take(session: Session, file: zipfile.ZipFile, progress: Progress) -> int:
    if session.exec(select(Outlet.id).limit(1)).first() is not None:
        raise BadInput("this database holds stories already; restore into an empty one")
    _take_raws(session, file, progress)
    names = set(file.namelist())
    for table in _CANONICAL:
        if f"{table.__tablename__}.jsonl" not in names and table in _LATER:
            continue
        with file.open(f"{table.__tablename__}.jsonl") as lines:
            for line in lines:
                row = table.model_validate(_fields(line))
                if isinstance(row, Outlet):
                    zone(row.zone)
                session.add(row)
        session.flush()
        _count_on(session, table)
    for story_id in session.exec(select(Story.id).order_by(col(Story.id))).all():
        derive.rederive(session, blobs.Raws(session), story_id or 0)
    return session.exec(select(func.count()).select_from(Capture)).one()


def _take_raws(session: Session, file: zipfile.ZipFile, progress: Progress) -> None:
    """Keep every raw that a capture names, each packed against the one before it in its chain."""
    raws = blobs.Raws(session)
    before: dict[int, str] = {}
    with file.open("capture.jsonl") as lines:
        for line in lines:
            capture = model.Capture.model_validate(_fields(line))
            if capture.raw_digest:
                name = raws.put(file.read(f"raw/{capture.raw_digest}"), before.get(capture.chain_id))
                before[capture.chain_id] = name
            progress(1)
    session.flush()


def _fields(line: bytes) -> dict[str, Any]:
    fields = json.loads(line)
    if not isinstance(fields, dict):
        raise BadInput("a row in the backup is not an object")
    return fields


def _count_on(session: Session, table: type[SQLModel]) -> None:
    """PostgreSQL hands out ids from a counter that knows nothing of rows written with their id: set it behind them."""
    if session.get_bind().dialect.name == "postgresql":
        name = table.__tablename__
        session.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT COALESCE(MAX(id), 1) FROM {name}))")  # noqa: S608
        )
