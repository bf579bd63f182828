"""What a store knows after a drive, as plain data for the score: versions, events and findings, each with its mark."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from storage import blobs
from storage.archive import Store
from storage.tables import Capture, Chain, Change, Verdict, Version
from tests.press.site import MARK
from tracker.model import Document, Event, Finding, Outcome

_MARK = re.compile(rb'<meta name="' + MARK.encode() + rb'" content="(\d+)\.(\d+)">')


@dataclass(frozen=True)
class Mark:
    """Which scripted story a page was, in which state."""

    story: int
    state: int


@dataclass(frozen=True)
class Told:
    """A version as the store tells it; `mark` is of the page that it was read from, None for a page of no story."""

    number: int
    seen_at: datetime
    mark: Mark | None
    document: Document
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """A capture as the store judges it."""

    seen_at: datetime
    address: str
    outcome: Outcome
    finding: Finding | None
    reason: str
    event: Event | None
    mark: Mark | None


@dataclass
class Kept:
    """One story of the store."""

    id: int
    versions: list[Told] = field(default_factory=list)
    captures: list[Seen] = field(default_factory=list)

    @property
    def numbers(self) -> set[int]:
        """The scripted stories whose pages it holds: one, when nothing was mixed up."""
        return {seen.mark.story for seen in self.captures if seen.mark is not None}


def record(store: Store) -> list[Kept]:
    """Every story of a store."""
    kept: dict[int, Kept] = {}
    with store.database.read() as session:
        raws, marks = blobs.Raws(session), dict[int, Mark | None]()
        query = (
            select(Capture, Chain.story_id, Verdict)
            .join(Chain, col(Capture.chain_id) == col(Chain.id))
            .join(Verdict, col(Verdict.capture_id) == col(Capture.id), isouter=True)
            .order_by(col(Capture.seen_at), col(Capture.id))
        )
        for capture, story_id, verdict in session.exec(query):
            mark = _mark(raws, capture)
            marks[capture.id or 0] = mark
            finding, reason, event = (verdict.finding, verdict.reason, verdict.event) if verdict else (None, "", None)
            kept.setdefault(story_id, Kept(story_id)).captures.append(
                Seen(capture.seen_at, capture.address, capture.outcome, finding, reason, event, mark)
            )
        _add_versions(session, kept, marks)
    return list(kept.values())


def _add_versions(session: Session, kept: dict[int, Kept], marks: dict[int, Mark | None]) -> None:
    changes: dict[int, list[str]] = {}
    for change in session.exec(select(Change).order_by(col(Change.capture_id), col(Change.ordinal))):
        line = f"{change.part} {change.op}{' (minor)' * change.minor}: {change.old[:70]!r} -> {change.new[:70]!r}"
        changes.setdefault(change.capture_id, []).append(line)
    for version in session.exec(select(Version).order_by(col(Version.story_id), col(Version.number))):
        kept[version.story_id].versions.append(
            Told(
                version.number,
                version.first_seen_at,
                marks[version.capture_id],
                Document.model_validate(version.document),
                tuple(changes.get(version.capture_id, ())),
            )
        )


def _mark(raws: blobs.Raws, capture: Capture) -> Mark | None:
    if capture.outcome is not Outcome.CONTENT or not capture.raw_digest:
        return None
    found = _MARK.search(raws.get(capture.raw_digest))
    return Mark(int(found[1]), int(found[2])) if found else None
