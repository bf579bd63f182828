"""What a reader sees of a story: its versions, newest first, each with what it changed and between which checks.

The pages, the JSON, the feeds and the command line all render the same Entries and the same sentences.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial

from tracker import notes
from tracker.dated import Dated
from tracker.episodes import BURST_WITHIN, Flip, Restored, Stage, episodes, restored
from tracker.model import Capture, Change, Document, Event, Finding, Folded, Outcome, Verdict, Version, Via
from tracker.moments import Moment, moment
from tracker.remarks import Remarked
from tracker.telling import retold, tell, tell_episode, tell_event


@dataclass(frozen=True)
class Seen:
    """A version, the capture that it was first seen in, and its permalink's moment."""

    version: Version
    capture: Capture
    moment: Moment
    changes: Sequence[Change] = ()
    remarks: Sequence[Remarked] = ()


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

    `brought` are all its changes as they are kept, `changes` those that count; `noise` is what this version's look
    brought beside the story and was folded away, each with the reason in `why`. `restored` are the texts that came
    back with it, with when they had gone; `remarks` what operators remark on it; `told_in` is the summary's language.
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
    told_in: str
    brought: Sequence[Change] = ()
    restored: Sequence[Restored] = ()
    asides: list[Aside] = field(default_factory=list)
    remarks: Sequence[Remarked] = ()

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


@dataclass(frozen=True)
class Burst:
    """Entries that read as one, newest first; most have but one entry. `tell` says what is different in the end."""

    entries: list[Entry]
    tell: Callable[[], str]
    told_in: str
    flips: Sequence[Flip] = ()

    @cached_property
    def summary(self) -> str:
        """What is different in the end: it compares texts, so that it is worked out only where it is shown."""
        return self.tell()

    @property
    def since(self) -> datetime:
        """When the first of its versions was seen."""
        return self.entries[-1].version.first_seen_at

    @property
    def until(self) -> datetime:
        """When the last of its versions was first seen."""
        return self.entries[0].version.first_seen_at


def entries(seen: Sequence[Seen], asides: Sequence[Aside], *, locale: str = "en") -> list[Entry]:
    """The timeline of a story, newest first, from its versions in order and the captures that made none.

    A capture that made no version is listed under the version that stood when it was seen; those seen before the
    first version are listed under the first.
    """
    last_by_digest: dict[str, Seen] = {}
    under = _under(seen, asides)
    stages = [Stage.of(item.version, item.changes) for item in seen]
    back = restored(stages)
    made: list[Entry] = []
    for place, (item, stage) in enumerate(zip(seen, stages, strict=True)):
        earlier = last_by_digest.get(item.version.digest)
        last_by_digest[item.version.digest] = item
        came_back = back.get(stage.number, [])
        number = earlier.version.number if earlier else None
        before = stages[place - 1].document if place else None
        told = sentence(item, restores=number, old=before, new=stage.document, restored=came_back, locale=locale)
        made.append(
            Entry(
                version=item.version,
                document=stage.document,
                moment=item.moment,
                previous=seen[place - 1].moment if place else None,
                stated=item.capture.via in (Via.IMPORT, Via.PUSH),
                kept_at=item.capture.kept_at,
                restores=earlier.moment if earlier else None,
                restores_number=number,
                changes=[change for change in item.changes if not change.minor],
                noise=[change for change in item.changes if change.folded is Folded.NOISE],
                summary=told[0],
                told_in=told[1],
                brought=item.changes,
                restored=came_back,
                asides=under[place],
                remarks=item.remarks,
            )
        )
    return made[::-1]


def sentence(
    item: Seen,
    *,
    restores: int | None = None,
    old: Document | None = None,
    new: Document | None = None,
    restored: Sequence[Restored] = (),
    locale: str = "en",
) -> tuple[str, str]:
    """What a version changed, in a sentence, and its language: as it was kept, anew where text came back with it.

    What comes back is known from the whole story alone, which the telling of one version does not see. A version that
    was derived before there were sentences is told now.
    """
    if item.version.told and restores is None and not restored:
        return retold(item.version.told, item.version.telling, locale)
    if item.version.number == 1:
        return tell([], first=True, locale=locale), locale
    noted = notes.between(old, new).sentence if old and new else ""
    told = tell(item.changes, restores=restores, old=old, new=new, restored=restored, notes=noted, locale=locale)
    return told, locale


def dated(made: Sequence[Entry]) -> list[Dated]:
    """The versions of a timeline (newest first) as the ledger and the notices take them, in order."""
    return [
        Dated(
            number=entry.version.number,
            first_seen_at=entry.version.first_seen_at,
            last_seen_at=entry.version.last_seen_at,
            document=entry.document,
            not_before_at=entry.version.not_before_at,
            changes=entry.brought,
        )
        for entry in reversed(made)
    ]


def bursts(
    made: Sequence[Entry],
    within: timedelta = BURST_WITHIN,
    clock: Callable[[datetime], str] | None = None,
    *,
    locale: str = "en",
) -> list[Burst]:
    """A timeline's entries (newest first), those together that read as one. `clock` writes a time for its reader."""
    by_number = {entry.version.number: entry for entry in made}
    stages = [_stage(entry) for entry in reversed(made)]
    found = []
    for episode in episodes(stages, within=within):
        inside = [by_number[number] for number in reversed(episode.numbers)]
        alone = len(inside) == 1
        tell = partial(_summary, inside[0]) if alone else partial(tell_episode, episode, clock=clock, locale=locale)
        found.append(Burst(inside, tell, inside[0].told_in if alone else locale, episode.flips))
    return found[::-1]


def _summary(entry: Entry) -> str:
    return entry.summary


def _stage(entry: Entry) -> Stage:
    version = entry.version
    return Stage(
        version.number, version.first_seen_at, version.digest, entry.document, entry.brought, version.not_before_at
    )


def _under(seen: Sequence[Seen], asides: Sequence[Aside]) -> list[list[Aside]]:
    """The captures that made no version, by the place of the version that stood when they were seen."""
    begins = [item.capture.seen_at for item in seen]
    under: list[list[Aside]] = [[] for _ in seen]
    for aside in asides if seen else ():
        under[max(bisect_right(begins, aside.capture.seen_at) - 1, 0)].append(aside)
    return under


def happenings(turns: Sequence[Turn], *, locale: str = "en") -> list[Happening]:
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
                summary=tell_event(
                    event,
                    finding=turn.verdict.finding,
                    status=turn.capture.facts.get("status", ""),
                    locale=locale,
                ),
            )
        )
    return made[::-1]


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


def sight(capture: Capture, *, shared: bool) -> Moment:
    """The moment that names a capture; with its sequence where another may have been seen in its millisecond."""
    within = capture.seen_at.microsecond % 1000 > 0
    return moment(capture.seen_at, capture.sequence if shared or within else None)


def folded(asides: Sequence[Aside]) -> list[Aside]:
    """Those captures that a reader may want to see the reason of: all but plain repetitions and looks in vain."""
    vain = {id(aside) for aside in missed(asides)}
    return [aside for aside in asides if aside.verdict.finding is not Finding.SAME and id(aside) not in vain]
