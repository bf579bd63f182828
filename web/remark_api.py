"""Remarks written by programs, and how any remark is written."""

from typing import Annotated

from fastapi import APIRouter, Depends

from storage import queries
from storage import remarks as kept
from storage.queries import Sighting
from storage.tables import Capture
from tracker import classify, moments, remarks
from tracker.errors import BadInput, NotFound
from tracker.model import Change, Op
from tracker.moments import Moment
from tracker.remarks import Remarked
from web.answers import Problem
from web.deps import Here, Operator, Reader, Site, StoryId
from web.looks import Compared, compared
from web.remark_answers import RemarkAnswer, Remarking, Rewriting
from web.remarks import answer

router = APIRouter(responses={403: {"model": Problem, "description": "Sent by another site's page."}})


def a_key(remark: str) -> str:
    """The key of a remark as an address writes it. Raises NotFound for what can be none."""
    if not (remark.isascii() and remark.isalnum() and len(remark) <= 40):
        raise NotFound(f'there is no remark "{remark[:40]}" on this story')
    return remark


RemarkKey = Annotated[str, Depends(a_key)]


@router.post("/stories/{story}/remarks", summary="Remark on a version or a change")
def post(here: Here, operator: Operator, story_id: StoryId, asked: Remarking) -> RemarkAnswer:
    """Write a remark, which readers see under the token's name. For operators."""
    found, moment = add(here, story_id, asked, by=operator.name)
    return answer(here.links, story_id, moment, found)


@router.put("/stories/{story}/remarks/{remark}", summary="Edit a remark")
def put(here: Here, operator: Operator, story_id: StoryId, key: RemarkKey, asked: Rewriting) -> RemarkAnswer:
    """Let a remark say something else; what it said before stays readable with it. For operators."""
    found, moment = rewrite(here, story_id, key, remarks.text_of(asked.text), by=operator.name)
    return answer(here.links, story_id, moment, found)


@router.delete("/stories/{story}/remarks/{remark}", summary="Remove a remark")
def delete(here: Here, operator: Operator, story_id: StoryId, key: RemarkKey) -> RemarkAnswer:
    """Take a remark away: its texts are shown no more, and a dated line says that it was there. For operators."""
    found, moment = rewrite(here, story_id, key, "", by=operator.name)
    return answer(here.links, story_id, moment, found)


def add(here: Site, story_id: int, asked: Remarking, *, by: str) -> tuple[Remarked, Moment]:
    """Write a remark down; as it stands, with the moment of its version. Raises NotFound, BadInput, BadTime."""
    text = remarks.text_of(asked.text)
    with here.database.write() as session:
        reader = Reader(session, True, here)
        found, against, change = _target(reader, story_id, asked)
        capture = session.get_one(Capture, found.seen.version.capture_id)
        remark = kept.begun(capture, against, change, text)
        kept.write(session, remark, capture.id or 0, made_by=by, made_at=here.clock())
        return kept.one(session, story_id, remark.key), found.seen.moment


def _target(reader: Reader, story_id: int, asked: Remarking) -> tuple[Sighting, Capture | None, Change | None]:
    """The version that a remark is to be on, and for one on a change the other version's capture and that change."""
    moment = moments.parse(asked.moment)
    if asked.against is None or asked.change is None:
        if asked.against is not None or asked.change is not None:
            raise BadInput("a remark on a change names both `against` and `change`; one on a version neither")
        return queries.sighting(reader.session, story_id, moment, operator=True), None, None
    found = compared(reader, story_id, moments.parse(asked.against), moment)
    other = reader.session.get_one(Capture, found.old.seen.version.capture_id)
    return found.new, other, _change(found, asked.change)


def _change(found: Compared, place: int) -> Change:
    """The change at a place of a diff. Raises NotFound."""
    before, after = found.documents
    places = [at for at, pair in enumerate(found.diff.pairs) if pair.differs]
    if place not in places:
        raise NotFound(f"there is no change {place} between these two versions")
    ordered = [at for at, pair in enumerate(found.diff.pairs) if pair.op is not Op.SAME]
    return classify.minor(found.diff, before, after)[ordered.index(place)]


def rewrite(here: Site, story_id: int, key: str, text: str, *, by: str) -> tuple[Remarked, Moment]:
    """Let a remark say something else, or without a text take it away. Raises NotFound."""
    with here.database.write() as session:
        remarked = kept.rewrite(session, story_id, key, text, made_by=by, made_at=here.clock())
        number = next(number for (_, number), found in kept.on(session, [story_id]).items() if remarked in found)
        (mark,) = [mark for mark in queries.marks(session, story_id) if mark.number == number]
        return remarked, mark.moment
