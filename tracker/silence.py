"""Says of each change of substance to what a story already said whether a notice owns up to it, and on what grounds.

An observation of what was kept, never an accusation: a note may stand elsewhere, or come later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from tracker.acknowledged import AWAITED, Acknowledgement, Notice, acknowledgements, by_edit
from tracker.admissions import kind_of
from tracker.alterations import SAME_SENTENCE, Text, alteration, kept
from tracker.dated import Dated, Reader, code_of
from tracker.model import Change, Op, Part

#: Share of a text's sentences that a version took out from which it is the story written anew: then a sentence that is
#: gone says nothing by itself. Range 0.2 to 0.6.
WRITTEN_ANEW = 1 / 3


class Answer(StrEnum):
    """Whether the publisher owned up.

    acknowledged: a notice speaks of the change. unclear: a notice came with it, or within a day, of which cannot be
    told what it speaks of. silent: no such notice was found in what was kept.
    """

    ACKNOWLEDGED = "acknowledged"
    UNCLEAR = "unclear"
    SILENT = "silent"


@dataclass(frozen=True)
class Flag:
    """A change of substance to what was already said, and whether a notice was found.

    `number` and `place` are the version and the change's place among its changes, `said` what it did. `stamp` says
    whether the publisher's stamp moved. `due_at` is a day after the change was first seen, `kept_until` when the story
    was last seen, `now` the time of reading; with them alone time passes, and all else stays as it was derived.
    """

    number: int
    place: int
    change: Change
    said: str
    answer: Answer
    notice: Notice | None
    stamp: str
    due_at: datetime
    kept_until: datetime
    now: datetime

    @property
    def silent(self) -> bool:
        """Whether no notice was found."""
        return self.answer is Answer.SILENT

    @property
    def provisional(self) -> bool:
        """Whether a notice may still come: until a day after the change was first seen."""
        return self.answer is not Answer.ACKNOWLEDGED and self.now < self.due_at

    @property
    def watched(self) -> bool:
        """Whether the story was looked at for that day."""
        return self.kept_until >= self.due_at

    @property
    def grounds(self) -> str:
        """All of it in neutral words."""
        told = _TOLD[self.answer].format(
            kind=self.notice.kind if self.notice else "",
            at=_time(self.notice.first_seen_at) if self.notice else "",
            until=_time(max(self.kept_until, self.due_at - AWAITED)),
        )
        return f"{self.said}; {told}; {self.stamp}"


def flags(
    versions: Sequence[Dated], *, now: datetime, found: Sequence[Acknowledgement] | None = None, since: int = 1
) -> list[Flag]:
    """Every change of substance to what the story already said, in order.

    A mere addition, a count that goes up while an event goes on, what was not yet known and now is, and what stands
    elsewhere in the new version are none. `found` are the story's acknowledgements, where they are known already;
    versions before the place `since` are left out.
    """
    found = acknowledgements(versions) if found is None else found
    spoken = by_edit(found)
    reader = Reader()
    made: list[Flag] = []
    for at in range(max(since, 1), len(versions)):
        before, version = versions[at - 1], versions[at]
        due_at, kept_until = version.first_seen_at + AWAITED, versions[-1].last_seen_at
        for place, said in altered(before, version, reader):
            answer, notice = _answer(version, place, found, spoken)
            stamp = _stamp(before, version)
            change = version.changes[place]
            made.append(Flag(version.number, place, change, said, answer, notice, stamp, due_at, kept_until, now))
    return made


def altered(before: Dated, version: Dated, reader: Reader) -> Iterator[tuple[int, str]]:
    """The changes of a version to what the one before it said: the place of each, and what it did."""
    code = code_of(version.document)
    # Both are seldom needed, and each takes every sentence of a version.
    old = before.document
    stood = [old.headline, old.standfirst, *(block.text for block in old.blocks)]
    new = Text(lambda: [line.text for line in reader.lines(version.document)], code, bool(old.status), stood)
    aside = _Aside(before, version, reader)
    for place, change in enumerate(version.changes):
        if (said := alteration(change, new)) and not aside.holds(change):
            yield place, said


class _Aside:
    """What is no change to what was said, though it looks like one: a story written anew, and what notices say."""

    def __init__(self, before: Dated, version: Dated, reader: Reader) -> None:
        self.before, self.version, self.reader = before, version, reader

    def holds(self, change: Change) -> bool:
        return (change.op is Op.REMOVED and self.anew) or not self.notes.isdisjoint((change.old, change.new))

    @cached_property
    def anew(self) -> bool:
        return _written_anew(self.before, self.version, self.reader)

    @cached_property
    def notes(self) -> set[str]:
        return _notes(self.before, self.reader) | _notes(self.version, self.reader)


def _written_anew(before: Dated, version: Dated, reader: Reader) -> bool:
    """Whether so much of the body went that the story was written anew, rather than edited."""
    stood = sum(line.part is Part.BODY and line.role is None for line in reader.lines(before.document))
    gone = [change for change in version.changes if change.part is Part.BODY and change.role is None and change.old]
    lost = sum(change.op is Op.REMOVED or (bool(change.new) and kept(change) < SAME_SENTENCE) for change in gone)
    return lost > WRITTEN_ANEW * stood


def _notes(version: Dated, reader: Reader) -> set[str]:
    """The sentences of a version that stand in notices: what a notice says is told by the notice."""
    blocks = [block.text for block in version.document.blocks if kind_of(block.text) is not None]
    return {sentence for text in blocks for sentence in reader.sentences(text, version.document.language)}


def _answer(
    version: Dated, place: int, found: Sequence[Acknowledgement], spoken: Mapping[tuple[int, int], Acknowledgement]
) -> tuple[Answer, Notice | None]:
    told = spoken.get((version.number, place))
    if told is not None:
        return Answer.ACKNOWLEDGED, told.notice
    for each in found:
        late = each.notice.first_seen_at - version.first_seen_at
        with_it = each.notice.number == version.number
        unlinked = not each.edits and timedelta() <= late <= AWAITED
        if each.notice.admits and (with_it or unlinked):
            return Answer.UNCLEAR, each.notice
    return Answer.SILENT, None


_TOLD = {
    Answer.ACKNOWLEDGED: "a notice ({kind}) that speaks of it was first seen at {at}",
    Answer.UNCLEAR: "a notice ({kind}) was first seen at {at}, and it cannot be told that it speaks of this",
    Answer.SILENT: "no correction, clarification or editor's note on it was found in what was kept until {until}",
}


def _time(at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"{at.day} {at:%b} {at.year:04d} {at:%H:%M} UTC"


def _stamp(before: Dated, version: Dated) -> str:
    old, new = before.document.modified_verbatim, version.document.modified_verbatim
    if not new and not old:
        return "the page bears no stamp of when it was changed"
    if old == new:
        return f"the publisher's stamp did not move ({new})"
    return f"the publisher's stamp moved from {old or 'none'} to {new or 'none'}"


def by_change(made: Sequence[Flag]) -> Mapping[tuple[int, int], Flag]:
    """The flags by version and the change's place among its changes."""
    return {(flag.number, flag.place): flag for flag in made}
