"""Reads quantities as values: "five" is 5, "$2.6bn" is "$2.6 billion", "a dozen" is 12."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from tracker.kinds import numerals
from tracker.kinds.contacts import contacts
from tracker.kinds.model import Span
from tracker.kinds.reading import overlaps
from tracker.kinds.setting import ITEM_NUMBER
from tracker.kinds.wordsets import word_set

#: Digits of a number that are read as a value; a longer one is compared by its digits as they stand.
MOST_DIGITS = 40

#: Characters before digits in which a currency and a sign stand, and behind them in which the rest of a number does.
ROOM_FOR_MONEY, ROOM_BEHIND = 6, 60
_RUN_OF_DIGITS = re.compile(r"\d+")


class Figure(NamedTuple):
    """A quantity in a text. `weak`: the word often means no quantity ("one", "second"), so it counts only in a swap."""

    start: int
    end: int
    unit: str
    value: Decimal | str
    shown: str
    weak: bool = False

    @property
    def key(self) -> tuple[str, Decimal | str]:
        """What two mentions of the same quantity share."""
        return self.unit, self.value


_MONEY = r"(?:US\$|S\$|A\$|C\$|HK\$|NZ\$|[$€£¥₹]|(?:CHF|EUR|USD|GBP|SGD|AUD|Fr\.|Rs\.?)(?=\s?\d))"
_SCALE = (
    r"(?:hundred|thousand|millionen|millions?|millones|millón|mio|mn|milliarden?|milliards?|billion|mrd|bn|"
    r"trillion|tn|tausend|mille|mil|"
    r"md|k|m|b)\b\.?"
)
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<sign>[+−-](?=[\d.$€£]))?(?P<money>{_MONEY}\s?)?"
    r"(?P<digits>\d{1,3}(?P<by>[,.'’\u00a0\u202f ])\d{3}(?:(?P=by)\d{3})*(?!\d)(?:[.,]\d+)?"
    r"|(?:\d{1,4}[- ])?\d{1,2}/\d{1,2}(?![\d/])|\d{0,4}[½¼¾⅓⅔⅛]|\d+(?:[.,]\d+)?|\.\d+)"
    rf"(?:\s?-?(?P<scale>{_SCALE}))?"
    r"(?P<behind>\s?(?:%|‰|per\s?cent\b|percent\b|percentage points?\b|prozent\b|pour cent\b|por ciento\b)"
    r"|(?P<ordinal>st|nd|rd|th|e|er|ère|ème)\b|[º°](?!\w)"
    r"|\s?-?(?:euros?|dollars?|pounds?|francs?|franken|dólares|yen|cents|€|CHF|EUR|USD)(?!\w)|\s?[£$](?!\w|\d))?",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"^(?:%|‰|per|prozent|pour|por)", re.IGNORECASE)
_CURRENCY = {
    "us$": "$", "s$": "$", "a$": "$", "c$": "$", "hk$": "$", "nz$": "$", "usd": "$", "sgd": "$", "aud": "$",
    "dollar": "$",
    "dollars": "$", "dólares": "$", "eur": "€", "euro": "€", "euros": "€", "gbp": "£", "pound": "£", "pounds": "£",
    "chf": "chf", "fr.": "chf", "franc": "chf", "francs": "chf", "franken": "chf", "yen": "¥", "rs": "₹", "rs.": "₹",
}  # fmt: skip

#: The size of a file beside its link: a quantity, but nothing that the story says.
FILE_SIZE = re.compile(r"\s?[KMG]B\b")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")

_VAGUE = {
    "en": re.compile(
        r"\b(?:(?:(?P<count>half a|a|two|three|four|five|six|several|a few)\s+)?dozen|dozens|(?:(?:tens|hundreds) of )?"
        r"(?:hundreds|thousands|millions|billions)|scores|a (?:third|quarter|fifth|tenth)|two[- ]thirds|"
        r"three[- ]quarters|(?<!and.a.)half|"
        r"twice|thrice|doubl(?:e|ed|ing)|tripl(?:e|ed|ing)|halv(?:e|ed|ing)|quadrupl(?:e|ed|ing))\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:dutzende?|hunderte|tausende|zehntausende|hunderttausende|die hälfte|ein drittel|doppelt)\b", re.I
    ),
    "fr": re.compile(
        r"\b(?:(?:une )?(?:dizaine|douzaine|vingtaine|centaine|millier)s?|la moitié|un tiers|le double)\b", re.I
    ),
    "es": re.compile(
        r"\b(?:(?:una )?(?:docena|decena|centenar|millar)(?:es|s)?|miles|cientos|la mitad|un tercio|el doble)\b", re.I
    ),
}
_DOZENS = {"half a": 6, "a": 12, "two": 24, "three": 36, "four": 48, "five": 60, "six": 72}
_ORDINAL_VALUES = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip
_ORDINAL = re.compile(r"\b(?:" + "|".join(_ORDINAL_VALUES) + r")(?!ly\b)\b", re.IGNORECASE)
ORDINAL_WORDS = frozenset(_ORDINAL_VALUES)
VAGUE_WORDS = word_set(
    "dozen dozens hundreds thousands millions billions tens scores third thirds quarter quarters fifth tenth half "
    "twice thrice double doubled doubling triple tripled tripling halve halved halving quadruple quadrupled "
    "dutzend dutzende hunderte tausende zehntausende hälfte drittel doppelt dizaine dizaines douzaine vingtaine "
    "centaine centaines milliers moitié tiers docena docenas decena decenas centenar centenares miles cientos "
    "mitad tercio million billion trillion percent percentage cent mn bn"
)
_WORD = re.compile(r"[^\W\d_]+")
_RANGE = re.compile(r"\s?(?:[-–—]|to|and|bis|à|a)\s?", re.IGNORECASE)


def figures(text: str, code: str, dates: Iterable[Span] = ()) -> list[Figure]:
    """Every quantity of a text in its order, without those that stand in `dates`, in links or in telephone numbers."""
    taken = [
        *dates,
        *(match.span() for match in contacts(text)),
        *(match.span() for match in _FOOTNOTE.finditer(text)),
    ]
    item = ITEM_NUMBER.match(text)
    if item:
        taken.append(item.span())
    found: list[Figure] = []
    words = frozenset(_WORD.findall(text.casefold()))
    readers = [_digits] if any(map(str.isdigit, text)) else []
    readers += [_vague] if not words.isdisjoint(VAGUE_WORDS) else []
    readers += [_written] if numerals.may_hold(words, code) else []
    readers += [_ordinals] if not words.isdisjoint(ORDINAL_WORDS) else []
    for figure in (figure for read in readers for figure in read(text, code)):
        if not overlaps((figure.start, figure.end), taken):
            taken.append((figure.start, figure.end))
            found.append(figure)
    return _joined(text, sorted(found))


def _digits(text: str, code: str) -> Iterator[Figure]:
    for match in _numbers(text):
        start, end = match.span()
        if _is_short_form(text, match):
            continue
        if text[end : end + 1].isalpha() and not FILE_SIZE.match(text, end):
            continue
        if start and text[start - 1] in "-/–" and text[start - 2 : start - 1].isalpha():
            continue  # "COVID-19", "F-15", "G-20".
        value = _value(match["digits"], code)
        scale = (match["scale"] or "").rstrip(".").casefold()
        if isinstance(value, Decimal) and scale:
            value = value.scaleb(numerals.SCALES[scale])
        unit = _unit((match["money"] or "").strip(), (match["behind"] or "").strip(), bool(match["ordinal"]))
        if match["sign"] in ("-", "−") and isinstance(value, Decimal):
            value = -value
        shown = match[0].strip()
        yield Figure(start, start + len(match[0].rstrip()), unit, _plain(value), shown)


def _is_short_form(text: str, match: re.Match[str]) -> bool:
    """Whether a digit and a capital make a short form ("2M" for a second minister) and no scale: "2M Tong said"."""
    shown, behind = match[0].strip(), text[match.end() :].lstrip()
    ends = not behind or behind[0].isupper() or behind.startswith(("at ", "on ", "to ", "for ", "said "))
    return len(shown) == 2 and shown[0].isdigit() and shown[1].isupper() and ends


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """The numbers in digits: looked for only where digits stand, with the room around them that a unit takes."""
    end = 0
    for run in _RUN_OF_DIGITS.finditer(text):
        if run.start() >= end:
            match = _NUMBER.search(text, max(end, run.start() - ROOM_FOR_MONEY), run.end() + ROOM_BEHIND)
            if match:
                end = match.end()
                yield match


def _value(digits: str, code: str) -> Decimal | str:
    """The value of digits with their separators, by the custom of the language where they can be read two ways."""
    if len(digits) > MOST_DIGITS:
        return re.sub(r"\D", "", digits)
    if "/" in digits or not digits[-1].isdecimal():
        return _fraction(digits)
    bare = re.sub(r"[\s'’\u00a0\u202f]", "", digits)
    groups = re.fullmatch(r"\d{1,3}(?:([,.])\d{3})+", bare)
    if groups:
        thousands = "," if code in ("en", "") else "."
        many = bare.count(groups[1]) > 1
        bare = bare.replace(groups[1], "") if groups[1] == thousands or many else bare.replace(",", ".")
    elif "," in bare and "." in bare:
        last = max(bare.rfind(","), bare.rfind("."))
        bare = re.sub(r"[.,]", "", bare[:last]) + "." + bare[last + 1 :]
    else:
        bare = bare.replace(",", ".")
    try:
        return Decimal(bare)
    except InvalidOperation:
        return bare


_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅛": 0.125, "⅓": 0.333, "⅔": 0.667}


def _fraction(digits: str) -> Decimal | str:
    """The value of "5-1/4" or "5½"."""
    if digits[-1] in _FRACTIONS:
        return Decimal(digits[:-1] or 0) + Decimal(str(_FRACTIONS[digits[-1]]))
    whole, _, fraction = digits.replace("-", " ").rpartition(" ")
    above, below = map(int, fraction.split("/"))
    return Decimal(whole or 0) + round(Decimal(above) / below, 3) if below else digits


def _plain(value: Decimal | str) -> Decimal | str:
    return value.normalize() if isinstance(value, Decimal) else value


def _unit(money: str, behind: str, ordinal: bool) -> str:
    if _PERCENT.match(behind):
        return "%" if behind != "‰" else "‰"
    if ordinal or behind in ("º", "°"):
        return "th"
    sign = (money or behind.lstrip("-")).casefold()
    return _CURRENCY.get(sign, sign)


def _vague(text: str, code: str) -> Iterator[Figure]:
    if code not in _VAGUE:
        return
    for match in _VAGUE[code].finditer(text):
        shown = match[0].casefold()
        dozens = _DOZENS.get((match.groupdict().get("count") or "").casefold()) if shown.endswith("dozen") else None
        if dozens:
            yield Figure(match.start(), match.end(), "", Decimal(dozens).normalize(), match[0])
        else:
            yield Figure(match.start(), match.end(), "about", re.sub(r"[\s-]+", " ", shown), match[0])


#: Behind a number in words: sources who are not named, "two people familiar with the matter".
_UNNAMED = re.compile(
    r" (?:\w+ )?(?:people|persons|sources|officials|aides|diplomats|lawyers|colleagues|witnesses)(?: \w+)? "
    r"(?:familiar|briefed|with (?:direct )?knowledge|close to|who spoke|said|told)\b",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"[ -]and[ -]a[ -]half\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s?-?(%|per\s?cent\b|prozent\b|pour cent\b|por ciento\b|euros?|dollars?|pounds?|francs?|franken)", re.I
)


def _written(text: str, code: str) -> Iterator[Figure]:
    for start, end, value, weak in numerals.numerals(text, code):
        if text[end : end + 1] == "," and not text[:start].strip():
            continue  # "Two, each time there is a hearing": a place in the speech.
        half = _AND_A_HALF.match(text, end)
        if half:
            end, value = half.end(), value + Decimal("0.5")
        if _UNNAMED.match(text, end):
            continue
        unit = _BEHIND.match(text, end)
        sign = _unit("", unit[1], False) if unit else ""
        yield Figure(start, unit.end() if unit else end, sign, value.normalize(), text[start:end], weak and not unit)


def _ordinals(text: str, code: str) -> Iterator[Figure]:
    for match in _ORDINAL.finditer(text) if code == "en" else ():
        if text[match.end() : match.end() + 1] == ",":
            continue  # "Second, it splits the offence": a place in the speech.
        value = Decimal(_ORDINAL_VALUES[match[0].casefold()])
        yield Figure(match.start(), match.end(), "th", value.normalize(), match[0], weak=True)


def _joined(text: str, found: list[Figure]) -> list[Figure]:
    """Two numbers joined by a dash or "to" as one range or score: "2-1" is not "1-2"."""
    out: list[Figure] = []
    for figure in found:
        last = out[-1] if out else None
        if (
            last
            and isinstance(last.value, Decimal)
            and not figure.weak
            and _RANGE.fullmatch(text[last.end : figure.start])
        ):
            joint = text[last.end : figure.start].strip().casefold()
            if joint not in ("and", "a") or text[max(0, last.start - 8) : last.start].casefold() in (
                "between ",
                " entre ",
            ):
                value = (
                    f"{last.value:f}-{figure.value}"
                    if not isinstance(figure.value, Decimal)
                    else f"{last.value:f}-{figure.value:f}"
                )
                out[-1] = Figure(last.start, figure.end, figure.unit or last.unit, value, text[last.start : figure.end])
                continue
        out.append(figure)
    return out
