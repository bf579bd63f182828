"""The headline ladder: each headline that a story bore, when it stood, and which of its words are new."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracker import typography
from tracker.episodes import FLIP_WITHIN
from tracker.model import Part
from tracker.moments import Moment
from tracker.timeline import Entry, HeadlineTurn
from web import times
from web.axis import Axis
from web.texts import gettext, ngettext

#: Headlines on the ladder, those that stood last; the JSON has all. Range 5 to 40.
MOST = 20

#: Turns in the table behind it, the newest. Range 10 to 100.
TURNS = 40

#: The narrowest bar, in per cent of the width: a headline that stood for a minute is to be seen too.
NARROWEST = 1.5


@dataclass(frozen=True)
class Stand:
    """A time for which a headline stood: its bar in per cent of the width, and the version that brought it."""

    since: datetime
    until: datetime
    moment: Moment
    left: float
    wide: float
    title: str


@dataclass
class Rung:
    """A headline with each time for which it stood, oldest first; `script` marks its words against the one before.

    `returns` counts how often it came back after another, `flips` whether that went quickly, as in a test of two.
    """

    headline: str
    script: Sequence[Sequence[str]]
    stands: list[Stand] = field(default_factory=list)
    flips: bool = False
    newest: bool = False

    @property
    def returns(self) -> int:
        """How often it came back."""
        return len(self.stands) - 1

    @property
    def side(self) -> str:
        """Which words are marked: those put in; where there are none, those taken out."""
        return "new" if any(sign == "+" for sign, _ in self.script) else "both"

    @property
    def title(self) -> str:
        """When it stood, for who cannot see the bars."""
        return "; ".join(one.title for one in self.stands[-TURNS:])

    @property
    def stood(self) -> str:
        """How long it stood in all."""
        return times.span(sum((one.until - one.since for one in self.stands), timedelta()))

    @property
    def told(self) -> str:
        """What befell it besides: that it came back, that it went back and forth; "" for most."""
        if not self.returns:
            return ""
        if self.flips:
            return ngettext("flipped, back once", "flipped, back %(num)s times", self.returns)
        return ngettext("came back", "came back %(num)s times", self.returns)


@dataclass(frozen=True)
class Ladder:
    """The rungs, the headline that stands on top; `count` is how many there are, `left` how many are left out below.

    `table` are the turns that stand in the table behind it, newest first.
    """

    rungs: list[Rung]
    left: int
    count: int
    table: list[tuple[str, Stand]]


def ladder(turns: Sequence[HeadlineTurn], entries: Sequence[Entry], line: Axis | None, zone: str) -> Ladder | None:
    """A story's headlines on its line of time, from its turns in order; None where there was but one.

    A headline that comes back is the same rung, so that a flip shows as bars by turns on two rungs.
    """
    if len(turns) < 2 or line is None:
        return None
    scripts = {entry.moment: _script(entry) for entry in entries}
    rungs: dict[str, Rung] = {}
    for turn, after in zip(turns, [*turns[1:], None], strict=True):
        key = typography.even(turn.headline)
        if key not in rungs:
            rungs[key] = Rung(turn.headline, scripts[turn.moment] or [("=", turn.headline)])
        rung = rungs[key]
        soon = bool(rung.stands) and turn.since - rung.stands[-1].until <= FLIP_WITHIN
        rung.flips = rung.flips or soon
        rung.stands.append(_stand(turn, after.since if after else turn.until, line, zone))
    ordered = sorted(rungs.values(), key=lambda rung: rung.stands[-1].since, reverse=True)
    ordered[0].newest = True
    stands = [(rung.headline, one) for rung in ordered for one in rung.stands]
    table = sorted(stands, key=lambda item: item[1].since, reverse=True)[:TURNS]
    return Ladder(ordered[:MOST], len(ordered[MOST:]), len(ordered), table)


def _stand(turn: HeadlineTurn, until: datetime, line: Axis, zone: str) -> Stand:
    left, right = line.at(turn.since), line.at(until)
    title = gettext(
        "%(since)s to %(until)s, %(length)s",
        since=times.stamp(turn.since, zone),
        until=times.stamp(until, zone),
        length=times.span(until - turn.since),
    )
    return Stand(turn.since, until, turn.moment, left, round(max(right - left, NARROWEST), 2), title)


def _script(entry: Entry) -> Sequence[Sequence[str]]:
    """The words of a headline against the one before it; empty where it did not turn."""
    return next((change.words for change in entry.changes if change.part is Part.HEADLINE and not change.field), ())
