"""The API's side of lineage: blame, history flow, one sentence's life, and the search over all that was ever said."""

import json
import re
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from storage import said as search
from storage.said import Said, Sayer
from tracker import blaming, excerpt
from tracker.blaming import Mark
from tracker.errors import NotFound
from tracker.threads import ThreadId
from web import blame as views
from web import flow as flows
from web import life as lives
from web import said as saying
from web import shape
from web.deps import AMoment, Reader, Reading, StoryId
from web.kept import Made, kept
from web.lineage_answers import BlameAnswer, FlowAnswer, LifeAnswer, MarkAnswer, SaidAnswer, SaidText, SayerAnswer
from web.links import Links

router = APIRouter()

_THREAD = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})")


def a_thread(thread: str) -> ThreadId:
    """A thread as an address writes it, such as 12.3. Raises NotFound for what can be none."""
    found = _THREAD.fullmatch(thread) if thread.isascii() else None
    if found is None:
        raise NotFound(f'this story has no sentence "{thread[:20]}"')
    return ThreadId(int(found[1]), int(found[2]))


AThread = Annotated[ThreadId, Depends(a_thread)]
Words = Annotated[str, Query(max_length=200, description='Words that the text holds; "in quotes" as one phrase.')]
Removed = Annotated[bool, Query(description="Only stories that say it no more.")]
Offset = Annotated[int, Query(ge=0, le=saying.LAST, description="How many stories to pass over; taken from `next`.")]
_Limit = Annotated[int, Query(ge=1, le=100, description="How many stories at the most.")]


@router.get("/stories/{story}/blame", summary="The newest version's blame", response_model=BlameAnswer)
def newest(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """`rowback-blame/1` of the newest version."""
    return blame(request, reader, story_id, views.NEWEST)


@router.get("/stories/{story}/blame/{moment}", summary="Where each word comes from", response_model=BlameAnswer)
def blame(request: Request, reader: Reading, story_id: StoryId, moment: AMoment) -> Response:
    """`rowback-blame/1` of the version that stood at a moment: for each word, when it first stood, what it replaced."""

    def make() -> Made:
        traced = views.trace(reader, story_id, moment)
        told = blaming.as_json(views.excerpted(traced))
        url = reader.site.links.whole(reader.site.links.blame(story_id, traced.blame.version.moment))
        return _made(told | {"url": url, "excerpt": not traced.whole})

    return kept(request, reader, "application/json", make)


@router.get("/stories/{story}/flow", summary="The history flow", response_model=FlowAnswer)
def flow(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """`rowback-flow/1`: every version, and every sentence with the versions that hold it."""

    def make() -> Made:
        url = reader.site.links.whole(reader.site.links.flow(story_id))
        return _made(flows.as_json(reader, story_id) | {"url": url})

    return kept(request, reader, "application/json", make)


@router.get("/stories/{story}/threads/{thread}", summary="The life of a sentence", response_model=LifeAnswer)
def life(request: Request, reader: Reading, story_id: StoryId, thread: AThread) -> Response:
    """`rowback-life/1`: each wording of a sentence, from when until when, what it came from and where it went."""

    def make() -> Made:
        links = reader.site.links
        told = lives.as_json(lives.life(reader, story_id, thread))
        return _made(told | {"url": links.whole(links.life(story_id, thread))})

    return kept(request, reader, "application/json", make)


@router.get("/said", summary="Search all that was ever said", response_model=SaidAnswer)
def said(
    request: Request,
    reader: Reading,
    q: Words = "",
    removed: Removed = False,
    limit: _Limit = search.PAGE,
    offset: Offset = 0,
) -> Response:
    """Stories that say or used to say it, with the texts and the times between which each stood."""

    def make() -> Made:
        links = reader.site.links
        found = saying.asked(reader, q, removed=removed, limit=limit, offset=offset)
        following = None
        if found.more and offset + limit <= saying.LAST:
            given = {"removed": "1"} if removed else {}
            following = links.api("said", q=q, **given, limit=str(limit), offset=str(offset + limit))
        items = [_sayer(reader, links, sayer) for sayer in found.sayers]
        return Made(SaidAnswer(items=items, next=following, cut=found.cut).model_dump_json().encode())

    return kept(request, reader, "application/json", make)


def _sayer(reader: Reader, links: Links, sayer: Sayer) -> SayerAnswer:
    whole = excerpt.whole(sayer.outlet.show, operator=reader.operator)
    return SayerAnswer(
        story=shape.story(links, sayer.story, sayer.outlet, None, whole=whole),
        standing=sayer.standing,
        since=_mark(sayer.since),
        until=_mark(sayer.until) if sayer.until else None,
        texts=[_text(links, sayer, each, operator=reader.operator) for each in sayer.said],
    )


def _text(links: Links, sayer: Sayer, each: Said, *, operator: bool) -> SaidText:
    return SaidText(
        thread=str(each.thread),
        url=links.whole(links.life(sayer.story.id or 0, each.thread)),
        part=each.part,
        text=each.text if saying.shown(sayer, each, operator=operator) else "",
        since=_mark(each.since),
        until=_mark(each.until) if each.until else None,
    )


def _mark(mark: Mark) -> MarkAnswer:
    return MarkAnswer.model_validate(mark.as_json())


def _made(told: object) -> Made:
    return Made(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
