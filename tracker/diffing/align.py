"""Finds the words that two word lists keep in order, within a stated budget of work."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence, Set
from itertools import chain, count
from operator import lt

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

#: Words x words. A stretch up to this size is aligned whole (about 1 ms); above it, it is first cut at word groups that
#: occur once on both sides. Range 0.2 M to 20 M.
STRETCH_CELLS = 1_500_000
#: The budget of a whole comparison. One cell is one word held against another, about 0.4 ns; all other work that grows
#: with the texts is counted in cells too, by how long it takes. So this is about 110 ms on the machine that measured it
#: (2 loaded cores, 2026-11-22). What goes beyond it is answered coarsely. Range 50 M (30 ms) to 1,000 M.
BUDGET_CELLS = 280_000_000
#: Words x words. A stretch with nothing to cut at is still aligned whole up to this size (about 10 ms).
#: Range STRETCH_CELLS to BUDGET_CELLS.
WHOLE_CELLS = 16_000_000
#: Words. Stretches of a few words repeated are aligned in windows of this length. Range 200 to 4,000.
WINDOW = 1_000
#: What any alignment costs beside its words, in cells.
CALL_CELLS = 8_000
#: Lengths of the word groups to cut at, in the order tried, in words.
GROUPS = (4, 2, 1)
#: What looking at the groups of one length costs for each word, in cells.
GROUP_CELLS = 1_000
#: How often a stretch may be cut again.
DEPTH = 4
#: Above this many cells, a stretch of which less than one word in this many starts a shared rare group is unrelated.
UNRELATED_ONE_IN = 200

#: A run of kept words: where it starts in the old list, where in the new list, and how many words.
Kept = tuple[int, int, int]


class Work:
    """The budget of one comparison, and whether it ran out."""

    __slots__ = ("coarse", "left")

    def __init__(self, cells: int = BUDGET_CELLS) -> None:
        self.left = cells
        self.coarse = False

    def spend(self, cells: int) -> bool:
        """Take work from the budget; False (and coarse from now on) where it does not suffice."""
        if cells > self.left:
            self.coarse = True
            return False
        self.left -= cells
        return True


def kept_runs(old: Sequence[str], new: Sequence[str], work: Work) -> list[Kept]:
    """The runs of words that both lists keep, in order, by the Levenshtein alignment (or its anchored approximation).

    Levenshtein rather than the longest common subsequence: it leaves fewer stray words between edits.
    """
    cells = len(old) * len(new)
    if cells <= STRETCH_CELLS:
        return _direct(old, new) if work.spend(CALL_CELLS + cells) else []
    head = Prefix.similarity(old, new)
    tail = min(Postfix.similarity(old, new), len(old) - head, len(new) - head)
    out: list[Kept] = [(0, 0, head)] if head else []
    _cut(old[head : len(old) - tail], new[head : len(new) - tail], head, head, work, out, 0)
    return [*out, (len(old) - tail, len(new) - tail, tail)] if tail else out


def _direct(old: Sequence[str], new: Sequence[str]) -> list[Kept]:
    blocks = Levenshtein.opcodes(old, new).as_matching_blocks()
    return [(i, j, size) for i, j, size in blocks if size]


def _groups(words: Sequence[str], size: int) -> Sequence[Hashable]:
    """Every `size` neighbouring words, as hashes: 50,000 tuples to keep cost more than all that is done with them.

    Should two groups ever share one, that is an anchor whose words differ, and `_cut` finds nothing there to keep.
    """
    return words if size == 1 else list(map(hash, zip(*[words[k:] for k in range(size)], strict=False)))


def _once(groups: Sequence[Hashable], among: Set[Hashable]) -> dict[Hashable, int]:
    """Where each group starts that occurs once and is `among` some."""
    last = dict(zip(groups, count(), strict=False))
    first = dict(zip(reversed(groups), range(len(groups) - 1, -1, -1), strict=True))
    return {group: place for group, place in last.items() if group in among and first[group] == place}


def _anchors(
    old: Sequence[str], new: Sequence[str], sizes: Sequence[int], work: Work
) -> tuple[list[int], list[int]] | tuple[()] | None:
    """The old and the new places of word groups that occur once on both sides, in the same order; None if unrelated.

    Two lists rather than pairs: the garbage collector walks through 50,000 pairs again and again.
    """
    for size in sizes:
        if not work.spend(GROUP_CELLS * (len(old) + len(new))):
            return ()
        groups_a, groups_b = _groups(old, size), _groups(new, size)
        different = set(groups_a)
        common = different.intersection(groups_b)
        places = _once(groups_a, common) if common else {}
        shared = _once(groups_b, places.keys()) if places else {}
        few = len(shared) * UNRELATED_ONE_IN < min(len(old), len(new))
        if size == GROUPS[0] and few and len(different) * 2 > len(old):
            return None
        if len(shared) > 2:
            firsts, seconds = [places[group] for group in shared], list(shared.values())
            if rising(firsts):
                return firsts, seconds
            kept = increasing(firsts)
            return [firsts[k] for k in kept], [seconds[k] for k in kept]
    return ()


def _cut(old: Sequence[str], new: Sequence[str], i0: int, j0: int, work: Work, out: list[Kept], depth: int) -> None:
    """Align a stretch that may be too large to be aligned whole: cut at anchors, then align what lies between."""
    cells = len(old) * len(new)
    if cells <= STRETCH_CELLS:
        if cells and work.spend(CALL_CELLS + cells):
            out += [(i0 + i, j0 + j, n) for i, j, n in _direct(old, new)]
        return
    anchors = _anchors(old, new, GROUPS if depth == 0 else GROUPS[1:], work) if depth < DEPTH else ()
    if not anchors:
        out += [(i0 + i, j0 + j, n) for i, j, n in _uncut(old, new, anchors is None, work)]
        return
    i = j = 0
    for x, y in zip(chain(anchors[0], [len(old)]), chain(anchors[1], [len(new)]), strict=True):
        if x < i or y < j:
            continue
        k = 0
        while k < x - i and k < y - j and old[x - k - 1] == new[y - k - 1]:
            k += 1
        if x - k > i and y - k > j:
            _cut(old[i : x - k], new[j : y - k], i0 + i, j0 + j, work, out, depth + 1)
        n = k
        while x - k + n < len(old) and y - k + n < len(new) and old[x - k + n] == new[y - k + n]:
            n += 1
        if n:
            out.append((i0 + x - k, j0 + y - k, n))
        i, j = x - k + n, y - k + n


def _uncut(old: Sequence[str], new: Sequence[str], unrelated: bool, work: Work) -> list[Kept]:
    """Align a large stretch that has nothing to cut at: whole if it is not too large, else coarsely."""
    cells = len(old) * len(new)
    if cells <= WHOLE_CELLS and work.spend(cells):
        return _direct(old, new)
    work.coarse = True
    return [] if unrelated else _in_windows(old, new, work)


def _in_windows(old: Sequence[str], new: Sequence[str], work: Work) -> list[Kept]:
    """Align two large stretches that have nothing to cut at (a few words repeated) window by window: coarse."""
    out: list[Kept] = []
    i = j = 0
    while i < len(old) and j < len(new):
        window_a, window_b = old[i : i + WINDOW], new[j : j + WINDOW]
        if not work.spend(len(window_a) * len(window_b)):
            break
        last = i + WINDOW >= len(old) and j + WINDOW >= len(new)
        found = _direct(window_a, window_b)
        sure = found if last else [run for run in found if max(run[0], run[1]) < WINDOW * 3 // 4]
        out += [(i + x, j + y, size) for x, y, size in sure]
        if last or not sure:
            break
        x, y, size = sure[-1]
        i, j = i + x + size, j + y + size
    return out


def increasing(places: Sequence[int]) -> list[int]:
    """Indices of a longest strictly increasing subsequence (patience sorting, n log n)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place)
            ends.append(index)
        else:
            tails[at] = place
            ends[at] = index
    return _traced(before, ends[-1] if ends else -1)


def rising(places: Sequence[int]) -> bool:
    """Whether each place comes after the one before."""
    return all(map(lt, places, places[1:]))


def heaviest(places: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Indices of a strictly increasing subsequence of the greatest total weight (a Fenwick tree of maxima, n log n)."""
    if rising(places):
        return list(range(len(places)))
    rank = {place: position for position, place in enumerate(sorted(set(places)), 1)}
    top = [0] * (len(rank) + 1)
    ends = [-1] * (len(rank) + 1)
    before: list[int] = []
    best, last = 0, -1
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        below, end = _highest(top, ends, rank[place] - 1)
        weight += below
        before.append(end)
        if weight > best:
            best, last = weight, index
        at = rank[place]
        while at < len(top):
            if weight > top[at]:
                top[at], ends[at] = weight, index
            at += at & -at
    return _traced(before, last)


def _highest(top: list[int], ends: list[int], at: int) -> tuple[int, int]:
    """The greatest weight, and the index that ends it, among the first `at` ranks of the tree."""
    best, end = 0, -1
    while at:
        if top[at] > best:
            best, end = top[at], ends[at]
        at &= at - 1
    return best, end


def _traced(before: list[int], last: int) -> list[int]:
    out: list[int] = []
    while last >= 0:
        out.append(last)
        last = before[last]
    return out[::-1]
