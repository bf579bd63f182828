"""The picture over a timeline: when each version appeared and how much it changed, drawn on the server as SVG."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from tracker.model import BlockRole, Event, Part
from tracker.timeline import Entry, Happening
from web import times
from web.texts import gettext, ngettext

#: A quiet stretch longer than this many times the usual one is drawn shorter, and says how long it was. Range 2 up.
QUIET = 4

#: The share of the width that one step takes at least, so that marks don't lie on each other. Range 0 to 1.
NARROWEST = 0.4

#: Looks in vain that stand closer together are one mark, in per cent of the width. Range 0.2 to 3.
TOGETHER = 0.8

#: Versions that are marked one by one; of more, neighbours are one mark with their largest bars. Range 50 to 300.
MARKS = 120

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
class Gone:
    """A stretch for which the story was unpublished; `back` tells whether it ended."""

    start: float
    end: float
    back: bool
    title: str


@dataclass(frozen=True)
class Miss:
    """Looks in vain, close together."""

    x: float
    title: str


@dataclass(frozen=True)
class Strip:
    """The picture: marks, quiet and unpublished stretches, misses, and the sentence that tells it to who cannot see."""

    marks: list[Mark]
    quiet: list[Quiet]
    gone: list[Gone]
    misses: list[Miss]
    told: str
    first: datetime
    last: datetime


def strip(
    entries: Sequence[Entry], zone: str, happened: Sequence[Happening] = (), missed: Sequence[datetime] = ()
) -> Strip | None:
    """The picture of a timeline's entries and happenings (newest first) and of the looks that found no text.

    None for fewer than two points, which need no picture.
    """
    steps = list(reversed(entries))
    points = sorted([entry.version.first_seen_at for entry in steps] + [one.capture.seen_at for one in happened])
    points += [at for at in missed[-1:] if points and at > points[-1]]
    if not steps or len(points) < 2:
        return None
    gaps = [max(later - earlier, timedelta(seconds=1)) for earlier, later in pairwise(points)]
    most = max(max(entry.version.words_added, entry.version.words_removed) for entry in steps) or 1
    places, quiet = _laid_out(gaps)
    marks = _apart([_mark(entry, _at(entry.version.first_seen_at, points, places), most, zone) for entry in steps])
    return Strip(
        marks,
        quiet,
        _gone(list(reversed(happened)), points, places, zone),
        _misses(missed, points, places, zone),
        _told(steps, zone) + _told_beside(happened, missed),
        points[0],
        points[-1],
    )


def _at(when: datetime, points: Sequence[datetime], places: Sequence[float]) -> float:
    """Where an instant stands: at its own point, or in proportion between the two around it."""
    number = bisect_right(points, when) - 1
    if number < 0 or number >= len(points) - 1:
        return places[0 if number < 0 else -1]
    share = (when - points[number]) / max(points[number + 1] - points[number], timedelta(seconds=1))
    return round(places[number] + share * (places[number + 1] - places[number]), 2)


def _gone(happened: Sequence[Happening], points: Sequence[datetime], places: Sequence[float], zone: str) -> list[Gone]:
    """The stretches between "unpublished" and "back", or the end."""
    made = []
    for place, one in enumerate(happened):
        if one.event is not Event.UNPUBLISHED:
            continue
        back = happened[place + 1] if place + 1 < len(happened) else None
        end = _at(back.capture.seen_at, points, places) if back else 100.0
        since = times.stamp(one.capture.seen_at, zone)
        told = (
            gettext("Unpublished %(since)s, back %(at)s", since=since, at=times.stamp(back.capture.seen_at, zone))
            if back
            else gettext("Unpublished %(since)s, and not back since", since=since)
        )
        made.append(Gone(_at(one.capture.seen_at, points, places), end, back is not None, told))
    return made


def _misses(missed: Sequence[datetime], points: Sequence[datetime], places: Sequence[float], zone: str) -> list[Miss]:
    """Looks in vain, those close together as one."""
    groups: list[list[datetime]] = []
    for when in sorted(missed):
        if groups and _at(when, points, places) - _at(groups[-1][0], points, places) <= TOGETHER:
            groups[-1].append(when)
        else:
            groups.append([when])
    return [Miss(_at(group[0], points, places), _missed(group, zone)) for group in groups]


def _missed(group: Sequence[datetime], zone: str) -> str:
    if len(group) == 1:
        return gettext("A check found no text, %(at)s", at=times.stamp(group[0], zone))
    first, last = times.stamp(group[0], zone), times.stamp(group[-1], zone)
    return gettext("%(count)s checks found no text, %(first)s to %(last)s", count=len(group), first=first, last=last)


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
        title=gettext(
            "Version %(number)s, %(at)s: %(what)s",
            number=version.number,
            at=times.stamp(version.first_seen_at, zone),
            what=entry.summary,
        ),
    )


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Marks in order, those of a story with very many versions joined where they would lie on each other."""
    if len(marks) <= MARKS:
        return list(marks)
    joined: list[list[Mark]] = []
    for mark in marks:
        if joined and mark.x - joined[-1][0].x < 96 / MARKS:
            joined[-1].append(mark)
        else:
            joined.append([mark])
    return [group[0] if len(group) == 1 else _joined(group) for group in joined]


def _joined(group: Sequence[Mark]) -> Mark:
    first, last = group[0], group[-1]
    return replace(
        first,
        added=max(mark.added for mark in group),
        removed=max(mark.removed for mark in group),
        headline=any(mark.headline for mark in group),
        notice=any(mark.notice for mark in group),
        title=gettext("Versions %(first)s to %(last)s", first=first.number, last=last.number),
    )


def _height(words: int, most: int) -> int:
    """A bar's height: by the square root, so that one changed word still shows beside a rewritten page."""
    return max(round(TALL * (words / most) ** 0.5), 2) if words else 0


def _told(steps: Sequence[Entry], zone: str) -> str:
    if len(steps) == 1:
        first = times.stamp(steps[0].version.first_seen_at, zone)
        return gettext("1 version, from %(first)s. The list below tells more.", first=first)
    largest = max(steps[1:], key=lambda entry: entry.version.words_added + entry.version.words_removed)
    version = largest.version
    return gettext(
        "%(count)s versions from %(first)s to %(last)s. The largest change is version %(number)s: "
        "%(put)s words put in, %(out)s taken out. The list below tells each.",
        count=len(steps),
        first=times.stamp(steps[0].version.first_seen_at, zone),
        last=times.stamp(steps[-1].version.first_seen_at, zone),
        number=version.number,
        put=version.words_added,
        out=version.words_removed,
    )


def _told_beside(happened: Sequence[Happening], missed: Sequence[datetime]) -> str:
    """What else the picture shows."""
    gone = sum(one.event is Event.UNPUBLISHED for one in happened)
    told = ngettext("The story was unpublished once.", "The story was unpublished %(num)s times.", gone) if gone else ""
    empty = ngettext("%(num)s check found no text.", "%(num)s checks found no text.", len(missed)) if missed else ""
    return "".join(f" {sentence}" for sentence in (told, empty) if sentence)
