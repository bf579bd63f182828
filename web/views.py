"""What each page shows, worked out before any template sees it: one function a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.flags import Settled
from storage.queries import Listed, Listing, StoryHistory
from tracker import excerpt, timeline, weight
from tracker.episodes import BURST_WITHIN
from tracker.model import Change, Event, Finding, Folded, Outcome, Via
from tracker.moments import Moment
from tracker.telling import retold
from tracker.timeline import Aside, Entry
from tracker.weight import small
from web import figures, leaves, notices, shape, texts, times
from web.ladder import ladder
from web.latest import latest
from web.leaves import Place
from web.looks import Look
from web.notices import Owned
from web.passages import Passage, foremost, passages
from web.reasons import sentence
from web.strip import axis, strip
from web.strip_marks import Life
from web.texts import N_
from web.watching import watched

#: What a reader is told that a capture is which made no version.
_FINDINGS = {Finding.MINOR: N_("Folded"), Finding.HELD: N_("Held"), Finding.ASIDE: N_("Set aside")}

#: By whom the time of a capture was stated that Rowback did not see itself.
_STATED = {Via.IMPORT: N_("the file"), Via.PUSH: N_("the program that sent it")}

#: The width of the largest change's bar, in pixels.
BAR = 96

#: Of a story with very many versions: how many can be chosen for a comparison, and how many values of a figure its page
#: lists. Range 10 to 200 each; the JSON has them all.
OFFERED, RUNGS = 60, 20


@dataclass(frozen=True)
class Card:
    """A story on the front page: the weightiest thing that its newest version changed."""

    item: Listed
    summary: str
    passage: Passage | None


@dataclass(frozen=True)
class Noise:
    """What was folded for one reason: how many differences, and what of them may be shown."""

    why: str
    count: int
    passages: list[Passage]


@dataclass(frozen=True)
class Fold:
    """A capture that made no version: what it is called, and what of it may be shown.

    `overrulable`: an operator's decision would change what was made of it.
    """

    aside: Aside
    label: str
    passages: list[Passage]
    stamps: list[Change]
    noise: list[Noise]
    overrulable: bool


@dataclass(frozen=True)
class Vain:
    """Looks that found no text, for one reason."""

    reason: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Step:
    """An entry of the timeline with its passages; the bars are pixels of BAR.

    `small` are passages of the changes that are none of substance, `edits` how many changes those are.
    """

    entry: Entry
    stated_by: str
    passages: list[Passage]
    more: int
    small: list[Passage]
    edits: int
    owned: Owned
    bar_added: int
    bar_removed: int
    folds: list[Fold]
    noise: list[Noise]
    vain: list[Vain]

    @property
    def folded(self) -> int:
        """How many checks are folded away under it."""
        return len(self.folds) + sum(one.count for one in self.vain)


@dataclass(frozen=True)
class Row:
    """A row of the timeline with the steps of its versions."""

    steps: Sequence[Step]
    place: Place


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
    version = item.newest.version
    told = sentence(*retold(version.told, version.telling, texts.language()))
    return Card(item, told, shown[0] if shown else None)


def story(
    history: StoryHistory,
    settled: Settled,
    *,
    operator: bool,
    now: datetime,
    within: timedelta = BURST_WITHIN,
    upto: Moment | None = None,
) -> dict[str, Any]:
    """A story's timeline, from what stood at a moment on down. Versions `within` that time of each other read as one.

    Raises NotFound where nothing stood then.
    """
    whole = excerpt.whole(history.outlet.show, operator=operator)
    entries = timeline.entries(history.seen, history.asides, locale=texts.language())
    happened = timeline.happenings(history.turns, locale=texts.language())
    came = {item.version.capture_id: item.capture.via for item in history.seen}
    most = max((max(item.version.words_added, item.version.words_removed) for item in entries), default=0)
    dated, zone = timeline.dated(entries), history.outlet.zone
    found = notices.notices(entries, dated, settled)

    def step(entry: Entry) -> Step:
        return _step(entry, came[entry.version.capture_id], most, found.of(entry.version.number), whole=whole)

    bursts = timeline.bursts(entries, within, lambda at: times.stamp(at, zone), locale=texts.language())
    shown = leaves.leaf(bursts, happened, upto)
    spots = leaves.spots(bursts, shown, leaves.leaf(bursts, happened, None))
    life = Life(
        entries,
        zone,
        lambda entry: spots[entry.version.number],
        happened,
        history.looks,
        [aside.capture.seen_at for aside in timeline.missed(history.asides)],
        found.silent,
    )
    line = axis(life)
    counted = figures.figures(entries, dated, zone, line, whole=whole) if upto is None else []
    return {
        "history": history,
        "whole": whole,
        "now": now,
        "entries": entries,
        "rows": [Row([step(entry) for entry in row.burst.entries] if row.burst else (), row) for row in shown.places],
        "leaf": shown,
        "offered": _offered(entries),
        "rungs": RUNGS,
        "whole_story": upto is None,
        "figures": counted[: figures.MOST],
        "figures_more": len(counted[figures.MOST :]),
        "gone": happened[0] if happened and happened[0].event is Event.UNPUBLISHED else None,
        "strip": strip(life, line) if line else None,
        "latest": latest(entries, whole=whole),
        "ladder": ladder(timeline.headlines(history.seen), entries, line, zone) if upto is None else None,
        "loose": [] if entries else [fold(aside, whole=whole) for aside in timeline.folded(history.asides)],
        "loose_vain": [] if entries else _vain(history.asides),
        "watched": watched(history.follow, set(came.values()), now),
    }


def _offered(entries: Sequence[Entry]) -> list[Entry]:
    """The versions that can be chosen for a comparison: all, or of very many every so many, the ends always."""
    apart = -(-len(entries) // OFFERED)
    return [entry for at, entry in enumerate(entries) if at % apart == 0 or at == len(entries) - 1] if entries else []


def _step(entry: Entry, via: Via, most: int, owned: Owned, *, whole: bool) -> Step:
    made = excerpt.changes(entry.changes, whole=whole)
    shown, more = foremost(passages([change for change in made if not small(change)]))
    edits = [change for change in made if small(change)]
    return Step(
        entry=entry,
        stated_by=_STATED.get(via, ""),
        passages=shown,
        more=more,
        small=foremost(passages(edits))[0],
        edits=len(edits),
        owned=owned,
        bar_added=_bar(entry.version.words_added, most),
        bar_removed=_bar(entry.version.words_removed, most),
        folds=[fold(aside, whole=whole) for aside in timeline.folded(entry.asides)],
        noise=noises(entry.noise, whole=whole),
        vain=_vain(entry.asides),
    )


def noises(made: Sequence[Change], *, whole: bool) -> list[Noise]:
    """What was folded as noise, by its reason, in the order in which it stood."""
    by_reason: dict[str, list[Change]] = {}
    for change in excerpt.changes(made, whole=whole):
        by_reason.setdefault(change.why[0] if change.why else "Folded as noise.", []).append(change)
    return [Noise(why, len(group), foremost(passages(group))[0]) for why, group in by_reason.items()]


def _vain(asides: Sequence[Aside]) -> list[Vain]:
    """The looks that found no text, by their reason."""
    by_reason: dict[str, list[datetime]] = {}
    for aside in timeline.missed(asides):
        by_reason.setdefault(aside.verdict.reason, []).append(aside.capture.seen_at)
    return [Vain(reason, len(at), min(at), max(at)) for reason, at in by_reason.items()]


def _bar(words: int, most: int) -> int:
    """A bar's width; one changed word still shows beside a rewritten page."""
    return max(round(BAR * (words / most) ** 0.5), 2) if words and most else 0


def fold(aside: Aside, *, whole: bool) -> Fold:
    """A capture that made no version, as it may be shown."""
    noise = [change for change in aside.changes if change.folded is Folded.NOISE]
    made = excerpt.changes([change for change in aside.changes if change.folded is not Folded.NOISE], whole=whole)
    finding = aside.verdict.finding
    return Fold(
        aside,
        _FINDINGS.get(finding, N_("Folded")),
        foremost(passages([change for change in made if not change.field]))[0],
        [change for change in made if change.field],
        noises(noise, whole=whole),
        aside.capture.outcome is Outcome.CONTENT and (bool(noise) or finding in (Finding.HELD, Finding.ASIDE)),
    )


def version(look: Look) -> dict[str, Any]:
    """One version as read at the time."""
    found = look.found
    (entry,) = timeline.entries([found.seen], [], locale=texts.language())
    number = found.seen.version.number
    around = {mark.number: mark for mark in look.marks}
    shown = passages(excerpt.changes(entry.changes, whole=look.whole))
    back = shape.restores(found, look.marks)
    told = timeline.sentence(found.seen, restores=back.number if back else None, locale=texts.language())
    return {
        "found": found,
        "entry": entry,
        "document": excerpt.document(entry.document, whole=look.whole),
        "whole": look.whole,
        "passages": [] if look.whole else shown,
        "summary": sentence(*told),
        "restores": back,
        "earlier": around.get(number - 1),
        "later": around.get(number + 1),
        "count": len(look.marks),
        "stated_by": _STATED.get(found.seen.capture.via, ""),
        "confirms": found.capture.id != found.seen.version.capture_id,
    }
