"""Says of each change of substance to what a story already said whether a notice owns up to it, and on what grounds.

An observation of what was kept, never an accusation: a note may stand elsewhere, or come later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

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

    `number` and `place` are the version and the change's place among its changes. `provisional` until a day after it
    was first seen, `watched` whether the story was looked at for that day. `stamp` says whether the publisher's stamp
    moved, `grounds` all of it in neutral words.
    """

    number: int
    place: int
    change: Change
    said: str
    answer: Answer
    notice: Notice | None
    provisional: bool
    watched: bool
    stamp: str
    grounds: str

    @property
    def silent(self) -> bool:
        """Whether no notice was found."""
        return self.answer is Answer.SILENT


def flags(versions: Sequence[Dated], *, now: datetime, found: Sequence[Acknowledgement] | None = None) -> list[Flag]:
    """Every change of substance to what the story already said, in order.

    A mere addition, a count that goes up while an event goes on, what was not yet known and now is, and what stands
    elsewhere in the new version are none. `found` are the story's acknowledgements, where they are known already.
    """
    found = acknowledgements(versions) if found is None else found
    spoken = by_edit(found)
    reader = Reader()
    made: list[Flag] = []
    for at in range(1, len(versions)):
        made += _of_version(versions, at, now, found, spoken, reader)
    return made


def _of_version(
    versions: Sequence[Dated],
    at: int,
    now: datetime,
    found: Sequence[Acknowledgement],
    spoken: Mapping[tuple[int, int], Acknowledgement],
    reader: Reader,
) -> list[Flag]:
    before, version = versions[at - 1], versions[at]
    code = code_of(version.document)
    if not any(change.substantive for change in version.changes):
        return []
    new = Text(tuple(line.text for line in reader.lines(version.document)), code, bool(before.document.status))
    anew = _written_anew(before, version, reader)
    notes = _notes(before, reader) | _notes(version, reader)
    made = []
    for place, change in enumerate(version.changes):
        aside = (anew and change.op is Op.REMOVED) or change.new in notes or change.old in notes
        said = "" if aside else alteration(change, new)
        if said:
            answer, notice = _answer(version, place, found, spoken)
            made.append(_flag(versions, at, place, said, answer, notice, now))
    return made


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


def _flag(
    versions: Sequence[Dated], at: int, place: int, said: str, answer: Answer, notice: Notice | None, now: datetime
) -> Flag:
    before, version, last = versions[at - 1], versions[at], versions[-1]
    kept_until = max(last.last_seen_at, version.first_seen_at)
    due = version.first_seen_at + AWAITED
    stamp = _stamp(before, version)
    told = _TOLD[answer].format(
        kind=notice.kind if notice else "",
        at=_time(notice.first_seen_at) if notice else "",
        until=_time(kept_until),
    )
    return Flag(
        number=version.number,
        place=place,
        change=version.changes[place],
        said=said,
        answer=answer,
        notice=notice,
        provisional=answer is not Answer.ACKNOWLEDGED and now < due,
        watched=kept_until >= due,
        stamp=stamp,
        grounds=f"{said}; {told}; {stamp}",
    )


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
