"""When to look again at anything followed: at a list, at a story that stands, at one that is gone or fails."""

from datetime import datetime, timedelta
from zlib import crc32

from tracker.follow import FollowKind, FollowState
from tracker.following import Rule, reason_against
from tracker.habits import Habits
from tracker.model import Outcome
from tracker.observe import GONE_APART
from tracker.schedule import Bounds, next_check
from tracker.watchlist import Due, Standing

#: After the first failure the next look is this far off, and twice as far after each further one, up to the last.
FIRST_RETRY, LAST_RETRY = timedelta(minutes=5), timedelta(days=1)

#: How soon a page that is gone, or a text that is held, is looked at again: the next look decides what it was.
CONFIRM = GONE_APART + timedelta(minutes=1)

#: A list is looked at again after this share of the time since it last named anything new, within these bounds.
#: A feed that grows every half hour is asked every 5 minutes, one that is quiet for a day every hour.
LIST_SHARE, LIST_SOONEST, LIST_LATEST = 1 / 6, timedelta(minutes=5), timedelta(hours=1)

#: How much later than said a look may be, so that what failed together is not tried again together. Range 0 to 1.
SPREAD = 0.2


def due(standing: Standing, habits: Habits, bounds: Bounds, *, retry_after: float | None, now: datetime) -> Due:
    """When something followed is to be looked at again, and why; or that it is let go."""
    floor = timedelta(seconds=retry_after or 0.0)
    follow = standing.follow
    if standing.outcome is None and follow.failures == 0:
        return Due(now + max(floor, timedelta(seconds=30)), why="its host's turn had not come")
    if standing.outcome is Outcome.GONE:
        return _while_gone(standing, bounds, now)
    if follow.problem:
        return _after_failure(standing, bounds, floor, now)
    if follow.kind is not FollowKind.STORY:
        return _list(standing, floor, now)
    if against := _against(standing):
        return Due(now, FollowState.LET_GO, against)
    if standing.held:
        return Due(now + max(floor, CONFIRM), why="its text is held until the next look agrees")
    if standing.life is None:
        wait = min(LAST_RETRY, FIRST_RETRY * (1 << min(follow.checks, 20)))
        return Due(now + max(floor, wait), why="it has given no text yet")
    found = next_check(standing.life, habits, bounds, now=now, floor=floor)
    return Due(found.at, why=found.why) if found.at else Due(now, FollowState.LET_GO, found.why)


def _while_gone(standing: Standing, bounds: Bounds, now: datetime) -> Due:
    follow = standing.follow
    if follow.failing_since and now - follow.failing_since >= bounds.let_go_after:
        return Due(now, FollowState.LET_GO, "let go: its page has been gone for too long")
    if follow.failures <= 1:
        return Due(now + CONFIRM, why="its page was gone; the next look decides whether it is unpublished")
    return Due(_later(standing, now, timedelta(0)), why="its page is gone; it may come back")


def _after_failure(standing: Standing, bounds: Bounds, floor: timedelta, now: datetime) -> Due:
    follow = standing.follow
    if follow.failing_since and now - follow.failing_since >= bounds.let_go_after:
        return Due(now, FollowState.LET_GO, f"let go: no look has succeeded since {follow.failing_since:%Y-%m-%d}")
    return Due(_later(standing, now, floor), why=f"the last {follow.failures} looks failed")


def _later(standing: Standing, now: datetime, floor: timedelta) -> datetime:
    """After a failure: twice as far off each time, spread by a number of the follow's own."""
    follow = standing.follow
    wait = max(floor, min(LAST_RETRY, FIRST_RETRY * (1 << min(max(follow.failures, 1) - 1, 20))))
    share = crc32(f"{follow.key} {follow.failures}".encode()) / 2**32
    return now + wait * (1 + SPREAD * share)


def _list(standing: Standing, floor: timedelta, now: datetime) -> Due:
    quiet = now - (standing.fresh_at or standing.follow.added_at)
    wait = max(floor, min(LIST_LATEST, max(LIST_SOONEST, quiet * LIST_SHARE)))
    return Due(now + wait, why="it named something new" if standing.fresh else "it named nothing new")


def _against(standing: Standing) -> str:
    """Why a story is followed no more, by the rule of the list that named it."""
    if not standing.follow.rule or standing.document is None:
        return ""
    rule = Rule(developing_only=bool(standing.follow.rule.get("developing_only")))
    reason = reason_against(standing.document, rule)
    return f"let go: {reason}" if reason else ""
