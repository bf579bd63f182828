"""The list of changes beside two compared versions: each with its kinds, its part and its weight, to be filtered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, Literal

from fastapi import Depends, Query

from tracker import classify, excerpt
from tracker.diffing import Pair
from tracker.kinds.model import Kind
from tracker.model import Change, Op, Part
from tracker.remarks import Remarked
from tracker.weight import weight
from web.labels import kind_label, part_label
from web.looks import Compared
from web.texts import N_, gettext

#: Changes that the list holds at the most unless all are asked for, so that a page stays light. Range 20 to 500.
MOST = 80

_SUBSTANCE = {"yes": N_("Of substance"), "no": N_("Smaller")}


@dataclass(frozen=True)
class Ways:
    """How a comparison is looked at, as its address says it; what is empty is as it always is.

    `view` side by side, `only` what changed, `fine` with typography and noise; the list narrowed to a `kind`, to a
    `part`, to what is of `substance` or not, in the `order` of weight, or at its full `list` length.
    """

    view: Literal["", "inline", "side"] = ""
    only: Literal["", "changes"] = ""
    fine: Literal["", "all"] = ""
    kind: Kind | Literal[""] = ""
    part: Part | Literal[""] = ""
    substance: Literal["", "yes", "no"] = ""
    order: Literal["", "weight"] = ""
    list: Literal["", "all"] = ""

    def given(self) -> dict[str, str]:
        """Those that are set, by name."""
        return {each.name: str(value) for each in fields(self) if (value := getattr(self, each.name))}

    def but(self, **changed: Any) -> "Ways":
        """The same with some of them changed."""
        return replace(self, **changed)

    @property
    def narrow(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.kind or self.part or self.substance)

    def fits(self, change: Change) -> bool:
        """Whether a change belongs into the list as it is narrowed."""
        return (
            (not self.kind or self.kind in change.kinds)
            and (not self.part or change.part == self.part)
            and (not self.substance or substance(change) == self.substance)
        )


def ways(
    view: Annotated[Literal["", "inline", "side"], Query()] = "",
    only: Annotated[Literal["", "changes"], Query()] = "",
    fine: Annotated[Literal["", "all"], Query()] = "",
    kind: Annotated[Kind | Literal[""], Query()] = "",
    part: Annotated[Part | Literal[""], Query()] = "",
    substance: Annotated[Literal["", "yes", "no"], Query()] = "",
    order: Annotated[Literal["", "weight"], Query()] = "",
    list: Annotated[Literal["", "all"], Query()] = "",
) -> Ways:
    """How a request wants a comparison."""
    return Ways(view, only, fine, kind, part, substance, order, list)


Asked = Annotated[Ways, Depends(ways)]


@dataclass(frozen=True)
class Item:
    """A change in the list: its number there, its place among the pairs of rowback-diff/1, the remarks on it.

    `fits` says whether the list as it is narrowed holds it.
    """

    number: int
    place: int
    change: Change
    remarks: Sequence[Remarked]
    fits: bool

    @property
    def substance(self) -> str:
        """Whether it is of substance, as an address says it."""
        return substance(self.change)


@dataclass(frozen=True)
class Choice:
    """A value that the list can be narrowed to, and how many changes that would leave."""

    name: str
    value: str
    label: str
    count: int
    on: bool


@dataclass(frozen=True)
class ChangeList:
    """The changes, numbered in reading order, in the order asked for; the choices of each filter.

    `loose` are the remarks that are on none of the changes, each with the number of its version.
    """

    items: Sequence[Item]
    filters: Sequence[Sequence[Choice]]
    loose: Sequence[tuple[int, Remarked]]
    most: int

    @property
    def fitting(self) -> list[Item]:
        """The changes that the list holds as it is narrowed."""
        return [item for item in self.items if item.fits]

    @property
    def listed(self) -> list[Item]:
        """Those that are shown: all if they are few, and then also those that do not fit, to be shown at once."""
        return list(self.items) if len(self.items) <= self.most else self.fitting[: self.most]

    @property
    def more(self) -> int:
        """How many fit and are not shown."""
        return max(len(self.fitting) - self.most, 0) if len(self.items) > self.most else 0

    @property
    def by_place(self) -> dict[int, Item]:
        """The changes that are shown, by their place in the diff."""
        return {item.place: item for item in self.listed}


def substance(change: Change) -> str:
    """Whether a change is of substance: "yes", "no", or "" where nobody can say."""
    return {True: "yes", False: "no"}.get(change.substantive, "") if change.substantive is not None else ""


def listed(found: Compared, asked: Ways) -> ChangeList:
    """The changes between two versions, as far as they may be shown."""
    items: list[Item] = []
    # In an excerpt, what differs only in typography has no text to show.
    for place, change in placed(found, fine=bool(asked.fine) and found.whole):
        on = [one for _, one in found.remarks if one.speaks_of(change.part, change.old, change.new)]
        items.append(Item(len(items) + 1, place, change, on, asked.fits(change)))
    changes = [item.change for item in items]
    if asked.order:
        items.sort(key=lambda item: weight(item.change), reverse=True)
    spoken = {one.key for item in items for one in item.remarks}
    loose = [(number, one) for number, one in found.remarks if one.key not in spoken]
    most = len(items) if asked.list else MOST
    return ChangeList(items, _filters(changes, asked), loose, most)


def placed(found: Compared, *, fine: bool = False) -> list[tuple[int, Change]]:
    """The changes with their places among the pairs of rowback-diff/1; with `fine`, those of typography too."""
    before, after = found.documents
    old_at, new_at = found.old.seen.version.first_seen_at, found.new.seen.version.first_seen_at
    made = classify.classify(found.diff, old=before, new=after, old_at=old_at, new_at=new_at)
    places = [at for at, pair in enumerate(found.diff.pairs) if pair.op is not Op.SAME]
    # What the pages only declare has no place in the diff and stands behind all that has.
    shown = excerpt.changes(made[: len(places)], whole=found.whole)
    both = zip(places, shown, strict=True)
    return [(at, change) for at, change in both if _counts(found.diff.pairs[at], fine=fine)]


def _counts(pair: Pair, *, fine: bool) -> bool:
    """Whether a pair is a change; with `fine`, typography is one too, but never a break that only parts paragraphs."""
    return pair.differs or (fine and any(sign != "=" and text.strip("\n") for sign, text in pair.words))


def _filters(changes: Sequence[Change], asked: Ways) -> list[list[Choice]]:
    """The filters with the choices that the changes give, each counted with the other filters as they stand.

    A filter with one choice only is none.
    """
    kinds = [kind for kind in Kind if any(kind in change.kinds for change in changes)]
    parts = list(dict.fromkeys(change.part for change in changes))
    weights = [value for value in _SUBSTANCE if any(substance(change) == value for change in changes)]
    told = [
        _filter("substance", weights, lambda value: gettext(_SUBSTANCE[value]), changes, asked),
        _filter("kind", kinds, kind_label, changes, asked),
        _filter("part", parts if len(parts) > 1 else (), lambda value: part_label(Part(value)), changes, asked),
    ]
    return [choices for choices in told if len(choices) > 1]


def _filter(
    name: str, values: Iterable[str], label: Callable[[str], str], changes: Sequence[Change], asked: Ways
) -> list[Choice]:
    chosen = str(getattr(asked, name))

    def count(value: str) -> int:
        wanted = asked.but(**{name: value})
        return sum(map(wanted.fits, changes))

    return [Choice(name, str(value), label(value), count(value), chosen == value) for value in values]
