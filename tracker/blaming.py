"""Blame: a version's text, sentence by sentence, with the version in which each of its words first stood."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.model import Part
from tracker.moments import Moment
from tracker.threads import Came, Lineage, ThreadId, Wording


@dataclass(frozen=True)
class Mark:
    """A version as blame names it: number, permalink's moment, when it was first seen, the last check before that."""

    number: int
    moment: Moment
    at: datetime
    not_before_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """The mark as plain data."""
        return {
            "version": self.number,
            "moment": str(self.moment),
            "first_seen_at": _instant(self.at),
            "not_before_at": _instant(self.not_before_at) if self.not_before_at else None,
        }


@dataclass(frozen=True)
class Words:
    """Neighbouring words of one origin: when they first stood, when they came back, and what they replaced."""

    text: str
    first: Mark
    back: Mark | None
    replaced: str


@dataclass(frozen=True)
class Stood:
    """A text of a thread, and from when until when it stood (None: it stands)."""

    text: str
    since: Mark
    until: Mark | None
    came: Came


@dataclass(frozen=True)
class Sentence:
    """A sentence or part of a version: its words, its thread, what the thread said before and after.

    `first` is when the thread began, `since` when it came to read as it does here, `until` when it read so no more;
    `went` says whether the sentence itself went then (else it was reworded), `into` in which other it was merged.
    `sources` are the threads that it was cut or put together from.
    """

    thread: ThreadId
    part: Part
    words: tuple[Words, ...]
    first: Mark
    since: Mark
    until: Mark | None
    came: Came
    went: bool
    into: ThreadId | None
    sources: tuple[ThreadId, ...]
    before: tuple[Stood, ...]
    after: tuple[Stood, ...]

    @property
    def text(self) -> str:
        """The sentence without the white space around it."""
        return "".join(words.text for words in self.words)


@dataclass(frozen=True)
class Blame:
    """A version and its sentences in reading order, the parts before the body and the captions behind it."""

    version: Mark
    sentences: list[Sentence]


def blame(made: Lineage, marks: Mapping[int, Mark], capture_id: int) -> Blame:
    """The blame of the version first seen in a capture. `marks` are all versions of the story, by capture."""
    merged = {
        (source, wording.since_id): wording.thread
        for wordings in made.threads.values()
        for wording in wordings
        if wording.came is Came.MERGED
        for source in wording.sources
    }
    here, found = marks[capture_id].number, list[Sentence]()
    for name in made.orders[capture_id]:
        thread = made.threads[name]
        stood = next(wording for wording in reversed(thread) if marks[wording.since_id].number <= here)
        found.append(_sentence(thread, stood, marks, merged))
    return Blame(marks[capture_id], found)


def life(wordings: Sequence[Wording], marks: Mapping[int, Mark]) -> tuple[Stood, ...]:
    """What a thread said, oldest first, and when. A gap between two says that it had gone meanwhile."""
    return tuple(
        Stood(wording.text, marks[wording.since_id], _until(wording, marks), wording.came) for wording in wordings
    )


def _sentence(
    thread: Sequence[Wording],
    wording: Wording,
    marks: Mapping[int, Mark],
    merged: Mapping[tuple[ThreadId, int], ThreadId],
) -> Sentence:
    at = wording.ordinal - thread[0].ordinal
    goes_on = at + 1 < len(thread) and thread[at + 1].since_id == wording.until_id
    ended = wording.until_id is not None and not goes_on
    return Sentence(
        thread=wording.thread,
        part=wording.part,
        words=tuple(_words(wording, marks)),
        first=marks[wording.thread.born_id],
        since=marks[wording.since_id],
        until=_until(wording, marks),
        came=wording.came,
        went=ended,
        into=merged.get((wording.thread, wording.until_id)) if ended and wording.until_id is not None else None,
        sources=wording.sources,
        before=life(thread[:at], marks),
        after=life(thread[at + 1 :], marks),
    )


def _until(wording: Wording, marks: Mapping[int, Mark]) -> Mark | None:
    return None if wording.until_id is None else marks[wording.until_id]


def _words(wording: Wording, marks: Mapping[int, Mark]) -> Iterator[Words]:
    at = 0
    for length, first_id, back_id, replaced in wording.spans:
        yield Words(wording.text[at : at + length], marks[first_id], marks[back_id] if back_id else None, replaced)
        at += length


def as_lines(made: Blame, when: Callable[[datetime], str]) -> Iterator[str]:
    """Blame as lines of text, a stretch of words of one origin each, behind a margin with its version and time.

    The stretches of a sentence after its first are indented. `when` writes an instant in the reader's zone.
    """
    width = len(str(made.version.number))
    part: Part | None = None
    for sentence in made.sentences:
        if sentence.part is not part:
            if sentence.part is not Part.BODY or part is not None:
                yield f"{sentence.part.replace('_', ' ')}:"
            part = sentence.part
        for place, words in enumerate(sentence.words):
            told = _told(sentence, words, first=place == 0)
            margin = f"{words.first.number:>{width}}  {when(words.first.at)}"
            yield f"{margin} | {'  ' if place else ''}{words.text.strip()}{told}"


def _told(sentence: Sentence, words: Words, *, first: bool) -> str:
    """What there is to say of a stretch of words beside when it first stood."""
    said = []
    if first and sentence.came is Came.RESTORED:
        said.append(f"gone, and back since version {sentence.since.number}")
    if words.back is not None:
        said.append(f"back since version {words.back.number}")
    if words.replaced:
        said.append(f"for: {words.replaced}")
    if first and sentence.until is not None:
        said.append(f"{_end(sentence)} in version {sentence.until.number}")
    return f"   [{'; '.join(said)}]" if said else ""


def _end(sentence: Sentence) -> str:
    if not sentence.went:
        return "reworded"
    return "merged into another" if sentence.into else "gone"


def as_json(made: Blame) -> dict[str, Any]:
    """Blame as plain data, `rowback-blame/1`."""
    return {
        "format": "rowback-blame/1",
        **made.version.as_json(),
        "sentences": [_sentence_json(sentence) for sentence in made.sentences],
    }


def _sentence_json(sentence: Sentence) -> dict[str, Any]:
    return {
        "thread": str(sentence.thread),
        "part": sentence.part.value,
        "text": sentence.text,
        "came": sentence.came.value,
        "first": sentence.first.as_json(),
        "since": sentence.since.as_json(),
        "until": sentence.until.as_json() if sentence.until else None,
        "went": sentence.went,
        "into": str(sentence.into) if sentence.into else None,
        "sources": [str(source) for source in sentence.sources],
        "words": [
            {
                "text": words.text,
                "first": words.first.as_json(),
                "back": words.back.as_json() if words.back else None,
                "replaced": words.replaced,
            }
            for words in sentence.words
        ],
        "before": [_stood_json(stood) for stood in sentence.before],
        "after": [_stood_json(stood) for stood in sentence.after],
    }


def _stood_json(stood: Stood) -> dict[str, Any]:
    return {
        "text": stood.text,
        "since": stood.since.as_json(),
        "until": stood.until.as_json() if stood.until else None,
        "came": stood.came.value,
    }


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
