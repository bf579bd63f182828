"""The shapes of the API's answers about lineage: blame, history flow, a sentence's life, what was said at any time."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from tracker.model import Part
from tracker.threads import Came
from web.answers import StoryAnswer

_HIDDEN = "True where the outlet's text is shown as an excerpt: text that no edit touched is empty."


class MarkAnswer(BaseModel):
    """A version: its number, its permalink's moment, when it was first seen, and the last check before that."""

    version: int
    moment: str
    first_seen_at: datetime
    not_before_at: datetime | None


class WordsAnswer(BaseModel):
    """Neighbouring words of one origin."""

    text: str
    first: MarkAnswer = Field(description="When they first stood in the story.")
    back: MarkAnswer | None = Field(description="When they came back, for words that had gone.")
    replaced: str = Field(description="What went to make room for them.")


class StoodAnswer(BaseModel):
    """A text of a sentence, and from when until when it stood (null: it stands)."""

    text: str
    since: MarkAnswer
    until: MarkAnswer | None
    came: Came


class LivedAnswer(StoodAnswer):
    """A text of a sentence with the threads that it was cut or put together from."""

    sources: list[str]


class SentenceAnswer(BaseModel):
    """A sentence or part of a version; in an excerpt one that no edit touched has no text, words, before and after."""

    thread: str = Field(description="Names the sentence's life.")
    part: Part
    text: str
    came: Came
    first: MarkAnswer
    since: MarkAnswer
    until: MarkAnswer | None
    went: bool = Field(description="Whether the sentence itself went at `until`; else it was reworded.")
    into: str | None
    sources: list[str]
    words: list[WordsAnswer]
    before: list[StoodAnswer]
    after: list[StoodAnswer]


class BlameAnswer(MarkAnswer):
    """`rowback-blame/1`: a version with the origin of each of its words. Fields may be added to it."""

    format: Literal["rowback-blame/1"]
    url: str
    excerpt: bool = Field(description=_HIDDEN)
    sentences: list[SentenceAnswer]


class LifeAnswer(BaseModel):
    """`rowback-life/1`: what one sentence said, oldest first. Fields may be added to it."""

    format: Literal["rowback-life/1"]
    url: str
    thread: str
    part: Part
    excerpt: bool = Field(description=_HIDDEN)
    into: str | None = Field(description="The sentence into which it was merged when it went.")
    stood: list[LivedAnswer]


class BandAnswer(BaseModel):
    """A sentence in the history flow; `stays` are runs of `versions` that hold it, by their places there, from 0."""

    thread: str
    part: Part
    text: str = Field(description="As it read last; empty where it may not be shown.")
    stays: list[tuple[int, int]]
    reworded: list[int] = Field(description="Places of the versions that reworded it.")
    since: MarkAnswer
    until: MarkAnswer | None


class FlowAnswer(BaseModel):
    """`rowback-flow/1`: a story's versions in order, and its sentences. Fields may be added to it."""

    format: Literal["rowback-flow/1"]
    url: str
    excerpt: bool = Field(description=_HIDDEN)
    versions: list[MarkAnswer]
    sentences: list[BandAnswer]


class SaidText(BaseModel):
    """A text that holds what was asked for; "" where it may not be shown."""

    thread: str
    url: str
    part: Part
    text: str
    since: MarkAnswer
    until: MarkAnswer | None


class SayerAnswer(BaseModel):
    """A story that says or said what was asked for."""

    story: StoryAnswer
    standing: bool = Field(description="Whether its newest version still says so.")
    since: MarkAnswer
    until: MarkAnswer | None = Field(description="The first version that said so no more.")
    texts: list[SaidText]


class SaidAnswer(BaseModel):
    """A page of stories, by when they last came to say it, newest first."""

    items: list[SayerAnswer]
    next: str | None = Field(description="Address of the next page, null on the last.")
    cut: bool = Field(description="True where a story has more such texts than were looked at.")
