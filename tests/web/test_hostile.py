"""What hostile texts can do to a page: nothing."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import line
from tests.web.conftest import T1, T2, Tell
from tests.web.test_gate import MODULE
from web import marks
from web.links import outside

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\x1b[31m\u202e'
PATHS = ["/", "/stories/1", f"/stories/1@{T1}", f"/stories/1/{T1}..{T2}", f"/stories/1/{T1}..{T2}?view=side"]


class Elements(HTMLParser):
    """Every element and attribute of a page; a module that is a file of ours goes as "module", not as "script"."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        ours = tag == "script" and given.keys() == {"type", "src"} and str(given["src"]).startswith("/static/")
        self.tags.append("module" if ours and given["type"] == "module" else tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


@pytest.fixture
def evil(tell: Tell) -> None:
    """A story with markup, template code and control characters in every field."""
    names = ("headline", "standfirst", "byline", "dateline", "section", "outlet", "published_at", "modified_at")
    fields = {name: EVIL + name for name in names}
    tell(line(0, EVIL + "one.", **fields, language='en"><script>'), line(20, EVIL + "two.", **fields))


@pytest.mark.parametrize("path", PATHS)
def test_no_field_becomes_markup(client: TestClient, evil: None, path: str) -> None:
    page = client.get(path).text
    found = Elements(page)
    assert page.count("<script") == len(re.findall(MODULE, page))
    assert "img" not in found.tags
    assert not any(name.startswith("on") for name in found.attributes)
    assert "alert(1)" in page
    assert "{{ 7*7 }}" in page
    assert "\x1b" not in page


def test_what_was_searched_for_is_shown_as_text(client: TestClient, evil: None) -> None:
    assert "script" not in Elements(client.get("/", params={"q": EVIL}).text).tags


def test_right_to_left_text_is_set_apart_from_what_stands_around_it(client: TestClient, tell: Tell) -> None:
    tell(line(0, "حريق في الميناء.", headline="حريق", language="ar"), line(20, "حريق كبير في الميناء.", language="ar"))
    page = client.get("/stories/1").text
    assert 'dir="auto" lang="ar"' in page


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http:",
        "https://[::",
        "http://a b",
        "ftp://a.example",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert outside(address) is None


def test_a_web_address_becomes_a_link() -> None:
    assert outside("https://paper.example/a?b=c#d") == "https://paper.example/a?b=c#d"


@given(st.lists(st.tuples(st.sampled_from("=-+"), st.text()), max_size=6))
def test_any_word_script_becomes_harmless_html(script: list[tuple[str, str]]) -> None:
    for side in ("both", "old", "new"):
        found = Elements(f"<p>{marks.words(script, side)}</p>")
        assert set(found.tags) <= {"p", "ins", "del", "span"}
        assert found.attributes <= {"class"}


@given(st.text())
def test_plain_text_fits_xml(text: str) -> None:
    plain = marks.plain(text)
    assert not any(ord(character) < 32 and character not in "\t\n\r" for character in plain)
    assert not any(0xD800 <= ord(character) < 0xE000 for character in plain)


def test_one_enormous_sentence_stays_readable(client: TestClient, tell: Tell) -> None:
    words = "word " * 60_000
    tell(line(0, f"{words}one"), line(20, f"{words}two"))
    page = client.get("/stories/1").text
    assert len(page) < 40_000
    assert "<ins>" in page


def test_times_at_the_ends_of_the_calendar_are_shown(client: TestClient, tell: Tell) -> None:
    tell(line(0, "Text.", seen_at="0001-01-01T00:00:00Z"))
    assert "1 Jan 1, 00:00 UTC" in client.get("/stories/1").text
