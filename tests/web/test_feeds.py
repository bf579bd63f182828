"""The feeds: valid Atom, names that stay, the change inside, and nothing sent twice."""

import html
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from storage.archive import Store
from tests.newsroom import NOW, arrivals, line
from tests.web.conftest import T1, T2, Tell
from tests.web.feed_forms import ATOM as ATOM_SCHEMA
from tests.web.feed_forms import JsonFeed

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed.atom", "/stories/1.atom"]
ATOM_FEEDS = [
    *FEEDS,
    "/outlets/paper.example.atom",
    "/updates.atom?show=all",
    "/stories.atom?q=mill",
    "/said.atom?q=mill",
]
JSON_FEEDS = [
    "/feed.json",
    "/stories/1/feed.json",
    "/outlets/paper.example/feed.json",
    "/updates/feed.json?show=all",
    "/stories/feed.json?q=mill",
    "/said/feed.json?q=mill",
]


def parsed(client: TestClient, path: str) -> ET.Element:
    """A feed that must be there."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def texts(feed: ET.Element, name: str) -> list[str]:
    """What each entry has under a name."""
    return [entry.findtext(ATOM + name) or "" for entry in feed.iter(f"{ATOM}entry")]


@pytest.mark.parametrize("path", ATOM_FEEDS)
def test_an_atom_feed_fits_the_schema_and_names_itself(client: TestClient, lived: Store, path: str) -> None:
    found = etree.fromstring(client.get(path).content)
    assert ATOM_SCHEMA.validate(found), ATOM_SCHEMA.error_log
    assert len(found.findall(f"{ATOM}entry")) > 0
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links["self"] == f"http://127.0.0.1:8000{path}"
    assert client.get(str(links["alternate"])).status_code == 200


@pytest.mark.parametrize("path", JSON_FEEDS)
def test_a_json_feed_fits_its_form_and_names_itself(client: TestClient, lived: Store, path: str) -> None:
    response = client.get(path)
    assert response.headers["content-type"].startswith("application/feed+json")
    found = JsonFeed.model_validate_json(response.content)
    assert str(found.feed_url) == f"http://127.0.0.1:8000{path}"
    assert len({item.id for item in found.items}) == len(found.items) > 0


@pytest.mark.parametrize(("atom", "json"), list(zip(ATOM_FEEDS, JSON_FEEDS, strict=True)))
def test_both_formats_of_a_feed_have_the_same_entries(client: TestClient, lived: Store, atom: str, json: str) -> None:
    found = JsonFeed.model_validate_json(client.get(json).content)
    assert [item.id for item in found.items] == texts(parsed(client, atom), "id")
    assert [item.content_html for item in found.items] == [
        text.strip() for text in texts(parsed(client, atom), "content")
    ]


@pytest.mark.parametrize("page", ["/", "/?kind=figure", "/stories", "/stories?q=mill", "/outlets/paper.example"])
def test_a_page_names_its_feeds(client: TestClient, fire: int, page: str) -> None:
    found = re.findall(r'<link rel="alternate" type="([^"]+)" [^>]*href="([^"]+)"', client.get(page).text)
    assert len(found) == (2 if page == "/stories" else 4)
    for kind, address in found:
        assert client.get(html.unescape(address)).headers["content-type"].startswith(kind)


def test_a_feed_speaks_the_language_of_its_address(client: TestClient, fire: int) -> None:
    assert client.get("/de/stories/1/feed.json").json()["language"] == "de"
    english = client.get("/stories/1/feed.json", headers={"accept-language": "de"})
    assert english.json()["language"] == "en"


def test_an_update_feed_has_only_what_fits(client: TestClient, fire: int) -> None:
    figures = client.get("/updates/feed.json?kind=figure").json()["items"]
    assert [item["_rowback"]["moment"] for item in figures] == [T2]
    assert "figure" in figures[0]["tags"]
    assert client.get("/updates/feed.json?kind=quote").json()["items"] == []


def test_a_search_feed_has_the_changes_of_stories_that_hold_the_words(
    client: TestClient, fire: int, tell: Tell
) -> None:
    tell(line(0, "Of something else.", url="https://other.example/story"))
    assert len(client.get("/stories/feed.json?q=mayor").json()["items"]) == 3
    assert len(client.get("/stories/feed.json").json()["items"]) == 4
    assert len(client.get("/outlets/other.example/feed.json").json()["items"]) == 1


def test_a_search_for_what_was_said_tells_when_it_came_and_when_it_went(client: TestClient, fire: int) -> None:
    came, went = "/said/feed.json?q=three", "/said/feed.json?q=three&removed=1"
    both, gone = client.get(came).json()["items"], client.get(went).json()["items"]
    assert [item["summary"] for item in both] == ["It says so no more.", "It said so when it was first seen."]
    assert [item["id"] for item in gone] == [both[0]["id"]]
    assert "<del>Three people were hurt" in gone[0]["content_html"]
    assert client.get("/said/feed.json?q=people&removed=1").json()["items"] == []
    reworded = client.get("/said/feed.json?q=hurt").json()["items"]
    assert [item["_rowback"]["moment"] for item in reworded] == [T1]


def test_the_feed_of_what_was_said_shows_no_more_than_the_page(client: TestClient, fire_excerpt: int) -> None:
    (item,) = client.get("/said/feed.json?q=harbour").json()["items"]
    assert "Harbour Road" not in item["content_html"]
    assert "only what changed is shown" in item["summary"]


@pytest.mark.parametrize("path", FEEDS)
def test_every_version_has_a_name_of_its_own(client: TestClient, fire: int, tell: Tell, path: str) -> None:
    tell(line(0, "Text.", url="https://paper.example/other"))
    names = texts(parsed(client, path), "id")
    assert len(names) == len(set(names)) >= 3
    assert all(name.startswith("tag:127.0.0.1,2026:/stories/") for name in names)


def test_a_name_is_the_same_in_both_feeds_and_stays_when_a_late_import_renumbers(
    client: TestClient, fire: int, store: Store
) -> None:
    before = set(texts(parsed(client, "/stories/1.atom"), "id"))
    assert before <= set(texts(parsed(client, "/feed.atom"), "id"))
    store.record(arrivals([line(-30, "Earlier still.")]), kept_at=NOW)
    assert before < set(texts(parsed(client, "/stories/1.atom"), "id"))


def test_the_change_itself_is_inside(client: TestClient, fire: int) -> None:
    content = texts(parsed(client, "/stories/1.atom"), "content")[1]
    assert "<del>Three</del>" in content
    assert "<ins>Five</ins>" in content
    assert f"http://127.0.0.1:8000/stories/1/{T1}..{T2}" in content


class Tags(HTMLParser):
    """Which elements an HTML text has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)


def test_a_feed_entry_holds_only_harmless_html(client: TestClient, tell: Tell) -> None:
    tell(line(0, "A <script>alert(1)</script>\x01 line."), line(9, "A <img src=x onerror=alert(1)>\ufffe line. &amp;"))
    tags = Tags()
    for content in texts(parsed(client, "/stories/1.atom"), "content"):
        tags.feed(content)
    assert tags.found <= {"p", "b", "i", "a", "ins", "del", "time", "span"}


@pytest.mark.parametrize("path", [*ATOM_FEEDS, *JSON_FEEDS])
def test_a_reader_who_has_it_gets_nothing_again(client: TestClient, fire: int, path: str) -> None:
    first = client.get(path)
    by_tag = client.get(path, headers={"if-none-match": first.headers["etag"]})
    by_time = client.get(path, headers={"if-modified-since": first.headers["last-modified"]})
    for response in (by_tag, by_time):
        assert response.status_code == 304
        assert response.content == b""
        assert response.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    assert client.get(path, headers={"if-modified-since": "nonsense"}).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_a_new_version_makes_a_new_feed(client: TestClient, fire: int, tell: Tell, path: str) -> None:
    first = client.get(path).headers["etag"]
    tell(line(99, "All is out."))
    assert client.get(path, headers={"if-none-match": first}).status_code == 200


def test_a_feed_with_nothing_in_it_is_a_feed(client: TestClient) -> None:
    assert parsed(client, "/feed.atom").findtext(f"{ATOM}id") == "tag:127.0.0.1,2026:/feed"
