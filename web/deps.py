"""Who asks, and with which door of the database: what every page and every API answer begins with."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Form, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from storage import access
from storage.archive import Store
from storage.database import Database, Session
from tracker import moments
from tracker.errors import BadInput, NotFound
from tracker.fetching.manners import Pace
from tracker.fetching.outcomes import Answer, Failed, Why
from tracker.moments import Moment
from tracker.settings import Settings
from web import texts
from web.errors import NotSignedIn
from web.links import Links
from web.render import Renderer
from web.sessions import Sessions, same_site
from web.shelf import Shelf

Clock = Callable[[], datetime]

#: The clock of Site.pace: monotonic seconds.
Ticks = Callable[[], float]

#: The way to the network: one guarded, polite look at an address.
Ask = Callable[[str], Answer]


def now() -> datetime:
    """The clock of the program; tests hand the application another one."""
    return datetime.now(UTC)


def ticks() -> float:
    """The monotonic clock by which hosts' turns are kept (tracker/fetching/polite.py)."""
    return time.monotonic()


def asks_nobody(address: str) -> Answer:
    """The way to the network of an application that has none."""
    return Failed(address, Why.NOT_YET, "This Rowback fetches nothing: it was started without a way to the network.")


@dataclass(frozen=True)
class Site:
    """What one running application consists of."""

    settings: Settings
    database: Database
    store: Store
    sessions: Sessions
    links: Links
    renderer: Renderer
    shelf: Shelf
    clock: Clock
    ask: Ask
    pace: Pace
    ticks: Ticks


def site(request: Request) -> Site:
    """The application's parts; its addresses keep the language that the reader chose."""
    found = request.app.state.site
    assert isinstance(found, Site)
    prefix = texts.spoken().prefix
    return replace(found, links=found.links.within(prefix)) if prefix else found


@dataclass(frozen=True)
class Asker:
    """Who asks: a reader, or an operator by token or by a signed-in browser (then with its session's handle).

    `called` is the name that whoever is signed in gave for remarks; "" where none was given yet.
    """

    operator: bool = False
    name: str = ""
    handle: str = ""
    called: str = ""


_bearer = HTTPBearer(auto_error=False, description="A token made with `rowback token create NAME`.")

Here = Annotated[Site, Depends(site)]
Shown = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def asker(request: Request, here: Here, shown: Shown) -> Asker:
    """Who asks. Raises NotSignedIn for a token that does not work: a program should learn that, not read less."""
    if shown is not None:
        name = access.holder(here.database, shown.credentials, now=here.clock())
        if name is None:
            raise NotSignedIn("This token does not work: it is unknown or revoked.")
        request.state.private = True
        return Asker(True, f"token {name}")
    handle = here.sessions.handle(request)
    if handle is None:
        return Asker()
    with here.database.read() as session:
        stands = access.stands(session, handle, now=here.clock())
    request.state.private = stands
    return Asker(True, "session", handle, here.sessions.name(request)) if stands else Asker()


Asking = Annotated[Asker, Depends(asker)]


@dataclass(frozen=True)
class Reader:
    """A reader at the door that reads: a session that sees one consistent state, and who asks."""

    session: Session
    operator: bool
    site: Site


def reader(here: Here, asking: Asking) -> Iterator[Reader]:
    """Open the reading door for one request."""
    with here.database.read() as session:
        yield Reader(session, asking.operator, here)


Reading = Annotated[Reader, Depends(reader, scope="function")]


def operator(request: Request, here: Here, asking: Asking) -> Asker:
    """An operator; raises NotSignedIn for anyone else, and Refused for what another site had a browser send."""
    if not asking.operator:
        raise NotSignedIn()
    if asking.handle and request.method not in ("GET", "HEAD"):
        same_site(request, here.links.origin, strict=True)
    return asking


Operating = Depends(operator)

Operator = Annotated[Asker, Depends(operator)]


def sender(here: Here, operator: Operator, token: Annotated[str, Form(max_length=400)] = "") -> Asker:
    """The operator who sent a form of ours. Raises Refused for a form that was not made for this session."""
    if operator.handle:
        here.sessions.check_form(operator.handle, token)
    return operator


Sender = Annotated[Asker, Depends(sender)]

#: Keys are 32 bits on PostgreSQL; nothing beyond is a story's.
_LARGEST_ID = 2**31 - 1


def story_id(story: str) -> int:
    """The number of a story as an address writes it. Raises NotFound for what can be none."""
    if (found := _number(story)) is None:
        raise NotFound(f'there is no story "{story[:20]}"')
    return found


def follow_id(follow: str) -> int:
    """The number of a follow as an address writes it. Raises NotFound for what can be none."""
    if (found := _number(follow)) is None:
        raise NotFound(f'nothing is followed under "{follow[:20]}"')
    return found


def number(text: str) -> int:
    """The number of a capture or a lesson as an address writes it. Raises NotFound for what can be none."""
    if (found := _number(text)) is None:
        raise NotFound(f'there is nothing numbered "{text[:20]}"')
    return found


def _number(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) <= 10 and 0 < int(text) <= _LARGEST_ID:
        return int(text)
    return None


def moment(moment: str) -> Moment:
    """A moment as an address writes it. Raises BadTime."""
    return moments.parse(moment)


def two_moments(pair: str) -> tuple[Moment, Moment]:
    """Two moments with two dots between them. Raises BadInput."""
    old, dots, new = pair.partition("..")
    if not dots:
        raise BadInput(f'"{pair[:40]}" is no comparison; write it as MOMENT..MOMENT')
    return moment(old), moment(new)


StoryId = Annotated[int, Depends(story_id)]
FollowId = Annotated[int, Depends(follow_id)]
AMoment = Annotated[Moment, Depends(moment)]
TwoMoments = Annotated[tuple[Moment, Moment], Depends(two_moments)]
