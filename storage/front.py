"""What the front page asks: the updates that matter most, one a story."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from storage.flags import of_updates
from storage.queries import PAGE, changes_of, of_outlet, shared, visible
from storage.tables import Capture, Change, Flag, Outlet, Story, Version
from tracker import model, timeline
from tracker.errors import BadInput
from tracker.kinds.model import Kind
from tracker.moments import Moment
from tracker.silence import Answer

_NO_PAGE = "this page of the list does not exist; start again from the first"


@dataclass(frozen=True)
class Wanted:
    """Which updates are asked for; what is empty leaves none out.

    Kind, part, answer and (but for `every`) substance must be those of one change: a new figure in the headline, say.
    `answer` is that of its flag: a change to what was said on which no notice was found, say.
    `newest` puts the newest first rather than the weightiest; `host` is an outlet's, `since` an instant.
    """

    every: bool = False
    newest: bool = False
    kind: Kind | None = None
    part: model.Part | None = None
    answer: Answer | None = None
    host: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Update:
    """A version that changed a story, without its text. `alike` is how many others of the story fit as well."""

    story: Story
    outlet: Outlet
    capture: Capture
    moment: Moment
    previous: Moment | None
    number: int
    first_seen_at: datetime
    not_before_at: datetime | None
    words_added: int
    words_removed: int
    told: str
    telling: list[dict[str, Any]]
    points: float
    substantive: bool
    alike: int
    changes: Sequence[Change] = field(default=())
    flags: Sequence[Flag] = field(default=())


@dataclass(frozen=True)
class Updates:
    """A page of updates, one a story; `next` is the cursor of the page after it, `total` and `stories` count all."""

    items: list[Update]
    next: str | None
    total: int
    stories: int


_COLUMNS = (
    col(Version.capture_id),
    col(Version.number),
    col(Version.first_seen_at),
    col(Version.not_before_at),
    col(Version.words_added),
    col(Version.words_removed),
    col(Version.told),
    col(Version.telling),
    col(Version.points),
    col(Version.rank),
    col(Version.substantive),
)


def updates(
    session: Session, wanted: Wanted, *, cursor: str = "", operator: bool = False, limit: int = PAGE
) -> Updates:
    """Updates that fit, of each story the foremost. Four queries. Raises BadInput for a bad cursor."""
    order: Any = col(Version.first_seen_at) if wanted.newest else col(Version.rank)
    wants = [visible(operator), *fitting(wanted)]
    counts: Any = select(func.count(), func.count(func.distinct(Version.story_id))).select_from(Version)
    total, stories = session.exec(joined(counts).where(*wants)).one()
    rows = session.execute(_page(order, wants, _after(cursor, order, newest=wanted.newest), limit + 1)).all()
    capture_ids = [row.capture_id for row in rows[:limit]]
    made, flagged = changes_of(session, capture_ids), of_updates(session, capture_ids)
    items = [_update(row, made.get(row.capture_id, ()), flagged.get(row.capture_id, ())) for row in rows[:limit]]
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = f"{_instant(last.first_seen_at) if wanted.newest else repr(last.rank)}~{last.capture_id}"
    return Updates(items, following, total, stories)


def joined(query: Any) -> Any:
    """The query with the story and the outlet of each version."""
    return query.join(Story, col(Story.id) == col(Version.story_id)).join(Outlet, of_outlet())


def _page(order: Any, wants: Sequence[ColumnElement[bool]], after: Sequence[ColumnElement[bool]], limit: int) -> Any:
    """The foremost update of each story with all that its row tells, but for what changed."""
    foremost = (order.desc(), col(Version.capture_id).desc())
    place = func.row_number().over(partition_by=col(Version.story_id), order_by=foremost)
    alike = func.count().over(partition_by=col(Version.story_id))
    each: Any = select(Version.capture_id, place.label("place"), alike.label("fitting")).select_from(Version)
    best = joined(each).where(*wants).subquery()
    earlier, before = aliased(Version), aliased(Capture)
    one_before = and_(col(earlier.story_id) == col(Version.story_id), col(earlier.number) == col(Version.number) - 1)
    entities = (Story, Outlet, Capture, before, shared().label("twice"), shared(before).label("before_twice"))
    query: Any = select(*entities, best.c.fitting, *_COLUMNS)  # type: ignore[call-overload]  # At most 4 are typed.
    query = joined(query.select_from(Version).join(best, best.c.capture_id == col(Version.capture_id)))
    query = query.join(Capture, col(Capture.id) == col(Version.capture_id))
    query = query.outerjoin(earlier, one_before).outerjoin(before, col(before.id) == col(earlier.capture_id))
    query = query.options(defer(col(Story.search_text)))  # type: ignore[arg-type]
    return query.where(best.c.place == 1, *after).order_by(*foremost).limit(limit)


def _update(row: Any, changes: Sequence[Change], flags: Sequence[Flag]) -> Update:
    story, outlet, capture, before = row[:4]
    return Update(
        story=story,
        outlet=outlet,
        capture=capture,
        moment=timeline.sight(capture, shared=row.twice),
        previous=timeline.sight(before, shared=row.before_twice) if before is not None else None,
        number=row.number,
        first_seen_at=row.first_seen_at,
        not_before_at=row.not_before_at,
        words_added=row.words_added,
        words_removed=row.words_removed,
        told=row.told,
        telling=row.telling,
        points=row.points,
        substantive=row.substantive,
        alike=row.fitting - 1,
        changes=changes,
        flags=flags,
    )


def fitting(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a version must be: an edit, not a story's first text, and what the filters say."""
    found = [col(Version.number) > 1]
    if not wanted.every:
        found.append(col(Version.substantive).is_(True))
    if wanted.host:
        found.append(col(Outlet.host) == wanted.host)
    if wanted.since is not None:
        found.append(col(Version.first_seen_at) >= wanted.since)
    if wanted.kind is not None or wanted.part is not None or wanted.answer is not None:
        found.append(_one_change(wanted))
    return found


def _one_change(wanted: Wanted) -> ColumnElement[bool]:
    """That one change of a version is of the kind, in the part, so answered for and, but for `every`, of substance."""
    asked = [col(Change.capture_id) == col(Version.capture_id), ~col(Change.minor)]
    if wanted.kind is not None:
        # Kinds are a list of plain words in JSON, which SQLite and PostgreSQL spell alike: ["figure", "name"].
        asked.append(cast(col(Change.kinds), Text).contains(f'"{wanted.kind}"', autoescape=True))
    if wanted.part is not None:
        asked.append(col(Change.part) == wanted.part)
    if wanted.answer is not None:
        same = (col(Flag.capture_id) == col(Change.capture_id), col(Flag.ordinal) == col(Change.ordinal))
        asked.append(exists().where(*same, col(Flag.answer) == wanted.answer))
    if not wanted.every:
        asked.append(col(Change.substantive).is_(True))
    return exists().where(*asked)


def _after(cursor: str, order: Any, *, newest: bool) -> list[ColumnElement[bool]]:
    """What comes behind a cursor: the last row's place in the order, and its capture."""
    if not cursor:
        return []
    written, _, number = cursor.rpartition("~")
    try:
        last = int(number)
        at: Any = datetime.fromisoformat(written).astimezone(UTC) if newest else float(written)
    except (ValueError, OverflowError) as error:
        raise BadInput(_NO_PAGE) from error
    if not 0 <= last < 2**31 or not (newest or math.isfinite(at)):
        raise BadInput(_NO_PAGE)
    return [or_(order < at, and_(order == at, col(Version.capture_id) < last))]


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
