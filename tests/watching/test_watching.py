"""A small newsroom, watched over a day by the real queue, poller and fetcher: edits are news, noise isn't."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from storage.archive import Store
from tests.press.real import with_real
from tests.press.record import Kept, record
from tests.press.score import Score
from tests.press.script import newsroom
from tests.press.server import Asked, Press
from tests.press.watcher import opened, watching
from tracker import chain
from tracker.model import Outcome


@dataclass(frozen=True)
class Watched:
    """What came of two days."""

    score: Score
    log: list[Asked]
    store: Store


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    script = newsroom(stories=15, days=0.8, dresses=("courier", "dispatch", "meridian"), within=0.35)
    store = opened(tmp_path_factory.mktemp("watched"))
    with Press(script) as press, watching(press, store) as watcher:
        watcher.follow_lists()
        watcher.until(script.end)
        yield Watched(watcher.score(), press.log, store)
    store.database.close()


def test_every_edit_that_was_up_at_a_look_is_a_version(watched: Watched) -> None:
    assert watched.score.missed == []
    assert watched.score.caught >= 10
    assert watched.score.caught + watched.score.pending == watched.score.up


def test_no_version_has_no_edit_behind_it(watched: Watched) -> None:
    assert watched.score.false == []
    assert watched.score.tests == []


def test_every_story_that_a_list_named_is_found_once(watched: Watched) -> None:
    assert watched.score.never_found == []
    assert watched.score.doubled == []
    assert watched.score.mixed == []


def test_stories_that_went_and_came_back_are_told_so(watched: Watched) -> None:
    assert watched.score.event_faults == []


def test_nothing_is_asked_against_robots_txt_or_sooner_than_polite(watched: Watched) -> None:
    assert watched.score.robots == []
    assert watched.score.impolite == []
    assert watched.score.most_at_once == 1
    assert {asked.agent for asked in watched.log} == {watched.log[0].agent}
    assert "paper.example/bot" in watched.log[0].agent


def test_stories_cost_no_more_requests_than_the_classic_decay(watched: Watched) -> None:
    assert watched.score.story_requests <= 1.25 * watched.score.classic


def test_an_honest_outlet_answers_most_looks_without_a_page(watched: Watched) -> None:
    courier = [asked for asked in watched.log if asked.host == "127.0.1.1" and asked.story is not None]
    assert sum(asked.status == 304 for asked in courier) > len(courier) / 2


def test_the_record_holds_and_deriving_again_gives_the_same_versions(watched: Watched) -> None:
    assert chain.verify(watched.store).broken is None
    before = [told_of(kept) for kept in record(watched.store)]
    watched.store.rebuild()
    assert [told_of(kept) for kept in record(watched.store)] == before


def told_of(kept: Kept) -> tuple[object, ...]:
    """Everything derived about a story."""
    findings = [(seen.seen_at, seen.finding, seen.reason, seen.event) for seen in kept.captures]
    return kept.id, kept.versions, findings


def test_many_threads_ask_one_host_one_thing_at_a_time(tmp_path: Path) -> None:
    script = newsroom(stories=8, days=0.1, seed=5, dresses=("courier", "dispatch"), within=0.5)
    store = opened(tmp_path)
    with Press(script) as press, watching(press, store, threads=8) as watcher:
        watcher.follow_lists()
        watcher.until(script.end - timedelta(minutes=1))
        found = watcher.score()
    captures = [seen for kept in record(store) for seen in kept.captures if seen.outcome is Outcome.CONTENT]
    store.database.close()
    assert len(captures) > 10
    assert (found.most_at_once, found.robots, found.doubled, found.mixed) == (1, [], [], [])


@pytest.mark.corpus
def test_real_edits_of_releases_are_all_caught(shared_data: Path, tmp_path: Path) -> None:
    script = with_real(newsroom(stories=1, days=0.6, dresses=("dispatch",)), shared_data, most=8)
    store = opened(tmp_path)
    with Press(script) as press, watching(press, store) as watcher:
        watcher.follow_lists()
        watcher.until(script.end)
        found = watcher.score()
    store.database.close()
    assert found.caught >= 5
    assert (found.missed, found.false, found.doubled, found.mixed) == ([], [], [], [])
