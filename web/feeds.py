"""Feeds, each as Atom (RFC 4287) and as JSON Feed 1.1: for all, a story, an outlet, a search, the front page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from storage import feeds, queries
from storage.feeds import Of
from web import feed_items, json_feed
from web.deps import Reader, Reading, StoryId
from web.feed_items import Item
from web.front import Filters
from web.kept import Made, kept
from web.lineage_api import Removed
from web.texts import N_, gettext

router = APIRouter(include_in_schema=False)

ATOM = "application/atom+xml"

#: Versions in the feed of one story. Range 1 to 500; a reader that looks once a day misses none of a busy story.
MOST = 60

#: When a feed without an entry was last updated: never; Atom wants a time all the same.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

Words = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True)
class Feed:
    """A feed before it has a format: its name, its title, the page that it belongs to, its entries newest first."""

    tag: str
    title: str
    page: str
    items: Sequence[Item]


@router.get("/feed.atom")
def feed_atom(request: Request, reader: Reading) -> Response:
    """The newest changes of all stories, as Atom."""
    return _atom(request, reader, lambda: _all(reader))


@router.get("/feed.json")
def feed_json(request: Request, reader: Reading) -> Response:
    """The same as JSON Feed."""
    return _json(request, reader, lambda: _all(reader))


@router.get("/updates.atom")
def updates_atom(request: Request, reader: Reading, filters: Filters) -> Response:
    """Updates that fit the front page's filters, the newest first, as Atom."""
    return _atom(request, reader, lambda: _updates(reader, filters))


@router.get("/updates/feed.json")
def updates_json(request: Request, reader: Reading, filters: Filters) -> Response:
    """The same as JSON Feed."""
    return _json(request, reader, lambda: _updates(reader, filters))


@router.get("/stories.atom")
def search_atom(request: Request, reader: Reading, q: Words = "") -> Response:
    """The newest changes of the stories whose newest version holds the words, as Atom."""
    return _atom(request, reader, lambda: _search(reader, q))


@router.get("/stories/feed.json")
def search_json(request: Request, reader: Reading, q: Words = "") -> Response:
    """The same as JSON Feed."""
    return _json(request, reader, lambda: _search(reader, q))


@router.get("/said.atom")
def said_atom(request: Request, reader: Reading, q: Words = "", removed: Removed = False) -> Response:
    """When stories came to say the words, and when no more, as Atom."""
    return _atom(request, reader, lambda: _said(reader, q, removed=removed))


@router.get("/said/feed.json")
def said_json(request: Request, reader: Reading, q: Words = "", removed: Removed = False) -> Response:
    """The same as JSON Feed."""
    return _json(request, reader, lambda: _said(reader, q, removed=removed))


@router.get("/outlets/{host}.atom")
def outlet_atom(request: Request, reader: Reading, host: str) -> Response:
    """The newest changes of an outlet's stories, as Atom."""
    return _atom(request, reader, lambda: _outlet(reader, host))


@router.get("/outlets/{host}/feed.json")
def outlet_json(request: Request, reader: Reading, host: str) -> Response:
    """The same as JSON Feed."""
    return _json(request, reader, lambda: _outlet(reader, host))


@router.get("/stories/{story}.atom")
def story_atom(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """The feed of one story, as Atom."""
    return _atom(request, reader, lambda: _story(reader, story_id))


@router.get("/stories/{story}/feed.json")
def story_json(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """The same as JSON Feed."""
    return _json(request, reader, lambda: _story(reader, story_id))


def _all(reader: Reader) -> Feed:
    return Feed("/feed", gettext("Rowback: what changed"), reader.site.links.path("/"), _of(reader, Of()))


def _updates(reader: Reader, filters: Filters) -> Feed:
    links = reader.site.links
    page = links.front(**filters.given())
    name = f"/updates?{page.partition('?')[2]}" if filters.given() else "/updates"
    # A feed is in the order of time, whatever the page's.
    wanted = filters.but(order="newest").wanted(reader.site.clock())
    title = gettext("Rowback: all edits") if filters.show else gettext("Rowback: changes of substance")
    told = ", ".join(f"{name} {value}" for name, value in filters.given().items() if name not in ("show", "order"))
    return Feed(name, f"{title} ({told})" if told else title, page, _of(reader, Of(wanted=wanted)))


def _search(reader: Reader, words: str) -> Feed:
    links = reader.site.links
    told = gettext("Rowback: changes of stories with “%(words)s”", words=words)
    title = told if words else gettext("Rowback: what changed in the stories")
    return Feed(f"/stories?q={words}", title, links.stories(words), _of(reader, Of(words=words)))


def _said(reader: Reader, words: str, *, removed: bool) -> Feed:
    links, operator = reader.site.links, reader.operator
    found = feeds.uttered(reader.session, words, removed=removed, operator=operator)
    told = N_("Rowback: “%(words)s”, said no more") if removed else N_("Rowback: “%(words)s”, said, and said no more")
    page = links.said(words, removed=removed)
    items = [feed_items.of_utterance(links, each, operator=operator) for each in found]
    return Feed(f"/said?q={words}{'&removed=1' if removed else ''}", gettext(told, words=words), page, items)


def _outlet(reader: Reader, host: str) -> Feed:
    outlet = feeds.outlet(reader.session, host, operator=reader.operator)
    page = reader.site.links.outlet(host)
    return Feed(
        f"/outlets/{host}", gettext("%(name)s: what changed", name=outlet.name), page, _of(reader, Of(host=host))
    )


def _story(reader: Reader, story_id: int) -> Feed:
    links = reader.site.links
    found = queries.history(reader.session, story_id, operator=reader.operator)
    items = feed_items.of_story(links, found, operator=reader.operator, most=MOST)
    headline = found.story.headline or gettext("A story")
    title = gettext("%(headline)s (%(outlet)s): what changed", headline=headline, outlet=found.outlet.name)
    return Feed(f"/stories/{story_id}", title, links.story(story_id), feed_items.newest(items, MOST))


def _of(reader: Reader, of: Of) -> list[Item]:
    """The newest of many stories; what happened to whole stories is no update, and has no kind to be filtered by."""
    links, operator = reader.site.links, reader.operator
    found = feeds.fresh(reader.session, of, operator=operator)
    items = [feed_items.of_version(links, each, operator=operator) for each in found]
    if of.wanted is None:
        turned = feeds.turned(reader.session, of, operator=operator)
        items += [item for each in turned for item in feed_items.of_turn(links, each)]
    return feed_items.newest(items, feeds.FEED)


def _atom(request: Request, reader: Reader, find: Callable[[], Feed]) -> Response:
    def make() -> Made:
        found, links = find(), reader.site.links
        text = reader.site.renderer.render(
            "feed.xml",
            items=found.items,
            identity=links.tag(found.tag),
            title=found.title,
            url=links.whole(found.page),
            itself=_itself(request, reader),
            updated=max((item.updated_at for item in found.items), default=_NEVER),
        )
        return Made(text.encode(), _modified(found))

    return _answer(request, reader, ATOM, make)


def _json(request: Request, reader: Reader, find: Callable[[], Feed]) -> Response:
    def make() -> Made:
        found, links = find(), reader.site.links
        page, itself = links.whole(found.page), _itself(request, reader)
        body = json_feed.rendered(reader.site.renderer, links, found.items, title=found.title, url=page, itself=itself)
        return Made(body, _modified(found))

    return _answer(request, reader, json_feed.MEDIA_TYPE, make)


def _itself(request: Request, reader: Reader) -> str:
    """The feed's own public address."""
    links, asked = reader.site.links, request.url.query
    return links.whole(links.path(request.url.path)) + (f"?{asked}" if asked else "")


def _modified(found: Feed) -> dict[str, str]:
    # A late import adds entries with old times: what counts is when the newest of them, or a remark, was written down.
    modified = max((item.changed_at for item in found.items), default=_NEVER)
    return {"last-modified": format_datetime(modified.replace(microsecond=0), usegmt=True)}


def _answer(request: Request, reader: Reader, media_type: str, make: Callable[[], Made]) -> Response:
    """The feed, or 304 where the asker has it by its tag; by its time only where it names no tag (RFC 9110, 13.1)."""
    response = kept(request, reader, media_type, make)
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
