"""Stories in and out: files of lines, pages and plain texts become captures, and captures become lines again."""

import codecs
import gzip
import os
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from tracker import remarks
from tracker.archive import Archive, Exported, Progress, silent
from tracker.chain import Checkpoint
from tracker.errors import BadInput, BadLine, NotFound
from tracker.fetching import charset, extract, jsonlines, read, urls
from tracker.model import Arrival, Document, Outcome, Via
from tracker.remarks import Written

#: Captures kept in one transaction: large enough that a commit's cost does not show, small enough that a killed
#: import loses little and that writers of other processes wait for less than a second.
BATCH = 200

#: The largest line, page or text that is taken, in bytes. News pages are below 5 MB; this only stops runaways.
LARGEST = 64 * 1024 * 1024

_LINES = {".jsonl", ".ndjson"}
_PAGES = {".html", ".htm", ".xhtml"}
_TEXTS = {".txt", ".text"}

#: Stands for standard input where a file is asked for.
_STDIN = Path("-")


@dataclass(frozen=True)
class Failure:
    """One thing that could not be taken: where it stands, and why."""

    where: str
    why: str


#: What comes in: a capture, a writing of a remark with the name of its place, or what could not be taken.
Arrived = Arrival | tuple[str, Written] | Failure


@dataclass
class Tally:
    """What an import came to: captures new and known, writings of remarks that are new, stories, failures.

    `aside` counts, by reason, the captures that were kept but made no version.
    """

    kept: int = 0
    known: int = 0
    remarks: int = 0
    aside: Counter[str] = field(default_factory=Counter)
    stories: set[int] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True)
class Stated:
    """What the caller says of files that cannot say it themselves: address, time, and the zone of times without one."""

    url: str | None = None
    seen_at: datetime | None = None
    zone: ZoneInfo | None = None


def take(
    archive: Archive,
    arrivals: Iterable[Arrived],
    *,
    now: datetime,
    progress: Progress = silent,
    tally: Tally | None = None,
) -> Tally:
    """Keep captures batch by batch; a failure is written down and the rest goes on.

    The tally is the one given, so that its giver knows how far it came when something breaks it off.
    """
    tally = Tally() if tally is None else tally
    batch: list[Arrival] = []
    remarked: list[tuple[str, Written]] = []
    for item in arrivals:
        if isinstance(item, Arrival):
            batch.append(item)
        elif isinstance(item, Failure):
            tally.failures.append(item)
            progress(1)
        else:
            remarked.append(item)
        if len(batch) == BATCH:
            _keep(archive, batch, tally, now, progress)
            batch = []
    if batch:
        _keep(archive, batch, tally, now, progress)
    # Last, since a remark names captures, which may stand behind it in the file.
    for where, written in remarked:
        _remark(archive, where, written, tally, progress)
    return tally


def _remark(archive: Archive, where: str, written: Written, tally: Tally, progress: Progress) -> None:
    try:
        tally.remarks += archive.remark(written)
    except NotFound as error:
        tally.failures.append(Failure(where, str(error)))
    progress(1)


def _keep(archive: Archive, batch: list[Arrival], tally: Tally, now: datetime, progress: Progress) -> None:
    for kept in archive.record(batch, kept_at=now):
        tally.kept += kept.new
        tally.known += not kept.new
        tally.aside.update([kept.aside] if kept.aside else [])
        tally.stories.add(kept.story_id)
    progress(len(batch))


def from_lines(
    numbered: Iterable[tuple[str, bytes]], *, via: Via, now: datetime, zone: ZoneInfo | None = None
) -> Iterator[Arrived]:
    """Lines of JSON, each with the name of its place, as captures and remarks; blank lines are passed over."""
    for where, line in numbered:
        if not line.strip():
            continue
        try:
            if len(line) > LARGEST:
                raise BadLine(f"it is longer than {LARGEST // 2**20} MB")
            if remarks.is_line(line):
                yield where, remarks.parse(line)
            else:
                yield jsonlines.arrival(line, via=via, now=now, assumed=zone)
        except BadLine as error:
            yield Failure(where, str(error))


def from_paths(paths: Iterable[Path], stated: Stated, *, now: datetime) -> Iterator[Arrived]:
    """Files, and the files in folders, as captures; "-" is standard input, which must hold lines of JSON."""
    for path in files(paths):
        if isinstance(path, Failure):
            yield path
            continue
        try:
            if _holds_lines(path):
                yield from from_lines(_numbered(path), via=Via.IMPORT, now=now, zone=stated.zone)
            else:
                yield _whole(path, stated, now)
        except (BadInput, OSError, EOFError, zlib.error) as error:
            yield Failure(str(path), _why(error))


def files(paths: Iterable[Path]) -> Iterator[Path | Failure]:
    """Each path, a folder as the files in it that can be imported, by name, and the folders that can't be read."""
    for path in paths:
        if path == _STDIN or not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir fails where it may not look
            yield path
            continue
        unread: list[OSError] = []
        walked = [Path(folder) / name for folder, _, names in os.walk(path, onerror=unread.append) for name in names]
        yield from sorted(file for file in walked if _suffix(file) in _LINES | _PAGES | _TEXTS)
        yield from (Failure(str(error.filename), _why(error)) for error in unread)


def count(paths: Iterable[Path]) -> int | None:
    """How many captures the paths will give at the most, for a progress bar; None when it can't be told."""
    total = 0
    for path in files(paths):
        if path == _STDIN:
            return None
        try:
            total += sum(1 for _ in _numbered(path)) if isinstance(path, Path) and _holds_lines(path) else 1
        except (OSError, EOFError, zlib.error):
            return None
    return total


def lines(archive: Archive) -> Iterator[bytes]:
    """Everything that an export holds, a line each without its end: the captures, then the remarks on them."""
    yield from map(line, archive.exported())
    yield from map(remarks.line, archive.remarks())


def line(exported: Exported) -> bytes:
    """A kept capture as one line of JSON, without the line's end: importing it gives the same text at the same time."""
    capture, raw = exported.capture, exported.raw
    if capture.media_type == read.LINE:
        return jsonlines.exported(raw, capture.seen_at, capture.via)
    fields: dict[str, Any] = {"url": capture.address, "seen_at": capture.seen_at.isoformat(), "outlet": exported.outlet}
    fields |= {"facts": capture.facts} if capture.facts else {}
    if capture.outcome is not Outcome.CONTENT:
        return jsonlines.line_of(fields | {"outcome": str(capture.outcome)}, capture.via)
    name = "html" if read.is_page(capture.media_type) else "text"
    _, _, stated = capture.media_type.partition("; charset=")
    return jsonlines.line_of(fields | {name: charset.decoded(raw, stated)}, capture.via)


@contextmanager
def new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file to write that appears whole or not at all. Raises BadInput when its name is taken."""
    if target.exists():
        raise BadInput(f"{target} exists already; choose another name")
    partial = target.with_name(f"{target.name}.partial")
    try:
        with partial.open("wb") as file:
            yield file
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)


def document(name: str, url: str | None = None) -> Document:
    """A file (or "-", standard input) as a Document: a page where its name or first bytes say so, plain text otherwise.

    Raises BadInput when it cannot be read or is larger than LARGEST.
    """
    path = Path(name)
    try:
        with _open(path) as file:
            raw = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{name} cannot be read: {_why(error)}") from error
    if len(raw) > LARGEST:
        raise BadInput(f"{name} is larger than {LARGEST // 2**20} MB")
    if _suffix(path) in _PAGES or read.looks_like_html(raw):
        return extract.extract(raw, url)
    return extract.extract_text(charset.decoded(raw))


def _suffix(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def checkpoint(path: Path) -> Checkpoint:
    """A file that `rowback checkpoint` wrote. Raises BadInput where it is none."""
    try:
        return Checkpoint.model_validate_json(path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {_why(error)}") from error
    except ValueError as error:
        raise BadInput(f"{path} is not a checkpoint; `rowback checkpoint` makes one") from error


def _holds_lines(path: Path) -> bool:
    return path == _STDIN or _suffix(path) in _LINES


def _open(path: Path) -> gzip.GzipFile | IO[bytes]:
    if path == _STDIN:
        return sys.stdin.buffer
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")


def _numbered(path: Path) -> Iterator[tuple[str, bytes]]:
    """The lines of a file, each with `file:number`; one that is too long is cut, and so refused and not swallowed."""
    name = "standard input" if path == _STDIN else path
    with _open(path) as file:
        number = 0
        while line := file.readline(LARGEST + 1):
            number += 1
            yield f"{name}:{number}", line if number > 1 else line.removeprefix(codecs.BOM_UTF8)
            while len(line) > LARGEST and not line.endswith(b"\n") and (line := file.readline(LARGEST + 1)):
                pass


def _whole(path: Path, stated: Stated, now: datetime) -> Arrival:
    """A page or a plain text as one capture. Raises BadInput when its address or time can't be told."""
    written_at = path.stat().st_mtime
    media_type = _media_type(path)
    with _open(path) as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise BadInput(f"it is larger than {LARGEST // 2**20} MB")
    address = stated.url or (extract.extract(raw).url if media_type == read.HTML else "")
    if not address:
        raise BadInput("it does not say at which address it stood; name it with --url")
    try:
        seen_at = stated.seen_at or datetime.fromtimestamp(written_at, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadInput("its own time is out of range; say when it was seen with --seen-at") from error
    if seen_at > now + jsonlines.AHEAD:
        raise BadInput(f"{seen_at:%Y-%m-%d %H:%M} lies in the future; say when it was seen with --seen-at")
    return Arrival(address=urls.address(address), via=Via.IMPORT, seen_at=seen_at, media_type=media_type, raw=raw)


def _media_type(path: Path) -> str:
    if _suffix(path) in _PAGES:
        return read.HTML
    if _suffix(path) in _TEXTS:
        return read.TEXT
    known = ", ".join(sorted(_LINES | _PAGES | _TEXTS))
    raise BadInput(f"its name does not say what it is; Rowback reads {known} (and each with .gz behind it)")


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
