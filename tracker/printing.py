"""Stories, documents and timelines as the command line prints them."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tracker.chain import Checkpoint, Report
from tracker.intake import Tally
from tracker.model import BlockKind, Change, Document, Op, Outlet, Part, Story
from tracker.terminal import say, table, warn
from tracker.timeline import Aside, Burst, Entry, Happening, folded, missed


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


def timeline(
    headline: str, outlet: Outlet, bursts: Sequence[Burst], happened: Sequence[Happening], *, checks: int
) -> None:
    """Print a story's timeline, newest first, in the outlet's zone; versions that read as one stand as one block."""
    zone = ZoneInfo(outlet.zone)
    say(headline)
    said = f"{counted(sum(len(burst.entries) for burst in bursts), 'version')} in {counted(checks, 'check')}"
    say(f"{outlet.name} · {said} · times in {outlet.zone}")
    steps: list[tuple[datetime, int, Burst | Happening]] = [
        *((burst.until, 0, burst) for burst in bursts),
        *((turn.capture.seen_at, 1, turn) for turn in happened),
    ]
    for _, _, step in sorted(steps, key=lambda step: step[:2], reverse=True):
        say()
        if isinstance(step, Burst):
            _burst(step, zone)
        else:
            say(f"     {when(step.capture.seen_at, zone)}   {step.summary}")


def _burst(burst: Burst, zone: ZoneInfo) -> None:
    if len(burst.entries) == 1:
        _entry(burst.entries[0], zone)
        return
    say(f"     {burst.summary}")
    for entry in burst.entries:
        say()
        _entry(entry, zone, "    ")


def _entry(entry: Entry, zone: ZoneInfo, indent: str = "") -> None:
    words = f"+{entry.version.words_added} −{entry.version.words_removed} words"
    say(f"{indent}{entry.version.number:>3}  {_interval(entry, zone)}   {words}")
    say(f"{indent}     {entry.summary}")
    for change in entry.changes:
        say(f"{indent}       {label(change)}: {marked(change)}")
    for aside in folded(entry.asides):
        say(f"{indent}     ({_folded(aside, zone)})")
    if vain := missed(entry.asides):
        first, last = vain[0].capture.seen_at, vain[-1].capture.seen_at
        span = f"from {when(first, zone)} to {when(last, zone)}" if len(vain) > 1 else f"at {when(first, zone)}"
        say(f"{indent}     ({counted(len(vain), 'check')} without a text, {span})")


def _interval(entry: Entry, zone: ZoneInfo) -> str:
    stated = ", as the file states" if entry.stated else ""
    seen = when(entry.version.first_seen_at, zone)
    before = entry.version.not_before_at
    return f"first seen {seen}{stated}" if before is None else f"between {when(before, zone)} and {seen}{stated}"


def label(change: Change) -> str:
    """A change in two words: "sentence moved", "headline changed", "notice added"."""
    what = change.role or ("sentence" if change.part is Part.BODY else change.part.replace("_", " "))
    return f"{what} {change.op}"


def marked(change: Change) -> str:
    """A change's words, cut ones in [-brackets-] and new ones in {+braces+}; whole sentences as they stand."""
    if change.op in (Op.ADDED, Op.REMOVED) or all(sign == "=" for sign, _ in change.words):
        return (change.new or change.old).strip()
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(marks[sign].format(text) for sign, text in change.words).strip()


def _folded(aside: Aside, zone: ZoneInfo) -> str:
    seen = when(aside.capture.seen_at, zone)
    if aside.verdict.reason:
        return f"{seen} {aside.verdict.finding}: {aside.verdict.reason}"
    parts = sorted({change.part.replace("_", " ") for change in aside.changes})
    return f"{seen} {aside.verdict.finding}: only stamps or typography ({', '.join(parts)})"
