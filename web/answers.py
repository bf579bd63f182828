"""The shapes of the API's answers, as OpenAPI describes them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from tracker.follow import FollowState
from tracker.model import BlockKind, BlockRole, Event, Finding, Folded, Op, Outcome, Part, Show, Via
from web.remark_answers import RemarkAnswer
from web.story_answers import EpisodeAnswer, FigureAnswer, FlagAnswer, NoticeAnswer

_EXCERPT = "True where the outlet's text is shown as an excerpt: what changed, with one sentence of context."


class OutletAnswer(BaseModel):
    """An outlet."""

    host: str
    name: str
    zone: str = Field(description="IANA time zone in which the pages show its times.")
    show: Show


class CountedOutlet(OutletAnswer):
    """An outlet with the number of its stories."""

    stories: int


class StampAnswer(BaseModel):
    """The publisher's own stamp: letter by letter, and as it was read (null where it could not be)."""

    verbatim: str
    at: datetime | None
    zone_assumed: bool = Field(description="True where the stamp gave no zone and UTC was taken.")


class ChangeAnswer(BaseModel):
    """One difference. `words` is its word script, empty where the text may not be shown."""

    part: Part
    op: Op
    kinds: list[str] = Field(description="What kind of change it is: figure, when, name, quote, attribution, …")
    substantive: bool | None = Field(description="Whether it changes what the story says; null where nobody judged.")
    why: list[str] = Field(description="Which rules said so, and on what: `figure: 12 -> 17`.")
    minor: bool
    folded: Folded | None
    field: str
    role: BlockRole | None
    old: str
    new: str
    words: list[tuple[Literal["=", "-", "+"], str]]
    before: str
    after: str


class VersionAnswer(BaseModel):
    """A version and what it changed against the one before it."""

    number: int = Field(description="Its place; a late import may shift it. The moment stays.")
    moment: str = Field(description="The time of the capture that it was first seen in: its permanent name.")
    url: str
    headline: str
    not_before_at: datetime | None = Field(
        description="The last check that still saw the version before: the change came between this and first_seen_at."
    )
    first_seen_at: datetime
    last_seen_at: datetime
    kept_at: datetime
    stated: bool = Field(description="True where first_seen_at is what a file or a program stated.")
    published: StampAnswer | None
    modified: StampAnswer | None
    words: int
    words_added: int
    words_removed: int
    coarse: bool
    restores: str | None = Field(description="The moment of the earlier version that this one takes the story back to.")
    previous: str | None = Field(description="The moment of the version before.")
    summary: str
    changes: list[ChangeAnswer]
    remarks: list[RemarkAnswer] = Field(description="What operators remark on it and on its changes.")


class AsideAnswer(BaseModel):
    """A capture that made no version, and why."""

    seen_at: datetime
    kept_at: datetime
    via: Via
    outcome: Outcome = Field(description="What the look gave; sealed with it.")
    finding: Finding
    reason: str
    changes: list[ChangeAnswer]


class EventAnswer(BaseModel):
    """What happened to a story as a whole: it was unpublished, or it came back."""

    event: Event
    seen_at: datetime
    moment: str = Field(description="The time of the capture at which it was seen.")
    url: str
    version: int = Field(description="The version that stood last.")
    since: datetime | None = Field(description="Of a story that came back: when it was found unpublished.")
    summary: str


class WatchAnswer(BaseModel):
    """How a story is watched; null times where it is not."""

    state: FollowState
    checks: int
    checked_at: datetime | None
    due_at: datetime | None
    said: str


class HeadlineAnswer(BaseModel):
    """A headline and the time for which it stood."""

    headline: str
    moment: str
    since: datetime
    until: datetime


class StoryAnswer(BaseModel):
    """A story in a list."""

    id: int
    url: str
    address: str | None
    outlet: OutletAnswer
    headline: str
    language: str
    versions: int
    held: bool = Field(description="True where the newest capture waits to be confirmed by the next.")
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    last_changed_at: datetime | None
    excerpt: bool = Field(description=_EXCERPT)


class ListedStory(StoryAnswer):
    """A story in a list, with what its newest version changed."""

    summary: str | None
    weightiest: ChangeAnswer | None


class FullStory(StoryAnswer):
    """A story with its timeline, newest version first."""

    addresses: list[str]
    checks: int
    headlines: list[HeadlineAnswer]
    entries: list[VersionAnswer]
    episodes: list[EpisodeAnswer] = Field(description="The entries, those within minutes as one, newest first.")
    figures: list[FigureAnswer] = Field(description="Figures that had more than one value.")
    notices: list[NoticeAnswer] = Field(description="Corrections, clarifications and notes, oldest first.")
    flags: list[FlagAnswer] = Field(description="Changes of substance to what was said, with or without a notice.")
    events: list[EventAnswer] = Field(description="Unpublished and back, newest first.")
    asides: list[AsideAnswer]
    watch: WatchAnswer | None = Field(description="How it is watched; null for a story that is not followed.")


class BlockAnswer(BaseModel):
    """A block of the body."""

    kind: BlockKind
    role: BlockRole | None
    text: str


class Provenance(BaseModel):
    """Where a version's text comes from, and the seal over it."""

    address: str
    via: Via
    sequence: int
    seen_at: datetime
    kept_at: datetime
    media_type: str
    raw_digest: str = Field(description="SHA-256 of the raw bytes, in hex.")
    seal: str = Field(description="rowback-seal/1 over this capture and the seal before it.")
    extractor: str


class FullVersion(VersionAnswer):
    """A version with its text; in an excerpt the parts other than the headline are empty and there are no blocks."""

    story: StoryAnswer
    next: str | None
    excerpt: bool = Field(description=_EXCERPT)
    standfirst: str
    byline: str
    dateline: str
    section: str
    language: str
    blocks: list[BlockAnswer]
    provenance: Provenance


class Stories(BaseModel):
    """A page of stories."""

    items: list[ListedStory]
    next: str | None = Field(description="Address of the next page, null on the last.")
    total: int


class Versions(BaseModel):
    """A story's versions, newest first."""

    items: list[VersionAnswer]
    next: str | None


class Outlets(BaseModel):
    """The outlets."""

    items: list[CountedOutlet]
    next: str | None


class DiffSide(BaseModel):
    """One of the two texts of a diff."""

    headline: str
    standfirst: str
    byline: str
    dateline: str
    section: str
    captions: list[str]
    sentences: list[dict[str, Any]] = Field(description='`{"paragraph": n, "text": "…"}`; joined they give the body.')


class DiffPair(BaseModel):
    """One row of a diff."""

    op: Op
    part: Part
    old: list[int]
    new: list[int]
    folded: Folded | None
    words: list[tuple[Literal["=", "-", "+"], str]]


class PlacedChange(ChangeAnswer):
    """A change between two versions, with its place in their diff and its own address."""

    place: int = Field(description="Its place among the pairs.")
    url: str


class NamedVersion(BaseModel):
    """A version by name."""

    number: int
    moment: str
    url: str


class DiffAnswer(BaseModel):
    """`rowback-diff/1`: two versions side by side. Fields may be added to it."""

    format: Literal["rowback-diff/1"]
    coarse: bool
    words_added: int
    words_removed: int
    old: DiffSide
    new: DiffSide
    pairs: list[DiffPair]
    excerpt: bool = Field(description=f"{_EXCERPT} Sentences and words that are not shown are empty.")
    versions: list[NamedVersion] = Field(description="The two versions compared, old and new.")
    changes: list[PlacedChange] = Field(description="The pairs that differ as changes with their kinds.")


class QuotationAnswer(BaseModel):
    """A quotation with its citation, as plain text and as HTML, and the address that it names."""

    text: str
    html: str
    url: str


class LineError(BaseModel):
    """A line that could not be taken."""

    line: int
    message: str


class Pushed(BaseModel):
    """What became of the captures that were sent."""

    kept: int = Field(description="Captures new to the record.")
    known: int = Field(description="Captures that had been kept before.")
    errors: list[LineError] = Field(description="The first 1,000 lines that could not be taken.")


class ErrorBody(BaseModel):
    """What went wrong."""

    code: str
    message: str


class Problem(BaseModel):
    """The one shape of an error."""

    error: ErrorBody


class PartlyPushed(Pushed):
    """Some lines could not be taken; the others are kept."""

    error: ErrorBody
