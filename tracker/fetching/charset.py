"""From the bytes of a page to its letters, so that the same page always gives the same text."""

import codecs
import re

from charset_normalizer import from_bytes

#: Bytes at the start of a page in which a declared charset is looked for. The HTML standard says 1,024; real pages
#: put it behind long comments and scripts, so a little more is read. Range 1,024-65,536.
DECLARED_WITHIN = 8_192

#: Bytes of a page without any declaration that are looked at to guess its charset (bytes; the guess is slow).
GUESSED_FROM = 32_768

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([-\w:.]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([-\w:.]{2,40})""",
    re.IGNORECASE,
)

#: What browsers read when a page says something else (WHATWG Encoding standard, section 4.2).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-16": "utf-8",  # A declaration that can be read as ASCII is not in UTF-16.
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-7": "utf-8",
}


def _declared(data: bytes) -> str | None:
    """The codec that the page declares, as browsers understand it; None when there is none or it is unknown."""
    match = _DECLARED.search(data[:DECLARED_WITHIN])
    return None if match is None else _codec((match[1] or match[2]).decode("ascii", "replace"))


def _codec(label: str) -> str | None:
    """The codec that browsers take for a charset's name; None for an unknown one."""
    try:
        codec = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True):  # "zlib", "rot13" and the like are codecs too.
        return None
    return _MEANT.get(codec.name, codec.name)


def _guessed(data: bytes) -> str:
    best = from_bytes(data[:GUESSED_FROM]).best()
    return best.encoding if best is not None else "cp1252"


def clean(text: str) -> str:
    """Text that every store and program can hold: NUL and lone surrogates become U+FFFD, line ends become "\\n"."""
    text = text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def declares_nothing(data: bytes) -> bool:
    """Whether the bytes themselves do not tell their charset: no mark, no declaration, not UTF-8."""
    if any(data.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS) or _declared(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def decoded(data: bytes, stated: str = "") -> str:
    """The text of a page's bytes: byte-order mark, then UTF-8, then the declared charset, then a guess.

    UTF-8 comes before the declaration because text in another charset almost never is valid UTF-8 by chance, while
    pages often declare wrongly. `stated` is the charset that the server named, taken where the page declares none.
    Bytes that fit nothing become U+FFFD. Never raises.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return clean(data[len(mark) :].decode(codec, "replace"))
    declared = _declared(data) or (_codec(stated) if stated else None)
    if declared not in {"iso2022_jp", "hz"}:  # These write everything as ASCII bytes, which is valid UTF-8.
        try:
            return clean(data.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    try:
        return clean(data.decode(declared or _guessed(data), "replace"))
    except (LookupError, UnicodeError):
        return clean(data.decode("utf-8", "replace"))
