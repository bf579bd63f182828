"""Where everything stands: the one place that writes the addresses of pages, feeds and API answers."""

from urllib.parse import quote, urlencode, urlsplit

from tracker.moments import Moment
from tracker.threads import ThreadId


class Links:
    """Addresses on this server. `base` is its public address; paths carry that address's own path, if it has one.

    `language` is what every address begins with where a reader chose one, such as "/de".
    """

    def __init__(self, base: str, language: str = "") -> None:
        parts = urlsplit(base)
        self.base = base
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.prefix = parts.path + language
        self.authority = parts.hostname or "localhost"

    def within(self, language: str) -> "Links":
        """The same addresses for a reader who chose a language: "/de"; "" for none."""
        return Links(self.base, language)

    def whole(self, path: str) -> str:
        """A path with the public host before it."""
        return self.origin + path

    def path(self, path: str) -> str:
        """A path of this server, such as "/about"."""
        return self.prefix + path

    def front(self, **asked: str) -> str:
        """The front page, as filtered and paged."""
        return self._asked("/", asked)

    def fragment(self, **asked: str) -> str:
        """The list of the front page by itself, as filtered."""
        return self._asked("/updates/fragment", asked)

    def stories(self, words: str = "", cursor: str | None = None) -> str:
        """The list of stories, as searched and paged."""
        return self._asked("/stories", {"q": words, "cursor": cursor or ""})

    def outlet(self, host: str, ending: str = "") -> str:
        """An outlet's page; `ending` is ".json"."""
        return f"{self.prefix}/outlets/{quote(host, safe='')}{ending}"

    def api(self, path: str, **asked: str) -> str:
        """An address under the API, with the public host."""
        return self.whole(self._asked(f"/api/v1/{path}", asked))

    def follows(self, **asked: str) -> str:
        """What is followed, as filtered and paged."""
        return self._asked("/follows", asked)

    def follow(self, follow_id: int, ending: str = "", **asked: str) -> str:
        """One follow's page; `ending` is ".json", or what is to be done with it, such as "/pause"."""
        return self._asked(f"/follows/{follow_id}{ending}", asked)

    def story(self, story_id: int, ending: str = "", *, upto: Moment | None = None) -> str:
        """A story's timeline, from what stood at a moment on down; `ending` is ".json" or ".atom"."""
        return self._asked(f"/stories/{story_id}{ending}", {"upto": str(upto or "")})

    def since(self, story_id: int, moment: Moment) -> str:
        """What is new in a story since the version that stood at a moment."""
        return self._asked(f"/stories/{story_id}", {"since": str(moment)})

    def version(self, story_id: int, moment: Moment, ending: str = "") -> str:
        """One version's permalink."""
        return f"{self.prefix}/stories/{story_id}@{moment}{ending}"

    def happening(self, story_id: int, moment: Moment) -> str:
        """Where a story's timeline tells that it was unpublished, or came back."""
        return f"{self.story(story_id, upto=moment)}#e{moment}"

    def compare(
        self, story_id: int, old: Moment, new: Moment, ending: str = "", *, only: bool | str = "", **asked: str
    ) -> str:
        """The comparison of two versions, as it is looked at (web/changelist.py, Ways)."""
        given = asked | {"only": "changes" if only else ""}
        return self._asked(f"/stories/{story_id}/{old}..{new}{ending}", given)

    def quotation(self, story_id: int, old: Moment, new: Moment, place: int | None = None) -> str:
        """The quotation of two compared versions, or of the change at a place of their diff."""
        asked = {"change": "" if place is None else str(place)}
        return self._asked(f"/stories/{story_id}/{old}..{new}/quotation", asked)

    def remarks(self, story_id: int, key: str = "") -> str:
        """Where a story's remarks are written, and one is edited."""
        return f"{self.prefix}/stories/{story_id}/remarks{f'/{key}' if key else ''}"

    def blame(self, story_id: int, moment: Moment | None = None, ending: str = "", *, gone: bool = False) -> str:
        """A version with the origin of its words, the newest without a moment; `gone`: with all that went."""
        named = f"@{moment}" if moment else ""
        return self._asked(f"/stories/{story_id}/blame{named}{ending}", {"gone": "all" if gone else ""})

    def flow(self, story_id: int, ending: str = "", *, by_time: bool = False) -> str:
        """A story's history flow; `by_time`: its columns as far apart as the versions were."""
        return self._asked(f"/stories/{story_id}/flow{ending}", {"by": "time" if by_time else ""})

    def life(self, story_id: int, thread: ThreadId, ending: str = "") -> str:
        """What one sentence said, from when until when."""
        return f"{self.prefix}/stories/{story_id}/threads/{thread}{ending}"

    def said(self, words: str = "", ending: str = "", *, removed: bool = False, offset: int = 0) -> str:
        """The search over all that was ever said, as filtered and paged."""
        asked = {"q": words, "removed": "1" if removed else "", "offset": str(offset) if offset else ""}
        return self._asked(f"/said{ending}", asked)

    def atom(self, of: str = "/feed", **asked: str) -> str:
        """The Atom feed of a page, such as "/stories/7"; of all changes by itself."""
        return self._asked(f"{quote(of)}.atom", asked)

    def json_feed(self, of: str = "", **asked: str) -> str:
        """The JSON Feed of a page."""
        return self._asked(f"{quote(of)}/feed.json", asked)

    def download(self, of: str, ending: str, **asked: str) -> str:
        """A list to take away; `ending` is "csv" or "json"."""
        return self._asked(f"{quote(of)}.{ending}", asked)

    def tag(self, specific: str) -> str:
        """A name that never changes and is nobody else's (RFC 4151): for feeds and their entries."""
        return f"tag:{self.authority},2026:{quote(specific, safe='/:@.-')}"

    def _asked(self, path: str, asked: dict[str, str]) -> str:
        given = {name: value for name, value in asked.items() if value}
        return self.prefix + path + (f"?{urlencode(given)}" if given else "")


def outside(address: str) -> str | None:
    """An address of another site, if it is one that a link may lead to: http or https with a host, and nothing odd."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and address.isprintable() and " " not in address
    except ValueError:
        return None
    return address if usable else None
