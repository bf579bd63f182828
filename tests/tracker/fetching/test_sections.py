"""On a front, stories are told from menus, tags, adverts and services; a page's feeds are found."""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadInput
from tracker.fetching.listing import Listing
from tracker.fetching.page import tree_of
from tracker.fetching.patterns import Pattern
from tracker.fetching.sections import declared_feeds, read_section
from tracker.fetching.variants import key

AT = "https://www.example.org/news/"

#: Fronts of several kinds of outlet. Links to stories have a class, which nothing else in the program looks at.
BROADCASTER = """
<nav><a href="/news/world">World</a><a href="/news/uk-politics-12000000">UK politics in charts</a>
</nav> <main><h3><a class=story href="/news/uk-65483001">Two dead in fire</a>
</h3><p>Police say <a class=story href="/news/world-europe-65483002">the talks go on</a>
</p><a class=story href="/news/articles/cden3j9d1r7o">Floods: what we know so far</a>
<a href="/news/topics/c302m85q5ljt">Climate</a><a href="/news/correspondents/janedoe">Jane</a>
</main> <footer><a href="/terms">Terms of use of this site</a>
<a href="/news/help-41670342">Why you can trust us</a></footer>
"""
NEWSPAPER = """
<ul class=menu><li><a href="/2023/05/04/todays-menu-item-with-many-words">Today</a>
</ul> <article><a class=story href="/world/2023/may/04/fire-in-ost-kills-two-people"><img alt=""></a>
<a class=story href="/world/2023/may/04/fire-in-ost-kills-two-people#comments">15 comments</a>
<h2><a class=story href="https://www.example.org/world/2023/may/04/fire-in-ost-kills-two-people?intcmp=x">Fire in Ost
kills two</a>
</h2> <time datetime="2023-05-04T09:15:00Z">9:15</time></article>
<article><h2><a class=story href="/sport/2023/may/03/cup-final">Cup final: as it happened</a>
</h2></article><a href="/world/2023/may/04">All of Thursday's stories at once</a>
<a href="/profile/jane-doe">Jane Doe writes about fire and floods</a>
<a href="/world/2023/may/04/fire.pdf">The report</a>
<a href="https://advert.example/2023/05/04/buy-this-very-good-thing">Buy this very good thing</a>
<a href="javascript:x">x</a><a href="/subscribe?ref=1">Subscribe now for one euro</a>
<a href="mailto:a@example.org">Write to us here now</a>
"""
GERMAN = """
<div class="main-navigation"><a href="/politik/">Politik</a>
</div><section><a class=story
href="/politik/brand-in-ost-zwei-menschen-sterben-a-1a2b3c4d-0001-0002-0003-000000000001">
<h3>Brand in Ost</h3><p>Zwei Menschen sterben in der Nacht</p></a>
<a class=story href="/panorama/article245678901/Flut-im-Westen.html">Flut im Westen</a>
<a class=story href="/artikel?id=4711">Hochwasser: Pegel steigen weiter an</a>
<a href="/thema/klima/">Alles zum Klima und dem Wetter</a><a href="/impressum">Impressum</a>
<a href="/newsletter/morgen">Der Newsletter am Morgen für alle</a></section>
"""
JAPANESE = """
<main><a class=story href="/news/html/20230504/k10014056781000.html">東部で火災 2人死亡 警察が原因</a>
<a href="/news/">ニュース</a><a href="/privacy">プライバシーポリシーについて</a></main>
"""
FRONTS = {"broadcaster": BROADCASTER, "newspaper": NEWSPAPER, "german": GERMAN, "japanese": JAPANESE}


def section(body: str, pattern: str | None = None) -> Listing:
    return read_section(f"<!doctype html><title>News</title><body>{body}</body>".encode(), AT, pattern)


@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_the_stories_of_a_front_are_found_and_nothing_else(front: str) -> None:
    stories = re.findall(r'<a class=story\s+href="([^"]+)"', front)
    wanted = {key("https://www.example.org" + s if s.startswith("/") else s) for s in stories}
    assert {key(item.address) for item in section(front).items} == wanted


def test_one_story_with_several_links_has_its_headline_its_time_and_one_place() -> None:
    first, second = section(NEWSPAPER).items
    assert first.headline == "Fire in Ost kills two"
    assert first.published_at == datetime(2023, 5, 4, 9, 15, tzinfo=UTC)
    assert second.published_at == datetime(2023, 5, 3, tzinfo=UTC)


def test_a_story_linked_by_its_amp_page_first_is_known_by_its_own_address() -> None:
    body = (
        '<a href="/fire-12345678/amp">Read this on a faster page</a><h2><a href="/fire-12345678">Fire in Ost</a></h2>'
    )
    item = section(body).items[0]
    assert (item.address, item.headline) == ("https://www.example.org/fire-12345678", "Fire in Ost")


def test_a_teaser_that_is_a_link_gives_its_heading_and_no_style_sheet() -> None:
    body = '<a href="/a-fire-12345678"><style>.x{}</style><h3>Brand in Ost</h3><p>Zwei Menschen sterben</p></a>'
    assert section(body).items[0].headline == "Brand in Ost"


def test_a_hidden_link_and_the_page_itself_are_no_stories() -> None:
    hidden = '<div style="display:none"><a href="/x-12345678">A hidden story of many words</a></div>'
    assert section(hidden + '<a href="/news">All of the news here now</a>').items == ()


def test_links_start_from_the_pages_base() -> None:
    body = '<base href="/2023/05/04/"><a href="fire-in-ost-kills-two">Fire in Ost kills two</a>'
    assert section(body).items[0].address == "https://www.example.org/2023/05/04/fire-in-ost-kills-two"


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("*/news/topics/*", {"/news/topics/c302m85q5ljt"}), (r"re:/news/uk-\d{8}$", {"/news/uk-65483001"}),
        ("*/NEWS/uk-6548300?", {"/news/uk-65483001"}), ("/news/", set()),
    ],
)  # fmt: skip
def test_with_a_pattern_the_links_that_fit_are_the_stories(pattern: str, wanted: set[str]) -> None:
    found = section(BROADCASTER, pattern)
    assert {item.address.removeprefix("https://www.example.org") for item in found.items} == wanted


@pytest.mark.parametrize("pattern", ["re:(", "re:[", " ", "x" * 501, "re:(?P<a>x)(?P<a>y)\\"])
def test_a_pattern_that_cannot_be_used_is_refused_with_a_sentence(pattern: str) -> None:
    with pytest.raises(BadInput, match="attern"):
        Pattern(pattern)


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_pattern_is_refused_or_answers(pattern: str, address: str) -> None:
    try:
        found = Pattern(pattern)
    except BadInput:
        return
    assert found.fits(address) in {True, False}


DECLARING = """
<link rel="alternate" type="application/rss+xml" title="News" href="/rss.xml">
<link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="//feeds.example.org/atom">
<link rel="alternate" type="application/rss+xml" title="Comments on: Fire" href="/comments/feed/">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
<link rel="alternate" hreflang="de" href="/">
<link rel="alternate" type="application/feed+json" href="javascript:x"><a href="/other/rss.xml">RSS</a>
"""


def test_the_feeds_that_a_page_declares_are_found_without_those_of_comments() -> None:
    root = tree_of(DECLARING)
    assert root is not None
    assert declared_feeds(root, AT) == ("https://www.example.org/rss.xml", "https://feeds.example.org/atom")


def test_where_a_page_declares_no_feed_those_that_it_links_to_are_taken() -> None:
    assert section('<a href="/other/rss.xml">RSS</a><a href="/feed/">Feed</a><a href="/x">x</a>').feeds == (
        "https://www.example.org/other/rss.xml",
        "https://www.example.org/feed/",
    )


_PIECES = st.sampled_from([
    "<a href=", "'/2023/05/04/fire-in-ost-a'", ">", "</a>", "<h2>", "</h2>", "<nav>", "<base href='x:'>",
    "<base href='//['>", "<time datetime='2023'>", "javascript:", "http://[", "\x00", "<style>",
    "<link rel=alternate type=text/xml href=", "&#x0;",
])  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_nothing_but_bad_input_is_ever_raised(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    try:
        found = read_section(raw, AT)
    except BadInput:
        return
    assert all(item.address.startswith("http") for item in found.items)


#: How each outlet writes the addresses of its stories: the truth for the links on its pages.
STORIES = {
    "bbc": r"/(?:news|sport|newsbeat|1/hi|2/hi|hi/\w+|sport1|sport2|weather|culture|capital|future|travel).*"
    r"(?:\d{7,8}|\d{6,7}\.stm)|/articles/c\w{10,12}|/live/c\w{10,12}",
    "guardian": r"/\d{4}/[a-z]{3}/\d\d?/.",
    "independent": r"-[ab]?\d{6,8}\.html",
}
FRONT_OF = {
    "bbc": "https://www.bbc.co.uk/news/",
    "guardian": "http://www.guardian.co.uk/uk",
    "independent": "https://www.independent.co.uk/news/uk/",
}


@pytest.mark.corpus
def test_of_the_links_on_real_pages_nearly_all_that_are_taken_are_stories(shared_data: Path) -> None:
    right = wrong = 0
    for page in sorted((shared_data / "newssniffer_fixtures/html").glob("*.gz")):
        outlet = page.name.split("_")[0]
        if outlet in STORIES:
            for item in read_section(gzip.decompress(page.read_bytes()), FRONT_OF[outlet]).items:
                good = re.search(STORIES[outlet], item.address) is not None
                right, wrong = right + good, wrong + (not good)
    assert right > 850
    assert right / (right + wrong) >= 0.98
