"""What operators remark on a version or a change: each writing a decision of its own, read as they stand together."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ValidationError

from tracker.errors import BadInput, BadLine
from tracker.model import Part
from tracker.moments import Moment, moment

#: The longest remark, and the longest name under one, in characters: a remark is a few paragraphs, a name is a name.
LONGEST, LONGEST_NAME = 2000, 60

#: What a line of an export begins with that holds a writing of a remark.
_OPENING = b'{"remark":'


class CaptureName(BaseModel, frozen=True):
    """A capture by what stays with it through exports and imports: its address, and when it was seen."""

    address: str
    seen_at: datetime


class Remark(BaseModel, frozen=True):
    """One writing of a remark: the value of a decision. `key` is the same for all writings of one remark.

    `on` is the capture that a version was first seen in. A remark on a change names the capture `against` which it is
    one, the part, and both sides as they read. A writing without a text takes the remark away.
    """

    key: str
    on: CaptureName
    against: CaptureName | None = None
    part: Part | None = None
    old: str = ""
    new: str = ""
    text: str


class Written(BaseModel, frozen=True):
    """A writing of a remark with who wrote it, and when."""

    remark: Remark
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Remarked:
    """A remark as it stands: its writings, oldest first."""

    writings: Sequence[Written]

    @property
    def key(self) -> str:
        """What it is known by through its writings."""
        return self.first.remark.key

    @property
    def first(self) -> Written:
        """Its first writing, which says what it is on."""
        return self.writings[0]

    @property
    def last(self) -> Written:
        """Its last writing, which stands."""
        return self.writings[-1]

    @property
    def removed(self) -> bool:
        """Whether it was taken away."""
        return not self.last.remark.text

    @property
    def text(self) -> str:
        """What it says; "" once it was taken away."""
        return self.last.remark.text

    @property
    def earlier(self) -> Sequence[Written]:
        """What it said before, oldest first; nothing once it was taken away."""
        return () if self.removed else self.writings[:-1]

    @property
    def against(self) -> Moment | None:
        """The moment of the version against which its change is one; None for a remark on a version."""
        against = self.first.remark.against
        return moment(against.seen_at) if against else None

    def is_against(self, seen_at: datetime) -> bool:
        """Whether it is on a change against the capture of that time."""
        against = self.first.remark.against
        return against is not None and against.seen_at == seen_at

    def speaks_of(self, part: Part, old: str, new: str) -> bool:
        """Whether it is on a change that reads so: both sides alike."""
        said = self.first.remark
        return said.against is not None and (said.part, said.old, said.new) == (part, old, new)


def text_of(written: str) -> str:
    """A remark's text as it is kept. Raises BadInput for none and for one that is too long."""
    text = "\n".join(line.rstrip() for line in written.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if not text:
        raise BadInput("a remark needs a text")
    if len(text) > LONGEST:
        raise BadInput(f"a remark may have {LONGEST:,} characters at most; this one has {len(text):,}")
    return text


def name_of(written: str) -> str:
    """The name under a remark as it is kept. Raises BadInput where it is none."""
    name = " ".join(written.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(f"a remark needs the name of who writes it, of 1 to {LONGEST_NAME} printable characters")
    return name


def paragraphs(text: str) -> list[str]:
    """A remark's text in paragraphs, which empty lines part."""
    return [part for part in (piece.strip("\n") for piece in text.split("\n\n")) if part]


def standing(found: Iterable[Written]) -> list[Remarked]:
    """Writings in the order in which they were made as remarks, in the order in which those began."""
    made: dict[str, list[Written]] = {}
    for written in found:
        made.setdefault(written.remark.key, []).append(written)
    return [Remarked(writings) for writings in made.values()]


def is_line(line: bytes) -> bool:
    """Whether a line of an export holds a writing of a remark."""
    return line.startswith(_OPENING)


def line(written: Written) -> bytes:
    """A writing as a line of an export."""
    return json.dumps(written.model_dump(mode="json"), separators=(",", ":")).encode()


def parse(raw: bytes) -> Written:
    """A line of an export as a writing. Raises BadLine."""
    try:
        written = Written.model_validate_json(raw)
        if written.remark.text:
            text_of(written.remark.text)
        name_of(written.made_by)
    except ValidationError as error:
        fault = error.errors()[0]
        raise BadLine(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}") from error
    except BadInput as error:
        raise BadLine(str(error)) from error
    return written
