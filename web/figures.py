"""A story's figures as its page draws them: each value with its version, and a small step chart made on the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tracker import ledger, typography
from tracker.dated import Dated
from tracker.ledger import Ledger, Step
from tracker.model import Change
from tracker.moments import Moment
from tracker.timeline import Entry
from web import times
from web.links import Links
from web.story_answers import FigureAnswer, StepAnswer

#: The chart's plot, in pixels: its width, its height, and the room around it for dots.
WIDE, TALL, ROOM = 240, 56, 6

#: Figures on a page at the most; the API gives all of them. Range 1 to 50.
MOST = 12

#: Steps of one figure that its line names; of more, the first and the last ones. Range 3 to 20.
NAMED = 8


@dataclass(frozen=True)
class Value:
    """A value of a figure, and the version that brought it; `sentence` is "" where an excerpt does not show it."""

    step: Step
    moment: Moment
    sentence: str


@dataclass(frozen=True)
class Chart:
    """A step chart: the line as an SVG path, its dots, and the sentence that tells it to who cannot see."""

    path: str
    dots: list[tuple[float, float]]
    told: str


@dataclass(frozen=True)
class Figure:
    """One thing that a story counts: its values in order, and a chart where there are numbers enough."""

    ledger: Ledger
    values: list[Value]
    chart: Chart | None

    @property
    def label(self) -> str:
        """What is counted, as a heading."""
        return self.ledger.label[:1].upper() + self.ledger.label[1:]

    @property
    def named(self) -> list[Value | None]:
        """The values that its line names, None where some are left out."""
        if len(self.values) <= NAMED:
            return list(self.values)
        return [self.values[0], None, *self.values[1 - NAMED :]]


def figures(entries: Sequence[Entry], dated: Sequence[Dated], zone: str, *, whole: bool) -> list[Figure]:
    """Those figures of a story that had more than one value, the ones with most steps first.

    In an excerpt a sentence is shown only where it is one that changed: what stands unchanged is not.
    """
    moments = {entry.version.number: entry.moment for entry in entries}
    changed = [] if whole else [change for entry in entries for change in entry.changes]
    last = max((version.last_seen_at for version in dated), default=None)
    made = []
    for found in ledger.changed(ledger.figures(dated)):
        values = [
            Value(step, moments[step.number], step.sentence if whole or _stands(step.sentence, changed) else "")
            for step in found.steps
        ]
        made.append(Figure(found, values, _chart(found, last, zone) if last and found.chartable else None))
    return made


def _stands(sentence: str, changed: Sequence[Change]) -> bool:
    """Whether a sentence is part of what changed."""
    wanted = typography.even(sentence)
    return any(wanted in typography.even(text) for change in changed for text in (change.old, change.new))


def _chart(found: Ledger, last: datetime, zone: str) -> Chart:
    points = found.points
    end = max(found.until or last, points[-1][0])
    width = (end - points[0][0]).total_seconds() or 1.0
    most, least = max(value for _, value in points), min(Decimal(0), *(value for _, value in points))
    height = (most - least) or Decimal(1)
    dots = [
        (
            round(ROOM + (at - points[0][0]).total_seconds() / width * (WIDE - 2 * ROOM), 1),
            round(TALL - ROOM - float((value - least) / height) * (TALL - 2 * ROOM), 1),
        )
        for at, value in points
    ]
    path = f"M{dots[0][0]} {dots[0][1]}" + "".join(f"H{x}V{y}" for x, y in dots[1:]) + f"H{WIDE - ROOM}"
    steps = [
        f"{step.shown} ({times.stamp(step.first_seen_at, zone)})" for step in found.steps if step.value is not None
    ]
    return Chart(path, dots, f"{found.label}: {', '.join(steps)}.")


def answers(links: Links, story_id: int, made: Sequence[Figure]) -> list[FigureAnswer]:
    """The figures as the API gives them."""
    return [
        FigureAnswer(
            label=figure.ledger.label,
            unit=figure.ledger.unit,
            toll=figure.ledger.toll,
            until=figure.ledger.until,
            steps=[_step(links, story_id, value) for value in figure.values],
        )
        for figure in made
    ]


def _step(links: Links, story_id: int, value: Value) -> StepAnswer:
    step = value.step
    return StepAnswer(
        shown=step.shown,
        value=None if step.value is None else str(step.value),
        sentence=value.sentence,
        version=step.number,
        moment=str(value.moment),
        url=links.whole(links.version(story_id, value.moment)),
        first_seen_at=step.first_seen_at,
        not_before_at=step.not_before_at,
    )
