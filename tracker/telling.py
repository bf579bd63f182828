"""A sentence in plain words for each update: what matters most first, at most four things, then how many more.

It says what differs between two texts and never why, nor whose fault it is. The clauses stand in tracker/phrases.py.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tracker import phrases
from tracker.anew import POINTS, told_beside, written_anew
from tracker.around import Around, Clause, shown
from tracker.clauses import clauses
from tracker.episodes import Episode, Flip, Restored
from tracker.model import BlockRole, Change, Document, Event, Finding, Folded, Part
from tracker.weight import DEFAULT, Weights

#: Clauses of a sentence; what else changed is counted. Range 2 to 6.
MOST = 4

#: Clauses of a sentence to be taken in at a glance. Range 1 to 3.
BRIEF = 2

#: Characters of a whole sentence at most; clauses give way until it fits. Range 200 to 500.
LONGEST = 399

#: Clauses of one sort from which they are counted and no longer told one by one. Range 2 to 5.
MANY = 3

#: Characters up to which a lone sentence that came or went is given. Range 0 to 120.
LONGEST_SENTENCE = 80

#: Characters of what a live blog's notes did, and of a headline in a flip.
LONGEST_NOTES, LONGEST_FLIP = 200, 80

#: What a live blog's notes tell already, better than their sentences one by one.
_TOLD_BY_NOTES = frozenset(
    {"sentence.added", "sentence.removed", "sentence.moved", "sentence.restored", "sentence.taken_back"}
)

#: What stands for all clauses, as a sentence of its own.
_WHOLE = frozenset(f"version.{what}" for what in ("first", "none", "typography", "noise", "stamp", "declared"))

#: Ends of a clause that are the end of a quoted sentence too, in English and in German.
_ENDS = tuple(f"{end}{mark}" for end in ".?!" for mark in "”“")


#: A clause as it is kept, plain data for JSON: `key` of its template, `values` that fill it, the `number` of things
#: that it counts, whether it is `bare` of the publisher's words, and how many changes are `left` untold behind it.
Told = dict[str, Any]


class _Told(NamedTuple):
    """A clause ready to be told: which changes it covers, and how many things it counts."""

    key: str
    values: Mapping[str, str | int]
    points: float
    changes: frozenset[int]
    number: int = 1
    bare: bool = False


def tell(
    changes: Sequence[Change],
    *,
    first: bool = False,
    restores: int | None = None,
    old: Document | None = None,
    new: Document | None = None,
    restored: Iterable[Restored] = (),
    silent: Collection[int] = (),
    notes: str = "",
    text: bool = True,
    weights: Weights = DEFAULT,
    locale: str = "en",
) -> str:
    """The sentence for an update, under 400 characters, never empty; the same input gives the same sentence.

    `first`: it is the story's first version. `restores` is the number of the earlier version that it is again.
    `old` and `new` are both whole texts: with them a quotation that only moved is not told as new. `restored` are the
    texts that came back with it (tracker.episodes), `silent` the places of silent changes, `notes` what a live blog's
    notes did (tracker.notes). `text` is false where no word of the publisher's may be shown.
    """
    given = telling(
        changes,
        first=first,
        restores=restores,
        old=old,
        new=new,
        restored=restored,
        silent=silent,
        notes=notes,
        text=text,
        weights=weights,
    )
    return said(given, bare=not text, locale=locale)


def telling(
    changes: Sequence[Change],
    *,
    first: bool = False,
    restores: int | None = None,
    old: Document | None = None,
    new: Document | None = None,
    restored: Iterable[Restored] = (),
    silent: Collection[int] = (),
    notes: str = "",
    text: bool = True,
    weights: Weights = DEFAULT,
) -> list[Told]:
    """The clauses of an update's sentence as plain data, to be kept and said in any language; arguments as for `tell`.

    The weightiest first, as many as a sentence may have; never empty.
    """
    if first:
        return [_whole("version.first")]
    back = {item.change: item for item in restored if item.change is not None}
    found = _told(Around(changes, old, new, back, frozenset(silent), weights), notes, bare=not text)
    if restores is not None:
        found.insert(0, _Told("version.restored", {"number": restores}, float("inf"), frozenset()))
    return _listed(found, _counted(changes)) or [_whole(_nothing(changes))]


def said(given: Sequence[Told], *, bare: bool = False, locale: str = "en") -> str:
    """The sentence of clauses that were kept: as many of them as fit. `bare`: without a word of the publisher's."""
    if given[0]["key"] in _WHOLE:
        return phrases.say(given[0]["key"], {}, locale=locale)
    fitting = _joined(given, LONGEST, bare=bare, locale=locale) or _joined(given, LONGEST, bare=True, locale=locale)
    return _closed(fitting)


def retold(told: str, given: Sequence[Told], locale: str) -> tuple[str, str]:
    """A sentence that was kept, in a language, and the language that it is in: English where no clauses were kept."""
    return (said(given, locale=locale), locale) if given and locale != "en" else (told, "en")


def brief(told: str, given: Sequence[Told], locale: str) -> tuple[str, str]:
    """A sentence that was kept, cut to what matters most of it, and its language; whole where no clauses were kept."""
    return (said(given[:BRIEF], locale=locale), locale) if given else (told, "en")


def tell_episode(
    episode: Episode,
    *,
    text: bool = True,
    weights: Weights = DEFAULT,
    locale: str = "en",
    clock: Callable[[datetime], str] | None = None,
) -> str:
    """The sentence for several updates that read as one: what is different in the end from before the first of them.

    Compares two texts anew where there is more than one update: call it once and keep the answer. `clock` writes a
    time as its reader sees it.
    """
    changes, old, new = episode.net(), episode.before, episode.stages[-1].document
    if len(episode.stages) == 1:
        before = old.document if old else None
        return tell(changes, first=old is None, old=before, new=new, text=text, weights=weights, locale=locale)
    if not changes and len(episode.flips) == 1 and episode.flips[0].turns == len(episode.stages):
        return tell_flip(episode.flips[0], text=text, locale=locale, clock=clock)
    told = _told(Around(changes, old.document if old else None, new, weights=weights), "", bare=not text)
    if episode.flips:
        told = [item for item in told if not item.key.startswith("headline.")]
        told.insert(0, _flip(max(episode.flips, key=lambda flip: flip.turns), clock))
    elif not changes:
        told = [_Told("burst.undone", {}, 0.0, frozenset())]
    since, until = _times(episode.since, episode.until, clock)
    lead = {"since": since, "until": until}
    number = len(episode.stages)
    room = LONGEST - len(phrases.say("burst", {**lead, "said": ""}, count=number, locale=locale))
    listed = _listed(told, _counted(changes))
    done = _joined(listed, room, bare=not text, locale=locale) or phrases.say(_nothing(changes), {}, locale=locale)
    return _closed(phrases.say("burst", {**lead, "said": done}, count=number, locale=locale))


def tell_event(event: Event, *, finding: Finding | None = None, status: str = "", locale: str = "en") -> str:
    """The sentence for a story that was taken down or came back. `status` is the answer's, `finding` what came back."""
    if event is Event.BACK:
        key = {Finding.VERSION: "back.version", Finding.SAME: "back.same", Finding.MINOR: "back.minor"}
        return phrases.say(key.get(finding, "back") if finding else "back", {}, locale=locale)
    if status.isascii() and status.isdigit() and len(status) == 3:
        return phrases.say("unpublished.status", {"status": status}, locale=locale)
    return phrases.say("unpublished", {}, locale=locale)


def tell_flip(
    flip: Flip, *, text: bool = True, locale: str = "en", clock: Callable[[datetime], str] | None = None
) -> str:
    """The sentence for a headline that went back and forth: both texts, how often, from when to when."""
    return _closed(_joined(_listed([_flip(flip, clock)], frozenset()), LONGEST, bare=not text, locale=locale))


def _flip(flip: Flip, clock: Callable[[datetime], str] | None) -> _Told:
    since, until = _times(flip.since, flip.until, clock)
    first, second = shown(flip.first, LONGEST_FLIP), shown(flip.second, LONGEST_FLIP)
    values: dict[str, str | int] = {"old": first, "new": second, "since": since, "until": until}
    key = "flip.alternates" if flip.alternates else "flip"
    return _Told(key, values, float("inf"), frozenset(), flip.turns)


def _told(around: Around, notes: str, *, bare: bool) -> list[_Told]:
    """What is to be told of the changes, the weightiest first, then in reading order."""
    found, anew = clauses(around), written_anew(around)
    told = _merged([clause for clause in found if anew is None or told_beside(clause, anew)], bare=bare)
    if anew is not None:
        told.append(_Told(anew.key, anew.values, POINTS, anew.changes))
    if does := shown(notes, LONGEST_NOTES):
        told = [item for item in told if item.key not in _TOLD_BY_NOTES]
        heaviest = max((item.points for item in told), default=0.0)
        covered = frozenset(range(len(around.changes))).difference(*(item.changes for item in told))
        told.append(_Told("live.notes", {"notes": does}, max(heaviest, 1.0), covered))
    return sorted(told, key=lambda item: (-item.points, min(item.changes, default=-1), item.key))


def _times(since: datetime, until: datetime, clock: Callable[[datetime], str] | None) -> tuple[str, str]:
    """Two times for one sentence: as the reader's clock says, else in UTC, with the day where it is not the same."""
    if clock is not None:
        return clock(since), clock(until)
    pattern = "%H:%M" if since.date() == until.date() else "%Y-%m-%d %H:%M"
    return since.strftime(pattern), until.strftime(pattern) + " UTC"


def _merged(found: Sequence[Clause], *, bare: bool) -> list[_Told]:
    """Clauses that say the same as one; many of one sort as their number."""
    groups: dict[tuple[str, str], list[Clause]] = {}
    for clause in found:
        phrase = phrases.ENGLISH[clause.key]
        same = (phrase.bare or phrase.one, "") if bare else (clause.key, clause.identity)
        groups.setdefault(same, []).append(clause)
    told = [_one(group, bare=bare) for group in groups.values()]
    sorts: dict[str, list[_Told]] = {}
    for item in told:
        sorts.setdefault(item.key, []).append(item)
    out: list[_Told] = []
    for key, items in sorts.items():
        if len(items) >= MANY and phrases.ENGLISH[key].bare_many:
            changes = frozenset[int]().union(*(item.changes for item in items))
            out.append(_Told(key, items[0].values, max(item.points for item in items), changes, len(items), True))
        else:
            out += items
    return out


def _one(group: Sequence[Clause], *, bare: bool) -> _Told:
    changes = frozenset(clause.change for clause in group)
    heaviest = max(group, key=lambda clause: clause.points)
    counts = bare or not heaviest.identity
    key, values = heaviest.key, heaviest.values
    if f"{key}_text" in phrases.ENGLISH and len(group) == 1 and not bare:
        given = [str(values.get(name, "")) for name in phrases.places(phrases.ENGLISH[f"{key}_text"].one)]
        key = f"{key}_text" if all(0 < len(text) <= LONGEST_SENTENCE for text in given) else key
    return _Told(key, values, heaviest.points, changes, len(group) if counts else max(1, _plural(key, len(changes))))


def _plural(key: str, changes: int) -> int:
    """How many things an identified clause counts: sentences restored do, a figure told twice is one figure."""
    return changes if key in ("sentence.restored", "sentence.taken_back") else 1


def _listed(found: Sequence[_Told], counted: frozenset[int]) -> list[Told]:
    """The first clauses as plain data, each with how many changes none up to it tells."""
    left, listed = counted, []
    for item in found[:MOST]:
        left = left.difference(item.changes)
        values = dict(item.values)
        listed.append(Told(key=item.key, values=values, number=item.number, bare=item.bare, left=len(left)))
    return listed


def _whole(key: str) -> Told:
    """A sentence that stands for all clauses."""
    return Told(key=key, values={}, number=1, bare=False, left=0)


def _joined(given: Sequence[Told], room: int, *, bare: bool, locale: str) -> str:
    """The first clauses, as many as fit, and how many changes are left; "" where there is none."""
    for most in range(len(given), 0, -1):
        clauses = [
            phrases.say(item["key"], item["values"], count=item["number"], bare=bare or item["bare"], locale=locale)
            for item in given[:most]
        ]
        if left := given[most - 1]["left"]:
            clauses.append(phrases.say("rest", {}, count=left, locale=locale))
        text = phrases.JOINT[locale].join(clauses)
        if len(text) < room:
            return text
    return ""


def _closed(text: str) -> str:
    """Clauses as a sentence; one that ends with a whole sentence in quotation marks has its full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith(_ENDS) else ".")


def _counted(changes: Sequence[Change]) -> frozenset[int]:
    return frozenset(
        place for place, change in enumerate(changes) if not change.minor and change.role is not BlockRole.STAMP
    )


def _nothing(changes: Sequence[Change]) -> str:
    """The key of what is said of an update in which nothing but minor changes were found."""
    key = "version.none"
    if any(change.folded in (Folded.SPACE, Folded.TYPOGRAPHY) for change in changes):
        key = "version.typography"
    elif any(change.folded is Folded.NOISE for change in changes):
        key = "version.noise"
    elif any(change.role is BlockRole.STAMP or change.part is Part.PUBLISHED_AT for change in changes):
        key = "version.stamp"
    elif changes:
        key = "version.declared"
    return key
