"""Reads sitemaps: the lists of pages, and for news with their headlines, that outlets write for search engines."""

import zlib
from collections.abc import Iterator

from lxml import etree

from tracker.errors import BadAddress, BadInput
from tracker.fetching.listing import (
    LONGEST_HEADLINE,
    MOST_FEEDS,
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
from tracker.fetching.markup import LONGEST, Tree, name_of, parts_of, root_of, text_of, tree_of, words_of
from tracker.fetching.variants import same_site

#: Entries that are looked at: what the protocol allows in one file (sitemaps.org).
MOST_ENTRIES = 50_000

_GZIP = b"\x1f\x8b"


def unpacked(raw: bytes) -> bytes:
    """The bytes of a file that may be gzipped ("sitemap.xml.gz"). Raises BadInput when it is broken or a bomb."""
    if not raw.startswith(_GZIP):
        return raw
    try:
        unpacker = zlib.decompressobj(wbits=31)
        opened = unpacker.decompress(raw, LONGEST + 1)
    except zlib.error:
        raise BadInput("The sitemap is packed with gzip, and cannot be unpacked.") from None
    if len(opened) > LONGEST:
        raise BadInput(f"The sitemap unpacks to more than {LONGEST:,} bytes.")
    if not unpacker.eof:
        raise BadInput("The sitemap is packed with gzip, and breaks off in the middle.")
    return opened


def read_sitemap(raw: bytes, media_type: str, address: str) -> Listing:
    """The pages that a sitemap names (sitemaps.org 0.9 with Google's news extension), gzipped or not.

    A sitemap speaks for its own site only: pages of another are left out and counted. Of a sitemap index the children
    become `feeds`, the newest first. Raises BadInput when it is no sitemap.
    """
    raw = unpacked(raw)
    if len(raw) > LONGEST:
        raise BadInput(f"The sitemap is longer than {LONGEST:,} bytes.")
    text = text_of(raw, media_type)
    found = root_of(text)
    if found is None or found["name"].lower() not in {"urlset", "sitemapindex"}:
        raise BadInput("This is no sitemap.")
    tree = tree_of(text)
    own = "url" if tree.kind == "urlset" else "sitemap"
    entries = [_fields(e, tree, own) for e in tree.root.iter(etree.Element) if name_of(e) == own]
    skips = Skips()
    if len(entries) > MOST_ENTRIES:
        skips.add(f"Only {MOST_ENTRIES:,} entries of a sitemap are looked at.", len(entries) - MOST_ENTRIES)
    del entries[MOST_ENTRIES:]
    order = in_order(when(entry.get("news:publication_date") or entry.get("lastmod", "")) for entry in entries)
    newest = (entries[place] for place in order)
    if own == "sitemap":
        children = tuple(dict.fromkeys(_children(newest, address, skips)))
        return Listing(SourceKind.SITEMAP, home=address, feeds=children[:MOST_FEEDS], skipped=skips.sentences())
    items = gathered((_item(entry, address, skips) for entry in newest), len(order), skips)
    title = next((name for entry in entries if (name := plain(entry.get("news:name", "")))), "")
    return Listing(
        SourceKind.SITEMAP, title[:LONGEST_HEADLINE], resolved(address, "/"), items, skipped=skips.sentences()
    )


def _fields(entry: etree._Element, tree: Tree, own: str) -> dict[str, str]:
    """An entry's texts by name, those of news:news and news:publication among them."""
    found: dict[str, str] = {}
    waiting = list(parts_of(entry, tree, own))[::-1]
    while waiting:
        part = waiting.pop()
        name = name_of(part)
        if name in {"news:news", "news:publication"}:
            waiting.extend(list(part)[::-1])
        elif text := words_of(part).strip():
            found.setdefault(name, text)
    return found


def _children(entries: Iterator[dict[str, str]], address: str, skips: Skips) -> Iterator[str]:
    for entry in entries:
        try:
            yield resolved(address, entry.get("loc", ""))
        except BadAddress as error:
            skips.add(str(error))


def _item(entry: dict[str, str], address: str, skips: Skips) -> Item | None:
    try:
        page = resolved(address, entry.get("loc", ""))
    except BadAddress as error:
        skips.add(str(error))
        return None
    if not same_site(page, address):
        skips.add("A sitemap speaks for its own site only, and this page is on another.")
        return None
    return Item(
        address=page,
        headline=plain(entry.get("news:title", ""))[:LONGEST_HEADLINE],
        published_at=when(entry.get("news:publication_date", "")),
        updated_at=when(entry.get("lastmod", "")),
        language=entry.get("news:language", "")[:35],
    )
