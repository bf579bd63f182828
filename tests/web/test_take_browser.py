"""In a real browser: what is new since the last reading, the front page that stays fresh, the embedded change log."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from storage.archive import Store
from storage.database import Database
from tests.newsroom import NOW, arrivals, line
from tests.web.conftest import T1, T2, T3, fire_lines
from tests.web.serving import Server
from tests.web.test_browser import RULES
from tracker.model import Show

pytestmark = pytest.mark.browser

WIDTHS = [390, 1280]

#: Makes a page's clock stand still until it is told to go on, so that no test waits for it.
READ = f"localStorage.setItem('rowback:read', JSON.stringify({{1: {{moment: '{T1}', at: Date.now() - 3 * 86400000}}}}))"


@pytest.fixture
def server(tmp_path: Path, empty_file: Path) -> Iterator[Server]:
    """A server with the fire at the mill and another story."""
    (tmp_path / "rowback.sqlite").write_bytes(empty_file.read_bytes())
    database = Database(f"sqlite:///{tmp_path / 'rowback.sqlite'}")
    Store(database, show=Show.FULL).record(arrivals(fire_lines()), kept_at=NOW)
    made = Server(tmp_path, database)
    yield made
    made.stop()
    database.close()


@pytest.fixture(params=WIDTHS)
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A tab as wide as a phone, and as wide as a desk; its clock goes only when it is told to."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    made = context.new_page()
    made.clock.install()
    yield made
    context.close()


class Publisher:
    """A publisher's own site at another origin, whose policy allows a Rowback and no inline style even."""

    def __init__(self, allowed: str, body: str) -> None:
        policy = f"default-src 'none'; script-src {allowed}; connect-src {allowed}; frame-src {allowed}"

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.send_header("content-security-policy", policy)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is written."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.base = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        """Stop it and wait until it has."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


ARTICLE = """<!doctype html><html lang="en"><title>Fire</title><main><h1>Fire at mill</h1>
<rowback-changes story="1" src="{base}" limit="2"><a href="{base}/stories/1">How this story changed</a>
</rowback-changes>
<iframe src="{base}/embed/stories/1" title="The same, framed"></iframe></main>
<script async src="{base}/embed.js"></script>"""


@pytest.fixture
def publisher(server: Server) -> Iterator[Publisher]:
    """A publisher's page with the change log in both forms."""
    made = Publisher(server.base, ARTICLE.format(base=server.base))
    yield made
    made.stop()


def keep(server: Server, *raws: bytes) -> None:
    """Keep further captures behind the server's back, as a poll does."""
    Store(server.database, show=Show.FULL).record(arrivals(raws), kept_at=NOW)


def remembered(tab: Page) -> str | None:
    """The moment that the browser remembers of the first story."""
    found = tab.evaluate("JSON.parse(localStorage.getItem('rowback:read') ?? '{}')[1]?.moment")
    assert found is None or isinstance(found, str)
    return found


def accessible(tab: Page) -> None:
    """Nothing that axe finds fault with, and nothing that scrolls sideways."""
    found = Axe().run(tab, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_story_left_after_some_seconds_is_remembered_and_what_comes_then_is_told(server: Server, tab: Page) -> None:
    tab.goto(f"{server.base}/stories/1")
    assert tab.get_by_text("Keep this link to see later").is_visible()
    tab.goto(f"{server.base}/about")
    assert remembered(tab) is None
    tab.goto(f"{server.base}/stories/1")
    tab.clock.run_for(6000)
    tab.goto(f"{server.base}/about")
    assert remembered(tab) == T3
    keep(server, line(90, "All is out."))
    tab.goto(f"{server.base}/stories/1")
    link = tab.get_by_role("link", name="1 version since you last read (")
    assert str(link.get_attribute("href")).endswith(f"/stories/1?since={T3}")
    accessible(tab)


def test_what_is_new_is_followed_marked_and_then_read(server: Server, tab: Page) -> None:
    tab.goto(f"{server.base}/about")
    tab.evaluate(READ)
    tab.goto(f"{server.base}/stories/1")
    tab.clock.run_for(6000)
    tab.get_by_role("link", name="2 versions since you last read").click()
    tab.wait_for_url(f"{server.base}/stories/1?since={T1}")
    assert remembered(tab) == T1, "what was new in a timeline is not read by leaving it"
    tab.locator(".comparison ins").first.wait_for()
    accessible(tab)
    tab.clock.run_for(6000)
    tab.get_by_role("link", name="Show me all").click()
    tab.get_by_text("Keep this link to see later").wait_for()
    assert remembered(tab) == T3


def test_a_button_marks_as_read_and_another_forgets(server: Server, tab: Page) -> None:
    tab.goto(f"{server.base}/about")
    tab.evaluate(READ)
    tab.goto(f"{server.base}/stories/1")
    tab.get_by_role("button", name="Mark as read").press("Enter")
    assert remembered(tab) == T3
    assert tab.get_by_text("Marked as read, in this browser only.").is_visible()
    tab.goto(f"{server.base}/stories/1?since={T2}")
    tab.get_by_role("button", name="Forget what I read").click()
    assert remembered(tab) is None


def test_storage_that_holds_nonsense_or_nothing_harms_no_page(server: Server, tab: Page) -> None:
    said: list[str] = []
    tab.on("pageerror", lambda error: said.append(str(error)))
    for value in ("nonsense", "[]", "null", '{"1": 3}', '{"1": null, "2": null}', '{"1": {"moment": "<b>", "at": 1}}'):
        tab.goto(f"{server.base}/about")
        tab.evaluate("value => localStorage.setItem('rowback:read', value)", value)
        tab.goto(f"{server.base}/stories/1")
        assert tab.get_by_text("Keep this link to see later").is_visible()
    assert said == []


def test_the_front_page_offers_what_is_new_and_moves_nothing_by_itself(server: Server, tab: Page) -> None:
    answers: list[int] = []
    tab.on("response", lambda answer: answers.append(answer.status) if "fragment" in answer.url else None)
    tab.goto(server.base)
    with tab.expect_response("**/updates/fragment*"):
        tab.clock.run_for(60_000)
    keep(
        server, line(0, "One dead.", url="https://other.example/a"), line(9, "Two dead.", url="https://other.example/a")
    )
    before = tab.locator(".updates-list").inner_html()
    with tab.expect_response("**/updates/fragment*"):
        tab.clock.run_for(60_000)
    button = tab.get_by_role("button", name="1 new update")
    button.wait_for()
    assert answers == [304, 200]
    assert tab.locator(".updates-list").inner_html() == before
    accessible(tab)
    button.press("Enter")
    assert tab.locator(".updates-list .card").count() == 2
    assert button.is_hidden()
    assert tab.evaluate("document.activeElement.closest('[data-key]').dataset.of") == "2"


def test_the_front_page_marks_stories_that_changed_since_they_were_read(server: Server, tab: Page) -> None:
    tab.goto(f"{server.base}/about")
    tab.evaluate(READ)
    tab.goto(server.base)
    tab.get_by_role("link", name="New since you read it").click()
    tab.wait_for_url(f"{server.base}/stories/1?since={T1}")


def test_the_change_log_stands_on_a_publishers_page_under_a_strict_policy(
    server: Server, publisher: Publisher, tab: Page
) -> None:
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(publisher.base)
    log = tab.locator("rowback-changes")
    log.get_by_role("heading", name="How this story changed").wait_for()
    assert log.get_by_role("listitem").count() == 2
    assert log.get_by_role("link", name="How this story changed").count() == 0
    log.get_by_text("What changed").nth(1).press("Enter")
    assert log.locator("del").first.is_visible()
    colour = (
        "getComputedStyle(document.querySelector('rowback-changes').shadowRoot.querySelector('del')).textDecorationLine"
    )
    assert tab.evaluate(colour) == "line-through"
    assert tab.evaluate("document.querySelector('rowback-changes').offsetHeight") > 200
    assert tab.frame_locator("iframe").get_by_role("listitem").count() == 3
    assert tab.context.cookies() == []
    assert said == []
    accessible(tab)


def test_the_change_log_takes_its_colours_from_the_page(server: Server, publisher: Publisher, tab: Page) -> None:
    tab.goto(publisher.base)
    tab.locator("rowback-changes li").first.wait_for()
    colour = "getComputedStyle(document.querySelector('rowback-changes')).color"
    assert tab.evaluate(colour) == "rgb(29, 28, 26)"
    tab.evaluate("document.querySelector('rowback-changes').setAttribute('theme', 'dark')")
    assert tab.evaluate(colour) == "rgb(232, 228, 220)"
    tab.evaluate("document.querySelector('rowback-changes').style.setProperty('--rowback-ink', 'rgb(1, 2, 3)')")
    assert tab.evaluate(colour) == "rgb(1, 2, 3)"


def test_a_change_log_that_cannot_be_had_leaves_the_link(server: Server, publisher: Publisher, tab: Page) -> None:
    tab.route("**/embed/stories/1.json", lambda route: route.fulfill(status=404, body="{}"))
    with tab.expect_console_message():
        tab.goto(publisher.base)
    assert tab.get_by_role("link", name="How this story changed").is_visible()


def test_a_frame_tells_its_height_and_the_page_to_copy_from_is_accessible(server: Server, tab: Page) -> None:
    heights = """new Promise(done => {
        addEventListener("message", event => event.data.rowback === "height" && done(event.data.height));
        const frame = document.createElement("iframe");
        frame.src = "/embed/stories/1";
        document.body.append(frame);
    })"""
    tab.goto(f"{server.base}/stories/1/embed")
    tab.locator("rowback-changes li").first.wait_for()
    accessible(tab)
    tab.emulate_media(color_scheme="dark")
    accessible(tab)
    tab.goto(f"{server.base}/embed/stories/1")
    accessible(tab)
    tab.route("**/parent", lambda route: route.fulfill(body="<!doctype html><body>", content_type="text/html"))
    tab.goto(f"{server.base}/parent")
    assert tab.evaluate(heights) > 100


def test_a_printed_page_is_a_dossier_with_its_address_and_seals(server: Server, tab: Page) -> None:
    tab.emulate_media(media="print")
    for path, seals in (("/stories/1", 1), (f"/stories/1/{T1}..{T3}", 2), (f"/stories/1@{T2}", 0)):
        tab.goto(server.base + path)
        printed = tab.locator(".printed")
        assert f"Printed from {server.base}{path}" in printed.inner_text()
        assert printed.locator("dd").count() == seals
        assert not tab.locator("nav:visible, form:visible, button:visible, .foot:visible").count()
    assert tab.locator(".provenance").get_by_text("Seal", exact=True).is_visible()


def test_smaller_edits_are_printed_open(server: Server, tab: Page) -> None:
    keep(server, line(90, "Five people were hurt in the fire at the mill.", "All is out."))
    tab.goto(f"{server.base}/stories/1")
    folded = tab.locator(".smaller .passage, .owned li")
    hidden = folded.filter(visible=False).count()
    tab.emulate_media(media="print")
    assert folded.count() == folded.filter(visible=True).count() >= hidden > 0
