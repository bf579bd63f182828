"""The shapes of remarks in the API: what is answered, and what is asked."""

from datetime import datetime

from pydantic import BaseModel, Field

from tracker import remarks
from tracker.model import Part


class EarlierAnswer(BaseModel):
    """What a remark said before it was edited."""

    text: str
    by: str
    at: datetime


class RemarkAnswer(BaseModel):
    """What an operator remarks on a version, or on a change of it against another."""

    key: str
    moment: str = Field(description="The version that it is on, by its moment.")
    against: str | None = Field(description="The version against which its change is one; null for one on a version.")
    url: str
    part: Part | None
    old: str = Field(description="The change that it is on, as it read.")
    new: str
    text: str = Field(description="Plain text; empty once it was removed.")
    by: str
    at: datetime = Field(description="When it was first written.")
    edited_by: str | None
    edited_at: datetime | None = Field(description="When it was last edited, or removed.")
    removed: bool
    earlier: list[EarlierAnswer] = Field(description="What it said before, oldest first; empty once it was removed.")


class Remarking(BaseModel):
    """A new remark: on the version at `moment`, or on a change of it."""

    moment: str
    against: str | None = Field(default=None, description="The other version, to remark on a change.")
    change: int | None = Field(default=None, ge=0, description="The change's place among the pairs of rowback-diff/1.")
    text: str = Field(description=f"Plain text of {remarks.LONGEST:,} characters at most.")


class Rewriting(BaseModel):
    """What a remark is to say instead."""

    text: str
