"""Writes the script of the commonest edit, a single word, without cutting the texts into words."""

from rapidfuzz.distance import Postfix, Prefix

from tracker.diffing.model import Run

#: Marks that may stand behind a replaced word and stay.
ENDS = ".,;:!?"


def one_word(old: str, new: str) -> tuple[Run, ...] | None:
    """The word script of two texts that differ in one plain word; None where it takes a closer look.

    Both texts must be cut at white space only (no script without spaces, no marks on spaces).
    """
    start = old.rfind(" ", 0, Prefix.similarity(old, new)) + 1
    same = min(Postfix.similarity(old, new), len(old) - start, len(new) - start)
    end = old.find(" ", len(old) - same) if same else -1
    if end < 0:
        end = len(old.rstrip())
        if not same or len(old) - end > same:
            return None
    before, after = old[start:end], new[start : end + len(new) - len(old)]
    blanks = before.count(" ") + after.count(" ")
    if blanks > 1:
        return None
    if blanks:
        return _added_or_removed(old, start, before, after)
    if len(before) > 1 and len(after) > 1 and before[-1] == after[-1] and before[-1] in ENDS:
        before, after, end = before[:-1], after[:-1], end - 1
    if not (before.isalnum() and after.isalnum() and before.isascii() and after.isascii()):
        return None
    return _runs(old[:start], before, after, old[end:])


def _added_or_removed(old: str, start: int, before: str, after: str) -> tuple[Run, ...] | None:
    """The script where one side has a word more ahead of a common word, and it is clear which."""
    shorter, longer = (before, after) if len(before) < len(after) else (after, before)
    word = longer[: len(longer) - len(shorter)]
    if not shorter or not longer.endswith(" " + shorter) or not word[:-1].isalnum():
        return None
    if shorter == word[:-1] or old[:start].endswith(" " + word) or old[:start] == word:
        return None
    if longer is after:
        return _runs(old[:start], "", word, old[start:])
    return _runs(old[:start], word, "", old[start + len(word) :])


def _runs(head: str, minus: str, plus: str, tail: str) -> tuple[Run, ...]:
    return tuple([run for run in (("=", head), ("-", minus), ("+", plus), ("=", tail)) if run[1]])
