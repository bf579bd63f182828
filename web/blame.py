"""The blame page: a version sentence by sentence, with when its words first stood, and what went, at its place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from storage import lineage, queries
from storage.queries import Sighting
from tracker import blaming, excerpt
from tracker.blaming import Blame, Mark, Sentence
from tracker.errors import NotFound
from tracker.model import Part
from tracker.moments import Moment
from tracker.threads import Came, Lineage, ThreadId, Wording
from web.deps import Reader
from web.texts import gettext

#: Behind every version: asking for what stood then gives the newest.
NEWEST = Moment(datetime(9000, 1, 1, tzinfo=UTC))

#: Room for sentences that went which one page carries unasked, in characters, the last to go first, and what the
#: frame of each takes of it. Range 1,000 to 60,000: with them most pages stay under 60 kB.
ROOM, FRAME = 20_000, 400

#: Grades of age, 0 for words of the version itself, the last for those of the story's first. Range 3 to 9; the style
#: sheet has a colour for each.
AGES = 5


@dataclass(frozen=True)
class Traced:
    """A version with its blame, and all that its story ever said."""

    found: Sighting
    made: Lineage
    marks: Mapping[int, Mark]
    blame: Blame
    whole: bool


@dataclass(frozen=True)
class Stretch:
    """Neighbouring words of one origin. `later`: younger than the oldest words of their sentence."""

    text: str
    first: Mark
    age: int
    later: bool


@dataclass(frozen=True)
class Note:
    """Something to say of a sentence: words of it, what is told, the text that went for them, threads to look at."""

    told: str
    mark: Mark
    words: str = ""
    old: str = ""
    threads: tuple[ThreadId, ...] = ()


@dataclass(frozen=True)
class Gone:
    """A sentence that went before this version: its last text, how and when it went."""

    thread: ThreadId
    text: str
    first: Mark
    until: Mark
    merged: bool


@dataclass
class Row:
    """A sentence and what went behind it; or, without stretches, a run of sentences that may not be shown."""

    thread: ThreadId | None = None
    first: Mark | None = None
    age: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    hidden: int = 0


@dataclass(frozen=True)
class Section:
    """A part of the story; `gone` went from its very beginning."""

    part: Part
    gone: list[Gone]
    rows: list[Row]


def trace(reader: Reader, story_id: int, moment: Moment = NEWEST) -> Traced:
    """The blame of the version that stood at a moment. Raises NotFound. Seven queries."""
    found = queries.sighting(reader.session, story_id, moment, operator=reader.operator)
    made, marks = lineage.named(reader.session, story_id)
    capture_id = found.seen.version.capture_id
    if capture_id not in made.orders:
        raise NotFound("where the words of this version come from is not worked out yet; `rowback rebuild` does it")
    whole = excerpt.whole(found.outlet.show, operator=reader.operator)
    return Traced(found, made, marks, blaming.blame(made, marks, capture_id), whole)


def shown(traced: Traced, sentence: Sentence) -> bool:
    """Whether a reader may see a sentence: in an excerpt the headline, and what an edit put in, changed or took out."""
    if traced.whole or sentence.part is Part.HEADLINE:
        return True
    return edited(traced.made.threads[sentence.thread], len(sentence.before), traced.marks)


def edited(thread: Sequence[Wording], at: int, marks: Mapping[int, Mark]) -> bool:
    """Whether a wording came or went by an edit; one that was only set in other typography is the same text."""
    first = last = at
    while first and thread[first].folded and thread[first - 1].until_id == thread[first].since_id:
        first -= 1
    while last + 1 < len(thread) and thread[last + 1].folded and thread[last].until_id == thread[last + 1].since_id:
        last += 1
    return thread[last].until_id is not None or marks[thread[first].since_id].number > 1


def excerpted(traced: Traced) -> Blame:
    """The blame as it may be shown: sentences that may not keep their place and times, and lose their text."""
    sentences = [
        sentence if shown(traced, sentence) else replace(sentence, words=(), before=(), after=())
        for sentence in traced.blame.sentences
    ]
    return Blame(traced.blame.version, sentences)


def page(traced: Traced, *, every: bool) -> dict[str, Any]:
    """The blame page. `every`: with all sentences that went, however many."""
    gone, left = _gone(traced, room=None if every else ROOM)
    ordered = sorted(traced.marks.values(), key=lambda mark: mark.number)
    number = traced.blame.version.number
    sections = _sections(traced, gone)
    return {
        "found": traced.found,
        "whole": traced.whole,
        "version": traced.blame.version,
        "earlier": ordered[number - 2] if number > 1 else None,
        "later": ordered[number] if number < len(ordered) else None,
        "count": len(ordered),
        "sections": sections,
        "shown": any(row.stretches for section in sections for row in section.rows if section.part != Part.HEADLINE),
        "left": left,
        "ages": range(AGES - 1, -1, -1),
    }


def _sections(traced: Traced, gone: Mapping[ThreadId | Part, list[Gone]]) -> list[Section]:
    by_part: defaultdict[Part, list[Row]] = defaultdict(list)
    for sentence in traced.blame.sentences:
        rows = by_part[sentence.part]
        if shown(traced, sentence):
            rows.append(_row(traced, sentence))
        elif rows and rows[-1].hidden and not rows[-1].gone:
            rows[-1].hidden += 1
        else:
            rows.append(Row(hidden=1))
        rows[-1].gone = gone.get(sentence.thread, [])
    parts = [part for part in Part if part in by_part or part in gone]
    return [Section(part, gone.get(part, []), by_part[part]) for part in parts]


def _row(traced: Traced, sentence: Sentence) -> Row:
    here = traced.blame.version.number
    first = min((words.first for words in sentence.words), key=lambda mark: mark.number, default=sentence.since)
    stretches = [
        Stretch(words.text, words.first, _age(words.first.number, here), words.first.number > first.number)
        for words in sentence.words
    ]
    return Row(sentence.thread, first, _age(first.number, here), stretches, _notes(sentence, first))


def _age(number: int, here: int) -> int:
    """How old words are: 0 those of this version, AGES - 1 those of the first, those between by their share."""
    if number == 1:
        return AGES - 1
    return 0 if number == here else 1 + min(int((AGES - 2) * (here - number) / (here - 1)), AGES - 3)


def _notes(sentence: Sentence, first: Mark) -> list[Note]:
    """What there is to say of a sentence beside when its oldest words first stood."""
    notes, here = [], sentence.since.number
    if sentence.came is Came.RESTORED:
        went = sentence.before[-1].until if sentence.before else None
        told = (
            gettext("Back since version %(number)s; it had gone in version %(gone)s.", number=here, gone=went.number)
            if went
            else gettext("Back since version %(number)s; it had gone.", number=here)
        )
        notes.append(Note(told, sentence.since))
    if sentence.came is Came.SPLIT:
        told = gettext("Cut from another sentence in version %(number)s.", number=here)
        notes.append(Note(told, sentence.since, threads=sentence.sources))
    if sentence.came is Came.MERGED:
        told = gettext("Put together with another sentence in version %(number)s.", number=here)
        notes.append(Note(told, sentence.since, threads=sentence.sources))
    for words in sentence.words:
        if words.first.number > first.number or words.back or words.replaced:
            told = (
                gettext("back since version %(number)s", number=words.back.number)
                if words.back
                else gettext("since version %(number)s", number=words.first.number)
            )
            notes.append(Note(told, words.back or words.first, words.text.strip(), words.replaced.strip()))
    if sentence.until:
        into = (sentence.into,) if sentence.into else ()
        notes.append(Note(_end(sentence, sentence.until.number), sentence.until, threads=into))
    return notes


def _end(sentence: Sentence, number: int) -> str:
    """How a wording ended."""
    if not sentence.went:
        return gettext("Reworded in version %(number)s.", number=number)
    if sentence.into:
        return gettext("Merged into another sentence in version %(number)s.", number=number)
    return gettext("Went in version %(number)s.", number=number)


def _gone(traced: Traced, room: int | None) -> tuple[dict[ThreadId | Part, list[Gone]], int]:
    """What went, by the thread behind which it stood (or the part, at its start), and how many found no room.

    Its place is behind the nearest sentence before it, in the last version that had it, which stands here.
    """
    standing = {sentence.thread: sentence.part for sentence in traced.blame.sentences}
    orders = {traced.marks[capture_id].number: order for capture_id, order in traced.made.orders.items()}
    places = {number: {thread: at for at, thread in enumerate(order)} for number, order in orders.items()}
    found = sorted(_lost(traced, standing), key=lambda item: item[1].until.number, reverse=True)
    kept, used = 0, 0
    for _, gone in found:
        used += len(gone.text) + FRAME
        if room is not None and used > room:
            break
        kept += 1
    placed: defaultdict[ThreadId | Part, list[tuple[int, int, Gone]]] = defaultdict(list)
    for part, gone in found[:kept]:
        last = gone.until.number - 1
        at = places[last][gone.thread]
        before = (thread for thread in reversed(orders[last][:at]) if standing.get(thread) is part)
        placed[next(before, part)].append((gone.until.number, at, gone))
    return {key: [gone for _, _, gone in sorted(items)] for key, items in placed.items()}, len(found) - kept


def _lost(traced: Traced, standing: Mapping[ThreadId, Part]) -> list[tuple[Part, Gone]]:
    """The threads that had gone by this version, each with the part in which it stood last."""
    here, marks = traced.blame.version.number, traced.marks
    merged = {
        (source, wording.since_id)
        for thread in traced.made.threads.values()
        for wording in thread
        if wording.came is Came.MERGED
        for source in wording.sources
    }
    found = []
    for thread, wordings in traced.made.threads.items():
        if thread in standing or marks[thread.born_id].number > here:
            continue
        last = next(wording for wording in reversed(wordings) if marks[wording.since_id].number <= here)
        if last.until_id is not None:
            into = (thread, last.until_id) in merged
            found.append((last.part, Gone(thread, last.text, marks[thread.born_id], marks[last.until_id], into)))
    return found
