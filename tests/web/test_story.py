"""What only a whole story tells: figures, bursts, kinds with their reasons, notices, and changes without any."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.newsroom import line
from tests.web.conftest import Tell
from tracker.model import Show

API = "/api/v1/stories/1"
FAR = "Harbour Road is closed."


def toll(people: str, name: str = "Katherine Doyle") -> tuple[str, ...]:
    """A story that counts the dead and names who says so."""
    return (
        f"{people} people were killed in the fire at the mill on Monday, the fire brigade said.",
        f"The fire broke out at noon, said {name}, who leads the fire brigade of the town.",
        "Ferries will not run before Friday, the harbour master said in the afternoon.",
        FAR,
    )


NOTICE = "Correction: An earlier version of this article misstated the number of people killed. It was 11, not 12."


@pytest.fixture
def counted(tell: Tell) -> None:
    """A toll that rises twice, is corrected with a notice, then a name that changes without one."""
    told = [toll("Three"), toll("Five"), toll("12"), (*toll("11"), NOTICE), (*toll("11", "Catherine Doyle"), NOTICE)]
    tell(*(line(120 * place, *text, language="en") for place, text in enumerate(told)), show=Show.FULL)


def test_a_figure_is_followed_through_the_versions(client: TestClient, counted: None) -> None:
    (figure,) = client.get(f"{API}/figures").json()["items"]
    assert [step["value"] for step in figure["steps"]] == ["3", "5", "12", "11"]
    assert [step["version"] for step in figure["steps"]] == [1, 2, 3, 4]
    assert figure["toll"]
    assert "12 people were killed" in figure["steps"][2]["sentence"]
    assert client.get(API).json()["figures"] == [figure]


def test_the_page_draws_a_figure_and_lists_it_for_who_cannot_see(client: TestClient, counted: None) -> None:
    page = client.get("/stories/1").text
    assert 'id="figures-title"' in page
    assert 'class="steps-chart"' in page
    assert '<th scope="col">Value</th>' in page
    assert "12 people were killed" in page


def test_a_figure_in_an_excerpt_shows_only_sentences_that_changed(client: TestClient, tell: Tell) -> None:
    far = "Eight engines of the fire brigade came to the mill."
    first = (*toll("Three"), far)
    tell(
        *(line(60 * n, *text, language="en") for n, text in enumerate([first, (*toll("Five"), far)])), show=Show.CHANGES
    )
    (figure,) = client.get(f"{API}/figures").json()["items"]
    assert all("killed" in step["sentence"] for step in figure["steps"])
    assert far not in client.get(f"{API}/figures").text
    assert FAR not in client.get("/stories/1").text


def test_figures_of_a_hidden_story_are_not_there(client: TestClient, fire_hidden: int) -> None:
    assert client.get(f"{API}/figures").status_code == 404


def test_a_change_tells_its_kinds_and_why(client: TestClient, counted: None) -> None:
    (change,) = client.get(API).json()["entries"][3]["changes"]
    assert change["substantive"] is True
    assert "figure" in change["kinds"]
    assert any(why.startswith("figure: ") for why in change["why"])
    assert '<span class="chip">figure</span>' in client.get("/stories/1").text


def test_what_is_no_change_of_substance_is_folded(client: TestClient, tell: Tell) -> None:
    tell(
        line(0, *toll("Three")),
        line(
            60,
            *toll("Five")[:2],
            "The ferries will not run before Friday, the harbour master said in the afternoon.",
            FAR,
        ),
    )
    page = client.get("/stories/1").text
    assert "<summary>1 smaller edit</summary>" in page


def flags(client: TestClient, answer: str) -> list[dict[str, Any]]:
    return [flag for flag in client.get(API).json()["flags"] if flag["answer"] == answer]


def test_a_notice_is_linked_to_the_edit_that_it_speaks_of(client: TestClient, counted: None) -> None:
    story = client.get(API).json()
    (notice,) = story["notices"]
    assert (notice["kind"], notice["version"]) == ("correction", 4)
    assert [edit["version"] for edit in notice["edits"]] == [4]
    assert notice["seconds_from_mending"] == 0
    assert notice["seconds_from_error"] == 120 * 60
    (flag,) = flags(client, "acknowledged")
    change = story["entries"][1]["changes"][flag["change"]]
    assert "12" in change["old"]
    assert "What it mends had stood for 2 hours" in client.get("/stories/1").text


def test_a_change_without_a_notice_is_said_to_have_none_with_its_grounds(client: TestClient, counted: None) -> None:
    (flag,) = [flag for flag in flags(client, "silent") if flag["version"] == 5]
    assert flag["provisional"] is False
    assert "no correction, clarification or editor's note on it was found" in flag["grounds"]
    assert "stamp" in flag["stamp"]
    page = client.get("/stories/1").text
    assert '<span class="chip">No notice found</span>' in page
    assert "provisional" not in page


def test_for_a_day_it_is_provisional(client: TestClient, tell: Tell) -> None:
    told = [toll("Three"), toll("Three", "Catherine Doyle")]
    tell(*(line(28_800 + 120 * n, *text, language="en") for n, text in enumerate(told)), show=Show.FULL)
    (flag,) = flags(client, "silent")
    assert flag["provisional"] is True
    assert flag["provisional_until"] == "2026-11-23T10:00:00Z"
    assert "provisional until" in client.get("/stories/1").text


def test_versions_within_minutes_read_as_one_entry_that_opens(client: TestClient, tell: Tell) -> None:
    tell(line(0, *toll("Three")), line(60, *toll("Five")), line(65, *toll("Six")), show=Show.FULL)
    story = client.get(API).json()
    assert [len(episode["versions"]) for episode in story["episodes"]] == [2, 1]
    assert story["episodes"][0]["summary"].startswith("Two updates from 09:00 to 09:05 UTC")
    assert "three to six" in story["episodes"][0]["summary"]
    page = client.get("/stories/1").text
    assert "Versions 2 to 3" in page
    assert "The 2 versions one by one" in page


def test_a_headline_that_flips_is_one_episode(client: TestClient, tell: Tell) -> None:
    tell(*(line(60 + 10 * n, *toll("Three"), headline=f"Fire {n % 2} at mill") for n in range(5)), show=Show.FULL)
    episode = client.get(API).json()["episodes"][0]
    assert [(flip["turns"], flip["alternates"]) for flip in episode["flips"]] == [(4, True)]
