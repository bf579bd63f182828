"""What a feed, a sitemap, a section page or an OPML file comes to: a list of stories, newest first, each named once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from html import unescape
from urllib.parse import urljoin

from tracker.errors import BadAddress
from tracker.fetching import stamps, urls
from tracker.fetching.page import squeezed
from tracker.fetching.variants import key

#: Items of one listing that are kept, the newest first. A feed has 10-200, a news sitemap at most 1,000 (Google's
#: rule), a section page 20-300; what is older than the newest thousand is no news.
MOST_ITEMS = 1_000

#: Further listings that one listing may name (the children of a sitemap index, the outlines of an OPML file).
MOST_FEEDS = 1_000

#: Characters of an item's headline and summary that are kept; a story's headline is 20-150, a summary 50-1,000.
LONGEST_HEADLINE, LONGEST_SUMMARY = 500, 5_000

#: Characters of an item's full text in HTML; a long live blog has 500,000.
LONGEST_CONTENT = 2_000_000

_WEEKDAY_DATE = re.compile(r"[A-Za-z]{2,9}\.?,|\d{1,2}[ -][A-Za-z]{3}")
_MONTH_ONLY = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|td|h[1-6]|blockquote)\b[^<>]{0,500}>", re.I)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_LINE_ENDS = re.compile(r"[\t\r\n]+")


class SourceKind(StrEnum):
    """What kind of listing names the stories."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"
    OPML = "opml"


@dataclass(frozen=True)
class Item:
    """One story that a listing names.

    `address` is as `urls.address` writes it. `headline` and `summary` are plain text, `content` is the full text as
    the feed carries it: HTML that nobody has cleaned, to be read by `extract`, never shown. Times are aware and UTC.
    """

    address: str
    headline: str = ""
    summary: str = ""
    content: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    guid: str = ""
    language: str = ""

    @property
    def dated(self) -> datetime | None:
        """When the item was last said to be new: its publication or its update, the later."""
        times = [time for time in (self.published_at, self.updated_at) if time is not None]
        return max(times, default=None)


@dataclass(frozen=True)
class Listing:
    """What was read: `items` newest first, each story once; `feeds` are further listings; `skipped` are sentences."""

    kind: SourceKind
    title: str = ""
    home: str = ""
    items: tuple[Item, ...] = ()
    feeds: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass
class Skips:
    """Counts what is left out and says it in sentences, one a reason, however many items it befell."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, reason: str, times: int = 1) -> None:
        """Count an item that is left out for a reason; the reason is a full sentence."""
        self.counts[reason] += times

    def sentences(self) -> tuple[str, ...]:
        """Such as "3 left out: Only web addresses are kept; ...", the most frequent first."""
        return tuple(f"{count:,} left out: {reason}" for reason, count in self.counts.most_common())


def when(text: str) -> datetime | None:
    """The instant that a listing states, in UTC: RFC 822 with its zones, ISO 8601, also "2023" and "2023-05".

    UTC is taken where no zone is given. None where there is no date, or none that can be read. Never raises.
    """
    text = " ".join(text[: stamps.LONGEST_STAMP].split())
    if _WEEKDAY_DATE.match(text):
        try:
            found = parsedate_to_datetime(text)
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
            return found if found.year >= stamps.EARLIEST else None
        except (ValueError, TypeError, OverflowError, IndexError):
            pass
    if month := _MONTH_ONLY.fullmatch(text):
        text = f"{month[1]}-{month[2] or '01'}-01"
    return stamps.instant(text)[0]


def plain(markup: str) -> str:
    """What a title or a summary says, as one line: tags gone, character references resolved once, white space squeezed.

    Feeds send HTML where they should send text and the reverse; a "<" that opens no tag stays as it is.
    """
    text = _TAG.sub("", _BLOCK.sub(" ", markup)) if "<" in markup else markup
    return squeezed(unescape(text) if "&" in text else text)


def resolved(base: str, reference: str) -> str:
    """The address that a link leads to, in its one form; raises BadAddress with a sentence where it is none.

    White space is treated as browsers do (WHATWG URL): line ends vanish, a space inside becomes %20.
    """
    reference = _LINE_ENDS.sub("", reference.strip())
    if not reference:
        raise BadAddress("The entry has no link.")
    if len(reference) > urls.LONGEST:
        raise BadAddress(f"The address is longer than {urls.LONGEST:,} characters.")
    try:
        return urls.address(urljoin(base, reference.replace(" ", "%20")))
    except ValueError:
        raise BadAddress("The address cannot be read.") from None


def in_order(dates: Iterable[datetime | None]) -> list[int]:
    """The places of items, newest first; one without a date stays behind the item that it stood behind."""
    given = list(dates)
    last = next((date for date in given if date is not None), datetime.max.replace(tzinfo=UTC))
    ranks = []
    for date in given:
        last = date or last
        ranks.append(last)
    return sorted(range(len(given)), key=lambda place: ranks[place], reverse=True)


def gathered(items: Iterator[Item | None], count: int, skips: Skips) -> tuple[Item, ...]:
    """The first MOST_ITEMS of `count` items, each story (by variants.key) once; None is one that was counted already.

    What comes behind them is never read, so that a list of 50,000 costs little more than one of 1,000.
    """
    kept: dict[str, Item] = {}
    read = 0
    for item in items:
        read += 1
        if item is None:
            continue
        name = key(item.address)
        if name in kept:
            skips.add("An entry above leads to the same story.")
            continue
        kept[name] = item
        if len(kept) == MOST_ITEMS:
            break
    if read < count:
        skips.add(f"Only the newest {MOST_ITEMS:,} are kept.", count - read)
    return tuple(kept.values())
