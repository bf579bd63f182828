"""Compares two texts for what they say rather than how they are set."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")


def key(text: str) -> str:
    """Only the letters and digits of a text: equal for texts that differ in white space, typography or case."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFC", text)).casefold()


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order."""
    return [word for word in _NOT_WORD.split(unicodedata.normalize("NFC", text).casefold()) if word]


def likeness(one: str, other: str) -> float:
    """How alike two lines are, from 0 to 1: shared words over all words (Jaccard); 1 when the letters are equal."""
    if key(one) == key(other):
        return 1.0 if key(one) else 0.0
    a, b = set(words(one)), set(words(other))
    return len(a & b) / len(a | b) if a and b else 0.0
