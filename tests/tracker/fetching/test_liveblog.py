"""A live blog is read note by note, each with its time; no other page is taken for one."""

import gzip
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.extraction import fixture, rows
from tests.tracker.fetching.live_pages import (
    ADDRESS,
    LEAD,
    POINTS,
    as_article,
    as_box,
    as_item,
    as_microdata,
    json_ld,
    live_page,
    posts,
    script,
)
from tracker import notes
from tracker.fetching.charset import decoded
from tracker.fetching.declared import declared
from tracker.fetching.extract import extract
from tracker.fetching.liveblog import live_blog
from tracker.fetching.page import tree_of
from tracker.model import BlockKind, BlockRole, Document
from tracker.observe import digest

SENTENCE = "The council voted on Tuesday to keep the old bridge open for another year, officials said."


def said(document: Document) -> list[str]:
    return [note.said for note in notes.notes_of(document)]


@pytest.mark.parametrize("setting", [as_article, as_item, as_box, as_microdata])
def test_each_note_is_an_item_with_its_own_time(setting: object) -> None:
    wanted = posts(8)
    document = extract(live_page([setting(post) for post in wanted]), ADDRESS)  # type: ignore[operator]
    found = notes.notes_of(document)
    assert [note.said for note in found] == [post.text for post in wanted]
    assert [note.name for note in found] == [post.clock for post in wanted]


def test_the_time_of_a_note_is_an_instant_where_the_page_says_which() -> None:
    document = extract(live_page([as_article(post) for post in posts(8)]), ADDRESS)
    assert notes.notes_of(document)[0].posted_at == datetime(2026, 3, 4, 9, 20, tzinfo=UTC)
    assert notes.notes_of(document)[0].posted_verbatim == "2026-03-04T10:20:00+01:00"


def test_the_heading_of_a_note_opens_it() -> None:
    document = extract(live_page([as_article(post) for post in posts(8, heading=True)]), ADDRESS)
    first = notes.notes_of(document)[0].blocks
    assert [(block.kind, block.posted_verbatim != "") for block in first] == [
        (BlockKind.HEADING, True),
        (BlockKind.PARAGRAPH, False),
    ]


def test_the_summary_and_the_key_points_stay_above_the_notes() -> None:
    document = extract(live_page([as_article(post) for post in posts(8)]), ADDRESS)
    assert [block.text for block in notes.lead_of(document)] == [LEAD, "Key points", *POINTS]


def test_the_name_of_the_author_and_the_buttons_of_a_note_are_not_what_it_says() -> None:
    document = extract(live_page([as_article(post) for post in posts(8)]), ADDRESS)
    assert "Jonas Reed" not in " ".join(document.paragraphs)
    assert "Share" not in document.paragraphs


def test_oldest_first_stays_oldest_first() -> None:
    wanted = posts(8)[::-1]
    document = extract(live_page([as_article(post) for post in wanted]), ADDRESS)
    assert said(document) == [post.text for post in wanted]


def test_a_pinned_note_stays_on_top_and_is_there_once() -> None:
    wanted = posts(8)
    document = extract(live_page([as_article(post) for post in [wanted[5], *wanted]]), ADDRESS)
    assert sorted(said(document)) == sorted(post.text for post in wanted)
    elsewhere = extract(live_page([as_article(post) for post in [wanted[5], *wanted[:5]]]), ADDRESS)
    assert said(elsewhere)[0] == wanted[5].text


def test_a_note_without_a_time_keeps_its_text() -> None:
    bare = f'<article class="live-post"><p>{SENTENCE}</p></article>'
    every = [as_article(post) for post in posts(8)]
    document = extract(live_page([*every[:3], bare, *every[3:]]), ADDRESS)
    assert SENTENCE in document.paragraphs
    assert len(notes.notes_of(document)) == 8


def test_how_long_ago_a_note_was_posted_never_makes_a_version() -> None:
    def at(look: int) -> Document:
        ago = [f"<time>{5 * i + look} min ago</time>" for i in range(9)]
        shown = [f"<li><p>{when} – {post.text}</p></li>" for when, post in zip(ago, posts(9), strict=True)]
        return extract(live_page(shown), ADDRESS)

    assert digest(at(1)) == digest(at(4))
    assert said(at(1)) == [post.text for post in posts(9)]
    assert notes.between(at(1), at(4)) == notes.Happened()


def test_a_notice_behind_the_notes_is_kept_and_parts_from_the_last_note() -> None:
    notice = "This live blog was amended on 4 March to correct the name of the street."
    html = live_page([as_article(post) for post in posts(8)])
    document = extract(html.replace("</main>", f"<p>{notice}</p></main>"), ADDRESS)
    assert document.notices == [notice]
    assert notes.lead_of(document)[-1].role is BlockRole.NOTICE


# --- What JSON-LD declares ------------------------------------------------------------------------------------------


def test_notes_that_come_by_script_are_read_from_what_the_page_declares() -> None:
    wanted = posts(5, heading=True)
    document = extract(live_page([], json_ld(wanted)), ADDRESS)
    assert said(document) == [f"{post.heading}\n{post.text}" for post in wanted]
    assert document.headline == "Fire in Ostwick: live updates"
    assert LEAD in document.paragraphs


def test_the_notes_on_the_page_come_before_the_declared_ones() -> None:
    document = extract(live_page([as_article(post) for post in posts(8)], json_ld(posts(8)[:3])), ADDRESS)
    assert said(document) == [post.text for post in posts(8)]


def test_declared_notes_that_also_stand_flat_on_the_page_are_there_once() -> None:
    flat = "".join(f"<h3>{post.heading}</h3><p>{post.text}</p>" for post in posts(5, heading=True))
    document = extract(live_page([], json_ld(posts(5, heading=True)), lead=f"<p>{LEAD}</p>{flat}"), ADDRESS)
    assert document.paragraphs.count(posts(5)[2].text) == 1
    assert len(notes.notes_of(document)) == 5
    assert [block.text for block in notes.lead_of(document)] == [LEAD]


def test_the_only_note_of_a_young_live_blog_does_not_hide_the_lead() -> None:
    def at(lead: str) -> Document:
        shown = [as_article(post) for post in posts(1, heading=True)]
        return extract(live_page(shown, json_ld(posts(1, heading=True)), lead=f"<p>{lead}</p>"), ADDRESS)

    assert [block.text for block in notes.lead_of(at(LEAD))] == [LEAD]
    assert len(notes.notes_of(at(LEAD))) == 1
    assert digest(at(LEAD)) != digest(at(LEAD.replace("Forty", "Fifty")))


@pytest.mark.parametrize("count", [1, 2, 3, 8])
@pytest.mark.parametrize("declares", [True, False])
def test_all_paragraphs_above_the_first_note_are_the_lead_however_many_notes(count: int, declares: bool) -> None:
    lead = f'<p class="by">By Ana Sol | 4 March 2026, 08:00 GMT</p><p>{SENTENCE}</p><p>{LEAD}</p>'
    every = posts(count, heading=True)
    head = json_ld(every, author="Ana Sol") if declares else ""
    document = extract(live_page([as_article(post) for post in every], head, lead=lead), ADDRESS)
    assert document.paragraphs[:2] == [SENTENCE, LEAD]
    assert document.byline == "Ana Sol"
    assert every[0].text in document.paragraphs


def test_a_short_line_above_whose_letters_stand_in_a_note_does_not_end_the_lead() -> None:
    flat = "".join(f"<h3>{post.heading}</h3><p>{post.text}</p>" for post in posts(5, heading=True))
    lead = f"<p>The lane</p><p>{LEAD}</p>{flat}"
    document = extract(live_page([], json_ld(posts(5, heading=True)), lead=lead), ADDRESS)
    assert [block.text for block in notes.lead_of(document)][-1] == LEAD
    assert document.paragraphs.count(posts(5)[2].text) == 1


def test_a_single_update_and_markup_and_entities_are_read() -> None:
    update = {
        "@type": "BlogPosting",
        "headline": "Crews &amp; neighbours &hellip;",
        "datePublished": "2026-03-04T10:20:00+01:00",
        "articleBody": "<p>Tea &amp; bread for <b>forty</b>.</p><p>“Thanks”, said J&ouml;rg.</p>",
    }
    head = script(json.dumps({"@type": ["NewsArticle", "LiveBlogPosting"], "liveBlogUpdate": update}))
    document = extract(live_page([], head), ADDRESS)
    assert [block.text for block in notes.notes_of(document)[0].blocks] == [
        "Crews & neighbours …",
        "Tea & bread for forty.",
        "“Thanks”, said Jörg.",
    ]


def test_updates_in_an_item_list_and_by_reference_are_read() -> None:
    one, two = posts(2)
    update = {"@id": "#2", "@type": "BlogPosting", "datePublished": two.iso, "articleBody": two.text}
    listed = {"@type": "ItemList", "itemListElement": [
        {"@type": "ListItem", "position": 1,
         "item": {"@type": "BlogPosting", "datePublished": one.iso, "articleBody": one.text}},
        {"@id": "#2"}]}  # fmt: skip
    head = script(json.dumps({"@graph": [{"@type": "LiveBlogPosting", "liveBlogUpdate": listed}, update]}))
    assert said(extract(live_page([], head), ADDRESS)) == [one.text, two.text]


def test_the_fields_of_a_note_are_not_those_of_the_page() -> None:
    rich = {"@type": "BlogPosting", "headline": "A note", "datePublished": "2026-03-04T10:20:00Z", "author": "X",
            "dateModified": "2026-03-04T11:20:00Z", "articleBody": SENTENCE, "description": "D"}  # fmt: skip
    head = script(json.dumps({"@type": "LiveBlogPosting", "headline": "The fire", "liveBlogUpdate": [rich]}))
    document = extract(live_page([], head), ADDRESS)
    assert document.titles["json-ld"] == "The fire"
    assert document.published_verbatim == ""
    micro = extract(live_page([as_microdata(post) for post in posts(8)]), ADDRESS)
    assert micro.published_verbatim == ""


def test_broken_json_ld_gives_the_notes_that_can_be_told() -> None:
    wanted = posts(4)
    broken = ", ".join(
        f'{{"@type": "BlogPosting", "articleBody": "{post.text}", "datePublished": "{post.iso}"}}' for post in wanted
    )
    head = script(f'{{"@type": "LiveBlogPosting", "headline": "The fire", "liveBlogUpdate": [{broken}')
    document = extract(live_page([], head), ADDRESS)
    assert said(document) == [post.text for post in wanted]
    assert document.titles["json-ld"] == "The fire"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_declared_updates_raise(data: st.DataObject) -> None:
    keys = st.sampled_from(["@type", "@id", "headline", "articleBody", "datePublished", "item", "itemListElement"])
    leaf = st.one_of(st.none(), st.integers(), st.text(max_size=12), st.just("LiveBlogPosting"), st.just("#1"))
    value = data.draw(
        st.recursive(leaf, lambda v: st.lists(v, max_size=4) | st.dictionaries(keys, v, max_size=4), max_leaves=12)
    )
    text = json.dumps({"@type": "LiveBlogPosting", "@id": "#1", "liveBlogUpdate": value})
    cut = data.draw(st.integers(0, len(text)))
    for head in (script(text), script(text[:cut])):
        assert extract(live_page([], head), ADDRESS).model_dump_json()


# --- What is no live blog -------------------------------------------------------------------------------------------

ARTICLE = "".join(f"<p>{SENTENCE.replace('Tuesday', day)}</p>" for day in ("Monday", "Friday", "Sunday"))


def plain_page(below: str, article: str = ARTICLE, title: str = "Bridge stays open") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><main><article><h1>{title}</h1>{article}"
        f"</article>{below}</main></body></html>"
    )


def timed(count: int, inside: str, around: str = '<li class="entry">{}</li>') -> str:
    return "".join(
        around.format(f'<time datetime="2026-03-04T{i + 6:02}:00:00Z">{i + 6}:00</time>' + inside.format(i))
        for i in reversed(range(count))
    )


NEAR_MISSES = {
    "comments by name": '<section class="comments">'
    + timed(9, "<b>Reader {0}</b><p>I have crossed this bridge {0} times and it was closed each time, sadly.</p>")
    + "</section>",
    "comments with replies": timed(
        9, "<b>Reader {0}</b><p>I have crossed this bridge {0} times and it was shut.</p><a href='#'>Reply</a>"
    ),
    "comments under a heading": "<h2>12 comments</h2>"
    + timed(9, "<b>Reader {0}</b><p>I have crossed this bridge {0} times and it was shut, and that was that.</p>"),
    "related stories": "<h2>More from Ostwick</h2>"
    + timed(9, "<p>A teaser of story {0}, which tells in some words what it is about and who said so to whom.</p>"),
    "teasers with linked headlines": timed(
        9, '<h3><a href="/news/{0}">Story {0} of the day</a></h3><p>What story {0} is about, told in one sentence.</p>'
    ),
    "a time-line box": '<div class="box">' + timed(4, "<p>Rain fell in ward {0}.</p>") + "</div>",
    "a chronology in days": "".join(
        f'<li class="entry"><time datetime="2026-03-0{i}">{i} March 2026</time><p>The council met in hall {i} and '
        f"spoke about the bridge for {i} hours, and then went home for supper without having voted on it.</p></li>"
        for i in range(1, 9)
    ),
    "a history of the page": '<ol class="history">' + timed(9, "<p>Words in part {0} were changed.</p>") + "</ol>",
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_what_only_looks_like_notes_makes_no_live_blog(name: str) -> None:
    html = plain_page(NEAR_MISSES[name])
    document = extract(html, "https://courier.example/news/bridge")
    assert not notes.is_live(document)
    assert document.paragraphs[0] == SENTENCE.replace("Tuesday", "Monday")


def test_an_article_that_calls_itself_a_live_blog_and_has_no_notes_is_read_as_an_article() -> None:
    html = plain_page("").replace("<head>", "<head>" + script('{"@type": "LiveBlogPosting", "headline": "Bridge"}'))
    assert extract(html).paragraphs == extract(plain_page("")).paragraphs


def test_an_article_that_only_names_a_live_blog_elsewhere_is_read_as_an_article() -> None:
    other = {"@type": "LiveBlogPosting", "headline": "Fire: live", "url": "https://courier.example/live/fire"}
    own = {"@type": "NewsArticle", "headline": "Bridge stays open", "datePublished": "2026-03-04", "author": "A. Berg"}
    html = plain_page("<ul>" + timed(4, "<p>What story {0} is about, told in one sentence.</p>") + "</ul>")
    html = html.replace("<head>", "<head>" + script(json.dumps({"@graph": [own, {"mentions": other}]})))
    assert not notes.is_live(extract(html))


def test_declared_notes_that_are_not_in_the_timed_list_are_not_taken_from_it() -> None:
    document = extract(
        live_page([timed(9, "<p>Something else {0} entirely, in a box of its own.</p>")], json_ld(posts(4)))
    )
    assert said(document) == [post.text for post in posts(4)]


@pytest.mark.corpus
def test_no_real_article_is_taken_for_a_live_blog(shared_data: Path) -> None:
    articles = [
        (gzip.decompress((shared_data / "aeb_html" / "html" / f"{row['id']}.html.gz").read_bytes()), row["url"])
        for row in rows(shared_data / "aeb_html" / "ground_truth.jsonl")
    ]
    claims = {row["fixture"]: row["url"] for row in rows(shared_data / "newssniffer_fixtures" / "expectations.jsonl")}
    articles += [(fixture(shared_data, name), url or "") for name, url in claims.items()]
    assert len(articles) > 90
    for html, address in articles:
        root = tree_of(decoded(html))
        assert root is not None
        assert live_blog(root, declared(root), address) is None, address


# --- Bad input ------------------------------------------------------------------------------------------------------

_BITS = st.sampled_from(
    ["<article class='post'>", "</article>", "<li>", "</li>", "<ul>", "</ul>", "<div class='update'>", "</div>", "<p>",
     "<time>5 min ago</time>", "<time datetime='2026-03-04T10:20:00Z'>", "</time>", "<time datetime='\u202e'>", "14:05",
     "<blockquote>", "</blockquote>", "<meta itemprop='datePublished' content='x'>", SENTENCE, "<h3>", "<br>", "&#0;",
     "<div itemprop='liveBlogUpdate' data-timestamp='1772617200'>", "<span>2 hours ago</span>", "\ud800", "<p hidden>"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_BITS, max_size=40))
def test_no_heap_of_notes_raises(bits: list[str]) -> None:
    document = extract("<html><title>live</title>" + "".join(bits), ADDRESS)
    assert document.model_dump_json()
    notes.between(document, document)


def test_a_thousand_notes_are_read_and_compared_in_seconds() -> None:
    start = datetime(2026, 3, 4, tzinfo=UTC)
    every = [
        f'<div class="post"><time datetime="{(start - timedelta(minutes=i)).isoformat()}"></time>'
        f"<p>Note {i} of the day says this.</p></div>"
        for i in range(1_000)
    ]
    began = time.perf_counter()
    old, new = (extract(live_page(part), ADDRESS) for part in (every[3:], every[:-3]))
    happened = notes.between(old, new)
    assert (len(happened.on_top), len(happened.fallen), len(happened.removed)) == (3, 3, 0)
    assert time.perf_counter() - began < 20
