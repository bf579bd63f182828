"""What the command line prints: other people's text, made harmless for a terminal."""

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

#: What ends a line or a cell: a headline that holds one would forge a line of its own.
_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")

#: Control characters (C0, DEL, C1), those that turn the direction of writing, and lone surrogates.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class _Console(Console):
    """A console that leaves it to the command to say what a reader who has gone away means."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


out = _Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
err = _Console(markup=False, highlight=False, emoji=False, soft_wrap=True, stderr=True)


def take_any_text() -> None:
    """From now on a character that the terminal's encoding does not have is printed as an escape, and fails nothing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def coloured() -> bool:
    """Whether to print in colour: on a terminal whose user has not set NO_COLOR (no-color.org; empty is not set)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def safe(text: str) -> str:
    """Text as one line that cannot command a terminal: breaks become spaces, what else commands it U+FFFD."""
    return _CONTROLS.sub("\ufffd", _BREAKS.sub(" ", text))


def say(text: str = "") -> None:
    """Print a line to standard output."""
    out.print(safe(text))


def warn(text: str) -> None:
    """Print a line to standard error."""
    err.print(safe(text))


def say_json(value: object) -> None:
    """Print JSON in ASCII: whatever a page holds, no terminal is commanded by it and no encoding fails on it."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def table(heads: list[str], rows: list[list[str]]) -> None:
    """Print rows under heads, folded to the terminal's width; for a program, a row a line and tabs between cells."""
    if not sys.stdout.isatty():
        for row in rows:
            sys.stdout.write("\t".join(safe(cell) for cell in row) + "\n")
        return
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        shown.add_column(head, overflow="fold")
    for row in rows:
        shown.add_row(*(safe(cell) for cell in row))
    _Console(markup=False, highlight=False, emoji=False).print(shown)


@contextmanager
def progress(doing: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while long work goes on; on anything but a terminal, nothing but the work."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda steps: bar.advance(task, steps)
