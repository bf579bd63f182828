"""Follows words from one text into the next: which were kept, and so keep their origin, and what new ones replaced."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from tracker import typography
from tracker.diffing import Diff, Pair, compare
from tracker.model import Folded, Part
from tracker.threads import Span, Wording

#: The owner of characters that no earlier sentence had.
NOBODY = -1

#: Stands for the version of words that an earlier wording does not have.
UNKNOWN = -1

#: Characters of what words replaced that are kept with them; the wording before has it all. Range 200 to 2,000. Later
#: edits part the words, and each piece keeps its copy, so that without a bound one huge sentence could fill the disk.
MOST_REPLACED = 500

#: Characters of a word that is known again by itself when it comes back. Range 3 to 6.
TELLING = 4


class DoesNotFit(ValueError):
    """The sentences that are said to stand in a version do not make up its text."""


class Stretch(NamedTuple):
    """A span on its way into the next version, with the sentence that it stood in: a place in the ground, or NOBODY.

    White space between sentences has no origin yet: its `first_id` is 0.
    """

    length: int
    owner: int
    first_id: int
    back_id: int
    replaced: str


class Ground:
    """The body of a version as its sentences lie in it, to cut pieces out of wherever a diff cuts it."""

    def __init__(self, text: str, standing: Sequence[Wording]) -> None:
        """Raises DoesNotFit where the sentences do not make up the text."""
        self.standing = standing
        self.starts: list[int] = []
        at = 0
        for wording in standing:
            at = _skipped(text, at)
            if not text.startswith(wording.text, at):
                raise DoesNotFit
            self.starts.append(at)
            at += len(wording.text)
        if _skipped(text, at) != len(text):
            raise DoesNotFit

    def alone(self, start: int, text: str) -> int:
        """The place of the sentence that a piece of the text is, but for white space; NOBODY where it is not one."""
        start += len(text) - len(text.lstrip())
        place = bisect_right(self.starts, start) - 1
        fits = place >= 0 and self.starts[place] == start and self.standing[place].text == text.strip()
        return place if fits else NOBODY

    def cut(self, start: int, end: int) -> Iterator[Stretch]:
        """The stretches from one place in the text to another."""
        at, place = start, max(bisect_right(self.starts, start) - 1, 0)
        while at < end and place < len(self.starts):
            if at < self.starts[place]:
                gap = min(self.starts[place], end) - at
                yield Stretch(gap, NOBODY, 0, 0, "")
                at += gap
            reached = self.starts[place]
            for span in self.standing[place].spans:
                stop = min(reached + span.length, end)
                if stop > at:
                    yield Stretch(stop - at, place, span.first_id, span.back_id, span.replaced)
                    at = stop
                reached += span.length
            place += 1
        if at < end:
            yield Stretch(end - at, NOBODY, 0, 0, "")


def _skipped(text: str, at: int) -> int:
    """Where the next character stands that is no white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


class _Tape:
    """Stretches, taken off the front by characters."""

    def __init__(self, stretches: Iterator[Stretch]) -> None:
        self.rest = stretches
        self.held: Stretch | None = None

    def take(self, length: int) -> list[Stretch]:
        out: list[Stretch] = []
        while length > 0:
            held = self.held or next(self.rest)
            size = min(held.length, length)
            out.append(held._replace(length=size))
            self.held = held._replace(length=held.length - size) if size < held.length else None
            length -= size
        return out


def carried(pair: Pair, old: Iterator[Stretch], capture_id: int) -> list[Stretch]:
    """The stretches of a pair's new text, from those of its old text."""
    tape, out = _Tape(old), list[Stretch]()
    gone: list[Stretch] = []
    minus = plus = ""
    for sign, text in (*pair.words, ("=", "")):
        if sign == "-":
            gone += tape.take(len(text))
            minus += text
        elif sign == "+":
            plus += text
        else:
            if plus:
                out += _new(minus, plus, gone, capture_id, pair.folded)
            gone, minus, plus = [], "", ""
            out += tape.take(len(text))
    return out


def _new(minus: str, plus: str, gone: list[Stretch], capture_id: int, folded: Folded | None) -> list[Stretch]:
    """What stands where something else stood: the same in other typography keeps its origin, all else is new."""
    if plus.isspace():
        return [Stretch(len(plus), NOBODY, 0, 0, "")]
    kept = next((stretch for stretch in gone if stretch.first_id), None)
    if kept and (folded or typography.folded(minus, plus)):
        return [kept._replace(length=len(plus))]
    replaced = minus.strip()
    if len(replaced) > MOST_REPLACED:
        replaced = f"{replaced[:MOST_REPLACED]}…"
    return [Stretch(len(plus), NOBODY, capture_id, 0, replaced)]


def shared_out(stretches: Sequence[Stretch], lengths: Sequence[int]) -> list[list[Stretch]]:
    """Stretches cut into pieces of so many characters each."""
    tape = _Tape(iter(stretches))
    return [tape.take(length) for length in lengths]


def spans(stretches: Sequence[Stretch], text: str, capture_id: int) -> tuple[Span, ...]:
    """The spans of a text without the white space around it, from the stretches of the whole; white space between
    words goes to the words before it."""
    lead, body = len(text) - len(text.lstrip()), len(text.strip())
    tape = _Tape(iter(stretches))
    tape.take(lead)
    out: list[Span] = []
    for length, _, first_id, back_id, replaced in tape.take(body):
        last = out[-1] if out else None
        if last and not first_id:
            out[-1] = last._replace(length=last.length + length)
        elif last and not last.first_id:
            out[-1] = Span(last.length + length, first_id, back_id, replaced)
        else:
            out.append(Span(length, first_id, back_id, replaced))
    if out and not out[0].first_id:
        # Only typography was added where nothing had stood: it is new after all.
        out[0] = out[0]._replace(first_id=capture_id)
    return _joined(out, text.strip())


def _joined(found: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Spans with neighbours of one origin in one, and white space behind words, never before them."""
    out: list[Span] = []
    at = 0
    for length, first_id, back_id, replaced in found:
        end = at + length
        behind = _skipped(text, at) if out and text[at].isspace() else at
        if behind > at:
            space = min(behind, end) - at
            out[-1] = out[-1]._replace(length=out[-1].length + space)
            at += space
        if at == end:
            continue
        if out and out[-1][1:] == (first_id, back_id, replaced):
            out[-1] = out[-1]._replace(length=out[-1].length + end - at)
        else:
            out.append(Span(end - at, first_id, back_id, replaced))
        at = end
    return tuple(out)


def recalled(text: str, own: tuple[Span, ...], earlier: Wording, capture_id: int) -> tuple[Span, ...]:
    """The spans of a text whose newest words may have stood in an earlier wording: those that did have come back."""
    known = known_from(text, earlier)
    cuts = sorted({*accumulate(span.length for span in own), *accumulate(span.length for span in known)})
    out: list[Span] = []
    at, mine, theirs = 0, list(own), list(known)
    for cut in cuts:
        size, span, other = cut - at, mine[0], theirs[0]
        if span.first_id == capture_id and other.first_id != UNKNOWN and _tells(text[at:cut]):
            span = Span(size, other.first_id, capture_id, span.replaced)
        out.append(span._replace(length=size))
        for queue in (mine, theirs):
            queue[0] = queue[0]._replace(length=queue[0].length - size)
            if not queue[0].length:
                queue.pop(0)
        at = cut
    return _joined(out, text)


def _tells(text: str) -> bool:
    """Whether words are enough to be known again: a lone "in" that a sentence had once before is chance."""
    return any(len(word) >= TELLING or not word.isascii() or any(map(str.isdigit, word)) for word in text.split())


def known_from(text: str, earlier: Wording) -> tuple[Span, ...]:
    """The spans of a text as far as an earlier wording explains them; words that it does not have are of UNKNOWN."""
    if text == earlier.text:
        return earlier.spans
    return spans(through(compare(earlier.text, text), earlier), text, UNKNOWN)


def through(diff: Diff, earlier: Wording) -> list[Stretch]:
    """The stretches of a diff's whole new text, from those of one earlier wording that is its whole old text."""
    ground = Ground(diff.old_text(), [earlier])
    starts = [0, *accumulate(len(sentence.text) for sentence in diff.old.sentences)]
    out: list[list[Stretch]] = [[] for _ in diff.new.sentences]
    for pair in diff.pairs:
        if pair.part is Part.BODY and pair.new:
            old = (stretch for i in pair.old for stretch in ground.cut(starts[i], starts[i + 1]))
            lengths = [len(diff.new.sentences[j].text) for j in pair.new]
            for j, piece in zip(pair.new, shared_out(carried(pair, old, UNKNOWN), lengths), strict=True):
                out[j] = piece
    return [stretch for piece in out for stretch in piece]
