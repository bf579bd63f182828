"""Tries a pattern only where a word begins that it can begin with: many times faster than at every letter."""

import re
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"\d+|[^\W\d_]+")


@lru_cache(maxsize=8)
def _words(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match[0].casefold()) for match in _WORD.finditer(text)]


def matches(pattern: re.Pattern[str], text: str, starts: frozenset[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern, none overlapping, that begin at a number or at one of the words in `starts`."""
    end = 0
    for start, word in _words(text):
        if start >= end and (word in starts or word[0].isdigit()):
            match = pattern.match(text, start)
            if match and match.end() > start:
                end = match.end()
                yield match
