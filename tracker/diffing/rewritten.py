"""Pairs sentences that were rewritten where they stand: little of their wording is left, but what they speak of is."""

import re
from collections import defaultdict
from collections.abc import Iterable

from tracker.diffing.align import Work, heaviest
from tracker.diffing.body import Body

#: Share of telling words, 0 to 1, from which on two sentences left over in one place are one, rewritten.
#: Range 0.3 (more found, more of it false) to 0.5.
REWRITTEN = 0.4
#: The same where nothing else was left over in that place on either side.
REWRITTEN_ALONE = 0.2
#: Words are compared by their first five letters, so that "computer" meets "computers"; words of three letters or
#: fewer ("the", "for") tell nothing.
_STEMS = re.compile(r"\b\w{4,5}")
#: A word that stands in more of the new sentences left over in one place than this tells nothing.
COMMON = 20

#: Sentences x sentences left over in one place, beyond which nothing there can be called the same place.
LARGEST = 10_000
#: What looking at one character of a sentence left over costs, in cells of work.
STEM_CELLS = 400


def rewritten(old: Body, new: Body, places: Iterable[tuple[list[int], list[int]]], work: Work) -> list[tuple[int, int]]:
    """(old, new) of sentences left over that are likely the same one; in each place they keep their order."""
    out = []
    for ia, jb in places:
        letters = sum([len(old.keys[i]) for i in ia]) + sum([len(new.keys[j]) for j in jb])
        if len(ia) * len(jb) > LARGEST or not work.spend(STEM_CELLS * letters):
            continue
        stems_a = [_stems(old.keys[i]) for i in ia]
        stems_b = [_stems(new.keys[j]) for j in jb]
        likely = _likely(stems_a, stems_b, REWRITTEN_ALONE if len(ia) == len(jb) == 1 else REWRITTEN)
        # Rising rows, and falling columns within a row: an increasing chain of columns takes each row once.
        likely.sort(key=lambda entry: (entry[0], -entry[1]))
        chain = heaviest([y for _, y, _ in likely], [gain for _, _, gain in likely])
        out += [(ia[likely[k][0]], jb[likely[k][1]]) for k in chain]
    return out


def _stems(text: str) -> set[str]:
    """The beginnings of the words of a sentence that tell something."""
    return set(_STEMS.findall(text.lower()))


def _likely(stems_a: list[set[str]], stems_b: list[set[str]], least: float) -> list[tuple[int, int, int]]:
    """(row, column, gain) of the sentences that share at least this much; the gain is what they share beyond it."""
    holders: dict[str, list[int]] = defaultdict(list)
    for y, stems in enumerate(stems_b):
        for stem in stems:
            holders[stem].append(y)
    out = []
    for x, stems in enumerate(stems_a):
        shared: dict[int, int] = defaultdict(int)
        for stem in stems:
            columns = holders.get(stem, ())
            if len(columns) <= COMMON:
                for y in columns:
                    shared[y] += 1
        for y, count in shared.items():
            share = 2 * count / (len(stems) + len(stems_b[y]))
            if share >= least:
                out.append((x, y, 1 + int(1000 * (share - least))))
    return out
