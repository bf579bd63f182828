"""What the feeds ask: the newest changes of stories, what happened to whole stories, and what came to be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from storage import remarks, said
from storage.front import Wanted, fitting, joined
from storage.queries import changes_of, holding, of_outlet, seen_of, shared, turn_of, visible
from storage.tables import Capture, Outlet, Story, Verdict, Version, Wording
from tracker import model, timeline
from tracker.errors import BadInput, NotFound
from tracker.moments import Moment

#: Entries of a feed. Range 1 to 200; a reader that looks once an hour misses nothing of a busy desk.
FEED = 50


@dataclass(frozen=True)
class Of:
    """Which stories a feed is of: all, those of the outlet at a host, or those whose newest version holds all words.

    `wanted` further asks for updates that fit, as the front page does. `before` is the place behind which a further
    part of a long list begins: the last version's time and capture.
    """

    host: str = ""
    words: str = ""
    wanted: Wanted | None = None
    before: tuple[datetime, int] | None = None


@dataclass(frozen=True)
class Fresh:
    """A version in a feed of many stories, and the moment of the version before it; None for a story's first."""

    story: Story
    outlet: Outlet
    seen: timeline.Seen
    previous: Moment | None


@dataclass(frozen=True)
class Turned:
    """Something that happened to a whole story, in a feed of many stories."""

    story: Story
    outlet: Outlet
    turn: timeline.Turn


@dataclass(frozen=True)
class Uttered:
    """A text that holds what was asked for, when a story came to say it, or (`gone`) when it said it no more.

    The version that brought the text, or took it out, is number `number`, first seen in `capture`.
    """

    story: Story
    outlet: Outlet
    capture: Capture
    moment: Moment
    previous: Moment | None
    number: int
    not_before_at: datetime | None
    part: model.Part
    text: str
    edited: bool
    gone: bool


def outlet(session: Session, host: str, *, operator: bool = False) -> Outlet:
    """The outlet of a feed. One query. Raises NotFound."""
    found = session.exec(select(Outlet).where(Outlet.host == host, visible(operator))).first()
    if found is None:
        raise NotFound(f'there is no outlet "{host[:60]}"')
    return found


def fresh(session: Session, of: Of | None = None, *, operator: bool = False, limit: int = FEED) -> list[Fresh]:
    """The newest versions of these stories, newest first, first versions included. Six queries."""
    wanted = [visible(operator), *_of(of or Of())]
    if of and of.before:
        at, capture = of.before
        first_seen = col(Version.first_seen_at)
        wanted.append(or_(first_seen < at, and_(first_seen == at, col(Version.capture_id) < capture)))
    query = joined(select(Version.capture_id).select_from(Version)).where(*wanted)
    query = query.order_by(col(Version.first_seen_at).desc(), col(Version.capture_id).desc())
    newest = session.exec(query.limit(limit)).all()
    found = seen_of(session, col(Version.capture_id).in_(newest), changes_of(session, newest))
    seen = remarks.beside(session, found)
    ids = {item.version.story_id for item in seen}
    owned = select(Story, Outlet).join(Outlet, of_outlet()).where(col(Story.id).in_(ids))
    rows = session.exec(owned.options(defer(col(Story.search_text)))).all()  # type: ignore[arg-type]
    owners = {story.id: (story, outlet) for story, outlet in rows}
    before = _previous(session, seen)
    return [
        Fresh(*owners[item.version.story_id], item, before.get(item.version.capture_id))
        for item in sorted(seen, key=lambda item: (item.version.first_seen_at, item.version.capture_id), reverse=True)
    ]


def turned(session: Session, of: Of | None = None, *, operator: bool = False, limit: int = FEED) -> list[Turned]:
    """The newest that happened to whole stories: unpublished, and back; the newest first. One query."""
    query: Any = select(Story, Outlet, Capture, Verdict, shared())  # type: ignore[call-overload]  # At most 4 typed.
    query = query.join(Outlet, of_outlet())
    query = query.join(Verdict, col(Verdict.story_id) == col(Story.id))
    query = query.join(Capture, col(Verdict.capture_id) == col(Capture.id))
    query = query.where(col(Verdict.event).is_not(None), visible(operator), *_of(of or Of()))
    query = query.options(defer(col(Story.search_text)))  # type: ignore[arg-type]
    order = (col(Capture.seen_at).desc(), col(Capture.id).desc())
    rows = session.exec(query.order_by(*order).limit(limit)).all()
    return [Turned(story, outlet, turn_of(capture, verdict, twice)) for story, outlet, capture, verdict, twice in rows]


def uttered(
    session: Session, words: str, *, removed: bool = False, operator: bool = False, limit: int = FEED
) -> list[Uttered]:
    """When stories came to say what holds every word of `words`, and when no more; the newest first. Two queries.

    What an edit only rewords around the words, or says elsewhere, neither comes nor goes. With `removed`, only what
    went, and only of stories that say it no more.
    """
    asked = said.terms(words)
    if not asked:
        return []
    found = [] if removed else _uttered(session, asked, gone=False, operator=operator, limit=limit)
    found += _uttered(session, asked, gone=True, operator=operator, limit=limit, only=removed)
    return sorted(found, key=lambda each: (each.capture.seen_at, each.capture.id, each.gone), reverse=True)[:limit]


def after(last: Fresh) -> str:
    """Where the part of a list begins that follows the one with this last version."""
    return f"{last.seen.version.first_seen_at.isoformat()}~{last.seen.version.capture_id}"


def cursor(written: str) -> tuple[datetime, int] | None:
    """Read what `after` wrote; None for nothing. Raises BadInput."""
    if not written:
        return None
    time, _, number = written.rpartition("~")
    try:
        at, capture = datetime.fromisoformat(time).astimezone(UTC), int(number)
    except (ValueError, OverflowError) as error:
        raise BadInput("this part of the list does not exist; start again from the first") from error
    if not 0 <= capture < 2**31:
        raise BadInput("this part of the list does not exist; start again from the first")
    return at, capture


def _of(of: Of) -> list[ColumnElement[bool]]:
    found = holding(of.words)
    if of.host:
        found.append(col(Outlet.host) == of.host)
    return found + (fitting(of.wanted) if of.wanted else [])


def _previous(session: Session, seen: Sequence[timeline.Seen]) -> dict[int, Moment]:
    """For each version, the moment of the one before it in its story. One query."""
    if not seen:
        return {}
    wanted = or_(
        *(
            and_(col(Version.story_id) == item.version.story_id, col(Version.number) == item.version.number - 1)
            for item in seen
        )
    )
    before = {(item.version.story_id, item.version.number): item.moment for item in seen_of(session, wanted, {})}
    found = ((item, before.get((item.version.story_id, item.version.number - 1))) for item in seen)
    return {item.version.capture_id: moment for item, moment in found if moment is not None}


def _uttered(
    session: Session, asked: Sequence[str], *, gone: bool, operator: bool, limit: int, only: bool = False
) -> list[Uttered]:
    """Texts that came, or went, with the version that did it."""
    other, earlier, before = aliased(Wording), aliased(Version), aliased(Capture)
    at = col(Wording.until_id) if gone else col(Wording.since_id)
    # A text on the other side of the same edit that holds the words too: they stayed, reworded or elsewhere.
    beside = [
        col(other.story_id) == col(Wording.story_id),
        col(other.since_id) == col(Wording.until_id) if gone else col(other.until_id) == col(Wording.since_id),
        *_saying(other, asked),
    ]
    query: Any = select(  # type: ignore[call-overload]  # At most 4 are typed.
        Wording, Story, Outlet, Capture, Version.number, Version.not_before_at, shared(), before, shared(before)
    )
    query = query.select_from(Wording).join(Version, col(Version.capture_id) == at)
    query = query.join(Capture, col(Capture.id) == at).join(Story, col(Story.id) == col(Wording.story_id))
    query = query.join(Outlet, of_outlet())
    one_before = and_(col(earlier.story_id) == col(Version.story_id), col(earlier.number) == col(Version.number) - 1)
    query = query.outerjoin(earlier, one_before).outerjoin(before, col(before.id) == col(earlier.capture_id))
    query = query.where(*_saying(Wording, asked), visible(operator), ~exists().where(*beside))
    if only:
        still = aliased(Wording)
        stands = [col(still.story_id) == col(Wording.story_id), col(still.until_id).is_(None), *_saying(still, asked)]
        query = query.where(~exists().where(*stands))
    query = query.options(defer(col(Story.search_text)))  # type: ignore[arg-type]
    order = (col(Version.first_seen_at).desc(), col(Version.capture_id).desc(), col(Wording.place))
    rows = session.exec(query.order_by(*order).limit(limit)).all()
    return [_utterance(*row, gone=gone) for row in rows]


def _saying(wording: type[Wording], asked: Sequence[str]) -> list[ColumnElement[bool]]:
    return [col(wording.search_text).contains(term, autoescape=True) for term in asked]


def _utterance(
    wording: Wording,
    story: Story,
    outlet: Outlet,
    capture: Capture,
    number: int,
    not_before_at: datetime | None,
    twice: bool,
    before: Capture | None,
    before_twice: bool,
    *,
    gone: bool,
) -> Uttered:
    return Uttered(
        story=story,
        outlet=outlet,
        capture=capture,
        moment=timeline.sight(capture, shared=twice),
        previous=timeline.sight(before, shared=before_twice) if before is not None else None,
        number=number,
        not_before_at=not_before_at,
        part=wording.part,
        text=wording.text,
        edited=gone or number > 1 or wording.until_id is not None,
        gone=gone,
    )
