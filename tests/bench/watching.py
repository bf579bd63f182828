"""A scripted newsroom, watched for a simulated week: `python -m tests.bench.watching [--faults] [--real]`.

Prints the score: which edits became versions, which versions had no edit behind them, what was asked of the outlets.
`--real` adds an outlet of real releases from ../shared/data.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from tests.press.real import with_real
from tests.press.script import Script, newsroom
from tests.press.server import Press
from tests.press.watcher import opened, watching

SHARED_DATA = Path(__file__).parents[3] / "shared" / "data"


def watched(script: Script, *, faults: bool) -> None:
    """Watch a script to its end and print the score."""
    began, cpu = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        store = opened(Path(folder))
        with Press(script) as press, watching(press, store) as watcher:
            watcher.follow_lists()
            rounds = watcher.until(script.end)
            took, used = time.perf_counter() - began, time.process_time() - cpu
            found = watcher.score()
        size = (Path(folder) / "rowback.sqlite").stat().st_size
        store.database.close()
    lines = found.report().splitlines()
    print("\n".join(lines if faults else [line for line in lines if not line.startswith("  ")]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(script.stories)} stories, {(script.end - script.start).days} days: {took:.0f} s, {rounds} rounds, "
        f"{1_000 * used / max(found.requests, 1):.1f} ms of CPU a request (server included), "
        f"database {size / 1e6:.0f} MB, memory {memory:.0f} MB"
    )


def main(arguments: list[str] | None = None) -> None:
    """Read the options and watch."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.watching")
    parser.add_argument("--stories", type=int, default=220)
    parser.add_argument("--days", type=float, default=7.0)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--faults", action="store_true", help="list every fault with its cause")
    parser.add_argument("--real", action="store_true", help="add an outlet of real releases")
    chosen = parser.parse_args([] if arguments is None else arguments)
    script = newsroom(stories=chosen.stories, days=chosen.days, seed=chosen.seed)
    watched(with_real(script, SHARED_DATA) if chosen.real else script, faults=chosen.faults)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
