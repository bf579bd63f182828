"""Judges what no other rule has told: was something added, taken out, or only put differently?"""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from tracker.kinds.bearers import GENERIC
from tracker.kinds.copyedits import alike, capitals_say_nothing, inflected
from tracker.kinds.edits import Edit
from tracker.kinds.lone import whole
from tracker.kinds.model import Finding, Kind, Span
from tracker.kinds.names import JOINTS
from tracker.kinds.opposites import excludes
from tracker.kinds.reading import STEM, Reading, Side, Token, overlaps
from tracker.kinds.renamed import MEETINGS, is_people
from tracker.kinds.wordsets import word_set

#: Words that carry a fact and that a place must have more than before for its rewording to add (or take out) something.
#: Range 1 to 5.
MORE = 2
#: Words that carry a fact on either side of one place, the fewer and the more, from which it says something else.
REWRITTEN = (2, 3)
#: Words that a name or figure may have replaced without being a statement of their own. Range 1 to 3.
BESIDE = 2
#: Words that tell who a source is, beside its name or office. Range 1 to 4.
SOURCE = 2
#: Words of one place among which one can exclude another by standing for it. Range 2 to 6.
LONGEST_SWAP = 4
#: Words that only moved within the pair, from which one word left over is part of the rewording. Range 2 to 8.
MOVED = 2

#: Words in -ly that say how something was done as a fact; the others only colour it.
_FACTUAL = word_set(
    "unanimously fatally illegally legally temporarily permanently publicly privately secretly narrowly anonymously "
    "falsely wrongly wrongfully baselessly incorrectly unlawfully knowingly improperly mistakenly "
    "voluntarily indefinitely accidentally deliberately intentionally remotely annually monthly weekly prematurely "
    "assembly family supply reply ally rally bully italy july"
)
#: Characters of a short form in brackets. Range 10 to 30.
LONGEST_GLOSS = 20
_GLOSS = re.compile(r"\([A-Z]{2,}[\w.-]{0,12}\)")
_POINTING = word_set("this that these those dies diese dieser dieses ce cette ces este esta esto")
#: Words that carry a fact, of an object behind a preposition. Range 2 to 4.
LONGEST_OBJECT = 3
_PREPOSITIONS = word_set(
    "by in from for into at with against near on during after before over under about between without"
)
_BEFORE_OBJECTS = word_set("by in from for into at with against near on")
#: Words in -ing that are no deed.
_NO_DEEDS = word_set("including missing regarding following during morning evening thing nothing something building")
#: Little words that may come and go beside a name or a time without the rest being put otherwise.
_SLIGHT = word_set(
    "that do does did by at with from to as or both also he she him her they them it its his their before after s"
)


class Weighed(NamedTuple):
    """What an edit takes out and puts in that carries a fact."""

    edit: Edit
    out: list[Token]
    put: list[Token]


def changed_statements(reading: Reading) -> Iterator[Finding]:
    """Of the words no rule has accounted for: did a fact appear, vanish, or is it only put differently?"""
    if not reading.paired:
        yield from whole(reading)
        return
    weighed = [found for edit in reading.edits if (found := _weigh(reading, edit))]
    out = [token for found in weighed for token in found.out]
    put = [token for found in weighed for token in found.put]
    if not out and not put:
        if any(map(partial(_rephrases, reading), weighed)) or any(map(partial(_turns_about, reading), reading.edits)):
            yield Finding(Kind.WORDING, _told(reading), False)
        return
    yield from _judged(reading, weighed, out, put)


def _rephrases(reading: Reading, found: Weighed) -> bool:
    """Whether a place without a word that carries a fact puts things otherwise, and is not part of what was told."""
    if all(finding.kind is Kind.COPYEDIT for finding in reading.found):
        return True
    sides = list(zip(reading.sides, found.edit, strict=True))
    if any(side.told(span) or overlaps(span, side.covered) for side, span in sides):
        return False
    words = {token.key for side, span in sides for token in side.within(span) if token.text[0].islower()}
    return not words <= reading.language.articles | JOINTS | _SLIGHT


def _turns_about(reading: Reading, edit: Edit) -> bool:
    """Whether a word beside a fact that changed only took another form: "to meet" for "for a meeting with"."""
    if any(finding.kind is Kind.CERTAINTY for finding in reading.found):
        return False  # "is forecast to reach" and "reached": told already.
    left = [
        [token.key for token in side.left(span) if _carries(token, reading) and token.text[0].islower()]
        for side, span in zip(reading.sides, edit, strict=True)
    ]
    return any(a != b and inflected(a, b) for a in left[0] for b in left[1])


def _weigh(reading: Reading, edit: Edit) -> Weighed | None:
    left = [side.left(span) for side, span in zip(reading.sides, edit, strict=True)]
    if not any(left):
        return None
    sides = ((0, reading.old, reading.new), (1, reading.new, reading.old))
    out, put = (_telling(reading, edit[k], side, other, (left[k], left[1 - k])) for k, side, other in sides)
    return None if _is_part_of_telling(reading, edit, out, put) else Weighed(edit, out, put)


def _telling(
    reading: Reading, span: Span, side: Side, other: Side, left: tuple[list[Token], list[Token]]
) -> list[Token]:
    """Of the words left in an edit of a side, and of those left on the other: those that carry a fact of their own."""
    mine, theirs = left
    found = [
        token
        for token in mine
        if _carries(token, reading)
        and (not _stands(token, other) or (token.key not in other.keys and _excluded(token, theirs)))
        and not _is_gloss(token, side)
    ]
    names = [finding for finding in reading.found if finding.kind is Kind.NAME]
    if capitals_say_nothing(side):
        found = [token for token in found if token.key not in MEETINGS]
    beside = any(overlaps(span, (finding.old, finding.new)[side is reading.new]) for finding in names)
    if beside and capitals_say_nothing(side):
        # In Title Case, what stands beside the name of a meeting or a book is the rest of its name.
        doing = any(token.key == "to" for token in side.within(span))  # "to Keep Pace with": a deed.
        return found if doing else [token for token in found if token.text[0].islower()]
    if names or side.told(span):
        return [token for token in found if not (token.text[0].isupper() and token.key in GENERIC)]
    return found


def _is_gloss(token: Token, side: Side) -> bool:
    """Whether it is a short form in brackets, which says nothing new: "coronavirus (COVID-19)"."""
    match = _GLOSS.search(side.text, max(0, token.start - LONGEST_GLOSS), token.end + LONGEST_GLOSS)
    return match is not None and match.start() < token.start and token.end < match.end()


def _is_part_of_telling(reading: Reading, edit: Edit, out: list[Token], put: list[Token]) -> bool:
    """Whether the words of an edit are part of what another rule has told: "extended to 26 May"."""
    beside = [finding for finding in reading.found if finding.kind in (Kind.CERTAINTY, Kind.ATTRIBUTION)]
    touching = {f.kind for f in beside if overlaps(edit.old, f.old) or overlaps(edit.new, f.new)}
    doing = any(token.key.endswith("ing") and token.key not in _NO_DEEDS for token in (*out, *put))
    named = any(" " in f.why.removesuffix(" new") for f in beside if f.kind is Kind.ATTRIBUTION)
    if Kind.ATTRIBUTION in touching and named and not out and len(put) <= SOURCE and not doing:
        return True
    if doing:
        return False  # "working in NTUC": a deed beside a name is a statement.
    hedges = [finding for finding in beside if finding.kind is Kind.CERTAINTY]
    told_out = reading.old.told(edit.old) or any(overlaps(edit.old, finding.old) for finding in hedges)
    told_put = reading.new.told(edit.new) or any(overlaps(edit.new, finding.new) for finding in hedges)
    return (
        (told_out or told_put)
        and len(out) <= (1 if told_out or hedges else BESIDE)
        and len(put) <= (1 if told_put or hedges else BESIDE)
    )


def _carries(token: Token, reading: Reading) -> bool:
    language = reading.language
    if token.key in language.little or token.key in language.light:
        return False
    if language.full and len(token.key) > 4 and token.key.endswith("ly") and token.text[0].islower():
        return token.key in _FACTUAL
    return len(token.key) > 1 or token.key.isdigit() or not token.key.isascii()


def _excluded(token: Token, others: list[Token]) -> bool:
    """Whether a word that excludes it was put in its place: "northern" is no form of "northeastern"."""
    return len(others) <= LONGEST_SWAP and any(excludes(token.key, other.key) for other in others)


def _stands(token: Token, side: Side) -> bool:
    """Whether a word, or a form of it, stands on the other side: then it only moved or was put into another form."""
    if token.key in side.keys:
        return True
    if token.key[:STEM] in side.stems:
        return True
    if token.text[0].isupper() and is_people(token, side):
        return True
    length = len(token.key)
    near = [key for key in side.by_letter.get(token.key[:1], ()) if -4 < len(key) - length < 4]
    return any(inflected(token.key, key) or alike(token.key, key) for key in near)


def _judged(reading: Reading, weighed: list[Weighed], out: list[Token], put: list[Token]) -> Iterator[Finding]:
    """By what kind of edits the words stand in: only put in, only taken out, or one for the other."""
    swapped = [found for found in weighed if _swaps(found, reading)]
    inserted = [token for found in weighed if found not in swapped for token in found.put]
    dropped = [token for found in weighed if found not in swapped for token in found.out]
    turned = _turned(weighed) or any(_is_another_object(found, reading) for found in weighed)
    lone = len(out) + len(put) == 1
    if lone and (_moved(reading) >= MOVED or any(map(reading.glosses, reading.edits)) or _is_pointed_at(reading, put)):
        yield Finding(Kind.WORDING, _told(reading), False)
        return
    more = any(len(found.put) - len(found.out) >= MORE for found in swapped)
    fewer = any(len(found.out) - len(found.put) >= MORE for found in swapped)
    rewritten = any(_rewritten(found) for found in weighed)
    # One word left over where others only moved is part of how it is put.
    moved = _moved(reading) >= MOVED
    added = (len(inserted) > moved) or more or rewritten or turned
    removed = (len(dropped) > moved) or fewer or rewritten or turned
    if added:
        yield Finding(Kind.ADDITION, f"says anew: {_words(put)}", True)
    if removed:
        yield Finding(Kind.REMOVAL, f"says no more: {_words(out)}", True)
    reworded = [
        found
        for found in swapped
        if not reading.old.told(found.edit.old)
        and not reading.new.told(found.edit.new)
        and (len(weighed) > 1 or not _rewritten(found))
    ]
    plain = [found for found in swapped if abs(len(found.out) - len(found.put)) < MORE and not _rewritten(found)]
    little = [found for found in weighed if not found.out and not found.put]
    if (
        not (added or removed)
        or (plain and not turned)
        or any(map(partial(_rephrases, reading), little))
        or (reworded and not turned)
    ):
        yield Finding(Kind.WORDING, _told(reading), False)


def _is_pointed_at(reading: Reading, put: list[Token]) -> bool:
    """Whether a noun was only put behind the "this" that stood for it: "we removed this qualifier"."""
    place = reading.new.tokens.index(put[0]) if put else 0
    return place > 0 and reading.new.tokens[place - 1].key in _POINTING and not reading.new.tokens[place - 1].edited


def _moved(reading: Reading) -> int:
    """How many words that carry a fact were edited but stand on the other side too."""
    count = 0
    for edit in reading.edits:
        out, put = reading.old.within(edit.old), reading.new.within(edit.new)
        both = {token.key for token in out} & {token.key for token in put}
        sides = [(token, reading.new) for token in out] + [(token, reading.old) for token in put]
        count += sum(
            token.key not in both and _carries(token, reading) and token.key in other.touched_keys
            for token, other in sides
        )
    return count


def _rewritten(found: Weighed) -> bool:
    """Whether one place says something else: enough words out and in, or some in the place of many."""
    few, many = sorted((len(found.out), len(found.put)))
    return few >= REWRITTEN[0] and many >= REWRITTEN[1]


def _swaps(found: Weighed, reading: Reading) -> bool:
    """Whether words stand in the place of others: also one word for little ones ("he" for "the mayor")."""
    out, put = (
        {token.key for token in side.within(span)} - reading.language.articles
        for side, span in zip(reading.sides, found.edit, strict=True)
    )
    return bool(out - put and put - out) and bool((found.out and found.put) or len(found.out) + len(found.put) == 1)


def _is_another_object(found: Weighed, reading: Reading) -> bool:
    """Whether another thing stands behind a preposition that stayed: "caused by ice" and "caused by a burst tyre"."""
    if not (found.out and found.put) or max(len(found.out), len(found.put)) > LONGEST_OBJECT:
        return False
    opens = [side.within(span)[0] for side, span in zip(reading.sides, found.edit, strict=True)]
    if opens[0].key != opens[1].key and _PREPOSITIONS.issuperset(token.key for token in opens):
        return True  # "during the war" and "in schools".
    place = reading.old.tokens.index(found.out[0])
    before = [t for t in reading.old.tokens[max(0, place - 3) : place] if t.key not in reading.language.articles]
    return bool(before) and before[-1].key in _BEFORE_OBJECTS and not before[-1].edited


def _turned(weighed: list[Weighed]) -> list[tuple[Token, Token]]:
    """Words in the place of words that exclude them: "increase" and "decrease", "murder" and "manslaughter"."""
    return [
        (a, b)
        for found in weighed
        if len(found.out) <= LONGEST_SWAP >= len(found.put)
        for a in found.out
        for b in found.put
        if excludes(a.key, b.key)
    ]


def _words(tokens: list[Token]) -> str:
    text = " ".join(token.text for token in tokens)
    return text if len(text) <= 60 else text[:59] + "…"


def _told(reading: Reading) -> str:
    spans = [[side.text[slice(*span)].strip() for span in side.edited] for side in reading.sides]
    before, after = (" … ".join(text for text in texts if text) for texts in spans)
    before, after = (text if len(text) <= 60 else text[:59] + "…" for text in (before, after))
    return f"{before or '-'} -> {after or '-'}"
