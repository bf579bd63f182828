"""Entries of the feeds: a version with its change, what happened to a story, a text that was said or taken out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage.feeds import Fresh, Turned, Uttered
from storage.queries import StoryHistory
from storage.tables import Outlet, Story
from tracker import excerpt, timeline
from tracker.model import Change, Part
from tracker.moments import Moment, moment
from tracker.remarks import Remarked
from tracker.timeline import Entry, Happening, Seen
from web import front, texts
from web.links import Links
from web.passages import Passage, foremost, passages
from web.texts import gettext


@dataclass(frozen=True)
class Item:
    """An entry of a feed. Its name, the `tag`, never changes: it is made of a story's number and a capture's time.

    `stated` times are a file's or a program's; `event` tells a happening, which has no passages, from a version;
    `said` is a text that a search asked for, put in or (`gone`) taken out.
    """

    tag: str
    url: str
    title: str
    summary: str
    outlet: Outlet
    story_id: int
    seen_at: datetime
    kept_at: datetime
    language: str = ""
    moment: Moment | None = None
    previous: Moment | None = None
    stated: bool = False
    not_before_at: datetime | None = None
    passages: Sequence[Passage] = ()
    more: int = 0
    changes: Sequence[Change] = ()
    kinds: Sequence[str] = field(default=())
    compare: str | None = None
    event: bool = False
    said: str = ""
    gone: bool = False
    remarks: Sequence[Remarked] = ()

    @property
    def updated_at(self) -> datetime:
        """When what it says was last added to: a remark is news to who follows the story."""
        return max([self.seen_at, *(one.last.made_at for one in self.remarks)])

    @property
    def changed_at(self) -> datetime:
        """When it, or a remark in it, was last written down."""
        return max([self.kept_at, *(one.last.made_at for one in self.remarks)])


def of_story(links: Links, found: StoryHistory, *, operator: bool, most: int) -> list[Item]:
    """The entries of one story's feed, from what its timeline is made of."""
    whole = excerpt.whole(found.outlet.show, operator=operator)
    seen = {item.version.capture_id: item for item in found.seen}
    items = [
        _version(links, entry, seen[entry.version.capture_id], found.outlet, whole=whole)
        for entry in timeline.entries(found.seen, [], locale=texts.language())[:most]
    ]
    return items + [
        _happened(links, found.story, found.outlet, one)
        for one in timeline.happenings(found.turns, locale=texts.language())
    ]


def of_version(links: Links, fresh: Fresh, *, operator: bool) -> Item:
    """A version in a feed of many stories."""
    (entry,) = timeline.entries([fresh.seen], [], locale=texts.language())
    whole = excerpt.whole(fresh.outlet.show, operator=operator)
    return _version(links, entry, fresh.seen, fresh.outlet, whole=whole, previous=fresh.previous)


def of_turn(links: Links, turned: Turned) -> list[Item]:
    """What happened to a whole story, in a feed of many."""
    return [
        _happened(links, turned.story, turned.outlet, one)
        for one in timeline.happenings([turned.turn], locale=texts.language())
    ]


def of_utterance(links: Links, found: Uttered, *, operator: bool) -> Item:
    """A text that a story came to say, or says no more, as far as it may be shown."""
    story_id, capture = found.story.id or 0, found.capture
    named = moment(capture.seen_at, capture.sequence)
    may = excerpt.whole(found.outlet.show, operator=operator) or found.edited or found.part is Part.HEADLINE
    digest = hashlib.sha256(found.text.encode()).hexdigest()[:12]
    if found.gone:
        summary = gettext("It says so no more.")
    else:
        summary = gettext("It came to say so.") if found.number > 1 else gettext("It said so when it was first seen.")
    hidden = gettext("The sentence never changed, and of this outlet only what changed is shown.")
    return Item(
        tag=links.tag(f"/stories/{story_id}@{named}/{'gone' if found.gone else 'said'}/{digest}"),
        url=links.whole(links.version(story_id, found.moment)),
        title=found.story.headline or found.outlet.name,
        summary=summary if may else f"{summary} {hidden}",
        outlet=found.outlet,
        story_id=story_id,
        seen_at=capture.seen_at,
        kept_at=capture.kept_at,
        language=found.story.language,
        moment=found.moment,
        previous=found.previous,
        not_before_at=found.not_before_at,
        compare=_compared(links, story_id, found.previous, found.moment),
        said=found.text if may else "",
        gone=found.gone,
    )


def newest(items: Sequence[Item], most: int) -> list[Item]:
    """Entries by time, the newest first; of one look, what happened to the story stands below its version."""
    return sorted(items, key=lambda item: (item.seen_at, not item.event), reverse=True)[:most]


def _version(
    links: Links, entry: Entry, seen: Seen, outlet: Outlet, *, whole: bool, previous: Moment | None = None
) -> Item:
    version = entry.version
    before = previous or entry.previous
    made = excerpt.changes(entry.changes, whole=whole)
    shown, more = foremost(passages(made))
    named = moment(seen.capture.seen_at, seen.capture.sequence)
    return Item(
        tag=links.tag(f"/stories/{version.story_id}@{named}"),
        url=links.whole(links.version(version.story_id, entry.moment)),
        title=entry.headline or outlet.name,
        summary=entry.summary,
        outlet=outlet,
        story_id=version.story_id,
        seen_at=version.first_seen_at,
        kept_at=entry.kept_at,
        language=entry.document.language,
        moment=entry.moment,
        previous=before,
        stated=entry.stated,
        not_before_at=version.not_before_at,
        passages=shown,
        more=more,
        changes=made,
        kinds=[str(kind) for kind in front.kinds(made)],
        compare=_compared(links, version.story_id, before, entry.moment),
        remarks=entry.remarks,
    )


def _compared(links: Links, story_id: int, before: Moment | None, after: Moment) -> str | None:
    return links.whole(links.compare(story_id, before, after)) if before else None


def _happened(links: Links, story: Story, outlet: Outlet, one: Happening) -> Item:
    """A happening as an entry: its name is the capture's, with the event behind it."""
    capture, story_id = one.capture, story.id or 0
    named = moment(capture.seen_at, capture.sequence)
    return Item(
        tag=links.tag(f"/stories/{story_id}@{named}/{one.event}"),
        url=links.whole(links.happening(story_id, one.moment)),
        title=story.headline or outlet.name,
        summary=one.summary,
        outlet=outlet,
        story_id=story_id,
        seen_at=capture.seen_at,
        kept_at=capture.kept_at,
        moment=one.moment,
        event=True,
    )
