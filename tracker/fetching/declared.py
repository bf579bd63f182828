"""What a page declares about its story, out of sight of the reader: JSON-LD, OpenGraph and meta tags."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from typing import Any

from lxml import html

from tracker.fetching.page import squeezed

#: Characters of JSON-LD that are read on one page; real pages stay below 300,000.
LONGEST_JSON_LD = 2_000_000

#: Objects looked at in one page's JSON-LD.
MOST_NODES = 20_000

#: Notes of a live blog that are read from its JSON-LD. Publishers declare 10 to 50, some all of them (up to 1,500).
MOST_NOTES = 5_000

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|OpinionNewsArticle|Review)$")
#: Elements above a field in which the note that it belongs to is looked for.
DEEPEST_FIELD = 12

_LIVE_TYPE = re.compile(r'"LiveBlogPosting"')
_NOTE_TYPE = re.compile(r'"@type"\s*:\s*"(?:BlogPosting|NewsArticle|Article)"')
_LINE_COMMENT = re.compile(r"(?m)^[ \t]*//.*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_MISSING_COMMA = re.compile(r'(?<=[}\]"])\s(?=\s*"[\w@]{1,60}"\s?:)')
_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|"
    r"/\*\s*\]\]>\s*\*/)\s*$"
)
_BARE_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|articleBody|description|articleSection|inLanguage|alternativeHeadline)"'
    r"""\s*:\s*(?:"((?:[^"\\\n]|\\.){1,100000})"|'([^'\n]{1,5000})')\s*(?:,|\n|\})"""
)  # fmt: skip
_TAG = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6])\b[^<>]{0,200}>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ANY_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")


#: Corrections that one page may declare; none was seen with more than three.
MOST_CORRECTIONS = 20


@dataclass(frozen=True)
class DeclaredNote:
    """A note of a live blog as JSON-LD declares it (liveBlogUpdate); `body` has each paragraph on a line of its own."""

    headline: str = ""
    body: str = ""
    posted: str = ""


@dataclass
class Declared:
    """The fields that a page declares; "" where it does not. `body` is JSON-LD's articleBody without markup.

    `live` says that the page calls itself a live blog, and `notes` are those that it declares, in its order.
    """

    titles: dict[str, str] = field(default_factory=dict)
    description: str = ""
    authors: list[str] = field(default_factory=list)
    section: str = ""
    outlet: str = ""
    language: str = ""
    url: str = ""
    published: str = ""
    modified: str = ""
    body: str = ""
    live: bool = False
    notes: list[DeclaredNote] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)


def _documents(raw: str) -> Iterator[Any]:
    """Every JSON value in one block of JSON-LD, mending what is commonly broken; nothing when it cannot be mended."""
    raw = _WRAPPED.sub("", raw[:LONGEST_JSON_LD]).strip().removesuffix(";")
    decoder = json.JSONDecoder(strict=False)
    mended = _TRAILING_COMMA.sub("", _LINE_COMMENT.sub("", raw))
    for attempt in (raw, mended, _MISSING_COMMA.sub(", ", mended)):
        found, place = [], 0
        try:
            while place < len(attempt):
                value, place = decoder.raw_decode(attempt, place)
                found.append(value)
                place = re.compile(r"[\s,;]*").match(attempt, place).end()  # type: ignore[union-attr]
        except (ValueError, RecursionError):
            if not found:
                continue
        yield from found
        return
    if _LIVE_TYPE.search(raw):
        yield _broken_live_blog(raw)
    elif fields := _bare_fields(raw):
        yield {"@type": "Article", **fields}


def _bare_fields(raw: str) -> dict[str, str]:
    """The fields that can be told in JSON that is broken beyond mending."""
    fields = {match[1]: match[2] or match[3] for match in _BARE_FIELD.finditer(raw)}
    return {key: _unquoted(value) for key, value in fields.items()}


def _broken_live_blog(raw: str) -> dict[str, Any]:
    """A live blog out of broken JSON: its own fields stand before its notes, and each note begins with its type."""
    head, _, rest = raw.partition('"liveBlogUpdate"')
    notes = [_bare_fields(piece) for piece in _NOTE_TYPE.split(rest, maxsplit=MOST_NOTES)[1:]]
    return {"@type": "LiveBlogPosting", **_bare_fields(head), "liveBlogUpdate": notes}


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, outermost first; without recursion, for the hostile are nested deeply."""
    waiting, seen = [value], 0
    while waiting and seen < MOST_NODES:
        current = waiting.pop(0) if len(waiting) < 100 else waiting.pop()
        seen += 1
        if isinstance(current, dict):
            yield current
            waiting.extend(v for v in current.values() if isinstance(v, dict | list))
        elif isinstance(current, list):
            waiting.extend(v for v in current if isinstance(v, dict | list))


def _types(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type", "")
    return [str(k) for k in kind] if isinstance(kind, list) else [str(kind)]


def text_of(value: Any) -> str:
    """A declared value as one line of plain text: markup and entities resolved, the first of a list."""
    if isinstance(value, list):
        value = next((v for v in value if text_of(v)), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("text") or ""
        return text_of(value) if not isinstance(value, dict) else ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return squeezed(_plain(str(value), ""))


def _plain(value: str, line: str) -> str:
    """A value without its markup, `line` in place of each border of a block; its entities are resolved once.

    Twice only where the first time brings markup to light: "&lt;p&gt;Tea &amp;amp; bread" is a whole page's HTML,
    escaped once more. "Ex&amp;ample" is the text "Ex&ample", and nothing in that is an entity any more.
    """
    text = value if _ANY_TAG.search(value) else _resolved(value)
    if not _ANY_TAG.search(text):
        return text
    return _resolved(_ANY_TAG.sub("", _TAG.sub(line, text)))


def _resolved(text: str) -> str:
    """Entities as letters; only those that end as they should, for "&copy" may stand in any address."""
    return _ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def _body(value: Any) -> str:
    return _plain(value, "\n\n") if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:
    """The names of authors, in order, each once; addresses are no names."""
    people = value if isinstance(value, list) else [value]
    names = [text_of(person) for person in people if person]
    return list(dict.fromkeys(n for n in names if n and len(n) <= 200 and "://" not in n))


def _updates(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The notes of the declared live blog (of the one with the most): a list, one, an ItemList, or references."""
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 2}
    found: list[list[dict[str, Any]]] = [[]]
    for value in [node["liveBlogUpdate"] for node in nodes if node.get("liveBlogUpdate")][:MOST_NOTES]:
        # By identity, so that an object which is referred to a thousand times counts once.
        waiting, notes, steps = [value], dict[int, dict[str, Any]](), 0
        while waiting and steps < MOST_NODES:
            current, steps = waiting.pop(), steps + 1
            if isinstance(current, list):
                waiting.extend(reversed(current[:MOST_NOTES]))
            elif isinstance(current, dict):
                inner = current.get("itemListElement") or current.get("item") or by_id.get(str(current.get("@id")))
                if len(current) <= 3 and inner and inner is not current:
                    waiting.append(inner)
                else:
                    notes.setdefault(id(current), current)
        found.append(list(notes.values())[:MOST_NOTES])
    return max(found, key=len)


def _note(update: dict[str, Any]) -> DeclaredNote:
    body = update.get("articleBody") or update.get("text") or update.get("description")
    return DeclaredNote(
        headline=text_of(update.get("headline") or update.get("name")),
        body=_body(body) or text_of(body),
        posted=text_of(update.get("datePublished") or update.get("dateCreated") or update.get("dateModified")),
    )


def _article(blocks: list[str]) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """The object that describes this page's own story, all objects, and those that are notes of a live blog."""
    nodes = [node for raw in blocks for value in _documents(raw) for node in _nodes(value)]
    updates = _updates(nodes)
    inside = {id(node) for update in updates for node in _nodes(update)} if updates else set()
    articles = [n for n in nodes if id(n) not in inside and any(_ARTICLE.search(kind) for kind in _types(n))]
    best = max(articles, key=lambda n: sum(bool(n.get(k)) for k in _WANTED), default={})
    return best, nodes, updates


_WANTED = ("headline", "datePublished", "dateModified", "articleBody", "author", "mainEntityOfPage", "description")


def _is_of_a_note(element: html.HtmlElement) -> bool:
    """Whether a field belongs to a note of a live blog (microdata) and not to the page."""
    return any("liveBlogUpdate" in (e.get("itemprop") or "") for e in islice(element.iterancestors(), DEEPEST_FIELD))


def metas(root: html.HtmlElement) -> dict[str, list[str]]:
    """The page's meta tags, and times marked as one: lower-case name or property to its contents, in order."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = squeezed(meta.get("content") or "")
        if key and content and not _is_of_a_note(meta):
            found.setdefault(key.strip().lower(), []).append(content)
    for time in root.iter("time"):
        stated = time.get("itemprop") or time.get("pubdate") is not None
        if time.get("datetime") and stated and not _is_of_a_note(time):
            key = (time.get("itemprop") or "datePublished").strip().lower()
            found.setdefault(key, []).append(squeezed(time.get("datetime") or ""))
    return found


def _first(found: dict[str, list[str]], *keys: str) -> str:
    return next((found[key][0] for key in keys if key in found), "")


_PUBLISHED = (
    "article:published_time", "article:published",
    "og:article:published_time", "datepublished", "originalpublicationdate", "pubdate",
    "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "date", "article.published", "ptime", "dat",
    "rnews:datepublished", "cxenseparse:recs:publishtime", "bt:pubdate", "originalpublishdate", "article_date_original",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "article:modified",
    "og:article:modified_time", "datemodified", "og:updated_time", "article:updated",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "lastmodified", "article.updated", "utime",
    "lmt", "bt:moddate", "revision_date", "article:updated_time",
)  # fmt: skip
_SECTIONS = ("article:section", "og:article:section", "section", "parsely-section", "articlesection", "dc.subject")


def _canonical(root: html.HtmlElement) -> str:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return (link.get("href") or "").strip()
    return ""


def _language(root: html.HtmlElement, found: dict[str, list[str]], article: dict[str, Any]) -> str:
    said = (
        root.get("lang")
        or root.get("xml:lang")
        or _first(found, "content-language", "dc.language", "language")
        or text_of(article.get("inLanguage"))
        or _first(found, "og:locale")
    )
    match = re.match(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", said.strip())
    return match[0].replace("_", "-") if match else ""


def declared(root: html.HtmlElement) -> Declared:
    """What the page declares; fields that it does not have, or that cannot be read, are empty. Never raises."""
    found = metas(root)
    blocks = [
        script.text or ""
        for script in root.iter("script")
        if "ld+json" in (script.get("type") or "").lower() and script.text
    ]
    article, nodes, updates = _article(blocks)
    title = next((squeezed("".join(t.itertext())) for t in root.iter("title") if t.getparent() is not None), "")
    titles = {
        "og:title": text_of(_first(found, "og:title")),
        "json-ld": text_of(article.get("headline") or article.get("name")),
        "title": title,
    }
    site = next((n for n in nodes if "WebSite" in _types(n)), {})
    return Declared(
        titles={origin: text for origin, text in titles.items() if text},
        description=text_of(article.get("description")) or text_of(_first(found, "og:description", "description")),
        authors=_names(article.get("author")) or _names(found.get("author", []) or found.get("article:author", [])),
        section=text_of(article.get("articleSection")) or text_of(_first(found, *_SECTIONS)),
        outlet=text_of(_first(found, "og:site_name")) or text_of(article.get("publisher")) or text_of(site.get("name")),
        language=_language(root, found, article),
        url=_canonical(root) or _first(found, "og:url"),
        published=text_of(article.get("datePublished")) or _first(found, *_PUBLISHED),
        modified=text_of(article.get("dateModified")) or _first(found, *_MODIFIED),
        body=_body(article.get("articleBody")),
        live="LiveBlogPosting" in _types(article) or bool(updates),
        notes=[note for note in map(_note, updates) if note.headline or note.body],
        corrections=_corrections(article.get("correction")),
    )


def _corrections(stated: Any) -> list[str]:
    """The texts of schema.org's `correction`: a text, a CorrectionComment, or several of them."""
    several = stated if isinstance(stated, list) else [stated]
    texts = (text_of(one.get("text") or one.get("description") if isinstance(one, dict) else one) for one in several)
    return [text for text in texts if text][:MOST_CORRECTIONS]
