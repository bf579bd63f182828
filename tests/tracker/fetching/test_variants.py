"""The variants of one address have one key, two stories never do, and a slug may change while the id stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadAddress
from tracker.fetching.variants import id_key, ids_in, key, plausible_same, same_site, site, variant_of

STORY = "https://www.example.org/news/uk-12345678"
ARTICLE = "https://www.example.org/artikel?id=123&seite=2"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("http://www.example.org/news/uk-12345678", "tracking"), ("https://example.org/news/uk-12345678/", "tracking"),
        ("https://www.example.org:443//news/uk-12345678#comments", "tracking"),
        ("https://www.example.org/news/uk-12345678/index.html", "tracking"),
        ("https://www.example.org/news/uk%2D12345678", "tracking"),
        (STORY + "?utm_source=rss&utm_medium=feed&fbclid=x&gclid=y", "tracking"),
        (STORY + "?at_medium=RSS&at_campaign=KARANGA&ns_mchannel=social", "tracking"),
        (STORY + "?ref=home-1&cmp=share_btn&src=x", "tracking"), (STORY + "?mc_cid=1&_hsenc=2&mkt_tok=3&", "tracking"),
        ("https://m.example.org/news/uk-12345678", "mobile"), ("http://mobile.example.org/news/uk-12345678", "mobile"),
        ("https://www.m.example.org/news/uk-12345678?mobile=1", "mobile"),
        ("https://amp.example.org/news/uk-12345678", "amp"), (STORY + "/amp", "amp"), (STORY + "/amp/", "amp"),
        (STORY + ".amp", "amp"), (STORY + "?amp", "amp"), (STORY + "?amp=1", "amp"), (STORY + "?outputType=amp", "amp"),
        ("https://www.example.org/amp/news/uk-12345678", "amp"),
        ("https://www.example.org/news/amp/uk-12345678", "amp"),
        ("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/uk-12345678", "amp"),
        ("https://www.google.com/amp/s/www.example.org/news/uk-12345678", "amp"),
    ],
)  # fmt: skip
def test_variants_of_one_address_have_one_key(other: str, why: str) -> None:
    assert key(other) == key(STORY)
    assert variant_of(STORY, other) == why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ARTICLE, "https://example.org/artikel?seite=2&id=123&utm_campaign=x"),
        ("https://example.org/a.html", "https://example.org/a.amp.html"),
        ("https://en.m.wikipedia.org/wiki/X", "https://en.wikipedia.org/wiki/X"),
        ("https://example.org", "https://www.example.org/index.php?utm_source=a"),
    ],
)  # fmt: skip
def test_these_are_one_address_too(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ARTICLE, ARTICLE.replace("123", "124")), (STORY, STORY.replace("8", "9")),
        ("https://example.org/?p=12", "https://example.org/?p=13"), ("https://example.org/?12", "https://example.org/?13"),
        ("https://example.org/story?ref=12345", "https://example.org/story?ref=12346"),
        ("https://example.org/?from=a", "https://example.org/?from=b"), ("https://example.org/A", "https://example.org/a"),
        ("https://news.example.org/a", "https://example.org/a"), ("https://example.org/a", "https://example.com/a"),
        ("https://example.org:8080/a", "https://example.org/a"), ("https://m.org/a", "https://org.example/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"), ("https://example.org/a?amp=5", "https://example.org/a"),
        ("https://example.org/page/1", "https://example.org/page/2"), ("http://127.0.0.1/a", "http://127.0.0.2/a"),
        ("https://example.org/music/bands/amp/tour", "https://example.org/music/bands/tour"),
    ],
)  # fmt: skip
def test_two_stories_never_have_one_key(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/news/fire-in-ost-12345678", "https://example.org/uk/two-dead-in-fire-12345678"),
        ("https://example.org/2023/05/04/fire-1.1234567", "https://m.example.org/2023/05/04/two-dead-1.1234567"),
        ("https://example.org/fire-a1234567.html", "https://example.org/two-dead-a1234567.html?amp"),
        ("https://example.org/fire_3d995d0e-d2d0-11e6-a783-cd3fa950f2fd_story.html",
         "https://example.org/dead_3d995d0e-d2d0-11e6-a783-cd3fa950f2fd_story.html"),
        ("https://example.org/fire/cden3j9d1r7o", "https://example.org/two-dead/cden3j9d1r7o"),
        ("https://example.org/fire?id=7", "https://example.org/two-dead?id=7"),
        ("https://example.org/a/fire-idUSKBN1XY2ZZ", "https://example.org/a/two-dead-idUSKBN1XY2ZZ"),
    ],
)  # fmt: skip
def test_a_slug_that_changed_is_plausibly_the_same_story(one: str, other: str) -> None:
    assert "id stayed" in plausible_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/2023/05/04/fire", "https://example.org/2023/05/04/flood"),
        ("https://example.org/20230504-fire", "https://example.org/20230504-flood"),
        ("https://example.org/news/fire-12345678", "https://example.org/videos/fire-12345678"),
        ("https://example.org/news/fire-12345678", "https://example.com/news/fire-12345678"),
        ("https://example.org/2023/05/04/fire-12345", "https://example.org/2023/05/05/flood-12345"),
        ("https://example.org/fire-100.html", "https://example.org/flood-100.html"),
        ("https://example.org/fire-2023", "https://example.org/flood-2023"),
        ("https://example.org/covid19vaccines-x", "https://example.org/covid19vaccines-y"),
    ],
)  # fmt: skip
def test_a_date_a_year_or_a_small_number_is_no_id(one: str, other: str) -> None:
    assert plausible_same(one, other) == ""


def test_the_id_key_names_host_days_and_ids() -> None:
    assert id_key("https://www.example.org/2023/may/04/fire-1.1234567") == "example.org#2023-05-04/1234567"
    assert id_key("https://www.example.org/fire") == ""
    assert ids_in("https://example.org/articles/c70zxjldqnxo") == ["c70zxjldqnxo"]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("news.bbc.co.uk", "bbc.co.uk"), ("www.example.org", "example.org"), ("a.b.test", "b.test"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("alice.github.io", "alice.github.io"),
    ],
)  # fmt: skip
def test_a_site_is_what_was_registered(host: str, name: str) -> None:
    assert site(host) == name


def test_two_addresses_of_one_registered_name_are_one_site() -> None:
    assert same_site("https://news.bbc.co.uk/a", "http://www.bbc.co.uk/")
    assert not same_site("https://alice.github.io/", "https://bob.github.io/")


_PARTS = st.sampled_from([
    "amp", "m.", "www.", "/", "?", "&", "=", "utm_x", "id", "12345678", "2023/05/04", "%2F", "%", ".", ";",
    "index.html", "ä", "cdn.ampproject.org", "google.com/amp/s/", ":80", "-",
])  # fmt: skip


@given(st.lists(_PARTS | st.text(max_size=5), max_size=15).map("".join))
def test_any_address_has_a_key_or_is_refused_and_more_tracking_changes_nothing(text: str) -> None:
    try:
        name = key("https://example.org/" + text)
    except BadAddress:
        return
    assert name
    plain = ("https://example.org/" + text).partition("#")[0].strip()
    more = plain + ("&" if "?" in plain else "?") + "utm_source=x&fbclid=y"
    if len(more) < 1_000:
        assert key(more) == name
    assert id_key(plain) == id_key(more)
