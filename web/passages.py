"""Changes as passages to read: neighbours stand together in one piece of text, with a sentence of context around."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.model import BlockRole, Change, Op, Part
from tracker.weight import weight

#: Passages of one version that a timeline shows; the rest is one click away. Range 1 to 50.
MOST = 8

#: Context longer than this is cut, in characters, on the side away from the change. Range 40 to 400.
CONTEXT = 200

_TAGS = {Op.MOVED: "Moved", Op.SPLIT: "Split", Op.MERGED: "Merged"}
_ROLES = {BlockRole.NOTICE: "Notice", BlockRole.STATUS: "Developing line", BlockRole.STAMP: "Stamp"}


@dataclass
class Passage:
    """Changes that stand next to each other in one part, in reading order, and the sentences around them."""

    part: Part
    role: BlockRole | None
    before: str
    after: str
    changes: list[Change] = field(default_factory=list)

    @property
    def label(self) -> str | None:
        """What the passage is about beside the body's plain text: "Notice"; None for plain text and other parts."""
        return _ROLES.get(self.role) if self.role else None

    @property
    def weight(self) -> int:
        """The weight of its weightiest change."""
        return max(map(weight, self.changes))


def tag(change: Change) -> str | None:
    """What a change is called where its marks alone don't tell: "Moved", "Split", "Merged"."""
    return _TAGS.get(change.op)


def passages(changes: Sequence[Change]) -> list[Passage]:
    """Changes joined into passages, in reading order; those whose text may not be shown are left out."""
    made: list[Passage] = []
    for change in changes:
        if not change.words:
            continue
        if made and _continues(made[-1], change):
            made[-1].changes.append(change)
            made[-1].after = _head(change.after)
        else:
            made.append(Passage(change.part, change.role, _tail(change.before), _head(change.after), changes=[change]))
    return made


def foremost(found: Sequence[Passage], most: int = MOST) -> tuple[list[Passage], int]:
    """The weightiest passages, in reading order, and how many were left out."""
    if len(found) <= most:
        return list(found), 0
    ranked = sorted(range(len(found)), key=lambda place: found[place].weight, reverse=True)[:most]
    return [found[place] for place in sorted(ranked)], len(found) - most


def _continues(passage: Passage, change: Change) -> bool:
    """Whether a change stands right behind the last one of a passage."""
    last = passage.changes[-1]
    if change.part is not Part.BODY or passage.part is not Part.BODY or change.role is not passage.role:
        return False
    if last.new:
        return bool(change.before) and last.new.endswith(change.before)
    return last.before == change.before and last.after in (change.after, change.new)


def _tail(text: str) -> str:
    return text if len(text) <= CONTEXT else f"… {text[-CONTEXT:].partition(' ')[2] or text[-CONTEXT:]}"


def _head(text: str) -> str:
    return text if len(text) <= CONTEXT else f"{text[:CONTEXT].rpartition(' ')[0] or text[:CONTEXT]} …"
