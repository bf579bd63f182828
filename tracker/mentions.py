"""Reads what a figure in a sentence counts: people killed, dollars of aid, voters in percent."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import NamedTuple

from tracker import typography
from tracker.kinds.figures import Figure, figures
from tracker.kinds.languages import OTHER, READ
from tracker.kinds.whens import whens
from tracker.kinds.wordsets import word_set
from tracker.model import Part
from tracker.tallies import AGED, BARRIERS, BOUNDS, CHANGES, CHANGING, GENERIC, LINKS, NOUNS, TOLLS, VAGUE_COUNTS

#: Words behind a figure among which the verb that says what befell the counted ones is looked for. Range 4 to 10.
REACH = 8
#: The same for a noun ("12 confirmed deaths"), which further away is what others deal with ("12 officers saw deaths").
REACH_OF_NOUN = 3
#: Words of the noun phrase behind a figure. Range 2 to 5.
PHRASE = 4
#: Words on either side of a figure that tell it from its neighbours in a sentence. Range 3 to 8.
NEAR = 5
#: Characters before a figure in which what bounds it stands.
ROOM = 40
#: Words told of a figure that counts some of what is told elsewhere. Range 3 to 6.
TOLD = 5
#: Letters by which two forms of a word know each other ("firefighter", "firefighters"). Range 5 to 8.
STEM = 6
#: Characters beyond which a sentence is not read: it is a table or a list, and its figures count many things.
LONGEST = 1_200
#: Figures beyond which a sentence is not read, for the same reason. Range 6 to 20.
MOST = 12

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\d[\w.,]*")
_CLAUSE = re.compile(r"[,;:.!?()\[\]\"“”„«»–—|]")
_AGED = re.compile(r"[-\s](?:years?[-\s]olds?|jährige?[nrms]?|ans\b(?=\s*[,.)]|$)|años\b(?=\s*[,.)]|$))", re.IGNORECASE)
_APPOSED_ENDS = re.compile(r"\s?[,.)]|$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_JOINTS = re.compile(r"\s?[-–—]\s?|\s(?:to|and|bis|à|a|auf)\s", re.IGNORECASE)
_OF = word_set("of der von davon d'entre parmi de")
_THEM = word_set("them the those whom which these ihnen denen eux elles ellos ellas los las les")
_AGES = word_set("age aged alter âgé âgée edad")
_HOURS = word_set("uhr h hrs gmt bst utc est edt cet")
_OTHER = word_set("other übrigen autres otros otras")


class Mention(NamedTuple):
    """A figure where it stands, and what it counts.

    `value` is a number, or text where it is none ("10-12", "dozens"); `unit` its sign ("" for a plain count, "age").
    `toll` is what befell those counted ("killed", "injured", "" for neither), `head` the stems of the noun phrase,
    `generic` whether it counts people without saying which ("12 people"), `some` whether it counts some of a number
    told elsewhere ("two of them"), `past` the years that the sentence names. `near` and `around` are the stems of the
    words beside it and of the sentence, `spot` the sentence, evened out, and the figure's place in it.
    """

    part: Part
    sentence: str
    value: Decimal | str
    unit: str
    shown: str
    toll: str
    head: frozenset[str]
    some: bool
    past: str
    label: str
    near: frozenset[str]
    around: frozenset[str]
    generic: bool
    spot: tuple[str, int]


class Word(NamedTuple):
    """A word of a sentence, its place, and its form to compare by."""

    start: int
    end: int
    key: str


#: A Word out of the tuple of its fields: faster than calling the class.
_new_word = partial(tuple.__new__, Word)


def mentions(sentence: str, part: Part, code: str) -> Iterator[Mention]:
    """Every figure of a sentence of which it can be told what it counts. Places in a row and dates are none."""
    if len(sentence) > LONGEST:
        return
    dates = [(when.start, when.end) for when in whens(sentence, code)]
    found = figures(sentence, code, dates)
    if not found or len(found) > MOST:
        return
    words = [_new_word((match.start(), match.end(), _key(match[0]))) for match in _WORD.finditer(sentence)]
    spans = [(figure.start, figure.end) for figure in found]
    free = [word for word in words if not any(a < word.end and word.start < b for a, b in spans)]
    for place, figure in enumerate(found):
        told = _Told(sentence, free, figure, spans, code).mention(part, place)
        if told is not None:
            yield told


def _key(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")


def stem(key: str) -> str:
    """The first letters of a word, without a plural's ending."""
    bare = key.removesuffix("s") if len(key) > 3 else key
    return bare[:STEM]


class _Told:
    """One figure of a sentence, with the words before and behind it that are part of no figure."""

    def __init__(
        self, text: str, words: Sequence[Word], figure: Figure, spans: Sequence[tuple[int, int]], code: str
    ) -> None:
        self.text, self.figure = text, figure
        self.tolls, self.language = TOLLS.get(code, {}), READ.get(code, OTHER)
        self.barriers = BARRIERS.get(code, frozenset())
        self.links = LINKS.get(code, frozenset()) | self.language.articles
        self.others = [span for span in spans if span != (figure.start, figure.end)]
        self.words = words
        self.behind = [word for word in self.words if word.start >= figure.end]
        bound = BOUNDS[code].search(text, max(0, figure.start - ROOM), figure.start) if code in BOUNDS else None
        #: Where the figure begins with what bounds it ("at least 5").
        self.start = bound.start() if bound else figure.start
        self.before = [word for word in self.words if word.end <= self.start][::-1]

    def mention(self, part: Part, place: int) -> Mention | None:
        """What it counts; None where that cannot be told."""
        figure = self.figure
        vague = figure.unit == "about"
        if figure.unit == "th" or (vague and str(figure.value) not in VAGUE_COUNTS) or self._is_clock():
            return None
        if not self.language.code and figure.unit in ("", "about"):
            return None  # Without the language's words a count is not told from a date or an hour.
        age = self._age()
        toll, toll_word = ("", None) if (figure.unit and not vague) or age else self._toll()
        if (figure.weak or vague) and not toll:
            return None
        subject = age or self._phrase() or ([] if toll_word else self._subject())
        if not subject and not toll:
            return None
        head = frozenset(stem(word.key) for word in subject)
        return Mention(
            part=part,
            sentence=self.text,
            value=self._value(),
            unit="age" if age else "" if vague else figure.unit,
            shown=self._shown(),
            toll=toll,
            head=head,
            some=self._is_some(),
            past=" ".join(_YEAR.findall(self.text)),
            label=self._label(subject, toll_word),
            near=self._stems([*self.before[:NEAR], *self.behind[:NEAR]]),
            around=self._stems([word for word in self.words if word.key not in self.tolls]) - GENERIC,
            generic=not head - GENERIC,
            spot=(typography.even(self.text), place),
        )

    def _is_clock(self) -> bool:
        """Whether it is an hour ("17.30 Uhr", "10 h 30")."""
        beside = {word.key for word in [*self.behind[:1], *self.before[:1]]}
        return not beside.isdisjoint(_HOURS) and not self.figure.unit

    def _stems(self, words: Sequence[Word]) -> frozenset[str]:
        little = self.language.little
        return frozenset(stem(word.key) for word in words if word.key not in little and not word.key[0].isdigit())

    def _value(self) -> Decimal | str:
        """The value; of "rose from 3 to 5", which reads as a range, the end."""
        value = self.figure.value
        led = self.before[0].key if self.before else ""
        if isinstance(value, str) and led in ("from", "von", "de") and "-" in value:
            try:
                return Decimal(value.rpartition("-")[2]).normalize()
            except InvalidOperation:
                return value
        return value

    def _shown(self) -> str:
        """The figure as it stands, with what bounds it ("at least 5"); of "from 3 to 5" the end."""
        shown = self.figure.shown.rstrip(".,")
        if self.figure.value != self._value():
            return _JOINTS.split(shown)[-1]
        return f"{self.text[self.start : self.figure.start]}{shown}"

    def _marked(self, start: int, end: int) -> bool:
        """Whether a clause ends, or another figure stands, between two places."""
        return _CLAUSE.search(self.text, start, end) is not None or any(a < end and start < b for a, b in self.others)

    def _near(self, words: Sequence[Word], most: int) -> list[Word]:
        """The words next to the figure up to the end of the clause."""
        out: list[Word] = []
        for word in words[:most]:
            span = (self.figure.end, word.start) if word.start >= self.figure.end else (word.end, self.start)
            if self._marked(*span):
                break
            out.append(word)
        return out

    def _age(self) -> list[Word]:
        """Whose age it is: "a 19-year-old man", "Alan Trevose, 58,"; none where it is no age."""
        match = _AGED.match(self.text, self.figure.end)
        if match:
            return [word for word in self.behind if word.start >= match.end()][:1]
        if not self.before or self.figure.unit:
            return []
        if AGED.search(self.text, max(0, self.figure.start - ROOM), self.figure.start):
            return [word for word in self.before if word.key not in self.language.little and word.key not in _AGES][:1]
        if not _APPOSED_ENDS.match(self.text, self.figure.end):
            return []
        name = self.before[0]
        apposed = self.text[name.end : self.figure.start].strip() in (",", "(")
        return [name] if apposed and self.text[name.start].isupper() else []

    def _phrase(self) -> list[Word]:
        """The noun phrase behind a figure: "people", "aid package" of "$5m in aid package"."""
        out: list[Word] = []
        for word in self._near(self.behind, 2 * PHRASE):
            if not out and word.key in self.links:
                continue
            little = word.key in self.language.little and stem(word.key) not in GENERIC
            if little or word.key in self.tolls or word.key in CHANGING or len(out) == PHRASE:
                break
            out.append(word)
        return out

    def _subject(self) -> list[Word]:
        """What stands before a figure that has no noun of its own: "inflation" of "inflation rose to 5%"."""
        out: list[Word] = []
        for word in self._near(self.before, REACH):
            if word.key not in self.language.little and word.key not in CHANGES:
                out.append(word)
            elif out:
                break
        return out[:2][::-1]

    def _toll(self) -> tuple[str, Word | None]:
        """What befell those counted, and the word that says so; ("", None) where nothing does."""
        before = self._near(self.before, REACH)
        if before and before[0].key in self.tolls and before[0].key not in NOUNS:
            return self.tolls[before[0].key], before[0]
        for place, word in enumerate(self._near(self.behind, REACH)):
            known = self.tolls.get(word.key)
            if known and (word.key not in NOUNS or place < REACH_OF_NOUN):
                return known, word
            if word.key in self.barriers or (self.language.full and _acts(word.key)):
                break
        if before and before[0].key in CHANGES:
            risen = next((word for word in before if word.key in self.tolls and word.key in NOUNS), None)
            return (self.tolls[risen.key], risen) if risen else ("", None)
        return "", None

    def _is_some(self) -> bool:
        """Whether it counts some of what is told elsewhere: "two of them", "seven of the injured", "the other five"."""
        following = [word.key for word in self.behind[:2]]
        if not self.figure.unit and len(following) == 2 and following[0] in _OF and following[1] in _THEM:
            return True
        return bool(self.before) and self.before[0].key in _OTHER

    def _label(self, subject: Sequence[Word], toll: Word | None) -> str:
        """What is counted, in the story's own words, with what befell them."""
        if self._is_some():
            told = self._near(self.behind, TOLD)
            return self.text[told[0].start : told[-1].end] if told else self.text[self.figure.start :][:ROOM]
        said = [self.text[word.start : word.end] for word in subject if word != toll]
        if toll is not None:
            active = toll.end <= self.figure.start and toll.key not in NOUNS and self.language.full
            said.append(self.tolls[toll.key] if active else self.text[toll.start : toll.end])
        return "death toll" if said == ["toll"] else " ".join(said)


def _acts(key: str) -> bool:
    """Whether an English word says that those counted do something: then what befell others may stand behind it."""
    return len(key) > STEM and key.endswith("ing")
