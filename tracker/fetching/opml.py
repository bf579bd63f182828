"""Brings lists of feeds in and out: OPML, the form in which feed readers exchange what they follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from tracker.errors import BadAddress, BadInput
from tracker.fetching.listing import LONGEST_HEADLINE, MOST_FEEDS, Listing, Skips, SourceKind, resolved
from tracker.fetching.markup import LONGEST, attribute, name_of, root_of, text_of, tree_of, words_of
from tracker.fetching.page import squeezed
from tracker.fetching.read import mended

#: What a listing that is no feed says in OPML's `category` ("/rowback/section"), so that it comes back as it went.
_CATEGORY = "/rowback/"


@dataclass(frozen=True)
class Outline:
    """One line of an OPML file: a listing that is followed, with its title and the page that it belongs to.

    `kind` is feed, sitemap or section; None says that the file names a page and not what it is.
    """

    address: str
    title: str = ""
    home: str = ""
    kind: SourceKind | None = SourceKind.FEED


def outlines(raw: bytes, media_type: str = "") -> tuple[tuple[Outline, ...], Listing]:
    """The lines of an OPML file (1.0 or 2.0, folders opened), and the same as a Listing with what was left out.

    An outline with `xmlUrl` is a feed, one with only `url` or `htmlUrl` is a page. Raises BadInput when it is no OPML.
    """
    if len(raw) > LONGEST:
        raise BadInput(f"The file is longer than {LONGEST:,} bytes.")
    text = text_of(raw, media_type)
    found = root_of(text)
    if found is None or found["name"].lower() != "opml":
        raise BadInput("This is no OPML file.")
    tree = tree_of(text)
    skips, kept = Skips(), dict[str, Outline]()
    for element in tree.root.iter(etree.Element):
        outline = _outline(element, skips) if name_of(element) == "outline" else None
        if outline is not None and outline.address in kept:
            skips.add("A line above names the same address.")
        elif outline is not None and len(kept) == MOST_FEEDS:
            skips.add(f"Only the first {MOST_FEEDS:,} lines are taken.")
        elif outline is not None:
            kept[outline.address] = outline
    title = next((squeezed(words_of(e)) for e in tree.root.iter(etree.Element) if name_of(e) == "title"), "")
    listing = Listing(SourceKind.OPML, title[:LONGEST_HEADLINE], feeds=tuple(kept), skipped=skips.sentences())
    return tuple(kept.values()), listing


def read_opml(raw: bytes, media_type: str = "") -> Listing:
    """An OPML file as a Listing: its addresses are `feeds`. Raises BadInput when it is no OPML."""
    return outlines(raw, media_type)[1]


def _outline(element: etree._Element, skips: Skips) -> Outline | None:
    feed, page = attribute(element, "xmlurl"), attribute(element, "url") or attribute(element, "htmlurl")
    if not feed and not page:
        return None  # A folder, whose own lines follow.
    title = squeezed(attribute(element, "title") or attribute(element, "text"))[:LONGEST_HEADLINE]
    said = attribute(element, "category").removeprefix(_CATEGORY)
    own = said in {SourceKind.SITEMAP, SourceKind.SECTION}
    try:
        address = resolved("", feed or page)
    except BadAddress as error:
        skips.add(str(error))
        return None
    try:
        home = resolved("", attribute(element, "htmlurl"))
    except BadAddress:
        home = ""
    return Outline(address, title, home, SourceKind(said) if own else SourceKind.FEED if feed else None)


def write_opml(lines: Iterable[Outline], *, title: str, made_at: datetime) -> bytes:
    """An OPML 2.0 file in UTF-8 that feed readers open; `outlines` reads the same lines back. `made_at` is aware."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _plain(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(made_at)
    body = etree.SubElement(root, "body")
    for line in lines:
        outline = etree.SubElement(body, "outline", text=_plain(line.title) or line.address)
        if line.title:
            outline.set("title", _plain(line.title))
        if line.kind is SourceKind.FEED:
            outline.set("type", "rss")
            outline.set("xmlUrl", line.address)
        else:
            outline.set("type", "link")
            outline.set("url", line.address)
        if line.kind in {SourceKind.SITEMAP, SourceKind.SECTION}:
            outline.set("category", f"{_CATEGORY}{line.kind}")
        if line.home:
            outline.set("htmlUrl", line.home)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _plain(text: str) -> str:
    """Text that XML can hold: no control characters, no lone surrogates."""
    kept = (letter for letter in mended(text) if letter >= " " and letter not in "\ufffe\uffff")
    return squeezed("".join(kept))[:LONGEST_HEADLINE]
