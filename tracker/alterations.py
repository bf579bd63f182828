"""Tells a change to what a story already said from what it only adds, and says it in a few words."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property

from tracker.kinds.attributions import attributions
from tracker.kinds.figures import figures
from tracker.kinds.languages import OTHER, READ
from tracker.kinds.reading import Side
from tracker.mentions import mentions, stem
from tracker.model import Change, Op, Part

#: Share of the words of both sides that stand in both, from which a sentence is the same sentence with something
#: changed; below, it was written anew, and what it no longer says may be said elsewhere. Range 0.4 to 0.8.
SAME_SENTENCE = 0.6

#: Share of a sentence's words that one sentence of the new version holds, or all of it together, for it to be retold.
#: Range 0.5 to 0.8; 0.7 to 0.95.
RETOLD_IN_ONE, RETOLD_IN_ALL = 0.6, 0.8

#: Words that a sentence has at least whose removal is flagged: shorter ones are captions, links and cross-heads.
LEAST_WORDS = 6

#: Words, without the little ones, that were taken out of a sentence at one place for it to say less. Range 2 to 5.
LEAST_CUT = 3

#: Share of letters in common, in order, from which a word is another one misspelt, and the letters that it has at the
#: least. Range 0.8 to 0.95; 5 to 8.
RESPELT, LEAST_LETTERS = 0.85, 6

#: Characters of a sentence that is shown in full; of a longer one the start.
SHOWN = 90

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\w.,]*\w|\d")
#: A finding as tracker/kinds tells it: its kind, what stood there, what stands there now.
_FINDING = re.compile(r"^(figure|when|name|quote|attribution|certainty): (.*)$", re.DOTALL)
_GONE = " no longer there"
_UNKNOWN = re.compile(
    r"\b(?:not|n['’]t|yet|never) (?:yet )?(?:been |be |immediately |clear|known|confirmed|released|identified|named|"
    r"said)|"
    r"\bunclear\b|\bunknown\b|\bno word\b|\bremains? to be\b|\bawait\w*\b|\bexpect(?:ed|s)? to\b|\b(?:more|"
    r"further) details\b|"
    r"\b(?:noch )?(?:unklar|nicht bekannt|unbekannt|offen)\b|\b(?:inconnue?s?|pas (?:encore )?(?:connue?s?|"
    r"claire?s?))\b|"
    r"\b(?:se desconoce|desconocid\w+|no está claro)\b",
    re.IGNORECASE,
)
_PROSE = re.compile(r"[.!?…][\"'”’)\]»]*\s*$")
_QUOTED = re.compile(r"[\"“„«][^\"”“»]{12,}[\"”“»]")
_ALLEGES = re.compile(
    r"\b(?:alleg\w+|accus\w+|suspect\w*|believed|blam\w+|claim\w*|reportedly|mutmaßlich\w*|angeblich\w*|verdächtig\w*|"
    r"présumé\w*|soupçonn\w+|accus\w+|presunt\w+|acusad\w+|supuest\w+)\b",
    re.IGNORECASE,
)
#: Addresses, marks of a page's source, names of files.
_NOT_TEXT = re.compile(r"://|www\.|@|\]\(|[<>{}]|/li\b|\bbr /|\.(?:pdf|docx?|com|org|gov|net)\b", re.IGNORECASE)
_ACRONYM = re.compile(r"\W*(?:the )?(?:[A-Z0-9]{1,2}[A-Za-z]?){1,6}s?\W*")
_DATELINE = re.compile(r"\b(?:posted|published|updated|veröffentlicht|publié|publicado)\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:alleg\w+|purport\w+|suppos\w+|accused|reportedly|unconfirmed|apparent\w*|suspect\w*|presum\w+|believed|"
    r"feared|"
    r"possibl\w+|perhaps|maybe|potential\w*|may|might|could|likely|unlikely|probabl\w+|confirmed|proven|proved|not|"
    r"never|"
    r"cannot|\w+n['’]t|least|about|around|approximately|nearly|almost|more|less|up|nicht|mutmaßlich\w*|angeblich\w*|"
    r"mindestens|rund|etwa|pas|présumé\w*|moins|environ|presunt\w+|supuest\w+|menos|unos)\b",
    re.IGNORECASE,
)
_QUOTES = '"“”„«»'
_NO_LONGER = re.compile(r"\b(?:no longer|not any ?more|nicht mehr|ne \w+ plus|n['’]\w+ plus|ya no)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|bis|jusqu['’](?:à|au|en)|hasta)\s+(?:the |zum |el )?$", re.IGNORECASE)


class Text:
    """The new version's sentences, by their words; `developing`: the version before said that the story goes on."""

    def __init__(
        self, read: Callable[[], Sequence[str]], code: str, developing: bool, before: Sequence[str] = ()
    ) -> None:
        self._read, self.code, self.developing, self._before = read, code, developing, before

    def said(self, name: str) -> bool:
        """Whether the version before said a name too: then what stood beside it was a slip."""
        return any(name in text for text in self._before)

    @cached_property
    def lines(self) -> Sequence[str]:
        """The sentences, read when they are first asked for."""
        return self._read()

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        """The stems of each sentence."""
        return [self.stems_of(line) for line in self.lines]

    @cached_property
    def all(self) -> frozenset[str]:
        """The stems of all of them."""
        return frozenset().union(*self.stems)

    @cached_property
    def values(self) -> frozenset[Decimal | str]:
        """The figures of all of them."""
        return frozenset(found.value for line in self.lines for found in mentions(line, Part.BODY, self.code))

    def stems_of(self, text: str) -> frozenset[str]:
        """The stems of a text's words, without the little ones."""
        little = READ.get(self.code, OTHER).little
        keys = (found[0].casefold().replace("’", "'").removesuffix("'s") for found in _WORD.finditer(text))
        return frozenset(stem(key) for key in keys if key not in little)

    def retells(self, text: str) -> bool:
        """Whether what a text says still stands, in one sentence or spread over several."""
        stems = self.stems_of(text)
        if not stems or len(stems & self.all) >= RETOLD_IN_ALL * len(stems):
            return True
        return any(len(stems & line) >= RETOLD_IN_ONE * len(stems) for line in self.stems)


def alteration(change: Change, new: Text) -> str:
    """What a change did to what was already said, such as '"2024" became "2021"'; "" where it did nothing to it."""
    told = {"notice", "status"} & set(change.kinds) or change.role is not None
    if not change.substantive or change.minor or told or not change.old:
        return ""
    if change.op is Op.REMOVED:
        return _taken_out(change, new)
    if not change.new or change.part in (Part.BYLINE, Part.DATELINE, Part.SECTION, Part.URL, Part.PUBLISHED_AT):
        return ""
    if kept(change) < SAME_SENTENCE or _UNKNOWN.search(change.old):
        return ""
    said = [text for why in change.why if (text := _finding(why, change, new))]
    if not said and change.part is Part.BODY:
        said = _replaced(change, new)
    return " and ".join(dict.fromkeys(said))


def _taken_out(change: Change, new: Text) -> str:
    """A sentence of the body that was taken out and is not retold, if somebody stood by it or could rely on it."""
    if change.part is not Part.BODY or "removal" not in change.kinds or len(change.old.split()) < LEAST_WORDS:
        return ""
    if not _PROSE.search(change.old) or _UNKNOWN.search(change.old) or _NOT_TEXT.search(change.old):
        return ""
    if not _may_claim(change.old, new.code) or new.retells(change.old) or not _claims(change.old, new):
        return ""
    return f"the sentence {_quoted(change.old)} was taken out"


def _may_claim(sentence: str, code: str) -> bool:
    """Whether a sentence may be a claim at all: the new version need not be read for all others."""
    return _stands_by(sentence, code) or bool(figures(sentence, code))


def _stands_by(sentence: str, code: str) -> bool:
    """Whether a sentence quotes or names a source, or alleges something."""
    quotes = _QUOTED.search(sentence) or _ALLEGES.search(sentence)
    return quotes is not None or bool(attributions(Side(sentence, []), code))


def _claims(sentence: str, new: Text) -> bool:
    """Whether somebody stands by a sentence, or it tells a figure that no other tells."""
    if _stands_by(sentence, new.code):
        return True
    values = {mention.value for mention in mentions(sentence, Part.BODY, new.code)}
    return bool(values - new.values)


def _finding(why: str, change: Change, new: Text) -> str:
    """One finding as a change to what was said; "" for one that only came in, or only keeps up with an event."""
    match = _FINDING.match(why)
    if match is None:
        return ""
    kind, told = match[1], match[2]
    if told.endswith(_GONE):
        gone = told.removesuffix(_GONE)
        return f"{_quoted(gone)} was taken out" if _is_gone(kind, gone, change, new) else ""
    old, arrow, now = told.partition(" -> ")
    if arrow:
        return _became(old, now) if _is_other(kind, old, now, change, new) else ""
    put = told.removesuffix(" new")
    return f"{_quoted(put)} was put in" if kind == "certainty" and put != told and _hedges(put, change) else ""


def _became(old: str, now: str) -> str:
    """Both, or where they are shown alike because they are long, only that it was changed."""
    if _quoted(old) == _quoted(now):
        return f"the words {_quoted(old)} were changed"
    return f"{_quoted(old)} became {_quoted(now)}"


def _is_gone(kind: str, gone: str, change: Change, new: Text) -> bool:
    """Whether what went leaves the sentence saying less of substance, and nothing in the new version says it.

    Headlines are cut for length, times go as time goes by, and a name in short form is house style.
    """
    if kind == "when" or change.part is not Part.BODY or _NOT_TEXT.search(gone) or _ACRONYM.fullmatch(gone):
        return False
    if kind == "certainty":
        return _hedges(gone, change)
    if kind == "figure":
        value = _value(gone, new.code)
        counted = {mention.value for mention in mentions(change.old, change.part, new.code)}
        return value in counted and value not in new.values
    return not _respelt(gone, change.new) and not new.retells(gone)


def _stands_alone(when: str, text: str) -> bool:
    """Whether a text says nothing but a date: the page's own, under its headline or at its end."""
    return not _WORD.search(text.replace(when, " ", 1))


def _respelt(gone: str, text: str) -> bool:
    """Whether words that went stand in a text, and were only misspelt ("Judicual", "Judicial")."""
    words = [word for word in _WORD.findall(text.casefold()) if len(word) >= LEAST_LETTERS]
    wrong = [word for word in _WORD.findall(gone.casefold()) if word not in words]
    return bool(wrong) and all(len(word) >= LEAST_LETTERS and _alike(word, words) for word in wrong)


def _alike(word: str, words: Sequence[str]) -> bool:
    return any(word[0] == other[0] and SequenceMatcher(None, word, other).ratio() >= RESPELT for other in words)


def _is_other(kind: str, old: str, now: str, change: Change, new: Text) -> bool:
    """Whether one thing stands in the place of another, and not the same in another form, or an event that goes on."""
    if not _WORD.search(old) or not _WORD.search(now) or _NOT_TEXT.search(old + now) or "-" in (old[-1], now[-1]):
        return False
    if kind == "figure":
        return not _keeps_up(old, now, change, new)
    if kind == "when":
        return not _put_off(old, change) and not _DATELINE.search(change.new) and not _stands_alone(old, change.old)
    if kind == "name":
        words = [frozenset(_WORD.findall(text.casefold())) for text in (old, now)]
        short = _ACRONYM.fullmatch(old) or _ACRONYM.fullmatch(now) or _abbreviates(old, now) or _abbreviates(now, old)
        mended = new.said(now) and _respelt(old, now)
        return not short and not mended and not words[0] <= words[1] and not words[1] <= words[0]
    if kind == "quote":
        return " ".join(_WORD.findall(old)) not in " ".join(_WORD.findall(now))
    return kind != "certainty" or not _NO_LONGER.search(change.new)


def _abbreviates(short: str, full: str) -> bool:
    """Whether a name holds the initials of the other: "SC Week" and "Singapore Convention Week"."""
    initials = "".join(word[0] for word in _WORD.findall(full) if word[0].isupper())
    return any(len(word) > 1 and word.isupper() and word in initials for word in _WORD.findall(short))


def _hedges(word: str, change: Change) -> bool:
    """Whether a word that came or went makes a claim surer or less sure by itself ("alleged", "not", "at least")."""
    return _HEDGE.search(word) is not None and not _NO_LONGER.search(change.new)


def _keeps_up(old: str, now: str, change: Change, new: Text) -> bool:
    """Whether a figure only keeps up with an event: it counts something else now, or a count went up.

    A count of people who came to harm may always go up; another only where the story said that it was developing.
    """
    values = [_value(text, new.code) for text in (old, now)]
    if values[0] is None or values[1] is None:
        return False  # Ranges and vague counts are told as they stand.
    sides = [
        [mention for mention in mentions(text, change.part, new.code) if mention.value == value]
        for text, value in zip((change.old, change.new), values, strict=True)
    ]
    if not all(sides):
        return True  # A place in a row, the size of a file: it counts nothing.
    for before, after in zip(*sides, strict=False):
        if before.toll != after.toll or before.unit != after.unit:
            return True
    if values[1] <= values[0] or figures(old, new.code)[0].unit:
        return False
    return new.developing or any(mention.toll for mention in sides[0])


def _value(text: str, code: str) -> Decimal | None:
    found = figures(text, code)
    return found[0].value if len(found) == 1 and isinstance(found[0].value, Decimal) else None


def _put_off(old: str, change: Change) -> bool:
    """Whether a time until which something lasts was only put off ("cancelled until Monday")."""
    place = change.old.find(old)
    return place >= 0 and _UNTIL.search(change.old[max(0, place - 20) : place]) is not None


def _replaced(change: Change, new: Text) -> list[str]:
    """What a sentence no longer says, where it says something else in its place or is cut, and nothing retells it."""
    if "removal" not in change.kinds or not READ.get(new.code, OTHER).full:
        return []
    gone = [text.strip() for sign, text in change.words if sign == "-" and not _NOT_TEXT.search(text)]
    gone = [text for text in gone if len(new.stems_of(text)) >= LEAST_CUT and not new.retells(text)]
    return [f"{_quoted(text)} was taken out or replaced" for text in gone[:2]]


def kept(change: Change) -> float:
    """The share of the words of both sides that stand in both."""
    counts = dict.fromkeys("=-+", 0)
    for sign, text in change.words:
        counts[sign] = counts.get(sign, 0) + len(_WORD.findall(text))
    whole = 2 * counts["="] + counts["-"] + counts["+"]
    return 2 * counts["="] / whole if whole else 0.0


def _quoted(text: str) -> str:
    text = " ".join(text.split()).strip(" ,;")
    if len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES and not any(mark in text[1:-1] for mark in _QUOTES):
        text = text[1:-1].strip(" ,;")
    text = text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"
    return f"“{text}”" if '"' in text else f'"{text}"'
