"""The commands that tell what became of a story's words."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from tracker import blaming, printing
from tracker.commands import opening
from tracker.fetching import urls
from tracker.terminal import say, say_json


def blame(
    url: Annotated[str, typer.Argument(help="The story's address.")],
    version: Annotated[int | None, typer.Option(min=1, help="Number of the version; the newest by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print a version with the origin of its words: since when each stands, what it replaced, whether it came back."""
    from storage import lineage, queries

    with opening.store().database.read() as session:
        history = queries.history(session, queries.story_at(session, urls.address(url)), operator=True)
        made = lineage.blame(session, history.story.id or 0, version)
    if as_json:
        say_json(blaming.as_json(made))
        return
    zone = ZoneInfo(history.outlet.zone)
    for row in blaming.as_lines(made, lambda at: printing.when(at, zone)):
        say(row)
