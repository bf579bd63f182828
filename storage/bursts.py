"""Which versions read as one with an update on the front page: those made within minutes of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from sqlalchemy import and_, or_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from storage.front import Update
from storage.queries import Mark, shared
from storage.tables import Capture, Version
from tracker import timeline
from tracker.episodes import BURST_LONGEST, bursts


@dataclass(frozen=True)
class Together:
    """Versions that read as one, in order, without their texts; `before` is the version that they all changed."""

    before: Mark
    versions: list[tuple[Mark, Version]]


def together(session: Session, updates: Sequence[Update], *, within: timedelta) -> dict[int, Together]:
    """For each update that is part of a burst, by its capture, all of that burst. One query.

    Only versions near the update are looked at, so where a story is edited without rest for hours its page may draw
    the borders elsewhere.
    """
    if not updates:
        return {}
    near = (
        and_(
            col(Version.story_id) == update.story.id,
            col(Version.first_seen_at) >= update.first_seen_at - 2 * BURST_LONGEST,
            col(Version.first_seen_at) <= update.first_seen_at + BURST_LONGEST,
        )
        for update in updates
    )
    query = select(Version, Capture, shared()).join(Capture, col(Version.capture_id) == col(Capture.id))
    query = query.where(or_(*near)).order_by(col(Version.story_id), col(Version.number))
    query = query.options(defer(col(Version.document)), defer(col(Version.latest)))  # type: ignore[arg-type]
    rows = session.exec(query).all()
    found: dict[int, Together] = {}
    wanted = {update.capture.id for update in updates}
    for _, group in groupby(rows, key=lambda row: row[0].story_id):
        of_story = list(group)
        times = [version.first_seen_at for version, _, _ in of_story]
        marks = [
            Mark(version.number, timeline.sight(capture, shared=twice), version.first_seen_at, version.digest)
            for version, capture, twice in of_story
        ]
        # What stands first among these is what the next was made of, or the first version, which is no edit.
        for places in bursts(times[1:], within=within):
            inside = [place + 1 for place in places]
            here = wanted & {of_story[place][0].capture_id for place in inside}
            if here and len(inside) > 1:
                versions = [(marks[place], of_story[place][0]) for place in inside]
                found[here.pop() or 0] = Together(marks[inside[0] - 1], versions)
    return found
