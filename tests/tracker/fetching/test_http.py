"""What comes of asking an address, against real servers on the loopback that behave well and badly."""

import gzip
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.servers import Reply, Request, Server, drip, limits, page, raw, reply
from tracker.fetching.http import Client, Failed, Fetched, Hop, Known, Limits, NotModified, Why

HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    client = Client(limits(seconds=5, max_bytes=1_000_000))
    yield client
    client.close()


def failure(answer: object) -> Failed:
    assert isinstance(answer, Failed), answer
    assert answer.reason.endswith(".")
    return answer


def content(answer: object) -> Fetched:
    assert isinstance(answer, Fetched), answer
    return answer


def test_a_page_comes_with_the_headers_that_matter(server: Server, client: Client) -> None:
    address = server.on("/a", reply(200, b"<p>", Content_Type="text/html; charset=x", ETag='"1"', X_Nonce="7"))
    answer = content(client.get(address))
    assert (answer.raw, answer.status, answer.final, answer.hops) == (b"<p>", 200, address, ())
    assert answer.media_type == "text/html; charset=x"
    assert answer.headers == {"content-type": "text/html; charset=x", "etag": '"1"'}


def test_rowback_says_who_it_is_and_keeps_no_cookies(server: Server, client: Client) -> None:
    address = server.on("/a", reply(200, b"", Set_Cookie="who=you"))
    client.get(address)
    client.get(address)
    assert server.requests[0].headers["user-agent"].startswith("Rowback/")
    assert "(+https://paper.example/bot)" in server.requests[0].headers["user-agent"]
    assert not any("cookie" in request.headers for request in server.requests)


def test_a_contact_cannot_forge_headers() -> None:
    assert Limits(contact="a@b.example\r\nX: (1)\u2028").agent.endswith(" (+a@b.exampleX: 1)")
    assert "(" not in Limits().agent


@pytest.mark.parametrize("name", ["etag", "last_modified"])
def test_what_is_known_is_not_sent_again(server: Server, client: Client, name: str) -> None:
    address = server.on("/a", page(b"text", **{name: '"v1"'}))
    first = content(client.get(address))
    second = client.get(address, first.known)
    assert isinstance(second, NotModified)
    assert second.final == address


@pytest.mark.parametrize("header", [b"Transfer-Encoding: chunked", b"Content-Length: 5000", b"X: y"])
def test_nothing_new_needs_no_body_whatever_is_announced(server: Server, client: Client, header: bytes) -> None:
    address = server.on("/a", drip(b"HTTP/1.1 304 Not Modified\r\n" + header + b"\r\n\r\n", b"", 0.05))
    answer = client.get(address, Known('"1"'))
    assert isinstance(answer, NotModified)
    assert answer.took < 1


def test_a_validator_is_sent_only_where_it_came_from(server: Server, client: Client) -> None:
    new = server.on("/new", page(b"another story", etag='"1"'))
    old = server.on("/old", reply(301, location="/new"))
    assert content(client.get(old, Known('"1"', address=old))).raw == b"another story"
    assert isinstance(client.get(old, Known('"1"', address=new)), NotModified)


def test_an_answer_of_nothing_new_that_nobody_asked_for_is_no_answer(server: Server, client: Client) -> None:
    assert failure(client.get(server.on("/a", reply(304)))).why is Why.BROKEN


@pytest.mark.parametrize("etag", ['"a\r\nX-Evil: 1"', '"\u2028"', '"' + "e" * 5_000 + '"', "\0"])
def test_a_validator_that_no_header_can_hold_is_left_out(server: Server, client: Client, etag: str) -> None:
    content(client.get(server.on("/a", page(b"x", etag='"1"')), Known(etag=etag)))
    assert "if-none-match" not in server.requests[0].headers


@pytest.mark.parametrize(
    ("label", "packed"),
    [("gzip", gzip.compress(b"text", mtime=0)), ("br", brotli.compress(b"text")), ("zstd", zstd.compress(b"text"))],
    ids=["gzip", "br", "zstd"],
)
def test_a_packed_page_is_unpacked(server: Server, client: Client, label: str, packed: bytes) -> None:
    address = server.on("/a", reply(200, packed, Content_Encoding=label))
    assert content(client.get(address)).raw == b"text"
    assert label in server.requests[0].headers["accept-encoding"]


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"Content-Length: 100\r\n\r\nshort",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nshor",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"text" * 1_000)[:-20],
        HEAD + b"Content-Encoding: br\r\n\r\nno brotli",
        HEAD + b"X: 1\r\n" * 1_000 + b"\r\n",
        HEAD + b"X: " + b"1" * 200_000 + b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x15\x03\x01\x00\x02\x02\x16",
        b"HTTP/9 banana\r\n\r\n",
    ],
    ids=lambda answer: f"ends {answer[-8:]!r}"[:30],
)
def test_what_breaks_off_or_is_no_http_is_garbled(server: Server, client: Client, answer: bytes) -> None:
    assert failure(client.get(server.on("/a", raw(answer)))).why is Why.GARBLED


@pytest.mark.parametrize(
    ("status", "why"),
    [
        *((status, Why.GONE) for status in (404, 410)),
        *((status, Why.REFUSED) for status in (401, 402, 403, 451)),
        *((status, Why.BUSY) for status in (429, 503)),
        *((status, Why.BROKEN) for status in (202, 204, 206, 300, 302, 400, 418, 500, 502, 504, 599, 999)),
    ],
)
def test_a_status_says_why_there_is_nothing(server: Server, client: Client, status: int, why: Why) -> None:
    answer = failure(client.get(server.on("/a", reply(status, b"sorry"))))
    assert (answer.why, answer.status) == (why, status)


def test_a_busy_server_says_for_how_long(server: Server) -> None:
    client = Client(limits(), now=lambda: datetime(2026, 11, 2, 8, 0, tzinfo=UTC))
    server.on("/s", reply(429, Retry_After="120"))
    server.on("/d", reply(503, Retry_After="Mon, 02 Nov 2026 08:05:00 GMT"))
    assert failure(client.get(server.url("/s"))).retry_after == 120
    assert failure(client.get(server.url("/d"))).retry_after == 300
    client.close()


def test_redirects_are_followed_and_told(server: Server, client: Client) -> None:
    first = server.on("/1", reply(301, location="2?a=b c"))
    server.on("/2", reply(307, location=f"//{server.address}:{server.port}/3"))
    third = server.on("/3", reply(200, b"here"))
    answer = content(client.get(first))
    assert (answer.address, answer.final, answer.raw) == (first, third, b"here")
    assert answer.hops == (Hop(301, server.url("/2?a=b%20c")), Hop(307, third))
    assert [hop.permanent for hop in answer.hops] == [True, False]


def test_a_redirect_written_in_utf_8_is_followed(server: Server, client: Client) -> None:
    server.on("/1", reply(302, location="/caf\u00e9".encode().decode("latin-1")))
    server.on("/caf%C3%A9", reply(200, b"here"))
    assert content(client.get(server.url("/1"))).raw == b"here"


def test_redirects_end_somewhere(server: Server, client: Client) -> None:
    for n in range(10):
        server.on(f"/{n}", reply(302, location=f"/{n + 1}"))
    server.on("/a", reply(302, location="/b"))
    server.on("/b", reply(302, location="/a"))
    assert failure(client.get(server.url("/a"))).why is Why.TOO_MANY_REDIRECTS
    assert server.paths == ["/a", "/b"]
    assert failure(client.get(server.url("/0"))).why is Why.TOO_MANY_REDIRECTS
    assert server.paths[2:] == [f"/{n}" for n in range(6)]


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", Why.FORBIDDEN),
        ("http://[::ffff:10.0.0.1]/", Why.FORBIDDEN),
        ("file:///etc/passwd", Why.FORBIDDEN),
        ("gopher://paper.example/", Why.FORBIDDEN),
        ("http://user:secret@paper.example/", Why.BAD_ADDRESS),
        ("http://[::1", Why.BAD_ADDRESS),
        ("/" + "x" * 3_000, Why.BAD_ADDRESS),
    ],
)
def test_a_redirect_leads_nowhere_special(server: Server, client: Client, location: str, why: Why) -> None:
    assert failure(client.get(server.on("/a", reply(302, location=location)))).why is why


@pytest.mark.parametrize(
    "address",
    [
        "",
        "story",
        "ftp://paper.example/",
        "file:///etc/passwd",
        "http://u:p@paper.example/",
        "http://a b/",
        "http://x:y/",
        "http://paper.example/" + "x" * 2_000,
        "http://\ud800.example/",
        "javascript:alert(1)",
    ],
    ids=ascii,
)
def test_what_is_no_web_address_is_not_asked(client: Client, address: str) -> None:
    assert failure(client.get(address)).why is Why.BAD_ADDRESS


def test_slow_headers_and_slow_drips_end_with_the_time(server: Server) -> None:
    client = Client(limits(seconds=0.3))
    server.on("/headers", drip(HEAD + b"X: ", b"x", 0.02))
    server.on("/body", drip(HEAD + b"\r\n", b"x", 0.02))
    server.on("/chunks", drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5;", b"x", 0.02))
    server.on("/silence", drip(b"", b"", 0.02))
    for path in ("/headers", "/body", "/chunks", "/silence"):
        answer = failure(client.get(server.url(path)))
        assert answer.why is Why.TOO_SLOW
        assert answer.took < 1
    client.close()


def test_the_time_is_one_for_all_redirects(server: Server) -> None:
    client = Client(limits(seconds=0.4, max_redirects=100))

    def onward(request: Request, connection: socket.socket) -> Reply:
        server.closing.wait(0.1)
        return Reply(302, b"", {"Location": f"/{int(request.target[1:]) + 1}"})

    for n in range(20):
        server.on(f"/{n}", onward)
    answer = failure(client.get(server.url("/0")))
    assert answer.why is Why.TOO_SLOW
    assert 1 <= len(answer.hops) <= 4
    client.close()


def test_a_resolver_that_hangs_ends_with_the_time() -> None:
    never = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        never.wait(5)
        return []

    client = Client(limits(seconds=0.2), resolve=hang)
    assert failure(client.get("http://paper.example/")).why is Why.TOO_SLOW
    never.set()
    client.close()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (HEAD + b"\r\n", b"x" * 60_000),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"a\r\n0123456789\r\n" * 5_000),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 2_000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000),
    ],
    ids=["body", "chunks", "empty gzip members", "interim answers"],
)
def test_an_endless_answer_is_cut_at_the_limit(server: Server, first: bytes, then: bytes) -> None:
    client = Client(limits(max_bytes=200_000, seconds=20))
    assert failure(client.get(server.on("/a", drip(first, then, 0)))).why is Why.TOO_LARGE
    client.close()


def test_the_beginning_of_a_longer_page_may_be_enough(server: Server, client: Client) -> None:
    address = server.on("/a", reply(200, gzip.compress(b"ab" * 1_000_000), Content_Encoding="gzip"))
    assert content(client.get(address, first=5)).raw == b"ababa"
    assert failure(client.get(address)).why is Why.TOO_LARGE


def test_connections_are_kept_and_used_again(server: Server, client: Client) -> None:
    ports: list[int] = []

    def peer(request: Request, connection: socket.socket) -> Reply:
        ports.append(connection.getpeername()[1])
        return Reply(200, b"x")

    address = server.on("/a", peer)
    for _ in range(3):
        content(client.get(address))
    assert len(set(ports)) == 1


def test_a_kept_connection_that_died_is_tried_anew_once(server: Server, client: Client) -> None:
    answers = [reply(200, b"1"), raw(b""), reply(200, b"2"), raw(b""), raw(b"")]
    address = server.on("/a", lambda request, connection: answers.pop(0)(request, connection))
    assert content(client.get(address)).raw == b"1"
    assert content(client.get(address)).raw == b"2"
    assert failure(client.get(address)).why is Why.UNREACHABLE
    assert not answers


def test_a_new_connection_that_is_closed_is_not_tried_again(server: Server, client: Client) -> None:
    assert failure(client.get(server.on("/a", raw(b"")))).why is Why.UNREACHABLE
    assert server.paths == ["/a"]


def open_files() -> int:
    """How many files and sockets this process has open."""
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("this system does not tell which files are open")
    return sum(1 for _ in folder.iterdir())


def test_many_threads_leave_no_connection_behind(server: Server) -> None:
    client = Client(limits(seconds=5, connections=4))
    before = open_files()
    server.on("/a", page(b"x" * 10_000, etag='"1"'))
    server.on("/b", reply(404, b"y" * 10_000))
    server.on("/c", raw(HEAD + b"Content-Length: 9\r\n\r\nx"))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: client.get(server.url(("/a", "/b", "/c")[n % 3])), range(300)))
    assert sum(isinstance(answer, Fetched) for answer in answers) == 100
    client.close()
    assert any(open_files() <= before for _ in range(200) if not server.closing.wait(0.02))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.sampled_from(
        [b"", b"HTTP/1.1 ", HEAD, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"HTTP/1.1 302 F\r\n"]
    ),
    middle=st.sampled_from(
        [b"", b"Content-Length: ", b"Content-Encoding: gzip\r\n\r\n", b"Location: ", b"Retry-After: "]
    ),
    rest=st.binary(max_size=200),
)
def test_any_bytes_at_all_are_an_outcome(
    server: Server, client: Client, head: bytes, middle: bytes, rest: bytes
) -> None:
    answer = client.get(server.on("/fuzz", raw(head + middle + rest)))
    assert isinstance(answer, Fetched | Failed)
