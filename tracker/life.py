"""A story as its poller knows it: when it was published, checked and edited, as far as the checks can tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

#: Seconds in an hour; times are counted in hours.
HOUR = 3600.0


@dataclass(frozen=True)
class Life:
    """One story as its poller knows it; every instant is aware.

    `born_at` is when it was published (or first seen), `watched_from` its first successful check (None: at birth),
    `checked_at` the last. Each of `edits` is the interval in which an edit fell, oldest first: after `not_before`
    (None: not known), at `first_seen` or before. `checks` counts the successful checks.
    `key` tells stories apart, so that they do not all come due in the same second.
    """

    born_at: datetime
    checked_at: datetime
    edits: tuple[tuple[datetime | None, datetime], ...] = ()
    checks: int = 1
    developing: bool = False
    live_blog: bool = False
    watched_from: datetime | None = None
    key: int = 0


class Stretch(NamedTuple):
    """A time without a known edit, in hours since Unix time: it began with publication or an edit at `origin`.

    It was watched from `start` to `end`; `found` is the interval of the edit that ended it, if one did.
    """

    edited: bool
    origin: float
    start: float
    end: float
    found: tuple[float, float] | None = None


def hours(at: datetime) -> float:
    """An instant in hours since Unix time."""
    return at.timestamp() / HOUR


def stretches(life: Life, newest: int | None = None) -> Iterator[Stretch]:
    """A story's life, cut at its edits, or what followed all but the `newest` of them.

    An edit is put in the middle of its interval. From there to the check that found it nothing was watched: another
    edit would not have shown.
    """
    edits = life.edits
    # A publisher may state any date; none before the web, and none that is still to come, is taken.
    origin, edited = min(max(hours(life.born_at), 0.0), hours(life.checked_at)), False
    start = max(origin, hours(life.watched_from)) if life.watched_from else origin
    if newest is not None and len(edits) > newest:
        _, start, origin = _placed(edits[-newest - 1])
        edits, edited = edits[-newest:], True
    for interval in edits:
        low, high, middle = _placed(interval)
        middle = max(middle, origin)
        yield Stretch(edited, origin, min(start, middle), middle, (max(low, origin), max(high, middle)))
        origin, start, edited = middle, max(high, middle), True
    yield Stretch(edited, origin, start, max(start, hours(life.checked_at)))


def _placed(interval: tuple[datetime | None, datetime]) -> tuple[float, float, float]:
    high = hours(interval[1])
    low = min(high, hours(interval[0])) if interval[0] else high
    return low, high, (low + high) / 2
