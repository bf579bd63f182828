"""News sitemaps name stories with their headlines, sitemap indexes name sitemaps, and none speaks for another site."""

import gzip
from datetime import UTC, datetime

import pytest

from tracker.errors import BadInput
from tracker.fetching.listing import MOST_ITEMS
from tracker.fetching.sitemaps import read_sitemap

AT = "https://www.example.org/sitemap-news.xml"
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://www.example.org/old-1234567</loc><lastmod>2023-05-01</lastmod></url>
<url><loc> https://www.example.org/fire-1234568?a=1&amp;b=2 </loc><lastmod>2023-05-04T12:00:00Z</lastmod>
<image:image><image:loc>https://www.example.org/picture.jpg</image:loc></image:image><n:news><n:publication>
<n:name>The Example</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2023-05-04T10:30+02:00</n:publication_date><n:title>Fire &amp; flood</n:title></n:news></url>
<url><loc>https://elsewhere.example/x</loc></url><url><loc>javascript:x</loc></url><url/>
<url><loc>https://news.example.org/on-a-subdomain</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://www.example.org/old.xml.gz</loc><lastmod>2022-01-01</lastmod></sitemap>
<sitemap><loc>/new.xml</loc><lastmod>2023-05-04</lastmod></sitemap><sitemap><loc>ftp://x.example/</loc></sitemap>
</sitemapindex>"""


@pytest.mark.parametrize("raw", [SITEMAP.encode(), gzip.compress(SITEMAP.encode())], ids=["plain", "gzip"])
def test_a_news_sitemap_names_stories_with_headline_time_and_language(raw: bytes) -> None:
    found = read_sitemap(raw, "text/html", AT)
    newest = found.items[0]
    assert (found.title, found.home) == ("The Example", "https://www.example.org/")
    assert (newest.address, newest.headline) == ("https://www.example.org/fire-1234568?a=1&b=2", "Fire & flood")
    assert newest.published_at == datetime(2023, 5, 4, 8, 30, tzinfo=UTC)
    assert newest.updated_at == datetime(2023, 5, 4, 12, tzinfo=UTC)
    assert newest.language == "en"
    assert len(found.items) == 3


def test_what_a_sitemap_says_of_other_sites_or_without_an_address_is_left_out_and_said() -> None:
    skipped = " ".join(read_sitemap(SITEMAP.encode(), "", AT).skipped)
    assert "own site only" in skipped
    assert "no link" in skipped
    assert "Only web addresses" in skipped


def test_a_sitemap_index_names_sitemaps_the_newest_first() -> None:
    found = read_sitemap(INDEX.encode(), "", AT)
    assert found.feeds == ("https://www.example.org/new.xml", "https://www.example.org/old.xml.gz")
    assert found.items == ()


def test_of_a_full_sitemap_the_newest_are_kept() -> None:
    urls = "".join(f"<url><loc>/s{n}</loc><lastmod>{1960 + n // 500}</lastmod></url>" for n in range(30_000))
    found = read_sitemap(f"<urlset>{urls}</urlset>".encode(), "", AT)
    assert len(found.items) == MOST_ITEMS
    assert all(item.updated_at and item.updated_at.year >= 2018 for item in found.items)


@pytest.mark.parametrize(
    "raw", [b"", b"<rss/>", b"\x1f\x8bnonsense", gzip.compress(b"<urlset></urlset>", mtime=0)[:-12], b"<html>"]
)
def test_what_is_no_sitemap_is_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(BadInput, match=r"\.$"):
        read_sitemap(raw, "", AT)
