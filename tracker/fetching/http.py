"""Asks one web address for what stands there now, within limits, and says plainly what came of it.

`Client.get` never raises for anything that a server, a resolver or the network does: the answer is a Fetched, a
NotModified or a Failed. It follows redirects itself, so that each step is checked, counted and, through `around`,
allowed by robots.txt and paced. No cookies, no scripts, no retries but one: a connection that was kept open may have
been closed by the server meanwhile, which is nobody's fault.
"""

import contextlib
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import quote, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, ProtocolError

from tracker.errors import BadAddress
from tracker.fetching import safety, urls
from tracker.fetching.connecting import Errand, Forbidden, Resolve, TooSlow, addresses_of, on, pools
from tracker.fetching.manners import retry_after
from tracker.fetching.outcomes import Answer, Failed, Fetched, Hop, Known, Moved, NotModified, Why
from tracker.fetching.trouble import trouble_of
from tracker.fetching.unpacking import ACCEPTED, STEP, Garbled, TooLarge, unpacked

__all__ = ["Answer", "Client", "Failed", "Fetched", "Hop", "Known", "Limits", "NotModified", "Why"]

#: What a story, a feed or a section page may be; servers that offer several forms send the first.
PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

#: Headers of an answer that are kept: what validates, dates, names, moves or limits the content, and says who
#: answered. Never cookies, nonces or traces, which change at each request.
HEADERS = frozenset(
    {
        "age",
        "cache-control",
        "content-language",
        "content-location",
        "content-type",
        "date",
        "etag",
        "expires",
        "last-modified",
        "link",
        "location",
        "retry-after",
        "server",
        "x-robots-tag",
    }
)

#: Characters of a header that is kept; a longer one is left out as a whole, since half of a validator is none.
LONGEST_HEADER = 2_000

#: Bytes that headers and the marks between chunks may cost in one answer, beside the limit of the body.
WIRE_EXTRA = 1_000_000

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: A 202 or 204 is no story (202 is how some walls greet robots), and 206 was not asked for.
_CONTENT = frozenset({200, 203})
_WHY = {
    **dict.fromkeys((404, 410), Why.GONE),
    **dict.fromkeys((401, 402, 403, 451), Why.REFUSED),
    **dict.fromkeys((429, 503), Why.BUSY),
}
_SAID = {
    Why.GONE: "The server says that there is no such page",
    Why.REFUSED: "The server refuses to show the page",
    Why.BUSY: "The server asks to be left alone for a while",
    Why.BROKEN: "The server answered with neither a page nor a redirect",
}

_SENDABLE = re.compile(rf"[ -~\xa0-\xff]{{1,{LONGEST_HEADER}}}")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0]")

#: What a step of a fetch may come to; `around` may answer in its stead.
Step = Callable[[], Answer | Moved]
Around = Callable[[str, Step], Answer | Moved]


def _version() -> str:
    """The version for the User-Agent; "source" when Rowback runs from a folder that nobody installed."""
    try:
        return version("rowback")
    except PackageNotFoundError:
        return "source"


_VERSION = _version()


@dataclass(frozen=True)
class Limits:
    """How far one fetch may go, and who asks.

    `contact` is an address or page at which the publisher reaches whoever runs this Rowback. `seconds` is for the whole
    fetch, redirects and slow bodies included, waiting for a host's turn excluded; `connect_seconds` for each network
    address and TLS greeting. `max_bytes` counts the body unpacked. `exceptions` are special networks that may be
    connected to after all; with a `proxy` only addresses written as numbers are checked, the rest is the proxy's.
    """

    contact: str = ""
    proxy: str = ""
    exceptions: tuple[safety.Network, ...] = ()
    seconds: float = 30.0
    connect_seconds: float = 10.0
    max_bytes: int = 10_000_000
    max_redirects: int = 5
    connections: int = 2  # Kept open to one host.

    @property
    def agent(self) -> str:
        """The User-Agent: the name, the version and the contact (RFC 9110 section 10.1.5)."""
        contact = "".join(c for c in self.contact if " " <= c <= "~" and c not in "()\\").strip()
        return f"Rowback/{_VERSION}" + (f" (+{contact})" if contact else "")


def directly(_address: str, step: Step) -> Answer | Moved:
    """Ask without asking anybody first."""
    return step()


def _now() -> datetime:
    return datetime.now(UTC)


def _sendable(value: str) -> bool:
    return _SENDABLE.fullmatch(value) is not None


def _kept(response: urllib3.BaseHTTPResponse) -> dict[str, str]:
    named = {name.lower() for name in response.headers} & HEADERS
    found = ((name, response.headers[name].strip()) for name in sorted(named))
    return {name: value for name, value in found if _sendable(value)}


def _pieces(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    while chunk := response.read1(STEP, decode_content=False):
        yield chunk


def _body(response: urllib3.BaseHTTPResponse, limit: int, first: int | None) -> bytes:
    """The unpacked body, or its `first` bytes; raises TooLarge, Garbled and what the connection raises."""
    body = bytearray()
    for piece in unpacked(_pieces(response), response.headers.get("content-encoding", ""), limit):
        if first is not None and len(body) + len(piece) >= first:
            return bytes(body + piece[: first - len(body)])
        if len(body) + len(piece) > limit:
            raise TooLarge
        body += piece
    return bytes(body)


def _target(here: str, location: str) -> str:
    """Where a Location header leads. Servers write it in UTF-8 and with spaces, which browsers mend too."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    location = _BLANKS.sub(lambda found: quote(found[0]), location.strip())
    try:
        return urls.address(urljoin(here, location))
    except ValueError:
        raise BadAddress("It cannot be read.") from None


class Client:
    """Fetches, many at a time: every thread may call `get`. Connections are kept open and used again."""

    def __init__(
        self,
        limits: Limits,
        *,
        trust: ssl.SSLContext | None = None,
        resolve: Resolve = addresses_of,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self.limits, self._resolve, self._now = limits, resolve, now
        self._pools = pools(proxy=limits.proxy, kept=limits.connections, trust=trust)

    def get(
        self,
        address: str,
        known: Known | None = None,
        *,
        accept: str = PAGES,
        first: int | None = None,
        around: Around = directly,
    ) -> Answer:
        """What stands at an address now.

        `known` makes it a conditional GET. `first` gives that many bytes of a longer body instead of TOO_LARGE.
        `around(address, step)` is called for each request, redirects included: it calls `step` when that address may be
        asked, and gives its answer back, or gives a Failed instead.
        """
        try:
            here = urls.address(address)
        except BadAddress as error:
            return Failed(address=address, why=Why.BAD_ADDRESS, reason=str(error))
        known = known or Known()
        valid_at = known.address or here
        way, hops, took = [here], list[Hop](), 0.0
        while True:
            ask = partial(self._ask, here, known if here == valid_at else Known(), accept, first, took)
            answer = around(here, ask)
            took += answer.took
            if isinstance(answer, Failed):
                return replace(answer, address=address, final=here, hops=tuple(hops), took=took)
            if not isinstance(answer, Moved):
                return replace(answer, address=address, hops=tuple(hops), took=took)
            hops.append(Hop(answer.status, answer.address))
            if reason := self._astray(answer.address, way):
                return Failed(address, Why.TOO_MANY_REDIRECTS, reason, here, tuple(hops), answer.status, took=took)
            here = answer.address
            way.append(here)

    def _astray(self, ahead: str, behind: list[str]) -> str:
        """Why a redirect is not followed, or ""."""
        if ahead in behind:
            return "The address leads back to itself by redirects; it may want a cookie, and Rowback keeps none."
        if len(behind) > self.limits.max_redirects:
            return f"The address redirects more than {self.limits.max_redirects} times."
        return ""

    def _ask(self, here: str, known: Known, accept: str, first: int | None, spent: float) -> Answer | Moved:
        """One request, without following anywhere."""
        began = time.monotonic()
        number = safety.literal(urlsplit(here).hostname or "") if self.limits.proxy else None
        if number is not None and not safety.allowed(number, self.limits.exceptions):
            return Failed(here, *trouble_of(Forbidden(), here))
        errand = Errand(
            until=began + self.limits.seconds - spent,
            bytes_left=self.limits.max_bytes + WIRE_EXTRA,
            connect_seconds=self.limits.connect_seconds,
            resolve=self._resolve,
            may_connect=lambda ip: safety.allowed(ip, self.limits.exceptions),
        )
        try:
            with on(errand):
                answer = self._once_more(errand, here, known, accept, first)
        except (HTTPError, HTTPException, OSError, ValueError, TooSlow, TooLarge, Forbidden, Garbled) as error:
            answer = Failed(here, *trouble_of(error, here))
        return replace(answer, took=time.monotonic() - began)

    def _once_more(self, errand: Errand, here: str, known: Known, accept: str, first: int | None) -> Answer | Moved:
        """The request, and once more when it went out on a kept connection that turns out to be dead."""
        headers = {"User-Agent": self.limits.agent, "Accept": accept, "Accept-Encoding": ACCEPTED}
        if _sendable(known.etag):
            headers["If-None-Match"] = known.etag
        if _sendable(known.last_modified):
            headers["If-Modified-Since"] = known.last_modified
        ask = partial(
            self._pools.request, "GET", here, headers=headers, redirect=False, retries=False, preload_content=False
        )
        try:
            response = ask()
        except ProtocolError:
            if errand.opened:
                raise
            response = ask()
        try:
            return self._read(response, here, first, "If-None-Match" in headers or "If-Modified-Since" in headers)
        finally:
            response.close()  # Gives nothing away: a body read to its end has put its connection back already.

    def _read(
        self, response: urllib3.BaseHTTPResponse, here: str, first: int | None, conditional: bool
    ) -> Answer | Moved:
        """What an answer says, its body read where it is content."""
        status, headers = response.status, _kept(response)
        if status in _CONTENT:
            raw = _body(response, self.limits.max_bytes, first)
            return Fetched(here, here, (), status, headers.get("content-type", ""), headers, raw, 0.0)
        if status == 304 and conditional:
            if "transfer-encoding" not in response.headers:  # Some announce a body that never comes.
                response.read1(1)  # There is none; this puts the connection back.
            return NotModified(here, here, (), headers, 0.0)
        if status in _REDIRECTS and "location" in response.headers:
            return self._moved(response, here, headers)
        why = _WHY.get(status, Why.BROKEN)
        wait = retry_after(headers.get("retry-after", ""), headers.get("date", ""), self._now())
        return Failed(here, why, f"{_SAID[why]} ({status}).", here, (), status, wait, headers)

    def _moved(self, response: urllib3.BaseHTTPResponse, here: str, headers: dict[str, str]) -> Failed | Moved:
        location = response.headers["location"]
        try:
            return Moved(_target(here, location), response.status, 0.0)
        except BadAddress as error:
            scheme = location.partition(":")[0].strip().lower()
            leaves = scheme.isascii() and scheme.isalpha() and scheme not in ("http", "https") and ":" in location
            why = Why.FORBIDDEN if leaves else Why.BAD_ADDRESS
            reason = f"It redirects to an address that is not followed. {error}"
            return Failed(here, why, reason, here, (), response.status, None, headers)

    def close(self) -> None:
        """Close the connections that are kept; fetches that are under way end by themselves."""
        self._pools.clear()
