"""Says which proper names of a pair changed, and whether it is still the same person, place or body."""

import re
from collections.abc import Iterator

from tracker.kinds.bearers import GENERIC, same_bearer
from tracker.kinds.copyedits import distance
from tracker.kinds.demonyms import DEMONYMS
from tracker.kinds.model import Finding, Kind, Span
from tracker.kinds.names import ACRONYM, JOINTS, MIXED, TITLES, Name, names
from tracker.kinds.reading import Reading, Side, Token, overlaps
from tracker.kinds.wordsets import word_set

#: States and the adjectives of their peoples that begin otherwise.
_IRREGULAR = frozenset(
    frozenset(pair.split("/"))
    for pair in word_set(
        "france/french netherlands/dutch denmark/danish wales/welsh ireland/irish philippines/filipino"
    )
)
#: Acronyms of one pair that are looked up, and characters that what they stand for may take.
LONGEST_LIST, LONGEST_FULL = 12, 200
#: Kinds found before names that leave no name behind: mended setting, and links as they come and go.
_SET = frozenset({Kind.COPYEDIT, Kind.ADDITION, Kind.REMOVAL, Kind.STATUS, Kind.NOTICE})
#: The office that somebody holds, as it stands beside the name: "Minister for Culture, Community and Youth, and".
_HELD = (
    r"\b(?i:minister|secretary|secretary-general|president|director|chairman|chairwoman|commissioner|ambassador|"
    r"spokesman|spokeswoman|head|chief executive)"
    r"(?i: of state)?,? (?i:for|of) (?:the )?[A-Z][\w’'-]*(?:(?:, and |, | and | of the | of | & | for )?"
    r"(?:[A-Z][\w’'-]*| ))*"
)
_OFFICE = re.compile(rf"{_HELD}(?:,? (?:(?:and|&) )?(?:[A-Z]\w+ ){{0,2}}{_HELD})*")
#: What stands between an office and the name of who holds it.
_IS_BESIDE = re.compile(r"(?:,? (?:Mr|Mrs|Ms|Mdm|Dr|Prof)?\.? ?)?")
#: Words that head the name of what somebody speaks at.
MEETINGS = word_set("speech address remarks statement keynote opening conference summit forum event dinner inaugural")
_PARTICLES = word_set("al el bin ibn abu van von ter")
_PRONOUNS = word_set("he she they him her them his their")


def changed_names(reading: Reading) -> Iterator[Finding]:
    """A name that was replaced, respelt, made fuller or shorter, put in or taken out; not one that only moved."""
    if not reading.paired:
        return
    yield from _particles(reading)
    if not any(
        token.text[0].isupper() and token.key not in other.keys
        for side, other in zip(reading.sides, reading.sides[::-1], strict=True)
        for token in side.touched
    ):
        return
    written_out = list(_shortened(reading))
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


def _particles(reading: Reading) -> Iterator[Finding]:
    """A particle before a family name that came or went: "Mr. al-Sayed" and "Mr. Sayed"."""
    for edit in reading.edits:
        out, put = reading.old.within(edit.old), reading.new.within(edit.new)
        side, mine = (reading.old, out) if out else (reading.new, put)
        other = [t.key for t in (put if out else [])]
        fresh = [token for token in mine if token.key not in other]
        if not fresh or not _PARTICLES.issuperset(token.key for token in fresh) or reading.language.nouns_capital:
            continue
        place = side.tokens.index(fresh[-1]) + 1
        before = side.tokens[place - len(fresh) - 1 : place - len(fresh)]
        if place < len(side.tokens) and side.tokens[place].text[0].isupper() and before and before[0].text[0].isupper():
            why = f"{reading.old.text[slice(*edit.old)].strip()} -> {reading.new.text[slice(*edit.new)].strip()}"
            yield Finding(Kind.NAME, why, False, (edit.old,), (edit.new,))


def _within(name: Name, spans: list[Span]) -> bool:
    """Whether an edited word of a name stands in one of these spans."""
    return any(token.edited and overlaps((token.start, token.end), spans) for token in name.tokens)


def _shortened(reading: Reading) -> Iterator[Finding]:
    """Acronyms that stand for a run of capitals on the other side: "TISG" and "The Independent Singapore"."""
    for old in (True, False):
        side, other = reading.sides if old else reading.sides[::-1]
        short = [
            t
            for t in side.touched
            if ACRONYM.fullmatch(_bare(t)) and 1 < len(_bare(t)) <= 6 and t.key not in other.keys
        ]
        for token in short[:LONGEST_LIST]:
            full = _stands_for(token, other)
            if full:
                spans = [((token.start, token.end),), tuple((t.start, t.end) for t in full)]
                a, b = spans if old else spans[::-1]
                shown = [token.text, other.text[full[0].start : full[-1].end]]
                yield Finding(Kind.NAME, " -> ".join(shown if old else shown[::-1]), False, a, b)


def _bare(token: Token) -> str:
    """A word without the mark of what it owns: "UN's"."""
    return token.text.replace("’", "'").removesuffix("'s")


def _stands_for(short: Token, side: Side) -> list[Token]:
    """The edited words of a side, in a row but for joints, whose first letters make an acronym; [] for none."""
    letters = _bare(short).rstrip("s").replace(".", "").casefold()
    for words in (
        [token for token in side.tokens if token.text[0].isupper()],
        [token for token in side.tokens if token.key not in JOINTS],
    ):
        firsts = "".join(token.key[0] for token in words)
        at = firsts.find(letters)
        while at >= 0:
            run = words[at : at + len(letters)]
            if (
                all(token.text[0].isupper() and token.text != short.text for token in run)
                and run[-1].end - run[0].start < LONGEST_FULL
                and 2 * sum(token.edited for token in run) >= len(run)
            ):
                return run
            at = firsts.find(letters, at + 1)
    return []


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
            if t.edited and t.key not in JOINTS and not _stands(t.key, other) and not _set_otherwise(t, side, reading)
        ]
        new = [token for token in new if _is_own(token, name) and not is_people(token, other)]
        if new and not _slipped(new, other, reading) and not GENERIC.issuperset(token.key for token in new):
            out.append(name)
    return out


def _is_own(token: Token, name: Name) -> bool:
    """Whether a word names by itself: not "French", but the "French" of "French Republic" does."""
    if token.key not in DEMONYMS and token.key.removesuffix("s") not in DEMONYMS:
        return True
    behind = name.tokens[name.tokens.index(token) + 1 :]
    return bool(behind) and behind[0].text[0].isupper() and behind[0].key not in DEMONYMS


def is_people(token: Token, other: Side) -> bool:
    """Whether a country stands for its people's adjective on the other side: "Switzerland" for "Swiss"."""
    return any(
        (word.key in DEMONYMS) != (token.key in DEMONYMS)
        and word.text[0].isupper()
        and (word.key[:3] == token.key[:3] or frozenset({word.key, token.key}) in _IRREGULAR)
        for word in other.touched
    )


def _set_otherwise(token: Token, side: Side, reading: Reading) -> bool:
    """Whether the word was only set in another way (a hyphen, capitals), or belongs to a link or an address."""
    place = 0 if side is reading.old else 1
    spans = [span for finding in reading.found if finding.kind in _SET for span in (finding.old, finding.new)[place]]
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
        same = same_bearer(before, after) or _is_credits(reading)
        return Finding(Kind.NAME, f"{shown[0]} -> {shown[1]}", not same, spans[0], spans[1])
    name, side = (before, reading.old) if before else (after, reading.new)
    assert name is not None
    other = reading.new if before else reading.old
    fuller = _extends_kept(name) or _in_brackets(name, side) or not other.touched_keys.isdisjoint(_PRONOUNS)
    fuller = fuller or _is_credits(reading) or _is_office(name, side)
    what = "no longer there" if before else "new"
    return Finding(Kind.NAME, f"{shown[0] or shown[1]} {what}", not fuller, spans[0], spans[1])


def _is_office(name: Name, side: Side) -> bool:
    """Whether it is part of the office of somebody whose name was there before: a fuller title."""
    start, end = name.tokens[0].start, name.tokens[-1].end
    for match in _OFFICE.finditer(side.text[: end + 200]):
        if match.start() <= start and end <= match.end():
            return any(
                not token.edited
                and token.text[0].isupper()
                and token.key not in TITLES | GENERIC | JOINTS | MEETINGS
                and (token.start >= end or token.end <= match.start())
                and _IS_BESIDE.fullmatch(side.text[min(token.end, match.end()) : max(token.start, match.start())])
                for token in side.tokens
                if match.start() - 40 <= token.start and token.end <= match.end() + 40
            )
    return False


def _is_credits(reading: Reading) -> bool:
    return any(_CREDITS.search(side.text) for side in reading.sides)


def _shown(name: Name | None, side: Side) -> str:
    return side.text[name.tokens[0].start : name.tokens[-1].end] if name else ""


def _extends_kept(name: Name) -> bool:
    """Whether the edited words stand in a run with kept ones: the same name, fuller or shorter."""
    return any(not token.edited and token.key not in JOINTS for token in name.tokens) or all(
        token.key in TITLES for token in name.tokens if token.edited
    )


def _in_brackets(name: Name, side: Side) -> bool:
    """Whether it is a short form given in brackets behind the full one: "(FOEN)"."""
    start, end = name.tokens[0].start, name.tokens[-1].end
    return (
        side.text[:start].rstrip().endswith("(")
        and re.match(r"(?:-\d+)?\s?\)", side.text[end:]) is not None
        and (ACRONYM.fullmatch(side.text[start:end]) or MIXED.fullmatch(side.text[start:end])) is not None
    )
