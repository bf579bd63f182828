"""Makes edits read as an editor would mark them: no stray words kept between edits, edits at the ends of clauses."""

from itertools import pairwise

from tracker.diffing.words import has_words

#: Words. A kept run of at most so many words, no longer than the edits on both sides of it, is read as part of
#: one edit. Range 0 (every chance match stays) to 3.
ISLAND = 2

#: An edit: old words start to end, new words start to end.
Hunk = list[int]


def tidied(hunks: list[Hunk], old: list[str], new: list[str]) -> list[Hunk]:
    """Edits as an editor would mark them: no stray words kept between edits, and edits at the ends of clauses."""
    if len(hunks) > 1 and min([after[0] - before[1] for before, after in pairwise(hunks)]) <= 2 * ISLAND:
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
            size = sum([word.isalnum() or has_words(word) for word in old[before[1] : hunk[0]]])
            if size > ISLAND or size > max(before[1] - before[0], before[3] - before[2]):
                break
            if size > max(hunk[1] - hunk[0], hunk[3] - hunk[2]):
                break
            if size and not (_wordy(before, old, new, size) and _wordy(hunk, old, new, size)):
                break
            hunk = [before[0], hunk[1], before[2], hunk[3]]
            out.pop()
        out.append(hunk)
    return out


def _wordy(hunk: Hunk, old: list[str], new: list[str], least: int) -> bool:
    """Whether a side of an edit has at least so many words (up to ISLAND), not counting punctuation."""
    for words in (old[hunk[0] : hunk[1]], new[hunk[2] : hunk[3]]):
        count = 0
        for word in words[: 4 * ISLAND]:
            count += word.isalnum() or has_words(word)
            if count >= least:
                return True
    return False


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
