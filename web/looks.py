"""What the pages, their JSON twins and the API all look up: one version with its neighbours, two versions compared."""

from dataclasses import dataclass

from storage import queries
from storage.queries import Mark, Sighting
from tracker import excerpt
from tracker.diffing import Diff, compare
from tracker.model import Document
from tracker.moments import Moment
from web.deps import Reader


@dataclass(frozen=True)
class Look:
    """One version, every version's mark, and how much of the text this reader may see."""

    found: Sighting
    marks: list[Mark]
    whole: bool


@dataclass(frozen=True)
class Compared:
    """Two versions and their diff, which is not yet cut to what the reader may see."""

    old: Sighting
    new: Sighting
    diff: Diff
    whole: bool
    documents: tuple[Document, Document]


def look(reader: Reader, story_id: int, moment: Moment) -> Look:
    """The version that stood at a moment. Raises NotFound."""
    found = queries.sighting(reader.session, story_id, moment, operator=reader.operator)
    whole = excerpt.whole(found.outlet.show, operator=reader.operator)
    return Look(found, queries.marks(reader.session, story_id), whole)


def compared(reader: Reader, story_id: int, old: Moment, new: Moment) -> Compared:
    """Two versions of a story, compared. Raises NotFound."""
    sides = [queries.sighting(reader.session, story_id, at, operator=reader.operator) for at in (old, new)]
    before, after = (Document.model_validate(side.seen.version.document) for side in sides)
    diff = compare(before, after, language=after.language or before.language or None)
    whole = excerpt.whole(sides[0].outlet.show, operator=reader.operator)
    return Compared(sides[0], sides[1], diff, whole, (before, after))
