"""What a scripted story says at one moment, and whether a reader would call two such texts different."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Mark(StrEnum):
    """How a line is set: a paragraph, a heading, a list item, or the heading that opens a note of a live blog."""

    PARAGRAPH = "p"
    HEADING = "h2"
    ITEM = "li"
    NOTE = "h3"


@dataclass(frozen=True)
class Line:
    """One line of a body; the heading of a live blog's note says when the note was posted."""

    text: str
    mark: Mark = Mark.PARAGRAPH
    posted_at: datetime | None = None


@dataclass(frozen=True)
class Text:
    """A story at one moment."""

    headline: str
    standfirst: str
    byline: str
    lines: tuple[Line, ...]

    def paragraphs(self) -> list[str]:
        """The lines as plain text, in order."""
        return [line.text for line in self.lines]

    def with_line(self, place: int, text: str) -> "Text":
        """The text with one line reworded."""
        lines = [*self.lines]
        lines[place] = replace(lines[place], text=text)
        return replace(self, lines=tuple(lines))

    def said(self) -> str:
        """All that it says, without typography: two texts are the same to a reader when this is the same."""
        return plainly("\n".join([self.headline, self.standfirst, self.byline, " ".join(self.paragraphs())]))


#: Marks that one keyboard has and another has not.
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00ad": None})


def plainly(text: str) -> str:
    """A text without what only a typesetter sees: quotes, dashes, white space, Unicode form."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).replace("…", "...").split())
