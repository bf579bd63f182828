"""The queue of what is looked at again and again: what is due is claimed under a lease, looked at, and settled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from storage import archive
from storage.database import Database
from storage.tables import Address, Follow, Outlet, Verdict, Version
from tracker import follow, identity, model
from tracker.archive import Kept
from tracker.errors import NotFound
from tracker.fetching.variants import id_key
from tracker.follow import FollowKind, FollowState
from tracker.following import says_developing
from tracker.identity import Elsewhere, Ground, New, Whose
from tracker.life import Life
from tracker.look import Look
from tracker.model import Finding, Outcome, Show
from tracker.watchlist import Added, Choose, Chosen, Claimed, Due, Identify, Plan, Settled, Standing, ToFollow

#: How many looks at one outlet are under lease at a time: its pace lets few through, and others must not wait behind.
PER_OUTLET = 4

#: How many stories an outlet's habits are learnt from, the newest. Range 50 to 5,000; learning takes 0.1 ms a story.
LEARNT_FROM = 1_000


class Follows:
    """tracker.watchlist.Watchlist on a Database. `show` is how much of a new outlet's text readers may see."""

    def __init__(self, database: Database, *, show: Show = Show.CHANGES) -> None:
        self.database = database
        self.show = show

    def add(self, wanted: Sequence[ToFollow], *, now: datetime) -> list[Added]:
        """Follow stories and lists, due at once; what was let go, paused or stopped is watched again."""
        with self.database.write() as session:
            return [self._add(session, one, now, again=True) for one in wanted]

    def claim(self, now: datetime, *, limit: int, lease: timedelta, holder: str) -> list[Claimed]:
        """What is due and nobody's, the longest due first, a few of each outlet at a time."""
        free = or_(col(Follow.leased_until).is_(None), col(Follow.leased_until) <= now)
        query = select(Follow).where(Follow.state == FollowState.WATCHING, col(Follow.due_at) <= now, free)
        with self.database.read() as session:
            # Most often nothing is due, and to find that out nobody needs to be kept from writing.
            if session.exec(query.limit(1)).first() is None:
                return []
        with self.database.write() as session:
            taken = Counter(session.exec(select(Follow.outlet_id).where(col(Follow.leased_until) > now)).all())
            rows: list[Follow] = []
            for row in session.exec(query.order_by(col(Follow.due_at), col(Follow.id))):
                if taken[row.outlet_id] < PER_OUTLET:
                    taken[row.outlet_id] += 1
                    rows.append(row)
                if len(rows) == limit:
                    break
            for row in rows:
                row.leased_until, row.leased_by = now + lease, holder
            return [Claimed(row.id or 0, follow.Follow.model_validate(row.model_dump())) for row in rows]

    def settle(
        self,
        claimed: Claimed,
        look: Look,
        *,
        plan: Plan,
        now: datetime,
        keys: Sequence[str] = (),
        identify: Identify | None = None,
    ) -> Settled | None:
        """Keep what a look at a story gave and when to look again: one transaction. None when the lease was lost."""
        with self.database.write() as session:
            row = _held(session, claimed)
            if row is None:
                return None
            stop, found = look.unwanted, identify(_ground(session, keys)) if identify else None
            if found is not None and not stop:
                stop, look = _identified(session, row, look, found, now)
            kept = None if stop else self._keep(session, row, look, now)
            if isinstance(found, New) and kept is not None:
                _keep_addresses(session, kept.story_id, found.kept, now)
            _note(row, look, now)
            verdict = session.get(Verdict, kept.capture_id) if kept and kept.capture_id else None
            newest = _newest(session, row.story_id)
            standing = Standing(
                _plain(row),
                look.arrival.outcome if look.arrival else None,
                _life(session, row, newest),
                newest,
                held=verdict is not None and verdict.finding is Finding.HELD,
            )
            _until(row, Due(now, FollowState.STOPPED, stop) if stop else plan(standing))
            return Settled(_plain(row), kept, verdict.finding if verdict else None)

    def settle_list(
        self, claimed: Claimed, look: Look, choose: Choose, *, keys: Sequence[str], plan: Plan, now: datetime
    ) -> Settled | None:
        """Follow what a list named: one transaction. None when the lease was lost."""
        with self.database.write() as session:
            row = _held(session, claimed)
            if row is None:
                return None
            _note(row, look, now)
            chosen = choose(_followed(session, keys), _watched(session)) if not look.problem else Chosen([], {})
            row.title = chosen.title or row.title
            fresh = sum(self._add(session, one, now, by=row).new for one in chosen.follow)
            _hasten(session, chosen.heard, now)
            session.flush()
            newest = session.exec(select(func.max(Follow.added_at)).where(Follow.listed_by == row.id)).one()
            outcome = look.arrival.outcome if look.arrival else None
            _until(row, plan(Standing(_plain(row), outcome, fresh=fresh, fresh_at=newest)))
            return Settled(_plain(row), None, followed=fresh)

    def next_due(self) -> datetime | None:
        """When the next look is due, leases aside; None when nothing is watched."""
        with self.database.read() as session:
            query = select(func.min(Follow.due_at)).where(Follow.state == FollowState.WATCHING)
            return session.exec(query).one()

    def lives(self, outlet_id: int) -> tuple[list[Life], str]:
        """The newest stories of an outlet that are or were followed, and its zone: what its habits are learnt from."""
        with self.database.read() as session:
            query = select(Follow).where(Follow.outlet_id == outlet_id, col(Follow.story_id).is_not(None))
            rows = session.exec(query.order_by(col(Follow.id).desc()).limit(LEARNT_FROM)).all()
            edits = _edits(session, [row.story_id or 0 for row in rows])
            lived = [life for row in rows if (life := _lived(row, edits.get(row.story_id or 0, [])))]
            return lived, session.get_one(Outlet, outlet_id).zone

    def listed(
        self, *, state: FollowState | None = None, failing: bool = False, limit: int = 10_000
    ) -> list[tuple[int, follow.Follow]]:
        """What is followed, by its number, in the order in which it was added."""
        query = select(Follow).order_by(col(Follow.id)).limit(limit)
        if state is not None:
            query = query.where(Follow.state == state)
        if failing:
            query = query.where(Follow.failures > 0)
        with self.database.read() as session:
            return [(row.id or 0, _plain(row)) for row in session.exec(query)]

    def set_state(self, follow_id: int, state: FollowState, *, why: str, now: datetime) -> follow.Follow:
        """Pause, stop or watch again, as an operator decides. Raises NotFound."""
        with self.database.write() as session:
            row = _row(session, follow_id)
            row.state, row.why = state, why
            if state is FollowState.WATCHING:
                row.due_at = now
            return follow.Follow.model_validate(row.model_dump())

    def hasten(self, follow_id: int, *, now: datetime) -> follow.Follow:
        """Have it looked at now. Raises NotFound."""
        return self.set_state(follow_id, FollowState.WATCHING, why="an operator asked for it", now=now)

    def _add(
        self, session: Session, wanted: ToFollow, now: datetime, *, again: bool = False, by: Follow | None = None
    ) -> Added:
        """Follow one thing; `again`: also what was let go, paused or stopped."""
        row = session.exec(select(Follow).where(Follow.key == wanted.key)).first()
        if row is not None:
            resumed = again and row.state is not FollowState.WATCHING
            if resumed:
                row.state, row.why, row.due_at = FollowState.WATCHING, wanted.why, now
            if again and wanted.rule:
                row.rule = wanted.rule
            return Added(row.id or 0, resumed, row.story_id)
        known, doubtful = _known(session, [wanted.key]) if wanted.kind is FollowKind.STORY else ({}, set())
        story_id = None if wanted.key in doubtful else known.get(wanted.key)
        if story_id and (row := session.exec(select(Follow).where(Follow.story_id == story_id)).first()):
            return Added(row.id or 0, False, story_id)
        fields: dict[str, Any] = {
            "kind": wanted.kind,
            "address": wanted.address,
            "key": wanted.key,
            "at": wanted.address,
            "outlet_id": archive.outlet(session, wanted.address, show=self.show).id,
            "story_id": story_id,
            "title": wanted.title,
            "why": wanted.why,
            "rule": wanted.rule,
            "listed_by": by.id if by else None,
            "added_at": now,
            "due_at": now,
        }
        row = Follow.model_validate(fields)
        session.add(row)
        session.flush()
        if story_id is not None:
            kept = identity.Kept(wanted.address, wanted.key, identity.Sign.ASKED)
            _keep_addresses(session, story_id, [kept], now)
        return Added(row.id or 0, True, story_id)

    def _keep(self, session: Session, row: Follow, look: Look, now: datetime) -> Kept | None:
        """Keep a look's capture; a story begins with a text, and nothing is kept of an address that never had any."""
        begins = look.arrival is not None and look.arrival.outcome is Outcome.CONTENT and not look.problem
        if look.arrival is None or (row.story_id is None and not begins):
            return None
        kept = archive.keep(session, [look.arrival], kept_at=now, show=self.show)[0]
        row.story_id = kept.story_id
        return kept


def _row(session: Session, follow_id: int) -> Follow:
    row = session.get(Follow, follow_id)
    if row is None:
        raise NotFound(f"nothing is followed under the number {follow_id}; `rowback follow list` names what is")
    return row


def _held(session: Session, claimed: Claimed) -> Follow | None:
    """The row that was claimed, while its lease is still ours; None when another took it meanwhile."""
    row = session.get(Follow, claimed.id)
    if row is None or row.leased_by != claimed.follow.leased_by or row.leased_until != claimed.follow.leased_until:
        return None
    return row


def _plain(row: Follow) -> follow.Follow:
    """The row as the noun, free of its session."""
    return follow.Follow.model_validate(row.model_dump())


def _until(row: Follow, due: Due) -> None:
    """Write down when to look again, and give the lease back; what an operator decided meanwhile stands."""
    if row.state is FollowState.WATCHING:
        row.due_at, row.state, row.why = due.at, due.state, due.why
    row.leased_until, row.leased_by = None, ""


def _note(row: Follow, look: Look, now: datetime) -> None:
    """Write down how a look went. One that was put off is none."""
    if look.put_off:
        return
    row.checks += 1
    row.checked_at = now
    row.at = look.at
    row.problem = look.problem
    if look.problem:
        row.failures += 1
        row.failing_since = row.failing_since or now
        return
    row.failures, row.failing_since, row.seen_at = 0, None, now
    row.etag, row.last_modified, row.stood_at = look.known.etag, look.known.last_modified, look.known.address
    row.raw_digest = look.raw_digest


def _identified(session: Session, row: Follow, look: Look, found: Whose, now: datetime) -> tuple[str, Look]:
    """Whose page it is: the reason to look no more ("" for none), and the look, its content gone where it is none."""
    if isinstance(found, Elsewhere):
        first = row.story_id is None and found.story is not None
        return found.reason if first else "", look.led_elsewhere(found.reason, row.raw_digest)
    if isinstance(found, New):
        return "", look
    other = session.exec(select(Follow).where(Follow.story_id == found.story, Follow.id != row.id)).first()
    _keep_addresses(session, found.story, found.kept, now)
    if other is not None:
        return f"It is the same story as {other.address}, which is followed already.", look
    row.story_id = found.story
    return "", look


def _keep_addresses(session: Session, story_id: int, addresses: Iterable[identity.Kept], now: datetime) -> None:
    """Keep a story's further addresses; one that is kept already stays as it is."""
    for kept in addresses:
        if session.exec(select(Address.id).where(Address.address == kept.address)).first() is None:
            stated = model.Address(
                address=kept.address,
                key=kept.key,
                id_key=id_key(kept.address),
                story_id=story_id,
                seen_at=now,
                why=kept.why,
            )
            session.add(Address.model_validate(stated))
            session.flush()


def _ground(session: Session, keys: Sequence[str]) -> Ground:
    """What is known of a page's keys: the stories that have them, and how those stand."""
    known, doubtful = _known(session, keys)
    seen = {story: document for story in set(known.values()) if (document := _newest(session, story))}
    return Ground(known, seen, doubtful=doubtful)


def _known(session: Session, keys: Sequence[str]) -> tuple[dict[str, int], set[str]]:
    """The stories that are known by any of these keys, and which keys they have only by their pages' own word.

    Where several stories have a key, the surest sign counts, and then the first that had it.
    """
    either = or_(col(Address.key).in_(keys), col(Address.id_key).in_(keys))
    rows = session.exec(select(Address).where(either).order_by(col(Address.id))).all()
    found: dict[str, int] = {}
    doubtful: set[str] = set()
    for row in sorted(rows, key=lambda row: row.why == identity.Sign.CANONICAL):
        for name in {row.key, row.id_key} & set(keys) - found.keys():
            found[name] = row.story_id
            doubtful |= {name} if row.why == identity.Sign.CANONICAL else set()
    return found, doubtful


def _followed(session: Session, keys: Sequence[str]) -> frozenset[str]:
    """Those of these keys that are followed, or were, or that a story is known by."""
    query = select(Follow.key).where(col(Follow.key).in_(keys))
    known, doubtful = _known(session, keys)
    return frozenset(session.exec(query).all()) | (known.keys() - doubtful)


def _watched(session: Session) -> dict[str, int]:
    """How many stories of each outlet are watched, by its host."""
    query = select(Outlet.host, func.count()).join(Follow, col(Follow.outlet_id) == col(Outlet.id))
    query = query.where(Follow.kind == FollowKind.STORY, Follow.state == FollowState.WATCHING)
    return dict(session.exec(query.group_by(Outlet.host)).all())


def _hasten(session: Session, heard: dict[str, datetime], now: datetime) -> None:
    """Look now at stories that a list says were changed since they were last looked at."""
    query = select(Follow).where(col(Follow.key).in_(heard), Follow.state == FollowState.WATCHING)
    for row in session.exec(query):
        if row.checked_at is not None and heard[row.key] > row.checked_at and row.failures == 0:
            row.due_at = min(row.due_at, now)


def _newest(session: Session, story_id: int | None) -> model.Document | None:
    """A story's text as last seen; None before it had any."""
    query = select(Version).where(Version.story_id == story_id).order_by(col(Version.number).desc()).limit(1)
    newest = session.exec(query.execution_options(populate_existing=True)).first() if story_id else None
    return model.Document.model_validate(newest.latest or newest.document) if newest else None


def _life(session: Session, row: Follow, document: model.Document | None) -> Life | None:
    """A story's life as the schedule wants it; None before it had any text."""
    if row.story_id is None or document is None:
        return None
    life = _lived(row, _edits(session, [row.story_id]).get(row.story_id, []))
    return life and replace(
        life,
        born_at=_born(document.published_at, life.born_at),
        developing=says_developing(document.headline, document.status),
        live_blog=any(block.posted_at for block in document.blocks),
    )


def _born(published_at: datetime | None, first_seen_at: datetime) -> datetime:
    """When a story was published, as far as that is to be believed: not after it was seen."""
    return min(published_at, first_seen_at) if published_at else first_seen_at


def _lived(row: Follow, seen: Sequence[tuple[datetime | None, datetime]]) -> Life | None:
    if not seen:
        return None
    return Life(
        born_at=seen[0][1],
        checked_at=row.seen_at or seen[0][1],
        edits=tuple(seen[1:]),
        checks=row.checks,
        watched_from=seen[0][1],
        key=row.story_id or 0,
    )


def _edits(session: Session, story_ids: Sequence[int]) -> dict[int, list[tuple[datetime | None, datetime]]]:
    """For each story, between which looks its versions appeared, in order. One query."""
    query = select(Version.story_id, Version.not_before_at, Version.first_seen_at)
    query = query.where(col(Version.story_id).in_(story_ids)).order_by(col(Version.story_id), col(Version.number))
    found: dict[int, list[tuple[datetime | None, datetime]]] = {}
    for story_id, not_before_at, first_seen_at in session.exec(query):
        found.setdefault(story_id, []).append((not_before_at, first_seen_at))
    return found
