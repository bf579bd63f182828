"""Says which quantities of a pair changed, appeared or disappeared, by value: "12 -> 17"."""

import re
from collections import Counter
from collections.abc import Iterator

from tracker.kinds import numerals, whens
from tracker.kinds.copyedits import capitals_say_nothing
from tracker.kinds.figures import FILE_SIZE, ORDINAL_WORDS, VAGUE_WORDS, Figure, figures
from tracker.kinds.model import Finding, Kind
from tracker.kinds.reading import Reading, Side, overlaps
from tracker.kinds.wordsets import word_set

#: A word with a capital, inside a sentence, right before a number.
_NAMED = re.compile(r"(?<=[^\W\d_]) ([A-ZÄÖÜÉ][^\W\d_]+) $")
#: Behind these words a number is a rank all the same.
_RANKS = word_set("tier level phase stage category grade rank number no stufe kategorie niveau catégorie nivel fase")


def changed_figures(reading: Reading) -> Iterator[Finding]:
    """A quantity that changed, appeared or disappeared within the pair, by value: "12 -> 17"."""
    if not reading.paired or not may_change(reading):
        return
    code = reading.language.code
    old, new = (figures(side.text, code, whens.fixed(side.text, code)) for side in reading.sides)
    gone, come = _without(old, new, reading.old), _without(new, old, reading.new)
    gone, come = (
        [f for f in found if not (f.weak and overlaps((f.start, f.end), side.facts))]  # "the first quarter" is a time.
        for found, side in ((gone, reading.old), (come, reading.new))
    )
    yield from _rewritten(old, new, reading)
    if not gone or not come:
        gone, come = _not_in_times(gone, reading, old=True), _not_in_times(come, reading, old=False)
        gone, come = [f for f in gone if not f.weak], [f for f in come if not f.weak]
    for k in range(max(len(gone), len(come))):
        before, after = gone[k : k + 1], come[k : k + 1]
        if before and after:
            why = f"{before[0].shown} -> {after[0].shown}"
        else:
            why = f"{before[0].shown} no longer there" if before else f"{after[0].shown} new"
        spans = [tuple((figure.start, figure.end) for figure in side) for side in (before, after)]
        told_of = _told_of(reading, before, after)
        named = [_designates(side, figure, german=reading.language.nouns_capital) for side, figure in told_of]
        if len(told_of) == 1 and _ranks_a_name(*told_of[0]) and not reading.language.nouns_capital:
            yield Finding(Kind.NAME, why, True, spans[0], spans[1])
            continue
        if all(named):
            yield Finding(Kind.NAME, why, bool(before and after), spans[0], spans[1])
            continue
        sizes = [FILE_SIZE.match(side.text, figure.end) for side, figure in told_of]
        yield Finding(Kind.FIGURE, why, not all(sizes), spans[0], spans[1])


def _told_of(reading: Reading, before: list[Figure], after: list[Figure]) -> list[tuple[Side, Figure]]:
    return [(reading.old, figure) for figure in before] + [(reading.new, figure) for figure in after]


def _ranks_a_name(side: Side, figure: Figure) -> bool:
    """Whether a rank opens a name: "8th Annual Awards"."""
    behind = side.text[figure.end : figure.end + 2]
    return figure.unit == "th" and figure.shown[0].isdigit() and behind[:1] == " " and behind[1:].isupper()


def _designates(side: Side, figure: Figure, *, german: bool) -> bool:
    """Whether a number ends a name rather than counting something: "Brigade 41," but not "Tier 2 areas"."""
    before = _NAMED.search(side.text[max(0, figure.start - 40) : figure.start])
    return (
        figure.unit == ""
        and figure.shown.isdigit()
        and before is not None
        and before[1].casefold() not in _RANKS
        and side.text[figure.end : figure.end + 1] in ("", ",", ".", ";", ")", ":", "/")
        and (german or not capitals_say_nothing(side))
    )


def _not_in_times(found: list[Figure], reading: Reading, *, old: bool) -> list[Figure]:
    """Without those in whose place a date stands on the other side: "May 20241" for "May 2024" is about the date."""
    other = reading.new if old else reading.old
    out = []
    for figure in found:
        edits = [
            edit for edit in reading.edits if overlaps((figure.start, figure.end), [edit.old if old else edit.new])
        ]
        lone = all(len(other.within(edit.new if old else edit.old)) == 1 for edit in edits)
        if not (edits and lone and all(other.told(edit.new if old else edit.old) for edit in edits)):
            out.append(figure)
    return out


def _rewritten(old: list[Figure], new: list[Figure], reading: Reading) -> Iterator[Finding]:
    """Figures that are only written in another way: "five" for "5", "$2.6bn" for "$2.6 billion"."""
    left = list(new)
    for before in old:
        after = next((figure for figure in left if figure.key == before.key), None)
        if after is None:
            continue
        left.remove(after)
        spans = (before.start, before.end), (after.start, after.end)
        if (
            before.shown.casefold() != after.shown.casefold()
            and reading.old.was_edited(spans[0])
            and reading.new.was_edited(spans[1])
        ):
            yield Finding(
                Kind.COPYEDIT, f"the same figure: {before.shown} -> {after.shown}", False, (spans[0],), (spans[1],)
            )


def _without(mine: list[Figure], others: list[Figure], side: Side) -> list[Figure]:
    """Edited quantities of one side that the other side does not have."""
    theirs = Counter(figure.key for figure in others)
    out = []
    # What was left alone is matched first, so that "1" put in beside an old "1" is seen.
    for figure in sorted(mine, key=lambda figure: side.was_edited((figure.start, figure.end))):
        if theirs[figure.key] > 0:
            theirs[figure.key] -= 1
        elif side.was_edited((figure.start, figure.end)) and not side.is_mended((figure.start, figure.end)):
            out.append(figure)
    return out


def may_change(reading: Reading) -> bool:
    """Whether an edited word can be part of a quantity at all: a cheap look before the careful one."""
    keys = reading.touched_keys
    return (
        reading.touched_digit
        or not keys.isdisjoint(VAGUE_WORDS)
        or not keys.isdisjoint(ORDINAL_WORDS)
        or numerals.may_hold(keys, reading.language.code)
        or any(mark in side.text[a:b] for side in reading.sides for a, b in side.edited for mark in "%$€£¥+−")
    )
