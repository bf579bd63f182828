"""How a permalink names a version: by the time at which it was seen; a late import would shift its number."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta

from tracker.errors import BadTime

MILLISECOND = timedelta(milliseconds=1)

_FORM = re.compile(r"([0-9]{8}T[0-9]{6}[.][0-9]{3}Z)(?:\.([0-9]{1,9}))?")


@dataclass(frozen=True)
class Moment:
    """A millisecond, and the sequence that tells two captures in it apart (None: the last of them)."""

    at: datetime
    sequence: int | None = None

    def __str__(self) -> str:
        at = self.at.astimezone(UTC)
        # strftime does not pad a year below 1000.
        written = f"{at.year:04d}{at:%m%dT%H%M%S}.{at.microsecond // 1000:03d}Z"
        return written if self.sequence is None else f"{written}.{self.sequence}"

    @property
    def end(self) -> datetime:
        """The first instant after the millisecond."""
        return self.at + MILLISECOND


def moment(seen_at: datetime, sequence: int | None = None) -> Moment:
    """The moment of an instant, cut to the millisecond."""
    return Moment(seen_at.replace(microsecond=seen_at.microsecond // 1000 * 1000), sequence)


def parse(written: str) -> Moment:
    """Read a moment such as `20230504T103000.000Z` or `20230504T103000.000Z.2`. Raises BadTime."""
    found = _FORM.fullmatch(written)
    if found is None:
        raise BadTime(f'"{written[:40]}" is no moment; write it as 20230504T103000.000Z')
    try:
        at = datetime.strptime(found[1], "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadTime(f'"{written[:40]}" is no moment: {error}') from error
    if at.year == MAXYEAR:
        # Its end could lie beyond the calendar.
        raise BadTime(f'"{written[:40]}" lies too far ahead')
    return Moment(at, int(found[2]) if found[2] else None)
