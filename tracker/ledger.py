"""Follows each figure of a story through its versions: "people killed: 3 -> 5 -> 12", each step with its sentence."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from tracker.dated import Dated, Reader, code_of
from tracker.mentions import Mention, mentions
from tracker.model import BlockRole

#: Steps with a number from which a ledger makes a chart: two points are a sentence.
CHART = 3

#: Share of the words of both sentences that two mentions of one toll of people have in common at the least. Range 0.05
#: to 0.4. The toll itself ("killed") says most; this only tells one event from another.
LIKE_TOLL = 0.15
#: The same for what is counted by a noun of its own ("engines"), for people who are not said to have come to harm, and
#: for sums and shares. Range 0.3 to 0.7 each; below them two things that a story counts alike share a row.
LIKE_NOUN, LIKE_PEOPLE, LIKE_SUM = 0.4, 0.55, 0.5
#: Share of the words next to both figures that they have in common: tells figures of one sentence apart. Range 0.2
#: to 0.6.
LIKE_NEAR = 0.34
#: The same for a figure that stands in a second place: it needs the same value too.
LIKE_AGAIN = 0.25

#: Figures of a version beyond which its ledger is not kept: a table, whose numbers no words tell apart.
MOST_FIGURES = 150

#: Pairs of old and new figures beyond which only those that share a rare word are compared, and how many of the old
#: ones have it at the most. Range 500 to 10,000; 2 to 10. Prose stays below; a table of votes does not.
MOST_PAIRS, RARE = 2_500, 4

#: A word with a capital inside a sentence.
_NAME = re.compile(r"(?<=[^\W\d_] )[A-ZÀ-Þ][^\W\d_]+")

#: Lines in which the publisher speaks of the story: what they count is told by notices.
_ASIDE = frozenset({BlockRole.NOTICE, BlockRole.STATUS, BlockRole.STAMP})


@dataclass(frozen=True)
class Step:
    """A value of a figure from the version that brought it. The change came after `not_before_at` (None: not known).

    `value` is None where it is no number ("10-12", "dozens"); `shown` is as the story says it ("at least 5").
    """

    value: Decimal | None
    shown: str
    sentence: str
    number: int
    first_seen_at: datetime
    not_before_at: datetime | None


@dataclass(frozen=True)
class Ledger:
    """One thing that a story counts, and each value that it had.

    `label` is what is counted, in the story's own words; `unit` "" for a plain count, else "$", "%", "age" and the
    like. `toll` is "killed", "injured" and so on, "" for none. `until` is the first version that no longer tells the
    figure, None while it stands.
    """

    label: str
    unit: str
    toll: str
    steps: tuple[Step, ...]
    until: datetime | None

    @property
    def changed(self) -> bool:
        """Whether the figure had more than one value."""
        return len(self.steps) > 1

    @property
    def points(self) -> list[tuple[datetime, Decimal]]:
        """What a chart is drawn from: when each number was first seen."""
        return [(step.first_seen_at, step.value) for step in self.steps if step.value is not None]

    @property
    def chartable(self) -> bool:
        """Whether there are numbers enough for a chart."""
        return len(self.points) >= CHART

    def __str__(self) -> str:
        return f"{self.label}: {' -> '.join(step.shown for step in self.steps)}"


@dataclass
class _Row:
    """A ledger while it is made: its steps, its value, and where the figure stands or last stood."""

    label: str
    steps: list[Step]
    standing: list[Mention]
    value: Decimal | str
    until: datetime | None = None
    fresh: list[Mention] = field(default_factory=list)
    carried: bool = False


def figures(versions: Iterable[Dated]) -> list[Ledger]:
    """Every figure of a story of which it can be told what it counts, in the order in which they came.

    Figures are matched by what they count: unit, noun, what befell those counted, and the words around. One that
    cannot be told apart from another begins a row of its own, so that two things never share one.
    """
    rows: list[_Row] = []
    reader = Reader()
    read: dict[tuple[str, str], list[Mention]] = {}
    known: set[str] = set()
    for version in versions:
        _take(rows, _mentions(version, reader, read), version, known)
        known.update(word for line in reader.lines(version.document) for word in _NAME.findall(line.text))
    return [_ledger(row) for row in rows]


def changed(ledgers: Iterable[Ledger]) -> list[Ledger]:
    """Those with two values or more, the ones with most steps first."""
    return sorted((ledger for ledger in ledgers if ledger.changed), key=lambda ledger: -len(ledger.steps))


def _mentions(version: Dated, reader: Reader, read: dict[tuple[str, str], list[Mention]]) -> list[Mention]:
    code = code_of(version.document)
    found: list[Mention] = []
    for line in reader.lines(version.document):
        if line.role in _ASIDE:
            continue
        told = read.get((line.part, line.text))
        if told is None:
            told = read[line.part, line.text] = list(mentions(line.text, line.part, code))
        found += told
    return found if len(found) <= MOST_FIGURES else []


def _take(rows: list[_Row], found: Sequence[Mention], version: Dated, known: set[str]) -> None:
    """One version more. `known` are the words with a capital that the story had before."""
    for row in rows:
        row.fresh, row.carried = [], False
    left = _carried(rows, found)
    left = _matched(rows, left, version)
    left = _same_toll(rows, left, version, known)
    said = {_total(kept): row for row in rows for kept in row.fresh if _is_total(kept) and kept.value == row.value}
    for mention in left:
        holder = said.get(_total(mention)) if _is_total(mention) else None
        if holder is None:
            holder = _Row(mention.label, [_step(mention, version)], [], mention.value)
            rows.append(holder)
            if _is_total(mention):
                said[_total(mention)] = holder
        holder.fresh.append(mention)
    for row in rows:
        if row.fresh:
            row.standing, row.until = row.fresh, None
        elif row.until is None:
            row.until = version.first_seen_at


def _carried(rows: Sequence[_Row], found: Sequence[Mention]) -> list[Mention]:
    """Those left that do not stand in the very sentence in which a row stood before."""
    stood: dict[tuple[str, int], _Row] = {}
    for row in rows:
        for mention in row.standing:
            stood[mention.spot] = row
    left = []
    for mention in found:
        carrier = stood.get(mention.spot)
        if carrier is None:
            left.append(mention)
        else:
            carrier.fresh.append(mention)
            carrier.carried = True
            if carrier.until is not None and carrier.value != mention.value:
                left.append(carrier.fresh.pop())
                carrier.carried = bool(carrier.fresh)
    return left


def _matched(rows: Sequence[_Row], found: Sequence[Mention], version: Dated) -> list[Mention]:
    """Those left that are not one row's figure in other words; the most alike go together first."""
    pairs = [
        (-score, place, at, row, old)
        for place, at, row, old in _candidates(rows, found)
        if (score := _likeness(old, found[place])) > 0
    ]
    taken: set[int] = set()
    for _, place, _, row, old in sorted(pairs, key=lambda pair: pair[:3]):
        mention = found[place]
        if place not in taken and _fits(row, old, mention):
            taken.add(place)
            _put(row, mention, old.value != mention.value, version)
    return [mention for place, mention in enumerate(found) if place not in taken]


def _candidates(rows: Sequence[_Row], found: Sequence[Mention]) -> Iterator[tuple[int, int, _Row, Mention]]:
    """Which old figure each new one may be; where there are very many, only those with a rare word in common."""
    kinds: dict[tuple[str, str, bool], list[tuple[int, _Row, Mention]]] = defaultdict(list)
    for at, row in enumerate(rows):
        for old in row.standing if row.until is None else ():
            kinds[old.unit, old.toll, old.some].append((at, row, old))
    for same in kinds.values():
        many = len(found) * len(same) > MOST_PAIRS
        counts = Counter(word for _, _, old in same for word in old.around) if many else Counter()
        for place, mention in enumerate(found):
            if (mention.unit, mention.toll, mention.some) != (same[0][2].unit, same[0][2].toll, same[0][2].some):
                continue
            rare = {word for word in mention.around if counts[word] <= RARE}
            for at, row, old in same:
                if not many or not rare.isdisjoint(old.around):
                    yield place, at, row, old


def _fits(row: _Row, old: Mention, mention: Mention) -> bool:
    """Whether a figure may go on in a row: never beside another value in the same version, unless that only stayed."""
    if any(kept.spot == old.spot for kept in row.fresh):
        return mention.value == old.value
    anew = [kept.value for kept in row.fresh if kept.value != row.value or not row.carried]
    return mention.value == row.value or not anew or mention.value in anew


def _put(row: _Row, mention: Mention, moved: bool, version: Dated) -> None:
    row.fresh.append(mention)
    if moved and mention.value != row.value:
        row.steps.append(_step(mention, version))
        row.value = mention.value


def _same_toll(rows: Sequence[_Row], found: Sequence[Mention], version: Dated, known: set[str]) -> list[Mention]:
    """Those left that are not the story's one toll said in quite other words ("the toll stands at 12").

    Only where one row of that toll was told last and is told no longer, the new ones agree, it did not fall, and the
    sentence names nobody and no place that is new to the story: that would be another event.
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        if _is_total(mention) and known.issuperset(_NAME.findall(mention.sentence)):
            groups[mention.toll].append(mention)
    taken: set[int] = set()
    for toll, group in groups.items():
        candidates = [row for row in rows if any(_is_total(old) and old.toll == toll for old in row.standing)]
        if len(candidates) != 1 or len({mention.value for mention in group}) != 1:
            continue
        row, value = candidates[0], group[0].value
        grown = isinstance(value, Decimal) and isinstance(row.value, Decimal) and value >= row.value
        if row.fresh or not (grown or value == row.value):
            continue
        for mention in group:
            taken.add(id(mention))
            _put(row, mention, True, version)
    return [mention for mention in found if id(mention) not in taken]


def _is_total(mention: Mention) -> bool:
    return bool(mention.toll) and mention.generic and not mention.some and not mention.past


def _total(mention: Mention) -> tuple[str, Decimal | str]:
    """What two mentions of a story's toll in one version share."""
    return mention.toll, mention.value


def _likeness(old: Mention, new: Mention) -> float:
    """How surely two mentions of one unit and toll, in two versions, count one thing: from 0 (not) to 2.25."""
    shared = old.head & new.head
    around, near = _share(old.around, new.around), _share(old.near, new.near)
    if not shared and not (old.generic and new.generic and old.toll):
        return 0.0
    if old.toll:
        same = (old.generic and new.generic) or shared - _people(old, new)
        least = LIKE_TOLL if same and old.past == new.past else 2.0
    elif old.unit:
        least = LIKE_SUM
    else:
        least = LIKE_PEOPLE if old.generic or new.generic else LIKE_NOUN
    if around < least or (not old.toll and near < LIKE_NEAR and around < 1.0):
        return 0.0
    return around + near + (old.value == new.value) * LIKE_AGAIN


def _people(old: Mention, new: Mention) -> frozenset[str]:
    """The stems that a specific head shares with a generic one only by chance: "12 police officers" and "12 people"."""
    return frozenset() if old.generic == new.generic else old.head | new.head


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _step(mention: Mention, version: Dated) -> Step:
    value = mention.value if isinstance(mention.value, Decimal) else None
    return Step(value, mention.shown, mention.sentence, version.number, version.first_seen_at, version.not_before_at)


def _ledger(row: _Row) -> Ledger:
    last = row.standing[0]
    return Ledger(row.label, last.unit, last.toll, tuple(row.steps), row.until)
