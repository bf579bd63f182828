"""Says what an address gave: a story, a feed, a sitemap, a section page, an OPML file, or nothing to follow."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from lxml import html

from tracker.errors import BadInput
from tracker.fetching import charset, walls
from tracker.fetching.declared import declared, metas
from tracker.fetching.extract import extract
from tracker.fetching.feeds import read_feed
from tracker.fetching.listing import Listing
from tracker.fetching.markup import LONGEST, root_of, text_of
from tracker.fetching.opml import read_opml
from tracker.fetching.page import LONGEST_PAGE, tree_of
from tracker.fetching.sections import declared_feeds, of_tree, story_shaped
from tracker.fetching.sitemaps import read_sitemap, unpacked
from tracker.fetching.texts import likeness
from tracker.model import BlockKind, Document

#: Characters of a paragraph from which on it is prose; the teasers of a front are mostly shorter.
PROSE = 80

#: Characters of prose that speak for a story, a little and strongly. News briefs have 400, stories 1,500-6,000.
SOME_PROSE, MUCH_PROSE = 300, 1_200

#: Links to stories, outside of menus, that speak for a section page, a little and strongly. Story pages have 0-40
#: beside their text, fronts 15-300.
SOME_LINKS, MANY_LINKS = 5, 15

#: How alike (0-1) the page's headline and the one in its JSON-LD must be: fronts describe their first story there.
ALIKE = 0.6

_NO_PAGES = (
    (b"%PDF-", "This is a PDF file; Rowback follows web pages."),
    (b"\x89PNG", "This is a picture."), (b"\xff\xd8\xff", "This is a picture."), (b"GIF8", "This is a picture."),
    (b"PK\x03\x04", "This is a ZIP or Office file; Rowback follows web pages."),
)  # fmt: skip


class Kind(StrEnum):
    """What an address can turn out to be."""

    STORY = "story"
    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"
    OPML = "opml"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Recognised:
    """What was recognised, with the reason as a sentence for the person who pasted the address.

    `listing` is there for all lists, `document` for a story (and for a section page: its extraction, for who knows
    better); `feeds` are the feeds that a page declares.
    """

    kind: Kind
    reason: str
    listing: Listing | None = None
    document: Document | None = None
    feeds: tuple[str, ...] = ()


def recognise(raw: bytes, media_type: str, address: str) -> Recognised:
    """What the bytes from an address are. The media type is only asked for a charset: servers often name it wrongly.

    Never raises: what cannot be read is NOTHING, with the reason.
    """
    if not raw.strip(b"\x00 \t\r\n"):
        return Recognised(Kind.NOTHING, "The answer is empty.")
    for start, reason in _NO_PAGES:
        if raw.startswith(start):
            return Recognised(Kind.NOTHING, reason)
    try:
        raw = unpacked(raw)
        return _listing(raw, media_type, address) or _page(raw, address)
    except BadInput as error:
        return Recognised(Kind.NOTHING, str(error))


def _listing(raw: bytes, media_type: str, address: str) -> Recognised | None:
    """The feed, sitemap or OPML file that the bytes are; None when they are none."""
    if len(raw) > LONGEST:
        return Recognised(Kind.NOTHING, f"The answer is longer than {LONGEST:,} bytes.")
    text = text_of(raw, media_type)
    root = root_of(text)
    name = root["name"].lower() if root is not None else ""
    if name in {"urlset", "sitemapindex"}:
        sitemap = read_sitemap(raw, media_type, address)
        found = f"names {len(sitemap.items):,} pages" if name == "urlset" else f"lists {len(sitemap.feeds):,} sitemaps"
        return Recognised(Kind.SITEMAP, f"This is a sitemap; it {found}.", sitemap)
    if name == "opml":
        opml = read_opml(raw, media_type)
        return Recognised(Kind.OPML, f"This is an OPML file with {len(opml.feeds):,} addresses.", opml)
    if name or text.lstrip("\ufeff \t\n").startswith("{"):
        feed = read_feed(raw, media_type, address)
        return Recognised(Kind.FEED, f"This is a feed; it names {_counted(len(feed.items), 'story', 'stories')}.", feed)
    return None


def _page(raw: bytes, address: str) -> Recognised:
    document = extract(raw, address)
    root = tree_of(charset.decoded(raw)) if len(raw) <= LONGEST_PAGE else None
    if root is None:
        reason = walls.unusable(document)
        kind = Kind.NOTHING if reason else Kind.STORY
        return Recognised(kind, reason or "This is a story: a text without links.", document=document)
    listing, feeds = of_tree(root, address), declared_feeds(root, address)
    if listing.items and _section_points(root, document, listing, address) > _story_points(root, document, address):
        reason = f"This is a section page; it links to {_counted(len(listing.items), 'story', 'stories')}."
        return Recognised(Kind.SECTION, reason, listing, document, feeds)
    if reason := walls.unusable(document):
        more = " It declares a feed, which can be followed." if feeds else ""
        return Recognised(Kind.NOTHING, reason + more, document=document, feeds=feeds)
    words = sum(len(text.split()) for text in document.paragraphs)
    return Recognised(Kind.STORY, f"This is a story of {words:,} words.", document=document, feeds=feeds)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _prose(document: Document) -> int:
    return sum(len(b.text) for b in document.blocks if b.kind is BlockKind.PARAGRAPH and len(b.text) >= PROSE)


def _story_points(root: html.HtmlElement, document: Document, address: str) -> int:
    prose = _prose(document)
    described = document.titles.get("json-ld", "")
    return (
        2 * any(said.lower() == "article" for said in metas(root).get("og:type", ()))
        + 2 * (bool(described) and likeness(described, document.headline) >= ALIKE)
        + 3 * story_shaped(address)
        + (2 if prose >= MUCH_PROSE else 1 if prose >= SOME_PROSE else 0)
        + bool(declared(root).published)
    )


def _section_points(root: html.HtmlElement, document: Document, listing: Listing, address: str) -> int:
    count = len(listing.items)
    parts = urlsplit(address)
    return (
        (2 if count >= MANY_LINKS else 1 if count >= SOME_LINKS else 0)
        + any(said.lower() == "website" for said in metas(root).get("og:type", ()))
        + 3 * (parts.path in {"", "/"} and not parts.query)
        + (not story_shaped(address))
        + (_prose(document) < SOME_PROSE)
    )
