"""Reads a text whose UTF-8 was taken for Latin-1 on its way ("EspaÃ±ol", "donâ€™t"), as some servers do for a while."""

import re

#: What every such text holds: the first byte of a letter beyond ASCII, and a second one, each taken for a letter.
_TRACE = re.compile(
    "[\u00c2-\u00f4](?:[\u0080-\u00bf]|[\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122])"
)


def ungarbled(text: str, *, sure: bool = False) -> str:
    """The text as it was before; unchanged where it shows no trace, or holds what neither charset has.

    A letter of which only a half is left (white space was trimmed off) is dropped. `sure`: the page around it is known
    to be garbled, so that no trace is needed.
    """
    if not sure and not _TRACE.search(text):
        return text
    raw = bytearray()
    for letter in text:
        if ord(letter) < 256:
            raw.append(ord(letter))
            continue
        try:
            raw += letter.encode("cp1252")
        except UnicodeEncodeError:
            return text
    return raw.decode("utf-8", "ignore")
