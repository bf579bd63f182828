"""Reads off from the words that a stretch of text keeps which of its sentences were changed, split or merged."""

from collections import defaultdict
from itertools import accumulate

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from tracker.diffing.align import STRETCH_CELLS, Work, kept_runs
from tracker.diffing.body import Body
from tracker.diffing.link import Gap, Link, new_link
from tracker.model import Op

#: Share of the words of both sentences, 0 to 1, from which on they are surely the same sentence, in its place.
SURE = 0.5
#: Share of the words of a sentence that must come from one sentence for it to be a piece of that one.
PIECE = 0.5
#: Words that such a piece must keep.
PIECE_WORDS = 3
#: When as many sentences stand in a gap on both sides, each pair must keep this share of its letters or of its words
#: for them to be paired one by one. Sentences that have nothing to do with each other reach 0.3.
ONE_BY_ONE = 0.6
#: Sentences in such a gap, at most.
ONE_BY_ONE_SENTENCES = 40
#: Characters. Longer sentences are not likened letter by letter: the work grows with the square of the length.
BY_LETTER = 2_000

_likeness, _prefix, _postfix = Levenshtein.normalized_similarity, Prefix.similarity, Postfix.similarity


def gap_links(old: Body, new: Body, gap: Gap, work: Work) -> list[Link]:
    """The links between the sentences of one gap; what has none is left over."""
    ia, jb = gap
    if not ia or not jb:
        return []
    in_step = _one_by_one(old, new, gap, work)
    if in_step is not None:
        return in_step
    words_a, words_b = [old.words(i) for i in ia], [new.words(j) for j in jb]
    groups = _Groups(_shares(words_a, words_b, work), [len(w) for w in words_a], [len(w) for w in words_b])
    return [Link(tuple(ia[x] for x in xs), tuple(jb[y] for y in ys), kept, op) for xs, ys, kept, op in groups.made()]


def _one_by_one(old: Body, new: Body, gap: Gap, work: Work) -> list[Link] | None:
    """Pairs in step, where as many sentences stand on both sides and each pair keeps most of its words; else None."""
    ia, jb = gap
    if len(ia) != len(jb) or len(ia) > ONE_BY_ONE_SENTENCES:
        return None
    if len(ia) == 1 and len(old.texts[ia[0]]) > BY_LETTER:
        wa, wb = old.words(ia[0]), new.words(jb[0])
        if len(wa) * len(wb) <= STRETCH_CELLS:
            return None  # the words of the whole gap, which are aligned next, tell the same
        different, common = len(set(wa)) + len(set(wb)), len(set(wa).intersection(wb))
        return [Link((ia[0],), (jb[0],))] if 2 * common >= SURE * different else []
    found = []
    for i, j in zip(ia, jb, strict=True):
        before, after = old.texts[i], new.texts[j]
        if not alike(before, after):
            wa, wb = old.words(i), new.words(j)
            kept = sum([size for _, _, size in kept_runs(wa, wb, work)])
            if not kept or 2 * kept < ONE_BY_ONE * (len(wa) + len(wb)):
                return None
        found.append(new_link(((i,), (j,), 0, None)))
    return found


def alike(before: str, after: str) -> bool:
    """Whether two sentences have most of their letters in common; long ones only by how they start and end."""
    longer = max(len(before), len(after))
    if _prefix(before, after) + _postfix(before, after) >= ONE_BY_ONE * longer:
        return True
    return longer <= BY_LETTER and _likeness(before, after) >= ONE_BY_ONE


def _shares(old: list[list[str]], new: list[list[str]], work: Work) -> dict[tuple[int, int], int]:
    """How many words each old sentence of a gap shares with each new one, by one alignment over the whole gap."""
    runs = kept_runs([word for words in old for word in words], [word for words in new for word in words], work)
    ends_a, ends_b = list(accumulate(map(len, old))), list(accumulate(map(len, new)))
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


class _Groups:
    """Sentences of a gap grouped by the words they share, the strongest first: one to one, one to many, many to one."""

    def __init__(self, shares: dict[tuple[int, int], int], sizes_a: list[int], sizes_b: list[int]) -> None:
        self.shares, self.sizes_a, self.sizes_b = shares, sizes_a, sizes_b
        self.of_old: dict[int, list[int]] = {}
        self.of_new: dict[int, list[int]] = {}
        for kept, x, y in sorted(((kept, -x, -y) for (x, y), kept in shares.items()), reverse=True):
            self._take(-x, -y, kept)

    def _take(self, x: int, y: int, kept: int) -> None:
        piece_of_old = kept >= PIECE_WORDS and kept >= PIECE * self.sizes_b[y]
        piece_of_new = kept >= PIECE_WORDS and kept >= PIECE * self.sizes_a[x]
        if x not in self.of_old and y not in self.of_new:
            if piece_of_old or piece_of_new or 2 * kept >= SURE * (self.sizes_a[x] + self.sizes_b[y]):
                self.of_old[x], self.of_new[y] = [y], [x]
        elif y not in self.of_new and piece_of_old and len(self.of_new[self.of_old[x][0]]) == 1:
            self.of_old[x].append(y)
            self.of_new[y] = [x]
        elif x not in self.of_old and piece_of_new and len(self.of_old[self.of_new[y][0]]) == 1:
            self.of_new[y].append(x)
            self.of_old[x] = [y]

    def made(self) -> list[tuple[list[int], list[int], int, Op | None]]:
        """(old sentences, new sentences, words kept, op) of each group."""
        out: list[tuple[list[int], list[int], int, Op | None]] = []
        for x, ys in self.of_old.items():
            if len(ys) > 1:
                out.append(([x], sorted(ys), sum([self.shares[x, y] for y in ys]), Op.SPLIT))
            elif len(self.of_new[ys[0]]) == 1:
                out.append(([x], ys, self.shares[x, ys[0]], None))
        for y, xs in self.of_new.items():
            if len(xs) > 1:
                out.append((sorted(xs), [y], sum([self.shares[x, y] for x in xs]), Op.MERGED))
        return out
