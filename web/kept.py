"""Answers made once for many readers: taken from the shelf while nothing has changed, and not sent to who has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from storage import queries
from web import texts
from web.deps import Asker, Reader, Site
from web.shelf import Kept, etag, has_it


@dataclass(frozen=True)
class Made:
    """A body that was made, and headers beside its tag."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def kept(request: Request, reader: Reader, media_type: str, make: Callable[[], Made]) -> Response:
    """The answer to a request, or 304 where the asker names its tag. An operator's is made anew and never kept."""
    found = _kept(request, reader, make)
    if has_it(request, found.headers["etag"]):
        return Response(status_code=304, headers=found.headers)
    return Response(found.body, headers=found.headers, media_type=media_type)


def page(request: Request, asker: Asker, reader: Reader, name: str, work: Callable[[], Mapping[str, Any]]) -> Response:
    """A page. `work` finds what it shows; for readers it is done again only when something has changed."""
    site = reader.site
    return kept(request, reader, "text/html", lambda: Made(drawn(site, asker, name, work()).encode()))


def drawn(site: Site, asker: Asker, name: str, shown: Mapping[str, Any]) -> str:
    """A template filled in, in the frame that who asks is to see."""
    token = site.sessions.form_token(asker.handle) if asker.handle else ""
    frame = {"signed_in": bool(asker.handle), "form_token": token, "called": asker.called}
    return site.renderer.render(name, **frame, **shown)


def _kept(request: Request, reader: Reader, make: Callable[[], Made]) -> Kept:
    shelf, now = reader.site.shelf, reader.site.clock()
    address = f"{texts.spoken().prefix} {texts.language()} {request.url.path}?{request.url.query}"
    state = (0, 0) if reader.operator else queries.state(reader.session)
    found = None if reader.operator else shelf.get(address, state, now)
    if found is None:
        made = make()
        found = Kept(state, now, made.body, {"etag": etag(made.body), **made.headers})
        if not reader.operator:
            shelf.put(address, found)
    return found
