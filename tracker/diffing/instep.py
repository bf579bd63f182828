"""Finds the sentences at both ends of two bodies that stand in step: the same, or one edited where it stands.

Most corrections leave nothing else. What could be a move, a split, a merge or an addition lies between them and takes
the closer look of `pairing`, which would find the same for these sentences: they are only told apart at less cost.
"""

from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from tracker.diffing.align import Work
from tracker.diffing.anchors import ANCHOR_LENGTH
from tracker.diffing.gaps import ONE_BY_ONE, ONE_BY_ONE_SENTENCES, alike
from tracker.diffing.quick import between
from tracker.diffing.recut import GROWTH
from tracker.diffing.runs import Script
from tracker.diffing.script import script

#: Share of the longer of two sentences, 0 to 1. If they start and end with less in common, they are likely two others,
#: and their letters are looked at first. Range 0 to ONE_BY_ONE.
LITTLE = 0.15
#: What looking at two different sentences in step costs, in cells of work.
STEP_CELLS = 5_000

_prefix, _postfix = Prefix.similarity, Postfix.similarity

#: Scripts of edited sentences, by the numbers of their old and their new sentence.
Scripts = dict[tuple[int, int], Script]


class Steps(NamedTuple):
    """How many sentences stand in step at the head and at the tail of two bodies.

    The scripts are those of all among them that were edited, and of some others that may yet be pairs.
    """

    head: int
    tail: int
    scripts: Scripts


def in_step(old: list[str], new: list[str], head: int, tail: int, work: Work) -> Steps:
    """The sentences in step, where the first `head` and the last `tail` are known to be the same.

    No clause left one of those that were edited, and none of them stands elsewhere as well.
    """
    end, end_new = len(old) - tail, len(new) - tail
    count, found = _stretch(old[head:end], new[head:end_new], work)
    scripts = {(head + k, head + k): script for k, script in found.items()}
    first, last = head + count, tail
    if first < end or first < end_new:
        first = _parted(old, new, first, head)
        count, found = _stretch(old[first:end][::-1], new[first:end_new][::-1], work)
        scripts.update({(end - 1 - k, end_new - 1 - k): script for k, script in found.items()})
        last = _parted_behind(old, new, tail + count, tail)
    edited = [(i, j) for i, j in scripts if i < first or (len(old) - i <= last and len(old) - i == len(new) - j)]
    resized = _resized(old, new, edited, len(old) > first + last, len(new) > first + last)
    if resized:
        ahead = [i for i in resized if i < first]
        behind = resized if first == end == end_new else resized[len(ahead) :]
        first = _parted(old, new, ahead[0], head) if ahead else first
        last = _parted_behind(old, new, len(old) - 1 - behind[-1], tail) if behind else last
        edited = [(i, j) for i, j in edited if i < first or len(old) - i <= last]
    if edited and _cross(old, new, edited, first, last):
        return Steps(head, tail, scripts)
    return Steps(first, last, scripts)


def _stretch(old: list[str], new: list[str], work: Work) -> tuple[int, dict[int, Script]]:
    """How many sentences are in step from the first one on, and the scripts of the edited ones among them."""
    scripts: dict[int, Script] = {}
    run = 0
    for k, (before, after) in enumerate(zip(old, new, strict=False)):
        if before == after:
            run = 0
            continue
        run += 1
        script = _edit(before, after, work) if run <= ONE_BY_ONE_SENTENCES else None
        if script is None:
            return k, scripts
        scripts[k] = script
    return min(len(old), len(new)), scripts


def _edit(before: str, after: str, work: Work) -> Script | None:
    """The word script of two different sentences of which one is the other, edited; else None.

    It is enough if they start and end with enough in common, or if the script keeps enough. Only where neither is so,
    or where it hardly can be, are they compared letter by letter.
    """
    start, end = _prefix(before, after), _postfix(before, after)
    size, size_new = len(before), len(after)
    longer = size if size > size_new else size_new
    sure = start + end >= ONE_BY_ONE * longer
    if not sure and start + end < LITTLE * longer:
        if not alike(before, after):
            return None
        sure = True
    if not work.spend(STEP_CELLS):
        return None
    written = between(before, after, start, end, work) or script(before, after, False, work)
    return written if sure or _edits(written) <= (1 - ONE_BY_ONE) * longer or alike(before, after) else None


def _edits(written: Script) -> int:
    """How many letters a script takes at most to be carried out: a replaced passage costs the longer of both."""
    count = removed = 0
    for sign, text in written[0]:
        size = len(text)
        if sign == "=":
            removed = 0
        elif sign == "-":
            count += size
            removed = size
        else:
            count += max(size - removed, 0)
    return count


def _parted(old: list[str], new: list[str], at: int, least: int) -> int:
    """Where bodies can be parted, at most `at` sentences behind their start: behind a sure one that ends a paragraph.

    What lies behind is then looked at as if the rest were not there.
    """
    while at > least and not (old[at - 1][-1] == "\n" and _sure(old[at - 1], new[at - 1])):
        at -= 1
    return at


def _parted_behind(old: list[str], new: list[str], count: int, least: int) -> int:
    """The same at most `count` sentences ahead of their end: ahead of a sure one, behind the end of a paragraph."""
    while count > least:
        ahead = old[: len(old) - count][-1:] + new[: len(new) - count][-1:]
        if _sure(old[-count], new[-count]) and all(text[-1] == "\n" for text in ahead):
            break
        count -= 1
    return count


def _sure(before: str, after: str) -> bool:
    """Whether two sentences are the same, and long enough for that to be no chance."""
    return before == after and len(before) >= ANCHOR_LENGTH


def _resized(old: list[str], new: list[str], edited: list[tuple[int, int]], gone: bool, come: bool) -> list[int]:
    """The edited sentences, in order, that a clause may have left or come to, if it may have: see `recut`.

    `gone` and `come` say whether there are old and new sentences that are not in step.
    """
    changes = [len(new[j]) - len(old[i]) for i, j in edited]
    shrunk, grown = min(changes, default=0) <= -GROWTH, max(changes, default=0) >= GROWTH
    if not (shrunk or grown) or not (shrunk or gone) or not (grown or come):
        return []
    return sorted([i for (i, _), change in zip(edited, changes, strict=True) if abs(change) >= GROWTH])


def _cross(old: list[str], new: list[str], edited: list[tuple[int, int]], first: int, last: int) -> bool:
    """Whether an edited sentence, as it was or as it is, is another edited one or lies between what is in step."""
    keys = set(map(str.rstrip, [old[i] for i, _ in edited]))
    keys_new = set(map(str.rstrip, [new[j] for _, j in edited]))
    if not keys.isdisjoint(keys_new):
        return True
    middle, middle_new = old[first : len(old) - last], new[first : len(new) - last]
    return not keys.isdisjoint(map(str.rstrip, middle_new)) or not keys_new.isdisjoint(map(str.rstrip, middle))
