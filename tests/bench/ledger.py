"""Measures what is read from whole stories: `python -m tests.bench.ledger [FOLDER]`.

Prints, for each collection of real revisions, how many figures changed, how many notices were found and linked, how
many changes to what was said were flagged, and the time that each reading takes for the longest stories.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from tests.bench.diff_gold import DATA
from tests.corpus.converters import SOURCES
from tests.newsroom import NOW
from tracker import ledger
from tracker.acknowledged import Acknowledgement, acknowledgements
from tracker.classify import classify
from tracker.dated import Dated
from tracker.diffing import compare
from tracker.fetching import jsonlines
from tracker.silence import Flag, flags

T = TypeVar("T")

#: Versions from which a story is timed by itself.
LONG = 40


class Told(NamedTuple):
    """What was read from one story, and the seconds that each reading took."""

    address: str
    versions: list[Dated]
    rows: list[ledger.Ledger]
    notices: list[Acknowledgement]
    flags: list[Flag]
    seconds: tuple[float, float, float]


def stories(lines: Iterator[bytes]) -> dict[str, list[Dated]]:
    """The versions of each story, by its address, with their changes."""
    found: dict[str, list[Dated]] = {}
    for raw in lines:
        line = jsonlines.parse(raw)
        versions = found.setdefault(line.url, [])
        document, seen = jsonlines.document(line), datetime.fromisoformat(str(line.seen_at))
        before = versions[-1] if versions else None
        if before is None or before.document != document:
            versions.append(Dated(len(versions) + 1, seen, seen, document, before.last_seen_at if before else None))
            continue
        versions[-1] = replace(before, last_seen_at=seen)
    return {address: list(_changed(versions)) for address, versions in found.items()}


def _changed(versions: list[Dated]) -> Iterator[Dated]:
    before: Dated | None = None
    for version in versions:
        if before is not None:
            old, new = before.document, version.document
            diff = compare(old, new, language=new.language or None)
            changes = classify(diff, old=old, new=new, old_at=before.first_seen_at, new_at=version.first_seen_at)
            version = replace(version, changes=tuple(changes))
        yield version
        before = version


def told(address: str, versions: list[Dated]) -> Told:
    """Every reading of one story, timed by the processor's clock."""
    rows, first = _timed(lambda: ledger.figures(versions))
    notices, second = _timed(lambda: acknowledgements(versions))
    found, third = _timed(lambda: flags(versions, now=NOW, found=notices))
    return Told(address, versions, rows, notices, found, (first, second, third))


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    return work(), time.process_time() - start


def main() -> None:
    """Print every measure."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    for name, source in SOURCES.items():
        answers = [told(address, versions) for address, versions in stories(source(data)).items()]
        moved = [row for answer in answers for row in answer.rows if row.changed]
        notices = [each for answer in answers for each in answer.notices]
        counts = Counter(str(flag.answer) for answer in answers for flag in answer.flags)
        print(
            f"{name}: {len(answers)} stories, {sum(len(answer.versions) for answer in answers)} versions; "
            f"{len(moved)} figures changed ({sum(row.chartable for row in moved)} charts); {len(notices)} notices, "
            f"{sum(bool(each.edits) for each in notices)} linked; {dict(counts)}"
        )
        for answer in answers:
            if len(answer.versions) >= LONG:
                spent = ", ".join(f"{seconds * 1e3:.0f}" for seconds in answer.seconds)
                print(f"  {answer.address}: {len(answer.versions)} versions: ledger, notices, flags {spent} ms")


if __name__ == "__main__":
    main()
