"""Two invented news stories with every kind of edit in them, so that a new reader has something to look at.

Outlets, people and places are made up; the addresses are on `.example`, which nobody can own (RFC 2606).
"""

from collections.abc import Iterator
from importlib.resources import files

#: A fire told in English over three days, and a storm told in German over two.
STORIES = ("harbour-fire.jsonl", "sturm.jsonl")

#: The zone in which each of the two papers tells its times, by the host of its addresses.
ZONES = {"courier.example": "Europe/London", "tageblatt.example": "Europe/Berlin"}


def lines() -> Iterator[bytes]:
    """Every capture of the sample as a line of JSON (UTF-8, no line ending), story by story, oldest first."""
    for name in STORIES:
        yield from files(__name__).joinpath(name).read_bytes().splitlines()
