"""An outlet's page: its figures as counts with their base, never as a verdict, and the newest that it changed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from storage import front, queries
from storage import outlets as store
from storage.front import Update
from storage.outlets import OutletHistory
from tracker.conduct import Delay, Refused, Share, Tally
from web import front as front_page
from web import times
from web.deps import Reader
from web.reasons import told
from web.texts import gettext, ngettext, number

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
    """An outlet with its counts, and the newest that it changed."""

    history: OutletHistory
    newest: list[Update]


def find(reader: Reader, host: str) -> Found:
    """An outlet with its counts. Raises NotFound."""
    history = store.outlet(reader.session, host, now=reader.site.clock(), operator=reader.operator)
    wanted = front.Wanted(every=True, newest=True, host=host)
    newest = front.updates(reader.session, wanted, operator=reader.operator, limit=NEWEST).items
    return Found(history, newest)


def page(reader: Reader, host: str) -> dict[str, Any]:
    """An outlet's page."""
    found = find(reader, host)
    now = reader.site.clock()
    tally = found.history.tally
    return {
        "found": found,
        "outlet": found.history.outlet,
        "figures": _figures(tally),
        "answers": _answers(tally),
        "share": share(tally.share(tally.silent)),
        "delays": [
            (gettext("Correction delay, from the error’s first appearance"), delay(tally.error_delay)),
            (gettext("Correction delay, from its mending"), delay(tally.mending_delay)),
        ],
        "watched": watched(found.history),
        "rows": front_page.rows(reader, found.newest, now=now),
        "more": reader.site.links.front(outlet=host, show="all", order="newest"),
        "now": now,
    }


def listing(reader: Reader) -> dict[str, Any]:
    """The list of outlets."""
    return {"outlets": queries.outlets(reader.session, operator=reader.operator)}


def _figures(tally: Tally) -> list[Figure]:
    mean = tally.edits_per_story
    edited = ngettext(
        "in %(edited)s of %(num)s story", "in %(edited)s of %(num)s stories", tally.stories, edited=tally.edited
    )
    of_stories = ngettext("the mean of %(num)s story", "the mean of %(num)s stories", tally.stories)
    in_edits = ngettext("in %(num)s edit", "in %(num)s edits", tally.edits)
    owning = ngettext(
        "notices that own up to something, in %(num)s story",
        "notices that own up to something, in %(num)s stories",
        tally.stories,
    )
    return [
        Figure(gettext("Edits"), number(tally.edits), edited),
        Figure(gettext("Edits per story"), "–" if mean is None else number(round(mean, 1)), of_stories),
        Figure(gettext("Headline changes"), number(tally.headlines), in_edits),
        Figure(gettext("Corrections"), number(tally.corrections), owning),
    ]


def _answers(tally: Tally) -> list[Figure]:
    """What became of the changes of substance to what was already said."""
    base = tally.settled
    silent = gettext("of %(base)s: no notice was found in what was kept", base=base)
    if tally.unwatched:
        silent = gettext(
            "of %(base)s: no notice was found in what was kept; after %(unwatched)s of them nobody looked for a day",
            base=base,
            unwatched=tally.unwatched,
        )
    unclear = gettext("of %(base)s: a notice came, and it cannot be told of what it speaks", base=base)
    still_open = gettext("seen less than a day ago, counted nowhere else: a notice may come")
    acknowledged = gettext("of %(base)s: a notice speaks of it", base=base)
    return [
        Figure(gettext("Acknowledged"), number(tally.acknowledged), acknowledged),
        Figure(gettext("Silent"), number(tally.silent), silent),
        Figure(gettext("Unclear"), number(tally.unclear), unclear),
        Figure(gettext("Open"), number(tally.provisional), still_open),
    ]


def share(found: Share | Refused) -> str:
    """The share of silent changes in words, or why none is given."""
    if isinstance(found, Refused):
        return gettext("No share is given: %(reason)s.", reason=told(found.reason))
    percent = round(100 * found.value)
    return gettext("%(percent)s%% silent: %(count)s of %(base)s.", percent=percent, count=found.count, base=found.base)


def delay(found: Delay | Refused) -> str:
    """A median delay in words, or why none is given."""
    if isinstance(found, Refused):
        return gettext("Not given: %(reason)s.", reason=told(found.reason))
    length = times.span(timedelta(seconds=round(found.median.total_seconds())))
    return ngettext(
        "%(length)s, the median of %(num)s correction",
        "%(length)s, the median of %(num)s corrections",
        found.base,
        length=length,
    )


def watched(history: OutletHistory) -> str:
    """How an outlet is watched, in a sentence."""
    if not history.followed and not history.paused:
        return gettext(
            "None of its stories is followed now: what is kept was imported or sent, or is looked at no more."
        )
    followed = ngettext(
        "%(num)s story is looked at again and again.",
        "%(num)s stories are looked at again and again.",
        history.followed,
    )
    paused = ngettext("%(num)s is paused.", "%(num)s are paused.", history.paused) if history.paused else ""
    return f"{followed} {paused}".rstrip()
