"""The API: shapes, pushing captures, exporting them, and that its description tells all of it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from storage.archive import Store
from tests.newsroom import line
from tests.web.conftest import T1, T2, T3, Tell, fire_lines

NDJSON = {"content-type": "application/x-ndjson"}
CAPTURES = "/api/v1/captures"


def push(client: TestClient, *raws: bytes, query: str = "") -> Any:
    """Send lines; the answer."""
    return client.post(CAPTURES + query, content=b"\n".join(raws), headers=NDJSON)


def test_stories_are_listed_with_what_changed(client: TestClient, fire: int) -> None:
    found = client.get("/api/v1/stories").json()
    assert found["next"] is None
    assert found["total"] == 1
    (story,) = found["items"]
    assert story["headline"] == "Five hurt at mill"
    assert story["versions"] == 3
    assert story["weightiest"]["role"] == "notice"
    assert story["outlet"]["host"] == "paper.example"


def test_the_next_page_is_an_address_that_works(client: TestClient, tell: Tell) -> None:
    tell(*(line(n, "Text.", url=f"https://paper.example/{n}") for n in range(5)))
    seen, address = [], "/api/v1/stories?limit=2"
    while address:
        page = client.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = (page["next"] or "").removeprefix("http://127.0.0.1:8000")
    assert seen == [5, 4, 3, 2, 1]


def test_a_story_tells_its_timeline(client: TestClient, fire: int) -> None:
    story = client.get("/api/v1/stories/1").json()
    assert [entry["moment"] for entry in story["entries"]] == [T3, T2, T1]
    assert story["checks"] == 5
    assert [turn["headline"] for turn in story["headlines"]] == ["Fire at mill", "Five hurt at mill"]
    assert [aside["finding"] for aside in story["asides"]] == ["minor"]
    assert story["entries"][1]["previous"] == T1
    assert story["entries"][0]["stated"] is True


def test_versions_are_items_newest_first(client: TestClient, fire: int) -> None:
    found = client.get("/api/v1/stories/1/versions").json()
    assert [item["number"] for item in found["items"]] == [3, 2, 1]


def test_a_version_tells_its_text_and_where_it_comes_from(client: TestClient, fire: int) -> None:
    version = client.get(f"/api/v1/stories/1/versions/{T2}").json()
    assert version["blocks"][1] == {"kind": "paragraph", "role": None, "text": "Harbour Road is closed."}
    assert (version["previous"], version["next"]) == (T1, T3)
    assert len(version["provenance"]["seal"]) == 64
    said = "Headline changed from “Fire at mill” to “Five hurt at mill”; number of injured raised from three to five."
    assert version["summary"] == said


def test_a_version_that_takes_the_text_back_names_the_one_it_takes_it_back_to(client: TestClient, tell: Tell) -> None:
    tell(line(0, "The mill burns."), line(9, "The mill stands."), line(20, "The mill burns."))
    version = client.get(f"/api/v1/stories/1/versions/{T2}").json()
    assert version["restores"] == T1
    assert version["summary"].startswith("Taken back to version 1")


def test_every_time_is_iso_8601_in_utc(client: TestClient, fire: int) -> None:
    def times(value: Any) -> Iterator[str]:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(item, dict | list):
                yield from times(item)
            elif isinstance(item, str) and str(key).endswith(("_at", "since", "until")):
                yield item

    found = list(times(client.get("/api/v1/stories/1").json()))
    assert len(found) > 10
    assert all(time.endswith("Z") and datetime.fromisoformat(time) for time in found)


@pytest.mark.parametrize(
    ("page", "api"),
    [
        ("/stories/1.json", "/api/v1/stories/1"),
        (f"/stories/1@{T2}.json", f"/api/v1/stories/1/versions/{T2}"),
        (f"/stories/1/{T1}..{T2}.json", f"/api/v1/stories/1/diff/{T1}..{T2}"),
        ("/stories/1/blame.json", "/api/v1/stories/1/blame"),
        (f"/stories/1/blame@{T2}.json", f"/api/v1/stories/1/blame/{T2}"),
        ("/stories/1/threads/1.2.json", "/api/v1/stories/1/threads/1.2"),
        ("/said.json?q=mayor", "/api/v1/said?q=mayor"),
    ],
)
def test_each_page_has_a_twin_in_json(client: TestClient, fire: int, page: str, api: str) -> None:
    assert client.get(page).json() == client.get(api).json()


def test_pushed_captures_are_kept_and_sending_them_again_adds_nothing(operator: TestClient, store: Store) -> None:
    first, again = push(operator, *fire_lines()), push(operator, *fire_lines())
    assert (first.status_code, first.json()) == (200, {"kept": 5, "known": 0, "errors": []})
    assert (again.status_code, again.json()) == (200, {"kept": 0, "known": 5, "errors": []})
    assert store.count() == 5


def test_a_bad_line_is_named_and_the_rest_is_kept(operator: TestClient, store: Store) -> None:
    response = push(operator, line(0, "One."), b"{", b"", line(9, "Two."), b"[]")
    assert response.status_code == 422
    told = response.json()
    assert told["error"]["code"] == "bad_lines"
    assert (told["kept"], [error["line"] for error in told["errors"]]) == (2, [2, 5])
    assert store.count() == 2


def test_a_time_without_a_zone_is_refused_unless_one_is_named(operator: TestClient) -> None:
    raw = line(0, "One.", seen_at="2026-11-02T08:00:00")
    assert push(operator, raw).status_code == 422
    assert push(operator, raw, query="?zone=Europe/Berlin").status_code == 200
    assert operator.get("/api/v1/stories").json()["items"][0]["first_seen_at"] == "2026-11-02T07:00:00Z"


def test_an_unknown_zone_is_refused(operator: TestClient) -> None:
    assert push(operator, line(0, "One."), query="?zone=Mars/Base").json()["error"]["code"] == "bad_input"


def test_only_lines_of_json_are_taken(operator: TestClient) -> None:
    response = operator.post(CAPTURES, content=line(0, "One."), headers={"content-type": "text/plain"})
    assert response.status_code == 415
    assert "error" in response.json()


def test_a_long_body_is_kept_batch_by_batch_whatever_its_chunks(operator: TestClient, store: Store) -> None:
    raws = [line(n, f"Text {n // 40}.", url="https://paper.example/long") for n in range(450)]
    body = b"\n".join(raws)
    chunks = (body[at : at + 7001] for at in range(0, len(body), 7001))
    response = operator.post(CAPTURES, content=chunks, headers=NDJSON)
    assert response.json() == {"kept": 450, "known": 0, "errors": []}
    assert store.count() == 450


def test_captures_that_were_pushed_say_so(operator: TestClient) -> None:
    push(operator, line(0, "One."))
    assert operator.get(f"/api/v1/stories/1/versions/{T1}").json()["provenance"]["via"] == "push"


def test_what_was_pushed_by_nobody_is_shown_as_its_outlets_default(operator: TestClient, client: TestClient) -> None:
    push(operator, line(0, "One."))
    assert client.get("/api/v1/stories/1").json()["excerpt"] is True


def test_an_export_pushed_again_gives_the_same_lines(operator: TestClient, fire: int) -> None:
    exported = operator.get("/api/v1/export")
    assert exported.headers["content-type"] == "application/x-ndjson"
    lines = exported.content.splitlines()
    assert [json.loads(raw)["seen_at"] for raw in lines] == [json.loads(raw)["seen_at"] for raw in fire_lines()]
    assert push(operator, *lines).status_code == 200


def test_outlets_are_listed_with_their_stories(client: TestClient, fire: int) -> None:
    (outlet,) = client.get("/api/v1/outlets").json()["items"]
    assert outlet == {
        "host": "paper.example",
        "name": "The Paper",
        "zone": "Europe/London",
        "show": "full",
        "stories": 1,
    }


def test_the_description_tells_every_endpoint_its_answers_and_its_errors(client: TestClient) -> None:
    told = client.get("/api/v1/openapi.json").json()
    operations = {(path, verb): tale for path, item in told["paths"].items() for verb, tale in item.items()}
    assert len(operations) >= 17
    for (path, _), tale in operations.items():
        assert tale["summary"], path
        assert tale["description"], path
        assert "422" in tale["responses"]
        (answer,) = tale["responses"]["200"]["content"].values()
        assert answer["schema"] != {}, path
        problem = tale["responses"]["404"]["content"]["application/json"]["schema"]["$ref"]
        assert problem.endswith("/Problem")
    assert "HTTPValidationError" not in json.dumps(told)
    assert told["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"


def test_every_answer_has_the_form_that_the_description_names(client: TestClient, fire: int) -> None:
    told = client.get("/api/v1/openapi.json").json()
    diff = client.get(f"/api/v1/stories/1/diff/{T1}..{T2}").json()
    schema = told["components"]["schemas"]["DiffAnswer"]
    assert set(schema["required"]) <= set(diff)
    assert set(told["components"]["schemas"]["DiffPair"]["required"]) <= set(diff["pairs"][0])
