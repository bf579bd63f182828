"""Finds the sentences that two texts have in common: the fixed points between which all else is compared."""

from collections import Counter
from itertools import count

from tracker.diffing.align import Work, heaviest, kept_runs, rising
from tracker.diffing.body import Body
from tracker.diffing.link import Gap
from tracker.diffing.moves import worth_moving

#: Characters. A shorter sentence ("Yes.", "Read more") is no anchor: it is too easily found elsewhere by chance.
ANCHOR_LENGTH = 16
#: Characters that a sentence weighs beside its length when it is decided what moved past what: it takes many short
#: items to outweigh a long paragraph, but not by their letters alone. Range 0 to 20.
SENTENCE_WEIGHT = 10

Places = list[tuple[int, int]]


def equal_sentences(old: Body, new: Body, work: Work) -> tuple[Places, list[Gap]]:
    """(old, new) of equal sentences, in their place or elsewhere, and the gaps with what is left between them."""
    plain = _plainly(old.keys, new.keys)
    if plain is not None:
        return plain
    a, b = old.keys, new.keys
    start, end_a, end_b = 0, len(a), len(b)
    while start < end_a and start < end_b and a[start] == b[start]:
        start += 1
    while end_a > start and end_b > start and a[end_a - 1] == b[end_b - 1]:
        end_a -= 1
        end_b -= 1
    pairs = [(k, k) for k in range(start)]
    pairs += [(end_a + k, end_b + k) for k in range(len(a) - end_a)]
    common = set(a[start:end_a]).intersection(b[start:end_b])
    spine, aside = _unique(old, new, range(start, end_a), range(start, end_b), common)
    pairs += spine + aside
    gaps = _between(spine, aside, (start, start), (end_a, end_b))
    if len(spine) + len(aside) == len(common):
        return pairs, gaps
    inner: list[Gap] = []
    for gap in gaps:
        found, left = _equal_in_order(old, new, gap, work)
        pairs += found
        inner += left
    elsewhere = _equal_elsewhere(old, new, inner, set(pairs))
    return pairs + elsewhere, _without(inner, elsewhere)


def _plainly(a: list[str], b: list[str]) -> tuple[Places, list[Gap]] | None:
    """The same at a glance, where no sentence stands twice on one side and all common ones keep their order.

    None where it takes a closer look: also at a short sentence amid others that differ.
    """
    places = dict(zip(b, count()))
    if len(places) < len(b) or len(set(a)) < len(a):
        return None
    pairs: Places = []
    gaps: list[Gap] = []
    i0 = j0 = 0
    for i, j in enumerate(map(places.get, a)):
        if j is None:
            continue
        if i > i0 or j != j0:
            if j < j0 or len(a[i]) < ANCHOR_LENGTH:
                return None
            gaps.append((list(range(i0, i)), list(range(j0, j))))
        pairs.append((i, j))
        i0, j0 = i + 1, j + 1
    if i0 < len(a) or j0 < len(b):
        gaps.append((list(range(i0, len(a))), list(range(j0, len(b)))))
    return pairs, gaps


def weight(old: Body, index: int) -> int:
    """How much a sentence weighs when it is decided what stayed and what moved."""
    return len(old.keys[index]) + SENTENCE_WEIGHT


def _unique(old: Body, new: Body, range_a: range, range_b: range, common: set[str]) -> tuple[Places, Places]:
    """Sentences that occur once on both sides: those that keep their order (the spine), and those that do not.

    `common` are the sentences that stand on both sides at all.
    """
    if not common:
        return [], []
    places = _once(old.keys, range_a, common)
    seen = _once(new.keys, range_b, common)
    pairs = [(places[key], j) for key, j in seen.items() if key in places]
    firsts = [i for i, _ in pairs]
    if rising(firsts):
        return pairs, []
    chain = heaviest(firsts, [weight(old, i) for i in firsts])
    kept = set(chain)
    return [pairs[k] for k in chain], [pair for k, pair in enumerate(pairs) if k not in kept]


def _once(keys: list[str], span: range, common: set[str]) -> dict[str, int]:
    """Where each of the common sentences stands that occurs once in the span and is long enough to be an anchor."""
    found = [index for index in span if keys[index] in common and len(keys[index]) >= ANCHOR_LENGTH]
    places = {keys[index]: index for index in found}
    if len(places) < len(found):
        counts = Counter([keys[index] for index in found])
        places = {key: index for key, index in places.items() if counts[key] == 1}
    return places


def _between(spine: Places, aside: Places, start: tuple[int, int], end: tuple[int, int]) -> list[Gap]:
    """What stands between the anchors, without the sentences that are paired aside; empty gaps are left out."""
    gone_a, gone_b = {i for i, _ in aside}, {j for _, j in aside}
    gaps = []
    i0, j0 = start
    for i, j in [*spine, end]:
        if not aside and (i > i0 or j > j0):
            gaps.append((list(range(i0, i)), list(range(j0, j))))
        elif i > i0 or j > j0:
            gaps.append(([k for k in range(i0, i) if k not in gone_a], [k for k in range(j0, j) if k not in gone_b]))
        i0, j0 = i + 1, j + 1
    return gaps


def _equal_in_order(old: Body, new: Body, gap: Gap, work: Work) -> tuple[Places, list[Gap]]:
    """Equal sentences of a gap that keep their order, though they occur more than once; and the gaps between them.

    Short ones inside a paragraph count only at the edges of the gap.
    """
    ia, jb = gap
    keys_a, keys_b = [old.keys[i] for i in ia], [new.keys[j] for j in jb]
    if set(keys_a).isdisjoint(keys_b):
        return [], [gap]
    pairs: Places = []
    gaps: list[Gap] = []
    x0 = y0 = 0
    for x, y, size in [*kept_runs(keys_a, keys_b, work), (len(ia), len(jb), 0)]:
        edge = (x == 0 and y == 0) or (x + size == len(ia) and y + size == len(jb))
        for k in range(size):
            if edge or len(keys_a[x + k]) >= ANCHOR_LENGTH or old.block(ia[x + k]):
                if x + k > x0 or y + k > y0:
                    gaps.append((ia[x0 : x + k], jb[y0 : y + k]))
                pairs.append((ia[x + k], jb[y + k]))
                x0, y0 = x + k + 1, y + k + 1
    if x0 < len(ia) or y0 < len(jb):
        gaps.append((ia[x0:], jb[y0:]))
    return pairs, gaps


def _equal_elsewhere(old: Body, new: Body, gaps: list[Gap], paired: set[tuple[int, int]]) -> Places:
    """Sentences left over anywhere that are equal and left over once on both sides.

    Very short ones count only where their neighbour went the same way: a heading above its paragraph.
    """
    free_a = [i for ia, _ in gaps for i in ia]
    free_b = [j for _, jb in gaps for j in jb]
    counts_a = Counter([old.keys[i] for i in free_a])
    counts_b = Counter([new.keys[j] for j in free_b])
    places = {old.keys[i]: i for i in free_a if counts_a[old.keys[i]] == 1}
    pairs = [(places[new.keys[j]], j) for j in free_b if new.keys[j] in places and counts_b[new.keys[j]] == 1]
    sure = [(i, j) for i, j in pairs if worth_moving(old, new, i, j, 0)]
    beside = paired.union(sure)
    return sure + [
        (i, j) for i, j in pairs if (i, j) not in beside and not beside.isdisjoint({(i - 1, j - 1), (i + 1, j + 1)})
    ]


def _without(gaps: list[Gap], pairs: Places) -> list[Gap]:
    if not pairs:
        return gaps
    gone_a, gone_b = {i for i, _ in pairs}, {j for _, j in pairs}
    return [([i for i in ia if i not in gone_a], [j for j in jb if j not in gone_b]) for ia, jb in gaps]
