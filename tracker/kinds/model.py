"""What a rule finds in a change: which kinds fit, why, and whether a reader would want to know."""

from enum import StrEnum
from typing import NamedTuple

#: Where something stands in a side of a pair: first character, and the one behind the last.
Span = tuple[int, int]


class Kind(StrEnum):
    """What a change does to what is said. The order is the order in which kinds are told to a reader."""

    NOTICE = "notice"
    STATUS = "status"
    FIGURE = "figure"
    WHEN = "when"
    NAME = "name"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    CERTAINTY = "certainty"
    ADDITION = "addition"
    REMOVAL = "removal"
    WORDING = "wording"
    COPYEDIT = "copyedit"


class Finding(NamedTuple):
    """One thing that a rule found in a change.

    `why` is short and in plain words ("12 -> 17"). `old` and `new` are the places on either side that the finding
    accounts for: rules further down leave them alone.
    """

    kind: Kind
    why: str
    substantive: bool
    old: tuple[Span, ...] = ()
    new: tuple[Span, ...] = ()
