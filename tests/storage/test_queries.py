"""What the pages ask: which capture a moment names, and how the watching goes."""

from datetime import timedelta

import pytest

from storage import feeds, queries, watching_queries
from storage.archive import Store
from storage.watching_queries import Sought
from tests.newsroom import MORNING, NOW, arrival, line
from tests.web.watching import HOST, STORY_AT, Watcher, failed, follow, life
from tracker.errors import NotFound
from tracker.follow import FollowKind, FollowState
from tracker.model import Event
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


def test_what_happened_to_a_story_comes_with_its_history(store: Store) -> None:
    life(Watcher(store))
    with store.database.read() as session:
        found = queries.history(session, 1, operator=True)
        assert [turn.verdict.event for turn in found.turns] == [Event.UNPUBLISHED, Event.BACK]
        assert [turned.turn.verdict.event for turned in feeds.turned(session)] == [Event.BACK, Event.UNPUBLISHED]
        assert found.addresses == [STORY_AT]
        assert found.follow is not None
        assert found.follow.checks == 11


def test_a_follow_comes_with_its_looks_folds_and_lister(store: Store) -> None:
    life(Watcher(store))
    with store.database.read() as session:
        found = watching_queries.follow(session, 1)
        assert len(found.looks) == 11
        assert [aside.verdict.finding.value for aside in found.folds] == ["aside", "minor"]
        assert (found.more_folds, found.overruled, found.listed_by) == (0, [], None)
        with pytest.raises(NotFound):
            watching_queries.follow(session, 2)


def test_an_overruled_fold_is_listed_until_the_decision_is_taken_back(store: Store) -> None:
    life(Watcher(store))
    with store.database.read() as session:
        capture = watching_queries.follow(session, 1).folds[1].verdict.capture_id
    for value, count in (("yes", 1), ("no", 0)):
        store.overrule(capture, value, made_by="test", made_at=NOW)
        with store.database.read() as session:
            assert len(watching_queries.follow(session, 1).overruled) == count


def test_follows_are_found_by_words_outlet_kind_and_state(store: Store) -> None:
    follow(store.database, STORY_AT, f"{HOST}/news/2026/quay-22222222")
    follow(store.database, "https://other.example/100%_sure.xml", kind=FollowKind.FEED)
    with store.database.read() as session:
        for sought, numbers in [
            (Sought(), [3, 2, 1]),
            (Sought(words="MILL fire"), [1]),
            (Sought(words="100%_"), [3]),
            (Sought(words="%"), [3]),
            (Sought(outlet="paper"), [2, 1]),
            (Sought(kind=FollowKind.FEED), [3]),
            (Sought(state=FollowState.PAUSED), []),
            (Sought(failing=True), []),
        ]:
            found = watching_queries.follows(session, sought)
            assert [item.id for item in found.items] == numbers
            assert found.total == len(numbers)


def test_the_health_counts_looks_leases_and_failures(store: Store) -> None:
    watcher = Watcher(store)
    life(watcher)
    follow(store.database, f"{HOST}/news/2026/quay-22222222", "https://other.example/1-1", now=NOW - timedelta(hours=2))
    watcher.look(NOW - timedelta(minutes=1), failed)
    follow(store.database, "https://other.example/2-2", now=NOW - timedelta(hours=1))
    watcher.follows.claim(NOW, limit=1, lease=timedelta(minutes=5), holder="desk:9")
    follow(store.database, "https://other.example/3-3", now=NOW - timedelta(minutes=7))
    with store.database.read() as session:
        found = watching_queries.health(session, NOW)
    assert found.counts[FollowState.WATCHING] == 5
    assert [(hour.good, hour.bad) for hour in found.hours[-1:]] == [(1, 1)]
    assert sum(hour.good + hour.bad for hour in found.hours) == 4
    assert [(lease.holder, lease.count) for lease in found.leases] == [("desk:9", 1)]
    assert (found.due, found.oldest_due) == (1, NOW - timedelta(minutes=7))
    assert [(one.outlet.host, one.count) for one in found.failures] == [("paper.example", 2), ("other.example", 1)]
    assert found.failures[0].problem == "It does not answer."
