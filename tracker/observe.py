"""One step of a story's history: what stood before and one more capture give a version, a minor change or nothing.

Pure: no clock, no network, no database. `history` folds a whole story with it; polling takes one step at a time.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tracker import classify, notes, steady, typography, weight
from tracker.diffing import Diff, compare
from tracker.fetching.sight import Sight
from tracker.lessons import Lessons, Noted, Rules
from tracker.model import FETCHED, Block, BlockKind, BlockRole, Change, Document, Event, Finding, Verdict, Version, Via
from tracker.steady import Steadied
from tracker.telling import said, telling
from tracker.weight import DEFAULT, Weights

#: A fetched text shorter than this share of the one before it is held until the next check agrees. Range 0 to 1.
#: A half: extraction that loses a container loses about that much; an editor who cuts half a story is rare news.
HELD_SHARE = 0.5

#: What a story's first version counts on a front page: less than any change of substance. Range 1 to 15.
FIRST_POINTS = 5.0

#: A text of fewer characters is too short for its share to mean anything (a first flash of one or two sentences).
HELD_LENGTH = 400

#: Share of words that a held text and the next check have in common to agree. Range 0 to 1.
AGREE_SHARE = 0.8


#: Characters of the texts whose diffs are kept for the rest of a fold. Range 100,000 to 100 million: a diff takes some
#: 20 bytes a character, and a live blog of 400 versions has a million of them a day.
DIFFS = 4_000_000

#: Two looks that find the page gone must lie so far apart for the story to count as unpublished. Range 1 minute to 1
#: hour. A deployment or a broken cache answers 404 for a minute or two.
GONE_APART = timedelta(minutes=5)

_NOTHING = Sight(lambda: b"")

HELD = "Much shorter than before; held until the next check agrees."
NOT_AGREED = "Much shorter than before; the next check did not agree."


@dataclass(frozen=True)
class Reading:
    """A capture with what was read from its raw bytes.

    `unusable` is a reader's sentence why it can never be a version, "" when it can. `via` is the route by which the
    text was first had. `document` is None when the look gave no new text (unchanged, or failed); `gone` when the
    address answered that there is no such page. `sight` is the page of a fetched look. `overruled`: an operator
    decided that it counts as it was read. `kept_at` says which lessons count.
    """

    capture_id: int
    seen_at: datetime
    via: Via
    extractor: str
    document: Document | None = None
    unusable: str = ""
    note: str = ""
    gone: bool = False
    overruled: bool = False
    sight: Sight | None = None
    kept_at: datetime | None = None


@dataclass(frozen=True)
class State:
    """Where a story stands: its current version, the text last seen (it may differ in typography), what is held.

    `mark` is the digest of the text last seen, `sight` the page that it was on (None unless it was fetched), `sight_id`
    that page's capture, `read_at` when it was read in full. `gone_since` is the first of the looks that found the page
    gone, `unpublished` says that they made an event. `told` are the folds that the last full reading told of;
    `walled` says why the last content was no story ("": it was one).
    """

    story_id: int
    version: Version | None = None
    document: Document | None = None
    latest: Document | None = None
    checked_at: datetime | None = None
    held: Reading | None = None
    mark: str = ""
    sight: Sight | None = None
    sight_id: int = 0
    read_at: datetime | None = None
    gone_since: datetime | None = None
    unpublished: bool = False
    told: frozenset[str] = frozenset()
    walled: str = ""


@dataclass
class Found:
    """What captures gave: rows by the capture they belong to. A later step may set an earlier capture's row again.

    `noted` is what the readings taught of the outlet's pages, in order; None stands for a look that found a page as
    it was. `documents` are the texts of the new versions, `diffs` what parts them from the version before, as far as
    there is room: who needs them again makes those that are missing.
    """

    versions: dict[int, Version] = field(default_factory=dict)
    changes: dict[int, list[Change]] = field(default_factory=dict)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    noted: list[Noted | None] = field(default_factory=list)
    documents: dict[int, Document] = field(default_factory=dict)
    diffs: dict[int, Diff] = field(default_factory=dict)
    room: int = DIFFS
    weights: Weights = DEFAULT


def observe(state: State, reading: Reading, found: Found, lessons: Lessons | None = None) -> State:
    """Take one capture, later than all before it; write what it gave into `found` and return where the story stands."""
    rules = (lessons or Lessons()).counting(reading.kept_at)
    if reading.gone:
        return _gone(state, reading, found)
    if reading.unusable or (reading.document is None and state.walled):
        # A wall that is found unchanged is still a wall.
        _judge(state, reading, found, Finding.ASIDE, reading.unusable or state.walled)
        return replace(state, walled=reading.unusable) if reading.document is not None else state
    if reading.document is not None:
        state = replace(state, walled="")
    if state.held is not None:
        # What was held is what a look that found nothing changed has confirmed.
        agreeing = reading.document or state.held.document
        state = _decide(replace(state, held=None), state.held, agreeing, found, rules)
    if reading.document is None:
        return _confirm(state, reading, found)
    if reading.sight is not None:
        found.noted.append(Noted(reading.kept_at or reading.seen_at, reading.document, reading.sight, state.latest))
    made = _compared(state, reading, rules)
    if _must_wait(made.old if state.latest is not None else None, made.new, reading):
        _judge(state, reading, found, Finding.HELD, HELD)
        return replace(state, held=reading)
    return _settle(state, reading, made, found)


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


def _compared(state: State, reading: Reading, rules: Rules) -> Steadied:
    """The text last seen and the new one, with what is not news taken out of a fetched one."""
    assert reading.document is not None
    old, new = state.latest, like_with_like(state.latest, reading.document)
    if reading.sight is None or reading.overruled or reading.via not in FETCHED:
        return Steadied(old or Document(), new)
    if old is None:
        new, folds = steady.learnt_out(new, reading.sight, rules)
        return Steadied(Document(), new, folds)
    return steady.steadied(old, state.sight or _NOTHING, new, reading.sight, rules)


def _settle(state: State, reading: Reading, made: Steadied, found: Found) -> State:
    """The text is good: it is the version that stands, that version in other typography, or a new one."""
    document, told = made.new, frozenset(map(_name, made.folds))
    folds = [fold for fold in made.folds if _name(fold) not in state.told]
    mark = digest(document)
    before = state.mark if made.old is state.latest else digest(made.old)
    if state.version is None or mark != before:
        state = _new_version(state, reading, made, (before, mark), found)
        if folds:
            found.changes[reading.capture_id] = [*found.changes.get(reading.capture_id, []), *folds]
    else:
        state = _same_version(state, reading, made, folds, found)
    state = replace(state, told=told, mark=mark)
    if reading.sight is None or reading.via not in FETCHED:
        return replace(state, sight=None, sight_id=0, read_at=None)
    return replace(state, sight=reading.sight, sight_id=reading.capture_id, read_at=reading.seen_at)


def _same_version(state: State, reading: Reading, made: Steadied, folds: list[Change], found: Found) -> State:
    assert state.version is not None
    latest, document = state.latest or made.new, made.new
    differs = made.old != document
    minor = folds + (classify.minor(compare(made.old, document), made.old, document) if differs else [])
    note = reading.note or (_reason(folds) if folds else "")
    state = _back(state, reading, Finding.MINOR if minor else Finding.SAME, note, found)
    if minor:
        found.changes[reading.capture_id] = minor
    if latest != document:
        assert state.version is not None
        version = state.version.model_copy(update={"latest": document.model_dump(mode="json")})
        state = replace(state, version=version, latest=document)
    return _seen(state, reading, found)


def _name(fold: Change) -> str:
    """What a fold is known by, so that it is told once and not at every look."""
    return hashlib.blake2b(f"{fold.op}\x1f{fold.old}\x1f{fold.new}".encode(), digest_size=8).hexdigest()


def _reason(folds: list[Change]) -> str:
    """Why something was folded, in a sentence, and how much else was."""
    reason = folds[0].why[0] if folds[0].why else "Folded as noise."
    return reason if len(folds) == 1 else f"{reason} And {len(folds) - 1} more."


def _decide(state: State, held: Reading, now: Document | None, found: Found, rules: Rules) -> State:
    """What was held counts when the next text agrees with it, and is set aside when it does not."""
    if held.document is not None and now is not None and _agree(held.document, now):
        return _settle(state, held, _compared(state, held, rules), found)
    _judge(state, held, found, Finding.ASIDE, NOT_AGREED)
    return state


def _gone(state: State, reading: Reading, found: Found) -> State:
    """The page is gone: the second time that a look finds it so, some minutes later, the story is unpublished."""
    since = state.gone_since or reading.seen_at
    apart = state.version is not None and not state.unpublished and reading.seen_at - since >= GONE_APART
    _judge(state, reading, found, Finding.ASIDE, reading.unusable, Event.UNPUBLISHED if apart else None)
    return replace(state, gone_since=since, unpublished=state.unpublished or apart)


def _confirm(state: State, reading: Reading, found: Found) -> State:
    if reading.via in FETCHED and state.sight is not None:
        found.noted.append(None)
    return _seen(_back(state, reading, Finding.SAME, reading.note, found), reading, found)


def _back(state: State, reading: Reading, finding: Finding, note: str, found: Found) -> State:
    """The story stands on its page, and a reader is told so if it was unpublished."""
    _judge(state, reading, found, finding, note, Event.BACK if state.unpublished else None)
    return replace(state, gone_since=None, unpublished=False)


def _seen(state: State, reading: Reading, found: Found) -> State:
    """The version that stands was seen once more."""
    if state.version is None:
        return state
    version = state.version.model_copy(update={"last_seen_at": reading.seen_at})
    found.versions[version.capture_id] = version
    return replace(state, version=version, checked_at=reading.seen_at)


def _new_version(state: State, reading: Reading, made: Steadied, marks: tuple[str, str], found: Found) -> State:
    document, (old, mark) = made.new, marks
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
    if state.version is not None and state.document is not None:
        # Against the version before, unless lessons have taken noise out of it since.
        before = state.document if state.version.digest == old else made.old
        diff = compare(before, document, language=document.language or None)
        changes = classify.classify(diff, old=before, new=document, old_at=state.checked_at, new_at=reading.seen_at)
        found.changes[reading.capture_id] = changes
        version.words_added, version.words_removed, version.coarse = diff.words_added, diff.words_removed, diff.coarse
        noted = notes.between(before, document).sentence
        version.telling = telling(changes, old=before, new=document, notes=noted)
        version.substantive = any(change.substantive and not change.minor for change in changes)
        found.room -= len(diff.new.text)
        if found.room > 0:
            found.diffs[reading.capture_id] = diff
        places = weight.places(changes, document)
        version.points = weight.weigh_version(changes, found.weights, places=places).points
    else:
        version.telling, version.points = telling([], first=True), FIRST_POINTS
    version.told = said(version.telling)
    version.rank = weight.rank(version.points, version.first_seen_at, found.weights.half_life_hours)
    found.versions[version.capture_id], found.documents[version.capture_id] = version, document
    was = replace(state, version=version)
    state = replace(was, document=document, latest=document, checked_at=reading.seen_at)
    return _back(state, reading, Finding.VERSION, reading.note or (_reason(made.folds) if made.folds else ""), found)


def _judge(
    state: State, reading: Reading, found: Found, finding: Finding, reason: str, event: Event | None = None
) -> None:
    found.verdicts[reading.capture_id] = Verdict(
        capture_id=reading.capture_id,
        story_id=state.story_id,
        finding=finding,
        version_number=state.version.number if state.version else 0,
        reason=reason,
        event=event,
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


def _must_wait(old: Document | None, new: Document, reading: Reading) -> bool:
    """Whether a fetched text is so much shorter than the one that stands that a bad fetch is likelier than an edit."""
    if old is None or reading.via not in FETCHED or reading.overruled:
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
