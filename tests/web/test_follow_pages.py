"""The operators' pages about watching: listing, steering, and deciding about folds."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from storage import queries
from storage.archive import Store
from storage.database import Database
from storage.follows import Follows
from storage.tables import Lesson as LessonRow
from tests.newsroom import NOW
from tests.web.test_doors import SAME
from tests.web.test_hostile import EVIL, Elements
from tests.web.watching import HOST, STORY_AT, Watcher, failed, follow, send, token
from tracker.follow import FollowKind, FollowState
from tracker.model import Finding, Lesson, LessonKind

PAGES = ["/follows", "/follows/new", "/follows/1", "/health", "/follows.opml", "/follows.json", "/health.json"]


@pytest.mark.parametrize("path", PAGES)
def test_a_reader_sees_nothing_of_the_watching(client: TestClient, database: Database, path: str) -> None:
    follow(database, STORY_AT)
    response = client.get(path)
    assert response.status_code == 401
    assert STORY_AT not in response.text


@pytest.mark.parametrize(
    "path", ["/follows", "/follows/preview", "/follows/opml", "/follows/1/stop", "/captures/1/overrule"]
)
def test_a_reader_can_send_no_form(client: TestClient, database: Database, path: str) -> None:
    follow(database, STORY_AT)
    assert client.post(path, data={"value": "yes"}, headers=SAME).status_code == 401
    assert Follows(database).listed()[0][1].state is FollowState.WATCHING


@pytest.mark.parametrize("path", ["/follows", "/follows/preview", "/follows/1/stop", "/lessons/1/unlearn"])
def test_a_form_needs_the_sessions_token_and_our_own_page(desk: TestClient, database: Database, path: str) -> None:
    follow(database, STORY_AT)
    fields = {"value": "yes", "follow": "1"}
    assert desk.post(path, data=fields | {"token": "x"}).status_code == 403
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert desk.post(path, data=fields | {"token": token(desk)}, headers=foreign).status_code == 403
    assert Follows(database).listed()[0][1].state is FollowState.WATCHING


def test_looking_at_the_pages_changes_nothing(desk: TestClient, lived: Store) -> None:
    before = Follows(lived.database).listed()
    for path in (*PAGES, "/follows/1/stop", "/follows/1/now"):
        desk.get(path)
    assert Follows(lived.database).listed() == before


def test_buttons_pause_resume_stop_and_hasten(desk: TestClient, database: Database) -> None:
    follow(database, STORY_AT, now=NOW - timedelta(days=1))
    for steer, state in [("pause", "paused"), ("resume", "watching"), ("stop", "stopped"), ("now", "watching")]:
        assert send(desk, f"/follows/1/{steer}") == (303, "/follows/1")
        ((_, found),) = Follows(database).listed()
        assert found.state == state
    assert found.due_at == NOW


def test_a_button_in_the_list_leads_back_to_its_row(desk: TestClient, database: Database) -> None:
    follow(database, STORY_AT)
    asked = desk.get("/follows?q=fire&kind=story").text.split('name="asked" value="')[1].split('"')[0]
    status, target = send(desk, "/follows/1/pause", asked=asked.replace("&amp;", "&"))
    assert (status, target) == (303, "/follows?kind=story&q=fire#f1")
    evil = send(desk, "/follows/1/pause", asked="//evil.example/?a=1&b=2")[1]
    assert evil.startswith("/follows?")


def test_the_list_is_filtered_by_state_kind_outlet_words_and_failures(desk: TestClient, store: Store) -> None:
    follow(store.database, STORY_AT, f"{HOST}/news/2026/other-story-22222222")
    follow(store.database, "https://other.example/rss", kind=FollowKind.FEED)
    Follows(store.database).set_state(2, FollowState.PAUSED, why="paused by an operator", now=NOW)
    Watcher(store).look(NOW, failed)
    for query, numbers in {
        "": [3, 2, 1],
        "?state=paused": [2],
        "?kind=feed": [3],
        "?outlet=paper": [2, 1],
        "?q=FIRE+mill": [1],
        "?failing=1": [3, 1],
        "?q=%25": [],
        "?state=stopped": [],
    }.items():
        page = desk.get(f"/follows{query}").text
        assert [number for number in (3, 2, 1) if f'id="f{number}"' in page] == numbers, query


def test_the_list_goes_on_over_pages_and_none_is_missed(desk: TestClient, database: Database) -> None:
    follow(database, *(f"{HOST}/news/2026/story-{n:08}" for n in range(65)))
    page, seen = desk.get("/follows?kind=story").text, ""
    for _ in range(3):
        seen += page
        if 'rel="next" href="' not in page:
            break
        page = desk.get(page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")).text
    assert all(f'id="f{number}"' in seen for number in range(1, 66))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/follows?state=asleep", 422),
        ("/follows?cursor=x", 400),
        ("/follows?cursor=99999999999", 400),
        ("/follows/0", 404),
        ("/follows/2", 404),
        ("/follows/x", 404),
        ("/follows/٣", 404),
        (f"/follows?q={'x' * 201}", 422),
        ("/follows?q=%00%ED%A0%80", 200),
    ],
)
def test_odd_addresses_are_answered_calmly(desk: TestClient, path: str, status: int) -> None:
    assert desk.get(path).status_code == status


@pytest.mark.parametrize(
    "path", ["/captures/x/overrule", "/captures/99/overrule", "/lessons/99/unlearn", "/follows/9/stop"]
)
def test_what_is_not_there_cannot_be_decided(desk: TestClient, path: str) -> None:
    assert send(desk, path, value="yes", follow="1")[0] == 404
    assert desk.get("/follows").status_code == 200


def test_a_follows_page_tells_its_looks_and_why_something_was_folded(desk: TestClient, lived: Store) -> None:
    page = desk.get("/follows/1").text
    for said in (
        "Content: version 3",
        "Gone (404)",
        "Refused (503)",
        "It is too busy (503).",
        "The page showed this text before; only its extraction left it out then.",
        "Much shorter than before; the next check did not agree.",
        "Our harbour newsletter",
        STORY_AT,
    ):
        assert said in page, said


def test_a_fold_is_overruled_and_the_decision_taken_back(desk: TestClient, lived: Store) -> None:
    with lived.database.read() as session:
        (promo,) = [
            a.verdict.capture_id for a in queries.history(session, 1).asides if a.verdict.finding is Finding.MINOR
        ]
    status, target = send(desk, f"/captures/{promo}/overrule", value="yes", follow="1")
    assert (status, target) == (303, "/follows/1#folds")
    page = desk.get("/follows/1").text
    assert "Counted as read, by an operator’s decision" in page
    assert "Our harbour newsletter" in desk.get("/stories/1").text
    assert send(desk, f"/captures/{promo}/overrule", value="no") == (303, "/stories/1")
    assert "Counted as read" not in desk.get("/follows/1").text


def test_a_readers_timeline_has_no_button_to_overrule(client: TestClient, desk: TestClient, lived: Store) -> None:
    assert "Count it as it was read" in desk.get("/stories/1").text
    page = client.get("/stories/1").text
    assert "Our harbour newsletter" in page
    assert "overrule" not in page
    assert "/follows/" not in page


def test_no_title_problem_or_header_becomes_markup(desk: TestClient, store: Store) -> None:
    follow(store.database, STORY_AT)
    Watcher(store).look(NOW, lambda address: failed(address, reason=EVIL))
    with store.database.write() as session:
        session.connection().exec_driver_sql("UPDATE follow SET title = ?, why = ?, leased_by = ?", (EVIL, EVIL, EVIL))
    pages = [desk.get(path).text for path in ("/follows", "/follows/1", "/health")]
    pages.append(send(desk, "/follows/preview", address=EVIL, any=EVIL, pattern=EVIL)[1])
    for page in pages:
        found = Elements(page)
        assert not {"script", "img"} & set(found.tags)
        assert not any(name.startswith("on") for name in found.attributes)
        assert "\x1b" not in page
        assert "alert(1)" in page


@pytest.fixture
def taught(lived: Store) -> Store:
    """An outlet whose pages taught something, in words of its own."""
    lesson = Lesson(
        outlet_id=1,
        kind=LessonKind.FURNITURE,
        value=f"Sign up for our newsletter {EVIL}",
        learnt_at=NOW,
        counts_from=NOW,
        grounds="It stands on 4 of 5 stories.",
    )
    with lived.database.write() as session:
        session.add(LessonRow.model_validate(lesson))
    return lived


def test_a_lesson_is_listed_with_its_grounds_unlearnt_and_learnt_again(desk: TestClient, taught: Store) -> None:
    page = desk.get("/follows/1").text
    assert "Sign up for our newsletter" in page
    assert "It stands on 4 of 5 stories." in page
    assert "script" not in Elements(page).tags
    assert send(desk, "/lessons/1/unlearn", value="yes", follow="1") == (303, "/follows/1#lessons")
    page = desk.get("/follows/1").text
    assert "by an operator, on the pages" in page
    assert "Let it count again" in page
    send(desk, "/lessons/1/unlearn", value="no", follow="1")
    assert "Unlearn it" in desk.get("/follows/1").text
