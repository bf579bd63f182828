"""A good guest at real servers: robots.txt, turns, redirects to other hosts, and stopping."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers import Reply, Server, limits, page, reply
from tracker.fetching.http import Client, Failed, Fetched, NotModified, Why
from tracker.fetching.manners import Pace
from tracker.fetching.polite import Polite, host_of


class Clock:
    """A clock that goes on when somebody waits, and by a little at each look."""

    def __init__(self) -> None:
        self.now, self.waits = 1_000.0, list[float]()

    def __call__(self) -> float:
        self.now += 1e-6
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def polite(clock: Clock) -> Iterator[Polite]:
    client = Client(limits(), resolve=lambda host, port: ["127.0.0.1"])
    yield Polite(client, Pace(interval=2.0), stop=threading.Event(), clock=clock, wait=clock.wait)
    client.close()


def test_robots_txt_is_asked_for_first_and_the_turn_is_waited_for(server: Server, polite: Polite, clock: Clock) -> None:
    address = server.on("/a", page(b"x", etag='"1"'))
    first = polite.get(address)
    assert isinstance(first, Fetched)
    assert isinstance(polite.get(address, first.known), NotModified)
    assert server.paths == ["/robots.txt", "/a", "/a"]
    assert clock.waits == [pytest.approx(2.0, abs=0.1)] * 2


def test_nothing_is_asked_for_against_robots_txt(server: Server, polite: Polite) -> None:
    server.on("/robots.txt", reply(200, b"User-agent: *\nDisallow: /no"))
    answer = polite.get(server.on("/no", reply(200, b"secret")))
    assert isinstance(answer, Failed)
    assert answer.why is Why.ROBOTS
    assert server.paths == ["/robots.txt"]


def test_a_redirect_is_no_way_around_robots_txt(server: Server, polite: Polite) -> None:
    server.on("/robots.txt", reply(200, b"User-agent: *\nDisallow: /no"))
    server.on("/no", reply(200, b"secret"))
    answer = polite.get(server.on("/a", reply(301, location="/no")))
    assert isinstance(answer, Failed)
    assert (answer.why, answer.final) == (Why.ROBOTS, server.url("/no"))
    assert server.paths == ["/robots.txt", "/a"]


def test_each_host_on_the_way_has_its_own_robots_txt_and_turn(server: Server, polite: Polite, clock: Clock) -> None:
    there = server.url("/b", host="other.example")
    here = server.url("/a", host="paper.example")
    server.on("/a", reply(302, location=there))
    server.on("/b", reply(200, b"there"))
    answer = polite.get(here)
    assert isinstance(answer, Fetched)
    assert answer.final == there
    hosts = [request.headers["host"].partition(":")[0] for request in server.requests]
    assert list(zip(hosts, server.paths, strict=True)) == [
        ("paper.example", "/robots.txt"),
        ("paper.example", "/a"),
        ("other.example", "/robots.txt"),
        ("other.example", "/b"),
    ]
    assert len(clock.waits) == 2


def test_a_crawl_delay_sets_the_pace(server: Server, polite: Polite, clock: Clock) -> None:
    server.on("/robots.txt", reply(200, b"User-agent: *\nCrawl-delay: 20"))
    server.on("/a", reply(200, b"x"))
    for _ in range(3):
        assert isinstance(polite.get(server.url("/a")), Fetched)
    assert clock.waits == [pytest.approx(20.0, abs=0.1)] * 3


def test_a_turn_too_far_off_is_not_waited_for(server: Server, polite: Polite, clock: Clock) -> None:
    server.on("/a", reply(503, Retry_After="3600"))
    busy = polite.get(server.url("/a"))
    assert isinstance(busy, Failed)
    assert (busy.why, busy.retry_after) == (Why.BUSY, 3600)
    asked = len(server.requests)
    later = polite.get(server.url("/b"))
    assert isinstance(later, Failed)
    assert later.why is Why.NOT_YET
    assert later.retry_after is not None
    assert 3_600 <= later.retry_after <= 3_700
    assert len(server.requests) == asked
    clock.now += 3_700
    assert isinstance(polite.get(server.on("/b", reply(200, b"x"))), Fetched)


def test_a_redirect_is_followed_however_slow_the_pace(server: Server, polite: Polite, clock: Clock) -> None:
    server.on("/robots.txt", reply(200, b"User-agent: *\nCrawl-delay: 200"))
    server.on("/b", reply(200, b"x"))
    address = server.on("/a", reply(301, location="/b"))
    early = polite.get(address)
    assert isinstance(early, Failed)
    assert early.why is Why.NOT_YET
    clock.now += early.retry_after or 0
    assert isinstance(polite.get(address), Fetched)
    assert server.paths == ["/robots.txt", "/a", "/b"]


def test_while_robots_txt_is_broken_nothing_is_asked_for(server: Server, polite: Polite, clock: Clock) -> None:
    server.on("/robots.txt", reply(500))
    server.on("/a", reply(200, b"x"))
    answer = polite.get(server.url("/a"))
    assert isinstance(answer, Failed)
    assert (answer.why, answer.status) == (Why.BROKEN, 0)
    server.on("/robots.txt", reply(404))
    clock.now += answer.retry_after or 0
    assert isinstance(polite.get(server.url("/a")), Fetched)


def test_stopping_ends_a_wait_at_once(server: Server) -> None:
    stop = threading.Event()
    client = Client(limits())
    polite = Polite(client, Pace(interval=500.0), stop=stop, patience=1_000.0)
    server.on("/a", reply(200, b"x"))
    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(polite.get, server.url("/a")) for _ in range(4)]
        while "/robots.txt" not in server.paths:
            server.closing.wait(0.01)
        stop.set()
        answers = [task.result(timeout=5) for task in waiting]
    assert all(isinstance(answer, Failed) and answer.why is Why.NOT_YET for answer in answers)
    assert server.paths == ["/robots.txt"]
    client.close()


def test_threads_take_turns_at_one_host(server: Server) -> None:
    at_once, most = [0], [0]

    def story(*_: object) -> Reply:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        server.closing.wait(0.005)
        at_once[0] -= 1
        return Reply(200, b"x")

    server.on("/robots.txt", reply(404))
    server.on("/a", story)
    client = Client(limits())
    polite = Polite(client, Pace(interval=0.01), stop=threading.Event())
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(polite.get, [server.url("/a")] * 24))
    assert all(isinstance(answer, Fetched) for answer in answers)
    assert most == [1]
    assert server.paths.count("/robots.txt") == 1
    client.close()


def test_turns_are_by_host_without_www() -> None:
    assert host_of("https://www.paper.example/a") == host_of("http://paper.example/b") == "paper.example"
    assert host_of("https://paper.example:8443/") == "paper.example:8443"
