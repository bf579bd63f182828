"""What is looked at again and again, a story or a list of stories, and how far that has come."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field


class FollowKind(StrEnum):
    """What is looked at again and again: a story, or a list that names stories."""

    STORY = "story"
    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"


class FollowState(StrEnum):
    """Whether it is looked at.

    let_go: quiet for so long that it no longer is. paused: by an operator. stopped: by an operator, or because it
    turned out to be another story's address.
    """

    WATCHING = "watching"
    PAUSED = "paused"
    LET_GO = "let_go"
    STOPPED = "stopped"


class Follow(BaseModel, validate_assignment=True):
    """A story or a list that Rowback looks at again and again, and how far that has come.

    `address` is what was added, `at` where it is fetched now (a permanent redirect moves it). No two follows share a
    `key`, which is the same for all spellings of an address (fetching/variants.py). `rule` says which items of a list
    to follow (tracker/following.py); `listed_by` is the list that named it. `due_at` is the next look; while
    `leased_until` lies ahead, the process named `leased_by` is at it. `failures` counts looks in a row that failed,
    since `failing_since`, last for `problem`. `etag`, `last_modified`, `stood_at` and `raw_digest` are those of the
    last content, to ask only for what is new.
    """

    kind: FollowKind
    address: str
    key: str
    at: str
    outlet_id: int
    story_id: int | None = None
    title: str = ""
    state: FollowState = FollowState.WATCHING
    why: str = ""
    rule: dict[str, Any] = Field(default_factory=dict)
    listed_by: int | None = None
    added_at: datetime
    due_at: datetime
    leased_until: datetime | None = None
    leased_by: str = ""
    checks: int = 0
    checked_at: datetime | None = None
    seen_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    problem: str = ""
    etag: str = ""
    last_modified: str = ""
    stood_at: str = ""
    raw_digest: str = ""
