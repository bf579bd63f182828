"""The front page kept fresh: the list by itself, asked for again and again; edits made in one go as one."""

from datetime import timedelta
from itertools import pairwise

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from storage.database import Database
from tests.newsroom import MORNING, NOW, line
from tests.web.conftest import BASE, T2, Tell
from tracker.episodes import BURST_LONGEST, BURST_WITHIN, bursts
from tracker.settings import Settings
from web.app import create_app

LIST = "/updates/fragment"


def test_the_list_by_itself_is_the_list_of_the_page(client: TestClient, fire: int) -> None:
    page, part = client.get("/?kind=figure").text, client.get(f"{LIST}?kind=figure").text
    assert f'data-key="1@{T2}"' in part
    assert "<html" not in part
    assert part.strip() in page


def test_who_has_the_list_gets_nothing_again_however_late(settings: Settings, database: Database, fire: int) -> None:
    now = [NOW]
    app: FastAPI = create_app(settings, database, clock=lambda: now[0])
    with TestClient(app, base_url=BASE) as client:
        tag = client.get(LIST).headers["etag"]
        assert tag.removeprefix("W/").strip('"') in client.get("/").text
        now[0] += timedelta(hours=5)
        assert client.get(LIST, headers={"if-none-match": tag}).status_code == 304


def test_a_new_update_makes_another_list(client: TestClient, fire: int, tell: Tell) -> None:
    tag = client.get(LIST).headers["etag"]
    tell(line(99, "Nine people were hurt in a fire at the mill."))
    assert client.get(LIST, headers={"if-none-match": tag}).status_code == 200


def test_edits_made_in_one_go_stand_together_on_the_front_page(client: TestClient, tell: Tell) -> None:
    tell(*(line(10 * n, f"In all {n + 2} people were hurt.") for n in range(4)))
    page = client.get("/").text
    assert "3 updates from" in page
    assert "/stories/1/20261102T080000.000Z..20261102T083000.000Z" in page
    tell(*(line(60 * n, f"In all {n + 2} died.", url="https://other.example/a") for n in range(4)))
    assert "updates from" not in client.get("/?outlet=other.example").text


@given(st.lists(st.integers(1, 90), max_size=30))
def test_bursts_part_all_edits_and_keep_within_their_bounds(gaps: list[int]) -> None:
    times = [MORNING + timedelta(minutes=sum(gaps[:n])) for n in range(len(gaps))]
    found = bursts(times)
    assert [place for group in found for place in group] == list(range(len(times)))
    for group in found:
        assert times[group[-1]] - times[group[0]] <= BURST_LONGEST
        assert all(times[after] - times[before] <= BURST_WITHIN for before, after in pairwise(group))


@pytest.mark.parametrize("path", ["/", LIST])
def test_an_empty_front_page_is_calm(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200
