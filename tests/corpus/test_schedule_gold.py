"""Real edit times played back: at the classic decay's cost Rowback catches no fewer versions, and much sooner."""

from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.bench.schedule import sets
from tests.corpus.converters import SOURCES
from tests.newsroom import NOW
from tracker.edittimes import read
from tracker.simulate import Simulation

pytestmark = pytest.mark.corpus


class Floor(NamedTuple):
    """What must hold against the classic decay; each is a little below what was measured."""

    caught: int
    delay: float
    half_caught: int
    half_delay: float


#: Versions caught, and the mean delay as a part of the classic decay's: at its cost, and at half of it.
FLOORS = {
    "sg_minlaw_releases": Floor(caught=340, delay=0.25, half_caught=314, half_delay=0.5),
    "ch_federal_releases": Floor(caught=195, delay=0.35, half_caught=195, half_delay=0.75),
    "govuk_coronavirus": Floor(caught=45, delay=0.3, half_caught=35, half_delay=0.6),
}


@pytest.mark.parametrize("name", FLOORS)
def test_the_classic_decay_is_beaten_at_its_own_cost_and_at_half(name: str, shared_data: Path) -> None:
    simulation, floor = Simulation(sets(shared_data)[name]), FLOORS[name]
    classic = simulation.rivals()[0]
    same, half = simulation.at_cost(classic.fetches), simulation.at_cost(classic.fetches / 2)
    assert same.fetches <= classic.fetches * 1.03
    assert same.caught >= max(floor.caught, classic.caught)
    assert same.mean_delay <= floor.delay * classic.mean_delay
    assert half.fetches <= classic.fetches * 0.55
    assert half.caught >= floor.half_caught
    assert half.mean_delay <= floor.half_delay * classic.mean_delay


def test_captures_tell_the_same_edits_as_the_times_themselves(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "captures.jsonl"
    path.write_bytes(b"\n".join(SOURCES["govuk_coronavirus"](shared_data)))
    told = read([path], now=NOW, zone=ZoneInfo("UTC"))
    stated = sets(shared_data)["govuk_coronavirus"]
    assert [one.born for one in told] == [one.born for one in stated]
    for captures, times in zip(told, stated, strict=True):
        # Some of its edits are typography only, which makes no version.
        assert set(captures.edits) <= set(times.edits)
        assert len(captures.edits) > 0.8 * len(times.edits)
