"""Letters in pictures: which font has them, how wide a word is, where lines break; Latin even where no font is."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from PIL import ImageDraw, ImageFont, features

#: Where a Linux keeps its fonts.
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))

#: Fonts for what is written in Latin, Greek and Cyrillic letters, the one liked best first.
LIKED = ("NotoSans", "DejaVuSans", "LiberationSans", "Roboto", "FreeSans")

#: Fonts that are looked at in all. Range 50 to 5,000.
MOST_FONTS = 600

#: Of a text's letters, the share below which its picture says nothing and it is left out. Range 0.5 to 1.
LEGIBLE = 0.9

_JOINERS = "\u200c\u200d"

#: A character that no font has: what is drawn for it is what a font draws for what it lacks.
_NOBODYS = "\U0010ffff"

#: Scripts that read as gibberish when their letters are only set side by side.
_SHAPED = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff]")

#: Signs between which a line may break, as there are no spaces.
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")

#: What the font of last resort has no sign for, and how it is written there.
_PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", "„": "“", "«": "“", "»": "”", "ß": "ss", "ø": "o", "ł": "l"})

Face = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Word:
    """A word to be set, or a sign of a script without spaces: whether it is marked, and whether a space follows."""

    text: str
    marked: bool = False
    spaced: bool = True


@dataclass(frozen=True)
class Style:
    """How large letters are, in pixels, and whether they are bold."""

    size: int
    bold: bool = False


def words(pieces: Sequence[tuple[str, bool]]) -> list[Word]:
    """A text in pieces, each marked or not, as words."""
    made: list[Word] = []
    for whole, marked in pieces:
        text = drawable(whole)
        if made and text[:1].isspace():
            made[-1] = replace(made[-1], spaced=True)
        for part in re.finditer(r"(\S+)(\s*)", text):
            signs = _signs(part[1])
            made += [Word(sign, marked, False) for sign in signs[:-1]]
            made.append(Word(signs[-1], marked, bool(part[2])))
    return made


def drawable(text: str) -> str:
    """A text without what cannot be drawn: controls, and what is no letter yet; the joiners of scripts stay."""
    return "".join(sign for sign in text if sign in _JOINERS or sign.isspace() or unicodedata.category(sign)[0] != "C")


def _signs(text: str) -> list[str]:
    """A word, or each sign of it where its script has no spaces."""
    if not _CJK.search(text):
        return [text]
    return ["".join(group) if not cjk else sign for cjk, group in _by_script(text) for sign in (group if cjk else "x")]


def _by_script(text: str) -> Iterator[tuple[bool, list[str]]]:
    for cjk, group in groupby(text, lambda sign: bool(_CJK.match(sign))):
        yield cjk, list(group)


def legible(found: Sequence[Word]) -> bool:
    """Whether the fonts at hand have enough of a text's letters for it to be read."""
    letters = [letter for word in found for letter in word.text if not letter.isspace()]
    known = sum(1 for letter in letters if _home(letter, False) is not None or _plain(letter) is not None)
    return bool(letters) and known >= LEGIBLE * len(letters)


def width(text: str, style: Style) -> float:
    """How wide a text is, in pixels."""
    drawn, face = _set(text, style)
    return face.getlength(drawn)


def lines(found: Sequence[Word], style: Style, room: int, most: int) -> list[list[Word]]:
    """Words broken into lines no wider than `room` pixels, at most so many; what is cut ends in an ellipsis."""
    space = width(" ", style)
    made: list[list[Word]] = [[]]
    used = 0.0
    for place, word in enumerate(found):
        wide = width(word.text, style)
        last = len(made) == most and place + 1 < len(found)
        if made[-1] and used + wide > room - (width("…", style) if last else 0):
            if len(made) == most:
                made[-1][-1] = replace(made[-1][-1], text=made[-1][-1].text + "…")
                break
            made.append([])
            used = 0.0
        made[-1].append(found[place])
        used += wide + (space if word.spaced else 0)
    return [line for line in made if line]


def rightwards(found: Sequence[Word]) -> bool:
    """Whether a text is read from left to right, by its first letter that says so (UAX 9, P2)."""
    for word in found:
        if (way := _way(word.text)) is not None:
            return way
    return True


def ordered(line: Sequence[Word], *, right: bool) -> list[Word]:
    """A line's words from left to right, as they stand; words of the other direction keep their own order.

    `spaced` then says whether there is room behind a word on its right. After UAX 9, by whole words.
    """
    ways = [_way(word.text) for word in line]
    groups = [(way, list(group)) for way, group in groupby(range(len(line)), lambda place: ways[place])]
    turned = [group[::-1] if (way is False if right else way is not True) else group for way, group in groups]
    places = [place for group in (turned if right else turned[::-1]) for place in group]
    made = [
        replace(line[here], spaced=line[min(here, there)].spaced if abs(here - there) == 1 else True)
        for here, there in pairwise(places)
    ]
    return [*made, replace(line[places[-1]], spaced=False)]


def draw(on: ImageDraw.ImageDraw, at: tuple[float, float], text: str, style: Style, fill: str) -> None:
    """Draw a text with its base line at a place."""
    drawn, face = _set(text, style)
    # The font of last resort has no bold letters: they are drawn with a stroke around them.
    stroke = style.size / 40 if style.bold and face is _face("", style.size) else 0
    on.text(at, drawn, fill=fill, font=face, anchor="ls", stroke_width=stroke)


def _way(text: str) -> bool | None:
    """True for left to right, False for right to left, None for neither."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind == "L"
    return None


@lru_cache(maxsize=4096)
def _set(text: str, style: Style) -> tuple[str, Face]:
    """What is drawn for a text, and the font: the first of those at hand that has all its letters."""
    homes = dict.fromkeys(_home(letter, style.bold) for letter in text if not letter.isspace())
    for home in homes:
        if home is None or not all(letter.isspace() or _has(home, letter) for letter in text):
            continue
        if _shapes(text, face := _face(home, style.size)):
            return text, face
    drawn = "".join(_plain(letter) or "?" for letter in text)
    return drawn, _face("", style.size)


def _shapes(text: str, face: Face) -> bool:
    """Whether letters can be set together: the shaper gives up on some that no language puts side by side."""
    try:
        return face.getlength(text) >= 0
    except ValueError:
        return False


@lru_cache(maxsize=16384)
def _home(letter: str, bold: bool) -> str | None:
    """The path of the first font that has a letter, "" for the one of last resort; None where none has it."""
    if _SHAPED.match(letter) and not features.check("raqm"):
        return None
    return next((path for path in _fonts(bold) if _has(path, letter)), None)


@lru_cache(maxsize=65536)
def _has(path: str, letter: str) -> bool:
    mark = _mark(path, letter)
    return mark != _mark(path, _NOBODYS) and mark[0] is not None


@lru_cache(maxsize=4096)
def _mark(path: str, letter: str) -> tuple[object, bytes]:
    face = _face(path, 20)
    if not _shapes(letter, face):
        return None, b""
    mask = face.getmask(letter)
    return mask.getbbox(), bytes(mask)


@lru_cache(maxsize=256)
def _face(path: str, size: int) -> Face:
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)


@cache
def _fonts(bold: bool) -> list[str]:
    """The fonts of this machine: those liked first, then all without serifs, and the one of last resort."""
    found = {path.stem: str(path) for path in sorted(_files())[:MOST_FONTS]}
    weight = ("-Bold", "-Regular", "") if bold else ("-Regular", "")
    liked = [found[name + end] for name in LIKED for end in weight if name + end in found]
    others = [name for name in found if "Sans" in name and "Mono" not in name]
    sans = [found[name] for end in weight for name in others if _ends(name, end)]
    return [*dict.fromkeys([*liked, *sans]), ""]


def _ends(name: str, end: str) -> bool:
    return name.endswith(end) if end else "-" not in name


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        if folder.is_dir():
            yield from (path for path in folder.rglob("*") if path.suffix.lower() in (".ttf", ".otf", ".ttc"))


def _plain(letter: str) -> str | None:
    """A letter as the font of last resort has it, its accents left out; None where even that is not there."""
    plain = unicodedata.normalize("NFKD", letter.translate(_PLAIN))
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return kept if kept and all(each.isspace() or _has("", each) for each in kept) else None
