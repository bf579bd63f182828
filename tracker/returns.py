"""Knows sentences and words again that had gone from a story: by their text, or by nearly the same words."""

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from tracker import origins, typography
from tracker.model import Part
from tracker.threads import Came, Past, Span, ThreadId, Wording, key

#: Threads that went last, among which a new sentence is sought that may be one of them in other words. Range 20 to
#: 1,000. More find little: what comes back reworded comes back soon.
LATELY = 200

#: Words that a new sentence and one that had gone have in common, of all words of both, to be the same one. Range 0.6
#: to 1. Below it, sentences that only share their pattern ("Schools in Leeds will open on Monday.") are taken for one.
NEARLY_SAME = 0.75

#: New sentences of a version that are sought so, in reading order. Range 20 to 500: a text written anew has thousands.
SOUGHT = 100

#: Words that both must have at the least for that: shorter ones are too like by chance. Range 4 to 12.
NEARLY_LEAST = 6

#: How many of a thread's last wordings are asked whether they had a word that is new against the last. Range 2 to 50.
RECALL = 12

#: Earlier wordings that one step compares word by word for that, over all its sentences. Range 50 to 2,000; each takes
#: about 0.2 ms.
RECALLS = 200


@dataclass(slots=True)
class Draft:
    """A sentence or part of the new version while its thread is sought: where its words come from, and its heirloom,
    the wording that it carries on."""

    part: Part
    text: str
    heirloom: Wording | None = None
    folded: bool = False
    came: Came = Came.ADDED
    sources: tuple[ThreadId, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def carried(self) -> bool:
        """Whether it stands as it stood."""
        return self.heirloom is not None and self.heirloom.until_id is None and self.heirloom.text == self.text


def recognise(drafts: Sequence[Draft], past: Past, capture_id: int) -> None:
    """Find, for sentences without a thread, one that had gone: the same text first, then nearly the same."""
    fresh = [(draft, key(draft.text)) for draft in drafts if not draft.carried]
    known: defaultdict[tuple[Part, str], list[Wording]] = defaultdict(list)
    for wording in past.holding({name for _, name in fresh}) if fresh else ():
        known[wording.part, wording.key].append(wording)
    for found in known.values():
        found.sort(key=lambda wording: _latest_first(wording, past))
    free = {name: deque(found) for name, found in known.items()}
    echoes = {name: next((each for each in found if each.until_id is not None), None) for name, found in known.items()}
    taken = {draft.heirloom.thread for draft in drafts if draft.heirloom}
    unknown: list[Draft] = []
    for draft, name in fresh:
        same = free.get((draft.part, name), deque())
        while same and same[0].thread in taken:
            same.popleft()
        echo = echoes.get((draft.part, name))
        if draft.heirloom is None and same:
            taken.add(same[0].thread)
            _restore(draft, same.popleft(), capture_id)
        elif echo:
            # The words are known, though their thread goes on in other words: or it is this very one, changed back.
            draft.spans = origins.recalled(draft.text, draft.spans, echo, capture_id)
            if draft.heirloom is None and not draft.sources:
                draft.sources = (echo.thread,)
        elif draft.came is Came.ADDED and (draft.part, name) not in known:
            unknown.append(draft)
    if unknown:
        _nearly(unknown[:SOUGHT], past, taken, capture_id)


def _latest_first(wording: Wording, past: Past) -> tuple[int, int, int]:
    until = past.number(wording.until_id) if wording.until_id is not None else 1 << 31
    return (-until, past.number(wording.thread.born_id), wording.thread.place)


def _restore(draft: Draft, gone: Wording, capture_id: int) -> None:
    """A sentence that had gone is back."""
    known = origins.known_from(draft.text, gone)
    draft.heirloom, draft.sources, draft.folded = gone, (), False
    draft.came = Came.RESTORED
    draft.spans = tuple(
        span._replace(first_id=capture_id) if span.first_id == origins.UNKNOWN else span for span in known
    )


def _nearly(drafts: Sequence[Draft], past: Past, taken: set[ThreadId], capture_id: int) -> None:
    """Restore threads that come back in nearly the same words."""
    gone = [wording for wording in past.lately_gone(LATELY) if wording.thread not in taken]
    bags: dict[int, Counter[str]] = {}
    for draft in drafts if gone else ():
        bag = Counter(_words(draft.text))
        likest: tuple[float, int] | None = None
        for at, wording in enumerate(gone if bag.total() >= NEARLY_LEAST else ()):
            if wording.part is not draft.part or not _alike_long(wording.text, draft.text):
                continue
            other = bags[at] = bags.get(at) or Counter(_words(wording.text))
            both = bag.total() + other.total()
            # Most are told apart by their words alone, without counting how often each stands.
            if len(bag.keys() & other.keys()) * 2 < len(bag) or other.total() < NEARLY_LEAST:
                continue
            like = 2 * (bag & other).total() / both
            if like >= NEARLY_SAME and (likest is None or like > likest[0]) and wording.thread not in taken:
                likest = like, at
        if likest:
            thread = gone[likest[1]].thread
            taken.add(thread)
            _restore(draft, past.earlier([thread], 1)[thread][-1], capture_id)


def _alike_long(one: str, other: str) -> bool:
    """Whether two texts are of about one length: if one is twice as long, a third of all words differ at the least."""
    return len(one) <= 2 * len(other) and len(other) <= 2 * len(one)


def _words(text: str) -> list[str]:
    return typography.words(text.casefold().replace("’", "'"))


def recall(draft: Draft, before: Sequence[Wording], capture_id: int, room: int) -> int:
    """Ask a thread's earlier wordings for the words that are new against the last; how many were compared."""
    compared = 0
    fresh = _fresh(draft, capture_id) - set(before[-1].text.split()) if len(before) > 1 else set()
    for wording in reversed(before[:-1]):
        if not fresh or compared >= room:
            break
        if fresh & set(wording.text.split()):
            compared += 1
            draft.spans = origins.recalled(draft.text, draft.spans, wording, capture_id)
            fresh &= _fresh(draft, capture_id)
    return compared


def _fresh(draft: Draft, capture_id: int) -> set[str]:
    """The words of a draft that no earlier version is known to have had."""
    at, found = 0, set[str]()
    for span in draft.spans:
        if span.first_id == capture_id:
            found.update(draft.text[at : at + span.length].split())
        at += span.length
    return found
