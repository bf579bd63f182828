"""Times the comparison beside its peers, in one process: `python -m tests.bench.diff_speed [FOLDER]`.

Every pair is compared once after one round of other pairs, so nothing is timed on a pair seen before. The unit of the
table is milliseconds of processor time a pair (median), so that other work on the machine counts little; `x` is how
many times the floor, splitting and hashing all words of both texts, which is timed in turns with the comparison.
"""

import difflib
import gc
import json
import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from html import escape
from importlib import import_module
from math import log
from multiprocessing import Pool, get_context
from os import getloadavg
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.diff_pairs import DATA, Editor, Planted, planted
from tests.tracker.diffing.hard_pairs import HARD
from tracker.diffing import compare

Tool = Callable[[str, str], Any]
KINDS = {
    "same": Editor.untouched,
    "one word": Editor.one_word,
    "5% edited": Editor.five_percent,
    "30% rewritten": Editor.rewritten,
    "unrelated": Editor.unrelated,
}
#: Seconds. A peer that takes longer for a pair of 600 words is left out of the larger sizes.
PATIENCE = 0.25


def floor(old: str, new: str) -> Any:
    """Split and hash all words: about the least that any program in Python can do."""
    return set(old.split()), set(new.split())


def rowback(old: str, new: str) -> Any:
    return compare(old, new).as_json()


def word_opcodes(matcher: Any) -> Tool:
    return lambda old, new: matcher(None, old.split(), new.split(), autojunk=False).get_opcodes()


def as_html(text: str) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n"))


def semantic(module: Any) -> Tool:
    def run(old: str, new: str) -> Any:
        matcher = module.diff_match_patch()
        found = matcher.diff_main(old, new)
        matcher.diff_cleanupSemantic(found)
        return found

    return run


#: Peers by name: the module to import, and what makes a tool of it.
PEERS: dict[str, tuple[str, Callable[[Any], Tool]]] = {
    "cydifflib": ("cydifflib", lambda module: word_opcodes(module.SequenceMatcher)),
    "diff-match-patch (Python)": ("diff_match_patch", semantic),
    "diff-match-patch (C++)": (
        "fast_diff_match_patch",
        lambda module: lambda old, new: module.diff(old, new, timelimit=0, cleanup="Semantic"),
    ),
    "htmldiff2": (
        "htmldiff2",
        lambda module: lambda old, new: module.render_html_diff(as_html(old), as_html(new)),
    ),
    "lxml.html.diff": ("lxml.html.diff", lambda module: lambda old, new: module.htmldiff(as_html(old), as_html(new))),
    "redlines": ("redlines", lambda module: lambda old, new: module.Redlines(old, new).output_json()),
    "web-monitoring-diff": (
        "web_monitoring_diff",
        lambda module: lambda old, new: module.html_token_diff(as_html(old), as_html(new)),
    ),
}


def tools() -> dict[str, Tool]:
    """Every tool that is installed; absent peers are named."""
    found: dict[str, Tool] = {"floor": floor, "rowback": rowback, "difflib": word_opcodes(difflib.SequenceMatcher)}
    for name, (module, make) in PEERS.items():
        try:
            found[name] = make(import_module(module))
        except ImportError:
            print(f"{name}: absent")
    return found


def timed(tool: Tool, pair: Planted) -> float:
    """Milliseconds of processor time for one pair, whose texts are new to Python: no word of them was hashed."""
    old, new = (pair.old + " ")[:-1], (pair.new + " ")[:-1]
    start = time.thread_time()
    tool(old, new)
    return (time.thread_time() - start) * 1e3


#: Runs in PHP: reads pairs of texts as JSON, and prints the milliseconds that wikidiff2 takes for each.
_WIKIDIFF2 = """
if (!extension_loaded("wikidiff2")) exit(3);
$pairs = json_decode(stream_get_contents(STDIN), true);
wikidiff2_do_diff("A warm up.", "A warmer up.", 2);
foreach ($pairs as [$old, $new]) {
    $start = hrtime(true);
    wikidiff2_do_diff($old, $new, 2);
    echo (hrtime(true) - $start) / 1e6, "\\n";
}
"""


def wikidiff2(pairs: list[Planted]) -> list[float] | None:
    """Milliseconds of wikidiff2 for each pair, timed inside PHP; None where PHP or its extension is absent.

    It compares line by line, as MediaWiki feeds it: each paragraph is a line.
    """
    program = shutil.which("php")
    if program is None:
        return None
    asked = json.dumps([[text.replace("\n\n", "\n") for text in (pair.old, pair.new)] for pair in pairs])
    found = subprocess.run([program, "-r", _WIKIDIFF2], input=asked, capture_output=True, text=True, check=False)
    return [float(line) for line in found.stdout.split()] if found.returncode == 0 else None


def table(data: Path, size: int, count: int, chosen: dict[str, Tool]) -> None:
    """Print the medians of each tool over `count` pairs of each kind."""
    print(f"\n{size:,} words, median ms over {count} pairs never seen before (x the floor)")
    pairs = {kind: [planted(data, kind, size, seed, edit) for seed in range(count)] for kind, edit in KINDS.items()}
    gc.freeze()
    turns = {kind: [(timed(floor, pair), timed(rowback, pair))[0] for pair in made] for kind, made in pairs.items()}
    floors = {kind: median(taken) for kind, taken in turns.items()}
    for name, tool in chosen.items():
        tool("A warm up.", "A warmer up.")
        cells = []
        for kind, made in pairs.items():
            taken = median([timed(tool, pair) for pair in made])
            cells.append(f"{kind} {taken:9.3f} ({taken / floors[kind]:6.1f}x)")
        print(f"{name:28s}" + "  ".join(cells), flush=True)
    taken_there = {kind: wikidiff2(made) for kind, made in pairs.items()}
    cells = [
        f"{kind} {median(times):9.3f} ({median(times) / floors[kind]:6.1f}x)"
        for kind, times in taken_there.items()
        if times
    ]
    print(f"{'wikidiff2 (C++, in PHP)':28s}" + ("  ".join(cells) or "absent"), flush=True)


def growth(data: Path) -> None:
    """Print how the time of a 5% edit grows with the length of the text, and the memory at 50,000 words."""
    taken = {}
    for size in (600, 2_000, 10_000, 50_000):
        pairs = [planted(data, "growth", size, seed, Editor.five_percent) for seed in range(5)]
        gc.freeze()  # what the bench itself keeps is not for the garbage collector to walk through while it times
        taken[size] = min(timed(rowback, pair) for pair in pairs)
    print("\ngrowth, 5% edited: " + ", ".join(f"{size:,} words {ms:.2f} ms" for size, ms in taken.items()))
    print(f"growth exponent 600 to 50,000: {log(taken[50_000] / taken[600]) / log(50_000 / 600):.3f}")
    pair = planted(data, "memory", 50_000, 1, Editor.five_percent)
    tracemalloc.start()
    made = rowback(pair.old, pair.new)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"memory at 50,000 words: {(peak - kept) / 1e6:.1f} MB above the JSON ({kept / 1e6:.1f} MB, {len(made)} keys)"
    )


def bounds() -> None:
    """Print the processor time of each pair of up to 50,000 words that is made to be hard: the least of four runs."""
    print("\nhard pairs, ms of processor time (at most 250)")
    for name, (old, new) in HARD.items():
        gc.freeze()
        taken = []
        for _ in range(4):
            start = time.thread_time()
            made = rowback(old, new)
            taken.append((time.thread_time() - start) * 1e3)
        print(f"  {name:32s}{min(taken):7.1f}{'  coarse' if made['coarse'] else ''}", flush=True)


def resident(data: Path) -> None:
    """Print by how much the memory of a process of its own grows in one comparison of 50,000 words, inputs aside."""
    with get_context("spawn").Pool(1) as pool:
        before, after = pool.apply(_resident, (planted(data, "memory", 50_000, 1, Editor.five_percent),))
    print(
        f"resident memory at 50,000 words, 5% edited: {(after - before) / 1e3:.1f} MB above the inputs, with the JSON"
    )


def _resident(pair: Planted) -> tuple[int, int]:
    """Kilobytes of resident memory before one comparison, and at its highest during it (Linux only)."""
    rowback("A warm up.", "A warmer up.")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the highest so far
    before = _kilobytes("VmRSS")
    made = rowback(pair.old, pair.new)
    return before, _kilobytes("VmHWM") if made else 0


def _kilobytes(name: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(f"{name}:")[2].split()[0])


def _bulk(pair: Planted) -> int:
    return len(rowback(pair.old, pair.new)["pairs"])


def bulk(data: Path) -> None:
    """Print how many pairs a second two processes do."""
    pairs = [planted(data, "bulk", 600, seed, Editor.five_percent) for seed in range(40)] * 20
    with Pool(2) as pool:
        pool.map(_bulk, pairs[:40], chunksize=10)
        start = time.perf_counter()
        pool.map(_bulk, pairs, chunksize=50)
        rate = len(pairs) / (time.perf_counter() - start)
    print(f"\nbulk, 600 words, 5% edited, 2 processes: {rate:,.0f} pairs/s at a load of {getloadavg()[0]:.1f}")


def main() -> None:
    """Print all tables."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    chosen = tools()
    probe = planted(data, "probe", 600, 1, Editor.unrelated)
    table(data, 600, 15, chosen)
    quick = {name: tool for name, tool in chosen.items() if timed(tool, probe) < PATIENCE * 1e3}
    table(data, 2_000, 5, quick)
    table(data, 50_000, 2, {name: quick[name] for name in ("floor", "rowback")})
    growth(data)
    resident(data)
    bounds()
    bulk(data)


if __name__ == "__main__":
    main()
