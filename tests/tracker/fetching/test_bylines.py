"""A line that only says who wrote the story, and when, is the byline and no paragraph of it."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.fetching.bylines import LONGEST_BYLINE, PLAIN_BYLINE, is_byline, text_and_stamp
from tracker.fetching.extract import extract

BODY = [
    "The council voted on Tuesday to keep the old bridge open for another year, officials said.",
    "Engineers had found cracks in two of its piers, and asked for it to be closed by the winter.",
]
STANDFIRST = "Cracks in two piers are no danger yet, engineers say"


def page(above: str, author: str = "", body: list[str] = BODY) -> str:
    named = f'<meta name="author" content="{author}">' if author else ""
    paragraphs = "".join(f"<p>{text}</p>" for text in body)
    return f"<html><head>{named}</head><body><main><h1>Bridge stays open</h1>{above}{paragraphs}</main></body></html>"


BYLINES = [
    "By Ana Sol", "By Ana Sol and Bo Reed", "BY ANA SOL", "By Ana Sol | 3 May 2026, 04:18 GMT", "Von Ana Sol",
    "By Ana Sol 2 hours ago", "By Ana Sol, Health Correspondent", "By Ana Sol in Ostwick, updated 14:05 GMT",
    "By Ana Sol and agencies", "By Ana Sol | The Ostwick Courier | May 3, 2026", "Par Ana Sol, à 14h05",
    "By Ana Sol, Bo Reed and Carla de la Cruz · 3 May 2026",
]  # fmt: skip
NO_BYLINES = [
    "By Friday Morning", "By dawn the fire was out", "By Ana Sol’s own count, forty people were there.",
    "By Ana Sol, nobody was told of it.", "Ana Sol", "Ana Sol was there.", "By and large", "By", "", "3 May 2026",
    "By Ana Sol reached the bridge before anybody else did", "By the River", "Von Ana Sol hat man nichts gehört.",
    "By Ana Sol | She was not asked.", "Por Dios",
]  # fmt: skip


@pytest.mark.parametrize("text", BYLINES)
def test_a_line_that_says_who_and_when_is_a_byline(text: str) -> None:
    assert is_byline(text, (), marked=False)


@pytest.mark.parametrize("text", NO_BYLINES)
def test_a_line_that_only_begins_as_a_byline_is_none(text: str) -> None:
    assert not is_byline(text, (), marked=False)


def test_names_alone_are_a_byline_where_markup_or_a_time_beside_declared_ones_says_so() -> None:
    assert is_byline("Ana Sol", (), marked=True)
    assert is_byline("Ana Sol and Bo Reed | 3 May 2026", ("Bo Reed", "Ana Sol"), marked=False)
    assert is_byline("By Madonna", ("Madonna",), marked=False)
    assert not is_byline("Staff Reports", ("Staff Reports",), marked=False)
    assert not is_byline("Ana Sol | 3 May 2026", ("Bo Reed",), marked=False)


def test_two_surnames_joined_by_a_letter_are_one_name_and_two_people_are_two() -> None:
    assert is_byline("Por José Ortega y Gasset", (), marked=False)
    assert is_byline("Por Ana María Sol y Bo Luis Paz | 3 de mayo de 2026", (), marked=False)


@pytest.mark.parametrize("run", ["A A y ", "A A and ", "A A, ", "A de ", "A y ", ", And A of A", "\u00a0", "3 May "])
def test_a_line_of_endless_names_is_read_at_once(run: str) -> None:
    line = "By Ana Sol " + run * 9_000 + "!"
    began = time.perf_counter()
    PLAIN_BYLINE.match(line)
    assert not is_byline(line, (), marked=True)
    assert not is_byline(line[: LONGEST_BYLINE - 1] + "!", (), marked=True)
    assert time.perf_counter() - began < 5


@given(st.text(st.characters(), max_size=400), st.booleans())
def test_any_line_has_an_answer_and_no_letter_is_lost(text: str, marked: bool) -> None:
    assert is_byline(text, ("Ana Sol",), marked) in (True, False)
    said, stamp = text_and_stamp(text)
    assert not stamp or (said.split()[:1] == text.split()[:1] and text.split()[-1:] == stamp.split()[-1:])


@pytest.mark.parametrize(
    "line",
    ['<p class="x7">By Ana Sol | <time datetime="2026-05-03T04:18:00Z">03 May 2026, 04:18 GMT</time></p>',
     '<address class="x-author">Ana Sol</address><time>03 May 2026, 04:18 GMT</time>',
     "<p>By Ana Sol</p><p>03 May 2026, 04:18 GMT</p>",
     "<div>03 May 2026, 04:18 GMT</div><div>By Ana Sol</div>"],
)  # fmt: skip
@pytest.mark.parametrize("author", ["", "Ana Sol"])
def test_the_line_under_the_headline_is_byline_and_stamp_and_not_in_the_body(line: str, author: str) -> None:
    document = extract(page(line, author))
    assert document.paragraphs == BODY
    assert document.byline == "Ana Sol"
    assert document.published_at in (datetime(2026, 5, 3, 4, 18, tzinfo=UTC), None)


def test_the_stamp_in_a_byline_is_the_publishers_stamp() -> None:
    document = extract(page("<p>By Ana Sol | Updated 03 May 2026, 04:18 GMT</p>"))
    assert document.modified_verbatim == "Updated 03 May 2026, 04:18 GMT"
    assert document.modified_at == datetime(2026, 5, 3, 4, 18, tzinfo=UTC)


def test_what_stands_between_headline_and_byline_is_the_standfirst() -> None:
    document = extract(page(f'<p class="x1">{STANDFIRST}.</p><p class="x2">By Ana Sol | 3 May 2026</p>', "Ana Sol"))
    assert (document.standfirst, document.paragraphs) == (f"{STANDFIRST}.", BODY)


def test_the_standfirst_stays_a_paragraph_where_no_byline_parts_it_from_the_body() -> None:
    document = extract(page(f"<p>{STANDFIRST}.</p>", "Ana Sol"))
    assert document.paragraphs == [f"{STANDFIRST}.", *BODY]


@pytest.mark.parametrize(
    "line", ["By Friday Morning all roads were open again.", "By Ana Sol’s count, forty people stood there.", "Ana Sol"]
)
def test_a_first_paragraph_that_resembles_a_byline_stays(line: str) -> None:
    assert extract(page("", "Ana Sol", [line, *BODY])).paragraphs == [line, *BODY]


def test_a_byline_in_the_middle_of_a_story_stays_where_it_stands() -> None:
    poem = [*BODY, "By Emil Krantz", *BODY]
    assert extract(page("", "Ana Sol", poem)).paragraphs == poem
