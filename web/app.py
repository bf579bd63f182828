"""The web room put together: pages, feeds and API behind one gate."""

from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from storage.archive import Store
from storage.database import Database
from tracker.fetching.manners import Pace
from tracker.settings import Settings
from web import (
    api,
    downloads,
    embeds,
    feeds,
    follow_pages,
    health,
    lineage_pages,
    pages,
    remark_pages,
    sharing,
    signin,
    twins,
)
from web.deps import Ask, Clock, Site, Ticks, asks_nobody, now, ticks
from web.errors import Errors
from web.gate import Gate
from web.links import Links
from web.packing import Packing
from web.render import STATIC, Renderer
from web.sessions import Sessions
from web.shelf import Shelf

_DESCRIPTION = (
    "Follow developing news stories: every version that was seen, and what changed between any two. "
    "Reading is public; what writes needs a token (`rowback token create`). "
    "Lists are `{items, next}`; errors are `{error: {code, message}}`; times are ISO 8601 in UTC."
)


class _Static(StaticFiles):
    """Static files. An address with a digest is good for ever; one without, as modules import, is asked again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The answer for a path."""
        response = await super().get_response(path, scope)
        named = scope["query_string"].startswith(b"v=")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if named else "no-cache"
        return response


def create_app(
    settings: Settings,
    database: Database,
    *,
    clock: Clock = now,
    ask: Ask = asks_nobody,
    pace: Pace | None = None,
    pace_clock: Ticks = ticks,
) -> FastAPI:
    """The application for one database, which must be at the newest layout.

    `ask` is its way to the network, for an address that an operator pastes; `pace` how the poller's hosts stand,
    by `pace_clock`.
    """
    links = Links(settings.base_url)
    renderer = Renderer(settings, links)
    errors = Errors(renderer)
    app = FastAPI(
        title="Rowback",
        version="1",
        description=_DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    store = Store(database, show=settings.show)
    app.state.site = Site(
        settings, database, store, Sessions(settings), links, renderer, Shelf(), clock, ask, pace or Pace(), pace_clock
    )
    for routes in (
        api,
        sharing,
        downloads,
        feeds,
        lineage_pages,
        twins,
        signin,
        follow_pages,
        remark_pages,
        health,
        embeds,
        pages,
    ):
        app.include_router(routes.router)
    app.mount("/static", _Static(directory=STATIC), name="static")
    errors.install(app)
    largest = settings.max_body_mb * 2**20
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=largest)
    app.add_middleware(
        Gate,
        hosts=settings.hosts,
        prefix=links.prefix,
        max_body=largest,
        index=settings.index,
        language=settings.language,
        refusal=errors.answer,
    )
    app.add_middleware(Packing)
    return app
