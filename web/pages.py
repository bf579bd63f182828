"""The pages: the stories, one story's timeline, one version, two versions compared, and what this is."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from storage import flags, lineage, queries
from tracker import moments
from web import comparing, flow, front, outlets, views
from web import since as news
from web.changelist import Asked
from web.deps import AMoment, Asking, Here, Operating, Reading, StoryId, TwoMoments
from web.kept import Made, drawn, kept, page
from web.looks import look

router = APIRouter(include_in_schema=False)


Words = Annotated[str, Query(max_length=200)]
Cursor = Annotated[str, Query(max_length=100)]
Since = Annotated[str, Query(max_length=40)]


@router.get("/")
def front_page(
    request: Request, asking: Asking, reader: Reading, filters: front.Filters, q: Words = "", cursor: Cursor = ""
) -> Response:
    """What changed that matters; with words to search for, the stories that hold them."""
    if q:
        return stories(request, asking, reader, q, cursor)
    return page(request, asking, reader, "front.html", lambda: front.page(reader, filters, cursor))


@router.get("/updates/fragment")
def fragment(request: Request, asking: Asking, reader: Reading, filters: front.Filters) -> Response:
    """The list of the front page by itself. Its tag changes with the list and not with how long ago all was."""

    def make() -> Made:
        shown = front.listed(reader, filters)
        return Made(drawn(reader.site, asking, "_updates.html", shown).encode(), {"etag": shown["state"]})

    return kept(request, reader, "text/html", make)


@router.get("/stories")
def stories(request: Request, asking: Asking, reader: Reading, q: Words = "", cursor: Cursor = "") -> Response:
    """The stories, newest change first."""

    def work() -> dict[str, Any]:
        listing = queries.stories(reader.session, words=q, cursor=cursor, operator=reader.operator)
        cards = views.front(listing, operator=reader.operator)
        return {"listing": listing, "cards": cards, "asked": q, "cursor": cursor}

    return page(request, asking, reader, "stories.html", work)


@router.get("/outlets")
def outlet_list(request: Request, asking: Asking, reader: Reading) -> Response:
    """The outlets by name."""
    return page(request, asking, reader, "outlets.html", lambda: outlets.listing(reader))


@router.get("/outlets/{host}")
def outlet(request: Request, asking: Asking, reader: Reading, host: str) -> Response:
    """An outlet with its counts."""
    return page(request, asking, reader, "outlet.html", lambda: outlets.page(reader, host))


@router.get("/about")
def about(request: Request, asking: Asking, reader: Reading) -> Response:
    """What this is, and what a seal proves."""
    return page(request, asking, reader, "about.html", dict)


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
def version(request: Request, asking: Asking, reader: Reading, story_id: StoryId, moment: AMoment) -> Response:
    """One version as read at the time."""
    return page(request, asking, reader, "version.html", lambda: views.version(look(reader, story_id, moment)))


@router.get("/stories/{story}/compare")
def choose(here: Here, story_id: StoryId, a: str, b: str, asked: Asked) -> RedirectResponse:
    """Where the form that chooses two versions leads: to their permalink."""
    old, new = moments.parse(a), moments.parse(b)
    return RedirectResponse(here.links.compare(story_id, old, new, **asked.given()), 303)


Change = Annotated[int | None, Query(ge=0, le=10**6)]


@router.get("/stories/{story}/{pair}/quotation")
def quotation(
    request: Request,
    asking: Asking,
    reader: Reading,
    story_id: StoryId,
    pair: TwoMoments,
    change: Change = None,
) -> Response:
    """A change, or the weightiest ones, as a quotation with its citation."""
    return page(request, asking, reader, "quotation.html", lambda: comparing.quoted(reader, story_id, pair, change))


@router.get("/stories/{story}/{pair}")
def compare(
    request: Request, asking: Asking, reader: Reading, story_id: StoryId, pair: TwoMoments, asked: Asked
) -> Response:
    """Two versions compared, inline or side by side."""
    return page(request, asking, reader, "compare.html", lambda: comparing.page(reader, story_id, pair, asked))


@router.get("/stories/{story}")
def story(
    request: Request,
    asking: Asking,
    here: Here,
    reader: Reading,
    story_id: StoryId,
    since: Since = "",
    upto: Since = "",
) -> Response:
    """A story's timeline, `upto` a moment on down; with `since`, what is new since the version that stood then."""
    if since:
        read = moments.parse(since)
        return page(request, asking, reader, "since.html", lambda: news.page(reader, story_id, read))

    def work() -> dict[str, Any]:
        history = queries.history(reader.session, story_id, operator=reader.operator)
        within = timedelta(minutes=here.settings.burst_minutes)
        begin, now = moments.parse(upto) if upto else None, here.clock()
        settled = flags.read(reader.session, story_id, history.seen, now=now)
        picture = flow.small(lineage.read(reader.session, story_id)) if begin is None else None
        shown = views.story(history, settled, operator=reader.operator, now=now, within=within, upto=begin)
        return shown | {"flow": picture}

    return page(request, asking, reader, "story.html", work)
