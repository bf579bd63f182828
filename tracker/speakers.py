"""Finds who is quoted, by the verb of saying beside the quotation marks: "a quote from the fire chief"."""

import re

from tracker.kinds.quotes import Quote, quotes
from tracker.kinds.wordsets import word_set

#: Words between quotation marks from which they are taken for speech and not for a term. Range 3 to 8.
LEAST_WORDS = 4

#: Letters of a word that a title may write without a capital ("The Mill on the Floss").
LONGEST_SMALL = 3

#: Characters before and behind a quotation in which its speaker is looked for.
REACH = 160

_VERBS = (
    r"(?:said|says|told|tells|added|adds|wrote|writes|explained|argued|warned|insisted|stated|recalled|posted|tweeted|"
    r"sagte|sagt|erklärte|erklärt|betonte|teilte|schrieb|a déclaré|a dit|a affirmé|a expliqué|dit|déclare|explique|"
    r"dijo|afirmó|declaró|explicó|señaló)"
)
_JOINT = r"(?:(?:of|for|de|van|von|der|den|al|bin|del|la|the)[ ]){0,2}"
_NAME = rf"(?:[A-ZÀ-Þ][\w'’-]{{0,30}}\.?[ ]{_JOINT}){{0,5}}[A-ZÀ-Þ][\w'’-]{{1,30}}"
_ROLE = (
    r"(?:the|a|an|one|his|her|their|The|A|An|One|His|Her|Their)[ ](?:[a-z][a-z'’-]{0,20}[ ]){0,3}[a-z][a-z'’-]{1,20}"
)
_WHO = rf"(?P<who>(?:{_ROLE}[ ])?{_NAME}|{_ROLE})"
_ENDS = (
    r"(?=[ ]*(?:[,.;:!?()–—\n]|$|[ ](?:who|of|in|for|at|on|from|after|before|as|during|when|and|told|to|on)\b|-[ ]))"
)

#: "...", said Ana Lopez. / "...", Ana Lopez said.
_BEHIND = re.compile(rf"^[,.\s]{{0,3}}(?:{_VERBS}[ ]{_WHO}{_ENDS})")
_BEHIND_TURNED = re.compile(rf"^[,.\s]{{0,3}}{_WHO}[ ](?:\w+ly[ ])?{_VERBS}\b")
#: Ana Lopez, a baker, said: "...
_BEFORE = re.compile(
    rf"(?:^|[\s(,]){_WHO}(?:,[^,\n]{{1,80}},)?[ ](?:has[ ]|have[ ]|had[ ]|also[ ]|later[ ]){{0,2}}{_VERBS}"
    r"(?:[ ][\w'’ ]{1,40})?[:,]?\s*$"
)
_NOBODY = word_set(
    "he she they it we i you who this that these those there here but and so then er sie es wir ich man il elle ils on "
    "nous él ella ellos yo the a an one his her their not in on at as if when while after before what which statement"
)


def speech(text: str) -> list[Quote]:
    """The quotations of a text that are somebody's words: long enough, and no title."""
    return [quote for quote in quotes(text) if len(quote.said) >= LEAST_WORDS and not _is_title(quote)]


def _is_title(quote: Quote) -> bool:
    """Whether every longer word begins with a capital, as in the name of a film."""
    long = [word for word in re.findall(r"[^\W\d_]+", quote.shown) if len(word) > LONGEST_SMALL]
    return quote.title or (bool(long) and all(word[0].isupper() for word in long))


def speaker(text: str, quote: Quote) -> str:
    """Who is quoted, as the text names them ("Ana Lopez", "the fire chief"); "" where it is not plain from it."""
    behind = text[quote.end : quote.end + REACH]
    before = text[max(0, quote.start - REACH) : quote.start]
    for match in (_BEHIND.search(behind), _BEHIND_TURNED.search(behind), _BEFORE.search(before)):
        if match and not _NOBODY.issuperset(match["who"].casefold().split()):
            first, _, rest = match["who"].partition(" ")
            # "The mayor" opens a sentence there, and stands inside one here.
            return f"{first.lower()} {rest}" if rest and first in ("The", "A", "An", "One") else match["who"]
    return ""
