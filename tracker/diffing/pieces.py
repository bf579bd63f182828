"""Finds sentences left over beside a pair that say what its other side lost: that sentence was split or merged."""

from collections.abc import Iterable

from tracker.diffing.align import Work
from tracker.diffing.body import Body
from tracker.diffing.link import Link
from tracker.diffing.tidy import telling
from tracker.diffing.words import EDGES
from tracker.model import Op

#: Telling words that such a sentence must have in common with what was lost.
PIECE_TELLING = 2
#: Share of the telling words lost, 0 to 1, that must stand in it.
TAKEN_UP = 0.5
#: Share of its own telling words, 0 to 1, that must have been in what was lost. Range 0.3 to 0.6.
OF_ITS_OWN = 0.4
#: Characters by which the sentence must have shrunk. Range 5 to 40.
LOST = 8
#: Letters by which words are compared, so that "northern" meets "north".
STEM = 5
#: Sentences between two pieces that are shown with them. Range 0 to 3.
BETWEEN = 1
#: What looking at one character costs, in cells of work.
PIECE_CELLS = 200


def with_pieces(
    old: Body, new: Body, found: list[Link], free_old: list[int], free_new: list[int], work: Work
) -> list[Link]:
    """The links, with sentences left over joined to the pair beside them that they are a piece of.

    What moved is looked for before: a clause that stands elsewhere is no piece.
    """
    if free_new:
        found = [_whole(link, free_new, Op.SPLIT) for link in _joined(old, new, found, free_new, Op.SPLIT, work)]
    if free_old:
        found = [_whole(link, free_old, Op.MERGED) for link in _joined(new, old, found, free_old, Op.MERGED, work)]
    return found


def _whole(link: Link, free: list[int], op: Op) -> Link:
    """A split or merge with the sentence put in (or taken out) between its pieces, so that it reads in order."""
    parts = link.new if op is Op.SPLIT else link.old
    if link.op is not op or parts[-1] - parts[0] + 1 == len(parts):
        return link
    between = [index for index in range(parts[0], parts[-1]) if index not in parts]
    if len(between) > BETWEEN or not set(between) <= set(free):
        return link
    parts = tuple(range(parts[0], parts[-1] + 1))
    return link._replace(new=parts) if op is Op.SPLIT else link._replace(old=parts)


def _joined(whole: Body, cut: Body, found: list[Link], free: list[int], op: Op, work: Work) -> list[Link]:
    """The links, with free sentences of the side that was cut joined to the pair ahead of them or behind them."""
    split = op is Op.SPLIT
    places = {index: k for k, link in enumerate(found) for index in (link.new if split else link.old)}
    out = list(found)
    for index in free:
        for beside in (index - 1, index + 1):
            k = places.get(beside, -1)
            if k < 0 or out[k].op not in (None, op):
                continue
            sentence, parts = (out[k].old, out[k].new) if split else (out[k].new, out[k].old)
            if len(sentence) == 1 and _is_piece(whole, cut, sentence[0], parts, index, work):
                places[index] = k
                parts = tuple(sorted([*parts, index]))
                out[k] = Link(sentence, parts, 0, op) if split else Link(parts, sentence, 0, op)
                break
    return out


def _is_piece(whole: Body, cut: Body, sentence: int, parts: tuple[int, ...], piece: int, work: Work) -> bool:
    """Whether a sentence says much of what another one lost to become `parts`, and little else."""
    room = len(whole.keys[sentence]) - sum([len(cut.keys[part]) for part in parts]) - LOST
    if room < 0 or not work.spend(PIECE_CELLS * (len(whole.keys[sentence]) + len(cut.keys[piece]))):
        return False
    gone = set(whole.words(sentence)).difference(*[cut.words(part) for part in parts])
    if not any(map(telling, gone.intersection(cut.words(piece)))):
        return False
    lost = _stems(gone).difference(*[_stems(cut.words(part)) for part in parts])
    own = _stems(cut.words(piece))
    common = len(lost & own)
    return common >= PIECE_TELLING and common >= TAKEN_UP * len(lost) and common >= OF_ITS_OWN * len(own)


def _stems(words: Iterable[str]) -> set[str]:
    """The beginnings of the telling words of a sentence."""
    return {word.strip(EDGES)[:STEM].lower() for word in words if telling(word)}
