"""Reads what happened to a live blog between two looks: which notes came, which were edited, which went.

Pure: no clock, no network, no database. A live blog's Document holds its notes one after the other, the first block of
each with the time at which the publisher says that it was posted; what stands before the first is its lead.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from tracker import typography
from tracker.model import Block, BlockRole, Document

#: Share of words (of both together) from which two notes posted at the same time are one note that was edited; below,
#: one went and another came within the same minute. Range 0 to 1.
ALIKE_AT_ONE_TIME = 0.15

#: The same for notes whose times do not say that they are one ("5 minutes ago"), and for notes whose times say that
#: they are two: a publisher who dates a note again keeps nearly all its words.
ALIKE, ALIKE_AT_OTHER_TIMES = 0.6, 0.8

#: Notes on either side that are compared each with each. More are left without it (they came, or went): a page whose
#: notes all changed their times and their words at once is another page.
MOST_COMPARED = 150

#: Blocks of a document to which fallen notes are still carried on; a page above this is not read at all
#: (fetching/page.py, MOST_PIECES).
MOST_BLOCKS = 100_000

#: Notes named by their times in a sentence; of more only the number is said.
MOST_NAMED = 3

_CLOCK = re.compile(
    r"(?<![\d.:])(\d{1,2})[:.h]([0-5]\d)(?!\d)(?:[:.]\d\d(?:\.\d+)?)?(\s?[ap]\.?m\b\.?)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Note:
    """One note of a live blog: its blocks, and when the publisher says that it was posted."""

    blocks: tuple[Block, ...]

    @property
    def posted_at(self) -> datetime | None:
        """The instant, in UTC; None where the stamp names none ("14:05", "5 minutes ago")."""
        return self.blocks[0].posted_at

    @property
    def posted_verbatim(self) -> str:
        """The publisher's own stamp."""
        return self.blocks[0].posted_verbatim

    @property
    def name(self) -> str:
        """What a reader calls it: "14:05", as the publisher's clock says; the whole stamp where it has no clock."""
        clock = _CLOCK.search(self.posted_verbatim.replace("T", " "))
        if clock is not None:
            return f"{clock[1]}:{clock[2]}{clock[3] or ''}"
        return f"{self.posted_at:%H:%M} UTC" if self.posted_at else self.posted_verbatim

    @property
    def said(self) -> str:
        """What it says with its typography evened out, stamps left out: equal texts are the same text."""
        return "\n".join(typography.even(block.text) for block in self.blocks if block.role is not BlockRole.STAMP)

    @property
    def fixed(self) -> str:
        """What tells the note's time at every look; "" for "5 minutes ago", which is another text each time."""
        if self.posted_at is not None:
            return self.posted_at.isoformat()
        return self.posted_verbatim if _CLOCK.search(self.posted_verbatim) else ""


@dataclass(frozen=True)
class Happened:
    """What happened to the notes of a live blog between two looks; each list in the order of the page it is on.

    `on_top`, `in_between` and `at_the_end` were added (in_between: behind a note that was there, before another).
    `older` came into view: they were posted before all that stood there, as when a page begins to show more.
    `edited` are pairs of before and after; a note that only moved, or only has another time, is not edited.
    `fallen` stood at the page's old end and are no longer on it, for it shows the newest; `removed` went otherwise.
    """

    on_top: tuple[Note, ...] = ()
    in_between: tuple[Note, ...] = ()
    at_the_end: tuple[Note, ...] = ()
    older: tuple[Note, ...] = ()
    edited: tuple[tuple[Note, Note], ...] = ()
    removed: tuple[Note, ...] = ()
    fallen: tuple[Note, ...] = ()

    @property
    def sentence(self) -> str:
        """For the timeline: "3 notes added on top; the note of 14:05 edited"; "" when nothing happened."""
        said = [
            _added(self.on_top, "on top"),
            _added(self.in_between, "in between"),
            _added(self.at_the_end, "at the end"),
            f"{_count(self.older, 'older note')} came into view" if self.older else "",
            _named([after for _, after in self.edited], "edited"),
            _named(self.removed, "removed"),
            f"{_count(self.fallen)} fell off the end of the page" if self.fallen else "",
        ]
        return "; ".join(part for part in said if part)


def notes_of(document: Document) -> list[Note]:
    """The notes of a live blog, in the order of the page; none when the document is of another kind."""
    return [Note(tuple(blocks)) for blocks in _cut(document.blocks)[1:]]


def lead_of(document: Document) -> list[Block]:
    """What stands above the notes: summary, key points, notices on the page. All blocks where there are no notes."""
    return _cut(document.blocks)[0]


def is_live(document: Document) -> bool:
    """Whether a document is a live blog."""
    return any(block.posted_verbatim for block in document.blocks)


def between(old: Document, new: Document) -> Happened:
    """What happened to the notes; nothing where one of the two is no live blog.

    A note is the same when it says the same at the same time; then when it is the one most alike among those of its
    time; then when it says nearly the same in the same place, at another time. Give `new` as it was read to see what
    fell off the page, and what `carried` made of it to see what happened to the blog.
    """
    before, after = notes_of(old), notes_of(new)
    if not before or not after:
        return Happened()
    same = _matched(before, after)
    back = {b: a for a, b in same.items()}
    fallen = _fallen(before, after, same)
    came = [b for b in range(len(after)) if b not in back]
    older = _older(before, after, came)
    came = [b for b in came if b not in older]
    first, last = min(back, default=len(after)), max(back, default=-1)
    return Happened(
        on_top=tuple(after[b] for b in came if b < first),
        in_between=tuple(after[b] for b in came if first < b < last),
        at_the_end=tuple(after[b] for b in came if first < b and b > last),
        older=tuple(after[b] for b in sorted(older)),
        edited=tuple((before[a], after[b]) for b, a in sorted(back.items()) if before[a].said != after[b].said),
        removed=tuple(note for a, note in enumerate(before) if a not in same and a not in fallen),
        fallen=tuple(before[a] for a in sorted(fallen)),
    )


def carried(old: Document, new: Document) -> Document:
    """The new document with the notes that fell off the page's old end carried on there, as they were last seen.

    Without it each new note of a page that shows the newest twenty would make an edit "removed" of the oldest.
    The same document where nothing fell off, where one is no live blog, or where it would grow above MOST_BLOCKS.
    """
    before, after = notes_of(old), notes_of(new)
    if not before or not after:
        return new
    same = _matched(before, after)
    fallen = sorted(_fallen(before, after, same))
    kept = [block for a in fallen for block in before[a].blocks]
    if not kept or len(new.blocks) + len(kept) > MOST_BLOCKS:
        return new
    lead = len(lead_of(new))
    place = lead if _oldest_first(before, after, same) else len(new.blocks)
    return new.model_copy(update={"blocks": [*new.blocks[:place], *kept, *new.blocks[place:]]})


def _cut(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks before the first note, then those of each note."""
    out: list[list[Block]] = [[]]
    for block in blocks:
        if block.posted_verbatim:
            out.append([])
        out[-1].append(block)
    return out


def _fallen(before: list[Note], after: list[Note], same: dict[int, int]) -> set[int]:
    """The notes at the old end of the page that are no longer on it, in one unbroken run.

    Nothing tells an editor who takes away the very oldest notes from a page that no longer shows them; the second is
    what happens all day. A note in whose very minute another now stands was replaced. Where no note is left of before,
    they fell off only if all that stand there now are newer.
    """
    oldest_first = _oldest_first(before, after, same)
    rewritten = {after[b].fixed for b in _left(same, before, after)[1]} - {""}
    run: set[int] = set()
    for a in range(len(before)) if oldest_first else reversed(range(len(before))):
        if a in same:
            return run
        if before[a].fixed not in rewritten:
            run.add(a)
    stamps = [[note.posted_at for note in notes if note.posted_at] for notes in (before, after)]
    dated = len(stamps[0]) == len(before) and len(stamps[1]) == len(after)
    return run if dated and max(stamps[0]) < min(stamps[1]) else set()


def _older(before: list[Note], after: list[Note], came: list[int]) -> set[int]:
    """Of the notes that came those posted before every note that was there (all of which must say when)."""
    oldest = [note.posted_at for note in before]
    if None in oldest:
        return set()
    start = min(at for at in oldest if at is not None)
    return {b for b in came if (at := after[b].posted_at) is not None and at < start}


def _oldest_first(before: list[Note], after: list[Note], same: dict[int, int]) -> bool:
    """Whether the page puts new notes at its end."""
    pairs = [pair for notes in (after, before) for pair in pairwise(note.posted_at for note in notes if note.posted_at)]
    rising, falling = sum(a < b for a, b in pairs), sum(a > b for a, b in pairs)
    if rising != falling:
        return rising > falling
    came = _left(same, before, after)[1]
    return bool(came and same) and min(came) > max(same.values())


def _matched(before: list[Note], after: list[Note]) -> dict[int, int]:
    """Which note of the old page is which of the new one."""
    marks = [[(note.fixed, note.said) for note in notes] for notes in (before, after)]
    same = _paired(*marks)
    words = [[frozenset(typography.words(text.casefold())) for _, text in side] for side in marks]
    left, right = _left(same, before, after)
    times: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, notes, places in ((0, before, left), (1, after, right)):
        for place in places:
            if notes[place].fixed:
                times[notes[place].fixed][side].append(place)
    for mine, theirs in times.values():
        _pair_alike(same, mine, theirs, words, ALIKE_AT_ONE_TIME)
    # At another time only what stands in the same place: of two reports of a goal the one that fell off the page's
    # end is not the one that came on top.
    left, right = _left(same, before, after)
    if same or not all(note.fixed for note in (*before, *after)):
        dated = all(notes[place].fixed for notes, places in ((before, left), (after, right)) for place in places)
        _pair_alike(same, left, right, words, ALIKE_AT_OTHER_TIMES if dated else ALIKE, in_place=True)
    return same


def _left(same: dict[int, int], before: list[Note], after: list[Note]) -> tuple[list[int], list[int]]:
    taken = set(same.values())
    return [a for a in range(len(before)) if a not in same], [b for b in range(len(after)) if b not in taken]


def _paired(before: Sequence[object], after: Sequence[object]) -> dict[int, int]:
    """What is equal on both sides, the first with the first."""
    places: dict[object, list[int]] = defaultdict(list)
    for b in reversed(range(len(after))):
        places[after[b]].append(b)
    return {a: places[mark].pop() for a, mark in enumerate(before) if places.get(mark)}


def _pair_alike(
    same: dict[int, int],
    mine: list[int],
    theirs: list[int],
    words: list[list[frozenset[str]]],
    least: float,
    in_place: bool = False,
) -> None:
    """Pair what is most alike first, down to `least`; `in_place`: only between the same neighbours."""
    if len(mine) * len(theirs) > MOST_COMPARED**2:
        return
    likeness = [
        (_likeness(words[0][a], words[1][b]), -abs(a - b), a, b)
        for a in mine
        for span in [_span(same, a) if in_place else (-1, math.inf)]
        for b in theirs
        if span[0] < b < span[1]
    ]
    taken: set[int] = set()
    for share, _, a, b in sorted(likeness, reverse=True):
        if share >= least and a not in same and b not in taken:
            same[a] = b
            taken.add(b)


def _span(same: dict[int, int], a: int) -> tuple[float, float]:
    """Between which notes of the new page a note belongs that is not yet paired: where its neighbours now are."""
    above = next((same[i] for i in range(a - 1, -1, -1) if i in same), -1)
    last = max(same, default=-1)
    below = next((same[i] for i in range(a + 1, last + 1) if i in same), math.inf)
    return above, below


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _count(notes: Sequence[object], what: str = "note") -> str:
    return f"1 {what}" if len(notes) == 1 else f"{len(notes)} {what}s"


def _added(notes: Sequence[Note], where: str) -> str:
    return f"{_count(notes)} added {where}" if notes else ""


def _named(notes: Iterable[Note], what: str) -> str:
    """ "the note of 14:05 edited"; of more than MOST_NAMED only how many."""
    names = list(dict.fromkeys(note.name for note in notes))
    count = list(notes)
    if not count:
        return ""
    if len(names) != len(count) or len(names) > MOST_NAMED:
        return f"{_count(count)} {what}"
    if len(names) == 1:
        return f"the note of {names[0]} {what}"
    return f"the notes of {', '.join(names[:-1])} and {names[-1]} {what}"
