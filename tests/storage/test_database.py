"""The database: its two doors, its migrations, and what happens when it cannot write."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlmodel import SQLModel, select

from storage import migrations
from storage.archive import Store
from storage.database import Database
from storage.tables import Capture, Outlet, Version
from tests.newsroom import NOW, arrival, arrivals, line
from tracker import chain
from tracker.errors import BadSetting, StoreFailed


def in_threads(count: int, work: threading.Thread | object) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_writers_that_read_first_lose_nothing(store: Store) -> None:
    store.record([arrival(line(0, "A text."))], kept_at=NOW)

    def count_up() -> None:
        for _ in range(25):
            with store.database.write() as session:
                outlet = session.exec(select(Outlet)).one()
                outlet.name = str(int(outlet.name) + 1) if outlet.name.isdigit() else "1"

    in_threads(4, count_up)
    with store.database.read() as session:
        assert session.exec(select(Outlet.name)).one() == "100"


def test_threads_that_record_the_same_captures_keep_each_once_in_one_chain(store: Store) -> None:
    texts = arrivals([line(n, f"Text {n // 2}.") for n in range(30)])
    in_threads(3, lambda: [store.record([text], kept_at=NOW) for text in texts])
    with store.database.read() as session:
        assert len(session.exec(select(Capture)).all()) == 30
        assert len(session.exec(select(Version)).all()) == 15
    assert chain.verify(store).broken is None


def test_a_reader_sees_one_state_though_another_writes_meanwhile(store: Store) -> None:
    store.record([arrival(line(0, "A text."))], kept_at=NOW)
    with store.database.read() as session:
        before = len(session.exec(select(Outlet)).all())
        store.record([arrival(line(1, "A text.", url="https://other.example/a"))], kept_at=NOW)
        assert (before, len(session.exec(select(Capture)).all())) == (1, 1)


def test_a_malformed_address_of_a_database_names_its_setting() -> None:
    with pytest.raises(BadSetting, match="ROWBACK_DATABASE_URL"):
        Database("postgresql+psycopg://user@host:port/name")


def test_a_block_that_raises_leaves_nothing_behind(store: Store) -> None:
    def broken_off() -> None:
        with store.database.write() as session:
            session.add(Outlet(host="x.example", name="X"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    with store.database.read() as session:
        assert session.exec(select(Outlet)).all() == []


def test_several_processes_may_migrate_at_once(database_url: str) -> None:
    failures: list[Exception] = []

    def migrate() -> None:
        database = Database(database_url)
        try:
            migrations.migrate(database)
        except Exception as error:
            failures.append(error)
        finally:
            database.close()

    in_threads(6, migrate)
    assert failures == []


def test_the_migrations_lead_to_the_layout_of_the_tables(store: Store) -> None:
    found = inspect(store.database.engine)
    assert set(found.get_table_names()) == set(SQLModel.metadata.tables) | {"alembic_version"}
    for table in SQLModel.metadata.sorted_tables:
        assert {column["name"]: column["nullable"] for column in found.get_columns(table.name)} == {
            column.name: bool(column.nullable) for column in table.columns
        }
        assert {index["name"] for index in found.get_indexes(table.name) if not index["unique"]} == {
            index.name for index in table.indexes
        }


def test_a_database_of_a_newer_rowback_is_left_alone(store: Store) -> None:
    with store.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFailed, match="newer Rowback"):
        migrations.migrate(store.database)


def test_a_sqlite_file_with_data_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'rowback.sqlite'}")
    assert migrations.migrate(database, backups=tmp_path / "backups") is None
    Store(database).record([arrival(line(0, "A text."))], kept_at=NOW)
    assert migrations.migrate(database, backups=tmp_path / "backups") is None
    with database.write() as session:
        # As a layout before the first would look: nothing of alembic's, and all the data.
        session.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(StoreFailed):
        migrations.migrate(database, backups=tmp_path / "backups")
    (copy,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM capture").fetchone() == (1,)
    database.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Store]:
    """An archive on a disk that is nearly full."""
    database = Database(f"sqlite:///{tmp_path / 'rowback.sqlite'}")
    migrations.migrate(database)
    with database.read() as session:
        pages = int(session.execute(text("PRAGMA page_count")).scalar_one())
    database.close()
    small = Database(f"sqlite:///{tmp_path / 'rowback.sqlite'}")
    with small.engine.connect() as connection:
        connection.connection.dbapi_connection.execute(f"PRAGMA max_page_count = {pages + 8}")  # type: ignore[union-attr]
    yield Store(small)
    small.close()


def test_on_a_full_disk_the_write_fails_and_nothing_is_half_written(small: Store) -> None:
    small.record([arrival(line(0, "A short text."))], kept_at=NOW)
    noise = " ".join(f"{n * n * 7919:x}" for n in range(30_000))
    with pytest.raises(StoreFailed, match="full"):
        small.record([arrival(line(1, "Another short text.")), arrival(line(2, noise))], kept_at=NOW)
    with small.database.read() as session:
        assert len(session.exec(select(Capture)).all()) == 1
    assert chain.verify(small).broken is None


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "rowback.sqlite"
    path.write_bytes(b"not a database at all, only some text that stands here " * 40)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(StoreFailed, match=r"rowback\.sqlite"):
        migrations.migrate(database)
    database.close()


def test_the_password_of_a_database_is_never_printed() -> None:
    database = Database("postgresql+psycopg://user:secret@127.0.0.1:1/name")
    assert "secret" not in database.name
    with pytest.raises(StoreFailed) as raised:
        migrations.migrate(database)
    assert "secret" not in str(raised.value)
