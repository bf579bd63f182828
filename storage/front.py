"""What the front page and an outlet's page ask: the updates that matter most, one a story; an outlet's history."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, exists, func, or_
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from storage.queries import PAGE, changes_of, of_outlet, shared, visible
from storage.tables import Capture, Change, Follow, Outlet, Story, Version
from tracker import model, timeline
from tracker.errors import BadInput, NotFound
from tracker.follow import FollowKind, FollowState
from tracker.kinds.model import Kind
from tracker.moments import Moment

#: Stories of an outlet that its counts are made of, those that changed last, and their versions together. Range 20 to
#: 1,000 and 100 to 10,000: each version is read sentence by sentence, 2 ms each.
COUNTED, COUNTED_VERSIONS = 100, 300

_NO_PAGE = "this page of the list does not exist; start again from the first"


@dataclass(frozen=True)
class Wanted:
    """Which updates are asked for; what is empty leaves none out.

    Kind, part and (but for `every`) substance must be those of one change: a new figure in the headline, say.
    `newest` puts the newest first rather than the weightiest; `host` is an outlet's, `since` an instant.
    """

    every: bool = False
    newest: bool = False
    kind: Kind | None = None
    part: model.Part | None = None
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
    """Updates that fit, of each story the foremost. Three queries. Raises BadInput for a bad cursor."""
    order: Any = col(Version.first_seen_at) if wanted.newest else col(Version.rank)
    wants = [visible(operator), *fitting(wanted)]
    counts: Any = select(func.count(), func.count(func.distinct(Version.story_id))).select_from(Version)
    total, stories = session.exec(joined(counts).where(*wants)).one()
    rows = session.execute(_page(order, wants, _after(cursor, order, newest=wanted.newest), limit + 1)).all()
    made = changes_of(session, [row.capture_id for row in rows[:limit]])
    items = [_update(row, made.get(row.capture_id, [])) for row in rows[:limit]]
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


def _update(row: Any, changes: Sequence[Change]) -> Update:
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
    if wanted.kind is not None or wanted.part is not None:
        found.append(_one_change(wanted))
    return found


def _one_change(wanted: Wanted) -> ColumnElement[bool]:
    """That one change of a version is of the kind, in the part and, but for `every`, of substance."""
    asked = [col(Change.capture_id) == col(Version.capture_id), ~col(Change.minor)]
    if wanted.kind is not None:
        # Kinds are a list of plain words in JSON, which SQLite and PostgreSQL spell alike: ["figure", "name"].
        asked.append(cast(col(Change.kinds), Text).contains(f'"{wanted.kind}"', autoescape=True))
    if wanted.part is not None:
        asked.append(col(Change.part) == wanted.part)
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


@dataclass(frozen=True)
class OutletHistory:
    """An outlet and the stories of it that its counts are made of: those that changed last, each with its versions.

    `stories` and `versions` count all that is kept, `edited` the stories that were seen to change.
    """

    outlet: Outlet
    stories: int
    edited: int
    versions: int
    newest_at: datetime | None
    counted: list[list[tuple[Version, list[Change]]]]
    followed: int
    paused: int


def outlet(session: Session, host: str, *, operator: bool = False) -> OutletHistory:
    """An outlet with the stories that its counts are made of. Six queries. Raises NotFound."""
    found = session.exec(select(Outlet).where(Outlet.host == host, visible(operator))).first()
    if found is None:
        raise NotFound(f'there is no outlet "{host[:60]}"')
    of = [Story.outlet_id == found.id, col(Story.versions) > 0]
    edited = func.sum(case((col(Story.versions) > 1, 1), else_=0))
    sums: Any = select(func.count(), edited, func.sum(Story.versions), func.max(Story.last_changed_at))
    stories, several, versions, newest_at = session.exec(sums.select_from(Story).where(*of)).one()
    follows: Any = select(Follow.state, func.count()).where(
        Follow.outlet_id == found.id, Follow.kind == FollowKind.STORY
    )
    states = dict(session.exec(follows.group_by(col(Follow.state))).all())
    return OutletHistory(
        outlet=found,
        stories=stories,
        edited=several or 0,
        versions=versions or 0,
        newest_at=newest_at,
        counted=_counted(session, of),
        followed=states.get(FollowState.WATCHING, 0),
        paused=states.get(FollowState.PAUSED, 0),
    )


def _counted(session: Session, of: Sequence[Any]) -> list[list[tuple[Version, list[Change]]]]:
    """The stories that changed last, as many as may be counted at once, each with its versions in order."""
    newest = (col(Story.last_changed_at).desc(), col(Story.id).desc())
    found = session.exec(select(Story.id, Story.versions).where(*of).order_by(*newest).limit(COUNTED)).all()
    ids: list[int | None] = []
    room = COUNTED_VERSIONS
    for story_id, versions in found:
        room -= versions
        if ids and room < 0:
            break
        ids.append(story_id)
    query = select(Version).where(col(Version.story_id).in_(ids)).order_by(col(Version.story_id), col(Version.number))
    rows = session.exec(query).all()
    wanted = select(Change).where(col(Change.story_id).in_(ids), ~col(Change.minor))
    made: dict[int, list[Change]] = {}
    for change in session.exec(wanted.order_by(col(Change.capture_id), col(Change.ordinal))).all():
        made.setdefault(change.capture_id, []).append(change)
    return [
        [(version, made.get(version.capture_id, [])) for version in group]
        for _, group in groupby(rows, key=lambda version: version.story_id)
    ]
