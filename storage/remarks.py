"""Operators' remarks: written as decisions that name captures and quote the text, and read as they stand."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.tables import Capture, Chain, Decision, Story, Verdict
from tracker import model
from tracker.errors import NotFound
from tracker.model import Deed
from tracker.remarks import CaptureName, Remark, Remarked, Written, standing
from tracker.timeline import Seen


def on(session: Session, story_ids: Sequence[int]) -> dict[tuple[int, int], list[Remarked]]:
    """The remarks on versions of stories, by story and number, in the order in which they began. One query."""
    query = select(Decision, Verdict.story_id, Verdict.version_number)
    query = query.join(Verdict, col(Verdict.capture_id) == col(Decision.capture_id))
    query = query.where(Decision.deed == Deed.REMARK, col(Verdict.story_id).in_(story_ids))
    rows: dict[tuple[int, int], list[Written]] = {}
    for decision, story_id, number in session.exec(query.order_by(*_in_order())).all():
        rows.setdefault((story_id, number), []).append(_written(decision))
    return {version: standing(written) for version, written in rows.items()}


def beside(session: Session, seen: Sequence[Seen]) -> list[Seen]:
    """Versions with the remarks on them. One query."""
    found = on(session, sorted({item.version.story_id for item in seen}))
    return [replace(item, remarks=found.get((item.version.story_id, item.version.number), ())) for item in seen]


def one(session: Session, story_id: int, key: str) -> Remarked:
    """A remark of a story by its key. Raises NotFound."""
    for remarked in (one for found in on(session, [story_id]).values() for one in found):
        if remarked.key == key:
            return remarked
    raise NotFound(f'there is no remark "{key[:40]}" on this story')


def begun(on_: Capture, against: Capture | None, change: model.Change | None, text: str) -> Remark:
    """The first writing of a remark: on a change against another capture, or on a version."""
    quoted = {"part": change.part, "old": change.old, "new": change.new} if change else {}
    other = _named(against) if against and change else None
    return Remark(key=secrets.token_hex(8), on=_named(on_), against=other, text=text, **quoted)


def write(session: Session, remark: Remark, capture_id: int, *, made_by: str, made_at: datetime) -> None:
    """Write down one writing of a remark on what a capture brought."""
    chain = session.get_one(Chain, session.get_one(Capture, capture_id).chain_id)
    decision = model.Decision(
        made_at=made_at,
        made_by=made_by,
        deed=Deed.REMARK,
        outlet_id=session.get_one(Story, chain.story_id).outlet_id,
        value=remark.model_dump_json(),
        capture_id=capture_id,
    )
    session.add(Decision.model_validate(decision))
    session.flush()


def rewrite(session: Session, story_id: int, key: str, text: str, *, made_by: str, made_at: datetime) -> Remarked:
    """Let a remark say something else, or, without a text, take it away. Raises NotFound, also for one taken away."""
    stands = one(session, story_id, key)
    if stands.removed:
        raise NotFound("this remark was removed")
    if text != stands.text:
        remark = stands.first.remark.model_copy(update={"text": text})
        write(session, remark, _owner(session, key), made_by=made_by, made_at=made_at)
    return one(session, story_id, key)


def recorded(session: Session) -> Iterator[Written]:
    """Every writing of every remark, in the order in which they were made, as an export holds them."""
    query = select(Decision).where(Decision.deed == Deed.REMARK).order_by(*_in_order())
    yield from map(_written, session.exec(query).all())


def take(session: Session, written: Written) -> bool:
    """Write down a writing that an export held, unless it is there already; whether it is new.

    Raises NotFound where its capture is not kept here.
    """
    capture_id = _capture_id(session, written.remark.on)
    same = (Decision.deed == Deed.REMARK, Decision.capture_id == capture_id, Decision.made_at == written.made_at)
    if any(_written(row).remark == written.remark for row in session.exec(select(Decision).where(*same)).all()):
        return False
    write(session, written.remark, capture_id, made_by=written.made_by, made_at=written.made_at)
    return True


def _in_order() -> list[Any]:
    return [col(Decision.made_at), col(Decision.id)]


def _written(decision: Decision) -> Written:
    remark = Remark.model_validate_json(decision.value)
    return Written(remark=remark, made_by=decision.made_by, made_at=decision.made_at)


def _named(capture: Capture) -> CaptureName:
    return CaptureName(address=capture.address, seen_at=capture.seen_at)


def _owner(session: Session, key: str) -> int:
    """The capture that a remark is on."""
    wanted = (Decision.deed == Deed.REMARK, col(Decision.value).contains(f'"key":"{key}"', autoescape=True))
    return session.exec(select(Decision.capture_id).where(*wanted).order_by(col(Decision.id))).first() or 0


def _capture_id(session: Session, named: CaptureName) -> int:
    """The capture of an address at a time; of several in that instant, the one kept first."""
    query = select(Capture.id).where(Capture.address == named.address, Capture.seen_at == named.seen_at)
    found = session.exec(query.order_by(col(Capture.id))).first()
    if found is None:
        raise NotFound(f"the capture of {named.address} at {named.seen_at:%Y-%m-%d %H:%M:%S} is not kept here")
    return found
