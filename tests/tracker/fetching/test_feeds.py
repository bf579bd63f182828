"""Feeds of every form become the same list of stories, and a broken feed gives what can be had of it."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadInput
from tracker.fetching.feeds import read_feed
from tracker.fetching.listing import MOST_ITEMS, Listing, when

AT = "https://www.example.org/feed.xml"


def rss(items: str, head: str = "<title>Example</title><link>https://www.example.org/</link>") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def feed(raw: bytes | str, media_type: str = "") -> Listing:
    return read_feed(raw.encode() if isinstance(raw, str) else raw, media_type, AT)


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="/news/">
<title type="html">Ex&amp;amp;ample</title><link rel="self" href="https://www.example.org/feed.xml"/><link href="/"/>
<entry><title type="html">Fire &amp;lt;in&amp;gt; &lt;b&gt;Ost&lt;/b&gt;</title><id>tag:1</id>
<link rel="enclosure" href="/sound.mp3"/><link rel="alternate" type="application/json" href="/x.json"/>
<link rel="alternate" type="text/html" href="fire-12345"/><published>2023-05-04T10:30:00+02:00</published>
<updated>2023-05-04T09:00:00Z</updated><summary>Three hurt.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Three were hurt.</p></div></content></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title><link>https://www.example.org/</link></channel>
<item rdf:about="https://www.example.org/a"><title>A</title><link>https://www.example.org/a</link>
<dc:date>2004-05-04T10:00Z</dc:date></item></rdf:RDF>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Example",
    "home_page_url": "https://www.example.org/",
    "language": "en",
    "items": [
        {"id": "", "url": "/old", "title": "Old", "date_published": "2023-05-01T00:00:00Z"},
        {"id": "", "url": "/new", "title": "New", "date_published": "2023-05-02T00:00:00Z", "content_text": "a < b"},
        {"id": "https://www.example.org/id", "title": "Only an id"},
        "no object", {"title": "no link"}, {"url": "javascript:alert(1)"},
    ],
}  # fmt: skip


def test_an_atom_entry_is_read_with_its_base_its_times_and_its_full_text() -> None:
    found = feed(ATOM)
    item = found.items[0]
    assert (found.title, found.home) == ("Ex&ample", "https://www.example.org/")
    assert (item.address, item.headline) == ("https://www.example.org/news/fire-12345", "Fire <in> Ost")
    assert (item.summary, item.guid, item.language) == ("Three hurt.", "tag:1", "de")
    assert "<p>Three were hurt.</p>" in item.content
    assert item.published_at == datetime(2023, 5, 4, 8, 30, tzinfo=UTC)
    assert item.updated_at == datetime(2023, 5, 4, 9, tzinfo=UTC)


def test_rss_1_is_read_too() -> None:
    item = feed(RDF).items[0]
    assert (item.address, item.guid) == ("https://www.example.org/a", "https://www.example.org/a")
    assert item.published_at == datetime(2004, 5, 4, 10, tzinfo=UTC)


def test_a_json_feed_is_read_newest_first_and_its_empty_ids_mean_nothing() -> None:
    found = feed(json.dumps(JSON))
    assert [item.headline for item in found.items] == ["New", "Only an id", "Old"]
    assert found.items[0].content == "<p>a &lt; b</p>"
    assert len(found.skipped) == 2


def test_rss_keeps_the_full_text_and_the_publishers_own_address_behind_a_counting_one() -> None:
    found = feed(
        b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        b'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item><title><![CDATA[A & B]]></title>'
        b"<link>https://counter.example/~r/1</link><feedburner:origLink>https://www.example.org/a</feedburner:origLink>"
        b"<content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded></item></channel></rss>"
    )
    assert found.items[0].address == "https://www.example.org/a"
    assert (found.items[0].headline, found.items[0].content) == ("A & B", "<p>All of it.</p>")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Thu, 04 May 2023 10:30:00 GMT", (2023, 5, 4, 10, 30)), ("04 May 2023 10:30:00 -0400", (2023, 5, 4, 14, 30)),
        ("Thu, 04 May 23 10:30 EDT", (2023, 5, 4, 14, 30)), ("2023-05-04T10:30:00Z", (2023, 5, 4, 10, 30)),
        ("2023-05-04 10:30:00 +0200", (2023, 5, 4, 8, 30)), ("2023-05-04", (2023, 5, 4)), ("2023-05", (2023, 5, 1)),
        ("2023", (2023, 1, 1)), ("1683196200", (2023, 5, 4, 10, 30)), ("4. Mai 2023, 10:30 Uhr", (2023, 5, 4, 10, 30)),
        ("Thursday, May 4, 2023 10:30 UTC", (2023, 5, 4, 10, 30)),
    ],
)  # fmt: skip
def test_dates_are_read_in_every_shape(text: str, instant: tuple[int, int, int]) -> None:
    assert when(text) == datetime(*instant, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "0001-01-01T00:00:00Z", "Thu, 99 May 2023", "9" * 5_000, "04/05/2023"])
def test_a_date_that_cannot_be_read_is_none(text: str) -> None:
    assert when(text) is None


def test_items_without_dates_keep_their_place_and_a_future_date_is_kept_as_stated() -> None:
    dated = "<item><link>/{0}</link><pubDate>{1}</pubDate></item>"
    found = feed(rss(
        dated.format("a", "Mon, 01 May 2023 00:00 GMT") + "<item><link>/b</link></item>"
        + dated.format("c", "Tue, 02 May 2023 00:00 GMT") + dated.format("d", "Tue, 02 May 2099 00:00 GMT")
    ))  # fmt: skip
    assert [item.address[-1] for item in found.items] == ["d", "c", "a", "b"]


def test_one_story_under_two_spellings_is_one_item_and_one_guid_on_two_stories_is_two() -> None:
    found = feed(rss(
        "<item><link>/a?utm_source=rss</link><guid>1</guid></item><item><link>http://example.org/a/</link><guid>2</guid>"
        "</item><item><link>/b</link><guid>1</guid></item>"
    ))  # fmt: skip
    assert [item.address for item in found.items] == [
        "https://www.example.org/a?utm_source=rss", "https://www.example.org/b",
    ]  # fmt: skip
    assert found.skipped == ("1 left out: An entry above leads to the same story.",)


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("javascript:alert(1)", "Only web addresses"), ("ftp://example.org/a", "Only web addresses"), ("", "no link"),
        ("https://me:secret@example.org/a", "user name"), ("/" + "a" * 2_000, "2,000"),
        ("https://[::1", "cannot be read"),
        ("mailto:a@example.org", "Only web addresses"),
    ],
)  # fmt: skip
def test_a_link_that_cannot_be_followed_is_left_out_and_said(link: str, hint: str) -> None:
    found = feed(rss(f"<item><link>{link}</link></item><item><link>/good</link></item>"))
    assert [item.address for item in found.items] == ["https://www.example.org/good"]
    assert hint in found.skipped[0]


def test_links_are_read_as_browsers_do() -> None:
    found = feed(rss("<item><link>\n https://bücher.example/a\n b </link></item><item><link>/x?a=1&b=2</link></item>"))
    assert [item.address for item in found.items] == [
        "https://xn--bcher-kva.example/a%20b", "https://www.example.org/x?a=1&b=2",
    ]  # fmt: skip


def test_a_guid_is_the_link_only_where_it_may_be() -> None:
    found = feed(rss(
        "<item><guid>https://www.example.org/a</guid></item>"
        '<item><guid isPermaLink="false">https://www.example.org/b</guid></item>'
    ))  # fmt: skip
    assert [item.address for item in found.items] == ["https://www.example.org/a"]


def test_a_feed_that_is_not_well_formed_gives_its_stories_all_the_same() -> None:
    found = feed(
        "<br />\n<b>Warning</b>: something\n<!DOCTYPE rss><rss><channel><title>A &nbsp;&mdash; B</title>"
        "<item><description><p>Hello<br><img src=x></description><title>One & two</title><link>/a</link></item>"
        "<item><title>Three</title><link>/b</link></channel>"
    )
    assert found.title == "A \u00a0— B"
    assert {item.address[-1] for item in found.items} == {"a", "b"}


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        ('<?xml version="1.0" encoding="cp1251"?><rss><title>Пожар</title></rss>'.encode("cp1251"), ""),
        ("<rss><channel><title>Пожар</title></channel></rss>".encode("koi8-r"), "text/xml; charset=koi8-r"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><rss><channel><title>Пожар</title></channel></rss>'.encode(), ""),
        ("<rss><channel><title>Пожар</title></channel></rss>".encode("utf-16"), ""),
        ('<?xml version="1.0"?><rss><channel><title>Пожар</title></channel></rss>'.encode("utf-16-be"), ""),
        ("\ufeff<rss><channel><title>Пожар</title></channel></rss>".encode(), "text/html"),
    ],
)  # fmt: skip
def test_a_feed_in_any_charset_is_read_also_when_it_is_declared_wrongly(raw: bytes, media_type: str) -> None:
    assert feed(raw, media_type).title == "Пожар"


def test_of_a_feed_of_ten_thousand_items_the_newest_are_kept() -> None:
    items = [f"<item><link>/s{n}</link><pubDate>{1900 + n // 100}-01-01</pubDate></item>" for n in range(10_000)]
    found = feed(rss("".join(items)))
    assert len(found.items) == MOST_ITEMS
    assert min(item.published_at.year for item in found.items if item.published_at) == 1990
    assert found.skipped == (f"{10_000 - MOST_ITEMS:,} left out: Only the newest {MOST_ITEMS:,} are kept.",)


@pytest.mark.parametrize(
    "raw", [b"", b"<html><rss></rss></html>", b"plain", b"{}", b'{"items": 1}', b"{", b"<urlset/>"]
)
def test_what_is_no_feed_is_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(BadInput, match=r"\.$"):
        feed(raw)


_PIECES = st.sampled_from([
    "<rss>", "<channel>", "<item>", "</item>", "<link>", "</link>", "https://a.example/1", "<title>", "</title>",
    "&lol;", "<![CDATA[", "]]>", "<!DOCTYPE x [<!ENTITY lol 'x'>]>", "\x00", "\ud800", "&#0;", "&", "<entry>", "<feed>",
    '{"items":', "[{", '"url":', "}]", "<pubDate>", "Mon, 99 Foo", "</", "<!--", "-->", "<?xml encoding='zlib'?>",
    "\u202e",
])  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=8), max_size=40), st.sampled_from(["", "text/xml; charset=rot13"]))
def test_nothing_but_bad_input_is_ever_raised(pieces: list[str], media_type: str) -> None:
    with suppress(BadInput):
        found = feed("".join(pieces).encode("utf-8", "surrogatepass"), media_type)
        assert all(item.address.startswith("http") for item in found.items)


@pytest.mark.corpus
def test_of_a_real_feed_at_two_times_six_stories_stayed_and_eighteen_are_new(shared_data: Path) -> None:
    one, two = (
        {
            item.address
            for item in feed((shared_data / f"feeds/diffengine-wapo-national-feed{n}.xml").read_bytes()).items
        }
        for n in (1, 2)
    )
    assert (len(two - one), len(one & two), len(one - two)) == (18, 6, 14)
