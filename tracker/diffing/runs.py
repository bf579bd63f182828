"""Writes edits amid kept words as the runs of a word script, and looks closely at edits that differ in punctuation."""

from tracker.diffing.align import Kept, Work, kept_runs
from tracker.diffing.model import Run
from tracker.diffing.tidy import Hunk, tidied
from tracker.diffing.words import EDGES, Line, has_words, line, parts_inside

#: Words. A longer edit is not looked at again by words and punctuation apart: it is a rewrite.
REFINED = 200

#: What a closer look at one edit costs, in cells of work: at all, and for each character.
REFINE_CELLS = 100_000
LETTER_CELLS = 2_000

#: A word script: its runs, how many words it removes and adds before any clean-up for reading, and whether it
#: replaces, adds or drops a plain word: such a difference is surely more than typography.
Script = tuple[tuple[Run, ...], int, int, bool]


def hunks_between(runs: list[Kept], size_old: int, size_new: int) -> tuple[list[Hunk], int, int]:
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


def write(raw: list[Run], old: Line, new: Line, hunks: list[Hunk], work: Work | None) -> None:
    """Write kept words and edits in order, in pieces that `_joined` puts together.

    With `work`, edits that may share words but for punctuation are looked at again.
    """
    if old.gaps is None and new.gaps is None:
        _write_plain(raw, old, new, hunks, work)
    else:
        _write_spaced(raw, old, new, hunks, work)
    if not old.words or not new.words:  # text without words is all tail
        raw += change("" if old.words else old.tail, "" if new.words else new.tail)


def _write_plain(raw: list[Run], old: Line, new: Line, hunks: list[Hunk], work: Work | None) -> None:
    """Write two texts whose words stand one blank apart. This is where most time goes, hence no calls for gaps."""
    a, b = old.words, new.words
    size_a, size_b = len(a), len(b)
    i = j = 0
    for i1, i2, j1, j2 in [*hunks, [size_a, size_a, size_b, size_b]]:
        if i1 > i:
            if i1 < size_a and j1 < size_b:
                raw.append(("=", " ".join(a[i:i1]) + " "))
            else:
                raw.append(("=", " ".join(a[i:i1])))
                raw += change(" " if i1 < size_a else old.tail, " " if j1 < size_b else new.tail)
        i, j = i2, j2
        gap_a, gap_b = " " if i < size_a else old.tail, " " if j < size_b else new.tail
        if i > i1 and j > j1:
            write_replaced(raw, a[i1:i], b[j1:j], " ".join(a[i1:i]), " ".join(b[j1:j]), work)
            raw += change(gap_a, gap_b)
        elif i > i1:
            raw.append(("-", " ".join(a[i1:i]) + gap_a))
        elif j > j1:
            raw.append(("+", " ".join(b[j1:j]) + gap_b))


def _write_spaced(raw: list[Run], old: Line, new: Line, hunks: list[Hunk], work: Work | None) -> None:
    """Write two texts with any white space between their words."""
    if old.lead or new.lead:
        raw += change(old.lead, new.lead)
    size_a, size_b = len(old.words), len(new.words)
    i = j = 0
    for i1, i2, j1, j2 in [*hunks, [size_a, size_a, size_b, size_b]]:
        at = i
        spaces, spaces_new = old.spaces(i, i1) if i1 > i else [], new.spaces(j, j1) if j1 > j else []
        if spaces != spaces_new:
            for end, (space, space_new) in enumerate(zip(spaces, spaces_new, strict=True), i + 1):
                if space != space_new:
                    raw.append(("=", old.span(at, end)))
                    raw += change(space, space_new)
                    at = end
        if at < i1:
            raw.append(("=", old.span(at, i1) + spaces[-1]))
        i, j = i2, j2
        if i > i1 and j > j1:
            write_replaced(raw, old.words[i1:i], new.words[j1:j], old.span(i1, i), new.span(j1, j), work)
            raw += change(old.gap(i - 1), new.gap(j - 1))
        elif i > i1:
            raw.append(("-", old.span(i1, i) + old.gap(i - 1)))
        elif j > j1:
            raw.append(("+", new.span(j1, j) + new.gap(j - 1)))


def change(old: str, new: str) -> tuple[Run, ...]:
    """Removed and added text; where they are equal, kept text."""
    if old == new:
        return (("=", old),)
    return ("-", old), ("+", new)


def write_replaced(raw: list[Run], old: list[str], new: list[str], before: str, after: str, work: Work | None) -> None:
    """Write an edit with words on both sides, and look at it closely where that may show more."""
    if work and _mixed(old, new) and work.spend(REFINE_CELLS + LETTER_CELLS * (len(before) + len(after))):
        _refine(raw, before, after, work)
    else:
        raw += _replaced(before, after)


def _mixed(old: list[str], new: list[str]) -> bool:
    """Whether an edit may keep words that differ only in the punctuation around them, or characters of one word."""
    if len(old) > REFINED or len(new) > REFINED:
        return False
    letters = "".join(old) + "".join(new)
    if letters.isalnum() and letters.isascii():
        return False
    kept = set(old).intersection(new)
    cores_old = [core for word in old if word not in kept and (core := word.strip(EDGES))]
    cores_new = [core for word in new if word not in kept and (core := word.strip(EDGES))]
    if not set(cores_old).isdisjoint(cores_new):
        return True
    return parts_inside("".join(cores_old)) or parts_inside("".join(cores_new))


def _replaced(before: str, after: str) -> tuple[Run, ...]:
    """One edit written whole, but for the marks that both sides start or end with."""
    if (before[-1] != after[-1] or after[-1] not in EDGES) and (before[0] != after[0] or after[0] not in EDGES):
        return ("-", before), ("+", after)
    start, end = 0, 0
    most = min(len(before), len(after)) - (has_words(before) == has_words(after))  # marks alone may all stay
    while end < most and before[-1 - end] == after[-1 - end] and before[-1 - end] in EDGES:
        end += 1
    if end and before[-end] == "." and (before[-end - 2 : -end - 1] == "." or after[-end - 2 : -end - 1] == "."):
        end -= 1  # "U.S." keeps its last dot
    while start < most - end and before[start] == after[start] and before[start] in EDGES:
        start += 1
    if not before[start : start + 1].isalnum() or not after[start : start + 1].isalnum():
        start = 0
    head, tail = before[:start], before[len(before) - end :]
    return ("=", head), ("-", before[start : len(before) - end]), ("+", after[start : len(after) - end]), ("=", tail)


def _refine(raw: list[Run], before: str, after: str, work: Work) -> None:
    """Write an edit by words and punctuation apart, so that "guilty." to "guilty?" marks only the end mark."""
    old, new = line(before, True), line(after, True)
    runs = kept_runs(old.words, new.words, work)
    hunks, _, _ = hunks_between(runs, len(old.words), len(new.words))
    write(raw, old, new, tidied(hunks, old.words, new.words), None)


def joined(raw: list[Run]) -> tuple[Run, ...]:
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
            kept, minus, plus = _flush(out, kept, minus, plus) + text, "", ""
    if minus == plus:
        kept += minus
    else:
        kept = _flush(out, kept, minus, plus)
    if kept:
        out.append(("=", kept))
    return tuple(out)


def _flush(out: list[Run], kept: str, minus: str, plus: str) -> str:
    """Write kept, removed and added text; what is given back is kept behind it.

    Where one side has nothing but white space that the other ends with behind its words, that is kept: what is put
    behind a word stands before the blank or the break.
    """
    space = ""
    if minus.isspace() and plus.endswith(minus) and not plus.isspace():
        space, minus, plus = minus, "", plus[: -len(minus)]
    elif plus.isspace() and minus.endswith(plus) and not minus.isspace():
        space, minus, plus = plus, minus[: -len(plus)], ""
    if kept:
        out.append(("=", kept))
    if minus:
        out.append(("-", minus))
    if plus:
        out.append(("+", plus))
    return space
