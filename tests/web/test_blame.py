"""Blame and a sentence's life, as pages and as JSON: where words come from, what went and came back, what is shown."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from storage import lineage
from storage.archive import Store
from storage.database import Database
from tests.newsroom import NOW, at, line
from tests.web.conftest import T1, T2, T3, Tell
from tracker.blaming import Mark
from tracker.model import Deed, Part, Show
from tracker.moments import moment
from tracker.threads import Came, ThreadId, Wording
from web import blame

KILLED = "Three people were killed when a fire broke out at the mill on Harbour Road."
POLICE = "Police said that the cause of the blaze was not known."
ARREST = "A man was arrested near the station, a spokesman said."
MAYOR = "The mayor asked people to stay away."
T4 = "20261102T093000.000Z"


@pytest.fixture
def mill(tell: Tell) -> None:
    """A story of four versions: a figure rises, a sentence comes and goes, another goes and comes back."""
    bodies = [
        (KILLED, POLICE, MAYOR),
        (KILLED.replace("Three", "Five"), POLICE, ARREST, MAYOR),
        (KILLED.replace("Three", "Five"), MAYOR),
        (KILLED.replace("Three", "Five"), POLICE, MAYOR),
    ]
    told = zip((0, 20, 60, 90), bodies, strict=True)
    tell(*(line(minutes, *body, language="en") for minutes, body in told), show=Show.FULL)


@pytest.fixture
def excerpted(mill: None, store: Store) -> None:
    """The same story of an outlet of which readers see what changed."""
    store.decide("paper.example", Deed.SHOW, Show.CHANGES, made_by="test", made_at=NOW)


def words(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def rows(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The sentences of an answer by their text."""
    return {sentence["text"]: sentence for sentence in told["sentences"]}


def test_each_sentence_says_in_which_version_its_words_first_stood(client: TestClient, mill: None) -> None:
    page = client.get("/stories/1/blame").text
    assert page.count('<li class="origin ') == 4
    assert f'href="/stories/1@{T1}"><span class="said">Version </span>' in page
    assert "2 Nov 2026, 08:00 UTC" in page


def test_words_that_came_later_carry_their_version_and_what_they_replaced(client: TestClient, mill: None) -> None:
    page = client.get("/stories/1/blame").text
    assert '<span class="later age-3">Five<sup>' in page
    assert "Five ” since version 2, 2 Nov 2026, 08:20 UTC , in place of “ Three ”" in words(page)


def test_restored_text_says_when_it_came_back_and_when_it_had_gone(client: TestClient, mill: None) -> None:
    assert "Back since version 4; it had gone in version 3." in client.get("/stories/1/blame").text
    assert "Back since" not in client.get(f"/stories/1/blame@{T2}").text


def test_what_went_stands_folded_at_its_place_with_when_it_went(client: TestClient, mill: None) -> None:
    page = client.get("/stories/1/blame").text
    folded = page.split("<details>")[1].split("</details>")[0]
    assert "1 sentence went here" in folded
    assert ARREST in folded
    assert "gone in version 3 , 2 Nov 2026, 09:00 UTC" in words(folded)
    assert page.index(POLICE) < page.index(ARREST) < page.index(MAYOR)


def test_an_earlier_version_says_what_became_of_its_sentences(client: TestClient, mill: None) -> None:
    first, second = client.get(f"/stories/1/blame@{T1}").text, client.get(f"/stories/1/blame@{T2}").text
    assert "Reworded in version 2." in first
    assert second.count("Went in version 3.") == 2
    assert ARREST not in first
    assert "<details>" not in second


def test_a_sentence_that_led_its_part_is_kept_at_the_parts_start(client: TestClient, tell: Tell) -> None:
    tell(line(0, ARREST, MAYOR), line(20, MAYOR), show=Show.FULL)
    page = client.get("/stories/1/blame").text
    assert page.index("Text</h2>") < page.index(ARREST) < page.index(MAYOR)


def test_many_sentences_that_went_are_shown_on_demand(client: TestClient, tell: Tell) -> None:
    told = [f"Sentence number {n} {'says something of its own ' * 20}{n}." for n in range(60)]
    tell(line(0, MAYOR, *told), line(20, MAYOR), line(30, MAYOR, POLICE), show=Show.FULL)
    page, every = client.get("/stories/1/blame").text, client.get("/stories/1/blame?gone=all").text
    assert len(page) < 60_000
    assert re.search(r'href="/stories/1/blame@\w+\.\w+\?gone=all">\d+ further sentences that went earlier', page)
    assert all(f"Sentence number {n} " in every for n in range(60))


def test_the_newest_version_is_blamed_where_no_moment_is_named(client: TestClient, mill: None) -> None:
    newest = client.get("/stories/1/blame.json").json()
    assert (newest["format"], newest["version"], newest["moment"]) == ("rowback-blame/1", 4, T4)
    assert newest == client.get(f"/api/v1/stories/1/blame/{T4}").json()
    assert newest["url"].endswith(f"/stories/1/blame@{T4}")
    five = rows(newest)[KILLED.replace("Three", "Five")]["words"][0]
    assert (five["text"], five["first"]["version"], five["replaced"]) == ("Five ", 2, "Three")


def test_an_excerpt_blames_only_what_an_edit_touched(client: TestClient, excerpted: None) -> None:
    page = client.get("/stories/1/blame").text
    assert MAYOR not in page
    assert POLICE in page
    assert "1 sentence that no edit touched" in page
    told = client.get("/stories/1/blame.json").json()
    assert told["excerpt"] is True
    bare = next(sentence for sentence in told["sentences"] if not sentence["text"])
    assert (bare["words"], bare["before"], bare["after"]) == ([], [], [])
    assert bare["since"]["version"] == 1


def test_an_excerpt_of_a_story_that_no_edit_touched_says_so(client: TestClient, tell: Tell) -> None:
    tell(line(0, POLICE, MAYOR), show=Show.CHANGES)
    page = client.get("/stories/1/blame").text
    assert "No edit touched the text" in page
    assert POLICE not in page


def test_typography_alone_does_not_bare_a_sentence(client: TestClient, tell: Tell) -> None:
    tell(line(0, '"It is safe," he said.', MAYOR), line(20, "“It is safe,” he said.", MAYOR, POLICE), show=Show.CHANGES)
    page = client.get("/stories/1/blame").text
    assert POLICE in page
    assert "It is safe" not in page


def wording(ordinal: int, since: int, until: int | None, *, folded: bool = False) -> Wording:
    """One text of a thread."""
    return Wording(ThreadId(1, 0), ordinal, Part.BODY, "", "", since, until, Came.CHANGED, (), folded, ())


@pytest.mark.parametrize(
    ("thread", "told"),
    [
        ([wording(0, 1, None)], [False]),
        ([wording(0, 2, None)], [True]),
        ([wording(0, 1, 2)], [True]),
        ([wording(0, 1, 2), wording(1, 2, None, folded=True)], [False, False]),
        ([wording(0, 1, 2), wording(1, 3, None, folded=True)], [True, True]),
        ([wording(0, 1, 2), wording(1, 2, 3, folded=True), wording(2, 3, None)], [True, True, True]),
    ],
)
def test_a_wording_was_edited_if_it_came_or_went_by_more_than_typography(
    thread: list[Wording], told: list[bool]
) -> None:
    marks = {number: Mark(number, moment(at(number)), at(number)) for number in range(1, 4)}
    assert [blame.edited(thread, place, marks) for place in range(len(thread))] == told


def test_a_sentence_links_to_its_life_and_that_tells_each_wording(client: TestClient, mill: None) -> None:
    assert 'href="/stories/1/threads/1.1"' in client.get("/stories/1/blame").text
    page = client.get("/stories/1/threads/1.1").text
    assert "<del>" in page
    assert "First said in version 1; it still stands. 2 wordings." in words(page)
    told = client.get("/stories/1/threads/1.1.json").json()
    assert [(each["since"]["version"], each["until"] and each["until"]["version"]) for each in told["stood"]] == [
        (1, 2),
        (2, None),
    ]


def test_a_life_tells_the_gap_and_the_end(client: TestClient, mill: None) -> None:
    assert "Gone from version 3 , 2 Nov 2026, 09:00 UTC , until version 4" in words(
        client.get("/stories/1/threads/1.2").text
    )
    assert "gone in version 3" in words(client.get("/stories/1/threads/2.3").text)


def test_a_life_tells_what_a_sentence_was_cut_from(client: TestClient, tell: Tell) -> None:
    whole = (
        "The company said that it had met all safety rules, and that an inspection in May had found no fault at all."
    )
    cut = ("The company said that it had met all safety rules.", "An inspection in May had found no fault at all.")
    tell(line(0, MAYOR, whole), line(20, MAYOR, " ".join(cut)), show=Show.FULL)
    told = rows(client.get("/stories/1/blame.json").json())
    (split,) = [sentence for sentence in told.values() if sentence["came"] == "split"]
    assert "Cut from another sentence in version 2." in client.get("/stories/1/blame").text
    assert f"/stories/1/threads/{split['sources'][0]}" in client.get(f"/stories/1/threads/{split['thread']}").text


def test_a_life_that_no_edit_touched_is_not_shown_in_an_excerpt(client: TestClient, excerpted: None) -> None:
    page = client.get("/stories/1/threads/1.3").text
    assert "Its text is not shown here" in page
    assert MAYOR not in page
    assert client.get("/stories/1/threads/1.3.json").json()["stood"][0]["text"] == ""


@pytest.mark.parametrize(
    "thread", ["1.99", "9.1", "1", "1.1.1", "-1.1", "x.y", "1.²", "9999999999.1", "1.9999999999", "%00", "1.1%0a"]
)
def test_a_thread_that_is_none_is_not_found(client: TestClient, mill: None, thread: str) -> None:
    for door in (f"/stories/1/threads/{thread}", f"/api/v1/stories/1/threads/{thread}"):
        assert client.get(door).status_code == 404


@pytest.mark.parametrize(
    ("door", "status"),
    [
        ("/stories/9/blame", 404),
        ("/stories/x/blame", 404),
        ("/stories/1/blame@yesterday", 400),
        ("/stories/1/blame@20200101T000000.000Z", 404),
        ("/stories/1/blame?gone=some", 422),
        ("/api/v1/stories/9/blame", 404),
    ],
)
def test_a_blame_that_is_none_is_a_clear_error(client: TestClient, mill: None, door: str, status: int) -> None:
    assert client.get(door).status_code == status


def test_a_story_without_lineage_says_how_it_is_made(client: TestClient, database: Database, mill: None) -> None:
    with database.write() as session:
        lineage.forget(session, 1)
    answer = client.get("/stories/1/blame")
    assert answer.status_code == 404
    assert "rowback rebuild" in answer.text


def test_hostile_text_is_escaped(client: TestClient, tell: Tell) -> None:
    bad = "<script>alert(1)</script> said \x00 the \ud800 mayor."
    tell(line(0, bad, MAYOR), line(20, bad.replace("mayor", "<b>council</b>"), POLICE), show=Show.FULL)
    for door in ("/stories/1/blame", "/stories/1/threads/1.1", "/said?q=script", "/said.json?q=said"):
        answer = client.get(door)
        assert answer.status_code == 200
        if "json" not in door:
            assert "<script>" not in answer.text
            assert "<b>" not in answer.text


def test_the_timeline_and_each_version_lead_to_the_blame(client: TestClient, mill: None) -> None:
    assert 'href="/stories/1/blame"' in client.get("/stories/1").text
    assert f'href="/stories/1/blame@{T3}"' in client.get(f"/stories/1@{T3}").text
