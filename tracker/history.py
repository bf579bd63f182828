"""A story's captures, in the order in which they were seen, give its versions: the same captures, the same versions."""

from collections.abc import Iterable

from tracker.errors import BadInput
from tracker.fetching import read, walls
from tracker.fetching.extract import EXTRACTOR
from tracker.model import Capture, Document, Outcome, Version, Via
from tracker.observe import Found, Reading, State, observe

#: What a reader is told of a look that gave no page.
_GAVE_NOTHING = {
    Outcome.GONE: "The address answered that the page is gone.",
    Outcome.MOVED: "The address led elsewhere.",
    Outcome.BLOCKED: "The publisher refused to send the page.",
    Outcome.FAILED: "The page could not be fetched.",
}


def fold(state: State, readings: Iterable[Reading]) -> Found:
    """Take captures one by one from where the story stands. They come by seen_at, then address, then sequence."""
    found = Found()
    for reading in readings:
        state = observe(state, reading, found)
    return found


def resume(version: Version, held: Reading | None) -> State:
    """Where a story stands whose newest version is `version`; `held` is the capture that waits to be confirmed.

    Folding on from here gives what folding from the start would give.
    """
    document = Document.model_validate(version.document)
    latest = Document.model_validate(version.latest) if version.latest else document
    return State(version.story_id, version, document, latest, version.last_seen_at, held)


def reading(capture: Capture, capture_id: int, raw: bytes) -> Reading:
    """A capture with what its raw bytes say, read by the present extractor."""
    gave_nothing = _GAVE_NOTHING.get(capture.outcome, "")
    if capture.outcome is not Outcome.CONTENT:
        return Reading(capture_id, capture.seen_at, capture.via, EXTRACTOR, unusable=gave_nothing)
    try:
        found = read.read(raw, capture.media_type, capture.address)
    except BadInput as error:
        return Reading(capture_id, capture.seen_at, capture.via, EXTRACTOR, unusable=f"It could not be read: {error}")
    document, repaired = read.storable(found.document)
    note = "It held characters that cannot be kept as text; they are shown as \ufffd." if repaired else ""
    via = found.via or capture.via if capture.via is Via.IMPORT else capture.via
    return Reading(capture_id, capture.seen_at, via, EXTRACTOR, document, _unusable(document), note)


def _unusable(document: Document) -> str:
    """A headline that a file states is a text by itself; a page without a body is none."""
    only_headline = document.headline_from == "stated" and document.headline.strip() and not document.blocks
    return "" if only_headline else walls.unusable(document)
