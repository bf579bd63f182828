"""What the command line prints: other people's text, made harmless for a terminal."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

#: Control characters (C0, DEL, C1) but the line feed and tab, and those that turn the direction of writing.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

out = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
err = Console(markup=False, highlight=False, emoji=False, soft_wrap=True, stderr=True)


def safe(text: str) -> str:
    """Text without characters that command a terminal; each leaves a U+FFFD behind, so that nothing vanishes."""
    return _CONTROLS.sub("\ufffd", text)


def say(text: str = "") -> None:
    """Print a line to standard output."""
    out.print(safe(text))


def warn(text: str) -> None:
    """Print a line to standard error."""
    err.print(safe(text))


def table(heads: list[str], rows: list[list[str]]) -> None:
    """Print rows under heads, wrapped to the terminal's width."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        shown.add_column(head, overflow="fold")
    for row in rows:
        shown.add_row(*(safe(cell) for cell in row))
    Console(markup=False, highlight=False, emoji=False).print(shown)


@contextmanager
def progress(doing: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while long work goes on; on anything but a terminal, nothing but the work."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda steps: bar.advance(task, steps)
