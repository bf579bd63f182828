"""The search over all that was ever said: which stories say it or used to, from when until when, as far as shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storage import said
from storage.queries import searchable
from storage.said import Said, Sayer
from tracker import excerpt
from tracker.model import Part
from web.deps import Reader

#: Texts of one story that a page shows. Range 1 to 20; the JSON has them all.
QUOTES = 4

#: Characters that a page shows of one text, and of them before what was asked for. Range 80 to 1,000.
LONGEST, LEAD = 360, 140

#: The last place in an answer at which a page may begin. Range: 1,000 up; each page walks past all before it.
LAST = 10_000


@dataclass(frozen=True)
class Quote:
    """A text that holds what was asked for, in pieces, each with whether it is what was asked for."""

    said: Said
    pieces: list[tuple[str, bool]]


@dataclass(frozen=True)
class Result:
    """A story with its texts: those shown, how many more there are, how many may not be shown."""

    sayer: Sayer
    quotes: list[Quote]
    more: int
    hidden: int


def asked(reader: Reader, words: str, *, removed: bool, limit: int = said.PAGE, offset: int = 0) -> said.Answer:
    """The stories that say or said these words."""
    return said.said(reader.session, words, removed=removed, operator=reader.operator, limit=limit, offset=offset)


def shown(sayer: Sayer, each: Said, *, operator: bool) -> bool:
    """Whether a reader may see a text: in an excerpt the headline, and what an edit put in or took out."""
    whole = excerpt.whole(sayer.outlet.show, operator=operator)
    return whole or each.edited or each.part is Part.HEADLINE


def page(reader: Reader, words: str, *, removed: bool, offset: int) -> dict[str, Any]:
    """The page of results."""
    answer = asked(reader, words, removed=removed, offset=offset)
    terms = said.terms(words)
    return {
        "asked": words,
        "usable": bool(terms),
        "removed": removed,
        "offset": offset,
        "results": [_result(sayer, terms, operator=reader.operator) for sayer in answer.sayers],
        "next": offset + said.PAGE if answer.more and offset + said.PAGE <= LAST else None,
        "cut": answer.cut,
    }


def _result(sayer: Sayer, terms: Sequence[str], *, operator: bool) -> Result:
    visible = [each for each in sayer.said if shown(sayer, each, operator=operator)]
    quotes = [Quote(each, marked(each.text, terms)) for each in _foremost(visible)]
    return Result(sayer, quotes, len(visible) - len(quotes), len(sayer.said) - len(visible))


def _foremost(texts: Sequence[Said]) -> list[Said]:
    """What stands, then what went last, as many as a page shows; in the order in which they came."""

    def rank(at: int) -> tuple[bool, int]:
        until = texts[at].until
        return until is not None, -until.number if until else 0

    return [texts[at] for at in sorted(sorted(range(len(texts)), key=rank)[:QUOTES])]


def marked(text: str, terms: Sequence[str]) -> list[tuple[str, bool]]:
    """A text in pieces, what was asked for marked, cut to LONGEST around the first of it.

    A text whose even form has another length is not marked: its places would not be those of the text.
    """
    even = searchable(text)
    spots = _spots(even, terms) if len(even) == len(text) else []
    start = max(spots[0][0] - LEAD, 0) if spots and len(text) > LONGEST else 0
    end = min(start + LONGEST, len(text))
    pieces, at = [("… ", False)] if start else [], start
    for begin, stop in spots:
        if begin >= end:
            break
        pieces += [(text[at:begin], False), (text[begin : min(stop, end)], True)]
        at = min(stop, end)
    pieces += [(text[at:end], False), (" …" if end < len(text) else "", False)]
    return [piece for piece in pieces if piece[0]]


def _spots(even: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where the terms stand, in order; those that touch or overlap are one."""
    found = []
    for term in terms:
        at = even.find(term)
        while at >= 0:
            found.append((at, at + len(term)))
            at = even.find(term, at + len(term))
    joined: list[tuple[int, int]] = []
    for begin, stop in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((begin, stop))
    return joined
