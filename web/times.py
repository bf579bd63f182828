"""Times as a reader wants them: in the outlet's own zone, with UTC to the second behind."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import get_timezone_name

from web import texts
from web.texts import gettext, ngettext

#: A zone's name longer than this is a place and no abbreviation, in letters. Range 3 to 6.
_LONGEST_ZONE = 5

_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


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
    """A local date as the reader's language writes it: "5 Nov 2026", "5. Nov. 2026"."""
    return _formed(at, "yMMMd")


def clock(at: datetime, *, seconds: bool = False) -> str:
    """A local time of day: "14:05", or "14:05:09"."""
    return _formed(at, "Hms" if seconds else "Hm")


def calendar(first: datetime, last: datetime, name: str, *, most: int) -> Iterator[tuple[datetime, str]]:
    """The days that begin between two instants in a zone, each with its name: "5 Nov", or the months or years.

    Whichever comes first of which there are `most` at the most; every so many years where there are more.
    """
    begin, end = local(first, name), local(last, name)
    months = (end.year - begin.year) * 12 + end.month - begin.month
    if (last - first).days <= most:
        day = begin.replace(hour=0, minute=0, second=0, microsecond=0)
        begins, skeleton = [day + timedelta(days=number) for number in range(1, most + 2) if day < end], "MMMd"
    elif months <= most:
        places = [divmod(begin.year * 12 + begin.month - 1 + number, 12) for number in range(1, months + 1)]
        begins, skeleton = [datetime(year, month + 1, 1, tzinfo=end.tzinfo) for year, month in places], "yMMM"
    else:
        apart = -(-(end.year - begin.year) // most)
        begins = [datetime(year, 1, 1, tzinfo=end.tzinfo) for year in range(begin.year + 1, end.year + 1, apart)]
        skeleton = "y"
    for at in begins:
        if first < at <= last:
            yield at, _formed(at, skeleton)


def _formed(at: datetime, skeleton: str) -> str:
    """A date or time in the reader's language, by a skeleton of CLDR."""
    locale = texts.locale()
    return str(locale.datetime_skeletons[skeleton].apply(at, locale))


def abbreviation(at: datetime) -> str:
    """The zone's short name then: "GMT", "CET", or "UTC+03" where it has none of letters."""
    name = at.tzname() or "UTC"
    own = _zone_name(at) if texts.language() != texts.OWN else ""
    return own or (name if name.isalpha() else f"UTC{name}")


def _zone_name(at: datetime) -> str:
    """The zone's short name in the reader's language ("MEZ" for CET); "" where the language has none of letters."""
    name = get_timezone_name(at, width="short", locale=texts.locale())
    return name if name.isalpha() and len(name) <= _LONGEST_ZONE else ""


def stamp(at: datetime, name: str) -> str:
    """An instant to the minute in a zone: "5 Nov 2026, 14:05 GMT"."""
    here = local(at, name)
    return gettext("%(day)s, %(clock)s %(zone)s", day=day(here), clock=clock(here), zone=abbreviation(here))


def same_day(one: datetime, other: datetime, name: str) -> bool:
    """Whether two instants fall on one date, under one clock, in a zone."""
    a, b = local(one, name), local(other, name)
    return a.date() == b.date() and a.utcoffset() == b.utcoffset()


def utc(at: datetime) -> str:
    """An instant to the second in UTC: "2026-11-05 14:05:09 UTC"."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def span(length: timedelta) -> str:
    """A length of time in its largest unit, rounded: "18 hours", "3 days", "under a minute"."""
    if length >= _DAY:
        return ngettext("%(num)s day", "%(num)s days", round(length / _DAY))
    if length >= _HOUR:
        return ngettext("%(num)s hour", "%(num)s hours", round(length / _HOUR))
    if length >= _MINUTE:
        return ngettext("%(num)s minute", "%(num)s minutes", round(length / _MINUTE))
    return gettext("under a minute")


def ago(at: datetime, now: datetime) -> str:
    """How long an instant is past: "12 minutes ago"."""
    past = now - at
    if past >= _DAY:
        return ngettext("%(num)s day ago", "%(num)s days ago", round(past / _DAY))
    if past >= _HOUR:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", round(past / _HOUR))
    if past >= _MINUTE:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", round(past / _MINUTE))
    return gettext("just now")


def ahead(at: datetime, now: datetime) -> str:
    """How far an instant lies ahead: "in 12 minutes"; "now" for one that is past."""
    left = at - now
    if left >= _DAY:
        return ngettext("in %(num)s day", "in %(num)s days", round(left / _DAY))
    if left >= _HOUR:
        return ngettext("in %(num)s hour", "in %(num)s hours", round(left / _HOUR))
    if left >= _MINUTE:
        return ngettext("in %(num)s minute", "in %(num)s minutes", round(left / _MINUTE))
    return gettext("in under a minute") if left > timedelta(0) else gettext("now")
