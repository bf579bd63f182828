"""The pages: the stories, one story's timeline, one version, two versions compared, and what this is."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from storage import queries
from tracker import moments
from web import views
from web.deps import AMoment, Asking, Here, Operating, Reading, StoryId, TwoMoments
from web.looks import compared, look

router = APIRouter(include_in_schema=False)


def _page(here: Here, asking: Asking, name: str, context: Mapping[str, Any]) -> HTMLResponse:
    """A page, with what its frame needs to know of who asks."""
    frame = {
        "signed_in": bool(asking.handle),
        "form_token": here.sessions.form_token(asking.handle) if asking.handle else "",
    }
    return HTMLResponse(here.renderer.render(name, **frame, **context))


@router.get("/")
def front(
    here: Here,
    asking: Asking,
    reader: Reading,
    q: Annotated[str, Query(max_length=200)] = "",
    cursor: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """The stories, newest change first."""
    listing = queries.stories(reader.session, words=q, cursor=cursor, operator=reader.operator)
    cards = views.front(listing, operator=reader.operator)
    return _page(here, asking, "stories.html", {"listing": listing, "cards": cards, "asked": q, "cursor": cursor})


@router.get("/about")
def about(here: Here, asking: Asking) -> HTMLResponse:
    """What this is, and what a seal proves."""
    return _page(here, asking, "about.html", {})


@router.get("/healthz")
def health(reader: Reading) -> JSONResponse:
    """Whether pages can be made: the database answers."""
    queries.outlets(reader.session)
    return JSONResponse({"status": "ok"})


@router.get("/stories/{story}@{moment}/raw", dependencies=[Operating])
def raw(here: Here, reader: Reading, story_id: StoryId, moment: AMoment) -> Response:
    """The raw bytes of a capture, for operators: never as a page of this server."""
    capture = queries.raw_of(reader.session, story_id, moment)
    headers = {
        "content-disposition": f'attachment; filename="story-{story_id}-{moment}.bin"',
        "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    }
    return Response(here.store.raw(capture.raw_digest), headers=headers, media_type="application/octet-stream")


@router.get("/stories/{story}@{moment}")
def version(here: Here, asking: Asking, reader: Reading, story_id: StoryId, moment: AMoment) -> HTMLResponse:
    """One version as read at the time."""
    return _page(here, asking, "version.html", views.version(look(reader, story_id, moment)))


View = Annotated[Literal["", "inline", "side"], Query()]
Only = Annotated[Literal["", "changes"], Query()]


@router.get("/stories/{story}/compare")
def choose(here: Here, story_id: StoryId, a: str, b: str, view: View = "", only: Only = "") -> RedirectResponse:
    """Where the form that chooses two versions leads: to their permalink."""
    old, new = moments.parse(a), moments.parse(b)
    target = here.links.compare(story_id, old, new, side=view == "side", only=only == "changes")
    return RedirectResponse(target, 303)


@router.get("/stories/{story}/{pair}")
def compare(
    here: Here,
    asking: Asking,
    reader: Reading,
    story_id: StoryId,
    pair: TwoMoments,
    view: View = "",
    only: Only = "",
) -> HTMLResponse:
    """Two versions compared, inline or side by side."""
    found = compared(reader, story_id, *pair)
    marks = queries.marks(reader.session, story_id)
    context = views.comparison(found, marks, side=view == "side", only=only == "changes")
    return _page(here, asking, "compare.html", context)


@router.get("/stories/{story}")
def story(here: Here, asking: Asking, reader: Reading, story_id: StoryId) -> HTMLResponse:
    """A story's timeline."""
    history = queries.history(reader.session, story_id, operator=reader.operator)
    return _page(here, asking, "story.html", views.story(history, operator=reader.operator))
