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
    """Why a difference is folded away.

    space, typography: only white space, or only quotes, dashes, Unicode form. noise: the page's furniture and not the
    story (an advert, a promo, a box that many stories share), or text that the page held before and after alike.
    """

    SPACE = "space"
    TYPOGRAPHY = "typography"
    NOISE = "noise"


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
    """One paragraph, heading, list item or caption, as the publisher set it.

    `posted_at` and `posted_verbatim` say, in a live blog, when the note was posted that this block opens.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    text: str
    role: BlockRole | None = None
    posted_at: datetime | None = None
    posted_verbatim: str = ""


class Document(BaseModel):
    """What a page says: the parts of a story, read from one capture.

    A part that the page does not have is an empty string. `titles` keeps every headline that the page declares
    apart by origin (`h1`, `og:title`, `json-ld`, `title`, `stated`); `headline` is the visible one and
    `headline_from` the key of `titles` that it was taken from ("" when there is none).
    `published_verbatim` and `modified_verbatim` are the publisher's own stamps, letter by letter; the parsed
    instants are None where they could not be read, and `zone_assumed` says that a stamp gave no zone and UTC was taken.
    `corrections` are those that the page declares beside its text (schema.org `correction`).
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
    corrections: list[str] = Field(default_factory=list)
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
    rank: float = 0.0
    search_text: str = ""


class Chain(BaseModel, validate_assignment=True):
    """The captures of one address, in the order in which they were kept; each seal covers the one before."""

    address: str
    story_id: int


class Capture(BaseModel, validate_assignment=True):
    """One observation of one address: canonical, append-only, sealed.

    `seen_at` is when the text stood there (for an import: as stated by the file), `kept_at` when Rowback wrote it down.
    `raw_digest` is the SHA-256 of the raw bytes in hex, "" when the look gave none. `facts` is what a fetch told
    beside them, by name: the status, the headers that matter, where redirects led ("at"), why it failed ("reason").
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
    facts: dict[str, str] = Field(default_factory=dict)
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
    facts: dict[str, str] = Field(default_factory=dict)


class Deed(StrEnum):
    """What an operator can decide."""

    SHOW = "show"
    ZONE = "zone"
    NAME = "name"
    OVERRULE = "overrule"
    UNLEARN = "unlearn"
    REMARK = "remark"


class Decision(BaseModel, validate_assignment=True):
    """What an operator decided: canonical and append-only; the newest on a subject stands.

    show, zone, name are of an outlet. overrule names a capture that counts as it was read, though the fold would
    have folded, held or set it aside; unlearn names a lesson that no longer counts. Their value is "yes" or "no".
    remark is one writing of a remark on what a capture brought (tracker/remarks.py), its value that writing as JSON.
    """

    made_at: datetime
    made_by: str
    deed: Deed
    outlet_id: int
    value: str
    capture_id: int | None = None
    lesson_id: int | None = None


class LessonKind(StrEnum):
    """What an outlet's pages can teach.

    region: where on its pages the story stands. furniture: a block that stands on many of its stories, and is part
    of none. volatile: a place on its pages whose text changes at every look, and is part of no story.
    """

    REGION = "region"
    FURNITURE = "furniture"
    VOLATILE = "volatile"


class Lesson(BaseModel, validate_assignment=True):
    """What an outlet's pages taught: canonical and append-only, a dated input of the fold.

    It counts for captures kept from `counts_from` on, so that deriving again gives the same rows; that may lie before
    `learnt_at`, by as much as it took to see the third story with the same box. `grounds` says, in a sentence, why.
    """

    outlet_id: int
    kind: LessonKind
    value: str
    learnt_at: datetime
    counts_from: datetime
    grounds: str


class Address(BaseModel, validate_assignment=True):
    """An address of a story: the one first followed, a redirect's end, a canonical, mobile or AMP address.

    Canonical. `key` is the same for all spellings of an address and `id_key` for all its slugs (fetching/variants.py);
    `why` says how it came.
    """

    address: str
    key: str
    id_key: str
    story_id: int
    seen_at: datetime
    why: str


class Version(BaseModel, validate_assignment=True):
    """A distinct text state of a story; many captures may confirm one. Derived: the same captures give the same rows.

    It is known by the capture that it was first seen in. `not_before_at` is the last check that still saw the
    version before it (None for the first): the change happened between that and `first_seen_at`.
    `digest` is over the text with its typography evened out, so that A -> B -> A shows as the same digest again.
    `told` says what it changed, `telling` the same for any language; `points` how much it matters, `rank` with time.
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
    told: str = ""
    telling: list[dict[str, Any]] = Field(default_factory=list)
    points: float = 0.0
    rank: float = 0.0
    substantive: bool = False
    document: dict[str, Any]
    latest: dict[str, Any] | None = None


class Change(BaseModel, validate_assignment=True):
    """One difference that a capture brought, against the version (or, when minor, the text) before it.

    The store adds which capture brought it and its place among that capture's changes.

    `words` is the word script of the pair: `[["=" | "-" | "+", text], ...]`. `before` and `after` are the new
    text's neighbouring sentences, for context. `field` names a declared headline ("og:title") or a stamp
    ("modified") where the part alone does not. `minor` changes are kept, folded and never make a version.
    `kinds` and `substantive` say what the change is and whether it matters, `why` which rules said so ("12 -> 17");
    `substantive` is None where nobody has judged.
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
    substantive: bool | None = None
    why: list[str] = Field(default_factory=list)


class Finding(StrEnum):
    """What the fold made of one capture."""

    VERSION = "version"
    SAME = "same"
    MINOR = "minor"
    HELD = "held"
    ASIDE = "aside"


class Event(StrEnum):
    """What happened to a story as a whole: it was taken down, or it came back."""

    UNPUBLISHED = "unpublished"
    BACK = "back"


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
    event: Event | None = None
