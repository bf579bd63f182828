"""A line of time for a picture: true to time between changes, with long quiet stretches drawn shorter, and said so."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from web import times

#: A quiet stretch longer than this many times the usual one is drawn shorter, and says how long it was. Range 2 up.
QUIET = 2.5

#: The share of the usual step that each takes at least, so that marks don't lie on each other. Range 0 to 1.
NARROWEST = 0.8

#: Where the line begins and ends, in per cent of the width: marks have a breadth of their own.
BEGIN, END = 2.0, 98.0

#: Names of days or months stand this far apart at least, in per cent of the width: about 50 pixels on a phone.
NAMED = 14.0

#: The room that a letter of the last name needs, in per cent of the width, where the page is 320 pixels wide.
LETTER = 2.4

#: Days that are named one by one; of more, the months are, and of more months the years. Range 5 to 31.
UNITS = 20

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Quiet:
    """A stretch without a change that is drawn shorter than it was, in per cent; `length` in words."""

    start: float
    end: float
    length: str


@dataclass(frozen=True)
class Tick:
    """Where a day or a month begins, and its name."""

    x: float
    name: str


class Axis:
    """The line through the instants at which something happened; places are per cent of the width."""

    def __init__(self, instants: Iterable[datetime]) -> None:
        """`instants` are two different ones at least."""
        self.points = sorted(set(instants))
        gaps = [max(later - earlier, _SECOND).total_seconds() for earlier, later in pairwise(self.points)]
        usual = median(gaps)
        widths = [min(max(gap, NARROWEST * usual), QUIET * usual) for gap in gaps]
        scale = (END - BEGIN) / sum(widths)
        places = [BEGIN]
        for width in widths:
            places.append(places[-1] + width * scale)
        self.places = [round(place, 2) for place in places]
        self.quiet = [
            Quiet(self.places[at], self.places[at + 1], times.span(timedelta(seconds=gap)))
            for at, gap in enumerate(gaps)
            if gap > QUIET * usual
        ]

    @property
    def dotted(self) -> str:
        """The quiet stretches as a path, on a width of 100."""
        return "".join(f"M{stretch.start} 0H{stretch.end}" for stretch in self.quiet)

    @property
    def first(self) -> datetime:
        """Where it begins."""
        return self.points[0]

    @property
    def last(self) -> datetime:
        """Where it ends."""
        return self.points[-1]

    def at(self, when: datetime) -> float:
        """Where an instant stands: at its own point, or in proportion between the two around it; else at an end."""
        number = bisect_right(self.points, when) - 1
        if number < 0 or number >= len(self.points) - 1:
            return self.places[0 if number < 0 else -1]
        share = (when - self.points[number]) / (self.points[number + 1] - self.points[number])
        return round(self.places[number] + share * (self.places[number + 1] - self.places[number]), 2)

    def ticks(self, zone: str) -> list[Tick]:
        """Where days begin by a zone's clock, months or years of a long story; those that there is room to name."""
        made: list[Tick] = []
        for at, name in times.calendar(self.first, self.last, zone, most=UNITS):
            x = self.at(at)
            if (not made or x - made[-1].x >= NAMED) and BEGIN < x <= 100 - LETTER * len(name):
                made.append(Tick(x, name))
        return made
