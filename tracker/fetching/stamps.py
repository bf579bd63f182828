"""Reads the times that publishers write, and knows a line that is nothing but a time."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

#: Characters; a longer line says more than a time.
LONGEST_STAMP = 140

#: Years; an earlier one is what a publisher's program writes for "unknown" ("0001-01-01").
EARLIEST = 1700

_MONTH_NAMES = (
    "january januar janvier enero jan janv ene janeiro gennaio",
    "february februar février fevrier febrero feb fév févr fevereiro febbraio",
    "march märz maerz mars marzo mar mär mrz março",
    "april avril abril apr avr abr aprile",
    "may mai mayo maio maggio",
    "june juni juin junio jun junho giugno",
    "july juli juillet julio jul juil julho luglio",
    "august août aout agosto aug ago",
    "september septembre septiembre sept sep setiembre setembro settembre",
    "october oktober octobre octubre oct okt outubro ottobre",
    "november novembre noviembre nov novembro",
    "december dezember décembre decembre diciembre dec dez déc dic dezembro",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}

#: Hours from UTC. Only abbreviations that news sites write and that mean one thing there.
_ZONES = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "bst": 1.0, "wet": 0.0, "west": 1.0, "cet": 1.0, "cest": 2.0,
    "mez": 1.0, "mesz": 2.0, "eet": 2.0, "eest": 3.0, "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0,
    "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "aest": 10.0, "aedt": 11.0, "jst": 9.0,
}  # fmt: skip
#: Abbreviations that name a zone but no offset ("3 p.m. ET" is UTC-5 or UTC-4); seen in lines, never used to place.
_VAGUE_ZONES = ("et", "ct", "mt", "pt", "uhr", "ist", "hkt", "sgt", "msk", "nzst", "nzdt", "hst", "akst", "akdt")

_MONTH = "(?P<{}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR_LAST = re.compile(
    rf"\b{_MONTH.format('name')}\s+(?P<day>\d{{1,2}})\b.{{0,40}}?\b(?P<year>(?:19|20)\d{{2}})$", re.I
)
_DATES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?,?\s+(?:de\s+)?{_MONTH.format('name')},?\s+"
               r"(?:del?\s+)?(?P<year>\d{4})(?!\d)", re.I),
    re.compile(rf"\b{_MONTH.format('name')}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)", re.I),
    _YEAR_LAST,
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)"),
    re.compile(r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?=\d{6}$|$)"),
)  # fmt: skip
_CLOCK = re.compile(
    r"(?<![\d:+-])(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?",
    re.I,
)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+−-])(\d{2}):?(\d{2})(?!\d)")
_COMPACT_CLOCK = re.compile(r"^\d{8}(\d{2})(\d{2})(\d{2})$")
_WORD = re.compile(r"[A-Za-z]+")


def _date_in(text: str) -> tuple[re.Match[str], int, int, int] | None:
    for pattern in _DATES:
        match = pattern.search(text)
        if match is not None:
            found = match.groupdict()
            month = MONTHS[found["name"].lower()] if found.get("name") else int(found["month"])
            return match, int(found["year"]), month, int(found["day"])
    return None


def _clock_in(text: str) -> tuple[int, int, int]:
    """Hour, minute and second of the first time of day; midnight when there is none."""
    for match in _CLOCK.finditer(text):
        hour, half = int(match["hour"]), (match["half"] or "").lower()
        if not (match["minute"] or half):
            continue  # A bare number is no time.
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        return hour, int(match["minute"] or 0), int(match["second"] or 0)
    return 0, 0, 0


def _zone_in(text: str) -> timezone | None:
    offset = _OFFSET.search(text)
    if offset is not None:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(span if offset[1] == "+" else -span)
    for word in _WORD.findall(text):
        if word.lower() in _ZONES and (word.isupper() or word == "z"):
            return timezone(timedelta(hours=_ZONES[word.lower()]))
    return None


def _read(text: str) -> datetime | None:
    """The time as written: aware when it names a zone; None when there is no date in it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    date = _date_in(text)
    if date is None:
        return None
    match, year, month, day = date
    compact = _COMPACT_CLOCK.match(text)
    # "Fri Jan 27 12:58:53 +0000 2012" has its time inside the date, every other form beside it.
    beside = match[0][:-4] if match.re is _YEAR_LAST else text[: match.start()] + " " + text[match.end() :]
    clock = _clock_in(beside.replace("T", " "))
    if compact is not None:
        clock = int(compact[1]), int(compact[2]), int(compact[3])
    return datetime(year, month, day, *clock, tzinfo=_zone_in(beside))


def instant(verbatim: str) -> tuple[datetime | None, bool]:
    """The instant that a publisher's stamp names, in UTC, and whether its zone was assumed (to be UTC).

    Reads ISO 8601, RFC 5322, seconds or milliseconds since 1970, and dates written out in English, German, French or
    Spanish; not 03/04/2020, which is two different days. (None, False) when it cannot be read. Never raises.
    """
    text = " ".join(verbatim[:LONGEST_STAMP].split())
    try:
        if re.fullmatch(r"\d{10}|\d{13}", text, re.ASCII):
            return datetime.fromtimestamp(int(text[:10]), UTC), False
        found = _read(text)
        if found is None or found.year < EARLIEST:
            return None, False
        assumed = found.tzinfo is None
        return (found.replace(tzinfo=UTC) if assumed else found.astimezone(UTC)), assumed
    except (ValueError, OverflowError, OSError):
        return None, False


_LEAD = (
    r"(?:(?:first|last|originally|also|zuletzt|dernière|derniere|última|ultima|article|story|artikel|"
    r"stand)\s+)*"
    r"(?:published|posted|updated?|modified|created|filed|revised|reviewed|issued|amended|edited|"
    r"veröffentlicht|aktualisiert|geändert|erstellt|publi[ée]e?|mis(?:e)? à jour|modifi[ée]e?|mise en ligne|"
    r"publicado|actualizado|actualización|atualizado|modificado|stand|pubblicato|aggiornato|기사입력|입력|수정|발행|更新|发布|"
    r"公開)(?!\w)"
    r"(?:\s+(?:on|at|am|um|le|à|el|a las|as of))?\s*:?"
)
_UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|"
    r"sekunden?|minuten?|stunden?|tag(?:en|e)?|wochen?|monat(?:en|e)?|jahr(?:en|e)?|"
    r"secondes?|heures?|jours?|semaines?|mois|ans?|segundos?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|"
    r"años?)\b\.?"
)
_AGO = (
    rf"(?:about |over |almost |just )?(?:\d{{1,3}}|an?|one|two|a few)\s*{_UNIT}\s+ago\b",
    rf"\d{{1,3}}\s?(?:[smhdwy]|{_UNIT})\s+ago\b",
    rf"(?:vor|il y a|hace)\s+(?:\d{{1,3}}|eine[rmn]?|une?|un[ao]?)\s+{_UNIT}",
    r"just now\b|moments? ago\b|gerade eben\b|à l['’]instant\b|ahora mismo\b",
)
_DAYS = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\w)",
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\w)",
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?{_MONTH.format('a')}(?:,?\s+(?:del?\s+)?\d{{4}})?(?!\w)",
    rf"{_MONTH.format('b')}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?(?!\w)",
)
_CLOCKS = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?(?!\w)",
    r"\d{1,2}[:h][0-5]\d(?::[0-5]\d)?\s?(?:[ap]\.?\s?m\b\.?)?(?!\w)",
    r"\d{1,2}(?:\.[0-5]\d)?\s?(?:[ap]\.?m\b\.?|(?:uhr|h)\b)",
)
_TIMES = re.compile(f"(?P<ago>{'|'.join(_AGO)})|(?P<day>{'|'.join(_DAYS)})|(?P<clock>{'|'.join(_CLOCKS)})", re.I)
_FILLERS = re.compile(
    rf"(?P<lead>{_LEAD})|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)\b|"
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|"
    r"(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b|(?:segunda|terça|quarta|quinta|"
    r"sexta)(?:-feira)?\b|"
    r"(?:today|yesterday|heute|gestern|aujourd['’]hui|hier|hoy|ayer)\b|"
    rf"(?:{'|'.join((*(z for z in _ZONES if z != 'z'), *_VAGUE_ZONES))})\b|[+-]\d\d:?\d\d\b|"
    r"(?:local|eastern|pacific|central|mountain|london|standard|daylight|time)\b|"
    r"(?:at|on|and|um|am|à|às|le|a las|el|the|of)\b",
    re.I,
)
_GAP = re.compile(r"[\s,;:|·•/()\[\]—–.-]+")


#: What a line says of a time: how long ago, a day, a time of day. A stamp says one of these at least.
_SAID = frozenset({"ago", "day", "clock"})


def _tokens(text: str) -> Iterator[str]:
    """What a line is made of, piece by piece: "ago", "day", "clock", "lead", "filler" or "gap"; "other" ends it."""
    place = 0
    while place < len(text):
        matches = (pattern.match(text, place) for pattern in (_TIMES, _FILLERS, _GAP))
        match = next((match for match in matches if match is not None and match.end() > place), None)
        place = match.end() if match is not None else len(text)
        yield "other" if match is None else match.lastgroup or "gap"


def _parts(text: str) -> set[str]:
    """The kinds of pieces that a line which says nothing but a time is made of; none for any other line."""
    if not 3 <= len(text) <= LONGEST_STAMP or not any(c.isalnum() for c in text):
        return set()
    kinds = set(_tokens(text))
    return kinds if kinds & _SAID and "other" not in kinds else set()


def is_stamp(text: str) -> bool:
    """Whether a line says nothing but a time: "2 hours ago", "Updated 14:05 GMT", "Published 3 May 2023", "14:05"."""
    return bool(_parts(text))


def is_page_stamp(text: str) -> bool:
    """Whether a line is, wherever it stands, the page's word on itself: "Updated 14:05 GMT", "2 hours ago".

    "29 AUGUST 2019" in a letterhead and "14:05" in a chronology are not: only their place tells what they are.
    """
    return bool(_parts(text) & {"ago", "lead"})


def is_bare_day(text: str) -> bool:
    """Whether a line is a day and no more: "29 AUGUST 2019", as a letter has it above or below its text."""
    parts = _parts(text)
    return "day" in parts and not parts & {"ago", "lead", "clock"}


_LEADS_ONLY = re.compile(_LEAD, re.I)


def stamp_sense(text: str) -> str:
    """ "modified" for a stamp line that says so ("Updated 14:05"), "published" for any other."""
    lead = _LEADS_ONLY.match(text.strip())
    said = lead[0].lower() if lead else ""
    marks = ("updat", "modif", "revis", "amend", "edited", "aktualis", "geändert", "jour", "actualiz", "last", "stand")
    return "modified" if any(mark in said for mark in marks) else "published"
