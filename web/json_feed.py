"""JSON Feed 1.1 (jsonfeed.org/version/1.1): the same entries as the Atom feeds, with the change itself as data."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from web import texts
from web.answers import ChangeAnswer
from web.feed_items import Item
from web.links import Links
from web.remark_answers import RemarkAnswer
from web.remarks import answers
from web.render import Renderer
from web.shape import changes
from web.times import iso

MEDIA_TYPE = "application/feed+json"

VERSION: Literal["https://jsonfeed.org/version/1.1"] = "https://jsonfeed.org/version/1.1"


class Author(BaseModel):
    """Whose story it is: the outlet."""

    name: str


class Extension(BaseModel):
    """What JSON Feed has no field for; names of extensions begin with an underscore."""

    story: int
    moment: str | None
    previous: str | None
    compare: str | None
    not_before_at: str | None
    changes: list[ChangeAnswer]
    remarks: list[RemarkAnswer]


class FeedItem(BaseModel):
    """An entry."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    url: str
    title: str
    content_html: str
    summary: str
    date_published: str
    date_modified: str | None = None
    authors: list[Author]
    language: str | None = None
    tags: list[str] | None = None
    rowback: Extension = Field(alias="_rowback")


class JsonFeed(BaseModel):
    """A feed."""

    version: Literal["https://jsonfeed.org/version/1.1"]
    title: str
    home_page_url: str
    feed_url: str
    language: str
    items: list[FeedItem]


def rendered(renderer: Renderer, links: Links, items: Sequence[Item], *, title: str, url: str, itself: str) -> bytes:
    """A JSON Feed."""
    made = JsonFeed(
        version=VERSION,
        title=title,
        home_page_url=url,
        feed_url=itself,
        language=texts.language(),
        items=[_item(renderer, links, item) for item in items],
    )
    return made.model_dump_json(by_alias=True, exclude_none=True).encode()


def _item(renderer: Renderer, links: Links, item: Item) -> FeedItem:
    return FeedItem(
        id=item.tag,
        url=item.url,
        title=item.title,
        content_html=renderer.render("_feed_entry.html", item=item).strip(),
        summary=item.summary,
        date_published=iso(item.seen_at),
        date_modified=iso(item.updated_at) if item.remarks else None,
        authors=[Author(name=item.outlet.name)],
        language=item.language or None,
        tags=list(item.kinds) or None,
        rowback=Extension(
            story=item.story_id,
            moment=str(item.moment) if item.moment else None,
            previous=str(item.previous) if item.previous else None,
            compare=item.compare,
            not_before_at=iso(item.not_before_at) if item.not_before_at else None,
            changes=changes(item.changes),
            remarks=answers(links, item.story_id, item.moment, item.remarks) if item.moment else [],
        ),
    )
