"""Atom feeds (RFC 4287): one for each story and one for all, with the change itself inside each entry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from storage import queries
from storage.tables import Outlet
from tracker import excerpt, timeline
from tracker.moments import Moment, moment
from tracker.timeline import Entry, Happening, Seen
from web.deps import Reading, StoryId
from web.kept import Made, kept
from web.links import Links
from web.passages import Passage, foremost, passages
from web.render import Renderer

router = APIRouter(include_in_schema=False)

MEDIA_TYPE = "application/atom+xml"

#: Versions in the feed of one story. Range 1 to 500; a reader that looks once a day misses none of a busy story.
MOST = 60

#: When a feed without an entry was last updated: never; Atom wants a time all the same.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """An entry of a feed: a version of a story, or what happened to it as a whole. Its name never changes.

    `stated` times are a file's or a program's; `event` tells a happening, which has no passages, from a version.
    """

    tag: str
    url: str
    title: str
    summary: str
    outlet: str
    language: str
    zone: str
    stated: bool
    seen_at: datetime
    kept_at: datetime
    not_before_at: datetime | None
    passages: list[Passage]
    more: int
    compare: str | None
    event: bool = False


@router.get("/stories/{story}.atom")
def story_feed(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """The feed of one story."""
    links = reader.site.links

    def make() -> Made:
        found = queries.history(reader.session, story_id, operator=reader.operator)
        whole = excerpt.whole(found.outlet.show, operator=reader.operator)
        shown = timeline.entries(found.seen, [])[:MOST]
        seen = {item.version.capture_id: item for item in found.seen}
        items = [_item(links, entry, seen[entry.version.capture_id], found.outlet, whole=whole) for entry in shown]
        happened = timeline.happenings(found.turns)
        items += [_happened(links, story_id, found.story.headline, found.outlet, one) for one in happened]
        return _made(
            reader.site.renderer,
            _newest(items, MOST),
            tag=links.tag(f"/stories/{story_id}"),
            title=f"{found.story.headline or 'A story'} ({found.outlet.name}): what changed",
            url=links.whole(links.story(story_id)),
            itself=links.whole(links.story(story_id, ".atom")),
        )

    return _answer(request, reader, make)


@router.get("/feed.atom")
def feed(request: Request, reader: Reading) -> Response:
    """The newest changes of all stories."""
    links = reader.site.links

    def make() -> Made:
        found = queries.fresh(reader.session, operator=reader.operator)
        items = [_fresh(links, item, operator=reader.operator) for item in found]
        turned = queries.turned(reader.session, operator=reader.operator)
        items += [item for one in turned for item in _turned(links, one)]
        return _made(
            reader.site.renderer,
            _newest(items, queries.FEED),
            tag=links.tag("/feed"),
            title="Rowback: what changed",
            url=links.whole(links.path("/")),
            itself=links.whole(links.path("/feed.atom")),
        )

    return _answer(request, reader, make)


def _newest(items: list[Item], most: int) -> list[Item]:
    return sorted(items, key=lambda item: (item.seen_at, not item.event), reverse=True)[:most]


def _turned(links: Links, turned: queries.Turned) -> list[Item]:
    story, outlet = turned.story, turned.outlet
    return [_happened(links, story.id or 0, story.headline, outlet, one) for one in timeline.happenings([turned.turn])]


def _happened(links: Links, story_id: int, headline: str, outlet: Outlet, one: Happening) -> Item:
    """A happening as an entry: its name is the capture's, with the event behind it."""
    capture = one.capture
    named = moment(capture.seen_at, capture.sequence)
    return Item(
        tag=links.tag(f"/stories/{story_id}@{named}/{one.event}"),
        url=links.whole(links.happening(story_id, one.moment)),
        title=headline or outlet.name,
        summary=one.summary,
        outlet=outlet.name,
        language="",
        zone=outlet.zone,
        stated=False,
        seen_at=capture.seen_at,
        kept_at=capture.kept_at,
        not_before_at=None,
        passages=[],
        more=0,
        compare=None,
        event=True,
    )


def _fresh(links: Links, fresh: queries.Fresh, *, operator: bool) -> Item:
    (entry,) = timeline.entries([fresh.seen], [])
    whole = excerpt.whole(fresh.outlet.show, operator=operator)
    return _item(links, entry, fresh.seen, fresh.outlet, whole=whole, previous=fresh.previous)


def _item(
    links: Links,
    entry: Entry,
    seen: Seen,
    outlet: Outlet,
    *,
    whole: bool,
    previous: Moment | None = None,
) -> Item:
    version = entry.version
    before = previous or entry.previous
    shown, more = foremost(passages(excerpt.changes(entry.changes, whole=whole)))
    named = moment(seen.capture.seen_at, seen.capture.sequence)
    return Item(
        tag=links.tag(f"/stories/{version.story_id}@{named}"),
        url=links.whole(links.version(version.story_id, entry.moment)),
        title=entry.headline or outlet.name,
        summary=entry.summary,
        outlet=outlet.name,
        language=entry.document.language,
        zone=outlet.zone,
        stated=entry.stated,
        seen_at=version.first_seen_at,
        kept_at=entry.kept_at,
        not_before_at=version.not_before_at,
        passages=shown,
        more=more,
        compare=links.whole(links.compare(version.story_id, before, entry.moment)) if before else None,
    )


def _made(renderer: Renderer, items: Sequence[Item], *, tag: str, title: str, url: str, itself: str) -> Made:
    updated = max((item.seen_at for item in items), default=_NEVER)
    text = renderer.render("feed.xml", items=items, tag=tag, title=title, url=url, itself=itself, updated=updated)
    # A late import adds entries with old times, so what counts is when the newest of them was written down.
    modified = max((item.kept_at for item in items), default=_NEVER)
    return Made(text.encode(), {"last-modified": format_datetime(modified.replace(microsecond=0), usegmt=True)})


def _answer(request: Request, reader: Reading, make: Callable[[], Made]) -> Response:
    """The feed, or 304 where the asker has it by its tag; by its time only where it names no tag (RFC 9110, 13.1)."""
    response = kept(request, reader, MEDIA_TYPE, make)
    if "if-none-match" not in request.headers and _not_since(request, response.headers["last-modified"]):
        return Response(status_code=304, headers={name: response.headers[name] for name in ("etag", "last-modified")})
    return response


def _not_since(request: Request, modified: str) -> bool:
    """Whether nothing is newer than the asker's If-Modified-Since."""
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and parsedate_to_datetime(modified) <= since
