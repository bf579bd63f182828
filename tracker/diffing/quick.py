"""Writes the word script of two sentences that share their start and their end, looking only at the words between."""

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from tracker.diffing.align import STRETCH_CELLS, Work
from tracker.diffing.model import Run
from tracker.diffing.runs import Script, joined, write_replaced
from tracker.diffing.tidy import Hunk, tidied

#: Marks that may stand behind a replaced word and stay.
ENDS = frozenset(".,;:!?")
#: Words x words. Aligning so few is not counted: it takes less than the counting.
FREE_CELLS = 1_024

_prefix, _postfix, _opcodes = Prefix.similarity, Postfix.similarity, Levenshtein.opcodes


def quick(old: str, new: str, work: Work) -> Script | None:
    """The word script of two different sentences cut at white space only; None where it takes a closer look.

    The closer look is for words that are not one blank apart, and for edits that could as well stand elsewhere or
    that end the text.
    """
    if old[-1:] == " " == new[-1:] and old[-2:] != "  ":
        return _between(old, new, " ", " ", work)
    core, core_new = old.rstrip(), new.rstrip()
    return _between(core + " ", core_new + " ", old[len(core) :], new[len(core_new) :], work)


def _between(old: str, new: str, tail: str, tail_new: str, work: Work) -> Script | None:
    """The script of two texts that both end with a blank; in the script, the tails stand in place of that blank."""
    start = old.rfind(" ", 0, _prefix(old, new)) + 1
    size = len(old)
    end = old.find(" ", size - min(_postfix(old, new), size - start, len(new) - start) - 1) + 1
    before, after = old[start:end], new[start : end + len(new) - size]
    if end < size and tail == tail_new and after[-1:] == " ":
        minus, plus = before[:-1], after[:-1]
        if minus.isalnum() and plus.isalnum() and minus.isascii() and plus.isascii():
            changed = ("-", minus), ("+", plus), ("=", " " + old[end:-1] + tail)
            return (("=", old[:start]), *changed) if start else changed, 1, 1, True
    a, b = before.split(), after.split()
    if (" ".join(a) + " " if a else "") != before or (" ".join(b) + " " if b else "") != after:
        return None
    kept, rest = old[:start], old[end:]
    removed, added = len(a), len(b)
    hunks = [[0, removed, 0, added]] if a or b else []
    if removed and added and removed + added > 2:
        cells = removed * added
        if cells > FREE_CELLS and (cells > STRETCH_CELLS or not work.spend(cells)):
            return None
        hunks, removed, added = _hunks(a, b)
    hunks = tidied(hunks, a, b)  # A replaced passage may shrink to what only went or came, which may stand loose.
    if _loose(hunks, kept, rest, a, b):
        return None
    out: list[Run] = []
    last, plain, rough = _written(out, hunks, a, b, kept, work)
    last = (last + rest)[:-1]
    if tail == tail_new:
        out.append(("=", last + tail))
    else:
        out += (("=", last), ("-", tail), ("+", tail_new))
    if rough or not last or not tail or not tail_new:
        return joined(out), removed, added, plain
    return tuple(out), removed, added, plain


def _hunks(a: list[str], b: list[str]) -> tuple[list[Hunk], int, int]:
    """The edits between two lists of words, and how many words they remove and add."""
    out = []
    i = j = removed = added = 0
    for x, y, size in _opcodes(a, b).as_matching_blocks():
        if x > i or y > j:
            out.append([i, x, j, y])
            removed += x - i
            added += y - j
        i, j = x + size, y + size
    return out, removed, added


def _loose(hunks: list[Hunk], kept: str, rest: str, a: list[str], b: list[str]) -> bool:
    """Whether an edit at either end of the words looked at might slide beyond them, or ends the text."""
    if not hunks:
        return True
    i1, i2, j1, j2 = hunks[0]
    if kept and (i1 == i2 or j1 == j2):
        last = (a[i2 - 1] if j1 == j2 else b[j2 - 1]) + " "
        if kept.endswith(last) and (len(kept) == len(last) or kept[-len(last) - 1] == " "):
            return True
    i1, i2, j1, j2 = hunks[-1]
    if i1 == i2 or j1 == j2:
        return not rest or (i2 == len(a) and j2 == len(b) and rest.startswith(a[i1] if j1 == j2 else b[j1]))
    return False


def _written(
    out: list[Run], hunks: list[Hunk], a: list[str], b: list[str], kept: str, work: Work
) -> tuple[str, bool, bool]:
    """Write edits amid kept text; what is kept behind the last, whether a plain word differs, and whether to join."""
    i = 0
    plain = rough = False
    for i1, i2, j1, j2 in hunks:
        if i1 > i:
            kept += " ".join(a[i:i1]) + " "
        i = i2
        if kept:
            out.append(("=", kept))
        if i1 == i2 or j1 == j2:
            sign, words = ("-", a[i1:i2]) if i2 > i1 else ("+", b[j1:j2])
            plain = plain or any(map(str.isalnum, words))
            out.append((sign, " ".join(words) + " "))
            kept = ""
            continue
        minus, plus = " ".join(a[i1:i2]), " ".join(b[j1:j2])
        mark = "" if minus.isalnum() and plus.isalnum() and (minus + plus).isascii() else _mark(minus, plus)
        if mark is None:
            write_replaced(out, a[i1:i2], b[j1:j2], minus, plus, work)
            rough = True
            kept = " "
            continue
        plain = True
        out += (("-", minus[:-1]), ("+", plus[:-1])) if mark else (("-", minus), ("+", plus))
        kept = mark + " "
    return kept + " ".join(a[i:]) + " " if i < len(a) else kept, plain, rough


def _mark(minus: str, plus: str) -> str | None:
    """The mark that two replaced passages both end with, "" if none; None where marks inside need a closer look."""
    if " " in minus or " " in plus:
        letters = (minus + plus).replace(" ", "")
        return "" if letters.isalnum() and letters.isascii() else None
    mark, other = minus[-1], plus[-1]
    core, core_new = minus[:-1] if mark in ENDS else minus, plus[:-1] if other in ENDS else plus
    if core == core_new or not (core.isalnum() and core_new.isalnum() and (core + core_new).isascii()):
        return None
    return mark if mark == other and mark in ENDS else ""
