"""The API under /api/v1: the same stories, versions and diffs as the pages, as JSON."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from storage import flags, queries
from tracker import excerpt, intake, timeline
from web import follow_api, front_api, lineage_api, push, remark_api, shape
from web import quotation as quoting
from web.answers import DiffAnswer, FullStory, FullVersion, Outlets, Problem, QuotationAnswer, Stories, Versions
from web.deps import AMoment, Here, Operating, Reading, StoryId, TwoMoments
from web.kept import Made, kept
from web.looks import compared, look
from web.story_answers import Figures

router = APIRouter(
    prefix="/api/v1",
    tags=["Rowback"],
    responses={
        400: {"model": Problem, "description": "Something in the request cannot be used."},
        401: {"model": Problem, "description": "The token does not work, or one is needed."},
        404: {"model": Problem, "description": "There is no such story or version for this reader."},
        422: {"model": Problem, "description": "A parameter has the wrong form."},
    },
)
router.include_router(push.router)
router.include_router(follow_api.router)
router.include_router(lineage_api.router)
router.include_router(front_api.router)
router.include_router(remark_api.router)

Limit = Annotated[int, Query(ge=1, le=200, description="How many at the most.")]
Words = Annotated[str, Query(max_length=200, description="Only stories whose newest version holds all these words.")]
Change = Annotated[
    int | None,
    Query(ge=0, le=10**6, description="A change by its place among the pairs; else the weightiest ones."),
]
Cursor = Annotated[str, Query(max_length=100, description="Where the page begins; taken from `next`.")]


def _json(request: Request, reader: Reading, work: Callable[[], BaseModel]) -> Response:
    return kept(request, reader, "application/json", lambda: Made(work().model_dump_json().encode()))


@router.get(
    "/stories",
    summary="List stories",
    response_description="Stories, newest change first.",
    response_model=Stories,
)
def stories(
    request: Request, reader: Reading, q: Words = "", cursor: Cursor = "", limit: Limit = queries.PAGE
) -> Response:
    """Stories by their newest change, each with the weightiest thing that it changed."""

    def work() -> Stories:
        found = queries.stories(reader.session, words=q, cursor=cursor, operator=reader.operator, limit=limit)
        links = reader.site.links
        following = links.api("stories", q=q, cursor=found.next, limit=str(limit)) if found.next else None
        items = [shape.listed(links, item, operator=reader.operator) for item in found.items]
        return Stories(items=items, next=following, total=found.total)

    return _json(request, reader, work)


@router.get("/stories/{story}", summary="One story with its timeline", response_model=FullStory)
def story(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """A story: its versions newest first with their changes, its headlines, and the captures that made no version."""

    def work() -> FullStory:
        found = queries.history(reader.session, story_id, operator=reader.operator)
        site, now = reader.site, reader.site.clock()
        settled = flags.read(reader.session, story_id, found.seen, now=now)
        within = timedelta(minutes=site.settings.burst_minutes)
        return shape.full_story(site.links, found, settled, operator=reader.operator, now=now, within=within)

    return _json(request, reader, work)


@router.get("/stories/{story}/figures", summary="A story's figures", response_model=Figures)
def story_figures(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """Each figure that had more than one value: the values in order, each with its sentence, version and time."""

    def work() -> Figures:
        found = queries.history(reader.session, story_id, operator=reader.operator)
        return shape.story_figures(reader.site.links, found, operator=reader.operator)

    return _json(request, reader, work)


@router.get("/stories/{story}/versions", summary="A story's versions", response_model=Versions)
def versions(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """A story's versions, newest first, each with what it changed."""

    def work() -> Versions:
        found = queries.history(reader.session, story_id, operator=reader.operator)
        whole = excerpt.whole(found.outlet.show, operator=reader.operator)
        entries = timeline.entries(found.seen, found.asides)
        return Versions(items=[shape.version(reader.site.links, entry, whole=whole) for entry in entries], next=None)

    return _json(request, reader, work)


@router.get("/stories/{story}/versions/{moment}", summary="One version as read at the time", response_model=FullVersion)
def version(request: Request, reader: Reading, story_id: StoryId, moment: AMoment) -> Response:
    """The version of the capture at exactly this moment, else of the newest before it."""

    def work() -> FullVersion:
        found = look(reader, story_id, moment)
        return shape.full_version(reader.site.links, found.found, found.marks, operator=reader.operator)

    return _json(request, reader, work)


@router.get("/stories/{story}/diff/{pair}", summary="The diff of two versions", response_model=DiffAnswer)
def diff(request: Request, reader: Reading, story_id: StoryId, pair: TwoMoments) -> Response:
    """`rowback-diff/1` of two versions, named as `MOMENT..MOMENT`."""

    def make() -> Made:
        found = compared(reader, story_id, *pair)
        told = shape.diff(reader.site.links, found)
        return Made(json.dumps(told, ensure_ascii=False).encode())

    return kept(request, reader, "application/json", make)


@router.get("/stories/{story}/diff/{pair}/quotation", summary="A quotation with its citation")
def quotation(reader: Reading, story_id: StoryId, pair: TwoMoments, change: Change = None) -> QuotationAnswer:
    """A change of two compared versions before and after, with the checks between which it came, address and seals."""
    made = quoting.quotation(reader.site.links, compared(reader, story_id, *pair), change)
    return QuotationAnswer(text=made.text, html=str(made.html), url=made.url)


@router.get("/outlets", summary="List outlets")
def outlets(reader: Reading) -> Outlets:
    """Every outlet by name, with how much of its text is shown."""
    found = queries.outlets(reader.session, operator=reader.operator)
    return Outlets(items=[shape.counted(outlet, count) for outlet, count in found], next=None)


_NDJSON: dict[int | str, dict[str, Any]] = {
    200: {"description": "One capture a line.", "content": {"application/x-ndjson": {"schema": {"type": "string"}}}}
}


@router.get(
    "/export",
    summary="Export every capture",
    dependencies=[Operating],
    responses=_NDJSON,
    response_class=StreamingResponse,
)
def export(here: Here) -> StreamingResponse:
    """Every capture that has text, and the remarks, as JSON Lines that `rowback import` takes back. For operators."""

    def lines() -> Iterator[bytes]:
        for line in intake.lines(here.store):
            yield line + b"\n"

    headers = {"content-disposition": 'attachment; filename="rowback-export.jsonl"'}
    return StreamingResponse(lines(), media_type="application/x-ndjson", headers=headers)
