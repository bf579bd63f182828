"""Looks at what is due: claims it, fetches it with nothing locked, keeps what came, and says when to look again."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from tracker import again, identity, listed, look
from tracker.errors import BadInput, RowbackError, StoreFailed
from tracker.fetching import read, walls
from tracker.fetching.outcomes import Answer, Known
from tracker.fetching.variants import key
from tracker.follow import Follow, FollowKind
from tracker.following import Rule, reason_against
from tracker.habits import Habits
from tracker.model import Document, Finding, Outcome
from tracker.schedule import Bounds
from tracker.watchlist import Claimed, Settled, Watchlist

#: How long a look may take before another process may do it. Range: a minute to an hour; longer than the longest wait
#: for a host's turn and the longest fetch together.
LEASE = timedelta(minutes=10)

#: Seconds between two looks at the queue while nothing is due. Range 0.2 to 60.
PAUSE = 2.0

#: How long what was learnt of an outlet's habits is good for. Range: minutes to a day; it changes slowly.
HABITS_FOR = timedelta(hours=1)

Clock = Callable[[], datetime]
Get = Callable[[str, Known], Answer]

_log = logging.getLogger("rowback.poll")


@dataclass
class Round:
    """What a run of looks came to. `problems` are those that failed: the address and a sentence."""

    looks: int = 0
    versions: int = 0
    followed: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)

    def add(self, settled: Settled) -> None:
        """Count one look."""
        self.looks += 1
        self.versions += settled.finding is Finding.VERSION
        self.followed += settled.followed
        if settled.follow.problem:
            self.problems.append((settled.follow.address, settled.follow.problem))


class Poller:
    """Looks at what is due in a watchlist, `threads` looks at a time; `holder` names it on its leases."""

    def __init__(
        self,
        watchlist: Watchlist,
        get: Get,
        *,
        clock: Clock,
        holder: str,
        bounds: Bounds,
        threads: int = 8,
        stop: threading.Event | None = None,
        idle: Callable[[], object] = lambda: None,
    ) -> None:
        """`idle` is called when nothing is due: what can wait is done then."""
        self._watchlist, self._get, self._clock = watchlist, get, clock
        self._holder, self._bounds, self._threads = holder, bounds, threads
        self._habits: dict[int, tuple[datetime, Habits]] = {}
        self._stop, self._idle = stop or threading.Event(), idle

    def once(self, progress: Callable[[Settled], object] = lambda _: None) -> Round:
        """Look at all that is due now, and at what becomes due by that; until nothing is or `stop` was called."""
        done = Round()
        for settled in self._run(until_idle=True):
            done.add(settled)
            progress(settled)
        return done

    def run(self, progress: Callable[[Settled], object] = lambda _: None) -> Round:
        """Look at what is due, and go on until `stop` is called; what is under way then is finished."""
        done = Round()
        for settled in self._run(until_idle=False):
            done.add(settled)
            progress(settled)
        return done

    def stop(self) -> None:
        """Claim nothing more."""
        self._stop.set()

    def _run(self, *, until_idle: bool) -> Iterator[Settled]:
        under_way: set[Future[Settled | None]] = set()
        with ThreadPoolExecutor(self._threads, thread_name_prefix="look") as pool:
            while not self._stop.is_set():
                room = self._threads - len(under_way)
                claimed = self._claim(room)
                under_way |= {pool.submit(self.one, one) for one in claimed}
                if not under_way:
                    self._while_idle()
                    if until_idle:
                        return
                    self._stop.wait(PAUSE)
                    continue
                done, under_way = wait(under_way, timeout=PAUSE, return_when=FIRST_COMPLETED)
                yield from _settled(done)
            yield from _settled(wait(under_way).done)

    def _claim(self, room: int) -> list[Claimed]:
        if room < 1:
            return []
        try:
            return self._watchlist.claim(self._clock(), limit=room, lease=LEASE, holder=self._holder)
        except StoreFailed as error:
            # The database may be back in a moment; whoever runs for weeks must not end over it.
            _log.error("nothing could be claimed: %s", error)
            self._stop.wait(PAUSE)
            return []

    def _while_idle(self) -> None:
        try:
            self._idle()
        except StoreFailed as error:
            _log.error("what could wait was not done: %s", error)

    def one(self, claimed: Claimed) -> Settled | None:
        """Look at one thing that was claimed; None when the lease was lost meanwhile and nothing was kept."""
        follow = claimed.follow
        answer = self._get(follow.at, look.known(follow))
        now = self._clock()
        seen = look.look(follow, answer, now=now)
        habits = self._learnt(follow, now)
        plan = partial(again.due, habits=habits, bounds=self._bounds, retry_after=seen.retry_after, now=now)
        if follow.kind is not FollowKind.STORY:
            found = listed.read(follow, seen)
            choose = partial(listed.chosen, follow, found.listing, now=now)
            return self._watchlist.settle_list(claimed, found.look, choose, keys=found.keys, plan=plan, now=now)
        page = _page(follow, seen)
        if page is None:
            return self._watchlist.settle(claimed, seen, plan=plan, now=now)
        seen = _first_sight(follow, seen, page.document)
        identify = partial(identity.decide, page)
        return self._watchlist.settle(claimed, seen, keys=identity.names(page), identify=identify, plan=plan, now=now)

    def _learnt(self, follow: Follow, now: datetime) -> Habits:
        """The habits of an outlet, learnt anew from time to time; threads may do that twice, which harms nothing."""
        at, habits = self._habits.get(follow.outlet_id, (None, Habits()))
        if at is None or now - at >= HABITS_FOR:
            lives, zone = self._watchlist.lives(follow.outlet_id)
            habits = Habits.learn(lives, zone, before=habits if at else None)
            self._habits[follow.outlet_id] = (now, habits)
        return habits


def _page(follow: Follow, seen: look.Look) -> identity.Page | None:
    """The page of a look at which it must be asked whose it is: the first, and one that redirects led to."""
    if seen.arrival is None or seen.arrival.outcome is not Outcome.CONTENT:
        return None
    if follow.story_id is not None and key(seen.final) == follow.key:
        return None
    try:
        document = read.read(seen.arrival.raw, seen.arrival.media_type, seen.final).document
    except BadInput:
        document = Document()
    return identity.Page(follow.address, seen.final, document, seen.hops)


def _first_sight(follow: Follow, seen: look.Look, document: Document) -> look.Look:
    """A look at a story that was never seen: a page that is none is a problem, and one against the rule unwanted."""
    if follow.story_id is not None:
        return seen
    if reason := walls.unusable(document):
        # Its bytes are forgotten, so that the same page is read again should more be known by then.
        return replace(seen, problem=reason, raw_digest="")
    against = reason_against(document, Rule.model_validate(follow.rule)) if follow.rule else ""
    return replace(seen, unwanted=against)


def _settled(done: Iterable[Future[Settled | None]]) -> Iterator[Settled]:
    """What looks came to. One that raised says so in the log; its lease runs out, and it is looked at again."""
    for future in done:
        error = future.exception()
        if error is not None:
            _log.error("a look failed: %s", error, exc_info=None if isinstance(error, RowbackError) else error)
        elif (settled := future.result()) is not None:
            yield settled
