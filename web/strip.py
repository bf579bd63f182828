"""The picture over a timeline: a story's life on a line of time, drawn on the server as SVG, with its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.model import Event
from web import times
from web.axis import Axis
from web.families import Family
from web.strip_marks import Life, Mark, marks
from web.texts import gettext, ngettext

#: Looks in vain, or stamps, that stand closer together are one sign, in per cent of the width. Range 0.2 to 3.
TOGETHER = 1.2

#: Marks beyond which they are drawn smaller. Range 20 to 40.
DENSE = 30

#: Ticks for checks at the most; they are drawn in steps of the width divided by it. Range 100 to 1000.
CHECKS = 500


@dataclass(frozen=True)
class Sign:
    """A small sign on one of the lower rows: a look in vain, or the publisher's own stamp."""

    x: float
    title: str


@dataclass(frozen=True)
class Gone:
    """A stretch for which the story was unpublished; `back` tells whether it ended."""

    start: float
    end: float
    back: bool
    title: str


@dataclass(frozen=True)
class Strip:
    """The picture: its line, marks, unpublished stretches and signs, and what tells it to who cannot see.

    `checks` is the path of all checks on a width of CHECKS.
    """

    axis: Axis
    marks: list[Mark]
    gone: list[Gone]
    checks: str
    misses: list[Sign]
    stamps: list[Sign]
    families: list[Family]
    told: str

    @property
    def dense(self) -> bool:
        """Whether the marks stand so close that they are drawn smaller."""
        return len(self.marks) > DENSE


def axis(life: Life) -> Axis | None:
    """The line of time from the publisher's first stamp to the last check; None for a life too short to be drawn."""
    steps = life.entries
    instants = {entry.version.first_seen_at for entry in steps} | {one.capture.seen_at for one in life.happened}
    if not steps or len(instants | set(life.missed[-1:])) < 2:
        return None
    published = steps[-1].document.published_at
    if published and published < min(instants):
        instants.add(published)
    return Axis([*instants, *life.looks[-1:], *life.missed[-1:]])


def strip(life: Life, line: Axis) -> Strip:
    """The picture of a life on its line."""
    made = marks(life, line)
    present = {mark.family for mark in made if mark.family}
    return Strip(
        axis=line,
        marks=made,
        gone=_gone(life, line),
        checks=_ticks(life.looks, line),
        misses=[Sign(line.at(group[0]), _missed(group, life.zone)) for group in _near(life.missed, line)],
        stamps=_stamps(life, line),
        families=[family for family in Family if family in present],
        told=_told(life),
    )


def _near(instants: Sequence[datetime], line: Axis) -> list[list[datetime]]:
    """Instants in order, those close together on the line as one."""
    groups: list[list[datetime]] = []
    for when in sorted(instants):
        if groups and line.at(when) - line.at(groups[-1][0]) < TOGETHER:
            groups[-1].append(when)
        else:
            groups.append([when])
    return groups


def _ticks(looks: Sequence[datetime], line: Axis) -> str:
    """The checks as one path of ticks, those at one place drawn once."""
    places = sorted({round(line.at(when) * CHECKS / 100) for when in looks})
    return "".join(f"M{place} 0v6" for place in places)


def _stamps(life: Life, line: Axis) -> list[Sign]:
    """The publisher's own stamps where they fall on the line, each once; those close together as one sign."""
    found: dict[datetime, str] = {}
    for entry in reversed(life.entries):
        read = entry.document
        if read.published_at:
            found.setdefault(read.published_at, gettext("published"))
        if read.modified_at:
            found.setdefault(read.modified_at, gettext("updated"))
    inside = [when for when in found if line.first <= when <= line.last]
    return [Sign(line.at(group[0]), _stamped(group, found, life.zone)) for group in _near(inside, line)]


def _stamped(group: Sequence[datetime], found: Mapping[datetime, str], zone: str) -> str:
    listed = [f"{found[when]} {times.stamp(when, zone)}" for when in group]
    return gettext("Publisher’s stamp: %(list)s", list=", ".join(listed))


def _gone(life: Life, line: Axis) -> list[Gone]:
    """The stretches between "unpublished" and "back", or the end."""
    happened = list(reversed(life.happened))
    made = []
    for place, one in enumerate(happened):
        if one.event is not Event.UNPUBLISHED:
            continue
        back = happened[place + 1] if place + 1 < len(happened) else None
        end = line.at(back.capture.seen_at) if back else 100.0
        since = times.stamp(one.capture.seen_at, life.zone)
        told = (
            gettext("Unpublished %(since)s, back %(at)s", since=since, at=times.stamp(back.capture.seen_at, life.zone))
            if back
            else gettext("Unpublished %(since)s, and not back since", since=since)
        )
        made.append(Gone(line.at(one.capture.seen_at), end, back is not None, told))
    return made


def _missed(group: Sequence[datetime], zone: str) -> str:
    if len(group) == 1:
        return gettext("A check found no text, %(at)s", at=times.stamp(group[0], zone))
    first, last = times.stamp(group[0], zone), times.stamp(group[-1], zone)
    return gettext("%(count)s checks found no text, %(first)s to %(last)s", count=len(group), first=first, last=last)


def _told(life: Life) -> str:
    """The picture in sentences."""
    steps = list(reversed(life.entries))
    first, last = (times.stamp(entry.version.first_seen_at, life.zone) for entry in (steps[0], steps[-1]))
    if len(steps) == 1:
        lead = gettext("1 version, from %(first)s. The list below tells more.", first=first)
    else:
        version = max(steps[1:], key=lambda entry: entry.version.words_added + entry.version.words_removed).version
        lead = gettext(
            "%(count)s versions from %(first)s to %(last)s. The largest change is version %(number)s: "
            "%(put)s words put in, %(out)s taken out. The list below tells each.",
            count=len(steps),
            first=first,
            last=last,
            number=version.number,
            put=version.words_added,
            out=version.words_removed,
        )
    gone = sum(one.event is Event.UNPUBLISHED for one in life.happened)
    told = ngettext("The story was unpublished once.", "The story was unpublished %(num)s times.", gone) if gone else ""
    missed = len(life.missed)
    empty = ngettext("%(num)s check found no text.", "%(num)s checks found no text.", missed) if missed else ""
    return " ".join(sentence for sentence in (lead, told, empty) if sentence)
