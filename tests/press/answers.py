"""What the newsroom answers to a request: the page, a redirect, an error, or something broken, as the script says."""

import gzip
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit
from zlib import crc32

from tests.press import furniture, lists, site
from tests.press.furniture import Look
from tests.press.script import Outlet, Script, Story, Trouble, Validators

#: Seconds that an outlet asks for when it is asked too much.
RETRY_AFTER = 300

#: Bytes of a page that unpacks to nothing but noughts.
BOMB = 64 * 1024 * 1024

_NUMBER = re.compile(r"(?<!\d)(\d{5,})(?!\d)")


@dataclass(frozen=True)
class Answer:
    """What goes out. `state` is the state of `story` that a full page (or an honest 304) showed, else None."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    story: Story | None = None
    state: int | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Request:
    """What came in, with the header names in lower case."""

    outlet: Outlet
    target: str
    headers: dict[str, str]
    base: str
    now: datetime
    count: int


class Desk:
    """Answers requests from a script. It remembers only which one-off errors it has given already."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self._by_number = {48_211 + 17 * story.number: story for story in script.stories}
        self._blips: set[int] = set()

    def story_of(self, outlet: Outlet, path: str) -> Story | None:
        """The story that a path names, whatever its slug."""
        numbers = [int(found) for found in _NUMBER.findall(path)]
        story = next((self._by_number[n] for n in numbers if n in self._by_number), None)
        return story if story is not None and story.outlet.number == outlet.number else None

    def answer(self, request: Request) -> Answer:
        """The answer to one request."""
        path = urlsplit(request.target).path
        look = furniture.looking(self.script, request.outlet, request.now, request.count)
        if path == "/robots.txt":
            return _text(lists.robots(look, request.base), "text/plain; charset=utf-8")
        if (spell := _spell(request)) is not None:
            return spell
        if path == request.outlet.listing.value:
            return _list(request, look)
        if path == "/":
            return _html(request, site.home(look))
        story = self.story_of(request.outlet, path)
        if story is None or story.published_at > request.now:
            return Answer(404, _html_type(request.outlet), b"<h1>Not found</h1>")
        return self._story(request, look, story, path)

    def _story(self, request: Request, look: Look, story: Story, path: str) -> Answer:
        trouble = story.trouble_at(request.now)
        if trouble is not None and (answer := self._troubled(request, look, story, trouble)) is not None:
            return answer
        if request.outlet.wall_each and request.count % request.outlet.wall_each == 0:
            return _html(request, site.wall(), story=story, trouble=Trouble.WALL)
        state = story.state_at(request.now)
        amp = path.endswith("/amp")
        if path.removesuffix("/amp") != story.path(state):
            return _moved(request.base + story.path(state), story)
        return _page(request, look, story, state, amp=amp)

    def _troubled(self, request: Request, look: Look, story: Story, trouble: Trouble) -> Answer | None:
        """The trouble's answer; None where it has passed: a blip is over after one request."""
        plain = {Trouble.GONE: 410, Trouble.NOT_FOUND: 404, Trouble.BLIP: 404}
        if trouble is Trouble.BLIP:
            if story.number in self._blips:
                return None
            self._blips.add(story.number)
        if trouble in plain:
            return Answer(plain[trouble], _html_type(request.outlet), b"<h1>Gone</h1>", story, None, trouble)
        if trouble is Trouble.HOME:
            return Answer(302, {"Location": request.base + "/"}, b"", story, None, trouble)
        if trouble is Trouble.LOOP:
            turn = request.count
            return Answer(302, {"Location": f"{request.base}{story.path(0)}?turn={turn}"}, b"", story, None, trouble)
        if trouble is Trouble.BOMB:
            packed = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
            return Answer(200, packed, bomb(), story, None, trouble)
        pages = {Trouble.WALL: site.wall(), Trouble.SOFT: site.soft_404(request.outlet)}
        text = pages.get(trouble) or site.page(look, story)
        return _html(request, text, story=story, trouble=trouble)


@cache
def bomb() -> bytes:
    """A small gzip that unpacks to 64 MB."""
    return gzip.compress(bytes(BOMB), 9)


def _spell(request: Request) -> Answer | None:
    """An outlet that is asked too much, or is down, answers so to everything but robots.txt."""
    for spell in request.outlet.spells:
        if spell.start <= request.now < spell.end:
            left = int((spell.end - request.now) / timedelta(seconds=1)) + 1
            if spell.what is Trouble.BUSY:
                return Answer(
                    429, {"Retry-After": str(min(left, RETRY_AFTER))}, b"Too many requests", None, None, spell.what
                )
            return Answer(503, {}, b"Service unavailable", None, None, spell.what)
    return None


def _list(request: Request, look: Look) -> Answer:
    media_type, text = lists.render(look, request.base)
    headers = {"Content-Type": media_type}
    if request.outlet.validators is Validators.ETAG:
        named = "".join(f"{story.path(story.state_at(request.now))}" for story in lists.listed(look))
        headers["ETag"] = f'"{crc32(named.encode()):08x}"'
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Answer(304, headers)
    return Answer(200, headers, text.encode())


def _page(request: Request, look: Look, story: Story, state: int, *, amp: bool) -> Answer:
    validators = _validators(request, story, state)
    if _is_known(request, validators):
        return Answer(304, validators, b"", story, state)
    text = site.page(look, story, amp=amp).replace(f"{request.outlet.host}:PORT", urlsplit(request.base).netloc)
    answer = _html(request, text, story=story, state=state)
    return Answer(answer.status, answer.headers | validators, answer.body, story, state)


def _validators(request: Request, story: Story, state: int) -> dict[str, str]:
    """The ETag and Last-Modified of a page: true ones, none, or ones that are new at each request."""
    outlet = request.outlet
    rolled = [at for at in (outlet.newsletter_from, outlet.redesign_at) if at is not None and at <= request.now]
    changed_at = max([story.edits[state].at, *rolled])
    if outlet.validators is Validators.ETAG:
        return {"ETag": f'"{story.number}-{state}-{len(rolled)}"'}
    if outlet.validators is Validators.MODIFIED:
        return {"Last-Modified": format_datetime(changed_at, usegmt=True)}
    if outlet.validators is Validators.LYING:
        return {"ETag": f'W/"{request.count:x}"', "Last-Modified": format_datetime(request.now, usegmt=True)}
    return {}


def _is_known(request: Request, validators: dict[str, str]) -> bool:
    """Whether an honest outlet may answer 304 (RFC 9110 section 13.2.2)."""
    if request.outlet.validators is Validators.ETAG:
        return request.headers.get("if-none-match") == validators["ETag"]
    if request.outlet.validators is Validators.MODIFIED and (since := request.headers.get("if-modified-since")):
        return parsedate_to_datetime(validators["Last-Modified"]) <= parsedate_to_datetime(since)
    return False


def _moved(address: str, story: Story) -> Answer:
    return Answer(301, {"Location": address}, b"", story)


def _text(text: str, media_type: str) -> Answer:
    return Answer(200, {"Content-Type": media_type}, text.encode())


def _html_type(outlet: Outlet) -> dict[str, str]:
    return {"Content-Type": f"text/html; charset={site.charset(outlet)}"}


def _html(
    request: Request,
    text: str,
    *,
    story: Story | None = None,
    state: int | None = None,
    trouble: Trouble | None = None,
) -> Answer:
    """A page, packed where the outlet packs and the reader unpacks."""
    headers, body = _html_type(request.outlet), text.encode(site.charset(request.outlet), "xmlcharrefreplace")
    if request.outlet.gzip and "gzip" in request.headers.get("accept-encoding", ""):
        headers, body = headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}, gzip.compress(body, 1)
    return Answer(200, headers, body, story, state, trouble)
