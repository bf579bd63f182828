"""Finds the sentences at both ends of two bodies that stand in step: the same, or one edited where it stands.

Most corrections leave nothing else. What could be a move, a split, a merge or an addition lies between them and takes
the closer look of `pairing`, which would find the same for these sentences: they are only told apart at less cost.
"""

from operator import sub
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from tracker.diffing.align import Work
from tracker.diffing.anchors import ANCHOR_LENGTH
from tracker.diffing.gaps import BY_LETTER, ONE_BY_ONE, ONE_BY_ONE_SENTENCES
from tracker.diffing.quick import between
from tracker.diffing.recut import GROWTH
from tracker.diffing.runs import Script
from tracker.diffing.script import script

#: Share of the longer of two sentences, 0 to 1. If they start and end with less in common, they are likely two others,
#: and their letters are looked at first. Range 0 to ONE_BY_ONE.
LITTLE = 0.15
#: What looking at two different sentences in step costs, in cells of work.
STEP_CELLS = 5_000

_likeness = Levenshtein.normalized_similarity
_prefix, _postfix = Prefix.similarity, Postfix.similarity

#: A sentence edited where it stands: its number in a stretch, and its word script.
Edited = tuple[int, Script]


class Steps(NamedTuple):
    """How many sentences stand in step at the head and at the tail of two bodies, and which of them were edited.

    `resized` says that a clause may have left one of the edited ones, or come to it.
    """

    head: int
    tail: int
    edited_head: list[Edited]
    edited_tail: list[Edited]
    resized: bool


def in_step(old: list[str], new: list[str], head: int, tail: int, work: Work) -> Steps:
    """The sentences in step, where the first `head` and the last `tail` are known to be the same."""
    known = Steps(head, tail, [], [], False)
    end, end_new = len(old) - tail, len(new) - tail
    count, found = _stretch(old[head:end], new[head:end_new], True, work)
    edited = [(head + k, written) for k, written in found] if head else found
    head += count
    behind: list[Edited] = []
    if head < end and head < end_new:
        count, found = _stretch(old[head:end][::-1], new[head:end_new][::-1], False, work)
        behind = [(count - 1 - k, written) for k, written in reversed(found)]
        tail, end, end_new = tail + count, end - count, end_new - count
    before = [old[k] for k, _ in edited] + [old[end + k] for k, _ in behind]
    after = [new[k] for k, _ in edited] + [new[end_new + k] for k, _ in behind]
    if not before:
        return Steps(head, tail, [], [], False)
    if _cross(before, old[head:end], after, new[head:end_new]):
        return known
    changes = list(map(sub, map(len, after), map(len, before)))
    left, came = min(changes) <= -GROWTH, max(changes) >= GROWTH
    resized = (left or came) and (left or head < end) and (came or head < end_new)
    return Steps(head, tail, edited, behind, resized)


def _stretch(old: list[str], new: list[str], onwards: bool, work: Work) -> tuple[int, list[Edited]]:
    """How many sentences are in step from the first one on, and which of them were edited.

    Where something else follows, the stretch ends with a paragraph, and with a sentence that is surely the same.
    """
    edited: list[Edited] = []
    run = 0
    for k, (before, after) in enumerate(zip(old, new, strict=False)):
        if before == after:
            run = 0
            continue
        run += 1
        written = _edit(before, after, work) if run <= ONE_BY_ONE_SENTENCES else None
        if written is None:
            break
        edited.append((k, written))
    else:
        k = min(len(old), len(new))
        if k == len(old) == len(new):
            return k, edited
    while k and not _parts(old, new, k, onwards):
        k -= 1
    while edited and edited[-1][0] >= k:
        edited.pop()
    return k, edited


def _edit(before: str, after: str, work: Work) -> Script | None:
    """The word script of two different sentences of which one is the other, edited; else None.

    They keep enough of their letters if what they start and end with in common is enough, or what the script keeps.
    Only where neither is are the letters themselves aligned.
    """
    size, size_new = len(before), len(after)
    longer = size if size > size_new else size_new
    start, end = _prefix(before, after), _postfix(before, after)
    sure = start + end >= ONE_BY_ONE * longer
    if not sure and start + end < LITTLE * longer:
        if longer > BY_LETTER or _likeness(before, after) < ONE_BY_ONE:
            return None
        sure = True
    if not work.spend(STEP_CELLS):
        return None
    written = between(before, after, start, end, work) or script(before, after, False, work)
    if not sure:
        kept = sum([len(text) for sign, text in written[0] if sign == "="])
        if size + size_new - 2 * kept > (1 - ONE_BY_ONE) * longer:
            if longer > BY_LETTER or _likeness(before, after) < ONE_BY_ONE:
                return None
    return written


def _parts(old: list[str], new: list[str], at: int, onwards: bool) -> bool:
    """Whether two bodies can be parted ahead of a sentence: behind one that is surely the same, between paragraphs."""
    if old[at - 1] != new[at - 1] or len(old[at - 1]) < ANCHOR_LENGTH:
        return False
    if onwards:
        return old[at - 1][-1] == "\n"
    return all(at == len(texts) or texts[at][-1] == "\n" for texts in (old, new))


def _cross(old: list[str], middle: list[str], new: list[str], middle_new: list[str]) -> bool:
    """Whether an edited sentence, as it was or as it is, stands elsewhere on the other side: there or in the middle."""
    keys, keys_new = set(map(str.rstrip, old)), set(map(str.rstrip, new))
    if not keys.isdisjoint(keys_new):
        return True
    return not keys.isdisjoint(map(str.rstrip, middle_new)) or not keys_new.isdisjoint(map(str.rstrip, middle))
