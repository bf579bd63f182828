"""What stands in a page beside its story is left out, and what looks like that but belongs is kept."""

import pytest

from tracker.fetching.extract import extract
from tracker.model import BlockRole, Document
from tracker.observe import digest

FIRST = "The council voted on Tuesday to keep the old bridge open for another year, officials said."
SECOND = "The mayor, who had asked for it to be closed, said that engineers would look at it again in May."
THIRD = "About nine thousand people cross the bridge on a working day, according to figures from last autumn."
STORY = [FIRST, SECOND, THIRD]


def read(*parts: str, head: str = "") -> Document:
    body = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    return extract(f"<html><head>{head}</head><body><article><h1>Bridge stays open</h1>{body}</article></body></html>")


def paragraphs(*parts: str, head: str = "") -> list[str]:
    return read(*parts, head=head).paragraphs


@pytest.mark.parametrize(
    "clutter",
    [
        "<p><b>READ MORE:</b> <a href='/x'>Bridge closed for repairs</a></p>",
        "<p>Related: <a href='/x'>Ten bridges that fell</a></p>",
        "<p><a href='/x'>Mayor wants bridge closed</a></p>",
        "<aside class='related-links'><p>Ten bridges of the north that everyone should cross once.</p></aside>",
        "<div class='newsletter-signup'><p>Get the five stories of the day by mail at noon.</p></div>",
        "<div class='social-share'><ul><li><a href='#'>Facebook</a></li><li><a href='#'>Mail</a></li></ul></div>",
        "<div style='display:none'><p>Nobody was ever meant to see this sentence on this page, said nobody.</p></div>",
        "<p>Advertisement</p>", "<script>document.write('<p>Not a word of the story.</p>')</script>",
        "<p>Bridge stays open</p>",
    ],
)  # fmt: skip
def test_clutter_inside_a_story_is_left_out(clutter: str) -> None:
    if "Bridge stays" in clutter:  # The headline again, above the first paragraph.
        assert paragraphs(clutter, *STORY) == STORY
    else:
        assert paragraphs(FIRST, clutter, SECOND, THIRD) == STORY


@pytest.mark.parametrize(
    "closer",
    ["Reporting by Ana Sol; editing by Bo Berg", "Follow us on Mastodon for more.", "Sign up to our newsletter.",
     "© 2026 The Tide. All rights reserved.", "Source: News agencies", "Write to Ana Sol at ana@tide.example",
     "Ana Sol is a reporter who covers the coast. Follow her on Mastodon.", "Updated at 1:23 p.m."],
)  # fmt: skip
def test_lines_that_close_a_page_are_left_out_at_its_end(closer: str) -> None:
    assert paragraphs(*STORY, closer) == STORY


@pytest.mark.parametrize(
    "line",
    ["No.", "He said: “More to the point, we are open.”", "Follow the river, he said, and you will come to the bridge.",
     "The mayor’s reading of it was different, as <a href='/x'>she told the council in March</a>, and again in April.",
     "Reporting by three engineers had shown cracks."],
)  # fmt: skip
def test_lines_of_a_story_that_resemble_clutter_are_kept(line: str) -> None:
    found = paragraphs(FIRST, line, SECOND, THIRD)
    assert len(found) == 4
    assert [p for p in found if p in STORY] == STORY


@pytest.mark.parametrize(
    "line",
    ["Support for the bridge has fallen since March.", "“Do you know what that means?” he asked.",
     "Published in 1998, the first report said the same.", "Register to vote by 9 May, the council said.",
     "Join the queue, said the mayor, who had waited for an hour.", "Contact was lost at dawn.",
     "Copyright law does not cover bridges, the court found.", "“You may like it or not,” he said.",
     "Follow the money, he said.", "Get it done, she told them."],
)  # fmt: skip
def test_a_last_paragraph_that_resembles_a_closer_is_kept(line: str) -> None:
    assert paragraphs(*STORY, line) == [*STORY, line]


def test_a_correction_below_the_credits_stays() -> None:
    notice = "Correction: An earlier version of this story gave the wrong year."
    assert paragraphs(*STORY, "Reporting by Ana Sol", notice) == [*STORY, notice]


def test_a_correction_in_a_footer_of_the_story_stays() -> None:
    notice = "This article was amended on 3 May 2026 to correct the number of people."
    assert paragraphs(*STORY, f"<footer><p>{notice}</p></footer>") == [*STORY, notice]


def test_a_body_whose_class_names_a_sidebar_is_still_the_body() -> None:
    assert (
        paragraphs(f"<div class='content-with-sidebar related-off'><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>")
        == STORY
    )


def test_rows_of_a_table_are_items() -> None:
    table = "<table><tr><th>Year</th><th>People</th></tr><tr><td>2025</td><td>9,000</td></tr></table>"
    assert paragraphs(FIRST, SECOND, table, THIRD) == [FIRST, SECOND, "Year | People", "2025 | 9,000", THIRD]


def test_a_pulled_quote_and_an_embedded_post_stay_in_their_place() -> None:
    quote = "<aside><p>“Engineers would look at it again”</p></aside>"
    post = "<div class='widget'><blockquote><p>The bridge is open. It stays open.</p></blockquote></div>"
    found = paragraphs(FIRST, quote, SECOND, post, THIRD)
    assert found == [FIRST, "“Engineers would look at it again”", SECOND, "The bridge is open. It stays open.", THIRD]


def test_identical_paragraphs_side_by_side_are_all_kept() -> None:
    assert paragraphs(FIRST, "No.", "No.", "No.", SECOND, THIRD) == [FIRST, "No.", "No.", "No.", SECOND, THIRD]


@pytest.mark.parametrize(
    "raw",
    [
        '{"@type": "NewsArticle", "headline": "Open bridge",}',
        '{"@type": "NewsArticle", "headline": "Open bridge"} // end',
        '<!-- {"@type": "NewsArticle", "headline": "Open bridge"} -->',
        '{"@type": "NewsArticle", "text": "a\nb", "headline": "Open bridge"}',
        '{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], "headline": "Open bridge"}]}',
        '{"@type": "NewsArticle", "headline": "Open bridge", "description": "a "quoted" word"}',
        '{"@type": "NewsArticle" "headline": "Open bridge"}',
    ],
)
def test_broken_json_ld_is_read(raw: str) -> None:
    head = f'<script type="application/ld+json">{raw}</script>'
    document = extract(f"<html><head>{head}</head><body><article><h1>Bridge</h1><p>{FIRST}</p></article></body></html>")
    assert document.titles["json-ld"] == "Open bridge"


# --- Dates and times --------------------------------------------------------------------------------------------------

LETTERHEAD = ["29 AUGUST 2019", "REGISTRY OF BRIDGES", "MINISTRY OF WORKS"]


@pytest.mark.parametrize("place", [1, 3])
def test_a_letterhead_that_is_split_into_lines_says_what_it_said(place: int) -> None:
    joined = read(*STORY[:place], " ".join(LETTERHEAD), *STORY[place:], "Last updated on 30 Aug 2019")
    split = read(*STORY[:place], *LETTERHEAD, *STORY[place:], "Last updated on 30 Aug 2019")
    assert split.paragraphs == [*STORY[:place], *LETTERHEAD, *STORY[place:]]
    assert digest(joined) == digest(split)


def test_a_letter_keeps_the_day_under_which_it_is_signed_and_another_day_is_a_change() -> None:
    signed = [read(*STORY, "MINISTRY OF WORKS", day, "Last updated on 30 Aug 2019") for day in ("3 MAY", "4 MAY")]
    assert signed[0].paragraphs == [*STORY, "MINISTRY OF WORKS", "3 MAY"]
    assert digest(signed[0]) != digest(signed[1])


@pytest.mark.parametrize("stamp", ["Last updated on 30 Aug 2019", "Published 3 May 2023", "3 May 2023, 14:05 GMT"])
def test_a_page_stamp_at_the_end_is_a_stamp_and_no_paragraph(stamp: str) -> None:
    document = read(*STORY, stamp)
    assert document.paragraphs == STORY
    assert stamp in (document.published_verbatim, document.modified_verbatim)


def test_a_bare_day_between_headline_and_story_is_the_publishers_stamp() -> None:
    document = read("29 AUGUST 2019", *STORY)
    assert (document.paragraphs, document.published_verbatim) == (STORY, "29 AUGUST 2019")


def test_the_times_of_a_chronology_are_text_and_the_pages_own_stamps_are_not() -> None:
    old = read(FIRST, "14:05", SECOND, "14:30", "Updated 15:10", THIRD)
    new = read(FIRST, "14:15", SECOND, "14:30", "Updated 16:20", THIRD)
    assert [block.role for block in old.blocks] == [None, None, None, None, BlockRole.STAMP, None]
    assert digest(old) != digest(new)
    assert digest(old) == digest(read(FIRST, "14:05", SECOND, "14:30", "Updated 16:20", THIRD))
