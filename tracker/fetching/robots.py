"""Keeps to each site's robots.txt: what Rowback may ask for there, and how often (RFC 9309)."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from tracker.fetching.outcomes import Answer, Failed, Fetched, Why

#: The product token that a robots.txt names us by (RFC 9309 section 2.2.1).
TOKEN = "rowback"  # noqa: S105

#: Bytes of a robots.txt that are read; the standard asks for 500 KiB at least.
LONGEST = 512_000

#: Seconds that a robots.txt is used without asking again; the standard says a day at most.
FRESH = 86_400.0

#: Seconds until a robots.txt that could not be had is asked for again. Range 60-3,600.
AGAIN = 600.0

#: Seconds that an old copy serves while the site's robots.txt cannot be had. After as long the standard would allow
#: everything; Rowback asks for nothing instead.
STALE = 30 * 86_400.0

#: Characters of all robots.txt kept in memory together; an ordinary one has 2,000. What was not used longest goes.
MOST_KEPT = 5_000_000

#: The spellings of a user-agent line that the parser takes, and the product token in it (RFC 9309 section 2.2.1).
_AGENT_LINE = re.compile(r"\s*user(?:-|\s*)agent(?:\s*:|\s)(.*)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]+")


@dataclass(frozen=True)
class Verdict:
    """Whether an address may be asked for. `crawl_delay` is seconds between two requests to its host.

    Where it may not, `why` is ROBOTS when the rules say so, and otherwise the reason why robots.txt could not be had,
    until which nothing is asked for; `retry_after` is the seconds until Rowback tries that again.
    """

    allowed: bool
    crawl_delay: float | None = None
    reason: str = ""
    why: Why = Why.ROBOTS
    retry_after: float | None = None


@dataclass(frozen=True)
class _Copy:
    """A robots.txt as it was had, or why it was not."""

    rules: Protego | None
    size: int
    got_at: float
    until: float
    failure: Failed | None = None


def _is_unavailable(failure: Failed) -> bool:
    """Whether the site has no robots.txt, so that everything is allowed (RFC 9309 sections 2.3.1.2 and 2.3.1.3).

    429 is a plea to be left alone and no sign that there are no rules; so it is not counted here, though it is a 4xx.
    """
    if failure.why is Why.TOO_MANY_REDIRECTS:
        return True
    return failure.why in {Why.GONE, Why.REFUSED, Why.BROKEN} and 200 <= failure.status < 500


def _text(raw: bytes) -> str:
    """The letters of a robots.txt: UTF-8, by the standard. A line that the limit cut in two is dropped."""
    if len(raw) >= LONGEST:
        raw = raw[: raw.rfind(b"\n") + 1]
    return raw.decode("utf-8-sig", "replace")


def _narrowed(text: str) -> str:
    """The same rules with every agent that is not us under one name.

    The parser writes each rule down for each agent of its group: half a megabyte of names before half a megabyte of
    rules would be hundreds of millions. It also matches by prefix, where the standard wants the whole product token.
    """
    lines = text.splitlines()
    for n, line in enumerate(lines):
        if found := _AGENT_LINE.match(line):
            name = found[1].partition("#")[0].strip().lower()
            token = _TOKEN.match(name)
            ours = token is not None and token[0] == TOKEN
            lines[n] = f"User-agent: {'*' if name == '*' else TOKEN if ours else 'other'}"
    return "\n".join(lines)


class Robots:
    """The rules of every site, asked for with `ask` when they are needed and kept for a day. Threads may share it."""

    def __init__(self, ask: Callable[[str], Answer], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._clock = ask, clock
        self._copies: OrderedDict[str, _Copy] = OrderedDict()
        self._asking: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def allowed(self, address: str) -> Verdict:
        """Whether an address (as `urls.address` writes it) may be asked for now."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        copy = self._fresh(site) or self._asked(site)
        if copy.rules is not None:
            return self._by(copy.rules, address)
        if copy.failure is None:
            return Verdict(True)
        reason = f"Nothing is asked for while robots.txt of {parts.netloc} cannot be had. {copy.failure.reason}"
        return Verdict(False, None, reason, copy.failure.why, max(copy.until - self._clock(), 0.0))

    def _by(self, rules: Protego, address: str) -> Verdict:
        delay, rate = rules.crawl_delay(TOKEN), rules.request_rate(TOKEN)
        if rate is not None:
            delay = max(delay or 0.0, rate.seconds / rate.requests)
        if rules.can_fetch(address, TOKEN):
            return Verdict(True, delay)
        return Verdict(False, delay, f"robots.txt of {urlsplit(address).netloc} asks that this address be left alone.")

    def _fresh(self, site: str) -> _Copy | None:
        with self._lock:
            copy = self._copies.get(site)
            if copy is None or copy.until <= self._clock():
                return None
            self._copies.move_to_end(site)
            return copy

    def _asked(self, site: str) -> _Copy:
        """A new copy; while one thread asks for it, the others that need it wait."""
        with self._lock:
            asking = self._asking.setdefault(site, threading.Lock())
        with asking:
            if (copy := self._fresh(site)) is None:
                copy = self._kept(site, self._ask(f"{site}/robots.txt"))
            with self._lock:
                self._asking.pop(site, None)
        return copy

    def _kept(self, site: str, answer: Answer) -> _Copy:
        copy = self._copy(answer)
        with self._lock:
            old = self._copies.get(site)
            if copy.failure and old is not None and old.failure is None and copy.got_at - old.got_at < STALE:
                copy = _Copy(old.rules, old.size, old.got_at, copy.until)
            self._copies[site] = copy
            self._copies.move_to_end(site)
            held = sum(other.size for other in self._copies.values())
            while held > MOST_KEPT and len(self._copies) > 1:
                held -= self._copies.popitem(last=False)[1].size
        return copy

    def _copy(self, answer: Answer) -> _Copy:
        now = self._clock()
        if isinstance(answer, Fetched):
            text = _text(answer.raw)
            return _Copy(Protego.parse(_narrowed(text)), 200 + len(text), now, now + FRESH)
        if not isinstance(answer, Failed) or _is_unavailable(answer):
            return _Copy(None, 200, now, now + FRESH)
        wait = answer.retry_after or 0.0
        return _Copy(None, 200, now, now + (wait if answer.why is Why.NOT_YET else max(AGAIN, wait)), answer)
