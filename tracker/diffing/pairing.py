"""Finds which sentences of two texts belong together: in their place, moved, split or merged."""

from bisect import bisect_left
from operator import itemgetter

from tracker.diffing.align import Work, heaviest, rising
from tracker.diffing.anchors import equal_sentences, weight
from tracker.diffing.body import Body
from tracker.diffing.gaps import gap_links
from tracker.diffing.link import Gap, Link, new_link
from tracker.diffing.moves import found_elsewhere, words_kept, worth_moving
from tracker.diffing.rewritten import rewritten
from tracker.diffing.twins import without_twins
from tracker.diffing.words import has_words
from tracker.model import Op

#: Where a link stands in the new text.
_place = itemgetter(1)


def near_links(old: Body, new: Body, work: Work) -> list[Link]:
    """The links that are plain from the words: what is equal and, in the gaps between, what keeps its words."""
    pairs, gaps = equal_sentences(old, new, work)
    found = [new_link(((i,), (j,), 0, None)) for i, j in pairs]
    for gap in gaps:
        found += gap_links(old, new, gap, work)
    return found


def all_links(
    old: Body, new: Body, near: list[Link], free_old: list[int], free_new: list[int], work: Work
) -> list[Link]:
    """All links, from the plain ones on: also what stands elsewhere, and at last what was rewritten in its place.

    The sentences that are `free` have no plain link. Links off the spine have the op MOVED.
    """
    found = near
    if free_old and free_new:
        found = near + [Link((i,), (j,), kept) for i, j, kept in found_elsewhere(old, new, free_old, free_new, work)]
    spine, moved = _settled(old, new, found, work)
    if len(found) > len(spine) + len(moved) or (free_old and free_new):
        free_old, free_new = free(old, new, spine + moved)
    if moved and (free_old or free_new):
        spine, moved = without_twins(old, new, spine, moved, free_old, free_new, work)
        free_old, free_new = free(old, new, spine + moved)
    if free_old and free_new:
        spine += [Link((i,), (j,)) for i, j in rewritten(old, new, _places(spine, free_old, free_new), work)]
    return spine + moved


def free(old: Body, new: Body, found: list[Link]) -> tuple[list[int], list[int]]:
    """The sentences without a link, on both sides."""
    left_old, left_new = bytearray(len(old.texts)), bytearray(len(new.texts))
    for ia, jb, _, _ in found:
        for i in ia:
            left_old[i] = 1
        for j in jb:
            left_new[j] = 1
    return _zeros(left_old), _zeros(left_new)


def _zeros(flags: bytearray) -> list[int]:
    """Where a flag is not set."""
    return [index for index, flag in enumerate(flags) if not flag] if 0 in flags else []


def _settled(old: Body, new: Body, found: list[Link], work: Work) -> tuple[list[Link], list[Link]]:
    """What keeps its order (as much text as can), in the order of the new text; and what moved past that.

    Links that would have to be called moved without being worth it are dropped.
    """
    found = sorted(found, key=_place)
    firsts = [link[0][0] for link in found]
    if rising(firsts):
        return found, []
    kept = heaviest(firsts, [_weight(old, link) for link in found])
    spine = [found[k] for k in kept]
    moved = []
    for index in sorted(set(range(len(found))) - set(kept)):
        link = found[index]
        if len(link.old) + len(link.new) > 2:
            spine.append(link)
        elif _moved_along(old, new, link, found[max(index - 1, 0) : index + 2]) or worth_moving(
            old, new, link.old[0], link.new[0], link.kept or words_kept(old, new, link.old[0], link.new[0], work), work
        ):
            moved.append(link._replace(op=Op.MOVED))
    return spine, moved


def _weight(old: Body, link: Link) -> int:
    """How much text a link keeps: of a sentence rewritten elsewhere less than of an equal one."""
    whole = sum([weight(old, i) for i in link.old])
    return whole * link.kept // sum([len(old.words(i)) for i in link.old]) if link.kept else whole


def _moved_along(old: Body, new: Body, link: Link, around: list[Link]) -> bool:
    """Whether an equal sentence, however short, keeps its place beside a neighbour. Punctuation alone never moves."""
    (i,), (j,) = link.old, link.new
    if old.keys[i] != new.keys[j] or not has_words(old.keys[i]):
        return False
    beside = ((i - 1,), (j - 1,)), ((i + 1,), (j + 1,))
    return any((near.old, near.new) in beside for near in around if near is not link)


def _places(spine: list[Link], free_old: list[int], free_new: list[int]) -> list[Gap]:
    """Between each two links of the spine the sentences that are still free, if there are some on both sides."""
    gaps: dict[int, Gap] = {}
    for side, free in enumerate((free_old, free_new)):
        starts = sorted([(link.new if side else link.old)[0] for link in spine])
        for index in free:
            gaps.setdefault(bisect_left(starts, index), ([], []))[side].append(index)
    return [place for place in gaps.values() if place[0] and place[1]]
