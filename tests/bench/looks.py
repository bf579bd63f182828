"""What one look costs, by what it finds: `python -m tests.bench.looks`. CPU and SQL of the real poller and queue.

The server is a process of its own on the loopback, so that only Rowback's CPU is counted; both share this machine.
"""

import itertools
import multiprocessing
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from zlib import crc32

from sqlalchemy import event

from storage import migrations
from storage.archive import Store
from storage.database import Database
from storage.follows import Follows
from tests.press import furniture, site
from tests.press.script import MONDAY, newsroom
from tests.servers import Reply, Request, Script, Server, limits, page, reply
from tracker.fetching.http import Client
from tracker.fetching.manners import Pace
from tracker.fetching.polite import Polite
from tracker.fetching.variants import key
from tracker.follow import FollowKind
from tracker.poll import Poller
from tracker.schedule import Bounds
from tracker.watchlist import ToFollow

#: What the looks of a group find, in the order in which they are printed, and the path by which it is asked for.
GROUPS = {
    "304": "the server says that nothing is new",
    "bytes": "the very same bytes",
    "nonce": "other bytes outside the story",
    "promo": "another promo inside the story",
    "edit": "a new paragraph: a version each time",
}

#: Stories in a group, rounds before the measurement and in it, threads and rounds of the rate.
STORIES, WARM, ROUNDS, THREADS, RATE_ROUNDS = 20, 4, 5, 64, 10

#: Stories of one outlet: enough for it to teach its region, few enough that many outlets are asked at once.
AN_OUTLET = 5

#: Time that passes between two rounds, so that every story is due again.
BETWEEN = timedelta(days=31)


@dataclass
class Clock:
    """Simulated time."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        """The time."""
        return self.now


def pages() -> list[str]:
    """Stories as pages of about 60 KB, with a mark where something changes at each request."""
    script = newsroom(stories=STORIES, days=2, dresses=("dispatch",))
    for_all = furniture.looking(script, script.outlets[0], script.end, 1)
    return [site.page(for_all, story) for story in script.stories]


def changing(group: str, html: str) -> Script:
    """A page that changes at each request as its group says."""
    numbers = itertools.count(1)

    def answer(request: Request, connection: socket.socket) -> Reply:
        number = next(numbers)
        text = html.replace('name="csrf-token" content="', f'name="csrf-token" content="{number:08x}')
        if group == "promo":
            text = text.replace("<strong>Read more:</strong>", f"<strong>Read more ({number}):</strong>")
        if group == "edit":
            # Other words in each story: what many stories share is furniture.
            words = f"{crc32(html.encode())} houses on {number} streets"
            line = f"<p>The council said late on day {number} that {words} were safe again.</p>"
            text = text.replace('<div class="c-body">', f'<div class="c-body">{line}', 1)
        return Reply(200, text.encode(), {"Content-Type": "text/html; charset=utf-8"})

    return answer


def serve(ready: Connection) -> None:
    """Serve every group on addresses of its own until the other end says that it is enough."""
    with ExitStack() as stack:
        addresses: dict[str, list[str]] = {}
        for number, group in enumerate(GROUPS):
            for place, html in enumerate(pages()):
                if place % AN_OUTLET == 0:
                    last = 1 + number * (STORIES // AN_OUTLET) + place // AN_OUTLET
                    server = stack.enter_context(Server(address=f"127.0.2.{last}"))
                script = changing(group, html)
                if group == "304":
                    script = page(html.encode(), etag='"1"')
                elif group == "bytes":
                    script = reply(200, html.encode(), Content_Type="text/html; charset=utf-8")
                addresses.setdefault(group, []).append(server.on(f"/news/{48_211 + place}/story", script))
        ready.send(addresses)
        ready.recv()


@contextmanager
def served() -> Iterator[dict[str, list[str]]]:
    """The addresses of every group, served by another process."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("enough")
        process.join()


@contextmanager
def polling(folder: str, clock: Clock, threads: int) -> Iterator[tuple[Follows, Poller, list[int]]]:
    """The real queue and poller on an empty SQLite file; the list holds the number of SQL statements so far."""
    database = Database(f"sqlite:///{folder}/rowback.sqlite")
    migrations.migrate(database)
    statements = [0]

    def count(*_: object) -> None:
        statements[0] += 1

    event.listen(database.engine, "before_cursor_execute", count)
    client = Client(limits())
    polite = Polite(client, Pace(interval=0.0, at_once=threads), stop=threading.Event())
    follows = Follows(Store(database).database)
    yield (
        follows,
        Poller(follows, polite.get, clock=clock, holder="bench", bounds=Bounds(), threads=threads),
        statements,
    )
    client.close()
    database.close()


def follow(follows: Follows, addresses: list[str], now: datetime) -> None:
    """Follow stories."""
    follows.add([ToFollow(FollowKind.STORY, address, key(address)) for address in addresses], now=now)


def cost(addresses: list[str]) -> tuple[float, float, float]:
    """Milliseconds of CPU, SQL statements and versions of one look."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, polling(folder, clock, 1) as (follows, poller, statements):
        follow(follows, addresses, clock.now)
        for _ in range(WARM):
            poller.once()
            clock.now += BETWEEN
        statements[0], began = 0, time.process_time()
        looks = versions = 0
        for _ in range(ROUNDS):
            done = poller.once()
            looks, versions = looks + done.looks, versions + done.versions
            clock.now += BETWEEN
        spent = time.process_time() - began
    return 1_000 * spent / looks, statements[0] / looks, versions / looks


def rate(addresses: dict[str, list[str]]) -> tuple[float, int]:
    """Looks a second with many threads, over stories that did not change; and how many."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, polling(folder, clock, THREADS) as (follows, poller, _):
        follow(follows, [*addresses["304"], *addresses["bytes"], *addresses["nonce"]], clock.now)
        for _ in range(WARM):
            poller.once()
            clock.now += BETWEEN
        began, looks = time.perf_counter(), 0
        for _ in range(RATE_ROUNDS):
            looks += poller.once().looks
            clock.now += BETWEEN
        return looks / (time.perf_counter() - began), looks


def main() -> None:
    """Print a line for each group, and the rate."""
    with served() as addresses:
        for group, words in GROUPS.items():
            cpu, statements, versions = cost(addresses[group])
            print(f"{words:40} {cpu:6.1f} ms CPU, {statements:5.1f} SQL statements, {versions:.2f} versions a look")
        a_second, looks = rate(addresses)
        print(f"{a_second:.0f} looks a second with {THREADS} threads ({looks} looks of three kinds that find nothing)")


if __name__ == "__main__":
    main()
