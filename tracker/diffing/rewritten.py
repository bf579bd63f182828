"""Pairs sentences that were rewritten where they stand: little of their wording is left, but what they speak of is."""

from collections.abc import Iterable

from tracker.diffing.body import Body

#: Share of telling words, 0 to 1, from which on two sentences left over in one place are one, rewritten.
#: Range 0.3 (more found, more of it false) to 0.5.
REWRITTEN = 0.38
#: The same where nothing else was left over in that place on either side.
REWRITTEN_ALONE = 0.25
#: Letters. Words are compared by so many of their first letters, so that "computer" meets "computers".
STEM = 5
#: Letters. Shorter words ("the", "for") tell little.
SHORT = 4
#: What a short word counts, where a longer one counts 1.
SHORT_WEIGHT = 0.15
#: Sentences x sentences left over in one place, beyond which nothing is looked for.
LARGEST = 2_500

_EDGES = ".,;:!?()[]{}\"'“”‘’«»—–-"


def rewritten(old: Body, new: Body, places: Iterable[tuple[list[int], list[int]]]) -> list[tuple[int, int]]:
    """(old, new) of sentences left over that are likely the same one; in each place they keep their order."""
    out = []
    for ia, jb in places:
        if len(ia) * len(jb) > LARGEST:
            continue
        stems_a = [_stems(old.words(i)) for i in ia]
        stems_b = [_stems(new.words(j)) for j in jb]
        least = REWRITTEN_ALONE if len(ia) == len(jb) == 1 else REWRITTEN
        gains = [[max(_likeness(a, b) - least, 0.0) for b in stems_b] for a in stems_a]
        out += [(ia[x], jb[y]) for x, y in _best_in_order(gains)]
    return out


def _stems(words: list[str]) -> dict[str, float]:
    """The beginnings of a sentence's words and what each tells."""
    stems = {word.strip(_EDGES)[:STEM].lower() for word in words}
    stems.discard("")
    return {stem: SHORT_WEIGHT if len(stem) < SHORT else 1.0 for stem in stems}


def _likeness(a: dict[str, float], b: dict[str, float]) -> float:
    total = sum(a.values()) + sum(b.values())
    return 2 * sum([a[stem] for stem in a.keys() & b.keys()]) / total if total else 0.0


def _best_in_order(gains: list[list[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column) in rising order of both whose gains sum to the most; pairs without gain are left out."""
    rows, columns = len(gains), len(gains[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for x in range(rows - 1, -1, -1):
        for y in range(columns - 1, -1, -1):
            best[x][y] = max(best[x + 1][y], best[x][y + 1], best[x + 1][y + 1] + gains[x][y])
    out = []
    x = y = 0
    while x < rows and y < columns:
        if gains[x][y] and best[x][y] == best[x + 1][y + 1] + gains[x][y]:
            out.append((x, y))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return out
