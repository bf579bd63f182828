"""The pictures of a story in a real browser: at a desk and on a phone, by finger, by keys, and to the leaf behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.archive import Store
from storage.database import Database
from tests.newsroom import NOW, arrivals, line
from tests.web.conftest import fire_lines
from tests.web.serving import Server
from tracker.model import Show

pytestmark = pytest.mark.browser

LONG = "https://paper.example/long"
VERSIONS = 24


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Server]:
    """A server with the fire at the mill, and a story of three leaves."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "rowback.sqlite").write_bytes(empty_file.read_bytes())
    database = Database(f"sqlite:///{folder / 'rowback.sqlite'}")
    many = [line(60 * n, "The mill burns.", f"So it stood at hour {n}.", url=LONG) for n in range(VERSIONS)]
    Store(database, show=Show.FULL).record(arrivals([*fire_lines(), *many]), kept_at=NOW)
    made = Server(folder, database)
    yield made
    made.stop()
    database.close()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desk", "phone"])
def tab(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Page]:
    """A tab of a desk's or a phone's size."""
    wide, tall = request.param
    made = browser.new_context(viewport={"width": wide, "height": tall}, reduced_motion="reduce", base_url=server.base)
    yield made.new_page()
    made.close()


def test_what_changed_last_is_on_the_first_screen_above_the_pictures(tab: Page) -> None:
    tab.goto("/stories/1")
    latest, strip = tab.locator(".latest").bounding_box(), tab.locator(".strip").bounding_box()
    assert latest
    assert strip
    assert latest["y"] + latest["height"] <= tab.evaluate("innerHeight")
    assert latest["y"] + latest["height"] <= strip["y"]


def test_a_touch_anywhere_in_its_column_leads_from_a_mark_to_its_entry(tab: Page) -> None:
    tab.goto("/stories/1")
    box = tab.locator(".life a rect").nth(1).bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    tab.mouse.click(box["x"] + 4, box["y"] + box["height"] - 4)
    expect(tab).to_have_url(f"{tab.url.split('#')[0]}#v2")
    expect(tab.locator("#v2")).to_be_in_viewport()


def test_a_mark_leads_to_the_leaf_that_tells_its_version(tab: Page) -> None:
    tab.goto("/stories/2")
    expect(tab.locator("#v3")).to_have_count(0)
    tab.locator(".life a").nth(2).focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#v3")).to_be_in_viewport()
    assert "upto=" in tab.url


def test_keys_pass_the_picture_in_one_step_or_walk_through_it(tab: Page) -> None:
    tab.goto("/stories/1")
    tab.locator(".skip-picture").focus()
    tab.keyboard.press("Tab")
    expect(tab.locator(".life a").first).to_be_focused()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("#entries-title")).to_be_in_viewport()


def test_the_table_behind_opens_and_leads_where_the_marks_do(tab: Page) -> None:
    tab.goto("/stories/1")
    tab.locator(".strip .behind summary").click()
    tab.locator(".strip .behind tbody a").last.click()
    expect(tab.locator("#v1")).to_be_in_viewport()
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.evaluate("innerWidth")


@pytest.mark.parametrize("path", ["/stories/2", "/de/stories/2"])
def test_a_long_story_needs_no_sideways_scrolling_at_320_pixels(browser: Browser, server: Server, path: str) -> None:
    made = browser.new_context(viewport={"width": 320, "height": 700}, base_url=server.base)
    tab = made.new_page()
    tab.goto(path)
    assert tab.locator(".leaf-older").count() == 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    made.close()
