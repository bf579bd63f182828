"""Old edits played back: what each way of looking would have caught, and the files they are read from."""

import gzip
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.newsroom import MORNING, NOW, line
from tracker import simulate
from tracker.edittimes import History, read
from tracker.errors import BadInput
from tracker.life import hours
from tracker.schedule import Bounds
from tracker.simulate import Simulation, Watch

UTC = ZoneInfo("UTC")
BORN = hours(MORNING)


def history(*edits: float, born: float = 0.0, outlet: str = "paper.example") -> History:
    """A story and the hours after its birth at which it was edited."""
    return History(outlet, BORN + born, tuple(BORN + born + edit for edit in edits))


def histories(path: Path, content: bytes) -> list[History]:
    """What a file of this content tells."""
    path.write_bytes(content)
    return read([path], now=NOW, zone=UTC)


def test_an_edit_overwritten_before_the_check_is_missed_and_its_delay_counts() -> None:
    told = simulate.score("hourly", [history(0.5, 0.75, 2.5)], [[BORN + 1, BORN + 2, BORN + 3]], days=1)
    assert (told.edits, told.caught, told.fetches) == (3, 2, 3)
    assert told.mean_delay == pytest.approx((0.5 + 0.25 + 0.5) / 3)
    assert told.median_delay == pytest.approx(0.5)
    assert told.mean_delay_caught == pytest.approx((0.25 + 0.5) / 2)


def test_an_edit_never_seen_is_late_by_the_rest_of_the_watch_and_one_after_it_does_not_count() -> None:
    told = simulate.score("once", [history(20, 30)], [[BORN + 1]], days=1)
    assert (told.edits, told.caught) == (1, 0)
    assert told.mean_delay == pytest.approx(4)


def test_the_classic_decay_makes_as_many_checks_as_is_known_of_it() -> None:
    checks = simulate.decay([history()], simulate.CLASSIC, days=360)[0]
    assert [sum(check - BORN <= 24 * days for check in checks) for days in (1, 7, 360)] == [33, 81, 99]


def test_a_watch_learns_from_its_own_checks_and_not_from_what_is_to_come() -> None:
    past = [history(2, 50, born=day * 24.0) for day in range(10)]
    future = [history(*range(1, 200), born=20 * 24.0)]
    bounds = Bounds()
    alone = Watch(past, bounds, days=9).run()
    together = Watch([*past, *future], bounds, days=9).run()
    assert together[:10] == alone


def test_a_watch_that_was_taught_before_learns_nothing_on_the_way() -> None:
    stories = [history(3, 60, born=day * 24.0) for day in range(20)]
    habits = simulate.taught_by(stories, days=9)
    watch = Watch(stories, Bounds(), days=9, taught=habits)
    assert watch.run() != Watch(stories, Bounds(), days=9).run()
    assert watch.habits["paper.example"] == habits


def test_a_watch_of_one_outlet_does_not_teach_another() -> None:
    mine = history(2, 50, born=20 * 24.0)
    others = [history(*range(1, 40), born=day, outlet="other.example") for day in range(10)]
    alone = Watch([mine], Bounds(), days=9).run()
    assert len(Watch([mine, *others], Bounds(), days=9).run()[0]) == len(alone[0])


def test_a_contest_is_held_at_the_same_cost_and_at_half() -> None:
    stories = [history(0.31, 5.4 + 1.7 * (day % 3), 200.3, born=day * 25.3) for day in range(20)]
    simulation = Simulation(stories, days=30)
    contest = simulation.contest(simulation.rivals()[0])
    assert contest.same_fetches.fetches == pytest.approx(contest.rival.fetches, rel=0.05)
    assert contest.half_fetches.fetches == pytest.approx(contest.rival.fetches / 2, rel=0.05)
    assert contest.no_worse is not None
    assert contest.no_worse.caught >= contest.rival.caught
    assert contest.no_worse.mean_delay <= contest.rival.mean_delay


def test_the_table_and_the_json_tell_the_same() -> None:
    stories = [history(0.3, 30, born=day * 24.0) for day in range(5)]
    simulation = Simulation(stories, days=7)
    contests = [simulation.contest(rival) for rival in simulation.rivals()]
    told = json.loads(json.dumps(simulate.as_json(stories, 7, contests)))
    rows = simulate.rows(contests)
    assert (told["stories"], told["edits"], told["days"]) == (5, 10, 7)
    assert [item["rival"]["name"] for item in told["items"]] == [row[0] for row in rows if not row[0].startswith(" ")]
    assert all(len(row) == len(simulate.HEADS) for row in rows)


def test_captures_are_edits_only_where_the_text_would_make_a_version(tmp_path: Path) -> None:
    lines = [line(0, "One."), line(10, "One."), line(20, "Two."), line(30, "Two.", outcome="content"), line(40, "Two.")]
    gone = json.dumps({"url": "https://paper.example/news/fire", "seen_at": "2026-11-03T00:00Z", "outcome": "gone"})
    found = histories(tmp_path / "captures.jsonl", b"\n".join([*reversed(lines), gone.encode(), b""]))
    assert found == [history(1 / 3)]


@pytest.mark.parametrize(
    "content",
    [
        b"fire,2026-11-02T08:00Z,2026-11-02T09:00Z, 2026-11-02T10:00+00:00\n\n",
        b'{"story": "fire", "published_at": "2026-11-02T08:00", "edits": ["2026-11-02T10:00", "2026-11-02T09:00"]}',
        b'\xef\xbb\xbf{"story_id": "fire", "versions": [{"time": "2026-11-02T08:00Z"}, {"time": "2026-11-02T09:00Z"}, '
        b'{"seen_at": "2026-11-02T10:00Z"}]}',
        b'{"time": "2026-11-02T08:00Z"}\n{"time": "2026-11-02T10:00Z"}\n{"time": "2026-11-02T09:00Z"}\n',
    ],
)
def test_a_story_with_its_times_is_read_from_json_and_from_commas(tmp_path: Path, content: bytes) -> None:
    assert [(one.born, one.edits) for one in histories(tmp_path / "times", content)] == [(BORN, (BORN + 1, BORN + 2))]


def test_a_gzipped_file_is_read_as_it_is(tmp_path: Path) -> None:
    content = gzip.compress(b"fire,2026-11-02T08:00Z,2026-11-02T09:00Z")
    assert histories(tmp_path / "times.csv.gz", content)[0].edits == (BORN + 1,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"fire,2026-11-02T08:00Z",
        b"fire,yesterday",
        b"\x00\xff,\xff\x00",
        b"[1, 2]",
        b"{",
        b"[" * 100_000,
        b'{"story": "fire"}',
        b'{"story": "fire", "edits": [7]}',
        b'{"story": "fire", "edits": [{"time": null}]}',
        b'{"url": "https://paper.example/", "seen_at": "never", "text": "A"}',
        b'{"url": 7, "seen_at": "2026-11-02T08:00Z"}',
        b"fire,2126-11-02T08:00Z",
    ],
)
def test_what_tells_no_edits_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadInput):
        histories(tmp_path / "bad.jsonl", content)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(gzip.compress(b"fire,2026-11-02T08:00Z,2026-11-02T09:00Z" * 100)[:-20])
    for path in (broken, tmp_path / "absent", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            read([path], now=NOW, zone=UTC)
