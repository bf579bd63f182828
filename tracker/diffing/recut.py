"""Finds clauses and sentences that moved out of one sentence or into another, so that they can be cut off there.

A sentence set behind a heading without a full stop runs on with it, and a quotation of three sentences counts as one;
told apart from what stood around it, what left or came is simply a moved sentence.
"""

from collections import defaultdict
from typing import NamedTuple

from tracker.diffing.align import Work, kept_runs
from tracker.diffing.body import Body
from tracker.diffing.link import Link
from tracker.diffing.model import Sentence
from tracker.diffing.runs import hunks_between
from tracker.diffing.tidy import tidied

#: Words that a passage must have, and all but one of them at least must stand in its new place. Range 5 to 12.
PASSAGE_WORDS = 6
#: Characters by which a sentence must have grown or shrunk to be looked at. Range 20 to 60.
GROWTH = 25
#: Share of the words of a passage and of its new place that they must have in common, 0 to 1. Above MOVED_SHARE: what
#: is no sentence on its own takes more to be believed.
PASSAGE_SHARE = 0.6
#: How many words may stand where a passage of three times as many was: it left, it was not rewritten.
REWRITTEN_THIRD = 3
#: Marks that a clause ends with, and how many words behind such a mark may be left with the sentence: the "the" of
#: "After two years, the council" stays with the council.
CLAUSE_MARKS = frozenset(",;:.!?—”")
CLAUSE_SPARE = 2
#: Passages x sentences left over, beyond which nothing is looked for.
LARGEST = 2_500
#: Words of a pair of sentences, beyond which no passage is looked for in it: it is a list or a text without full stops.
LONGEST = 4_000
#: What looking for one word among those of a passage costs, in cells of work.
WORD_CELLS = 150


class Passage(NamedTuple):
    """Words of sentences (their indices) that the counterpart has not, and where the counterpart would have them."""

    place: tuple[int, ...]
    start: int
    end: int
    words: list[str]
    other: tuple[int, ...]
    other_start: int
    other_end: int


class Cuts(NamedTuple):
    """Where sentences are to be cut, by sentence: the numbers of words ahead of each cut; on both sides."""

    old: dict[int, set[int]]
    new: dict[int, set[int]]


def cuts(old: Body, new: Body, found: list[Link], free_old: list[int], free_new: list[int], work: Work) -> Cuts:
    """Where sentences must be cut so that what moved out of them or into them stands alone."""
    out = Cuts(defaultdict(set), defaultdict(set))
    shrunk, grown = _resized(old, new, found)
    if not (shrunk or grown) or not (shrunk or free_old) or not (grown or free_new):
        return out
    left = [passage for link in shrunk for passage in _passages(old, new, link, False, work)]
    came = [passage for link in grown for passage in _passages(old, new, link, True, work)]
    if (len(left) + len(free_old)) * (len(came) + len(free_new)) > LARGEST:
        return out
    places_old = [*left, *[_whole(old, index) for index in free_old]] if came or left else []
    places_new = [*came, *[_whole(new, index) for index in free_new]] if came or left else []
    for passage, target in _matched(places_old, places_new, work):
        _cut_off(out.old, out.new, old, new, passage)
        _cut_off(out.new, out.old, new, old, target)
    return out


def apply(sentences: list[Sentence], body: Body, places: dict[int, set[int]]) -> list[Sentence]:
    """The sentences of a body with those cut that are to be cut."""
    out = []
    for index, sentence in enumerate(sentences):
        at = 0
        if index in places:
            line = body.line(index)
            for count in sorted(places[index]):
                end = len(line.lead + line.span(0, count) + line.gap(count - 1))
                out.append(Sentence(sentence.paragraph, sentence.text[at:end]))
                at = end
        out.append(Sentence(sentence.paragraph, sentence.text[at:]) if at else sentence)
    return out


def _resized(old: Body, new: Body, found: list[Link]) -> tuple[list[Link], list[Link]]:
    """The links whose old side is clearly longer than the new one, and those whose new side is."""
    shrunk, grown = [], []
    lengths_old, lengths_new = list(map(len, old.texts)), list(map(len, new.texts))
    for link in found:
        ia, jb, _, _ = link
        change = lengths_new[jb[0]] - lengths_old[ia[0]]
        if len(ia) + len(jb) > 2:
            change = sum([lengths_new[j] for j in jb]) - sum([lengths_old[i] for i in ia])
        if change >= GROWTH:
            grown.append(link)
        elif change <= -GROWTH:
            shrunk.append(link)
    return shrunk, grown


def _passages(old: Body, new: Body, link: Link, came: bool, work: Work) -> list[Passage]:
    """What a link removes, or what came with it, in passages that nothing stands for on the other side."""
    a = [word for i in link.old for word in old.words(i)]
    b = [word for j in link.new for word in new.words(j)]
    if len(a) + len(b) > LONGEST:
        work.coarse = True
        return []
    hunks, _, _ = hunks_between(kept_runs(a, b, work), len(a), len(b))
    out = []
    for i1, i2, j1, j2 in tidied(hunks, a, b):
        if came and REWRITTEN_THIRD * (i2 - i1) <= j2 - j1 < len(b):
            end = _clause_end(b, j2, i2 - i1)
            if end - j1 >= PASSAGE_WORDS:
                out.append(Passage(link.new, j1, end, b[j1:end], link.old, i1, i2))
        elif not came and REWRITTEN_THIRD * (j2 - j1) <= i2 - i1 < len(a):
            end = _clause_end(a, i2, j2 - j1)
            if end - i1 >= PASSAGE_WORDS:
                out.append(Passage(link.old, i1, end, a[i1:end], link.new, j1, j2))
    return out


def _clause_end(words: list[str], end: int, spare: int) -> int:
    """Where a passage ends, without a word or two behind its last mark that something else stands for."""
    for count in range(1, min(spare, CLAUSE_SPARE) + 1):
        if words[end - 1][-1] not in CLAUSE_MARKS and words[end - count - 1][-1] in CLAUSE_MARKS:
            return end - count
    return end


def _whole(body: Body, index: int) -> Passage:
    """A sentence left over, as a passage that needs no cut."""
    words = body.words(index)
    return Passage((index,), 0, len(words), words, (), 0, 0)


def _matched(places_old: list[Passage], places_new: list[Passage], work: Work) -> list[tuple[Passage, Passage]]:
    """Passages that are the same words in another place, the longest first; two whole sentences are not looked at."""
    words = sum([len(target.words) for target in places_new])
    if not work.spend(WORD_CELLS * len(places_old) * words):
        return []
    likely = []
    for x, passage in enumerate(places_old):
        known = set(passage.words)
        for y, target in enumerate(places_new):
            if not (passage.other or target.other) or len(known.intersection(target.words)) < PASSAGE_WORDS - 1:
                continue
            kept = sum([size for _, _, size in kept_runs(passage.words, target.words, work)])
            size = len(passage.words) + len(target.words)
            if kept >= PASSAGE_WORDS - 1 and 2 * kept >= PASSAGE_SHARE * size:
                likely.append((-kept, x, y))
    out = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, x, y in sorted(likely):
        if x not in taken_old and y not in taken_new:
            taken_old.add(x)
            taken_new.add(y)
            out.append((places_old[x], places_new[y]))
    return out


def _cut_off(mine: dict[int, set[int]], theirs: dict[int, set[int]], body: Body, other: Body, passage: Passage) -> None:
    """Note the cuts that set a passage apart; where it stood amid a sentence, its counterpart is cut there too."""
    if not passage.other:
        return
    size = sum([len(body.words(index)) for index in passage.place])
    _note(mine, body, passage.place, passage.start)
    _note(mine, body, passage.place, passage.end)
    if passage.start > 0 and passage.end < size:
        _note(theirs, other, passage.other, passage.other_start)


def _note(cuts_of: dict[int, set[int]], body: Body, place: tuple[int, ...], at: int) -> None:
    """Note a cut ahead of one word of some sentences, unless one of them starts or ends there anyway."""
    for index in place:
        size = len(body.words(index))
        if 0 < at < size:
            cuts_of[index].add(at)
        if at <= size:
            return
        at -= size
