"""The nouns of Rowback: what a story, a capture, a version and a change are.

Plain validated models with no tables: storage/tables.py adds keys and column types to the same classes,
so a loaded row *is* the noun. All instants are aware and in UTC (`..._at`); all texts are Unicode strings.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field


class Via(StrEnum):
    """By which route a capture came."""

    LIVE = "live"
    FEED = "feed"
    PUSH = "push"
    WARC = "warc"
    WAYBACK = "wayback"
    IMPORT = "import"


#: Routes on which Rowback (or an archive's crawler) fetched a page itself, so that a bad fetch is possible.
FETCHED = frozenset({Via.LIVE, Via.FEED, Via.WARC, Via.WAYBACK})


class Outcome(StrEnum):
    """What one look at an address gave. Sealed, so only what was plain at the time: never a judgement of the text."""

    CONTENT = "content"
    UNCHANGED = "unchanged"
    GONE = "gone"
    MOVED = "moved"
    BLOCKED = "blocked"
    FAILED = "failed"


class Part(StrEnum):
    """The piece of a story that a change touches."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    SECTION = "section"
    BODY = "body"
    CAPTION = "caption"
    PUBLISHED_AT = "published_at"
    URL = "url"


class Op(StrEnum):
    """What happened to a sentence or a part between two versions."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


class Folded(StrEnum):
    """Why a difference is folded away: only white space, or only typography (quotes, dashes, Unicode form)."""

    SPACE = "space"
    TYPOGRAPHY = "typography"


class BlockKind(StrEnum):
    """What a block of the body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CAPTION = "caption"


class BlockRole(StrEnum):
    """A block in which the publisher speaks of the story itself.

    notice: a correction, clarification, editor's note or update line. status: "This is a developing story."
    stamp: a line that is only a time ("Updated 14:05 GMT", "2 hours ago"); it is kept, and never makes a version.
    """

    NOTICE = "notice"
    STATUS = "status"
    STAMP = "stamp"


class Block(BaseModel, frozen=True):
    """One paragraph, heading, list item or caption, as the publisher set it."""

    kind: BlockKind = BlockKind.PARAGRAPH
    text: str
    role: BlockRole | None = None


class Document(BaseModel):
    """What a page says: the parts of a story, read from one capture.

    A part that the page does not have is an empty string. `titles` keeps every headline that the page declares
    apart by origin (`h1`, `og:title`, `json-ld`, `title`, `stated`); `headline` is the visible one and
    `headline_from` the key of `titles` that it was taken from ("" when there is none).
    `published_verbatim` and `modified_verbatim` are the publisher's own stamps, letter by letter; the parsed
    instants are None where they could not be read, and `zone_assumed` says that a stamp gave no zone and UTC was taken.
    """

    headline: str = ""
    headline_from: str = ""
    titles: dict[str, str] = Field(default_factory=dict)
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    section: str = ""
    outlet: str = ""
    language: str = ""
    url: str = ""
    published_at: datetime | None = None
    published_verbatim: str = ""
    modified_at: datetime | None = None
    modified_verbatim: str = ""
    zone_assumed: bool = False
    blocks: list[Block] = Field(default_factory=list)

    @property
    def paragraphs(self) -> list[str]:
        """The body's blocks as text, in order, notices and status lines in their place; captions are left out."""
        return [block.text for block in self.blocks if block.kind is not BlockKind.CAPTION]

    @property
    def captions(self) -> list[str]:
        """The captions, in order."""
        return [block.text for block in self.blocks if block.kind is BlockKind.CAPTION]

    @property
    def notices(self) -> list[str]:
        """Corrections, clarifications, editor's notes and update lines, in order."""
        return [block.text for block in self.blocks if block.role is BlockRole.NOTICE]

    @property
    def status(self) -> list[str]:
        """Status markers such as "This is a developing story.", in order."""
        return [block.text for block in self.blocks if block.role is BlockRole.STATUS]


class Show(StrEnum):
    """How much of an outlet's text readers may see.

    full: everything (one's own stories, the sample). changes: changed sentences with one sentence of context.
    operators: nothing at all; the outlet's stories are there for signed-in operators only.
    """

    FULL = "full"
    CHANGES = "changes"
    OPERATORS = "operators"


class Outlet(BaseModel, validate_assignment=True):
    """A publisher, known by the host of its addresses without a leading "www."."""

    host: str
    name: str
    zone: str = "UTC"
    show: Show = Show.CHANGES


class Story(BaseModel, validate_assignment=True):
    """One piece of journalism, followed over time.

    Everything but the outlet is derived from its versions and is set again by each fold.
    """

    outlet_id: int
    headline: str = ""
    language: str = ""
    versions: int = 0
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    last_changed_at: datetime | None = None
    held: bool = False
    search_text: str = ""


class Chain(BaseModel, validate_assignment=True):
    """The captures of one address, in the order in which they were kept; each seal covers the one before."""

    address: str
    story_id: int


class Capture(BaseModel, validate_assignment=True):
    """One observation of one address: canonical, append-only, sealed.

    `seen_at` is when the text stood there (for an import: as stated by the file), `kept_at` when Rowback wrote it down.
    `raw_digest` is the SHA-256 of the raw bytes in hex, "" when the look gave none.
    """

    chain_id: int
    sequence: int
    via: Via
    seen_at: datetime
    kept_at: datetime
    address: str
    outcome: Outcome = Outcome.CONTENT
    media_type: str
    raw_digest: str
    seal: str


class Arrival(BaseModel, frozen=True):
    """A capture that has arrived and is not yet kept: what an import, a push or a fetch hands to the archive."""

    address: str
    via: Via
    seen_at: datetime
    outcome: Outcome = Outcome.CONTENT
    media_type: str
    raw: bytes
    outlet: str = ""


class Deed(StrEnum):
    """What an operator can decide."""

    SHOW = "show"
    ZONE = "zone"
    NAME = "name"


class Decision(BaseModel, validate_assignment=True):
    """What an operator decided: canonical and append-only; the newest on a subject stands."""

    made_at: datetime
    made_by: str
    deed: Deed
    outlet_id: int
    value: str


class Version(BaseModel, validate_assignment=True):
    """A distinct text state of a story; many captures may confirm one. Derived: the same captures give the same rows.

    It is known by the capture that it was first seen in. `not_before_at` is the last check that still saw the
    version before it (None for the first): the change happened between that and `first_seen_at`.
    `digest` is over the text with its typography evened out, so that A -> B -> A shows as the same digest again.
    `latest` is the document as last seen where it differs in typography, stamps or addresses (None: it does not).
    """

    capture_id: int
    story_id: int
    number: int
    not_before_at: datetime | None = None
    first_seen_at: datetime
    last_seen_at: datetime
    digest: str
    extractor: str
    words: int
    words_added: int = 0
    words_removed: int = 0
    coarse: bool = False
    document: dict[str, Any]
    latest: dict[str, Any] | None = None


class Change(BaseModel, validate_assignment=True):
    """One difference that a capture brought, against the version (or, when minor, the text) before it.

    The store adds which capture brought it and its place among that capture's changes.

    `words` is the word script of the pair: `[["=" | "-" | "+", text], ...]`. `before` and `after` are the new
    text's neighbouring sentences, for context. `field` names a declared headline ("og:title") or a stamp
    ("modified") where the part alone does not. `minor` changes are kept, folded and never make a version.
    """

    part: Part
    op: Op
    kinds: list[str] = Field(default_factory=list)
    minor: bool = False
    folded: Folded | None = None
    field: str = ""
    role: BlockRole | None = None
    old: str = ""
    new: str = ""
    words: list[list[str]] = Field(default_factory=list)
    before: str = ""
    after: str = ""


class Finding(StrEnum):
    """What the fold made of one capture."""

    VERSION = "version"
    SAME = "same"
    MINOR = "minor"
    HELD = "held"
    ASIDE = "aside"


class Verdict(BaseModel, validate_assignment=True):
    """What the fold made of one capture, and why. Derived.

    held: a much shorter text that waits for the next check. aside: never a version (empty, a consent wall, an error
    page, or a held text that the next check did not confirm). `reason` is a sentence for the reader, "" when plain.
    """

    capture_id: int
    story_id: int
    finding: Finding
    version_number: int
    reason: str = ""
