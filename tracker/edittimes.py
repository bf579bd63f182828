"""Reads from files when stories were published and edited, for `rowback simulate-schedule`.

A line is a capture, as `rowback export` writes them; or a story with its times, as JSON
(`{"story": ..., "published_at": ..., "edits": [...]}`) or parted by commas: story, published at, each edit.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from tracker.errors import BadInput, BadLine, BadTime
from tracker.fetching import jsonlines, urls
from tracker.life import hours
from tracker.model import Outcome
from tracker.observe import digest

#: The longest line that is read, in bytes; a longer one is refused (range 1 MB to 1 GB).
LONGEST = 64 * 1024 * 1024

#: The keys under which a story's versions may stand, and a version's time.
_VERSIONS, _TIME = ("versions", "edits"), ("time", "seen_at")


@dataclass(frozen=True)
class History:
    """The true life of a story: when its first version stood there and when each edit came, in hours of Unix time."""

    outlet: str
    born: float
    edits: tuple[float, ...]


@dataclass
class _Read:
    """What was read so far: captures by address, each with the digest of its text; and the times of other stories."""

    now: datetime
    zone: ZoneInfo
    captures: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    times: dict[tuple[str, str], list[datetime]] = field(default_factory=dict)
    outlets: dict[str, str] = field(default_factory=dict)


def read(paths: Iterable[Path], *, now: datetime, zone: ZoneInfo) -> list[History]:
    """The stories of files (each may be gzipped), oldest first; times without a zone are in `zone`.

    A story's first version or its `published_at`, whichever the file has, is its birth. A capture is an edit when its
    text would make a version. Raises BadInput, naming the line, and where no story was edited.
    """
    found = _Read(now, zone)
    for path in paths:
        try:
            with _open(path) as file:
                _take_file(file, path, found)
        except (OSError, EOFError) as error:
            raise BadInput(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    histories = sorted(_histories(found), key=lambda history: (history.born, history.edits))
    if not any(history.edits for history in histories):
        raise BadInput("no story in these files was ever edited; there is nothing to simulate")
    return histories


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def _take_file(file: IO[bytes], path: Path, found: _Read) -> None:
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        try:
            if len(line) > LONGEST:
                raise BadLine(f"it is longer than {LONGEST // 2**20} MB")
            if line.strip():
                _take_line(line.strip(), path.name, found)
        except (BadLine, BadTime) as error:
            raise BadLine(f"{path}:{number}: {error}") from error


def _take_line(line: bytes, name: str, found: _Read) -> None:
    if not line.startswith((b"{", b"[", b"\xef\xbb\xbf{")):
        story, *times = line.decode("utf-8", "replace").split(",")
        found.times[name, story.strip()] = [_instant(time, found) for time in times if time.strip()]
        return
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadLine(f"it is not JSON ({error})") from error
    if isinstance(fields, dict) and "url" in fields:
        _take_capture(line, found)
    elif isinstance(fields, dict):
        _take_story(fields, name, found)
    else:
        raise BadLine("it is neither a capture nor a story with its times")


def _take_capture(raw: bytes, found: _Read) -> None:
    line = jsonlines.parse(raw)
    if line.outcome is not Outcome.CONTENT:
        return
    seen_at = jsonlines.instant(line.seen_at, now=found.now, assumed=found.zone)
    found.captures.setdefault(line.url, []).append((seen_at, digest(jsonlines.document(line))))
    found.outlets[line.url] = line.outlet or urls.host(line.url)


def _take_story(fields: dict[str, Any], name: str, found: _Read) -> None:
    """A story with its times; or, where a line is one version and names no story, a version of the file's only one."""
    story = str(fields.get("story") or fields.get("story_id") or "")
    listed = next((fields[key] for key in _VERSIONS if isinstance(fields.get(key), list)), [fields])
    stated = [_stated(item) for item in listed]
    if listed != [fields] and fields.get("published_at"):
        stated.insert(0, str(fields["published_at"]))
    times = found.times.setdefault((str(fields.get("outlet") or name), story), [])
    times.extend(_instant(time, found) for time in stated)


def _stated(item: Any) -> str:
    time = next((item[key] for key in _TIME if key in item), None) if isinstance(item, dict) else item
    if not isinstance(time, str):
        raise BadLine("it is neither a capture nor a story with its times")
    return time


def _instant(text: str, found: _Read) -> datetime:
    return jsonlines.instant(text, now=found.now, assumed=found.zone)


def _histories(found: _Read) -> Iterator[History]:
    for address, captures in found.captures.items():
        captures.sort()
        times = [captures[0][0]]
        for (_, before), (seen_at, after) in pairwise(captures):
            if after != before:
                times.append(seen_at)
        yield _history(found.outlets[address], times)
    for (outlet, _), stated in found.times.items():
        if stated:
            yield _history(outlet, stated)


def _history(outlet: str, times: list[datetime]) -> History:
    born, *edits = sorted({hours(time) for time in times})
    return History(outlet, born, tuple(edits))
