"""Cuts a text into sentences that join to it exactly, and never across a paragraph break."""

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from sentencex import get_sentence_boundaries, segment

from tracker.diffing.model import Sentence, new_sentence
from tracker.diffing.words import beyond_ascii

#: Bytes of UTF-8. The splitter cuts longer texts by itself, anywhere, and loses the white space there (at 10,240).
LIMIT = 10_000
#: Characters. A line that is within this range, has no end mark and is followed by a line that starts with a word is
#: taken for prose that was wrapped at the margin; any other line break parts sentences (a list, a heading, an address).
WRAPPED = range(40, 101)

_BREAK = re.compile(r"(?>\r\n|[\n\r])[^\S\n\r]*(?>\r\n|[\n\r])\s*")
_LINE = re.compile(r"(?>\r\n|[\n\r])\s*")
_END_MARK = re.compile(r"[.!?…:;。！？。][\"'”’)\]»」』]*\s*\Z")
_MAY_END = re.compile(r"[.!?…。！？｡؟۔।॥።]+[\"'”’)\]»」』]*\s*")
_ODD_SPACE = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_ODD = re.compile(f"[{_ODD_SPACE}]|[\ud800-\udfff]")
_NUMBERING = re.compile(r"\s*(?:\d{1,3}|[A-Za-z])[.)]\s+\Z")

#: What the splitter takes for the end of an English sentence and is none, in lower case.
_NEVER_LAST = frozenset(
    re.findall(
        r"\S+",
        "mr. mrs. ms. messrs. approx. ft. mt. sgt. lt. col. capt. cmdr. maj. brig. gen. sen. rep. gov. rev. hon. prof."
        " vs.",
    )
)
#: Characters. A shorter piece may be a number or letter before its item, and is looked at.
SHORT = 8
#: Characters of the longest of them, with the white space around it and a quote before it.
LONGEST_ABBREVIATION = 11
_BEFORE_A_TIME = frozenset({"a.m.", "p.m."})
#: The last five characters of pieces that may end in one of these: of few other words, so that few need a closer look.
_DOUBTFUL = frozenset(
    [
        f"{before}{shape}{space}"[-5:]
        for word in _NEVER_LAST | _BEFORE_A_TIME
        for shape in (word, word.capitalize(), word.upper())
        for before in ("", " ", "(", "“", '"', "'", "‘")
        for space in (" ", "  ", "\xa0")
    ]
)
_TIMES = frozenset(
    re.findall(
        r"\S+",
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january "
        "february march april may june july august september october november december jan feb mar apr jun jul aug sep "
        "sept oct nov dec gmt bst utc est edt et cst cdt ct mst mdt mt pst pdt pt cet cest local eastern pacific",
    )
)


#: Places where a sentence may end, in one text, beyond which its paragraphs stand for its sentences (a coarse answer).
#: Prose reaches it at about 100,000 words; a text of one-word sentences would take seconds. Range 2,000 to 50,000.
MOST = 5_500
#: Paragraphs of such a text, beyond which several stand together as one sentence.
MOST_PARAGRAPHS = 2_500
_ENDS = (". ", "! ", "? ")
_ENDS_BEYOND_ASCII = ("。", "！", "？", "؟", "।", "۔")
#: What a sentence of a text of which not all is common costs, in cells of work: cutting it off, its pair and its JSON.
SENTENCE_CELLS = 10_000


class SplitterFailed(Exception):
    """The sentence splitter gave up on this text."""


def split(text: str, language: str | None, first: int = 0, rare: bytes | None = None) -> list[Sentence]:
    """The sentences of a text; joined they are the text. Paragraphs are numbered from `first`.

    `rare` is what is `beyond_ascii` in it or in a text that it is part of, where that is known.
    Raises SplitterFailed where the splitter gives up; `split_plainly` then still gives paragraphs.
    """
    if not text:
        return []
    code = language.partition("-")[0].partition("_")[0].lower() if language else "en"
    rare = beyond_ascii(text) if rare is None else rare
    odd = bool(rare) and _ODD.search(rare.decode("utf-8", "surrogatepass")) is not None
    if len(text) + len(rare) <= LIMIT:
        lines = text.count("\n")
        if not lines % 2 and "\r" not in text:
            pieces = _pieces(text, code, odd)
            if lines == 2 * pieces.count("\n\n"):
                return _numbered(pieces, code, first)
        return _irregular(text, code, first, odd)
    if not paragraphs_apart(text):
        return _irregular(text, code, first, odd)
    out: list[Sentence] = []
    for batch in _batches(text):
        number = out[-1].paragraph + 1 if out else first
        if _size(batch) > LIMIT:
            out += _irregular(batch, code, number, odd)
        else:
            out += _numbered(_pieces(batch, code, odd), code, number)
    return out


def too_many(text: str) -> bool:
    """Whether a text has more sentences than can be compared one by one in the time that a reader waits."""
    if len(text) <= 2 * MOST:
        return False
    lines = text.count("\n") - text.count("\n\n")
    lines += 0 if text.isascii() else sum(map(text.count, _ENDS_BEYOND_ASCII))
    if sum(map(text.count, ".!?")) + lines <= MOST:
        return False
    return sum(map(text.count, _ENDS)) + lines > MOST


def split_plainly(text: str, first: int = 0) -> list[Sentence]:
    """The paragraphs of a text as its sentences: the coarser answer for a text that the splitter cannot take.

    Beyond MOST_PARAGRAPHS, as many as it takes stand together as one.
    """
    blocks = _cut(text, _BREAK)
    step = len(blocks) // MOST_PARAGRAPHS + 1
    return [Sentence(first + k, "".join(blocks[k : k + step])) for k in range(0, len(blocks), step)]


def paragraphs_apart(text: str) -> bool:
    """Whether paragraphs stand apart by plain blank lines only, so that any of them can be cut on its own."""
    return text.count("\n") == 2 * text.count("\n\n") and "\r" not in text


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _batches(text: str) -> list[str]:
    """A text of paragraphs apart cut between them into batches below the limit; a longer paragraph is its own batch."""
    out: list[str] = []
    start = at = room = 0
    for paragraph in text.split("\n\n"):
        size = _size(paragraph) + 2
        if size > room and paragraph and at > start:
            out.append(text[start:at])
            start = at
            room = LIMIT
        elif at == 0:
            room = LIMIT
        room -= size
        at += len(paragraph) + 2
    return [*out, text[start:]]


def _pieces(text: str, code: str, odd: bool) -> list[str]:
    """The pieces that the splitter cuts, paragraph breaks apart; they join to the text.

    `odd` says that the text may hold what makes the splitter panic or raise: it gets something else to look at.
    """
    safe = _ODD.sub(lambda found: " " if found[0].isspace() else "\ufffd", text) if odd else text
    found: list[str] = _asked(segment, code, safe)
    if "".join(found) == safe:
        if safe is text:
            return found
        ends = list(accumulate(map(len, found)))
        return [text[i:j] for i, j in zip([0, *ends], ends, strict=False)]
    # It left white space out. Where pieces start is right even so, but asking for it takes twice as long.
    starts = [place["start_index"] for place in _asked(get_sentence_boundaries, code, safe)[1:]]
    return [text[i:j] for i, j in zip([0, *starts], [*starts, len(text)], strict=True)]


def _asked(splitter: Callable[[str, str], list[Any]], code: str, text: str) -> list[Any]:
    """The answer of the splitter. Raises SplitterFailed where it panics."""
    try:
        return splitter(code, text)
    except BaseException as failure:  # a panic of the splitter is not an Exception; anything else goes on up
        if type(failure).__name__ != "PanicException":
            raise
        raise SplitterFailed from failure


def _numbered(pieces: list[str], code: str, first: int) -> list[Sentence]:
    """Sentences out of pieces: breaks and stray white space go to the sentence before them, false ends are mended."""
    if code == "en" and not _DOUBTFUL.isdisjoint([piece[-5:] for piece in pieces]):
        return _mended(pieces, code, first)
    texts: list[str] = []
    numbers: list[int] = []
    number, goes_on = first, False
    for piece in pieces:
        if goes_on and piece != "\n\n":
            texts[-1] += piece
            goes_on = False
        elif len(piece) >= SHORT and not piece.isspace():
            texts.append(piece)
            numbers.append(number)
        elif piece == "\n\n" and texts:
            texts[-1] += piece
            number, goes_on = numbers[-1] + 1, False
        elif piece.isspace():
            return _mended(pieces, code, first)
        else:
            texts.append(piece)
            numbers.append(number)
            goes_on = _NUMBERING.match(piece) is not None
    return list(map(new_sentence, zip(numbers, texts, strict=True)))


def _mended(pieces: list[str], code: str, first: int) -> list[Sentence]:
    """The same where a piece may be no sentence: very short, white space alone, or ending in an abbreviation."""
    texts: list[str] = []
    numbers: list[int] = []
    number, broken, lead, before = first, True, "", ""
    english = code == "en"
    for piece in pieces:
        if piece == "\n\n" or piece.isspace():
            if texts:
                before = texts[-1] = before + piece
            else:
                lead += piece
            broken = broken or "\n\n" in piece
        elif broken:
            number += bool(texts)
            broken = False
            texts.append(piece)
            numbers.append(number)
            before = piece
        elif (" " in before[-LONGEST_ABBREVIATION:-2] or len(before) < SHORT) and _goes_on(before, piece, english):
            before = texts[-1] = before + piece
        else:
            texts.append(piece)
            numbers.append(number)
            before = piece
    if lead:
        if not texts:
            return [Sentence(first, lead)]
        texts[0] = lead + texts[0]
    return list(map(new_sentence, zip(numbers, texts, strict=True)))


def _goes_on(before: str, after: str, english: bool) -> bool:
    """Whether the splitter cut a sentence in two: "5 a.m. | Tuesday", "Ft. | Worth", "1. | First item"."""
    stripped = before.rstrip()
    if len(stripped) < 6 and _NUMBERING.match(before):
        return True
    if not english or stripped[-1:] != ".":
        return False
    last = stripped[stripped.rfind(" ") + 1 :].lower().lstrip("(“\"'‘")
    if last in _NEVER_LAST:
        return True
    return last in _BEFORE_A_TIME and after.split(None, 1)[0].strip(".,;:!?)”\"'").lower() in _TIMES


def _irregular(text: str, code: str, first: int, odd: bool) -> list[Sentence]:
    """The sentences of a text with other line breaks than plain blank lines, or with very long paragraphs."""
    out: list[Sentence] = []
    for block in _cut(text, _BREAK):
        number = out[-1].paragraph + 1 if out else first
        for line in _lines(block):
            for stretch in _stretches(line):
                out += _line_sentences(stretch, code, number, odd)
    return _without_blanks(out)


def _line_sentences(line: str, code: str, number: int, odd: bool) -> list[Sentence]:
    """The sentences of a line or stretch; the splitter is asked only where one may end before the line does."""
    found = _MAY_END.search(line)
    if found is None or found.end() == len(line) or _size(line) > LIMIT:
        return [Sentence(number, line)]
    return _numbered(_pieces(line, code, odd), code, number)


def _without_blanks(sentences: list[Sentence]) -> list[Sentence]:
    """Sentences of white space alone joined to the one before (or, at the very start, to the one after)."""
    out: list[Sentence] = []
    for sentence in sentences:
        if out and (sentence.text.isspace() or out[-1].text.isspace()):
            before = out.pop()
            number = before.paragraph if before.text.strip() else min(before.paragraph, sentence.paragraph)
            out.append(Sentence(number, before.text + sentence.text))
        else:
            out.append(sentence)
    return out


def _cut(text: str, behind: re.Pattern[str]) -> list[str]:
    """The text cut behind every match; the pieces join to the text."""
    ends = [found.end() for found in behind.finditer(text)]
    if not ends or ends[-1] != len(text):
        ends.append(len(text))
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _lines(block: str) -> list[str]:
    """A paragraph cut at the line breaks that part sentences; prose wrapped at the margin stays in one piece."""
    out: list[str] = []
    wrapped = False
    for line in _cut(block, _LINE):
        if wrapped and line[:1].isalnum():
            out[-1] += line
        else:
            out.append(line)
        wrapped = len(line.rstrip()) in WRAPPED and not _END_MARK.search(line[-12:])
    return out


def _stretches(line: str) -> list[str]:
    """A line above the limit in stretches below it, cut where sentences may end; what has no such place stays whole."""
    if _size(line) <= LIMIT:
        return [line]
    out: list[str] = []
    room = 0
    for piece in _cut(line, _MAY_END):
        size = _size(piece)
        if size <= room:
            out[-1] += piece
            room -= size
        else:
            out.append(piece)
            room = LIMIT - size
    return out
