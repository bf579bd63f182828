"""The gate that every request passes: which hosts are answered, how much may be sent, what browsers may do."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import texts
from web.texts import Spoken

logger = logging.getLogger("rowback.web")

#: Everything that a page needs is on this server: one style sheet, pictures, and modules that are files of their own.
#: Nothing that stands in a page can run.
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

#: `same-origin`, not `no-referrer`: under that, browsers send "Origin: null" with our own forms.
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

#: Makes the answer for a refusal: the request, the HTTP status, a code and a sentence.
Refusal = Callable[[Request, int, str, str], Response]


class Gate:
    """ASGI middleware around the whole application; it lets no request through unlooked at and no answer out bare."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: list[str],
        prefix: str,
        max_body: int,
        index: bool,
        language: str,
        refusal: Refusal,
    ) -> None:
        self.app = app
        self.hosts = {host.lower() for host in hosts}
        self.prefix = prefix
        self.max_body = max_body
        self.headers = HEADERS if index else HEADERS | {"x-robots-tag": "noindex, nofollow"}
        self.language = language
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # A copy, so that what the application notes about this request is seen here, and only here.
        scope = dict(scope, state=dict(scope.get("state", {})))
        if self.prefix and scope["path"].startswith(f"{self.prefix}/"):
            # A proxy may hand the public address's own path on, or not; the routes know nothing of it.
            scope["path"] = scope["path"].removeprefix(self.prefix)
        # A language at the beginning of an address is the reader's choice; the routes know nothing of it either.
        chosen, scope["path"] = texts.parted(scope["path"])
        with texts.speaking(self._spoken(Request(scope), chosen)):
            await self._pass(scope, receive, send)

    def _spoken(self, request: Request, chosen: str) -> Spoken:
        """The language of the answer: the address's own, else the browser's. Programs are answered in English."""
        query = f"?{request.url.query}" if request.url.query else ""
        address = f"{request.url.path}{query}" if request.method in ("GET", "HEAD") else ""
        path = request.url.path
        feed = path.endswith((".atom", "/feed.json")) or path.startswith("/embed/")
        if request.url.path.startswith("/api/") or (request.url.path.endswith((".json", ".csv")) and not feed):
            return Spoken(address=address)
        if chosen:
            return Spoken(chosen, True, address)
        if feed:
            return Spoken(self.language, address=address)
        return Spoken(texts.preferred(request.headers.get("accept-language", ""), self.language), address=address)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        answer = _Answer(send, self.headers, scope["state"], bare=scope["method"] == "HEAD")
        refused = self._refused(request)
        if refused is not None:
            await refused(scope, receive, answer.send)
            return
        if answer.bare:
            # The routes know GET only; a HEAD is a GET whose body stays here (RFC 9110, 9.3.2).
            scope["method"] = "GET"
        try:
            await self.app(scope, receive, answer.send)
        except Exception:
            logger.exception("%s %s failed", scope["method"], scope["path"])
            if not answer.started:
                response = self.refusal(request, 500, "failed", "Something went wrong here; the log says what.")
                await response(scope, receive, answer.send)

    def _refused(self, request: Request) -> Response | None:
        host = _host(request.headers.get("host", ""))
        if host not in self.hosts:
            return self.refusal(
                request,
                400,
                "wrong_host",
                "This server is not known under that host name; the operator can add it to ROWBACK_ALLOWED_HOSTS.",
            )
        length = Headers(scope=request.scope).get("content-length", "0")
        if not length.isdecimal() or len(length) > 15 or int(length) > self.max_body:
            return self.refusal(request, 413, "too_large", f"A request may hold at most {self.max_body // 2**20} MB.")
        return None


class _Answer:
    """The way out: adds the headers of every answer, and keeps the body of an answer to HEAD back."""

    def __init__(self, send: Send, headers: dict[str, str], state: dict[str, Any], *, bare: bool) -> None:
        self._send = send
        self._headers = headers
        self._state = state
        self.bare = bare
        self.started = False

    async def send(self, message: Message) -> None:
        """Send one ASGI message on."""
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
            if headers.get("content-type", "").startswith("text/html"):
                headers["content-language"] = texts.language()
            if "cache-control" not in headers:
                # What an operator sees stays out of every cache; what readers see is asked for again each time.
                headers["cache-control"] = "private, no-store" if self._state.get("private") else "no-cache"
                headers["vary"] = "cookie, authorization, accept-language"
        elif message["type"] == "http.response.body" and self.bare:
            message = {**message, "body": b""}
        await self._send(message)


def _host(header: str) -> str:
    """The host name of a Host header without its port, in lower case; "" when there is none."""
    try:
        parts = urlsplit(f"//{header}")
        return (parts.hostname or "") if parts.netloc == header else ""
    except ValueError:
        return ""
