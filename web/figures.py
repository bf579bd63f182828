"""A story's figures as its page draws them: each value with its version, and where there are enough a chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker import ledger, typography
from tracker.dated import Dated
from tracker.ledger import Ledger, Step
from tracker.model import Change
from tracker.moments import Moment
from tracker.timeline import Entry
from web.axis import Axis
from web.charts import Chart, chart
from web.links import Links
from web.story_answers import FigureAnswer, StepAnswer

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


def figures(
    entries: Sequence[Entry], dated: Sequence[Dated], zone: str, line: Axis | None = None, *, whole: bool
) -> list[Figure]:
    """Those figures of a story that had more than one value, the ones with most steps first.

    They are charted on the story's line of time where there is one. In an excerpt a sentence is shown only where it is
    one that changed: what stands unchanged is not.
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
        made.append(
            Figure(found, values, chart(found, line, last, zone) if line and last and found.chartable else None)
        )
    return made


def _stands(sentence: str, changed: Sequence[Change]) -> bool:
    """Whether a sentence is part of what changed."""
    wanted = typography.even(sentence)
    return any(wanted in typography.even(text) for change in changed for text in (change.old, change.new))


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
