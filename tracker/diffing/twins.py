"""Takes back moves that are none: where the moved sentence stands now, one stood before that was nearly the same."""

from bisect import bisect_left

from rapidfuzz.distance import Levenshtein

from tracker.diffing.align import CALL_CELLS, Work
from tracker.diffing.body import Body
from tracker.diffing.link import Link

#: Share of the letters of two sentences, 0 to 1, from which on one is the other with a slip mended. Range 0.75 to 0.95.
TWIN = 0.85
#: Characters. Longer sentences are not likened letter by letter.
BY_LETTER = 2_000


def without_twins(
    old: Body, new: Body, spine: list[Link], moved: list[Link], free_old: list[int], free_new: list[int], work: Work
) -> tuple[list[Link], list[Link]]:
    """The spine and what moved, where nothing moved that is better told as edited in its place.

    A line stands twice in the old text, once with a slip; the new text keeps the one that had the slip, mended. It did
    not come from where the other stood: that one was removed. The sentences that are `free` have no link, in order.
    """
    ahead_old = sorted([(link.old, link.new) for link in spine])
    ahead_new = sorted([(link.new, link.old) for link in spine])
    found, still = [], []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for link in moved:
        (i,), (j,) = link.old, link.new
        here = _twin(new.keys[j], old.keys, _beside(ahead_new, j, free_old), taken_old, work)
        there = _twin(old.keys[i], new.keys, _beside(ahead_old, i, free_new), taken_new, work)
        if here is not None:
            taken_old.add(here)
            found.append(Link((here,), (j,)))
        if there is not None:
            taken_new.add(there)
            found.append(Link((i,), (there,)))
        if here is None and there is None:
            still.append(link)
    return spine + found, still


def _beside(ahead: list[tuple[tuple[int, ...], tuple[int, ...]]], index: int, free: list[int]) -> list[int]:
    """The free sentences of the other side that stand between the links of the spine around a sentence."""
    at = bisect_left(ahead, ((index,), ()))
    first = bisect_left(free, ahead[at - 1][1][-1]) if at else 0
    last = bisect_left(free, ahead[at][1][0]) if at < len(ahead) else len(free)
    return free[first:last]


def _twin(text: str, keys: list[str], places: list[int], taken: set[int], work: Work) -> int | None:
    """The place whose text is nearly the given one, the first of the likest; None where there is none."""
    best, likest = None, TWIN
    for index in places:
        other = keys[index]
        if index in taken or max(len(text), len(other)) > BY_LETTER or not work.spend(CALL_CELLS + len(text)):
            continue
        likeness = Levenshtein.normalized_similarity(text, other, score_cutoff=TWIN)
        if likeness > likest:
            best, likest = index, likeness
    return best
