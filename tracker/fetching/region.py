"""Where on an outlet's pages the story stands, and a quick fingerprint of that place: has anything there changed?"""

import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tracker.fetching.bylines import PLAIN_BYLINE
from tracker.fetching.names import suspicion
from tracker.fetching.stamps import LONGEST_STAMP, is_page_stamp
from tracker.fetching.texts import key
from tracker.model import Document

#: Characters and elements of a page that a fingerprint is taken of. The parser's time is quadratic in the depth of a
#: hostile page: 0.05 s for 5,000 open elements, 0.9 s for 20,000. Real pages have 500-10,000 elements in all.
LONGEST, MOST_ELEMENTS = 3_000_000, 40_000
MOST_UNCLOSED = 3_000

#: Share of the story's text that must be found again on the page for its place to be learnt. Range 0.5-1.
FOUND = 0.8

#: Share of the region's characters above which a box stays in the fingerprint, whatever it is called: it may well
#: hold the story (body.PARDONED asks for 0.45 of the evidence). Range 0.05-0.4.
LIGHT = 0.15

#: Characters; a longer text is a container and no line of the story.
LONGEST_LINE = 6_000

#: Elements around the story that are named in its path, innermost first.
DEEPEST_PATH = 3

_DROPPED = "script, style, noscript, template, svg, math, iframe, object, embed, canvas, nav, select, button, dialog"
#: Elements that the extractor may hold for something other than the story by their names.
_BOXES = "aside, footer, form, div, section, ul, ol, li, p, header, article, figure, table, dl, h2, h3, h4, center"
_LINES = "h1, h2, h3, h4, p, li, dd, td, blockquote, figcaption, address, span, time, div:not(:has(p, div))"
#: Elements that say who wrote the story; a box around one stays.
_AUTHORS = ", ".join(
    f"[{key}*={name}]"
    for key in ("class", "id", "itemprop", "rel", "data-component", "data-testid")
    for name in ("byline", "by-line", "author", "Author", "writer", "autor", "auteur", "reporter", "contributor")
)
_NAMED_BY = ("class", "id", "role", "data-component", "data-testid", "data-module", "data-type", "itemprop")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GIVEN = re.compile(r"[A-Za-z]{2,30}(?:[-_]{1,2}[A-Za-z]{1,30}){0,5}")
_NEVER_CLOSED = re.compile(r"<(?:meta|link|br|img|input|hr|source|wbr|col|!--)", re.IGNORECASE)

#: Meta tags that a Document is made of, and a few more: what is in it too much costs an extraction, no edit.
_META = re.compile(
    r"title|descr|author|section|subject|date|time|publi|modif|update|created|issued|lastmod|lmt|^dat$|site_name|"
    r"locale|lang|creator",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"Article|BlogPosting|Report|Review")

#: Words without which no line outside the region is a notice or a status line (fetching/markers.py).
_MAY_SPEAK = re.compile(
    r"correct|clarif|amend|edit|updat|retract|erratum|corrigend|version|develop|breaking|follow|to come|refresh|"
    r"check back|come back|unfold|note|headline|withdrawn|removed|republish|korrektur|richtig|klarstell|nachtrag|"
    r"hinweis|anm|fassung|aktualis|korrig|ergänz|in kürze|rectif|précis|rédaction|mise? à jour|modifi|actualis|"
    r"informations|corrección|rectifica|aclara|fe de err|actualiza|desarrollo|ampliación",
    re.IGNORECASE,
)


def fingerprint(html: str, region: str) -> str:
    """SHA-256 over all that a version can be made from, as it stands on a page; "" when the region is not there once.

    That is the visible text of the region (a CSS path, see region_of) without lines that are only a time, every h1,
    what the page declares, and lines elsewhere that may be a notice. Equal fingerprints mean that an extraction would
    give the same text; different ones mean nothing. Never raises.
    """
    tree = _tree(html)
    places = tree.css(region) if tree is not None else []
    if tree is None or tree.body is None or len(places) != 1:
        return ""
    said = [*_declared(tree), *(_text(h1) for h1 in tree.css("h1"))]
    for node in tree.body.css(_DROPPED):
        node.decompose(recursive=True)
    place = places[0]
    light = _without_boxes(place)
    inside = [line for line in _lines(place) if not _is_stamp(line)]
    if not inside:
        return ""
    place.decompose(recursive=True)
    spoken = [line for line in [*light, *_lines(tree.body)] if _MAY_SPEAK.search(line) or PLAIN_BYLINE.match(line)]
    return hashlib.sha256("\n".join([*said, "\x1e", *inside, "\x1e", *spoken]).encode("utf-8", "replace")).hexdigest()


def region_of(html: str, document: Document) -> str:
    """The CSS path of the innermost element that holds the headline and all of a story, byline and standfirst too.

    "" when the page does not show enough of the document again (FOUND), or no element with a name is around it.
    """
    tree = _tree(html)
    wanted = {key(block.text) for block in document.blocks} - {""}
    if tree is None or tree.body is None or not wanted:
        return ""
    beside = {key(text) for text in (document.headline, document.standfirst)} - {""}
    byline = key(document.byline)
    found: dict[str, LexborNode] = {}
    for node in tree.body.css(_LINES):
        text = key(node.text()[:LONGEST_LINE])
        named = byline and byline in text and len(text) < 3 * len(byline)
        if text in wanted or text in beside or named:
            found.setdefault(text, node)
    if sum(map(len, wanted & found.keys())) < FOUND * sum(map(len, wanted)):
        return ""
    return _path(tree, _around(list(found.values())))


def _tree(html: str) -> LexborHTMLParser | None:
    """The page as lexbor reads it; None where that would take too long."""
    closed = html.count("</")
    opened = html.count("<") - closed
    if len(html) > LONGEST or opened > MOST_ELEMENTS:
        return None
    if opened - closed > MOST_UNCLOSED and opened - closed - len(_NEVER_CLOSED.findall(html)) > MOST_UNCLOSED:
        return None
    return LexborHTMLParser(html.encode("utf-8", "replace"))


def _declared(tree: LexborHTMLParser) -> Iterator[str]:
    """What the page declares about its story, a line each, in order."""
    for node in tree.css("title, meta[content], link[rel][href], script[type], time[datetime]"):
        given = node.attributes
        if node.tag == "meta":
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            if _META.search(name):
                yield f"{name}={given.get('content')}"
        elif node.tag == "link":
            if "canonical" in (given.get("rel") or "").lower():
                yield f"canonical={given.get('href')}"
        elif node.tag == "time":
            if given.get("itemprop") or "pubdate" in given:
                yield f"time={given.get('datetime')}"
        elif node.tag == "script":
            if "ld+json" in (given.get("type") or "").lower():
                yield from _stories(node.text())
        else:
            yield _text(node)


def _stories(raw: str) -> Iterator[str]:
    """The objects of a block of JSON-LD that describe a story; the whole block where it is broken."""
    try:
        waiting: list[Any] = [json.loads(raw, strict=False)]
    except (ValueError, RecursionError):
        yield raw
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and _ARTICLE.search(str(value.get("@type", ""))):
            yield json.dumps(value, sort_keys=True)
        elif isinstance(value, dict | list):
            waiting.extend(value.values() if isinstance(value, dict) else value)


def _without_boxes(place: LexborNode) -> list[str]:
    """Take out of the region the light boxes that are named as something other than the story; their lines."""
    whole, lines = len(place.text()), []
    authors = {around.mem_id for node in place.css(_AUTHORS) for around in [node, *_way(node)]}
    for node in place.css(_BOXES):
        if node.mem_id == place.mem_id or node.parent is None or not _suspect(node):
            continue
        text = node.text(separator="\n")
        if len(text) <= LIGHT * whole and node.mem_id not in authors:
            lines += text.split("\n")
            node.decompose(recursive=True)
    return [line.strip() for line in lines]


def _suspect(node: LexborNode) -> bool:
    given = node.attributes
    return _named_as_something_else(node.tag or "", " ".join(v for name in _NAMED_BY if (v := given.get(name))))


@lru_cache(maxsize=4_096)
def _named_as_something_else(tag: str, names: str) -> bool:
    names = _CAMEL.sub("-", names[:400]).lower().replace("_", "-")  # As names.named() gives them.
    return bool(suspicion(tag, names))


def _lines(node: LexborNode) -> list[str]:
    return [line for line in (" ".join(text.split()) for text in node.text(separator="\n").split("\n")) if line]


def _is_stamp(line: str) -> bool:
    return len(line) <= LONGEST_STAMP and is_page_stamp(line)


def _text(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _around(nodes: list[LexborNode]) -> LexborNode | None:
    """The innermost element that holds them all and is none of them."""
    ways = [_way(node) for node in nodes]
    if not ways:
        return None
    shared: LexborNode | None = None
    for level in zip(*ways, strict=False):
        if len({node.mem_id for node in level}) > 1:
            break
        shared = level[0]
    return shared


def _way(node: LexborNode) -> list[LexborNode]:
    """The elements around a node, outermost first."""
    way, around = list[LexborNode](), node.parent
    while around is not None and len(way) < MOST_UNCLOSED:
        way.append(around)
        around = around.parent
    return way[::-1]


def _path(tree: LexborHTMLParser, node: LexborNode | None) -> str:
    """A CSS path to an element that finds it, and it alone, on its page; "" when there is none."""
    labels: list[str] = []
    while node is not None and node.tag not in {"body", "html"} and len(labels) < DEEPEST_PATH:
        labels.insert(0, _label(node))
        path = " > ".join(labels)
        found = tree.css(path)
        if len(found) == 1:
            return path
        node = node.parent
    return ""


def _label(node: LexborNode) -> str:
    given = node.attributes
    name = given.get("id") or ""
    classes = [word for word in (given.get("class") or "").split() if _GIVEN.fullmatch(word)][:2]
    own = f"#{name}" if _GIVEN.fullmatch(name) else "".join(f".{word}" for word in classes)
    return f"{node.tag}{own}"
