"""What the page of two compared versions shows: the text laid out, the list of changes, the quotation, the ways on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import queries
from storage.queries import Mark
from tracker import excerpt
from tracker.moments import Moment
from tracker.telling import retold
from web import changelist, quotation, texts, views
from web.changelist import Ways
from web.comparison import laid_out
from web.deps import Reader
from web.links import Links
from web.looks import Compared, compared

#: The height of a mark in the slider's picture, in pixels of a box that is 100 wide and so high.
TALL = 14


@dataclass(frozen=True)
class Here:
    """Addresses of this comparison: as it is looked at, with some of its ways changed."""

    links: Links
    story_id: int
    old: Moment
    new: Moment
    ways: Ways

    def __call__(self, **changed: Any) -> str:
        """The address with some of the ways changed."""
        return self.of(self.old, self.new, **changed)

    def of(self, old: Moment, new: Moment, **changed: Any) -> str:
        """Two other versions, or the same turned round, looked at in the same way."""
        return self.links.compare(self.story_id, old, new, **self.ways.but(**changed).given())

    def quoted(self, place: int) -> str:
        """The quotation of a change by itself."""
        return self.links.quotation(self.story_id, self.old, self.new, place)


@dataclass(frozen=True)
class Scale:
    """The versions on a line, each with how much it changed, as a picture of `width` steps: two paths of an SVG."""

    width: int
    put: str
    out: str


def page(reader: Reader, story_id: int, pair: tuple[Moment, Moment], asked: Ways) -> dict[str, Any]:
    """Two versions compared. Raises NotFound."""
    found = compared(reader, story_id, *pair)
    marks = queries.marks(reader.session, story_id)
    between = queries.noise(reader.session, story_id, *_times(found))
    noise = excerpt.changes(between, whole=found.whole)
    here = Here(reader.site.links, story_id, found.old.seen.moment, found.new.seen.moment, asked)
    diff = excerpt.diff(found.diff, whole=found.whole)
    moments = {mark.number: mark.moment for mark in marks}
    newer = found.new.seen.version
    apart = newer.number - found.old.seen.version.number
    only, side = bool(asked.only), asked.view == "side"
    made = changelist.listed(found, asked)
    places = [item.place for item in made.items]
    # Roles and kinds come from the documents, texts from the diff alone, which is cut to what may be shown.
    laid = laid_out(diff, *found.documents, only=only or not found.whole, side=side, also=places)
    return {
        "old": found.old,
        "new": found.new,
        "told": retold(newer.told, newer.telling, texts.language())[0] if apart == 1 else "",
        "diff": diff,
        "laid": laid,
        "whole": found.whole,
        "changes": made,
        "loose": [(moments[number], one) for number, one in made.loose],
        "fine": bool(asked.fine),
        "noise": views.noises(noise, whole=found.whole) if asked.fine else [],
        "finer": (laid.folded if found.whole else 0) + len(noise),
        "here": here,
        "ways": asked,
        "marks": marks,
        "scale": _scale(marks),
        "side": side,
        "only": only,
        "quotation": quotation.quotation(reader.site.links, found),
        "earlier": _neighbour(marks, found, -1),
        "later": _neighbour(marks, found, +1),
    }


def quoted(reader: Reader, story_id: int, pair: tuple[Moment, Moment], change: int | None) -> dict[str, Any]:
    """The quotation of two compared versions, or of the change at a place of their diff. Raises NotFound."""
    found = compared(reader, story_id, *pair)
    here = Here(reader.site.links, story_id, found.old.seen.moment, found.new.seen.moment, Ways())
    made = quotation.quotation(reader.site.links, found, change)
    return {"old": found.old, "new": found.new, "here": here, "place": change, "quotation": made}


def _times(found: Compared) -> tuple[datetime, datetime]:
    first, last = sorted((found.old.seen.version.first_seen_at, found.new.seen.version.first_seen_at))
    return first, last


def _scale(marks: Sequence[Mark]) -> Scale:
    """Each version as a bar up for the words that it put in and one down for those that it took out."""
    most = max((max(mark.words_added, mark.words_removed) for mark in marks), default=0) or 1

    def tall(words: int) -> int:
        return max(round(TALL * (words / most) ** 0.5), 2) if words else 0

    put = "".join(f"M{at} {TALL}v-{tall(mark.words_added)}" for at, mark in enumerate(marks) if mark.words_added)
    out = "".join(f"M{at} {TALL + 2}v{tall(mark.words_removed)}" for at, mark in enumerate(marks) if mark.words_removed)
    return Scale(max(len(marks) - 1, 1), put, out)


def _neighbour(marks: Sequence[Mark], found: Compared, step: int) -> tuple[Mark, Mark] | None:
    """The comparison one version earlier or later, both sides moved along; None at either end."""
    by_number = {mark.number: mark for mark in marks}
    old = by_number.get(found.old.seen.version.number + step)
    new = by_number.get(found.new.seen.version.number + step)
    return (old, new) if old and new else None
