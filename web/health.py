"""How the watching goes, for operators: what is due, how late it is, who is at it, what fails, who asked for peace."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from storage import watching_queries
from storage.watching_queries import Health
from tracker.follow import FollowState
from web import times
from web.deps import Operator, Reading, Site
from web.follow_answers import FailingAnswer, HealthAnswer, HeldAnswer, HourAnswer, LeaseAnswer
from web.kept import page
from web.texts import gettext

router = APIRouter(include_in_schema=False)

#: How long a look may be due before the watching counts as behind. Range: a minute to hours; a host's turn may take
#: a minute or two, and a restart as long.
LATE = timedelta(minutes=15)

#: The height of the busiest hour in the picture, in pixels.
TALL = 72


@dataclass(frozen=True)
class Bar:
    """An hour in the picture: its place and width (per cent), its two parts in pixels, and what it says."""

    x: float
    width: float
    good: int
    bad: int
    title: str


@router.get("/health")
def health(request: Request, asker: Operator, reader: Reading) -> Response:
    """The page."""

    def work() -> dict[str, Any]:
        here, now = reader.site, reader.site.clock()
        found = watching_queries.health(reader.session, now)
        status, said = standing(found, now)
        return {
            "health": found,
            "status": status,
            "said": said,
            "now": now,
            "lag": _lag(found, now),
            "bars": _bars(found),
            "told": _told(found),
            "last_hour": sum(_both(found)[-1:]),
            "last_day": sum(_both(found)),
            "held": here.pace.held(here.ticks()),
            "span": lambda seconds: times.span(timedelta(seconds=seconds)),
        }

    return page(request, asker, reader, "health.html", work)


def answer(here: Site, found: Health, now: datetime) -> HealthAnswer:
    """The same for programs."""
    status, said = standing(found, now)
    begin = now - timedelta(hours=len(found.hours))
    return HealthAnswer(
        status=status,
        said=said,
        **{state.value: count for state, count in found.counts.items()},
        due=found.due,
        lag_seconds=_lag(found, now).total_seconds(),
        next_due_at=found.next_due,
        last_success_at=found.last_success,
        failing=found.failing,
        last_hour=sum(_both(found)[-1:]),
        last_day=sum(_both(found)),
        hours=[
            HourAnswer(begins_at=begin + timedelta(hours=place), found=hour.good, failed=hour.bad)
            for place, hour in enumerate(found.hours)
        ],
        leases=[LeaseAnswer(holder=one.holder, count=one.count, until=one.last) for one in found.leases],
        failures=[
            FailingAnswer(
                outlet=one.outlet.host, count=one.count, since=one.since, problem=one.problem, address=one.address
            )
            for one in found.failures
        ],
        held=[
            HeldAnswer(host=one.host, seconds=round(one.seconds, 1), reason=one.reason)
            for one in here.pace.held(here.ticks())
        ],
    )


def standing(found: Health, now: datetime) -> tuple[str, str]:
    """How the watching goes in a word and a sentence."""
    lag = _lag(found, now)
    if not found.counts[FollowState.WATCHING]:
        return "ok", gettext("Nothing is watched.")
    if lag < LATE:
        return "ok", gettext("All that is due is being looked at.")
    if found.leases:
        return "behind", gettext("Looks are late: the oldest has been due for %(length)s.", length=times.span(lag))
    return "stopped", gettext(
        "Nobody is looking: a look has been due for %(length)s. Is rowback serve or poll running?",
        length=times.span(lag),
    )


def _lag(found: Health, now: datetime) -> timedelta:
    return max(now - found.oldest_due, timedelta(0)) if found.oldest_due else timedelta(0)


def _both(found: Health) -> list[int]:
    return [hour.good + hour.bad for hour in found.hours]


def _bars(found: Health) -> list[Bar]:
    most, step = max(_both(found)) or 1, 100 / len(found.hours)
    made = []
    for place, hour in enumerate(found.hours):
        ago = len(found.hours) - place
        title = (
            gettext(
                "The last hour: looks that found the page: %(good)s, that did not: %(bad)s",
                good=hour.good,
                bad=hour.bad,
            )
            if ago == 1
            else gettext(
                "%(since)s to %(until)s hours ago: looks that found the page: %(good)s, that did not: %(bad)s",
                since=ago,
                until=ago - 1,
                good=hour.good,
                bad=hour.bad,
            )
        )
        made.append(
            Bar(round(place * step, 2), round(step * 0.72, 2), _high(hour.good, most), _high(hour.bad, most), title)
        )
    return made


def _high(count: int, most: int) -> int:
    """A bar's height; one look still shows beside thousands."""
    return max(round(TALL * count / most), 2) if count else 0


def _told(found: Health) -> str:
    both, bad = _both(found), sum(hour.bad for hour in found.hours)
    return gettext(
        "Looks kept in the last %(hours)s hours: %(count)s, in the last hour: %(last)s. %(bad)s did not find the page. "
        "The busiest hour had %(most)s.",
        hours=len(both),
        count=sum(both),
        last=both[-1],
        bad=bad,
        most=max(both),
    )
