"""Plays old edits back and asks when each way of looking would have seen them: `rowback simulate-schedule FILE`.

The watch begins with a story's first version and lasts `days`. An edit is caught if a check falls before the next
edit; its delay is the time to the next check (or the end of the watch), whether it was caught or not. Habits are learnt
as the watch goes on, from what its own checks have seen and nothing else.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import fmean, median
from typing import Any

from tracker.edittimes import History
from tracker.habits import Habits
from tracker.life import HOUR, Life
from tracker.schedule import Bounds, next_check

#: How long a story is watched, in days: as long as the classic decay lasts.
DAYS = 360.0

#: NewsDiffs' decay: until this age in hours, check every so many hours.
CLASSIC = ((3.0, 0.25), (24.0, 1.0), (168.0, 3.0), (720.0, 72.0), (8640.0, 720.0))

#: Fixed intervals to compare with, in hours; those that take more fetches a story than anyone would are left out.
FIXED = (0.25, 1.0, 6.0, 24.0)
_MOST_FETCHES = 400

#: Habits are learnt again when this many more edits are known, as a part of those known before.
_AGAIN = 0.1

#: How near the numbers of fetches are brought to each other, as a part, and in how many tries.
_NEAR, _TRIES = 0.01, 6

#: Where the search for the least effort that is no worse than a rival begins, as a part of the effort of equal cost.
_LEAST_EFFORT = 0.05


@dataclass(frozen=True)
class Score:
    """What one way of looking came to; delays in hours. `effort` is Rowback's knob, None for the others."""

    name: str
    fetches: int
    edits: int
    caught: int
    mean_delay: float
    median_delay: float
    mean_delay_caught: float
    effort: float | None = None


@dataclass(frozen=True)
class Contest:
    """A rival; Rowback with as many fetches; with half of them; and with the fewest at which it is no worse.

    No worse: at least as many versions caught, and a mean delay that is not longer. None where no try was.
    """

    rival: Score
    same_fetches: Score
    half_fetches: Score
    no_worse: Score | None


#: For each story, in order, when it was checked after its first version, in hours of Unix time.
Checks = list[list[float]]


def score(name: str, histories: list[History], checks: Checks, days: float, effort: float | None = None) -> Score:
    """How many versions were seen before they were overwritten, and how late."""
    delays, caught = [], []
    for history, times in zip(histories, checks, strict=True):
        end = history.born + days * 24
        for edit, following in zip(history.edits, [*history.edits[1:], float("inf")], strict=True):
            if edit >= end:
                continue
            place = bisect_left(times, edit)
            seen = times[place] if place < len(times) else end
            delays.append(seen - edit)
            if place < len(times) and seen < following:
                caught.append(seen - edit)
    return Score(
        name=name,
        fetches=sum(map(len, checks)),
        edits=len(delays),
        caught=len(caught),
        mean_delay=fmean(delays) if delays else 0.0,
        median_delay=median(delays) if delays else 0.0,
        mean_delay_caught=fmean(caught) if caught else 0.0,
        effort=effort,
    )


def decay(histories: list[History], steps: Iterable[tuple[float, float]], days: float) -> Checks:
    """The checks of a schedule that knows a story's age and nothing else: `steps` are (until this age, every)."""
    steps, ages, age = list(steps), list[float](), 0.0
    while every := next((every for until, every in steps if age < until), None):
        age += every
        if age >= days * 24:
            break
        ages.append(age)
    return [[history.born + age for age in ages] for history in histories]


class Watch:
    """One run of Rowback's own schedule over stories of any number of outlets.

    Where it was `taught` elsewhere, it learns nothing on the way.
    """

    def __init__(
        self, histories: list[History], bounds: Bounds, days: float, zone: str = "UTC", taught: Habits | None = None
    ) -> None:
        self.histories, self.bounds, self.days, self.zone = histories, bounds, days, zone
        self.checks: Checks = [[] for _ in histories]
        self.lives: list[Life | None] = [None] * len(histories)
        outlets = {history.outlet for history in histories}
        self.taught = taught is not None
        self.habits = {outlet: taught or Habits(zone) for outlet in outlets}
        self.known = dict.fromkeys(outlets, 0)
        self.learnt_at = dict.fromkeys(outlets, 0)
        self.members: dict[str, list[int]] = {outlet: [] for outlet in outlets}

    def run(self) -> Checks:
        """Check the stories in the order in which they come due, as one poller would."""
        due = [(history.born, number) for number, history in enumerate(self.histories)]
        heapq.heapify(due)
        while due:
            now, number = heapq.heappop(due)
            self._look(number, now)
            at = self._next(number)
            if at is not None and at < self.histories[number].born + self.days * 24:
                heapq.heappush(due, (at, number))
        return self.checks

    def _look(self, number: int, now: float) -> None:
        history, life = self.histories[number], self.lives[number]
        if life is None:
            self.lives[number] = Life(born_at=_at(history.born), checked_at=_at(now), key=number)
            self.members[history.outlet].append(number)
            return
        before = self.checks[number][-1] if self.checks[number] else history.born
        self.checks[number].append(now)
        edits = life.edits
        if bisect_right(history.edits, now) > bisect_right(history.edits, before):
            edits = (*edits, (life.checked_at, _at(now)))
            self.known[history.outlet] += 1
        self.lives[number] = replace(life, checked_at=_at(now), edits=edits, checks=life.checks + 1)

    def _next(self, number: int) -> float | None:
        outlet, life = self.histories[number].outlet, self.lives[number]
        assert life is not None
        if not self.taught and self.known[outlet] > self.learnt_at[outlet] * (1 + _AGAIN):
            lives = (self.lives[member] for member in self.members[outlet])
            before = self.habits[outlet]
            self.habits[outlet] = Habits.learn((one for one in lives if one), self.zone, before)
            self.learnt_at[outlet] = self.known[outlet]
        at = next_check(life, self.habits[outlet], self.bounds, now=life.checked_at).at
        return at.timestamp() / HOUR if at else None


def taught_by(histories: Iterable[History], days: float = DAYS, zone: str = "UTC") -> Habits:
    """What stories teach whose edits are known to the second, all outlets' together."""
    lives = []
    for history in histories:
        end = history.born + days * 24
        edits = tuple((_at(edit), _at(edit)) for edit in history.edits if edit < end)
        lives.append(Life(born_at=_at(history.born), checked_at=_at(end), edits=edits))
    return Habits.learn(lives, zone)


def _at(hours: float) -> datetime:
    return datetime.fromtimestamp(hours * HOUR, UTC)


class Simulation:
    """Rowback's schedule against its rivals on the same stories, over the same days."""

    def __init__(
        self, histories: list[History], *, days: float = DAYS, zone: str = "UTC", taught: Habits | None = None
    ) -> None:
        self.histories, self.days, self.zone, self.taught = histories, days, zone, taught
        self._runs: dict[float, Score] = {}

    def rivals(self) -> list[Score]:
        """The classic decay, fixed intervals, and the fixed interval that costs what the classic decay does."""
        classic = self._decayed("classic decay", CLASSIC)
        each = max(1, round(classic.fetches / max(1, len(self.histories))))
        found = [classic, self._every(self.days * 24 / (each + 0.5))]
        return found + [self._every(every) for every in FIXED if self.days * 24 / every <= _MOST_FETCHES]

    def contest(self, rival: Score) -> Contest:
        """One rival beside Rowback's own schedule."""
        same = self.at_cost(rival.fetches)
        return Contest(rival, same, self.at_cost(rival.fetches / 2), self._no_worse(rival, same))

    def ours(self, effort: float) -> Score:
        """Rowback's own schedule at one effort."""
        if effort not in self._runs:
            bounds = Bounds(effort=effort, let_go_after=timedelta(days=self.days))
            checks = Watch(self.histories, bounds, self.days, self.zone, self.taught).run()
            self._runs[effort] = score("Rowback", self.histories, checks, self.days, effort)
        return self._runs[effort]

    def at_cost(self, fetches: float) -> Score:
        """Rowback's own schedule at the effort that takes so many fetches, or the nearest that was found."""
        for _ in range(_TRIES):
            near = self._nearest(fetches) if self._runs else self.ours(1.0)
            if abs(near.fetches / fetches - 1) <= _NEAR:
                break
            self.ours(self._guess(fetches, near))
        return self._nearest(fetches)

    def _guess(self, fetches: float, near: Score) -> float:
        """An effort between those known to take too few and too many fetches, or else in proportion to the nearest."""
        fewer = [one.effort or 0.0 for one in self._runs.values() if one.fetches < fetches]
        more = [one.effort or 0.0 for one in self._runs.values() if one.fetches > fetches]
        guess = (near.effort or 1.0) * fetches / max(1, near.fetches)
        if not (fewer and more) or max(fewer) < guess < min(more):
            return guess
        return float((max(fewer) * min(more)) ** 0.5)

    def _nearest(self, fetches: float) -> Score:
        return min(self._runs.values(), key=lambda one: abs(one.fetches / fetches - 1))

    def _no_worse(self, rival: Score, same: Score) -> Score | None:
        low, high = _LEAST_EFFORT * (same.effort or 1.0), 2 * (same.effort or 1.0)
        for _ in range(_TRIES):
            effort = (low * high) ** 0.5
            low, high = (low, effort) if _no_worse(self.ours(effort), rival) else (effort, high)
        fit = [one for one in self._runs.values() if _no_worse(one, rival)]
        return min(fit, key=lambda one: one.fetches, default=None)

    def _every(self, every: float) -> Score:
        spoken = f"{every * 60:.0f} min" if every < 1 else f"{every:.0f} h" if every < 48 else f"{every / 24:.1f} days"
        return self._decayed(f"every {spoken}", [(float("inf"), every)])

    def _decayed(self, name: str, steps: Iterable[tuple[float, float]]) -> Score:
        return score(name, self.histories, decay(self.histories, steps, self.days), self.days)


#: The heads of the table that `rows` gives.
HEADS = ["Schedule", "Fetches", "Versions caught", "Mean delay", "Median delay", "Part of fetches"]


def rows(contests: Iterable[Contest]) -> list[list[str]]:
    """The contests as rows under HEADS: each rival, then Rowback at its cost, at half, as cheap as it goes."""
    out = []
    for contest in contests:
        ours = [("same cost", contest.same_fetches), ("half the cost", contest.half_fetches)]
        ours += [("no worse", contest.no_worse)] if contest.no_worse else []
        out.append(_row(contest.rival.name, contest.rival, contest.rival))
        out.extend(_row(f"  Rowback, {name}", one, contest.rival) for name, one in ours)
    return out


def _row(name: str, one: Score, rival: Score) -> list[str]:
    caught = f"{one.caught:,} of {one.edits:,}"
    share = f"{one.fetches / max(1, rival.fetches):.2f}"
    return [name, f"{one.fetches:,}", caught, f"{one.mean_delay:.2f} h", f"{one.median_delay:.2f} h", share]


def as_json(histories: list[History], days: float, contests: Iterable[Contest]) -> dict[str, Any]:
    """The contests as plain data: `items` hold a Score each for rival, same_fetches, half_fetches, no_worse or null."""
    edits = sum(len(history.edits) for history in histories)
    items = [asdict(contest) for contest in contests]
    return {"stories": len(histories), "edits": edits, "days": days, "items": items}


def _no_worse(one: Score, rival: Score) -> bool:
    return one.caught >= rival.caught and one.mean_delay <= rival.mean_delay
