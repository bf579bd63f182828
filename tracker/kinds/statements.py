"""Judges what no other rule has told: was something added, taken out, or only put differently?"""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from tracker.kinds.bearers import GENERIC
from tracker.kinds.copyedits import alike, capitals_say_nothing, inflected
from tracker.kinds.edits import Edit
from tracker.kinds.model import Finding, Kind
from tracker.kinds.names import JOINTS
from tracker.kinds.opposites import excludes
from tracker.kinds.reading import STEM, Reading, Side, Token, overlaps
from tracker.kinds.renamed import is_people
from tracker.kinds.wordsets import word_set
from tracker.model import Part

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
#: Words of a line without a closing mark that can be a link or a button. Range 3 to 10.
LONGEST_LINK = 6

#: Words in -ly that say how something was done as a fact; the others only colour it.
_FACTUAL = word_set(
    "unanimously fatally illegally legally temporarily permanently publicly privately secretly narrowly anonymously "
    "falsely wrongly wrongfully baselessly incorrectly unlawfully knowingly improperly mistakenly "
    "voluntarily indefinitely accidentally deliberately intentionally remotely annually monthly weekly prematurely "
    "assembly family supply reply ally rally bully italy july"
)
#: Words in -ing that are no deed.
_NO_DEEDS = word_set("including missing regarding following during morning evening thing nothing something building")
#: Little words that may come and go beside a name or a time without the rest being put otherwise.
_SLIGHT = word_set("that do does did by at with from to as or both also he she him her they them it its his their before after s")
_LINKS = (
    "share", "read more", "click here", "sign up", "subscribe", "back to top", "follow us", "print", "contact us",
    "related", "more on this",
    "advertisement", "download", "view", "see also", "read also", "watch", "listen", "getty images", "image source",
    "skip to", "home", "menu",
    "mehr zum thema", "lire aussi", "lea también", "leer más", "kontakt", "contact", "links", "top", "weitere "
    "informationen",
)  # fmt: skip


class Weighed(NamedTuple):
    """What an edit takes out and puts in that carries a fact."""

    edit: Edit
    out: list[Token]
    put: list[Token]


def changed_statements(reading: Reading) -> Iterator[Finding]:
    """Of the words no rule has accounted for: did a fact appear, vanish, or is it only put differently?"""
    if not reading.paired:
        yield from _whole(reading)
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


def _whole(reading: Reading) -> Iterator[Finding]:
    """A sentence that is only added or only removed."""
    side = reading.new if reading.new.text.strip() else reading.old
    if not side.text.strip() or (side.covered and side.covered[0][1] >= len(side.text)):
        return
    if not any(map(str.isalnum, side.text)):
        yield Finding(Kind.COPYEDIT, f"marks: {side.text.strip()[:20]}", False)
        return
    link = _is_link(side) or (reading.change.part is Part.BODY and _is_heading(side))
    if reading.change.part in (Part.URL, Part.PUBLISHED_AT):
        return
    kind = Kind.ADDITION if side is reading.new else Kind.REMOVAL
    yield Finding(kind, "a heading, a link or a button" if link else f"{len(side.text.split())} words", not link)


def _is_link(side: Side) -> bool:
    text = " ".join(side.text.casefold().split())
    return len(text.split()) <= LONGEST_LINK and text[-1:] not in '.!?”"' and text.startswith(_LINKS)


def _is_heading(side: Side) -> bool:
    """Whether a line only heads what follows: a few words in Title Case, without a figure or a closing mark."""
    text = side.text.strip()
    if len(text) > 12 * LONGEST_LINK:
        return False
    long = [token.text for token in side.tokens if len(token.text) > 3]
    return (
        len(side.tokens) <= LONGEST_LINK
        and text[-1:] not in '.!?”"'
        and all(word[:1].isupper() and not word[:1].isdigit() for word in long)
    )


def _weigh(reading: Reading, edit: Edit) -> Weighed | None:
    left_out, left_put = reading.old.left(edit.old), reading.new.left(edit.new)
    if not left_out and not left_put:
        return None
    out = [t for t in left_out if _carries(t, reading) and (not _stands(t, reading.new) or _excluded(t, left_put))]
    put = [t for t in left_put if _carries(t, reading) and (not _stands(t, reading.old) or _excluded(t, left_out))]
    named = any(finding.kind is Kind.NAME for finding in reading.found)
    # In Title Case, what stands beside the name of a meeting or a book is the rest of its name.
    if reading.new.told(edit.new) and capitals_say_nothing(reading.new):
        put = [token for token in put if token.text[0].islower()]
    if reading.old.told(edit.old) and capitals_say_nothing(reading.old):
        out = [token for token in out if token.text[0].islower()]
    if put and (named or reading.new.told(edit.new)):
        put = [token for token in put if not (token.text[0].isupper() and token.key in GENERIC)]
    if out and (named or reading.old.told(edit.old)):
        out = [token for token in out if not (token.text[0].isupper() and token.key in GENERIC)]
    # "extended to 26 May": one word beside what another rule has told is part of telling it.
    hedged = [finding for finding in reading.found if finding.kind is Kind.CERTAINTY]
    told_out = reading.old.told(edit.old) or any(overlaps(edit.old, finding.old) for finding in hedged)
    told_put = reading.new.told(edit.new) or any(overlaps(edit.new, finding.new) for finding in hedged)
    sourced = any(
        overlaps(edit.old, finding.old) or overlaps(edit.new, finding.new)
        for finding in reading.found
        if finding.kind is Kind.ATTRIBUTION
    )
    if sourced and not out and len(put) <= SOURCE and not any(token.text.endswith("ing") for token in put):
        return None
    if any(token.key.endswith("ing") and token.key not in _NO_DEEDS for token in (*out, *put)):
        return Weighed(edit, out, put)  # "working in NTUC": a deed beside a name is a statement.
    if (
        (told_out or told_put)
        and len(out) <= (1 if told_out or hedged else BESIDE)
        and len(put) <= (1 if told_put or hedged else BESIDE)
    ):
        return None
    return Weighed(edit, out, put)


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
    turned = _turned(weighed)
    if len(out) + len(put) == 1 and (_moved(reading) >= MOVED or any(map(reading.glosses, reading.edits))):
        yield Finding(Kind.WORDING, _told(reading), False)
        return
    more = any(len(found.put) - len(found.out) >= MORE for found in swapped)
    fewer = any(len(found.out) - len(found.put) >= MORE for found in swapped)
    rewritten = any(_rewritten(found) for found in weighed)
    # One word left over where others only moved is part of how it is put.
    moved = _moved(reading) >= MOVED
    added = (len(inserted) > moved) or more or rewritten or bool(turned)
    removed = (len(dropped) > moved) or fewer or rewritten or bool(turned)
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
        {token.key for token in side.within(span)} for side, span in zip(reading.sides, found.edit, strict=True)
    )
    return bool(out - put and put - out) and bool((found.out and found.put) or len(found.out) + len(found.put) == 1)


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
