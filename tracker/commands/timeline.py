"""A story's timeline as the command line prints it: what each version changed, and whether a notice speaks of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from tracker import settings, timeline
from tracker.acknowledged import Acknowledgement
from tracker.commands import opening
from tracker.fetching import urls
from tracker.kinds.model import Kind
from tracker.model import BlockRole, Change, Op, Part
from tracker.printing import counted, when
from tracker.silence import Answer, Flag
from tracker.terminal import say
from tracker.timeline import Aside, Burst, Entry, Happening, folded, missed
from tracker.weight import kinds_of, small

#: What is said of a change to what was said, by its answer.
_ANSWERS = {Answer.SILENT: "no notice found", Answer.UNCLEAR: "notice not clear", Answer.ACKNOWLEDGED: "notice found"}
#: Kinds that go without saying, beside a role or an op.
_SAID = {
    BlockRole.NOTICE: (Kind.NOTICE,),
    BlockRole.STATUS: (Kind.STATUS,),
    Op.ADDED: (Kind.ADDITION,),
    Op.REMOVED: (Kind.REMOVAL,),
}


def timeline_(
    url: Annotated[str, typer.Argument(help="The story's address.")],
    every: Annotated[bool, typer.Option("--all", help="Print the smaller edits too.")] = False,
) -> None:
    """Print a story's timeline: each version, between which checks it appeared, what it changed, and which notices
    speak of it."""
    from storage import flags, queries

    chosen = settings.load()
    with opening.store(chosen).database.read() as session:
        history = queries.history(session, queries.story_at(session, urls.address(url)), operator=True)
        settled = flags.read(session, history.story.id or 0, history.seen, now=datetime.now(UTC))
    zone, within = ZoneInfo(history.outlet.zone), timedelta(minutes=chosen.burst_minutes)
    bursts = timeline.bursts(timeline.entries(history.seen, history.asides), within, clock=lambda at: when(at, zone))
    say(history.story.headline)
    versions = counted(len(history.seen), "version")
    say(f"{history.outlet.name} · {versions} in {counted(history.checks, 'check')} · times in {history.outlet.zone}")
    told = Told(zone, settled.acknowledgements, settled.flags, every)
    told.steps(bursts, timeline.happenings(history.turns))


@dataclass(frozen=True)
class Told:
    """How a timeline is told: in which zone, with a story's notices and flags, and whether with the smaller edits."""

    zone: ZoneInfo
    acknowledgements: Sequence[Acknowledgement]
    flags: Sequence[Flag]
    every: bool

    def steps(self, bursts: Sequence[Burst], happened: Sequence[Happening]) -> None:
        """Print versions and happenings, newest first; versions that read as one stand as one block."""
        steps: list[tuple[datetime, int, Burst | Happening]] = [
            *((burst.until, 0, burst) for burst in bursts),
            *((turn.capture.seen_at, 1, turn) for turn in happened),
        ]
        for _, _, step in sorted(steps, key=lambda step: step[:2], reverse=True):
            say()
            if isinstance(step, Burst):
                self._burst(step)
            else:
                say(f"     {when(step.capture.seen_at, self.zone)}   {step.summary}")

    def _burst(self, burst: Burst) -> None:
        if len(burst.entries) == 1:
            self._entry(burst.entries[0])
            return
        say(f"     {burst.summary}")
        for entry in burst.entries:
            say()
            self._entry(entry, "    ")

    def _entry(self, entry: Entry, indent: str = "") -> None:
        words = f"+{entry.version.words_added} −{entry.version.words_removed} words"
        say(f"{indent}{entry.version.number:>3}  {_interval(entry, self.zone)}   {words}")
        say(f"{indent}     {entry.summary}")
        shown = [change for change in entry.changes if self.every or not small(change)]
        for change in shown:
            say(f"{indent}       {_label(change)}: {_marked(change)}")
        if left := len(entry.changes) - len(shown):
            them = "it" if left == 1 else "them"
            say(f"{indent}       {counted(left, 'more edit')}, none of substance (--all shows {them})")
        self._owned(entry.version.number, indent)
        for aside in folded(entry.asides):
            say(f"{indent}     ({_folded(aside, self.zone)})")
        if vain := missed(entry.asides):
            first, last = vain[0].capture.seen_at, vain[-1].capture.seen_at
            span = f"from {self._at(first)} to {self._at(last)}" if len(vain) > 1 else f"at {self._at(first)}"
            say(f"{indent}     ({counted(len(vain), 'check')} without a text, {span})")

    def _owned(self, number: int, indent: str) -> None:
        """The notices that came with a version; its changes to what was said of which none, or a later one, speaks."""
        for one in self.acknowledgements if number > 1 else ():
            if one.notice.number == number:
                say(f"{indent}     {one.notice.kind}: {self._spoken(one)}")
        for flag in self.flags:
            if flag.number == number and (flag.notice is None or flag.notice.number != number):
                say(f"{indent}     {_ANSWERS[flag.answer]}: {flag.said}{self._awaited(flag)}; {flag.stamp}")

    def _spoken(self, one: Acknowledgement) -> str:
        if not one.edits:
            return "the change that it speaks of was not found among the versions kept"
        stood = min(edit.error_at for edit in one.edits)
        edits = ", ".join(f"a change in version {edit.number} ({edit.why})" for edit in one.edits)
        return f"speaks of {edits}; what it mends was first seen {self._at(stood)}"

    def _awaited(self, flag: Flag) -> str:
        if flag.notice is not None:
            return f" ({flag.notice.kind} in version {flag.notice.number})"
        return f" (provisional until {self._at(flag.due_at)})" if flag.provisional else ""

    def _at(self, at: datetime) -> str:
        return when(at, self.zone)


def _interval(entry: Entry, zone: ZoneInfo) -> str:
    stated = ", as the file states" if entry.stated else ""
    seen = when(entry.version.first_seen_at, zone)
    before = entry.version.not_before_at
    return f"first seen {seen}{stated}" if before is None else f"between {when(before, zone)} and {seen}{stated}"


def _label(change: Change) -> str:
    """A change in few words: "sentence moved", "headline changed (figure)", "notice added"."""
    what = change.role or ("sentence" if change.part is Part.BODY else change.part.replace("_", " "))
    kinds = ", ".join(kind for kind in kinds_of(change) if kind not in _SAID.get(change.role or change.op, ()))
    return f"{what} {change.op} ({kinds})" if kinds else f"{what} {change.op}"


def _marked(change: Change) -> str:
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
