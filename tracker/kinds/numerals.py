"""Numbers written as words, read as values in English, German, French and Spanish."""

import re
from collections.abc import Iterator
from decimal import Decimal

from text_to_num import text2num  # type: ignore[import-untyped]

from tracker.kinds.scanning import matches
from tracker.kinds.wordsets import word_set

#: Words of one run that a number can be made of; no number that anyone writes is longer.
LONGEST = 12

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "billion trillion"
)
_FRENCH = (
    "zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt "
    "vingts trente quarante cinquante soixante septante huitante octante nonante cent cents mille million "
    "millions milliard milliards"
)
_SPANISH = (
    "cero uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintiún veintidós veintitrés veinticuatro veinticinco "
    "veintiséis veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa "
    "cien ciento doscientos doscientas trescientos trescientas cuatrocientos cuatrocientas quinientos quinientas "
    "seiscientos seiscientas setecientos setecientas ochocientos ochocientas novecientos novecientas mil millón "
    "millones"
)
_GERMAN = (
    "zwei zwo drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig dreissig vierzig fünfzig "
    "sechzig siebzig achtzig neunzig hundert tausend million millionen milliarde milliarden null"
)
#: What a German number that is written as one word can be made of.
_GERMAN_ONE_WORD = re.compile(
    r"(?:ein|eins|zwei|drei|vier|fünf|sechs|sech|sieben|sieb|acht|neun|zehn|elf|zwölf|zwanzig|zig|ßig|ssig|und|hundert|"
    r"tausend){2,12}"
)

WORDS = {
    "en": frozenset(_ENGLISH.split()),
    "fr": frozenset(_FRENCH.split()),
    "es": frozenset(_SPANISH.split()),
    "de": frozenset(_GERMAN.split()),
}
#: What may stand between two words of one number.
_BETWEEN = {
    "en": r"(?:[ -]| and |(?<=thousand), |(?<=million), |(?<=billion), )",
    "fr": r"(?:[ -]|[ -]et[ -])",
    "es": r"(?: y | )",
    "de": r"(?: )",
}
#: Written alone these mostly mean "a", not a count.
_ALONE = {
    "en": frozenset({"one"}),
    "fr": frozenset({"un", "une", "neuf"}),
    "es": frozenset({"uno", "una"}),
    "de": frozenset(),
}
#: Written alone these are scales that stand behind digits ("2.6 million"), or vague ("hundreds").
_SCALES = word_set(
    "hundred thousand million billion trillion cent cents mille million millions milliard milliards cien ciento "
    "mil millón millones hundert tausend millionen milliarde milliarden"
)

#: The power of ten of each word or letter that scales a number.
SCALES = {
    "hundred": 2, "thousand": 3, "k": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6, "millionen": 6,
    "millón": 6, "millones": 6, "bn": 9, "b": 9, "mrd": 9, "md": 9, "billion": 9, "milliarde": 9, "milliarden": 9,
    "milliard": 9, "milliards": 9, "tn": 12, "trillion": 12, "tausend": 3, "mille": 3, "mil": 3, "hundert": 2,
}  # fmt: skip


def _pattern(code: str) -> re.Pattern[str]:
    word = "(?:" + "|".join(sorted(WORDS[code], key=len, reverse=True)) + ")"
    lead = r"(?:an? )?" if code == "en" else ""
    return re.compile(rf"\b{lead}{word}(?:{_BETWEEN[code]}{word}){{0,{LONGEST}}}\b", re.IGNORECASE)


_RUNS = {code: _pattern(code) for code in WORDS}
_STARTS = {code: WORDS[code] | {"a", "an"} if code == "en" else WORDS[code] for code in WORDS}
_ANY_WORD = re.compile(r"[^\W\d_]{5,60}")


def may_hold(keys: frozenset[str], code: str) -> bool:
    """Whether any of these words can be part of a number written out."""
    if code not in WORDS:
        return False
    return not keys.isdisjoint(WORDS[code]) or (code == "de" and any(_GERMAN_ONE_WORD.fullmatch(key) for key in keys))


def numerals(text: str, code: str) -> Iterator[tuple[int, int, Decimal, bool]]:
    """(start, end, value, weak) of each number written out; weak where the word often means no count ("one")."""
    if code not in WORDS:
        return
    for match in matches(_RUNS[code], text, _STARTS[code]):
        shown = match[0].casefold()
        if shown in _SCALES:
            continue
        value = _value(shown, code)
        if value is not None:
            yield match.start(), match.end(), value, shown in _ALONE[code]
    if code == "de":
        for match in _ANY_WORD.finditer(text):
            shown = match[0].casefold()
            if shown not in WORDS["de"] and _GERMAN_ONE_WORD.fullmatch(shown):
                value = _value(shown, code)
                if value is not None:
                    yield match.start(), match.end(), value, False


def _value(shown: str, code: str) -> Decimal | None:
    if code == "en":
        shown = re.sub(r"^an? ", "one ", shown).replace(",", "")
    try:
        return Decimal(text2num(shown, code))
    except (ValueError, OverflowError):
        return None
