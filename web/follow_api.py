"""The API's side of watching: list what is followed, follow more, steer it, and tell how it goes. For operators."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from storage import queries, watching_queries
from storage.watching_queries import Followed, Sought
from tracker import offer
from tracker.fetching import urls
from tracker.follow import FollowKind, FollowState
from tracker.following import Rule
from tracker.watchlist import ToFollow
from web import adding, follow_pages
from web.adding import to_follow
from web.answers import Problem
from web.deps import FollowId, Here, Operating, Reader, Reading
from web.follow_answers import AddedAnswer, FollowAnswer, FollowList, FollowsAdded, FollowWanted, HealthAnswer
from web.follow_pages import Steer
from web.health import answer
from web.links import Links

_REFUSED: dict[int | str, dict[str, Any]] = {403: {"model": Problem, "description": "Sent by another site's page."}}

router = APIRouter(dependencies=[Operating])

#: What of a follow is answered as it is kept.
_AS_KEPT = {
    "kind", "address", "at", "state", "why", "listed_by", "added_at", "due_at", "checks", "checked_at", "seen_at",
    "failures", "failing_since", "problem",
}  # fmt: skip

_Limit = Annotated[int, Query(ge=1, le=200, description="How many at the most.")]
_Cursor = Annotated[str, Query(max_length=20, description="Where the page begins; taken from `next`.")]
_Words = Annotated[str, Query(max_length=200, description="Only those whose title, address or text holds these words.")]
_Outlet = Annotated[str, Query(max_length=200, description="Only those of outlets whose host or name holds this.")]


@router.get("/follows", summary="List what is followed", response_model=FollowList)
def follows(
    reader: Reading,
    state: FollowState | None = None,
    kind: FollowKind | None = None,
    failing: bool = False,
    outlet: _Outlet = "",
    q: _Words = "",
    cursor: _Cursor = "",
    limit: _Limit = queries.PAGE,
) -> FollowList:
    """What is followed, the newest first. For operators."""
    return listed(reader, Sought(state, kind, failing, outlet, q), cursor, limit)


def listed(reader: Reader, wanted: Sought, cursor: str, limit: int = queries.PAGE) -> FollowList:
    """A page of what is followed. Raises BadInput for a bad cursor."""
    found = watching_queries.follows(reader.session, wanted, cursor=cursor, limit=limit)
    links = reader.site.links
    asked = follow_pages.asked_for(wanted) | {"cursor": found.next or "", "limit": str(limit)}
    following = links.api("follows", **asked) if found.next else None
    return FollowList(items=[follow_answer(links, item) for item in found.items], next=following, total=found.total)


@router.post("/follows", summary="Follow something", response_model=FollowsAdded, responses=_REFUSED)
def add(here: Here, wanted: FollowWanted) -> FollowsAdded:
    """Follow a story or a list, due at once. What is followed already is not followed twice. For operators."""
    address = urls.address(wanted.address)
    said, found = f"Followed as a {wanted.kind}.", _of_kind(wanted, address)
    if not found:
        offered = offer.offer(here.ask, address, rule=wanted.rule)
        said, found = offered.said, list(offered.wanted)
    added = adding.follow(here, found)
    with here.database.read() as session:
        items = watching_queries.followed(session, [one.id for one in added])
    answers = [AddedAnswer(new=one.new, follow=follow_answer(here.links, items[one.id])) for one in added]
    return FollowsAdded(said=said, items=answers)


@router.get("/follows/{follow}", summary="One follow", response_model=FollowAnswer)
def follow(reader: Reading, follow_id: FollowId) -> FollowAnswer:
    """One story or list that is followed, and how it stands. For operators."""
    return follow_answer(reader.site.links, watching_queries.one(reader.session, follow_id))


@router.post(
    "/follows/{follow}/{steer}", summary="Steer what is followed", response_model=FollowAnswer, responses=_REFUSED
)
def steer(here: Here, follow_id: FollowId, steer: Literal["pause", "resume", "stop", "now"]) -> FollowAnswer:
    """Pause it, resume it, stop it, or have it looked at now. For operators."""
    follow_pages.steered_by(here, follow_id, Steer(steer))
    with here.database.read() as session:
        return follow_answer(here.links, watching_queries.one(session, follow_id))


@router.get("/health", summary="How the watching goes", response_model=HealthAnswer)
def health(reader: Reading) -> HealthAnswer:
    """What is due and how late, who is at it, what fails, and which hosts are left alone. For operators."""
    now = reader.site.clock()
    return answer(reader.site, watching_queries.health(reader.session, now), now)


def _of_kind(wanted: FollowWanted, address: str) -> list[ToFollow]:
    return [to_follow(wanted.kind, address, wanted.rule)] if wanted.kind else []


def follow_answer(links: Links, item: Followed) -> FollowAnswer:
    """A follow for programs."""
    found = item.follow
    return FollowAnswer(
        id=item.id,
        url=links.whole(links.follow(item.id)),
        title=item.title,
        outlet=item.outlet.host,
        story=links.whole(links.story(found.story_id)) if found.story_id else None,
        rule=Rule.model_validate(found.rule),
        **found.model_dump(include=_AS_KEPT),
    )
