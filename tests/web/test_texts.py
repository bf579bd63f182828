"""Texts in the reader's language: which one a request gets, and what follows from it."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from tracker.settings import Settings
from web import page_texts, texts, times
from web.texts import Spoken

GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-CH, fr;q=0.9", "de"),
        ("fr, de;q=0.3, en;q=0.5", "en"),
        ("de;q=0, en;q=0.1", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=nonsense, fr", "en"),
    ],
)
def test_the_language_that_a_browser_likes_best_is_spoken(header: str, language: str) -> None:
    assert texts.preferred(header, "en") == language


@given(st.text(max_size=60))
def test_no_header_is_too_odd_to_find_a_language(header: str) -> None:
    assert texts.preferred(header, "de") in texts.LANGUAGES


def test_a_page_says_its_language_and_that_it_depends_on_the_browsers(client: TestClient) -> None:
    answer = client.get("/about", headers=GERMAN)
    assert '<html lang="de">' in answer.text
    assert answer.headers["content-language"] == "de"
    assert "accept-language" in answer.headers["vary"]
    assert client.get("/about").headers["content-language"] == "en"


def test_a_language_in_the_address_is_kept_by_every_link(client: TestClient, fire: int) -> None:
    page = client.get(f"/de/stories/{fire}", headers={"accept-language": "en"}).text
    assert '<html lang="de">' in page
    assert 'href="/de/outlets"' in page
    assert 'href="/outlets"' not in page


def test_the_footer_leads_to_the_same_page_in_each_language(client: TestClient, fire: int) -> None:
    page = client.get("/de/stories?q=fire&cursor=").text
    assert 'href="/en/stories?q=fire&amp;cursor="' in page
    assert 'href="/de/stories?q=fire&amp;cursor="' in page


def test_a_page_from_the_shelf_is_in_the_language_of_who_asks(client: TestClient, fire: int) -> None:
    assert "All changes" in client.get("/").text
    assert "Alle Änderungen" in client.get("/", headers=GERMAN).text
    assert "All changes" in client.get("/").text
    assert client.get("/").headers["etag"] != client.get("/", headers=GERMAN).headers["etag"]


def test_an_operator_who_signs_out_stays_in_the_language(client: TestClient) -> None:
    answer = client.post("/de/signout", data={"token": "none"}, follow_redirects=False)
    assert answer.headers["location"] == "/de/"


def test_programs_are_answered_in_english(client: TestClient, fire: int) -> None:
    assert client.get(f"/de/stories/{fire}.json", headers=GERMAN).json() == client.get(f"/stories/{fire}.json").json()


def test_an_error_is_told_in_the_readers_language_too(client: TestClient) -> None:
    assert '<html lang="de">' in client.get("/de/nowhere").text


def test_the_setting_is_for_who_asks_for_no_language_that_there_is() -> None:
    assert Settings(_env_file=None).language == "en"
    assert set(Settings.model_fields["language"].annotation.__args__) == set(texts.LANGUAGES)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("language", "stamp", "count"),
    [("en", "5 Nov 2026, 15:05 CET", "12,345"), ("de", "5. Nov. 2026, 15:05 MEZ", "12.345")],
)
def test_times_and_numbers_are_written_as_the_language_has_them(language: str, stamp: str, count: str) -> None:
    with texts.speaking(Spoken(language)):
        assert times.stamp(datetime(2026, 11, 5, 14, 5, tzinfo=UTC), "Europe/Berlin") == stamp
        assert texts.number(12345) == count


def test_ages_are_counted_in_the_right_number_and_case() -> None:
    now = datetime(2026, 11, 5, tzinfo=UTC)
    with texts.speaking(Spoken("de")):
        assert times.ago(now - timedelta(days=1), now) == "vor 1 Tag"
        assert times.ago(now - timedelta(days=3), now) == "vor 3 Tagen"
        assert times.span(timedelta(days=3)) == "3 Tage"


def test_what_fills_a_text_of_a_page_is_escaped_and_made_printable() -> None:
    filled = page_texts.gettext("by <b>%(who)s</b>, %(count)s", who="<i>\x00", count=1234)
    assert filled == Markup("by <b>&lt;i&gt;␀</b>, 1,234")
