"""Says which times of a pair changed, appeared or disappeared; the same day said in another way is none."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from tracker.kinds import numerals
from tracker.kinds.contacts import contacts
from tracker.kinds.copyedits import alike
from tracker.kinds.model import Finding, Kind, Span
from tracker.kinds.reading import Reading, Side, overlaps
from tracker.kinds.timewords import TRIGGERS
from tracker.kinds.whens import When, whens

#: Characters around an edit in which a time that it touches stands. Range 40 to 200.
AROUND = 80
#: Digits of a year.
YEAR = 4

#: Words with a capital behind which a year is part of a name: "the Arbitration Act 1994", "the Annual Conference 2026".
_DATED = re.compile(
    r"(?:Act|Bill|Regulations?|Rules?|Order|Code|Convention|Treaty|Protocol|Agreement|Conference|Forum|Summit|Games|"
    r"Cup|Championships?|Week|Festival|Awards?|Congress|Agenda|Strategy|Programme|Directive|Law|Olympics|Prize|Expo|"
    r"Dialogue|Symposium)\)?,? $"
)


#: A word with a capital before a year, which is no word of time: "Horizon 2020", never "In 2024" nor "Summer 2024".
_NAMED_BEFORE = re.compile(
    r"\b(?!(?:In|By|Since|Until|From|Of|During|Before|After|For|To|And|Early|Late|Mid|End|Spring|Summer|Autumn|Fall|"
    r"Winter|Year|Christmas|Easter|Ende|Anfang|Mitte|Seit|Bis|Im|Jahr|Frühling|Sommer|Herbst|Depuis|En|Fin|Début) )"
    r"[A-Z][\w’']+ $"
)


def _is_named(text: str, when: When, code: str) -> bool:
    """Whether a year belongs to the name of a law or an event."""
    if not when.value.startswith("year:"):
        return False
    before, behind = text[max(0, when.start - 20) : when.start], text[when.end : when.end + 3]
    within = behind[:1] == " " and behind[1:2].isupper()
    return (
        bool(_DATED.search(before))
        or (code != "de" and len(when.shown) == YEAR and bool(_NAMED_BEFORE.search(before)))
        or (within and before.endswith("the "))
    )


def changed_whens(reading: Reading) -> Iterator[Finding]:
    """A time that changed, appeared or disappeared within the pair; the same day said in another way is none."""
    code = reading.language.code
    if not reading.paired or not (
        reading.touched_digit
        or numerals.may_hold(reading.touched_keys, code)
        or not reading.touched_keys.isdisjoint(TRIGGERS.get(code, ()))
    ):
        return
    if not any(_edited_near(side, code) for side in reading.sides):
        return
    old, new = whens(reading.old.text, code), whens(reading.new.text, code)
    old, new = _outside_links(old, reading.old), _outside_links(new, reading.new)
    gone, come = _without(old, new, reading.old), _without(new, old, reading.new)
    named = [
        [when for when in found if _is_named(side.text, when, code)]
        for found, side in zip((gone, come), reading.sides, strict=True)
    ]
    gone, come = ([w for w in found if w not in apart] for found, apart in zip((gone, come), named, strict=True))
    if any(named) and not gone and not come:
        shown = [", ".join(when.shown for when in found) for found in named]
        spans = [tuple((when.start, when.end) for when in found) for found in named]
        yield Finding(Kind.NAME, f"{shown[0] or '-'} -> {shown[1] or '-'}", all(named), spans[0], spans[1])
    yield from _rewritten(old, new, reading)
    gone, come = _unmatched(gone, come, reading)
    gone, come = (
        [when for when in found if not side.in_notice((when.start, when.end))]
        for found, side in ((gone, reading.old), (come, reading.new))
    )
    gone, come = _strong(gone, reading.old), _strong(come, reading.new)
    if not gone or not come:
        gone, come = _unslipped(gone, reading, old=True), _unslipped(come, reading, old=False)
    for k in range(max(len(gone), len(come))):
        before, after = gone[k : k + 1], come[k : k + 1]
        if before and after:
            why = f"{before[0].shown} -> {after[0].shown}"
        else:
            why = f"{before[0].shown} no longer there" if before else f"{after[0].shown} new"
        spans = [tuple((when.start, when.end) for when in side) for side in (before, after)]
        yield Finding(Kind.WHEN, why, True, spans[0], spans[1])


def _outside_links(found: list[When], side: Side) -> list[When]:
    """Without what only looks like a time in a link ("consult2024")."""
    links = [match.span() for match in contacts(side.text)] if found else []
    return [when for when in found if not overlaps((when.start, when.end), links)] if links else found


def _edited_near(side: Side, code: str) -> bool:
    """Whether any time of a side was edited, by a look at the text around its edits alone."""
    return any(
        side.was_edited((start + when.start, start + when.end))
        for start, behind in _windows(side)
        for when in whens(side.text[start:behind], code)
    )


def _windows(side: Side) -> Iterator[Span]:
    """Where the text around the edits of a side stands: it is cut between words."""
    start = behind = -1
    for first, last in side.edited:
        if behind >= 0 and first - AROUND > behind:
            yield start, behind
            start = -1
        if start < 0:
            start = max(0, side.text.rfind(" ", 0, max(0, first - AROUND)) + 1)
        behind = last + AROUND
    if behind >= 0:
        end = side.text.find(" ", behind)
        yield start, len(side.text) if end < 0 else end


def _rewritten(old: list[When], new: list[When], reading: Reading) -> Iterator[Finding]:
    """Times that are only written in another way: "16 Jul" for "16 July"."""
    for before in old:
        for after in new:
            same = before.value == after.value or _days(before.value, reading.old_at) & _days(
                after.value, reading.new_at
            )
            spans = (before.start, before.end), (after.start, after.end)
            touched = reading.old.was_edited(spans[0]) or reading.new.was_edited(spans[1])
            if same and before.shown.casefold() != after.shown.casefold() and touched:
                yield Finding(
                    Kind.COPYEDIT, f"the same time: {before.shown} -> {after.shown}", False, (spans[0],), (spans[1],)
                )


def _without(mine: list[When], others: list[When], side: Side) -> list[When]:
    values = {when.value for when in others}
    return [
        when
        for when in mine
        if when.value not in values
        and side.was_edited((when.start, when.end))
        and not side.is_mended((when.start, when.end))
    ]


def _unslipped(found: list[When], reading: Reading, *, old: bool) -> list[When]:
    """Without those that the other side only misspells ("Novermber")."""
    out = []
    for when in found:
        edits = [edit for edit in reading.edits if overlaps((when.start, when.end), [edit.old if old else edit.new])]
        words = [(reading.old.within(edit.old), reading.new.within(edit.new)) for edit in edits]
        if not words or not all(len(a) == len(b) == 1 and alike(a[0].key, b[0].key) for a, b in words):
            out.append(when)
    return out


def _strong(found: list[When], side: Side) -> list[When]:
    """Without the words that tell a time only where little else was edited beside them ("now", "recently")."""
    return [when for when in found if not when.weak or _alone(when, side)]


def _alone(when: When, side: Side) -> bool:
    return all(len(side.within(span)) <= 2 for span in side.edited if overlaps((when.start, when.end), [span]))


def _unmatched(gone: list[When], come: list[When], reading: Reading) -> tuple[list[When], list[When]]:
    """Without the pairs that mean the same day, seen from when either text was captured."""
    left = list(come)
    out = []
    for before in gone:
        days = _days(before.value, reading.old_at)
        same = next((after for after in left if days & _days(after.value, reading.new_at or reading.old_at)), None)
        if same is None:
            out.append(before)
        else:
            left.remove(same)
    return out, left


def _days(value: str, at: datetime | None) -> set[str]:
    """The days that a value can mean, as ISO dates, seen from an instant; none where that cannot be told."""
    kind, _, rest = value.partition(":")
    if at is None:
        return set()
    try:
        if kind == "from today":
            return {(at + timedelta(days=int(rest))).date().isoformat()}
        if kind == "day":
            around = [(at + timedelta(days=k)).date() for k in range(-6, 7)]
            return {day.isoformat() for day in around if day.weekday() == int(rest)}
        if kind == "date":
            return {rest.replace("--", f"{at.year:04d}-", 1) if rest.startswith("--") else rest}
    except (OverflowError, ValueError):
        pass
    return set()
