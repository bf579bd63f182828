"""Tells whether two documents can be states of one story, in any language, however much was edited between them."""

from datetime import timedelta

from tracker.fetching import texts
from tracker.model import Document

#: Letters in a row that are compared: two words or so; shorter runs occur by chance.
RUN = 12

#: Letters of a text that are compared; what comes behind the first 20,000 decides nothing.
COMPARED = 20_000

#: Share (0-1) of the shorter text's runs that must stand in the other for two texts to be states of one story.
#: Measured on sg_minlaw_releases: 811 of 815 neighbouring versions reach it, and 42 of 10,647 pairs of different
#: releases do (forms filled in anew), which is why it never decides alone.
ALIKE = 0.35

#: Share that is enough where another sign stands beside it: headlines that say the same (texts.likeness, 0-1), or a
#: redirect of the outlet's own that says "for good". 477 of those 10,647 pairs reach it.
ALIKE_WITH_SIGN, ALIKE_HEADLINE = 0.12, 0.6

#: How far apart the publication dates of one story may be stated (a page in UTC, another in the outlet's zone). Where
#: an outlet writes the same text every day, or fills the same form, dates are what tells its stories apart.
SAME_DAY = timedelta(days=1)

#: Letters of a text below which it can say nothing about whose it is.
SAYS_NOTHING = 80


def other_day(one: Document, other: Document) -> bool:
    """Whether the publisher dates two documents differently: then they may be of one template ("Traffic today")."""
    if one.published_at is None or other.published_at is None:
        return False
    return abs(one.published_at - other.published_at) > SAME_DAY


def alike(one: Document, other: Document, least: float = ALIKE) -> bool:
    """Whether two documents can be states of one story: shared runs of letters, in any script, and their headlines.

    `least` is the share (0-1) of the shorter text that must stand in the other.
    Two texts too short to tell are alike when their headlines are equal.
    """
    text, other_text = _letters(one), _letters(other)
    headlines = texts.likeness(one.headline, other.headline)
    if min(len(text), len(other_text)) < SAYS_NOTHING:
        return headlines == 1.0
    a, b = _runs(text), _runs(other_text)
    share = len(a & b) / min(len(a), len(b))
    return share >= least or (share >= ALIKE_WITH_SIGN and headlines >= ALIKE_HEADLINE)


def _letters(document: Document) -> str:
    return texts.key(" ".join(document.paragraphs)[: 2 * COMPARED])[:COMPARED]


def _runs(letters: str) -> set[str]:
    return {letters[place : place + RUN] for place in range(len(letters) - RUN + 1)}
