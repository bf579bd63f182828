"""What the tracker asks of a store: keep captures and decisions, give them back, and make what is derived again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tracker.model import Arrival, Capture, Chain, Deed
from tracker.remarks import Written

#: Called with the number of things done since the last call, so that long work can show its progress.
Progress = Callable[[int], None]


def silent(_: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Kept:
    """What became of one arrival: its story, whether it was new, and the reason why it is no version ("" if it is).

    `capture_id` is that of a new one.
    """

    story_id: int
    new: bool
    aside: str = ""
    capture_id: int | None = None


@dataclass(frozen=True)
class Exported:
    """A capture with its raw bytes, as an export needs it, and the name of its outlet."""

    capture: Capture
    raw: bytes
    outlet: str


class Archive(Protocol):
    """A store of captures. Every method is one transaction, or a run of them that can be broken off anywhere."""

    def record(self, arrivals: Sequence[Arrival], *, kept_at: datetime) -> list[Kept]:
        """Seal and keep captures in the order given, and derive their stories' versions, all or nothing."""

    def decide(self, host: str, deed: Deed, value: str, *, made_by: str, made_at: datetime) -> None:
        """Write down a decision about an outlet and let it take effect. Raises NotFound."""

    def rebuild(self, *, progress: Progress = silent) -> int:
        """Derive every version and change again from the captures; the number of stories done."""

    def exported(self) -> Iterator[Exported]:
        """Every capture with its raw bytes, story by story, in the order in which it was seen."""

    def remarks(self) -> Iterator[Written]:
        """Every writing of every remark, in the order in which they were made."""

    def remark(self, written: Written) -> bool:
        """Write down a writing that an export held, unless it is kept; whether it is new. Raises NotFound."""

    def count(self) -> int:
        """How many captures are kept."""

    def chains(self) -> Iterator[tuple[Chain, Iterable[Capture]]]:
        """Every chain with its captures in order of sequence.

        A capture that cannot be read (someone altered it) raises ValueError or TypeError when its turn comes.
        """

    def digests(self) -> Iterator[str]:
        """The digest of every raw that is kept, whether a capture names it or not."""

    def raw(self, digest: str) -> bytes:
        """The raw bytes of a digest. Raises NotFound, or StoreFailed when they cannot be had back."""
