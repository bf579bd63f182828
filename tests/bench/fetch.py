"""What asking costs: CPU and rate of conditional GETs and of whole pages, memory after 100,000 of them, and bombs.

The server is a process of its own on the loopback, so that only the client's CPU is counted; both share this machine.
"""

import gc
import gzip
import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from backports import zstd

from tests.servers import Server, limits, page, reply
from tracker.fetching.http import Client, Failed, Fetched, Known, NotModified

THREADS = 64
FETCHES = 20_000
CHECKS = 100_000
PAGE = 117_000  # Bytes; the median news page.
BIG = 300_000_000  # Bytes that each bomb would become.

BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip": ("gzip", lambda: gzip.compress(bytes(BIG))),
    "brotli": ("br", lambda: brotli.compress(bytes(BIG), quality=2)),
    "zstd": ("zstd", lambda: zstd.compress(bytes(BIG))),
    "double gzip": ("gzip, gzip", lambda: gzip.compress(gzip.compress(bytes(BIG)))),
}


def path_of(bomb: str) -> str:
    """Where the server keeps a bomb."""
    return "/" + bomb.replace(" ", "-")


def serve(ready: Connection) -> None:
    """Serve a story and a bomb until the other end says that it is enough."""
    line = "".join(f'<p class="c{n % 97}">Paragraph {n * 7919 % 10_007} of the story.</p>\n' for n in range(3_000))
    story = line.encode()[:PAGE]
    with Server() as server:
        server.on("/story", page(story, etag='"1"'))
        server.on("/packed", reply(200, gzip.compress(story), Content_Encoding="gzip"))
        for name, (label, bomb) in BOMBS.items():
            server.on(path_of(name), reply(200, bomb(), Content_Encoding=label))
        ready.send(server.url())
        ready.recv()


def resident() -> float:
    """Megabytes that this process holds now."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS")) / 1_024


def timed(client: Client, address: str, known: Known, threads: int, count: int) -> tuple[float, float]:
    """Fetches per second, and microseconds of CPU for each."""
    wanted = NotModified if known.etag else Fetched

    def some(_: int) -> None:
        for _ in range(count // threads):
            answer = client.get(address, known)
            if not isinstance(answer, wanted):
                raise RuntimeError(f"unexpected: {answer}")

    with ThreadPoolExecutor(threads) as pool:
        wall, cpu = time.perf_counter(), time.process_time()
        list(pool.map(some, range(threads)))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return count / wall, cpu / count * 1e6


def peak() -> float:
    """The most megabytes that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def defuse(client: Client, address: str) -> str:
    """What a bomb comes to, in a line."""
    before, began = peak(), time.perf_counter()
    answer = client.get(address)
    why = answer.why if isinstance(answer, Failed) else "fetched"
    return f"{why} after {(time.perf_counter() - began) * 1e3:.0f} ms, peak memory {peak() - before:+.1f} MB"


def main() -> None:
    """Print the table."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    base = ours.recv().rstrip("/")
    client = Client(limits(connections=THREADS))
    known = Known('"1"')
    client.get(base + "/story")
    for name in BOMBS:
        print(f"300 MB in {name:12}{defuse(client, base + path_of(name))}")
    print(f"{'':44}{'per second':>12}{'CPU us':>10}")
    for name, path, what, threads in (
        ("304, 1 thread", "/story", known, 1),
        (f"304, {THREADS} threads", "/story", known, THREADS),
        (f"{PAGE // 1_000} KB, 1 thread", "/story", Known(), 1),
        (f"{PAGE // 1_000} KB, {THREADS} threads", "/story", Known(), THREADS),
        (f"{PAGE // 1_000} KB in gzip, {THREADS} threads", "/packed", Known(), THREADS),
    ):
        rate, cpu = timed(client, base + path, what, threads, FETCHES // (1 if what.etag else 5))
        print(f"{name:44}{rate:12,.0f}{cpu:10,.0f}")
    gc.collect()
    before = resident()
    timed(client, base + "/story", known, THREADS, CHECKS)
    gc.collect()
    print(f"memory after {CHECKS:,} conditional GETs: {resident():.1f} MB, before them {before:.1f} MB")
    client.close()
    ours.send("enough")
    server.join(5)


if __name__ == "__main__":
    main()
