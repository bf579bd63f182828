"""What each page shows, worked out before any template sees it: one function a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storage.queries import Listed, Listing, Mark, StoryHistory
from tracker import excerpt, timeline, weight
from tracker.model import Change, Finding, Via
from tracker.timeline import Aside, Entry
from web import shape
from web.comparison import laid_out
from web.looks import Compared, Look
from web.passages import Passage, foremost, passages
from web.strip import strip

#: What a reader is told that a capture is which made no version.
_FINDINGS = {Finding.MINOR: "Folded", Finding.HELD: "Held", Finding.ASIDE: "Set aside"}

#: By whom the time of a capture was stated that Rowback did not see itself.
_STATED = {Via.IMPORT: "the file", Via.PUSH: "the program that sent it"}

#: The width of the largest change's bar, in pixels.
BAR = 96


@dataclass(frozen=True)
class Card:
    """A story on the front page: the weightiest thing that its newest version changed."""

    item: Listed
    summary: str
    passage: Passage | None


@dataclass(frozen=True)
class Fold:
    """A capture that made no version: what it is called, and what of it may be shown."""

    aside: Aside
    label: str
    passages: list[Passage]
    stamps: list[Change]


@dataclass(frozen=True)
class Step:
    """An entry of the timeline with its passages; the bars are pixels of BAR."""

    entry: Entry
    stated_by: str
    passages: list[Passage]
    more: int
    bar_added: int
    bar_removed: int
    folds: list[Fold]


def front(listing: Listing, *, operator: bool) -> list[Card]:
    """The front page."""
    return [_card(item, operator=operator) for item in listing.items]


def _card(item: Listed, *, operator: bool) -> Card:
    if item.newest is None:
        return Card(item, "", None)
    whole = excerpt.whole(item.outlet.show, operator=operator)
    made = excerpt.changes(item.newest.changes, whole=whole)
    first = item.story.versions == 1
    foremost = weight.weightiest(made)
    shown = passages([foremost]) if foremost and not first else []
    return Card(item, timeline.summary(item.newest.changes, first=first), shown[0] if shown else None)


def story(history: StoryHistory, *, operator: bool) -> dict[str, Any]:
    """A story's timeline."""
    whole = excerpt.whole(history.outlet.show, operator=operator)
    entries = timeline.entries(history.seen, history.asides)
    came = {item.version.capture_id: item.capture.via for item in history.seen}
    most = max((max(item.version.words_added, item.version.words_removed) for item in entries), default=0)
    return {
        "history": history,
        "whole": whole,
        "steps": [_step(entry, came[entry.version.capture_id], most, whole=whole) for entry in entries],
        "strip": strip(entries, history.outlet.zone),
        "headlines": timeline.headlines(history.seen),
        "loose": [] if entries else [_fold(aside, whole=whole) for aside in timeline.folded(history.asides)],
    }


def _step(entry: Entry, via: Via, most: int, *, whole: bool) -> Step:
    shown, more = foremost(passages(excerpt.changes(entry.changes, whole=whole)))
    return Step(
        entry=entry,
        stated_by=_STATED.get(via, ""),
        passages=shown,
        more=more,
        bar_added=_bar(entry.version.words_added, most),
        bar_removed=_bar(entry.version.words_removed, most),
        folds=[_fold(aside, whole=whole) for aside in timeline.folded(entry.asides)],
    )


def _bar(words: int, most: int) -> int:
    """A bar's width; one changed word still shows beside a rewritten page."""
    return max(round(BAR * (words / most) ** 0.5), 2) if words and most else 0


def _fold(aside: Aside, *, whole: bool) -> Fold:
    made = excerpt.changes(aside.changes, whole=whole)
    stamps = [change for change in made if change.field]
    texts = foremost(passages([change for change in made if not change.field]))[0]
    return Fold(aside, _FINDINGS.get(aside.verdict.finding, "Folded"), texts, stamps)


def version(look: Look) -> dict[str, Any]:
    """One version as read at the time."""
    found = look.found
    (entry,) = timeline.entries([found.seen], [])
    number = found.seen.version.number
    around = {mark.number: mark for mark in look.marks}
    shown = passages(excerpt.changes(entry.changes, whole=look.whole))
    return {
        "found": found,
        "entry": entry,
        "document": excerpt.document(entry.document, whole=look.whole),
        "whole": look.whole,
        "passages": [] if look.whole else shown,
        "summary": shape.summary(found, look.marks),
        "restores": shape.restores(found, look.marks),
        "earlier": around.get(number - 1),
        "later": around.get(number + 1),
        "count": len(look.marks),
        "stated_by": _STATED.get(found.seen.capture.via, ""),
        "confirms": found.capture.id != found.seen.version.capture_id,
    }


def comparison(compared: Compared, marks: Sequence[Mark], *, side: bool, only: bool) -> dict[str, Any]:
    """Two versions compared."""
    diff = excerpt.diff(compared.diff, whole=compared.whole)
    # Roles and kinds come from the documents, texts from the diff alone, which is cut to what may be shown.
    return {
        "old": compared.old,
        "new": compared.new,
        "diff": diff,
        "laid": laid_out(diff, *compared.documents, only=only or not compared.whole, side=side),
        "whole": compared.whole,
        "marks": marks,
        "side": side,
        "only": only,
        "earlier": _neighbour(marks, compared, -1),
        "later": _neighbour(marks, compared, +1),
    }


def _neighbour(marks: Sequence[Mark], compared: Compared, step: int) -> tuple[Mark, Mark] | None:
    """The comparison one version earlier or later, both sides moved along; None at either end."""
    by_number = {mark.number: mark for mark in marks}
    old = by_number.get(compared.old.seen.version.number + step)
    new = by_number.get(compared.new.seen.version.number + step)
    return (old, new) if old and new else None
