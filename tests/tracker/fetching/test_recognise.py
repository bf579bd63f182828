"""A pasted address is recognised for what it is, whatever media type its server gives."""

import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.fetching.test_feeds import ATOM, RDF
from tests.tracker.fetching.test_opml import OPML
from tests.tracker.fetching.test_sections import FRONTS
from tests.tracker.fetching.test_sitemaps import INDEX, SITEMAP
from tracker.fetching.recognise import Kind, recognise

HOME, STORY_AT = "https://www.example.org/", "https://www.example.org/news/fire-in-ost-12345678"
TEXT = "".join(
    f"<p>Paragraph {n} tells in a full sentence what happened in Ost on Thursday and who said so.</p>" for n in range(9)
)
STORY = (
    "<!doctype html><title>Fire in Ost</title><link rel=alternate type=application/rss+xml href=/rss.xml>"
    f"<meta property=og:type content=article></head><body><article><h1>Fire in Ost</h1>{TEXT}</article>"
    + "".join(f'<li><a href="/news/another-story-of-the-day-1234567{n}">Another story of the day</a>' for n in range(9))
)
TEASERS = "".join(f'<h3><a href="/news/uk-6548300{n}">What happened in Ost today</a></h3>' for n in range(9))


@pytest.mark.parametrize("media_type", ["text/html", "application/xml", "", "image/png"])
@pytest.mark.parametrize(
    ("raw", "kind", "hint"),
    [
        (ATOM.encode(), Kind.FEED, "1 story"), (RDF.encode(), Kind.FEED, "feed"),
        (b'{"items": []}', Kind.FEED, "feed"),
        (SITEMAP.encode(), Kind.SITEMAP, "3 pages"), (INDEX.encode(), Kind.SITEMAP, "2 sitemaps"),
        (gzip.compress(SITEMAP.encode(), mtime=0), Kind.SITEMAP, "3 pages"), (OPML.encode(), Kind.OPML, "3 addresses"),
        (b"", Kind.NOTHING, "empty"), (b"%PDF-1.7", Kind.NOTHING, "PDF"), (b'{"a": 1}', Kind.NOTHING, "JSON"),
        (b"\x1f\x8bnonsense", Kind.NOTHING, "unpacked"),
    ],
)  # fmt: skip
def test_lists_are_recognised_by_what_they_hold(raw: bytes, kind: Kind, hint: str, media_type: str) -> None:
    found = recognise(raw, media_type, HOME)
    assert (found.kind, hint in found.reason) == (kind, True), found.reason


@pytest.mark.parametrize("address", [STORY_AT, "https://www.example.org/x"])
def test_a_story_is_recognised_with_its_first_extraction_and_the_feeds_it_declares(address: str) -> None:
    found = recognise(STORY.encode(), "text/html", address)
    assert found.kind is Kind.STORY
    assert found.document is not None
    assert found.document.headline == "Fire in Ost"
    assert found.feeds == ("https://www.example.org/rss.xml",)
    assert "story" in found.reason


@pytest.mark.parametrize("front", [*FRONTS.values(), TEASERS], ids=[*FRONTS, "teasers"])
@pytest.mark.parametrize("path", ["", "news/", "?edition=uk"])
def test_a_front_is_recognised_with_its_stories(front: str, path: str) -> None:
    raw = f"<!doctype html><title>News</title><body>{front}</body>".encode()
    found = recognise(raw, "text/html", HOME + path)
    assert found.kind is Kind.SECTION, found.reason
    assert found.listing is not None
    assert found.listing.items


def test_a_front_that_describes_its_first_story_as_an_article_is_still_a_front() -> None:
    described = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Two dead in fire"}</script>'
    raw = f"<!doctype html><title>World news</title>{described}<h1>World news</h1>{TEASERS}".encode()
    assert recognise(raw, "text/html", HOME + "world").kind is Kind.SECTION


def test_a_wall_is_nothing_and_its_feed_is_named() -> None:
    feed = "<link rel=alternate type=application/rss+xml href=/rss>"
    found = recognise(f"<title>Just a moment...</title>{feed}<p>Verify you are human</p>".encode(), "", STORY_AT)
    assert (found.kind, found.feeds) == (Kind.NOTHING, ("https://www.example.org/rss",))
    assert "declares a feed" in found.reason


@given(
    st.binary(max_size=200) | st.text(max_size=100).map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.text(max_size=20),
)
def test_anything_is_recognised_as_something_with_a_reason(raw: bytes, media_type: str) -> None:
    assert recognise(raw, media_type, HOME).reason.endswith(".")


@pytest.mark.corpus
def test_real_story_pages_are_recognised_even_under_an_address_that_says_nothing(shared_data: Path) -> None:
    kinds = Counter[Kind]()
    for page in sorted((shared_data / "newssniffer_fixtures/html").glob("*.gz")):
        kinds[recognise(gzip.decompress(page.read_bytes()), "text/html", "https://www.example.org/x").kind] += 1
    assert kinds[Kind.STORY] / kinds.total() >= 0.96
