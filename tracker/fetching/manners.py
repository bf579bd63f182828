"""When a host may be asked next: never more often than is polite, never against what it asked for.

Plain arithmetic on clocks that are passed in, behind one lock; nothing here waits or asks anybody.
"""

import random
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tracker.fetching.outcomes import Answer, Failed, Moved, Why

#: Seconds between two requests to one host when it asks for nothing else. Range 1-60; crawlers of good repute use 1-10.
INTERVAL = 2.0

#: Seconds that the first wait after trouble may last, and how far doubling may take it.
FIRST_BACK_OFF, LONGEST_BACK_OFF = 30.0, 3_600.0

#: Seconds: a longer Retry-After or Crawl-delay is cut to a week; by then an operator has seen it on the page.
LONGEST_WAIT = 7 * 86_400.0

#: Seconds that a slow answer may add to the rest before the next request.
LONGEST_REST = 30.0

#: Hosts that are remembered; those with nothing to remember are forgotten first.
MOST_HOSTS = 10_000

#: Trouble of the host as a whole, and not of one page.
_TROUBLE = frozenset({Why.BUSY, Why.UNREACHABLE, Why.TOO_SLOW})


def retry_after(value: str, date: str, now: datetime) -> float | None:
    """The seconds of a Retry-After header, given as seconds or as an HTTP date (RFC 9110 section 10.2.3).

    A date is read against the `date` header of the same answer where there is one, since that clock wrote both, and
    else against `now`. A past date is 0; more than LONGEST_WAIT is cut to it; None when it says nothing readable.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:20]), LONGEST_WAIT))
    then, sent = _http_date(value), _http_date(date)
    if then is None:
        return None
    return min(max((then - (sent or now)).total_seconds(), 0.0), LONGEST_WAIT)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


@dataclass
class _Host:
    """What is remembered of one host; times are monotonic seconds."""

    next_at: float = 0.0
    delay: float = 0.0  # What its robots.txt asks for.
    going: int = 0
    began: float = 0.0
    troubles: int = 0  # In a row.
    reason: str = ""


@dataclass(frozen=True)
class Waiting:
    """How a host stands, for the operator's page: seconds until its turn, requests under way, troubles in a row."""

    host: str
    seconds: float
    going: int = 0
    troubles: int = 0
    delay: float = 0.0
    reason: str = ""


@dataclass
class Pace:
    """Each host's turns. `now` is monotonic seconds everywhere, from one clock."""

    interval: float = INTERVAL
    at_once: int = 1  # Requests to one host at the same time.
    chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def when(self, host: str, now: float) -> float:
        """The earliest time at which the host may be asked; while it is being asked, when to look again."""
        with self._lock:
            found = self._hosts.get(host)
            if found is None:
                return now
            later = found.next_at
            if found.going >= self.at_once:
                later = max(later, now + min(max(self.interval, 0.05), 1.0))
            return max(later, now)

    def begin(self, host: str, now: float) -> bool:
        """Take the host's turn if it is now; whoever gets True must call `end`."""
        with self._lock:
            found = self._host(host, now)
            if found.going >= self.at_once or now < found.next_at:
                return False
            found.going += 1
            found.began = now
            found.next_at = max(found.next_at, now + max(self.interval, found.delay))
            return True

    def end(self, host: str, now: float, answer: Answer | Moved | None) -> None:
        """Give the turn back. `answer` says how the host stands; None when nothing was asked after all."""
        with self._lock:
            found = self._host(host, now)
            found.going = max(found.going - 1, 0)
            if answer is None:
                return
            wait = min(answer.took, LONGEST_REST)
            if isinstance(answer, Failed) and answer.why in _TROUBLE:
                found.troubles += 1
                found.reason = answer.reason
                wait = max(wait, self._back_off(found.troubles) + (answer.retry_after or 0.0))
            else:
                found.troubles, found.reason = 0, ""
                if isinstance(answer, Failed) and answer.retry_after:
                    wait, found.reason = max(wait, answer.retry_after), answer.reason
            found.next_at = max(found.next_at, now + wait, now + found.delay)

    def _back_off(self, troubles: int) -> float:
        """Full jitter: anything up to a bound that doubles (AWS, "Exponential Backoff And Jitter", 2015)."""
        bound = min(FIRST_BACK_OFF * 2.0 ** min(troubles - 1, 20), LONGEST_BACK_OFF)
        return self.chance.uniform(0.0, bound)

    def slow_down(self, host: str, now: float, delay: float | None) -> None:
        """Keep what the host's robots.txt asks for between two requests (seconds; None when it asks for nothing)."""
        with self._lock:
            found = self._host(host, now)
            found.delay = min(max(delay or 0.0, 0.0), LONGEST_WAIT)
            if found.delay and found.began:
                found.next_at = max(found.next_at, found.began + found.delay)

    def hold(self, host: str, now: float, seconds: float, reason: str) -> None:
        """Leave a host alone for so long, as a Retry-After kept from an earlier run asks."""
        with self._lock:
            found = self._host(host, now)
            found.next_at = max(found.next_at, now + min(seconds, LONGEST_WAIT))
            found.reason = reason

    def waiting(self, host: str, now: float) -> Waiting:
        """How one host stands."""
        with self._lock:
            found = self._hosts.get(host, _Host(next_at=now))
            left = max(found.next_at - now, 0.0)
            return Waiting(host, left, found.going, found.troubles, found.delay, found.reason)

    def held(self, now: float) -> list[Waiting]:
        """The hosts that are being left alone for a reason, to show them or to keep them for the next run."""
        with self._lock:
            names = [host for host, found in self._hosts.items() if found.reason and found.next_at > now]
        return [self.waiting(name, now) for name in sorted(names)]

    def _host(self, host: str, now: float) -> _Host:
        found = self._hosts.get(host)
        if found is None:
            if len(self._hosts) >= MOST_HOSTS:
                self._forget(now)
            found = self._hosts[host] = _Host(next_at=now)
        return found

    def _forget(self, now: float) -> None:
        """Drop the hosts whose turn it is and which nobody is asking: the next request starts them anew."""
        idle = [name for name, found in self._hosts.items() if not found.going and found.next_at <= now]
        for name in idle:
            del self._hosts[name]
