"""What a clause about a change is, and what stands around the changes of a version: both texts, notices, returns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from tracker.counted import Counted, counts
from tracker.episodes import Restored
from tracker.kinds.languages import language_of
from tracker.kinds.model import Kind
from tracker.model import Change, Document
from tracker.weight import DEFAULT, Weights, kinds_of, places

#: Characters of one word or name of the publisher's in a clause.
LONGEST_VALUE = 50

_NO_BONES = re.compile(r"[\W_]+")


class Clause(NamedTuple):
    """A template's name, what fills it, how much it matters, and which change of the version it tells.

    Clauses of one key and one `identity` are one: the same toll in headline and text. An `identity` of "" means that
    only their number counts ("two sentences moved").
    """

    key: str
    values: Mapping[str, str | int]
    points: float
    change: int
    identity: str = ""


@dataclass(frozen=True)
class Around:
    """What stands around the changes of a version: both texts (empty where not known), and what came back."""

    changes: Sequence[Change]
    old: Document | None = None
    new: Document | None = None
    restored: Mapping[int, Restored] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    weights: Weights = DEFAULT

    @cached_property
    def code(self) -> str:
        """The language that the figures and quotations are read in."""
        declared = next((document.language for document in (self.new, self.old) if document), "")
        return language_of(declared, *(change.new or change.old for change in self.changes[:8])).code

    @cached_property
    def places(self) -> list[float | None]:
        """Where each change stands in the new text."""
        return places(self.changes, self.new) if self.new else [None] * len(self.changes)

    @cached_property
    def old_said(self) -> str:
        """The old text by which a sentence's words are known again."""
        return _said(self.old)

    @cached_property
    def new_said(self) -> str:
        """The same of the new text."""
        return _said(self.new)

    @cached_property
    def notices(self) -> str:
        """What the notices say that this version brought."""
        return "\n".join(change.new for change in self.changes if kinds_of(change)[:1] == [Kind.NOTICE])

    @cached_property
    def noticed(self) -> set[tuple[str, Decimal | str]]:
        """The figures that those notices name."""
        return {count.figure.key for count in counts(self.notices, self.code)}

    @cached_property
    def old_counted(self) -> set[tuple[Counted, Decimal | str]]:
        """The dead, injured, missing and arrested that the whole old text counts."""
        return _counted(self.old, self.code)

    @cached_property
    def new_counted(self) -> set[tuple[Counted, Decimal | str]]:
        """The same of the new text."""
        return _counted(self.new, self.code)


def bones(text: str) -> str:
    """Letters and digits alone, by which words are found again whatever stands between them."""
    return _NO_BONES.sub("", text.casefold())


def _said(document: Document | None) -> str:
    return bones(" ".join(document.paragraphs)) if document else ""


def _counted(document: Document | None, code: str) -> set[tuple[Counted, Decimal | str]]:
    texts = [document.headline, document.standfirst, *document.paragraphs] if document else []
    return {(count.of, count.figure.value) for text in texts for count in counts(text, code) if count.of}


def shown(text: str, most: int = LONGEST_VALUE) -> str:
    """The publisher's words as they may stand inside a sentence: one line, nothing that prints nothing, cut short."""
    text = " ".join("".join(char if char.isprintable() else " " for char in text[: 4 * most]).split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
