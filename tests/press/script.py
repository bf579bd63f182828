"""The script of a newsroom: its outlets and their habits, its stories, and what happens to each over some days."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tests.press.edits import EDITS, WEIGHTS, What
from tests.press.text import Line, Mark, Text
from tests.press.words import ENGLISH, GERMAN, Voice, Writer, slug


class Trouble(StrEnum):
    """What may stand in the way of a page. `blip` is one answer only; all others last as long as their spell."""

    GONE = "gone"
    NOT_FOUND = "not found"
    BLIP = "blip"
    SOFT = "soft 404"
    HOME = "redirect home"
    BUSY = "429"
    DOWN = "503"
    SLOW = "slow"
    CUT_OFF = "cut off"
    RESET = "reset"
    GARBAGE = "garbage"
    BOMB = "bomb"
    WALL = "consent wall"
    LOOP = "redirect loop"


@dataclass(frozen=True)
class Spell:
    """A trouble from one moment until another."""

    what: Trouble
    start: datetime
    end: datetime


class Validators(StrEnum):
    """What an outlet answers to a conditional request."""

    ETAG = "etag"
    MODIFIED = "modified"
    NONE = "none"
    LYING = "lying"


class Canonical(StrEnum):
    """What an outlet's pages name as their own address."""

    RIGHT = "right"
    HOME = "home"
    EMPTY = "empty"
    ABSENT = "absent"


class Listing(StrEnum):
    """Where an outlet lists its stories; the value is the path."""

    RSS = "/feeds/news.rss"
    ATOM = "/feeds/atom.xml"
    JSON = "/feed.json"
    SITEMAP = "/news-sitemap.xml"
    SECTION = "/latest/"


@dataclass(frozen=True)
class Outlet:
    """A publisher and its habits. `number` gives its loopback address, 127.0.1.number."""

    number: int
    name: str
    dress: str
    listing: Listing
    voice: Voice = ENGLISH
    validators: Validators = Validators.NONE
    canonical: Canonical = Canonical.RIGHT
    crawl_delay: int = 0
    gzip: bool = False
    slugs: bool = False
    wall_each: int = 0
    spells: tuple[Spell, ...] = ()
    newsletter_from: datetime | None = None
    redesign_at: datetime | None = None

    @property
    def host(self) -> str:
        """The host that its pages are served from."""
        return f"127.0.1.{self.number}"


@dataclass(frozen=True)
class Edit:
    """A scripted edit: when, what kind, and the text after it. The first of a story is its publication."""

    at: datetime
    what: What | None
    text: Text


@dataclass(frozen=True)
class Test:
    """A headline test: other words in the headline's place for some readers, while the story stays as it is."""

    headline: str
    start: datetime
    end: datetime
    by_request: bool


@dataclass(frozen=True)
class Story:
    """A story: its edits in order, its spells of trouble, its headline test. `member` ones robots must leave alone."""

    number: int
    outlet: Outlet
    section: str
    edits: tuple[Edit, ...]
    spells: tuple[Spell, ...] = ()
    test: Test | None = None
    live: bool = False
    member: bool = False

    @property
    def published_at(self) -> datetime:
        """When it first stood there."""
        return self.edits[0].at

    def state_at(self, now: datetime) -> int:
        """The number of the edit that stands at a moment; -1 before publication."""
        return sum(1 for edit in self.edits if edit.at <= now) - 1

    def text_at(self, now: datetime) -> Text:
        """What it says at a moment."""
        return self.edits[max(self.state_at(now), 0)].text

    def trouble_at(self, now: datetime) -> Trouble | None:
        """What stands in the way of it at a moment."""
        return next((spell.what for spell in self.spells if spell.start <= now < spell.end), None)

    def path(self, state: int) -> str:
        """Its path while a state stands: with a slug, the headline is part of it."""
        number = 48_211 + 17 * self.number
        section = "members" if self.member else self.section
        if not self.outlet.slugs:
            return f"/{section}/{number}/{slug(self.edits[0].text.headline)}"
        return f"/{section}/{slug(self.edits[state].text.headline)}-{number}"


@dataclass
class Script:
    """A whole newsroom: its outlets, its stories, and from when to when it is followed."""

    start: datetime
    end: datetime
    outlets: list[Outlet]
    stories: list[Story] = field(default_factory=list)

    def of(self, outlet: Outlet) -> list[Story]:
        """The stories of an outlet."""
        return [story for story in self.stories if story.outlet.number == outlet.number]


#: Monday morning, on which every script begins.
MONDAY = datetime.fromisoformat("2026-11-02T05:00:00+00:00")

_SECTIONS = ("news", "local", "business", "sport", "politics")


#: Share of the time within which all stories are published; what is left is for their later life.
WITHIN = 0.72


def newsroom(
    *, stories: int, days: float, seed: int = 4, dresses: Sequence[str] = (), within: float = WITHIN
) -> Script:
    """A script of so many stories over so many days; the same seed gives the same script.

    `dresses` names the outlets to have, all five by default.
    """
    hand = random.Random(seed)
    end = MONDAY + timedelta(days=days)
    chosen = [outlet for outlet in outlets(MONDAY, end) if not dresses or outlet.dress in dresses]
    script = Script(MONDAY, end, chosen)
    for number in range(stories):
        outlet = script.outlets[number % len(script.outlets)]
        script.stories.append(_story(hand, script, outlet, number, within))
    troubled(hand, script)
    return script


def outlets(start: datetime, end: datetime) -> list[Outlet]:
    """Five publishers, each with the habits that break trackers in its own way."""
    whole = end - start

    def busy(what: Trouble, share: float, minutes: int) -> Spell:
        return Spell(what, start + share * whole, start + share * whole + timedelta(minutes=minutes))

    return [
        Outlet(
            1,
            "The Ostwick Courier",
            "courier",
            Listing.RSS,
            validators=Validators.ETAG,
            gzip=True,
            slugs=True,
            newsletter_from=start + whole * 0.45,
            spells=(busy(Trouble.BUSY, 0.3, 20), busy(Trouble.DOWN, 0.7, 45)),
        ),
        Outlet(
            2,
            "Norrland Dispatch",
            "dispatch",
            Listing.JSON,
            canonical=Canonical.HOME,
            newsletter_from=start + whole / 2,
        ),
        Outlet(
            3,
            "The Meridian Post",
            "meridian",
            Listing.ATOM,
            validators=Validators.LYING,
            gzip=True,
            slugs=True,
            newsletter_from=start + whole * 0.6,
            redesign_at=start + whole * 0.5,
            spells=(busy(Trouble.DOWN, 0.2, 30), busy(Trouble.BUSY, 0.8, 30)),
        ),
        Outlet(
            4,
            "Kleinstädter Anzeiger",
            "anzeiger",
            Listing.SITEMAP,
            voice=GERMAN,
            canonical=Canonical.EMPTY,
            crawl_delay=4,
            wall_each=7,
        ),
        Outlet(
            5,
            "Harbour Wire",
            "wire",
            Listing.SECTION,
            validators=Validators.MODIFIED,
            canonical=Canonical.ABSENT,
            newsletter_from=start + whole * 0.55,
            spells=(busy(Trouble.DOWN, 0.4, 90),),
        ),
    ]


def _story(hand: random.Random, script: Script, outlet: Outlet, number: int, within: float) -> Story:
    """One story: published somewhere in the first share of the time, then edited less and less."""
    writer = Writer(hand, outlet.voice)
    span = script.end - script.start
    published_at = _seconds(script.start + span * within * hand.random())
    live = outlet.dress in ("wire", "meridian") and hand.random() < 0.15
    first = _first(writer, hand, published_at, live=live)
    edits = [Edit(published_at, None, first)]
    for at in _moments(hand, published_at, script.end, live=live):
        if (after := _edited(writer, [edit.text for edit in edits], at, live=live)) is not None:
            edits.append(Edit(at, *after))
    test = _test(hand, writer, published_at) if outlet.dress == "meridian" and hand.random() < 0.3 else None
    section = "live" if live else hand.choice(_SECTIONS)
    return Story(number, outlet, section, tuple(edits), test=test, live=live, member=hand.random() < 0.04)


def _seconds(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _first(writer: Writer, hand: random.Random, at: datetime, *, live: bool) -> Text:
    lines = [Line(writer.paragraph()) for _ in range(hand.randint(5, 22))]
    if live:
        opening = [Line(writer.headline(), Mark.NOTE, at - timedelta(minutes=5))]
        return Text(
            f"Live: {writer.headline()}", writer.sentence(), writer.name(), tuple(lines[:1] + opening + lines[1:4])
        )
    if hand.random() < 0.3:
        lines.insert(len(lines) // 2, Line(writer.angle(), Mark.HEADING))
    if hand.random() < 0.2:
        lines[-1:] = [Line(writer.sentence(), Mark.ITEM) for _ in range(3)] + lines[-1:]
    if hand.random() < 0.25:
        lines.append(Line(writer.voice.status))
    return Text(writer.headline(), writer.sentence(), writer.name(), tuple(lines))


def _moments(hand: random.Random, published_at: datetime, end: datetime, *, live: bool) -> list[datetime]:
    """When a story is edited. About 81% of text changes come within 24 hours (GDELT), most of them within a few."""
    count = hand.randint(8, 18) if live else hand.choices((0, 1, 2, 3, 4, 6, 9), (30, 22, 18, 12, 9, 6, 3))[0]
    # Log-normal in hours, median 3.2, so that 0.81 lie below 24.
    moments = [published_at + timedelta(hours=hand.lognormvariate(1.16, 2.2)) for _ in range(count)]
    if live:
        moments = [published_at + timedelta(minutes=hand.uniform(8, 420)) for _ in range(count)]
    return sorted({_seconds(at) for at in moments if at < end})


def _edited(writer: Writer, texts: list[Text], at: datetime, *, live: bool) -> tuple[What, Text] | None:
    """A kind of edit and the text after it; None where nothing that was drawn fits."""
    hand, before = writer.hand, texts[-1]
    for _ in range(6):
        if live:
            what = hand.choices((What.NOTE, What.OLD_NOTE, What.HEADLINE, What.LETTER), (6, 3, 1, 1))[0]
        else:
            what = hand.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        after = (texts[-2] if len(texts) > 1 else None) if what is What.REVERT else EDITS[what](before, writer, at)
        if after is not None and after != before:
            return what, after
    return None


def _test(hand: random.Random, writer: Writer, published_at: datetime) -> Test:
    start = published_at + timedelta(minutes=hand.randint(0, 60))
    return Test(writer.angle(), start, start + timedelta(minutes=hand.randint(25, 50)), hand.random() < 0.6)


#: What befalls single stories: the trouble, its start in hours after publication, its length in hours (None: for good).
_TROUBLES: tuple[tuple[Trouble, float, float | None], ...] = (
    (Trouble.NOT_FOUND, 7, None),
    (Trouble.GONE, 12, None),
    (Trouble.NOT_FOUND, 5, 9),
    (Trouble.BLIP, 2, 6),
    (Trouble.SOFT, 4, 5),
    (Trouble.HOME, 9, None),
    (Trouble.SLOW, 3, 1),
    (Trouble.CUT_OFF, 3, 2),
    (Trouble.RESET, 4, 2),
    (Trouble.GARBAGE, 2, 2),
    (Trouble.BOMB, 6, 1.5),
    (Trouble.WALL, 3, 4),
    (Trouble.LOOP, 5, 2),
    (Trouble.BLIP, 20, 30),
    (Trouble.SOFT, 10, None),
)


def troubled(hand: random.Random, script: Script) -> None:
    """Give every second story or so one of the troubles, in turn, so that even a small newsroom has most of them."""
    open_ones = [n for n, story in enumerate(script.stories) if not story.member]
    hand.shuffle(open_ones)
    for place, (what, after, hours) in zip(open_ones, _TROUBLES * (len(open_ones) // 40 + 1), strict=False):
        story = script.stories[place]
        start = story.published_at + timedelta(hours=after)
        end = start + timedelta(hours=hours) if hours is not None else script.end + timedelta(days=400)
        edits = story.edits
        if (what, hours) == (Trouble.NOT_FOUND, 9):
            edits = _edited_while_away(story, start, end)
        script.stories[place] = replace(story, spells=(Spell(what, start, end),), edits=edits)


def _edited_while_away(story: Story, start: datetime, end: datetime) -> tuple[Edit, ...]:
    """The edits of a story that comes back changed."""
    before = story.text_at(start)
    writer = Writer(random.Random(story.number), story.outlet.voice)
    at = start + (end - start) / 2
    changed = EDITS[What.ADDITION](before, writer, at)
    assert changed is not None
    earlier = tuple(edit for edit in story.edits if edit.at < start)
    return (*earlier, Edit(at.replace(microsecond=0), What.ADDITION, changed))
