"""A diff laid out to be read: paragraphs in the order of the new text, with what was taken out where it stood."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from tracker import excerpt
from tracker.diffing.model import Diff, Pair
from tracker.model import Block, BlockKind, BlockRole, Document, Op, Part
from web.labels import part_label
from web.texts import N_, gettext

_TAGS = {Op.SPLIT: N_("Split"), Op.MERGED: N_("Merged")}


@dataclass(frozen=True)
class Run:
    """A sentence pair at one of its places. `side` is both, old or new; a moved pair stands at two places.

    `link` is the anchor of its other place, `tag` what it is called there, `arrow` where that is: "↑" or "↓". A run
    with `hidden` > 0 stands for so many sentences that are left out.
    """

    anchor: str
    side: str
    pair: Pair | None
    tag: str = ""
    link: str = ""
    arrow: str = ""
    hidden: int = 0

    @property
    def place(self) -> int:
        """Its pair's place among the pairs of the diff; -1 for what is left out."""
        return int(self.anchor[1:]) if self.anchor else -1

    @property
    def plain(self) -> bool:
        """Whether nothing about it needs a reader's eye."""
        return self.pair is None or self.pair.op is Op.SAME

    @property
    def folded(self) -> str:
        """Why the difference is folded, "" when it isn't."""
        return str(self.pair.folded) if self.pair is not None and self.pair.folded else ""


@dataclass
class Paragraph:
    """Runs that stand in one paragraph, and what block the text has there; without runs, a number left out."""

    runs: list[Run] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    role: BlockRole | None = None
    hidden: int = 0

    @property
    def old(self) -> list[Run]:
        """What stands in it on the old side."""
        return [run for run in self.runs if run.side != "new" and (run.pair is None or run.pair.old)]

    @property
    def new(self) -> list[Run]:
        """What stands in it on the new side."""
        return [run for run in self.runs if run.side != "old" and (run.pair is None or run.pair.new)]

    @property
    def plain(self) -> bool:
        """Whether nothing in it needs a reader's eye."""
        return all(run.plain for run in self.runs)


@dataclass(frozen=True)
class Row:
    """A part other than the body: its label, its pair, and that pair's place in the diff."""

    label: str
    pair: Pair
    place: int


@dataclass(frozen=True)
class Comparison:
    """A diff to be read: parts above the text, the paragraphs, the captions below; and how many places differ."""

    parts: list[Row]
    paragraphs: list[Paragraph]
    captions: list[Row]
    places: int
    folded: int


def laid_out(
    diff: Diff, old: Document, new: Document, *, only: bool, side: bool = False, also: Iterable[int] = ()
) -> Comparison:
    """Lay a diff out. `only` leaves out what is far from any change; text that may not be shown is left out anyway.

    `also` are the places of pairs that are shown like changes. `side` puts a paragraph that was taken out beside one
    that was put in next to it, as two columns have room for.
    """
    shown = excerpt.near(diff.pairs) | set(also) if only else set(range(len(diff.pairs)))
    shown = {place for place in shown if diff.pairs[place].words}
    flow = _flow(diff.pairs)
    paragraphs = _paragraphs(diff, flow, old, new)
    if side:
        paragraphs = _beside(paragraphs)
    rows = [(place, Row(part_label(pair.part), pair, place)) for place, pair in enumerate(diff.pairs)]
    beside = [(at, row) for at, row in rows if at in shown and row.pair.part is not Part.BODY and _tells(row.pair)]
    return Comparison(
        parts=[row for _, row in beside if row.pair.part is not Part.CAPTION],
        paragraphs=_thinned(paragraphs, lambda run: run.place in shown),
        captions=[row for _, row in beside if row.pair.part is Part.CAPTION],
        places=sum(1 for pair in diff.pairs if pair.differs),
        folded=sum(1 for pair in diff.pairs if pair.folded is not None),
    )


def _tells(pair: Pair) -> bool:
    """Whether a part is shown: headline and standfirst always, the small print only where it differs."""
    return pair.op is not Op.SAME or pair.part in (Part.HEADLINE, Part.STANDFIRST, Part.CAPTION)


def _flow(pairs: Sequence[Pair]) -> list[Run]:
    """The body's runs in reading order; what moved stands twice, at its old place and at its new one."""
    body = [(place, pair) for place, pair in enumerate(pairs) if pair.part is Part.BODY]
    stayed = [(rank, pair) for rank, (_, pair) in enumerate(body) if pair.old and pair.op is not Op.MOVED]
    ends = sorted((pair.old[-1], rank) for rank, pair in stayed)
    # Each mover left from behind the sentence that stood before it: the rank of that one, -1 at the very start.
    left: dict[int, int] = {}
    for rank, (_, pair) in enumerate(body):
        if pair.op is Op.MOVED:
            at = bisect_left(ends, (pair.old[0], -1)) - 1
            left[rank] = ends[at][1] if at >= 0 else -1
    leavers: dict[int, list[Run]] = {}
    for mover in sorted(left, key=lambda rank: body[rank][1].old[0]):
        leavers.setdefault(left[mover], []).append(_left(*body[mover], down=mover > left[mover]))
    flow = leavers.get(-1, [])
    for rank, (place, pair) in enumerate(body):
        flow.append(_arrived(place, pair, down=left[rank] < rank) if rank in left else _settled(place, pair))
        flow += leavers.get(rank, [])
    return flow


def _settled(place: int, pair: Pair) -> Run:
    side = "both" if pair.old and pair.new else "old" if pair.old else "new"
    return Run(f"p{place}", side, pair, gettext(_TAGS[pair.op]) if pair.op in _TAGS else "")


def _arrived(place: int, pair: Pair, *, down: bool) -> Run:
    tag = gettext("Moved here from above") if down else gettext("Moved here from below")
    return Run(f"p{place}", "new", pair, tag, f"f{place}", "↑" if down else "↓")


def _left(place: int, pair: Pair, *, down: bool) -> Run:
    tag = gettext("Moved down") if down else gettext("Moved up")
    return Run(f"f{place}", "old", pair, tag, f"p{place}", "↓" if down else "↑")


Key = tuple[str, int]


def _paragraphs(diff: Diff, flow: Sequence[Run], old: Document, new: Document) -> list[Paragraph]:
    """Runs gathered into paragraphs: of the new text, and of the old one for what has no paragraph there any more."""
    partners = _partners(diff)
    made: list[Paragraph] = []
    last: Key | None = None
    for run in flow:
        key = _key(diff, run, partners, last)
        if not made or key != last:
            made.append(_paragraph(key, old, new))
        made[-1].runs.append(run)
        last = key
    return made


def _partners(diff: Diff) -> dict[int, list[int]]:
    """For each paragraph of the old text, those of the new one that it lives on in."""
    found: dict[int, list[int]] = {}
    for pair in diff.pairs:
        if pair.part is Part.BODY and pair.old and pair.new and pair.op is not Op.MOVED:
            here, there = diff.old.sentences[pair.old[0]].paragraph, diff.new.sentences[pair.new[0]].paragraph
            if there not in (known := found.setdefault(here, [])):
                known.append(there)
    return found


def _key(diff: Diff, run: Run, partners: dict[int, list[int]], last: Key | None) -> Key:
    assert run.pair is not None
    if run.side != "old":
        return ("new", diff.new.sentences[run.pair.new[0]].paragraph)
    here = diff.old.sentences[run.pair.old[0]].paragraph
    known = partners.get(here, [])
    if not known:
        return ("old", here)
    return last if last is not None and last[0] == "new" and last[1] in known else ("new", known[0])


def _paragraph(key: Key, old: Document, new: Document) -> Paragraph:
    side, at = key
    blocks = [block for block in (new if side == "new" else old).blocks if block.kind is not BlockKind.CAPTION]
    block = blocks[at] if at < len(blocks) else Block(text="")
    return Paragraph(kind=block.kind, role=block.role)


def _beside(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Each paragraph that stands on one side only joined with a neighbour that stands on the other side only."""
    made: list[Paragraph] = []
    for paragraph in paragraphs:
        last = made[-1] if made else None
        if last is not None and {_only(last), _only(paragraph)} == {"old", "new"}:
            kept = paragraph if paragraph.new else last
            made[-1] = replace(kept, runs=[*last.runs, *paragraph.runs])
        else:
            made.append(paragraph)
    return made


def _only(paragraph: Paragraph) -> str:
    """The one side that a paragraph stands on, "" when it stands on both."""
    sides = {run.side for run in paragraph.runs}
    return sides.pop() if len(sides) == 1 and "both" not in sides else ""


def _thinned(paragraphs: Sequence[Paragraph], shown: Callable[[Run], bool]) -> list[Paragraph]:
    """Paragraphs without the runs that are not shown; how many were left out is told where they stood."""
    made: list[Paragraph] = []
    for paragraph in paragraphs:
        if any(map(shown, paragraph.runs)):
            made.append(replace(paragraph, runs=_closed(paragraph.runs, shown)))
        elif made and made[-1].hidden:
            made[-1].hidden += len(paragraph.runs)
        else:
            made.append(Paragraph(hidden=len(paragraph.runs)))
    return made


def _closed(runs: Sequence[Run], shown: Callable[[Run], bool]) -> list[Run]:
    made: list[Run] = []
    for run in runs:
        if shown(run):
            made.append(run)
        elif made and made[-1].hidden:
            made[-1] = replace(made[-1], hidden=made[-1].hidden + 1)
        else:
            made.append(Run("", "both", None, hidden=1))
    return made
