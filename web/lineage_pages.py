"""The pages of lineage: blame, history flow, one sentence's life, and the search over all that was ever said."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from tracker.moments import Moment
from web import blame as views
from web import flow as flows
from web import life as lives
from web import lineage_api, said
from web.deps import AMoment, Asker, Asking, Reader, Reading, StoryId
from web.kept import page
from web.lineage_api import AThread, Offset, Removed, Words

router = APIRouter(include_in_schema=False)

Every = Annotated[Literal["", "all"], Query()]
By = Annotated[Literal["", "time"], Query()]


@router.get("/stories/{story}/blame.json")
def newest_json(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """The newest version's blame as JSON."""
    return lineage_api.newest(request, reader, story_id)


@router.get("/stories/{story}/blame@{moment}.json")
def blame_json(request: Request, reader: Reading, story_id: StoryId, moment: AMoment) -> Response:
    """A version's blame as JSON."""
    return lineage_api.blame(request, reader, story_id, moment)


@router.get("/stories/{story}/blame")
def newest(request: Request, asking: Asking, reader: Reading, story_id: StoryId, gone: Every = "") -> Response:
    """The newest version, sentence by sentence, with where its words come from."""
    return _blame(request, asking, reader, story_id, views.NEWEST, gone)


@router.get("/stories/{story}/blame@{moment}")
def blame(
    request: Request, asking: Asking, reader: Reading, story_id: StoryId, moment: AMoment, gone: Every = ""
) -> Response:
    """One version, sentence by sentence, with where its words come from."""
    return _blame(request, asking, reader, story_id, moment, gone)


def _blame(request: Request, asking: Asker, reader: Reader, story_id: int, moment: Moment, gone: str) -> Response:
    def work() -> dict[str, object]:
        return views.page(views.trace(reader, story_id, moment), every=gone == "all")

    return page(request, asking, reader, "blame.html", work)


@router.get("/stories/{story}/flow.json")
def flow_json(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """A story's history flow as JSON."""
    return lineage_api.flow(request, reader, story_id)


@router.get("/stories/{story}/flow")
def flow(request: Request, asking: Asking, reader: Reading, story_id: StoryId, by: By = "") -> Response:
    """A story's history flow."""

    def work() -> dict[str, object]:
        return {"seen": flows.seen(reader, story_id, by_time=by == "time")}

    return page(request, asking, reader, "flow.html", work)


@router.get("/stories/{story}/threads/{thread}.json")
def life_json(request: Request, reader: Reading, story_id: StoryId, thread: AThread) -> Response:
    """A sentence's life as JSON."""
    return lineage_api.life(request, reader, story_id, thread)


@router.get("/stories/{story}/threads/{thread}")
def life(request: Request, asking: Asking, reader: Reading, story_id: StoryId, thread: AThread) -> Response:
    """What one sentence said, from when until when."""
    return page(request, asking, reader, "life.html", lambda: {"life": lives.life(reader, story_id, thread)})


@router.get("/said.json")
def said_json(
    request: Request, reader: Reading, q: Words = "", removed: Removed = False, offset: Offset = 0
) -> Response:
    """What was said at any time, as JSON."""
    return lineage_api.said(request, reader, q, removed, offset=offset)


@router.get("/said")
def ever(
    request: Request, asking: Asking, reader: Reading, q: Words = "", removed: Removed = False, offset: Offset = 0
) -> Response:
    """The search over all that was ever said."""

    def work() -> dict[str, object]:
        return said.page(reader, q, removed=removed, offset=offset)

    return page(request, asking, reader, "said.html", work)
