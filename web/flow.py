"""A story's history flow as a page: the picture, what each band says and when it stood, and the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage import lineage, queries
from storage.queries import Sighting
from tracker import excerpt, flow
from tracker.blaming import Mark
from tracker.errors import NotFound
from tracker.flow import Band
from tracker.model import Part
from tracker.threads import Lineage, ThreadId
from web import ribbons, texts
from web.blame import NEWEST, edited
from web.deps import Reader
from web.ribbons import Drawing, Ribbon
from web.texts import gettext, ngettext

#: Height of the picture on its own page, and of the small one on the story's page, in CSS pixels.
TALL, LOW = 560, 150
#: Letters of the small picture's ribbons. Range 5,000 to 20,000.
LOW_BUDGET = 14_000
#: Sentences that the table behind the picture lists; the JSON has all. Range 50 to 400.
ROWS = 150
#: Between two labels of columns, in thousandths of the picture's width. Range 30 to 80.
APART = 45
#: Characters of a sentence that a band tells.
TOLD = 180


@dataclass(frozen=True)
class Lived:
    """A sentence as the table and the bands tell it; its text is "" where it may not be shown."""

    thread: ThreadId
    part: Part
    text: str
    since: Mark
    until: Mark | None
    wordings: int
    returns: int


@dataclass(frozen=True)
class Shape:
    """A ribbon with its sentences, and its name for who reads or hears it."""

    age: int
    path: str
    name: str
    lives: Sequence[Lived]


@dataclass(frozen=True)
class Label:
    """A column: the version, its place in per cent of the width, and whether its number stands there."""

    mark: Mark
    x: float
    shown: bool


@dataclass(frozen=True)
class Seen:
    """A story's history flow as the page shows it."""

    found: Sighting
    drawing: Drawing
    shapes: Sequence[Shape]
    labels: Sequence[Label]
    rows: Sequence[Lived]
    whole: bool
    by_time: bool


def seen(reader: Reader, story_id: int, *, by_time: bool) -> Seen:
    """A story's history flow. Raises NotFound. Seven queries."""
    found = queries.sighting(reader.session, story_id, NEWEST, operator=reader.operator)
    made, marks = lineage.named(reader.session, story_id)
    if not made.orders:
        raise NotFound("no lineage is kept for this story; `rowback rebuild` makes it")
    whole = excerpt.whole(found.outlet.show, operator=reader.operator)
    times = [marks[capture_id].at.timestamp() for capture_id in made.orders] if by_time else None
    drawing = ribbons.draw(made, times, height=TALL)
    lives = {band.thread: _lived(band, marks, whole=whole) for band in drawing.flow.bands}
    return Seen(
        found=found,
        drawing=drawing,
        shapes=[_shape(ribbon, [lives[band.thread] for band in ribbon.bands]) for ribbon in drawing.ribbons],
        labels=_labels(drawing, marks),
        rows=list(lives.values())[:ROWS],
        whole=whole,
        by_time=by_time,
    )


def small(made: Lineage) -> Drawing | None:
    """The picture as the story's page has it, without its words; None for a story of one version."""
    return ribbons.draw(made, height=LOW, budget=LOW_BUDGET) if len(made.orders) > 1 else None


def _lived(band: Band, marks: Mapping[int, Mark], *, whole: bool) -> Lived:
    last = band.wordings[-1]
    shown = whole or band.part is Part.HEADLINE or edited(band.wordings, len(band.wordings) - 1, marks)
    return Lived(
        thread=band.thread,
        part=band.part,
        text=last.text if shown else "",
        since=marks[band.wordings[0].since_id],
        until=marks[last.until_id] if last.until_id is not None else None,
        wordings=sum(1 for wording in band.wordings if not wording.folded),
        returns=len(band.stays) - 1,
    )


def _shape(ribbon: Ribbon, lives: Sequence[Lived]) -> Shape:
    shown = [life.text for life in lives if life.text]
    said = f"“{_start(shown[0])}”" if shown else gettext("A sentence whose text is not shown.")
    if len(lives) > 1:
        said += " " + ngettext("and %(num)s neighbour that lived alike", "and %(num)s that lived alike", len(lives) - 1)
    return Shape(ribbon.age, ribbon.path, f"{said} {told(lives[0])}", lives)


def told(life: Lived) -> str:
    """A sentence's life in a line: since which version, until which, how often reworded, whether it came back."""
    if life.until is None:
        said = gettext("Since version %(since)s; it still stands.", since=texts.number(life.since.number))
    else:
        said = gettext(
            "Since version %(since)s, gone in version %(until)s.",
            since=texts.number(life.since.number),
            until=texts.number(life.until.number),
        )
    if life.wordings > 1:
        said += " " + ngettext("%(num)s wording.", "%(num)s wordings.", life.wordings)
    if life.returns:
        said += " " + ngettext("It came back once.", "It came back %(num)s times.", life.returns)
    return said


def _start(text: str) -> str:
    return text if len(text) <= TOLD else f"{text[:TOLD].rpartition(' ')[0] or text[:TOLD]} …"


def _labels(drawing: Drawing, marks: Mapping[int, Mark]) -> list[Label]:
    """The columns' labels; numbers that would stand on each other are left out, the first and the newest never."""
    out: list[Label] = []
    last, end = -APART, drawing.at[-1]
    for place, (column, x) in enumerate(zip(drawing.flow.columns, drawing.at, strict=True)):
        newest = place == len(drawing.at) - 1
        shown = newest or (x - last >= APART and (end - x >= APART or place == 0))
        last = x if shown else last
        out.append(Label(marks[column], x * 100 / ribbons.WIDTH, shown))
    return out


def as_json(reader: Reader, story_id: int) -> dict[str, Any]:
    """A history flow as plain data, `rowback-flow/1`: every version a column, every sentence with its columns."""
    found = queries.sighting(reader.session, story_id, NEWEST, operator=reader.operator)
    made, marks = lineage.named(reader.session, story_id)
    whole = excerpt.whole(found.outlet.show, operator=reader.operator)
    read = flow.flow(made, max(len(made.orders), 2))
    return {
        "format": "rowback-flow/1",
        "excerpt": not whole,
        "versions": [marks[column].as_json() for column in read.columns],
        "sentences": [_told_as_json(band, _lived(band, marks, whole=whole)) for band in read.bands],
    }


def _told_as_json(band: Band, life: Lived) -> dict[str, Any]:
    return {
        "thread": str(band.thread),
        "part": band.part.value,
        "text": life.text,
        "stays": [[stay.first, stay.last] for stay in band.stays],
        "reworded": list(band.turns),
        "since": life.since.as_json(),
        "until": life.until.as_json() if life.until else None,
    }
