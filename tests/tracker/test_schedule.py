"""When to look at a story again, and what an outlet's stories teach."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import MORNING, at
from tracker.errors import BadInput
from tracker.habits import Habits
from tracker.life import Life
from tracker.schedule import Bounds, next_check

NEVER = Habits()
BOUNDS = Bounds()
#: What the spread may add to or take from a wait.
SPREAD = 1.06


def life(minutes: float, *edits: tuple[float, float], **fields: object) -> Life:
    """A story published in the morning, edited in these intervals and last checked so many minutes later."""
    found = tuple((at(low), at(high)) for low, high in edits)
    return replace(Life(born_at=MORNING, checked_at=at(minutes), edits=found, checks=len(edits) + 2), **fields)  # type: ignore[arg-type]


def wait(story: Life, habits: Habits = NEVER, bounds: Bounds = BOUNDS) -> timedelta:
    """How long after its last check a story is due."""
    due = next_check(story, habits, bounds, now=story.checked_at)
    assert due.at is not None
    return due.at - story.checked_at


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Any story: edits in order, each in an interval, a check at the end."""
    steps = draw(st.lists(st.floats(0, 60 * 24 * 30), max_size=12))
    times, clock = [], 0.0
    for step in steps:
        clock += step
        times.append(clock)
    known = draw(st.booleans())
    edits = tuple((at(low) if known else None, at(high)) for low, high in pairwise(times))
    checked = at(clock + draw(st.floats(0, 60 * 24 * 400)))
    watched = draw(st.none() | st.integers(-500_000, 500_000).map(at))
    return Life(
        born_at=MORNING - timedelta(days=draw(st.integers(0, 3000))),
        checked_at=checked,
        edits=edits,
        checks=draw(st.integers(1, 10_000)),
        developing=draw(st.booleans()),
        live_blog=draw(st.booleans()),
        watched_from=watched,
        key=draw(st.integers(-(2**63), 2**63)),
    )


outlets = st.lists(lives(), max_size=2).map(lambda stories: Habits.learn(stories, "Europe/London"))
floors = st.integers(0, 10 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))


@given(lives(), outlets, st.floats(0.01, 100), floors, st.integers(-10_000, 10_000))
def test_the_next_check_is_never_past_and_within_bounds_or_what_the_site_asks(
    story: Life, habits: Habits, effort: float, floor: timedelta, late: int
) -> None:
    bounds, now = replace(BOUNDS, effort=effort), story.checked_at + timedelta(minutes=late)
    due = next_check(story, habits, bounds, now=now, floor=floor)
    assert due == next_check(story, habits, bounds, now=now, floor=floor)
    if due.at is None:
        assert due.why.startswith("let go")
        return
    assert due.at >= now + floor
    assert due.at >= story.checked_at + bounds.shortest
    assert due.at <= max(story.checked_at + bounds.longest, now + floor * SPREAD)


@given(lives(), outlets, floors, floors)
def test_a_site_that_asks_for_more_time_is_never_looked_at_sooner(
    story: Life, habits: Habits, one: timedelta, other: timedelta
) -> None:
    sooner, later = sorted((one, other))
    first = next_check(story, habits, BOUNDS, now=story.checked_at, floor=sooner)
    second = next_check(story, habits, BOUNDS, now=story.checked_at, floor=later)
    assert (first.at is None) == (second.at is None)
    assert first.at is None or second.at is None or first.at <= second.at


@given(lives(), st.lists(lives(), max_size=2))
def test_habits_come_back_from_json_as_they_were(story: Life, others: list[Life]) -> None:
    habits = Habits.learn([story, *others], "America/New_York")
    assert Habits.from_json(habits.to_json()) == habits
    assert all(rate > 0 for row in habits.rates for rate in row)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        "[" * 100_000,
        NEVER.to_json().replace("UTC", "Nowhere/At all"),
        NEVER.to_json().replace("UTC", "/etc/passwd"),
        NEVER.to_json().replace("0.0", "NaN", 1),
        NEVER.to_json().replace("0.0", "-1", 1),
        NEVER.to_json().replace("0.0,", "", 1),
    ],
)
def test_what_is_no_habits_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Habits.from_json(text)


def test_an_old_story_is_looked_at_less_often_than_a_young_one() -> None:
    waits = [wait(life(minutes)) for minutes in (0, 60, 600, 60 * 24, 60 * 24 * 7, 60 * 24 * 60)]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=20)
    assert waits[-1] > timedelta(days=2)


def test_a_story_just_edited_is_looked_at_sooner() -> None:
    assert wait(life(60 * 48, (60 * 47, 60 * 48))) < wait(life(60 * 48)) / 2


def test_a_story_that_says_it_develops_is_looked_at_more_often() -> None:
    plain, developing = wait(life(600)), wait(life(600, developing=True))
    assert wait(life(600, live_blog=True)) < developing < plain / 1.5


def test_a_year_without_an_edit_lets_a_story_go_and_says_so() -> None:
    due = next_check(life(361 * 24 * 60), NEVER, BOUNDS, now=at(361 * 24 * 60))
    assert due.at is None
    assert due.why == "let go: no edit in 361 days"


def test_an_old_story_added_today_is_not_let_go_at_once() -> None:
    old = replace(life(10), born_at=MORNING - timedelta(days=3000), watched_from=MORNING)
    assert wait(old) <= BOUNDS.longest


@pytest.mark.parametrize("year", [1, 1900, 9999])
def test_a_date_that_no_story_can_have_breaks_nothing(year: int) -> None:
    stated = replace(life(10), born_at=datetime(year, 1, 1, tzinfo=UTC), watched_from=MORNING)
    assert BOUNDS.shortest <= wait(stated, Habits.learn([stated], "Pacific/Auckland")) <= BOUNDS.longest


def test_the_reason_says_what_the_site_asked() -> None:
    due = next_check(life(10), NEVER, BOUNDS, now=at(10), floor=timedelta(hours=5))
    assert due.why == "in 5 h, as the site asks"


def test_stories_of_the_same_age_do_not_come_due_in_the_same_second() -> None:
    waits = {wait(life(600, key=key)) // timedelta(seconds=1) for key in range(100)}
    assert len(waits) > 30


def test_twice_the_effort_is_about_half_the_wait() -> None:
    bold = replace(BOUNDS, effort=2.0)
    assert wait(life(60 * 24 * 3), bounds=bold) / wait(life(60 * 24 * 3)) == pytest.approx(0.5, abs=0.08)


def test_an_outlet_that_edits_on_the_third_day_teaches_when_to_look() -> None:
    stories = [life(60 * 24 * 30, (60 * 60, 60 * 61), key=key) for key in range(50)]
    taught = Habits.learn(stories)
    assert wait(life(60 * 59), taught) < wait(life(60 * 59)) / 2
    edited = life(60 * 24 * 10, (60 * 60, 60 * 61))
    assert wait(edited, taught) > wait(edited)


def test_an_outlet_with_office_hours_is_left_alone_at_night() -> None:
    births = [MORNING + timedelta(days=day) for day in range(20)]
    stories = [
        Life(born, born + timedelta(days=9), tuple((noon(born, d), noon(born, d, 30)) for d in (1, 2, 5)))
        for born in births
    ]
    taught = Habits.learn(stories, before=Habits.learn(stories))
    evening = replace(life(0), born_at=MORNING - timedelta(days=4), checked_at=at(60 * 10))
    assert wait(evening, taught) > wait(replace(evening, checked_at=at(60 * 3)), taught)
    assert taught.week[12] > 3 * taught.week[3]


def noon(born: datetime, day: int, minutes: int = 0) -> datetime:
    """Noon of the day so many days after."""
    return datetime(born.year, born.month, born.day, 12, tzinfo=UTC) + timedelta(days=day, minutes=minutes)


def test_a_zone_moves_the_hours_that_were_learnt() -> None:
    story = [Life(MORNING, MORNING + timedelta(days=2), ((noon(MORNING, 1), noon(MORNING, 1, 20)),))]
    tokyo, london = Habits.learn(story, "Asia/Tokyo"), Habits.learn(story, "UTC")
    assert tokyo.hour_edits[21] == pytest.approx(london.hour_edits[12])
    assert london.hour_edits[12] > 0.9


def test_many_edits_in_long_intervals_do_not_pretend_that_nothing_hid_in_them() -> None:
    day = 60.0 * 24
    steady = life(day * 60, *((day * 3 * k, day * 3 * (k + 1)) for k in range(20)))
    taught = Habits.learn([steady])
    assert sum(map(sum, taught.edits)) > 20
    assert taught.watched[1][0] == 0
