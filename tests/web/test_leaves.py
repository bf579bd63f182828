"""A long timeline comes in leaves: light, in order, each version on one of them, and linked both ways."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from storage.archive import Store
from tests.newsroom import NOW, arrivals, at, line
from tracker.moments import moment
from web import leaves

VERSIONS = 47


@pytest.fixture
def long(store: Store) -> int:
    """A story of many versions, an hour apart."""
    lines = [line(60 * number, "The mill burns.", f"So it stands at hour {number}.") for number in range(VERSIONS)]
    store.record(arrivals(lines), kept_at=NOW)
    return 1


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="v(\d+)"', page)]


def target(page: str, rel: str) -> str | None:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return found[1] if found else None


def test_every_version_stands_on_one_leaf_newest_first(client: TestClient, long: int) -> None:
    seen, address = list[int](), f"/stories/{long}"
    while address:
        page = client.get(address).text
        assert len(numbers(page)) <= leaves.ROWS
        seen += numbers(page)
        address = target(page, "next") or ""
    assert seen == list(range(VERSIONS, 0, -1))


def test_a_leaf_leads_back_to_the_one_before_and_the_first_to_none(client: TestClient, long: int) -> None:
    first = client.get(f"/stories/{long}").text
    second = client.get(target(first, "next") or "").text
    third = client.get(target(second, "next") or "").text
    assert target(first, "prev") is None
    assert target(second, "prev") == f"/stories/{long}"
    assert numbers(client.get(target(third, "prev") or "").text) == numbers(second)


def test_a_leaf_begins_with_what_stood_at_its_moment_whatever_came_since(
    client: TestClient, long: int, tell: Callable[[bytes], None]
) -> None:
    address = f"/stories/{long}?upto={moment(at(60 * 20))}"
    before = numbers(client.get(address).text)
    assert before[0] == 21
    tell(line(60 * VERSIONS, "All is out."))
    assert numbers(client.get(address).text) == before


@pytest.mark.parametrize(("upto", "status"), [("19990101T000000.000Z", 404), ("yesterday", 400)])
def test_a_leaf_of_no_time_is_none(client: TestClient, long: int, upto: str, status: int) -> None:
    assert client.get(f"/stories/{long}?upto={upto}").status_code == status


def test_the_picture_stands_on_each_leaf_and_what_else_the_whole_story_tells_on_the_first(
    client: TestClient, long: int
) -> None:
    first = client.get(f"/stories/{long}").text
    second = client.get(target(first, "next") or "").text
    assert 'id="any-title"' in first
    assert 'id="any-title"' not in second
    assert first.count("<tbody>") > second.count("<tbody>") > 0
    assert len(re.findall(r'<rect x="[^"]+" width="[^"]+" y="0"', second)) == VERSIONS


def test_each_mark_leads_to_the_page_that_tells_its_version(client: TestClient, long: int) -> None:
    page = client.get(f"/stories/{long}").text
    for number in (1, 20, VERSIONS):
        found = re.search(rf'<a href="([^"]*)#v{number}"><title>', page)
        assert found
        assert f'<li id="v{number}"' in client.get(found[1] or f"/stories/{long}").text
