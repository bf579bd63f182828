"""The API's side of watching: list, follow, steer."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from storage.database import Database
from storage.follows import Follows
from tests.web.watching import FEED_AT, HOST, STORY_AT, follow

FOLLOWS = "/api/v1/follows"


def test_an_address_is_recognised_and_followed(operator: TestClient) -> None:
    told = operator.post(FOLLOWS, json={"address": STORY_AT}).json()
    assert told["said"].startswith("This is a story of")
    (one,) = told["items"]
    assert one["new"] is True
    assert (one["follow"]["kind"], one["follow"]["title"]) == ("story", "Fire at mill")
    assert operator.post(FOLLOWS, json={"address": STORY_AT}).json()["items"][0]["new"] is False


def test_an_address_with_a_kind_is_followed_without_asking(operator: TestClient, database: Database) -> None:
    wanted = {"address": f"{HOST}/elsewhere", "kind": "feed", "rule": {"any": ["fire"], "cap": 5}}
    (one,) = operator.post(FOLLOWS, json=wanted).json()["items"]
    assert one["follow"]["rule"]["any"] == ["fire"]
    ((_, found),) = Follows(database).listed()
    assert found.rule == {"any": ["fire"], "cap": 5}


def test_an_opml_address_gives_several(operator: TestClient) -> None:
    told = operator.post(FOLLOWS, json={"address": f"{HOST}/lists.opml"}).json()
    assert [one["follow"]["address"] for one in told["items"]] == [FEED_AT, "https://other.example/rss"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"address": "ftp://x"}, 400),
        ({"address": f"{HOST}/nowhere"}, 400),
        ({"address": STORY_AT, "kind": "poem"}, 422),
        ({"address": STORY_AT, "rule": {"address": "re:("}}, 422),
        ({"address": STORY_AT, "rule": {"colour": "red"}}, 422),
        ({}, 422),
        ([], 422),
    ],
)
def test_what_cannot_be_followed_is_an_error_in_the_one_shape(operator: TestClient, body: Any, status: int) -> None:
    response = operator.post(FOLLOWS, json=body)
    assert response.status_code == status
    assert set(response.json()) == {"error"}


def test_follows_are_listed_page_by_page_as_filtered(operator: TestClient, database: Database) -> None:
    follow(database, *(f"{HOST}/news/2026/story-{n:08}" for n in range(5)), "https://other.example/x-1")
    seen, address = [], f"{FOLLOWS}?outlet=paper&limit=2"
    while address:
        told = operator.get(address).json()
        assert told["total"] == 5
        seen += [item["id"] for item in told["items"]]
        address = (told["next"] or "").removeprefix("http://127.0.0.1:8000")
    assert seen == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(("steer", "state"), [("pause", "paused"), ("stop", "stopped"), ("resume", "watching")])
def test_a_follow_is_steered(operator: TestClient, database: Database, steer: str, state: str) -> None:
    follow(database, STORY_AT)
    assert operator.post(f"{FOLLOWS}/1/{steer}").json()["state"] == state
    assert operator.get(f"{FOLLOWS}/1").json() == operator.get("/follows/1.json").json()


def test_only_operators_may(client: TestClient, database: Database) -> None:
    follow(database, STORY_AT)
    assert client.get(FOLLOWS).status_code == 401
    assert client.post(FOLLOWS, json={"address": STORY_AT}).status_code == 401
    assert client.post(f"{FOLLOWS}/1/stop").status_code == 401


@pytest.mark.parametrize(("path", "status"), [("/9/stop", 404), ("/1/burn", 422), ("/x/stop", 404)])
def test_what_cannot_be_steered_is_an_error(operator: TestClient, database: Database, path: str, status: int) -> None:
    follow(database, STORY_AT)
    assert operator.post(FOLLOWS + path).status_code == status


def test_the_list_has_a_twin(operator: TestClient, database: Database) -> None:
    follow(database, STORY_AT)
    assert operator.get("/follows.json?kind=story").json() == operator.get(f"{FOLLOWS}?kind=story").json()
