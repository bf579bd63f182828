"""Answers made once for many readers: taken from the shelf while nothing has changed, and not sent to who has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import Response

from storage import queries
from web.deps import Reader
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


def _kept(request: Request, reader: Reader, make: Callable[[], Made]) -> Kept:
    shelf, now = reader.site.shelf, reader.site.clock()
    address = f"{request.url.path}?{request.url.query}"
    state = (0, 0) if reader.operator else queries.state(reader.session)
    found = None if reader.operator else shelf.get(address, state, now)
    if found is None:
        made = make()
        found = Kept(state, now, made.body, {"etag": etag(made.body), **made.headers})
        if not reader.operator:
            shelf.put(address, found)
    return found
