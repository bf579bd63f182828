"""The shapes of what only a whole story tells: episodes, figures, notices, and changes that no notice speaks of."""

from datetime import datetime

from pydantic import BaseModel, Field

from tracker.admissions import NoticeKind
from tracker.silence import Answer


class FlipAnswer(BaseModel):
    """A headline that went to another and back, once or often."""

    first: str
    second: str
    turns: int
    since: datetime
    until: datetime
    alternates: bool = Field(description="True for back and forth, as in a test of two headlines.")


class EpisodeAnswer(BaseModel):
    """Updates that read as one entry; most have one version."""

    since: datetime
    until: datetime
    versions: list[str] = Field(description="The moments of its versions, oldest first.")
    summary: str = Field(description="What is different in the end from before the first of them.")
    flips: list[FlipAnswer]


class StepAnswer(BaseModel):
    """A value of a figure from the version that brought it."""

    shown: str = Field(description="As the story says it.")
    value: str | None = Field(description="The number in decimal digits; null where it is none (`dozens`).")
    sentence: str = Field(description="Empty where an excerpt does not show it.")
    version: int
    moment: str
    url: str
    first_seen_at: datetime
    not_before_at: datetime | None


class FigureAnswer(BaseModel):
    """One thing that a story counts, with each value that it had."""

    label: str = Field(description="What is counted, in the story's own words.")
    unit: str = Field(description="`$`, `%`, `age` and the like; empty for a plain count.")
    toll: str = Field(description="`killed`, `injured` and so on; empty for none.")
    until: datetime | None = Field(description="The first version that no longer tells it; null while it stands.")
    steps: list[StepAnswer]


class Figures(BaseModel):
    """The figures of a story that had more than one value, those with most steps first."""

    items: list[FigureAnswer]
    next: str | None


class SpokenAnswer(BaseModel):
    """An edit that a notice speaks of."""

    version: int
    change: int = Field(description="Its place among that version's `changes`, from 0.")
    why: str
    error_at: datetime = Field(description="When what it mended was first seen.")
    mended_at: datetime


class NoticeAnswer(BaseModel):
    """A line in which the publisher says what it changed, and the edits that it speaks of."""

    kind: NoticeKind
    text: str
    version: int
    moment: str
    first_seen_at: datetime
    until: datetime | None = Field(description="The first version that no longer bears it.")
    edits: list[SpokenAnswer]
    seconds_from_error: float | None = Field(description="From the error's first appearance to the notice.")
    seconds_from_mending: float | None = Field(description="From the mending to the notice; below 0 if it came first.")


class FlagAnswer(BaseModel):
    """A change of substance to what the story already said, and whether a notice on it was found: an observation."""

    version: int
    moment: str
    change: int = Field(description="Its place among that version's `changes`, from 0.")
    answer: Answer = Field(description="`silent`: no notice on it was found in what was kept.")
    provisional: bool = Field(description="True until a day after the change; a notice often comes later.")
    provisional_until: datetime
    watched: bool = Field(description="Whether the story was looked at for that day.")
    stamp: str = Field(description="Whether the publisher's own stamp moved.")
    grounds: str
    notice: str | None = Field(description="The moment of the version that brought the notice.")
