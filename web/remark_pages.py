"""The forms with which an operator remarks on a version or a change."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from tracker import remarks
from tracker.moments import Moment
from tracker.remarks import Remarked
from web.deps import Asker, Here, Sender, Site, StoryId
from web.remark_answers import Remarking
from web.remark_api import RemarkKey, add, rewrite
from web.remarks import where

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=4 * remarks.LONGEST)]
Name = Annotated[str, Form(max_length=200)]


@router.post("/stories/{story}/remarks")
def write(
    here: Here,
    sender: Sender,
    story_id: StoryId,
    text: Text,
    moment: Annotated[str, Form()],
    name: Name = "",
    against: Annotated[str, Form()] = "",
    change: Annotated[int | None, Form(ge=0)] = None,
) -> Response:
    """Write a remark under the name that the operator gives."""
    by = _signed(sender, name)
    asked = Remarking(moment=moment, against=against or None, change=change, text=text)
    remarked, at = add(here, story_id, asked, by=by)
    return _back(here, story_id, at, remarked, by)


@router.post("/stories/{story}/remarks/{remark}")
def edit(
    here: Here,
    sender: Sender,
    story_id: StoryId,
    key: RemarkKey,
    text: Text = "",
    name: Name = "",
    remove: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Let a remark say something else, or take it away."""
    by = _signed(sender, name)
    remarked, at = rewrite(here, story_id, key, "" if remove else remarks.text_of(text), by=by)
    return _back(here, story_id, at, remarked, by)


def _signed(sender: Asker, name: str) -> str:
    """The name under a remark: a token's own, or the one that whoever is signed in gives. Raises BadInput."""
    return remarks.name_of(name) if sender.handle else sender.name


def _back(here: Site, story_id: int, moment: Moment, remarked: Remarked, by: str) -> Response:
    response = RedirectResponse(where(here.links, story_id, moment, remarked), 303)
    here.sessions.remember(response, by)
    return response
