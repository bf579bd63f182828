"""An outlet's page: its figures as counts with their base, never as a verdict, and the newest that it changed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from storage import front, queries
from storage.front import OutletHistory, Update
from tracker import conduct, dated
from tracker.conduct import Delay, Refused, Share, Tally
from web import front as front_page
from web import times
from web.deps import Reader
from web.render import plural
from web.texts import number

#: The newest updates of an outlet that its page shows. Range 3 to 30.
NEWEST = 10


@dataclass(frozen=True)
class Figure:
    """A count with what it is of and on which base."""

    name: str
    count: str
    base: str


@dataclass(frozen=True)
class Found:
    """An outlet, what was counted, and the newest that it changed."""

    history: OutletHistory
    tally: Tally
    versions: int
    newest: list[Update]

    @property
    def partly(self) -> bool:
        """Whether not all of its stories are counted."""
        return self.tally.stories < self.history.stories


def find(reader: Reader, host: str) -> Found:
    """An outlet with its counts. Raises NotFound."""
    history = front.outlet(reader.session, host, operator=reader.operator)
    now = reader.site.clock()
    tally = conduct.of_outlet(conduct.of_story(dated.dated(rows), now=now) for rows in history.counted)
    wanted = front.Wanted(every=True, newest=True, host=host)
    newest = front.updates(reader.session, wanted, operator=reader.operator, limit=NEWEST).items
    return Found(history, tally, sum(map(len, history.counted)), newest)


def page(reader: Reader, host: str) -> dict[str, Any]:
    """An outlet's page."""
    found = find(reader, host)
    now = reader.site.clock()
    tally = found.tally
    return {
        "found": found,
        "outlet": found.history.outlet,
        "figures": _figures(tally),
        "answers": _answers(tally),
        "share": share(tally.share(tally.silent)),
        "delays": [
            ("from the error’s first appearance", delay(tally.error_delay)),
            ("from its mending", delay(tally.mending_delay)),
        ],
        "watched": watched(found.history),
        "rows": front_page.rows(found.newest, operator=reader.operator, now=now),
        "more": reader.site.links.front(outlet=host, show="all", order="newest"),
        "now": now,
    }


def listing(reader: Reader) -> dict[str, Any]:
    """The list of outlets."""
    return {"outlets": queries.outlets(reader.session, operator=reader.operator)}


def _figures(tally: Tally) -> list[Figure]:
    mean = tally.edits_per_story
    stories = plural(tally.stories, "story", "stories")
    return [
        Figure("Edits", number(tally.edits), f"in {number(tally.edited)} of {stories}"),
        Figure("Edits per story", "–" if mean is None else f"{mean:.1f}", f"the mean of {stories}"),
        Figure("Headline changes", number(tally.headlines), f"in {plural(tally.edits, 'edit')}"),
        Figure("Corrections", number(tally.corrections), f"notices that own up to something, in {stories}"),
    ]


def _answers(tally: Tally) -> list[Figure]:
    """What became of the changes of substance to what was already said."""
    base = f"of {number(tally.settled)}"
    unwatched = f"; after {number(tally.unwatched)} of them nobody looked for a day" if tally.unwatched else ""
    return [
        Figure("Acknowledged", number(tally.acknowledged), f"{base}: a notice speaks of it"),
        Figure("Silent", number(tally.silent), f"{base}: no notice was found in what was kept{unwatched}"),
        Figure("Unclear", number(tally.unclear), f"{base}: a notice came, and it cannot be told of what it speaks"),
        Figure("Open", number(tally.provisional), "seen less than a day ago, counted nowhere else: a notice may come"),
    ]


def share(found: Share | Refused) -> str:
    """The share of silent changes in words, or why none is given."""
    if isinstance(found, Refused):
        return f"No share is given: {found.reason}."
    return f"{round(100 * found.value)}% silent: {number(found.count)} of {number(found.base)}."


def delay(found: Delay | Refused) -> str:
    """A median delay in words, or why none is given."""
    if isinstance(found, Refused):
        return f"Not given: {found.reason}."
    whole = timedelta(seconds=round(found.median.total_seconds()))
    return f"{times.span(whole)}, the median of {plural(found.base, 'correction')}"


def watched(history: OutletHistory) -> str:
    """How an outlet is watched, in a sentence."""
    if not history.followed and not history.paused:
        return "None of its stories is followed now: what is kept was imported or sent, or is looked at no more."
    paused = f"; {plural(history.paused, 'is', 'are')} paused" if history.paused else ""
    return f"{plural(history.followed, 'story is', 'stories are')} looked at again and again{paused}."
