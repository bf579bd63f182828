"""Where connections go: never into special networks, whatever DNS says; through no proxy but the one that is set."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import Request, Server, certificate, limits, raw, reply
from tracker.errors import BadSetting
from tracker.fetching.http import Client, Failed, Fetched, Limits, Why
from tracker.fetching.safety import networks


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.on("/", reply(200, b"here"))
        yield server


def leads_to(*answers: list[str]) -> Callable[[str, int], list[str]]:
    """A resolver that gives these answers one after the other, and the last one for ever."""
    left = list(answers)
    return lambda host, port: left.pop(0) if len(left) > 1 else left[0]


def why(answer: object) -> Why | None:
    return answer.why if isinstance(answer, Failed) else None


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "0"])
def test_this_machine_is_refused_however_it_is_written(server: Server, host: str) -> None:
    assert why(Client(Limits()).get(server.url(host=host))) is Why.FORBIDDEN
    assert not server.requests


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::ffff:127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "fe80::1%lo"]
)
def test_a_name_that_leads_into_a_special_network_is_refused(server: Server, address: str) -> None:
    client = Client(Limits(), resolve=leads_to([address]))
    assert why(client.get(server.url(host="paper.example"))) is Why.FORBIDDEN
    assert not server.requests


def test_rebinding_does_not_help(server: Server) -> None:
    only = limits(exceptions=networks(["127.0.0.1"]))
    server.on("/once", raw(b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nhere"))
    client = Client(only, resolve=leads_to(["127.0.0.1"], ["127.0.0.2"]))
    address = server.url("/once", host="paper.example")
    assert isinstance(client.get(address), Fetched)
    assert why(client.get(address)) is Why.FORBIDDEN


def test_the_address_that_was_checked_is_the_one_connected_to(server: Server) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["10.0.0.1", "127.0.0.1"]

    answer = Client(limits(), resolve=resolve).get(server.url(host="paper.example"))
    assert isinstance(answer, Fetched)
    assert asked == ["paper.example"]
    assert server.requests[0].headers["host"] == f"paper.example:{server.port}"


def test_the_next_address_of_a_host_is_tried(server: Server) -> None:
    client = Client(limits(), resolve=leads_to(["127.0.0.9", "127.0.0.1"]))
    assert isinstance(client.get(server.url(host="paper.example")), Fetched)


def test_a_redirect_is_checked_like_the_first_address(server: Server) -> None:
    only = limits(exceptions=networks(["127.0.0.1"]))
    server.on("/away", reply(302, location=server.url(host="127.0.0.2")))
    assert why(Client(only).get(server.url("/away"))) is Why.FORBIDDEN
    assert server.paths == ["/away"]


def test_a_name_without_an_address_says_so() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolve in (unknown, leads_to([])):
        answer = Client(limits(), resolve=resolve).get("http://paper.example/")
        assert isinstance(answer, Failed)
        assert answer.why is Why.UNREACHABLE
        assert answer.reason.startswith("The name paper.example leads to no network address")


def test_an_international_name_is_asked_for_in_its_ascii_form(server: Server) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    assert isinstance(Client(limits(), resolve=resolve).get(server.url(host="b\u00fccher.example")), Fetched)
    assert asked == ["xn--bcher-kva.example"]


def test_ipv6_is_spoken() -> None:
    try:
        server = Server(address="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with server:
        server.on("/", reply(200, b"here"))
        assert isinstance(Client(limits()).get(server.url(host="[::1]")), Fetched)
        assert why(Client(Limits()).get(server.url(host="[::1]"))) is Why.FORBIDDEN


def test_tls_wants_the_right_name_from_an_authority_that_counts(tmp_path: Path) -> None:
    ours, trusting = certificate(tmp_path, "paper.example")
    with Server(ours) as server:
        server.on("/", reply(200, b"safe"))
        resolve = leads_to(["127.0.0.1"])
        client = Client(limits(), trust=trusting, resolve=resolve)
        assert isinstance(client.get(server.url(host="paper.example")), Fetched)
        for wrong in (client.get(server.url(host="other.example")), client.get(server.url())):
            assert why(wrong) is Why.UNREACHABLE
        stranger = Client(limits(), resolve=resolve).get(server.url(host="paper.example"))
        assert isinstance(stranger, Failed)
        assert stranger.reason == "No safe connection to paper.example (TLS: self-signed certificate)."


def test_a_server_that_speaks_no_tls_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def answer_in_the_clear() -> None:
            connection, _ = plain.accept()
            with connection:
                connection.recv(1)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer_in_the_clear)
        thread.start()
        answer = Client(limits()).get(f"https://127.0.0.1:{plain.getsockname()[1]}/")
        thread.join()
    assert why(answer) is Why.UNREACHABLE


def test_slow_tls_greetings_end_with_the_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        answer = Client(limits(seconds=0.2)).get(f"https://127.0.0.1:{deaf.getsockname()[1]}/")
    assert why(answer) in {Why.TOO_SLOW, Why.UNREACHABLE}
    assert isinstance(answer, Failed)
    assert answer.took < 1


def test_proxies_of_the_environment_are_ignored(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:1")
    assert isinstance(Client(limits()).get(server.url()), Fetched)


def test_a_proxy_is_asked_for_everything(server: Server) -> None:
    server.on("http://paper.example/story", reply(200, b"by proxy"))
    client = Client(Limits(proxy=f"http://me:secret@127.0.0.1:{server.port}"))
    answer = client.get("http://paper.example/story")
    assert isinstance(answer, Fetched)
    assert answer.raw == b"by proxy"
    assert server.requests[0].headers["proxy-authorization"] == "Basic bWU6c2VjcmV0"


def tunnel_to(port: int) -> Callable[[Request, socket.socket], None]:
    """What a proxy does for CONNECT: passes everything on, both ways."""

    def script(request: Request, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port)) as onward:
            back = threading.Thread(target=pump, args=(onward, connection))
            back.start()
            pump(connection, onward)
            back.join()

    return script


def pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def test_a_proxy_is_tunnelled_through_for_https(server: Server, tmp_path: Path) -> None:
    ours, trusting = certificate(tmp_path, "paper.example")
    with Server(ours) as safe:
        safe.on("/story", reply(200, b"safe"))
        server.on("paper.example:443", tunnel_to(safe.port))
        client = Client(Limits(proxy=server.url()), trust=trusting)
        assert isinstance(client.get("https://paper.example/story"), Fetched)
        assert [request.method for request in server.requests] == ["CONNECT"]
        client.close()


def test_a_proxy_that_refuses_is_named(server: Server) -> None:
    answer = Client(Limits(proxy=server.url())).get("https://paper.example/")
    assert isinstance(answer, Failed)
    assert answer.why is Why.UNREACHABLE
    assert answer.reason.startswith("The proxy did not connect to paper.example")


@pytest.mark.parametrize("proxy", ["https://proxy.example", "socks5://proxy.example", "proxy.example:3128"])
def test_only_plain_proxies_are_taken(proxy: str) -> None:
    with pytest.raises(BadSetting):
        Client(Limits(proxy=proxy))


@pytest.mark.parametrize("host", ["10.0.0.1", "2130706433", "[::1]", "169.254.169.254"])
def test_a_proxy_is_not_asked_for_special_addresses_written_as_numbers(server: Server, host: str) -> None:
    assert why(Client(Limits(proxy=server.url())).get(f"http://{host}/")) is Why.FORBIDDEN
    assert not server.requests
