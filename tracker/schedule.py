"""When to look at a story again: soon where an edit is likely, seldom where it is not, never sooner than was asked."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from tracker.habits import BINS, EDGES, Habits
from tracker.life import HOUR, Life, stretches

#: What a fetch costs at effort 1, in hours by which one edit may be known later (range 0.02 to 1): about as many
#: fetches as the classic decay makes. The interval goes with its square root.
FETCH_COST = 1 / 12

#: What a version overwritten before it was seen costs, in hours of delay (range 0 to 100): as much as a day's.
MISS_COST = 24.0

#: For how many edits it counts that a story is edited as much as its outlet's others (gamma prior; range 1 to 10).
STORY_WEIGHT = 3.0

#: How many of its newest edits speak for a story: what it did months ago says little, and the sum stays cheap.
NEWEST = 8

#: How many times likelier an edit is while a story says that it is developing, or is a live blog (range 1 to 10).
DEVELOPING, LIVE_BLOG = 3.0, 6.0

#: Part of the interval by which a story's own number moves its next check.
SPREAD = 0.05


@dataclass(frozen=True)
class Bounds:
    """What the settings allow: intervals between checks, when to let go, and how much may be fetched.

    `effort` 2 means about twice as many fetches as 1, spent where they help most.
    """

    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(days=30)
    let_go_after: timedelta = timedelta(days=360)
    effort: float = 1.0


@dataclass(frozen=True)
class Next:
    """When to look again, None for never; and why, for the operator."""

    at: datetime | None
    why: str


def next_check(life: Life, habits: Habits, bounds: Bounds, *, now: datetime, floor: timedelta = timedelta(0)) -> Next:
    """When to look at a story again; never before `now` and never sooner than `floor` from it.

    `floor` is what robots.txt or Retry-After ask. Otherwise the time since the last check is within `bounds`.
    """
    quiet = _quiet_since(life)
    if life.checked_at - quiet >= bounds.let_go_after:
        return Next(None, f"let go: no edit in {_spoken(life.checked_at - quiet)}")
    wait = timedelta(hours=_wait(life, habits, bounds.effort, bounds.longest.total_seconds() / HOUR))
    share = (crc32(b"%d %d" % (life.key, life.checks)) / 2**32) * SPREAD
    wait = max(bounds.shortest, min(bounds.longest, wait * (1 - SPREAD / 2 + share)))
    asked = now + floor * (1 + share)
    due = life.checked_at + wait
    if asked > due and floor > timedelta(0):
        return Next(asked, f"in {_spoken(asked - now)}, as the site asks")
    return Next(max(due, now), f"{_spoken(wait)} after the last check: {_because(life)}")


def _quiet_since(life: Life) -> datetime:
    """The last edit, or the beginning of the watch where none was seen."""
    return life.edits[-1][1] if life.edits else max(life.watched_from or life.born_at, life.born_at)


def _wait(life: Life, habits: Habits, effort: float, longest: float) -> float:
    """Hours from the last check to the next.

    Checks that come n an hour leave each edit undiscovered for 1/2n hours on average. With r edits an hour, of which
    r/2n are overwritten first, an hour costs r(1 + r * MISS_COST)/2n + n * FETCH_COST: least where
    n = sqrt(r(1 + r * MISS_COST) / (2 * FETCH_COST)). The next check is due when the integral of n reaches 1.
    """
    expected, gap = 0.0, 0.0
    count = min(len(life.edits), NEWEST)
    for stretch in stretches(life, NEWEST):
        expected += habits.expected(stretch.edited, stretch.end - stretch.origin)
        if stretch.start > stretch.origin:
            expected -= habits.expected(stretch.edited, stretch.start - stretch.origin)
        gap = stretch.end - stretch.origin
    lively = (STORY_WEIGHT + count) / (STORY_WEIGHT + expected)
    lively *= LIVE_BLOG if life.live_blog else DEVELOPING if life.developing else 1.0
    wait = _reach(habits.rates[bool(life.edits)], gap, lively, 1 / effort, longest)
    return habits.stretched(life.checked_at, wait)


def _reach(rates: list[float], gap: float, lively: float, need: float, longest: float) -> float:
    """Hours from `gap` until the density of checks adds up to `need`; at the most `longest`."""
    number, at = bisect_right(EDGES, gap) - 1, gap
    while at - gap < longest:
        rate = rates[number] * lively
        density = math.sqrt(rate * (1 + rate * MISS_COST) / (2 * FETCH_COST))
        end = EDGES[number + 1] if number + 1 < BINS else math.inf
        if (end - at) * density >= need:
            return min(longest, at - gap + need / density)
        need -= (end - at) * density
        at, number = end, number + 1
    return longest


def _because(life: Life) -> str:
    if life.live_blog:
        return "it is a live blog"
    if life.developing:
        return "it says that it is developing"
    quiet = _spoken(max(timedelta(0), life.checked_at - _quiet_since(life)))
    count = len(life.edits)
    return f"{count} edit{'' if count == 1 else 's'} so far, the last {quiet} ago" if count else f"no edit in {quiet}"


def _spoken(time: timedelta) -> str:
    minutes = time.total_seconds() / 60
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 48 * 60 else f"{minutes / 1440:.0f} days"
