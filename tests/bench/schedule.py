"""Plays the real edit times in ../shared/data back: Rowback's schedule beside the classic decay and fixed intervals."""

import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.corpus.converters import records
from tracker import simulate
from tracker.edittimes import History, read
from tracker.life import Life
from tracker.schedule import Bounds, next_check
from tracker.simulate import Simulation

DATA = Path(__file__).parents[3] / "shared" / "data"

#: Releases that were first kept later than this after their dateline were keyed again, not edited: see SOURCE.txt.
_NATIVE_DAYS = 45


def _story(name: str, versions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"story": name, "versions": [{"time": version["time"]} for version in versions]}


def _ministry(data: Path, *, native: bool) -> list[dict[str, Any]]:
    found = [story for path in sorted((data / "sg_minlaw_releases").glob("*.gz")) for story in records(path)]
    return [
        _story(story["path"], story["versions"])
        for story in found
        if not native or (story["days_first_capture_after_dateline"] or 0) <= _NATIVE_DAYS
    ]


@lru_cache
def sets(data: Path) -> dict[str, list[History]]:
    """The edit times of each set; those of the ministry with and without the releases that were keyed again."""
    federal = records(data / "ch_federal_releases" / "stories.jsonl.gz")
    pages = sorted((data / "govuk_coronavirus").glob("*.jsonl"))
    found: dict[str, list[dict[str, Any]]] = {
        "sg_minlaw_releases": _ministry(data, native=True),
        "sg_minlaw_releases, all": _ministry(data, native=False),
        "ch_federal_releases": [_story(story["story_id"], story["versions"]) for story in federal],
        "govuk_coronavirus": [_story(page.stem, list(records(page))) for page in pages],
    }
    return {name: _read(stories) for name, stories in found.items()}


def _read(stories: list[dict[str, Any]]) -> list[History]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stories.jsonl"
        path.write_text("\n".join(map(json.dumps, stories)))
        return read([path], now=datetime.now(UTC), zone=ZoneInfo("UTC"))


def apart(histories: list[History]) -> tuple[simulate.Score, simulate.Score]:
    """The younger half of the stories at the classic decay's cost: learning on the way; taught by the older half."""
    older, younger = histories[: len(histories) // 2], histories[len(histories) // 2 :]
    online = Simulation(younger)
    fetches = online.rivals()[0].fetches
    return online.at_cost(fetches), Simulation(younger, taught=simulate.taught_by(older)).at_cost(fetches)


def _speed(histories: list[History]) -> None:
    habits = simulate.taught_by(histories)
    for count in (0, 1, 6, 60):
        history = max(histories, key=lambda one: len(one.edits))
        times = [datetime.fromtimestamp((history.born + n) * 3600, UTC) for n in range(count + 1)]
        life = Life(times[0], times[-1], tuple((at, at) for at in times[1:]))
        began = time.process_time()
        for _ in range(5000):
            next_check(life, habits, Bounds(), now=life.checked_at)
        print(f"next_check, {count:2d} edits: {(time.process_time() - began) / 5000 * 1e6:.0f} µs of CPU")


def main() -> None:
    """Print a table a set: of those named behind the folder, or of all."""
    found = sets(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
    _speed(found["sg_minlaw_releases"])
    for name, histories in found.items():
        if len(sys.argv) > 2 and name not in sys.argv[2:]:
            continue
        simulation = Simulation(histories)
        print(f"\n{name}: {len(histories)} stories, {sum(len(one.edits) for one in histories)} edits")
        for row in [simulate.HEADS, *simulate.rows(map(simulation.contest, simulation.rivals()))]:
            print(f"{row[0]:26s}" + "".join(f"{cell:>17s}" for cell in row[1:]))
        for how, one in zip(("learning on the way", "taught by the older half"), apart(histories), strict=True):
            told = f"{one.caught} of {one.edits} caught, mean delay {one.mean_delay:.2f} h"
            print(f"younger half, {how}: {one.fetches} fetches, {told}")


if __name__ == "__main__":
    main()
