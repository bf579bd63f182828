"""From captures to versions: reads what is kept, lets tracker.history fold it, and writes the derived rows.

The rows are known by the captures that they came from, so that deriving again writes the same rows again.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from storage.blobs import Raws
from storage.queries import in_order, searchable
from storage.tables import Capture, Chain, Change, Story, Verdict, Version
from tracker import history, model
from tracker.fetching.extract import EXTRACTOR
from tracker.observe import Found, Reading, State

Key = tuple[object, str, int]


def key(capture: model.Capture) -> Key:
    """The order in which a story's captures are folded: when it was seen, then address, then sequence."""
    return (capture.seen_at, capture.address, capture.sequence)


def derive(session: Session, raws: Raws, story_id: int, new: Sequence[Capture]) -> None:
    """Bring a story up to date with captures just kept: step by step when they came last, else all over again."""
    ordered = sorted(new, key=key)
    state = resumed(session, raws, story_id, ordered[0]) if ordered else None
    if state is None:
        rederive(session, raws, story_id)
        return
    found = history.fold(state, (reading(raws, capture) for capture in ordered))
    _write(session, story_id, found, new={capture.id or 0 for capture in ordered})


def reasons(session: Session, capture_ids: Sequence[int]) -> dict[int, str]:
    """Of captures just derived, those that were held or set aside, each with the reason why."""
    waiting = [model.Finding.HELD, model.Finding.ASIDE]
    query = select(Verdict.capture_id, Verdict.reason).where(col(Verdict.finding).in_(waiting))
    return dict(session.exec(query.where(col(Verdict.capture_id).in_(capture_ids))).all())


def rederive(session: Session, raws: Raws, story_id: int) -> None:
    """Derive a story from all its captures again; what was derived before is dropped first."""
    captures = _captures(session, story_id)
    found = history.fold(State(story_id), (reading(raws, capture) for capture in captures))
    for table in (Change, Verdict, Version):
        session.execute(delete(table).where(col(table.story_id) == story_id))
    _write(session, story_id, found, new={capture.id or 0 for capture in captures})


def reading(raws: Raws, capture: Capture) -> Reading:
    """A kept capture with what its raw bytes say."""
    return history.reading(capture, capture.id or 0, raws.get(capture.raw_digest) if capture.raw_digest else b"")


def resumed(session: Session, raws: Raws, story_id: int, first: Capture) -> State | None:
    """Where the story stood before `first`; None when `first` is not later than all that was folded before.

    None also when another extractor made the current version: then all must be read again, so that what only the
    extractor changed is never taken for an edit.
    """
    if session.exec(select(Verdict.capture_id).where(Verdict.story_id == story_id).limit(1)).first() is None:
        return State(story_id)
    version = _newest(session, story_id)
    if version is None or version.extractor != EXTRACTOR:
        return None
    last, held = _judged(session, story_id), _judged(session, story_id, model.Finding.HELD)
    if last is None or key(last) >= key(first):
        return None
    return history.resume(model.Version.model_validate(version.model_dump()), reading(raws, held) if held else None)


def _judged(session: Session, story_id: int, finding: model.Finding | None = None) -> Capture | None:
    """The last capture of a story that was folded; with a finding, the last of which that was found."""
    query = select(Capture).join(Verdict, col(Verdict.capture_id) == col(Capture.id))
    query = query.where(Verdict.story_id == story_id)
    if finding is not None:
        query = query.where(Verdict.finding == finding)
    return session.exec(query.order_by(*(column.desc() for column in in_order())).limit(1)).first()


def _captures(session: Session, story_id: int) -> list[Capture]:
    query = select(Capture).join(Chain, col(Capture.chain_id) == col(Chain.id)).where(Chain.story_id == story_id)
    return sorted(session.exec(query).all(), key=key)


def _write(session: Session, story_id: int, found: Found, *, new: set[int]) -> None:
    """Write the rows that a fold gave: those of `new` captures are added, those of earlier ones set anew."""
    versions = [version.model_dump() for version in found.versions.values()]
    verdicts = [verdict.model_dump() for verdict in found.verdicts.values()]
    for table, rows in ((Version, versions), (Verdict, verdicts), (Change, list(_changes(story_id, found)))):
        # Rows go in by the hundred; as objects, their fields set one by one, they would take longer than the diff.
        if added := [row for row in rows if row["capture_id"] in new]:
            session.execute(insert(table), added)
        for row in rows:
            if row["capture_id"] not in new:
                session.merge(table.model_validate(row))
    session.flush()
    _sum_up(session, story_id)


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


def _sum_up(session: Session, story_id: int) -> None:
    """Set what a story's row says of its versions."""
    story = session.get_one(Story, story_id)
    query = select(func.count(), func.min(Version.first_seen_at)).where(Version.story_id == story_id)
    story.versions, story.first_seen_at = session.exec(query).one()
    newest = _newest(session, story_id)
    document = model.Document.model_validate(newest.document) if newest else model.Document()
    story.headline, story.language = document.headline, document.language
    story.last_changed_at = newest.first_seen_at if newest else None
    story.last_seen_at = newest.last_seen_at if newest else None
    story.search_text = searchable(" ".join([document.headline, document.standfirst, *document.paragraphs]))
    story.held = _judged(session, story_id, model.Finding.HELD) is not None
    session.flush()
