"""Makes text of unknown origin fit to be shown: nothing in it can steer a terminal or break a page."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")


def printable(text: str) -> str:
    """The text with control characters and lone surrogates as U+FFFD, and without marks that turn its direction."""
    return _STEERING.sub("", _CONTROLS.sub("\ufffd", text))


def on_one_line(text: str) -> str:
    """Printable text with every run of white space as one space; a paragraph break shows as a pilcrow."""
    return _SPACE.sub(lambda found: " ¶ " if found[0].count("\n") > 1 else " ", printable(text))
