"""All that the pages, feeds and API ask: one function a page, each with a number of queries that does not grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from storage import remarks
from storage.tables import Address, Capture, Chain, Change, Decision, Follow, Outlet, Story, Verdict, Version
from tracker import model, timeline, typography
from tracker.errors import BadInput, NotFound
from tracker.fetching.read import mended
from tracker.moments import Moment

#: Stories, versions or changes on one page of a list. Range 1 to 200.
PAGE = 30


#: Findings that leave nothing to tell of a capture beside its version.
_PLAIN = (model.Finding.SAME, model.Finding.VERSION)


@dataclass(frozen=True)
class Listed:
    """A story in a list, with its outlet, its first address and its newest version."""

    story: Story
    outlet: Outlet
    address: str
    newest: timeline.Seen | None


@dataclass(frozen=True)
class Listing:
    """A page of stories; `next` is the cursor of the page after it, None on the last."""

    items: list[Listed]
    next: str | None
    total: int


@dataclass(frozen=True)
class StoryHistory:
    """A story with all that its timeline needs; `follow` is None for one that is not followed.

    `looks` are the times of all its checks in order, whatever they found.
    """

    story: Story
    outlet: Outlet
    addresses: list[str]
    seen: list[timeline.Seen]
    asides: list[timeline.Aside]
    turns: list[timeline.Turn]
    looks: Sequence[datetime]
    follow: Follow | None

    @property
    def checks(self) -> int:
        """How often it was looked at."""
        return len(self.looks)


@dataclass(frozen=True)
class Sighting:
    """A story at one moment: the capture that the moment names and the version that stood then."""

    story: Story
    outlet: Outlet
    capture: Capture
    seen: timeline.Seen


@dataclass(frozen=True)
class Mark:
    """A version in a list to choose from: its number, its permalink's moment, when it was first seen, its digest.

    `words_added` and `words_removed` say how much it changed.
    """

    number: int
    moment: Moment
    first_seen_at: datetime
    digest: str
    words_added: int = 0
    words_removed: int = 0


def stories(
    session: Session, *, words: str = "", cursor: str = "", operator: bool = False, limit: int = PAGE
) -> Listing:
    """Stories that hold every word of `words`, newest change first. Raises BadInput for a bad cursor."""
    wanted = [visible(operator), *holding(words), col(Story.last_changed_at).is_not(None)]
    total = session.exec(select(func.count()).select_from(Story).join(Outlet, of_outlet()).where(*wanted)).one()
    query = select(Story, Outlet, _first_address()).join(Outlet, of_outlet()).where(*wanted, *_after(cursor))
    query = query.order_by(col(Story.last_changed_at).desc(), col(Story.id).desc()).limit(limit + 1)
    found = list(session.exec(query).all())
    newest = _newest(session, [story.id for story, _, _ in found[:limit] if story.id is not None])
    items = [Listed(story, outlet, address, newest.get(story.id or 0)) for story, outlet, address in found[:limit]]
    return Listing(items, _cursor(items[-1].story) if len(found) > limit else None, total)


def history(session: Session, story_id: int, *, operator: bool = False) -> StoryHistory:
    """A story's versions, changes and folded captures, oldest first. Raises NotFound."""
    story, outlet = _story(session, story_id, operator)
    changes = _changes(session, [story_id])
    aside = col(Verdict.finding).not_in(_PLAIN)
    query = select(Capture, Verdict, shared()).join(Verdict, col(Verdict.capture_id) == col(Capture.id))
    query = query.where(Verdict.story_id == story_id, or_(aside, col(Verdict.event).is_not(None)))
    judged = session.exec(query.order_by(*in_order())).all()
    looks = select(Capture.seen_at).join(Chain, _of_chain()).where(Chain.story_id == story_id)
    return StoryHistory(
        story,
        outlet,
        _addresses(session, story_id),
        remarks.beside(session, seen_of(session, Version.story_id == story_id, changes)),
        [
            timeline.Aside(capture, verdict, changes.get(verdict.capture_id, []))
            for capture, verdict, _ in judged
            if verdict.finding not in _PLAIN
        ],
        [turn_of(capture, verdict, twice) for capture, verdict, twice in judged if verdict.event is not None],
        session.exec(looks.order_by(col(Capture.seen_at))).all(),
        session.exec(select(Follow).where(Follow.story_id == story_id)).first(),
    )


def sighting(session: Session, story_id: int, moment: Moment, *, operator: bool = False) -> Sighting:
    """The version that stood at a moment: that of the capture at exactly that time, else of the newest before.

    Raises NotFound where nothing usable had been seen by then.
    """
    story, outlet = _story(session, story_id, operator)
    query = select(Capture, Verdict).join(Verdict, col(Verdict.capture_id) == col(Capture.id))
    query = query.where(Verdict.story_id == story_id, Verdict.version_number > 0, col(Capture.seen_at) < moment.end)
    if moment.sequence is not None:
        query = query.where(or_(col(Capture.seen_at) < moment.at, col(Capture.sequence) == moment.sequence))
    found = session.exec(query.order_by(*_nearest(moment)).limit(1)).first()
    if found is None:
        raise NotFound(f"nothing of this story had been seen by {moment}")
    capture, verdict = found
    number = verdict.version_number
    changes = _by_capture(
        session, and_(col(Change.story_id) == story_id, col(Change.version_number) == number, ~col(Change.minor))
    )
    versions = seen_of(session, and_(col(Version.story_id) == story_id, col(Version.number) == number), changes)
    return Sighting(story, outlet, capture, versions[0])


def marks(session: Session, story_id: int) -> list[Mark]:
    """Every version of a story, oldest first, as a list to choose from needs it; without any text. One query."""
    size: Any = (Version.words_added, Version.words_removed)
    query: Any = select(Version.number, Version.digest, Capture, shared(), *size)
    query = query.join(Capture, col(Version.capture_id) == col(Capture.id)).where(Version.story_id == story_id)
    return [
        Mark(number, timeline.sight(capture, shared=twice), capture.seen_at, digest, added, removed)
        for number, digest, capture, twice, added, removed in session.exec(query.order_by(col(Version.number))).all()
    ]


def noise(session: Session, story_id: int, after: datetime, until: datetime) -> list[Change]:
    """What was folded as noise at looks after one time up to another, in the order in which it came. One query."""
    query = select(Change).join(Capture, col(Change.capture_id) == col(Capture.id))
    query = query.where(Change.story_id == story_id, Change.folded == model.Folded.NOISE)
    query = query.where(col(Capture.seen_at) > after, col(Capture.seen_at) <= until)
    return list(session.exec(query.order_by(*in_order(), col(Change.ordinal))).all())


def newest_moment(session: Session, story_id: int, known: Moment) -> Moment:
    """The moment of a story's newest version; `known` where it has none. One query."""
    query = select(Capture, shared()).join(Version, col(Version.capture_id) == col(Capture.id))
    query = query.where(Version.story_id == story_id).order_by(col(Version.number).desc()).limit(1)
    found = session.exec(query).first()
    return timeline.sight(found[0], shared=found[1]) if found else known


def told_after(session: Session, story_id: int, number: int, *, limit: int) -> list[tuple[Mark, Version]]:
    """The newest versions behind a number, newest first, each without its text. One query."""
    query = select(Version, Capture, shared()).join(Capture, col(Version.capture_id) == col(Capture.id))
    query = query.where(Version.story_id == story_id, col(Version.number) > number)
    query = query.options(defer(col(Version.document)), defer(col(Version.latest)))  # type: ignore[arg-type]
    rows = session.exec(query.order_by(col(Version.number).desc()).limit(limit)).all()
    return [
        (Mark(made.number, timeline.sight(capture, shared=twice), capture.seen_at, made.digest), made)
        for made, capture, twice in rows
    ]


def state(session: Session) -> tuple[int, int]:
    """How far the record has come: the newest capture and the newest decision. What is derived follows from them."""
    captures, decisions = select(func.max(col(Capture.id))), select(func.max(col(Decision.id)))
    found = session.execute(select(captures.scalar_subquery(), decisions.scalar_subquery())).one()
    return found[0] or 0, found[1] or 0


def outlets(session: Session, *, operator: bool = True) -> Sequence[tuple[Outlet, int]]:
    """Every outlet by name, with the number of its stories; for readers, without those for operators only."""
    query = select(Outlet, func.count(col(Story.id))).outerjoin(Story, of_outlet()).where(visible(operator))
    query = query.group_by(col(Outlet.id)).order_by(Outlet.name)
    return [(outlet, count) for outlet, count in session.exec(query).all()]


def story_at(session: Session, address: str) -> int:
    """The id of the story that an address belongs to. Raises NotFound."""
    found = session.exec(select(Chain.story_id).where(Chain.address == address)).first()
    if found is None:
        raise NotFound(f"no story is kept for {address}; `rowback list` names those that are")
    return found


def raw_of(session: Session, story_id: int, moment: Moment) -> Capture:
    """The capture at a moment, usable or not, for an operator who wants its raw bytes. Raises NotFound."""
    query = select(Capture).join(Chain, _of_chain()).where(Chain.story_id == story_id)
    query = query.where(col(Capture.seen_at) >= moment.at, col(Capture.seen_at) < moment.end)
    if moment.sequence is not None:
        query = query.where(Capture.sequence == moment.sequence)
    found = session.exec(query.order_by(*_nearest(moment)).limit(1)).first()
    if found is None:
        raise NotFound(f"no capture was seen at {moment}")
    return found


def turn_of(capture: Capture, verdict: Verdict, twice: bool) -> timeline.Turn:
    """Something that happened to a whole story, with its moment."""
    return timeline.Turn(capture, verdict, timeline.sight(capture, shared=twice))


def _addresses(session: Session, story_id: int) -> list[str]:
    """A story's addresses, the one first followed first. Two queries."""
    chains = session.exec(select(Chain.address).where(Chain.story_id == story_id).order_by(col(Chain.id))).all()
    others = session.exec(select(Address.address).where(Address.story_id == story_id).order_by(col(Address.id))).all()
    return list(dict.fromkeys([*chains, *others]))


def of_outlet() -> ColumnElement[bool]:
    """That a story is an outlet's."""
    return col(Story.outlet_id) == col(Outlet.id)


def _first_address() -> Any:
    """The address at which a story was first followed."""
    first = select(Chain.address).where(Chain.story_id == Story.id).order_by(col(Chain.id)).limit(1)
    return first.scalar_subquery()


def _of_chain() -> ColumnElement[bool]:
    return col(Capture.chain_id) == col(Chain.id)


def in_order() -> list[ColumnElement[Any]]:
    """The order in which a story's captures are folded."""
    return [col(Capture.seen_at), col(Capture.address), col(Capture.sequence)]  # type: ignore[list-item]


def _nearest(moment: Moment) -> list[ColumnElement[Any]]:
    """Captures seen at exactly a moment first, then the newest: two may have been seen within its millisecond."""
    exactly = case((col(Capture.seen_at) == moment.at, 1), else_=0)
    return [exactly.desc(), *(column.desc() for column in in_order())]


def visible(operator: bool) -> ColumnElement[bool]:
    """That an outlet's stories are there for who asks."""
    return col(Outlet.show).is_not(None) if operator else col(Outlet.show) != model.Show.OPERATORS


def _story(session: Session, story_id: int, operator: bool) -> tuple[Story, Outlet]:
    query = select(Story, Outlet).join(Outlet, of_outlet()).where(Story.id == story_id, visible(operator))
    found = session.exec(query).first()
    if found is None:
        raise NotFound(f"there is no story {story_id}")
    return found


def holding(words: str) -> list[ColumnElement[bool]]:
    """That a story's newest version holds every word."""
    return [col(Story.search_text).contains(word, autoescape=True) for word in searchable(words).split()[:20]]


def searchable(text: str) -> str:
    """A text as search compares it: typography evened out, case folded."""
    return typography.even(mended(text)).casefold()


def _cursor(story: Story) -> str:
    assert story.last_changed_at is not None
    return f"{story.last_changed_at.isoformat()}~{story.id}"


def _after(cursor: str) -> list[ColumnElement[bool]]:
    if not cursor:
        return []
    time, _, number = cursor.rpartition("~")
    try:
        at, last = datetime.fromisoformat(time).astimezone(UTC), int(number)
    except (ValueError, OverflowError) as error:
        raise BadInput("this page of the list does not exist; start again from the first") from error
    if not 0 <= last < 2**31:
        raise BadInput("this page of the list does not exist; start again from the first")
    return [
        or_(
            col(Story.last_changed_at) < at,
            and_(col(Story.last_changed_at) == at, col(Story.id) < last),
        )
    ]


def seen_of(
    session: Session, wanted: ColumnElement[bool] | bool, changes: dict[int, list[Change]]
) -> list[timeline.Seen]:
    """Versions in order of number with the captures that they were first seen in. One query."""
    query = select(Version, Capture, shared()).join(Capture, col(Version.capture_id) == col(Capture.id))
    rows = session.exec(query.where(wanted).order_by(col(Version.story_id), col(Version.number))).all()
    return [
        timeline.Seen(version, capture, timeline.sight(capture, shared=twice), changes.get(version.capture_id, []))
        for version, capture, twice in rows
    ]


def shared(of: type[Capture] = Capture) -> ColumnElement[bool]:
    """Whether another capture of the same chain was seen at the very same time."""
    other = aliased(Capture)
    return exists().where(
        col(other.chain_id) == col(of.chain_id),
        col(other.id) != col(of.id),
        col(other.seen_at) == col(of.seen_at),
    )


def _changes(session: Session, story_ids: Sequence[int]) -> dict[int, list[Change]]:
    return _by_capture(session, col(Change.story_id).in_(story_ids))


def changes_of(session: Session, capture_ids: Sequence[int]) -> dict[int, list[Change]]:
    """What these captures changed, in order, by capture. One query."""
    return _by_capture(session, col(Change.capture_id).in_(capture_ids))


def _by_capture(session: Session, wanted: ColumnElement[bool]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = {}
    query = select(Change).where(wanted).order_by(col(Change.capture_id), col(Change.ordinal))
    for change in session.exec(query).all():
        found.setdefault(change.capture_id, []).append(change)
    return found


def _newest(session: Session, story_ids: Sequence[int]) -> dict[int, timeline.Seen]:
    """The newest version of each story with its changes. Two queries."""
    latest = select(Version.story_id, func.max(Version.number).label("number")).where(
        col(Version.story_id).in_(story_ids)
    )
    wanted = latest.group_by(col(Version.story_id)).subquery()
    both = exists().where(wanted.c.story_id == Version.story_id, wanted.c.number == Version.number)
    capture_ids = session.exec(select(Version.capture_id).where(both)).all()
    changes = changes_of(session, capture_ids)
    seen = seen_of(session, col(Version.capture_id).in_(capture_ids), changes)
    return {item.version.story_id: item for item in seen}
