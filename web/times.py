"""Times as a reader wants them: in the outlet's own zone, with UTC to the second behind."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


@lru_cache(maxsize=1024)
def zone(name: str) -> tzinfo:
    """A time zone by its IANA name; UTC for one that this machine does not know (every time says its zone)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def local(at: datetime, name: str) -> datetime:
    """An instant in a zone; in UTC at the ends of the calendar, where the zone's clock would run over."""
    try:
        return at.astimezone(zone(name))
    except OverflowError:
        return at.astimezone(UTC)


def iso(at: datetime) -> str:
    """An instant in UTC as ISO 8601 with Z, in milliseconds where it has any."""
    precise = "milliseconds" if at.microsecond else "seconds"
    return at.astimezone(UTC).isoformat(timespec=precise).replace("+00:00", "Z")


def day(at: datetime) -> str:
    """A local date: "5 Nov 2026"."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def clock(at: datetime, *, seconds: bool = False) -> str:
    """A local time of day: "14:05", or "14:05:09"."""
    return f"{at.hour:02}:{at.minute:02}" + (f":{at.second:02}" if seconds else "")


def abbreviation(at: datetime) -> str:
    """The zone's short name then: "GMT", "CET", or "UTC+03" where it has none of letters."""
    name = at.tzname() or "UTC"
    return name if name.isalpha() else f"UTC{name}"


def stamp(at: datetime, name: str) -> str:
    """An instant to the minute in a zone: "5 Nov 2026, 14:05 GMT"."""
    here = local(at, name)
    return f"{day(here)}, {clock(here)} {abbreviation(here)}"


def same_day(one: datetime, other: datetime, name: str) -> bool:
    """Whether two instants fall on one date, under one clock, in a zone."""
    a, b = local(one, name), local(other, name)
    return a.date() == b.date() and a.utcoffset() == b.utcoffset()


def utc(at: datetime) -> str:
    """An instant to the second in UTC: "2026-11-05 14:05:09 UTC"."""
    at = at.astimezone(UTC)
    return f"{at.year:04}-{at.month:02}-{at.day:02} {clock(at, seconds=True)} UTC"


def span(length: timedelta) -> str:
    """A length of time in its largest unit, rounded: "18 hours", "3 days", "under a minute"."""
    for unit, name in _UNITS:
        if length >= unit:
            count = round(length / unit)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "under a minute"


def ago(at: datetime, now: datetime) -> str:
    """How long an instant is past: "12 minutes ago"."""
    return "just now" if now - at < timedelta(minutes=1) else f"{span(now - at)} ago"


def ahead(at: datetime, now: datetime) -> str:
    """How far an instant lies ahead: "in 12 minutes"; "now" for one that is past."""
    return "now" if at <= now else f"in {span(at - now)}"
