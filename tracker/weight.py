"""Which of several changes a reader wants to see first: notices, then figures that turned, then what was said anew."""

from collections.abc import Sequence

from tracker.model import BlockRole, Change, Op, Part
from tracker.typography import count_words

#: How much a change weighs before its words are counted. Range 0 to 1000; only the order matters.
#: A notice is the publisher's own word; a sentence that says something else tells more than one that is merely new.
_NOTICE = 400
_SAID_ANEW = 200
_TAKEN_OUT = 150
_PUT_IN = 100

#: Added where a number stands on both sides of a change: a toll that rises is what readers look for.
_FIGURE = 100

#: Added where words were put in the place of others: that denies what stood there.
_REPLACED = 30

#: Words beyond this many add nothing: a long new paragraph is not weightier than a name put right. Range 1 to 100.
_MOST_WORDS = 40

_OPS = {
    Op.CHANGED: _SAID_ANEW,
    Op.SPLIT: _SAID_ANEW,
    Op.MERGED: _SAID_ANEW,
    Op.REMOVED: _TAKEN_OUT,
    Op.ADDED: _PUT_IN,
}


def weight(change: Change) -> int:
    """How much a change matters to a reader, as a plain number to put changes in order by; 0 for a minor one."""
    if change.minor:
        return 0
    out, put = _text(change, "-"), _text(change, "+")
    figures = change.op is not Op.MOVED and _has_digit(out) and _has_digit(put)
    base = _NOTICE if change.role is BlockRole.NOTICE else _OPS.get(change.op, 0)
    replaced = bool(out and put) * _REPLACED
    return 1 + base + figures * _FIGURE + replaced + min(count_words(out) + count_words(put), _MOST_WORDS)


def weightiest(changes: Sequence[Change]) -> Change | None:
    """The change to show where there is room for one; None where none is more than minor.

    Anything but the body's own sentences is taken only where none of them changed: a list shows the new headline
    anyway, a standfirst repeats the text, and a status line says little.
    """
    counted = [change for change in changes if not change.minor]
    telling = [change for change in counted if change.part is Part.BODY and change.role is not BlockRole.STATUS]
    return max(telling or counted, key=weight, default=None)


def _text(change: Change, sign: str) -> str:
    return " ".join(text for mark, text in change.words if mark == sign)


def _has_digit(text: str) -> bool:
    return any(character.isdecimal() for character in text)
