"""The tables: the nouns of tracker/model.py with keys and column types added, and nothing else.

Canonical: outlet, story (its id and outlet), chain, capture, decision, lesson, address, blob. Derived, made again by a
rebuild: version, change, verdict, flag, acknowledgement, standing, sighting, wording, arrangement and the other
columns of story. What is watched, and how far that has come: follow. Access: token, signin.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Index, LargeBinary, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from tracker import follow, model
from tracker.admissions import NoticeKind
from tracker.silence import Answer
from tracker.threads import Came

Json = JSON().with_variant(JSONB(), "postgresql")
JsonOrNull = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Word(TypeDecorator[StrEnum]):
    """A StrEnum as its value in a text column: a native ENUM would keep member names and need a migration for each."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, _: Dialect) -> str | None:
        """Write the value."""
        return None if value is None else str(self.kind(value).value)

    def process_result_value(self, value: Any, _: Dialect) -> StrEnum | None:
        """Read it back as the enum's member."""
        return None if value is None else self.kind(value)


def _word(kind: type[StrEnum]) -> Any:
    return Word(kind)


class Outlet(SQLModel, model.Outlet, table=True):
    """A publisher."""

    id: int | None = Field(default=None, primary_key=True)
    host: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    zone: str = Field(default="UTC", sa_type=Text)
    show: model.Show = Field(default=model.Show.CHANGES, sa_type=_word(model.Show))


class Story(SQLModel, model.Story, table=True):
    """A story; all but its id and outlet is derived."""

    __table_args__ = (Index("story_by_change", "last_changed_at", "id"), Index("story_by_rank", "rank"))

    id: int | None = Field(default=None, primary_key=True)
    outlet_id: int = Field(foreign_key="outlet.id", index=True)
    headline: str = Field(default="", sa_type=Text)
    language: str = Field(default="", sa_type=Text)
    search_text: str = Field(default="", sa_type=Text)


class Chain(SQLModel, model.Chain, table=True):
    """A chain of captures, known by the address first followed."""

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(sa_type=Text, unique=True)
    story_id: int = Field(foreign_key="story.id", index=True)


class Capture(SQLModel, model.Capture, table=True):
    """A capture. Triggers refuse to alter or delete one."""

    __table_args__ = (
        UniqueConstraint("chain_id", "sequence"),
        UniqueConstraint("address", "via", "seen_at", "raw_digest", name="capture_key"),
        Index("capture_by_time", "chain_id", "seen_at"),
        Index("capture_by_kept_at", "kept_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chain_id: int = Field(foreign_key="chain.id")
    via: model.Via = Field(sa_type=_word(model.Via))
    address: str = Field(sa_type=Text)
    outcome: model.Outcome = Field(default=model.Outcome.CONTENT, sa_type=_word(model.Outcome))
    media_type: str = Field(sa_type=Text)
    raw_digest: str = Field(sa_type=Text, index=True)
    facts: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    seal: str = Field(sa_type=Text)


class Decision(SQLModel, model.Decision, table=True):
    """A decision. Triggers refuse to alter or delete one."""

    id: int | None = Field(default=None, primary_key=True)
    made_by: str = Field(sa_type=Text)
    deed: model.Deed = Field(sa_type=_word(model.Deed))
    outlet_id: int = Field(foreign_key="outlet.id", index=True)
    value: str = Field(sa_type=Text)
    capture_id: int | None = Field(default=None, foreign_key="capture.id", index=True)
    lesson_id: int | None = Field(default=None, foreign_key="lesson.id", index=True)


class Lesson(SQLModel, model.Lesson, table=True):
    """A lesson. Triggers refuse to alter or delete one."""

    __table_args__ = (UniqueConstraint("outlet_id", "kind", "value"),)

    id: int | None = Field(default=None, primary_key=True)
    outlet_id: int = Field(foreign_key="outlet.id")
    kind: model.LessonKind = Field(sa_type=_word(model.LessonKind))
    value: str = Field(sa_type=Text)
    grounds: str = Field(sa_type=Text)


class Address(SQLModel, model.Address, table=True):
    """An address of a story."""

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(sa_type=Text, unique=True)
    key: str = Field(sa_type=Text, index=True)
    id_key: str = Field(sa_type=Text, index=True)
    story_id: int = Field(foreign_key="story.id", index=True)
    why: str = Field(sa_type=Text)


class Follow(SQLModel, follow.Follow, table=True):
    """A story or list that is looked at again and again."""

    __table_args__ = (Index("follow_by_due", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: follow.FollowKind = Field(sa_type=_word(follow.FollowKind))
    address: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, unique=True)
    at: str = Field(sa_type=Text)
    outlet_id: int = Field(foreign_key="outlet.id", index=True)
    story_id: int | None = Field(default=None, foreign_key="story.id", unique=True)
    title: str = Field(default="", sa_type=Text)
    state: follow.FollowState = Field(default=follow.FollowState.WATCHING, sa_type=_word(follow.FollowState))
    why: str = Field(default="", sa_type=Text)
    rule: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    listed_by: int | None = Field(default=None, foreign_key="follow.id", index=True)
    leased_by: str = Field(default="", sa_type=Text)
    problem: str = Field(default="", sa_type=Text)
    etag: str = Field(default="", sa_type=Text)
    last_modified: str = Field(default="", sa_type=Text)
    stood_at: str = Field(default="", sa_type=Text)
    raw_digest: str = Field(default="", sa_type=Text)


class Blob(SQLModel, table=True):
    """Raw bytes, once by digest, zstd-compressed (RFC 8878); with `base_digest`, against those bytes as a dictionary.

    A base never has a base itself, so that any raw is two reads away.
    """

    digest: str = Field(primary_key=True, sa_type=Text)
    size: int = Field(sa_type=BigInteger)
    base_digest: str | None = Field(default=None, foreign_key="blob.digest", sa_type=Text)
    data: bytes = Field(sa_type=LargeBinary)


class Version(SQLModel, model.Version, table=True):
    """A version, known by the capture that it was first seen in. Derived."""

    __table_args__ = (UniqueConstraint("story_id", "number"), Index("version_by_rank", "rank"))

    capture_id: int = Field(primary_key=True, foreign_key="capture.id", sa_column_kwargs={"autoincrement": False})
    story_id: int = Field(foreign_key="story.id")
    digest: str = Field(sa_type=Text)
    extractor: str = Field(sa_type=Text)
    told: str = Field(default="", sa_type=Text)
    telling: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    document: dict[str, Any] = Field(sa_type=Json)
    latest: dict[str, Any] | None = Field(default=None, sa_type=JsonOrNull)


class Change(SQLModel, model.Change, table=True):
    """A change, known by the capture that brought it and its place among that capture's changes. Derived."""

    __table_args__ = (Index("change_by_story", "story_id", "version_number"),)

    capture_id: int = Field(primary_key=True, foreign_key="capture.id", sa_column_kwargs={"autoincrement": False})
    ordinal: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    story_id: int = Field(foreign_key="story.id")
    version_number: int
    part: model.Part = Field(sa_type=_word(model.Part))
    op: model.Op = Field(sa_type=_word(model.Op))
    kinds: list[str] = Field(default_factory=list, sa_type=Json)
    folded: model.Folded | None = Field(default=None, sa_type=_word(model.Folded))
    field: str = Field(default="", sa_type=Text)
    role: model.BlockRole | None = Field(default=None, sa_type=_word(model.BlockRole))
    old: str = Field(default="", sa_type=Text)
    new: str = Field(default="", sa_type=Text)
    words: list[list[str]] = Field(default_factory=list, sa_type=Json)
    before: str = Field(default="", sa_type=Text)
    after: str = Field(default="", sa_type=Text)
    why: list[str] = Field(default_factory=list, sa_type=Json)


class Verdict(SQLModel, model.Verdict, table=True):
    """What the fold made of a capture. Derived."""

    capture_id: int = Field(primary_key=True, foreign_key="capture.id", sa_column_kwargs={"autoincrement": False})
    story_id: int = Field(foreign_key="story.id", index=True)
    finding: model.Finding = Field(sa_type=_word(model.Finding))
    reason: str = Field(default="", sa_type=Text)
    event: model.Event | None = Field(default=None, sa_type=_word(model.Event))


class Standing(SQLModel, table=True):
    """Where a story stands after its last capture, so that the next is one step (tracker/observe.py, State). Derived.

    A story without one is derived all over again when its next capture comes.
    """

    story_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    capture_id: int
    state: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class Sighting(SQLModel, table=True):
    """What a story's fetched pages showed, from which lessons are drawn (tracker/lessons.py, Sighting). Derived."""

    __table_args__ = (Index("sighting_by_outlet", "outlet_id", "looked_at"),)

    story_id: int = Field(primary_key=True, foreign_key="story.id", sa_column_kwargs={"autoincrement": False})
    outlet_id: int = Field(foreign_key="outlet.id")
    looks: int
    looked_at: datetime
    shown: bytes = Field(sa_type=LargeBinary)
    said: bytes = Field(sa_type=LargeBinary)
    places: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    main: str = Field(default="", sa_type=Text)
    region: str = Field(default="", sa_type=Text)


class Flag(SQLModel, table=True):
    """A change to what was said, with its answer (tracker/silence.py, Flag). Derived, from all of a story's versions.

    Known by its change. `due_at` is when it is no longer provisional, so that nothing is written when a day is over.
    """

    capture_id: int = Field(primary_key=True, foreign_key="capture.id", sa_column_kwargs={"autoincrement": False})
    ordinal: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    story_id: int = Field(foreign_key="story.id", index=True)
    number: int
    answer: Answer = Field(sa_type=_word(Answer))
    said: str = Field(sa_type=Text)
    stamp: str = Field(sa_type=Text)
    due_at: datetime
    notice_id: int | None = Field(default=None, foreign_key="capture.id")
    notice_ordinal: int | None = None


class Acknowledgement(SQLModel, table=True):
    """A notice with the edits that it speaks of (tracker/acknowledged.py). Derived, from all of a story's versions.

    Known by the version that brought it and its place among that version's notices. `edits` holds objects of
    capture_id, ordinal, number, why, error_at and mended_at; the delays are seconds, None without an edit.
    """

    capture_id: int = Field(primary_key=True, foreign_key="capture.id", sa_column_kwargs={"autoincrement": False})
    ordinal: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    story_id: int = Field(foreign_key="story.id", index=True)
    number: int
    kind: NoticeKind = Field(sa_type=_word(NoticeKind))
    text: str = Field(sa_type=Text)
    first_seen_at: datetime
    not_before_at: datetime | None = None
    until: datetime | None = None
    dated: date | None = None
    dated_verbatim: str = Field(default="", sa_type=Text)
    declared: bool = False
    specific: bool = True
    edits: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    from_error: float | None = None
    from_mending: float | None = None


class Token(SQLModel, table=True):
    """A program's right to write: only the SHA-256 of the bearer token is kept."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text, unique=True)
    digest: str = Field(sa_type=Text, unique=True)
    created_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class Signin(SQLModel, table=True):
    """A sign-in link that was printed: good once, until it expires; only the SHA-256 of its secret is kept."""

    digest: str = Field(primary_key=True, sa_type=Text)
    expires_at: datetime
    used_at: datetime | None = None


class Wording(SQLModel, table=True):
    """A text that a sentence had for a time (tracker/threads.py, Wording): what blame and the search read. Derived.

    A thread is known by the version that it first stood in and its place there. `spans` holds lists of length, first
    version, version that brought it back (0: none) and replaced text, shortened at the end; [] for all new words.
    """

    __table_args__ = (Index("wording_by_key", "story_id", "key"), Index("wording_by_end", "story_id", "until_id"))

    born_id: int = Field(primary_key=True, foreign_key="capture.id", sa_column_kwargs={"autoincrement": False})
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    ordinal: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    story_id: int = Field(foreign_key="story.id")
    part: model.Part = Field(sa_type=_word(model.Part))
    text: str = Field(sa_type=Text)
    search_text: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text)
    since_id: int = Field(foreign_key="capture.id")
    until_id: int | None = Field(default=None, foreign_key="capture.id")
    came: Came = Field(sa_type=_word(Came))
    sources: list[list[int]] = Field(default_factory=list, sa_type=Json)
    folded: bool
    spans: list[list[Any]] = Field(default_factory=list, sa_type=Json)


class Arrangement(SQLModel, table=True):
    """The threads of a version in reading order, as runs: born_id, first place, how many in a row. Derived."""

    capture_id: int = Field(primary_key=True, foreign_key="capture.id", sa_column_kwargs={"autoincrement": False})
    story_id: int = Field(foreign_key="story.id", index=True)
    runs: list[list[int]] = Field(default_factory=list, sa_type=Json)
