"""Makes edits read as an editor would mark them: no stray words kept between edits, edits at the ends of clauses."""

from itertools import pairwise

from rapidfuzz.distance import LCSseq

from tracker.diffing.words import EDGES, has_words

#: Words. A kept run of at most so many words, no longer than the edits on both sides of it, is read as part of
#: one edit. Range 0 (every chance match stays) to 3.
ISLAND = 2

#: Words on either side of a replaced passage, beyond which it is not looked at a second time: it is a rewrite.
#: Range 50 to 500.
PASSAGE = 200
#: Letters from which on a word is taken to tell something ("report", not "of the"). Range 4 to 7.
TELLING = 5
#: Words. Such a word stands on its own beside something merely added or dropped, if both edits are at most so long.
#: Range 2 to 6.
SMALL = 4

#: An edit: old words start to end, new words start to end.
Hunk = list[int]


def tidied(hunks: list[Hunk], old: list[str], new: list[str]) -> list[Hunk]:
    """Edits as an editor would mark them: no stray words kept between edits, and edits at the ends of clauses."""
    for i1, i2, j1, j2 in hunks:
        if i2 - i1 > 1 and j2 - j1 > 1 and not set(old[i1:i2]).isdisjoint(new[j1:j2]):
            hunks = _looked_into(_without_islands(hunks, old, new), old, new)
            break
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


def _looked_into(hunks: list[Hunk], old: list[str], new: list[str]) -> list[Hunk]:
    """Edits with what replaced passages keep after all, where words before it were dropped and behind it added.

    An alignment that replaces each of those words by the next one takes as many edits, and keeps nothing.
    """
    out = []
    for hunk in hunks:
        i1, i2, j1, j2 = hunk
        small = 1 < i2 - i1 <= PASSAGE and 1 < j2 - j1 <= PASSAGE
        if not small or set(old[i1:i2]).isdisjoint(new[j1:j2]):
            out.append(hunk)
            continue
        for i, j, size in LCSseq.opcodes(old[i1:i2], new[j1:j2]).as_matching_blocks():
            x, y = hunk[0] + i, hunk[2] + j
            if size != 1 or telling(old[x]):
                if x > i1 or y > j1:
                    out.append([i1, x, j1, y])
                i1, j1 = x + size, y + size
    return out


def telling(word: str) -> bool:
    """Whether a word tells something on its own: a long word, a name, a figure."""
    core = word.strip(EDGES)
    return len(core) >= TELLING or (len(core) > 1 and core[0].isupper()) or any(map(str.isdigit, core))


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
            if size and _stands_alone(before, hunk, old, new):
                break
            hunk = [before[0], hunk[1], before[2], hunk[3]]
            out.pop()
        out.append(hunk)
    return out


def _stands_alone(before: Hunk, after: Hunk, old: list[str], new: list[str]) -> bool:
    """Whether words between two small edits, of which one only adds or only drops, should stay unmarked.

    "[also] decided [today]" reads better than "[also decided today] [decided]"; but two words that merely changed
    places are one edit.
    """
    (i1, i2, j1, j2), (i3, i4, j3, j4) = before, after
    drop, drop_too, add, add_too = i1 < i2, i3 < i4, j1 < j2, j3 < j4
    if (drop and drop_too and add and add_too) or max(i2 - i1, j2 - j1, i4 - i3, j4 - j3) > SMALL:
        return False
    if not (drop and drop_too) and not (add and add_too):
        return False  # a phrase turned round: "Swiss talks" for "talks with Switzerland"
    if not any(map(telling, old[i2:i3])):
        return False
    return set(old[i1:i2] + old[i3:i4]).isdisjoint(new[j1:j2] + new[j3:j4])


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
