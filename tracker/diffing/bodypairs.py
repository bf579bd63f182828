"""Turns the links between the sentences of two bodies into pairs with their word scripts, in reading order."""

from itertools import count
from typing import NamedTuple

from tracker.diffing.align import Work
from tracker.diffing.body import Body
from tracker.diffing.link import Link, new_link
from tracker.diffing.model import Pair, Run, Sentence, new_pair
from tracker.diffing.oneword import one_word
from tracker.diffing.pairing import all_links, free, near_links
from tracker.diffing.parts import folding
from tracker.diffing.recut import apply, cuts
from tracker.diffing.script import Script, script
from tracker.diffing.words import line
from tracker.model import Op, Part

_MIRRORED = {Op.SPLIT: Op.MERGED, Op.MERGED: Op.SPLIT}
_SAME, _BODY = Op.SAME, Part.BODY


class BodyPairs(NamedTuple):
    """The pairs of two bodies, how many words they remove and add, and the sentences that they speak of."""

    pairs: list[Pair]
    removed: int
    added: int
    old: list[Sentence]
    new: list[Sentence]


def body_pairs(a: list[Sentence], b: list[Sentence], head: int, tail: int, fine: bool, work: Work) -> BodyPairs:
    """The pairs of two bodies. Where a moved sentence ran on with another, the sentences given back are cut anew.

    The first `head` and the last `tail` sentences stand in common paragraphs and are the same without a look.
    """
    old, new, found = _found(a[head : len(a) - tail], b[head : len(b) - tail], fine, work)
    a, b = [*a[:head], *old.sentences, *a[len(a) - tail :]], [*b[:head], *new.sentences, *b[len(b) - tail :]]
    writer = _PairWriter(old, new, head, work)
    writer.pairs = _same_pairs(a[:head], 0, 0)
    writer.write(found)
    writer.pairs += _same_pairs(a[len(a) - tail :], len(a) - tail, len(b) - tail)
    return BodyPairs(writer.pairs, writer.words_removed, writer.words_added, a, b)


def _same_pairs(sentences: list[Sentence], first_old: int, first_new: int) -> list[Pair]:
    """The pairs of sentences that stand in common paragraphs."""
    return [
        new_pair((_SAME, _BODY, (i,), (j,), None, (("=", text),)))
        for i, j, (_, text) in zip(count(first_old), count(first_new), sentences, strict=False)
    ]


def _found(a: list[Sentence], b: list[Sentence], fine: bool, work: Work) -> tuple[Body, Body, list[Link]]:
    """Both bodies and their links. The search always starts from the smaller text: so both directions give the same."""
    if not a and not b:
        return Body(a, fine), Body(b, fine), []
    swapped = (len(a), [text for _, text in a]) > (len(b), [text for _, text in b])
    smaller, larger = (Body(b, fine), Body(a, fine)) if swapped else (Body(a, fine), Body(b, fine))
    near = near_links(smaller, larger, work)
    where = cuts(smaller, larger, near, *free(smaller, larger, near), work)
    if where.old or where.new:
        smaller = Body(apply(smaller.sentences, smaller, where.old), fine)
        larger = Body(apply(larger.sentences, larger, where.new), fine)
        near = near_links(smaller, larger, work)
    found = all_links(smaller, larger, near, work)
    return (larger, smaller, [_mirrored(link) for link in found]) if swapped else (smaller, larger, found)


def _mirrored(link: Link) -> Link:
    runs = None if link.runs is None else [(j, i, size) for i, j, size in link.runs]
    op = None if link.op is None else _MIRRORED.get(link.op, link.op)
    return new_link((link.new, link.old, link.kept, runs, op))


class _PairWriter:
    """The pairs written so far, and the words that they remove and add."""

    def __init__(self, old: Body, new: Body, head: int, work: Work) -> None:
        self.old, self.new, self.head, self.work = old, new, head, work
        self.pairs: list[Pair] = []
        self.words_removed = self.words_added = 0

    def write(self, found: list[Link]) -> None:
        """Write a pair for every sentence in the order of the new text, removed ones behind what they stood behind."""
        by_new = {link.new[0]: link for link in found}
        lost, fresh = free(self.old, self.new, found)
        lost.reverse()
        added = set(fresh)
        stops = [link.old[-1] for _, link in sorted(by_new.items(), reverse=True) if link.op is not Op.MOVED]
        self._remove_until(lost, stops)
        for j in range(len(self.new.texts)):
            link = by_new.get(j)
            if link is not None:
                self._link(link)
                if link.op is not Op.MOVED:
                    stops.pop()
                    self._remove_until(lost, stops)
            elif j in added:
                self._add(j)

    def _remove_until(self, lost: list[int], stops: list[int]) -> None:
        """Write the sentences lost ahead of the next one that stayed; both lists run backwards."""
        while lost and (not stops or lost[-1] < stops[-1]):
            i = lost.pop()
            self.words_removed += len(self.old.words(i))
            self.pairs.append(Pair(Op.REMOVED, _BODY, (i + self.head,), (), None, (("-", self.old.texts[i]),)))

    def _add(self, j: int) -> None:
        self.words_added += len(self.new.words(j))
        self.pairs.append(Pair(Op.ADDED, _BODY, (), (j + self.head,), None, (("+", self.new.texts[j]),)))

    def _link(self, link: Link) -> None:
        """Write the pair of sentences that belong together."""
        if len(link.old) + len(link.new) > 2:
            self._regroup(link)
            return
        (i,), (j,) = link.old, link.new
        before, after = self.old.texts[i], self.new.texts[j]
        places = (i + self.head,), (j + self.head,)
        if before == after:
            self.pairs.append(new_pair((link.op or _SAME, _BODY, *places, None, (("=", before),))))
            return
        quick = None if link.runs or self.old.fine else one_word(before, after)
        if quick is None:
            written = script(self.old.line(i), self.new.line(j), self.work, link.runs)
            self._changed(link.op or Op.CHANGED, places, before, after, written)
            return
        self.pairs.append(new_pair((link.op or Op.CHANGED, _BODY, *places, None, quick)))
        self._count_one(quick)

    def _count_one(self, quick: tuple[Run, ...]) -> None:
        signs = [sign for sign, _ in quick]
        self.words_removed += "-" in signs
        self.words_added += "+" in signs

    def _regroup(self, link: Link) -> None:
        """Write the pair of sentences that were split or merged."""
        before = "".join([self.old.texts[i] for i in link.old])
        after = "".join([self.new.texts[j] for j in link.new])
        written = script(line(before, self.old.fine), line(after, self.new.fine), self.work)
        places = tuple([i + self.head for i in link.old]), tuple([j + self.head for j in link.new])
        self._changed(link.op or Op.CHANGED, places, before, after, written)

    def _changed(
        self, op: Op, places: tuple[tuple[int, ...], tuple[int, ...]], before: str, after: str, written: Script
    ) -> None:
        fold = folding(before, after, written)
        self.pairs.append(new_pair((op, _BODY, *places, fold, written.words)))
        if fold is None:
            self.words_removed += written.removed
            self.words_added += written.added
