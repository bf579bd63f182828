"""A comparison written as HTML."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tracker.diffing import compare
from tracker.diffing.html import as_html, as_page
from tracker.model import Block, Document

FIRST = "Schools in the whole county will open again on Monday morning."
REST = [f"The {word} paragraph has a good many words of its own to stay." for word in ("second", "third", "fourth")]


def written(old: str, new: str) -> str:
    return as_html(compare(old, new))


def test_words_are_marked_for_eyes_and_ears() -> None:
    html = written("Five people died.", "Seven people died.")
    assert '<del><span class="visually-hidden">[removed: </span>Five<' in html
    assert '<ins><span class="visually-hidden">[added: </span>Seven<' in html


def test_text_is_escaped() -> None:
    html = written("a", "<script>alert(1)</script> & \"quotes\" 'single'")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;" in html


def test_a_moved_paragraph_is_linked_both_ways() -> None:
    html = written("\n\n".join([FIRST, *REST]), "\n\n".join([*REST, FIRST]))
    ids = set(re.findall(r' id="([^"]+)"', html))
    links = set(re.findall(r' href="#([^"]+)"', html))
    assert ids == links == {"moved-from-0", "moved-to-0"}
    assert "moved from paragraph 1" in html
    assert "moved to paragraph 4" in html


def test_paragraphs_of_the_new_text_are_kept() -> None:
    html = written("One. Two.\n\nThree.", "One. Two.\n\nThree.")
    assert "<p>One. Two.</p>\n<p>Three.</p>" in html


def test_a_removed_paragraph_stands_on_its_own() -> None:
    html = written("\n\n".join([FIRST, *REST]), "\n\n".join(REST))
    assert html.count("<p><del>") == 1


def test_an_added_paragraph_shows_no_mark_for_the_break_behind_it() -> None:
    assert "¶" not in as_html(compare("It burns.\n\nRoads are closed.", "It burns.\n\nRain fell.\n\nRoads are closed."))


def test_a_folded_difference_is_named_and_not_marked() -> None:
    html = written("He said “no”.", 'He said "no".')
    assert "only typography differs" in html
    assert "<del>" not in html


def test_parts_come_before_the_body_under_their_names() -> None:
    old = Document(headline="Five dead", blocks=[Block(text="It burns.")])
    new = Document(headline="Six dead", blocks=[Block(text="It burns.")])
    html = as_html(compare(old, new))
    assert html.index("<h2>Headline</h2>") < html.index("<h2>Body</h2>")


def test_a_page_stands_alone_without_scripts() -> None:
    page = as_page(compare("a", "b"), "Old & new")
    assert page.startswith("<!doctype html>")
    assert "<title>Old &amp; new</title>" in page
    assert not re.search(r"<script|<link|src=|style=|@import|url\(", page)


@given(old=st.text(st.characters(), max_size=40), new=st.text(st.characters(), max_size=40))
def test_whatever_the_texts_the_page_can_be_written_and_tags_are_ours(old: str, new: str) -> None:
    page = as_page(compare(old, new), new)
    page.encode()
    tags = set(re.findall(r"</?([a-z0-9]+)", page))
    assert tags <= {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "div", "section",
                    "del", "ins", "span", "a"}  # fmt: skip
