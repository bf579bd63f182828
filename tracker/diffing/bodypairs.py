"""Pairs the sentences of two bodies: those in step at both ends at once, what lies between with a closer look."""

from typing import NamedTuple

from tracker.diffing.align import Work
from tracker.diffing.body import Body
from tracker.diffing.instep import Scripts, in_step
from tracker.diffing.link import Link, new_link
from tracker.diffing.model import Pair, Sentence
from tracker.diffing.pairing import all_links, free, near_links
from tracker.diffing.pairwriter import PairWriter
from tracker.diffing.pieces import with_pieces
from tracker.diffing.recut import apply, cuts
from tracker.diffing.sentences import SENTENCE_CELLS
from tracker.diffing.words import FINE_CELLS
from tracker.model import Op

_MIRRORED = {Op.SPLIT: Op.MERGED, Op.MERGED: Op.SPLIT}


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
    scripts: Scripts = {}
    if not fine:
        head, tail, scripts = in_step([text for _, text in a], [text for _, text in b], head, tail, work)
    end, end_new = len(a) - tail, len(b) - tail
    old, new, found = _found(a[head:end], b[head:end_new], fine, work)
    more, more_new = len(old.texts) - (end - head), len(new.texts) - (end_new - head)
    if more or more_new:
        scripts = _renumbered(scripts, head, end, more, more_new)
    ahead, behind = (a[:head], b[:head]), (a[end:], b[end_new:])
    writer = PairWriter(old, new, head, scripts, work)
    writer.write_steps(*ahead, 0, 0)
    writer.write(found)
    writer.write_steps(*behind, end + more, end_new + more_new)
    a, b = [*ahead[0], *old.sentences, *behind[0]], [*ahead[1], *new.sentences, *behind[1]]
    return BodyPairs(writer.pairs, writer.words_removed, writer.words_added, a, b)


def _renumbered(scripts: Scripts, head: int, end: int, more: int, more_new: int) -> Scripts:
    """The scripts of the sentences in step, where what lies between them has now so many more sentences."""
    out = {place: script for place, script in scripts.items() if place[0] < head}
    out.update({(i + more, j + more_new): script for (i, j), script in scripts.items() if i >= end})
    return out


def _found(a: list[Sentence], b: list[Sentence], fine: bool, work: Work) -> tuple[Body, Body, list[Link]]:
    """What lies between the steps on both sides, and its links.

    The search always starts from the smaller text: so both directions give the same.
    """
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
