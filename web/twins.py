"""The JSON twin of each page: its address with `.json` behind it gives what the API gives."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from web import api
from web.answers import FullStory, FullVersion
from web.deps import AMoment, Reading, StoryId, TwoMoments

router = APIRouter(include_in_schema=False)


@router.get("/stories/{story}@{moment}.json")
def version(reader: Reading, story_id: StoryId, moment: AMoment) -> FullVersion:
    """One version."""
    return api.version(reader, story_id, moment)


@router.get("/stories/{story}/{pair}.json", response_model=None)
def diff(reader: Reading, story_id: StoryId, pair: TwoMoments) -> JSONResponse:
    """Two versions compared."""
    return api.diff(reader, story_id, pair)


@router.get("/stories/{story}.json")
def story(reader: Reading, story_id: StoryId) -> FullStory:
    """A story."""
    return api.story(reader, story_id)
