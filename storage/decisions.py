"""What an operator decides of a fold: that a capture counts as it was read, or that a lesson no longer counts."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage import derive, lessons
from storage.blobs import Raws
from storage.tables import Capture, Chain, Decision, Lesson, Sighting, Story
from tracker import model
from tracker.errors import NotFound
from tracker.model import Deed, LessonKind


def overrule(session: Session, capture_id: int, value: str, *, made_by: str, made_at: datetime) -> int:
    """Let a capture count as it was read (`value` "yes"), or no longer ("no"); its story, which is derived again.

    Raises NotFound.
    """
    capture = session.get(Capture, capture_id)
    if capture is None:
        raise NotFound(f"there is no capture {capture_id}")
    story = session.get_one(Story, session.get_one(Chain, capture.chain_id).story_id)
    if (capture_id in lessons.overruled(session, story.id or 0)) == (value == "yes"):
        return story.id or 0
    decision = model.Decision(
        made_at=made_at,
        made_by=made_by,
        deed=Deed.OVERRULE,
        outlet_id=story.outlet_id,
        value=value,
        capture_id=capture_id,
    )
    session.add(Decision.model_validate(decision))
    session.flush()
    derive.rederive(session, Raws(session), story.id or 0)
    return story.id or 0


def unlearn(session: Session, lesson_id: int, value: str, *, made_by: str, made_at: datetime) -> None:
    """Let a lesson count no longer (`value` "yes"), or again ("no"); the stories that it touches are derived again.

    Raises NotFound.
    """
    lesson = session.get(Lesson, lesson_id)
    if lesson is None:
        raise NotFound(f"there is no lesson {lesson_id}")
    stands = {one.lesson.id: one.stands for one in lessons.listed(session, lesson.outlet_id)}[lesson_id]
    if stands == (value == "no"):
        return
    decision = model.Decision(
        made_at=made_at,
        made_by=made_by,
        deed=Deed.UNLEARN,
        outlet_id=lesson.outlet_id,
        value=value,
        lesson_id=lesson_id,
    )
    session.add(Decision.model_validate(decision))
    session.flush()
    derive.free(session, Raws(session), _touched(session, lesson))


def refresh(session: Session, limit: int) -> int:
    """Derive again stories that a lesson or a decision changed, at most `limit`; how many were done."""
    story_ids = derive.stale(session, limit)
    for story_id in story_ids:
        derive.rederive(session, Raws(session), story_id)
    return len(story_ids)


def _touched(session: Session, lesson: Lesson) -> set[int]:
    """The stories whose rows a lesson may change: those that ever showed what it names; of a region, all."""
    rows = session.exec(select(Sighting).where(col(Sighting.outlet_id) == lesson.outlet_id)).all()
    if lesson.kind is LessonKind.FURNITURE:
        return {row.story_id for row in rows if lessons.says(row, lesson.value)}
    if lesson.kind is LessonKind.VOLATILE:
        return {row.story_id for row in rows if lesson.value in row.places}
    return {row.story_id for row in rows}
