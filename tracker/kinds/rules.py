"""The rules that say what kind of change a change is, in their order, and the one door to them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tracker.diffing import compare
from tracker.kinds.attributions import changed_attributions
from tracker.kinds.certainty import changed_certainty
from tracker.kinds.contacts import changed_contacts
from tracker.kinds.copyedits import changed_copy
from tracker.kinds.languages import language_of, language_within
from tracker.kinds.model import Finding, Kind
from tracker.kinds.notices import changed_notices, changed_status
from tracker.kinds.quotes import changed_quotes
from tracker.kinds.reading import Reading, Story
from tracker.kinds.recounted import changed_figures
from tracker.kinds.redated import changed_whens
from tracker.kinds.renamed import changed_names
from tracker.kinds.setting import changed_marks, changed_setting
from tracker.kinds.statements import changed_statements
from tracker.model import Change, Document, Op, Part

#: Characters of both sides together beyond which a pair is not read by the rules: no sentence of a story is so long.
LONGEST = 8_000

Rule = Callable[[Reading], Iterable[Finding]]

#: Each rule sees what those before it have accounted for. Statements come last: they judge what is left.
RULES: tuple[Rule, ...] = (
    changed_notices,
    changed_status,
    changed_contacts,
    changed_setting,
    changed_quotes,
    changed_whens,
    changed_figures,
    changed_attributions,
    changed_names,
    changed_certainty,
    changed_marks,
    changed_copy,
    changed_statements,
)
#: What is asked of a sentence that is only added or only removed: the other kinds are for changes inside a pair.
RULES_ALONE: tuple[Rule, ...] = (changed_notices, changed_status, changed_statements)
_ORDER = {kind: place for place, kind in enumerate(Kind)}


def label(
    changes: Iterable[Change],
    *,
    language: str = "",
    story: str = "",
    old_at: datetime | None = None,
    new_at: datetime | None = None,
) -> list[Change]:
    """The changes with their kinds, whether they are substantive, and why: one `why` for each finding.

    `language` is a code as declared ("en-GB"; "" to guess), `story` the text around the changes, in which names are
    looked up, `old_at` and `new_at` when either text was captured, by which "today" is read. All may be left out.
    Never raises, and the same changes give the same answer.
    """
    around = Story(story)
    known = language_of(language, story) if language or story.strip() else None
    out = []
    for change in changes:
        read_in = known if language and known else language_within(known, change.old, change.new)
        reading = Reading(_scripted(change), read_in, story=around, old_at=old_at, new_at=new_at)
        out.append(_labelled(reading, change, language))
    return out


def _scripted(change: Change) -> Change:
    """A change of a headline that a page only declares, with its words compared: it comes as one text for another."""
    if not change.field or change.part is not Part.HEADLINE or change.op is not Op.CHANGED:
        return change
    diff = compare(Document(headline=change.old), Document(headline=change.new))
    words = [[sign, text] for pair in diff.pairs for sign, text in pair.words]
    return change.model_copy(update={"words": words})


def _labelled(reading: Reading, change: Change, declared: str) -> Change:
    found = list(_found(reading))
    kinds = sorted({finding.kind for finding in found}, key=_ORDER.__getitem__)
    why = [f"{finding.kind}: {finding.why}" for finding in sorted(found, key=lambda finding: _ORDER[finding.kind])]
    if not reading.language.code and change.folded is None:
        why.append(f"language {declared or 'unknown'}: only digits, marks and capitals were read")
    if _too_long(reading):
        why.append(f"more than {LONGEST} letters: not read")
    substantive = None if _too_long(reading) else any(finding.substantive for finding in found)
    return Change.model_construct(
        **{**change.__dict__, "kinds": [str(kind) for kind in kinds], "substantive": substantive, "why": why}
    )


def _too_long(reading: Reading) -> bool:
    return reading.paired and len(reading.old.text) + len(reading.new.text) > LONGEST


def _found(reading: Reading) -> Iterator[Finding]:
    change = reading.change
    if change.folded is not None:
        if change.op is not Op.MOVED:
            yield Finding(Kind.COPYEDIT, f"only {change.folded}", False)
        return
    if change.part is Part.URL or _too_long(reading):
        return
    if not reading.edits:
        if change.op is not Op.MOVED:
            yield Finding(Kind.COPYEDIT, "spacing", False)
        return
    for rule in RULES if reading.paired else RULES_ALONE:
        for finding in rule(reading):
            reading.account(finding)
        if reading.settled:
            break
    yield from reading.found
