"""Lists to take away: a story's versions and changes, an outlet's changes, a search's results, the front page's list.

Each is CSV for a spreadsheet; where no JSON of it stands elsewhere, JSON too. Long lists come in parts: a Link header
(RFC 8288) names the next, as `next` does in JSON.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from storage import feeds, front, queries
from storage.feeds import Of
from web import api, rows, said, spreadsheet
from web.deps import Reader, Reading, StoryId
from web.front import Filters
from web.kept import Made, kept
from web.lineage_api import Offset, Removed
from web.rows import ChangeRow, SaidRow, StoryRow, UpdateRow, VersionRow

router = APIRouter(include_in_schema=False)

#: Versions of an outlet whose changes one part holds, and stories of a search or of the front page. Range 50 to 500.
VERSIONS, STORIES = 200, 200

Words = Annotated[str, Query(max_length=200)]
Cursor = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True)
class Part:
    """A part of a list: its rows, and the address of the next, None for the last."""

    rows: Iterable[BaseModel]
    next: str | None = None


class ChangesAnswer(BaseModel):
    """A part of a list of changes."""

    items: list[ChangeRow]
    next: str | None


@router.get("/stories/{story}/versions.csv")
def story_versions(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """A story's versions; as JSON they stand at the story's own address."""

    def find() -> Part:
        found = queries.history(reader.session, story_id, operator=reader.operator)
        return Part(rows.versions(reader.site.links, found, operator=reader.operator))

    return _csv(request, reader, f"story-{story_id}-versions", VersionRow, find)


@router.get("/stories/{story}/changes.csv")
def story_csv(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """A story's changes."""
    return _csv(request, reader, f"story-{story_id}-changes", ChangeRow, lambda: _story(reader, story_id))


@router.get("/stories/{story}/changes.json")
def story_json(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """The same as JSON."""
    return _json(request, reader, lambda: _story(reader, story_id))


@router.get("/outlets/{host}/changes.csv")
def outlet_csv(request: Request, reader: Reading, host: str, cursor: Cursor = "") -> Response:
    """The newest changes of an outlet's stories."""
    return _csv(request, reader, f"{host}-changes", ChangeRow, lambda: _outlet(reader, host, cursor, "csv"))


@router.get("/outlets/{host}/changes.json")
def outlet_json(request: Request, reader: Reading, host: str, cursor: Cursor = "") -> Response:
    """The same as JSON."""
    return _json(request, reader, lambda: _outlet(reader, host, cursor, "json"))


@router.get("/updates.csv")
def updates(request: Request, reader: Reading, filters: Filters, cursor: Cursor = "") -> Response:
    """The front page's list, as filtered and ranked."""

    def find() -> Part:
        wanted, links = filters.wanted(reader.site.clock()), reader.site.links
        found = front.updates(reader.session, wanted, cursor=cursor, operator=reader.operator, limit=STORIES)
        items = [rows.update(links, item, operator=reader.operator) for item in found.items]
        following = links.whole(links.download("/updates", "csv", **filters.given(), cursor=found.next or ""))
        return Part(items, following if found.next else None)

    return _csv(request, reader, "updates", UpdateRow, find)


@router.get("/stories.csv")
def stories_csv(request: Request, reader: Reading, q: Words = "", cursor: Cursor = "") -> Response:
    """The stories whose newest version holds the words."""

    def find() -> Part:
        links, operator = reader.site.links, reader.operator
        found = queries.stories(reader.session, words=q, cursor=cursor, operator=operator, limit=STORIES)
        following = links.whole(links.download("/stories", "csv", q=q, cursor=found.next or ""))
        return Part([rows.story(links, item) for item in found.items], following if found.next else None)

    return _csv(request, reader, "stories", StoryRow, find)


@router.get("/stories.json")
def stories_json(request: Request, reader: Reading, q: Words = "", cursor: Cursor = "") -> Response:
    """The same as JSON, as the API has it."""
    return api.stories(request, reader, q, cursor)


@router.get("/said.csv")
def said_csv(
    request: Request, reader: Reading, q: Words = "", removed: Removed = False, offset: Offset = 0
) -> Response:
    """The texts that hold the words, and from when until when each stood."""

    def find() -> Part:
        links, operator = reader.site.links, reader.operator
        found = said.asked(reader, q, removed=removed, offset=offset)
        made = [row for sayer in found.sayers for row in rows.of_sayer(links, sayer, operator=operator)]
        behind = offset + len(found.sayers)
        following = links.said(q, ".csv", removed=removed, offset=behind)
        return Part(made, links.whole(following) if found.more and behind <= said.LAST else None)

    return _csv(request, reader, "said", SaidRow, find)


def _story(reader: Reader, story_id: int) -> Part:
    found = queries.history(reader.session, story_id, operator=reader.operator)
    return Part(rows.of_story(reader.site.links, found, operator=reader.operator))


def _outlet(reader: Reader, host: str, cursor: str, ending: str) -> Part:
    links, operator = reader.site.links, reader.operator
    feeds.outlet(reader.session, host, operator=operator)
    of = Of(host=host, before=feeds.cursor(cursor))
    found = feeds.fresh(reader.session, of, operator=operator, limit=VERSIONS)
    made = rows.of_many(links, found, operator=operator)
    if len(found) < VERSIONS:
        return Part(made)
    return Part(made, links.whole(links.download(f"/outlets/{host}/changes", ending, cursor=feeds.after(found[-1]))))


def _csv(request: Request, reader: Reader, name: str, row: type[BaseModel], find: Callable[[], Part]) -> Response:
    def make() -> Made:
        part = find()
        headers = {"content-disposition": _attached(f"{name}.csv")} | _linked(part)
        return Made(spreadsheet.table(part.rows, list(row.model_fields)), headers)

    return kept(request, reader, spreadsheet.MEDIA_TYPE, make)


def _json(request: Request, reader: Reader, find: Callable[[], Part]) -> Response:
    def make() -> Made:
        part = find()
        items = [row for row in part.rows if isinstance(row, ChangeRow)]
        return Made(ChangesAnswer(items=items, next=part.next).model_dump_json().encode(), _linked(part))

    return kept(request, reader, "application/json", make)


def _linked(part: Part) -> dict[str, str]:
    return {"link": f'<{part.next}>; rel="next"'} if part.next else {}


def _attached(name: str) -> str:
    """The header that names a file (RFC 6266), of plain letters only: a host comes from an address."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in ".-") else "_" for sign in name)
    return f'attachment; filename="rowback-{plain}"'
