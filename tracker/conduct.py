"""Counts, for a story or an outlet, what was changed in silence and what was owned up to, each with its base."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median

#: Changes below which no share is given: of 5 changes one more in silence would be 20 points. Range 20 to 100.
LEAST = 20

#: Delays below which no median is given. Range 3 to 20.
LEAST_DELAYS = 3


@dataclass(frozen=True)
class Refused:
    """That a share or a median is not given, and why."""

    reason: str


@dataclass(frozen=True)
class Share:
    """A share of `base` changes, from 0 to 1."""

    count: int
    base: int

    @property
    def value(self) -> float:
        """The share itself."""
        return self.count / self.base


@dataclass(frozen=True)
class Delay:
    """The median of `base` delays."""

    median: timedelta
    base: int


@dataclass(frozen=True)
class Tally:
    """What was counted over `stories` stories.

    `edits` are versions beyond the first, `headlines` those that changed the headline; `altered` are changes of
    substance to what was already said: acknowledged, silent, unclear, or still within a day of having been seen
    (`provisional`, counted nowhere else). `unwatched` are those of the silent ones after which the story was not looked
    at for a day. `corrections` are notices that own up to something, those of the first version too; `updates` are
    update lines. Delays are from an error's first appearance, and from its mending, to the notice.
    """

    stories: int = 0
    edits: int = 0
    edited: int = 0
    headlines: int = 0
    altered: int = 0
    acknowledged: int = 0
    silent: int = 0
    unwatched: int = 0
    unclear: int = 0
    provisional: int = 0
    corrections: int = 0
    updates: int = 0
    from_error: tuple[timedelta, ...] = field(default=())
    from_mending: tuple[timedelta, ...] = field(default=())

    @property
    def settled(self) -> int:
        """Changes of substance that were seen more than a day ago, or acknowledged: the base of every share."""
        return self.altered - self.provisional

    @property
    def edits_per_story(self) -> float | None:
        """The mean number of edits; its base is `stories`. None without stories."""
        return self.edits / self.stories if self.stories else None

    def share(self, count: int) -> Share | Refused:
        """A share of the settled changes, or why none is given."""
        if self.settled < LEAST:
            return Refused(f"{_are(self.settled, 'change')} too few for a share; it is given from {LEAST}")
        return Share(count, self.settled)

    @property
    def error_delay(self) -> Delay | Refused:
        """From an error's first appearance to its notice, the median."""
        return _delay(self.from_error)

    @property
    def mending_delay(self) -> Delay | Refused:
        """From the mending of an error to its notice, the median."""
        return _delay(self.from_mending)


def _delay(delays: Sequence[timedelta]) -> Delay | Refused:
    if len(delays) < LEAST_DELAYS:
        return Refused(f"{_are(len(delays), 'correction')} too few for a median; it is given from {LEAST_DELAYS}")
    return Delay(timedelta(seconds=median(delay.total_seconds() for delay in delays)), len(delays))


def _are(count: int, noun: str) -> str:
    return f"{count} {noun} is" if count == 1 else f"{count} {noun}s are"
