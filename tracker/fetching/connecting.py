"""Opens connections for a fetch: only to addresses that may be connected to, and never for longer or more than it may.

urllib3 gives no hold on three things, so its connections are subclassed here. The address is checked after DNS and
then connected to, with no second look-up in which it could change. Every single read gets only the time that the
whole fetch has left, so that neither slow headers nor a slow drip of bytes can stretch it. And every byte off the wire
is counted.
"""

import ipaddress
import logging
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from tracker.errors import BadSetting
from tracker.fetching.safety import IP
from tracker.fetching.unpacking import TooLarge

#: Addresses of one host that are tried one after the other. Range 2-8.
MOST_TRIED = 4

#: Hosts to which idle connections are kept open. Each costs a file; the default limit of a process is 1,024.
KEPT_HOSTS = 64

#: From a host's name and port to its network addresses. Raises OSError when it has none.
Resolve = Callable[[str, int], list[str]]

logging.getLogger("urllib3").setLevel(logging.ERROR)


class TooSlow(Exception):
    """The time of the whole fetch is over."""


class Forbidden(Exception):
    """The host has no network address that may be connected to."""


@dataclass
class Errand:
    """What one fetch may still spend, and where it may go. `until` is monotonic seconds."""

    until: float
    bytes_left: int
    connect_seconds: float
    resolve: Resolve
    may_connect: Callable[[IP], bool]
    opened: bool = False  # Whether it opened a connection, rather than used one that was kept.

    def seconds(self) -> float:
        """The seconds that are left; raises TooSlow when there are none."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TooSlow
        return left

    def came(self, count: int) -> None:
        """Count bytes off the wire; raises TooLarge beyond the limit."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise TooLarge


class _Here(threading.local):
    """The errand that each thread is on: a connection serves one thread at a time, whoever opened it."""

    errand: Errand | None = None


_here = _Here()


@contextmanager
def on(errand: Errand) -> Iterator[None]:
    """Let every connection that this thread uses meanwhile spend from this errand."""
    _here.errand = errand
    try:
        yield
    finally:
        _here.errand = None


def _errand() -> Errand:
    if _here.errand is None:
        raise RuntimeError("a guarded connection is used outside of any errand")
    return _here.errand


class _Metered(socket.socket):
    """A socket whose every read and write gets the time that is left, and counts."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        errand = _errand()
        self.settimeout(errand.seconds())
        count = super().recv_into(*args, **kwargs)
        errand.came(count)
        return count

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        self.settimeout(_errand().seconds())
        super().sendall(*args, **kwargs)


class _MeteredTLS(_Metered, ssl.SSLSocket):
    """The same under TLS."""

    def do_handshake(self, block: bool = False) -> None:
        errand = _errand()
        self.settimeout(min(errand.seconds(), errand.connect_seconds))
        super().do_handshake(block)


def addresses_of(host: str, port: int) -> list[str]:
    """What the machine's resolver says, in its order, as texts."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _resolved(errand: Errand, host: str, port: int) -> list[str]:
    """What the resolver says within the time that is left. It takes no limit, so a thread waits for it to end."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(errand.resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=errand.seconds())
    except queue.Empty:
        raise TooSlow from None
    if isinstance(answer, OSError):
        raise answer
    if not answer:
        raise OSError("the resolver knows the name and no address")
    return answer


def _connected(errand: Errand, address: str, port: int) -> socket.socket:
    """A socket connected to exactly this address. Raises OSError, or TooSlow."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    metered = _Metered(family, socket.SOCK_STREAM)
    try:
        metered.settimeout(min(errand.seconds(), errand.connect_seconds))
        metered.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        metered.connect((address, port))
    except BaseException:
        metered.close()
        raise
    return metered


def _open(connection: HTTPConnection, guarded: bool) -> socket.socket:
    """A new connection to one of the host's addresses; where `guarded`, only to one that is allowed."""
    errand = _errand()
    errand.opened = True
    try:
        found = _resolved(errand, connection._dns_host, connection.port)
    except OSError as error:
        raise NameResolutionError(connection.host, connection, error) from error  # type: ignore[arg-type]
    good = [text for text in found if not guarded or errand.may_connect(ipaddress.ip_address(text))]
    if not good:
        raise Forbidden
    trouble = OSError()
    for text in good[:MOST_TRIED]:
        try:
            return _connected(errand, text, connection.port)
        except OSError as error:
            trouble = error
    if isinstance(trouble, TimeoutError):
        raise ConnectTimeoutError(connection, "no answer") from trouble
    raise NewConnectionError(connection, str(trouble)) from trouble


class _Guarded(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _open(self, guarded=True)


class _GuardedTLS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _open(self, guarded=True)


class _ToProxy(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _open(self, guarded=False)


class _ToProxyTLS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _open(self, guarded=False)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _GuardedTLS


class _ProxyPool(HTTPConnectionPool):
    ConnectionCls = _ToProxy


class _ProxyPoolTLS(HTTPSConnectionPool):
    ConnectionCls = _ToProxyTLS


def pools(*, proxy: str, kept: int, trust: ssl.SSLContext | None) -> urllib3.PoolManager:
    """The connections of one client, kept open for the next fetch: `kept` for each of KEPT_HOSTS hosts.

    `trust` says whose certificates count; by default the machine's authorities. Proxies that the environment names
    are ignored. With a `proxy` ("http://host:port", a user and password may stand in it), connections go to it alone,
    by CONNECT for https, and what it connects to is its own affair. Raises BadSetting for any other kind of proxy.
    """
    context = trust or ssl.create_default_context()
    context.sslsocket_class = _MeteredTLS
    options: dict[str, Any] = {"num_pools": KEPT_HOSTS, "maxsize": kept, "block": False, "ssl_context": context}
    if not proxy:
        manager = urllib3.PoolManager(**options)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}
        return manager
    if not proxy.startswith("http://"):  # Inside a second TLS the reads would escape the limits of the fetch.
        raise BadSetting("ROWBACK_PROXY: only a proxy that is spoken to in plain HTTP can be used, as http://host:port")
    secret = unquote(urllib3.util.parse_url(proxy).auth or "")
    headers = urllib3.util.make_headers(proxy_basic_auth=secret) if secret else None
    manager = urllib3.ProxyManager(proxy, proxy_headers=headers, **options)
    manager.pool_classes_by_scheme = {"http": _ProxyPool, "https": _ProxyPoolTLS}
    return manager
