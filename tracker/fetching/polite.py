"""Asks for a page as a good guest does: only what robots.txt allows, one at a time, and no sooner than is welcome."""

import threading
import time
from collections.abc import Callable
from itertools import chain, repeat
from urllib.parse import urlsplit

from tracker.fetching import robots, urls
from tracker.fetching.http import PAGES, Around, Client, Step
from tracker.fetching.manners import Pace
from tracker.fetching.outcomes import Answer, Failed, Known, Moved, Why

#: Seconds that a thread waits for a host's turn before it gives the story back for later. Range 10-300: a thread that
#: waits longer is missed by the other hosts.
PATIENCE = 60.0

#: Seconds that it waits for the next turn when a redirect leads on: what was asked already would else be asked in vain,
#: again and again. Longer than the Crawl-delay of any site that is worth following.
PATIENCE_ON_THE_WAY = 600.0

#: Seconds between two looks at a turn that another thread took first.
_MOMENT = 0.01


def host_of(address: str) -> str:
    """Whose turn an address waits for: its host, without "www.", and its port where that is a special one."""
    port = urlsplit(address).port
    return urls.host(address) + (f":{port}" if port else "")


class Polite:
    """A Client that knows its manners. Threads may share it; one serves a whole process, so that turns are kept."""

    def __init__(
        self,
        client: Client,
        pace: Pace,
        *,
        stop: threading.Event,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """`stop` ends every wait; `wait` passes so many seconds (by default, waiting for `stop`)."""
        self._client, self.pace, self._stop, self._clock = client, pace, stop, clock
        self._wait, self._patience = wait or stop.wait, patience
        self.robots = robots.Robots(self._rules, clock=clock)

    def get(self, address: str, known: Known | None = None, *, accept: str = PAGES) -> Answer:
        """What stands at an address now; it may take until the host's turn has come.

        Failed with ROBOTS when robots.txt of any host on the way forbids it, and with NOT_YET when nothing was asked:
        the turn is further away than our patience (`retry_after` says how far), or `stop` was set.
        """
        return self._client.get(address, known, accept=accept, around=self._each(self._with_leave))

    def _rules(self, address: str) -> Answer:
        """A robots.txt: it needs no leave, and waits for its turn like everything else."""
        accept = "text/plain,*/*;q=0.5"
        return self._client.get(address, accept=accept, first=robots.LONGEST, around=self._each(self._in_turn))

    def _each(self, ask: Callable[[str, Step, float], Answer | Moved]) -> Around:
        """Ask for each address on the way, with more patience for those that a redirect led to."""
        patience = chain([self._patience], repeat(PATIENCE_ON_THE_WAY))
        return lambda address, step: ask(address, step, next(patience))

    def _with_leave(self, address: str, step: Step, patience: float) -> Answer | Moved:
        verdict = self.robots.allowed(address)
        if not verdict.allowed:
            return Failed(address, verdict.why, verdict.reason, retry_after=verdict.retry_after)
        self.pace.slow_down(host_of(address), self._clock(), verdict.crawl_delay)
        return self._in_turn(address, step, patience)

    def _in_turn(self, address: str, step: Step, patience: float) -> Answer | Moved:
        host = host_of(address)
        end = self._clock() + patience
        while not self.pace.begin(host, now := self._clock()):
            turn = self.pace.when(host, now)
            if turn > end or self._stop.is_set():
                reason = f"It is not {host}'s turn yet." if turn > end else "Rowback is stopping."
                return Failed(address, Why.NOT_YET, reason, retry_after=turn - now)
            self._wait(max(turn - now, _MOMENT))
        answer: Answer | Moved | None = None
        try:
            if self._stop.is_set():
                return Failed(address, Why.NOT_YET, "Rowback is stopping.", retry_after=0.0)
            answer = step()
            return answer
        finally:
            self.pace.end(host, self._clock(), answer)
