"""The one door to a comparison: two documents (or two plain texts) in, everything that changed between them out."""

from bisect import bisect_right

from rapidfuzz.distance import Postfix, Prefix

from tracker.diffing import sentences as splitting
from tracker.diffing.align import Work
from tracker.diffing.bodypairs import body_pairs
from tracker.diffing.model import Diff, Pair, Sentence, Side, new_sentence
from tracker.diffing.parts import caption_pairs, part_pair
from tracker.diffing.runs import Script
from tracker.diffing.words import beyond_ascii, needs_fine
from tracker.model import Document, Part

_PARTS = (Part.HEADLINE, Part.STANDFIRST, Part.BYLINE, Part.DATELINE, Part.SECTION)
_BREAK = "\n\n"


def compare(old: Document | str, new: Document | str, *, language: str | None = None) -> Diff:
    """Compare two states of a story.

    A string is a body whose paragraphs stand apart by blank lines; any Python string will do, and comes back to the
    character. The body of a Document is its paragraphs joined by blank lines. `language` (a code such as "en" or
    "de-CH"; taken from the documents where not given) only guides where sentences end.
    Comparing the other way round gives the same pairs of sentences, mirrored.
    """
    work = Work()
    a, b = _body_text(old), _body_text(new)
    code = language or _language(new) or _language(old)
    rare_a, rare_b = beyond_ascii(a), beyond_ascii(b)
    sentences_a, sentences_b, head, tail = _sentences((a, rare_a), (b, rare_b), code, work)
    if isinstance(old, Document):
        sentences_a = _numbered_as(sentences_a, old.paragraphs)
    if isinstance(new, Document):
        sentences_b = _numbered_as(sentences_b, new.paragraphs)
    parts = _part_pairs(old, new, work)
    body = body_pairs(sentences_a, sentences_b, head, tail, needs_fine(a, rare_a) or needs_fine(b, rare_b), work)
    return Diff(
        old=_side(old, body.old),
        new=_side(new, body.new),
        pairs=(*[pair for pair, _ in parts], *body.pairs),
        coarse=work.coarse,
        words_added=body.added + sum([written[2] for _, written in parts]),
        words_removed=body.removed + sum([written[1] for _, written in parts]),
    )


def _body_text(story: Document | str) -> str:
    return story if isinstance(story, str) else _BREAK.join(story.paragraphs)


def _language(story: Document | str) -> str | None:
    return None if isinstance(story, str) else story.language or None


def _side(story: Document | str, sentences: list[Sentence]) -> Side:
    if isinstance(story, str):
        return Side(sentences=tuple(sentences))
    return Side(
        headline=story.headline,
        standfirst=story.standfirst,
        byline=story.byline,
        dateline=story.dateline,
        section=story.section,
        captions=tuple(story.captions),
        sentences=tuple(sentences),
    )


def _part_pairs(old: Document | str, new: Document | str, work: Work) -> list[tuple[Pair, Script]]:
    """The pairs of everything but the body; a plain string has nothing else."""
    if isinstance(old, str) and isinstance(new, str):
        return []
    a = old if isinstance(old, Document) else Document()
    b = new if isinstance(new, Document) else Document()
    found = [part_pair(part, getattr(a, part.value), getattr(b, part.value), work) for part in _PARTS]
    return [pair for pair in found if pair] + caption_pairs(a.captions, b.captions, work)


def _sentences(
    old: tuple[str, bytes], new: tuple[str, bytes], code: str | None, work: Work
) -> tuple[list[Sentence], list[Sentence], int, int]:
    """The sentences of both bodies, and how many at the head and at the tail stand in paragraphs common to both.

    Each body comes with what is beyond ASCII in it. Paragraphs that both start or end with are cut only once.
    """
    (a, rare_a), (b, rare_b) = old, new
    if splitting.too_many(a) or splitting.too_many(b):
        work.coarse = True
        work.left //= 2  # what is not counted (cutting, joining) takes more of the time in texts so long
        return splitting.split_plainly(a), splitting.split_plainly(b), 0, 0
    start, end_a, end_b = _common_paragraphs(a, b)
    head = _split(a[:start], code, 0, rare_a, work)
    first = head[-1].paragraph + 1 if head else 0
    middle_a = _split(a[start:end_a], code, first, rare_a, work)
    middle_b = _split(b[start:end_b], code, first, rare_b, work)
    last_a = middle_a[-1].paragraph + 1 if middle_a else first
    last_b = middle_b[-1].paragraph + 1 if middle_b else first
    tail_a = _split(a[end_a:], code, last_a, rare_a, work)
    shift = last_b - last_a
    tail_b = [new_sentence((number + shift, text)) for number, text in tail_a] if shift else tail_a
    return head + middle_a + tail_a, head + middle_b + tail_b, len(head), len(tail_a)


def _common_paragraphs(a: str, b: str) -> tuple[int, int, int]:
    """Where the first paragraph that differs starts (in both), and where the last that differs ends (in a, in b)."""
    if a == b:
        return len(a), len(a), len(b)
    start = a.rfind(_BREAK, 0, Prefix.similarity(a, b)) + 2
    start = start if start > 1 and not a[start : start + 1].isspace() and not b[start : start + 1].isspace() else 0
    same = min(Postfix.similarity(a, b), len(a) - start, len(b) - start)
    end = a.find(_BREAK, len(a) - same) + 2 if same else 1
    while end > 1 and a[end : end + 2] == _BREAK:
        end += 2
    if end < 2 or a[end : end + 1].isspace():
        end = len(a)
    return start, end, end + len(b) - len(a)


def _split(text: str, code: str | None, first: int, rare: bytes, work: Work) -> list[Sentence]:
    try:
        return splitting.split(text, code, first, rare)
    except splitting.SplitterFailed:
        work.coarse = True
        return splitting.split_plainly(text, first)


def _numbered_as(sentences: list[Sentence], paragraphs: list[str]) -> list[Sentence]:
    """The sentences numbered by the paragraphs that the document names, should it hold empty or broken ones."""
    if not sentences or (sentences[-1].paragraph + 1 == len(paragraphs) and all(paragraphs)):
        return sentences
    starts = [0]
    for paragraph in paragraphs[:-1]:
        starts.append(starts[-1] + len(paragraph) + len(_BREAK))
    out = []
    at = 0
    for _, text in sentences:
        content = at + len(text) - len(text.lstrip())
        out.append(Sentence(max(bisect_right(starts, min(content, at + len(text) - 1)) - 1, 0), text))
        at += len(text)
    return out
