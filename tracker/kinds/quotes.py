"""Finds what stands between quotation marks, and says whether the words of a quotation changed, came or went."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.kinds.copyedits import alike, inflected
from tracker.kinds.edits import key_of
from tracker.kinds.model import Finding, Kind, Span
from tracker.kinds.reading import Reading, Side, overlaps

#: Which marks close a quotation that each mark opens.
_CLOSERS = {
    "”": "”",
    "“": "”“",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‹": "›",
    '"': '"',
    "'": "'",
    "「": "」",
    "『": "』",
}
_MARK = re.compile("[“”„«»‘’‹›\"'「」『』]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

#: Words of which at most a title or a term is made when all begin with a capital ("the “Super Contract”").
LONGEST_TITLE = 4
#: The same of the theme of a meeting or the title of a talk, where most words begin with one. Range 8 to 20.
LONGEST_THEME = 14
#: Letters of a word that a title writes small.
LITTLE = 4
#: Words that marks are put around (or taken off) only to set a term apart. Range 1 to 4.
LONGEST_TERM = 3


class Quote(NamedTuple):
    """Words between quotation marks, the marks included; `said` is what two typographies of the same words share."""

    start: int
    end: int
    said: tuple[str, ...]
    shown: str
    title: bool


def quotes(text: str) -> list[Quote]:
    """The outermost quotations of a text; one that is not closed runs to the end, one never opened from the start."""
    found: list[Quote] = []
    opened: tuple[int, str] | None = None
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if not _is_mark(text, at):
            continue
        if opened is None:
            if _opens(text, at):
                opened = (at, mark)
            elif mark in "”»" and not found:
                found.append(_quote(text, 0, at + 1))
        elif mark in _CLOSERS[opened[1]] and not _opens_inside(text, at, opened[1]):
            found.append(_quote(text, opened[0], at + 1))
            opened = None
    if opened is not None and opened[1] not in "'‘":
        found.append(_quote(text, opened[0], len(text)))
    return [quote for quote in found if quote.said]


def _is_mark(text: str, at: int) -> bool:
    """Whether a mark is no apostrophe: single ones count only at the edge of a word."""
    if text[at] not in "'’":
        return True
    return not (text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()) and not text[at + 1 : at + 2].isdigit()


def _opens(text: str, at: int) -> bool:
    mark, after, before = text[at], text[at + 1 : at + 2], text[at - 1 : at] if at else ""
    if mark in "“„«‘‹「『":
        return True
    if mark == "”":  # Finnish and Swedish open and close with the same mark.
        return after.isalnum() and not before.isalnum() and not any(other in text for other in "“„")
    if mark == "’":
        return False
    return bool(after) and not after.isspace() and not before.isalnum()


def _opens_inside(text: str, at: int, opener: str) -> bool:
    """Whether a mark inside a quotation opens one more rather than closing it (only marks of one shape can)."""
    return text[at] == "“" and opener == "“" and text[at - 1 : at].isspace()


def _quote(text: str, start: int, end: int) -> Quote:
    words = _WORD.findall(text[start:end])
    named = all(word[:1].isupper() or len(word) <= LITTLE or word.isdigit() for word in words)
    capitals = sum(word[:1].isupper() for word in words)
    title = named and (len(words) <= LONGEST_TITLE or (len(words) <= LONGEST_THEME and 2 * capitals > len(words)))
    return Quote(start, end, tuple(key_of(word) for word in words), text[start:end], title)


def changed_quotes(reading: Reading) -> Iterator[Finding]:
    """Words between quotation marks that changed, or a quotation that appeared or disappeared, within the pair."""
    if not reading.paired or not any(_MARK.search(side.text) for side in reading.sides):
        return
    old, new = (quotes(side.text) for side in reading.sides)
    if _all_said(old) == _all_said(new):
        return  # The same words, cut in two by "he said" or put together again.
    kept = {quote.said for quote in old} & {quote.said for quote in new}
    gone, come = ([quote for quote in found if quote.said not in kept] for found in (old, new))
    for before in list(gone):  # Those in which only a slip was mended.
        same = next((after for after in come if _is_mended(before, after)), None)
        if same is not None:
            gone.remove(before)
            come.remove(same)
    for before in gone:
        after = max(come, key=lambda quote: _likeness(before, quote), default=None)
        if after is not None and _likeness(before, after) > 0:
            come.remove(after)
            if before.title and after.title and not reading.language.nouns_capital:
                continue  # A name or a term in marks: what changed in it is told by its own kind.
            if _edited_words(before, reading.old) or _edited_words(after, reading.new):
                yield Finding(Kind.QUOTE, f"{_short(before)} -> {_short(after)}", True, (before[:2],), (after[:2],))
        else:
            yield from _lone(before, reading.old, reading.new, came=False)
    for after in come:
        yield from _lone(after, reading.new, reading.old, came=True)


def _lone(quote: Quote, side: Side, other: Side, *, came: bool) -> Iterator[Finding]:
    """A quotation that only one side has: the marks may have been put around words that stood there already."""
    if not side.was_edited((quote.start, quote.end)):
        return
    same_words = f" {' '.join(quote.said)} " in f" {' '.join(key_of(word) for word in _WORD.findall(other.text))} "
    if quote.title or (same_words and len(quote.said) <= LONGEST_TERM):
        return
    span: tuple[Span, ...] = ((quote.start, quote.end),)
    what = f"{_short(quote)} {'new' if came else 'no longer there'}"
    why = f"quotation marks {'put around' if came else 'taken off'} {_short(quote)}" if same_words else what
    old, new = ((), span) if came else (span, ())
    yield Finding(Kind.QUOTE, why, not same_words, old, new)


def _is_mended(before: Quote, after: Quote) -> bool:
    return len(before.said) == len(after.said) and all(map(_slips, before.said, after.said))


def _slips(a: str, b: str) -> bool:
    """Whether a quoted word is the other one or a slip in it, never another form of it."""
    return a == b or (alike(a, b) and not inflected(a, b))


def _all_said(found: list[Quote]) -> list[str]:
    return [word for quote in found for word in quote.said]


def _edited_words(quote: Quote, side: Side) -> bool:
    return overlaps((quote.start, quote.end), [(token.start, token.end) for token in side.touched])


def _likeness(a: Quote, b: Quote) -> float:
    mine, theirs = set(a.said), set(b.said)
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _short(quote: Quote) -> str:
    return quote.shown if len(quote.shown) <= 60 else quote.shown[:40] + "…" + quote.shown[-15:]
