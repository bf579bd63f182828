"""Which changes of substance a notice speaks of, and for which none was found: an observation, never an accusation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from storage.flags import Settled
from tracker.acknowledged import Acknowledgement, Edit
from tracker.dated import Dated
from tracker.model import Document
from tracker.moments import Moment
from tracker.silence import Answer, Flag
from tracker.timeline import Entry
from web import times
from web.story_answers import FlagAnswer, NoticeAnswer, SpokenAnswer
from web.texts import gettext


@dataclass(frozen=True)
class Spoken:
    """A notice that came with a version: its edits, and how long after them it came, in words."""

    found: Acknowledgement
    moment: Moment
    edits: list[tuple[Edit, Moment]]

    @property
    def delay(self) -> str:
        """How long before or after the change that it speaks of it came; "" in the same version and without an edit."""
        length = self.found.from_mending
        if length is None:
            return ""
        if not length:
            return ""
        if length > timedelta():
            return gettext("%(length)s after the change", length=times.span(length))
        return gettext("%(length)s before the change", length=times.span(-length))

    @property
    def stood(self) -> str:
        """How long the error had stood when the notice came; "" without an edit."""
        length = self.found.from_error
        return times.span(length) if length is not None and length > timedelta() else ""


@dataclass(frozen=True)
class Flagged:
    """A change and whether a notice on it was found; `until` is the end of the day for which that is provisional.

    `stamp` says in a few words whether the publisher's stamp moved with it.
    """

    flag: Flag
    moment: Moment
    until: datetime
    notice: Moment | None
    stamp: str


@dataclass
class Owned:
    """What is known of one version: its changes without a notice, those of which that is unclear, those with one."""

    silent: list[Flagged] = field(default_factory=list)
    unclear: list[Flagged] = field(default_factory=list)
    acknowledged: list[Flagged] = field(default_factory=list)
    notices: list[Spoken] = field(default_factory=list)


@dataclass(frozen=True)
class Notices:
    """All of a story's notices and flags, in order."""

    spoken: list[Spoken]
    flagged: list[Flagged]

    @property
    def silent(self) -> set[int]:
        """The versions with a change of substance for which no notice was found."""
        return {one.flag.number for one in self.flagged if one.flag.answer is Answer.SILENT}

    def of(self, number: int) -> Owned:
        """What is known of one version."""
        made = Owned(notices=[one for one in self.spoken if one.found.notice.number == number])
        lists = {
            Answer.SILENT: made.silent,
            Answer.UNCLEAR: made.unclear,
            Answer.ACKNOWLEDGED: made.acknowledged,
        }
        for one in self.flagged:
            if one.flag.number == number:
                lists[one.flag.answer].append(one)
        return made


def notices(entries: Sequence[Entry], dated: Sequence[Dated], settled: Settled) -> Notices:
    """A story's notices with the edits that they speak of, and its changes of substance with or without one.

    A notice that the story had when it was first seen is none of an edit that was seen, and left out.
    """
    if not dated:
        return Notices([], [])
    moments = {entry.version.number: entry.moment for entry in entries}
    spoken = [
        Spoken(one, moments[one.notice.number], [(edit, moments[edit.number]) for edit in one.edits])
        for one in settled.acknowledgements
        if one.notice.number != dated[0].number
    ]
    stamps = {new.number: _stamp(old.document, new.document) for old, new in pairwise(dated)}
    flagged = [
        Flagged(
            flag,
            moments[flag.number],
            flag.due_at,
            moments[flag.notice.number] if flag.notice else None,
            stamps[flag.number],
        )
        for flag in settled.flags
    ]
    return Notices(spoken, flagged)


def _stamp(old: Document, new: Document) -> str:
    if not old.modified_verbatim and not new.modified_verbatim:
        return gettext("the page bears no stamp")
    if old.modified_verbatim != new.modified_verbatim:
        return gettext("the publisher’s stamp moved")
    return gettext("the publisher’s stamp did not move")


def told(found: Notices, entries: Sequence[Entry]) -> tuple[list[NoticeAnswer], list[FlagAnswer]]:
    """The notices and the flags as the API gives them."""
    places = {entry.version.number: _places(entry) for entry in entries}
    return (
        [_notice(one, places) for one in found.spoken],
        [
            FlagAnswer(
                version=one.flag.number,
                moment=str(one.moment),
                change=places[one.flag.number][one.flag.place],
                answer=one.flag.answer,
                provisional=one.flag.provisional,
                provisional_until=one.until,
                watched=one.flag.watched,
                stamp=one.flag.stamp,
                grounds=one.flag.grounds,
                notice=str(one.notice) if one.notice else None,
            )
            for one in found.flagged
        ],
    )


def _places(entry: Entry) -> dict[int, int]:
    """From a change's place among all that a version brought to its place among those that are told."""
    counted = [place for place, change in enumerate(entry.brought) if not change.minor]
    return {place: told for told, place in enumerate(counted)}


def _notice(one: Spoken, places: dict[int, dict[int, int]]) -> NoticeAnswer:
    notice, found = one.found.notice, one.found
    return NoticeAnswer(
        kind=notice.kind,
        text=notice.text,
        version=notice.number,
        moment=str(one.moment),
        first_seen_at=notice.first_seen_at,
        until=notice.until,
        edits=[
            SpokenAnswer(
                version=edit.number,
                change=places[edit.number][edit.place],
                why=edit.why,
                error_at=edit.error_at,
                mended_at=edit.mended_at,
            )
            for edit, _ in one.edits
        ],
        seconds_from_error=found.from_error.total_seconds() if found.from_error is not None else None,
        seconds_from_mending=found.from_mending.total_seconds() if found.from_mending is not None else None,
    )
