"""From captures to versions: reads what is kept, lets tracker.history fold it, and writes the derived rows.

The rows are known by the captures that they came from, so that deriving again writes the same rows again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, update
from sqlmodel import Session, SQLModel, col, select

from storage import flags, lessons, lineage
from storage.blobs import Raws
from storage.database import WEIGHTS, insert_rows
from storage.queries import searchable
from storage.tables import Capture, Chain, Change, Standing, Story, Verdict, Version
from tracker import history, model
from tracker.fetching.extract import EXTRACTOR
from tracker.history import Look
from tracker.observe import Found, State
from tracker.weight import DEFAULT, Weights

#: Stories that are derived again at once when a lesson changes them; the others when they are next looked at. Range
#: 1-100. Each takes as long as reading all its pages again, about 50 ms each, and nothing else is written meanwhile.
AT_ONCE = 20

Key = tuple[object, str, int]


def key(capture: model.Capture) -> Key:
    """The order in which a story's captures are folded: when it was seen, then address, then sequence."""
    return (capture.seen_at, capture.address, capture.sequence)


def derive(session: Session, raws: Raws, story_id: int, fresh: Sequence[Capture], *, new: bool = False) -> None:
    """Bring a story up to date with captures just kept: step by step when they came last, else all over again.

    Of a `new` story they are all that is kept.
    What its pages taught is learnt, and the stories that a lesson changes are derived again.
    """
    ordered = sorted(fresh, key=key)
    state = State(story_id) if new else resumed(session, raws, story_id, ordered[0]) if ordered else None
    if state is None:
        rederive(session, raws, story_id)
        return
    outlet_id = session.get_one(Story, story_id).outlet_id
    pages = any(capture.via in model.FETCHED and capture.raw_digest for capture in ordered)
    taught = lessons.standing(session, outlet_id) if pages else None
    before, (state, found) = (
        state,
        history.fold(state, (look(raws, capture) for capture in ordered), taught, weights(session)),
    )
    made = {capture.id or 0 for capture in ordered}
    _write(session, state, found, new=made, last=ordered[-1], before=None if new else before)
    if found.noted:
        asked = lessons.note(session, story_id, outlet_id, found.noted, anew=False)
        free(session, raws, lessons.learn(session, story_id, outlet_id, asked, ordered[-1].kept_at))


def free(session: Session, raws: Raws, story_ids: set[int]) -> None:
    """Derive stories again that a lesson changes: at once those with most versions, the others at their next look."""
    query = select(Story.id).where(col(Story.id).in_(story_ids)).order_by(col(Story.versions).desc(), col(Story.id))
    for place, story_id in enumerate(session.exec(query).all() if story_ids else ()):
        if place < AT_ONCE:
            rederive(session, raws, story_id or 0)
        else:
            session.execute(delete(Standing).where(col(Standing.story_id) == story_id))


def stale(session: Session, limit: int) -> Sequence[int]:
    """Stories that must be derived again, because a lesson or a decision changed under them; at most `limit`."""
    missing = select(Standing.story_id).where(Standing.story_id == Verdict.story_id).exists()
    return session.exec(select(Verdict.story_id).where(~missing).distinct().limit(limit)).all()


def reasons(session: Session, capture_ids: Sequence[int]) -> dict[int, str]:
    """Of captures just derived, those that were held or set aside, each with the reason why."""
    waiting = [model.Finding.HELD, model.Finding.ASIDE]
    query = select(Verdict.capture_id, Verdict.reason).where(col(Verdict.finding).in_(waiting))
    return dict(session.exec(query.where(col(Verdict.capture_id).in_(capture_ids))).all())


def rederive(session: Session, raws: Raws, story_id: int) -> None:
    """Derive a story from all its captures again; what was derived before is dropped first."""
    captures, outlet_id = _captures(session, story_id), session.get_one(Story, story_id).outlet_id
    counted = lessons.overruled(session, story_id)
    looks = (look(raws, capture, overruled=capture.id in counted) for capture in captures)
    state, found = history.fold(State(story_id), looks, lessons.standing(session, outlet_id), weights(session))
    lineage.forget(session, story_id)
    flags.forget(session, story_id)
    for table in (Change, Verdict, Version, Standing):
        session.execute(delete(table).where(col(table.story_id) == story_id))
    session.expire_all()
    if captures:
        _write(session, state, found, new={capture.id or 0 for capture in captures}, last=captures[-1])
    lessons.note(session, story_id, outlet_id, found.noted, anew=True)


def weights(session: Session) -> Weights:
    """How much each kind of change matters, as the database was told on start (Database.weights)."""
    found = session.info.get(WEIGHTS)
    return found if isinstance(found, Weights) else DEFAULT


def look(raws: Raws, capture: Capture, *, overruled: bool = False) -> Look:
    """A kept capture, whose raw bytes are read when they are wanted."""
    digest = capture.raw_digest
    return Look(capture, capture.id or 0, lambda: raws.get(digest) if digest else b"", overruled)


def resumed(session: Session, raws: Raws, story_id: int, first: Capture) -> State | None:
    """Where the story stood before `first`; None when `first` is not later than all that was folded before.

    None also when another extractor made the current version: then all must be read again, so that what only the
    extractor changed is never taken for an edit.
    """
    row = session.get(Standing, story_id, populate_existing=True)
    if row is None:
        judged = session.exec(select(Verdict.capture_id).where(Verdict.story_id == story_id).limit(1)).first()
        return State(story_id) if judged is None else None
    last = session.get(Capture, row.capture_id)
    if last is None or key(last) >= key(first):
        return None
    version = _newest(session, story_id)
    if row.state.get("extractor") != EXTRACTOR:
        return None
    return _state(session, raws, story_id, row, version)


def _state(session: Session, raws: Raws, story_id: int, row: Standing, version: Version | None) -> State:
    """A story's State out of what is written down of it."""
    kept = row.state
    held = history.reading(look(raws, session.get_one(Capture, kept["held"]))) if kept["held"] else None
    page = look(raws, session.get_one(Capture, kept["sight"])) if kept["sight"] else None
    document = model.Document.model_validate(version.document) if version else None
    latest = model.Document.model_validate(version.latest) if version and version.latest else document
    return State(
        story_id,
        model.Version.model_validate(version.model_dump()) if version else None,
        document,
        latest,
        checked_at=version.last_seen_at if version else None,
        held=held,
        mark=kept["mark"],
        sight=page.sight(kept["prints"]) if page else None,
        sight_id=kept["sight"],
        read_at=_instant(kept["read_at"]),
        gone_since=_instant(kept["gone_since"]),
        unpublished=kept["unpublished"],
        told=frozenset(kept["told"]),
        walled=kept["walled"],
    )


def _stand(session: Session, state: State, last: Capture, *, bare: bool) -> None:
    """Write down where a story stands; of a `bare` one nothing is written."""
    made = _standing(state, last)
    row = None if bare else session.get(Standing, state.story_id)
    if row is None:
        # A row that was just deleted may still be known to the session, which would take this one for the same.
        insert_rows(session, Standing, [made.model_dump()])
    else:
        row.capture_id, row.state = made.capture_id, made.state


def _standing(state: State, last: Capture) -> Standing:
    kept = {
        "extractor": EXTRACTOR,
        "flags": flags.MAKE,
        "held": state.held.capture_id if state.held else 0,
        "mark": state.mark,
        "sight": state.sight_id,
        "prints": state.sight.prints if state.sight else {},
        "read_at": state.read_at.isoformat() if state.read_at else "",
        "gone_since": state.gone_since.isoformat() if state.gone_since else "",
        "unpublished": state.unpublished,
        "told": sorted(state.told),
        "walled": state.walled,
    }
    return Standing.model_validate({"story_id": state.story_id, "capture_id": last.id, "state": kept})


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _captures(session: Session, story_id: int) -> list[Capture]:
    query = select(Capture).join(Chain, col(Capture.chain_id) == col(Chain.id)).where(Chain.story_id == story_id)
    return sorted(session.exec(query).all(), key=key)


def _write(
    session: Session, state: State, found: Found, *, new: set[int], last: Capture, before: State | None = None
) -> None:
    """Write the rows that a fold gave: those of `new` captures are added, those of earlier ones set anew.

    `before` is where the story stood before a step; None where nothing is written of it.
    """
    story_id, was = state.story_id, before.version if before is not None else None
    reweighed = flags.settle(session, story_id, found, was, _make(session, story_id) if was is not None else 0)
    versions = [version.model_dump() for version in found.versions.values()]
    verdicts = [verdict.model_dump() for verdict in found.verdicts.values()]
    for table, rows in ((Version, versions), (Verdict, verdicts), (Change, list(_changes(story_id, found)))):
        insert_rows(session, table, [row for row in rows if row["capture_id"] in new])
        for row in rows:
            if row["capture_id"] not in new:
                _set_anew(session, table, row, before)
    _stand(session, state, last, bare=before is None)
    session.flush()
    if was is None:
        _begin(session, state, found)
        return
    if state.version is None or was.number != state.version.number or reweighed:
        _sum_up(session, state)
        lineage.advance(session, story_id, found.diffs)
        return
    story = session.get_one(Story, story_id)
    story.last_seen_at, story.held = state.version.last_seen_at, state.held is not None
    session.flush()


def _make(session: Session, story_id: int) -> int:
    """The make of the flags that are written of a story; 0 of one that was kept before there were any."""
    row = session.get(Standing, story_id)
    return int(row.state.get("flags", 0)) if row is not None else 0


def _set_anew(session: Session, table: type[SQLModel], row: dict[str, Any], before: State | None) -> None:
    """Write a row of an earlier capture again. Of a version that stands, most looks move on but one column."""
    standing = before.version if before is not None else None
    if table is not Version or standing is None or standing.capture_id != row["capture_id"]:
        session.merge(table.model_validate(row))
        return
    moved = {"last_seen_at": row["last_seen_at"]}
    if row["latest"] != standing.latest:
        moved["latest"] = row["latest"]
    change = update(Version).where(col(Version.capture_id) == row["capture_id"]).values(**moved)
    session.execute(change, execution_options={"synchronize_session": False})


def _changes(story_id: int, found: Found) -> Iterator[dict[str, Any]]:
    for capture_id, changes in found.changes.items():
        number = found.verdicts[capture_id].version_number
        for ordinal, change in enumerate(changes):
            keys = {"capture_id": capture_id, "ordinal": ordinal, "story_id": story_id, "version_number": number}
            yield change.model_dump() | keys


def _newest(session: Session, story_id: int) -> Version | None:
    query = select(Version).where(Version.story_id == story_id).order_by(col(Version.number).desc()).limit(1)
    # The session may remember the row as it was before this fold.
    return session.exec(query.execution_options(populate_existing=True)).first()


def _begin(session: Session, state: State, found: Found) -> None:
    """What follows from the versions of a story of which none was written before: all of them are at hand."""
    versions = sorted(found.versions.values(), key=lambda version: version.number)
    story = session.get_one(Story, state.story_id)
    story.versions = len(versions)
    story.first_seen_at = min((version.first_seen_at for version in versions), default=None)
    newest = versions[-1] if versions else None
    document = found.documents[newest.capture_id] if newest else model.Document()
    _describe(story, state, newest, document, max((version.rank for version in versions), default=0.0))
    session.flush()
    documents = [(version.capture_id, found.documents[version.capture_id]) for version in versions]
    lineage.begin(session, state.story_id, documents, found.diffs)


def _sum_up(session: Session, state: State) -> None:
    """Set what a story's row says of its versions."""
    story_id = state.story_id
    story = session.get_one(Story, story_id)
    query = select(func.count(), func.min(Version.first_seen_at)).where(Version.story_id == story_id)
    story.versions, story.first_seen_at = session.exec(query).one()
    newest = _newest(session, story_id)
    document = model.Document.model_validate(newest.document) if newest else model.Document()
    rank = session.exec(select(func.max(Version.rank)).where(Version.story_id == story_id)).one() or 0.0
    _describe(story, state, newest, document, rank)
    session.flush()


def _describe(story: Story, state: State, newest: model.Version | None, document: model.Document, rank: float) -> None:
    story.headline, story.language = document.headline, document.language
    story.last_changed_at = newest.first_seen_at if newest else None
    story.last_seen_at = newest.last_seen_at if newest else None
    story.search_text = searchable(" ".join([document.headline, document.standfirst, *document.paragraphs]))
    story.held, story.rank = state.held is not None, rank
