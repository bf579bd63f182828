"""Lists that are made to hurt: entity bombs, outside entities, depth, floods. They cost little and tell nothing."""

import gzip
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadInput
from tracker.fetching.feeds import read_feed
from tracker.fetching.markup import MOST_TAGS, tree_of
from tracker.fetching.opml import read_opml
from tracker.fetching.recognise import Kind, recognise
from tracker.fetching.sections import read_section
from tracker.fetching.sitemaps import read_sitemap

AT = "https://www.example.org/feed.xml"
ENTRY = "<rss><channel><item><title>{}</title><link>/a</link></item></channel></rss>"


def _billion_laughs() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{levels}]>' + ENTRY.format("&l9;")


def _quadratic() -> str:
    return f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>' + ENTRY.format("&a;" * 50_000)


@pytest.mark.parametrize("text", [_billion_laughs(), _quadratic()], ids=["billion laughs", "quadratic"])
def test_an_entity_bomb_stays_as_small_as_it_came(text: str) -> None:
    tracemalloc.start()
    found = read_feed(text.encode(), "", AT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.items[0].headline) <= 500
    assert peak < 20_000_000


@pytest.mark.parametrize("where", ["file:///etc/passwd", "http://127.0.0.1:9/x"])
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE r [<!ENTITY a SYSTEM "{}">]>',
        '<!DOCTYPE r [<!ENTITY % a SYSTEM "{}"> %a;]>',
        '<!DOCTYPE r SYSTEM "{}">',
    ],
)
def test_an_outside_entity_is_never_fetched(where: str, doctype: str) -> None:
    found = read_feed((doctype.format(where) + ENTRY.format("&a;")).encode(), "", AT)
    assert found.items[0].headline == "&a;"


def test_a_document_type_inside_the_first_element_is_no_document_type() -> None:
    tree = tree_of('<rss><!DOCTYPE r [<!ENTITY a "boom">]><channel><title>&a;</title></channel></rss>')
    assert b"boom" not in b"".join((e.text or "").encode() for e in tree.root.iter("title"))


@pytest.mark.parametrize(
    "raw",
    [
        b"<rss>" + b"<b>" * 100_000, b"<rss><channel>" + b"<item>" * 50_000, b"<rss>" + b"<![CDATA[" * 100_000,
        b"<rss><channel><title>" + b"&" * 500_000, b"<rss " + b'a="b" ' * 100_000 + b">", b"<" * 100_000 + b"<rss>",
        b"<!--" * 100_000 + b"<rss>", b'{"items":' + b"[" * 500_000,
        b"<!DOCTYPE " + b'<!ENTITY a "b">' * 50_000 + b"<rss/>",
    ],
)  # fmt: skip
def test_depth_and_floods_end_soon_with_no_stories(raw: bytes) -> None:
    found = recognise(raw, "application/rss+xml", AT)
    assert found.listing is None or not found.listing.items


def test_a_list_of_more_elements_than_are_read_is_refused() -> None:
    found = recognise(b"<rss>" + b"<a/>" * (MOST_TAGS + 1), "", AT)
    assert found.kind is Kind.NOTHING
    assert "larger than what is read" in found.reason


def test_a_gzip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    tracemalloc.start()
    with pytest.raises(BadInput, match="unpacks to more"):
        read_sitemap(bomb, "", AT)
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("pattern", ["re:(a+)+$", "re:(a|a)*!", "re:(.*)*(.*)*!", "*a*a*a*a*a*a*a*a*a*a*b"])
def test_a_pattern_that_would_run_for_ever_does_not(pattern: str) -> None:
    links = "".join(f'<a href="/{"a" * 60}{n}!x">A headline of many words</a>' for n in range(200))
    found = read_section(f"<body>{links}</body>".encode(), AT, pattern)
    assert len(found.items) <= 200


_PIECES = st.sampled_from([
    "<urlset>", "<sitemapindex>", "<opml>", "<outline", " xmlUrl=", "'https://a.example/x'", "/>", ">", "<url>",
    "<loc>", "https://www.example.org/a", "</loc>", "</url>", "<news:news>", "<news:title>", "<lastmod>", "9999-99-99",
    "<![CDATA[", "&lol;", "\x00", "\ud800", "</", "<body>", "<sitemap>", "javascript:", " url=", "'feed://x'", "\u202e",
    " category=",
])  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=6), max_size=40).map("".join))
def test_sitemaps_and_opml_never_raise_anything_but_bad_input(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    with suppress(BadInput):
        assert all(item.address.startswith("http") for item in read_sitemap(raw, "", AT).items)
    with suppress(BadInput):
        assert all(address.startswith("http") for address in read_opml(raw).feeds)
