"""Each page makes the same number of SQL queries for few rows as for many."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from storage.database import Database
from tests.newsroom import line
from tests.web.conftest import Tell


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL statements that are run meanwhile, begin and rollback left out."""
    seen: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT", "DELETE")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


#: Every page, and the most queries that it may make.
PAGES = {
    "/": 6,
    "/?q=text": 6,
    "/stories/1": 7,
    "/stories/1.atom": 7,
    "/feed.atom": 6,
    "/stories/1@20261102T081000.000Z": 6,
    "/stories/1/20261102T080000.000Z..20261102T081000.000Z": 10,
    "/api/v1/stories": 6,
    "/api/v1/stories/1": 7,
    "/api/v1/stories/1/versions": 7,
    "/api/v1/outlets": 1,
    "/about": 1,
}


@pytest.mark.parametrize(("path", "most"), PAGES.items())
def test_a_page_makes_as_many_queries_for_2_rows_as_for_50(
    client: TestClient, database: Database, tell: Tell, path: str, most: int
) -> None:
    def counted() -> int:
        with statements(database.engine) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    tell(*(line(10 * n, f"Text {n}.", url=f"https://paper.example/{number}") for n in range(2) for number in range(2)))
    few = counted()
    tell(*(line(10 * n, f"Text {n}.", url=f"https://paper.example/{number}") for n in range(2) for number in range(50)))
    tell(*(line(10 * n, f"Text {n}.", url="https://paper.example/0") for n in range(2, 50)))
    assert few == counted() <= most
