"""Turns the links between the sentences of two bodies into pairs with their word scripts, in reading order."""

from itertools import count
from typing import NamedTuple

from tracker.diffing.align import Work
from tracker.diffing.body import Body
from tracker.diffing.link import Link, new_link
from tracker.diffing.model import Pair, Sentence, new_pair
from tracker.diffing.pairing import all_links, free, near_links
from tracker.diffing.parts import folding
from tracker.diffing.pieces import with_pieces
from tracker.diffing.recut import apply, cuts
from tracker.diffing.script import script
from tracker.diffing.sentences import SENTENCE_CELLS
from tracker.diffing.words import FINE_CELLS
from tracker.model import Op, Part

_MIRRORED = {Op.SPLIT: Op.MERGED, Op.MERGED: Op.SPLIT}
#: Stands where a new sentence belongs to the link of one before it.
_INSIDE = Link((), ())
_SAME, _CHANGED, _MOVED, _BODY = Op.SAME, Op.CHANGED, Op.MOVED, Part.BODY


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
    work.spend(SENTENCE_CELLS * (len(a) + len(b)))
    fine = fine and work.spend(_fine_cells(a, b))
    one, other = Body(a, fine), Body(b, fine)
    if not a and not b:
        return one, other, []
    swapped = len(a) > len(b) or (len(a) == len(b) and one.texts > other.texts)
    smaller, larger = (other, one) if swapped else (one, other)
    found = _links(smaller, larger, work)
    left = free(smaller, larger, found)
    where = cuts(smaller, larger, found, *left, work)
    if where.old or where.new:
        smaller = Body(apply(smaller.sentences, smaller, where.old), fine)
        larger = Body(apply(larger.sentences, larger, where.new), fine)
        found = _links(smaller, larger, work)
        left = free(smaller, larger, found)
    if left[0] or left[1]:
        found = with_pieces(smaller, larger, found, *left, work)
    if not swapped:
        return smaller, larger, found
    turned = [new_link((new, old, kept, op and _MIRRORED.get(op, op))) for old, new, kept, op in found]
    return larger, smaller, turned


def _fine_cells(a: list[Sentence], b: list[Sentence]) -> int:
    """What cutting two bodies finely costs, in cells of work: most of all the sentences that only one of them has."""
    texts_a, texts_b = [text for _, text in a], [text for _, text in b]
    changed = sum(map(len, set(texts_a).symmetric_difference(texts_b)))
    return FINE_CELLS * changed + FINE_CELLS // 5 * (sum(map(len, texts_a)) + sum(map(len, texts_b)))


def _links(old: Body, new: Body, work: Work) -> list[Link]:
    near = near_links(old, new, work)
    return all_links(old, new, near, *free(old, new, near), work)


class _PairWriter:
    """The pairs written so far, and the words that they remove and add."""

    def __init__(self, old: Body, new: Body, head: int, work: Work) -> None:
        self.old, self.new, self.head, self.work = old, new, head, work
        self.pairs: list[Pair] = []
        self.words_removed = self.words_added = 0
        self.lost: list[int] = []

    def write(self, found: list[Link]) -> None:
        """Write a pair for every sentence in the order of the new text, removed ones behind what they stood behind."""
        old, new, head = self.old, self.new, self.head
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
        written = script(before, after, self.old.fine, self.work)
        words, removed, added, plain = written
        fold = None if plain else folding(before, after, written, self.work)
        self.pairs.append(new_pair((op or _CHANGED, _BODY, old, new, fold, words)))
        if fold is None:
            self.words_removed += removed
            self.words_added += added
