"""What happened to a story as a whole, on its page, in its picture, its JSON and its feed; and how it is watched."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from storage.archive import Store
from storage.follows import Follows
from tests.newsroom import NOW
from tests.watched import page as web_page
from tests.web.conftest import Tell, fire_lines
from tests.web.watching import TEXT, Watcher, content, failed, follow, life
from tracker.fetching.outcomes import Answer, Why
from tracker.follow import FollowState
from tracker.model import Show, Via

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def lived(store: Store) -> Store:
    """A story that was unpublished and came back with another text; of an outlet of which readers see changes."""
    life(Watcher(store))
    return store


def gone(address: str) -> Answer:
    return failed(address, Why.GONE, "The page is gone (410).", 410)


def unpublished(store: Store) -> None:
    """A story that stands no more."""
    watcher = Watcher(store)
    follow(store.database, "https://paper.example/news/2026/a-12345678")
    watcher.look(NOW - timedelta(hours=5), lambda address: content(address, web_page(*TEXT)))
    watcher.look(NOW - timedelta(hours=2), gone)
    watcher.look(NOW - timedelta(hours=1), gone)


def test_the_timeline_tells_that_a_story_was_unpublished_and_came_back(client: TestClient, lived: Store) -> None:
    page = client.get("/stories/1").text
    told = [page.index(said) for said in ("Version 3</a>", "Back: the page is there again", "Unpublished: two checks")]
    assert told == sorted(told)
    assert "(status 404)" in page
    assert "its text changed meanwhile" in page
    assert 'href="#v3">What changed across the gap' in page


def test_a_story_that_is_gone_says_so_above_its_last_text(client: TestClient, store: Store) -> None:
    unpublished(store)
    page = client.get("/stories/1").text
    assert "<strong>Unpublished.</strong>" in page
    assert "and not back since" in page
    assert "(status 410)" in page


def test_a_story_that_came_back_the_same_says_that(client: TestClient, store: Store) -> None:
    unpublished(store)
    Watcher(store).look(NOW, lambda address: content(address, web_page(*TEXT)))
    assert "Back: the page is there again; its text is the same as before." in client.get("/stories/1").text
    (back, was) = client.get("/stories/1.json").json()["events"]
    assert (back["event"], was["event"]) == ("back", "unpublished")
    assert back["since"] == was["seen_at"]


def test_the_picture_shows_the_gap_and_the_checks_without_a_text(client: TestClient, lived: Store) -> None:
    page = client.get("/stories/1").text
    assert 'class="gone"' in page
    assert page.count('class="miss"') >= 2
    assert "The story was unpublished once. 4 checks found no text." in page
    assert "Unpublished 21 Nov 2026, 12:12 UTC, back 22 Nov 2026, 07:00 UTC" in page


def test_looks_in_vain_are_told_by_reason_and_not_one_by_one(client: TestClient, store: Store) -> None:
    watcher = Watcher(store)
    follow(store.database, "https://paper.example/news/2026/a-12345678")
    watcher.look(NOW - timedelta(days=2), lambda address: content(address, web_page(*TEXT)))
    for hours in range(40):
        watcher.look(NOW - timedelta(hours=40 - hours), failed)
    page = client.get("/stories/1").text
    assert "40 checks folded away under this version" in page
    assert page.count("The page could not be fetched.") == 1
    assert "The last 40 checks failed." in page


def test_the_json_tells_events_with_addresses_that_lead_to_them(client: TestClient, lived: Store) -> None:
    story = client.get("/stories/1.json").json()
    back, was = story["events"]
    assert (back["version"], was["version"]) == (2, 2)
    assert was["url"].endswith(f"/stories/1?upto={was['moment']}#e{was['moment']}")
    assert f'id="e{was["moment"]}"' in client.get("/stories/1").text
    assert story["watch"]["checks"] == 11
    assert {aside["outcome"] for aside in story["asides"]} == {"content", "blocked", "gone"}


@pytest.mark.parametrize("path", ["/stories/1.atom", "/feed.atom"])
def test_the_feed_has_an_entry_for_each_event(client: TestClient, lived: Store, path: str) -> None:
    root = ElementTree.fromstring(client.get(path).content)
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(ids) == len(set(ids)) == 5
    assert [name.rpartition("/")[2] for name in ids if name.endswith(("/back", "/unpublished"))] == [
        "back",
        "unpublished",
    ]
    summaries = [entry.findtext(f"{ATOM}summary") or "" for entry in entries]
    assert any(said.startswith("Unpublished: two checks in a row") for said in summaries)
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)


def test_what_was_folded_as_noise_loses_its_text_in_an_excerpt_and_keeps_its_reason(
    client: TestClient, lived: Store
) -> None:
    for path in ("/stories/1", "/stories/1.json"):
        page = client.get(path).text
        assert "The page showed this text before" in page
        assert "Our harbour newsletter" not in page


def test_events_of_an_outlet_for_operators_reach_no_reader(client: TestClient, store: Store) -> None:
    life(Watcher(Store(store.database, show=Show.OPERATORS)))
    assert client.get("/stories/1").status_code == 404
    assert "Unpublished" not in client.get("/feed.atom").text


def test_the_foot_tells_how_often_a_story_was_looked_at_and_when_next(client: TestClient, lived: Store) -> None:
    page = client.get("/stories/1").text.replace("</time>", "")
    foot = page.split('class="watched">')[1].split("</p>")[0]
    assert foot.startswith("Looked at 11 times, last <time")
    assert ">12 minutes ago, next <time" in foot
    assert "or so." in foot


@pytest.mark.parametrize(
    ("state", "why", "said"),
    [
        (FollowState.LET_GO, "let go: no edit in 360 days", "Let go. No edit in 360 days."),
        (FollowState.PAUSED, "paused by an operator", "Paused: it is not looked at for now."),
        (FollowState.STOPPED, "stopped by an operator", "It is followed no longer."),
    ],
)
def test_the_foot_tells_that_a_story_is_not_looked_at(
    client: TestClient, lived: Store, state: FollowState, why: str, said: str
) -> None:
    Follows(lived.database).set_state(1, state, why=why, now=NOW)
    assert said in client.get("/stories/1").text


@pytest.mark.parametrize(
    ("via", "said"),
    [(Via.IMPORT, "Not followed: it was imported"), (Via.PUSH, "Not followed: another program sends what it sees.")],
)
def test_the_foot_tells_that_a_story_is_not_followed(client: TestClient, tell: Tell, via: Via, said: str) -> None:
    tell(*fire_lines(), via=via)
    assert said in client.get("/stories/1").text
    assert client.get("/stories/1.json").json()["watch"] is None
