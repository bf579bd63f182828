"""What the pages ask: which capture a moment names."""

from datetime import timedelta

import pytest

from storage import queries
from storage.archive import Store
from tests.newsroom import MORNING, NOW, arrival, line
from tracker.errors import NotFound
from tracker.moments import moment, parse

#: Captures in one millisecond, at the very same time, and apart.
SEEN = [MORNING + timedelta(microseconds=n) for n in (0, 500, 999, 1000, 1000, 2_000_000)]


@pytest.fixture
def close(store: Store) -> Store:
    """A story whose versions were seen within milliseconds of each other."""
    for number, seen_at in enumerate(SEEN):
        store.record([arrival(line(0, f"Text {number}.", seen_at=seen_at.isoformat()))], kept_at=NOW)
    return store


def test_the_permalink_of_each_version_leads_to_that_version(close: Store) -> None:
    with close.database.read() as session:
        seen = queries.history(session, 1).seen
        assert len({str(item.moment) for item in seen}) == len(SEEN)
        for item in seen:
            found = queries.sighting(session, 1, parse(str(item.moment)))
            assert found.seen.version.number == item.version.number


def test_a_moment_between_two_captures_names_the_one_before(close: Store) -> None:
    with close.database.read() as session:
        found = queries.sighting(session, 1, moment(MORNING + timedelta(seconds=1)))
        assert found.seen.version.number == 5
        with pytest.raises(NotFound):
            queries.sighting(session, 1, moment(MORNING - timedelta(seconds=1)))
