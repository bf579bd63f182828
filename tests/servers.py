"""Real servers on the loopback for tests: each path answers as a script says, down to the single byte.

with Server() as server:
    server.on("/story", page(b"<p>Fire</p>", etag='"1"'))
    server.on("/slow", drip(b"x", every=0.05))
    client.get(server.url("/story"))
    assert server.paths == ["/story"]
"""

import contextlib
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tracker.fetching.http import Limits
from tracker.fetching.safety import networks

#: The exceptions that let a client reach these servers.
LOOPBACK = networks(["127.0.0.0/8", "::1"])


def limits(**changes: Any) -> Limits:
    """Limits that reach these servers, and for the rest as a test wants them."""
    return Limits(**{"contact": "https://paper.example/bot", "exceptions": LOOPBACK, **changes})


@dataclass
class Request:
    """A request as it came; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    server: "Server" = field(repr=False)


@dataclass
class Reply:
    """A proper answer; with `length` False the body ends where the connection does."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: bool = True

    def wire(self) -> bytes:
        """The answer as bytes."""
        headers = dict(self.headers)
        if self.length and self.status != 304:
            headers.setdefault("Content-Length", str(len(self.body)))
        lines = [f"HTTP/1.1 {self.status} Whatever", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + self.body


#: What a path does: an answer, or anything at all with the open connection (which is closed afterwards).
Script = Callable[[Request, socket.socket], Reply | None]


def reply(status: int = 200, body: bytes = b"", **headers: str) -> Script:
    """The same answer each time; header names are written with underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request, connection: Reply(status, body, named)


def page(body: bytes, **validators: str) -> Script:
    """A page with `etag` or `last_modified`, which answers 304 to whoever knows it."""
    headers = {name.replace("_", "-"): value for name, value in validators.items()}

    def script(request: Request, connection: socket.socket) -> Reply:
        knows = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        known = any(value in knows for value in validators.values())
        return Reply(304, b"", headers) if known else Reply(200, body, {"Content-Type": "text/html", **headers})

    return script


def raw(answer: bytes) -> Script:
    """Exactly these bytes, then the end of the connection."""
    return lambda request, connection: connection.sendall(answer)


def drip(first: bytes, then: bytes, every: float) -> Script:
    """Some bytes at once, then others again and again, so many seconds apart (0: as fast as they are taken)."""

    def script(request: Request, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(first)
            while not request.server.closing.wait(every):
                connection.sendall(then)

    return script


class _Handler(socketserver.BaseRequestHandler):
    server: "_Listener"

    def handle(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            connection, context = self.request, self.server.owner.context
            if context is not None:
                connection = context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as incoming:
                while self._answer(connection, incoming):
                    pass

    def _answer(self, connection: socket.socket, incoming: Any) -> bool:
        """Serve one request; whether another may follow on the connection."""
        line = incoming.readline(70_000).decode("latin-1").split()
        if len(line) != 3:
            return False
        headers = {}
        while header := incoming.readline(70_000).decode("latin-1").strip():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        owner = self.server.owner
        request = Request(line[0], line[1], headers, owner)
        with owner.lock:
            owner.requests.append(request)
        answer = owner.script(request)(request, connection)
        if answer is None:
            return False
        connection.sendall(answer.wire())
        return answer.length and answer.headers.get("Connection") != "close"


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    owner: "Server"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what these tests are about."""


class Server:
    """A server on a free port of the loopback; with `context` it speaks TLS. Paths without a script answer 404."""

    def __init__(self, context: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> None:
        self.context, self.address = context, address
        self.scripts: dict[str, Script] = {}
        self.requests: list[Request] = []
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self.connections = 0
        self._listener = _Listener((address, 0), _Handler)
        self._listener.owner = self
        self.port = int(self._listener.server_address[1])

    def __enter__(self) -> "Server":
        threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._listener.shutdown()
        self._listener.server_close()

    def on(self, path: str, script: Script) -> str:
        """Let a path answer so; gives its address."""
        self.scripts[path] = script
        return self.url(path)

    def script(self, request: Request) -> Script:
        """What the path of a request does, its query left aside where none has a script of its own."""
        path = request.target.partition("?")[0]
        return self.scripts.get(request.target) or self.scripts.get(path) or reply(404)

    def url(self, path: str = "/", host: str = "") -> str:
        """The address of a path on this server."""
        return f"{'https' if self.context else 'http'}://{host or self.address}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.target for request in self.requests]


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's and a client's TLS for a host name, made by the openssl command for this one test."""
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed (on Debian: apt-get install openssl)")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={name}"
    options = ["-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(["openssl", *command.split(), *options], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=str(cert))
