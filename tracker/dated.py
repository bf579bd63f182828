"""A version as the readings of a whole story take it: what it said, when it stood, and what it had changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from tracker import typography
from tracker.diffing.sentences import SplitterFailed, split, split_plainly
from tracker.kinds.languages import language_of
from tracker.model import BlockKind, BlockRole, Change, Document, Part, Version

#: Characters of a block beyond which its sentences are not read one by one: nobody writes such a paragraph.
LONGEST_BLOCK = 20_000

#: Characters of a document's text by which its language is guessed, where it declares none. Range 200 to 2,000.
ENOUGH = 600


@dataclass(frozen=True)
class Dated:
    """A version with what it changed. `not_before_at` is the last check that still saw the version before it.

    `corrections` are the texts of the page's schema.org `correction` properties (https://schema.org/correction).
    """

    number: int
    first_seen_at: datetime
    last_seen_at: datetime
    document: Document
    not_before_at: datetime | None = None
    changes: Sequence[Change] = ()
    corrections: Sequence[str] = ()


class Line(NamedTuple):
    """A sentence of a version: the part and block that it stands in, and the block's role."""

    part: Part
    block: int
    text: str
    role: BlockRole | None = None


def dated(
    rows: Iterable[tuple[Version, Sequence[Change]]], documents: Mapping[int, Document] = MappingProxyType({})
) -> list[Dated]:
    """The versions of a story, in order, out of its rows: each version with the changes that it brought.

    `documents` are texts that are at hand, by their versions' captures.
    """
    return [
        Dated(
            number=version.number,
            first_seen_at=version.first_seen_at,
            last_seen_at=version.last_seen_at,
            document=documents.get(version.capture_id) or Document.model_validate(version.document),
            not_before_at=version.not_before_at,
            changes=changes,
            corrections=tuple((version.latest or version.document).get("corrections", ())),
        )
        for version, changes in rows
    ]


class Reader:
    """Cuts the versions of one story into sentences, each block once, for most blocks stand in many versions."""

    def __init__(self) -> None:
        self._cut: dict[tuple[str, str], tuple[str, ...]] = {}

    def lines(self, document: Document) -> Iterator[Line]:
        """Headline, standfirst and every sentence of the body and of captions, in order."""
        language = document.language
        for part, text in ((Part.HEADLINE, document.headline), (Part.STANDFIRST, document.standfirst)):
            for sentence in self.sentences(text, language):
                yield Line(part, -1, sentence)
        for place, block in enumerate(document.blocks):
            part = Part.CAPTION if block.kind is BlockKind.CAPTION else Part.BODY
            for sentence in self.sentences(block.text, language):
                yield Line(part, place, sentence, block.role)

    def sentences(self, text: str, language: str) -> tuple[str, ...]:
        """The sentences of a block, white space evened out."""
        found = self._cut.get((language, text))
        if found is None:
            found = self._cut[language, text] = _sentences(text[:LONGEST_BLOCK], language)
        return found


def _sentences(text: str, language: str) -> tuple[str, ...]:
    try:
        cut = split(text, language or None)
    except SplitterFailed:
        cut = split_plainly(text)
    return tuple(said for sentence in cut if (said := typography.squeezed(sentence.text)))


def code_of(document: Document) -> str:
    """The language to read a document in, one that the rules know ("en", "de", "fr", "es"), else ""."""
    text = " ".join([document.headline, *(block.text for block in document.blocks[:5])])
    return language_of(document.language, text[:ENOUGH]).code
