"""Stories and documents as the command line prints them."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tracker.chain import Checkpoint, Report
from tracker.intake import Tally
from tracker.model import BlockKind, Document, Outlet, Story
from tracker.terminal import say, table, warn


def when(at: datetime | None, zone: ZoneInfo | None = None) -> str:
    """An instant to the minute, in a zone (UTC where none is given); a dash for none."""
    if at is None:
        return "-"
    try:
        return _minute(at.astimezone(zone or UTC))
    except OverflowError:
        # The first and last hours of the calendar have no local time everywhere.
        return f"{_minute(at.astimezone(UTC))} UTC"


def _minute(at: datetime) -> str:
    # strftime does not write the year 1 as 0001 everywhere.
    return at.replace(tzinfo=None).isoformat(" ", "minutes")


def counted(count: int, one: str, many: str = "") -> str:
    """A number and its noun: "1 capture", "2 captures", "0 stories"."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def tally(made: Tally) -> None:
    """Print what an import came to: each failure with its place on standard error, the counts on standard output."""
    for failure in made.failures:
        warn(f"{failure.where}: not taken: {failure.why}")
    said = f"{counted(made.kept, 'capture')} kept in {counted(len(made.stories), 'story', 'stories')}"
    said += f", {made.known} {'was' if made.known == 1 else 'were'} kept already" if made.known else ""
    said += f", {counted(made.remarks, 'remark')}" if made.remarks else ""
    said += f", {len(made.failures)} could not be taken" if made.failures else ""
    say(f"{said}.")
    for reason, count in made.aside.most_common():
        say(f"{counted(count, 'capture')} made no version: {reason}")


def stories(listed: Sequence[tuple[Outlet, Story, str]], total: int) -> None:
    """Print stories with their outlets and addresses; `total` is how many there are to list.

    On a terminal the address has a line of its own, so that it can be copied whole; to a program, a story is one line.
    """
    for outlet, story, address in listed:
        changed = when(story.last_changed_at)
        if sys.stdout.isatty():
            say(story.headline)
            say(f"  {outlet.name} · {counted(story.versions, 'version')} · last changed {changed} UTC")
            say(f"  {address}")
            say()
        else:
            table([], [[outlet.name, story.headline, str(story.versions), changed, address]])
    if total > len(listed):
        warn(f"{len(listed)} of {counted(total, 'story', 'stories')}; name words to find others.")


def report(found: Report, known: Checkpoint | None) -> None:
    """Print whether the record holds, and how much of it was walked, or the first capture that does not."""
    if found.broken:
        say(f"does not hold: {found.broken}")
        return
    counts = {"chain": found.chains, "capture": found.captures, "raw": found.raws}
    walked = ", ".join(counted(count, noun) for noun, count in counts.items())
    say(f"holds: {walked}" + (f", against the checkpoint of {when(known.made_at)} UTC" if known else ""))


def document(read: Document) -> None:
    """Print what was read out of a page: its parts, then its blocks."""
    fields = {
        "Headline": read.headline,
        "Standfirst": read.standfirst,
        "Byline": read.byline,
        "Dateline": read.dateline,
        "Section": read.section,
        "Outlet": read.outlet,
        "Language": read.language,
        "Address": read.url,
        "Published": _stamp(read.published_verbatim, read.published_at, read.zone_assumed),
        "Modified": _stamp(read.modified_verbatim, read.modified_at, read.zone_assumed),
    }
    for name, value in fields.items():
        if value:
            say(f"{name + ':':<12}{value}")
    for origin, title in read.titles.items():
        if title != read.headline:
            say(f"{'':<12}{origin}: {title}")
    for block in read.blocks:
        mark = block.role or ("" if block.kind is BlockKind.PARAGRAPH else block.kind)
        say()
        say(f"[{mark}] {block.text}" if mark else block.text)


def _stamp(verbatim: str, at: datetime | None, assumed: bool) -> str:
    if not verbatim or at is None:
        return verbatim
    return f"{verbatim} ({when(at)} UTC{', the zone is assumed' if assumed else ''})"
