"""The newsroom's server: real HTTP/1.1 on loopback, one address an outlet, with a clock that the test sets."""

import contextlib
import errno
import socket
import struct
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from tests.press.answers import Answer, Desk, Request
from tests.press.script import Outlet, Script, Trouble

#: Seconds of real time that a slow answer takes before the server gives up on it.
PATIENCE = 0.2


@dataclass(frozen=True)
class Asked:
    """One request, as the server saw it. `at` is the simulated time, `beside` how many others the host was answering.

    `story` and `state` name what a full page (or an honest 304) showed.
    """

    at: datetime
    host: str
    target: str
    status: int
    agent: str
    conditional: bool
    beside: int
    size: int
    story: int | None = None
    state: int | None = None
    trouble: Trouble | None = None
    retry_after: int = 0


class Press:
    """A running newsroom. Use it in a `with` block; `clock` is the time that all its pages live in."""

    def __init__(self, script: Script, *, patience: float = PATIENCE) -> None:
        self.script, self.clock, self.patience = script, script.start, patience
        self.log: list[Asked] = []
        self.closing = threading.Event()
        self._desk = Desk(script)
        self._lock = threading.Lock()
        self._counts: Counter[int] = Counter()
        self._busy: Counter[int] = Counter()
        self._servers = _opened(self, script.outlets)
        self.port = int(self._servers[0].server_address[1])
        self._threads = [threading.Thread(target=one.serve_forever, args=(0.02,)) for one in self._servers]

    def __enter__(self) -> "Press":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            thread.join()
            server.hang_up()
            server.server_close()

    def base(self, outlet: Outlet) -> str:
        """The address of an outlet, without a slash at the end."""
        return f"http://{outlet.host}:{self.port}"

    def lists(self) -> list[str]:
        """The addresses of all the lists, one an outlet: what a reader of all outlets would follow."""
        return [self.base(outlet) + outlet.listing.value for outlet in self.script.outlets]

    def story_number(self, address: str) -> int | None:
        """The number of the scripted story that an address names."""
        outlet = next((one for one in self.script.outlets if address.startswith(self.base(one) + "/")), None)
        story = self._desk.story_of(outlet, address) if outlet else None
        return story.number if story else None

    def come_in(self, outlet: Outlet, target: str, headers: dict[str, str]) -> tuple[Answer, int, datetime]:
        """The answer to a request, how many others its host was answering, and when it came."""
        with self._lock:
            self._counts[outlet.number] += 1
            count, beside, now = self._counts[outlet.number], self._busy[outlet.number], self.clock
            self._busy[outlet.number] += 1
        return self._desk.answer(Request(outlet, target, headers, self.base(outlet), now, count)), beside, now

    def go_out(self, outlet: Outlet) -> None:
        """A request has been answered."""
        with self._lock:
            self._busy[outlet.number] -= 1


class _Server(ThreadingHTTPServer):
    """One outlet's server. It knows its open connections, so that it can hang up when the newsroom closes."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, press: Press, outlet: Outlet, port: int) -> None:
        self.press, self.outlet = press, outlet
        self._open: set[socket.socket] = set()
        super().__init__((outlet.host, port), _Handler)

    def server_bind(self) -> None:
        """Bind without the reverse look-up of the host's name, which may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection until either side closes it."""
        self._open.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)

    def hang_up(self) -> None:
        """Close every connection that is still open."""
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that hangs up is no error of the server."""


class _Handler(BaseHTTPRequestHandler):
    """Reads requests and sends answers, broken ones included."""

    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    _inside = False

    def do_GET(self) -> None:
        """Answer one request."""
        press, outlet = self.server.press, self.server.outlet
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer, beside, now = press.come_in(outlet, self.path, headers)
        self._inside = True
        try:
            conditional = "if-none-match" in headers or "if-modified-since" in headers
            agent, story = headers.get("user-agent", ""), answer.story.number if answer.story else None
            shown = (story, answer.state, answer.trouble, int(answer.headers.get("Retry-After", 0)))
            size = len(answer.body)
            press.log.append(
                Asked(now, outlet.host, self.path, answer.status, agent, conditional, beside, size, *shown)
            )
            self._send(answer)
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._inside:
            self._inside = False
            self.server.press.go_out(self.server.outlet)

    def _send(self, answer: Answer) -> None:
        if answer.trouble in (Trouble.RESET, Trouble.GARBAGE, Trouble.CUT_OFF):
            self._leave()
        if answer.trouble is Trouble.RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        if answer.trouble is Trouble.GARBAGE:
            self._broken_off(b"\x15\x03\x01\x00\x02 no HTTP \xff\xfe\r\n\r\n")
            return
        if answer.trouble is Trouble.SLOW or not answer.body:
            self._leave()
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.trouble in (Trouble.CUT_OFF, Trouble.SLOW):
            self._broken_off(answer.body[: len(answer.body) // 2], wait=answer.trouble is Trouble.SLOW)
            return
        # Before its last byte has gone out a request is under way; after it, whoever asked may ask again at once.
        self.wfile.write(answer.body[:-1])
        self._leave()
        self.wfile.write(answer.body[-1:])
        self.wfile.flush()

    def _broken_off(self, part: bytes, *, wait: bool = False) -> None:
        """Send a part, wait where the answer is a slow one, and close."""
        self.wfile.write(part)
        self.wfile.flush()
        if wait:
            self.server.press.closing.wait(self.server.press.patience)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """The log is kept elsewhere."""


def _opened(press: Press, outlets: list[Outlet]) -> list[_Server]:
    """A server an outlet, each on an address of its own and all on one port, as the web is."""
    for _ in range(20):
        servers: list[_Server] = []
        try:
            for outlet in outlets:
                servers.append(_Server(press, outlet, int(servers[0].server_address[1]) if servers else 0))
            return servers
        except OSError as error:
            for server in servers:
                server.server_close()
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, "no port is free on all of the outlets' loopback addresses")
