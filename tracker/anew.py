"""Sees that a whole text was written anew or put into another language, which says more than its sentences."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.around import Around, Clause
from tracker.facts import is_count
from tracker.kinds.languages import language_of
from tracker.model import Change, Document, Part
from tracker.typography import count_words

#: Share of the words of both texts that must be gone, or new, for a text to be written anew. Range 0.5 to 0.8.
#: Of 1,103 real pairs 34 reach 0.6, each of them a translation or another text in the same place.
ANEW = 0.6

#: Words that both texts must have: of a short one half is soon another. Range 20 to 100.
LEAST_WORDS = 40

#: Points of the clause: more than a headline or any of its sentences, less than a notice or a toll. Range 60 to 100.
POINTS = 90.0

#: What is told beside it: what the publisher says of the story.
_BESIDE = ("notice", "correction", "clarification", "editors_note", "update_note", "status")


class Anew(NamedTuple):
    """A text written anew: the clause's name and values, and the changes that it tells."""

    key: str
    values: Mapping[str, str | int]
    changes: frozenset[int]


def written_anew(around: Around) -> Anew | None:
    """What became of a text of which most is another now; None where it is the same text still, or not known whole."""
    if around.old is None or around.new is None:
        return None
    body = {place: change for place, change in enumerate(around.changes) if _counts(change)}
    words_old, words_new = _words(around.old), _words(around.new)
    removed, added = (_written(list(body.values()), sign) for sign in "-+")
    if min(words_old, words_new) < LEAST_WORDS or removed < ANEW * words_old or added < ANEW * words_new:
        return None
    if _language(around.old) != _language(around.new):
        return Anew("text.translated", {}, frozenset(body))
    return Anew("text.rewritten", {"kept": max(words_new - added, 0), "words": words_new}, frozenset(body))


def told_beside(clause: Clause, anew: Anew) -> bool:
    """Whether a clause is told although its text was written anew: a notice, a toll that turned, another part."""
    if clause.change not in anew.changes or clause.key.startswith(_BESIDE):
        return True
    return anew.key == "text.rewritten" and is_count(clause) and not clause.key.startswith("things.")


def _counts(change: Change) -> bool:
    return change.part is Part.BODY and not change.minor and change.role is None


def _words(document: Document) -> int:
    return sum(count_words(paragraph) for paragraph in document.paragraphs)


def _written(changes: Sequence[Change], sign: str) -> int:
    """Words put in ("+") or taken out ("-"); those of a sentence that moved as a whole are neither."""
    return sum(count_words(text) for change in changes for mark, text in change.words if mark == sign)


def _language(document: Document) -> str:
    """The language that a text is in by its own words: a page seldom declares another one when its text turns."""
    return language_of("", " ".join(document.paragraphs)).code
