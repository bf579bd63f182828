"""The rules for which of a list's stories to follow: words, addresses, age, "only while developing", and how many."""

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, field_validator

from tracker.errors import BadInput
from tracker.fetching import urls
from tracker.fetching.listing import Item, in_order, plain
from tracker.fetching.markers import role_of
from tracker.fetching.patterns import LONGEST_PATTERN, Pattern
from tracker.fetching.variants import key
from tracker.model import BlockRole, Document

#: Words of one rule, and letters of one of them; hand-written rules have 1-20 words.
MOST_WORDS, LONGEST_WORD = 200, 100

#: Letters of a text in which words are looked for; a long live blog has 200,000.
LONGEST_TEXT = 300_000

#: How far ahead of the clock an item's date may lie and still be believed; further on, its place in the list counts.
AHEAD = timedelta(days=1)

#: Stories that one outlet's lists may have watched at once, unless a rule says otherwise.
CAP = 200

_Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_WORD)]
_Words = Annotated[tuple[_Word, ...], Field(max_length=MOST_WORDS)]

_SPACELESS = r"\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_DEVELOPING = re.compile(
    r"^\W*(?:live|breaking(?: news)?|developing(?: story)?|just in|eil(?:meldung)?|liveticker|newsblog|live-?blog|"
    r"en direct|direct|alerte|en vivo|en directo|última hora|urgente)\b\W*[:|–—-]|"
    r"\b(?:live updates?|live-?blog|live-?ticker|newsblog|minuto a minuto|suivez en direct|latest updates)\b|"
    r"[:|–—-]\s*(?:live|en direct|en vivo|en directo)\W*$",
    re.I,
)
_OVER = re.compile(r"\b(?:as it happened|as they happened|zum nachlesen|liveticker beendet|blog closed)\b", re.I)


class Rule(BaseModel, frozen=True, extra="forbid"):
    """What to follow of a list. An empty rule follows everything, up to its cap.

    `any`, `all`, `none`: words or phrases in the headline or the text as far as it is known, whole and in any case;
    `fire*` stands for every word that begins so. `address`: a glob, or `re:` and a regular expression (patterns.py).
    `developing_only`: only while the story says that it is developing. `max_age_hours`: by the list's own dates; what
    has none is young. `cap`: stories of one outlet that are watched at once.
    """

    any: _Words = ()
    all: _Words = ()
    none: _Words = ()
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_PATTERN)] = ""
    developing_only: bool = False
    max_age_hours: Annotated[int, Field(ge=1, le=24 * 366)] | None = None
    cap: Annotated[int, Field(ge=1, le=100_000)] = CAP

    @field_validator("address")
    @classmethod
    def _usable(cls, value: str) -> str:
        try:
            return Pattern(value).text if value else ""
        except BadInput as error:
            raise ValueError(str(error)) from None


def choose(
    items: Sequence[Item], rule: Rule, *, already: Set[str], now: datetime, watched: Mapping[str, int] | None = None
) -> tuple[list[Item], list[tuple[Item, str]]]:
    """The items to follow, newest first, and the others each with the reason as a sentence.

    `already` holds the keys (variants.key) of what is followed; `watched` counts the stories of each outlet (urls.host)
    that are watched now, which the cap counts too. `now` is aware. Where a list does not carry its stories' text, a
    story may be developing: it is followed, and `reason_against` decides once its page is there. Never raises.
    """
    followed: list[Item] = []
    left: list[tuple[Item, str]] = []
    counts = dict(watched or {})
    taken = set(already)
    judge = _Judge(rule, now)
    for place in in_order(_believed(item, now) for item in items):
        item = items[place]
        name, outlet = key(item.address), urls.host(item.address)
        reason = "It is followed already." if name in taken else judge.against(item)
        if not reason and counts.get(outlet, 0) >= rule.cap:
            reason = f"{rule.cap:,} stories of {outlet} are watched already, and that is the rule's most."
        if reason:
            left.append((item, reason))
            continue
        taken.add(name)
        counts[outlet] = counts.get(outlet, 0) + 1
        followed.append(item)
    return followed, left


def reason_against(document: Document, rule: Rule) -> str:
    """Why a story whose page is known is not to be followed, or no longer, as a sentence; "" when it is."""
    if reason := _words_against(rule, "\n".join([document.headline, document.standfirst, *document.paragraphs])):
        return reason
    if rule.developing_only and not says_developing(document.headline, document.paragraphs):
        return "It does not say that it is developing, or no longer."
    return ""


def says_developing(headline: str, lines: Sequence[str]) -> bool:
    """Whether a story calls itself developing: in its headline ("Live: ...") or a line ("More to follow")."""
    if _OVER.search(headline):
        return False
    return bool(_DEVELOPING.search(headline)) or any(role_of(line) is BlockRole.STATUS for line in lines)


def _believed(item: Item, now: datetime) -> datetime | None:
    return item.dated if item.dated is not None and item.dated <= now + AHEAD else None


class _Judge:
    """Holds a rule against the items of one list."""

    def __init__(self, rule: Rule, now: datetime) -> None:
        self.rule, self.now = rule, now
        self.pattern = Pattern(rule.address) if rule.address else None

    def against(self, item: Item) -> str:
        """Why an item is not to be followed; "" when it is."""
        if self.pattern is not None and not self.pattern.fits(item.address):
            return "Its address does not fit the rule's pattern."
        dated = _believed(item, self.now)
        age = self.rule.max_age_hours
        if age is not None and dated is not None and dated < self.now - timedelta(hours=age):
            return f"It is older than {age:,} hours."
        text = plain(item.content[:LONGEST_TEXT])
        if reason := _words_against(self.rule, "\n".join([item.headline, item.summary, text])):
            return reason
        lines = [item.summary, *re.split(r"(?<=[.!?…])\s+", text)]
        if self.rule.developing_only and text and not says_developing(item.headline, lines):
            return "It does not say that it is developing."
        return ""


def _words_against(rule: Rule, text: str) -> str:
    if not (rule.any or rule.all or rule.none):
        return ""
    text = _even(text[:LONGEST_TEXT])
    if rule.any and not any(_stands(word, text) for word in rule.any):
        return "None of the rule's words stands in its headline or text."
    if missing := next((word for word in rule.all if not _stands(word, text)), ""):
        return f'"{missing}" does not stand in its headline or text.'
    if found := next((word for word in rule.none if _stands(word, text)), ""):
        return f'"{found}" stands in its headline or text.'
    return ""


def _even(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _stands(word: str, text: str) -> bool:
    """Whether a word or phrase stands in a text as such; scripts without spaces know no ends of words."""
    bare = _even(word.rstrip("*"))
    if not bare:
        return False
    front = "" if re.match(rf"[{_SPACELESS}\W]", bare) else r"(?<!\w)"
    back = "" if word.endswith("*") or re.search(rf"[{_SPACELESS}\W]\Z", bare) else r"(?!\w)"
    return re.search(front + re.escape(bare) + back, text) is not None
