"""Writes down, word by word, how one text becomes another: what is kept, what is removed, what is added."""

from typing import NamedTuple

from tracker.diffing.align import Kept, Work, kept_runs
from tracker.diffing.model import Run
from tracker.diffing.words import EDGES, Line, has_words, line, parts_inside

#: Words. A kept run of at most so many words, no longer than the edits on both sides of it, is read as part of
#: one edit. Range 0 (every chance match stays) to 3.
ISLAND = 2
#: Words. A longer edit is not looked at again by words and punctuation apart: it is a rewrite.
REFINED = 200


#: An edit: old words start to end, new words start to end.
Hunk = list[int]


class Script(NamedTuple):
    """A word script, and how many words it removes and adds before any clean-up for reading."""

    words: tuple[Run, ...]
    removed: int
    added: int


def script(old: Line, new: Line, work: Work, runs: list[Kept] | None = None) -> Script:
    """The word script from one text to another; "=" with "-" joins to the old text, "=" with "+" to the new one."""
    if runs is None:
        runs = kept_runs(old.words, new.words, work)
    hunks, removed, added = _hunks(runs, len(old.words), len(new.words))
    raw: list[Run] = []
    _write(raw, old, new, tidied(hunks, old.words, new.words), work)
    return Script(_joined(raw), removed, added)


def _hunks(runs: list[Kept], size_old: int, size_new: int) -> tuple[list[Hunk], int, int]:
    """The edits between runs of kept words, and how many words they remove and add."""
    out = []
    i = j = removed = added = 0
    for x, y, size in [*runs, (size_old, size_new, 0)]:
        if x > i or y > j:
            out.append([i, x, j, y])
            removed += x - i
            added += y - j
        i, j = x + size, y + size
    return out, removed, added


def tidied(hunks: list[Hunk], old: list[str], new: list[str]) -> list[Hunk]:
    """Edits as an editor would mark them: no stray words kept between edits, and edits at the ends of clauses."""
    if len(hunks) > 1:
        hunks = _without_islands(hunks, old, new)
    for index, (i1, i2, j1, j2) in enumerate(hunks):
        if i1 == i2:
            words, start, end = new, j1, j2
        elif j1 == j2:
            words, start, end = old, i1, i2
        else:
            continue
        if (start and words[start - 1] == words[end - 1]) or (end < len(words) and words[start] == words[end]):
            _slide(hunks, index, old, new)
    return hunks


def _without_islands(hunks: list[Hunk], old: list[str], new: list[str]) -> list[Hunk]:
    """Join edits over kept runs of ISLAND words or fewer that are no longer than both edits."""
    out: list[Hunk] = []
    for hunk in hunks:
        while out:
            before = out[-1]
            size = hunk[0] - before[1]
            if size > 2 * ISLAND:
                break
            size = sum([has_words(word) for word in old[before[1] : hunk[0]]])
            if size > ISLAND or size > max(before[1] - before[0], before[3] - before[2]):
                break
            if size > max(hunk[1] - hunk[0], hunk[3] - hunk[2]):
                break
            if size and (size > _words_in(before, old, new) or size > _words_in(hunk, old, new)):
                break
            hunk = [before[0], hunk[1], before[2], hunk[3]]
            out.pop()
        out.append(hunk)
    return out


def _words_in(hunk: Hunk, old: list[str], new: list[str]) -> int:
    """How many words, not counting punctuation, the longer side of an edit has; counted up to ISLAND."""
    longest = 0
    for words in (old[hunk[0] : hunk[1]], new[hunk[2] : hunk[3]]):
        longest = max(longest, sum([has_words(word) for word in words[: 4 * ISLAND]]))
    return longest


def _slide(hunks: list[Hunk], index: int, old: list[str], new: list[str]) -> None:
    """Shift a pure insertion or removal to where it starts or ends with a sentence or clause, if it can be shifted."""
    i1, i2, j1, j2 = hunks[index]
    words, start, end = (new, j1, j2) if i1 == i2 else (old, i1, i2)
    before = hunks[index - 1] if index else [0, 0, 0, 0]
    after = hunks[index + 1] if index + 1 < len(hunks) else [len(old), 0, len(new), 0]
    low = -min(i1 - before[1], j1 - before[3])
    high = min(after[0] - i2, after[2] - j2)
    best, shift = _edge(words, start) + _edge(words, end), 0
    step = 0
    while step > low and words[start + step - 1] == words[end + step - 1]:
        step -= 1
        score = _edge(words, start + step) + _edge(words, end + step)
        if score > best:
            best, shift = score, step
    step = 0
    while step < high and words[start + step] == words[end + step]:
        step += 1
        score = _edge(words, start + step) + _edge(words, end + step)
        if score > best:
            best, shift = score, step
    if shift:
        hunks[index] = [i1 + shift, i2 + shift, j1 + shift, j2 + shift]


def _edge(words: list[str], at: int) -> int:
    """How natural a place between two words is for an edit to start or end: 4 the edge of the text, 0 amid a clause."""
    if at <= 0 or at >= len(words):
        return 4
    last = words[at - 1][-1]
    if last in '.!?”"’。！？':
        return 3 if words[at][0].isupper() or words[at][0] in '“"‘' else 1
    return 1 if last in ",;:—)，；：" else 0


def _write(raw: list[Run], old: Line, new: Line, hunks: list[Hunk], work: Work | None) -> None:
    """Write kept words and edits in order, in pieces that `_joined` puts together.

    With `work`, edits that may share words but for punctuation are looked at again.
    """
    if old.lead or new.lead:
        raw += _change(old.lead, new.lead)
    i = j = 0
    size_old, size_new = len(old.words), len(new.words)
    for i1, i2, j1, j2 in hunks:
        if i1 > i:
            _write_kept(raw, old, new, i, j, i1 - i)
        i, j = i2, j2
        if i2 > i1 and j2 > j1:
            if work and _mixed(old.words[i1:i2], new.words[j1:j2]):
                _refine(raw, old.span(i1, i2), new.span(j1, j2), work)
            else:
                raw += _replaced(old.span(i1, i2), new.span(j1, j2))
            raw += _change(old.gap(i2 - 1), new.gap(j2 - 1))
        elif i2 > i1:
            raw.append(("-", old.span(i1, i2) + old.gap(i2 - 1)))
        else:
            raw.append(("+", new.span(j1, j2) + new.gap(j2 - 1)))
    if size_old > i:
        _write_kept(raw, old, new, i, j, size_old - i)
    if not size_old or not size_new:  # text without words is all tail
        raw += _change("" if size_old else old.tail, "" if size_new else new.tail)


def _change(old: str, new: str) -> tuple[Run, ...]:
    """Removed and added text; where they are equal, kept text."""
    if old == new:
        return (("=", old),)
    return ("-", old), ("+", new)


def _write_kept(raw: list[Run], old: Line, new: Line, i: int, j: int, size: int) -> None:
    """Write a run of kept words; where the white space behind one differs, that is written as the change it is."""
    if old.gaps is None and new.gaps is None:
        before, after = old.gap(i + size - 1), new.gap(j + size - 1)
        kept = " ".join(old.words[i : i + size])
        if before == after:
            raw.append(("=", kept + before))
        else:
            raw += (("=", kept), ("-", before), ("+", after))
        return
    for step in range(size):
        raw.append(("=", old.words[i + step]))
        raw += _change(old.gap(i + step), new.gap(j + step))


def _mixed(old: list[str], new: list[str]) -> bool:
    """Whether an edit may keep words that differ only in the punctuation around them, or characters of one word."""
    if len(old) > REFINED or len(new) > REFINED:
        return False
    cores_old = [core for word in old if word not in new and (core := word.strip(EDGES))]
    cores_new = [core for word in new if word not in old and (core := word.strip(EDGES))]
    if not set(cores_old).isdisjoint(cores_new):
        return True
    return parts_inside("".join(cores_old)) or parts_inside("".join(cores_new))


def _replaced(before: str, after: str) -> tuple[Run, ...]:
    """One edit written whole, but for the marks that both sides start or end with."""
    start, end, most = 0, 0, min(len(before), len(after)) - 1
    while end < most and before[-1 - end] == after[-1 - end] and before[-1 - end] in EDGES:
        end += 1
    if end and before[-end] == "." and (before[-end - 2 : -end - 1] == "." or after[-end - 2 : -end - 1] == "."):
        end -= 1  # "U.S." keeps its last dot
    while start < most - end and before[start] == after[start] and before[start] in EDGES:
        start += 1
    if not before[start].isalnum() or not after[start].isalnum():
        start = 0
    head, tail = before[:start], before[len(before) - end :]
    return ("=", head), ("-", before[start : len(before) - end]), ("+", after[start : len(after) - end]), ("=", tail)


def _refine(raw: list[Run], before: str, after: str, work: Work) -> None:
    """Write an edit by words and punctuation apart, so that "guilty." to "guilty?" marks only the end mark."""
    old, new = line(before, True), line(after, True)
    runs = kept_runs(old.words, new.words, work)
    hunks, _, _ = _hunks(runs, len(old.words), len(new.words))
    _write(raw, old, new, tidied(hunks, old.words, new.words), None)


def _joined(raw: list[Run]) -> tuple[Run, ...]:
    """Pieces put together: between kept texts one removed text and one added text at most; empty ones left out."""
    out: list[Run] = []
    kept = minus = plus = ""
    for sign, text in raw:
        if sign == "-":
            minus += text
        elif sign == "+":
            plus += text
        elif not text:
            continue
        elif minus == plus:  # nothing, or white space that went and came back
            kept += minus + text
            minus = plus = ""
        else:
            _flush(out, kept, minus, plus)
            kept, minus, plus = text, "", ""
    if minus == plus:
        _flush(out, kept + minus, "", "")
    else:
        _flush(out, kept, minus, plus)
    return tuple(out)


def _flush(out: list[Run], kept: str, minus: str, plus: str) -> None:
    if kept:
        out.append(("=", kept))
    if minus:
        out.append(("-", minus))
    if plus:
        out.append(("+", plus))
