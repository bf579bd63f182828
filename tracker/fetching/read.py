"""Raw bytes as they were kept, read into a Document: a page, a plain text or a line of JSON."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from tracker.errors import BadLine
from tracker.fetching import charset, extract, jsonlines
from tracker.model import FETCHED, Document, Via

HTML = "text/html"
TEXT = "text/plain"
LINE = jsonlines.MEDIA_TYPE

#: What no database can hold as text: U+0000 (PostgreSQL) and lone surrogates (UTF-8).
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_CHARSET = re.compile(r"""charset\s*=\s*["']?([-\w.:]{2,40})""", re.I | re.A)

#: How a page begins, white space and a byte-order mark aside.
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|\?xml|!--|article|div|p|h1)\b", re.I)


@dataclass(frozen=True)
class Read:
    """A document, and the route by which its text was first had, where an exported line says so."""

    document: Document
    via: Via | None = None


def read(raw: bytes, media_type: str, address: str) -> Read:
    """What raw bytes say. Raises BadLine where a kept line cannot be read (it was altered, or is no line)."""
    if media_type == LINE:
        line = jsonlines.parse(raw)
        return Read(jsonlines.document(line), line.via)
    if media_type == TEXT:
        return Read(extract.extract_text(charset.decoded(raw)))
    if is_page(media_type):
        stated = stated_charset(media_type)
        return Read(extract.extract(charset.decoded(raw, stated) if stated else raw, address))
    raise BadLine(f'Rowback cannot read the media type "{media_type}"')


def route(stated: Via | None, via: Via) -> Via:
    """By which route a text was first had: an imported line may say that it was exported from a fetched page."""
    return stated or via if via is Via.IMPORT else via


def fetched_page(raw: bytes, via: Via) -> bytes | None:
    """The page in a line of JSON that was fetched once, as it is exported; None where the line is anything else."""
    if b'"html"' not in raw:
        return None
    try:
        line = jsonlines.parse(raw)
    except BadLine:
        return None
    if line.html is None or route(line.via, via) not in FETCHED:
        return None
    return line.html.encode("utf-8", "surrogatepass")


def is_page(media_type: str) -> bool:
    """Whether raw bytes of this type are a page of HTML."""
    return media_type == HTML or media_type.startswith(f"{HTML};")


def stated_charset(media_type: str) -> str:
    """The charset that the server named for a page, where the page does not; "" when it named none."""
    return media_type.partition("; charset=")[2]


def media_type_of(content_type: str, raw: bytes) -> str:
    """How fetched bytes are to be read, from the Content-Type that the server sent (RFC 9110 section 8.3).

    A charset is kept only where the bytes do not tell it themselves. Without a type, bytes that begin as a page do
    are one. Another type is kept as it is, and such a capture never makes a version.
    """
    essence, _, parameters = content_type.partition(";")
    essence = essence.strip().lower()[:100]
    if essence in ("", "application/octet-stream") and looks_like_html(raw):
        essence = HTML
    if essence not in (HTML, "application/xhtml+xml"):
        return essence if essence.isprintable() else ""
    stated = _CHARSET.search(parameters[:200])
    return f"{HTML}; charset={stated[1].lower()}" if stated and charset.declares_nothing(raw) else HTML


def looks_like_html(raw: bytes) -> bool:
    """Whether bytes without a name begin as a page does."""
    return _PAGE.match(raw[:512]) is not None


def storable(document: Document) -> tuple[Document, bool]:
    """The document with every character that no database can hold as U+FFFD, and whether there was one."""
    if not _UNSTORABLE.search("".join(_texts(document))):
        return document, False
    return Document.model_validate(_mapped(_mended, document.model_dump())), True


def mended(text: str) -> str:
    """Text with U+0000 and lone surrogates, which no database can hold, as U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def _mended(value: Any) -> Any:
    return mended(value) if isinstance(value, str) else _mapped(_mended, value)


def _mapped(mend: Callable[[Any], Any], value: Any) -> Any:
    if isinstance(value, dict):
        return {mend(key): mend(item) for key, item in value.items()}
    return [mend(item) for item in value] if isinstance(value, list) else value


def _texts(value: Any) -> Iterator[str]:
    """Every text in a noun or in plain data, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for held in vars(value).values():
            if held:
                yield from (held,) if isinstance(held, str) else _texts(held)
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from _texts(key)
            yield from _texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from _texts(held)
