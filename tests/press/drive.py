"""The drive: moves the newsroom's clock from one due look to the next, so that a week takes about a minute."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.press.server import Press

#: By how much the clock moves when a look was due and nothing came of it.
STEP = timedelta(minutes=1)


@dataclass
class Clock:
    """The newsroom's clock as the polite fetcher needs it: seconds that pass, and a wait that only moves them."""

    press: Press

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def seconds(self) -> float:
        """Seconds since the script began."""
        return (self.press.clock - self.press.script.start).total_seconds()

    def now(self) -> datetime:
        """The simulated time."""
        return self.press.clock

    def wait(self, seconds: float) -> None:
        """Let time pass: of threads that wait side by side, the longest wait counts."""
        target = self.press.clock + timedelta(seconds=seconds)
        with self._lock:
            self.press.clock = max(self.press.clock, target)


def drive(
    press: Press,
    next_due: Callable[[], datetime | None],
    once: Callable[[datetime], object],
    end: datetime,
    *,
    step: timedelta = STEP,
) -> int:
    """Look whenever something is due until the end; how many rounds it took.

    `next_due` says when the next look is due, `once` looks at what is due by a time. The clock never goes back: waits
    for a host's turn move it too.
    """
    rounds = 0
    while (due := next_due()) is not None and max(due, press.clock) < end:
        press.clock = max(due, press.clock)
        once(press.clock)
        rounds += 1
        if next_due() == due:
            press.clock += step
    press.clock = max(press.clock, end)
    return rounds


def hand(seed: int = 4) -> random.Random:
    """The chance of one drive: the same at each run."""
    return random.Random(seed)
