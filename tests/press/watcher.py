"""Rowback as it watches the newsroom: the real queue, poller and polite fetcher, on the newsroom's clock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from storage import migrations
from storage.archive import Store
from storage.database import Database
from storage.follows import Follows
from tests.press.drive import Clock, drive, hand
from tests.press.record import record
from tests.press.score import Score, score
from tests.press.script import Listing
from tests.press.server import Press
from tracker.fetching.http import Client, Limits
from tracker.fetching.manners import Pace
from tracker.fetching.polite import Polite
from tracker.fetching.safety import networks
from tracker.fetching.variants import key
from tracker.follow import FollowKind
from tracker.poll import Poller
from tracker.schedule import Bounds
from tracker.watchlist import ToFollow

#: Real seconds that one fetch may take. Range 1-30: a busy machine must not make a plain answer a slow one.
SECONDS = 5.0

_KINDS = {Listing.SITEMAP: FollowKind.SITEMAP, Listing.SECTION: FollowKind.SECTION}


def opened(folder: Path) -> Store:
    """An empty archive on SQLite that does not wait for the disk: no simulated week has to outlive a power cut."""
    database = Database(f"sqlite:///{folder / 'rowback.sqlite'}")

    @event.listens_for(database.engine, "connect")
    def _hurry(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    migrations.migrate(database)
    return Store(database)


@dataclass
class Watcher:
    """A running watch."""

    press: Press
    store: Store
    follows: Follows
    poller: Poller

    def follow_lists(self) -> None:
        """Follow the list of every outlet."""
        wanted = [
            ToFollow(_KINDS.get(outlet.listing, FollowKind.FEED), address, key(address))
            for outlet, address in zip(self.press.script.outlets, self.press.lists(), strict=True)
        ]
        self.follows.add(wanted, now=self.press.clock)

    def until(self, end: datetime) -> int:
        """Watch until a time; how many rounds it took."""
        return drive(self.press, self.follows.next_due, lambda _: self.poller.once(), end)

    def score(self) -> Score:
        """The score so far."""
        return score(self.press.script, self.press.log, record(self.store))


@contextmanager
def watching(
    press: Press, store: Store, *, threads: int = 1, seconds: float = SECONDS, bounds: Bounds | None = None
) -> Iterator[Watcher]:
    """A watch of the newsroom. With one thread the gaps between requests are exact; two runs differ by milliseconds."""
    limits = Limits(contact="https://paper.example/bot", exceptions=networks(["127.0.0.0/8"]), seconds=seconds)
    clock, follows = Clock(press), Follows(store.database)
    client = Client(limits, now=clock.now)
    polite = Polite(client, Pace(chance=hand()), stop=threading.Event(), clock=clock.seconds, wait=clock.wait)
    poller = Poller(follows, polite.get, clock=clock.now, holder="tests", bounds=bounds or Bounds(), threads=threads)
    try:
        yield Watcher(press, store, follows, poller)
    finally:
        client.close()
