"""Signing in with a link that works once, and signing out again."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from storage import access
from tracker.errors import Refused
from web.deps import Asking, Here
from web.sessions import same_site

router = APIRouter(include_in_schema=False)

_NO_STORE = {"cache-control": "no-store"}


@router.get("/signin")
def signin_page(here: Here, key: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """A form with one button: merely looking at the link must not use it up, as link previews do."""
    return HTMLResponse(here.renderer.render("signin.html", key=key), headers=_NO_STORE)


@router.post("/signin")
def sign_in(request: Request, here: Here, key: Annotated[str, Form(max_length=200)]) -> Response:
    """Use the link up and open a session. Raises Refused when it has been used, is over or was never made."""
    same_site(request, here.links.origin)
    handle = access.redeem(here.database, key, now=here.clock())
    if handle is None:
        raise Refused("This link no longer works: it is good once, for 10 minutes. `rowback login` prints a new one.")
    response = RedirectResponse(here.links.front(), 303, headers=_NO_STORE)
    here.sessions.open(response, handle)
    return response


@router.post("/signout")
def sign_out(request: Request, here: Here, asking: Asking, token: Annotated[str, Form(max_length=400)]) -> Response:
    """Close the session, here and wherever a copy of its cookie may be."""
    same_site(request, here.links.origin)
    if asking.handle:
        here.sessions.check_form(asking.handle, token)
        access.end(here.database, asking.handle)
    response = RedirectResponse(here.links.front(), 303, headers=_NO_STORE)
    here.sessions.close(response)
    return response
