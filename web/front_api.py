"""The API's side of the front page and of the outlets: updates as ranked and filtered, an outlet's counts."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from storage import front, queries
from storage.front import Update
from tracker import excerpt, weight
from tracker.conduct import Delay, Refused
from tracker.kinds.model import Kind
from tracker.silence import Answer
from web import front as front_page
from web import outlets, shape
from web.answers import ChangeAnswer, OutletAnswer, StoryAnswer
from web.deps import Reader, Reading
from web.front import Filters
from web.kept import Made, kept
from web.links import Links

router = APIRouter()

_Limit = Annotated[int, Query(ge=1, le=200, description="How many at the most.")]
_Cursor = Annotated[str, Query(max_length=100, description="Where the page begins; taken from `next`.")]


class UpdateFlag(BaseModel):
    """A change of an update to what was already said, and whether a notice on it was found: an observation."""

    change: int = Field(description="Its place among that version's `changes`, from 0.")
    answer: Answer = Field(description="`silent`: no notice on it was found in what was kept.")
    said: str = Field(description="What the change did.")
    provisional: bool = Field(description="True until `provisional_until`, where no notice speaks of it yet.")
    provisional_until: datetime


class UpdateAnswer(BaseModel):
    """A version that changed a story, in a sentence, with the weightiest thing that it changed."""

    story: StoryAnswer
    number: int
    moment: str = Field(description="Its permanent name.")
    previous: str | None
    url: str = Field(description="Where it is compared with the version before.")
    not_before_at: datetime | None
    first_seen_at: datetime
    words_added: int
    words_removed: int
    told: str = Field(description="What it changed, in a sentence.")
    kinds: list[Kind]
    substantive: bool
    points: float = Field(description="How much it matters before any fading; see ROWBACK_WEIGHTS.")
    flags: list[UpdateFlag] = Field(description="Its changes to what was said, and whether a notice was found.")
    alike: int = Field(description="How many other updates of this story fit as well.")
    weightiest: ChangeAnswer | None


class UpdatesAnswer(BaseModel):
    """A page of updates, of each story the foremost."""

    items: list[UpdateAnswer]
    next: str | None = Field(description="Address of the next page, null on the last.")
    total: int = Field(description="How many updates fit in all.")
    stories: int = Field(description="Of how many stories.")


class DelayAnswer(BaseModel):
    """A median delay; `seconds` is null, and `why` says why, where there are too few."""

    seconds: float | None
    base: int | None
    why: str | None


class CountsAnswer(BaseModel):
    """What was counted over all of its `stories` stories with their `versions` versions.

    `altered` are changes of substance to what was already said: acknowledged, silent, unclear, or still provisional;
    `settled` is all but the provisional. `silent_share` is null, and `why` says why, below 20 settled changes.
    """

    stories: int
    versions: int
    edits: int
    edited: int
    edits_per_story: float | None
    headlines: int
    altered: int
    settled: int
    acknowledged: int
    silent: int
    unwatched: int
    unclear: int
    provisional: int
    corrections: int
    updates: int
    silent_share: float | None
    why: str | None
    error_delay: DelayAnswer
    mending_delay: DelayAnswer


class OutletCounts(OutletAnswer):
    """An outlet with its counts and the newest that it changed."""

    url: str
    stories: int
    edited: int = Field(description="Stories that were seen to change.")
    versions: int
    followed: int = Field(description="Stories that are looked at again and again.")
    counted: CountsAnswer
    newest: list[UpdateAnswer]


@router.get("/updates", summary="List updates", response_model=UpdatesAnswer)
def updates(
    request: Request, reader: Reading, filters: Filters, cursor: _Cursor = "", limit: _Limit = queries.PAGE
) -> Response:
    """What changed that matters, as the front page has it: of each story the foremost update that fits."""

    def make() -> Made:
        now = reader.site.clock()
        wanted = filters.wanted(now)
        found = front.updates(reader.session, wanted, cursor=cursor, operator=reader.operator, limit=limit)
        links, following = reader.site.links, None
        if found.next:
            following = links.api("updates", **filters.given(), cursor=found.next, limit=str(limit))
        items = [_update(links, item, operator=reader.operator, now=now) for item in found.items]
        told = UpdatesAnswer(items=items, next=following, total=found.total, stories=found.stories)
        return Made(told.model_dump_json().encode())

    return kept(request, reader, "application/json", make)


@router.get("/outlets/{host}", summary="One outlet with its counts", response_model=OutletCounts)
def outlet(request: Request, reader: Reading, host: str) -> Response:
    """An outlet: what was counted, each with its base, and its newest updates."""
    return kept(request, reader, "application/json", lambda: Made(_outlet(reader, host).model_dump_json().encode()))


def _update(links: Links, item: Update, *, operator: bool, now: datetime) -> UpdateAnswer:
    whole = excerpt.whole(item.outlet.show, operator=operator)
    made = front_page.shown(item, operator=operator)
    foremost = weight.weightiest(made, silent=[flag.ordinal for flag in item.flags if flag.answer is Answer.SILENT])
    story_id = item.story.id or 0
    page = (
        links.compare(story_id, item.previous, item.moment) if item.previous else links.version(story_id, item.moment)
    )
    return UpdateAnswer(
        story=shape.story(links, item.story, item.outlet, item.capture.address, whole=whole),
        number=item.number,
        moment=str(item.moment),
        previous=str(item.previous) if item.previous else None,
        url=links.whole(page),
        not_before_at=item.not_before_at,
        first_seen_at=item.first_seen_at,
        words_added=item.words_added,
        words_removed=item.words_removed,
        told=item.told,
        kinds=front_page.kinds(made),
        substantive=item.substantive,
        points=item.points,
        flags=_flags(item, now),
        alike=item.alike,
        weightiest=shape.changes([foremost])[0] if foremost else None,
    )


def _flags(item: Update, now: datetime) -> list[UpdateFlag]:
    told = [place for place, change in enumerate(item.changes) if not change.minor]
    return [
        UpdateFlag(
            change=told.index(flag.ordinal),
            answer=flag.answer,
            said=flag.said,
            provisional=flag.answer is not Answer.ACKNOWLEDGED and now < flag.due_at,
            provisional_until=flag.due_at,
        )
        for flag in item.flags
    ]


def _outlet(reader: Reader, host: str) -> OutletCounts:
    found = outlets.find(reader, host)
    links, history = reader.site.links, found.history
    return OutletCounts(
        **shape.outlet(history.outlet).model_dump(),
        url=links.whole(links.outlet(host)),
        stories=history.stories,
        edited=history.edited,
        versions=history.versions,
        followed=history.followed,
        counted=_counts(found),
        newest=[_update(links, item, operator=reader.operator, now=reader.site.clock()) for item in found.newest],
    )


def _counts(found: outlets.Found) -> CountsAnswer:
    tally = found.history.tally
    share = tally.share(tally.silent)
    plain = {name: getattr(tally, name) for name in CountsAnswer.model_fields if hasattr(tally, name)}
    return CountsAnswer.model_validate(
        plain
        | {
            "versions": found.history.versions,
            "silent_share": None if isinstance(share, Refused) else share.value,
            "why": share.reason if isinstance(share, Refused) else None,
            "error_delay": _delay(tally.error_delay),
            "mending_delay": _delay(tally.mending_delay),
        }
    )


def _delay(found: Delay | Refused) -> DelayAnswer:
    if isinstance(found, Refused):
        return DelayAnswer(seconds=None, base=None, why=found.reason)
    return DelayAnswer(seconds=found.median.total_seconds(), base=found.base, why=None)
