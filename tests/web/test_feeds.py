"""The feeds: valid Atom, names that stay, the change inside, and nothing sent twice."""

from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from storage.archive import Store
from tests.newsroom import NOW, arrivals, line
from tests.web.conftest import T1, T2, Tell

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed.atom", "/stories/1.atom"]


def parsed(client: TestClient, path: str) -> ET.Element:
    """A feed that must be there."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def texts(feed: ET.Element, name: str) -> list[str]:
    """What each entry has under a name."""
    return [entry.findtext(ATOM + name) or "" for entry in feed.iter(f"{ATOM}entry")]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_all_that_atom_asks(client: TestClient, fire: int, path: str) -> None:
    feed = parsed(client, path)
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(ATOM + name)
    for entry in feed.iter(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
        assert entry.find(f"{ATOM}content").get("type") == "html"  # type: ignore[union-attr]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://127.0.0.1:8000{path}"


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


@pytest.mark.parametrize("path", FEEDS)
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
