"""A small step chart of a figure, made on the server: a line of time, a zero, and each value written at its step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tracker.ledger import Ledger, Step
from web import times
from web.axis import Axis
from web.texts import gettext

#: The chart's size in pixels, and the edges of its plot.
WIDE, TALL = 272, 104
LEFT, RIGHT, TOP, BOTTOM = 6, 266, 20, 84

#: Steps up to which each has a dot, and is told to who cannot see; of more, the first and the last. Range 10 to 60.
DOTS = 40

#: The breadth of a letter of a label, and the height of its line, in pixels; on the safe side.
LETTER, LINE = 6.8, 12

#: Letters of a label; a longer value is cut: the table has it whole.
LONGEST = 16


@dataclass(frozen=True)
class Label:
    """A value written at its step; `anchor` is SVG's."""

    x: float
    y: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Chart:
    """The line as an SVG path, its dots, the values that there is room for, and the sentence that tells it."""

    path: str
    dots: list[tuple[float, float]]
    labels: list[Label]
    zero: float | None
    first: datetime
    last: datetime
    told: str


def chart(found: Ledger, line: Axis, last: datetime, zone: str) -> Chart:
    """The chart of a figure that has numbers enough, on a story's line of time; `last` is when that was last seen."""
    steps = [step for step in found.steps if step.value is not None]
    points = found.points
    end = max(found.until or last, points[-1][0])
    begin, finish = line.at(points[0][0]), line.at(end)
    most, least = max(value for _, value in points), min(Decimal(0), *(value for _, value in points))
    height = (most - least) or Decimal(1)

    def up(value: Decimal) -> float:
        return round(BOTTOM - float((value - least) / height) * (BOTTOM - TOP), 1)

    dots = [
        (round(LEFT + (line.at(at) - begin) / ((finish - begin) or 1.0) * (RIGHT - LEFT), 1), up(value))
        for at, value in points
    ]
    path = f"M{dots[0][0]} {dots[0][1]}" + "".join(f"H{x}V{y}" for x, y in _apart(dots[1:])) + f"H{RIGHT}"
    listed = steps if len(steps) <= DOTS else [steps[0], steps[-1]]
    told = ", ".join(f"{step.shown} ({times.stamp(step.first_seen_at, zone)})" for step in listed)
    return Chart(
        path=path,
        dots=dots if len(dots) <= DOTS else [],
        labels=_labels(steps, dots),
        zero=up(Decimal(0)),
        first=points[0][0],
        last=end,
        told=gettext("%(what)s: %(values)s.", what=found.label, values=told),
    )


def _apart(dots: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Steps of a line that are a pixel apart at least: of those closer the last."""
    return list({round(x): (x, y) for x, y in dots}.values())


def _labels(steps: Sequence[Step], dots: Sequence[tuple[float, float]]) -> list[Label]:
    """The values that fit: the last and the first, then the highest, then what leaves the others alone."""
    last = len(steps) - 1
    highest = min(range(len(dots)), key=lambda at: dots[at][1])
    made: dict[int, tuple[Label, float, float]] = {}
    for at in dict.fromkeys([last, 0, highest, *range(len(steps))]):
        (x, y), text = dots[at], steps[at].shown[:LONGEST]
        wide = len(text) * LETTER
        left = min(max(x - wide / 2, 0.0), WIDE - wide)
        anchor = "start" if left == 0.0 else "end" if left == WIDE - wide else "middle"
        place = {"start": 0.0, "end": float(WIDE), "middle": x}[anchor]
        free = all(
            left + wide + 3 < other or other + breadth + 3 < left or abs(label.y + 7 - y) > LINE
            for label, other, breadth in made.values()
        )
        if free:
            made[at] = Label(place, round(y - 7, 1), text, anchor), left, wide
    return [made[at][0] for at in sorted(made)]
