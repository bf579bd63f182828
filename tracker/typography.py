"""Which differences between two texts are only typography, and which are words.

Only what no reader would call a different text is evened out: white space, Unicode form, soft hyphens, and the shape
of quotes, dashes and dots. Everything else stands: "1.5 million" is never "15 million", nor "re-signed" "resigned".
"""

import re
import unicodedata

from tracker.model import Folded

#: Characters that print nothing and part no words: soft hyphen, zero-width space, word joiner, byte-order mark.
#: The zero-width joiner and non-joiner are left: they change words in Persian and Hindi.
_INVISIBLE_CHARACTERS = "\u00ad\u200b\u2060\ufeff"
_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE_CHARACTERS))

#: Every byte of UTF-8 that is not an ASCII letter or digit.
_NO_BONES = bytes([code for code in range(256) if code > 127 or not chr(code).isalnum()])

#: What each typographic character is evened to, one after the other. The long dashes come to one first, so that the
#: white space around them can go with it: "word — word" is "word—word" set by another hand.
_SHAPES = (
    *((quote, "'") for quote in "‘’‚‛ʼ´`"),
    *((quote, '"') for quote in "“”„‟"),
    *((dash, "—") for dash in "–―"),
    *((dash, "-") for dash in "‐‑‒−"),
    ("…", "..."),
    ("« ", '"'),
    (" »", '"'),
    ("«", '"'),
    ("»", '"'),
    (" — ", "-"),
    (" —", "-"),
    ("— ", "-"),
    ("—", "-"),
    (" -- ", "-"),
    ("--", "-"),
    (" - ", "-"),
)

_ASCII_SHAPES = tuple(shape for shape in _SHAPES if shape[0].isascii())


def squeezed(text: str) -> str:
    """Text with every run of white space as one plain space, none at the ends."""
    return " ".join(text.split())


def even(text: str) -> str:
    """Text with its typography evened out; two texts that differ only in typography have the same even form."""
    if not text.isascii():
        for character in _INVISIBLE_CHARACTERS:
            text = text.replace(character, "")
        text = unicodedata.normalize("NFC", text)
    text = squeezed(text)
    # A plain replacement that finds nothing costs next to nothing; a table or a pattern looks at each character.
    for typographic, plain in _ASCII_SHAPES if text.isascii() else _SHAPES:
        text = text.replace(typographic, plain)
    return text


def bones(text: str) -> bytes:
    """The ASCII letters and digits of a text: texts that differ only in typography have the same, and few others do."""
    if not text.isascii():
        if any(character in text for character in _INVISIBLE_CHARACTERS):
            text = text.translate(_INVISIBLE)
        text = unicodedata.normalize("NFC", text)
    return text.encode("utf-8", "replace").translate(None, _NO_BONES)


def folded(old: str, new: str) -> Folded | None:
    """Why a difference between two texts is folded; None when the words differ (or nothing does).

    Example: ("a  b", "a b") is SPACE, ("“a”", '"a"') is TYPOGRAPHY, ("1.5", "15") is None.
    """
    if old == new:
        return None
    if squeezed(old) == squeezed(new):
        return Folded.SPACE
    return Folded.TYPOGRAPHY if even(old) == even(new) else None


_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+(?:['’.,][^\W_]+)*")


def count_words(text: str) -> int:
    """How many words a text has; in Chinese and Japanese, where none are set apart, each character counts as one."""
    return len(words(text))


def words(text: str) -> list[str]:
    """The words of a text, without punctuation; in Chinese and Japanese each character."""
    return _WORD.findall(text)
