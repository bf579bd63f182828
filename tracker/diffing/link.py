"""What is known about sentences that belong together, before the words inside are looked at."""

from functools import partial
from typing import NamedTuple

from tracker.model import Op

#: Sentences (their indices) that stand between two anchors on both sides.
Gap = tuple[list[int], list[int]]


class Link(NamedTuple):
    """Sentences that belong together, and how many words they keep (0 where that was not counted).

    `op` is set for what is split, merged or moved.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    kept: int = 0
    op: Op | None = None


#: A Link out of the tuple of all its fields: thrice as fast as calling the class.
new_link = partial(tuple.__new__, Link)
