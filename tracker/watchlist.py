"""What the tracker asks of a queue of things to look at: claim what is due, settle what a look gave."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from tracker.archive import Kept
from tracker.follow import Follow, FollowKind, FollowState
from tracker.identity import Ground, Whose
from tracker.life import Life
from tracker.look import Look
from tracker.model import Document, Finding, Outcome


@dataclass(frozen=True)
class Claimed:
    """What one process may look at until the lease runs out: the follow as it stood when it was claimed."""

    id: int
    follow: Follow


@dataclass(frozen=True)
class Standing:
    """How something followed stands after a look: all that is needed to say when to look again.

    `life` and `document` (as last seen) are None for a list and for a story that was never seen. `fresh` is how many
    items of a list were new this time, `fresh_at` when it last named any.
    """

    follow: Follow
    outcome: Outcome | None = None
    life: Life | None = None
    document: Document | None = None
    held: bool = False
    fresh: int = 0
    fresh_at: datetime | None = None


@dataclass(frozen=True)
class Due:
    """When to look again and why, or the state in which it is looked at no more."""

    at: datetime
    state: FollowState = FollowState.WATCHING
    why: str = ""


@dataclass(frozen=True)
class ToFollow:
    """A story or list to follow; `key` is the same for all spellings of its address."""

    kind: FollowKind
    address: str
    key: str
    title: str = ""
    rule: dict[str, Any] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Chosen:
    """What a list came to: what to follow, and by key which stories it says were changed when; its own title."""

    follow: Sequence[ToFollow]
    heard: dict[str, datetime]
    title: str = ""


#: Says when to look again, from how things stand after a look.
Plan = Callable[[Standing], Due]

#: Says whose page it is, from what is known of its keys.
Identify = Callable[[Ground], Whose]

#: Says what of a list to follow, from the keys that are followed and how many stories of each outlet are watched.
Choose = Callable[[Set[str], Mapping[str, int]], Chosen]


@dataclass(frozen=True)
class Added:
    """What became of something to follow: its id, and whether it was not followed yet (or no longer)."""

    id: int
    new: bool
    story_id: int | None = None


@dataclass(frozen=True)
class Settled:
    """What a look came to: its follow, what became of the capture (None: nothing was kept) and when it is due next."""

    follow: Follow
    kept: Kept | None
    finding: Finding | None = None
    followed: int = 0


class Watchlist(Protocol):
    """A queue of what is looked at again and again. Every method is one transaction."""

    def add(self, wanted: Sequence[ToFollow], *, now: datetime) -> list[Added]:
        """Follow stories and lists, due at once; what is followed already is not followed twice."""

    def claim(self, now: datetime, *, limit: int, lease: timedelta, holder: str) -> list[Claimed]:
        """What is due and nobody's, the longest due first, under a lease to `holder`; a few of each outlet."""

    def settle(
        self,
        claimed: Claimed,
        look: Look,
        *,
        plan: Plan,
        now: datetime,
        keys: Sequence[str] = (),
        identify: Identify | None = None,
    ) -> Settled | None:
        """Keep what a look at a story gave and when to look again; None when the lease was lost meanwhile.

        `identify` says whose page it is, within the transaction; None where that is known.
        """

    def settle_list(
        self, claimed: Claimed, look: Look, choose: Choose, *, keys: Sequence[str], plan: Plan, now: datetime
    ) -> Settled | None:
        """Follow what a list named; `choose` is given those of `keys` that are followed or known. None: lease lost."""

    def next_due(self) -> datetime | None:
        """When the next look is due; None when nothing is watched."""

    def lives(self, outlet_id: int) -> tuple[list[Life], str]:
        """The stories of an outlet that were looked at, and its zone: what its habits are learnt from."""
