"""The quick fingerprint: blind to what changes around a story, never to what a version can be made from."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.watched import STORY, page, redesigned
from tracker.fetching.extract import extract
from tracker.fetching.region import fingerprint, region_of
from tracker.fetching.sight import Sight, box

PAGE = page(*STORY, nonce=1).decode()
REGION = region_of(PAGE, extract(PAGE))


def test_a_region_is_the_innermost_element_around_headline_byline_and_text() -> None:
    assert REGION == "article.story"
    assert region_of(redesigned(*STORY).decode(), extract(redesigned(*STORY))) == "section.piece"


def test_adverts_tokens_related_links_and_programs_leave_the_fingerprint_alone() -> None:
    inside = '<div class="related-box"><p>Read {n}</p></div><script>show({n})</script><p>{n} hours ago</p>'
    prints = {fingerprint(page(*STORY, nonce=n, inside=inside.replace("{n}", str(n))).decode(), REGION) for n in (1, 2)}
    assert len(prints) == 1
    assert prints != {""}


@pytest.mark.parametrize(
    "raw",
    [
        page(*STORY[:-1], STORY[-1] + " No."),
        page(*STORY, headline="Fire at mill: two held"),
        page(*STORY, declared="Blaze"),
        page(*STORY, byline="By Ana Sol and Ben Lee"),
        page(*STORY, before="<h1>Withdrawn</h1>"),
        page(*STORY, around="<footer><p>This article was amended on 3 May to correct a name.</p></footer>"),
        page(*STORY, inside="<div class='related'><p>Correction: the mill stands in Norvik.</p></div>"),
        page(*STORY).replace(b"</head>", b'<meta name="description" content="All of it"></head>'),
        page(*STORY).replace(b"</head>", b'<meta property="article:modified_time" content="2026-11-02"></head>'),
        page(*STORY, inside="<figure><figcaption>The mill in the morning.</figcaption></figure>"),
    ],
)
def test_what_a_version_can_be_made_from_changes_the_fingerprint(raw: bytes) -> None:
    assert fingerprint(page(*STORY).decode(), REGION) != fingerprint(raw.decode(), REGION) != ""


def test_a_page_without_the_region_or_with_two_of_it_has_no_fingerprint() -> None:
    assert fingerprint(redesigned(*STORY).decode(), REGION) == ""
    assert fingerprint(PAGE.replace("</main>", "<article class='story'>x</article></main>"), REGION) == ""


def test_a_box_that_holds_the_story_is_looked_at_whatever_it_is_called() -> None:
    old, new = (page().decode().replace('class="text">', f'class="newsletter"><p>{"Told. " * 90}{n}</p>') for n in "ab")
    assert fingerprint(old, REGION) != fingerprint(new, REGION)


@settings(max_examples=30)
@given(st.text(max_size=200))
def test_nothing_on_a_page_breaks_a_fingerprint(text: str) -> None:
    for html in (
        text,
        f"<article class='story'>{text}</article>",
        f"<script type='application/ld+json'>{text}</script>",
    ):
        assert fingerprint(html, "article.story") == fingerprint(html, "article.story")


@pytest.mark.parametrize("hostile", ["<div>" * 100_000, "<p>x" * 100_000, "a\x00\ud800" * 100_000, "<" * 1_000_000])
def test_hostile_pages_cost_no_time(hostile: str) -> None:
    before = time.process_time()
    fingerprint(f"<article class='story'>{hostile}", "article.story")
    assert time.process_time() - before < 2


def test_a_sight_counts_texts_and_names_the_kind_of_place_where_they_stand() -> None:
    raw = page(*STORY, inside=f'<p class="promo-line x9 ad-4411-aa">{STORY[0]}</p><ul><li>Item</li></ul>')
    sight = Sight(lambda: raw)
    assert sight.texts[STORY[0]] == 2
    assert sight.places[STORY[0]] == "article.story > div.text > p"
    assert box(sight.places["Item"]) == box(sight.places[STORY[0]])


def test_a_sight_shows_a_text_as_a_piece_or_between_word_borders_of_one() -> None:
    sight = Sight(lambda: page(*STORY))
    assert sight.shows("Ana Sol")
    assert not sight.shows("Ana So")
    assert not Sight(lambda: b"").shows("x")
