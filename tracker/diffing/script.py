"""Writes down, word by word, how one text becomes another: what is kept, what is removed, what is added."""

from tracker.diffing.align import Work, kept_runs
from tracker.diffing.model import Run
from tracker.diffing.quick import quick
from tracker.diffing.runs import Script, hunks_between, joined, write
from tracker.diffing.tidy import tidied
from tracker.diffing.words import line


def script(old: str, new: str, fine: bool, work: Work) -> Script:
    """The word script from one text to another; "=" with "-" joins to the old text, "=" with "+" to the new one.

    `fine` cuts the texts by grapheme where a script has no spaces.
    """
    found = None if fine else quick(old, new, work)
    if found is not None:
        return found
    a, b = line(old, fine), line(new, fine)
    hunks, removed, added = hunks_between(kept_runs(a.words, b.words, work), len(a.words), len(b.words))
    raw: list[Run] = []
    write(raw, a, b, tidied(hunks, a.words, b.words), work)
    return joined(raw), removed, added, False
