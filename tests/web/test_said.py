"""The search over all that was ever said: from when until when, removed only, paged, and as far as `show` allows."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import line
from tests.web.conftest import Tell
from tracker.model import Show
from web.said import LONGEST, marked

KILLED = "Three people were killed in the fire."
POLICE = "Police said that the cause was not known."


def words(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def ask(client: TestClient, query: str) -> Any:
    """The answer of the API."""
    return client.get(f"/api/v1/said?{query}").json()


@pytest.fixture
def two(tell: Tell) -> None:
    """A story that took a sentence out, and another that still says it."""
    tell(line(0, KILLED, POLICE), line(40, POLICE), show=Show.FULL)
    tell(line(9, KILLED, url="https://paper.example/other", headline="Other fire"), show=Show.FULL)


def test_a_story_that_said_so_tells_from_when_until_when(client: TestClient, two: None) -> None:
    page = words(client.get("/said?q=killed").text)
    assert "Says it no more said from 2 Nov 2026, 08:00 UTC until 2 Nov 2026, 08:40 UTC" in page
    assert "Still says so since 2 Nov 2026, 08:09 UTC" in page
    assert "until version 2" in page


def test_only_what_was_removed_is_found_on_demand(client: TestClient, two: None) -> None:
    page = client.get("/said?q=killed&removed=1").text
    assert "Other fire" not in page
    assert "Says it no more" in page
    assert [item["standing"] for item in ask(client, "q=killed&removed=1")["items"]] == [False]


def test_what_was_asked_for_is_marked_and_links_to_its_life(client: TestClient, two: None) -> None:
    page = client.get("/said?q=%22WERE+killed%22").text
    assert "Three people <mark>were killed</mark> in the fire." in page
    assert 'href="/stories/1/threads/1.1"' in page


def test_the_api_gives_texts_with_their_times(client: TestClient, two: None) -> None:
    still, gone = ask(client, "q=killed")["items"]
    assert (still["standing"], still["until"]) == (True, None)
    (text,) = gone["texts"]
    assert (text["text"], text["since"]["version"], text["until"]["version"]) == (KILLED, 1, 2)
    assert text["until"]["first_seen_at"] == "2026-11-02T08:40:00Z"
    assert text["url"].endswith(f"/stories/{gone['story']['id']}/threads/{text['thread']}")


def test_an_excerpt_shows_what_an_edit_touched_and_counts_the_rest(client: TestClient, tell: Tell) -> None:
    tell(line(0, KILLED, "Nobody else was killed there."), line(9, "Nobody else was killed there."), show=Show.CHANGES)
    page = client.get("/said?q=killed").text
    assert "Three people were" in page
    assert "Nobody else" not in page
    assert "1 sentence more holds these words and never changed" in words(page)
    assert sorted(text["text"] for text in ask(client, "q=killed")["items"][0]["texts"]) == ["", KILLED]


def test_the_pages_follow_one_another_without_a_gap(client: TestClient, tell: Tell) -> None:
    tell(*(line(n, f"{KILLED} {n}", url=f"https://paper.example/{n}") for n in range(35)), show=Show.FULL)
    first = client.get("/said?q=killed").text
    (more,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get(more.replace("&amp;", "&")).text
    assert (first.count('<article class="card"'), second.count('<article class="card"')) == (30, 5)
    assert "Back to the first" in second
    seen, address = [], "/api/v1/said?q=killed&limit=10"
    while address:
        page = client.get(address).json()
        seen += [item["story"]["id"] for item in page["items"]]
        address = (page["next"] or "").removeprefix("http://127.0.0.1:8000")
    assert seen == list(range(35, 0, -1))


def test_of_a_story_with_many_texts_those_that_stand_and_went_last_are_shown(client: TestClient, tell: Tell) -> None:
    tell(*(line(n, f"{n} people were killed in the fire.") for n in range(9)), show=Show.FULL)
    page = client.get("/said?q=killed").text
    assert [n for n in range(9) if f"{n} people" in page] == [5, 6, 7, 8]
    assert "And 5 more texts of this story." in page
    assert len(ask(client, "q=killed")["items"][0]["texts"]) == 9


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "Which stories used to say so, and until when?"),
        ("q=+%22%22+", "Which stories used to say so, and until when?"),
        ("q=volcano", "No story ever said so"),
        ("q=volcano&removed=1", "No story took this out"),
        ("q=killed&offset=500", "The list ends here"),
    ],
)
def test_each_empty_answer_says_what_it_is(client: TestClient, two: None, query: str, told: str) -> None:
    page = client.get(f"/said?{query}")
    assert page.status_code == 200
    assert told in page.text


@pytest.mark.parametrize("query", ["q=" + "x" * 201, "q=x&offset=-1", "q=x&offset=99999999", "q=x&removed=perhaps"])
def test_what_cannot_be_asked_is_a_clear_error(client: TestClient, query: str) -> None:
    assert client.get(f"/said?{query}").status_code == 422
    assert client.get(f"/api/v1/said?{query}").json()["error"]["code"] == "invalid"


def test_the_search_for_what_stands_leads_to_what_was_said(client: TestClient, two: None) -> None:
    assert 'href="/said"' in client.get("/stories").text
    page = client.get("/?q=volcano").text
    assert 'href="/said?q=volcano"' in page
    assert 'href="/said?q=volcano&amp;removed=1"' in page


@given(st.text(max_size=900), st.lists(st.text(min_size=1, max_size=4), max_size=4))
def test_a_marked_text_is_a_stretch_of_the_text(text: str, terms: list[str]) -> None:
    pieces = marked(text, terms)
    shown = "".join(piece for piece, _ in pieces)
    assert len(shown) <= LONGEST + 4
    assert shown.removeprefix("… ").removesuffix(" …") in text or shown in text


def test_a_long_text_is_cut_around_what_was_asked_for() -> None:
    pieces = marked(f"{'before ' * 90}THE mill{' behind' * 90}", ["the mill"])
    assert ("THE mill", True) in pieces
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == (" …", False)
