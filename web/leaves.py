"""A timeline in leaves: versions that read as one and what befell the story as rows, and those that one page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.errors import NotFound
from tracker.moments import Moment
from tracker.timeline import Burst, Happening
from web.strip_marks import Spot

#: Versions and happenings on one page, more only where they read as one. Range 5 to 40: ten versions of a story that is
#: edited heavily are about 70 kB.
ROWS = 10


@dataclass(frozen=True)
class Place:
    """A row of a timeline: versions that read as one, most often a single one, or what happened to the story."""

    at: datetime
    moment: Moment
    burst: Burst | None = None
    happening: Happening | None = None


@dataclass(frozen=True)
class Leaf:
    """The rows that one page shows, newest first.

    `older` is where the page behind it begins, `newer` where the one before it does; None where there is none, and
    `newest` tells that the one before is the story's own page. `left` counts the rows behind.
    """

    places: Sequence[Place]
    older: Moment | None
    newer: Moment | None
    newest: bool
    left: int


def spots(bursts: Sequence[Burst], shown: Leaf, first: Leaf) -> dict[int, Spot]:
    """For each version the page that tells it: the one `shown`, the `first`, or one that begins with its burst."""
    made = {entry.version.number: Spot(False, burst.entries[0].moment) for burst in bursts for entry in burst.entries}
    for page, spot in ((first, Spot(False)), (shown, Spot(True))):
        told = [entry for place in page.places if place.burst for entry in place.burst.entries]
        made |= {entry.version.number: spot for entry in told}
    return made


def leaf(bursts: Sequence[Burst], happened: Sequence[Happening], upto: Moment | None) -> Leaf:
    """The page of a timeline that begins with what stood at a moment; the first for None. Raises NotFound.

    Of one look, the version stands above what it came back with.
    """
    dated = [(burst.until, True, Place(burst.until, burst.entries[0].moment, burst)) for burst in bursts]
    dated += [(one.capture.seen_at, False, Place(one.capture.seen_at, one.moment, happening=one)) for one in happened]
    places = [place for _, _, place in sorted(dated, key=lambda item: item[:2], reverse=True)]
    begin = 0
    if upto is not None:
        begin = next((at for at, place in enumerate(places) if place.at < upto.end), len(places))
        if begin == len(places):
            raise NotFound(f"nothing of this story had been seen by {upto}")
    behind = begin + _fitting(places[begin:])
    before = max(begin - max(_fitting(places[begin - 1 :: -1]), 1), 0) if begin else 0
    return Leaf(
        places=places[begin:behind],
        older=places[behind].moment if behind < len(places) else None,
        newer=places[before].moment if before else None,
        newest=begin > 0 and not before,
        left=max(len(places) - behind, 0),
    )


def _fitting(places: Sequence[Place]) -> int:
    """How many of these rows make a page, in the order given."""
    held = 0
    for number, place in enumerate(places):
        held += len(place.burst.entries) if place.burst else 1
        if held > ROWS and number:
            return number
    return len(places)
