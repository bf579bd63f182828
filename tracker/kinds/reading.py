"""A change made ready for the rules: both sides as words, and the edits between them."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property, partial
from typing import NamedTuple

from tracker.kinds.languages import Language
from tracker.kinds.model import Finding, Kind, Span
from tracker.model import Change

#: Kinds of which a word or two beside what changed is part of telling it ("extended to 26 May").
FACTS = frozenset({Kind.WHEN, Kind.FIGURE, Kind.NAME, Kind.ATTRIBUTION})

#: Letters that two words must share from the start to be forms of one word ("agree", "agreement"). Range 4 to 7.
STEM = 5

#: Words of both sides of an edit up to which it is looked into for words that stayed. Range 20 to 80.
LONGEST_PARTED = 60
#: Letters of a word that parts an edit where it stands on both sides. Range 3 to 6.
ANCHOR = 4

#: A word keeps its apostrophes, a number its marks, "U.S." its dots; "l'" before a word is a word of its own.
_LETTER = re.compile(r"[^\W_]")
_RUN = re.compile(r"[^\W_]+(?:['’.,:][^\W_]+)*")
_TOKEN = re.compile(
    r"(?<![^\W_])(?:[ldjmnstc]|qu|jusqu|lorsqu|puisqu|dell|nell|all|dall|sull)(?=['’][^\W\d_])|[LDJMNSTC](?=['’][a-zà-ü])"
    r"|[^\W_]+(?:(?:['’]|(?<=\d)[.,:](?=\d)|(?<![^\W_][^\W_])\.)[^\W_]+)*"
)


class Token(NamedTuple):
    """A word or number of a side: where it stands, as written, its key to compare by, and whether it was edited."""

    start: int
    end: int
    text: str
    key: str
    edited: bool


#: A Token out of the tuple of its fields: faster than calling the class.
_new_token = partial(tuple.__new__, Token)


def _words(text: str) -> Iterator[Span]:
    """Where the words of a text stand. Runs without a mark are words at once; only the few others are looked into."""
    for match in _RUN.finditer(text):
        if match[0].isalnum():
            yield match.span()
        else:
            for word in _TOKEN.finditer(text, *match.span()):
                yield word.span()


class Edit(NamedTuple):
    """One place where the sides differ: what stood there (`old` span) and what stands there now (`new` span)."""

    old: Span
    new: Span


def key_of(word: str) -> str:
    """A word without what is only typography: case, curly apostrophes, a closing possessive."""
    if word.isalnum():
        return word.casefold()
    return word.casefold().replace("’", "'").removesuffix("'s")


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
        for start, end in _words(self.text):
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
        old, new, edits = _edits(change.words)
        self.edits = [part for edit in edits for part in _parted(old, new, edit)]
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


def _edits(runs: list[list[str]]) -> tuple[str, str, list[Edit]]:
    """Both texts of a word script, and its edits; those with no word between them are one."""
    old = new = ""
    edits: list[Edit] = []
    open_edit = False
    for sign, text in runs:
        if sign == "=":
            if open_edit and _LETTER.search(text):
                open_edit = False
            old, new = old + text, new + text
            continue
        before = (len(old), len(new))
        old, new = old + text * (sign == "-"), new + text * (sign == "+")
        if open_edit:
            last = edits.pop()
            before = (last.old[0], last.new[0])
        edits.append(Edit((before[0], len(old)), (before[1], len(new))))
        open_edit = True
    return old, new, edits


def _parted(old: str, new: str, edit: Edit) -> list[Edit]:
    """An edit in its parts, where words stand on both sides of it that the comparison took in to be readable.

    "take up the bill later this week" for "consider the bill on Thursday" is two edits: "the bill" stayed.
    """
    if edit.old[0] == edit.old[1] or edit.new[0] == edit.new[1]:
        return [edit]
    out, put = list(_words(old[: edit.old[1]][edit.old[0] :])), list(_words(new[edit.new[0] : edit.new[1]]))
    if not 1 < len(out) + len(put) - 1 < LONGEST_PARTED or min(len(out), len(put)) < 2:
        return [edit]
    mine = [key_of(old[edit.old[0] + a : edit.old[0] + b]) for a, b in out]
    theirs = [key_of(new[edit.new[0] + a : edit.new[0] + b]) for a, b in put]
    if not any(len(key) >= ANCHOR for key in set(mine) & set(theirs)):
        return [edit]
    parts: list[Edit] = []
    at_old, at_new = edit.old[0], edit.new[0]
    for i, j, length in _runs(mine, theirs):
        start_old, start_new = edit.old[0] + out[i][0], edit.new[0] + put[j][0]
        parts.append(Edit((at_old, start_old), (at_new, start_new)))
        at_old, at_new = edit.old[0] + out[i + length - 1][1], edit.new[0] + put[j + length - 1][1]
    parts.append(Edit((at_old, edit.old[1]), (at_new, edit.new[1])))
    return [part for part in parts if old[slice(*part.old)].strip() != new[slice(*part.new)].strip()]


def _runs(a: list[str], b: list[str]) -> list[tuple[int, int, int]]:
    """Runs of words in both lists, in their order: (place in a, place in b, length); each holds a word that tells."""
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            lengths[i][j] = (
                lengths[i + 1][j + 1] + 1 if a[i] == b[j] else max(lengths[i + 1][j], lengths[i][j + 1])
            )
    runs: list[tuple[int, int, int]] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
                runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
            else:
                runs.append((i, j, 1))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return [run for run in runs if any(len(key) >= ANCHOR for key in a[run[0] : run[0] + run[2]])]
