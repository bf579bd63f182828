"""From the pairs of a diff to the Changes that a reader sees: one for each sentence or part that is not the same."""

from collections.abc import Iterator

from tracker.diffing.model import Diff, Pair
from tracker.model import BlockKind, BlockRole, Change, Document, Op, Part


def classify(diff: Diff, *, old: Document | None = None, new: Document | None = None) -> list[Change]:
    """Every difference between two versions as Changes, in the reading order of the new text.

    With the documents themselves, stamps, addresses and declared headlines are compared too, and a change knows
    when it touches a notice, a status marker or a stamp. Typography, stamps and what pages only declare are minor.
    """
    changes = [_change(diff, index, old, new) for index, pair in enumerate(diff.pairs) if pair.op is not Op.SAME]
    if old is not None and new is not None:
        changes += _declared(old, new)
    if any(not change.minor for change in changes):
        return changes
    # The digests differ, so something was said anew, though each pair alone looks like typography: show it all.
    return [change.model_copy(update={"minor": change.role is BlockRole.STAMP}) for change in changes]


def minor(diff: Diff, old: Document | None, new: Document) -> list[Change]:
    """The differences between two texts that are the same version: typography, stamps, addresses; all minor."""
    changes = [_change(diff, index, old, new) for index, pair in enumerate(diff.pairs) if pair.op is not Op.SAME]
    if old is not None:
        changes += _declared(old, new)
    return [change.model_copy(update={"minor": True}) for change in changes]


def _change(diff: Diff, index: int, old: Document | None, new: Document | None) -> Change:
    pair = diff.pairs[index]
    role = _role(diff, pair, old, new)
    before, after = _context(diff, index)
    return Change(
        part=pair.part,
        op=pair.op,
        folded=pair.folded,
        minor=pair.folded is not None or role is BlockRole.STAMP,
        role=role,
        old=_side(pair, "-"),
        new=_side(pair, "+"),
        words=[[sign, text] for sign, text in pair.words],
        before=before,
        after=after,
    )


def _side(pair: Pair, sign: str) -> str:
    return "".join(text for mark, text in pair.words if mark in ("=", sign)).strip()


def _context(diff: Diff, index: int) -> tuple[str, str]:
    """The sentences of the new text just before and after a body pair."""
    pair = diff.pairs[index]
    if pair.part is not Part.BODY:
        return "", ""
    sentences = diff.new.sentences
    if pair.new:
        first, last = min(pair.new), max(pair.new)
    else:
        earlier = [place for other in diff.pairs[:index] if other.part is Part.BODY for place in other.new]
        last = earlier[-1] if earlier else -1
        first = last + 1
    before = sentences[first - 1].text.strip() if first > 0 else ""
    after = sentences[last + 1].text.strip() if last + 1 < len(sentences) else ""
    return before, after


def _role(diff: Diff, pair: Pair, old: Document | None, new: Document | None) -> BlockRole | None:
    """The role of the block that a body pair stands in, the new text's first."""
    if pair.part is not Part.BODY:
        return None
    for document, text, places in ((new, diff.new, pair.new), (old, diff.old, pair.old)):
        if document is not None and places:
            blocks = [block for block in document.blocks if block.kind is not BlockKind.CAPTION]
            paragraph = text.sentences[places[0]].paragraph
            if paragraph < len(blocks) and (role := blocks[paragraph].role):
                return role
    return None


def _declared(old: Document, new: Document) -> Iterator[Change]:
    """What a page declares beside its text, each compared only with itself: headlines by origin, stamps, address."""
    for origin in sorted(old.titles.keys() & new.titles.keys() - {new.headline_from}):
        if old.titles[origin] != new.titles[origin]:
            yield _stated(Part.HEADLINE, origin, old.titles[origin], new.titles[origin])
    for field in ("published", "modified"):
        before, after = getattr(old, f"{field}_verbatim"), getattr(new, f"{field}_verbatim")
        if before != after:
            yield _stated(Part.PUBLISHED_AT, field, before, after)
    if old.url != new.url:
        yield _stated(Part.URL, "", old.url, new.url)


def _stated(part: Part, field: str, old: str, new: str) -> Change:
    op = Op.CHANGED if old and new else Op.ADDED if new else Op.REMOVED
    words = [[sign, text] for sign, text in (("-", old), ("+", new)) if text]
    return Change(part=part, op=op, field=field, minor=True, old=old, new=new, words=words)
