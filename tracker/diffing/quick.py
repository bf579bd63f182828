"""Writes the word script of two sentences that share their start and their end, looking only at the words between."""

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from tracker.diffing.align import STRETCH_CELLS, Work
from tracker.diffing.model import Run
from tracker.diffing.runs import Script, joined, write_replaced
from tracker.diffing.tidy import ISLAND, Hunk, tidied

#: Marks that may stand behind a replaced word and stay.
ENDS = frozenset(".,;:!?")
#: Runs amid kept text, what is kept behind them, how many words they remove and add, whether a plain word differs, and
#: whether the runs are to be joined.
Amid = tuple[list[Run], str, int, int, bool, bool]

#: Words x words. Aligning so few is not counted: it takes less than the counting.
FREE_CELLS = 1_024

_prefix, _postfix, _opcodes = Prefix.similarity, Postfix.similarity, Levenshtein.opcodes


def quick(old: str, new: str, work: Work) -> Script | None:
    """The word script of two different sentences cut at white space only; None where it takes a closer look.

    The closer look is for words that are not one blank apart, and for edits that could as well stand elsewhere or
    that end the text.
    """
    return between(old, new, _prefix(old, new), _postfix(old, new), work)


def between(old: str, new: str, head: int, tail: int, work: Work) -> Script | None:
    """The same where it is known how many characters the sentences have in common at the head and at the tail."""
    size = len(old)
    start = old.rfind(" ", 0, head) + 1
    most = (size if size < len(new) else len(new)) - start
    end = old.find(" ", size - (tail if tail < most else most) - 1) + 1
    stop = end + len(new) - size
    if not end or not new or new[stop - 1] != " " or (end == size and old[-2:] == "  "):
        core, core_new = old.rstrip(), new.rstrip()
        if size == len(core) + 1 and old[-1] == " " and new[len(core_new) :] == " ":
            return None
        return _ending(core + " ", core_new + " ", old[len(core) :], new[len(core_new) :], work)
    before, after = old[start:end], new[start:stop]
    minus, plus = before[:-1], after[:-1]
    letters = minus + plus
    if letters.isalnum() and letters.isascii():  # one plain word, or two
        kept, rest = old[:start], old[end:]
        if minus and plus:
            changed = ("-", minus), ("+", plus), ("=", " " + rest)
            return (("=", kept), *changed) if start else changed, 1, 1, True
        if start and rest and not kept.endswith(letters, 0, -1) and not rest.startswith(letters):
            if minus:
                return (("=", kept), ("-", before), ("=", rest)), 1, 0, True
            return (("=", kept), ("+", after), ("=", rest)), 0, 1, True
    found = _inside(before, after, old[:start], old[end:], work)
    if found is None:
        return None
    out, last, removed, added, plain, rough = found
    if last:
        out.append(("=", last))
    return joined(out) if rough else tuple(out), removed, added, plain


def _ending(old: str, new: str, tail: str, tail_new: str, work: Work) -> Script | None:
    """The script of two texts that both end with a blank; in the script, the tails stand in place of that blank."""
    start = old.rfind(" ", 0, _prefix(old, new)) + 1
    size = len(old)
    end = old.find(" ", size - min(_postfix(old, new), size - start, len(new) - start) - 1) + 1
    found = _inside(old[start:end], new[start : end + len(new) - size], old[:start], old[end:], work)
    if found is None:
        return None
    out, last, removed, added, plain, rough = found
    last = last[:-1]
    if tail == tail_new:
        out.append(("=", last + tail))
    else:
        out += (("=", last), ("-", tail), ("+", tail_new))
    if rough or not last or not tail or not tail_new:
        return joined(out), removed, added, plain
    return tuple(out), removed, added, plain


def _inside(before: str, after: str, kept: str, rest: str, work: Work) -> Amid | None:
    """The runs of the words amid kept text, and what is kept behind them; None where it takes a closer look."""
    a, b = before.split(), after.split()
    if not (a or b) or " ".join([*a, ""]) != before or " ".join([*b, ""]) != after:
        return None
    removed, added = len(a), len(b)
    cells = removed * added
    if cells > FREE_CELLS and (cells > STRETCH_CELLS or not work.spend(cells)):
        return None
    hunks, settled = [[0, removed, 0, added]], cells < 2
    if not settled:
        hunks, removed, added, settled = _hunks(a, b)
    if not settled:
        hunks = tidied(hunks, a, b)
    if _loose(hunks, kept, rest, a, b):  # after tidying: a replaced passage may shrink to what only went or came
        return None
    out: list[Run] = []
    last, plain, rough = _written(out, hunks, a, b, kept, work)
    return out, last + rest, removed, added, plain, rough


def _hunks(a: list[str], b: list[str]) -> tuple[list[Hunk], int, int, bool]:
    """The edits between two lists of words, how many words they remove and add, and whether they need no tidying.

    They need none where more words stand between them than an island has, none could as well stand elsewhere, and no
    replaced passage has a word in common with what replaces it.
    """
    out = []
    i = j = removed = added = most = 0
    settled = True
    run = 2 * ISLAND + 1
    for x, y, size in _opcodes(a, b).as_matching_blocks():
        gone, come = x - i, y - j
        if gone or come:
            before, most = most, (gone if gone > come else come)
            if run <= 2 * ISLAND and sum([word[0].isalnum() for word in a[i - run : i]]) <= min(ISLAND, before, most):
                settled = False
            elif gone and come:
                settled = settled and (gone == 1 or come == 1 or set(a[i:x]).isdisjoint(b[j:y]))
            else:
                words, start, end = (a, i, x) if gone else (b, j, y)
                if (start and words[start - 1] == words[end - 1]) or (size and words[start] == words[end]):
                    settled = False
            out.append([i, x, j, y])
            removed += gone
            added += come
        i, j, run = x + size, y + size, size
    return out, removed, added, settled


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
            plain = plain or words[0].isalnum() or any(map(str.isalnum, words))
            out.append((sign, " ".join(words) + " "))
            kept = ""
            continue
        minus = a[i1] if i2 - i1 == 1 else " ".join(a[i1:i2])
        plus = b[j1] if j2 - j1 == 1 else " ".join(b[j1:j2])
        letters = minus + plus
        mark = "" if letters.isalnum() and letters.isascii() else _mark(minus, plus)
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
