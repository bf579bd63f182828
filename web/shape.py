"""From what is kept to what the API answers, as far as this reader may see it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from storage.flags import Settled
from storage.queries import Listed, Mark, Sighting, StoryHistory
from storage.tables import Outlet, Story
from tracker import excerpt, timeline, weight
from tracker.episodes import BURST_WITHIN
from tracker.model import Change, Document
from tracker.timeline import Aside, Burst, Entry, Happening
from web import changelist, figures, notices, remarks
from web.answers import (
    AsideAnswer,
    BlockAnswer,
    ChangeAnswer,
    CountedOutlet,
    EventAnswer,
    FullStory,
    FullVersion,
    HeadlineAnswer,
    ListedStory,
    OutletAnswer,
    PlacedChange,
    Provenance,
    StampAnswer,
    StoryAnswer,
    VersionAnswer,
    WatchAnswer,
)
from web.links import Links
from web.looks import Compared
from web.story_answers import EpisodeAnswer, Figures, FlipAnswer
from web.watching import watched


def changes(made: Iterable[Change]) -> list[ChangeAnswer]:
    """Changes, those that are already excerpted included."""
    return [ChangeAnswer.model_validate(change.model_dump()) for change in made]


def outlet(found: Outlet) -> OutletAnswer:
    """An outlet."""
    return OutletAnswer(host=found.host, name=found.name, zone=found.zone, show=found.show)


def counted(found: Outlet, stories: int) -> CountedOutlet:
    """An outlet with the number of its stories."""
    return CountedOutlet(**outlet(found).model_dump(), stories=stories)


def story(links: Links, found: Story, of: Outlet, address: str | None, *, whole: bool) -> StoryAnswer:
    """A story."""
    return StoryAnswer(
        id=found.id or 0,
        url=links.whole(links.story(found.id or 0)),
        address=address,
        outlet=outlet(of),
        headline=found.headline,
        language=found.language,
        versions=found.versions,
        held=found.held,
        first_seen_at=found.first_seen_at,
        last_seen_at=found.last_seen_at,
        last_changed_at=found.last_changed_at,
        excerpt=not whole,
    )


def listed(links: Links, item: Listed, *, operator: bool) -> ListedStory:
    """A story in a list, with the weightiest thing that its newest version changed."""
    whole = excerpt.whole(item.outlet.show, operator=operator)
    made = excerpt.changes(item.newest.changes, whole=whole) if item.newest else []
    foremost = weight.weightiest(made)
    return ListedStory(
        **story(links, item.story, item.outlet, item.address, whole=whole).model_dump(),
        summary=item.newest.version.told if item.newest else None,
        weightiest=changes([foremost])[0] if foremost else None,
    )


def full_story(
    links: Links,
    history: StoryHistory,
    settled: Settled,
    *,
    operator: bool,
    now: datetime,
    within: timedelta = BURST_WITHIN,
) -> FullStory:
    """A story with its timeline. Versions `within` that time of each other read as one episode."""
    whole = excerpt.whole(history.outlet.show, operator=operator)
    entries = timeline.entries(history.seen, history.asides)
    address = history.addresses[0] if history.addresses else None
    dated = timeline.dated(entries)
    spoken, flags = notices.told(notices.notices(entries, dated, settled), entries)
    return FullStory(
        **story(links, history.story, history.outlet, address, whole=whole).model_dump(),
        addresses=history.addresses,
        checks=history.checks,
        headlines=[
            HeadlineAnswer(headline=turn.headline, moment=str(turn.moment), since=turn.since, until=turn.until)
            for turn in timeline.headlines(history.seen)
        ],
        entries=[version(links, entry, whole=whole) for entry in entries],
        episodes=[episode(burst) for burst in timeline.bursts(entries, within)],
        figures=figures.answers(
            links, history.story.id or 0, figures.figures(entries, dated, history.outlet.zone, whole=whole)
        ),
        notices=spoken,
        flags=flags,
        events=[event(links, history.story.id or 0, one) for one in timeline.happenings(history.turns)],
        asides=[aside(item, whole=whole) for item in history.asides],
        watch=_watch(history, now),
    )


def story_figures(links: Links, history: StoryHistory, *, operator: bool) -> Figures:
    """The figures of a story that had more than one value."""
    whole = excerpt.whole(history.outlet.show, operator=operator)
    entries = timeline.entries(history.seen, [])
    found = figures.figures(entries, timeline.dated(entries), history.outlet.zone, whole=whole)
    return Figures(items=figures.answers(links, history.story.id or 0, found), next=None)


def episode(burst: Burst) -> EpisodeAnswer:
    """Updates that read as one entry."""
    return EpisodeAnswer(
        since=burst.since,
        until=burst.until,
        versions=[str(entry.moment) for entry in reversed(burst.entries)],
        summary=burst.summary,
        flips=[
            FlipAnswer(
                first=flip.first,
                second=flip.second,
                turns=flip.turns,
                since=flip.since,
                until=flip.until,
                alternates=flip.alternates,
            )
            for flip in burst.flips
        ],
    )


def event(links: Links, story_id: int, one: Happening) -> EventAnswer:
    """What happened to a story as a whole."""
    return EventAnswer(
        event=one.event,
        seen_at=one.capture.seen_at,
        moment=str(one.moment),
        url=links.whole(links.happening(story_id, one.moment)),
        version=one.number,
        since=one.since,
        summary=one.summary,
    )


def _watch(history: StoryHistory, now: datetime) -> WatchAnswer | None:
    found = history.follow
    if found is None:
        return None
    told = watched(found, set(), now)
    return WatchAnswer(
        state=found.state,
        checks=found.checks,
        checked_at=told.last_at,
        due_at=told.next_at,
        said=". ".join(part for part in (told.looked, told.coming) if part),
    )


def aside(item: Aside, *, whole: bool) -> AsideAnswer:
    """A capture that made no version."""
    return AsideAnswer(
        seen_at=item.capture.seen_at,
        kept_at=item.capture.kept_at,
        via=item.capture.via,
        outcome=item.capture.outcome,
        finding=item.verdict.finding,
        reason=item.verdict.reason,
        changes=changes(excerpt.changes(item.changes, whole=whole)),
    )


def version(links: Links, entry: Entry, *, whole: bool) -> VersionAnswer:
    """A version with its changes."""
    made, read = entry.version, entry.document
    return VersionAnswer(
        number=made.number,
        moment=str(entry.moment),
        url=links.whole(links.version(made.story_id, entry.moment)),
        headline=read.headline,
        not_before_at=made.not_before_at,
        first_seen_at=made.first_seen_at,
        last_seen_at=made.last_seen_at,
        kept_at=entry.kept_at,
        stated=entry.stated,
        published=_stamp(read, read.published_verbatim, read.published_at),
        modified=_stamp(read, read.modified_verbatim, read.modified_at),
        words=made.words,
        words_added=made.words_added,
        words_removed=made.words_removed,
        coarse=made.coarse,
        restores=str(entry.restores) if entry.restores else None,
        previous=str(entry.previous) if entry.previous else None,
        summary=entry.summary,
        changes=changes(excerpt.changes(entry.changes, whole=whole)),
        remarks=remarks.answers(links, made.story_id, entry.moment, entry.remarks),
    )


def full_version(links: Links, found: Sighting, marks: Sequence[Mark], *, operator: bool) -> FullVersion:
    """A version with its text, as far as it may be shown."""
    whole = excerpt.whole(found.outlet.show, operator=operator)
    (entry,) = timeline.entries([found.seen], [])
    number = found.seen.version.number
    around = {mark.number: str(mark.moment) for mark in marks}
    read = excerpt.document(entry.document, whole=whole)
    earlier = restores(found, marks)
    fields = version(links, entry, whole=whole).model_dump() | {
        "previous": around.get(number - 1),
        "restores": str(earlier.moment) if earlier else None,
        "summary": summary(found, marks),
    }
    capture = found.seen.capture
    return FullVersion(
        **fields,
        story=story(links, found.story, found.outlet, capture.address, whole=whole),
        next=around.get(number + 1),
        excerpt=not whole,
        standfirst=read.standfirst,
        byline=read.byline,
        dateline=read.dateline,
        section=read.section,
        language=read.language,
        blocks=[BlockAnswer(kind=block.kind, role=block.role, text=block.text) for block in read.blocks],
        provenance=Provenance(**capture.model_dump(), extractor=found.seen.version.extractor),
    )


def restores(found: Sighting, marks: Sequence[Mark]) -> Mark | None:
    """The last earlier version with the same text, to which this one takes the story back."""
    version = found.seen.version
    same = [mark for mark in marks if mark.digest == version.digest and mark.number < version.number]
    return same[-1] if same else None


def summary(found: Sighting, marks: Sequence[Mark]) -> str:
    """What a version changed, in a sentence."""
    earlier = restores(found, marks)
    text, _ = timeline.sentence(found.seen, restores=earlier.number if earlier else None)
    return text


def diff(links: Links, found: Compared) -> dict[str, Any]:
    """`rowback-diff/1` of two versions with its changes, as far as it may be shown."""
    old, new = found.old, found.new
    url = links.whole(links.compare(new.story.id or 0, old.seen.moment, new.seen.moment))
    placed = [
        PlacedChange(**one.model_dump(), place=place, url=f"{url}#p{place}").model_dump(mode="json")
        for place, change in changelist.placed(found)
        for one in changes([change])
    ]
    named = [
        {
            "number": item.seen.version.number,
            "moment": str(item.seen.moment),
            "url": links.whole(links.version(item.story.id or 0, item.seen.moment)),
        }
        for item in (old, new)
    ]
    told = excerpt.diff(found.diff, whole=found.whole).as_json()
    return told | {"excerpt": not found.whole, "versions": named, "changes": placed}


def _stamp(read: Document, verbatim: str, at: datetime | None) -> StampAnswer | None:
    if not verbatim and at is None:
        return None
    return StampAnswer(verbatim=verbatim, at=at, zone_assumed=read.zone_assumed)
