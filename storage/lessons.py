"""What an outlet's pages taught, kept and read: lessons, the decisions against them, and the sightings behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from storage.tables import Capture, Chain, Decision, Lesson, Sighting
from tracker import lessons, model
from tracker.fetching.region import region_of
from tracker.lessons import Candidate, Lessons, Noted, Place, Said
from tracker.model import Deed, LessonKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

#: Bytes of one text in `said`: its digest, microseconds since 1970, and whether it stood apart.
_RECORD = lessons.DIGEST + 8 + 1


@dataclass(frozen=True)
class Listed:
    """A lesson as it is listed: `stands` unless an operator decided that it no longer counts (`by`, `at`)."""

    lesson: Lesson
    stands: bool = True
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Taught:
    """What a story's readings give reason to ask: texts, restless places, and a region where they changed."""

    candidates: list[Candidate] = field(default_factory=list)
    moving: list[str] = field(default_factory=list)
    region: str = ""


def listed(session: Session, outlet_id: int) -> list[Listed]:
    """The lessons of an outlet, newest first, with what was decided against them."""
    decided = {
        row.lesson_id: row
        for row in session.exec(_decisions(Deed.UNLEARN).where(Decision.outlet_id == outlet_id)).all()
    }
    query = select(Lesson).where(Lesson.outlet_id == outlet_id)
    rows = session.exec(query.order_by(col(Lesson.learnt_at).desc(), col(Lesson.id).desc())).all()
    return [_listed(row, decided.get(row.id)) for row in rows]


def standing(session: Session, outlet_id: int) -> Lessons:
    """The lessons of an outlet that stand, as the fold takes them."""
    return Lessons([one.lesson for one in listed(session, outlet_id) if one.stands])


def overruled(session: Session, story_id: int) -> set[int]:
    """The captures of a story that an operator decided count as they were read."""
    query = _decisions(Deed.OVERRULE).join(Capture, col(Capture.id) == col(Decision.capture_id))
    query = query.join(Chain, col(Chain.id) == col(Capture.chain_id)).where(Chain.story_id == story_id)
    newest = {row.capture_id: row.value for row in session.exec(query).all()}
    return {capture_id for capture_id, value in newest.items() if capture_id is not None and value == "yes"}


def note(session: Session, story_id: int, outlet_id: int, noted: Sequence[Noted | None], *, anew: bool) -> Taught:
    """Write readings into a story's sighting (from nothing, when `anew`); what they give reason to ask."""
    if not anew and not any(noted):
        # Most looks find a page as it was: that is one number more, and nothing to read.
        more = update(Sighting).where(col(Sighting.story_id) == story_id).values(looks=Sighting.looks + len(noted))
        session.execute(more, execution_options={"synchronize_session": False})
        return Taught()
    row = session.get(Sighting, story_id, populate_existing=True)
    sighting = _loaded(row) if row is not None and not anew else lessons.Sighting()
    candidates: dict[str, Candidate] = {}
    region = sighting.region
    for one in noted:
        if one is None:
            sighting.looks += sighting.looked_at is not None
            continue
        if not sighting.region or not one.now.fingerprint(sighting.region):
            sighting.region = region_of(one.now.html, one.document)
        candidates |= {found.text: found for found in lessons.note(sighting, one)}
    if sighting.looked_at is not None:
        session.merge(_row(story_id, outlet_id, sighting))
    elif row is not None:
        session.delete(row)
    session.flush()
    moving = [name for name, place in sighting.places.items() if lessons.restless(place, sighting, name)]
    return Taught(list(candidates.values()), moving, sighting.region if sighting.region != region else "")


def learn(session: Session, story_id: int, outlet_id: int, taught: Taught, now: datetime) -> set[int]:
    """Draw the lessons that a story and the others of its outlet give; the stories that those may change."""
    if not (taught.candidates or taught.moving or taught.region):
        return set()
    known = set(session.exec(select(Lesson.kind, Lesson.value).where(Lesson.outlet_id == outlet_id)).all())
    learner = _Learner(session, outlet_id, now)
    asked = [one for one in taught.candidates if (LessonKind.FURNITURE, one.text) not in known]
    recent = learner.recent(story_id) if asked else []
    affected: set[int] = set()
    for candidate in asked:
        if grounds := lessons.furniture(candidate, recent, now):
            affected |= learner.furniture(candidate, grounds)
    for name in taught.moving:
        if (LessonKind.VOLATILE, name) not in known:
            affected |= learner.volatile(name)
    if taught.region and (LessonKind.REGION, taught.region) not in known:
        learner.region(taught.region)
    return affected


class _Learner:
    """Lessons of one outlet on their way into the archive, at one moment."""

    def __init__(self, session: Session, outlet_id: int, now: datetime) -> None:
        self._session, self._outlet_id, self._now = session, outlet_id, now

    def recent(self, without: int) -> list[lessons.Sighting]:
        """What the outlet's other stories that were looked at lately show."""
        columns = (Sighting.looks, Sighting.looked_at, Sighting.shown, Sighting.said)
        query = select(*columns).where(Sighting.outlet_id == self._outlet_id, Sighting.story_id != without)
        rows = self._session.exec(query.where(Sighting.looked_at >= self._now - lessons.RECENT)).all()
        return [lessons.Sighting(looks, at, shown, _Said(said)) for looks, at, shown, said in rows]

    def furniture(self, candidate: Candidate, grounds: str) -> set[int]:
        """Back to its first sighting, so that even the first story that showed it is freed of it."""
        name = lessons.mark(candidate.text)
        query = select(Sighting.story_id, Sighting.said).where(Sighting.outlet_id == self._outlet_id)
        said = {number: _Said(packed) for number, packed in self._session.exec(query).all()}
        since = {number: one[name].since for number, one in said.items() if name in one}
        self._add(LessonKind.FURNITURE, candidate.text, grounds, min(since.values(), default=self._now))
        return set(since)

    def volatile(self, name: str) -> set[int]:
        """Back to when the place was first seen."""
        query = select(Sighting).where(Sighting.outlet_id == self._outlet_id)
        rows = self._session.exec(query.execution_options(populate_existing=True)).all()
        sightings = {row.story_id: _loaded(row) for row in rows}
        grounds = lessons.volatile(name, list(sightings.values()))
        if not grounds:
            return set()
        since = {number: one.places[name].since for number, one in sightings.items() if name in one.places}
        self._add(LessonKind.VOLATILE, name, grounds, min(since.values()))
        return set(since)

    def region(self, path: str) -> None:
        """It counts for what is kept from now on, so that no story needs to be derived again."""
        query = select(func.count()).select_from(Sighting)
        many = self._session.exec(query.where(Sighting.outlet_id == self._outlet_id, Sighting.region == path)).one()
        if grounds := lessons.region(many):
            self._add(LessonKind.REGION, path, grounds, self._now + _MICROSECOND)

    def _add(self, kind: LessonKind, value: str, grounds: str, counts_from: datetime) -> None:
        lesson = model.Lesson(
            outlet_id=self._outlet_id,
            kind=kind,
            value=value,
            learnt_at=self._now,
            counts_from=counts_from,
            grounds=grounds,
        )
        self._session.add(Lesson.model_validate(lesson))
        self._session.flush()


class _Said(Mapping[bytes, Said]):
    """The texts of a sighting as they are written down, looked up without unpacking them all."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def __getitem__(self, name: bytes) -> Said:
        at = self._packed.find(name)
        while at >= 0 and at % _RECORD:
            at = self._packed.find(name, at + 1)
        if at < 0:
            raise KeyError(name)
        since = self._packed[at + lessons.DIGEST : at + _RECORD - 1]
        return Said(_instant(int.from_bytes(since, "big")), bool(self._packed[at + _RECORD - 1]))

    def __iter__(self) -> Iterator[bytes]:
        return (self._packed[at : at + lessons.DIGEST] for at in range(0, len(self._packed), _RECORD))

    def __len__(self) -> int:
        return len(self._packed) // _RECORD


def says(row: Sighting, text: str) -> bool:
    """Whether an evened text was ever read as part of a story."""
    return lessons.mark(text) in _Said(row.said)


def _decisions(deed: Deed):  # type: ignore[no-untyped-def]  # SQLModel's own type for it has no name.
    """Decisions of a kind, oldest first, so that the newest on a subject is the last."""
    return select(Decision).where(Decision.deed == deed).order_by(col(Decision.made_at), col(Decision.id))


def _listed(row: Lesson, decision: Decision | None) -> Listed:
    if decision is None or decision.value != "yes":
        return Listed(row)
    return Listed(row, False, decision.made_by, decision.made_at)


def _loaded(row: Sighting) -> lessons.Sighting:
    places = {
        name: Place(_instant(since), looks_before, changes, bytes.fromhex(texts))
        for name, (since, looks_before, changes, texts) in row.places.items()
    }
    return lessons.Sighting(row.looks, row.looked_at, row.shown, dict(_Said(row.said)), places, row.main, row.region)


def _row(story_id: int, outlet_id: int, sighting: lessons.Sighting) -> Sighting:
    said = b"".join(
        name + _number(one.since).to_bytes(8, "big") + bytes([one.boxed]) for name, one in sighting.said.items()
    )
    places = {
        name: [_number(place.since), place.looks_before, place.changes, place.texts.hex()]
        for name, place in sighting.places.items()
    }
    return Sighting.model_validate(
        {
            "story_id": story_id,
            "outlet_id": outlet_id,
            "looks": sighting.looks,
            "looked_at": sighting.looked_at,
            "shown": sighting.shown,
            "said": said,
            "places": places,
            "main": sighting.main,
            "region": sighting.region,
        }
    )


def _number(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _instant(number: int) -> datetime:
    return _EPOCH + number * _MICROSECOND
