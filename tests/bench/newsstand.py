"""A full newsstand to measure the pages on: many stories of several outlets, and one with very many versions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import migrations
from storage.archive import Store
from storage.database import Database
from tests.newsroom import MORNING, arrivals, line
from tracker.model import Show
from tracker.moments import moment

STORIES, OUTLETS, VERSIONS = 1_000, 20, 440

#: The address of the story with VERSIONS versions; it is kept first, and so it is story 1.
LONGEST = "https://paper0.example/news/business"

#: Captures that are kept in one transaction. Range 50 to 1,000.
BATCH = 200


def sentence(story: int, number: int, told: int) -> str:
    """A sentence that differs from every other one of its story, with a figure and a name."""
    return (
        f"Council {story} said that support scheme {number} will pay {told} pounds to each of the firms in district "
        f"{(story * 7 + number) % 97}, its leader Ada Berg{number} told reporters."
    )


def long_story() -> Iterator[bytes]:
    """One story of 40 paragraphs; each version edits two, adds one and cuts one, and now and then its headline."""
    told = [sentence(0, number, 100) for number in range(40)]
    for version in range(VERSIONS):
        told[version % 40] = sentence(0, version % 40, 101 + version)
        told[(version * 7 + 3) % 40] = sentence(version, (version * 7 + 3) % 40, 100)
        told = [*told[1:], sentence(1, version, 100)]
        headline = f"Support for firms: what phase {version // 9} pays"
        yield line(45 * version, *told, url=LONGEST, headline=headline)


def stories(count: int = STORIES) -> Iterator[bytes]:
    """Stories of three versions each."""
    for story in range(count):
        for version in range(3):
            told = [sentence(story, number, 100 + version * (number == 2)) for number in range(8)]
            address = f"https://paper{story % OUTLETS}.example/news/{story}"
            more = [f"The council meets again in week {version}."] if version else []
            yield line(3 * story + 40 * version, *told, *more, url=address, headline=f"Council {story} pays firms")


@contextmanager
def newsstand(count: int = STORIES) -> Iterator[tuple[Path, Database]]:
    """A database with all of them, and the folder that it stands in."""
    with TemporaryDirectory() as name:
        database = Database(f"sqlite:///{Path(name) / 'rowback.sqlite'}")
        migrations.migrate(database)
        store = Store(database, show=Show.FULL)
        lines = [*long_story(), *stories(count)]
        for begin in range(0, len(lines), BATCH):
            store.record(arrivals(lines[begin : begin + BATCH]), kept_at=MORNING + timedelta(days=30))
        yield Path(name), database
        database.close()


def pages() -> dict[str, str]:
    """The pages to measure, by name."""
    numbers = (0, 1, 2, VERSIONS // 2, VERSIONS - 1)
    first, second, third, middle, last = (moment(MORNING + timedelta(minutes=45 * at)) for at in numbers)
    return {
        "front": "/",
        "front, all edits": "/?show=all&order=newest",
        "stories": "/stories",
        "search": "/stories?q=firms",
        "said at any time": "/said?q=firms",
        "outlets": "/outlets",
        "outlet": "/outlets/paper1.example",
        "a story of 3 versions": "/stories/2",
        f"a story of {VERSIONS} versions": "/stories/1",
        "its version": f"/stories/1@{middle}",
        "its neighbours compared": f"/stories/1/{second}..{third}",
        "its ends compared": f"/stories/1/{first}..{last}",
        "its blame": "/stories/1/blame",
        "its feed": "/stories/1.atom",
        "about": "/about",
    }
