"""Two versions compared in a real browser: keys, slider, list, copying, the sheet on a phone, and without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from storage.archive import Store
from storage.database import Database
from tests.newsroom import NOW, arrivals, line
from tests.web.conftest import T1, T2, T3, fire_lines
from tests.web.serving import Server
from tests.web.test_browser import RULES, sign_in
from tracker.model import Show

pytestmark = pytest.mark.browser

PAIR = f"/stories/1/{T1}..{T3}"
#: A second story, in which a sentence moves down past others.
OTHER = "https://other.example/story"
MOVED = "The harbour master said that the ferries will run again on Monday morning."
TOLD = tuple(f"Sentence number {n} of this story says something of its own." for n in range(8))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Server]:
    """A server with the fire at the mill, and a story in which a sentence moves."""
    folder = tmp_path_factory.mktemp("compare")
    (folder / "rowback.sqlite").write_bytes(empty_file.read_bytes())
    database = Database(f"sqlite:///{folder / 'rowback.sqlite'}")
    moved = [line(0, MOVED, *TOLD, url=OTHER), line(20, *TOLD, MOVED, url=OTHER)]
    Store(database, show=Show.FULL).record(arrivals([*fire_lines(), *moved]), kept_at=NOW)
    made = Server(folder, database)
    yield made
    made.stop()
    database.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Tabs as wide as a desk; their readers like nothing to move, and let pages copy."""
    made = browser.new_context(
        viewport={"width": 1280, "height": 700},
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield made
    made.close()


@pytest.fixture
def tab(context: BrowserContext, server: Server) -> Page:
    """The comparison of the fire's first and last version, on a desk."""
    made = context.new_page()
    made.goto(server.base + PAIR)
    return made


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Page]:
    """The same on a phone."""
    made = browser.new_context(viewport={"width": 390, "height": 700}, reduced_motion="reduce")
    page = made.new_page()
    page.goto(server.base + PAIR)
    yield page
    made.close()


def at(tab: Page) -> str:
    """The number of the change at which the reader is."""
    return tab.locator(".bar-at").inner_text().split()[0]


def places(tab: Page) -> list[str]:
    """The anchors of the lines that can be seen."""
    return [str(one.get_attribute("href")) for one in tab.locator(".line:visible .line-go").all()]


def test_keys_step_from_change_to_change_and_round(tab: Page) -> None:
    first, second, *_ = places(tab)
    tab.keyboard.press("j")
    assert tab.evaluate("location.hash") == first
    tab.keyboard.press("j")
    assert tab.evaluate("`#${document.activeElement.id}`") == second
    assert tab.locator(".line[aria-current] .line-go").get_attribute("href") == second
    tab.keyboard.press("k")
    tab.keyboard.press("k")
    assert at(tab) == str(len(places(tab)))


def test_brackets_lead_to_the_comparisons_beside(tab: Page, server: Server) -> None:
    tab.goto(f"{server.base}/stories/1/{T1}..{T2}?view=side")
    tab.keyboard.press("]")
    tab.wait_for_url(f"**/{T2}..{T3}?view=side")
    tab.keyboard.press("[")
    tab.wait_for_url(f"**/{T1}..{T2}?view=side")


def test_a_question_mark_lists_the_keys_and_escape_closes_the_list(tab: Page) -> None:
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog", name="Keys")).to_be_visible()
    assert Axe().run(tab, options=RULES).violations_count == 0
    tab.keyboard.press("j")
    assert at(tab) == "–"
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_keys_can_be_switched_off_for_good(tab: Page) -> None:
    tab.get_by_role("button", name="Keys").click()
    tab.get_by_label("Single keys do something").uncheck()
    tab.get_by_role("button", name="Close").click()
    for _ in range(2):
        tab.keyboard.press("j")
        tab.keyboard.press("?")
        assert at(tab) == "–"
        expect(tab.get_by_role("dialog")).to_be_hidden()
        tab.reload()
    tab.get_by_role("button", name="Keys").click()
    tab.get_by_label("Single keys do something").check()
    tab.get_by_role("button", name="Close").click()
    tab.keyboard.press("j")
    assert at(tab) == "1"


def test_keys_rest_in_fields_and_with_modifiers(tab: Page, server: Server) -> None:
    tab.get_by_label("Before").and_(tab.locator("select")).focus()
    tab.keyboard.press("j")
    tab.locator("h1").click()
    tab.keyboard.press("Control+j")
    tab.keyboard.press("Alt+j")
    assert at(tab) == "–"


def test_the_slider_moves_the_fields_and_asks_once_the_reader_rests(tab: Page) -> None:
    handle = tab.get_by_role("slider", name="After")
    handle.focus()
    handle.press("ArrowLeft")
    assert str(handle.get_attribute("aria-valuetext")).startswith("2 · 2 Nov 2026")
    assert tab.locator("select[name=b]").input_value() == T2
    tab.wait_for_url(f"**/{T1}..{T2}")
    assert tab.evaluate("document.activeElement.dataset.for") == "b"


def test_a_handle_is_dragged_to_another_version(tab: Page) -> None:
    box = tab.locator(".handles").bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    tab.mouse.up()
    tab.wait_for_url(f"**/{T2}..{T3}")


def test_filters_work_at_once_mark_the_text_and_stand_in_the_address(tab: Page) -> None:
    every = len(places(tab))
    tab.locator("[data-filter=kind]", has_text="figure").click()
    assert len(places(tab)) == tab.locator(".hit").count() == 2
    assert tab.url.endswith("?kind=figure")
    assert str(tab.get_by_role("link", name="Side by side").get_attribute("href")).endswith("view=side&kind=figure")
    assert tab.locator("[data-filter=part]", has_text="Headline").inner_text().split() == ["Headline", "1"]
    tab.keyboard.press("k")
    assert at(tab) == "2"
    tab.locator("[data-filter=kind]", has_text="figure").click()
    assert len(places(tab)) == every
    assert tab.locator(".hit").count() == 0


def test_a_line_leads_to_its_place_and_the_number_there_back(tab: Page) -> None:
    line_ = tab.locator(".line-go").last
    line_.click()
    place = str(line_.get_attribute("href"))
    assert tab.evaluate("`#${document.activeElement.id}`") == place
    tab.locator(f"{place} .ref").click()
    assert tab.evaluate("document.activeElement.getAttribute('href')") == place


def test_a_change_and_the_comparison_are_copied_with_their_citation(tab: Page) -> None:
    tab.locator("a[data-copy]").nth(1).click()
    expect(tab.locator(".copy-status")).to_have_text("Copied, with its citation")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert "Before: “Three people were hurt" in copied
    assert copied.rstrip().endswith(str(tab.locator(".line-go").nth(1).get_attribute("href")))
    tab.get_by_text("Quote the whole comparison").click()
    tab.get_by_role("button", name="Copy").click()
    # The status of the first copy still stands: the clipboard itself tells when the second is there.
    tab.wait_for_function("navigator.clipboard.readText().then(text => text.includes('Headline, before'))")


def test_moved_text_leads_both_ways(tab: Page, server: Server) -> None:
    tab.goto(f"{server.base}/stories/2/{T1}..{T2}")
    there = tab.locator("a.tag-moved").first
    there.click()
    landed = tab.locator(str(there.get_attribute("href")))
    expect(landed).to_be_in_viewport()
    landed.locator("a.tag-moved").click()
    assert tab.evaluate("location.hash.length") > 1


@pytest.mark.parametrize("view", ["", "?view=side", "?kind=figure", "?fine=all"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_comparison_has_no_accessibility_violation(
    browser: Browser, server: Server, view: str, scheme: str
) -> None:
    for width in (390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(server.base + PAIR + view)
        page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
        if width == 390:
            page.get_by_role("button", name="List").click()
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


def test_on_a_phone_the_list_comes_from_below_and_goes_again(phone: Page) -> None:
    button = phone.get_by_role("button", name="List")
    expect(phone.locator("#changes")).to_be_hidden()
    button.click()
    expect(phone.locator("#changes")).to_be_in_viewport()
    phone.keyboard.press("Escape")
    expect(phone.locator("#changes")).to_be_hidden()
    button.click()
    phone.locator(".line-go").last.click()
    expect(phone.locator("#changes")).to_be_hidden()
    expect(phone.locator(".run.current, .part.current")).to_be_in_viewport()


def test_on_a_phone_two_buttons_step_from_change_to_change(phone: Page) -> None:
    phone.get_by_role("button", name="Next change").click()
    phone.get_by_role("button", name="Next change").click()
    assert at(phone) == "2"
    expect(phone.locator(".run.current, .part.current")).to_be_in_viewport()
    phone.get_by_role("button", name="Previous change").click()
    assert at(phone) == "1"


def test_without_scripts_the_list_filters_the_versions_are_chosen_and_changes_are_quoted(
    browser: Browser, server: Server
) -> None:
    for width in (390, 1280):
        context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 700})
        page = context.new_page()
        page.goto(server.base + PAIR)
        expect(page.locator(".slider, .change-bar, .keys-button").first).to_be_hidden()
        page.locator("[data-filter=kind]", has_text="figure").click()
        assert page.url.endswith("?kind=figure")
        expect(page.locator(".line:visible")).to_have_count(2)
        page.locator(".line:visible a", has_text="Quote").first.click()
        assert "Headline, before" in page.get_by_label("As plain text").input_value()
        page.go_back()
        page.locator("select[name=b]").select_option(T2)
        page.get_by_role("button", name="Compare").click()
        assert page.url == f"{server.base}/stories/1/{T1}..{T2}?kind=figure"
        context.close()


def test_an_operator_remarks_on_a_change_and_readers_see_it_there(tab: Page, server: Server, phone: Page) -> None:
    sign_in(server, tab)
    tab.goto(server.base + PAIR)
    tab.locator(".line .remark-new summary").first.click()
    form = tab.locator(".line .remark-new form").first
    form.get_by_label("Remark, as plain text").fill("The brigade counts five.")
    form.get_by_label("Your name").fill("Ana Lopes")
    form.get_by_role("button", name="Save the remark").click()
    expect(tab.locator(".line .remark").first).to_contain_text("The brigade counts five.")
    assert Axe().run(tab, options=RULES).violations_count == 0
    phone.reload()
    phone.get_by_role("button", name="List").click()
    expect(phone.get_by_text("The brigade counts five.")).to_be_visible()
    assert phone.get_by_text("Edit or remove").count() == 0
