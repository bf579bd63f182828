"""The shapes of the API's answers about watching, as OpenAPI describes them."""

from datetime import datetime

from pydantic import BaseModel, Field

from tracker.follow import FollowKind, FollowState
from tracker.following import Rule


class FollowAnswer(BaseModel):
    """Something that is looked at again and again."""

    id: int
    url: str = Field(description="Its page, for operators.")
    kind: FollowKind
    address: str = Field(description="What was added.")
    at: str = Field(description="Where it is fetched now.")
    title: str
    outlet: str = Field(description="Its outlet's host.")
    story: str | None = Field(description="The story's page; null for a list, and before the first text.")
    state: FollowState
    why: str = Field(description="Why it stands so, or is due when it is.")
    rule: Rule
    listed_by: int | None = Field(description="The list that named it.")
    added_at: datetime
    due_at: datetime
    checks: int
    checked_at: datetime | None
    seen_at: datetime | None = Field(description="The last look that succeeded.")
    failures: int = Field(description="Looks in a row that failed.")
    failing_since: datetime | None
    problem: str


class FollowList(BaseModel):
    """A page of what is followed, the newest first."""

    items: list[FollowAnswer]
    next: str | None = Field(description="Address of the next page, null on the last.")
    total: int


class FollowWanted(BaseModel, extra="forbid"):
    """What to follow. Without a `kind` the address is fetched once, and what is there is recognised."""

    address: str = Field(max_length=4000)
    kind: FollowKind | None = None
    rule: Rule = Rule()


class AddedAnswer(BaseModel):
    """What became of something to follow."""

    new: bool = Field(description="False where it was followed already.")
    follow: FollowAnswer


class FollowsAdded(BaseModel):
    """What is followed from now on; an OPML file gives several."""

    said: str = Field(description="What was recognised.")
    items: list[AddedAnswer]
    next: None = None


class LeaseAnswer(BaseModel):
    """What one process is at."""

    holder: str
    count: int
    until: datetime = Field(description="When the last of its leases runs out.")


class FailingAnswer(BaseModel):
    """An outlet at which looks fail."""

    outlet: str
    count: int
    since: datetime | None
    problem: str = Field(description="The last one, in a sentence.")
    address: str = Field(description="Where it happened.")


class HeldAnswer(BaseModel):
    """A host that is left alone for a while."""

    host: str
    seconds: float
    reason: str


class HourAnswer(BaseModel):
    """An hour of looks that were kept."""

    begins_at: datetime
    found: int
    failed: int


class HealthAnswer(BaseModel):
    """How the watching goes."""

    status: str = Field(description="ok; behind: looks are due for long; stopped: and nobody is at them.")
    said: str
    watching: int
    paused: int
    let_go: int
    stopped: int
    due: int = Field(description="Looks that are due now and nobody is at.")
    lag_seconds: float = Field(description="How long the oldest of them has been due.")
    next_due_at: datetime | None
    last_success_at: datetime | None
    failing: int
    last_hour: int = Field(description="Looks at stories that were kept.")
    last_day: int
    hours: list[HourAnswer]
    leases: list[LeaseAnswer]
    failures: list[FailingAnswer]
    held: list[HeldAnswer]
