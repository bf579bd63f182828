"""For each sentence and word of a story: when it first stood, what it replaced, when it went, whether it came back.

The versions are taken one after the other, so that a new one is one step, and all of them at once give the same.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from tracker import origins
from tracker.diffing import Diff, compare
from tracker.model import Document, Part
from tracker.origins import NOBODY, Ground, Stretch
from tracker.returns import RECALL, RECALLS, Draft, recall, recognise
from tracker.threads import Came, Lineage, Memory, Past, ThreadId, Wording, key


@dataclass(frozen=True)
class Step:
    """What one version did: all that stands in it in reading order, the wordings that it brought and those it ended."""

    order: list[Wording]
    new: list[Wording]
    ended: list[Wording]


@dataclass
class _Claims:
    """Which old sentences new ones have words of, where it is not one to one: characters by (old place, draft)."""

    kept: Counter[tuple[int, int]] = field(default_factory=Counter)
    drafts: list[Draft] = field(default_factory=list)


def fold(versions: Iterable[tuple[int, Document]], diffs: Mapping[int, Diff] | None = None) -> Lineage:
    """The lineage of a story from its versions in order, each a capture's id and what it said.

    `diffs` are those that were made already, by the id of the later version; one that does not lead from the version
    before to this one is made again.
    """
    memory, made, standing, before = Memory(), Lineage(), list[Wording](), Document()
    for capture_id, document in versions:
        taken = step(standing, memory, difference(before, document, (diffs or {}).get(capture_id)), capture_id)
        for wording in taken.ended:
            wording.until_id = capture_id
        memory.take(capture_id, taken.new, taken.ended)
        made.orders[capture_id] = [wording.thread for wording in taken.order]
        standing, before = taken.order, document
    made.threads = memory.threads
    return made


def difference(before: Document, document: Document, diff: Diff | None = None) -> Diff:
    """The diff between two versions: the given one if it is just that."""
    if diff is not None and _is_of(diff, before, document):
        return diff
    return compare(before, document, language=document.language or None)


def _is_of(diff: Diff, before: Document, document: Document) -> bool:
    return all(
        side.text == "\n\n".join(read.paragraphs)
        and side.captions == tuple(read.captions)
        and all(getattr(side, part) == getattr(read, part) for part in _SINGLE)
        for side, read in ((diff.old, before), (diff.new, document))
    )


_SINGLE = (Part.HEADLINE, Part.STANDFIRST, Part.BYLINE, Part.DATELINE, Part.SECTION)


def step(standing: Sequence[Wording], past: Past, diff: Diff, capture_id: int) -> Step:
    """One version more: `standing` is what stood in the one before it, in reading order.

    Every sentence of the new version carries a thread on or begins one. A thread goes on in the sentence that keeps
    most of it; the others that have words of it are split off. Raises DoesNotFit where `standing` is not the old
    text of the diff.
    """
    drafts = [*_parts(standing, diff, capture_id), *_body(standing, diff, capture_id)]
    drafts.sort(key=lambda draft: draft.part is Part.CAPTION)
    recognise(drafts, past, capture_id)
    order = _worded(drafts, past, capture_id)
    stays = {(wording.thread, wording.ordinal) for wording in order}
    return Step(
        order,
        [wording for wording, draft in zip(order, drafts, strict=True) if not draft.carried],
        [wording for wording in standing if (wording.thread, wording.ordinal) not in stays],
    )


def _parts(standing: Sequence[Wording], diff: Diff, capture_id: int) -> Iterator[Draft]:
    """All but the body: each part carries on what the same part said, captions as the diff pairs them."""
    queues: defaultdict[Part, deque[Wording]] = defaultdict(deque)
    for wording in standing:
        queues[wording.part].append(wording)
    for pair in diff.pairs:
        if pair.part is Part.BODY:
            continue
        old_text, new_text = pair.old_text, pair.new_text
        old = queues[pair.part].popleft() if old_text.strip() else None
        ground = Ground(old_text, [old] if old else [])
        if new_text.strip():
            stretches = origins.carried(pair, ground.cut(0, len(old_text)), capture_id)
            yield _drafted(pair.part, new_text, stretches, capture_id, old, folded=pair.folded is not None)


def _drafted(
    part: Part, text: str, stretches: list[Stretch], capture_id: int, heirloom: Wording | None, *, folded: bool
) -> Draft:
    came = Came.CHANGED if heirloom else Came.ADDED
    draft = Draft(part, text.strip(), heirloom, folded and heirloom is not None, came)
    draft.spans = origins.spans(stretches, text, capture_id)
    return draft


def _body(standing: Sequence[Wording], diff: Diff, capture_id: int) -> Iterator[Draft]:
    """The sentences of the new body, each with the thread that it carries on, in reading order."""
    ground = Ground(diff.old_text(), [wording for wording in standing if wording.part is Part.BODY])
    starts = [0, *accumulate(len(sentence.text) for sentence in diff.old.sentences)]
    placed: dict[int, Draft] = {}
    claims = _Claims()
    for pair in diff.pairs:
        if pair.part is not Part.BODY or not pair.new:
            continue
        texts = [diff.new.sentences[j].text for j in pair.new]
        alone = NOBODY
        if len(pair.old) == 1 and len(texts) == 1:
            alone = ground.alone(starts[pair.old[0]], diff.old.sentences[pair.old[0]].text)
        heirloom = ground.standing[alone] if alone != NOBODY else None
        if heirloom and heirloom.text == texts[0].strip():
            placed[pair.new[0]] = Draft(Part.BODY, heirloom.text, heirloom=heirloom)
            continue
        old = (stretch for i in pair.old for stretch in ground.cut(starts[i], starts[i + 1]))
        stretches = origins.carried(pair, old, capture_id)
        pieces = origins.shared_out(stretches, [len(text) for text in texts])
        for j, text, piece in zip(pair.new, texts, pieces, strict=True):
            if text.strip():
                folded = pair.folded is not None
                draft = placed[j] = _drafted(Part.BODY, text, piece, capture_id, heirloom, folded=folded)
                if heirloom is None and pair.old:
                    _claim(claims, draft, piece)
    _settle(claims, ground.standing)
    return (placed[j] for j in sorted(placed))


def _claim(claims: _Claims, draft: Draft, stretches: Sequence[Stretch]) -> None:
    claims.drafts.append(draft)
    for stretch in stretches:
        if stretch.owner != NOBODY:
            claims.kept[stretch.owner, len(claims.drafts) - 1] += stretch.length


def _settle(claims: _Claims, standing: Sequence[Wording]) -> None:
    """Each thread goes on in the sentence that keeps most of it, where two want it; the rest are sources."""
    given: set[int] = set()
    sources: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for (owner, at), kept in sorted(claims.kept.items(), key=lambda claim: (-claim[1], claim[0])):
        draft = claims.drafts[at]
        if owner not in given and draft.heirloom is None:
            given.add(owner)
            draft.heirloom, draft.came = standing[owner], Came.CHANGED
        else:
            sources[at].append((kept, owner))
    for at, draft in enumerate(claims.drafts):
        draft.folded = draft.folded and draft.heirloom is not None and not sources[at]
        if sources[at]:
            draft.came = Came.MERGED if draft.heirloom else Came.SPLIT
            draft.sources = tuple(standing[owner].thread for _, owner in sources[at])


def _worded(drafts: Sequence[Draft], past: Past, capture_id: int) -> list[Wording]:
    """The wordings that stand in the new version; words that came back into their thread are known again."""
    threads = {draft.heirloom.thread for draft in drafts if draft.heirloom and not draft.carried}
    earlier = past.earlier(threads, RECALL) if threads else {}
    room, order = RECALLS, list[Wording]()
    for place, draft in enumerate(drafts):
        if draft.heirloom and draft.carried:
            order.append(draft.heirloom)
            continue
        before = earlier[draft.heirloom.thread] if draft.heirloom else []
        if draft.came is Came.RESTORED and before[-1].until_id is None:
            # It stood until now: the diff did not see that it was moved.
            draft.came = Came.CHANGED
        room -= recall(draft, before, capture_id, room)
        thread = draft.heirloom.thread if draft.heirloom else ThreadId(capture_id, place)
        order.append(
            Wording(
                thread=thread,
                ordinal=before[-1].ordinal + 1 if before else 0,
                part=draft.part,
                text=draft.text,
                key=key(draft.text),
                since_id=capture_id,
                until_id=None,
                came=draft.came,
                sources=draft.sources,
                folded=draft.folded,
                spans=draft.spans,
            )
        )
    return order
