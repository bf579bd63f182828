"""Each page makes the same number of SQL queries for few rows as for many."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from storage.archive import Store
from storage.database import Database
from storage.follows import Follows
from tests.newsroom import NOW, line
from tests.watched import page
from tests.web.conftest import Tell
from tests.web.watching import TEXT, Watcher, content, failed, follow
from tracker.fetching.outcomes import Answer, Why
from tracker.follow import FollowKind


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
    "/": 7,
    "/updates/fragment?show=all": 6,
    "/?kind=figure&part=body&outlet=paper.example&time=week": 7,
    "/stories": 6,
    "/?q=text": 6,
    "/stories/1": 14,
    "/stories/1?since=20261102T080000.000Z": 13,
    "/stories/1.atom": 10,
    "/feed.atom": 8,
    "/feed.json": 8,
    "/stories/1/feed.json": 10,
    "/outlets/paper.example.atom": 9,
    "/updates.atom?show=all&kind=wording": 7,
    "/stories.atom?q=text": 8,
    "/said.atom?q=text": 3,
    "/stories/1@20261102T081000.000Z": 7,
    "/stories/1/20261102T080000.000Z..20261102T081000.000Z": 12,
    "/stories/1@20261102T081000.000Z.png": 7,
    "/stories/1/20261102T080000.000Z..20261102T081000.000Z.png": 16,
    "/stories/1/embed": 10,
    "/embed/stories/1": 10,
    "/embed/stories/1.json": 10,
    "/stories/1/changes.csv": 10,
    "/stories/1/versions.csv": 10,
    "/outlets/paper.example/changes.json": 8,
    "/updates.csv?show=all": 5,
    "/stories.csv?q=text": 6,
    "/said.csv?q=text": 4,
    "/api/v1/stories": 6,
    "/api/v1/stories/1": 12,
    "/api/v1/stories/1/versions": 10,
    "/api/v1/stories/1/figures": 10,
    "/api/v1/updates": 5,
    "/api/v1/outlets": 1,
    "/api/v1/outlets/paper.example": 12,
    "/outlets": 2,
    "/outlets/paper.example": 13,
    "/stories/1/blame": 8,
    "/stories/1/blame@20261102T081000.000Z": 8,
    "/stories/1/threads/1.1": 8,
    "/stories/1/flow": 8,
    "/api/v1/stories/1/flow": 8,
    "/said?q=text": 4,
    "/said?q=text&removed=1": 4,
    "/api/v1/stories/1/blame": 8,
    "/api/v1/said?q=text": 4,
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


#: Every operators' page about watching, and the most queries that it may make, the token's own two included.
WATCHING = {
    "/follows": 5,
    "/follows?failing=1&q=story&outlet=paper": 5,
    "/follows/1": 14,
    "/follows/51": 14,
    "/follows/new": 2,
    "/health": 9,
    "/stories/1": 15,
    "/feed.atom": 9,
    "/api/v1/follows": 5,
    "/api/v1/follows/1": 3,
    "/api/v1/health": 9,
}


def a_day(watcher: Watcher, hours: int, count: int) -> None:
    """So many stories of several outlets, looked at hour by hour: edits, failures, gone and back."""
    sites = [f"https://paper{n % 5}.example/news/2026/story-{n:08}" for n in range(count)]
    follow(watcher.follows.database, *sites, now=NOW - timedelta(days=9))
    for hour in range(hours):

        def answer(address: str, hour: int = hour) -> Answer:
            if address.endswith("1"):
                return failed(address)
            gone = hour % 5 in (2, 3)
            return failed(address, Why.GONE, "Gone.", 404) if gone else content(address, page(*TEXT, f"Hour {hour}."))

        watcher.look(NOW - timedelta(days=3) + timedelta(hours=hour), answer)


@pytest.mark.parametrize("path", WATCHING)
def test_a_page_about_watching_makes_as_many_queries_for_2_follows_as_for_50(
    operator: TestClient, database: Database, store: Store, path: str
) -> None:
    def counted() -> int:
        with statements(database.engine) as seen:
            assert operator.get(path).status_code == 200
        return len(seen)

    watcher = Watcher(store)
    a_day(watcher, 3, 2)
    follow(database, *(f"https://lists.example/{n}.xml" for n in range(48)), kind=FollowKind.FEED)
    follow(database, "https://lists.example/last.xml", kind=FollowKind.FEED)
    counted()  # The first request of a token writes down when it was used.
    few = counted()
    Follows(database).claim(NOW, limit=9, lease=timedelta(minutes=9), holder="desk:1")
    a_day(watcher, 7, 12)
    assert few == counted() <= WATCHING[path]
