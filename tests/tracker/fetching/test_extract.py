"""A page is read into its parts, and nothing a server sends can break the reading."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.fetching.charset import decoded
from tracker.fetching.declared import declared, text_of
from tracker.fetching.extract import EXTRACTOR, extract, extract_text
from tracker.fetching.page import tree_of
from tracker.fetching.walls import unusable
from tracker.model import BlockKind, Document

PAGES = Path(__file__).parents[2] / "pages"
SENTENCE = "The council voted on Tuesday to keep the old bridge open for another year, officials said."


@pytest.fixture(scope="module")
def fire() -> Document:
    return extract((PAGES / "fire.html").read_bytes(), "https://courier.example/news/harbour-street-fire?ref=x")


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"


def test_the_visible_headline_is_the_headline_and_the_others_are_kept_apart(fire: Document) -> None:
    assert fire.headline == "Fire closes Harbour Street in Ostwick"
    assert fire.headline_from == "h1"
    assert fire.titles == {
        "h1": "Fire closes Harbour Street in Ostwick",
        "og:title": "Harbour Street closed after overnight fire",
        "json-ld": "Fire closes Harbour Street in Ostwick",
        "title": "Fire closes Harbour Street in Ostwick | The Ostwick Courier",
    }


def test_the_parts_around_the_body_are_read(fire: Document) -> None:
    assert fire.standfirst == "Forty people left their homes when a warehouse burned in the night."
    assert fire.byline == "Mara Lindqvist"
    assert fire.dateline == "OSTWICK, March 4"
    assert (fire.section, fire.outlet, fire.language) == ("Local", "The Ostwick Courier", "en-GB")
    assert fire.url == "https://courier.example/news/harbour-street-fire"
    assert fire.published_verbatim == "2026-03-04T06:12:00+01:00"
    assert fire.modified_at == datetime(2026, 3, 4, 8, 40, tzinfo=UTC)
    assert not fire.zone_assumed


def test_the_body_is_exact_and_notices_stay_in_their_place(fire: Document) -> None:
    assert fire.paragraphs == [
        "OSTWICK, March 4 — A warehouse fire closed Harbour Street on Wednesday, "
        "and forty people were led out of their homes, the fire service said.",
        "“We saw the light first,” said Jonas\u00a0Reed, 71, a neighbour.",
        "No.",
        "No.",
        "The street stays closed until noon. Buses 4 and 9 are diverted.",
        "The school on Quay Lane is shut.",
        "What is known",
        "The fire began at 2.40 a.m.",
        "Nobody was hurt.",
        "This is a developing story. Please check back for updates.",
        "Correction: An earlier version of this article said that fifty people had left their homes.",
    ]
    assert fire.status == ["This is a developing story. Please check back for updates."]
    assert fire.notices == [fire.paragraphs[-1]]


def test_captions_are_blocks_and_no_paragraphs(fire: Document) -> None:
    assert fire.captions == ["Crews on Harbour Street at dawn. Photo: A. Berg"]
    kinds = [block.kind for block in fire.blocks if block.kind is not BlockKind.PARAGRAPH]
    assert kinds == [BlockKind.CAPTION, BlockKind.HEADING, BlockKind.ITEM, BlockKind.ITEM]


def test_bytes_give_what_their_decoded_text_gives() -> None:
    data = (PAGES / "fire.html").read_bytes()
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert extract(data.decode().encode(encoding)) == extract(data.decode())


@pytest.mark.parametrize(
    ("charset", "text"),
    [("windows-1251", "Пожар на набережной закрыл улицу в среду, сообщили власти города."),
     ("shift_jis", "水曜日に港の通りで火災があり、四十人が避難したと消防が発表した。" * 2),
     ("iso-8859-1", "“Señor Núñez” — so he wrote — left the café at eight, the police of Ostwick said.")],
)  # fmt: skip
def test_declared_charsets_are_read_as_browsers_read_them(charset: str, text: str) -> None:
    html = page(f"<p>{text}</p>", f'<meta charset="{charset}">')
    data = html.encode("cp1252" if charset == "iso-8859-1" else charset)
    assert extract(data).paragraphs == [text]


def test_the_headline_is_not_the_logo_nor_a_hidden_one() -> None:
    html = page(
        f"<h1>The Daily Tide</h1><h1 hidden>Secret</h1><h1>Bridge stays open</h1><p>{SENTENCE}</p>",
        '<title>Bridge stays open - The Daily Tide</title><meta property="og:site_name" content="The Daily Tide">',
    )
    assert extract(html).headline == "Bridge stays open"


def test_a_page_without_h1_shows_its_declared_headline() -> None:
    html = page(f"<p>{SENTENCE}</p>", "<title>Bridge stays open | Tide</title>")
    document = extract(html)
    assert (document.headline, document.headline_from) == ("Bridge stays open", "title")


def test_a_stamp_around_the_story_is_the_publishers_stamp_and_no_paragraph() -> None:
    document = extract(page(f"<h1>Bridge stays open</h1><p>Updated 14:05 GMT, 3 May 2026</p><p>{SENTENCE}</p>"))
    assert document.paragraphs == [SENTENCE]
    assert document.modified_verbatim == "Updated 14:05 GMT, 3 May 2026"
    assert document.modified_at == datetime(2026, 5, 3, 14, 5, tzinfo=UTC)


def test_markup_in_declared_fields_is_resolved_and_no_time_gets_into_a_byline() -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle",
    "headline": "A <b>bold</b> &amp; quiet move",
    "author": {"name": "Ana Sol | 2 hours ago"}}</script>"""
    document = extract(page(f"<p>{SENTENCE}</p>", head))
    assert (document.headline, document.byline) == ("A bold & quiet move", "Ana Sol")


@pytest.mark.parametrize(
    ("declared", "shown"),
    [("Ex&amp;ample", "Ex&ample"), ("Ex&amp;amp;ample", "Ex&amp;ample"), ("Ex&ample", "Ex&ample"),
     ("Tea &lt; coffee", "Tea < coffee"), ("A <b>bold</b> &amp; quiet move", "A bold & quiet move"),
     ("&lt;b&gt;Tea&lt;/b&gt; &amp;amp; bread", "Tea & bread"), ("M&#xF6;we&nbsp;&hellip;", "M\u00f6we\u00a0\u2026"),
     ("a?b=1&copy=2", "a?b=1&copy=2"), ("&#0;&#x110000;&nosuch;", "\ufffd\ufffd&nosuch;")],
)  # fmt: skip
def test_entities_in_declared_fields_are_resolved_once_and_under_escaped_markup_twice(
    declared: str, shown: str
) -> None:
    assert text_of(declared) == shown


def test_entities_that_the_page_resolves_itself_are_no_entities_any_more() -> None:
    head = '<meta property="og:title" content="Ex&amp;ample &amp;amp; Sons">'
    assert extract(page(f"<p>{SENTENCE}</p>", head)).titles["og:title"] == "Ex&ample & Sons"


def test_a_declared_body_keeps_its_paragraphs_and_its_entities() -> None:
    for raw in ("<p>Ex&amp;ample.</p><p>Tea.</p>", "&lt;p&gt;Ex&amp;amp;ample.&lt;/p&gt;&lt;p&gt;Tea.&lt;/p&gt;"):
        head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{raw}"}}</script>'
        root = tree_of(page("", head))
        assert root is not None
        assert declared(root).body.split() == ["Ex&ample.", "Tea."]


def test_a_canonical_address_that_is_not_on_the_web_is_none() -> None:
    head = '<link rel="canonical" href="javascript:alert(1)">'
    assert extract(page(f"<p>{SENTENCE}</p>", head), "https://tide.example/a").url == ""


def test_a_page_nested_ten_thousand_deep_is_read_plainly() -> None:
    document = extract("<html><body>" + "<div>" * 10_000 + f"<p>{SENTENCE}</p><p>{SENTENCE}</p>")
    assert document.paragraphs == [SENTENCE, SENTENCE]


def test_a_page_above_the_limit_is_not_read_and_the_reason_is_named() -> None:
    document = extract(b"<p>" + b"word " * 10_000_000)
    assert document == Document()
    assert "above 10 MB" in unusable(document)


@pytest.mark.parametrize("html", [b"", b" ", b"\x00", b"<", b"<!--", b"<p>", b"\xff\xfe", b"<?xml version='1.0'?>", ""])
def test_nothing_gives_an_empty_document_that_is_unusable(html: bytes | str) -> None:
    assert unusable(extract(html)) != ""


def test_null_bytes_and_lone_surrogates_become_the_replacement_character() -> None:
    text = SENTENCE.replace("old", "o\x00l\ud800d")
    assert extract(page(f"<p>{text}</p>")).paragraphs == [SENTENCE.replace("old", "o\ufffdl\ufffdd")]
    assert extract_text(text).paragraphs == extract(page(f"<p>{text}</p>")).paragraphs


def test_invalid_utf_8_becomes_the_replacement_character() -> None:
    html = page(f"<p>{SENTENCE}</p>", '<meta charset="utf-8">').encode().replace(b"old", b"o\xc3(d")
    assert extract(html).paragraphs == [SENTENCE.replace("old", "o\ufffd(d")]


def test_right_to_left_text_is_kept_letter_by_letter() -> None:
    text = "قال مسؤولون يوم الثلاثاء إن المجلس صوّت على إبقاء الجسر القديم مفتوحا \u202eلمدة\u202c عام آخر."
    assert extract(page(f"<p>{text}</p>")).paragraphs == [text]


def test_a_plain_text_given_as_a_page_is_read_as_plain_text() -> None:
    assert extract(f"{SENTENCE}\n\n{SENTENCE}".encode()).paragraphs == [SENTENCE, SENTENCE]


def test_the_extractor_names_itself_its_library_and_its_setting() -> None:
    assert EXTRACTOR.startswith("rowback-extract/")
    assert "trafilatura/" in EXTRACTOR


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(st.characters(), max_size=400)))
def test_no_input_raises(html: bytes | str) -> None:
    document = extract(html)
    unusable(document)
    assert document.model_dump_json()


_BITS = st.sampled_from(
    ["<p>", "</p>", "<div class='related'>", "</div>", "<br>", "<h1>", "</h1>", "<table><tr><td>", "<li>",
    "<script>",
     "<script type='application/ld+json'>", "{\"@type\":\"NewsArticle\",", "</script>", "<figure>", "<!--",
     "-->", "<a href=x>",
     "</a>", SENTENCE, "&#0;", "&#xD800;", "\x0b", "<![CDATA[", "<svg>", "<template>", "<title>",
     "Updated 14:05", "\ufeff"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_BITS, max_size=25))
def test_no_heap_of_tags_raises_and_bytes_equal_text(bits: list[str]) -> None:
    html = "<html>" + "".join(bits)
    assert extract(html) == extract(html.encode("utf-8", "surrogatepass")) or "\ufeff" in html
    assert extract(decoded(html.encode())) == extract(html.encode())


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=600))
def test_no_plain_text_raises(text: str) -> None:
    assert extract_text(text).model_dump_json()


def test_a_page_that_leaves_its_body_tag_out_is_read_as_browsers_read_it() -> None:
    # libxml2 puts <article> into <head> here; HTML allows both tags to be left out.
    paragraph = "The harbour master said that nobody was hurt in the fire, which began on the north quay."
    page = f"<!doctype html><title>Fire</title><link rel=icon><article><h1>Fire</h1><p>{paragraph}</p></article>"
    assert extract(page).paragraphs == [paragraph]


def test_corrections_that_a_page_declares_are_read() -> None:
    said = [{"@type": "CorrectionComment", "text": "The year was wrong."}, "The name was wrong."]
    article = {"@type": "NewsArticle", "headline": "Fire", "correction": said}
    page = f"<script type='application/ld+json'>{json.dumps(article)}</script><h1>Fire</h1><p>{'A long text. ' * 9}</p>"
    assert extract(page).corrections == ["The year was wrong.", "The name was wrong."]
