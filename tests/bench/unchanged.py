"""What a check costs by its path: `python -m tests.bench.unchanged` prints CPU milliseconds, from answer to commit.

Real news pages (aeb_html), each as a story of its own at one outlet whose region is learnt; the network is left out.
"""

import gzip
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean, median

from storage import migrations
from storage.archive import Store
from storage.database import Database
from storage.tables import Lesson
from tests.bench.extraction import SHARED_DATA
from tests.newsroom import MORNING
from tracker import model
from tracker.fetching import charset
from tracker.fetching.extract import extract
from tracker.fetching.region import region_of
from tracker.model import Arrival, LessonKind, Outcome, Via

#: Pages that are measured.
PAGES = 40


@dataclass
class Story:
    """A page, what stands first in its text, and the clock of its looks."""

    address: str
    raw: bytes
    told: bytes
    now: datetime = MORNING
    times: dict[str, list[float]] = field(default_factory=dict)


def stories(folder: Path) -> Iterator[tuple[Story, str]]:
    """Real pages with the region that their outlet's stories would have taught."""
    for number, path in enumerate(sorted((folder / "aeb_html" / "html").glob("*.gz"))):
        raw = gzip.decompress(path.read_bytes())
        html = charset.decoded(raw)
        document = extract(html)
        region = region_of(html, document)
        told = max((p.encode() for p in document.paragraphs), key=len, default=b"")[:30]
        if region and told and raw.count(told) == 1 and document.headline:
            yield Story(f"https://outlet-{number}.example/story", raw, told), region


def look(story: Story, raw: bytes, outcome: Outcome = Outcome.CONTENT) -> Arrival:
    """The next look at a story, a quarter of an hour after the last."""
    story.now += timedelta(minutes=15)
    media_type = "text/html" if outcome is Outcome.CONTENT else ""
    return Arrival(
        address=story.address, via=Via.LIVE, seen_at=story.now, outcome=outcome, media_type=media_type, raw=raw
    )


def around(story: Story, number: int) -> bytes:
    """The page with another token at its end: other bytes, the same story."""
    return story.raw + b"<!-- %d --><script>var token = %d;</script>" % (number, number)


def edited(story: Story, number: int) -> bytes:
    """The page with a word more in its longest paragraph."""
    return story.raw.replace(story.told, b"Edit%d " % number + story.told)


PATHS: dict[str, Callable[[Story, int], Arrival]] = {
    "304 not modified": lambda story, _: look(story, b"", Outcome.UNCHANGED),
    "same bytes": lambda story, _: look(story, story.raw),
    "same fingerprint": lambda story, n: look(story, around(story, n)),
    "full extraction": lambda story, n: look(story, around(story, n)),
    "new version": lambda story, n: look(story, edited(story, n)),
}


def measured(store: Store, story: Story, path: str, number: int) -> None:
    """One look, and the CPU time of everything behind the network."""
    made = PATHS[path](story, number)
    if path == "full extraction":
        made = made.model_copy(update={"seen_at": made.seen_at + timedelta(hours=7)})
        story.now = made.seen_at
    began = time.process_time()
    store.record([made], kept_at=story.now)
    story.times.setdefault(path, []).append(1000 * (time.process_time() - began))


def main() -> None:
    """Print a row a path."""
    spent: dict[str, list[float]] = {path: [] for path in ["first look", *PATHS]}
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/rowback.sqlite")
        migrations.migrate(database)
        store = Store(database)
        for number, (story, region) in enumerate(stories(SHARED_DATA)):
            if number == PAGES:
                break
            began = time.process_time()
            store.record([look(story, story.raw)], kept_at=story.now)
            spent["first look"].append(1000 * (time.process_time() - began))
            _teach(database, number + 1, region, story.now)
            for path in PATHS:
                for turn in range(3):
                    measured(store, story, path, turn)
                spent[path] += story.times[path]
        database.close()
    print(f"{PAGES} real pages, {len(PATHS) * 3} looks each; CPU ms a look, seal and commit included")
    print(f"{'path':<20}{'mean':>8}{'median':>8}")
    for path, times in spent.items():
        print(f"{path:<20}{mean(times):>8.1f}{median(times):>8.1f}")


def _teach(database: Database, outlet_id: int, region: str, now: datetime) -> None:
    """Let the outlet have learnt where its stories stand."""
    lesson = model.Lesson(
        outlet_id=outlet_id, kind=LessonKind.REGION, value=region, learnt_at=now, counts_from=now, grounds="bench"
    )
    with database.write() as session:
        session.add(Lesson.model_validate(lesson))


if __name__ == "__main__":
    main()
