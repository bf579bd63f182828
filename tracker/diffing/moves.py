"""Finds sentences that stand in another place, edited or not; it rather misses one than claims one falsely."""

from collections import defaultdict
from itertools import chain, pairwise

from tracker.diffing.align import Work, kept_runs
from tracker.diffing.body import Body
from tracker.diffing.words import has_words

#: Words that a moved and edited sentence must keep. Range 4 to 10.
MOVED_WORDS = 5
#: Share of the words of both sentences that must be kept, 0 to 1.
MOVED_SHARE = 0.5
#: The same for a sentence rewritten elsewhere that keeps a run of words that stands nowhere else in either text: a long
#: one, or in a sentence that starts as it did one with a figure or a name. Range 0.3 to 0.4.
TOLD_SHARE = 1 / 3
#: Words that such a sentence must keep.
TOLD_WORDS = 7
#: Words of a long run, and of one with a figure or a name; and of a start.
LONG_RUN, TOLD_RUN = 6, 3
#: What looking for a run costs for each character of both texts, in cells of work.
SEARCH_CELLS = 2
#: Characters of a sentence inside a paragraph, moved word by word.
MOVED_LENGTH = 25
#: Letters of a paragraph, heading or item of its own, moved word by word: the figures of a table do not move.
MOVED_BLOCK_LETTERS = 4
#: A pair of neighbouring words that stands in more of the sentences left over than this tells nothing.
COMMON = 3
#: How many old sentences are looked at closely for each new one.
CANDIDATES = 3
#: What looking at one word of a sentence left over costs, in cells of work.
NEIGHBOUR_CELLS = 1_000


def found_elsewhere(
    old: Body, new: Body, free_old: list[int], free_new: list[int], work: Work
) -> list[tuple[int, int, int]]:
    """(old, new, words kept) of sentences left over on both sides that are the same sentence in another place."""
    if not free_old or not free_new:
        return []
    words = sum([len(old.words(i)) for i in free_old]) + sum([len(new.words(j)) for j in free_new])
    if not work.spend(NEIGHBOUR_CELLS * words):
        return []
    found = []
    for j, candidates in _candidates(old, new, free_old, free_new).items():
        for i in candidates:
            kept = words_kept(old, new, i, j, work)
            if worth_moving(old, new, i, j, kept, work):
                found.append((kept, -i, -j))
    found.sort(reverse=True)
    out = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for kept, i, j in found:
        if -i not in taken_old and -j not in taken_new:
            taken_old.add(-i)
            taken_new.add(-j)
            out.append((-i, -j, kept))
    return out


def words_kept(old: Body, new: Body, i: int, j: int, work: Work) -> int:
    """How many words two sentences keep in order; marks that stand alone are none."""
    words = old.words(i)
    return sum([sum(map(has_words, words[x : x + size])) for x, _, size in kept_runs(words, new.words(j), work)])


def _candidates(old: Body, new: Body, free_old: list[int], free_new: list[int]) -> dict[int, list[int]]:
    """For each new sentence the old ones that share the most rare pairs of neighbouring words with it."""
    groups_old = [_neighbours(old.words(i)) for i in free_old]
    groups_new = [_neighbours(new.words(j)) for j in free_new]
    common = set[int]().union(*groups_old).intersection(chain.from_iterable(groups_new))
    places: dict[int, list[int]] = defaultdict(list)
    for i, groups in zip(free_old, groups_old, strict=True):
        for group in groups & common:
            places[group].append(i)
    out = {}
    for j, groups in zip(free_new, groups_new, strict=True):
        votes: dict[int, int] = defaultdict(int)
        for group in groups & common:
            holders = places[group]
            if len(holders) <= COMMON:
                for i in holders:
                    votes[i] += 1
        if votes:
            out[j] = sorted(votes, key=lambda i: (-votes[i], i))[:CANDIDATES]
    return out


def _neighbours(words: list[str]) -> set[int]:
    """The pairs of neighbouring words of a sentence, as hashes: they only vote, so that a rare mix-up does no harm."""
    return set(map(hash, pairwise(words)))


def worth_moving(old: Body, new: Body, i: int, j: int, kept: int, work: Work | None = None) -> bool:
    """Whether a pair that stands in another order than its neighbours should be shown as moved.

    `work` is needed for sentences that differ.
    """
    key = old.keys[i]
    if key != new.keys[j]:
        size = len(old.words(i)) + len(new.words(j))
        if kept >= MOVED_WORDS and 2 * kept >= MOVED_SHARE * size:
            return True
        return work is not None and kept >= TOLD_WORDS and 2 * kept >= TOLD_SHARE * size and _told(old, new, i, j, work)
    if len(key) >= MOVED_LENGTH:
        return True
    return old.block(i) and new.block(j) and sum(map(str.isalpha, key)) >= MOVED_BLOCK_LETTERS


def _told(old: Body, new: Body, i: int, j: int, work: Work) -> bool:
    """Whether two sentences keep a run of words that tells that they are the same: see TOLD_SHARE."""
    words, words_new = old.words(i), new.words(j)
    alike = words[:TOLD_RUN] == words_new[:TOLD_RUN]
    for x, _, size in kept_runs(words, words_new, work):
        run = words[x : x + size]
        if size < LONG_RUN and not (alike and size >= TOLD_RUN and any(map(_names, range(x, x + size), run))):
            continue
        if not work.spend(SEARCH_CELLS * (sum(map(len, old.texts)) + sum(map(len, new.texts)))):
            return False
        if _occurs_once(" ".join(run), old.texts) and _occurs_once(" ".join(run), new.texts):
            return True
    return False


def _occurs_once(run: str, texts: list[str]) -> bool:
    return sum([run in text for text in texts]) == 1


def _names(place: int, word: str) -> bool:
    """Whether a word at its place in a sentence is a figure or, not at its start, a name."""
    return any(map(str.isdigit, word)) or (place > 0 and word[0].isupper())
