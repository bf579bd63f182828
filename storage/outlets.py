"""What an outlet's page asks: what is kept of it, and its counts over all of its stories."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from storage.queries import visible
from storage.tables import Acknowledgement, Change, Flag, Follow, Outlet, Story, Version
from tracker import model
from tracker.admissions import NoticeKind
from tracker.conduct import Tally
from tracker.errors import NotFound
from tracker.follow import FollowKind, FollowState
from tracker.silence import Answer


@dataclass(frozen=True)
class OutletHistory:
    """An outlet with what is kept of it, and what was counted over all of its stories.

    `edited` are the stories that were seen to change, `versions` all that are kept.
    """

    outlet: Outlet
    stories: int
    edited: int
    versions: int
    newest_at: datetime | None
    tally: Tally
    followed: int
    paused: int


def outlet(session: Session, host: str, *, now: datetime, operator: bool = False) -> OutletHistory:
    """An outlet with its counts as of `now`. Seven queries. Raises NotFound."""
    found = session.exec(select(Outlet).where(Outlet.host == host, visible(operator))).first()
    if found is None:
        raise NotFound(f'there is no outlet "{host[:60]}"')
    of = and_(col(Story.outlet_id) == found.id, col(Story.versions) > 0)
    edited = func.sum(case((col(Story.versions) > 1, 1), else_=0))
    sums: Any = select(func.count(), edited, func.sum(Story.versions), func.max(Story.last_changed_at))
    stories, several, versions, newest_at = session.exec(sums.select_from(Story).where(of)).one()
    follows: Any = select(Follow.state, func.count()).where(
        Follow.outlet_id == found.id, Follow.kind == FollowKind.STORY
    )
    states = dict(session.exec(follows.group_by(col(Follow.state))).all())
    return OutletHistory(
        outlet=found,
        stories=stories,
        edited=several or 0,
        versions=versions or 0,
        newest_at=newest_at,
        tally=Tally(
            stories=stories,
            edits=(versions or 0) - stories,
            edited=several or 0,
            headlines=_headlines(session, of),
            **_answers(session, of, now),
            **_notices(session, of),
        ),
        followed=states.get(FollowState.WATCHING, 0),
        paused=states.get(FollowState.PAUSED, 0),
    )


def _headlines(session: Session, of: ColumnElement[bool]) -> int:
    """How many versions changed the headline by more than its typography."""
    turned: Any = select(func.count(func.distinct(Change.capture_id))).select_from(Change)
    turned = turned.join(Version, col(Version.capture_id) == col(Change.capture_id))
    turned = turned.join(Story, col(Story.id) == col(Change.story_id))
    wanted = (of, Version.number > 1, Change.part == model.Part.HEADLINE, ~col(Change.minor))
    count: int = session.exec(turned.where(*wanted)).one()
    return count


def _answers(session: Session, of: ColumnElement[bool], now: datetime) -> dict[str, Any]:
    """What became of the changes to what was said. What is provisional is counted nowhere else."""
    settled = or_(col(Flag.answer) == Answer.ACKNOWLEDGED, col(Flag.due_at) <= now)
    seen_out = col(Story.last_seen_at) >= col(Flag.due_at)
    sums: Any = select(
        Flag.answer,
        func.count(),
        func.sum(case((settled, 1), else_=0)),
        func.sum(case((and_(settled, ~seen_out), 1), else_=0)),
    ).join(Story, col(Story.id) == col(Flag.story_id))
    rows = {answer: counts for answer, *counts in session.exec(sums.where(of).group_by(col(Flag.answer))).all()}
    every, done, unwatched = ({answer: counts[at] for answer, counts in rows.items()} for at in range(3))
    return {
        "altered": sum(every.values()),
        "acknowledged": done.get(Answer.ACKNOWLEDGED, 0),
        "silent": done.get(Answer.SILENT, 0),
        "unwatched": unwatched.get(Answer.SILENT, 0),
        "unclear": done.get(Answer.UNCLEAR, 0),
        "provisional": sum(every.values()) - sum(done.values()),
    }


def _notices(session: Session, of: ColumnElement[bool]) -> dict[str, Any]:
    """How many notices there are, and the delays of those that own up to an edit that was seen."""
    story = col(Story.id) == col(Acknowledgement.story_id)
    sums: Any = select(Acknowledgement.kind, func.count()).join(Story, story)
    counts = dict(session.exec(sums.where(of).group_by(col(Acknowledgement.kind))).all())
    updates = counts.pop(NoticeKind.UPDATE, 0)
    delays: Any = select(Acknowledgement.from_error, Acknowledgement.from_mending).join(Story, story)
    linked = (col(Acknowledgement.kind) != NoticeKind.UPDATE, col(Acknowledgement.from_error).is_not(None))
    rows = session.exec(delays.where(of, *linked)).all()
    return {
        "corrections": sum(counts.values()),
        "updates": updates,
        "from_error": tuple(timedelta(seconds=error) for error, _ in rows),
        "from_mending": tuple(timedelta(seconds=mending) for _, mending in rows),
    }
