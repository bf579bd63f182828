"""The cookie of a signed-in browser, and the proof that a form was sent from our own page."""

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from storage.access import SESSION
from tracker.errors import Refused
from tracker.settings import Settings

COOKIE = "rowback_session"

#: The cookie with the name under which an operator remarked last; it opens nothing.
NAME_COOKIE = "rowback_name"


class Sessions:
    """Signs and reads session cookies with the secret in the data folder, made at the first start."""

    def __init__(self, settings: Settings) -> None:
        self._key = secret(settings.data_folder)
        self._secure = settings.base_url.startswith("https:")
        self._path = urlsplit(settings.base_url).path or "/"
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(settings.base_url))

    def open(self, response: Response, handle: str) -> None:
        """Set the cookie of a session on an answer."""
        response.set_cookie(
            COOKIE,
            self._signer("session").dumps(handle),
            max_age=int(SESSION.total_seconds()),
            path=self._path,
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

    def remember(self, response: Response, name: str) -> None:
        """Keep the name that an operator gave with a remark, so that the next form has it already."""
        response.set_cookie(
            NAME_COOKIE,
            self._signer("name").dumps(name),
            path=self._path,
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

    def name(self, request: Request) -> str:
        """The name that was given last; "" for none."""
        try:
            name = self._signer("name").loads(request.cookies.get(NAME_COOKIE, ""))
        except BadSignature:
            return ""
        return name if isinstance(name, str) else ""

    def close(self, response: Response) -> None:
        """Take the cookie away again."""
        for name in (COOKIE, NAME_COOKIE):
            response.delete_cookie(name, path=self._path, secure=self._secure, httponly=True, samesite="lax")

    def handle(self, request: Request) -> str | None:
        """The handle of the session whose cookie a request carries; None without one that we signed."""
        try:
            handle = self._signer("session").loads(request.cookies.get(COOKIE, ""))
        except BadSignature:
            return None
        return handle if isinstance(handle, str) else None

    def form_token(self, handle: str) -> str:
        """What a form of this session carries, so that no other site can fill it in."""
        return str(self._signer("form").dumps(handle))

    def check_form(self, handle: str, token: str) -> None:
        """Raises Refused for a form that was not made for this session."""
        if not hmac.compare_digest(self.form_token(handle).encode(), token.encode("utf-8", "replace")):
            raise Refused("This form is from another session; load the page again.")

    def _signer(self, use: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._key, salt=f"rowback-{use}", signer_kwargs={"digest_method": hashlib.sha256})


def same_site(request: Request, origin: str, *, strict: bool = False) -> None:
    """Refuse what another site had the browser send.

    Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin. `strict` refuses also what says
    neither: right where nothing but the cookie proves who asks. Raises Refused.
    """
    fetched_from = request.headers.get("sec-fetch-site")
    sent_from = request.headers.get("origin")
    here = {origin, f"{request.url.scheme}://{request.headers.get('host', '')}"}
    foreign = fetched_from not in (None, "same-origin", "none") or (sent_from is not None and sent_from not in here)
    if foreign or (strict and sent_from is None and fetched_from != "same-origin"):
        raise Refused("This was sent from another site.")


def secret(folder: Path) -> bytes:
    """The secret that signs sessions: made once, readable by its owner only, whole or not there at all."""
    path = folder / "secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
    key = path.read_bytes().strip()
    if len(key) < 32:
        raise Refused(f"{path} holds no secret of 32 bytes or more; delete it and start again")
    return key


def _make(path: Path) -> None:
    # mkstemp makes the file with mode 0600; link fails where another process was first, and then its secret counts.
    number, made = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    try:
        with os.fdopen(number, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, path)
        except FileExistsError:
            return
    finally:
        Path(made).unlink()
