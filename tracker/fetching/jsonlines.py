"""JSON Lines: one capture a line, as `rowback import` and the API take them and `rowback export` writes them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ValidationError, model_validator

from tracker.errors import BadAddress, BadLine, BadTime
from tracker.fetching import extract, markers, stamps, urls
from tracker.model import FETCHED, Arrival, Block, Document, Outcome, Via
from tracker.typography import even

MEDIA_TYPE = "application/x-rowback-line+json"

#: How far ahead of our own clock a stated time may lie: clocks differ by minutes, not more.
AHEAD = timedelta(minutes=5)

_TEXTS = ("paragraphs", "text", "html")


def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name such as "Europe/London". Raises BadTime."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadTime(f'there is no time zone "{name[:60]}"; use a name such as Europe/London or UTC') from error


def instant(stated: str, *, now: datetime, assumed: ZoneInfo | None = None) -> datetime:
    """When a text is said to have been seen, in UTC.

    Raises BadTime for what is no ISO 8601 time, has no zone while none is `assumed`, or lies beyond `now` + AHEAD.
    """
    try:
        time = datetime.fromisoformat(stated.strip())
    except ValueError as error:
        raise BadTime(f'"{stated[:60]}" is no ISO 8601 time; write it as 2026-11-02T14:05:00+00:00') from error
    if time.tzinfo is None:
        if assumed is None:
            raise BadTime(f'"{stated[:60]}" has no zone; add one (Z, +01:00) or name it with --zone')
        time = _placed(time, assumed)
    try:
        time = time.astimezone(UTC)
    except OverflowError as error:
        raise BadTime(f'"{stated[:60]}" is out of range') from error
    if time > now + AHEAD:
        raise BadTime(f'"{stated[:60]}" lies in the future')
    return time


def _placed(time: datetime, zone: ZoneInfo) -> datetime:
    """A local time in its zone. Raises BadTime in the hours that the clocks' change leaves out or gives twice."""
    placed = time.replace(tzinfo=zone)
    if placed.utcoffset() != placed.replace(fold=1).utcoffset():
        stated = time.isoformat()
        raise BadTime(f'"{stated}" exists twice or not at all in {zone.key}, whose clocks changed then; add its zone')
    return placed


def _address(text: str) -> str:
    try:
        return urls.address(text)
    except BadAddress as error:
        raise ValueError(str(error)) from error


class Line(BaseModel):
    """The fields of one line; fields it does not know are ignored.

    `via` and `outcome` are set by exports, of what was fetched and of looks that gave no text.
    """

    url: Annotated[str, AfterValidator(_address)]
    seen_at: str
    headline: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    dateline: str | None = None
    section: str | None = None
    paragraphs: list[str] | None = None
    text: str | None = None
    html: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    language: str | None = None
    outlet: str | None = None
    via: Via | None = None
    outcome: Outcome = Outcome.CONTENT

    @model_validator(mode="after")
    def _one_text(self) -> "Line":
        given = [name for name in _TEXTS if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"it has {' and '.join(given)}; give one of them")
        if not given and not self.headline and self.outcome is Outcome.CONTENT:
            raise ValueError("it has no text: give paragraphs, text or html")
        return self


def parse(raw: bytes) -> Line:
    """One line as its fields. Raises BadLine with the reason."""
    try:
        fields = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine("it is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise BadLine(f"it is not JSON ({error})") from error
    except (RecursionError, ValueError) as error:
        raise BadLine("it is nested too deep, or holds a number too long, to be read") from error
    if not isinstance(fields, dict):
        raise BadLine("it is not a JSON object")
    try:
        return Line.model_validate(fields)
    except ValidationError as error:
        raise BadLine("; ".join(_said(fault) for fault in error.errors())) from error


def _said(fault: Any) -> str:
    place = ".".join(str(step) for step in fault["loc"])
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


def arrival(raw: bytes, *, via: Via, now: datetime, assumed: ZoneInfo | None = None) -> Arrival:
    """One line as a capture that is not yet kept; its raw is the line's own bytes. Raises BadLine."""
    raw = raw.strip()
    line = parse(raw)
    try:
        seen_at = instant(line.seen_at, now=now, assumed=assumed)
    except BadTime as error:
        raise BadLine(f"seen_at: {error}") from error
    return Arrival(
        address=line.url,
        via=via,
        seen_at=seen_at,
        outcome=line.outcome,
        media_type=MEDIA_TYPE,
        raw=raw,
        outlet=line.outlet or "",
    )


def document(line: Line) -> Document:
    """What a line says, as a Document: what it states itself outranks what its HTML or text declares.

    Its `outlet` names the publisher where its address is first met; it is no part of the text.
    """
    read = _body(line)
    stated: dict[str, Any] = {
        name: value
        for name in ("standfirst", "byline", "dateline", "section", "language")
        if (value := getattr(line, name)) is not None and even(value)
    }
    if line.headline is not None:
        stated |= {"headline": line.headline, "headline_from": "stated"}
        stated["titles"] = {**read.titles, "stated": line.headline}
    for name in ("published", "modified"):
        verbatim = getattr(line, f"{name}_at")
        if verbatim is not None:
            at, assumed = stamps.instant(verbatim)
            stated |= {f"{name}_at": at, f"{name}_verbatim": verbatim}
            stated["zone_assumed"] = stated.get("zone_assumed", False) or assumed
    return read.model_copy(update=stated)


def _body(line: Line) -> Document:
    if line.html is not None:
        return extract.extract(line.html, line.url)
    if line.text is not None:
        return extract.extract_text(line.text) if line.headline is None else _stated(_paragraphs(line.text))
    return _stated(line.paragraphs or [])


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]


def _stated(paragraphs: list[str]) -> Document:
    """Paragraphs that a file states are taken to the letter; only their role is read."""
    return Document(blocks=[Block(text=text, role=markers.role_in_story(text)) for text in paragraphs if text.strip()])


def exported(raw: bytes, seen_at: datetime, via: Via) -> bytes:
    """A kept line as an export writes it: verbatim, unless its seen_at needs its zone or its route must be said."""
    fields: dict[str, Any] = json.loads(raw)
    alike = via is Via.IMPORT or (fields.get("via") in FETCHED) == (via in FETCHED)
    if alike and _is_instant(str(fields["seen_at"]), seen_at):
        return raw
    fields |= {"seen_at": seen_at.isoformat()}
    return line_of(fields if alike else {name: fields[name] for name in fields if name != "via"}, via)


def _is_instant(stated: str, seen_at: datetime) -> bool:
    time = datetime.fromisoformat(stated.strip())
    return time.tzinfo is not None and time == seen_at


def line_of(fields: dict[str, Any], via: Via) -> bytes:
    """Fields as one line of JSON; captures that were fetched say so, that a held text stays held when imported."""
    if via in FETCHED:
        fields = fields | {"via": str(via)}
    try:
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        # A lone surrogate is no character of UTF-8; as an escape it stands in JSON.
        return json.dumps(fields, separators=(",", ":")).encode()
