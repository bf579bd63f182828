"""The JSON twin of each page: its address with `.json` behind it gives what the API gives."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web import api, follow_api, front_api
from web.answers import Outlets
from web.deps import AMoment, FollowId, Operating, Reading, StoryId, TwoMoments
from web.follow_answers import FollowAnswer, FollowList, HealthAnswer
from web.follow_pages import Wanted
from web.front import Filters

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


@router.get("/updates.json")
def updates(request: Request, reader: Reading, filters: Filters, cursor: str = "") -> Response:
    """The front page."""
    return front_api.updates(request, reader, filters, cursor)


@router.get("/outlets.json")
def outlets(reader: Reading) -> Outlets:
    """The outlets."""
    return api.outlets(reader)


@router.get("/outlets/{host}.json")
def outlet(request: Request, reader: Reading, host: str) -> Response:
    """One outlet."""
    return front_api.outlet(request, reader, host)


@router.get("/follows.json", dependencies=[Operating])
def follows(reader: Reading, wanted: Wanted, cursor: str = "") -> FollowList:
    """What is followed."""
    return follow_api.listed(reader, wanted, cursor)


@router.get("/follows/{follow}.json", dependencies=[Operating])
def follow(reader: Reading, follow_id: FollowId) -> FollowAnswer:
    """One follow."""
    return follow_api.follow(reader, follow_id)


@router.get("/health.json", dependencies=[Operating])
def health(reader: Reading) -> HealthAnswer:
    """How the watching goes."""
    return follow_api.health(reader)
