"""From the pairs of a diff to the Changes that a reader sees: one for each sentence or part that is not the same."""

import re
from collections.abc import Iterator
from datetime import datetime

from tracker.diffing.model import Diff, Pair, Side
from tracker.kinds import label
from tracker.model import BlockKind, BlockRole, Change, Document, Op, Part

_SPACE = re.compile(r"\s+")


def classify(
    diff: Diff,
    *,
    old: Document | None = None,
    new: Document | None = None,
    language: str = "",
    old_at: datetime | None = None,
    new_at: datetime | None = None,
) -> list[Change]:
    """Every difference between two versions as Changes, in the reading order of the new text, each with its kinds.

    With the documents themselves, stamps, addresses and declared headlines are compared too, and a change knows
    when it touches a notice, a status marker or a stamp. Typography, stamps and what pages only declare are minor.
    `language` is a code such as "en" ("": the new document's), `old_at` and `new_at` are when the texts stood, for
    what "yesterday" meant. A bare pair of sentences needs none of these. See tracker/kinds/ for the rules.
    """
    changes = list(_differences(diff, old, new))
    if all(change.minor for change in changes):
        # Something was said anew, or this would be no version, though each pair alone looks like typography.
        changes = [change.model_copy(update={"minor": change.role is BlockRole.STAMP}) for change in changes]
    changes += _declared(old, new)
    language = language or (new.language if new else "")
    return label(changes, language=language, story=diff.new.text, old_at=old_at, new_at=new_at)


def minor(diff: Diff, old: Document, new: Document) -> list[Change]:
    """The differences between two texts that are the same version: typography, stamps, addresses; all minor."""
    changes = [*_differences(diff, old, new), *_declared(old, new)]
    return [change.model_copy(update={"minor": True}) for change in changes]


def _differences(diff: Diff, old: Document | None, new: Document | None) -> Iterator[Change]:
    """Every pair that is not the same, with the sentences of the new text around it."""
    reached = -1
    for pair in diff.pairs:
        if pair.part is Part.BODY and pair.new:
            reached = max(pair.new)
        if pair.op is not Op.SAME:
            yield _change(diff, pair, reached, old, new)


def _change(diff: Diff, pair: Pair, reached: int, old: Document | None, new: Document | None) -> Change:
    """A pair as a Change. `reached` is the last sentence of the new text up to and with this pair."""
    role = _role(diff, pair, old, new)
    before, after = _context(diff, pair, reached)
    return Change(
        part=pair.part,
        op=pair.op,
        folded=pair.folded,
        minor=(pair.folded is not None and pair.op is Op.CHANGED) or role is BlockRole.STAMP,
        role=role,
        old=pair.old_text.strip(),
        new=pair.new_text.strip(),
        words=[[sign, text] for sign, text in (pair.words if pair.folded else _readable(pair))],
        before=before,
        after=after,
    )


def _readable(pair: Pair) -> list[tuple[str, str]]:
    """A pair's words without the white space that only parts sentences: a reader has no use for a marked line break."""
    runs: list[tuple[str, str]] = []
    for sign, text in pair.words:
        text = _SPACE.sub(" ", text)
        if text == " " and sign != "=":
            if sign == "-":
                continue
            sign = "="
        if runs and runs[-1][0] == sign:
            text = runs.pop()[1] + text
        runs.append((sign, text))
    if runs and not runs[-1][1].strip():
        runs.pop()
    return [(sign, text.rstrip() if place == len(runs) - 1 else text) for place, (sign, text) in enumerate(runs)]


def _context(diff: Diff, pair: Pair, reached: int) -> tuple[str, str]:
    """The sentences of the new text just before and after a body pair; of a removed one, where it stood."""
    if pair.part is not Part.BODY:
        return "", ""
    sentences = diff.new.sentences
    first = min(pair.new) if pair.new else reached + 1
    before = sentences[first - 1].text.strip() if first > 0 else ""
    after = sentences[reached + 1].text.strip() if reached + 1 < len(sentences) else ""
    return before, after


def _role(diff: Diff, pair: Pair, old: Document | None, new: Document | None) -> BlockRole | None:
    """The role of the block that a body pair stands in, the new text's first; a stamp only where both sides are one."""
    if pair.part is not Part.BODY:
        return None
    sides = [(new, diff.new, pair.new), (old, diff.old, pair.old)]
    roles = [_role_at(document, text, places[0]) for document, text, places in sides if document and places]
    if BlockRole.STAMP in roles and set(roles) != {BlockRole.STAMP}:
        roles = [role for role in roles if role is not BlockRole.STAMP]
    return next((role for role in roles if role), None)


def _role_at(document: Document, text: Side, place: int) -> BlockRole | None:
    blocks = [block for block in document.blocks if block.kind is not BlockKind.CAPTION]
    paragraph = text.sentences[place].paragraph
    return blocks[paragraph].role if paragraph < len(blocks) else None


def _declared(old: Document | None, new: Document | None) -> Iterator[Change]:
    """What a page declares beside its text, each compared only with itself: headlines by origin, stamps, address."""
    if old is None or new is None:
        return
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
