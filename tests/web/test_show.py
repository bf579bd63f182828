"""How much of other people's text each door shows: pages, JSON, feeds, diffs and search, at each level."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.newsroom import line
from tests.web.conftest import T1, T2, T3, Tell
from tracker.model import Show

#: A sentence of the story that never changes and stands next to none that does, until the notice comes.
FAR = "Harbour Road is closed."
NEAR = "The cause is not known."
#: The life of the far sentence: born in the first capture, behind the headline, the standfirst and two sentences.
FAR_THREAD = "1.4"

API = "/api/v1/stories/1"
#: Every address at which a story's text could stand.
DOORS = [
    "/",
    "/stories/1",
    "/stories/1.json",
    "/stories/1.atom",
    "/feed.atom",
    "/feed.json",
    f"/stories/1?since={T1}",
    "/updates/fragment?show=all",
    "/stories/1/embed",
    "/stories/1/changes.csv",
    "/stories/1/changes.json",
    "/stories/1/versions.csv",
    "/outlets/paper.example/changes.csv",
    "/stories.json",
    "/stories/1/feed.json",
    "/outlets/paper.example.atom",
    "/updates.atom?show=all",
    "/stories.atom?q=road",
    "/said.atom?q=road",
    f"/stories/1@{T1}",
    f"/stories/1@{T1}.json",
    f"/stories/1@{T2}",
    f"/stories/1@{T2}.json",
    f"/stories/1/{T1}..{T2}",
    f"/stories/1/{T1}..{T2}?view=side",
    f"/stories/1/{T1}..{T2}?only=changes",
    f"/stories/1/{T1}..{T2}.json",
    f"/stories/1/{T1}..{T1}",
    f"/stories/1/{T1}..{T1}.json",
    "/api/v1/stories",
    "/stories",
    "/?show=all",
    "/updates.json",
    "/api/v1/updates?show=all",
    "/outlets/paper.example",
    "/outlets/paper.example.json",
    API,
    f"{API}/versions",
    f"{API}/figures",
    f"{API}/versions/{T1}",
    f"{API}/versions/{T2}",
    f"{API}/diff/{T1}..{T2}",
    f"{API}/diff/{T1}..{T2}/quotation",
    f"/stories/1/{T1}..{T2}/quotation",
    f"/stories/1/{T1}..{T2}?fine=all",
    "/stories/1/blame",
    "/stories/1/blame.json",
    f"/stories/1/blame@{T1}",
    f"/stories/1/blame@{T2}.json",
    "/stories/1/flow",
    "/stories/1/flow.json",
    f"{API}/flow",
    f"/stories/1/threads/{FAR_THREAD}",
    f"/stories/1/threads/{FAR_THREAD}.json",
    "/said?q=road",
    "/said.json?q=road",
    f"{API}/blame",
    f"{API}/blame/{T1}",
    f"{API}/threads/{FAR_THREAD}",
    "/api/v1/said?q=road",
]
#: Those that name a story's address.
OWN = [door for door in DOORS if "stories/1" in door]


@pytest.mark.parametrize("door", DOORS)
def test_an_excerpt_shows_nothing_far_from_a_change(client: TestClient, fire_excerpt: int, door: str) -> None:
    response = client.get(door)
    assert response.status_code == 200
    assert FAR not in response.text


@pytest.mark.parametrize("door", [f"/stories/1@{T1}", f"/stories/1/{T1}..{T2}", f"{API}/versions/{T1}"])
def test_in_full_all_the_text_is_there(client: TestClient, fire: int, door: str) -> None:
    assert FAR in client.get(door).text


@pytest.mark.parametrize("door", ["/stories/1", "/stories/1.atom", f"/stories/1@{T2}", f"/stories/1/{T1}..{T2}", API])
def test_an_excerpt_shows_what_changed_with_one_sentence_of_context(
    client: TestClient, fire_excerpt: int, door: str
) -> None:
    page = client.get(door).text
    assert "Three" in page
    assert "Five" in page
    assert NEAR in page


def test_a_version_in_excerpt_says_why_the_rest_is_not_shown(client: TestClient, fire_excerpt: int) -> None:
    page = client.get(f"/stories/1@{T2}").text
    assert "so only what this version changed is shown here" in page
    assert "Five hurt at mill" in page
    assert "A road is closed" not in page


@pytest.mark.parametrize("door", OWN)
def test_for_operators_only_is_for_readers_as_if_it_did_not_exist(
    client: TestClient, fire_hidden: int, door: str
) -> None:
    hidden = client.get(door)
    absent = client.get(door.replace("stories/1", "stories/2"))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("story 1", "story 2").replace("stories/1", "stories/2") == absent.text


@pytest.mark.parametrize(
    "door",
    [
        "/",
        "/?q=mayor",
        "/said?q=mayor",
        "/api/v1/said?q=mayor",
        "/feed.atom",
        "/stories.atom?q=mayor",
        "/said.atom?q=mayor",
        "/api/v1/stories",
        "/api/v1/outlets",
    ],
)
def test_for_operators_only_is_in_no_list(client: TestClient, fire_hidden: int, door: str) -> None:
    page = client.get(door).text
    assert "hurt at mill" not in page
    assert "The Paper" not in page


@pytest.mark.parametrize("ending", ["", ".json"])
def test_the_page_of_an_outlet_for_operators_only_is_as_if_it_did_not_exist(
    client: TestClient, fire_hidden: int, ending: str
) -> None:
    hidden, absent = client.get(f"/outlets/paper.example{ending}"), client.get(f"/outlets/paper.nowhere{ending}")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("paper.example", "paper.nowhere") == absent.text


@pytest.mark.parametrize("door", DOORS)
def test_an_operator_sees_everything(operator: TestClient, fire_hidden: int, door: str) -> None:
    response = operator.get(door)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "private, no-store"


def test_an_operator_reads_the_whole_text_of_an_excerpted_outlet(operator: TestClient, fire_excerpt: int) -> None:
    assert FAR in operator.get(f"/stories/1@{T1}").text


def strings(value: object) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def test_an_excerpted_diff_keeps_its_form_and_says_what_it_is(client: TestClient, fire_excerpt: int) -> None:
    diff = client.get(f"{API}/diff/{T1}..{T3}").json()
    assert diff["format"] == "rowback-diff/1"
    assert diff["excerpt"] is True
    for pair in diff["pairs"]:
        assert all(0 <= place < len(diff["old"]["sentences"]) for place in pair["old"])
        assert all(0 <= place < len(diff["new"]["sentences"]) for place in pair["new"])
    assert FAR not in " ".join(strings(diff))
    assert diff["old"]["standfirst"] == ""


def test_a_whole_diff_joins_to_the_text(client: TestClient, fire: int) -> None:
    diff = client.get(f"{API}/diff/{T1}..{T2}").json()
    assert diff["excerpt"] is False
    assert FAR in "".join(sentence["text"] for sentence in diff["old"]["sentences"])


def test_typography_that_turns_on_every_line_does_not_bare_the_text(client: TestClient, tell: Tell) -> None:
    plain = [f'"Secret number {n}," she said, "stays secret here."' for n in range(9)]
    curly = [text.replace('"', "”") for text in plain]
    tell(line(0, *plain), line(20, *curly), line(40, *curly, "One more line."), show=Show.CHANGES)
    for door in ("/stories/1", API, "/stories/1.atom", "/stories/1/20261102T080000.000Z..20261102T084000.000Z"):
        assert "Secret number 3" not in client.get(door).text


def test_the_excerpt_of_a_removed_text_is_still_an_excerpt(client: TestClient, tell: Tell) -> None:
    told = [f"Sentence number {n} stands here." for n in range(9)]
    tell(line(0, *told), line(20, *told[:4], *told[5:]), show=Show.CHANGES)
    page = client.get("/stories/1").text
    assert "Sentence number 4" in page
    assert "Sentence number 3" in page
    assert "Sentence number 1" not in page
    assert "Sentence number 7" not in json.dumps(client.get(API).json())
