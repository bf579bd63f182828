"""The pages: what a reader finds on each of them."""

import sqlite3
from contextlib import closing

import pytest
from fastapi.testclient import TestClient

from storage.archive import Store
from tests.newsroom import LONG, NOW, line
from tests.web.conftest import FIRST, T1, T2, T3, Tell
from tracker.model import Deed, Via
from tracker.settings import Settings


def text(client: TestClient, path: str) -> str:
    """A page that must be there."""
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/html")
    return response.text


def test_an_empty_store_says_how_to_fill_it(client: TestClient) -> None:
    page = text(client, "/")
    assert "rowback demo" in page
    assert "rowback import" in page


def test_the_list_of_stories_shows_each_with_its_weightiest_change(client: TestClient, tell: Tell) -> None:
    tell(line(0, "Three were hurt."), line(20, "Five were hurt.", "The road is closed."))
    page = text(client, "/stories")
    assert "Fire at mill" in page
    assert "2 versions" in page
    assert "umber of injured raised from three to five" in page
    assert ">Three</del>" in page.replace('<span class="said">[taken out: </span>', "").replace(
        '<span class="said">]</span>', ""
    )


def test_the_list_of_stories_puts_the_newest_change_first(client: TestClient, tell: Tell) -> None:
    tell(line(0, "One.", url="https://paper.example/a", headline="Older"))
    tell(line(9, "Two.", url="https://paper.example/b", headline="Newer"))
    page = text(client, "/stories")
    assert page.index("Newer") < page.index("Older")


def test_search_finds_stories_that_hold_every_word(client: TestClient, fire: int) -> None:
    assert "Five hurt" in text(client, "/?q=mayor+noon")
    assert "No story holds all these words" in text(client, "/?q=mayor+volcano")


def test_the_list_goes_on_over_pages_and_none_is_missed(client: TestClient, tell: Tell) -> None:
    tell(*(line(n, "Text.", url=f"https://paper.example/{n}", headline=f"Story {n:02}") for n in range(65)))
    page, seen = text(client, "/stories"), ""
    for _ in range(3):
        seen += page
        if 'rel="next" href="' not in page:
            break
        page = text(client, page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&"))
    assert all(f"Story {n:02}" in seen for n in range(65))


def test_the_timeline_says_between_which_checks_a_version_appeared(client: TestClient, fire: int) -> None:
    page = text(client, "/stories/1")
    times = page.replace("</time>", "")
    assert "Changed between" in times
    assert 'title="2026-11-02 08:10:00 UTC">08:10' in times
    assert 'title="2026-11-02 08:20:00 UTC">08:20' in times
    assert "First seen" in times


def test_times_stand_in_the_outlets_zone_with_utc_behind(client: TestClient, tell: Tell, store: Store) -> None:
    tell(line(0, "Text."))
    store.decide("paper.example", Deed.ZONE, "Asia/Kolkata", made_by="test", made_at=NOW)
    assert 'title="2026-11-02 08:00:00 UTC">2 Nov 2026, 13:30 IST' in text(client, "/stories/1")


def test_an_imported_time_is_said_to_be_stated_by_the_file(client: TestClient, tell: Tell) -> None:
    tell(line(0, "Text."))
    assert "Time as stated by the file; kept here" in text(client, "/stories/1")


def test_a_pushed_time_is_said_to_be_stated_by_the_program(client: TestClient, tell: Tell) -> None:
    tell(line(0, "Text."), via=Via.PUSH)
    assert "Time as stated by the program that sent it" in text(client, "/stories/1")


def test_the_publishers_stamp_stands_letter_by_letter(client: TestClient, tell: Tell) -> None:
    tell(line(0, "Text.", modified_at="2026-11-02 07:55"))
    page = text(client, "/stories/1")
    assert "2026-11-02 07:55" in page
    assert "it names no zone, UTC is assumed" in page


def test_the_timeline_shows_the_change_in_words_with_its_neighbours(client: TestClient, fire: int) -> None:
    page = text(client, "/stories/1")
    assert "<del>" in page
    assert "<ins>" in page
    assert '<span class="context">The cause is not known.</span>' in page


def test_a_notice_is_set_apart(client: TestClient, fire: int) -> None:
    page = text(client, "/stories/1")
    assert "role-notice" in page
    assert "A correction added" in page


def test_headlines_stand_on_a_ladder_the_newest_on_top(client: TestClient, fire: int) -> None:
    ladder = text(client, "/stories/1").split('id="ladder-title">')[1].split("</ol>")[0]
    assert ladder.startswith("2 headlines")
    assert ladder.index("Five hurt") < ladder.index("Fire at mill")
    assert "put in: </span>Five hurt<" in ladder


def test_what_was_folded_away_is_one_click_away_with_its_reason(client: TestClient, fire: int) -> None:
    page = text(client, "/stories/1")
    assert "1 check folded away under this version" in page
    assert "differs only in stamps, addresses, white space or typography" in page


def test_a_version_that_takes_the_text_back_says_to_which(client: TestClient, tell: Tell) -> None:
    tell(line(0, "The mill burns."), line(9, "The mill stands."), line(18, "The mill burns."))
    page = text(client, "/stories/1")
    assert "Taken back to version 1" in page
    assert f'<a href="/stories/1@{T1}">version 1</a>' in page


def test_a_held_text_is_shown_as_held(client: TestClient, tell: Tell) -> None:
    tell(line(0, *LONG, via="live"), line(20, LONG[0], via="live"))
    page = text(client, "/stories/1")
    assert "banner-held" in page
    assert "held until the next check agrees" in page
    assert "Held" in text(client, "/stories")


def test_a_story_without_any_version_says_so(client: TestClient, tell: Tell) -> None:
    tell(line(0, headline=" ", paragraphs=[" "]))
    page = text(client, "/stories/1")
    assert "No version yet" in page


def test_one_version_reads_as_it_did(client: TestClient, fire: int) -> None:
    page = text(client, f"/stories/1@{T1}")
    for paragraph in FIRST:
        assert f'<p dir="auto">{paragraph}</p>' in page
    assert "A road is closed" in page
    assert "Version 1 <span" in page


def test_a_version_names_its_capture_seal_and_extractor(client: TestClient, fire: int) -> None:
    page = text(client, f"/stories/1@{T1}")
    version = client.get(f"/stories/1@{T1}.json").json()
    for name in ("seal", "raw_digest", "extractor"):
        assert version["provenance"][name] in page
    assert f"http://127.0.0.1:8000/stories/1@{T1}" in page


def test_a_version_leads_to_the_one_before_and_the_one_after(client: TestClient, fire: int) -> None:
    page = text(client, f"/stories/1@{T2}")
    assert f'rel="prev" href="/stories/1@{T1}"' in page
    assert f'rel="next" href="/stories/1@{T3}"' in page
    assert f"/stories/1/{T1}..{T2}" in page


def test_a_moment_between_two_captures_shows_the_newest_before(client: TestClient, fire: int) -> None:
    page = text(client, "/stories/1@20261102T081500.000Z")
    assert "Version 1 <span" in page
    assert "was seen again" in page
    assert f'rel="canonical" href="http://127.0.0.1:8000/stories/1@{T1}"' in page


def test_any_two_versions_can_be_compared(client: TestClient, fire: int) -> None:
    page = text(client, f"/stories/1/{T1}..{T3}")
    assert "Version 1" in page
    assert "Version 3" in page
    assert "Three" in page
    assert "Correction: An earlier version" in page


def test_the_comparison_stands_side_by_side_when_asked(client: TestClient, fire: int) -> None:
    page = text(client, f"/stories/1/{T1}..{T2}?view=side")
    assert 'class="comparison is-side"' in page
    assert page.count("Harbour Road is closed.") == 2


def test_changes_only_leaves_out_what_is_far_from_any_change(client: TestClient, fire: int) -> None:
    page = text(client, f"/stories/1/{T1}..{T2}?only=changes")
    assert "The cause is not known." in page
    assert "The mill was built in 1890." not in page
    assert "sentences left out" in page


def test_the_form_leads_to_the_permalink_of_a_comparison(client: TestClient, fire: int) -> None:
    response = client.get(f"/stories/1/compare?a={T1}&b={T3}&view=side")
    assert response.status_code == 303
    assert response.headers["location"] == f"/stories/1/{T1}..{T3}?view=side"


def test_moved_text_is_linked_both_ways(client: TestClient, tell: Tell) -> None:
    told = [f"Sentence number {n} of this story says something of its own." for n in range(8)]
    moved = "The harbour master said that the ferries will run again on Monday morning."
    tell(line(0, moved, *told), line(20, *told, moved))
    page = text(client, "/stories/1/20261102T080000.000Z..20261102T082000.000Z")
    there = page.split('class="tag tag-moved" href="#')[1].split('"')[0]
    back = page.split('class="tag tag-moved" href="#')[2].split('"')[0]
    assert f'id="{there}"' in page
    assert f'id="{back}"' in page
    assert there != back


def test_comparing_a_version_with_itself_says_that_nothing_differs(client: TestClient, fire: int) -> None:
    page = text(client, f"/stories/1/{T1}..{T1}")
    assert "The two texts are the same" in page


def test_comparing_backwards_offers_to_turn_it_round(client: TestClient, fire: int) -> None:
    assert f'href="/stories/1/{T1}..{T3}">Turn it round' in text(client, f"/stories/1/{T3}..{T1}")


def test_about_says_what_a_seal_cannot_prove(client: TestClient) -> None:
    page = text(client, "/about")
    assert "What a seal proves" in page
    assert "What it cannot prove" in page


def test_health_is_told_without_a_page(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/", "/about", "/stories/1", f"/stories/1@{T1}", f"/stories/1/{T1}..{T2}"])
def test_a_head_request_is_answered_like_a_get_without_a_body(client: TestClient, fire: int, path: str) -> None:
    response = client.head(path)
    assert response.status_code == 200
    assert response.content == b""


def test_looking_changes_nothing(client: TestClient, fire: int, settings: Settings) -> None:
    def kept() -> list[str]:
        with closing(sqlite3.connect(settings.data_folder / "rowback.sqlite")) as connection:
            return list(connection.iterdump())

    before = kept()
    for path in ("/", "/stories/1", f"/stories/1@{T1}", f"/stories/1/{T1}..{T2}", "/feed.atom", "/signin?key=x"):
        client.get(path)
    assert kept() == before
