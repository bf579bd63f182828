"""Turns the links between the sentences of two bodies into pairs with their word scripts, in reading order."""

from typing import NamedTuple

from tracker.diffing.align import Work
from tracker.diffing.body import Body
from tracker.diffing.link import Link, new_link
from tracker.diffing.model import Pair, Sentence, new_pair
from tracker.diffing.pairing import all_links, free, near_links
from tracker.diffing.parts import folding
from tracker.diffing.pieces import with_pieces
from tracker.diffing.recut import apply, cuts
from tracker.diffing.instep import Edited, Steps, in_step
from tracker.diffing.runs import Script
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
    work.spend(SENTENCE_CELLS * (len(a) + len(b) - 2 * (head + tail)))
    steps = Steps(head, tail, [], [], False)
    if not fine:
        steps = in_step([text for _, text in a], [text for _, text in b], head, tail, work)
    old, new, found = _found(a, b, steps, fine, work)
    if steps.resized and _to_be_cut(a, b, steps, old, new, found, work):
        steps = Steps(head, tail, [], [], False)
        old, new, found = _found(a, b, steps, fine, work)
    head, end, end_new = steps.head, len(a) - steps.tail, len(b) - steps.tail
    writer = _PairWriter(old, new, head, work)
    writer.write_steps(a[:head], b[:head], steps.edited_head, 0, 0)
    writer.write(found)
    first, first_new = head + len(old.texts), head + len(new.texts)
    writer.write_steps(a[end:], b[end_new:], steps.edited_tail, first, first_new)
    a, b = [*a[:head], *old.sentences, *a[end:]], [*b[:head], *new.sentences, *b[end_new:]]
    return BodyPairs(writer.pairs, writer.words_removed, writer.words_added, a, b)


def _found(
    a: list[Sentence], b: list[Sentence], steps: Steps, fine: bool, work: Work
) -> tuple[Body, Body, list[Link]]:
    """What lies between the steps on both sides, and its links.

    The search always starts from the smaller text: so both directions give the same.
    """
    a, b = a[steps.head : len(a) - steps.tail], b[steps.head : len(b) - steps.tail]
    if not a or not b:
        return Body(a, fine), Body(b, fine), []
    fine = fine and work.spend(_fine_cells(a, b))
    one, other = Body(a, fine), Body(b, fine)
    if not a and not b:
        return one, other, []
    swapped = _swapped(one, other)
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
    return larger, smaller, _turned(found)


def _to_be_cut(
    a: list[Sentence], b: list[Sentence], steps: Steps, old: Body, new: Body, found: list[Link], work: Work
) -> bool:
    """Whether a clause moved out of a step or into one, so that all must be looked at together."""
    head, tail, end, end_new = steps.head, steps.tail, len(a) - steps.tail, len(b) - steps.tail
    if old.sentences != a[head:end] or new.sentences != b[head:end_new]:
        return True
    links = [new_link(((k,), (k,), 0, None)) for k in range(head)]
    links += [Link(tuple([i + head for i in ia]), tuple([j + head for j in jb]), kept, op) for ia, jb, kept, op in found]
    links += [new_link(((end + k,), (end_new + k,), 0, None)) for k in range(tail)]
    one, other = Body(a, False), Body(b, False)
    if _swapped(one, other):
        one, other = other, one
        links = _turned(links)
    where = cuts(one, other, links, *free(one, other, links), work)
    return bool(where.old or where.new)


def _swapped(old: Body, new: Body) -> bool:
    """Whether the search starts from the new text."""
    return len(old.texts) > len(new.texts) or (len(old.texts) == len(new.texts) and old.texts > new.texts)


def _turned(links: list[Link]) -> list[Link]:
    """Links the other way round."""
    return [new_link((new, old, kept, op and _MIRRORED.get(op, op))) for old, new, kept, op in links]


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

    def write_steps(
        self, old: list[Sentence], new: list[Sentence], edited: list[Edited], first: int, first_new: int
    ) -> None:
        """Write the pairs of sentences that stand in step."""
        scripts = dict(edited)
        write = self.pairs.append
        for k, (_, before) in enumerate(old):
            if k not in scripts:
                write(new_pair((_SAME, _BODY, (first + k,), (first_new + k,), None, (("=", before),))))
                continue
            words, removed, added, plain = written = scripts[k]
            fold = None if plain else folding(before, new[k][1], written, self.work)
            write(new_pair((_CHANGED, _BODY, (first + k,), (first_new + k,), fold, words)))
            if fold is None:
                self.words_removed += removed
                self.words_added += added

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
        written = script(before, after, self.old.fine, self.work)
        words, removed, added, plain = written
        fold = None if plain else folding(before, after, written, self.work)
        self.pairs.append(new_pair((op or _CHANGED, _BODY, old, new, fold, words)))
        if fold is None:
            self.words_removed += removed
            self.words_added += added
