"""The nouns of lineage: a thread is one sentence's life, a wording a text that it had, a span words of one origin.

Versions are named by the captures that they were first seen in, so that all here is the same after a rebuild.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from tracker import typography
from tracker.model import Part


class ThreadId(NamedTuple):
    """What a thread is known by: the version in which it first stood (its capture), and its place there, from 0."""

    born_id: int
    place: int

    def __str__(self) -> str:
        return f"{self.born_id}.{self.place}"


class Span(NamedTuple):
    """Neighbouring words of one origin.

    `length` is in characters, with the white space behind the words. `first_id` is the version in which they first
    stood in the story; `back_id` the one that brought them back after they had gone (0: they never went). `replaced`
    is what went to make room for them, "" for nothing.
    """

    length: int
    first_id: int
    back_id: int = 0
    replaced: str = ""


class Came(StrEnum):
    """How a wording came: a new sentence, a reworded one, a piece of another, several in one, or one that had gone."""

    ADDED = "added"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    RESTORED = "restored"


@dataclass(slots=True)
class Wording:
    """One text of a thread, from the version that brought it (`since_id`) until one that has it no more.

    `until_id` is that version, None while it stands. The spans partition the text. `sources` are other threads that
    it was cut or put together from, or (for an added one) that said the same before. `folded` says that it differs
    from the wording before in typography alone.
    """

    thread: ThreadId
    ordinal: int
    part: Part
    text: str
    key: str
    since_id: int
    until_id: int | None
    came: Came
    sources: tuple[ThreadId, ...]
    folded: bool
    spans: tuple[Span, ...]


class Gone(NamedTuple):
    """A thread that has gone, with its last text."""

    thread: ThreadId
    part: Part
    text: str


class Past(Protocol):
    """What a step asks of a story's earlier versions; a few questions, each for many sentences at once."""

    def number(self, capture_id: int) -> int:
        """A version's number."""

    def holding(self, keys: Collection[str]) -> Sequence[Wording]:
        """Every wording with one of these keys."""

    def lately_gone(self, most: int) -> Sequence[Gone]:
        """The threads that have gone, the last to go first; within a version the last in order."""

    def earlier(self, threads: Collection[ThreadId], most: int) -> Mapping[ThreadId, Sequence[Wording]]:
        """The last wordings of threads, oldest first, at most so many of each."""


@dataclass
class Lineage:
    """All threads of a story: their wordings, oldest first, and the threads of each version in reading order."""

    threads: dict[ThreadId, list[Wording]] = field(default_factory=dict)
    orders: dict[int, list[ThreadId]] = field(default_factory=dict)

    def at(self, capture_id: int) -> list[Wording]:
        """What stood in a version, in reading order: parts, then the body, then captions."""
        numbers = {name: number for number, name in enumerate(self.orders)}
        here = numbers[capture_id]
        return [
            next(wording for wording in reversed(self.threads[thread]) if numbers[wording.since_id] <= here)
            for thread in self.orders[capture_id]
        ]


class Memory:
    """A Past that holds all of a story while it is folded in one go."""

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self.threads: dict[ThreadId, list[Wording]] = {}
        self._keys: defaultdict[str, list[Wording]] = defaultdict(list)
        self._gone: dict[ThreadId, Wording] = {}

    def take(self, capture_id: int, new: Iterable[Wording], ended: Iterable[Wording]) -> None:
        """Remember what a version brought and ended."""
        self.numbers[capture_id] = len(self.numbers) + 1
        for wording in new:
            self.threads.setdefault(wording.thread, []).append(wording)
            self._keys[wording.key].append(wording)
            self._gone.pop(wording.thread, None)
        left = [wording for wording in ended if self.threads[wording.thread][-1] is wording]
        for wording in sorted(left, key=lambda wording: (self.number(wording.thread.born_id), wording.thread.place)):
            self._gone[wording.thread] = wording

    def number(self, capture_id: int) -> int:
        """See Past."""
        return self.numbers[capture_id]

    def holding(self, keys: Collection[str]) -> Sequence[Wording]:
        """See Past."""
        return [wording for key in keys for wording in self._keys.get(key, ())]

    def lately_gone(self, most: int) -> Sequence[Gone]:
        """See Past."""
        found: list[Gone] = []
        for wording in reversed(self._gone.values()):
            if len(found) == most:
                break
            found.append(Gone(wording.thread, wording.part, wording.text))
        return found

    def earlier(self, threads: Collection[ThreadId], most: int) -> Mapping[ThreadId, Sequence[Wording]]:
        """See Past."""
        return {thread: self.threads[thread][-most:] for thread in threads}


def key(text: str) -> str:
    """What texts that differ only in typography have in common: 16 hexadecimal digits of a digest."""
    return hashlib.blake2b(typography.even(text).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
