"""One row a version, a change, a story or a text that was said: what downloads hold, as far as it may be shown."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, Field

from storage.feeds import Fresh
from storage.front import Update
from storage.queries import Listed, StoryHistory
from storage.said import Sayer
from storage.tables import Outlet
from tracker import excerpt, timeline
from tracker.model import Op, Part
from tracker.moments import Moment
from tracker.timeline import Seen
from web import front, said
from web.links import Links
from web.times import iso


class VersionRow(BaseModel):
    """A version."""

    story: int
    outlet: str
    version: int
    moment: str
    url: str
    not_before_at: str | None
    first_seen_at: str
    last_seen_at: str
    kept_at: str
    published: str = Field(description="The publisher's own stamp, letter by letter.")
    modified: str
    headline: str
    words: int
    words_added: int
    words_removed: int
    kinds: list[str]
    told: str


class _OfVersion(BaseModel):
    """What a row begins with that tells of one version: the story, the version, and between which checks it came."""

    story: int
    outlet: str
    headline: str
    version: int
    moment: str
    url: str
    not_before_at: str | None
    first_seen_at: str


class ChangeRow(_OfVersion):
    """A change, with the version that brought it."""

    part: Part
    op: Op
    kinds: list[str]
    substantive: bool | None
    why: list[str]
    old: str
    new: str


class UpdateRow(_OfVersion):
    """An update of the front page's list."""

    words_added: int
    words_removed: int
    kinds: list[str]
    substantive: bool
    points: float
    told: str


class StoryRow(BaseModel):
    """A story in a list."""

    story: int
    outlet: str
    headline: str
    language: str
    url: str
    address: str
    versions: int
    first_seen_at: str | None
    last_changed_at: str | None
    told: str


class SaidRow(BaseModel):
    """A text that holds what was asked for, and from when until when it stood."""

    story: int
    outlet: str
    headline: str
    url: str
    part: Part
    text: str
    since_version: int
    since: str
    until_version: int | None
    until: str | None
    last_seen_at: str | None = Field(description="The last check that still saw it; null while it stands.")


def versions(links: Links, history: StoryHistory, *, operator: bool) -> Iterator[VersionRow]:
    """A story's versions, newest first."""
    whole = excerpt.whole(history.outlet.show, operator=operator)
    for entry in timeline.entries(history.seen, []):
        version, read = entry.version, entry.document
        yield VersionRow(
            story=version.story_id,
            outlet=history.outlet.name,
            version=version.number,
            moment=str(entry.moment),
            url=links.whole(links.version(version.story_id, entry.moment)),
            not_before_at=iso(version.not_before_at) if version.not_before_at else None,
            first_seen_at=iso(version.first_seen_at),
            last_seen_at=iso(version.last_seen_at),
            kept_at=iso(entry.kept_at),
            published=read.published_verbatim,
            modified=read.modified_verbatim,
            headline=read.headline,
            words=version.words,
            words_added=version.words_added,
            words_removed=version.words_removed,
            kinds=[str(kind) for kind in front.kinds(excerpt.changes(entry.changes, whole=whole))],
            told=entry.summary if entry.previous else "",
        )


def of_story(links: Links, history: StoryHistory, *, operator: bool) -> Iterator[ChangeRow]:
    """A story's changes, the newest version first, each version's in reading order."""
    before = [None, *(item.moment for item in history.seen)]
    for item, previous in reversed(list(zip(history.seen, before, strict=False))):
        yield from _changes(links, history.outlet, item, previous, operator=operator)


def of_many(links: Links, found: Sequence[Fresh], *, operator: bool) -> Iterator[ChangeRow]:
    """Changes of many stories, the newest version first."""
    for fresh in found:
        yield from _changes(links, fresh.outlet, fresh.seen, fresh.previous, operator=operator)


def update(links: Links, found: Update, *, operator: bool) -> UpdateRow:
    """An update."""
    return UpdateRow(
        story=found.story.id or 0,
        outlet=found.outlet.name,
        headline=found.story.headline,
        version=found.number,
        moment=str(found.moment),
        url=_compared(links, found.story.id or 0, found.previous, found.moment),
        not_before_at=iso(found.not_before_at) if found.not_before_at else None,
        first_seen_at=iso(found.first_seen_at),
        words_added=found.words_added,
        words_removed=found.words_removed,
        kinds=[str(kind) for kind in front.kinds(front.shown(found, operator=operator))],
        substantive=found.substantive,
        points=round(found.points, 1),
        told=found.told,
    )


def story(links: Links, item: Listed) -> StoryRow:
    """A story."""
    found = item.story
    return StoryRow(
        story=found.id or 0,
        outlet=item.outlet.name,
        headline=found.headline,
        language=found.language,
        url=links.whole(links.story(found.id or 0)),
        address=item.address,
        versions=found.versions,
        first_seen_at=iso(found.first_seen_at) if found.first_seen_at else None,
        last_changed_at=iso(found.last_changed_at) if found.last_changed_at else None,
        told=item.newest.version.told if item.newest and found.versions > 1 else "",
    )


def of_sayer(links: Links, sayer: Sayer, *, operator: bool) -> Iterator[SaidRow]:
    """The texts of a story that say or said what was asked for, those that may be shown."""
    story_id = sayer.story.id or 0
    for each in sayer.said:
        if said.shown(sayer, each, operator=operator):
            yield SaidRow(
                story=story_id,
                outlet=sayer.outlet.name,
                headline=sayer.story.headline,
                url=links.whole(links.life(story_id, each.thread)),
                part=each.part,
                text=each.text,
                since_version=each.since.number,
                since=iso(each.since.at),
                until_version=each.until.number if each.until else None,
                until=iso(each.until.at) if each.until else None,
                last_seen_at=iso(each.until.not_before_at) if each.until and each.until.not_before_at else None,
            )


def _changes(
    links: Links, outlet: Outlet, item: Seen, previous: Moment | None, *, operator: bool
) -> Iterator[ChangeRow]:
    version = item.version
    counted = [change for change in item.changes if not change.minor]
    for change in excerpt.changes(counted, whole=excerpt.whole(outlet.show, operator=operator)):
        yield ChangeRow(
            story=version.story_id,
            outlet=outlet.name,
            headline=str(version.document.get("headline", "")),
            version=version.number,
            moment=str(item.moment),
            url=_compared(links, version.story_id, previous, item.moment),
            not_before_at=iso(version.not_before_at) if version.not_before_at else None,
            first_seen_at=iso(version.first_seen_at),
            part=change.part,
            op=change.op,
            kinds=change.kinds,
            substantive=change.substantive,
            why=change.why,
            old=change.old,
            new=change.new,
        )


def _compared(links: Links, story_id: int, previous: Moment | None, moment: Moment) -> str:
    if previous is None:
        return links.whole(links.version(story_id, moment))
    return links.whole(links.compare(story_id, previous, moment))
