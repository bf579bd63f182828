"""Finds proper names by their capitals, their titles and the rest of the story."""

import re
from typing import NamedTuple

from tracker.kinds.copyedits import OPENER, capitals_say_nothing
from tracker.kinds.places import PLACES
from tracker.kinds.reading import Reading, Side, Token
from tracker.kinds.timewords import MONTHS, WEEKDAYS
from tracker.kinds.wordsets import word_set

TITLES = word_set(
    "mr mrs ms miss mx dr prof professor sir dame lord lady president minister senator governor mayor judge "
    "justice captain general colonel lieutenant sergeant officer chief secretary chancellor king queen prince "
    "princess pope bishop rep sen gov gen col sgt rev st mt ft lt capt maj adm cmdr cpl det insp supt herr frau "
    "bundesrat bundesrätin präsident präsidentin "
    "mdm ministerin bundeskanzler monsieur madame mme m président présidente ministre señor señora presidente "
    "presidenta ministro ministra deputy vice prime chairman chairwoman chairperson chair director"
)
#: What begins the name of a person, whatever office stands before it.
HONORIFICS = word_set("mr mrs ms miss mdm herr frau monsieur madame mme señor señora")
JOINTS = word_set("of the for and de la le du des del von van der den zu bin al el y & in on")
#: Words that head the name of a body, a treaty or an event.
_HEADS = word_set(
    "institute institution university college academy ministry association society federation union council "
    "committee "
    "commission authority agency republic kingdom government embassy consulate conference forum summit symposium "
    "congress festival workshop court tribunal bank foundation museum centre center hospital party league convention "
    "division directorate "
    "treaty protocol consortium network alliance unit house fund parliament senate office bureau department school"
)
#: Words on either side of an edited one among which the rest of its name stands. Range 5 to 20.
LONGEST_NAME = 12
#: Letters of each part of a German compound with a hyphen that mostly is a name. Range 3 to 6.
LEAST_PART = 4
_HOLDS = word_set("of the for de des du la le")
#: Words that Title Case writes with a capital too, and that belong to no name.
_LOOSE = word_set(
    "a an and or but in on at to by with from as is are was were be has have had will not no new more over after "
    "before into up out off than that this its his her their our your speech address remarks statement opening "
    "keynote "
    "press release reply replies question questions response visit visits"
)
_NOT_NAMES = word_set(
    "i i'm i've i'd i'll o.k ok tv pm am a.m p.m internet mr mrs ms the pdf kb mb gb doc docx xls xlsx ii iii iv vi "
    "vii viii ix est edt pst pdt cst cdt gmt bst utc cet cest ladies gentlemen distinguished guests "
    "excellency excellencies"
) | {name for table in (MONTHS, WEEKDAYS) for code in ("en", "de") for name in table[code]}
#: What tells a son from his father behind their name.
_GENERATIONS = word_set("jr sr ii iii iv")
ACRONYM = re.compile(r"(?:[A-ZÄÖÜ]\.?){2,15}s?(?:\d{1,3})?")
MIXED = re.compile(r"[A-Z]?[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]+\w*")


class Name(NamedTuple):
    """A run of words that make one name, and whether it stands where any word has a capital."""

    tokens: tuple[Token, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its words, without joints."""
        return frozenset(token.key for token in self.tokens if token.key not in JOINTS)


def names(side: Side, reading: Reading) -> list[Name]:
    """The names of one side."""
    shouting = capitals_say_nothing(side)
    bodies = _in_bodies(side) if shouting and not side.text.isupper() else frozenset()
    runs: list[list[Token]] = []
    last: Token | None = None
    near = _near_edits(side)
    for place, token in enumerate(side.tokens):
        if place not in near:
            continue
        if place in bodies or _is_name(side, place, token, reading, shouting):
            joined = last is not None and _joined(side, last, place, reading)
            if joined and runs and token.key not in HONORIFICS:
                runs[-1].extend([*side.tokens[side.tokens.index(last) + 1 : place], token] if last else [token])
            else:
                runs.append([token])
            last = token
    return [Name(tuple(run)) for run in runs]


def _near_edits(side: Side) -> set[int]:
    """The places of the words that can stand in one name with an edited word: the other names did not change."""
    near: set[int] = set()
    for place, token in enumerate(side.tokens):
        if token.edited:
            near.update(range(place - LONGEST_NAME, place + LONGEST_NAME + 1))
    return near


def _in_bodies(side: Side) -> frozenset[int]:
    """In Title Case: the places of words that stand in the name of a body, a treaty or an event ("Law Society of X").

    Such a name is a run of capitals, held together by "of" and "the", in which a head ("Institute") stands.
    """
    found: set[int] = set()
    run: list[int] = []
    for place, token in enumerate(side.tokens):
        between = side.text[side.tokens[place - 1].end : token.start] if place else ""
        if (run and between in (" ", " (", "’", "'", "-") and token.key in _HOLDS) or (
            token.text[0].isupper() and (not run or between in (" ", "-", ". ")) and token.key not in _LOOSE
        ):
            run.append(place)
        else:
            found |= _body(side, run)
            run = [place] if token.text[0].isupper() and token.key not in _LOOSE | _HOLDS else []
    return frozenset(found | _body(side, run))


def _body(side: Side, run: list[int]) -> set[int]:
    """The places of a run that name a body: all, where a head and another word stand in it; else none."""
    capitals = [side.tokens[place].key for place in run if side.tokens[place].key not in _HOLDS]
    headed = len(capitals) > 1 and (not _HEADS.isdisjoint(capitals) or _is_listed(side, run))
    return {place for place in run if side.tokens[place].key not in _HOLDS} if headed else set()


def _is_listed(side: Side, run: list[int]) -> bool:
    """Whether two to four capitals stand between the marks of a list, as people do: "; Esther L. George;"."""
    before = side.text[: side.tokens[run[0]].start].rstrip()[-1:]
    behind = side.text[side.tokens[run[-1]].end :].lstrip()[:1]
    return 2 <= len(run) <= 4 and before in tuple(",;:(") and behind in tuple(",;)")


def _joined(side: Side, last: Token, place: int, reading: Reading) -> bool:
    """Whether only white space, a hyphen or little joints ("of the") stand between two words of a name."""
    token = side.tokens[place]
    between = side.text[last.end : token.start]
    if between == ". " and (_is_initial(last) or last.key in TITLES or "." in last.text):
        return True
    if reading.language.nouns_capital:
        return not between.strip() or between.split() in (["von"], ["van"], ["de"], ["zu"])
    return len(between) <= 10 and all(
        word.casefold() in JOINTS - {"and", "in", "on", "y"} for word in between.replace("-", " ").split()
    )


def _is_name(side: Side, place: int, token: Token, reading: Reading, shouting: bool) -> bool:
    text = token.text
    if not text[0].isupper() or token.key in _NOT_NAMES or _is_prefix(side, token):
        return token.key in _GENERATIONS and _follows_name(side, place)
    all_capitals = bool(ACRONYM.fullmatch(text)) and len(text) > 1
    if all_capitals and not (shouting and side.text.isupper()):
        return True
    if MIXED.fullmatch(text) and (not shouting or side.text[token.start - 1 : token.start] == "("):
        return True
    language = reading.language
    if token.key in language.little or token.key in language.light:
        return False
    before = side.tokens[place - 1] if place else None
    if before and before.key in TITLES and before.text[0].isupper():
        return True
    if token.key.removesuffix("s") in PLACES and (language.nouns_capital or shouting):
        return True
    if language.nouns_capital:
        return _in_compound(side, place) or _german_name(side, place, language.little | _NOT_NAMES)
    if shouting:
        return _known(text, reading) or (bool(before) and _near_name(side, place))
    abbreviated = (
        before is not None
        and side.text[before.end : token.start] == ". "
        and (_is_initial(before) or before.key in TITLES or "." in before.text)
    )
    if not abbreviated and OPENER.search(side.text[max(0, token.start - 12) : token.start]):
        return _known(text, reading) or _opens_name(side, place)
    return True


def _is_prefix(side: Side, token: Token) -> bool:
    """Whether it is one letter before a hyphen: the "N" of "N-nitroso compounds"."""
    return len(token.text) == 1 and side.text[token.end : token.end + 1] == "-"


def _follows_name(side: Side, place: int) -> bool:
    """Whether a word stands right behind one with a capital: the "III" of "Robert S. Mueller III"."""
    before = side.tokens[place - 1] if place else None
    return before is not None and before.text[0].isupper() and side.text[before.end : side.tokens[place].start] == " "


def _is_initial(token: Token) -> bool:
    """Whether a word is the initial of a name: "d." is the number of an item."""
    return len(token.text) == 1 and token.text.isupper()


def _near_name(side: Side, place: int) -> bool:
    """In a line of capitals: behind a title and a name ("Minister of State Murali Pillai")."""
    return (
        any(token.key in TITLES for token in side.tokens[max(0, place - 6) : place])
        and side.tokens[place].key not in TITLES
    )


def _opens_name(side: Side, place: int) -> bool:
    """Whether a sentence opens with a name of several words ("Alain Berset said")."""
    following = side.tokens[place + 1] if place + 1 < len(side.tokens) else None
    if following is None:
        return False
    gap = side.text[side.tokens[place].end : following.start]
    bare = following.text.replace("’", "'").removesuffix("'s")
    return gap == " " and bare[0].isupper() and (len(bare) == 1 or not bare.isupper())


def _in_compound(side: Side, place: int) -> bool:
    """In German: a noun of a compound with one hyphen and two capitals, which mostly is a name ("Simplon-Pass")."""
    token = side.tokens[place]
    start, end = token.start, token.end
    while start and (side.text[start - 1].isalnum() or side.text[start - 1] in "-–"):
        start -= 1
    while end < len(side.text) and (side.text[end].isalnum() or side.text[end] in "-–"):
        end += 1
    parts = side.text[start:end].split("-")
    return len(parts) == 2 and all(len(part) >= LEAST_PART and part[0].isupper() for part in parts)


def _german_name(side: Side, place: int, ordinary: frozenset[str]) -> bool:
    """In German, where each noun has a capital: two in a row that are no noun and its article ("Viola Amherd")."""
    token = side.tokens[place]
    for other in (place - 1, place + 1):
        if 0 <= other < len(side.tokens):
            near = side.tokens[other]
            gap = side.text[near.end : token.start] if other < place else side.text[token.end : near.start]
            first = min(place, other)
            opens = bool(OPENER.search(side.text[max(0, side.tokens[first].start - 12) : side.tokens[first].start]))
            if (
                gap == " "
                and near.text[0].isupper()
                and not near.text.isupper()
                and near.key not in ordinary
                and not opens
            ):
                return True
    return False


def _known(text: str, reading: Reading) -> bool:
    """Whether the story writes a word with a capital inside a sentence, and nowhere without one."""
    bare = text.replace("’", "'").removesuffix("'s")
    return reading.story.names(bare)
