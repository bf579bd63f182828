"""Finds sentences that moved to the edge of another and lost their own edges there, so that they can be cut off again.

A sentence that is set behind a heading without a full stop runs on with it; told apart, it is simply a moved sentence.
"""

from typing import NamedTuple

from tracker.diffing.align import Work, kept_runs
from tracker.diffing.body import Body
from tracker.diffing.link import Link
from tracker.diffing.model import Sentence
from tracker.diffing.moves import MOVED_SHARE

#: Words that must stand at the edge of a sentence beyond its counterpart. Range 5 to 12.
EDGE_WORDS = 6
#: Words. A shorter kept run does not tell where the counterpart ends.
FIRM_RUN = 3
#: Edges x sentences left over, beyond which nothing is looked for.
LARGEST = 2_500


class Edge(NamedTuple):
    """Words at the edge of a sentence that its counterpart does not have: the sentence, the place to cut, the words."""

    sentence: int
    cut: int
    words: list[str]


class Cuts(NamedTuple):
    """Where sentences are to be cut, by sentence: the number of words ahead of the cut; on both sides."""

    old: dict[int, int]
    new: dict[int, int]


def cuts(old: Body, new: Body, found: list[Link], free_old: list[int], free_new: list[int], work: Work) -> Cuts:
    """Where sentences must be cut so that what moved to their edges stands alone."""
    if not free_old and not free_new:
        return Cuts({}, {})
    grown = [link for link in found if len(link.old) == len(link.new) == 1]
    edges_old, edges_new = _edges(old, new, grown, bool(free_new), bool(free_old), work)
    return Cuts(_matching(edges_old, new, free_new, work), _matching(edges_new, old, free_old, work))


def apply(sentences: list[Sentence], body: Body, places: dict[int, int]) -> list[Sentence]:
    """The sentences of a body with those cut that are to be cut."""
    out = []
    for index, sentence in enumerate(sentences):
        if index in places:
            line = body.line(index)
            head = line.lead + line.span(0, places[index]) + line.gap(places[index] - 1)
            out += [Sentence(sentence.paragraph, head), Sentence(sentence.paragraph, sentence.text[len(head) :])]
        else:
            out.append(sentence)
    return out


def _edges(
    old: Body, new: Body, links: list[Link], of_old: bool, of_new: bool, work: Work
) -> tuple[list[Edge], list[Edge]]:
    """The edges of old sentences and of new sentences that stand out beyond their counterparts."""
    edges_old: list[Edge] = []
    edges_new: list[Edge] = []
    for link in links:
        i, j = link.old[0], link.new[0]
        if abs(len(old.texts[i]) - len(new.texts[j])) < 2 * EDGE_WORDS:
            continue
        wa, wb = old.words(i), new.words(j)
        firm = [run for run in kept_runs(wa, wb, work) if run[2] >= min(FIRM_RUN, len(wa), len(wb))]
        if not firm:
            continue
        (x, y, _), (last_x, last_y, size) = firm[0], firm[-1]
        if of_old:
            edges_old += _of_sentence(i, wa, x, last_x + size)
        if of_new:
            edges_new += _of_sentence(j, wb, y, last_y + size)
    return edges_old, edges_new


def _of_sentence(index: int, words: list[str], start: int, end: int) -> list[Edge]:
    edges = []
    if start >= EDGE_WORDS:
        edges.append(Edge(index, start, words[:start]))
    if len(words) - end >= EDGE_WORDS:
        edges.append(Edge(index, end, words[end:]))
    return edges


def _matching(edges: list[Edge], other: Body, free: list[int], work: Work) -> dict[int, int]:
    """The cuts of those edges that are most likely a sentence left over on the other side; one a sentence."""
    if len(edges) * len(free) > LARGEST:
        return {}
    out: dict[int, int] = {}
    for edge in edges:
        known = set(edge.words)
        for index in free:
            words = other.words(index)
            if len(known.intersection(words)) < EDGE_WORDS - 1:
                continue
            kept = sum([size for _, _, size in kept_runs(edge.words, words, work)])
            if 2 * kept >= MOVED_SHARE * (len(edge.words) + len(words)) and kept >= EDGE_WORDS - 1:
                out.setdefault(edge.sentence, edge.cut)
    return out
