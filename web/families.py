"""The kinds of change in six families, each with a colour and a shape of its own, as the pictures draw them."""

from collections.abc import Sequence
from enum import StrEnum

from tracker.kinds.model import Kind
from tracker.model import Change
from tracker.weight import DEFAULT
from web.texts import N_, gettext


class Family(StrEnum):
    """Kinds that a reader takes for one: the word is the class of its marks, which the style sheet colours."""

    FACT = "fact"
    VOICE = "voice"
    SURE = "sure"
    MORE = "more"
    WORDS = "words"
    NOTE = "note"


_FAMILIES = {
    Kind.FIGURE: Family.FACT,
    Kind.WHEN: Family.FACT,
    Kind.NAME: Family.FACT,
    Kind.QUOTE: Family.VOICE,
    Kind.ATTRIBUTION: Family.VOICE,
    Kind.CERTAINTY: Family.SURE,
    Kind.ADDITION: Family.MORE,
    Kind.REMOVAL: Family.MORE,
    Kind.WORDING: Family.WORDS,
    Kind.COPYEDIT: Family.WORDS,
    Kind.STATUS: Family.WORDS,
    Kind.NOTICE: Family.NOTE,
}

_LABELS = {
    Family.FACT: N_("figure, name or time"),
    Family.VOICE: N_("quote or source"),
    Family.SURE: N_("how sure it is"),
    Family.MORE: N_("said anew or no more"),
    Family.WORDS: N_("wording alone"),
    Family.NOTE: N_("publisher’s notice"),
}

#: The shapes of the families around the point 0, 0, about 11 pixels wide: told apart without their colours.
SHAPES = {
    Family.FACT: "M0-6.5L6.5 0 0 6.5-6.5 0z",
    Family.VOICE: "M-5.5 0a5.5 5.5 0 1 1 11 0 5.5 5.5 0 1 1-11 0z",
    Family.SURE: "M0-6.5L6.5 5h-13z",
    Family.MORE: "M-5-5H5V5H-5z",
    Family.WORDS: "M-3.5-1.5h7v3h-7z",
    Family.NOTE: "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
}


def weightiest(changes: Sequence[Change]) -> Kind | None:
    """The kind that matters most of several changes, by those of substance where there are any; None for none."""
    counted = [change for change in changes if not change.minor]
    telling = [change for change in counted if change.substantive] or counted
    kinds = [Kind(kind) for change in telling for kind in change.kinds]
    return max(kinds, key=lambda kind: float(getattr(DEFAULT, kind)), default=None)


def family(kind: Kind | None) -> Family:
    """The family of a kind; what nobody has judged counts as wording."""
    return _FAMILIES[kind] if kind else Family.WORDS


def label(of: Family) -> str:
    """What a family is called in the key of a picture."""
    return gettext(_LABELS[of])
