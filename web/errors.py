"""What a reader or a program is told when something does not work: one JSON shape, one designed page, no traces."""

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from tracker.errors import BadInput, NotFound, Refused, RowbackError, StoreFailed
from web.reasons import reason
from web.render import Renderer
from web.texts import N_, gettext

#: The status and the code of each kind of error, the most special first.
_KINDS: tuple[tuple[type[RowbackError], int, str], ...] = (
    (NotFound, 404, "not_found"),
    (Refused, 403, "refused"),
    (BadInput, 400, "bad_input"),
    (StoreFailed, 503, "store_failed"),
)

_CODES = {404: "not_found", 405: "wrong_method", 413: "too_large", 401: "not_signed_in", 403: "refused"}

#: What the page says in large letters.
_TITLES = {
    400: N_("That address does not work"),
    401: N_("Not signed in"),
    403: N_("Not allowed"),
    404: N_("Nothing here"),
    405: N_("Not that way"),
    413: N_("Too large"),
    422: N_("That can't be used"),
    500: N_("Something went wrong"),
    503: N_("The record cannot be written now"),
}


class NotSignedIn(Refused):
    """This needs an operator: send a token as "Authorization: Bearer …", or sign in."""


def body(code: str, message: str) -> dict[str, dict[str, str]]:
    """The one shape of an error in JSON."""
    return {"error": {"code": code, "message": message}}


def wants_json(request: Request) -> bool:
    """Whether the asker is a program: it asks the API or a `.json` address, or takes JSON and no HTML."""
    path, accepted = request.url.path, request.headers.get("accept", "")
    asks_api = "/api/" in path or path.endswith((".json", ".atom"))
    return asks_api or ("json" in accepted and "html" not in accepted)


class Errors:
    """Makes the answer for whatever went wrong."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def answer(self, request: Request, status: int, code: str, message: str) -> Response:
        """An error as JSON for programs, as a page for people."""
        headers = {"cache-control": "no-store"}
        if status == 401:
            headers["www-authenticate"] = 'Bearer realm="rowback"'
        if wants_json(request):
            return JSONResponse(body(code, message), status, headers)
        title = gettext(_TITLES[status]) if status in _TITLES else HTTPStatus(status).phrase
        page = self._renderer.render("error.html", status=status, title=title, message=reason(message))
        return Response(page, status, headers, media_type="text/html")

    def install(self, app: FastAPI) -> None:
        """Have the application answer its errors this way."""
        app.add_exception_handler(RowbackError, self._rowback)
        app.add_exception_handler(HTTPException, self._http)
        app.add_exception_handler(RequestValidationError, self._invalid)

    def _rowback(self, request: Request, error: Exception) -> Response:
        if isinstance(error, NotSignedIn):
            return self.answer(request, 401, "not_signed_in", str(error))
        for kind, status, code in _KINDS:
            if isinstance(error, kind):
                return self.answer(request, status, code, _sentence(str(error)))
        raise error

    def _http(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status = error.status_code
        message = "There is nothing at this address." if status == 404 else _sentence(str(error.detail))
        return self.answer(request, status, _CODES.get(status, "refused"), message)

    def _invalid(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        said = "; ".join(f"{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}" for fault in error.errors())
        return self.answer(request, 422, "invalid", said[:1000])


def _sentence(text: str) -> str:
    """A message as a sentence of its own."""
    text = f"{text[:1].upper()}{text[1:]}"
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
