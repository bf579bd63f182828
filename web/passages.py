"""Changes as passages to read: neighbours stand together in one piece of text, with a sentence of context around."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.model import BlockRole, Change, Op, Part
from tracker.weight import weight
from web.labels import role_label
from web.texts import N_, gettext

#: Passages of one version that a timeline shows; the rest is one click away. Range 1 to 50.
MOST = 8

#: Context longer than this is cut, in characters, on the side away from the change. Range 40 to 400.
CONTEXT = 200

_TAGS = {Op.MOVED: N_("Moved"), Op.SPLIT: N_("Split"), Op.MERGED: N_("Merged")}


@dataclass(frozen=True)
class Step:
    """A change in a passage, and the unchanged sentence that stands before it there, if one is shown."""

    lead: str
    change: Change


@dataclass
class Passage:
    """Changes that stand close together in one part, in reading order, and the sentence behind the last of them."""

    part: Part
    role: BlockRole | None
    after: str
    steps: list[Step] = field(default_factory=list)

    @property
    def label(self) -> str | None:
        """What the passage is about beside the body's plain text: "Notice"; None for plain text and other parts."""
        return role_label(self.role) if self.role else None

    @property
    def kinds(self) -> list[str]:
        """The kinds of its changes, each once."""
        return list(dict.fromkeys(kind for step in self.steps for kind in step.change.kinds))

    @property
    def why(self) -> list[str]:
        """Which rules said so, each once: "figure: 12 -> 17"."""
        return list(dict.fromkeys(why for step in self.steps for why in step.change.why))

    @property
    def weight(self) -> int:
        """The weight of its weightiest change."""
        return max(weight(step.change) for step in self.steps)


def tag(change: Change) -> str | None:
    """What a change is called where its marks alone don't tell: "Moved", "Split", "Merged"."""
    return gettext(_TAGS[change.op]) if change.op in _TAGS else None


def passages(changes: Sequence[Change]) -> list[Passage]:
    """Changes joined into passages, in reading order; those whose text may not be shown are left out.

    Changes with one unchanged sentence between them share it, so that no sentence is read twice.
    """
    made: list[Passage] = []
    for change in changes:
        if not change.words:
            continue
        # The publisher's own lines stand for themselves; the sentence before one tells nothing about it.
        lead = "" if change.role else change.before
        if made and _together(made[-1], change):
            last = made[-1].steps[-1].change
            made[-1].steps.append(Step(_cut(lead) if _one_apart(last, change) else "", change))
        else:
            made.append(Passage(change.part, change.role, "", [Step(_tail(lead), change)]))
        made[-1].after = "" if change.role else _head(change.after)
    return made


def foremost(found: Sequence[Passage], most: int = MOST) -> tuple[list[Passage], int]:
    """The weightiest passages, in reading order, and how many were left out."""
    if len(found) <= most:
        return list(found), 0
    ranked = sorted(range(len(found)), key=lambda place: found[place].weight, reverse=True)[:most]
    return [found[place] for place in sorted(ranked)], len(found) - most


def _together(passage: Passage, change: Change) -> bool:
    """Whether a change stands right behind the last one of a passage, or one sentence further on."""
    if change.part is not Part.BODY or passage.part is not Part.BODY or change.role is not passage.role:
        return False
    last = passage.steps[-1].change
    return _right_behind(last, change) or _one_apart(last, change)


def _right_behind(last: Change, change: Change) -> bool:
    if last.new:
        return bool(change.before) and last.new.endswith(change.before)
    return last.before == change.before and last.after in (change.after, change.new)


def _one_apart(last: Change, change: Change) -> bool:
    return bool(change.before) and last.after == change.before and not _right_behind(last, change)


def _cut(text: str) -> str:
    """A sentence between two changes, short enough."""
    return text if len(text) <= 2 * CONTEXT else f"{_head(text)} {_tail(text)}"


def _tail(text: str) -> str:
    return text if len(text) <= CONTEXT else f"… {text[-CONTEXT:].partition(' ')[2] or text[-CONTEXT:]}"


def _head(text: str) -> str:
    return text if len(text) <= CONTEXT else f"{text[:CONTEXT].rpartition(' ')[0] or text[:CONTEXT]} …"
