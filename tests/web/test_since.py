"""What is new since a reader last read: rendered on the server from a moment in the link, with no account."""

import pytest
from fastapi.testclient import TestClient

from tests.newsroom import line
from tests.web.conftest import T1, T2, T3, Tell
from tests.web.test_show import FAR


def test_what_is_new_is_marked_in_the_newest_text(client: TestClient, fire: int) -> None:
    page = client.get(f"/stories/1?since={T1}").text
    assert "2 versions since" in page
    assert "<ins>" in page
    assert "Five" in page
    assert "Correction:" in page
    assert FAR in page
    assert f"/stories/1?since={T3}" in page


def test_each_version_since_then_is_told_the_newest_first(client: TestClient, fire: int) -> None:
    page = client.get(f"/stories/1?since={T1}").text
    steps = page[page.index("since-steps") :]
    assert 0 < steps.index("Version 3") < steps.index("Version 2")
    assert "Version 1" not in steps


def test_a_reader_of_the_newest_version_is_told_that_nothing_is_new(client: TestClient, fire: int) -> None:
    page = client.get(f"/stories/1?since={T3}").text
    assert "Nothing new: version 3 is still the newest." in page
    assert "<ins>" not in page


def test_a_moment_after_a_repetition_names_the_version_that_stood_then(client: TestClient, fire: int) -> None:
    assert "1 version since" in client.get("/stories/1?since=20261102T084000.000Z").text


def test_what_was_taken_back_meanwhile_reads_as_before(client: TestClient, tell: Tell) -> None:
    tell(line(0, "One."), line(30, "Two."), line(60, "One."))
    assert "what changed was taken back" in client.get(f"/stories/1?since={T1}").text


def test_an_excerpt_shows_what_is_new_and_its_context_alone(client: TestClient, fire_excerpt: int) -> None:
    page = client.get(f"/stories/1?since={T1}").text
    assert "Five" in page
    assert FAR not in page
    assert "A road is closed" not in page


@pytest.mark.parametrize(
    ("since", "status"), [("now", 400), ("%00", 400), ("20200101T000000.000Z", 404), ("x" * 50, 422)]
)
def test_a_moment_that_names_nothing_is_answered_calmly(client: TestClient, fire: int, since: str, status: int) -> None:
    assert client.get(f"/stories/1?since={since}").status_code == status


def test_what_is_hidden_stays_hidden(client: TestClient, fire_hidden: int) -> None:
    assert client.get(f"/stories/1?since={T1}").status_code == 404


def test_a_story_offers_a_link_to_come_back_with(client: TestClient, fire: int) -> None:
    page = client.get("/stories/1").text
    assert f'class="since-link" href="/stories/1?since={T3}"' in page
    assert f'data-moments="{T3} {T2} {T1}"' in page
