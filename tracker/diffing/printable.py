"""Makes text of unknown origin fit to be shown: nothing in it can steer a terminal or break a page."""

import re
from collections.abc import Sequence

from tracker.diffing.model import Diff, Pair, Run
from tracker.model import Op, Part

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")


def printable(text: str) -> str:
    """The text with control characters and lone surrogates as U+FFFD, and without marks that turn its direction."""
    return _STEERING.sub("", _CONTROLS.sub("\ufffd", text))


def on_one_line(text: str) -> str:
    """Printable text with every run of white space as one space; a paragraph break shows as a pilcrow."""
    return _SPACE.sub(lambda found: " ¶ " if found[0].count("\n") > 1 else " ", printable(text))


def readable(diff: Diff, pair: Pair) -> Sequence[Run]:
    """The runs of a pair without marks on breaks that tell nothing.

    That is the break behind a sentence that was added or removed whole, and one that only came or went because a text
    ends there.
    """
    sign, text = pair.words[-1]
    if len(pair.words) == 1:
        return ((sign, text.rstrip()),) if text.strip() else pair.words
    ends = pair.old[-1:] == (len(diff.old.sentences) - 1,) or pair.new[-1:] == (len(diff.new.sentences) - 1,)
    if ends and sign != "=" and text.isspace() and pair.words[-2][0] == "=":
        return pair.words[:-1]
    return pair.words


def same_paragraphs(diff: Diff) -> set[tuple[int, int]]:
    """(old, new) numbers of paragraphs, from 0, that have a sentence in common which did not move."""
    return {
        (diff.old.sentences[pair.old[0]].paragraph, diff.new.sentences[pair.new[0]].paragraph)
        for pair in diff.pairs
        if pair.part is Part.BODY and pair.op is not Op.MOVED and pair.old and pair.new
    }
