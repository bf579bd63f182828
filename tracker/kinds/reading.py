"""A change made ready for the rules: both sides as words, and the edits between them."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, partial
from typing import NamedTuple

from tracker.kinds.edits import Edit, edits_of, key_of, words_of
from tracker.kinds.languages import Language
from tracker.kinds.model import Finding, Kind, Span
from tracker.model import Change

#: Kinds of which a word or two beside what changed is part of telling it ("extended to 26 May").
FACTS = frozenset({Kind.WHEN, Kind.FIGURE, Kind.NAME, Kind.ATTRIBUTION})

#: Letters that two words must share from the start to be forms of one word ("agree", "agreement"). Range 4 to 7.
STEM = 5


class Token(NamedTuple):
    """A word or number of a side: where it stands, as written, its key to compare by, and whether it was edited."""

    start: int
    end: int
    text: str
    key: str
    edited: bool


#: A Token out of the tuple of its fields: faster than calling the class.
_new_token = partial(tuple.__new__, Token)


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span shares a character with any of the others."""
    first, behind = span
    for start, end in others:  # noqa: SIM110 - a loop: this is asked thousands of times a version
        if first < end and start < behind:
            return True
    return False


class Side:
    """One side of a change: its text, its words, and where it was edited."""

    def __init__(self, text: str, edited: list[Span]) -> None:
        self.text = text
        self.edited = edited
        self.covered: list[Span] = []
        self.mended: list[Span] = []
        self.facts: list[Span] = []
        self.notices: list[Span] = []

    @cached_property
    def tokens(self) -> list[Token]:
        """Every word, in order."""
        spans = [span for span in self.edited if span[0] < span[1]]
        out: list[Token] = []
        at = 0
        low = self.text.lower() if self.text.isascii() and "'" not in self.text else ""
        for start, end in words_of(self.text):
            while at < len(spans) and spans[at][1] <= start:
                at += 1
            edited = at < len(spans) and spans[at][0] < end
            text = self.text[start:end]
            key = low[start:end] if low else key_of(text)
            out.append(_new_token((start, end, text, key, edited)))
        return out

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all words."""
        return frozenset(token.key for token in self.tokens)

    @cached_property
    def touched(self) -> list[Token]:
        """The words that were edited."""
        return [token for token in self.tokens if token.edited]

    @cached_property
    def touched_keys(self) -> frozenset[str]:
        """The keys of the words that were edited."""
        return frozenset(token.key for token in self.touched)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The first letters of its longer words, by which forms of a word know each other."""
        return frozenset(key[:STEM] for key in self.keys if len(key) >= STEM)

    @cached_property
    def by_letter(self) -> dict[str, list[str]]:
        """The keys of its words by their first letter."""
        out: dict[str, list[str]] = {}
        for key in self.keys:
            out.setdefault(key[:1], []).append(key)
        return out

    def within(self, span: Span) -> list[Token]:
        """The edited words that stand in a span, whether accounted for or not."""
        if span[0] >= span[1]:
            return []
        return [token for token in self.touched if token.start < span[1] and span[0] < token.end]

    def left(self, span: Span) -> list[Token]:
        """The edited words in a span that no finding accounts for yet."""
        if not self.covered:
            return self.within(span)
        return [token for token in self.within(span) if not overlaps((token.start, token.end), self.covered)]

    def is_mended(self, span: Span) -> bool:
        """Whether every edited word in a span was only set in another way."""
        words = self.within(span)
        return bool(words and self.mended) and all(overlaps((t.start, t.end), self.mended) for t in words)

    def told(self, span: Span) -> bool:
        """Whether a figure, time, name or source was found among the edited words in a span."""
        return any(overlaps((token.start, token.end), self.facts) for token in self.within(span))

    def in_notice(self, span: Span) -> bool:
        """Whether a span stands in what is a notice or a marker of the story's state."""
        return overlaps(span, self.notices)

    def was_edited(self, span: Span) -> bool:
        """Whether any edit touches a span; edits that only put in or took out count from either end."""
        return overlaps(span, self.edited)


class Story:
    """The text around the changes of a version, asked which words it writes with a capital."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[str, bool] = {}

    def names(self, word: str) -> bool:
        """Whether a word stands with a capital inside a sentence, and nowhere without one."""
        if word not in self.known:
            self.known[word] = self._writes(word) and not self._writes(word[:1].lower() + word[1:], small=True)
        return self.known[word]

    def _writes(self, word: str, *, small: bool = False) -> bool:
        """Whether a word stands in the text by itself; unless `small`, behind a small letter or a comma."""
        at = self.text.find(word)
        while at >= 0:
            before, behind = self.text[max(0, at - 2) : at], self.text[at + len(word) : at + len(word) + 1]
            inside = small or (before[-1:] == " " and (before[:1].islower() or before[:1] == ","))
            if inside and not before[-1:].isalnum() and not behind.isalnum():
                return True
            at = self.text.find(word, at + len(word))
        return False


class Reading:
    """A change as the rules read it. `story` is the text around it; times are None where not known."""

    def __init__(
        self, change: Change, language: Language, *, story: Story, old_at: datetime | None, new_at: datetime | None
    ) -> None:
        self.change = change
        self.language = language
        self.story = story
        self.old_at = old_at
        self.new_at = new_at
        self.found: list[Finding] = []
        old, new, self.edits = edits_of(change.words)
        self.old = Side(old, [edit.old for edit in self.edits])
        self.new = Side(new, [edit.new for edit in self.edits])
        self.sides = (self.old, self.new)
        #: Whether there is text on both sides.
        self.paired = bool(old.strip() and new.strip())
        #: Whether a notice or a marker is all that either side is: then nothing else is asked.
        self.settled = False

    @cached_property
    def touched_keys(self) -> frozenset[str]:
        """The keys of all edited words of both sides."""
        return self.old.touched_keys | self.new.touched_keys

    @cached_property
    def touched_digit(self) -> bool:
        """Whether a digit stands in an edited word."""
        return any(letter.isdigit() for key in self.touched_keys for letter in key)

    def glosses(self, edit: Edit) -> bool:
        """Whether an edit only puts a term that stays in brackets, or takes it out of them, behind its long form."""
        return any(
            side.text[:end].rstrip().endswith("(") and start < end and ")" in side.text[end:]
            for side, (start, end) in zip(self.sides, edit, strict=True)
        )

    def account(self, finding: Finding) -> None:
        """Mark what a finding accounts for."""
        self.found.append(finding)
        self.old.covered.extend(finding.old)
        self.new.covered.extend(finding.new)
        if finding.kind in (Kind.NOTICE, Kind.STATUS):
            self.old.notices.extend(finding.old)
            self.new.notices.extend(finding.new)
            self.settled |= any((0, len(side.text)) in side.notices for side in self.sides if side.text)
        if finding.kind is Kind.COPYEDIT:
            self.old.mended.extend(finding.old)
            self.new.mended.extend(finding.new)
        if finding.kind in FACTS:
            self.old.facts.extend(finding.old)
            self.new.facts.extend(finding.new)
