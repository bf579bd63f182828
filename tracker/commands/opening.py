"""What commands open before they begin: the archive, the queue of what is followed, and the way to the network."""

import os
import socket
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tracker import settings, weight
from tracker.settings import Settings
from tracker.terminal import warn

if TYPE_CHECKING:
    from storage.archive import Store
    from storage.follows import Follows
    from tracker.fetching.polite import Polite
    from tracker.poll import Poller


def now() -> datetime:
    """The clock of every command."""
    return datetime.now(UTC)


def store(given: Settings | None = None) -> "Store":
    """The archive of the settings, its database at the newest layout."""
    from storage import migrations
    from storage.archive import Store
    from storage.database import Database

    chosen = given or settings.load()
    if not chosen.database_url:
        chosen.data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(chosen.database, weights=weight.parse(chosen.weights))
    copy = migrations.migrate(database, backups=chosen.data_folder / "backups")
    if copy:
        warn(f"The database's layout was brought up to date; as it was before, it is kept in {copy}")
    return Store(database, show=chosen.show)


def follows(archive: "Store") -> "Follows":
    """The queue of what is followed, in the archive's own database."""
    from storage.follows import Follows

    return Follows(archive.database, show=archive.show)


def polite(chosen: Settings, stop: threading.Event) -> "Polite":
    """The way to the network: guarded, and as polite as the settings ask for. `stop` ends every wait."""
    from tracker.fetching.http import Client, Limits
    from tracker.fetching.manners import Pace
    from tracker.fetching.polite import Polite
    from tracker.fetching.safety import networks

    limits = Limits(
        contact=chosen.contact,
        proxy=chosen.proxy,
        exceptions=networks(chosen.allowed_networks),
        seconds=chosen.fetch_seconds,
        max_bytes=chosen.fetch_max_mb * 1_000_000,
    )
    return Polite(Client(limits), Pace(interval=chosen.fetch_interval), stop=stop)


def poller(chosen: Settings, archive: "Store", way: "Polite", stop: threading.Event) -> "Poller":
    """What looks at all that is due, until `stop` is set."""
    from tracker.poll import Poller
    from tracker.schedule import Bounds

    bounds = Bounds(
        shortest=timedelta(minutes=chosen.check_shortest_minutes),
        longest=timedelta(days=chosen.check_longest_days),
        let_go_after=timedelta(days=chosen.let_go_days),
        effort=chosen.check_effort,
    )
    return Poller(
        follows(archive),
        way.get,
        clock=now,
        holder=f"{socket.gethostname()}:{os.getpid()}",
        bounds=bounds,
        threads=chosen.fetch_threads,
        stop=stop,
        idle=archive.refresh,
    )


def warn_of_proxy(chosen: Settings) -> None:
    """Say, before anything is fetched, what a proxy takes over."""
    if chosen.proxy:
        warn("A proxy is set: that no private address is fetched is now the proxy's to see to, not Rowback's.")


def warn_of(chosen: Settings) -> None:
    """Say, before anything is fetched, what the settings leave to others."""
    warn_of_proxy(chosen)
    if not chosen.contact:
        warn("ROWBACK_CONTACT is not set: publishers cannot reach you. Set it to an address or page of yours.")
