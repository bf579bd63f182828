"""Finds proper names by their capitals, their titles and the rest of the story, and says which ones changed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.kinds.copyedits import OPENER, alike, capitals_say_nothing, distance
from tracker.kinds.demonyms import DEMONYMS
from tracker.kinds.model import Finding, Kind, Span
from tracker.kinds.reading import Reading, Side, Token, overlaps
from tracker.kinds.timewords import MONTHS, WEEKDAYS
from tracker.kinds.wordsets import word_set

_TITLES = word_set(
    "mr mrs ms miss mx dr prof professor sir dame lord lady president minister senator governor mayor judge "
    "justice captain general colonel lieutenant sergeant officer chief secretary chancellor king queen prince "
    "princess pope bishop rep sen gov gen col sgt rev herr frau bundesrat bundesrätin präsident präsidentin "
    "ministerin bundeskanzler monsieur madame mme m président présidente ministre señor señora presidente "
    "presidenta ministro ministra deputy vice prime chairman director"
)
#: Common nouns that offices write with a capital; alone they name nobody.
_GENERIC = word_set(
    "parliament government court courts bill act minister ministers ministry council committee memorandum "
    "understanding agreement state states annex member members house cabinet president mayor governor police "
    "department office agency board commission chairman director secretary speaker section article part chapter "
    "schedule regulation regulations order rules law laws guide convention treaty protocol union federation "
    "authority bank fund group party city county country church university school street road river lake bridge "
    "station airport hospital award prize report statement question questions answer update news covid "
    "coronavirus pdf"
)
_PRONOUNS = word_set("he she they him her them his their")
_JOINTS = word_set("of the for and de la le du des del von van der den zu bin al el y & in on")
_NOT_NAMES = word_set("i i'm i've i'd i'll o.k ok tv pm am a.m p.m internet mr mrs ms the") | {
    name for table in (MONTHS, WEEKDAYS) for code in ("en", "de") for name in table[code]
}
_ACRONYM = re.compile(r"(?:[A-ZÄÖÜ]\.?){2,8}s?(?:\d{1,3})?")
_MIXED = re.compile(r"[A-Z]?[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]+\w*")


class Name(NamedTuple):
    """A run of words that make one name, and whether it stands where any word has a capital."""

    tokens: tuple[Token, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its words, without joints."""
        return frozenset(token.key for token in self.tokens if token.key not in _JOINTS)


def names(side: Side, reading: Reading) -> list[Name]:
    """The names of one side."""
    shouting = capitals_say_nothing(side)
    runs: list[list[Token]] = []
    last: Token | None = None
    for place, token in enumerate(side.tokens):
        if _is_name(side, place, token, reading, shouting):
            joined = last is not None and _joined(side, last, place, reading)
            if joined and runs:
                runs[-1].extend([*side.tokens[side.tokens.index(last) + 1 : place], token] if last else [token])
            else:
                runs.append([token])
            last = token
    return [Name(tuple(run)) for run in runs]


def _joined(side: Side, last: Token, place: int, reading: Reading) -> bool:
    """Whether only white space, a hyphen or little joints ("of the") stand between two words of a name."""
    token = side.tokens[place]
    between = side.text[last.end : token.start]
    if between == ". " and (len(last.text) == 1 or last.key in _TITLES):
        return True
    if reading.language.nouns_capital:
        return not between.strip() or between.split() in (["von"], ["van"], ["de"], ["zu"])
    return len(between) <= 10 and all(
        word.casefold() in _JOINTS - {"and", "in", "on", "y"} for word in between.replace("-", " ").split()
    )


def _is_name(side: Side, place: int, token: Token, reading: Reading, shouting: bool) -> bool:
    text = token.text
    if not text[0].isupper() or token.key in _NOT_NAMES:
        return False
    all_capitals = bool(_ACRONYM.fullmatch(text)) and len(text) > 1
    if all_capitals and not (shouting and side.text.isupper()):
        return True
    if not shouting and _MIXED.fullmatch(text):
        return True
    language = reading.language
    if token.key in language.little or token.key in language.light:
        return False
    before = side.tokens[place - 1] if place else None
    if before and before.key in _TITLES and before.text[0].isupper():
        return True
    if language.nouns_capital:
        return _german_name(side, place, language.little | _NOT_NAMES)
    if shouting:
        return _known(text, reading) or (bool(before) and _near_name(side, place))
    abbreviated = (
        before is not None
        and side.text[before.end : token.start] == ". "
        and (len(before.text) == 1 or before.key in _TITLES)
    )
    if not abbreviated and OPENER.search(side.text[max(0, token.start - 12) : token.start]):
        return _known(text, reading) or _opens_name(side, place)
    return True


def _near_name(side: Side, place: int) -> bool:
    """In a line of capitals: behind a title and a name ("Minister of State Murali Pillai")."""
    return (
        any(token.key in _TITLES for token in side.tokens[max(0, place - 6) : place])
        and side.tokens[place].key not in _TITLES
    )


def _opens_name(side: Side, place: int) -> bool:
    """Whether a sentence opens with a name of several words ("Alain Berset said")."""
    following = side.tokens[place + 1] if place + 1 < len(side.tokens) else None
    if following is None:
        return False
    gap = side.text[side.tokens[place].end : following.start]
    return gap == " " and following.text[0].isupper() and not following.text.isupper()


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
    return bare in reading.story.inside and bare[0].lower() + bare[1:] not in reading.story.small


def changed_names(reading: Reading) -> Iterator[Finding]:
    """A name that was replaced, respelt, made fuller or shorter, put in or taken out; not one that only moved."""
    if not reading.paired or not any(
        token.text[0].isupper() and token.key not in other.keys
        for side, other in zip(reading.sides, reading.sides[::-1], strict=True)
        for token in side.touched
    ):
        return
    written_out = list(_written_out(reading))
    yield from written_out
    gone, come = _changed(reading.old, reading.new, reading), _changed(reading.new, reading.old, reading)
    gone = [name for name in gone if not _within(name, [span for finding in written_out for span in finding.old])]
    come = [name for name in come if not _within(name, [span for finding in written_out for span in finding.new])]
    while gone or come:
        before = gone.pop(0) if gone else None
        after = _partner(before, come)
        if after:
            come.remove(after)
        elif before is None:
            after = come.pop(0)
        yield _told(before, after, reading)


def _within(name: Name, spans: list[Span]) -> bool:
    """Whether an edited word of a name stands in one of these spans."""
    return any(token.edited and overlaps((token.start, token.end), spans) for token in name.tokens)


def _written_out(reading: Reading) -> Iterator[Finding]:
    """A short form put in the place of the full name, or the other way round: "WHO" and "World Health Organization"."""
    for edit in reading.edits:
        out, put = reading.old.within(edit.old), reading.new.within(edit.new)
        if min(len(out), len(put)) == 1 and max(len(out), len(put)) > 1:
            short, full = sorted((out, put), key=len)
            if _initials(short, [token for token in full if token.text[0].isupper()]):
                why = f"{reading.old.text[slice(*edit.old)].strip()} -> {reading.new.text[slice(*edit.new)].strip()}"
                yield Finding(Kind.NAME, why, False, (edit.old,), (edit.new,))


def _partner(before: Name | None, come: list[Name]) -> Name | None:
    if before is None:
        return None
    return next((after for after in come if after.keys & before.keys), come[0] if come else None)


def _changed(side: Side, other: Side, reading: Reading) -> list[Name]:
    """The names of a side of which an edited word stands nowhere on the other side."""
    out = []
    for name in names(side, reading):
        new = [
            t
            for t in name.tokens
            if t.edited and t.key not in _JOINTS and not _stands(t.key, other) and not _set_otherwise(t, side, reading)
        ]
        new = [token for token in new if token.key not in DEMONYMS and not _is_people(token, other)]
        if new and not _slipped(new, other, reading) and not _GENERIC.issuperset(token.key for token in new):
            out.append(name)
    return out


def _is_people(token: Token, other: Side) -> bool:
    """Whether a country stands for its people's adjective on the other side: "Switzerland" for "Swiss"."""
    return any(word.key in DEMONYMS and word.key[:3] == token.key[:3] for word in other.touched)


def _set_otherwise(token: Token, side: Side, reading: Reading) -> bool:
    """Whether the word was only set in another way (a hyphen, a space, capitals)."""
    place = 0 if side is reading.old else 1
    spans = [
        span for finding in reading.found if finding.kind is Kind.COPYEDIT for span in (finding.old, finding.new)[place]
    ]
    return overlaps((token.start, token.end), spans)


def _slipped(new: list[Token], other: Side, reading: Reading) -> bool:
    """Whether it is an ordinary word with a slip in it ("USecond"), to be seen by the other side."""
    ordinary = [
        t for t in other.touched if not t.text[0].isupper() or t.key in reading.language.little | reading.language.light
    ]
    return all(any(distance(token.key, word.key, 1) <= 1 for word in ordinary if len(word.key) > 2) for token in new)


def _stands(key: str, side: Side) -> bool:
    return key in side.keys or key.rstrip("s") in side.keys or key + "s" in side.keys


#: A line that says who worked on the story; a reader of the news has no use for it.
_CREDITS = re.compile(
    r"\b(?:contributed (?:reporting|to this)|(?:additional )?(?:reporting|editing|writing|photograph\w*|"
    r"research) by)\b",
    re.IGNORECASE,
)


def _told(before: Name | None, after: Name | None, reading: Reading) -> Finding:
    shown = [_shown(name, side) for name, side in ((before, reading.old), (after, reading.new))]
    spans = [tuple((t.start, t.end) for t in name.tokens if t.edited) if name else () for name in (before, after)]
    if before and after:
        same = _same_bearer(before, after) or _is_credits(reading)
        return Finding(Kind.NAME, f"{shown[0]} -> {shown[1]}", not same, spans[0], spans[1])
    name, side = (before, reading.old) if before else (after, reading.new)
    assert name is not None
    other = reading.new if before else reading.old
    fuller = _extends_kept(name) or _in_brackets(name, side) or not other.touched_keys.isdisjoint(_PRONOUNS)
    fuller = fuller or _is_credits(reading)
    what = "no longer there" if before else "new"
    return Finding(Kind.NAME, f"{shown[0] or shown[1]} {what}", not fuller, spans[0], spans[1])


def _is_credits(reading: Reading) -> bool:
    return any(_CREDITS.search(side.text) for side in reading.sides)


def _shown(name: Name | None, side: Side) -> str:
    return side.text[name.tokens[0].start : name.tokens[-1].end] if name else ""


def _extends_kept(name: Name) -> bool:
    """Whether the edited words stand in a run with kept ones: the same name, fuller or shorter."""
    return any(not token.edited and token.key not in _JOINTS for token in name.tokens) or all(
        token.key in _TITLES for token in name.tokens if token.edited
    )


def _in_brackets(name: Name, side: Side) -> bool:
    """Whether it is a short form given in brackets behind the full one: "(FOEN)"."""
    start, end = name.tokens[0].start, name.tokens[-1].end
    return (
        side.text[start - 1 : start] == "("
        and re.match(r"(?:-\d+)?\)", side.text[end:]) is not None
        and _ACRONYM.fullmatch(side.text[start:end]) is not None
    )


def _same_bearer(before: Name, after: Name) -> bool:
    """Whether two names are the same one, fuller or shorter, or as an acronym; a respelling is not."""
    a, b = ([t for t in name.tokens if t.key not in _JOINTS] for name in (before, after))
    if before.keys <= after.keys or after.keys <= before.keys:
        return True
    if _initials(a, b) or _initials(b, a):
        return True
    plain_a, plain_b = before.keys - _TITLES, after.keys - _TITLES
    respelt = any(alike(x, y) for x in plain_a - plain_b for y in plain_b - plain_a)
    return bool(plain_a & plain_b) and not respelt and (plain_a <= plain_b or plain_b <= plain_a)


def _initials(short: list[Token], full: list[Token]) -> bool:
    letters = "".join(token.text[0] for token in full).casefold()
    return len(short) == 1 and len(letters) > 1 and short[0].text.isupper() and letters == short[0].key.replace(".", "")
