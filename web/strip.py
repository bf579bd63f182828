"""The picture over a timeline: when each version appeared and how much it changed, drawn on the server as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from tracker.model import BlockRole, Part
from tracker.timeline import Entry
from web import times

#: A quiet stretch longer than this many times the usual one is drawn shorter, and says how long it was. Range 2 up.
QUIET = 4

#: The share of the width that one step takes at least, so that marks don't lie on each other. Range 0 to 1.
NARROWEST = 0.4

#: Half the picture's height for the largest change, in pixels.
TALL = 46


@dataclass(frozen=True)
class Mark:
    """A version in the picture: where it stands (per cent of the width), and its bars in pixels."""

    x: float
    number: int
    added: int
    removed: int
    headline: bool
    notice: bool
    title: str


@dataclass(frozen=True)
class Quiet:
    """A stretch without a change that is drawn shorter than it was."""

    start: float
    end: float
    length: str


@dataclass(frozen=True)
class Strip:
    """The picture: marks, quiet stretches, and the sentence that tells it to those who cannot see it."""

    marks: list[Mark]
    quiet: list[Quiet]
    told: str
    first: datetime
    last: datetime


def strip(entries: Sequence[Entry], zone: str) -> Strip | None:
    """The picture of a timeline's entries (newest first); None for fewer than two, which need none."""
    steps = list(reversed(entries))
    if len(steps) < 2:
        return None
    gaps = [
        max(later.version.first_seen_at - earlier.version.first_seen_at, timedelta(seconds=1))
        for earlier, later in pairwise(steps)
    ]
    most = max(max(entry.version.words_added, entry.version.words_removed) for entry in steps) or 1
    places, quiet = _laid_out(gaps)
    marks = [_mark(entry, place, most, zone) for entry, place in zip(steps, places, strict=True)]
    return Strip(marks, quiet, _told(steps, zone), steps[0].version.first_seen_at, steps[-1].version.first_seen_at)


def _laid_out(gaps: Sequence[timedelta]) -> tuple[list[float], list[Quiet]]:
    """Places from 2 to 98 per cent: true to time, but for long quiet stretches and for steps too close to tell."""
    usual = median(gap.total_seconds() for gap in gaps)
    widths = [min(max(gap.total_seconds(), NARROWEST * usual), QUIET * usual) for gap in gaps]
    scale = 96 / sum(widths)
    places = [2.0]
    for width in widths:
        places.append(places[-1] + width * scale)
    quiet = [
        Quiet(round(places[at], 2), round(places[at + 1], 2), times.span(gap))
        for at, gap in enumerate(gaps)
        if gap.total_seconds() > QUIET * usual
    ]
    return [round(place, 2) for place in places], quiet


def _mark(entry: Entry, x: float, most: int, zone: str) -> Mark:
    version = entry.version
    return Mark(
        x=x,
        number=version.number,
        added=_height(version.words_added, most),
        removed=_height(version.words_removed, most),
        headline=any(change.part is Part.HEADLINE for change in entry.changes),
        notice=any(change.role is BlockRole.NOTICE for change in entry.changes),
        title=f"Version {version.number}, {times.stamp(version.first_seen_at, zone)}: {entry.summary}",
    )


def _height(words: int, most: int) -> int:
    """A bar's height: by the square root, so that one changed word still shows beside a rewritten page."""
    return max(round(TALL * (words / most) ** 0.5), 2) if words else 0


def _told(steps: Sequence[Entry], zone: str) -> str:
    largest = max(steps[1:], key=lambda entry: entry.version.words_added + entry.version.words_removed)
    version = largest.version
    return (
        f"{len(steps)} versions from {times.stamp(steps[0].version.first_seen_at, zone)} "
        f"to {times.stamp(steps[-1].version.first_seen_at, zone)}. The largest change is version {version.number}: "
        f"{version.words_added} words put in, {version.words_removed} taken out. The list below tells each."
    )
