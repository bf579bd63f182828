"""The marks of a story's picture: each version, or neighbouring ones, with its amount, kind and what stood out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from tracker.model import Part
from tracker.moments import Moment
from tracker.timeline import Entry, Happening
from web import families, times
from web.axis import END, Axis
from web.families import Family
from web.labels import kind_label
from web.texts import gettext, number

#: Versions that are marked one by one; of more, neighbours are one mark. Range 30 to 120: sixty are 6 pixels apart on
#: a phone, and a mark with its row of the table is about 600 bytes.
MARKS = 60

#: Marks up to which each says in its title what changed, too. Range 10 to 60.
TOLD = 40

#: The height of the largest change's bar, in pixels, and of the smallest.
TALL, LOW = 44, 3


@dataclass(frozen=True)
class Spot:
    """Which page of a timeline tells a version: the one at hand (`here`), or the one that begins `upto` a moment."""

    here: bool
    upto: Moment | None = None


@dataclass(frozen=True)
class Life:
    """What a story's picture is drawn from. Entries and happenings come newest first, as the timeline has them.

    `looks` are all checks in order, `missed` those that found no text; `silent` the versions with a change of
    substance for which no notice was found; `where` gives for a version the page that tells it.
    """

    entries: Sequence[Entry]
    zone: str
    where: Callable[[Entry], Spot]
    happened: Sequence[Happening] = ()
    looks: Sequence[datetime] = ()
    missed: Sequence[datetime] = ()
    silent: Collection[int] = ()


@dataclass(frozen=True)
class Mark:
    """A version in the picture, or neighbouring ones as one mark: where it stands, and where it leads.

    `x`, `left` and `wide` are per cent of the width: its place, and what a finger may touch for it; `added` and
    `removed` are its bars in pixels, `words` what they stand for. `beside` is what else is to be known of it, in words.
    """

    entry: Entry
    numbers: tuple[int, int]
    x: float
    left: float
    wide: float
    added: int
    removed: int
    family: Family | None
    kind: str
    words: tuple[int, int]
    headline: bool
    silent: bool
    beside: list[str]
    spot: Spot
    title: str

    @property
    def name(self) -> str:
        """ "Version 7", or "Versions 7 to 9"."""
        first, last = self.numbers
        if first == last:
            return gettext("Version %(number)s", number=first)
        return gettext("Versions %(first)s to %(last)s", first=first, last=last)


def marks(life: Life, line: Axis) -> list[Mark]:
    """The versions of a life on its line, oldest first; of very many, neighbours as one."""
    steps = list(reversed(life.entries))
    most = max(max(entry.version.words_added, entry.version.words_removed) for entry in steps) or 1
    groups: list[list[Entry]] = []
    began = 0.0
    apart = 0.0 if len(steps) <= MARKS else END / MARKS
    for entry in steps:
        x = line.at(entry.version.first_seen_at)
        if groups and x - began < apart:
            groups[-1].append(entry)
        else:
            groups.append([entry])
            began = x
    places = [line.at(group[0].version.first_seen_at) for group in groups]
    edges = [0.0, *((one + other) / 2 for one, other in pairwise(places)), 100.0]
    short = len(groups) <= TOLD
    return [
        _mark(life, group, x, (left, right), most, short=short)
        for group, x, (left, right) in zip(groups, places, pairwise(edges), strict=True)
    ]


def _mark(life: Life, group: Sequence[Entry], x: float, edges: tuple[float, float], most: int, *, short: bool) -> Mark:
    """A mark for neighbours: the sum of their words, the weightiest of their kinds, and what any of them brought."""
    changes = [change for entry in group for change in entry.changes]
    first, kind = group[0].version.number == 1, families.weightiest(changes)
    added = sum(entry.version.words_added for entry in group if entry.version.number > 1)
    removed = sum(entry.version.words_removed for entry in group)
    headline = any(change.part is Part.HEADLINE for change in changes)
    silent = any(entry.version.number in life.silent for entry in group)
    told = {
        gettext("headline turned"): headline,
        gettext("change of substance, no notice found"): silent,
    }
    beside = [text for text, holds in told.items() if holds]
    family = None if first and len(group) == 1 else families.family(kind)
    label = gettext("first version") if family is None else kind_label(kind) if kind else gettext("wording")
    made = Mark(
        entry=group[0],
        numbers=(group[0].version.number, group[-1].version.number),
        x=x,
        left=round(edges[0], 2),
        wide=round(edges[1] - edges[0], 2),
        added=_height(added, most),
        removed=_height(removed, most),
        family=family,
        kind=label,
        words=(added, removed),
        headline=headline,
        silent=silent,
        beside=beside,
        spot=life.where(group[-1]),
        title="",
    )
    return replace(made, title=_title(made, life.zone, short=short))


def _title(mark: Mark, zone: str, *, short: bool) -> str:
    """What a mark says of itself, as a list of labels; of a story with few versions, what changed in words, too."""
    told = [mark.name, times.stamp(mark.entry.version.first_seen_at, zone), mark.kind]
    if mark.family:
        told.append(f"+{number(mark.words[0])} −{number(mark.words[1])}")
    lines = [" · ".join([*told, *mark.beside])]
    if short and mark.family:
        lines.append(mark.entry.summary)
    return "\n".join(lines)


def _height(words: int, most: int) -> int:
    """A bar's height: by the square root, so that one changed word still shows beside a rewritten page."""
    return max(round(TALL * min(words / most, 1.0) ** 0.5), LOW) if words else 0
