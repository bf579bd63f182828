"""What an editor does to a story: each kind of edit takes a text and gives the text after it."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from tests.press.text import Line, Mark, Text
from tests.press.words import SYNONYMS, Writer


class What(StrEnum):
    """The kinds of edit that are scripted. Only `typography` is none to a reader."""

    FIGURE = "figure"
    CORRECTION = "correction"
    ADDITION = "addition"
    REMOVAL = "removal"
    CUT = "cut"
    QUOTE = "quote"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    WORDING = "wording"
    LETTER = "letter"
    MOVE = "move"
    STATUS = "status"
    TYPOGRAPHY = "typography"
    REVERT = "revert"
    REWRITE = "rewrite"
    NOTE = "note"
    OLD_NOTE = "old note"
    REAL = "real"


#: How an edit is done: the text before, a writer for new words, the time. None where there is nothing to edit so.
Doing = Callable[[Text, Writer, datetime], Text | None]

_NUMBER = re.compile(r"\b\d{2,3}\b")
_QUOTED = re.compile(r'"([^"]{30,})[,.?!]?"')


def _body(text: Text, fits: Callable[[str], object] = bool) -> list[int]:
    """The places of plain paragraphs that fit."""
    return [n for n, line in enumerate(text.lines) if line.mark is Mark.PARAGRAPH and fits(line.text)]


def _one(hand: random.Random, places: list[int]) -> int | None:
    return hand.choice(places) if places else None


def figure(text: Text, writer: Writer, at: datetime) -> Text | None:
    """A number is put right without a word: the silent correction."""
    place = _one(writer.hand, _body(text, _NUMBER.search))
    if place is None:
        return None
    found = writer.hand.choice(list(_NUMBER.finditer(text.lines[place].text)))
    old = text.lines[place].text
    number = str(int(found.group()) + writer.hand.choice((-9, -3, -1, 1, 2, 4, 20)))
    return text.with_line(place, old[: found.start()] + number + old[found.end() :])


def correction(text: Text, writer: Writer, at: datetime) -> Text | None:
    """A number is put right, and a notice at the end says so."""
    after = figure(text, writer, at)
    if after is None:
        return None
    place = next(n for n, (a, b) in enumerate(zip(text.lines, after.lines, strict=True)) if a != b)
    pairs = zip(_NUMBER.findall(text.lines[place].text), _NUMBER.findall(after.lines[place].text), strict=False)
    old, new = next((pair for pair in pairs if pair[0] != pair[1]), ("10", "9"))
    return replace(after, lines=(*after.lines, Line(writer.voice.correction.format(old=old, new=new))))


def addition(text: Text, writer: Writer, at: datetime) -> Text | None:
    """One to three paragraphs are added, mostly near the top."""
    place = 0
    for _ in range(writer.hand.randint(1, 3)):
        place = writer.hand.randint(1, min(6, len(text.lines)))
        text = replace(text, lines=(*text.lines[:place], Line(writer.paragraph()), *text.lines[place:]))
    return text


def removal(text: Text, writer: Writer, at: datetime) -> Text | None:
    """A paragraph goes."""
    place = _one(writer.hand, _body(text)[1:])
    if place is None or len(text.lines) < 6:
        return None
    return replace(text, lines=text.lines[:place] + text.lines[place + 1 :])


def cut(text: Text, writer: Writer, at: datetime) -> Text | None:
    """Most of the story goes: a real cut, which looks like a bad fetch."""
    if len(text.lines) < 9:
        return None
    return replace(text, lines=text.lines[: max(3, len(text.lines) // 4)])


def quote(text: Text, writer: Writer, at: datetime) -> Text | None:
    """A quotation is trimmed."""
    place = _one(writer.hand, _body(text, _QUOTED.search))
    if place is None:
        return None
    found = _QUOTED.search(text.lines[place].text)
    assert found
    words = found.group(1).split()
    said = " ".join(words[: max(3, len(words) * 2 // 3)]).rstrip(",")
    old = text.lines[place].text
    return text.with_line(place, old[: found.start(1)] + said + old[found.end(1) :])


def headline(text: Text, writer: Writer, at: datetime) -> Text | None:
    """The story gets another headline."""
    new = writer.angle()
    return None if new == text.headline else replace(text, headline=new)


def standfirst(text: Text, writer: Writer, at: datetime) -> Text | None:
    """The standfirst is written anew."""
    return replace(text, standfirst=writer.sentence())


def byline(text: Text, writer: Writer, at: datetime) -> Text | None:
    """A second reporter joins."""
    return replace(text, byline=f"{text.byline} and {writer.name()}") if " and " not in text.byline else None


def wording(text: Text, writer: Writer, at: datetime) -> Text | None:
    """A word is exchanged for its neighbour."""
    place = _one(writer.hand, _body(text, lambda line: set(line.split()) & set(SYNONYMS)))
    if place is None:
        return None
    word = writer.hand.choice(sorted(set(text.lines[place].text.split()) & set(SYNONYMS)))
    return text.with_line(place, re.sub(rf"\b{word}\b", SYNONYMS[word], text.lines[place].text, count=1))


def letter(text: Text, writer: Writer, at: datetime) -> Text | None:
    """Two letters are exchanged: a slip put right, or made."""
    place = _one(writer.hand, _body(text, lambda line: len(line) > 60))
    if place is None:
        return None
    old = text.lines[place].text
    spots = [n for n in range(len(old) - 2) if old[n : n + 2].isalpha() and old[n] != old[n + 1]]
    spot = writer.hand.choice(spots)
    return text.with_line(place, old[:spot] + old[spot + 1] + old[spot] + old[spot + 2 :])


def move(text: Text, writer: Writer, at: datetime) -> Text | None:
    """A paragraph from far below comes to the second place."""
    places = _body(text)[4:]
    if not places:
        return None
    place = writer.hand.choice(places)
    lines = [*text.lines]
    lines.insert(1, lines.pop(place))
    return replace(text, lines=tuple(lines))


def status(text: Text, writer: Writer, at: datetime) -> Text | None:
    """The line that says that the story is developing comes or goes."""
    said = Line(writer.voice.status)
    lines = tuple(line for line in text.lines if line != said)
    return replace(text, lines=lines if len(lines) < len(text.lines) else (*lines, said))


def typography(text: Text, writer: Writer, at: datetime) -> Text | None:
    """Straight quotes become curly ones: nothing that a reader would call an edit."""
    curly = tuple(replace(line, text=re.sub(r'"([^"]*)"', "“\\1”", line.text)) for line in text.lines)
    return replace(text, lines=curly) if curly != text.lines else None


def rewrite(text: Text, writer: Writer, at: datetime) -> Text | None:
    """The morning's flash is replaced by the evening's story: a third of the lines stay."""
    kept = [line for line in text.lines if writer.hand.random() < 0.35]
    fresh = [Line(writer.paragraph()) for _ in range(max(4, len(text.lines) - len(kept)))]
    return replace(text, lines=tuple(fresh[:3] + kept + fresh[3:]))


def note(text: Text, writer: Writer, at: datetime) -> Text | None:
    """A live blog gets a new note on top."""
    lines = (Line(writer.headline(), Mark.NOTE, at), *(Line(writer.paragraph()) for _ in range(2)))
    return replace(text, lines=(*text.lines[:1], *lines, *text.lines[1:]))


def old_note(text: Text, writer: Writer, at: datetime) -> Text | None:
    """A figure is put right deep down in an old note."""
    places = _body(text, _NUMBER.search)
    if len(places) < 4:
        return None
    place = writer.hand.choice(places[len(places) // 2 :])
    found = _NUMBER.search(text.lines[place].text)
    assert found
    old = text.lines[place].text
    return text.with_line(place, old[: found.start()] + str(int(found.group()) + 3) + old[found.end() :])


EDITS: dict[What, Doing] = {
    What.FIGURE: figure,
    What.CORRECTION: correction,
    What.ADDITION: addition,
    What.REMOVAL: removal,
    What.CUT: cut,
    What.QUOTE: quote,
    What.HEADLINE: headline,
    What.STANDFIRST: standfirst,
    What.BYLINE: byline,
    What.WORDING: wording,
    What.LETTER: letter,
    What.MOVE: move,
    What.STATUS: status,
    What.TYPOGRAPHY: typography,
    What.REWRITE: rewrite,
    What.NOTE: note,
    What.OLD_NOTE: old_note,
}

#: How often each kind is drawn for an ordinary story.
WEIGHTS = {
    What.FIGURE: 14,
    What.CORRECTION: 5,
    What.ADDITION: 22,
    What.REMOVAL: 6,
    What.CUT: 2,
    What.QUOTE: 6,
    What.HEADLINE: 12,
    What.STANDFIRST: 5,
    What.BYLINE: 2,
    What.WORDING: 10,
    What.LETTER: 6,
    What.MOVE: 3,
    What.STATUS: 5,
    What.TYPOGRAPHY: 3,
    What.REWRITE: 3,
    What.REVERT: 3,
}
