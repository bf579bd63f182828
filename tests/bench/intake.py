"""How fast captures come in, beside the least that any store must do: parse each line and insert it."""

import json
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import func, select

from storage import migrations
from storage.archive import Store
from storage.database import Database
from storage.tables import Story, Version
from tests.corpus.converters import SOURCES
from tracker import intake
from tracker.model import Via

DATA = Path(__file__).parents[3] / "shared" / "data"


def imported(lines: list[bytes], folder: Path) -> tuple[float, int, int]:
    """Seconds to import lines into an empty SQLite file, and the stories and versions that came of it."""
    database = Database(f"sqlite:///{folder / 'rowback.sqlite'}")
    migrations.migrate(database)
    now = datetime.now(UTC)
    began = time.perf_counter()
    numbered = ((str(number), line) for number, line in enumerate(lines, 1))
    intake.take(Store(database), intake.from_lines(numbered, via=Via.IMPORT, now=now), now=now)
    seconds = time.perf_counter() - began
    with database.read() as session:
        stories = session.exec(select(func.count()).select_from(Story)).one()
        versions = session.exec(select(func.count()).select_from(Version)).one()
    database.close()
    return seconds, stories, versions


def inserted(lines: list[bytes], folder: Path) -> float:
    """Seconds to parse the same lines and insert them as they are, in batches of the same size."""
    with closing(sqlite3.connect(folder / "plain.sqlite")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE line (url TEXT, seen_at TEXT, raw BLOB, UNIQUE (url, seen_at))")
        began = time.perf_counter()
        for start in range(0, len(lines), intake.BATCH):
            batch = lines[start : start + intake.BATCH]
            rows = [(fields["url"], fields["seen_at"], line) for line in batch for fields in [json.loads(line)]]
            connection.executemany("INSERT OR IGNORE INTO line VALUES (?, ?, ?)", rows)
            connection.commit()
        return time.perf_counter() - began


def main() -> None:
    """Print a row a collection."""
    print("import            captures stories versions pairs  seconds  captures/s  times plain parse-and-insert")
    for name, read in SOURCES.items():
        lines = list(read(DATA))
        with tempfile.TemporaryDirectory() as folder:
            seconds, stories, versions = imported(lines, Path(folder))
            plain = inserted(lines, Path(folder))
        print(
            f"{name:<20}{len(lines):>6}{stories:>8}{versions:>9}{versions - stories:>6}"
            f"{seconds:>9.1f}{len(lines) / seconds:>12.0f}{seconds / plain:>12.0f}x"
        )


if __name__ == "__main__":
    main()
