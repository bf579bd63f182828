"""Compares like with like: what only the page's furniture or the extractor did to a story's text is folded away.

Pure. A text counts as gone from a story only when the page shows it less often than before, and as new only when the
page shows it more often: a paragraph that swings in or out of the extraction, or navigation that comes in at the
edge, changes no count.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker import notes
from tracker.fetching.bylines import dateline_of
from tracker.fetching.sight import Sight
from tracker.fetching.texts import likeness
from tracker.garbled import ungarbled
from tracker.lessons import Rules
from tracker.model import Block, BlockKind, BlockRole, Change, Document, Folded, Op, Part
from tracker.typography import even, squeezed

#: Share of the texts that stand in a story before and after whose place on the page must have changed for the page to
#: have been set anew. Range 0.5-1. A redesign renames the elements around all of them, an edit around none.
REDESIGNED = 0.8

#: Texts that must stand before and after for that share to mean anything.
FEWEST_ALIKE = 3

#: Share of a story's characters that an element must hold for it to be where the story stands. Range 0.1-0.4.
HOME = 0.2

#: Share of words that a text which came with a redesign has in common with one that went, to be that one reworded.
#: Range 0.1-0.6. Unrelated paragraphs of one story share up to 0.2.
REWORDED = 0.3

#: Pairs of texts that are looked at for that; a page with more was written anew, too.
MOST_COMPARED = 10_000

#: Declared headlines that must agree, and stand unmoved, for a visible one that turns alone to be a headline test.
#: Range 2-3. With one, a publisher whose <title> never follows would lose headlines.
AGREEING = 2

#: Blocks of a page that must read as before once its broken charset is undone. Range 1-5.
FEWEST_GARBLED = 2

GARBLED = "The page came in a broken charset; read as it was meant, it says what it said."
STILL_THERE = "The page still shows this text; only its extraction left it out."
ALREADY_THERE = "The page showed this text before; only its extraction left it out then."
AROUND = "The page was set anew, and this stands around the story."
SHARED = "Many stories of this outlet show this text; it is part of none."
RESTLESS = "It stands where this outlet's pages show another text at every look."
TESTED = "The page still declares the headline as it was; the visible one is taken for a headline test."
SECTION_GONE = "The page no longer declares its section; nothing that readers see."


@dataclass
class Steadied:
    """A new document, and the one before it, with noise taken out of both; `folds` says what and why."""

    old: Document
    new: Document
    folds: list[Change] = field(default_factory=list)


def steadied(old: Document, before: Sight, new: Document, now: Sight, rules: Rules) -> Steadied:
    """What a fetched page says, as far as it is news.

    `old` is the text last seen and `before` the page that it was on, `new` and `now` the same of this look; `rules`
    are the lessons that count. A block of a live blog that fell off its end is carried on first (notes.carried).
    """
    made = Steadied(old, new)
    _leave_out_learnt(made, before, now, rules)
    _ungarble(made)
    made.new = notes.carried(made.old, made.new)
    _keep_headline(made)
    if _texts(made.old) != _texts(made.new):
        _carry_on(made, before, now)
        _leave_out(made, before, now)
    _keep_parts(made, before, now)
    return made


def learnt_out(document: Document, page: Sight, rules: Rules) -> tuple[Document, list[Change]]:
    """A document without the blocks that lessons name, and what was left out, each with the reason."""
    folds: list[Change] = []
    kept: list[Block] = []
    for block in document.blocks:
        text = even(block.text)
        if block.role is not None and block.role is not BlockRole.STAMP:
            kept.append(block)  # What the publisher says of the story is never furniture.
        elif text in rules.furniture:
            folds.append(_fold(block, Op.ADDED, SHARED))
        elif rules.volatile and page.places.get(text) in rules.volatile:
            folds.append(_fold(block, Op.ADDED, RESTLESS))
        else:
            kept.append(block)
    return (_with_blocks(document, kept), folds) if folds else (document, folds)


def _leave_out_learnt(made: Steadied, before: Sight, now: Sight, rules: Rules) -> None:
    if not rules.furniture and not rules.volatile:
        return
    made.old, _ = learnt_out(made.old, before, rules)
    made.new, folds = learnt_out(made.new, now, rules)
    made.folds += folds


def _ungarble(made: Steadied) -> None:
    """Read a page whose charset broke since the last look as it was meant; two blocks must then read as before."""
    gone = _texts(made.old) - _texts(made.new)
    read = {block.text: ungarbled(block.text) for block in made.new.blocks} if gone else {}
    broken = {text for text, meant in read.items() if text != meant}
    if sum(1 for text in broken if even(read[text]) in gone) < FEWEST_GARBLED:
        return
    read = {text: squeezed(ungarbled(text, sure=True)) for text in read}
    broken = {text for text, meant in read.items() if text != meant}
    blocks = [b.model_copy(update={"text": read[b.text]}) for b in made.new.blocks if read[b.text]]
    made.folds += [_turn(Part.BODY, read[text], text, GARBLED) for text in sorted(broken)]
    parts = {name: ungarbled(getattr(made.new, name), sure=True) for name in ("headline", "standfirst", "byline")}
    made.new = _with_blocks(made.new.model_copy(update=parts), blocks)


def _carry_on(made: Steadied, before: Sight, now: Sight) -> None:
    """Put back what vanished from the extraction while the page shows it as often as before, in its old place."""
    gone = _texts(made.old) - _texts(made.new)
    stands = {text for text in gone if 0 < now.texts[text] >= before.texts[text]}
    if not stands:
        return
    beside = {even(made.new.standfirst), even(made.new.headline)} & stands
    # A paragraph that is now read as the standfirst is not shown twice: the standfirst goes back to what it was.
    made.new = made.new.model_copy(update={"standfirst": ""}) if even(made.new.standfirst) in beside else made.new
    behind = _insertions(made.old.blocks, made.new.blocks, Counter({text: gone[text] for text in stands}))
    made.folds += [_fold(block, Op.REMOVED, STILL_THERE) for carried in behind.values() for block in carried]
    blocks = [*behind.get(-1, [])]
    for place, block in enumerate(made.new.blocks):
        blocks += [block, *behind.get(place, [])]
    made.new = _with_blocks(made.new, blocks)


def _insertions(old: Sequence[Block], new: Sequence[Block], gone: Counter[str]) -> dict[int, list[Block]]:
    """Behind which of the new blocks (-1: before all) the old ones that are gone belong, each behind its neighbour."""
    places: dict[str, list[int]] = {}
    for place, block in enumerate(new):
        places.setdefault(even(block.text), []).append(place)
    behind: dict[int, list[Block]] = {}
    anchor = -1
    for block in old:
        text = even(block.text)
        here = places.get(text, [])
        following = bisect_right(here, anchor)
        if following < len(here):
            anchor = here[following]
        elif gone[text] > 0:
            gone[text] -= 1
            behind.setdefault(anchor, []).append(block)
    return behind


def _leave_out(made: Steadied, before: Sight, now: Sight) -> None:
    """Take out what appeared in the extraction though the page showed it before, and what only a redesign brought."""
    come = _texts(made.new) - _texts(made.old)
    if not come:
        return
    around = _around(made, come, before, now)
    parts = {even(part) for part in (made.old.headline, made.old.standfirst, made.old.byline)}
    kept: list[Block] = []
    # From the end: of two equal texts the later is the one that came.
    for block in reversed(made.new.blocks):
        text = even(block.text)
        why = ""
        if come[text] > 0 and (text in parts or before.texts[text] >= now.texts[text] > 0):
            why = ALREADY_THERE
        elif come[text] > 0 and text in around and block.role is None:
            why = AROUND
        if why:
            come[text] -= 1
            made.folds.append(_fold(block, Op.ADDED, why))
        else:
            kept.append(block)
    made.new = _with_blocks(made.new, kept[::-1])


def _around(made: Steadied, come: Counter[str], before: Sight, now: Sight) -> set[str]:
    """On a page that was set anew, the texts that came with it and stand elsewhere than the story."""
    alike = [text for text in _texts(made.old) if text in now.places and text in before.places]
    moved = sum(1 for text in alike if now.places[text] != before.places[text])
    if len(alike) < FEWEST_ALIKE or moved < REDESIGNED * len(alike):
        return set()
    homes = _homes(alike, now)
    gone = _texts(made.old) - _texts(made.new)
    if len(come) * len(gone) > MOST_COMPARED:
        return set()
    return {
        text
        for text in come
        if text in now.places
        and _container(now.places[text]) not in homes
        and not any(likeness(text, other) >= REWORDED for other in gone)
    }


def _homes(texts: Sequence[str], page: Sight) -> set[str]:
    """The elements that hold the story: each a good part of its texts, which a header with the standfirst does not."""
    weights: Counter[str] = Counter()
    for text in texts:
        weights[_container(page.places[text])] += len(text)
    return {place for place, weight in weights.items() if weight >= HOME * weights.total()}


def _container(place: str) -> str:
    """What is around a text, whatever the text itself is: a first paragraph of another class stands in no other."""
    return place.rpartition(" > ")[0]


def _keep_headline(made: Steadied) -> None:
    """Carry the headline on through a headline test: it turned alone, while all that the page declares stands."""
    old, new = made.old, made.new
    if not old.headline or not new.headline or even(old.headline) == even(new.headline):
        return
    origins = [name for name in old.titles if name in new.titles and name != new.headline_from]
    if len(origins) < AGREEING or any(even(old.titles[name]) != even(new.titles[name]) for name in origins):
        return
    for headline in (old.headline, new.headline):
        # <title> names the site too, and so is asked only whether it holds the headline.
        agreeing = [name for name in origins if even(headline) in even(new.titles[name])]
        exact = [name for name in agreeing if even(headline) == even(new.titles[name])]
        if len(agreeing) == len(origins) and exact:
            made.folds.append(_turn(Part.HEADLINE, old.headline, new.headline, TESTED))
            made.new = new.model_copy(update={"headline": old.headline})
            return


def _keep_parts(made: Steadied, before: Sight, now: Sight) -> None:
    """Carry on the parts that the page still shows as it did, though the extraction gives another text, or none."""
    for name in ("headline", "standfirst", "byline", "section"):
        old, new = getattr(made.old, name), getattr(made.new, name)
        if even(old) == even(new):
            continue
        if name == "section":
            why = SECTION_GONE if not new else ""
        else:
            stands, stood = (not old or now.shows(old)), (not new or before.shows(new))
            why = (STILL_THERE if old else ALREADY_THERE) if stands and stood else ""
        if why:
            made.folds.append(_turn(Part(name), old, new, why))
            made.new = made.new.model_copy(update={name: old})


def _texts(document: Document) -> Counter[str]:
    """The blocks that say something, their typography evened."""
    return Counter(even(block.text) for block in document.blocks if block.role is not BlockRole.STAMP)


def _with_blocks(document: Document, blocks: list[Block]) -> Document:
    """The document with other blocks; its dateline is that of the first paragraph, as everywhere."""
    update: dict[str, object] = {"blocks": blocks}
    if document.dateline or not document.blocks or blocks[:1] != document.blocks[:1]:
        first = next((b.text for b in blocks if b.kind is BlockKind.PARAGRAPH and b.role is None), "")
        update["dateline"] = dateline_of(first)
    return document.model_copy(update=update)


def _fold(block: Block, op: Op, why: str) -> Change:
    part = Part.CAPTION if block.kind is BlockKind.CAPTION else Part.BODY
    old, new = ("", block.text) if op is Op.ADDED else (block.text, "")
    words = [["+" if op is Op.ADDED else "-", block.text]]
    return _noise(part, op, old, new, words, why).model_copy(update={"role": block.role})


def _turn(part: Part, old: str, new: str, why: str) -> Change:
    op = Op.CHANGED if old and new else Op.ADDED if new else Op.REMOVED
    return _noise(part, op, old, new, [[sign, text] for sign, text in (("-", old), ("+", new)) if text], why)


def _noise(part: Part, op: Op, old: str, new: str, words: list[list[str]], why: str) -> Change:
    return Change(
        part=part, op=op, minor=True, folded=Folded.NOISE, old=old, new=new, words=words, substantive=False, why=[why]
    )
