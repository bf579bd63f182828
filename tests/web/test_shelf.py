"""Pages kept for the next reader: only while nothing has changed, and never an operator's page for a reader."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from storage.archive import Store
from storage.database import Database
from tests.newsroom import NOW, line
from tests.web.conftest import T1, T2, Tell
from tests.web.test_counts import statements
from tracker.model import Deed, Show
from web import shelf
from web.shelf import Kept, Shelf


def kept(body: bytes = b"page", state: tuple[int, int] = (1, 0)) -> Kept:
    """A page as it is kept."""
    return Kept(state, NOW, body, {"etag": shelf.etag(body)})


def test_a_page_is_made_once_while_nothing_changes(client: TestClient, fire: int, database: Database) -> None:
    first = client.get("/stories/1").text
    with statements(database.engine) as seen:
        assert client.get("/stories/1").text == first
    assert len(seen) == 1


def test_a_new_capture_is_seen_at_once(client: TestClient, fire: int, tell: Tell) -> None:
    client.get("/stories/1")
    tell(line(99, "All is out."))
    assert "All is out." in client.get("/stories/1").text


def test_a_decision_takes_effect_at_once(client: TestClient, fire: int, store: Store) -> None:
    assert client.get(f"/stories/1@{T1}").status_code == 200
    store.decide("paper.example", Deed.SHOW, Show.OPERATORS, made_by="test", made_at=NOW)
    assert client.get(f"/stories/1@{T1}").status_code == 404


def test_a_reader_never_gets_an_operators_page(client: TestClient, operator: TestClient, fire_excerpt: int) -> None:
    assert "Harbour Road" in operator.get(f"/stories/1@{T1}").text
    assert "Harbour Road" not in client.get(f"/stories/1@{T1}").text
    assert "Harbour Road" in operator.get(f"/stories/1@{T1}").text


@pytest.mark.parametrize(
    "path", ["/", "/stories/1", f"/stories/1@{T1}", f"/stories/1/{T1}..{T2}", "/about", "/stories/1.json"]
)
def test_a_browser_that_has_the_page_gets_nothing_again(client: TestClient, fire: int, path: str) -> None:
    tag = client.get(path).headers["etag"]
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304
    assert client.get(path, headers={"if-none-match": f'"x", W/{tag.removeprefix("W/")}'}).status_code == 304
    assert client.get(path, headers={"if-none-match": '"x"'}).status_code == 200


def test_a_page_is_not_given_out_for_another_state_or_too_late() -> None:
    pages = Shelf()
    pages.put("/", kept())
    assert pages.get("/", (1, 0), NOW) is not None
    assert pages.get("/", (2, 0), NOW) is None
    assert pages.get("/", (1, 1), NOW) is None
    assert pages.get("/", (1, 0), NOW + shelf.LONGEST) is None
    assert pages.get("/", (1, 0), NOW - timedelta(seconds=1)) is None


def test_the_shelf_is_bounded_and_drops_what_is_least_asked_for() -> None:
    pages = Shelf()
    third = b"x" * (shelf.ROOM // 3)
    for address in "abc":
        pages.put(address, kept(third))
    pages.get("a", (1, 0), NOW)
    pages.put("d", kept(third))
    assert [pages.get(address, (1, 0), NOW) is not None for address in "abcd"] == [True, False, True, True]


def test_a_page_larger_than_the_shelf_is_not_kept() -> None:
    pages = Shelf()
    pages.put("a", kept(b"x" * (shelf.ROOM + 1)))
    assert pages.get("a", (1, 0), NOW) is None
