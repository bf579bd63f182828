"""The JSON twin of each page: its address with `.json` behind it gives what the API gives."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web import api
from web.deps import AMoment, Reading, StoryId, TwoMoments

router = APIRouter(include_in_schema=False)


@router.get("/stories/{story}@{moment}.json")
def version(request: Request, reader: Reading, story_id: StoryId, moment: AMoment) -> Response:
    """One version."""
    return api.version(request, reader, story_id, moment)


@router.get("/stories/{story}/{pair}.json")
def diff(request: Request, reader: Reading, story_id: StoryId, pair: TwoMoments) -> Response:
    """Two versions compared."""
    return api.diff(request, reader, story_id, pair)


@router.get("/stories/{story}.json")
def story(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """A story."""
    return api.story(request, reader, story_id)
