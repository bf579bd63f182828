"""How much of other people's text a reader sees: all of it, or what changed with one sentence of context on each side.

Pages, feeds and the API all pass through here, so that no door shows more than another.
"""

from collections.abc import Sequence
from dataclasses import replace

from tracker.diffing.model import Diff, Pair, Sentence, Side
from tracker.model import Change, Document, Part, Show

#: Unchanged sentences left standing on either side of a changed one. design.md, "Other people's text": one.
CONTEXT = 1


def whole(show: Show, *, operator: bool) -> bool:
    """Whether all of an outlet's text may be shown to this reader. What is for operators only, others never reach."""
    return operator or show is Show.FULL


def changes(made: Sequence[Change], *, whole: bool) -> list[Change]:
    """Changes as they may be shown: in an excerpt, one that is only typography is counted but loses its text.

    A page that turns all its quotes from straight to curly would otherwise be shown whole.
    """
    return [change if whole or not _typography(change) else _emptied(change) for change in made]


def document(read: Document, *, whole: bool) -> Document:
    """A version's text as it may be shown: in an excerpt, the headline and the stamps."""
    if whole:
        return read
    gone = {"titles": {}, "standfirst": "", "byline": "", "dateline": "", "section": "", "blocks": []}
    return read.model_copy(update=gone)


def near(pairs: Sequence[Pair]) -> set[int]:
    """The places of the pairs that differ, with their neighbours in the body, CONTEXT on each side."""
    body = [place for place, pair in enumerate(pairs) if pair.part is Part.BODY]
    shown = {place for place, pair in enumerate(pairs) if pair.differs}
    for rank, place in enumerate(body):
        if pairs[place].differs:
            shown.update(body[max(rank - CONTEXT, 0) : rank + CONTEXT + 1])
    return shown


def diff(found: Diff, *, whole: bool) -> Diff:
    """A diff as it may be shown: in an excerpt, sentences and parts away from any change lose their text.

    Every sentence keeps its place and every pair its indices, so that the excerpt reads like the diff itself.
    """
    if whole:
        return found
    shown = near(found.pairs) | {at for at, pair in enumerate(found.pairs) if pair.part is Part.HEADLINE}
    kept = [pair for at, pair in enumerate(found.pairs) if at in shown]
    return replace(
        found,
        old=_side(found.old, kept, {place for pair in kept for place in pair.old}, old=True),
        new=_side(found.new, kept, {place for pair in kept for place in pair.new}, old=False),
        pairs=tuple(pair if at in shown else pair._replace(words=()) for at, pair in enumerate(found.pairs)),
    )


def _side(side: Side, kept: Sequence[Pair], sentences: set[int], *, old: bool) -> Side:
    parts = {pair.part for pair in kept}
    captions = {pair.old_text if old else pair.new_text for pair in kept if pair.part is Part.CAPTION}
    return replace(
        side,
        **{part: "" for part in ("standfirst", "byline", "dateline", "section") if Part(part) not in parts},
        captions=tuple(text if text in captions else "" for text in side.captions),
        sentences=tuple(
            sentence if at in sentences else Sentence(sentence.paragraph, "")
            for at, sentence in enumerate(side.sentences)
        ),
    )


def _typography(change: Change) -> bool:
    return change.minor and change.folded is not None


def _emptied(change: Change) -> Change:
    fields = change.model_dump() | {"old": "", "new": "", "words": [], "before": "", "after": ""}
    return Change.model_validate(fields)
