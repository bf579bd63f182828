"""The rows of flags and notices: written when a story's versions are derived, and read back as what they were."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage import tables
from storage.database import insert_rows
from storage.tables import Change, Version
from tracker import model, silence, weight
from tracker.acknowledged import Acknowledgement, Edit, Notice, acknowledgements, brings_notice
from tracker.dated import Dated, dated
from tracker.observe import Found
from tracker.silence import Answer, Flag
from tracker.timeline import Seen
from tracker.weight import Weights

#: The make of the rows that are written here: where a story's are of another, all of it is read with its next version.
MAKE = 1

#: A version as its row says it, and what it changed.
Row = tuple[model.Version, Sequence[model.Change]]


def settle(session: Session, story_id: int, found: Found, stood: model.Version | None, make: int) -> bool:
    """Bring a story's flags and notices up to date with what a fold found, before that is written.

    `stood` is the version in which the story stood before (None: none is written), `make` that of its rows here. A
    version gets other points where a change is silent, or no longer is; whether that befell one that was written.
    """
    fresh: list[Row] = [
        (version, found.changes.get(version.capture_id, ()))
        for version in sorted(found.versions.values(), key=lambda version: version.number)
        if stood is None or version.number > stood.number
    ]
    if stood is None:
        _set(session, story_id, found, fresh, fresh)
        return False
    now = found.versions.get(stood.capture_id, stood)
    if make == MAKE and _declared(now) == _declared(stood):
        if not fresh:
            return False
        rows: list[Row] = [(stood, ()), *fresh]
        if not _has_notices(session, story_id) and not _bring_notice(dated(rows, found.documents)):
            _set(session, story_id, found, rows, fresh, since=1)
            return False
    silent = select(tables.Flag.capture_id).where(tables.Flag.story_id == story_id, tables.Flag.answer == Answer.SILENT)
    was = set(session.exec(silent).all())
    forget(session, story_id)
    _set(session, story_id, found, [*_rows(session, story_id, now), *fresh], fresh, was=was)
    return True


def forget(session: Session, story_id: int) -> None:
    """Drop a story's flags and notices. Call it where its versions are dropped."""
    for table in (tables.Flag, tables.Acknowledgement):
        session.execute(delete(table).where(col(table.story_id) == story_id))


def _set(
    session: Session,
    story_id: int,
    fold: Found,
    rows: Sequence[Row],
    fresh: Sequence[Row],
    *,
    since: int = 0,
    was: Set[int] = frozenset(),
) -> None:
    """Write the flags and notices of versions, and the points of those with a silent change; `was`: that had one.

    `fresh` versions are not written yet, and get their points before they are. With `since`, what stands before that
    place is written already, and no version bears a notice.
    """
    versions = dated(rows, fold.documents)
    ids = {version.number: version.capture_id for version, _ in rows}
    found = acknowledgements(versions) if not since and _bring_notice(versions) else []
    made = silence.flags(versions, now=versions[-1].last_seen_at, found=found, since=since or 1) if versions else []
    noticed = list(_acknowledgement_rows(story_id, ids, found))
    places = {id(one.notice): (row["capture_id"], row["ordinal"]) for one, row in zip(found, noticed, strict=True)}
    flagged = [_flag_row(story_id, ids, flag, places) for flag in made]
    insert_rows(session, tables.Acknowledgement, noticed)
    insert_rows(session, tables.Flag, flagged)
    written = {version.number for version, _ in rows} - {version.number for version, _ in fresh}
    for version, points in _points(rows, versions, made, was, fold.weights):
        version.points = points
        version.rank = weight.rank(points, version.first_seen_at, fold.weights.half_life_hours)
        if version.number in written:
            change = update(Version).where(col(Version.capture_id) == version.capture_id)
            change = change.values(points=points, rank=version.rank)
            session.execute(change, execution_options={"synchronize_session": False})


def _points(
    rows: Sequence[Row], versions: Sequence[Dated], made: Iterable[Flag], was: Set[int], weights: Weights
) -> Iterator[tuple[model.Version, float]]:
    silent: dict[int, set[int]] = {}
    for flag in made:
        if flag.silent:
            silent.setdefault(flag.number, set()).add(flag.place)
    for (version, changes), read in zip(rows, versions, strict=True):
        if version.number in silent or version.capture_id in was:
            places, loud = weight.places(changes, read.document), silent.get(version.number, set())
            yield version, weight.weigh_version(changes, weights, places=places, silent=loud).points


def _declared(version: model.Version) -> object:
    """The corrections that a page declares beside its text, as last seen: they may come without a new version."""
    return (version.latest or version.document).get("corrections")


def _has_notices(session: Session, story_id: int) -> bool:
    query = select(tables.Acknowledgement.capture_id).where(tables.Acknowledgement.story_id == story_id).limit(1)
    return session.exec(query).first() is not None


def _bring_notice(versions: Sequence[Dated]) -> bool:
    first = any(brings_notice(None, version) for version in versions[:1])
    return first or any(brings_notice(before.document, version) for before, version in pairwise(versions))


def _rows(session: Session, story_id: int, now: model.Version) -> list[Row]:
    """The versions that are written, with their changes; of the one that stands what is known of it now."""
    asked = select(Version).where(Version.story_id == story_id).order_by(col(Version.number))
    versions = session.exec(asked.execution_options(populate_existing=True)).all()
    changes: dict[int, list[Change]] = {}
    query = select(Change).where(Change.story_id == story_id).order_by(col(Change.capture_id), col(Change.ordinal))
    for change in session.exec(query).all():
        changes.setdefault(change.capture_id, []).append(change)
    return [
        (now if version.capture_id == now.capture_id else version, changes.get(version.capture_id, []))
        for version in versions
    ]


def _flag_row(
    story_id: int, ids: Mapping[int, int], flag: Flag, notices: Mapping[int, tuple[int, int]]
) -> dict[str, Any]:
    notice_id, notice_ordinal = notices[id(flag.notice)] if flag.notice else (None, None)
    return {
        "capture_id": ids[flag.number],
        "ordinal": flag.place,
        "story_id": story_id,
        "number": flag.number,
        "answer": flag.answer,
        "said": flag.said,
        "stamp": flag.stamp,
        "due_at": flag.due_at,
        "notice_id": notice_id,
        "notice_ordinal": notice_ordinal,
    }


def _acknowledgement_rows(
    story_id: int, ids: Mapping[int, int], found: Sequence[Acknowledgement]
) -> Iterator[dict[str, Any]]:
    ordinals: dict[int, int] = {}
    for one in found:
        notice, capture_id = one.notice, ids[one.notice.number]
        ordinals[capture_id] = ordinal = ordinals.get(capture_id, -1) + 1
        yield {
            "capture_id": capture_id,
            "ordinal": ordinal,
            "story_id": story_id,
            "number": notice.number,
            "kind": notice.kind,
            "text": notice.text,
            "first_seen_at": notice.first_seen_at,
            "not_before_at": notice.not_before_at,
            "until": notice.until,
            "dated": notice.dated,
            "dated_verbatim": notice.dated_verbatim,
            "declared": notice.declared,
            "specific": notice.specific,
            "edits": [_edit_row(ids, edit) for edit in one.edits],
            "from_error": one.from_error.total_seconds() if one.from_error is not None else None,
            "from_mending": one.from_mending.total_seconds() if one.from_mending is not None else None,
        }


def _edit_row(ids: Mapping[int, int], edit: Edit) -> dict[str, Any]:
    return {
        "capture_id": ids[edit.number],
        "ordinal": edit.place,
        "number": edit.number,
        "why": edit.why,
        "error_at": edit.error_at.isoformat(),
        "mended_at": edit.mended_at.isoformat(),
    }


@dataclass(frozen=True)
class Settled:
    """A story's notices with the edits that they speak of, and its flags, in order."""

    acknowledgements: list[Acknowledgement]
    flags: list[Flag]


def read(session: Session, story_id: int, seen: Sequence[Seen], *, now: datetime) -> Settled:
    """What is written of a story's notices and flags, `seen` being all of its versions. Two queries."""
    changes = {item.version.capture_id: item.changes for item in seen}
    kept_until = seen[-1].version.last_seen_at if seen else now
    query = select(tables.Acknowledgement).where(tables.Acknowledgement.story_id == story_id)
    order = (col(tables.Acknowledgement.number), col(tables.Acknowledgement.ordinal))
    noticed = {(row.capture_id, row.ordinal): row for row in session.exec(query.order_by(*order)).all()}
    found = {key: Acknowledgement(_notice(row), tuple(_edits(row, changes))) for key, row in noticed.items()}
    asked = select(tables.Flag).where(tables.Flag.story_id == story_id)
    flags = [
        Flag(
            number=row.number,
            place=row.ordinal,
            change=changes[row.capture_id][row.ordinal],
            said=row.said,
            answer=row.answer,
            notice=found[row.notice_id, row.notice_ordinal].notice
            if row.notice_id is not None and row.notice_ordinal is not None
            else None,
            stamp=row.stamp,
            due_at=row.due_at,
            kept_until=kept_until,
            now=now,
        )
        for row in session.exec(asked.order_by(col(tables.Flag.number), col(tables.Flag.ordinal))).all()
    ]
    return Settled(list(found.values()), flags)


def _notice(row: tables.Acknowledgement) -> Notice:
    return Notice(
        kind=row.kind,
        text=row.text,
        number=row.number,
        first_seen_at=row.first_seen_at,
        not_before_at=row.not_before_at,
        until=row.until,
        dated=row.dated,
        dated_verbatim=row.dated_verbatim,
        declared=row.declared,
        specific=row.specific,
    )


def _edits(row: tables.Acknowledgement, changes: Mapping[int, Sequence[model.Change]]) -> Iterator[Edit]:
    for edit in row.edits:
        yield Edit(
            number=edit["number"],
            place=edit["ordinal"],
            change=changes[edit["capture_id"]][edit["ordinal"]],
            why=edit["why"],
            error_at=datetime.fromisoformat(edit["error_at"]),
            mended_at=datetime.fromisoformat(edit["mended_at"]),
        )


def of_updates(session: Session, capture_ids: Sequence[int]) -> dict[int, list[tables.Flag]]:
    """The flags of versions, in order, by their captures. One query."""
    query = select(tables.Flag).where(col(tables.Flag.capture_id).in_(capture_ids))
    found: dict[int, list[tables.Flag]] = {}
    for row in session.exec(query.order_by(col(tables.Flag.capture_id), col(tables.Flag.ordinal))).all():
        found.setdefault(row.capture_id, []).append(row)
    return found
