"""Writes down, word by word, how one text becomes another: what is kept, what is removed, what is added."""

from tracker.diffing.align import Work, kept_runs
from tracker.diffing.model import Run
from tracker.diffing.quick import quick
from tracker.diffing.runs import Script, change, hunks_between, joined, write
from tracker.diffing.tidy import tidied
from tracker.diffing.words import line

#: What writing down one edit costs, in cells of work; what looking at two different texts costs at all; and what each
#: word costs where white space other than single blanks is to be kept.
EDIT_CELLS = 20_000
TEXT_CELLS = 18_000
SPACED_CELLS = 2_500


def script(old: str, new: str, fine: bool, work: Work) -> Script:
    """The word script from one text to another; "=" with "-" joins to the old text, "=" with "+" to the new one.

    `fine` cuts the texts by grapheme where a script has no spaces.
    """
    enough = work.spend(TEXT_CELLS)
    found = quick(old, new, work) if enough and not fine else None
    if found is not None:
        return found
    a, b = line(old, fine), line(new, fine)
    spaced = 0 if a.gaps is None and b.gaps is None else len(a.words) + len(b.words)
    if not enough or not work.spend(SPACED_CELLS * spaced):
        return change(old, new), len(a.words), len(b.words), False
    hunks, removed, added = hunks_between(kept_runs(a.words, b.words, work), len(a.words), len(b.words))
    if not work.spend(EDIT_CELLS * len(hunks)):
        hunks = [[0, len(a.words), 0, len(b.words)]]
    raw: list[Run] = []
    write(raw, a, b, tidied(hunks, a.words, b.words), work)
    return joined(raw), removed, added, False
