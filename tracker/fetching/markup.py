"""Reads XML that strangers wrote: no document type, no entities, no network, and never more than is set here."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from tracker.errors import BadInput
from tracker.fetching import charset

#: Bytes of a listing. Feeds are below 3 MB, full sitemaps below 15 MB.
LONGEST = 20_000_000

#: "<" in a listing: what memory goes by (about 0.5 KB for each). The fullest sitemap has 900,000 (50,000 x 18).
MOST_TAGS = 1_000_000

#: Characters before the first element of a listing that are looked through; real ones have below 5,000.
PROLOG = 1_000_000

#: What namespaces are called here, whatever prefix the file gives them; the feed's own have none.
_SPACES = {
    "http://www.w3.org/2005/Atom": "", "http://purl.org/atom/ns#": "", "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "", "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "", "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "", "http://www.google.com/schemas/sitemap/0.84": "",
    "http://www.google.com/schemas/sitemap/0.9": "", "https://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap-news/0.9": "news:",
    "https://www.google.com/schemas/sitemap-news/0.9": "news:",
    "http://purl.org/dc/elements/1.1/": "dc:", "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}  # fmt: skip

_ROOT = re.compile(
    r"<(?:[a-z_][\w.-]{0,30}:)?(?P<name>rss|rdf|feed|channel|urlset|sitemapindex|opml)(?=[\s>/])", re.I | re.ASCII
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)(?=[\s>])", re.I)
_WIDE = (
    (re.compile(rb"<\x00\x00\x00.\x00\x00\x00", re.S), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00<\x00\x00\x00", re.S), "utf-32-be"),
    (re.compile(rb"<\x00[?a-zA-Z!]\x00"), "utf-16-le"),
    (re.compile(rb"\x00<\x00[?a-zA-Z!]"), "utf-16-be"),
)
_SAYS_ITS_CHARSET = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=", re.I)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([-\w:.]{2,40})""", re.I)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND = re.compile(
    r"&(?:(#\d{1,7}|#[xX][\da-fA-F]{1,6}|amp|lt|gt|quot|apos);|([A-Za-z][A-Za-z\d]{1,31});)?", re.ASCII
)


@dataclass(frozen=True)
class Tree:
    """A listing's elements; `broken` says that it was not well-formed, so that elements may stand too deep."""

    root: etree._Element
    kind: str
    broken: bool


def text_of(raw: bytes, media_type: str) -> str:
    """The letters of a listing: as a page's (charset.decoded), with UTF-16/32 seen without a mark, and the charset of
    the media type ("text/xml; charset=koi8-r") where the file is not UTF-8 and names none itself. Never raises.
    """
    for pattern, codec in _WIDE:
        if pattern.match(raw):
            return charset.clean(raw.decode(codec, "replace"))
    named = _CHARSET.search(media_type[:200])
    if named and not raw.startswith((codecs.BOM_UTF8, *(codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            if not _SAYS_ITS_CHARSET.search(raw[:500]):
                # The standard way to read a charset is the page's own declaration; this file is given one.
                raw = b'<?xml encoding="' + named[1].encode("ascii", "replace") + b'"?>' + raw
    return charset.decoded(raw)


def root_of(text: str) -> re.Match[str] | None:
    """Where the first element of a listing opens (group "name"); None when the text is a web page or neither."""
    page, root = _PAGE.search(text, 0, PROLOG), _ROOT.search(text, 0, PROLOG)
    return None if root is None or (page is not None and page.start() < root.start()) else root


def _entity(match: re.Match[str]) -> str:
    """An ampersand as XML can hold it: HTML's names as their letters, a bare one as &amp;."""
    if match[1]:
        return match[0]
    letters = html5.get(f"{match[2]};") if match[2] else None
    return letters if letters is not None else "&amp;" + match[0][1:]


def _mended(text: str) -> str:
    """The text with HTML's entities and bare ampersands mended, outside of CDATA; linear in its length."""
    out, place = [], 0
    while place < len(text):
        start = text.find("<![CDATA[", place)
        end = text.find("]]>", start) if start >= 0 else -1
        if end < 0:
            break
        out += [_AMPERSAND.sub(_entity, text[place:start]), text[start : end + 3]]
        place = end + 3
    return "".join([*out, _AMPERSAND.sub(_entity, text[place:])])


def tree_of(text: str) -> Tree:
    """The elements of a listing. Raises BadInput with a sentence when it is none or is larger than is read.

    Nothing before the first element reaches the parser, so there is no document type, hence no entity to expand or
    fetch (OWASP's XXE and "billion laughs"); lxml's own limits stand (depth 256, 10 MB a text).
    """
    root = root_of(text)
    if root is None:
        raise BadInput("This is no feed, no sitemap and no OPML file.")
    text = text[root.start() :]
    if len(text) > LONGEST or text.count("<") > MOST_TAGS:
        raise BadInput(f"The file is larger than what is read: {LONGEST:,} bytes or {MOST_TAGS // 2:,} elements.")
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, load_dtd=False, no_network=True,
        remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        element = etree.fromstring(_mended(_FORBIDDEN.sub("", text)).encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError:
        element = None
    if element is None:
        raise BadInput("The file begins like a feed, but nothing in it can be read.")
    return Tree(element, root["name"].lower(), bool(len(parser.error_log)))


def name_of(element: etree._Element) -> str:
    """An element's name in lower case: "title", "dc:date", "content:encoded"; a foreign one keeps its prefix."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag.startswith("{"):
        space, _, local = tag[1:].partition("}")
        front = _SPACES.get(space, f"{element.prefix}:" if element.prefix else "")
        return f"{front}{local}".lower()
    return tag.lower()


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name in lower case, whatever its prefix and case; "" where there is none."""
    value = element.get(name)
    if value is not None:
        return str(value)
    for key, text in element.attrib.items():
        if str(key).rpartition("}")[2].rpartition(":")[2].lower() == name:
            return str(text)
    return ""


def parts_of(element: etree._Element, tree: Tree, own: str) -> Iterator[etree._Element]:
    """What an entry holds: its children; in a broken file all below it, up to the next entry of the same name."""
    if not tree.broken:
        yield from element
        return
    waiting = list(element)[::-1]
    while waiting:
        part = waiting.pop()
        if name_of(part) != own:
            yield part
            waiting.extend(list(part)[::-1])


def words_of(element: etree._Element) -> str:
    """All text inside an element."""
    return "".join(str(text) for text in element.itertext())
