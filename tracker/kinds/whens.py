"""Reads dates, weekdays, clock times and references to time as values."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tracker.kinds.model import Span
from tracker.kinds.reading import overlaps
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
    WEAK,
    WEEKDAYS,
)

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
