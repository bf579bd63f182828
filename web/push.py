"""Captures sent by programs: lines of JSON in the body of a request, kept batch by batch while they arrive."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from tracker import intake
from tracker.errors import StoreFailed
from tracker.fetching import jsonlines
from tracker.model import Via
from web.answers import LineError, PartlyPushed, Problem, Pushed
from web.deps import Here, Operating, Site

router = APIRouter()

MEDIA_TYPE = "application/x-ndjson"

#: Lines that are taken together, and their bytes together, whichever is first: what one request holds in memory.
BATCH_LINES = intake.BATCH
BATCH_BYTES = 8 * 2**20

#: Lines told apart in an answer that could not be taken; beyond, they are only counted.
MOST_ERRORS = 1000

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "JSON Lines: one capture a line, as `rowback import` takes them.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}

Zone = Annotated[str, Query(max_length=64, description="Time zone of times that state none, such as Europe/London.")]


@router.post(
    "/captures",
    summary="Send captures",
    dependencies=[Operating],
    response_model=Pushed,
    openapi_extra=_BODY,
    responses={
        403: {"model": Problem, "description": "Sent by another site's page."},
        413: {"model": Problem, "description": "The body is larger than this server takes."},
        415: {"model": Problem, "description": f"The body is not {MEDIA_TYPE}."},
        422: {"model": PartlyPushed, "description": "Some lines could not be taken; the others are kept."},
        503: {"model": Problem, "description": "The record cannot be written now; send the same lines again."},
    },
)
async def captures(request: Request, here: Here, zone: Zone = "") -> JSONResponse:
    """Keep captures. 200 when every line could be taken; 422 when some could not, the others are kept then.

    Sending a line again adds nothing, so that a request that broke off can simply be sent again. For operators.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise HTTPException(415, f"the body must be {MEDIA_TYPE}, one capture a line")
    pusher = Pusher(here, zone)
    async for batch in batches(request.stream()):
        await run_in_threadpool(pusher.take, batch)
    return pusher.answer()


class Pusher:
    """Takes batches of numbered lines, one after another, and counts what became of them."""

    def __init__(self, here: Site, zone: str) -> None:
        self._store = here.store
        self._now = here.clock()
        self._zone = jsonlines.zone(zone) if zone else None
        self._kept = self._known = self._bad = 0
        self._errors: list[LineError] = []

    def take(self, numbered: list[tuple[str, bytes]]) -> None:
        """Keep a batch. Raises StoreFailed, saying how many captures before it are kept."""
        arrivals = intake.from_lines(numbered, via=Via.PUSH, now=self._now, zone=self._zone)
        try:
            tally = intake.take(self._store, arrivals, now=self._now)
        except StoreFailed as error:
            raise StoreFailed(f"{error}; {self._kept + self._known} captures before it are kept") from error
        self._kept += tally.kept
        self._known += tally.known
        self._bad += len(tally.failures)
        room = MOST_ERRORS - len(self._errors)
        self._errors += [LineError(line=int(fail.where), message=fail.why) for fail in tally.failures[:room]]

    def answer(self) -> JSONResponse:
        """What became of all lines."""
        pushed = Pushed(kept=self._kept, known=self._known, errors=self._errors).model_dump()
        if not self._bad:
            return JSONResponse(pushed)
        message = f"{self._bad} of the lines could not be taken; the others are kept"
        return JSONResponse({"error": {"code": "bad_lines", "message": message}, **pushed}, 422)


async def batches(stream: AsyncIterator[bytes]) -> AsyncIterator[list[tuple[str, bytes]]]:
    """Chunks as they arrive, cut into lines and gathered into batches of numbered lines."""
    cutter = _Cutter()
    batch: list[tuple[str, bytes]] = []
    held = 0
    async for chunk in stream:
        for item in cutter.feed(chunk):
            batch.append(item)
            held += len(item[1])
            if len(batch) >= BATCH_LINES or held >= BATCH_BYTES:
                yield batch
                batch, held = [], 0
    batch += cutter.rest()
    if batch:
        yield batch


class _Cutter:
    """Cuts chunks into numbered lines; a line too long to be taken is cut, so that it is refused and not held."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0
        self._number = 0

    def feed(self, chunk: bytes) -> list[tuple[str, bytes]]:
        """The lines that end in this chunk."""
        *ended, rest = chunk.split(b"\n")
        found = [self._end(piece) for piece in ended]
        self._hold(rest)
        return found

    def rest(self) -> list[tuple[str, bytes]]:
        """The last line, if no line feed ends it."""
        return [self._end(b"")] if self._length else []

    def _hold(self, piece: bytes) -> None:
        if piece and self._length <= intake.LARGEST:
            self._pieces.append(piece)
            self._length += len(piece)

    def _end(self, piece: bytes) -> tuple[str, bytes]:
        self._hold(piece)
        line = b"".join(self._pieces)
        self._pieces, self._length = [], 0
        self._number += 1
        return str(self._number), line
