"""Pages that were just made, kept for the next reader for as long as nothing has changed in the store."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from fastapi import Request

#: How long a page may be given out again, at the most. Range: a second to an hour. New captures and decisions end
#: it at once; this bounds what a rebuild in another process may leave standing.
LONGEST = timedelta(seconds=60)

#: What the shelf holds at the most, in bytes. Range 1 MB to what the machine has.
ROOM = 32 * 2**20


@dataclass(frozen=True)
class Kept:
    """A page as it was made: out of which state of the store, when, and the headers that go with it."""

    state: tuple[int, int]
    made_at: datetime
    body: bytes
    headers: dict[str, str]


class Shelf:
    """A bounded shelf of readers' pages by address, the one least asked for dropped first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def get(self, address: str, state: tuple[int, int], now: datetime) -> Kept | None:
        """The page of an address, if it was made out of this state and not too long ago."""
        with self._lock:
            kept = self._pages.get(address)
            if kept is None or kept.state != state or not kept.made_at <= now < kept.made_at + LONGEST:
                return None
            self._pages.move_to_end(address)
            return kept

    def put(self, address: str, kept: Kept) -> None:
        """Keep a page; others make room for it."""
        with self._lock:
            self._drop(address)
            self._pages[address] = kept
            self._held += len(kept.body)
            while self._held > ROOM:
                self._drop(next(iter(self._pages)))

    def _drop(self, address: str) -> None:
        gone = self._pages.pop(address, None)
        self._held -= len(gone.body) if gone else 0


def etag(body: bytes) -> str:
    """The tag of a body, a weak one: it is the same for the body as it stands and packed (RFC 9110, 8.8.1)."""
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'


def has_it(request: Request, tag: str) -> bool:
    """Whether the asker names this tag as the one of its copy (RFC 9110, 13.1.2)."""
    named = request.headers.get("if-none-match", "")
    known = [one.strip().removeprefix("W/") for one in named.split(",")]
    return named.strip() == "*" or tag.removeprefix("W/") in known
