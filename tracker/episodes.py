"""What only several versions together tell: text that comes back, a headline that flips, edits made in one go."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from tracker import typography
from tracker.classify import classify
from tracker.diffing import compare
from tracker.model import Change, Document, Part, Version

#: A version seen so soon after the one before reads as one entry with it. Range 1 minute to 6 hours. Issue 5: 20.
BURST_WITHIN = timedelta(minutes=20)

#: No burst is longer than this from its first to its last version, or a live story would be one entry. Range 20
#: minutes to 1 day.
BURST_LONGEST = timedelta(hours=2)

#: A headline that is taken back so soon flips. Range 10 minutes to 1 day. Tests of two headlines on readers last
#: about half an hour a turn (reading/peers.md, section 4); issue 5: an hour.
FLIP_WITHIN = timedelta(hours=1)

#: Words of a sentence below which its return says nothing ("Read more"). Range 2 to 8.
LEAST_WORDS = 4

#: Times a headline changes between the same two texts from which they are said to alternate: A -> B -> A -> B. Once
#: there and back is a headline taken back.
ALTERNATES = 3


@dataclass(frozen=True)
class Stage:
    """A version as these functions need it: when it was seen, its text, and what changed against the one before."""

    number: int
    first_seen_at: datetime
    digest: str
    document: Document
    changes: Sequence[Change] = ()
    not_before_at: datetime | None = None

    @classmethod
    def of(cls, version: Version, changes: Sequence[Change]) -> "Stage":
        """A stage out of a version's row and its changes."""
        return cls(
            version.number,
            version.first_seen_at,
            version.digest,
            Document.model_validate(version.document),
            changes,
            version.not_before_at,
        )


@dataclass(frozen=True)
class Restored:
    """Text that came back: which change of the version brings it, when it had gone, which version had it last.

    `change` is the place among the version's changes; None where the whole version is an earlier one again, by its
    digest. `gone_number` and `gone_at` name the version that no longer had it, `had_number` the last that did.
    """

    change: int | None
    part: Part
    text: str
    gone_number: int
    gone_at: datetime
    had_number: int


@dataclass(frozen=True)
class Flip:
    """A headline that went to another and back, once or often: two texts, the versions that turned it, and when.

    `first` stood before, `second` took its place.
    """

    first: str
    second: str
    numbers: tuple[int, ...]
    since: datetime
    until: datetime

    @property
    def turns(self) -> int:
        """How often the headline changed."""
        return len(self.numbers)

    @property
    def alternates(self) -> bool:
        """Whether it went back and forth, as in a test of two headlines; else it was tried and taken back."""
        return self.turns >= ALTERNATES

    @property
    def stands(self) -> str:
        """The headline after the last turn."""
        return self.first if self.turns % 2 == 0 else self.second


@dataclass(frozen=True)
class Episode:
    """Updates that read as one entry, in order; most have but one. `flips` are those that lie in it in full."""

    stages: tuple[Stage, ...]
    before: Stage | None
    flips: tuple[Flip, ...] = field(default=())

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its versions."""
        return tuple(stage.number for stage in self.stages)

    @property
    def since(self) -> datetime:
        """When its first version was seen."""
        return self.stages[0].first_seen_at

    @property
    def until(self) -> datetime:
        """When its last version was first seen."""
        return self.stages[-1].first_seen_at

    def net(self) -> list[Change]:
        """What changed from before its first version to its last: an edit undone on the way is none.

        Compares the two texts anew where there are several versions; an empty list where both are the same.
        """
        if self.before is None or len(self.stages) == 1:
            return list(self.stages[-1].changes)
        old, new = self.before, self.stages[-1]
        if old.digest == new.digest:
            return []
        diff = compare(old.document, new.document, language=new.document.language or None)
        return classify(
            diff,
            old=old.document,
            new=new.document,
            language=new.document.language,
            old_at=old.first_seen_at,
            new_at=new.first_seen_at,
        )


def restored(stages: Iterable[Stage]) -> dict[int, list[Restored]]:
    """By version number, the texts that had gone and came back: whole versions, headlines and parts, sentences.

    Stages come in order. Typography makes no other text. A version that is an earlier one again, though not the one
    before, is told as a whole, and its sentences not one by one.
    """
    gone: dict[tuple[Part, str], tuple[int, datetime]] = {}
    had: dict[str, Stage] = {}
    went: dict[str, Stage] = {}
    found: dict[int, list[Restored]] = {}
    previous: Stage | None = None
    for stage in stages:
        if previous is not None and previous.digest != stage.digest:
            went[previous.digest] = stage
        earlier = had.get(stage.digest)
        if earlier is not None and previous is not None and stage.digest != previous.digest:
            left = went[stage.digest]
            whole = Restored(None, Part.BODY, "", left.number, left.first_seen_at, earlier.number)
            found[stage.number] = [whole]
        elif back := list(_back(stage, gone)):
            found[stage.number] = back
        for key in [(change.part, text) for change in stage.changes if (text := _key(change, change.old))]:
            gone[key] = (stage.number, stage.first_seen_at)
        for key in [(change.part, text) for change in stage.changes if (text := _key(change, change.new))]:
            gone.pop(key, None)
        had[stage.digest] = stage
        previous = stage
    return found


def _back(stage: Stage, gone: dict[tuple[Part, str], tuple[int, datetime]]) -> Iterator[Restored]:
    standing = {(change.part, _key(change, change.old)) for change in stage.changes}
    for place, change in enumerate(stage.changes):
        key = (change.part, _key(change, change.new))
        if key[1] and key in gone and key not in standing:
            number, at = gone[key]
            yield Restored(place, change.part, change.new, number, at, number - 1)


def _key(change: Change, text: str) -> str:
    """A text by which it is known again; "" for what is too short, minor, or no text of the story."""
    if change.minor or change.role is not None or change.part in (Part.URL, Part.PUBLISHED_AT):
        return ""
    if change.part in (Part.BODY, Part.CAPTION) and typography.count_words(text) < LEAST_WORDS:
        return ""
    return typography.even(text)


def flips(stages: Sequence[Stage], within: timedelta = FLIP_WITHIN) -> list[Flip]:
    """Every headline that was changed and taken back `within` that time, once or again and again, in order.

    A -> B -> A -> B is one flip of three turns. Each turn comes within the time after the one before; the whole may
    last longer. Times are those at which the versions were first seen.
    """
    turns: list[tuple[Stage, str, str]] = []
    for old, new in pairwise(stages):
        before, after = old.document.headline, new.document.headline
        if typography.even(before) != typography.even(after):
            turns.append((new, before, after))
    found: list[Flip] = []
    run: list[tuple[Stage, str, str]] = []
    for turn in turns:
        if run and _answers(run[-1], turn, within):
            run.append(turn)
            continue
        found += _flip(run)
        run = [turn]
    return found + _flip(run)


def _answers(last: tuple[Stage, str, str], turn: tuple[Stage, str, str], within: timedelta) -> bool:
    """Whether a turn takes back the one before it, soon enough."""
    soon = turn[0].first_seen_at - last[0].first_seen_at <= within
    return soon and typography.even(last[1]) == typography.even(turn[2]) != ""


def _flip(run: list[tuple[Stage, str, str]]) -> list[Flip]:
    if len(run) < 2:
        return []
    (first, before, after), last = run[0], run[-1][0]
    numbers = tuple(stage.number for stage, _, _ in run)
    return [Flip(before, after, numbers, first.first_seen_at, last.first_seen_at)]


def episodes(
    stages: Sequence[Stage],
    *,
    within: timedelta = BURST_WITHIN,
    longest: timedelta = BURST_LONGEST,
    flip_within: timedelta = FLIP_WITHIN,
) -> list[Episode]:
    """A story's updates in order, those that read as one entry together; the first version stands alone.

    A burst: each version within `within` of the one before, all of them within `longest`. The versions between the
    turns of one flip belong together, however long it lasts. A new version joins the last episode or opens one, and
    never changes those before, but for a headline's flip, whose turns close up.
    """
    flipping = flips(stages, flip_within)
    groups: list[list[int]] = []
    for place, stage in enumerate(stages):
        last = groups[-1] if groups else []
        if place > 1 and _together(stages, last, stage, flipping, within, longest):
            last.append(place)
        else:
            groups.append([place])
    return [_episode(stages, group, flipping) for group in groups]


def bursts(
    times: Sequence[datetime], *, within: timedelta = BURST_WITHIN, longest: timedelta = BURST_LONGEST
) -> list[list[int]]:
    """Edits by the times at which they were seen, in order, those made in one go together: places in `times`.

    The rule of `episodes` for where no text is at hand, so that headlines that flip are not seen.
    """
    groups: list[list[int]] = []
    for place, at in enumerate(times):
        last = groups[-1] if groups else []
        if last and at - times[last[-1]] <= within and at - times[last[0]] <= longest:
            last.append(place)
        else:
            groups.append([place])
    return groups


def _together(
    stages: Sequence[Stage],
    group: list[int],
    stage: Stage,
    flipping: Sequence[Flip],
    within: timedelta,
    longest: timedelta,
) -> bool:
    last = stages[group[-1]]
    if any(flip.numbers[0] <= last.number and stage.number <= flip.numbers[-1] for flip in flipping):
        return True
    span = stage.first_seen_at - stages[group[0]].first_seen_at
    return stage.first_seen_at - last.first_seen_at <= within and span <= longest


def _episode(stages: Sequence[Stage], group: list[int], flipping: Sequence[Flip]) -> Episode:
    inside = tuple(stages[place] for place in group)
    numbers = {stage.number for stage in inside}
    whole = tuple(flip for flip in flipping if numbers.issuperset(flip.numbers))
    return Episode(inside, stages[group[0] - 1] if group[0] else None, whole)
