"""Reads what a figure counts, from the words around it: the dead, the injured, somebody's age, fire engines."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tracker.kinds import whens
from tracker.kinds.figures import Figure, figures
from tracker.kinds.wordsets import word_set

#: Characters of a text beyond which nothing is counted in it: no sentence is so long (kinds.rules has the same bound).
LONGEST = 8_000

#: Words behind a figure within which its verb is looked for ("12 people have been killed"). Range 4 to 12; German puts
#: its verb last.
REACH = 8

#: Sentences whose counts are remembered: one change is asked several times while it is weighed and told.
REMEMBERED = 2_048

#: Words of which the name of what is counted can be made ("six fire engines"). Range 1 to 4.
NOUN = 3


class Counted(StrEnum):
    """What is counted, where it matters to every reader what it is."""

    DEAD = "dead"
    HURT = "hurt"
    MISSING = "missing"
    ARRESTED = "arrested"
    AGE = "age"


class Count(NamedTuple):
    """A figure, what it counts where that is known, and the English word for it ("engines"; "" where there is none).

    `whole` is the figure with that word as it stands ("22 years"); `measure` says that the word is a unit.
    """

    figure: Figure
    of: Counted | None
    noun: str
    whole: str
    measure: bool


_BEHIND = {
    Counted.DEAD: word_set(
        "dead died dies deaths death killed fatalities bodies tote toten toter todesopfer getötet gestorben starben "
        "ums morts mort tués tuées tué décès muertos muertas muerto fallecidos murieron"
    ),
    Counted.HURT: word_set(
        "hurt injured wounded injuries verletzt verletzte verletzten verwundet blessés blessées blessé heridos "
        "heridas herido"
    ),
    Counted.MISSING: word_set("missing unaccounted vermisst vermisste vermissten disparus disparues desaparecidos"),
    Counted.ARRESTED: word_set(
        "arrested arrests detained festgenommen festnahmen verhaftet arrêtées arrêtés interpellés interpellations "
        "detenidos arrestados"
    ),
}
_NO_WORDS = (
    r"(?:\s+(?:has|have|had|now|is|was|stands?|stood|rose|rises|risen|rising|climbed|climbs|jumped|fell|from|to|at|of|"
    r"by|least|about|around|up|more|than|nearly|almost|over|some|another|a|total|stieg|steigt|gestiegen|sank|liegt|lag|bei|erhöhte|sich|auf|mindestens|rund|über|à|au|moins|"
    r"al|menos|más|de))*\s*$"
)
_BEFORE = {
    counted: re.compile(rf"\b(?:{words})\b{_NO_WORDS}", re.IGNORECASE)
    for counted, words in {
        Counted.DEAD: r"death toll|number of (?:dead|deaths)|dead|killed|killing|kills|zahl der (?:toten|todesopfer)|"
        r"nombre de morts|bilan|número de muertos",
        Counted.HURT: r"injured|injuring|injures|wounded|wounding|wounds|number of (?:injured|wounded)|"
        r"zahl der verletzten|nombre de blessés|número de heridos",
        Counted.MISSING: r"number of missing|zahl der vermissten",
        Counted.ARRESTED: r"arrested|arresting|number of arrests|zahl der festnahmen",
    }.items()
}
#: Words that end what a figure speaks of: behind them another statement begins.
_ENDS = word_set(
    "of and or but who whom that which when where while after before as because since whose if than und oder aber als "
    "weil nachdem während et mais qui que quand y pero cuando"
)
_UNITS = word_set(
    "years months weeks days hours minutes seconds miles metres meters kilometres kilometers km feet inches acres "
    "hectares tonnes tons kilograms kg litres liters degrees points votes percent million billion trillion mph knots"
)
_PLURALS = word_set("people men women children police")
#: Words that end in "s" and name nothing that is counted.
_NO_NOUN = word_set("was is has does this its his hers others ours theirs as us yes plus minus across times")
_QUALIFIES = word_set("more other new additional further")
#: Words behind which no name of what is counted can follow any more: "12 in hospitals" counts no hospitals.
_NO_JOINT = word_set(
    "in on at by to for from with without under over into near out off up down a an the were are be been being had "
    "have will would could may might can said say told died killed hurt injured wounded missing dead arrested"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STOP = re.compile(r"[.;:!?,()\[\]\"“”„«»\n]|\s[–—-]\s|\d")
_AGE = re.compile(r"[ -]years?[ -]olds?\b|[ -]?jährige\w*|-year-old|\s?(?:ans|años)\b", re.IGNORECASE)

#: Years up to which a number between two commas behind a name is taken for an age ("Ana Lopez, 58, said").
OLDEST = 115


@lru_cache(maxsize=REMEMBERED)
def counts(text: str, code: str) -> tuple[Count, ...]:
    """Every figure of a text in its order with what it counts. `code` is a language as kinds.languages names it."""
    if len(text) > LONGEST:
        return ()
    return tuple(_count(text, figure, code) for figure in figures(text, code, whens.fixed(text, code)))


def find(found: Sequence[Count], shown: str) -> Count | None:
    """The count that a finding shows ("12"); of several, one of which it is known what it counts."""
    same = [count for count in found if count.figure.shown == shown]
    return next((count for count in same if count.of), same[0] if same else None)


def alike(one: Count, other: Count) -> bool:
    """Whether two figures count the same: both the dead, or both engines; a lone "engine" is one of the engines."""
    if one.of or other.of:
        return one.of is other.of
    return bool(one.noun) and one.noun.casefold() == other.noun.casefold() and one.figure.unit == other.figure.unit


def _count(text: str, figure: Figure, code: str) -> Count:
    stop = _STOP.search(text, figure.end)
    behind = list(_WORD.finditer(text, figure.end, stop.start() if stop else len(text)))[:REACH]
    ends = next((at for at, match in enumerate(behind) if match[0].casefold() in _ENDS), len(behind))
    behind = behind[:ends]
    noun = _noun(behind) if code == "en" and not figure.unit else []
    end = noun[-1].end() if noun else figure.end
    named = " ".join(match[0] for match in noun)
    measure = bool(noun) and noun[-1][0].casefold() in _UNITS
    return Count(figure, _category(text, figure, behind, measure), named, text[figure.start : end], measure)


def _category(text: str, figure: Figure, behind: list[re.Match[str]], measure: bool) -> Counted | None:
    if _is_age(text, figure):
        return Counted.AGE
    if figure.unit not in ("", "about") or measure:
        return None
    for match in behind:
        for counted, words in _BEHIND.items():
            if match[0].casefold() in words:
                return counted
    before = text[max(0, figure.start - 60) : figure.start]
    return next((counted for counted, pattern in _BEFORE.items() if pattern.search(before)), None)


def _is_age(text: str, figure: Figure) -> bool:
    if _AGE.match(text, figure.end):
        return True
    around = text[max(0, figure.start - 2) : figure.start], text[figure.end : figure.end + 1]
    return around == (", ", ",") and figure.shown.isdecimal() and len(figure.shown) < 4 and int(figure.shown) <= OLDEST


def _noun(behind: list[re.Match[str]]) -> list[re.Match[str]]:
    """The words right behind a figure that name what it counts: up to the first that is a plural."""
    words = behind[1:] if behind and behind[0][0].casefold() in _QUALIFIES else behind
    for place, match in enumerate(words[:NOUN]):
        word = match[0].casefold()
        if word in _NO_JOINT or word in _NO_NOUN:
            return []
        if word in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "'s", "’s")) and len(word) > 3):
            return words[: place + 1]
    return []
