"""What a reader sees of a story: its versions, newest first, each with what it changed and between which checks.

The pages, the JSON, the feeds and the command line all render the same Entries.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.model import BlockRole, Capture, Change, Document, Finding, Op, Part, Verdict, Version, Via
from tracker.moments import Moment, moment

#: The name of each part, as a sentence about a change uses it: (one, several).
PARTS = {
    Part.HEADLINE: ("headline", "headlines"),
    Part.STANDFIRST: ("standfirst", "standfirsts"),
    Part.BYLINE: ("byline", "bylines"),
    Part.DATELINE: ("dateline", "datelines"),
    Part.SECTION: ("section", "sections"),
    Part.BODY: ("sentence", "sentences"),
    Part.CAPTION: ("caption", "captions"),
    Part.PUBLISHED_AT: ("stamp", "stamps"),
    Part.URL: ("address", "addresses"),
}


@dataclass(frozen=True)
class Seen:
    """A version, the capture that it was first seen in, and its permalink's moment."""

    version: Version
    capture: Capture
    moment: Moment
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class Aside:
    """A capture that made no version, and why: held, set aside, or folded as minor with what differed."""

    capture: Capture
    verdict: Verdict
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class Entry:
    """One step of the timeline: a version and what it changed against the one before it."""

    version: Version
    document: Document
    moment: Moment
    previous: Moment | None
    stated: bool
    kept_at: datetime
    restores: Moment | None
    restores_number: int | None
    changes: list[Change]
    summary: str
    asides: list[Aside] = field(default_factory=list)

    @property
    def headline(self) -> str:
        """The headline at that time."""
        return self.document.headline


@dataclass(frozen=True)
class HeadlineTurn:
    """A headline and how long it stood, from the version that brought it."""

    headline: str
    moment: Moment
    since: datetime
    until: datetime


def entries(seen: Sequence[Seen], asides: Sequence[Aside]) -> list[Entry]:
    """The timeline of a story, newest first, from its versions in order and the captures that made none.

    A capture that made no version is listed under the version that stood when it was seen; those seen before the
    first version are listed under the first.
    """
    first_by_digest: dict[str, Seen] = {}
    made: list[Entry] = []
    for place, item in enumerate(seen):
        earlier = first_by_digest.get(item.version.digest)
        first_by_digest[item.version.digest] = item
        until = seen[place + 1].capture.seen_at if place + 1 < len(seen) else None
        made.append(
            Entry(
                version=item.version,
                document=Document.model_validate(item.version.document),
                moment=item.moment,
                previous=seen[place - 1].moment if place else None,
                stated=item.capture.via in (Via.IMPORT, Via.PUSH),
                kept_at=item.capture.kept_at,
                restores=earlier.moment if earlier else None,
                restores_number=earlier.version.number if earlier else None,
                changes=[change for change in item.changes if not change.minor],
                summary=summary(item.changes, first=place == 0, restores=earlier.version.number if earlier else None),
                asides=[
                    aside
                    for aside in asides
                    if (place == 0 or aside.capture.seen_at >= item.capture.seen_at)
                    and (until is None or aside.capture.seen_at < until)
                ],
            )
        )
    return made[::-1]


def headlines(seen: Sequence[Seen]) -> list[HeadlineTurn]:
    """Every headline that the story bore, oldest first, each with the time for which it stood."""
    turns: list[HeadlineTurn] = []
    for item in seen:
        headline = str(item.version.document.get("headline", ""))
        if turns and turns[-1].headline == headline:
            last = turns[-1]
            turns[-1] = HeadlineTurn(headline, last.moment, last.since, item.version.last_seen_at)
        else:
            turns.append(HeadlineTurn(headline, item.moment, item.version.first_seen_at, item.version.last_seen_at))
    return turns


def summary(changes: Sequence[Change], *, first: bool = False, restores: int | None = None) -> str:
    """One sentence for an update: "Headline changed; 3 sentences added, 1 moved; a notice added." """
    if first:
        return "First seen."
    said = [f"Taken back to version {restores}"] if restores else []
    counted = [change for change in changes if not change.minor]
    for part in PARTS:
        if part is Part.BODY:
            said += _body([change for change in counted if change.part is part])
        else:
            said += _part(part, [change for change in counted if change.part is part])
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if text else "Typography only."


def _part(part: Part, changes: list[Change]) -> list[str]:
    return _counts(changes, *PARTS[part], single=True)


def _body(changes: list[Change]) -> list[str]:
    """Notices and status markers are told apart from the other sentences: they are the publisher's own word."""
    notices = [change for change in changes if change.role is BlockRole.NOTICE]
    status = [change for change in changes if change.role is BlockRole.STATUS]
    rest = [change for change in changes if change.role not in (BlockRole.NOTICE, BlockRole.STATUS)]
    return [
        *_named(notices, "notice"),
        *_named(status, "developing line"),
        *_counts(rest, *PARTS[Part.BODY]),
    ]


def _named(changes: list[Change], name: str) -> list[str]:
    """A notice of three sentences is one notice: what happened is said, not to how many sentences."""
    return [f"{name} {op}" for op in Op if any(change.op is op for change in changes)]


def _counts(changes: list[Change], one: str, many: str, *, single: bool = False) -> list[str]:
    said: list[str] = []
    for op in (Op.CHANGED, Op.ADDED, Op.REMOVED, Op.MOVED, Op.SPLIT, Op.MERGED):
        count = sum(1 for change in changes if change.op is op)
        if count == 0:
            continue
        if said:
            said.append(f"{count} {op}")
        elif single and count == 1:
            said.append(f"{one} {op}")
        else:
            said.append(f"{count} {one if count == 1 else many} {op}")
    return [", ".join(said)] if said else []


def sight(capture: Capture, *, shared: bool) -> Moment:
    """The moment that names a capture; with its sequence where another may have been seen in its millisecond."""
    within = capture.seen_at.microsecond % 1000 > 0
    return moment(capture.seen_at, capture.sequence if shared or within else None)


def folded(asides: Sequence[Aside]) -> list[Aside]:
    """Those captures that a reader may want to see the reason of: all but plain repetitions."""
    return [aside for aside in asides if aside.verdict.finding is not Finding.SAME]
