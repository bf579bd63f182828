"""Stories told by their texts: one version an hour, each with what it changed against the one before."""

from collections.abc import Sequence
from datetime import timedelta

from tests.newsroom import at
from tracker.classify import classify
from tracker.dated import Dated
from tracker.diffing import compare
from tracker.model import Block, BlockRole, Document

MINUTES = 60.0


def document(text: str | Document, language: str = "en") -> Document:
    """A document of paragraphs; a first one that begins with "# " is the headline, roles are told by their words."""
    if isinstance(text, Document):
        return text
    paragraphs = text.split("\n")
    headline = paragraphs.pop(0)[2:] if text.startswith("# ") else ""
    return Document(headline=headline, language=language, blocks=[_block(paragraph) for paragraph in paragraphs])


def _block(text: str) -> Block:
    status = "developing story" in text
    return Block(text=text, role=BlockRole.STATUS if status else None)


def story(*texts: str | Document, language: str = "en", hours: Sequence[float] = ()) -> list[Dated]:
    """The versions of a story from its texts, an hour apart, or at the `hours` given."""
    versions: list[Dated] = []
    for place, text in enumerate(texts):
        new, seen = document(text, language), at(MINUTES * (hours[place] if hours else place))
        before = versions[-1] if versions else None
        changes = (
            classify(compare(before.document, new, language=language), old=before.document, new=new) if before else []
        )
        earlier = before.first_seen_at + timedelta(minutes=10) if before else None
        versions.append(Dated(place + 1, seen, seen + timedelta(minutes=30), new, earlier, tuple(changes)))
    return versions
