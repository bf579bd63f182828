"""What asking an address may give: the content, "nothing new", or why there is none. Plain values, never exceptions."""

from dataclasses import dataclass, field
from enum import StrEnum

#: Redirects that say "for ever" (RFC 9110 sections 15.4.2, 15.4.9): a story's address may be written anew after them.
PERMANENT = frozenset({301, 308})


@dataclass(frozen=True)
class Known:
    """What the last look at an address gave, so that the server can answer "nothing new" (RFC 9110 section 13).

    `address` is where that content stood after redirects; only there do these two mean anything, and only there are
    they sent. Empty, it is the address asked.
    """

    etag: str = ""
    last_modified: str = ""
    address: str = ""


@dataclass(frozen=True)
class Hop:
    """One redirect: the status it came with, and the address it led to."""

    status: int
    address: str

    @property
    def permanent(self) -> bool:
        """Whether the server said that the address has changed for good."""
        return self.status in PERMANENT


class Why(StrEnum):
    """Why there is no content."""

    GONE = "gone"  # 404 and 410.
    REFUSED = "refused"  # 401, 402, 403 and 451.
    ROBOTS = "robots"  # robots.txt forbids it, or cannot be had for the moment (RFC 9309).
    BUSY = "busy"  # 429 and 503.
    BROKEN = "broken"  # Any other status that is no content.
    UNREACHABLE = "unreachable"  # DNS, connection, TLS, proxy.
    FORBIDDEN = "forbidden"  # An address in a special network, or a redirect that leaves the web.
    TOO_LARGE = "too large"
    TOO_SLOW = "too slow"
    TOO_MANY_REDIRECTS = "too many redirects"
    BAD_ADDRESS = "bad address"
    GARBLED = "garbled"  # What came is no HTTP, broke off, or cannot be unpacked.
    NOT_YET = "not yet"  # Nothing was asked: the host's turn is too far off, or Rowback is stopping. No capture.


@dataclass(frozen=True)
class Fetched:
    """Content. `raw` is unpacked (Content-Encoding taken off), `media_type` the Content-Type as it was sent.

    `final` is where it stood after `hops`; `headers` are those of `http.HEADERS` that came, in lower case; `took` is
    seconds on the network, without waiting for the host's turn.
    """

    address: str
    final: str
    hops: tuple[Hop, ...]
    status: int
    media_type: str
    headers: dict[str, str]
    raw: bytes
    took: float

    @property
    def known(self) -> Known:
        """What to give with the next look at the same address."""
        return Known(self.headers.get("etag", ""), self.headers.get("last-modified", ""), self.final)


@dataclass(frozen=True)
class NotModified:
    """The server says that nothing has changed (304)."""

    address: str
    final: str
    hops: tuple[Hop, ...]
    headers: dict[str, str]
    took: float


@dataclass(frozen=True)
class Failed:
    """No content. `status` is 0 when no answer came; `reason` is one sentence for a person.

    `retry_after` is how many seconds the server asks to be left alone, None when it did not say.
    """

    address: str
    why: Why
    reason: str
    final: str = ""
    hops: tuple[Hop, ...] = ()
    status: int = 0
    retry_after: float | None = None
    headers: dict[str, str] = field(default_factory=dict)
    took: float = 0.0


@dataclass(frozen=True)
class Moved:
    """A redirect, before anybody followed it; `http.Client.get` never returns one."""

    address: str
    status: int
    took: float


Answer = Fetched | NotModified | Failed
