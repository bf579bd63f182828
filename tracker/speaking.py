"""Says whether a notice speaks of an edit: by the figures, dates, names and words that both hold."""

import re
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from tracker.kinds.figures import figures
from tracker.kinds.languages import OTHER, READ, language_of
from tracker.kinds.whens import whens
from tracker.kinds.wordsets import word_set
from tracker.mentions import stem
from tracker.model import Change, Op, Part

#: Words beside the edited ones that a notice and a sentence have in common, where only one side of the edit stands in
#: the notice, and where none does. Range 1 to 4; 2 to 6.
CONTEXT_BESIDE, CONTEXT_ALONE = 2, 3

#: Digits beyond which a number is no value that a notice repeats.
MOST_DIGITS = 20

#: Characters of a side that are read.
LONGEST = 8_000

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\w.,]*\w|\d")
#: Words that notices are made of, whatever they speak of.
_OF_NOTICES = word_set(
    "article articles story stories version versions earlier previous original report headline caption post piece page "
    "correction corrections corrected correct clarification clarified clarify amended amend updated "
    "update changed edited editor note misstated incorrectly incorrect wrong wrongly erroneously error mistake "
    "stated said say says gave "
    "given published reflect state make clear removed number date day name names named spelling misspelled misspelt "
    "title "
    "figure figures amount percentage fact due reporting editing regret actually instead rather include information "
    "artikel text version fassung früheren korrektur korrigiert berichtigung hieß heißt richtig falsch geändert "
    "article texte précédente correction rectificatif erreur indiquait indiqué corrigé "
    "artículo anterior corrección error corregido decía indicaba noticia"
)
#: What a notice calls the kind of thing that was wrong, by the kind of change that mends it.
_ASPECTS = {
    "figure": r"\b(?:number|figure|total|toll|amount|percentage|count|age|size|price|cost|score|zahl|anzahl|alter|"
    r"nombre|chiffre|âge|número|cifra|edad)s?\b",
    "when": r"\b(?:date|day|year|month|time|when|datum|tag|jahr|jour|année|fecha|día|año)s?\b",
    "name": r"\b(?:names?|named|spelling|misspell?ed|misspelt|misidentified|title|surname|identified|namen?|"
    r"schreibweise|nom|prénom|titre|nombre|apellido)\b",
    "quote": r"\b(?:quotes?|quoted|quotation|misquoted|zitat|zitiert|citation|cita)\b",
    "attribution": r"\b(?:attribut\w+|misattributed|source|zugeschrieben|attribué\w*|atribu\w+)\b",
    "certainty": r"\b(?:alleg\w+|suspect\w+|confirm\w+|mutmaßlich\w*|présumé\w*|presunt\w+)\b",
}
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ASPECTS.items()}
_PARTS = {
    Part.HEADLINE: re.compile(r"\b(?:headline|überschrift|titel|titre|titular|título)\b", re.IGNORECASE),
    Part.CAPTION: re.compile(r"\b(?:caption|photo|picture|bildunterschrift|légende|pie de foto)\b", re.IGNORECASE),
    Part.BYLINE: re.compile(r"\b(?:byline|autor\w*|auteur)\b", re.IGNORECASE),
}
_MENDED = re.compile(r"(?:figure|when|name): .{1,60} -> .", re.DOTALL)
_OF_PART = re.compile(
    r"\b(?:headline|caption|überschrift|bildunterschrift|titre|légende|titular)\b.{0,60}\b(?:was|been|has|wurde|a été|"
    r"ha sido|incorrectly|misstated|misspelled)\b",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """What stands in a text or in the edited words of one side: values, and words by which it is known."""

    values: frozenset[str]
    words: frozenset[str]

    @property
    def empty(self) -> bool:
        """Whether nothing stands there that could be looked for elsewhere."""
        return not self.values and not self.words

    @classmethod
    def of(cls, change: Change) -> "Said":
        """The words that a change mended, in small letters: those that the findings name, else all that it took out."""
        mended = [why.partition(": ")[2].partition(" -> ")[0] for why in change.why if _MENDED.match(why)]
        gone = [] if change.op is Op.REMOVED else [key for text in mended for key in _keys(text)]
        words = gone or [key for key in _keys(_edited(change, "-")) if key not in _OF_NOTICES]
        return cls(frozenset(), frozenset(words))


def said_in(text: str, code: str) -> Said:
    """The figures and times of a notice as values, and its words without those that every notice is made of."""
    text = text[:LONGEST]
    little = READ.get(code, OTHER).little or READ["en"].little
    dates = whens(text, code)
    values = {when.value for when in dates}
    values |= {_plain(figure.value) for figure in figures(text, code, [(when.start, when.end) for when in dates])}
    keys = [key for key in _keys(text) if key not in little and key not in _OF_NOTICES]
    values |= {key.rstrip(".,") for key in keys if key[0].isdigit()}
    dated = {stem(key) for when in dates for key in _keys(when.shown)}
    words = frozenset(stem(key) for key in keys if not key[0].isdigit()) - dated
    return Said(frozenset(values), words)


def _plain(value: Decimal | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:f}" if abs(value.adjusted()) <= MOST_DIGITS else str(value)


def _keys(text: str) -> list[str]:
    return [found[0].casefold().replace("’", "'").removesuffix("'s") for found in _WORD.finditer(text[:LONGEST])]


def _edited(change: Change, sign: str) -> str:
    if change.op in (Op.ADDED, Op.REMOVED) or not change.words:
        return change.old if sign == "-" else change.new
    return " ".join(text for mark, text in change.words if mark == sign)


class Surety(IntEnum):
    """How surely a notice speaks of an edit: by its words, by one side's value, by both sides."""

    WORDS = 1
    ONE = 2
    BOTH = 3


class Spoken(NamedTuple):
    """That a notice speaks of an edit: how surely, and why, in words."""

    surety: Surety
    why: str


def speaks_of(notice: Said, text: str, change: Change, code: str, *, together: bool) -> Spoken | None:
    """Whether a notice speaks of a change; None where it does not.

    `together`: both came within a day. Then it is enough that the notice names what kind of thing was wrong and shares
    words with the sentence; else a figure, date or name of the edit must stand in it.
    """
    code = code or language_of("", change.old, change.new).code
    gone, come = (said_in(_edited(change, sign), code) for sign in "-+")
    both = gone.values & come.values
    out, put = (gone.values - both) & notice.values, (come.values - both) & notice.values
    shared = gone.words & come.words
    out_words, put_words = (gone.words - shared) & notice.words, (come.words - shared) & notice.words
    around = (said_in(change.old, code).words | said_in(change.new, code).words) & notice.words
    beside = around - out_words - put_words
    if (out and put) or (out_words and put_words and _is_short(gone, come)):
        return Spoken(Surety.BOTH, f"it names both: {_shown(out or out_words)} and {_shown(put or put_words)}")
    one = out | put
    if one and len(around) >= CONTEXT_BESIDE:
        return Spoken(Surety.ONE, f"it names {_shown(one)}, and shares {_shown(around)}")
    return _by_words(text, change, out_words | put_words, beside) if together else None


def _by_words(text: str, change: Change, edited: frozenset[str], beside: frozenset[str]) -> Spoken | None:
    """Whether the notice names the kind of thing that was wrong, and the words say of what; or the part."""
    around = edited | beside
    if _names_kind(text, change) and (len(around) >= CONTEXT_ALONE or (edited and len(beside) >= CONTEXT_BESIDE)):
        return Spoken(Surety.WORDS, f"it shares {_shown(around)}")
    part = _PARTS.get(change.part)
    if part and part.search(text) and _OF_PART.search(text):
        return Spoken(Surety.WORDS, f"it speaks of the {change.part}")
    return None


def _is_short(gone: Said, come: Said) -> bool:
    """Whether few enough words were edited on either side for two of them in a notice to be no chance."""
    return max(len(gone.words), len(come.words)) <= 2 * CONTEXT_ALONE


def _names_kind(text: str, change: Change) -> bool:
    return any(kind in _PATTERNS and _PATTERNS[kind].search(text) for kind in change.kinds)


def _shown(found: frozenset[str]) -> str:
    """Values and words as a reader takes them: "420", "2024"."""
    return ", ".join(sorted({value.rpartition(":")[2].lstrip("-") for value in found})[:5])
