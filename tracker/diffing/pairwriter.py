"""Writes the pairs of two bodies in reading order, and counts the words that they remove and add."""

from tracker.diffing.align import Work
from tracker.diffing.body import Body
from tracker.diffing.instep import Scripts
from tracker.diffing.link import Link
from tracker.diffing.model import Pair, Sentence, new_pair
from tracker.diffing.parts import folding
from tracker.diffing.runs import Script
from tracker.diffing.script import script
from tracker.model import Op, Part

#: Stands where a new sentence belongs to the link of one before it.
_INSIDE = Link((), ())
#: Numbers of the sentences of a pair on one side.
Indices = tuple[int, ...]

_SAME, _CHANGED, _MOVED, _BODY = Op.SAME, Op.CHANGED, Op.MOVED, Part.BODY


class PairWriter:
    """The pairs written so far, and the words that they remove and add.

    `old` and `new` are what lies behind the first `head` sentences, which stand in step as those behind it do; `known`
    are the scripts of those that were edited, and maybe of others.
    """

    def __init__(self, old: Body, new: Body, head: int, known: Scripts, work: Work) -> None:
        self.old, self.new, self.head, self.known, self.work = old, new, head, known, work
        self.pairs: list[Pair] = []
        self.words_removed = self.words_added = 0
        self.lost: list[int] = []

    def write_steps(self, old: list[Sentence], new: list[Sentence], first: int, first_new: int) -> None:
        """Write the pairs of sentences that stand in step; the first ones have these numbers."""
        write = self.pairs.append
        for k, ((_, before), (_, after)) in enumerate(zip(old, new, strict=True)):
            i, j = first + k, first_new + k
            if before == after:
                write(new_pair((_SAME, _BODY, (i,), (j,), None, (("=", before),))))
            else:
                self._changed(_CHANGED, ((i,), (j,)), (before, after), self.known[i, j])

    def write(self, found: list[Link]) -> None:
        """Write a pair for every sentence in the order of the new text, removed ones behind what they stood behind."""
        old, new, head = self.old, self.new, self.head
        if not old.texts and not new.texts:
            return
        places: list[Link | None] = [None] * len(new.texts)
        stayed = bytearray(len(old.texts))
        for link in found:
            for j in link.new:
                places[j] = _INSIDE
            places[link.new[0]] = link
            for i in link.old:
                stayed[i] = 1
        self.lost = [i for i, flag in enumerate(stayed) if not flag][::-1] if 0 in stayed else []
        stops = (
            [link.old[-1] for link in reversed(places) if link and link.old and link.op is not _MOVED]
            if self.lost
            else []
        )
        self._remove_until(stops)
        for j, place in enumerate(places):
            if place is _INSIDE:
                continue
            if place is not None:
                self._link(place)
                if self.lost and place.op is not _MOVED:
                    stops.pop()
                    self._remove_until(stops)
            else:
                self.words_added += len(new.words(j))
                self.pairs.append(new_pair((Op.ADDED, _BODY, (), (j + head,), None, (("+", new.texts[j]),))))

    def _remove_until(self, stops: list[int]) -> None:
        """Write the sentences lost ahead of the next one that stayed; both lists run backwards."""
        while self.lost and (not stops or self.lost[-1] < stops[-1]):
            i = self.lost.pop()
            self.words_removed += len(self.old.words(i))
            self.pairs.append(new_pair((Op.REMOVED, _BODY, (i + self.head,), (), None, (("-", self.old.texts[i]),))))

    def _link(self, link: Link) -> None:
        """Write the pair of sentences that belong together."""
        old, new, _, op = link
        if len(old) + len(new) > 2:
            before = "".join([self.old.texts[i] for i in old])
            after = "".join([self.new.texts[j] for j in new])
        else:
            before, after = self.old.texts[old[0]], self.new.texts[new[0]]
        head = self.head
        if head:
            old, new = tuple([i + head for i in old]), tuple([j + head for j in new])
        if before == after and len(old) == len(new):
            self.pairs.append(new_pair((op or _SAME, _BODY, old, new, None, (("=", before),))))
            return
        known = self.known.get((old[0], new[0])) if len(old) == len(new) == 1 else None
        written = known or script(before, after, self.old.fine, self.work)
        self._changed(op or _CHANGED, (old, new), (before, after), written)

    def _changed(self, op: Op, places: tuple[Indices, Indices], texts: tuple[str, str], written: Script) -> None:
        """Write a pair whose texts differ."""
        words, removed, added, plain = written
        fold = None if plain else folding(*texts, written, self.work)
        self.pairs.append(new_pair((op, _BODY, *places, fold, words)))
        if fold is None:
            self.words_removed += removed
            self.words_added += added
