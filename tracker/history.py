"""A story's captures, in the order in which they were seen, give its versions: the same captures, the same versions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from tracker import chain
from tracker.errors import BadInput
from tracker.fetching import read, walls
from tracker.fetching.extract import EXTRACTOR
from tracker.fetching.sight import Sight
from tracker.lessons import Lessons, Rules
from tracker.model import FETCHED, Capture, Document, Outcome
from tracker.observe import Found, Reading, State, observe
from tracker.weight import DEFAULT, Weights

#: A page whose fingerprint stands is still read in full after so long: should the story have left the region that was
#: learnt, its edits are late by that and not lost. Range 1 hour to 1 day.
READ_AGAIN = timedelta(hours=6)

#: What a reader is told of a look that gave no page.
_GAVE_NOTHING = {
    Outcome.GONE: "The address answered that the page is gone.",
    Outcome.MOVED: "The address led elsewhere.",
    Outcome.BLOCKED: "The publisher refused to send the page.",
    Outcome.FAILED: "The page could not be fetched.",
}


@dataclass(frozen=True)
class Look:
    """A kept capture, whose raw bytes are had when they are wanted. `overruled`: it counts as it was read."""

    capture: Capture
    capture_id: int
    raw: Callable[[], bytes]
    overruled: bool = False

    def sight(self, prints: dict[str, str] | None = None) -> Sight | None:
        """The page that a fetched capture shows, an exported one too; None for a text that was pushed or imported.

        `prints` are the fingerprints that were taken of it already, by region.
        """
        if self.capture.media_type == read.LINE:
            page = read.fetched_page(self.raw(), self.capture.via)
            return None if page is None else Sight(lambda: page, chain.digest(page), "", prints)
        if self.capture.via not in FETCHED or not read.is_page(self.capture.media_type):
            return None
        return Sight(self.raw, self.capture.raw_digest, read.stated_charset(self.capture.media_type), prints)


def fold(
    state: State, looks: Iterable[Look | Reading], lessons: Lessons | None = None, weights: Weights = DEFAULT
) -> tuple[State, Found]:
    """Take captures one by one from where the story stands. They come by seen_at, then address, then sequence.

    `lessons` are those of the outlet that stand; without them, none. `weights` say how much a change
    matters. Gives where the story stands then, and the rows.
    """
    found, lessons = Found(weights=weights), lessons or Lessons()
    for look in looks:
        taken = look if isinstance(look, Reading) else reading(look, state, lessons.counting(look.capture.kept_at))
        state = observe(state, taken, found, lessons)
    return state, found


def reading(look: Look, state: State | None = None, rules: Rules | None = None) -> Reading:
    """A capture with what its raw bytes say, read by the present extractor.

    A fetched page that shows the same as the one before (`state`), by its bytes or by the fingerprint of a region
    that was learnt (`rules`), is not read again: it gives no new text.
    """
    capture = look.capture
    plain = Reading(look.capture_id, capture.seen_at, capture.via, EXTRACTOR, kept_at=capture.kept_at)
    if capture.outcome is not Outcome.CONTENT:
        reason, gone = _GAVE_NOTHING.get(capture.outcome, ""), capture.outcome is Outcome.GONE
        return replace(plain, unusable=reason, gone=gone)
    sight = look.sight()
    if sight is not None and state is not None and not look.overruled and _stands(sight, look, state, rules or Rules()):
        return plain
    try:
        found = read.read(look.raw(), capture.media_type, capture.address)
    except BadInput as error:
        return replace(plain, unusable=f"It could not be read: {error}")
    document, repaired = read.storable(found.document)
    note = "It held characters that cannot be kept as text; they are shown as \ufffd." if repaired else ""
    return replace(
        plain,
        via=read.route(found.via, capture.via),
        document=document,
        unusable="" if look.overruled else _unusable(document),
        note=note,
        overruled=look.overruled,
        sight=sight,
    )


def _stands(sight: Sight, look: Look, state: State, rules: Rules) -> bool:
    """Whether a page shows what the page before it showed, as far as a version can be made from it."""
    if state.sight is None or state.read_at is None or state.held is not None:
        return False
    if sight.digest == state.sight.digest:
        return True
    if look.capture.seen_at - state.read_at >= READ_AGAIN:
        return False
    for region in rules.regions:
        if taken := sight.fingerprint(region):
            return taken == state.sight.fingerprint(region)
    return False


def _unusable(document: Document) -> str:
    """A headline that a file states is a text by itself; a page without a body is none."""
    only_headline = document.headline_from == "stated" and document.headline.strip() and not document.blocks
    return "" if only_headline else walls.unusable(document)
