"""The history flow's page: its drawing, its words, and what it may show."""

import re

from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import line
from tests.tracker.test_lineage import document
from tests.web.conftest import FIRST, Tell
from tracker import lineage
from web import ribbons

NUMBER = re.compile(r"-?\d+")


def test_each_sentence_is_a_link_to_its_life_with_its_words_and_times(client: TestClient, fire: int) -> None:
    page = client.get("/stories/1/flow").text
    assert "<title>“Harbour Road is closed.” Since version 1; it still stands.</title>" in page
    life = re.search(r'<a href="(/stories/1/threads/[^"]+)"><title>“Harbour', page)
    assert life is not None
    assert "Harbour Road is closed." in client.get(life[1]).text


def test_the_columns_stand_as_far_apart_as_the_versions_did(client: TestClient, fire: int) -> None:
    evenly, by_time = (client.get(f"/stories/1/flow{query}").text for query in ("", "?by=time"))
    places = [re.findall(r'<text x="([\d.]+)%"', page) for page in (evenly, by_time)]
    assert places[0][1] == "50.0"
    assert float(places[1][1]) < 50


def test_the_storys_page_has_the_picture_small_and_without_words(client: TestClient, fire: int) -> None:
    page = client.get("/stories/1").text
    assert 'class="flow flow-low"' in page
    assert 'href="/stories/1/flow"' in page


def test_a_story_of_one_version_has_no_small_picture(client: TestClient, tell: Tell) -> None:
    tell(line(0, "Fire at the mill."))
    assert "flow-low" not in client.get("/stories/1").text
    assert client.get("/stories/1/flow").status_code == 200


def test_an_excerpt_keeps_the_bands_and_loses_the_text(client: TestClient, fire_excerpt: int) -> None:
    page = client.get("/stories/1/flow").text
    assert "A sentence whose text is not shown. Since version 1; it still stands." in page
    assert FIRST[1] not in page
    told = client.get("/stories/1/flow.json").json()
    assert told["excerpt"] is True
    assert {sentence["text"] for sentence in told["sentences"]} >= {""}


def test_the_json_names_every_version_and_the_places_of_every_sentence(client: TestClient, fire: int) -> None:
    told = client.get("/api/v1/stories/1/flow").json()
    assert [version["version"] for version in told["versions"]] == [1, 2, 3]
    (road,) = [sentence for sentence in told["sentences"] if sentence["text"] == "Harbour Road is closed."]
    assert road["stays"] == [[0, 2]]


def test_a_story_that_is_not_there_has_no_flow(client: TestClient) -> None:
    assert client.get("/stories/9/flow").status_code == 404


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), min_size=1, max_size=8))
def test_every_ribbon_is_drawn_within_the_picture(versions: list[list[str]]) -> None:
    made = lineage.fold(enumerate((document(*(f"Sentence {name} stands." for name in names)) for names in versions), 1))
    drawn = ribbons.draw(made, height=300)
    assert list(drawn.at) == sorted(drawn.at)
    for ribbon in drawn.ribbons:
        for start in re.findall(r"M(\d+) (\d+)", ribbon.path):
            assert 0 <= int(start[0]) <= ribbons.WIDTH
            assert 0 <= int(start[1]) <= 300


def test_a_long_story_keeps_within_its_budget() -> None:
    sentences = [f"Sentence {n} says something of its own." for n in range(80)]
    versions = [sentences[n % 7 : 40 + n] + sentences[: n % 5] for n in range(40)]
    made = lineage.fold(enumerate((document(*texts) for texts in versions), 1))
    drawn = ribbons.draw(made, height=300, budget=8000)
    assert sum(len(ribbon.path) for ribbon in drawn.ribbons) <= 8000
    assert drawn.flow.left_out > 0
