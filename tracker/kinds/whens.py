"""Reads dates, weekdays, clock times and references to time, relative to the capture, and says which ones changed."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from tracker.kinds import numerals
from tracker.kinds.contacts import contacts
from tracker.kinds.copyedits import alike
from tracker.kinds.model import Finding, Kind, Span
from tracker.kinds.reading import Reading, Side, overlaps
from tracker.kinds.scanning import matches
from tracker.kinds.timewords import (
    BEFORE_MONTH,
    FIXED,
    MONTHS,
    NOON,
    NOT_ALONE,
    PHRASES,
    RELATIVE_DAYS,
    STARTS,
    TRIGGERS,
    WEAK,
    WEEKDAYS,
)

#: Characters around an edit in which a time that it touches stands. Range 40 to 200.
AROUND = 80
_AROUND = frozenset(
    {"over", "in", "during", "the", "der", "den", "dem", "die", "das", "des", "la", "le", "les", "el", "los", "las"}
)


class When(NamedTuple):
    """A reference to time in a text; `value` is what two ways of writing it share ("date:--07-16", "day:2")."""

    start: int
    end: int
    value: str
    shown: str
    weak: bool = False


@lru_cache(maxsize=8)
def whens(text: str, code: str) -> list[When]:
    """Every reference to time, in order of its place; of overlapping ones the first and longest."""
    found: list[When] = []
    taken: list[Span] = []
    for when in (*_fixed(text, code), *_phrases(text, code)):
        if not overlaps((when.start, when.end), taken):
            taken.append((when.start, when.end))
            found.append(when)
    return _settled(text, sorted(found))


#: Words with a capital behind which a year is part of a name: "the Arbitration Act 1994", "the Annual Conference 2026".
_DATED = re.compile(
    r"(?:Act|Bill|Regulations?|Rules?|Order|Code|Convention|Treaty|Protocol|Agreement|Conference|Forum|Summit|Games|"
    r"Cup|Championships?|Week|Festival|Awards?|Congress|Agenda|Strategy|Programme|Directive|Law|Olympics|Prize|Expo|"
    r"Dialogue|Symposium)\)?,? $"
)


#: A word with a capital before a year that another one follows: "Year In Review 2024 Conference", never "In 2024 Mr".
_NAMED_BEFORE = re.compile(r"\b(?!In |By |Since |Until |From |Of |During |Before |After |For |To |And )[A-Z][\w’']+ $")


def _is_named(text: str, when: When) -> bool:
    """Whether a year belongs to the name of a law or an event."""
    if not when.value.startswith("year:"):
        return False
    before, behind = text[max(0, when.start - 20) : when.start], text[when.end : when.end + 3]
    within = behind[:1] == " " and behind[1:2].isupper()
    return bool(_DATED.search(before)) or (within and (before.endswith("the ") or bool(_NAMED_BEFORE.search(before))))


def fixed(text: str, code: str) -> list[Span]:
    """Where numbers stand that belong to a date, a clock time or a year, so that they are no quantities."""
    return [(when.start, when.end) for when in _fixed(text, code)]


@lru_cache(maxsize=8)
def _fixed(text: str, code: str) -> list[When]:
    if not any(map(str.isdigit, text)) and NOON.search(text) is None:
        return []
    months = MONTHS.get(code, {})
    found = [
        (match, _value(match, months))
        for match in matches(FIXED.get(code, FIXED[""]), text, STARTS.get(code, STARTS[""]))
    ]
    return [When(match.start(), match.end(), value, match[0]) for match, value in found if value]


def _value(match: re.Match[str], months: dict[str, int]) -> str:
    """The value of a match of a fixed pattern: a date, a month, a clock time or a year; "" when it is none."""
    found = match.groupdict()
    year = found.get("y1") or found.get("y2") or found.get("y3") or found.get("y4") or found.get("y5") or ""
    day = found.get("d1") or found.get("d2") or found.get("d3") or found.get("d5")
    name = found.get("m1") or found.get("m2") or found.get("m4")
    number = found.get("n3") or found.get("n5")
    month = months.get(name.casefold().rstrip("."), 0) if name else int(number) if number else 0
    if month and (day or name):
        if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
            return ""
        return f"date:{year or '-'}-{month:02d}-{int(day):02d}" if day else f"month:{year or '-'}-{month:02d}"
    if found.get("era"):
        return "year:" + "".join(str(found["era"]).split()).casefold()
    if found.get("w6"):
        return f"day of the month:{int(str(found['d6']))}" if 1 <= int(str(found["d6"])) <= 31 else ""
    return _clock(found) or (f"year:{found['year'].casefold()}" if found.get("year") else "")


def _clock(found: dict[str, str | None]) -> str:
    if found.get("noon"):
        return "clock:" + str(found["noon"]).casefold()
    hour = found.get("h1") or found.get("h2") or found.get("h3")
    if hour is None:
        return ""
    minute = int(found.get("i1") or found.get("i2") or found.get("i3") or 0)
    half = (found.get("half") or "").casefold()
    hours = int(hour) % 12 + 12 * half.startswith("p") if half else int(hour)
    return f"clock:{hours:02d}:{minute:02d}" if hours < 25 and minute < 60 else ""


def _phrases(text: str, code: str) -> Iterator[When]:
    for match in matches(PHRASES[code], text, STARTS[code]) if code in PHRASES else ():
        shown = match[0].casefold()
        day = WEEKDAYS[code].get(shown.rstrip("."))
        if day is not None:
            yield When(match.start(), match.end(), f"day:{day}", match[0])
        elif match.lastgroup == "month":
            if not _is_month(text, match, code):
                continue
            yield When(match.start(), match.end(), f"month:--{MONTHS[code][shown.rstrip('.')]:02d}", match[0])
        elif shown in WEAK[code] and text[match.end() : match.end() + 7] in (" after ", " before"):
            continue  # "shortly after": the time is told behind it.
        elif shown in RELATIVE_DAYS[code]:
            yield When(match.start(), match.end(), f"from today:{RELATIVE_DAYS[code][shown]}", match[0])
        else:
            yield When(match.start(), match.end(), "phrase:" + _core(shown), match[0], shown in WEAK[code])


def _core(shown: str) -> str:
    """A turn of phrase without the little words around it: "over the past year" and "last year" are one."""
    words = [word for word in shown.replace("-", " ").split() if word not in _AROUND]
    return " ".join("last" if word == "past" else word for word in words)


def _is_month(text: str, match: re.Match[str], code: str) -> bool:
    """Whether a month's name that stands alone is meant as one: "in May", never "may" nor "march"."""
    if code in ("en", "de") and not match[0][:1].isupper():
        return False
    before = text[max(0, match.start() - 12) : match.start()].split()
    return match[0].casefold() not in NOT_ALONE or bool(before and before[-1].casefold() in BEFORE_MONTH)


def _settled(text: str, found: list[When]) -> list[When]:
    """The references with "today (October 3)" taken as the date that stands beside it in brackets."""
    out: list[When] = []
    for when in found:
        last = out[-1] if out else None
        gap = text[last.end : when.start].strip() if last else ""
        apposed = when.value.startswith("date:") and last and last.value.startswith(("from today:", "day:"))
        if last and apposed and gap in ("(", ",", ", the", "the", "on", "den", "le"):
            out[-1] = When(last.start, when.end, when.value, text[last.start : when.end])
        else:
            out.append(when)
    return out


def changed_whens(reading: Reading) -> Iterator[Finding]:
    """A time that changed, appeared or disappeared within the pair; the same day said in another way is none."""
    code = reading.language.code
    if not reading.paired or not (
        reading.touched_digit
        or numerals.may_hold(reading.touched_keys, code)
        or not reading.touched_keys.isdisjoint(TRIGGERS.get(code, ()))
    ):
        return
    if not any(_edited_near(side, code) for side in reading.sides):
        return
    old, new = whens(reading.old.text, code), whens(reading.new.text, code)
    old, new = _outside_links(old, reading.old), _outside_links(new, reading.new)
    gone, come = _without(old, new, reading.old), _without(new, old, reading.new)
    named = [
        [when for when in found if _is_named(side.text, when)]
        for found, side in zip((gone, come), reading.sides, strict=True)
    ]
    gone, come = ([w for w in found if w not in apart] for found, apart in zip((gone, come), named, strict=True))
    if any(named) and not gone and not come:
        shown = [", ".join(when.shown for when in found) for found in named]
        spans = [tuple((when.start, when.end) for when in found) for found in named]
        yield Finding(Kind.NAME, f"{shown[0] or '-'} -> {shown[1] or '-'}", all(named), spans[0], spans[1])
    yield from _rewritten(old, new, reading)
    gone, come = _unmatched(gone, come, reading)
    gone, come = (
        [when for when in found if not side.in_notice((when.start, when.end))]
        for found, side in ((gone, reading.old), (come, reading.new))
    )
    gone, come = _strong(gone, reading.old), _strong(come, reading.new)
    if not gone or not come:
        gone, come = _unslipped(gone, reading, old=True), _unslipped(come, reading, old=False)
    for k in range(max(len(gone), len(come))):
        before, after = gone[k : k + 1], come[k : k + 1]
        if before and after:
            why = f"{before[0].shown} -> {after[0].shown}"
        else:
            why = f"{before[0].shown} no longer there" if before else f"{after[0].shown} new"
        spans = [tuple((when.start, when.end) for when in side) for side in (before, after)]
        yield Finding(Kind.WHEN, why, True, spans[0], spans[1])


def _outside_links(found: list[When], side: Side) -> list[When]:
    """Without what only looks like a time in a link ("consult2024")."""
    links = [match.span() for match in contacts(side.text)] if found else []
    return [when for when in found if not overlaps((when.start, when.end), links)] if links else found


def _edited_near(side: Side, code: str) -> bool:
    """Whether any time of a side was edited, by a look at the text around its edits alone."""
    return any(
        side.was_edited((start + when.start, start + when.end))
        for start, behind in _windows(side)
        for when in whens(side.text[start:behind], code)
    )


def _windows(side: Side) -> Iterator[Span]:
    """Where the text around the edits of a side stands: it is cut between words."""
    start = behind = -1
    for first, last in side.edited:
        if behind >= 0 and first - AROUND > behind:
            yield start, behind
            start = -1
        if start < 0:
            start = max(0, side.text.rfind(" ", 0, max(0, first - AROUND)) + 1)
        behind = last + AROUND
    if behind >= 0:
        end = side.text.find(" ", behind)
        yield start, len(side.text) if end < 0 else end


def _rewritten(old: list[When], new: list[When], reading: Reading) -> Iterator[Finding]:
    """Times that are only written in another way: "16 Jul" for "16 July"."""
    for before in old:
        for after in new:
            same = before.value == after.value or _days(before.value, reading.old_at) & _days(
                after.value, reading.new_at
            )
            spans = (before.start, before.end), (after.start, after.end)
            touched = reading.old.was_edited(spans[0]) or reading.new.was_edited(spans[1])
            if same and before.shown != after.shown and touched:
                yield Finding(
                    Kind.COPYEDIT, f"the same time: {before.shown} -> {after.shown}", False, (spans[0],), (spans[1],)
                )


def _without(mine: list[When], others: list[When], side: Side) -> list[When]:
    values = {when.value for when in others}
    return [
        when
        for when in mine
        if when.value not in values
        and side.was_edited((when.start, when.end))
        and not side.is_mended((when.start, when.end))
    ]


def _unslipped(found: list[When], reading: Reading, *, old: bool) -> list[When]:
    """Without those that the other side only misspells ("Novermber")."""
    out = []
    for when in found:
        edits = [edit for edit in reading.edits if overlaps((when.start, when.end), [edit.old if old else edit.new])]
        words = [(reading.old.within(edit.old), reading.new.within(edit.new)) for edit in edits]
        if not words or not all(len(a) == len(b) == 1 and alike(a[0].key, b[0].key) for a, b in words):
            out.append(when)
    return out


def _strong(found: list[When], side: Side) -> list[When]:
    """Without the words that tell a time only where little else was edited beside them ("now", "recently")."""
    return [when for when in found if not when.weak or _alone(when, side)]


def _alone(when: When, side: Side) -> bool:
    return all(len(side.within(span)) <= 2 for span in side.edited if overlaps((when.start, when.end), [span]))


def _unmatched(gone: list[When], come: list[When], reading: Reading) -> tuple[list[When], list[When]]:
    """Without the pairs that mean the same day, seen from when either text was captured."""
    left = list(come)
    out = []
    for before in gone:
        days = _days(before.value, reading.old_at)
        same = next((after for after in left if days & _days(after.value, reading.new_at or reading.old_at)), None)
        if same is None:
            out.append(before)
        else:
            left.remove(same)
    return out, left


def _days(value: str, at: datetime | None) -> set[str]:
    """The days that a value can mean, as ISO dates, seen from an instant; none where that cannot be told."""
    kind, _, rest = value.partition(":")
    if at is None:
        return set()
    try:
        if kind == "from today":
            return {(at + timedelta(days=int(rest))).date().isoformat()}
        if kind == "day":
            around = [(at + timedelta(days=k)).date() for k in range(-6, 7)]
            return {day.isoformat() for day in around if day.weekday() == int(rest)}
        if kind == "date":
            return {rest.replace("--", f"{at.year:04d}-", 1) if rest.startswith("--") else rest}
    except (OverflowError, ValueError):
        pass
    return set()
