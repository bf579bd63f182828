"""The front page: what changed that matters, now; one update a story, ranked, filtered, with a sentence for each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import Depends, Query

from storage import bursts, front, queries
from storage.bursts import Together
from storage.front import Update
from storage.queries import Mark
from storage.tables import Flag, Version
from tracker import excerpt, weight
from tracker.kinds.model import Kind
from tracker.model import Change, Part
from tracker.moments import Moment, moment
from tracker.silence import Answer
from tracker.telling import retold
from web import texts
from web.deps import Reader
from web.labels import kind_label, part_label
from web.links import Links
from web.passages import Passage, passages
from web.reasons import sentence
from web.shelf import etag
from web.texts import N_, gettext

#: The times that can be asked for: what each is called in an address, its length, and its name.
TIMES = {
    "day": (timedelta(hours=24), N_("Last 24 hours")),
    "week": (timedelta(days=7), N_("Last 7 days")),
}

#: The parts that can be asked for; of a stamp or an address nothing is told on the front page.
PARTS = tuple(part for part in Part if part not in (Part.PUBLISHED_AT, Part.URL))

#: What can be asked for of the notice on a change, and its name, which an update's chip bears too.
ANSWERS = {
    Answer.SILENT: N_("No notice found"),
    Answer.UNCLEAR: N_("Notice not clear"),
    Answer.ACKNOWLEDGED: N_("Notice found"),
}

#: How old an update may be whose age is told rather than its time. Range a day to a week.
RECENT = timedelta(hours=36)


@dataclass(frozen=True)
class Asked:
    """The filters of the front page as its address writes them; an empty one leaves nothing out."""

    show: Literal["", "all"] = ""
    order: Literal["", "newest"] = ""
    kind: Kind | Literal[""] = ""
    part: Part | Literal[""] = ""
    answer: Answer | Literal[""] = ""
    outlet: str = ""
    time: Literal["", "day", "week"] = ""

    def given(self) -> dict[str, str]:
        """Those that are set, by name."""
        return {each.name: str(value) for each in fields(self) if (value := getattr(self, each.name))}

    def but(self, **changed: Any) -> "Asked":
        """The same with some of them changed."""
        return replace(self, **changed)

    @property
    def narrow(self) -> bool:
        """Whether anything is filtered beside substance and order."""
        return bool(self.kind or self.part or self.answer or self.outlet or self.time)

    def wanted(self, now: datetime) -> front.Wanted:
        """What to ask the store for."""
        return front.Wanted(
            every=self.show == "all",
            newest=self.order == "newest",
            kind=Kind(self.kind) if self.kind else None,
            part=Part(self.part) if self.part else None,
            answer=Answer(self.answer) if self.answer else None,
            host=self.outlet,
            since=now - TIMES[self.time][0] if self.time else None,
        )


def asked(
    show: Annotated[Literal["", "all"], Query(description="`all`: every edit, not only those of substance.")] = "",
    order: Annotated[Literal["", "newest"], Query(description="`newest`: by time; else by weight, which fades.")] = "",
    kind: Annotated[Kind | Literal[""], Query(description="Only updates with a change of this kind.")] = "",
    part: Annotated[Part | Literal[""], Query(description="Only updates that changed this part.")] = "",
    answer: Annotated[
        Answer | Literal[""], Query(description="Only updates with a change to what was said, so answered for.")
    ] = "",
    outlet: Annotated[str, Query(max_length=253, description="Only those of the outlet at this host.")] = "",
    time: Annotated[Literal["", "day", "week"], Query(description="Only those of the last 24 hours or 7 days.")] = "",
) -> Asked:
    """The filters of a request."""
    return Asked(show, order, kind, part, answer, outlet, time)


Filters = Annotated[Asked, Depends(asked)]


@dataclass(frozen=True)
class Flagged:
    """What is told of an update's changes to what was said: of the strongest answer how many, and until when.

    `until` is the end of the day for which a notice is awaited, None when it is over.
    """

    answer: Answer
    label: str
    count: int
    until: datetime | None


@dataclass(frozen=True)
class Row:
    """An update on the front page: its sentence, its kinds and the weightiest thing that it changed.

    `steps` are the versions that read as one with it, each with its sentence.
    """

    update: Update
    told: str
    kinds: list[Kind]
    passage: Passage | None
    recent: bool
    newest: Moment
    together: Together | None
    steps: Sequence[tuple[Mark, str]]
    flagged: Flagged | None

    @property
    def key(self) -> str:
        """What the row is known by: its story and its version."""
        return f"{self.update.story.id}@{self.update.moment}"


def listed(reader: Reader, asked: Asked, cursor: str = "") -> dict[str, Any]:
    """The list of the front page, which is also had by itself. `state` changes when the list does, never with time."""
    now = reader.site.clock()
    found = front.updates(reader.session, asked.wanted(now), cursor=cursor, operator=reader.operator)
    made = rows(reader, found.items, now=now)
    keys = [found.total, *((row.key, row.told, row.update.alike, str(row.newest), _answer(row)) for row in made)]
    links = reader.site.links
    return {
        "found": found,
        "rows": made,
        "asked": asked,
        "cursor": cursor,
        "now": now,
        "state": etag(json.dumps(keys).encode()),
        "to": lambda **changed: address(links, asked.but(**changed)),
        "following": address(links, asked, found.next) if found.next else None,
    }


def _answer(row: Row) -> tuple[str, int] | None:
    return (row.flagged.answer, row.flagged.count) if row.flagged else None


def page(reader: Reader, asked: Asked, cursor: str) -> dict[str, Any]:
    """The front page."""
    outlets = queries.outlets(reader.session, operator=reader.operator)
    return listed(reader, asked, cursor) | {
        "kept": sum(count for _, count in outlets),
        "outlets": [outlet for outlet, count in outlets if count],
        "kinds": [(kind, label(kind)) for kind in Kind],
        "parts_of": [(part, part_label(part)) for part in PARTS],
        "answers": [(answer, gettext(label)) for answer, label in ANSWERS.items()],
        "times": [(name, told) for name, (_, told) in TIMES.items()],
    }


def address(links: Links, asked: Asked, cursor: str | None = None) -> str:
    """The address of the front page, so filtered."""
    return links.front(**asked.given(), cursor=cursor or "")


def rows(reader: Reader, found: Sequence[Update], *, now: datetime) -> list[Row]:
    """Updates as a reader may see them, each with those that read as one with it. One query."""
    within = timedelta(minutes=reader.site.settings.burst_minutes)
    burst = bursts.together(reader.session, found, within=within)
    return [_row(update, burst.get(update.capture.id or 0), operator=reader.operator, now=now) for update in found]


def _row(update: Update, together: Together | None, *, operator: bool, now: datetime) -> Row:
    made = shown(update, operator=operator)
    foremost = weight.weightiest(made, silent=[flag.ordinal for flag in update.flags if flag.answer is Answer.SILENT])
    found = passages([foremost]) if foremost else []
    recent = now - update.first_seen_at < RECENT
    newest = moment(update.story.last_changed_at or update.first_seen_at)
    steps = [(mark, told(version)) for mark, version in together.versions] if together else []
    passage = found[0] if found else None
    return Row(update, told(update), kinds(made), passage, recent, newest, together, steps, flagged(update.flags, now))


def flagged(flags: Sequence[Flag], now: datetime) -> Flagged | None:
    """The answer that an update's chip tells: silent before unclear, unclear before acknowledged."""
    for answer, label in ANSWERS.items():
        if same := [flag for flag in flags if flag.answer is answer]:
            due_at = max(flag.due_at for flag in same)
            awaited = answer is not Answer.ACKNOWLEDGED and now < due_at
            return Flagged(answer, gettext(label), len(same), due_at if awaited else None)
    return None


def shown(update: Update, *, operator: bool) -> list[Change]:
    """What an update changed, as far as it may be shown."""
    whole = excerpt.whole(update.outlet.show, operator=operator)
    return excerpt.changes(update.changes, whole=whole)


def told(update: Update | Version) -> str:
    """What an update changed, in a sentence in the reader's language where it can be told so, else in English."""
    return sentence(*retold(update.told, update.telling, texts.language()))


def kinds(made: Sequence[Change]) -> list[Kind]:
    """The kinds of an update's changes of substance, else of all, in the order in which kinds are told."""
    counted = [change for change in made if not change.minor]
    told = [change for change in counted if change.substantive] or counted
    found = {kind for change in told for kind in weight.kinds_of(change)}
    return [kind for kind in Kind if kind in found]


def label(kind: Kind) -> str:
    """A kind as a label: "Figure"."""
    name = kind_label(kind)
    return f"{name[:1].upper()}{name[1:]}"
