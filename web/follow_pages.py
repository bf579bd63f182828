"""The operators' pages about watching: what is followed, one follow, adding another, and deciding about folds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from storage import watching_queries
from storage.follows import Follows
from storage.watching_queries import Followed, FollowHistory, Looked, Sought
from tracker import excerpt
from tracker.errors import BadInput
from tracker.fetching.listing import SourceKind
from tracker.fetching.opml import Outline, write_opml
from tracker.fetching.polite import host_of
from tracker.follow import FollowKind, FollowState
from web import adding, views, watching
from web.adding import Asked
from web.deps import Asker, FollowId, Here, Operator, Reader, Reading, Sender, Site, number
from web.kept import drawn, page
from web.texts import N_, gettext

router = APIRouter(include_in_schema=False)


class Steer(StrEnum):
    """What an operator can do with a follow."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    NOW = "now"


_STEERS = {
    Steer.PAUSE: (FollowState.PAUSED, "paused by an operator"),
    Steer.RESUME: (FollowState.WATCHING, "watched again, by an operator"),
    Steer.STOP: (FollowState.STOPPED, "stopped by an operator"),
    Steer.NOW: (FollowState.WATCHING, "due now, by an operator"),
}

_OUTLINES = {
    FollowKind.FEED: SourceKind.FEED,
    FollowKind.SITEMAP: SourceKind.SITEMAP,
    FollowKind.SECTION: SourceKind.SECTION,
}

_Short = Annotated[str, Query(max_length=200)]
_Key = Annotated[int, Form(ge=1, lt=2**31)]


@dataclass(frozen=True)
class Row:
    """A look of a follow's page, in words."""

    looked: Looked
    outcome: str
    reason: str


def sought(
    state: Literal["", "watching", "paused", "let_go", "stopped"] = "",
    kind: Literal["", "story", "feed", "sitemap", "section"] = "",
    failing: Literal["", "1"] = "",
    outlet: _Short = "",
    q: _Short = "",
) -> Sought:
    """The follows that an address asks for."""
    return Sought(FollowState(state) if state else None, FollowKind(kind) if kind else None, bool(failing), outlet, q)


Wanted = Annotated[Sought, Depends(sought)]


def asked_for(wanted: Sought) -> dict[str, str]:
    """The same as the address says it."""
    given = {
        "state": wanted.state or "",
        "kind": wanted.kind or "",
        "failing": "1" if wanted.failing else "",
        "outlet": wanted.outlet,
        "q": wanted.words,
    }
    return {name: str(value) for name, value in given.items() if value}


@router.get("/follows")
def follows(
    request: Request,
    asker: Operator,
    reader: Reading,
    wanted: Wanted,
    cursor: Annotated[str, Query(max_length=20)] = "",
    added: Annotated[int | None, Query(ge=0, le=10_000)] = None,
    known: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Response:
    """What is followed, the newest first."""

    def work() -> dict[str, Any]:
        listing = watching_queries.follows(reader.session, wanted, cursor=cursor)
        return {
            "listing": listing,
            "wanted": wanted,
            "asked": asked_for(wanted),
            "cursor": cursor,
            "added": added,
            "known": known,
            **_frame(reader.site),
        }

    return page(request, asker, reader, "follows.html", work)


@router.get("/follows/new")
def new(
    request: Request, asker: Operator, reader: Reading, address: Annotated[str, Query(max_length=4000)] = ""
) -> Response:
    """The form in which an address is pasted."""
    return page(request, asker, reader, "follow_new.html", lambda: _form(reader.site, Asked(address=address)))


@router.get("/follows/preview")
def no_preview(_: Operator, here: Here) -> RedirectResponse:
    """A preview belongs to a form that was sent; whoever comes to its address begins anew."""
    return RedirectResponse(here.links.follows() + "/new", 303)


@router.post("/follows/preview")
def preview(asker: Sender, here: Here, asked: Annotated[Asked, Form()]) -> HTMLResponse:
    """What an address offers; nothing is followed yet."""
    try:
        found = adding.previewed(here, asked)
    except BadInput as error:
        return _again(here, asker, asked, error)
    return HTMLResponse(drawn(here, asker, "follow_new.html", _form(here, asked, found)))


@router.post("/follows/opml")
def upload(asker: Sender, here: Here, file: UploadFile) -> HTMLResponse:
    """What an OPML file offers; nothing is followed yet."""
    asked = Asked()
    try:
        # One byte more than may be: then it is known to be too large, and no more of it is read.
        found = adding.of_file(file.file.read(adding.LARGEST_OPML + 1), file.content_type or "", asked)
    except BadInput as error:
        return _again(here, asker, asked, error, where="file")
    return HTMLResponse(drawn(here, asker, "follow_new.html", _form(here, asked, found)))


@router.post("/follows")
def save(asker: Sender, here: Here, asked: Annotated[Asked, Form()]) -> Response:
    """Follow what was offered. Where the address is another one by now, it is looked at first."""
    if asked.address.strip() != asked.seen.strip():
        return preview(asker, here, asked)
    try:
        done = adding.follow(here, adding.wanted(asked.lines, adding.rule(asked)))
    except BadInput as error:
        return _again(here, asker, asked, error)
    if len(done) == 1:
        said = "new" if done[0].new else "known"
        return RedirectResponse(here.links.follow(done[0].id, said=said), 303)
    count = sum(one.new for one in done)
    return RedirectResponse(here.links.follows(added=str(count), known=str(len(done) - count)), 303)


@router.get("/follows.opml")
def export(_: Operator, here: Here, reader: Reading) -> Response:
    """The lists that are followed, as feed readers and `rowback add` take them."""
    found = watching_queries.lists(reader.session)
    lines = [Outline(one.address, one.title, kind=_OUTLINES[one.kind]) for one in found if one.kind in _OUTLINES]
    made = write_opml(lines, title="Followed by Rowback", made_at=here.clock())
    headers = {"content-disposition": 'attachment; filename="rowback-follows.opml"'}
    return Response(made, headers=headers, media_type="text/x-opml")


@router.get("/follows/{follow}")
def follow(
    request: Request, asker: Operator, reader: Reading, follow_id: FollowId, said: Literal["", "new", "known"] = ""
) -> Response:
    """One follow: its looks, what was folded and why, what its outlet's pages taught."""

    def work() -> dict[str, Any]:
        history = watching_queries.follow(reader.session, follow_id)
        return {"said": said, **_one(reader, history)}

    return page(request, asker, reader, "follow.html", work)


@router.post("/follows/{follow}/{steer}")
def steered(
    _: Sender, here: Here, follow_id: FollowId, steer: Steer, asked: Annotated[str | None, Form(max_length=1000)] = None
) -> RedirectResponse:
    """Pause, resume, stop or look now. `asked` is the list that the button stood in, by its filters."""
    steered_by(here, follow_id, steer)
    if asked is None:
        return RedirectResponse(here.links.follow(follow_id), 303)
    filters = dict(parse_qsl(asked)[:10])
    return RedirectResponse(f"{here.links.follows(**filters)}#f{follow_id}", 303)


def steered_by(here: Site, follow_id: int, steer: Steer) -> None:
    """Do with a follow what an operator wants. Raises NotFound."""
    state, why = _STEERS[steer]
    Follows(here.database).set_state(follow_id, state, why=why, now=here.clock())


@router.post("/captures/{capture}/overrule")
def overrule(
    sender: Sender,
    here: Here,
    capture: str,
    value: Annotated[Literal["yes", "no"], Form()],
    follow: Annotated[int | None, Form(ge=1, lt=2**31)] = None,
) -> RedirectResponse:
    """Let a capture count as it was read, though it was folded; or no longer."""
    story = here.store.overrule(number(capture), value, made_by=by(sender.name), made_at=here.clock())
    target = here.links.follow(follow) + "#folds" if follow else here.links.story(story)
    return RedirectResponse(target, 303)


@router.post("/lessons/{lesson}/unlearn")
def unlearn(
    sender: Sender, here: Here, lesson: str, value: Annotated[Literal["yes", "no"], Form()], follow: _Key
) -> RedirectResponse:
    """Let a lesson count no longer; or again."""
    here.store.unlearn(number(lesson), value, made_by=by(sender.name), made_at=here.clock())
    return RedirectResponse(here.links.follow(follow) + "#lessons", 303)


def by(name: str) -> str:
    """Who decided, as it is written down."""
    return "an operator, on the pages" if name == "session" else name


def _frame(here: Site) -> dict[str, Any]:
    return {
        "now": here.clock(),
        "states": watching.STATES,
        "kinds": watching.KINDS,
        "note": watching.note,
        "due": watching.due,
    }


def _form(
    here: Site, asked: Asked, found: adding.Preview | None = None, error: str = "", where: str = ""
) -> dict[str, Any]:
    return {"asked": asked, "found": found, "error": error, "where": where, **_frame(here)}


def _again(here: Site, asker: Asker, asked: Asked, error: BadInput, where: str = "address") -> HTMLResponse:
    """The form once more, with what was wrong and all that was filled in."""
    shown = _form(here, asked, error=watching.sentence(str(error)), where=where)
    return HTMLResponse(drawn(here, asker, "follow_new.html", shown), 400)


def _one(reader: Reader, history: FollowHistory) -> dict[str, Any]:
    here, item = reader.site, history.item
    whole = excerpt.whole(item.outlet.show, operator=True)
    return {
        "history": history,
        "item": item,
        "rule": told_rule(item),
        "rows": [_row(looked) for looked in history.looks],
        "folds": [views.fold(aside, whole=whole) for aside in history.folds],
        "overruled": [_row(looked) for looked in history.overruled],
        "signs": watching.SIGNS,
        "lesson_kinds": watching.LESSONS,
        "held": here.pace.waiting(host_of(item.follow.at), here.ticks()),
        **_frame(here),
    }


def _row(looked: Looked) -> Row:
    capture, verdict = looked.capture, looked.verdict
    reason = capture.facts.get("reason", "") or (verdict.reason if verdict else "")
    return Row(looked, watching.outcome(looked), watching.sentence(reason))


def told_rule(item: Followed) -> list[tuple[str, str]]:
    """A follow's rule, field by field."""
    rule = item.follow.rule
    lists = [(name, ", ".join(map(str, rule[name]))) for name in ("any", "all", "none") if rule.get(name)]
    labels = {"any": N_("With any of"), "all": N_("With all of"), "none": N_("With none of")}
    told = [(gettext(labels[name]), text) for name, text in lists]
    if rule.get("address"):
        told.append((gettext("Addresses like"), str(rule["address"])))
    if rule.get("developing_only"):
        told.append((gettext("Only"), gettext("while it says that it is developing")))
    if rule.get("max_age_hours"):
        told.append((gettext("At the most"), gettext("%(hours)s hours old", hours=rule["max_age_hours"])))
    if rule.get("cap"):
        told.append((gettext("At the most"), gettext("%(count)s stories of an outlet at once", count=rule["cap"])))
    return told
