"""What each page costs the server with 1,000 stories and one of 440 versions: made anew, and from the shelf.

One reader asks a real server over one connection. "Anew" asks each time under an address that is not on the shelf.
"""

import http.client
import statistics
import sys
import time

from tests.bench.newsstand import STORIES, newsstand, pages
from tests.web.serving import Server

#: Times that each page is asked for. Range 5 to 200.
ANEW, AGAIN = 15, 60


def waits(connection: http.client.HTTPConnection, path: str, times: int, *, anew: bool) -> tuple[list[float], int]:
    """The waits in milliseconds, sorted, and the size of the body in bytes."""
    found, size = [], 0
    for number in range(times):
        address = f"{path}{'&' if '?' in path else '?'}anew={number}" if anew else path
        began = time.perf_counter()
        connection.request("GET", address)
        answer = connection.getresponse()
        size = len(answer.read())
        found.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
    return sorted(found), size


def _told(found: list[float]) -> str:
    return f"{statistics.median(found):>11.2f}{found[int(len(found) * 0.95)]:>9.2f}"


def main(count: int = STORIES) -> None:
    """Print p50 and p95 in milliseconds for each page."""
    with newsstand(count) as (folder, database):
        server = Server(folder, database)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        print(f"{'page':<28}{'kB':>7}{'anew p50':>11}{'p95':>9}{'shelf p50':>11}{'p95':>9}   (ms)")
        try:
            for name, path in pages().items():
                anew, size = waits(connection, path, ANEW, anew=True)
                kept, _ = waits(connection, path, AGAIN, anew=False)
                told = [
                    statistics.median(anew),
                    anew[int(ANEW * 0.95)],
                    statistics.median(kept),
                    kept[int(AGAIN * 0.95)],
                ]
                print(f"{name:<28}{size / 1000:>7.1f}{told[0]:>10.1f}{told[1]:>8.1f}{told[2]:>11.2f}{told[3]:>8.2f}")
        finally:
            connection.close()
            server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STORIES)
