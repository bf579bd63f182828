"""What a reader on the way sees first: what changed last in a story, in one sentence and one marked passage."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker import excerpt, weight
from tracker.model import Change, Part
from tracker.telling import Told, brief
from tracker.timeline import Entry
from web import texts
from web.passages import Passage, passages


@dataclass(frozen=True)
class Latest:
    """The newest version against the one before it; `told_in` is the sentence's language.

    `passage` is a headline that turned, else the weightiest change; None where no text of it may be shown.
    """

    entry: Entry
    told: str
    told_in: str
    passage: Passage | None


def latest(entries: Sequence[Entry], *, whole: bool) -> Latest | None:
    """What changed last, from a timeline newest first; None for a story that has not changed."""
    if len(entries) < 2:
        return None
    newest = entries[0]
    made = excerpt.changes(newest.changes, whole=whole)
    headline = next((change for change in made if change.part is Part.HEADLINE and change.words), None)
    foremost = headline or weight.weightiest(made)
    shown = passages([foremost]) if foremost else []
    if newest.restores or newest.restored:
        told = newest.summary, newest.told_in
    else:
        told = brief(newest.version.told, _beside(newest.version.telling, headline), texts.language())
    return Latest(newest, *told, shown[0] if shown else None)


def _beside(given: Sequence[Told], headline: Change | None) -> Sequence[Told]:
    """The clauses of a sentence without the headline's, which is shown marked; all where there are no others."""
    others = [clause for clause in given if not clause["key"].startswith("headline.")]
    return others if headline and others else given
