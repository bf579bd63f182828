"""An outlet's counts: over all of its stories, from rows, the same on both databases and with a base for each."""

from datetime import timedelta

import pytest

from storage import outlets
from storage.archive import Store
from tests.newsroom import NOW, arrivals, at, line
from tracker.conduct import Tally
from tracker.errors import NotFound

DAY = 24 * 60
INSPECTED = "The electrical installation was last inspected in {}, the line said."
NOTE = "Correction: An earlier version said 2024; it is 2021."


def story(name: str, start: float, *versions: tuple[str, ...], host: str = "paper.example") -> list[bytes]:
    """A story whose versions are an hour apart."""
    url = f"https://{host}/{name}"
    return [line(start + 60 * n, *text, url=url, language="en") for n, text in enumerate(versions)]


def tally(store: Store, host: str = "paper.example") -> Tally:
    """An outlet's counts."""
    with store.database.read() as session:
        return outlets.outlet(session, host, now=NOW).tally


@pytest.fixture
def kept(store: Store) -> Store:
    """Two stories that change in silence (the second today), one with a correction, one of another outlet."""
    old, new = (INSPECTED.format(2024),), (INSPECTED.format(2021),)
    today = (NOW - at(0)) / timedelta(minutes=1) - 120
    kept = [
        *story("silent", 0, old, new),
        *story("today", today, old, new),
        *story("owned", 0, old, new, (*new, NOTE)),
        *story("still", 0, old),
        *story("other", 0, old, new, host="wire.example"),
        line(2 * DAY, *new, NOTE, url="https://paper.example/owned", language="en"),
    ]
    store.record(arrivals(kept), kept_at=NOW)
    return store


def test_counts_stand_beside_their_base(kept: Store) -> None:
    told = tally(kept)
    assert (told.stories, told.edited, told.edits, told.headlines) == (4, 3, 4, 0)
    assert (told.altered, told.settled) == (3, 2)
    assert (told.silent, told.acknowledged, told.unclear, told.provisional) == (1, 1, 0, 1)


def test_a_silent_change_that_nobody_looked_after_for_a_day_is_counted_as_such(kept: Store) -> None:
    assert tally(kept).unwatched == 1
    kept.record(arrivals([line(3 * DAY, INSPECTED.format(2021), url="https://paper.example/silent")]), kept_at=NOW)
    assert tally(kept).unwatched == 0


def test_a_correction_gives_its_delays_and_a_headline_counts_once(kept: Store) -> None:
    kept.record(arrivals([line(90, INSPECTED.format(2024), url="https://paper.example/still", headline="Blaze")]),
                kept_at=NOW)  # fmt: skip
    told = tally(kept)
    assert (told.corrections, told.updates, told.headlines) == (1, 0, 1)
    assert (told.from_error, told.from_mending) == ((timedelta(hours=2),), (timedelta(hours=1),))


def test_when_a_day_is_over_a_change_settles_though_nothing_is_written(kept: Store) -> None:
    with kept.database.read() as session:
        later = outlets.outlet(session, "paper.example", now=NOW + timedelta(days=1)).tally
    assert (later.silent, later.provisional, later.settled) == (2, 0, 3)


def test_an_outlet_that_is_not_kept_is_not_found(kept: Store) -> None:
    assert tally(kept, "wire.example").stories == 1
    with kept.database.read() as session, pytest.raises(NotFound):
        outlets.outlet(session, "nobody.example", now=NOW)
