"""The pages in a real browser: accessible, narrow enough for a phone, quiet in the console, and usable to sign in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from storage import access
from storage.archive import Store
from storage.database import Database
from tests.newsroom import LONG, NOW, arrivals, line
from tests.web.conftest import T1, T2, T3, fire_lines
from tests.web.serving import Server
from tests.web.watching import FEED_AT, STORY_AT, Watcher, failed, follow, life
from tracker.follow import FollowKind
from tracker.model import Show

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

MOVED = "The harbour master said that the ferries will run again on Monday morning."
TOLD = tuple(f"Sentence number {n} of this story says something of its own." for n in range(8))

PAGES = {
    "front": "/",
    "all edits": "/?show=all&order=newest",
    "nothing of substance": "/?time=day&kind=status",
    "stories": "/stories",
    "outlets": "/outlets",
    "outlet": "/outlets/paper.example",
    "outlet without edits": "/outlets/other1.example",
    "search": "/?q=mayor",
    "nothing found": "/?q=volcano",
    "timeline": "/stories/1",
    "excerpt": "/stories/2",
    "new since": f"/stories/1?since={T1}",
    "new since, in excerpt": f"/stories/2?since={T1}",
    "nothing new since": f"/stories/1?since={T3}",
    "framed log": "/embed/stories/1",
    "held": "/stories/3",
    "version": f"/stories/1@{T2}",
    "version in excerpt": f"/stories/2@{T2}",
    "comparison": f"/stories/1/{T1}..{T3}",
    "side by side": f"/stories/1/{T1}..{T3}?view=side",
    "changes only": f"/stories/1/{T1}..{T3}?only=changes",
    "moved": f"/stories/2/{T1}..{T2}",
    "arabic": "/stories/4",
    "about": "/about",
    "sign in": "/signin?key=x",
    "unpublished and back": "/stories/5",
    "error": "/nowhere",
    "history flow": "/stories/1/flow",
    "history flow in excerpt": "/stories/2/flow?by=time",
    "blame": "/stories/1/blame",
    "blame of an earlier version": f"/stories/1/blame@{T1}",
    "blame in excerpt": "/stories/2/blame",
    "blame in arabic": "/stories/4/blame",
    "a sentence's life": "/stories/1/threads/1.2",
    "a life that is not shown": "/stories/2/threads/6.3",
    "said at any time": "/said?q=people",
    "said no more": "/said?q=three&removed=1",
    "never said": "/said?q=volcano",
    "nothing asked": "/said",
}

#: The pages of operators.
DESK = {
    "followed": "/follows",
    "nothing followed fits": "/follows?q=volcano",
    "a story followed": "/follows/1",
    "a list followed": "/follows/2",
    "follow something": "/follows/new",
    "health": "/health",
    "timeline with decisions": "/stories/5",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Server]:
    """A server with stories of every sort."""
    folder = tmp_path_factory.mktemp("browser")
    (folder / "rowback.sqlite").write_bytes(empty_file.read_bytes())
    database = Database(f"sqlite:///{folder / 'rowback.sqlite'}")
    store = Store(database)
    Store(store.database, show=Show.FULL).record(arrivals(fire_lines()), kept_at=NOW)
    other, third, fourth = (f"https://other{n}.example/story" for n in range(3))
    moved = [line(0, MOVED, *TOLD, url=other), line(20, *TOLD, MOVED, "One more.", url=other)]
    Store(store.database, show=Show.CHANGES).record(arrivals(moved), kept_at=NOW)
    held = [line(0, *LONG, via="live", url=third), line(20, LONG[0], via="live", url=third)]
    Store(store.database, show=Show.FULL).record(arrivals(held), kept_at=NOW)
    arabic = [line(0, "حريق في الميناء.", url=fourth, language="ar"), line(9, "حريق كبير.", url=fourth, language="ar")]
    Store(store.database, show=Show.FULL).record(arrivals(arabic), kept_at=NOW)
    watcher = Watcher(Store(database, show=Show.FULL))
    life(watcher)
    follow(database, FEED_AT, kind=FollowKind.FEED)
    follow(database, "https://late.example/news/late-1", "https://late.example/news/late-2")
    watcher.look(NOW, failed)
    made = Server(folder, database)
    yield made
    made.stop()
    database.close()


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A tab, once for those who like it light and once for those who like it dark."""
    context = browser.new_context(color_scheme=request.param, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def sign_in(server: Server, tab: Page) -> None:
    """Sign a tab in."""
    tab.goto(f"{server.base}/signin?key={access.new_signin(server.database, now=NOW)}")
    tab.get_by_role("button", name="Sign in as operator").click()
    tab.get_by_text("Signed in as operator").wait_for()


def preview(server: Server, tab: Page, address: str) -> None:
    """Paste an address and look what it is."""
    tab.goto(f"{server.base}/follows/new")
    tab.get_by_label("Address of a story").fill(address)
    tab.get_by_role("button", name="Look what it is").click()
    tab.wait_for_url("**/preview")


def unfold(tab: Page) -> None:
    """Open all that is folded."""
    tab.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")


def test_the_operators_pages_are_accessible(server: Server, page: Page) -> None:
    sign_in(server, page)
    for name, path in DESK.items():
        page.goto(server.base + path)
        unfold(page)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, (name, found.generate_report())
    for address in (STORY_AT, FEED_AT, "ftp://nothing"):
        preview(server, page, address)
        unfold(page)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, (address, found.generate_report())


def test_the_operators_pages_fit_a_phone_are_light_and_quiet(server: Server, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    tab = context.new_page()
    said: list[str] = []
    sign_in(server, tab)
    tab.on("console", lambda message: said.append(message.text))
    for name, path in DESK.items():
        answer = tab.goto(server.base + path)
        assert answer is not None
        assert len(answer.body()) < 60_000, name
        unfold(tab)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, name
    for address in (STORY_AT, FEED_AT):
        preview(server, tab, address)
        unfold(tab)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, address
    context.close()
    assert said == []


def test_a_story_is_pasted_looked_at_and_followed_without_scripts(server: Server, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    sign_in(server, tab)
    preview(server, tab, STORY_AT)
    assert tab.get_by_role("heading", name="This is a story of").is_visible()
    tab.get_by_role("button", name="Follow this story").click()
    assert tab.url == f"{server.base}/follows/1?said=known"
    tab.get_by_role("button", name="Pause").click()
    assert tab.get_by_role("button", name="Resume").is_visible()
    tab.get_by_role("button", name="Resume").click()
    tab.goto(f"{server.base}/follows?kind=story&q=fire")
    tab.get_by_role("button", name="Check now").first.click()
    assert tab.url == f"{server.base}/follows?kind=story&q=fire#f1"
    context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_has_no_accessibility_violation(server: Server, page: Page, path: str) -> None:
    page.goto(server.base + path)
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_scrolls_sideways_on_a_phone(server: Server, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700})
    tab = context.new_page()
    for name, path in PAGES.items():
        tab.goto(server.base + path)
        tab.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()


def test_the_console_stays_silent_and_nothing_is_asked_of_others(server: Server, browser: Browser) -> None:
    context = browser.new_context()
    tab = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    for name, path in PAGES.items():
        if name != "error":
            tab.goto(server.base + path)
    context.close()
    assert said == []
    assert all(url.startswith(server.base) for url in asked)


def test_an_operator_signs_in_and_out_with_the_keyboard(server: Server, browser: Browser) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{server.base}/signin?key={access.new_signin(server.database, now=NOW)}")
    tab.get_by_role("button", name="Sign in as operator").press("Enter")
    tab.get_by_text("Signed in as operator").wait_for()
    assert tab.url == f"{server.base}/"
    assert context.cookies()[0]["httpOnly"] is True
    tab.get_by_role("button", name="Sign out").press("Enter")
    tab.get_by_text("Signed in as operator").wait_for(state="detached")
    assert context.cookies() == []
    context.close()


def test_two_versions_are_chosen_and_compared_without_scripts(server: Server, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{server.base}/stories/1")
    tab.get_by_label("Before").select_option(T2)
    tab.get_by_role("button", name="Compare").click()
    assert tab.url == f"{server.base}/stories/1/{T2}..{T3}"
    tab.get_by_role("link", name="Side by side").click()
    assert tab.url.endswith("?view=side")
    context.close()


def test_the_first_tab_stop_skips_to_the_content(server: Server, browser: Browser) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{server.base}/stories/1")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#main")
    context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_light(server: Server, browser: Browser, path: str) -> None:
    context = browser.new_context()
    tab = context.new_page()
    asked: list[Request] = []
    tab.on("requestfinished", lambda request: asked.append(request))
    tab.goto(server.base + path)
    weights = [request.sizes()["responseBodySize"] for request in asked]
    context.close()
    assert sum(weights) < 60_000  # as it goes over the line, packed
    assert len(weights) <= 9  # the page, the style sheet, its modules, the icon
