"""How the watching goes, for people and for programs; and what a reader learns of it, which is nothing."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from storage.archive import Store
from storage.database import Database
from storage.follows import Follows
from tests.newsroom import NOW
from tests.watched import page
from tests.web.watching import HOST, STORY_AT, TEXT, Watcher, content, failed, follow, life
from tracker.fetching.manners import Pace
from tracker.settings import Settings
from web.app import create_app

BASE = "http://localhost:8000"


def test_readers_learn_that_it_lives_and_no_more(client: TestClient, store: Store) -> None:
    life(Watcher(store))
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/health").status_code == 401
    assert client.get("/api/v1/health").json()["error"]["code"] == "not_signed_in"


def test_a_rowback_that_follows_nothing_is_well(operator: TestClient) -> None:
    told = operator.get("/health.json").json()
    assert (told["status"], told["said"]) == ("ok", "Nothing is watched.")
    assert "none yet" in operator.get("/health").text


def test_what_is_due_for_long_while_nobody_looks_is_said_aloud(operator: TestClient, database: Database) -> None:
    follow(database, STORY_AT, f"{HOST}/news/2026/b-22222222", now=NOW - timedelta(hours=3))
    told = operator.get("/api/v1/health").json()
    assert (told["status"], told["due"], told["lag_seconds"]) == ("stopped", 2, 3 * 3600)
    assert "Nobody is looking: a look has been due for 3 hours." in operator.get("/health").text


def test_leases_are_told_with_who_holds_them(operator: TestClient, database: Database) -> None:
    follow(database, *(f"{HOST}/news/2026/b-2222222{n}" for n in range(3)), now=NOW - timedelta(hours=3))
    Follows(database).claim(NOW, limit=2, lease=timedelta(minutes=10), holder="desk:7")
    told = operator.get("/health.json").json()
    assert told["status"] == "behind"
    assert [(one["holder"], one["count"]) for one in told["leases"]] == [("desk:7", 2)]
    assert told["due"] == 1
    assert "desk:7" in operator.get("/health").text


def test_failures_are_told_by_outlet_with_the_last_problem(operator: TestClient, store: Store) -> None:
    follow(store.database, STORY_AT, f"{HOST}/news/2026/b-22222222", "https://other.example/c-1")
    watcher = Watcher(store)
    watcher.look(NOW - timedelta(hours=1), failed)
    watcher.look(
        NOW, lambda a: failed(a, reason="The certificate is wrong.") if "b-2" in a or "other" in a else failed(a)
    )
    told = operator.get("/health.json").json()
    assert told["failing"] == 3
    assert [(one["outlet"], one["count"]) for one in told["failures"]] == [("paper.example", 2), ("other.example", 1)]
    assert told["failures"][1]["problem"] == "The certificate is wrong."
    assert "The certificate is wrong." in operator.get("/health").text


def test_looks_are_counted_hour_by_hour(operator: TestClient, store: Store) -> None:
    life(Watcher(store))
    told = operator.get("/health.json").json()
    assert (told["last_hour"], told["last_day"]) == (1, 3)
    assert [(hour["found"], hour["failed"]) for hour in told["hours"] if hour["found"] + hour["failed"]] == [
        (0, 1),
        (1, 0),
        (1, 0),
    ]
    assert told["last_success_at"] == "2026-11-22T11:48:00Z"
    assert 'class="bar-good"' in operator.get("/health").text


def test_an_import_is_no_look(operator: TestClient, fire: int) -> None:
    assert operator.get("/health.json").json()["last_day"] == 0


@pytest.mark.parametrize("path", ["/health", "/health.json"])
def test_hosts_that_asked_to_be_left_alone_are_named(
    settings: Settings, database: Database, token: str, path: str
) -> None:
    pace = Pace()
    pace.hold("busy.example", 100.0, 600, "It asked for peace (429).")
    app = create_app(settings, database, clock=lambda: NOW, pace=pace, pace_clock=lambda: 160.0)
    with TestClient(app, base_url=BASE, headers={"authorization": f"Bearer {token}"}) as client:
        told = client.get(path).text
    assert "busy.example" in told
    assert "It asked for peace (429)." in told
    assert "9 minutes" in told or '"seconds":540.0' in told


def test_a_lease_that_ran_out_is_nobodys(operator: TestClient, database: Database) -> None:
    follow(database, STORY_AT, now=NOW - timedelta(hours=3))
    Follows(database).claim(NOW - timedelta(hours=1), limit=2, lease=timedelta(minutes=10), holder="desk:7")
    told = operator.get("/health.json").json()
    assert (told["leases"], told["due"]) == ([], 1)


def test_a_look_that_succeeds_ends_the_failing(operator: TestClient, store: Store) -> None:
    follow(store.database, STORY_AT)
    watcher = Watcher(store)
    watcher.look(NOW - timedelta(hours=2), failed)
    watcher.look(NOW - timedelta(hours=1), lambda address: content(address, page(*TEXT)))
    assert operator.get("/health.json").json()["failing"] == 0
