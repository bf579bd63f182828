"""Finds which sentences of two texts belong together: in their place, moved, split or merged."""

from bisect import bisect_left
from collections import defaultdict
from typing import NamedTuple

from tracker.diffing.align import Kept, Work, heaviest, kept_runs
from tracker.diffing.body import Body
from tracker.diffing.moves import found_elsewhere, worth_moving
from tracker.diffing.rewritten import rewritten
from tracker.model import Op

#: Characters. A shorter sentence ("Yes.", "Read more") holds no place: it is too easily found elsewhere by chance.
ANCHOR_LENGTH = 16
#: Characters that a sentence weighs beside its length when it is decided what moved past what: it takes many short
#: items to outweigh a long paragraph, but not by their letters alone. Range 0 to 20.
SENTENCE_WEIGHT = 10
#: Share of the words of both sentences, 0 to 1, from which on they are surely the same sentence, in its place.
SURE = 0.5
#: Share of the words of a sentence that must come from one sentence for it to be a piece of that one.
PIECE = 0.5
#: Words that such a piece must keep.
PIECE_WORDS = 3
#: When as many sentences stand in a gap on both sides, each share must reach this for them to be paired one by one.
ONE_BY_ONE = 0.6
#: Sentences in such a gap, at most.
ONE_BY_ONE_SENTENCES = 40


class Link(NamedTuple):
    """Sentences that belong together, how many words they keep (0: not counted, they are equal), and the kept runs
    where those are known already."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    kept: int
    runs: list[Kept] | None
    op: Op | None


def links(old: Body, new: Body, work: Work) -> list[Link]:
    """All links between the sentences of two bodies, in the order of the new one; moved ones have that `op`."""
    finder = _Finder(old, new, work)
    finder.anchor()
    return finder.settled()


class _Finder:
    """The state of one search: the links so far and the sentences that are still free."""

    def __init__(self, old: Body, new: Body, work: Work) -> None:
        self.old, self.new, self.work = old, new, work
        self.links: list[Link] = []
        self.free_old: list[int] = []
        self.free_new: list[int] = []

    def anchor(self) -> None:
        """Pair what is equal: the head, the tail, and sentences that occur once on both sides; then fill the gaps."""
        a, b = self.old.keys, self.new.keys
        start, end_a, end_b = 0, len(a), len(b)
        while start < end_a and start < end_b and a[start] == b[start]:
            self._same(start, start)
            start += 1
        while end_a > start and end_b > start and a[end_a - 1] == b[end_b - 1]:
            end_a -= 1
            end_b -= 1
            self._same(end_a, end_b)
        spine, aside = _unique(self.old, self.new, (start, end_a), (start, end_b))
        for i, j in aside:
            self._same(i, j)
        gone_a, gone_b = {i for i, _ in aside}, {j for _, j in aside}
        i0 = j0 = start
        for i, j in [*spine, (end_a, end_b)]:
            if i > i0 or j > j0:
                self._gap([k for k in range(i0, i) if k not in gone_a], [k for k in range(j0, j) if k not in gone_b])
            if i < end_a:
                self._same(i, j)
            i0, j0 = i + 1, j + 1

    def _same(self, i: int, j: int) -> None:
        self.links.append(Link((i,), (j,), 0, None, None))

    def _gap(self, ia: list[int], jb: list[int]) -> None:
        """Link the sentences of one gap; equal ones at its edges first."""
        a, b = self.old.keys, self.new.keys
        edge = 0
        while edge < min(len(ia), len(jb)) and a[ia[edge]] == b[jb[edge]]:
            self._same(ia[edge], jb[edge])
            edge += 1
        ia, jb = ia[edge:], jb[edge:]
        while ia and jb and a[ia[-1]] == b[jb[-1]]:
            self._same(ia.pop(), jb.pop())
        if ia and jb and not self._one_by_one(ia, jb):
            taken = self._aligned(ia, jb)
            ia = [i for i in ia if ("-", i) not in taken]
            jb = [j for j in jb if ("+", j) not in taken]
        elif ia and jb:
            return
        self.free_old += ia
        self.free_new += jb

    def _one_by_one(self, ia: list[int], jb: list[int]) -> bool:
        """Pair a gap's sentences in step, where as many stand on both sides and each pair keeps most of its words."""
        if len(ia) != len(jb) or len(ia) > ONE_BY_ONE_SENTENCES:
            return False
        found = []
        for i, j in zip(ia, jb, strict=True):
            wa, wb = self.old.words(i), self.new.words(j)
            runs = kept_runs(wa, wb, self.work)
            kept = sum([n for _, _, n in runs])
            if 2 * kept < ONE_BY_ONE * (len(wa) + len(wb)) or not kept:
                return False
            found.append(Link((i,), (j,), kept, runs, None))
        self.links += found
        return True

    def _aligned(self, ia: list[int], jb: list[int]) -> set[tuple[str, int]]:
        """Link a gap's sentences by the words that they keep in order; gives back which sentences are taken."""
        shares = _shares([self.old.words(i) for i in ia], [self.new.words(j) for j in jb], self.work)
        weights = sorted(((kept, -x, -y) for (x, y), kept in shares.items()), reverse=True)
        sizes_a = [len(self.old.words(i)) for i in ia]
        sizes_b = [len(self.new.words(j)) for j in jb]
        group_a: dict[int, list[int]] = {}
        group_b: dict[int, list[int]] = {}
        for kept, x, y in ((kept, -x, -y) for kept, x, y in weights):
            near = 2 * kept >= SURE * (sizes_a[x] + sizes_b[y])
            whole = kept >= PIECE_WORDS and (kept >= PIECE * sizes_a[x] or kept >= PIECE * sizes_b[y])
            if x in group_a or y in group_b:
                _join(x, y, kept, (sizes_a[x], sizes_b[y]), group_a, group_b)
            elif near or whole:
                group_a[x], group_b[y] = [y], [x]
        self._keep_groups(ia, jb, group_a, group_b, shares)
        return {("-", ia[x]) for x in group_a} | {("+", jb[y]) for y in group_b}

    def _keep_groups(
        self,
        ia: list[int],
        jb: list[int],
        group_a: dict[int, list[int]],
        group_b: dict[int, list[int]],
        shares: dict[tuple[int, int], int],
    ) -> None:
        for x, ys in group_a.items():
            if len(ys) == 1 and len(group_b[ys[0]]) > 1:
                continue
            kept = sum(shares[x, y] for y in ys)
            op = Op.SPLIT if len(ys) > 1 else None
            self.links.append(Link((ia[x],), tuple(jb[y] for y in sorted(ys)), kept, None, op))
        for y, xs in group_b.items():
            if len(xs) > 1:
                kept = sum(shares[x, y] for x in xs)
                self.links.append(Link(tuple(ia[x] for x in sorted(xs)), (jb[y],), kept, None, Op.MERGED))

    def settled(self) -> list[Link]:
        """The links with those found elsewhere and those rewritten in place; what is off the spine is marked moved."""
        elsewhere = found_elsewhere(self.old, self.new, self.free_old, self.free_new, self.work)
        self.links += [Link((i,), (j,), kept, None, None) for i, j, kept in elsewhere]
        found = sorted(self.links, key=lambda link: link.new[0])
        weights = [sum([len(self.old.keys[i]) + SENTENCE_WEIGHT for i in link.old]) for link in found]
        spine = set(heaviest([link.old[0] for link in found], weights))
        out = []
        for index, link in enumerate(found):
            if index in spine or len(link.old) + len(link.new) > 2:
                out.append(link)
            elif self._moved_along(link, found[max(index - 1, 0) : index + 2]) or worth_moving(
                self.old, self.new, link.old[0], link.new[0], link.kept
            ):
                out.append(link._replace(op=Op.MOVED))
        places = self._places([found[index] for index in sorted(spine)], out)
        out += [Link((i,), (j,), 0, None, None) for i, j in rewritten(self.old, self.new, places)]
        return out

    def _places(self, spine: list[Link], taken: list[Link]) -> list[tuple[list[int], list[int]]]:
        """Between each two links of the spine the sentences that are still free, if there are some on both sides."""
        taken_old = {i for link in taken for i in link.old}
        taken_new = {j for link in taken for j in link.new}
        free_old = [i for i in range(len(self.old.texts)) if i not in taken_old]
        free_new = [j for j in range(len(self.new.texts)) if j not in taken_new]
        if not free_old or not free_new:
            return []
        edges = [(link.old[0], link.new[0]) for link in spine]
        gaps: dict[int, tuple[list[int], list[int]]] = {}
        for side, free in enumerate((free_old, free_new)):
            starts = [edge[side] for edge in edges]
            for index in free:
                gaps.setdefault(bisect_left(starts, index), ([], []))[side].append(index)
        return [place for place in gaps.values() if place[0] and place[1]]

    def _moved_along(self, link: Link, around: list[Link]) -> bool:
        """Whether an equal sentence, however short, keeps its place beside a neighbour."""
        (i,), (j,) = link.old, link.new
        if self.old.keys[i] != self.new.keys[j]:
            return False
        return any(
            (near.old, near.new) in (((i - 1,), (j - 1,)), ((i + 1,), (j + 1,))) for near in around if near is not link
        )


def _unique(
    old: Body, new: Body, range_a: tuple[int, int], range_b: tuple[int, int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Sentences that occur once on both sides: those in order (the spine), and those worth calling moved."""
    a, b = old.keys, new.keys
    if (range_a[1] - range_a[0]) * (range_b[1] - range_b[0]) <= 1:
        return [], []
    places: dict[str, int] = {}
    for i in range(*range_a):
        places[a[i]] = -1 if a[i] in places else i
    seen: dict[str, int] = {}
    for j in range(*range_b):
        if b[j] in places:
            seen[b[j]] = -1 if b[j] in seen else j
    pairs = [(places[key], j) for key, j in seen.items() if j >= 0 and places[key] >= 0 and len(key) >= ANCHOR_LENGTH]
    chain = heaviest([i for i, _ in pairs], [len(a[i]) + SENTENCE_WEIGHT for i, _ in pairs])
    kept = set(chain)
    aside = [pair for k, pair in enumerate(pairs) if k not in kept]
    return [pairs[k] for k in chain], aside


def _shares(old: list[list[str]], new: list[list[str]], work: Work) -> dict[tuple[int, int], int]:
    """How many words each old sentence of a gap shares with each new one, by one alignment over the whole gap."""
    runs = kept_runs([w for words in old for w in words], [w for words in new for w in words], work)
    ends_a, ends_b = _ends(old), _ends(new)
    out: dict[tuple[int, int], int] = defaultdict(int)
    x = y = 0
    for i, j, size in runs:
        left = size
        while left:
            while ends_a[x] <= i:
                x += 1
            while ends_b[y] <= j:
                y += 1
            step = min(left, ends_a[x] - i, ends_b[y] - j)
            out[x, y] += step
            i, j, left = i + step, j + step, left - step
    return out


def _ends(sentences: list[list[str]]) -> list[int]:
    out = []
    end = 0
    for words in sentences:
        end += len(words)
        out.append(end)
    return out


def _join(
    x: int,
    y: int,
    kept: int,
    sizes: tuple[int, int],
    group_a: dict[int, list[int]],
    group_b: dict[int, list[int]],
) -> None:
    """Add a piece to a sentence that has a counterpart already: a split (new piece) or a merge (old piece)."""
    if kept < PIECE_WORDS:
        return
    if y not in group_b and kept >= PIECE * sizes[1] and len(group_b[group_a[x][0]]) == 1:
        group_a[x].append(y)
        group_b[y] = [x]
    elif x not in group_a and kept >= PIECE * sizes[0] and len(group_a[group_b[y][0]]) == 1:
        group_b[y].append(x)
        group_a[x] = [y]
