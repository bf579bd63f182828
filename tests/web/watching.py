"""An outlet that is watched, for tests of the operators' pages: its pages, what asking for them gives, and looks."""

from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi.testclient import TestClient

from storage.archive import Store
from storage.database import Database
from storage.follows import Follows
from tests.newsroom import NOW
from tests.watched import page
from tracker.fetching.outcomes import Answer, Failed, Fetched, Known, NotModified, Why
from tracker.fetching.variants import key
from tracker.follow import FollowKind
from tracker.poll import Poller
from tracker.schedule import Bounds
from tracker.watchlist import Added, ToFollow

#: Paragraphs that share few words, so that a page cut short agrees with none that is whole.
TEXT = (
    "A fire broke out before dawn at the old mill on Harbour Road in Ostwick, and the great roof fell in by six.",
    "Forty firefighters from three towns fought the flames; two of them were treated for smoke, the brigade said.",
    "The ferry terminal next door stayed shut until noon, which left hundreds of commuters waiting on the quay.",
    "Mayor Ana Sol visited the families who had been woken by sirens and promised them rooms in the school gym.",
    "Investigators have not named a cause; electricians had worked inside during the previous week, a guard said.",
)
PROMO = "Our harbour newsletter brings you every morning what matters on the waterfront: sign up with your email."

HOST = "https://paper.example"
STORY_AT = f"{HOST}/news/2026/fire-at-mill-12345678"
FEED_AT = f"{HOST}/feed.xml"
SECTION_AT = f"{HOST}/news"

FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper: news</title><link>{HOST}</link>
<item><title>Fire at the mill</title><link>{STORY_AT}</link><pubDate>Sun, 22 Nov 2026 11:00:00 GMT</pubDate></item>
<item><title>Mayor &lt;b&gt;resigns&lt;/b&gt;</title><link>{HOST}/news/2026/mayor-resigns-12345679</link>
<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>
<item><title>Sport: Ostwick lose again</title><link>{HOST}/sport/2026/ostwick-lose-12345680</link>
<pubDate>Sun, 22 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>""".encode()

OPML = f"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="The Paper" xmlUrl="{FEED_AT}" type="rss"/>
<outline text="Another &amp; more" xmlUrl="https://other.example/rss" type="rss"/></body></opml>""".encode()


def content(address: str, raw: bytes, media_type: str = "text/html") -> Fetched:
    """An answer with content."""
    return Fetched(address, address, (), 200, media_type, {"content-type": media_type}, raw, 0.1)


def failed(address: str, why: Why = Why.UNREACHABLE, reason: str = "It does not answer.", status: int = 0) -> Failed:
    """An answer without."""
    return Failed(address, why, reason, status=status)


def ask(address: str) -> Answer:
    """A way to the network on which only this outlet's pages stand."""
    pages = {STORY_AT: page(*TEXT), FEED_AT: FEED, f"{HOST}/lists.opml": OPML}
    if address in pages:
        return content(address, pages[address])
    return failed(address)


def follow(
    database: Database, *addresses: str, kind: FollowKind = FollowKind.STORY, now: datetime = NOW
) -> list[Added]:
    """Follow addresses."""
    return Follows(database).add([to_follow(address, kind) for address in addresses], now=now)


def to_follow(address: str, kind: FollowKind = FollowKind.STORY) -> ToFollow:
    """An address as somebody pastes it."""
    return ToFollow(kind, address, key(address), why="Pasted.")


class Watcher:
    """Looks at what is due in a database, at times of its own; `answers` says what each address gives."""

    def __init__(self, store: Store) -> None:
        self.follows = Follows(store.database, show=store.show)
        self.now = NOW
        self.answers: Callable[[str], Answer] = ask
        self.poller = Poller(
            self.follows, self._get, clock=lambda: self.now, holder="desk:1", bounds=Bounds(), threads=1
        )

    def _get(self, address: str, known: Known) -> Answer:
        return self.answers(address)

    def look(self, now: datetime, answers: Callable[[str], Answer]) -> None:
        """One look at everything that is watched, due or not."""
        self.now, self.answers = now, answers
        for number, found in self.follows.listed():
            if found.state == "watching":
                self.follows.hasten(number, now=now)
        for claimed in self.follows.claim(now, limit=200, lease=timedelta(minutes=10), holder="desk:1"):
            self.poller.one(claimed)


def life(watcher: Watcher) -> None:
    """A story's life: text, a nonce, an edit, a page that fails, unpublished, back with another text, and unchanged."""
    watcher.follows.add([to_follow(STORY_AT)], now=NOW - timedelta(days=3))
    edited = (TEXT[0].replace("great", "slated"), *TEXT[1:])
    later = (
        *edited,
        "The mill will be rebuilt, its owner said on Sunday, though nobody knows yet who will pay for it.",
    )
    promo = f"<p>{PROMO}</p>"
    steps: list[tuple[float, Callable[[str], Answer]]] = [
        (-48, lambda a: content(a, page(*TEXT, around=f"<footer><div>{promo}</div></footer>"))),
        (-47, lambda a: content(a, page(*TEXT, nonce=5, inside=promo))),
        (-40, lambda a: content(a, page(*edited, nonce=6))),
        (-39, lambda a: content(a, page(*edited[:1], nonce=7))),
        (-38.5, lambda a: content(a, page(*edited, nonce=8))),
        (-36, lambda a: failed(a, Why.BUSY, "It is too busy (503).", 503)),
        (-35.5, lambda a: failed(a, Why.BUSY, "It is too busy (503).", 503)),
        (-24, lambda a: failed(a, Why.GONE, "The page is gone (404).", 404)),
        (-23.8, lambda a: failed(a, Why.GONE, "The page is gone (404).", 404)),
        (-5, lambda a: content(a, page(*later))),
        (-0.2, lambda a: NotModified(a, a, (), {}, 0.1)),
    ]
    for hours, answers in steps:
        watcher.look(NOW + timedelta(hours=hours), answers)


def token(client: TestClient) -> str:
    """The token that a form of this session carries."""
    return client.get("/follows/new").text.split('name="token" value="')[1].split('"')[0]


def send(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    """Send a form of ours; the status and the page, or where it leads."""
    response = client.post(path, data={"token": token(client), **fields})
    return response.status_code, response.headers.get("location", response.text)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]
