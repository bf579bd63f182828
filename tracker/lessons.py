"""What an outlet's pages teach: where its stories stand, which texts many of them share, which places never rest.

Pure. Lessons are dated inputs of the fold; what a story's pages showed is noted in a Sighting, and from the sightings
of an outlet's stories the next lesson is drawn.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracker.fetching.lines import is_closer
from tracker.fetching.page import Piece
from tracker.fetching.sight import Sight, box
from tracker.model import BlockKind, Document, Lesson, LessonKind
from tracker.typography import even

#: Other stories of the outlet that must show a text for it to be furniture, where it stands in a box apart from the
#: story's paragraphs, or invites to something. Range 3-10. Three, as the issue asks.
OTHERS_BOXED = 3

#: The same for a text set as the story's own paragraphs are: five stories of one topic may share a wire paragraph.
#: Range 5-20.
OTHERS_PLAIN = 5

#: Share of the outlet's stories looked at since the text was first seen that must show it. Range 0 to 1. What three
#: stories of one topic share, the hundred others do not.
SHARE_BOXED, SHARE_PLAIN = 0.3, 0.6

#: Only pages looked at within so many days tell what the outlet's pages show now.
RECENT = timedelta(days=7)

#: Characters of a text that can be furniture; a longer one is a paragraph of a story. Also what an index row holds.
LONGEST_FURNITURE = 500

#: A place is restless in a story from so many looks, changes at them, and this share of changes; the story's own
#: paragraphs may change at no more than that share of the looks. Three stories teach.
LOOKS, CHANGES, RESTLESS, AT_REST = 4, 3, 0.6, 0.3
STORIES = 3

#: Kinds of place that are remembered of one story.
MOST_PLACES = 40

#: Bytes of a text's digest in a sighting.
DIGEST = 8


@dataclass(frozen=True)
class Rules:
    """The lessons that count for one capture, ready for use."""

    furniture: frozenset[str] = frozenset()
    volatile: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()


class Lessons:
    """An outlet's lessons that stand, and which of them count when."""

    def __init__(self, lessons: Sequence[Lesson] = ()) -> None:
        self._lessons = sorted(lessons, key=lambda lesson: (lesson.counts_from, lesson.kind, lesson.value))
        self._made: dict[int, Rules] = {}

    def counting(self, kept_at: datetime | None) -> Rules:
        """The rules for a capture kept at a moment; without one, none."""
        many = 0 if kept_at is None else sum(1 for lesson in self._lessons if lesson.counts_from <= kept_at)
        if many not in self._made:
            values: dict[LessonKind, list[str]] = {kind: [] for kind in LessonKind}
            for lesson in self._lessons[:many]:
                values[lesson.kind].append(lesson.value)
            furniture, volatile = frozenset(values[LessonKind.FURNITURE]), frozenset(values[LessonKind.VOLATILE])
            # The newest region first: it is the one of the present design.
            self._made[many] = Rules(furniture, volatile, tuple(reversed(values[LessonKind.REGION])))
        return self._made[many]


@dataclass(frozen=True)
class Candidate:
    """A text that came into a story or went from it, and might be furniture. `boxed`: set apart from the story."""

    text: str
    boxed: bool


@dataclass
class Place:
    """How restless one kind of place on a story's page is: since when it is known, and the changes seen.

    `looks_before` counts the looks at the story before; `texts` is the digest of what stood there last.
    """

    since: datetime
    looks_before: int = 0
    changes: int = 0
    texts: bytes = b""


@dataclass(frozen=True)
class Said:
    """Since when a text was read as part of a story, and whether it stood in a box apart from its paragraphs."""

    since: datetime
    boxed: bool


@dataclass
class Sighting:
    """What a story's fetched pages showed. `said`: every text that was ever read as part of it, and since when.

    `looks` counts those that found the page as it was, too. `shown` are the digests (8 bytes each) of all texts on the
    newest page, which was kept at `looked_at`. `main` is the kind of place where most of the story stands, `region`
    the path of the element around it.
    """

    looks: int = 0
    looked_at: datetime | None = None
    shown: bytes = b""
    said: Mapping[bytes, Said] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    main: str = ""
    region: str = ""

    def shows(self, name: bytes) -> bool:
        """Whether the newest page shows the text with a digest."""
        at = self.shown.find(name)
        while at >= 0 and at % DIGEST:
            at = self.shown.find(name, at + 1)
        return at >= 0


@dataclass(frozen=True)
class Noted:
    """What one full reading of a page gives a Sighting: the document as it was read, the page, the text before."""

    kept_at: datetime
    document: Document
    now: Sight
    before: Document | None


def mark(text: str) -> bytes:
    """The digest of an evened text in a sighting: 8 bytes of BLAKE2b (RFC 7693)."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=DIGEST).digest()


def note(sighting: Sighting, noted: Noted) -> list[Candidate]:
    """Write a reading into a story's sighting; the texts that are new to the story, or gone from its page."""
    first, now = sighting.looked_at is None, noted.now
    texts = [even(block.text) for block in noted.document.blocks if block.role is None]
    captions = {even(caption) for caption in noted.document.captions}
    _note_places(sighting, noted, texts)
    found: list[Candidate] = []
    said = dict(sighting.said)
    for text in dict.fromkeys(texts):
        if mark(text) not in said:
            boxed = text not in captions and _is_apart(text, now.places.get(text, sighting.main), sighting.main)
            said[mark(text)] = Said(noted.kept_at, boxed)
            # What a story opened with says little; only what stands apart from its paragraphs is asked about.
            if boxed or not first:
                found.append(Candidate(text, boxed))
    for block in noted.before.blocks if noted.before is not None else ():
        text = even(block.text)
        known = said.get(mark(text))
        if known is not None and text not in now.texts:
            found.append(Candidate(text, known.boxed))
    sighting.said = said
    sighting.looked_at = noted.kept_at
    sighting.shown = b"".join(sorted({mark(text) for text in now.texts}))
    return [candidate for candidate in found if 0 < len(candidate.text) <= LONGEST_FURNITURE]


def _is_apart(text: str, place: str, main: str) -> bool:
    """Whether a text stands in a box of its own, or invites the reader to something."""
    return box(place) != box(main) or is_closer(Piece(text, -1, BlockKind.PARAGRAPH))


def _note_places(sighting: Sighting, noted: Noted, texts: list[str]) -> None:
    """Count a look at each kind of place where the story, or what was read as it, stands; and whether it changed."""
    where = noted.now.places
    weights: dict[str, int] = {}
    for text in texts:
        if text in where:
            weights[where[text]] = weights.get(where[text], 0) + len(text)
    if weights:
        sighting.main = max(sorted(weights), key=weights.__getitem__)
    for name in weights:
        if name not in sighting.places and len(sighting.places) < MOST_PLACES:
            sighting.places[name] = Place(noted.kept_at, sighting.looks)
    sighting.looks += 1
    for name, place in sighting.places.items():
        texts_there = "\n".join(sorted(text for text, place_of in where.items() if place_of == name))
        place.changes += place.texts not in (b"", mark(texts_there))
        place.texts = mark(texts_there)


def furniture(candidate: Candidate, sightings: Iterable[Sighting], kept_at: datetime) -> str:
    """Why a text is furniture, as a sentence; "" when it isn't. `sightings` are those of the outlet's other stories."""
    name = mark(candidate.text)
    recent = [one for one in sightings if one.looked_at is not None and kept_at - one.looked_at <= RECENT]
    showing = [one for one in recent if one.shows(name)]
    since = min((one.said[name].since for one in showing if name in one.said), default=None)
    looked = [one for one in recent if since is None or (one.looked_at is not None and one.looked_at >= since)]
    enough, share = (OTHERS_BOXED, SHARE_BOXED) if candidate.boxed else (OTHERS_PLAIN, SHARE_PLAIN)
    many = len(showing)
    if many < enough or many < share * max(len(looked), 1):
        return ""
    return f"{many} other stories of this outlet show it, of {len(looked)} looked at since it was first seen."


def restless(place: Place, sighting: Sighting, name: str) -> bool:
    """Whether a kind of place changed at nearly every look at a story while the story's own paragraphs did not."""
    home = sighting.places.get(sighting.main)
    looks = sighting.looks - place.looks_before
    if home is None or name == sighting.main or looks < LOOKS or place.changes < CHANGES:
        return False
    at_rest = home.changes <= AT_REST * (sighting.looks - home.looks_before - 1)
    return at_rest and place.changes >= RESTLESS * (looks - 1)


def volatile(name: str, sightings: Sequence[Sighting]) -> str:
    """Why a kind of place is volatile, as a sentence; "" when it isn't. `sightings` are those of all its stories."""
    if any(one.main == name for one in sightings):
        return ""
    found = [one for one in sightings if name in one.places and restless(one.places[name], one, name)]
    if len(found) < STORIES:
        return ""
    looks = sum(one.looks - one.places[name].looks_before for one in found)
    changes = sum(one.places[name].changes for one in found)
    return f"In {len(found)} stories its text changed at {changes} of {looks} looks, while their paragraphs did not."


def region(many: int) -> str:
    """Why a path is where the outlet's stories stand, as a sentence, when it was so in `many`; "" when in too few."""
    return f"The extractions of {many} stories agree." if many >= STORIES else ""
