"""The change log for other people's pages: open to all origins where it must be, and nowhere else."""

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import T1, T2, T3
from tests.web.test_show import FAR, NEAR

OPEN = ["/embed.js", "/embed/stories/1.json", "/embed/stories/1"]
CLOSED = ["/", "/stories/1", "/stories/1.json", "/stories/1/embed", "/api/v1/stories", "/feed.json", "/static/embed.js"]


@pytest.mark.parametrize("path", OPEN)
def test_what_is_to_be_embedded_may_be_used_from_anywhere(client: TestClient, fire: int, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"].startswith("public, max-age=")
    assert "set-cookie" not in response.headers
    again = client.get(path, headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, "*")


@pytest.mark.parametrize("path", CLOSED)
def test_nothing_else_is_open_to_other_origins(client: TestClient, fire: int, path: str) -> None:
    headers = client.get(path, headers={"origin": "https://evil.example"}).headers
    assert "access-control-allow-origin" not in headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_framed_page_may_be_framed_and_do_little_else(client: TestClient, fire: int) -> None:
    policy = client.get("/embed/stories/1").headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "unsafe" not in policy


def test_the_log_has_each_version_with_its_change(client: TestClient, fire: int) -> None:
    log = client.get("/embed/stories/1.json").json()
    assert [entry["title"] for entry in log["entries"]] == ["Version 3", "Version 2", "Version 1"]
    assert log["entries"][1]["url"] == f"http://127.0.0.1:8000/stories/1/{T1}..{T2}"
    assert ["-", "Three"] in [
        [sign, text.strip()] for each in log["entries"][1]["passages"] for sign, text in each["words"]
    ]
    assert log["entries"][2]["told"] == "First seen."
    assert f"/{T2}..{T3}" in client.get("/embed/stories/1").text
    assert "<del>" in client.get("/embed/stories/1").text


def test_the_words_around_the_log_are_in_the_language_of_the_address(client: TestClient, fire: int) -> None:
    assert client.get("/de/embed/stories/1.json").json()["spoken"] == "de"
    english = client.get("/embed/stories/1.json", headers={"accept-language": "de"})
    assert english.json()["spoken"] == "en"


@pytest.mark.parametrize("path", OPEN[1:])
def test_an_excerpt_is_embedded_as_an_excerpt_even_for_an_operator(
    operator: TestClient, client: TestClient, fire_excerpt: int, path: str
) -> None:
    for asker in (operator, client):
        page = asker.get(path).text
        assert NEAR in page
        assert FAR not in page


@pytest.mark.parametrize("path", OPEN[1:])
def test_what_is_for_operators_only_is_not_embedded_for_anybody(
    operator: TestClient, client: TestClient, fire_hidden: int, path: str
) -> None:
    assert operator.get(path).status_code == client.get(path).status_code == 404


def test_a_story_has_a_page_with_what_to_copy(client: TestClient, fire: int) -> None:
    page = client.get("/stories/1/embed").text
    assert "&lt;rowback-changes story=&#34;1&#34; src=&#34;http://127.0.0.1:8000&#34;&gt;" in page
    assert "&lt;script async src=&#34;http://127.0.0.1:8000/embed.js&#34;&gt;" in page
    assert "&lt;iframe src=&#34;http://127.0.0.1:8000/embed/stories/1&#34;" in page
    assert client.get("/stories/9/embed").status_code == 404
