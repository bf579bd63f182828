"""The life of one sentence: each of its wordings, from when until when, what it came from and where it went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage import lineage, queries
from storage.queries import Sighting
from tracker import excerpt
from tracker.blaming import Mark
from tracker.diffing import compare
from tracker.errors import NotFound
from tracker.model import Part
from tracker.threads import Came, Lineage, ThreadId, Wording
from web.blame import NEWEST, edited
from web.deps import Reader
from web.texts import N_, gettext

#: Wordings whose words are compared with those before, the newest ones. Range 10 to 200.
COMPARED = 60

_CAME = {
    Came.ADDED: N_("Put in"),
    Came.CHANGED: N_("Reworded"),
    Came.SPLIT: N_("Cut from another sentence"),
    Came.MERGED: N_("Put together with another sentence"),
    Came.RESTORED: N_("Put back"),
}


@dataclass(frozen=True)
class Other:
    """Another sentence that this one came from or went into; its text is "" where it may not be shown."""

    thread: ThreadId
    text: str


@dataclass(frozen=True)
class Phase:
    """A wording with its words marked against the one before; `away` says that it had gone since that one."""

    text: str
    script: Sequence[Sequence[str]]
    told: str
    since: Mark
    until: Mark | None
    away: Mark | None
    came: Came
    sources: list[Other]


@dataclass(frozen=True)
class Life:
    """A sentence's life in a story, oldest wording first. `shown` is false where its text may not be shown."""

    found: Sighting
    thread: ThreadId
    part: Part
    phases: list[Phase]
    into: Other | None
    shown: bool
    whole: bool


def life(reader: Reader, story_id: int, thread: ThreadId) -> Life:
    """One sentence's life. Raises NotFound. Seven queries."""
    found = queries.sighting(reader.session, story_id, NEWEST, operator=reader.operator)
    made, marks = lineage.named(reader.session, story_id)
    wordings = made.threads.get(thread)
    if not wordings:
        raise NotFound(f"this story has no sentence {thread}")
    whole = excerpt.whole(found.outlet.show, operator=reader.operator)
    part = wordings[-1].part

    def other(name: ThreadId, capture_id: int) -> Other:
        before = [each for each in made.threads[name] if marks[each.since_id].number < marks[capture_id].number]
        at = max(len(before) - 1, 0)
        visible = whole or edited(made.threads[name], at, marks)
        return Other(name, made.threads[name][at].text if visible else "")

    return Life(
        found=found,
        thread=thread,
        part=part,
        phases=[
            _phase(wordings, at, marks, [other(source, wording.since_id) for source in wording.sources])
            for at, wording in enumerate(wordings)
        ],
        into=_into(made, wordings[-1]),
        shown=whole or part is Part.HEADLINE or edited(wordings, len(wordings) - 1, marks),
        whole=whole,
    )


def _into(made: Lineage, last: Wording) -> Other | None:
    """The sentence into which a thread was merged when it went; it came by that edit, so that it may be shown."""
    if last.until_id is None:
        return None
    for wordings in made.threads.values():
        for wording in wordings:
            if wording.came is Came.MERGED and wording.since_id == last.until_id and last.thread in wording.sources:
                return Other(wording.thread, wording.text)
    return None


def _phase(wordings: Sequence[Wording], at: int, marks: Mapping[int, Mark], sources: list[Other]) -> Phase:
    wording, before = wordings[at], wordings[at - 1] if at else None
    gap = before is not None and before.until_id is not None and before.until_id != wording.since_id
    close = before is not None and len(wordings) - at <= COMPARED
    return Phase(
        text=wording.text,
        script=_script(before.text, wording.text) if before and close else [("=", wording.text)],
        told=gettext("Typography alone") if wording.folded else gettext(_CAME[wording.came]),
        since=marks[wording.since_id],
        until=marks[wording.until_id] if wording.until_id is not None else None,
        away=marks[before.until_id] if gap and before and before.until_id is not None else None,
        came=wording.came,
        sources=sources,
    )


def _script(old: str, new: str) -> list[Sequence[str]]:
    return [run for pair in compare(old, new).pairs for run in pair.words]


def as_json(told: Life) -> dict[str, Any]:
    """A life as plain data, `rowback-life/1`; texts that may not be shown are empty."""
    return {
        "format": "rowback-life/1",
        "thread": str(told.thread),
        "part": told.part.value,
        "excerpt": not told.whole,
        "into": str(told.into.thread) if told.into else None,
        "stood": [
            {
                "text": phase.text if told.shown else "",
                "since": phase.since.as_json(),
                "until": phase.until.as_json() if phase.until else None,
                "came": phase.came.value,
                "sources": [str(source.thread) for source in phase.sources],
            }
            for phase in told.phases
        ],
    }
