"""The pictures of a story: its life on a line of time, the headline ladder, charts, and what changed last above all."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import MORNING, line
from tests.web.conftest import Tell
from tracker.kinds.model import Kind
from tracker.ledger import Ledger, Step
from tracker.model import Change, Op, Part, Show
from web import charts, families
from web.axis import Axis
from web.families import SHAPES, Family

MILL = "Three people were hurt in a fire at the mill. The cause is not known."


def body(*kinds: Kind, substantive: bool = True, minor: bool = False) -> Change:
    return Change(part=Part.BODY, op=Op.CHANGED, kinds=list(kinds), substantive=substantive, minor=minor)


@pytest.mark.parametrize(
    ("changes", "kind", "family"),
    [
        ([body(Kind.ADDITION), body(Kind.WORDING, Kind.FIGURE)], Kind.FIGURE, Family.FACT),
        ([body(Kind.FIGURE, substantive=False), body(Kind.REMOVAL)], Kind.REMOVAL, Family.MORE),
        ([body(Kind.FIGURE, minor=True)], None, Family.WORDS),
        ([body()], None, Family.WORDS),
        ([], None, Family.WORDS),
    ],
)
def test_a_version_has_the_colour_of_its_weightiest_kind_of_substance(
    changes: list[Change], kind: Kind | None, family: Family
) -> None:
    assert families.weightiest(changes) == kind
    assert families.family(kind) == family


def test_each_family_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(Family)


def test_the_page_says_what_changed_last_before_its_pictures(client: TestClient, tell: Tell) -> None:
    tell(line(0, MILL), line(20, MILL.replace("Three", "Five"), "The road is closed."), show=Show.FULL)
    page = client.get("/stories/1").text
    latest = page.split('class="latest"')[1].split("</section>")[0]
    assert "umber of injured raised from three to five" in latest
    assert "Five" in latest.split("<ins>")[1]
    assert page.index('class="latest"') < page.index('class="strip"')


def test_a_headline_that_turned_last_is_shown_marked_and_not_told_twice(client: TestClient, tell: Tell) -> None:
    tell(line(0, MILL), line(20, MILL.replace("Three", "Five"), headline="Five hurt at mill"), show=Show.FULL)
    latest = client.get("/stories/1").text.split('class="latest"')[1].split("</section>")[0]
    assert "part-headline" in latest
    assert "Headline changed" not in latest
    assert "raised from three to five" in latest


def test_a_story_that_has_not_changed_has_nothing_last(client: TestClient, tell: Tell) -> None:
    tell(line(0, MILL))
    assert 'class="latest"' not in client.get("/stories/1").text


def test_a_table_of_the_same_stands_behind_the_picture(client: TestClient, fire: int) -> None:
    page = client.get("/stories/1").text
    marks = re.findall(r'<a href="(#v\d+)"><title>Version \d+ · [^<]+</title>', page)
    rows = re.findall(r'<tr><th scope="row"><a href="(#v\d+)">', page)
    assert marks == rows[::-1] == ["#v1", "#v2", "#v3"]


def test_marks_have_shape_and_words_beside_colour(client: TestClient, fire: int) -> None:
    picture = client.get("/stories/1").text.split('class="strip"')[1].split("</figure>")[0]
    assert '<use href="#f-fact"/>' in picture
    assert '<use href="#f-note"/>' in picture
    assert "· figure ·" in picture
    assert "figure, name or time" in picture
    assert ">H</text>" in picture


def test_the_publishers_stamps_stand_on_a_row_of_their_own(client: TestClient, tell: Tell) -> None:
    stamped = {"published_at": "2026-11-02T07:41:00Z"}
    tell(line(0, MILL, **stamped), line(20, "All is out.", modified_at="2026-11-02T08:15:00Z", **stamped))
    page = client.get("/stories/1").text
    assert "Publisher’s stamp: published 2 Nov 2026, 07:41 UTC" in page
    assert "updated 2 Nov 2026, 08:15 UTC" in page


def test_very_many_versions_are_fewer_marks_that_say_so(client: TestClient, tell: Tell) -> None:
    tell(*(line(60 * n, MILL, f"Hour {n} brought {n} calls.") for n in range(150)), show=Show.FULL)
    picture = client.get("/stories/1").text.split('class="strip"')[1].split("</figure>")[0]
    assert picture.count("<use") <= 62
    assert re.search(r"<title>Versions \d+ to \d+ · ", picture)


def test_a_headline_that_comes_back_is_one_rung_with_two_bars(client: TestClient, tell: Tell) -> None:
    titles = ("Fire at mill", "Mill burns", "Fire at mill")
    tell(*(line(30 * n, MILL, f"Note {n}.", headline=title) for n, title in enumerate(titles)), show=Show.FULL)
    ladder = client.get("/stories/1").text.split('id="ladder-title"')[1].split("</ol>")[0]
    top, below = re.split(r"<li\b", ladder)[1:]
    assert (top.count("<rect"), below.count("<rect")) == (2, 1)
    assert "flipped, back once" in top
    assert "Mill burns" in below.replace('<span class="said">', "").replace("</span>", "")


def ledger(values: list[int]) -> Ledger:
    steps = [
        Step(value, str(value), "", n, MORNING + timedelta(hours=n), None)  # type: ignore[arg-type]
        for n, value in enumerate(values)
    ]
    return Ledger("people killed", "", "killed", tuple(steps), None)


@given(st.lists(st.integers(-1000, 10**6), min_size=3, max_size=80))
def test_a_chart_stays_in_its_frame_and_its_labels_apart(values: list[int]) -> None:
    last = MORNING + timedelta(hours=len(values))
    drawn = charts.chart(ledger(values), Axis([MORNING, last]), last, "UTC")
    assert all(0 <= x <= charts.WIDE and 0 <= y <= charts.TALL for x, y in drawn.dots)
    texts = [label.text for label in drawn.labels]
    assert str(values[-1]) in texts
    spots = {(label.x, label.y) for label in drawn.labels}
    assert len(spots) == len(drawn.labels)
