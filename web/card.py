"""The picture that a shared link shows: an outlet, a headline, and one edit before and after, its words marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from PIL import Image, ImageDraw

from web.lettering import Style, Word, draw, legible, lines, ordered, rightwards, width, words
from web.texts import gettext

#: Pixels, as those who show shared links ask (ogp.me; 1.91 to 1).
WIDE, HIGH = 1200, 630

MARGIN = 64
ROOM = WIDE - 2 * MARGIN

#: Characters of a text that are looked at; a picture shows a fraction. Range 200 to 5,000.
LONGEST = 900

#: Words before the first marked one that stay where a text must be cut. Range 2 to 20.
LEAD = 6

#: The distance of two base lines, in sizes of the letters.
LEADING = 1.38

PAPER, INK, SOFT, LINE, ACCENT = "#fbfaf7", "#1d1c1a", "#5d5850", "#e3ddd1", "#8c1f2b"

_OUTLET, _SMALL, _LABEL = Style(30, True), Style(26), Style(24, True)

#: The sizes of the edit: the first in which nothing must be cut.
_TEXTS = (Style(48), Style(42), Style(38), Style(34))

#: The headline's sizes: the first in which it keeps to two lines.
_HEADLINE = (Style(56, True), Style(48, True), Style(42, True))


@dataclass(frozen=True)
class Ink:
    """The colours of a mark: of its words, its paper, its line; and where the line runs."""

    words: str
    paper: str
    through: bool


_OUT, _PUT = Ink("#9a2414", "#fbe4df", True), Ink("#0b5a3c", "#dcf1e4", False)


@dataclass(frozen=True)
class Card:
    """What a picture shows. `before` and `after` are texts in pieces, each marked or not; either may be empty."""

    outlet: str
    headline: str
    foot: str
    side: str
    label: str = ""
    before: Sequence[tuple[str, bool]] = ()
    after: Sequence[tuple[str, bool]] = ()
    told: str = ""


def png(card: Card) -> bytes:
    """The picture. It takes about a twentieth of a second, and draws at most LONGEST characters of any text."""
    made = Image.new("RGB", (WIDE, HIGH), PAPER)
    on = ImageDraw.Draw(made)
    on.rectangle((0, 0, WIDE, 10), fill=ACCENT)
    for line in _fit(_whole(card.outlet), _OUTLET, ROOM - 220, 1):
        _line(on, line, _OUTLET, 78, ACCENT)
    _wordmark(on)
    y = _headline(on, card.headline)
    _edit(on, card, y + 14, HIGH - 92)
    on.line((MARGIN, HIGH - 84, WIDE - MARGIN, HIGH - 84), fill=LINE, width=2)
    for line in _fit(_whole(card.foot), _SMALL, ROOM - 300, 1):
        _line(on, line, _SMALL, HIGH - 40, SOFT)
    draw(on, (WIDE - MARGIN - width(card.side, _SMALL), HIGH - 40), card.side, _SMALL, SOFT)
    kept = BytesIO()
    made.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(kept, "PNG", compress_level=6)
    return kept.getvalue()


def _whole(text: str) -> list[Word]:
    return words([(text[:LONGEST], False)])


def _fit(found: Sequence[Word], style: Style, room: int, most: int) -> list[list[Word]]:
    return lines(found, style, room, most) if legible(found) else []


def _wordmark(on: ImageDraw.ImageDraw) -> None:
    name = "Rowback"
    left = WIDE - MARGIN - width(name, _OUTLET)
    draw(on, (left, 78), name, _OUTLET, INK)
    on.line((left - 50, 60, left - 16, 60), fill="#cf5a45", width=5)
    on.line((left - 50, 74, left - 26, 74), fill="#2f8f63", width=5)


def _headline(on: ImageDraw.ImageDraw, text: str) -> int:
    """Draw the headline; answers where it ends."""
    found = _whole(text)
    if not legible(found):
        return 96
    style = next((each for each in _HEADLINE if len(lines(found, each, ROOM, 3)) <= 2), _HEADLINE[-1])
    y = 78
    for line in lines(found, style, ROOM, 2):
        y += round(style.size * 1.2) + (14 if y == 78 else 0)
        _line(on, line, style, y, INK, right=rightwards(found))
    return y + 10


def _edit(on: ImageDraw.ImageDraw, card: Card, top: int, bottom: int) -> None:
    """The text before and after, as much of each as there is room for; without letters for it, only a sentence."""
    sides = [(gettext("Before"), card.before, _OUT), (gettext("After"), card.after, _PUT)]
    shown: list[tuple[str, list[Word], Ink | None]]
    shown = [(label, words(_cut(pieces)), ink) for label, pieces, ink in sides if pieces]
    shown = [(card.label or label, found, ink) for label, found, ink in shown if legible(found)]
    shown = shown or [("", found, None) for found in [_whole(card.told)] if legible(found)]
    style, most = _size([found for _, found, _ in shown], bottom - top)
    y = top
    for label, found, ink in shown:
        y += 30
        draw(on, (MARGIN, y), label, _LABEL, SOFT)
        for line in lines(_near(found), style, ROOM, most):
            y += round(style.size * LEADING)
            _line(on, line, style, y, INK, right=rightwards(found), ink=ink)
        y += 16


def _size(texts: Sequence[Sequence[Word]], room: int) -> tuple[Style, int]:
    """The largest size in which nothing is cut, else the smallest; and how many lines each text may have."""
    for style in _TEXTS:
        most = max(int((room - 44 * len(texts)) / (style.size * LEADING) / max(len(texts), 1)), 1)
        if all(len(lines(_near(found), style, ROOM, most + 1)) <= most for found in texts):
            break
    return style, most


def _cut(pieces: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """A text without what stands far before its first mark, and no longer than LONGEST."""
    made, left = [], LONGEST
    for place, (text, marked) in enumerate(pieces):
        kept = text if marked or place else text[-LONGEST:]
        made.append((kept[:left], marked))
        left -= len(kept)
        if left <= 0:
            break
    return made


def _near(found: Sequence[Word]) -> list[Word]:
    """A text from a few words before its first marked one."""
    first = next((place for place, word in enumerate(found) if word.marked), 0)
    start = max(first - LEAD, 0)
    return [*([Word("…")] if start else []), *found[start:]]


def _line(
    on: ImageDraw.ImageDraw,
    line: Sequence[Word],
    style: Style,
    y: int,
    fill: str,
    *,
    right: bool = True,
    ink: Ink | None = None,
) -> None:
    """Draw a line of words on its base line; a text that is read from the right stands there."""
    space = width(" ", style)
    placed = ordered(line, right=right)
    reaches = [width(word.text, style) + (space if word.spaced else 0) for word in placed]
    x = float(MARGIN) if right else WIDE - MARGIN - sum(reaches)
    starts = [x + sum(reaches[:place]) for place in range(len(placed))]
    if ink is not None:
        _marks(on, placed, starts, y, style, ink)
    for word, start in zip(placed, starts, strict=True):
        draw(on, (start, y), word.text, style, ink.words if ink is not None and word.marked else fill)


def _marks(
    on: ImageDraw.ImageDraw, placed: Sequence[Word], starts: Sequence[float], y: int, style: Style, ink: Ink
) -> None:
    """The paper and the line of marked words, those that stand side by side as one."""
    for marked, group in groupby(range(len(placed)), lambda place: placed[place].marked):
        if marked:
            places = list(group)
            start, end = starts[places[0]], starts[places[-1]] + width(placed[places[-1]].text, style)
            on.rectangle((start - 3, y - style.size * 0.92, end + 3, y + style.size * 0.28), fill=ink.paper)
            at = y - style.size * 0.3 if ink.through else y + style.size * 0.17
            on.line((start - 2, at, end + 2, at), fill=ink.words, width=3)
