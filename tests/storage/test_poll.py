"""Looking at what is due, end to end: a real server, a real database, and what is left behind."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from storage.archive import Store
from storage.follows import Follows
from storage.tables import Capture, Follow, Story
from tests import servers
from tests.newsroom import NOW
from tests.storage.test_follows import TEXT, page
from tracker import chain
from tracker.fetching.http import Client
from tracker.fetching.manners import Pace
from tracker.fetching.polite import Polite
from tracker.fetching.variants import key
from tracker.follow import FollowKind
from tracker.poll import Poller, Round
from tracker.schedule import Bounds
from tracker.watchlist import ToFollow


@pytest.fixture
def server() -> Iterator[servers.Server]:
    with servers.Server() as running:
        yield running


class Desk:
    """A poller with a clock of its own; every desk on one database is another process."""

    def __init__(self, store: Store, holder: str, threads: int = 4) -> None:
        self.now = NOW
        self.follows = Follows(store.database)
        self.stop = threading.Event()
        polite = Polite(Client(servers.limits()), Pace(interval=0, at_once=4), stop=self.stop)
        self.poller = Poller(
            self.follows, polite.get, clock=self.clock, holder=holder, bounds=Bounds(), threads=threads, stop=self.stop
        )

    def clock(self) -> datetime:
        return self.now

    def add(self, kind: FollowKind, *addresses: str) -> None:
        self.follows.add([ToFollow(kind, address, key(address)) for address in addresses], now=self.now)

    def later(self, **time: float) -> Round:
        self.now += timedelta(**time)
        return self.poller.once()


def feed(server: servers.Server, *paths: str) -> servers.Script:
    items = "".join(f"<item><title>{path}</title><link>{server.url(path)}</link></item>" for path in paths)
    return servers.reply(200, f"<rss version='2.0'><channel><title>P</title>{items}</channel></rss>".encode())


def test_a_feed_is_followed_and_so_are_its_stories_and_their_edits(store: Store, server: servers.Server) -> None:
    desk = Desk(store, "one")
    server.on("/feed.xml", feed(server, "/fire-1234567", "/flood-2345678"))
    server.on("/fire-1234567", servers.page(page(TEXT * 5), etag='"1"'))
    server.on("/flood-2345678", servers.page(page("The river rose again on Monday, and the bridge was shut. " * 8)))
    desk.add(FollowKind.FEED, server.url("/feed.xml"))
    first = desk.poller.once()
    assert (first.looks, first.versions, first.followed, first.problems) == (3, 2, 2, [])
    server.on("/fire-1234567", servers.page(page(TEXT * 5, "Two people were found in the ruins later."), etag='"2"'))
    assert desk.later(days=1).versions == 1
    assert chain.verify(store).broken is None


def test_what_is_unchanged_is_asked_for_with_what_is_known_of_it(store: Store, server: servers.Server) -> None:
    desk = Desk(store, "one")
    server.on("/fire-1234567", servers.page(page(TEXT * 5), etag='"1"'))
    desk.add(FollowKind.STORY, server.url("/fire-1234567"))
    desk.poller.once()
    desk.later(days=1)
    assert server.requests[-1].headers["if-none-match"] == '"1"'
    with store.database.read() as session:
        assert [str(one) for one in session.exec(select(Capture.outcome).order_by(col(Capture.sequence)))] == [
            "content",
            "unchanged",
        ]


def test_a_wall_at_the_first_look_begins_no_story_and_is_tried_again(store: Store, server: servers.Server) -> None:
    desk = Desk(store, "one")
    server.on("/fire-1234567", servers.page(page("We value your privacy. Accept all cookies to continue.")))
    desk.add(FollowKind.STORY, server.url("/fire-1234567"))
    assert len(desk.poller.once().problems) == 1
    assert store.count() == 0
    server.on("/fire-1234567", servers.page(page(TEXT * 5)))
    assert desk.later(minutes=7).versions == 1


def test_what_robots_forbids_is_not_asked_for(store: Store, server: servers.Server) -> None:
    desk = Desk(store, "one")
    server.on("/robots.txt", servers.reply(200, b"User-agent: *\nDisallow: /private/"))
    desk.add(FollowKind.STORY, server.url("/private/fire-1234567"))
    done = desk.poller.once()
    assert server.paths == ["/robots.txt"]
    assert "robots.txt" in done.problems[0][1]
    assert store.count() == 0


def test_two_processes_never_look_at_one_story_twice(store: Store, server: servers.Server) -> None:
    desks = [Desk(store, name) for name in ("one", "two")]
    paths = [f"/news/story-{n}000001" for n in range(12)]
    for number, path in enumerate(paths):
        server.on(path, servers.page(page(f"Story {number} of this test, which no other story is like. " * 8)))
    desks[0].add(FollowKind.STORY, *(server.url(path) for path in paths))
    threads = [threading.Thread(target=desk.poller.once) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path for path in server.paths if path != "/robots.txt") == sorted(paths)
    with store.database.read() as session:
        assert len(session.exec(select(Story.id)).all()) == len(paths)
        assert store.count() == len(paths)


def test_a_look_whose_process_died_is_done_by_another_when_its_lease_ran_out(
    store: Store, server: servers.Server
) -> None:
    server.on("/fire-1234567", servers.page(page(TEXT * 5)))
    dead, desk = Desk(store, "dead"), Desk(store, "one")
    desk.add(FollowKind.STORY, server.url("/fire-1234567"))
    assert len(dead.follows.claim(NOW, limit=5, lease=timedelta(minutes=10), holder="dead")) == 1
    assert desk.poller.once().looks == 0
    assert desk.later(minutes=10).versions == 1


def test_stopping_finishes_what_is_under_way_and_loses_nothing(store: Store, server: servers.Server) -> None:
    desk, began = Desk(store, "one"), threading.Event()
    go_on = threading.Event()

    def slow(request: servers.Request, connection: object) -> servers.Reply:
        began.set()
        go_on.wait(10)
        return servers.Reply(200, page(TEXT * 5), {"Content-Type": "text/html"})

    server.on("/fire-1234567", slow)
    desk.add(FollowKind.STORY, server.url("/fire-1234567"))
    thread = threading.Thread(target=desk.poller.run)
    thread.start()
    assert began.wait(10)
    desk.poller.stop()
    go_on.set()
    thread.join(10)
    assert not thread.is_alive()
    assert store.count() == 1
    with store.database.read() as session:
        assert session.exec(select(Follow.leased_by)).one() == ""
