"""One step of a story's history: what stood before and one more capture give a version, a minor change or nothing.

Pure: no clock, no network, no database. `history` folds a whole story with it; polling takes one step at a time.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from tracker import classify, typography
from tracker.diffing import compare
from tracker.model import FETCHED, Block, BlockKind, BlockRole, Change, Document, Finding, Verdict, Version, Via

#: A fetched text shorter than this share of the one before it is held until the next check agrees. Range 0 to 1.
#: A half: extraction that loses a container loses about that much; an editor who cuts half a story is rare news.
HELD_SHARE = 0.5

#: A text of fewer characters is too short for its share to mean anything (a first flash of one or two sentences).
HELD_LENGTH = 400

#: Share of words that a held text and the next check have in common to agree. Range 0 to 1.
AGREE_SHARE = 0.8


@dataclass(frozen=True)
class Reading:
    """A capture with what was read from its raw bytes.

    `unusable` is a reader's sentence why it can never be a version, "" when it can. `via` is the route by which the
    text was first had. `document` is None when the look gave no new text (unchanged, or failed).
    """

    capture_id: int
    seen_at: datetime
    via: Via
    extractor: str
    document: Document | None = None
    unusable: str = ""
    note: str = ""


@dataclass(frozen=True)
class State:
    """Where a story stands: its current version, the text last seen (it may differ in typography), what is held."""

    story_id: int
    version: Version | None = None
    document: Document | None = None
    latest: Document | None = None
    checked_at: datetime | None = None
    held: Reading | None = None


@dataclass
class Found:
    """What captures gave: rows by the capture they belong to. A later step may set an earlier capture's row again."""

    versions: dict[int, Version] = field(default_factory=dict)
    changes: dict[int, list[Change]] = field(default_factory=dict)
    verdicts: dict[int, Verdict] = field(default_factory=dict)


def observe(state: State, reading: Reading, found: Found) -> State:
    """Take one capture, later than all before it; write what it gave into `found` and return where the story stands."""
    if reading.unusable:
        _judge(state, reading, found, Finding.ASIDE, reading.unusable)
        return state
    if state.held is not None:
        # What was held is what a look that found nothing changed has confirmed.
        state = _decide(replace(state, held=None), state.held, reading.document or state.held.document, found)
    if reading.document is None:
        return _confirm(state, reading, found)
    if _must_wait(state, reading):
        _judge(state, reading, found, Finding.HELD, "Much shorter than before; held until the next check agrees.")
        return replace(state, held=reading)
    return _settle(state, reading, found)


def digest(document: Document) -> str:
    """SHA-256 over what makes a version: every part with its typography evened out; stamps, addresses left out."""
    body = " ".join(block.text for block in _said(document) if block.kind is not BlockKind.CAPTION)
    parts = [
        document.headline,
        document.standfirst,
        document.byline,
        document.dateline,
        document.section,
        " ".join(document.captions),
        body,
    ]
    return hashlib.sha256("\x1f".join(map(typography.even, parts)).encode()).hexdigest()


def _settle(state: State, reading: Reading, found: Found) -> State:
    """The text is good: it is the version that stands, that version in other typography, or a new one."""
    assert reading.document is not None
    document = like_with_like(state.latest, reading.document)
    mark = digest(document)
    if state.version is None or mark != state.version.digest:
        return _new_version(state, reading, document, mark, found)
    latest = state.latest or document
    minor = [] if document == latest else classify.minor(compare(latest, document), latest, document)
    _judge(state, reading, found, Finding.MINOR if minor else Finding.SAME, reading.note)
    if minor:
        found.changes[reading.capture_id] = minor
        version = state.version.model_copy(update={"latest": document.model_dump(mode="json")})
        state = replace(state, version=version, latest=document)
    return _seen(state, reading, found)


def _decide(state: State, held: Reading, now: Document | None, found: Found) -> State:
    """What was held counts when the next text agrees with it, and is set aside when it does not."""
    if held.document is not None and now is not None and _agree(held.document, now):
        return _settle(state, held, found)
    _judge(state, held, found, Finding.ASIDE, "Much shorter than before; the next check did not agree.")
    return state


def _confirm(state: State, reading: Reading, found: Found) -> State:
    _judge(state, reading, found, Finding.SAME, reading.note)
    return _seen(state, reading, found)


def _seen(state: State, reading: Reading, found: Found) -> State:
    """The version that stands was seen once more."""
    if state.version is None:
        return state
    version = state.version.model_copy(update={"last_seen_at": reading.seen_at})
    found.versions[version.capture_id] = version
    return replace(state, version=version, checked_at=reading.seen_at)


def _new_version(state: State, reading: Reading, document: Document, mark: str, found: Found) -> State:
    version = Version(
        capture_id=reading.capture_id,
        story_id=state.story_id,
        number=(state.version.number + 1) if state.version else 1,
        not_before_at=state.checked_at,
        first_seen_at=reading.seen_at,
        last_seen_at=reading.seen_at,
        digest=mark,
        extractor=reading.extractor,
        words=sum(map(typography.count_words, document.paragraphs)),
        document=document.model_dump(mode="json"),
    )
    if state.document is not None:
        diff = compare(state.document, document, language=document.language or None)
        found.changes[reading.capture_id] = classify.classify(diff, old=state.document, new=document)
        version.words_added, version.words_removed, version.coarse = diff.words_added, diff.words_removed, diff.coarse
    found.versions[version.capture_id] = version
    state = State(state.story_id, version, document, document, reading.seen_at)
    _judge(state, reading, found, Finding.VERSION, reading.note)
    return state


def _judge(state: State, reading: Reading, found: Found, finding: Finding, reason: str) -> None:
    found.verdicts[reading.capture_id] = Verdict(
        capture_id=reading.capture_id,
        story_id=state.story_id,
        finding=finding,
        version_number=state.version.number if state.version else 0,
        reason=reason,
    )


def like_with_like(old: Document | None, new: Document) -> Document:
    """The new document with its headline taken from the same place as the old one's, where the page still declares it.

    A page that loses its h1 has not turned its headline: og:title is compared with og:title. Where that stands as
    it did, the headline is carried on from before, until its own place is there again.
    """
    if old is None or new.headline_from == old.headline_from:
        return new
    if old.headline_from in new.titles:
        headline, titles = new.titles[old.headline_from], new.titles
    elif old.titles.get(new.headline_from) == new.headline:
        headline, titles = old.headline, {**new.titles, old.headline_from: old.headline}
    else:
        return new
    return new.model_copy(update={"headline": headline, "headline_from": old.headline_from, "titles": titles})


def _said(document: Document) -> list[Block]:
    """The blocks that say something: a line that is only a stamp moves with the clock and makes no version."""
    return [block for block in document.blocks if block.role is not BlockRole.STAMP]


def _length(document: Document) -> int:
    return sum(len(typography.even(block.text)) for block in _said(document))


def _must_wait(state: State, reading: Reading) -> bool:
    """Whether a fetched text is so much shorter than the one that stands that a bad fetch is likelier than an edit."""
    old, new = state.document, reading.document
    if old is None or new is None or reading.via not in FETCHED:
        return False
    if set(new.notices) - set(old.notices):
        return False
    before = _length(old)
    return before >= HELD_LENGTH and _length(new) < HELD_SHARE * before


def _agree(held: Document, new: Document) -> bool:
    """Whether a check confirms a held text: most words of the two are the same."""
    a, b = _words(held), _words(new)
    return len(a & b) >= AGREE_SHARE * max(len(a | b), 1)


def _words(document: Document) -> set[str]:
    text = " ".join([document.headline, *(block.text for block in _said(document))])
    return set(typography.words(typography.even(text).casefold()))
