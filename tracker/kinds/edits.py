"""Where both sides of a change differ: its edits, each as small as the words that stayed allow."""

import re
from typing import NamedTuple

from tracker.kinds.model import Span

#: Words of both sides of an edit up to which it is looked into for words that stayed. Range 20 to 80.
LONGEST_PARTED = 60
#: Words that a side of an edit must have to be looked into. Range 2 to 4.
MANY = 2
#: Letters of a word that parts an edit where it stands on both sides. Range 3 to 6.
ANCHOR = 4

#: A word keeps its apostrophes, a number its marks, "U.S." its dots; "l'" before a word is a word of its own.
_LETTER = re.compile(r"[^\W_]")
_RUN = re.compile(r"[^\W_]+(?:['’.,:][^\W_]+)*")
_TOKEN = re.compile(
    r"(?<![^\W_])(?:[ldjmnstc]|qu|jusqu|lorsqu|puisqu|dell|nell|all|dall|sull)(?=['’][^\W\d_])|[LDJMNSTC](?=['’][a-zà-ü])"
    r"|[^\W_]+(?:(?:['’]|(?<=\d)[.,:](?=\d)|(?<![^\W_][^\W_])\.)[^\W_]+)*"
)


class Edit(NamedTuple):
    """One place where the sides differ: what stood there (`old` span) and what stands there now (`new` span)."""

    old: Span
    new: Span


def words_of(text: str) -> list[Span]:
    """Where the words of a text stand. Runs without a mark are words at once; only the few others are looked into."""
    out: list[Span] = []
    for match in _RUN.finditer(text):
        if match[0].isalnum():
            out.append(match.span())
        else:
            out.extend(word.span() for word in _TOKEN.finditer(text, *match.span()))
    return out


def key_of(word: str) -> str:
    """A word without what is only typography: case, curly apostrophes, a closing possessive."""
    if word.isalnum():
        return word.casefold()
    return word.casefold().replace("’", "'").removesuffix("'s")


def edits_of(runs: list[list[str]]) -> tuple[str, str, list[Edit]]:
    """Both texts of a word script, and its edits: those with no word between them are one, long ones in their parts."""
    old = new = ""
    edits: list[Edit] = []
    open_edit = False
    for sign, text in runs:
        if sign == "=":
            if open_edit and _LETTER.search(text):
                open_edit = False
            old, new = old + text, new + text
            continue
        before = (len(old), len(new))
        old, new = old + text * (sign == "-"), new + text * (sign == "+")
        if open_edit:
            last = edits.pop()
            before = (last.old[0], last.new[0])
        edits.append(Edit((before[0], len(old)), (before[1], len(new))))
        open_edit = True
    return old, new, [part for edit in edits for part in _parted(old, new, edit)]


def _parted(old: str, new: str, edit: Edit) -> list[Edit]:
    """An edit in its parts, where words stand on both sides of it that the comparison took in to be readable.

    "take up the bill later this week" for "consider the bill on Thursday" is two edits: "the bill" stayed.
    """
    if " " not in old[slice(*edit.old)].strip() or " " not in new[slice(*edit.new)].strip():
        return [edit]
    out, put = words_of(old[slice(*edit.old)]), words_of(new[slice(*edit.new)])
    if min(len(out), len(put)) < MANY or len(out) + len(put) > LONGEST_PARTED:
        return [edit]
    mine = [key_of(old[edit.old[0] + a : edit.old[0] + b]) for a, b in out]
    theirs = [key_of(new[edit.new[0] + a : edit.new[0] + b]) for a, b in put]
    if not any(len(key) >= ANCHOR for key in set(mine) & set(theirs)):
        return [edit]
    parts: list[Edit] = []
    at_old, at_new = edit.old[0], edit.new[0]
    for i, j, length in _runs(mine, theirs):
        start_old, start_new = edit.old[0] + out[i][0], edit.new[0] + put[j][0]
        parts.append(Edit((at_old, start_old), (at_new, start_new)))
        at_old, at_new = edit.old[0] + out[i + length - 1][1], edit.new[0] + put[j + length - 1][1]
    parts.append(Edit((at_old, edit.old[1]), (at_new, edit.new[1])))
    return [part for part in parts if old[slice(*part.old)].strip() != new[slice(*part.new)].strip()]


def _common(a: list[str], b: list[str]) -> list[list[int]]:
    """How many words two lists share in their order, from each place of a and each place of b to their ends."""
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            lengths[i][j] = lengths[i + 1][j + 1] + 1 if a[i] == b[j] else max(lengths[i + 1][j], lengths[i][j + 1])
    return lengths


def _runs(a: list[str], b: list[str]) -> list[tuple[int, int, int]]:
    """Runs of words in both lists, in their order: (place in a, place in b, length); each holds a word that tells."""
    lengths = _common(a, b)
    runs: list[tuple[int, int, int]] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
                runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
            else:
                runs.append((i, j, 1))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return [run for run in runs if any(len(key) >= ANCHOR for key in a[run[0] : run[0] + run[2]])]
