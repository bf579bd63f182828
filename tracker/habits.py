"""What an outlet's stories taught: how soon after publication or an edit the next one comes, and at what hours.

Rates are edits an hour and times are hours, throughout. The model and its sources: docs/schedule.md.
"""

import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tracker.errors import BadInput
from tracker.life import HOUR, Life, Stretch, hours, stretches

#: Hours since publication or the last edit at which one bin ends and the next begins; the last one has no end.
EDGES = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0, 24.0, 48.0, 72.0, 168.0, 360.0, 720.0, 2160.0, 8640.0)
BINS = len(EDGES)

#: The prior: A / (hours + 0.5)^1.25 edits an hour. The exponent puts 81% of a week's edits into the first day
#: (GDELT's Global Difference Graph); A makes 35% of stories edited within a day, and 48% of those once more (Timmerman
#: et al.: 1.94 updates an updated article).
_SOFT, _POWER, _FRESH, _EDITED = 0.5, 1.25, 0.145, 0.22

#: For how many edits in any one bin the prior, or the bin before, counts (range 0.5 to 10).
PRIOR_EDITS = 3.0

#: Edits that the even profile counts for in each hour of the day and each day of the week (range 2 to 20).
PRIOR_HOUR, PRIOR_DAY = 5.0, 10.0

#: An hour or day never counts for less or more than this: an outlet may break its habits.
_LEAST, _MOST = 0.1, 10.0

#: At the most so many edits are supposed to hide behind one found changed.
_HIDDEN = 3.0

DAY, WEEK = 24.0, 168.0
#: The first hour of Unix time was a Thursday's; weeks here begin on Monday.
_MONDAY = 72.0


def _prior_upto(edited: bool, gap: float) -> float:
    """Edits that the prior expects within `gap` hours."""
    scale = (_EDITED if edited else _FRESH) / (_POWER - 1)
    return float(scale * (_SOFT ** (1 - _POWER) - (gap + _SOFT) ** (1 - _POWER)))


def _prior_rates(edited: bool) -> list[float]:
    ends = (*EDGES[1:], 2 * EDGES[-1])
    return [
        (_prior_upto(edited, end) - _prior_upto(edited, begin)) / (end - begin)
        for begin, end in zip(EDGES, ends, strict=True)
    ]


_PRIOR = (_prior_rates(False), _prior_rates(True))


_Rows = tuple[tuple[float, ...], tuple[float, ...]]
_NONE = (0.0,) * BINS


@dataclass(frozen=True)
class Habits:
    """Sums over an outlet's stories; rates come from them and the prior. Without sums it is the prior alone.

    `edits` and `watched` have a row for stories never edited and one for edited ones, a column a bin of EDGES.
    The rest is counted and expected edits by hour of the day and by day of the week (Monday first) in `zone`.
    """

    zone: str = "UTC"
    edits: _Rows = (_NONE, _NONE)
    watched: _Rows = (_NONE, _NONE)
    hour_edits: tuple[float, ...] = (0.0,) * 24
    hour_expected: tuple[float, ...] = (0.0,) * 24
    day_edits: tuple[float, ...] = (0.0,) * 7
    day_expected: tuple[float, ...] = (0.0,) * 7

    @classmethod
    def learn(cls, lives: Iterable[Life], zone: str = "UTC", before: "Habits | None" = None) -> "Habits":
        """What stories teach: one step of expectation-maximisation from `before` (the prior by default).

        Give all of an outlet's stories each time, those let go too, and what came out the time before.
        """
        tally = _Tally(before or cls(zone))
        for life in lives:
            for stretch in stretches(life):
                tally.add(stretch)
        return tally.habits(zone)

    @classmethod
    def from_json(cls, text: str) -> "Habits":
        """Habits as `to_json` wrote them. Raises BadInput."""
        try:
            read: dict[str, Any] = json.loads(text)
            ZoneInfo(read["zone"])
            return cls(
                zone=read["zone"],
                edits=(_amounts(read["edits"][0], BINS), _amounts(read["edits"][1], BINS)),
                watched=(_amounts(read["watched"][0], BINS), _amounts(read["watched"][1], BINS)),
                hour_edits=_amounts(read["hour_edits"], 24),
                hour_expected=_amounts(read["hour_expected"], 24),
                day_edits=_amounts(read["day_edits"], 7),
                day_expected=_amounts(read["day_expected"], 7),
            )
        except (ValueError, LookupError, TypeError, RecursionError, OSError) as error:
            raise BadInput(f"these are no habits: {error}") from error

    def to_json(self) -> str:
        """The sums as one line of JSON."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @cached_property
    def rates(self) -> tuple[list[float], list[float]]:
        """Edits an hour in each bin, of stories never edited and of edited ones.

        The prior's shape, times a level that is drawn from bin to bin: where little was watched so far, the bin before
        speaks for the next one.
        """
        return self._row(0), self._row(1)

    def _row(self, row: int) -> list[float]:
        level, rates = 1.0, []
        for prior, edits, watched in zip(_PRIOR[row], self.edits[row], self.watched[row], strict=True):
            level = (PRIOR_EDITS * level + edits) / (PRIOR_EDITS + prior * watched)
            rates.append(prior * level)
        return rates

    @cached_property
    def _sums(self) -> tuple[list[float], list[float]]:
        """Edits expected up to the beginning of each bin."""
        rows = []
        for rates in self.rates:
            sums = [0.0]
            for number in range(BINS - 1):
                sums.append(sums[-1] + rates[number] * (EDGES[number + 1] - EDGES[number]))
            rows.append(sums)
        return rows[0], rows[1]

    def expected(self, edited: bool, gap: float) -> float:
        """Edits expected within `gap` hours of publication, or of the last edit."""
        number = bisect_right(EDGES, gap) - 1
        return self._sums[edited][number] + self.rates[edited][number] * (gap - EDGES[number])

    @cached_property
    def week(self) -> list[float]:
        """How busy each hour of the week is beside the mean (1.0), in the outlet's zone; Monday 00:00 first."""
        by_hour = _profile(self.hour_edits, self.hour_expected, PRIOR_HOUR)
        by_day = _profile(self.day_edits, self.day_expected, PRIOR_DAY)
        return [by_hour[cell % 24] * by_day[cell // 24] for cell in range(168)]

    @cached_property
    def _passed(self) -> list[float]:
        """The square root of `week`, summed and scaled so that a week has 168: it is how densely to check."""
        roots = [math.sqrt(busy) for busy in self.week]
        scale = WEEK / sum(roots)
        sums = [0.0]
        for root in roots:
            sums.append(sums[-1] + root * scale)
        return sums

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def offset(self, at: datetime) -> float:
        """Hours by which the outlet's clocks are ahead of UTC."""
        ahead = at.astimezone(self._zone).utcoffset()
        return ahead.total_seconds() / HOUR if ahead else 0.0

    def stretched(self, at: datetime, gap: float) -> float:
        """A time to wait, in hours, that would do in an even week: longer through quiet hours, shorter in busy ones."""
        sums = self._passed
        begin = (hours(at) + self.offset(at) + _MONDAY) % WEEK
        weeks, rest = divmod(_along(sums, begin) + gap, WEEK)
        cell = min(bisect_right(sums, rest) - 1, 167)
        return max(0.0, weeks * WEEK + cell + (rest - sums[cell]) / (sums[cell + 1] - sums[cell]) - begin)


def _amounts(values: Any, count: int) -> tuple[float, ...]:
    amounts = tuple(float(value) for value in values)
    if len(amounts) != count or not all(math.isfinite(amount) and amount >= 0 for amount in amounts):
        raise ValueError(f"a list of sums is not {count} amounts")
    return amounts


def _along(sums: list[float], place: float) -> float:
    cell = min(int(place), len(sums) - 2)
    return sums[cell] + (sums[cell + 1] - sums[cell]) * (place - cell)


def _profile(edits: tuple[float, ...], expected: tuple[float, ...], prior: float) -> list[float]:
    """Counted beside expected edits, drawn towards 1 and with a mean of 1."""
    scale = sum(edits) / sum(expected) if sum(expected) > 0 else 0.0
    raw = [(prior + counted) / (prior + scale * due) for counted, due in zip(edits, expected, strict=True)]
    mean = sum(raw) / len(raw)
    return [min(_MOST, max(_LEAST, one / mean)) for one in raw]


class _Tally:
    """The sums of Habits in the making."""

    def __init__(self, before: Habits) -> None:
        self.before = before
        self.edits, self.watched = ([[0.0] * BINS for _ in range(2)] for _ in range(2))
        self.hour_edits, self.hour_expected = [0.0] * 24, [0.0] * 24
        self.day_edits, self.day_expected = [0.0] * 7, [0.0] * 7

    def habits(self, zone: str) -> Habits:
        """The sums so far."""
        never, edited = (tuple(row) for row in self.edits)
        watched_never, watched_edited = (tuple(row) for row in self.watched)
        return Habits(
            zone=zone,
            edits=(never, edited),
            watched=(watched_never, watched_edited),
            hour_edits=tuple(self.hour_edits),
            hour_expected=tuple(self.hour_expected),
            day_edits=tuple(self.day_edits),
            day_expected=tuple(self.day_expected),
        )

    def add(self, stretch: Stretch) -> None:
        """Count one stretch."""
        row, origin = int(stretch.edited), stretch.origin
        for number, span in _cut(stretch.start - origin, stretch.end - origin):
            self.watched[row][number] += span
        self._expect(stretch)
        if stretch.found is None:
            return
        low, high = (edge - origin for edge in stretch.found)
        rates = self.before.rates[row]
        masses = [(number, rates[number] * span) for number, span in _cut(low, high)]
        total = sum(mass for _, mass in masses)
        if total <= 0:
            self.edits[row][min(BINS, bisect_right(EDGES, low)) - 1] += 1
        else:
            # That a check found a change says that there was at least one: Cho and Garcia-Molina's likelihood.
            hidden = min(_HIDDEN, total / -math.expm1(-total))
            for number, mass in masses:
                self.edits[row][number] += hidden * mass / total
        self._place(*stretch.found)

    def _expect(self, stretch: Stretch) -> None:
        """Spread what was to be expected over hours (for a day), days (for a week), and evenly (from then on)."""
        begin, upto = stretch.start, self.before.expected
        ahead = self._ahead(begin)
        done = upto(stretch.edited, begin - stretch.origin)
        while begin < stretch.end:
            since = begin - stretch.start
            step = 1.0 if since < DAY else DAY if since < WEEK else stretch.end - begin
            end = min(stretch.end, begin + step)
            sofar = upto(stretch.edited, end - stretch.origin)
            self._spread(begin + ahead, sofar - done, since)
            begin, done = end, sofar

    def _spread(self, local: float, mass: float, since: float) -> None:
        if since < DAY:
            self.hour_expected[int(local) % 24] += mass
        else:
            self.hour_expected = [was + mass / 24 for was in self.hour_expected]
        if since < WEEK:
            self.day_expected[int((local + _MONDAY) // DAY) % 7] += mass
        else:
            self.day_expected = [was + mass / 7 for was in self.day_expected]

    def _place(self, low: float, high: float) -> None:
        """Share one edit out among the hours in which it may have fallen, as busy as they were held to be."""
        if high - low > DAY:
            return
        ahead, week = self._ahead(low), self.before.week
        cells, begin = [], low + ahead + _MONDAY
        while True:
            end = min(high + ahead + _MONDAY, math.floor(begin) + 1.0)
            cells.append((int(begin) % 168, max(end - begin, 1e-9) * week[int(begin) % 168]))
            if end >= high + ahead + _MONDAY:
                break
            begin = end
        total = sum(mass for _, mass in cells)
        for cell, mass in cells:
            self.hour_edits[cell % 24] += mass / total
            self.day_edits[cell // 24] += mass / total

    def _ahead(self, at: float) -> float:
        return self.before.offset(datetime.fromtimestamp(at * HOUR, ZoneInfo("UTC")))


def _cut(low: float, high: float) -> Iterator[tuple[int, float]]:
    """The bins that hours since publication or an edit fall in, and how many of the hours fall in each."""
    number = bisect_right(EDGES, low) - 1
    while low < high:
        end = min(high, EDGES[number + 1]) if number + 1 < BINS else high
        yield number, end - low
        low, number = end, number + 1
