"""What a reader sees of a story: its versions, newest first, each with what it changed and between which checks.

The pages, the JSON, the feeds and the command line all render the same Entries.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.model import (
    BlockRole,
    Capture,
    Change,
    Document,
    Event,
    Finding,
    Folded,
    Op,
    Outcome,
    Part,
    Verdict,
    Version,
    Via,
)
from tracker.moments import Moment, moment

#: What each thing that can change is called: one of it, and several. Where a story has but one (a headline), or where
#: only that it happened matters (a notice of three sentences is one notice), there is no plural and no count.
PARTS: dict[Part | BlockRole, tuple[str, str]] = {
    Part.HEADLINE: ("headline", ""),
    Part.STANDFIRST: ("standfirst", ""),
    Part.BYLINE: ("byline", ""),
    Part.DATELINE: ("dateline", ""),
    Part.SECTION: ("section", ""),
    Part.BODY: ("sentence", "sentences"),
    Part.CAPTION: ("caption", "captions"),
    Part.PUBLISHED_AT: ("stamp", ""),
    Part.URL: ("address", ""),
}

#: The publisher's own word about the story is told apart from, and before, the sentences of its body.
_NAMES: dict[Part | BlockRole, tuple[str, str]] = {
    BlockRole.NOTICE: ("notice", ""),
    BlockRole.STATUS: ("developing line", ""),
    **PARTS,
}

#: The order in which a sentence tells what happened.
_OPS = (Op.CHANGED, Op.ADDED, Op.REMOVED, Op.MOVED, Op.SPLIT, Op.MERGED)


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
class Turn:
    """A capture at which something happened to the story as a whole, and its permalink's moment."""

    capture: Capture
    verdict: Verdict
    moment: Moment


@dataclass(frozen=True)
class Happening:
    """A step of the timeline that is no version: the story was unpublished, or it came back.

    `number` is the version that stood last; `since` is when a story that came back was found unpublished.
    """

    event: Event
    capture: Capture
    moment: Moment
    number: int
    finding: Finding
    since: datetime | None
    summary: str


@dataclass(frozen=True)
class Entry:
    """One step of the timeline: a version and what it changed against the one before it.

    `noise` is what this version's look brought beside the story and was folded away, each with the reason in `why`.
    """

    version: Version
    document: Document
    moment: Moment
    previous: Moment | None
    stated: bool
    kept_at: datetime
    restores: Moment | None
    restores_number: int | None
    changes: list[Change]
    noise: list[Change]
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
    last_by_digest: dict[str, Seen] = {}
    under = _under(seen, asides)
    made: list[Entry] = []
    for place, item in enumerate(seen):
        earlier = last_by_digest.get(item.version.digest)
        last_by_digest[item.version.digest] = item
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
                noise=[change for change in item.changes if change.folded is Folded.NOISE],
                summary=summary(item.changes, first=place == 0, restores=earlier.version.number if earlier else None),
                asides=under[place],
            )
        )
    return made[::-1]


def _under(seen: Sequence[Seen], asides: Sequence[Aside]) -> list[list[Aside]]:
    """The captures that made no version, by the place of the version that stood when they were seen."""
    begins = [item.capture.seen_at for item in seen]
    under: list[list[Aside]] = [[] for _ in seen]
    for aside in asides if seen else ():
        under[max(bisect_right(begins, aside.capture.seen_at) - 1, 0)].append(aside)
    return under


#: What a story came back with, by what the fold made of the look that found it.
_BACK = {
    Finding.VERSION: "its text changed meanwhile",
    Finding.SAME: "its text is the same as before",
    Finding.MINOR: "its text is the same but for what is folded away",
}


def happenings(turns: Sequence[Turn]) -> list[Happening]:
    """What happened to a story as a whole, newest first, from the captures at which it did, in order."""
    made: list[Happening] = []
    for turn in turns:
        event = turn.verdict.event
        if event is None:
            continue
        before = made[-1] if made else None
        made.append(
            Happening(
                event=event,
                capture=turn.capture,
                moment=turn.moment,
                number=turn.verdict.version_number - (turn.verdict.finding is Finding.VERSION),
                finding=turn.verdict.finding,
                since=before.capture.seen_at if before and before.event is Event.UNPUBLISHED else None,
                summary=_happened(event, turn.verdict, turn.capture),
            )
        )
    return made[::-1]


def _happened(event: Event, verdict: Verdict, capture: Capture) -> str:
    if event is Event.BACK:
        return f"Back: the page is there again; {_BACK.get(verdict.finding, 'its text is kept')}."
    status = capture.facts.get("status", "")
    said = f" (status {status})" if status.isascii() and status.isdigit() and len(status) == 3 else ""
    return f"Unpublished: two checks in a row found the page gone{said}. The last text is kept."


def missed(asides: Sequence[Aside]) -> list[Aside]:
    """Those looks that found no text at all: the page was gone, refused or out of reach."""
    return [aside for aside in asides if aside.capture.outcome not in (Outcome.CONTENT, Outcome.UNCHANGED)]


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
    """One sentence for an update, such as "Headline changed; notice added; 3 sentences changed, 1 moved." """
    if first:
        return "First seen."
    counts: Counter[tuple[Part | BlockRole, Op]] = Counter()
    for change in changes:
        if not change.minor:
            counts[change.role or change.part, change.op] += 1
    said = [f"taken back to version {restores}"] if restores else []
    said += [told for what, names in _NAMES.items() if (told := _told(counts, what, *names))]
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if text else "Typography only."


def _told(counts: Counter[tuple[Part | BlockRole, Op]], what: Part | BlockRole, one: str, many: str) -> str:
    """What happened to one kind of thing: "2 sentences changed, 1 moved"; "headline changed", for there is but one."""
    said: list[str] = []
    for op in _OPS:
        count = counts[what, op]
        if not count:
            continue
        if not many:
            said.append(str(op) if said else f"{one} {op}")
        else:
            said.append(f"{count} {op}" if said else f"{count} {one if count == 1 else many} {op}")
    return ", ".join(said)


def sight(capture: Capture, *, shared: bool) -> Moment:
    """The moment that names a capture; with its sequence where another may have been seen in its millisecond."""
    within = capture.seen_at.microsecond % 1000 > 0
    return moment(capture.seen_at, capture.sequence if shared or within else None)


def folded(asides: Sequence[Aside]) -> list[Aside]:
    """Those captures that a reader may want to see the reason of: all but plain repetitions and looks in vain."""
    vain = {id(aside) for aside in missed(asides)}
    return [aside for aside in asides if aside.verdict.finding is not Finding.SAME and id(aside) not in vain]
