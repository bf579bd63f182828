"""Reads the feeds in which outlets name their newest stories: RSS, Atom and JSON Feed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from tracker.errors import BadAddress, BadInput
from tracker.fetching.listing import (
    LONGEST_CONTENT,
    LONGEST_HEADLINE,
    LONGEST_SUMMARY,
    Item,
    Listing,
    Skips,
    SourceKind,
    gathered,
    in_order,
    plain,
    resolved,
    when,
)
from tracker.fetching.markup import LONGEST, Tree, attribute, name_of, parts_of, root_of, text_of, tree_of, words_of

#: Entries of a feed that are looked at. The largest archives seen have 10,000.
MOST_ENTRIES = 20_000

_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dc:date", "dcterms:created", "created")
_UPDATED = ("updated", "modified", "dcterms:modified", "dc:modified")
_SUMMARY = ("description", "summary", "dc:description", "dcterms:abstract", "tagline", "subtitle")
_CONTENT = ("content:encoded", "content", "xhtml:body", "body", "fullitem", "description", "summary")

#: Characters of a description from which on it is taken for the full text, where a feed has no other.
FULL_TEXT = 1_500


@dataclass(frozen=True)
class _Where:
    """What an entry takes from the feed around it."""

    tree: Tree
    base: str
    language: str


def read_feed(raw: bytes, media_type: str, address: str) -> Listing:
    """A feed's stories. `raw` is the body without transfer compression, `address` where it was fetched from.

    RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 and JSON Feed 1.x, also where they are broken (markup without quotes, bare
    ampersands, HTML entities, a wrong charset). A guid is kept and never believed. Raises BadInput when it is no feed.
    """
    if len(raw) > LONGEST:
        raise BadInput(f"The feed is longer than {LONGEST:,} bytes.")
    text = text_of(raw, media_type)
    if text.lstrip("\ufeff \t\n").startswith("{"):
        return _json_feed(text, address)
    found = root_of(text)
    if found is None or found["name"].lower() not in {"rss", "rdf", "feed", "channel"}:
        raise BadInput("This is no feed: neither RSS, Atom nor JSON Feed.")
    return _xml_feed(tree_of(text), address)


def _xml_feed(tree: Tree, address: str) -> Listing:
    own = "entry" if tree.kind == "feed" else "item"
    entries = [element for element in tree.root.iter(etree.Element) if name_of(element) == own]
    head = _head(tree, own)
    home = _link(head, _base(tree.root, address), Skips(), entry=False)
    where = _Where(tree, home if tree.kind != "feed" and home else address, _language(tree.root, head))
    skips = Skips()
    if len(entries) > MOST_ENTRIES:
        skips.add(f"Only {MOST_ENTRIES:,} entries of a feed are looked at.", len(entries) - MOST_ENTRIES)
    all_parts = [_parts(entry, tree, own) for entry in entries[:MOST_ENTRIES]]
    order = in_order(max(filter(None, _times(parts)), default=None) for parts in all_parts)
    items = (_item(entries[place], all_parts[place], where, skips) for place in order)
    title = plain(_first(head, "title"))[:LONGEST_HEADLINE]
    return Listing(SourceKind.FEED, title, home, gathered(items, len(order), skips), skipped=skips.sentences())


_Parts = dict[str, list[etree._Element]]


def _parts(entry: etree._Element, tree: Tree, own: str) -> _Parts:
    found: _Parts = {}
    for part in parts_of(entry, tree, own):
        found.setdefault(name_of(part), []).append(part)
    return found


def _head(tree: Tree, own: str) -> _Parts:
    """What the feed says of itself: the children of its channel, or of the root."""
    channel = next((e for e in tree.root if name_of(e) == "channel"), tree.root)
    found: _Parts = {}
    for part in channel:
        if name_of(part) != own:
            found.setdefault(name_of(part), []).append(part)
    return found


def _first(parts: _Parts, *names: str) -> str:
    """The text of the first part of these names that has any."""
    return next((text for name in names for part in parts.get(name, ()) if (text := words_of(part).strip())), "")


def _times(parts: _Parts) -> tuple[datetime | None, datetime | None]:
    return when(_first(parts, *_PUBLISHED)), when(_first(parts, *_UPDATED))


def _base(element: etree._Element, base: str) -> str:
    """The address that links inside an element start from (XML Base, without which it is the feed's own)."""
    bases = [
        text
        for e in (element, *element.iterancestors())
        if (text := e.get("{http://www.w3.org/XML/1998/namespace}base"))
    ]
    for text in reversed(bases[:8]):
        try:
            joined = urljoin(base, str(text)[:2_000])
            base = joined if urlsplit(joined).scheme in {"http", "https"} else base
        except ValueError:
            continue
    return base


def _language(root: etree._Element, head: _Parts) -> str:
    said = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return (str(said or "") or _first(head, "language", "dc:language"))[:35].strip()


def _links(parts: _Parts, *, entry: bool) -> Iterator[str]:
    """What an entry, or the feed, may mean by its link, the likeliest first."""
    links = parts.get("link", [])
    yield from (words_of(part) for part in parts.get("feedburner:origlink", []))
    pointing = [part for part in links if attribute(part, "href")]
    pages = [part for part in pointing if attribute(part, "rel").lower() in {"", "alternate"}]
    pages.sort(key=lambda part: "html" not in (attribute(part, "type").lower() or "html"))
    yield from (words_of(part) for part in links if not attribute(part, "href"))
    yield from (attribute(part, "href") for part in pages)
    if not entry:
        return
    yield from (words_of(part) for part in parts.get("url", []))
    for part in parts.get("guid", []):
        if attribute(part, "ispermalink").lower() != "false":
            yield words_of(part)
    yield from (
        text for part in parts.get("id", []) if (text := words_of(part).strip()).startswith(("http://", "https://"))
    )


def _link(parts: _Parts, base: str, skips: Skips, *, entry: bool) -> str:
    """The first link that is a web address; "" when there is none, with the reason counted."""
    reason = "The entry has no link."
    for text in _links(parts, entry=entry):
        try:
            if text.strip():
                return resolved(base, text)
        except BadAddress as error:
            reason = str(error)
    skips.add(reason)
    return ""


def _item(entry: etree._Element, parts: _Parts, where: _Where, skips: Skips) -> Item | None:
    link = _link(parts, _base(entry, where.base), skips, entry=True)
    about = attribute(entry, "about")
    if not link:
        return None
    published, updated = _times(parts)
    content, summary = _content(parts), _first(parts, *_SUMMARY)
    return Item(
        address=link,
        headline=plain(_first(parts, "title", "dc:title"))[:LONGEST_HEADLINE],
        summary=plain(summary[: 4 * LONGEST_SUMMARY])[:LONGEST_SUMMARY],
        content=content[:LONGEST_CONTENT],
        published_at=published,
        updated_at=updated,
        guid=(_first(parts, "guid", "id", "dc:identifier") or about)[:2_000].strip(),
        language=(
            str(entry.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
            or _first(parts, "dc:language")
            or where.language
        )[:35],
    )


def _content(parts: _Parts) -> str:
    """The full text as HTML: what is marked as such, else a long description."""
    for name in _CONTENT:
        for part in parts.get(name, []):
            if attribute(part, "src"):
                continue
            text = _markup(part)
            if text and (name not in {"description", "summary"} or len(text) >= FULL_TEXT):
                return text
    return ""


def _markup(part: etree._Element) -> str:
    """An element's content as HTML, whether it is escaped, in CDATA, or stands there as elements."""
    if len(part) == 0:
        return (part.text or "").strip()
    inner = (etree.tostring(child, method="html", encoding="unicode") for child in part)
    return ((part.text or "") + "".join(inner)).strip()


def _json_feed(text: str, address: str) -> Listing:
    """JSON Feed 1 and 1.1 (jsonfeed.org)."""
    try:
        feed = json.loads(text.lstrip("\ufeff \t\n"), strict=False)
    except (ValueError, RecursionError):
        raise BadInput("This begins like a JSON Feed and cannot be read as JSON.") from None
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        raise BadInput('This is JSON and no JSON Feed: it has no list of "items".')
    skips = Skips()
    entries = [entry for entry in entries[:MOST_ENTRIES] if isinstance(entry, dict)]
    order = in_order(
        max(filter(None, (_stated(e, "date_published"), _stated(e, "date_modified"))), default=None) for e in entries
    )
    language = _text(feed, "language")[:35]
    items = (_json_item(entries[place], address, language, skips) for place in order)
    try:
        home = resolved(address, _text(feed, "home_page_url"))
    except BadAddress:
        home = ""
    title = plain(_text(feed, "title"))[:LONGEST_HEADLINE]
    return Listing(SourceKind.FEED, title, home, gathered(items, len(order), skips), skipped=skips.sentences())


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _set_in_html(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())


def _stated(entry: dict[str, Any], name: str) -> datetime | None:
    return when(_text(entry, name))


def _json_item(entry: dict[str, Any], base: str, language: str, skips: Skips) -> Item | None:
    link = _text(entry, "url") or _text(entry, "external_url")
    guid = _text(entry, "id")
    try:
        address = resolved(base, link or (guid if guid.startswith(("http://", "https://")) else ""))
    except BadAddress as error:
        skips.add(str(error))
        return None
    return Item(
        address=address,
        headline=plain(_text(entry, "title"))[:LONGEST_HEADLINE],
        summary=plain(_text(entry, "summary")[: 4 * LONGEST_SUMMARY])[:LONGEST_SUMMARY],
        content=(_text(entry, "content_html") or _set_in_html(_text(entry, "content_text")))[:LONGEST_CONTENT],
        published_at=_stated(entry, "date_published"),
        updated_at=_stated(entry, "date_modified"),
        guid=guid[:2_000],
        language=_text(entry, "language")[:35] or language,
    )
