"""How changes are laid out to be read: passages, paragraphs, and the picture over a timeline."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.newsroom import MORNING
from tracker.diffing import compare
from tracker.model import Block, Change, Document, Op, Part
from web import times
from web.axis import BEGIN, END, NAMED, Axis
from web.comparison import Paragraph, laid_out
from web.passages import foremost, passages

told = st.lists(
    st.lists(st.sampled_from([f"Sentence {n} says this." for n in range(9)]), min_size=1, max_size=3).map(" ".join),
    max_size=6,
)


def document(paragraphs: list[str]) -> Document:
    """A document of these paragraphs."""
    return Document(blocks=[Block(text=text) for text in paragraphs])


def sides(paragraphs: list[Paragraph]) -> tuple[str, str]:
    """Both texts, as the runs of a layout give them."""
    old = "".join(run.pair.old_text for paragraph in paragraphs for run in paragraph.old if run.pair)
    new = "".join(run.pair.new_text for paragraph in paragraphs for run in paragraph.new if run.pair)
    return old, new


@given(told, told, st.booleans())
@settings(deadline=None)
def test_a_layout_holds_each_text_once_and_in_order(old: list[str], new: list[str], side: bool) -> None:
    diff = compare(document(old), document(new))
    laid = laid_out(diff, document(old), document(new), only=False, side=side)
    left, right = sides(laid.paragraphs)
    assert right == diff.new_text()
    assert sorted(left) == sorted(diff.old_text())


@given(told, told)
@settings(deadline=None)
def test_every_anchor_is_named_once_and_every_link_leads_to_one(old: list[str], new: list[str]) -> None:
    laid = laid_out(compare(document(old), document(new)), document(old), document(new), only=False)
    runs = [run for paragraph in laid.paragraphs for run in paragraph.runs]
    anchors = [run.anchor for run in runs]
    assert len(anchors) == len(set(anchors))
    assert all(run.link in anchors for run in runs if run.link)


@given(told, told)
@settings(deadline=None)
def test_changes_only_loses_no_change_and_counts_what_it_leaves_out(old: list[str], new: list[str]) -> None:
    diff = compare(document(old), document(new))
    whole = laid_out(diff, document(old), document(new), only=False)
    thin = laid_out(diff, document(old), document(new), only=True)

    def changed(paragraphs: list[Paragraph]) -> list[str]:
        return [run.anchor for paragraph in paragraphs for run in paragraph.runs if run.pair and run.pair.differs]

    def told_of(paragraphs: list[Paragraph]) -> int:
        return sum(p.hidden + sum(run.hidden or 1 for run in p.runs) for p in paragraphs)

    assert changed(thin.paragraphs) == changed(whole.paragraphs)
    assert told_of(thin.paragraphs) == told_of(whole.paragraphs)


def change(text: str, before: str = "", after: str = "", op: Op = Op.ADDED) -> Change:
    """A sentence that was put in or taken out between two others."""
    sign = "-" if op is Op.REMOVED else "+"
    kept = {"old": text} if op is Op.REMOVED else {"new": text}
    return Change(part=Part.BODY, op=op, words=[[sign, text]], before=before, after=after, **kept)


def test_neighbouring_changes_stand_in_one_passage() -> None:
    (passage,) = passages([change("B.", "A.", "C."), change("C.", "B.", "D.")])
    assert [step.lead for step in passage.steps] == ["A.", ""]
    assert passage.after == "D."


def test_a_sentence_between_two_changes_is_shown_once() -> None:
    (passage,) = passages([change("B.", "A.", "C."), change("D.", "C.", "E.")])
    assert [step.lead for step in passage.steps] == ["A.", "C."]


def test_changes_far_apart_stand_in_two_passages() -> None:
    assert len(passages([change("B.", "A.", "C."), change("Y.", "X.", "Z.")])) == 2


def test_the_weightiest_passages_are_shown_in_reading_order() -> None:
    made = passages([change("word " * n, f"b{n}", f"a{n}") for n in (1, 9, 3, 7)])
    shown, more = foremost(made, most=2)
    assert [len(passage.steps[0].change.new) for passage in shown] == [45, 35]
    assert more == 2


@given(
    st.lists(st.integers(0, 10**7), min_size=2, max_size=60, unique=True), st.lists(st.integers(-5, 10**7), max_size=30)
)
@settings(deadline=None)
def test_every_instant_has_its_place_in_order_within_the_picture(points: list[int], others: list[int]) -> None:
    line = Axis(MORNING + timedelta(seconds=n) for n in points)
    assert line.places == sorted(line.places)
    assert abs(line.places[0] - BEGIN) + abs(line.places[-1] - END) < 0.2
    assert all(BEGIN <= stretch.start <= stretch.end <= END + 0.1 for stretch in line.quiet)
    found = [line.at(MORNING + timedelta(seconds=n)) for n in sorted(others)]
    assert found == sorted(found)
    assert all(BEGIN <= place <= END + 0.1 for place in found)


@given(
    st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)), st.sampled_from(["UTC", "Asia/Tokyo"])
)
@settings(deadline=None)
def test_a_line_of_any_length_names_days_months_or_years_that_do_not_touch(
    one: datetime, other: datetime, zone: str
) -> None:
    if one == other:
        return
    ticks = Axis([one, other]).ticks(zone)
    assert all(later.x - earlier.x >= NAMED for earlier, later in pairwise(ticks))
    assert len({tick.name for tick in ticks}) == len(ticks)


@pytest.mark.parametrize(
    ("length", "names"),
    [
        (timedelta(hours=3), []),
        (timedelta(days=3), ["6 Nov", "7 Nov", "8 Nov"]),
        (timedelta(days=100), ["Dec 2026", "Jan 2027"]),
        (timedelta(days=1200), ["2027", "2028", "2029"]),
    ],
)
def test_a_line_names_what_suits_its_length(length: timedelta, names: list[str]) -> None:
    begin = MORNING.replace(year=2026, month=11, day=5)
    assert [tick.name for tick in Axis([begin, begin + length]).ticks("UTC")] == names


def test_how_far_an_instant_is_is_told_both_ways() -> None:
    assert times.ago(MORNING, MORNING + timedelta(minutes=12)) == "12 minutes ago"
    assert times.ago(MORNING, MORNING) == "just now"
    assert times.ahead(MORNING + timedelta(hours=3), MORNING) == "in 3 hours"
    assert times.ahead(MORNING, MORNING) == "now"


zones = st.sampled_from(["UTC", "Asia/Kolkata", "Mars/Base", "", "America/Lima"])


@given(st.datetimes(timezones=st.just(UTC)), zones)
def test_any_instant_can_be_shown_in_any_zone(at: datetime, zone: str) -> None:
    assert times.stamp(at, zone)
    assert times.iso(at).endswith("Z")


def test_two_sides_of_a_clock_change_are_not_one_day() -> None:
    assert times.same_day(MORNING, MORNING + timedelta(hours=1), "Europe/London")
    night = MORNING.replace(month=10, day=25, hour=0, minute=30)
    assert not times.same_day(night, night + timedelta(hours=1), "Europe/London")


def test_a_span_is_told_in_its_largest_unit() -> None:
    assert times.span(timedelta(hours=8, minutes=15)) == "8 hours"
    assert times.span(timedelta(days=1)) == "1 day"
    assert times.span(timedelta(seconds=5)) == "under a minute"
