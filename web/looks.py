"""What the pages, their JSON twins and the API all look up: one version with its neighbours, two versions compared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from storage import queries, remarks
from storage.queries import Mark, Sighting
from tracker import excerpt
from tracker.diffing import Diff, compare
from tracker.model import Document
from tracker.moments import Moment
from tracker.remarks import Remarked
from web.deps import Reader


@dataclass(frozen=True)
class Look:
    """One version, every version's mark, and how much of the text this reader may see."""

    found: Sighting
    marks: list[Mark]
    whole: bool


@dataclass(frozen=True)
class Compared:
    """Two versions and their diff, which is not yet cut to what the reader may see.

    `remarks` are those on the versions from the one to the other, by the number of each.
    """

    old: Sighting
    new: Sighting
    diff: Diff
    whole: bool
    documents: tuple[Document, Document]
    remarks: Sequence[tuple[int, Remarked]]


def look(reader: Reader, story_id: int, moment: Moment) -> Look:
    """The version that stood at a moment. Raises NotFound."""
    found = queries.sighting(reader.session, story_id, moment, operator=reader.operator)
    found = replace(found, seen=remarks.beside(reader.session, [found.seen])[0])
    whole = excerpt.whole(found.outlet.show, operator=reader.operator)
    return Look(found, queries.marks(reader.session, story_id), whole)


def compared(reader: Reader, story_id: int, old: Moment, new: Moment) -> Compared:
    """Two versions of a story, compared. Raises NotFound."""
    sides = [queries.sighting(reader.session, story_id, at, operator=reader.operator) for at in (old, new)]
    before, after = (Document.model_validate(side.seen.version.document) for side in sides)
    diff = compare(before, after, language=after.language or before.language or None)
    whole = excerpt.whole(sides[0].outlet.show, operator=reader.operator)
    numbers = sorted(side.seen.version.number for side in sides)
    remarked = remarks.on(reader.session, [story_id])
    between = [(at, one) for at in range(numbers[0] + 1, numbers[1] + 1) for one in remarked.get((story_id, at), ())]
    # A remark on a change backwards is on the earlier of the two versions.
    later = max(sides, key=lambda side: side.seen.version.number).seen.capture.seen_at
    backwards = [one for one in remarked.get((story_id, numbers[0]), ()) if one.is_against(later)]
    between = [*((numbers[0], one) for one in backwards), *between]
    return Compared(sides[0], sides[1], diff, whole, (before, after), between)
