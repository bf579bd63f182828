"""Compares the parts of a story beside its body: headline, standfirst, byline, dateline, section and captions."""

from collections.abc import Sequence

from tracker import typography
from tracker.diffing.align import Work, heaviest, kept_runs
from tracker.diffing.model import Pair
from tracker.diffing.runs import Script
from tracker.diffing.script import script
from tracker.diffing.words import Line, line, needs_fine
from tracker.model import Folded, Op, Part

#: What holding the evened typography of two texts against each other costs for each character, in cells of work.
EVEN_CELLS = 600
#: Share of the words of two captions, 0 to 1, from which on one is the other, edited.
SAME_CAPTION = 0.4

_NOTHING: Script = ((), 0, 0, False)


def part_pair(part: Part, old: str, new: str, work: Work) -> tuple[Pair, Script] | None:
    """The pair of one part, None where neither side has it."""
    if old == new:
        return (Pair(Op.SAME, part, (), (), None, (("=", old),)), _NOTHING) if old else None
    written = script(old, new, needs_fine(old) or needs_fine(new), work)
    if not old or not new:
        return Pair(Op.REMOVED if old else Op.ADDED, part, (), (), None, written[0]), written
    fold = folding(old, new, written, work)
    return Pair(Op.CHANGED, part, (), (), fold, written[0]), _NOTHING if fold else written


def folding(old: str, new: str, written: Script, work: Work) -> Folded | None:
    """Why the difference between two texts is folded, None where words differ; their script spares most of the work."""
    runs, _, _, plain = written
    if plain:
        return None
    minus = "".join([text for sign, text in runs if sign == "-"])
    plus = "".join([text for sign, text in runs if sign == "+"])
    bones_old, bones_new = typography.bones(minus), typography.bones(plus)
    if len(bones_old) != len(bones_new) or sorted(bones_old) != sorted(bones_new):
        return None
    return typography.folded(old, new) if work.spend(EVEN_CELLS * (len(old) + len(new))) else None


def caption_pairs(old: Sequence[str], new: Sequence[str], work: Work) -> list[tuple[Pair, Script]]:
    """The captions of both sides paired among each other, in the order of the new ones."""
    mates = _caption_mates(old, new, work)
    out = []
    i = 0
    for j, text in enumerate(new):
        mate = mates.get(j)
        if mate is not None:
            out += [part_pair(Part.CAPTION, gone, "", work) for gone in old[i:mate]]
            i = mate + 1
        out.append(part_pair(Part.CAPTION, "" if mate is None else old[mate], text, work))
    out += [part_pair(Part.CAPTION, gone, "", work) for gone in old[i:]]
    return [pair for pair in out if pair]


def _caption_mates(old: Sequence[str], new: Sequence[str], work: Work) -> dict[int, int]:
    """For each new caption the old one that it comes from; captions keep their order."""
    if list(old) == list(new):
        return {k: k for k in range(len(new))}
    weights: list[tuple[int, int, int]] = []
    lines_a = [line(text) for text in old]
    for j, text in enumerate(new):
        b = line(text)
        weights += [(i, j, weight) for i, a in enumerate(lines_a) if (weight := _likeness(a, b, work))]
    weights.sort(key=lambda entry: (entry[1], -entry[0]))
    chain = heaviest([i for i, _, _ in weights], [weight for _, _, weight in weights])
    return {weights[k][1]: weights[k][0] for k in chain}


def _likeness(a: Line, b: Line, work: Work) -> int:
    """Words that two captions share, doubled and one more where they are equal; 0 where they are not the same one."""
    if a.words == b.words:
        return 4 * len(a.words) + 1
    kept = sum([size for _, _, size in kept_runs(a.words, b.words, work)])
    return 2 * kept if kept and 2 * kept >= SAME_CAPTION * (len(a.words) + len(b.words)) else 0
