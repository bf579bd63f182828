"""All that the pages about watching ask: what is followed, one follow with its looks and folds, and how it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from storage import lessons, queries
from storage.queries import PAGE
from storage.tables import Address, Capture, Chain, Decision, Follow, Outlet, Story, Verdict
from tracker import timeline
from tracker.errors import BadInput, NotFound
from tracker.follow import FollowKind, FollowState
from tracker.model import Deed, Finding, Outcome, Via

#: Looks, folds, and stories of a list that a follow's own page shows, the newest. Range 5 to 200.
LOOKS, FOLDS, NAMED = 20, 20, 20

#: Rows of one table on the health page, the weightiest. Range 10 to 500.
ROWS = 50

#: Hours that the health page counts. Range 2 to 48.
HOURS = 24

_BAD = (Outcome.GONE, Outcome.MOVED, Outcome.BLOCKED, Outcome.FAILED)


@dataclass(frozen=True)
class Sought:
    """Which follows are asked for; what is empty leaves none out."""

    state: FollowState | None = None
    kind: FollowKind | None = None
    failing: bool = False
    outlet: str = ""
    words: str = ""


@dataclass(frozen=True)
class Followed:
    """A follow in a list, with its outlet; `title` is the story's headline, else what a list called it."""

    id: int
    follow: Follow
    outlet: Outlet
    title: str


@dataclass(frozen=True)
class FollowListing:
    """A page of follows, newest first; `counts` are of all follows by state, `failing` of those watched."""

    items: list[Followed]
    next: str | None
    total: int
    counts: dict[FollowState, int]
    failing: int


@dataclass(frozen=True)
class Looked:
    """One look at a story: its capture and what the fold made of it."""

    capture: Capture
    verdict: Verdict | None


@dataclass(frozen=True)
class FollowHistory:
    """A follow with all that its page shows; lists have no captures, stories name no others.

    `overruled` are looks that an operator decided count as they were read; `named` is how many follows a list brought.
    """

    item: Followed
    listed_by: Followed | None
    addresses: list[Address]
    looks: list[Looked]
    folds: list[timeline.Aside]
    more_folds: int
    overruled: list[Looked]
    lessons: list[lessons.Listed]
    newest: list[Followed]
    named: int


@dataclass(frozen=True)
class Lease:
    """What one process is at: how many leases it holds, and until when the first and the last stand."""

    holder: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Failing:
    """An outlet at which looks fail: how many of its follows, since when, and what the last of them said."""

    outlet: Outlet
    count: int
    since: datetime | None
    problem: str
    address: str


@dataclass(frozen=True)
class Hour:
    """One hour of looks that were kept: those that found the page, and those that did not."""

    good: int = 0
    bad: int = 0


@dataclass(frozen=True)
class Health:
    """How the watching goes. `hours` runs from the oldest to the last 60 minutes."""

    counts: dict[FollowState, int]
    due: int
    oldest_due: datetime | None
    next_due: datetime | None
    last_success: datetime | None
    failing: int
    leases: list[Lease]
    failures: list[Failing]
    hours: list[Hour]


def follows(session: Session, sought: Sought, *, cursor: str = "", limit: int = PAGE) -> FollowListing:
    """What is followed, the newest first. Three queries. Raises BadInput for a bad cursor."""
    wanted = _wanted(sought)
    counts, failing = _counts(session)
    joined = select(func.count()).select_from(Follow).join(Outlet, _of_outlet())
    total = session.exec(joined.outerjoin(Story, _of_story()).where(*wanted)).one()
    query = _followed().where(*wanted, *_after(cursor)).order_by(col(Follow.id).desc()).limit(limit + 1)
    items = [_item(row) for row in session.exec(query).all()]
    more = str(items[limit - 1].id) if len(items) > limit else None
    return FollowListing(items[:limit], more, total, counts, failing)


def one(session: Session, follow_id: int) -> Followed:
    """One follow, as a list has it. Raises NotFound."""
    found = followed(session, [follow_id])
    if follow_id not in found:
        raise NotFound(f"nothing is followed under the number {follow_id}")
    return found[follow_id]


def followed(session: Session, follow_ids: Sequence[int]) -> dict[int, Followed]:
    """Follows by their number. One query."""
    rows = session.exec(_followed().where(col(Follow.id).in_(follow_ids))).all()
    return {item.id: item for item in map(_item, rows)}


def follow(session: Session, follow_id: int) -> FollowHistory:
    """One follow with its looks, folds and lessons. A number of queries that does not grow. Raises NotFound."""
    item = one(session, follow_id)
    lister = session.exec(_followed().where(Follow.id == item.follow.listed_by)).first()
    story_id = item.follow.story_id or 0
    addresses = session.exec(select(Address).where(Address.story_id == story_id).order_by(col(Address.id))).all()
    folds, more = _folds(session, story_id)
    newest = session.exec(
        _followed().where(Follow.listed_by == follow_id).order_by(col(Follow.id).desc()).limit(NAMED)
    ).all()
    named = session.exec(select(func.count()).select_from(Follow).where(Follow.listed_by == follow_id)).one()
    return FollowHistory(
        item,
        _item(lister) if lister else None,
        list(addresses),
        _looks(session, Chain.story_id == story_id, LOOKS),
        folds,
        more,
        _overruled(session, story_id),
        lessons.listed(session, item.follow.outlet_id),
        [_item(row) for row in newest],
        named,
    )


def lists(session: Session) -> Sequence[Follow]:
    """The lists that are followed, as an OPML file names them: in the order in which they were added."""
    query = select(Follow).where(Follow.kind != FollowKind.STORY, Follow.state != FollowState.STOPPED)
    return session.exec(query.order_by(col(Follow.id))).all()


def known(session: Session, keys: Sequence[str]) -> frozenset[str]:
    """Those of these keys that are followed or were."""
    return frozenset(session.exec(select(Follow.key).where(col(Follow.key).in_(keys))).all())


def watched(session: Session) -> dict[str, int]:
    """How many stories of each outlet are watched, by its host."""
    query = select(Outlet.host, func.count()).join(Follow, _of_outlet())
    query = query.where(Follow.kind == FollowKind.STORY, Follow.state == FollowState.WATCHING)
    return dict(session.exec(query.group_by(Outlet.host)).all())


def health(session: Session, now: datetime) -> Health:
    """How the watching goes. Six queries."""
    counts, failing = _counts(session)
    watching = Follow.state == FollowState.WATCHING
    free = or_(col(Follow.leased_until).is_(None), col(Follow.leased_until) <= now)
    due = and_(col(Follow.due_at) <= now, free)
    late = select(func.count(), func.min(Follow.due_at)).where(watching, due)
    count, oldest = session.exec(late).one()
    next_due, success = session.exec(
        select(func.min(case((watching, Follow.due_at))), func.max(Follow.seen_at))  # type: ignore[arg-type]
    ).one()
    return Health(
        counts,
        count,
        oldest,
        next_due,
        success,
        failing,
        _leases(session, now),
        _failures(session),
        _hours(session, now),
    )


def _followed() -> Any:
    query = select(Follow, Outlet, Story.headline).join(Outlet, _of_outlet())
    return query.outerjoin(Story, _of_story())


def _item(row: tuple[Follow, Outlet, str | None]) -> Followed:
    found, outlet, headline = row
    return Followed(found.id or 0, found, outlet, headline or found.title or found.address)


def _of_outlet() -> ColumnElement[bool]:
    return col(Follow.outlet_id) == col(Outlet.id)


def _of_story() -> ColumnElement[bool]:
    return col(Follow.story_id) == col(Story.id)


def _wanted(sought: Sought) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if sought.state is not None:
        wanted.append(col(Follow.state) == sought.state)
    if sought.kind is not None:
        wanted.append(col(Follow.kind) == sought.kind)
    if sought.failing:
        wanted += [col(Follow.failures) > 0, col(Follow.state) == FollowState.WATCHING]
    if sought.outlet:
        name = queries.searchable(sought.outlet).strip()
        columns = (col(Outlet.host), col(Outlet.name))
        wanted.append(or_(*(func.lower(column).contains(name, autoescape=True) for column in columns)))
    for word in queries.searchable(sought.words).split()[:20]:
        texts = (func.lower(Follow.title), func.lower(Follow.address), col(Story.search_text))
        wanted.append(or_(*(text.contains(word, autoescape=True) for text in texts)))
    return wanted


def _after(cursor: str) -> list[ColumnElement[bool]]:
    if not cursor:
        return []
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 10 and int(cursor) < 2**31):
        raise BadInput("this page of the list does not exist; start again from the first")
    return [col(Follow.id) < int(cursor)]


def _counts(session: Session) -> tuple[dict[FollowState, int], int]:
    """How many follows are in each state, and how many of those watched fail. One query."""
    failing = func.sum(case((col(Follow.failures) > 0, 1), else_=0))
    rows = session.exec(select(Follow.state, func.count(), failing).group_by(Follow.state)).all()
    counts = dict.fromkeys(FollowState.__members__.values(), 0)
    counts.update({FollowState(state): count for state, count, _ in rows})
    return counts, sum(bad for state, _, bad in rows if state is FollowState.WATCHING)


def _looks(session: Session, wanted: Any, limit: int) -> list[Looked]:
    query = select(Capture, Verdict).join(Chain, col(Capture.chain_id) == col(Chain.id))
    query = query.outerjoin(Verdict, col(Verdict.capture_id) == col(Capture.id)).where(wanted)
    order = [column.desc() for column in queries.in_order()]
    return [Looked(capture, verdict) for capture, verdict in session.exec(query.order_by(*order).limit(limit)).all()]


def _folds(session: Session, story_id: int) -> tuple[list[timeline.Aside], int]:
    """The newest texts of a story that were folded, held or set aside, and how many more there are. Three queries."""
    folded = (
        Verdict.story_id == story_id,
        col(Verdict.finding).in_([Finding.MINOR, Finding.HELD, Finding.ASIDE]),
        col(Capture.outcome).not_in(_BAD),
    )
    query = select(Capture, Verdict).join(Verdict, col(Verdict.capture_id) == col(Capture.id)).where(*folded)
    order = [column.desc() for column in queries.in_order()]
    rows = session.exec(query.order_by(*order).limit(FOLDS)).all()
    count = select(func.count()).select_from(Verdict).join(Capture, col(Verdict.capture_id) == col(Capture.id))
    total = session.exec(count.where(*folded)).one()
    changes = queries.changes_of(session, [verdict.capture_id for _, verdict in rows])
    found = [timeline.Aside(capture, verdict, changes.get(verdict.capture_id, [])) for capture, verdict in rows]
    return found, total - len(found)


def _overruled(session: Session, story_id: int) -> list[Looked]:
    """The looks that count as they were read, because an operator decided so; the newest first. One query."""
    query = select(Decision.capture_id, Decision.value, Capture, Verdict)
    query = query.join(Capture, col(Capture.id) == col(Decision.capture_id))
    query = query.join(Chain, col(Chain.id) == col(Capture.chain_id))
    query = query.outerjoin(Verdict, col(Verdict.capture_id) == col(Capture.id))
    query = query.where(Decision.deed == Deed.OVERRULE, Chain.story_id == story_id)
    rows = session.exec(query.order_by(col(Decision.made_at), col(Decision.id))).all()
    newest = {name: (value, Looked(capture, verdict)) for name, value, capture, verdict in rows}
    return [looked for value, looked in reversed(newest.values()) if value == "yes"]


def _leases(session: Session, now: datetime) -> list[Lease]:
    ends = col(Follow.leased_until)
    query = select(Follow.leased_by, func.count(), func.min(ends), func.max(ends)).where(ends > now)
    rows = session.exec(query.group_by(Follow.leased_by).order_by(func.count().desc()).limit(ROWS)).all()
    return [Lease(holder, count, first or now, last or now) for holder, count, first, last in rows]


def _failures(session: Session) -> list[Failing]:
    """The outlets at which looks fail, those with most first, each with its last problem. Two queries."""
    bad = (col(Follow.failures) > 0, col(Follow.state) == FollowState.WATCHING)
    query = select(Outlet, func.count(), func.min(Follow.failing_since), func.max(Follow.checked_at))
    query = query.join(Follow, _of_outlet()).where(*bad).group_by(col(Outlet.id))
    rows = session.exec(query.order_by(func.count().desc(), col(Outlet.id)).limit(ROWS)).all()
    last = {outlet.id: at for outlet, _, _, at in rows}
    either = [and_(col(Follow.outlet_id) == outlet_id, col(Follow.checked_at) == at) for outlet_id, at in last.items()]
    problems = select(Follow.outlet_id, Follow.problem, Follow.address).where(*bad, or_(*either)) if either else None
    said = {row[0]: row[1:] for row in session.exec(problems).all()} if problems is not None else {}
    return [Failing(outlet, count, since, *said.get(outlet.id or 0, ("", ""))) for outlet, count, since, _ in rows]


def _hours(session: Session, now: datetime) -> list[Hour]:
    """The looks of the last hours, 60 minutes each, the oldest first. One query."""
    kept = col(Capture.kept_at)
    bounds = [(now - timedelta(hours=ago + 1), HOURS - 1 - ago) for ago in range(HOURS)]
    place = case(*((kept > start, number) for start, number in bounds)).label("place")
    bad = case((col(Capture.outcome).in_(_BAD), 1), else_=0).label("bad")
    within = select(place, bad).where(kept > bounds[-1][0], kept <= now, Capture.via == Via.LIVE).subquery()
    rows = session.execute(select(within.c.place, func.count(), func.sum(within.c.bad)).group_by(within.c.place)).all()
    counted = {number: Hour(total - failed, failed) for number, total, failed in rows}
    return [counted.get(number, Hour()) for number in range(HOURS)]
