"""The front page and the outlets: what changed that matters, filters that keep each other, counts with their base."""

import re

from fastapi.testclient import TestClient

from tests.newsroom import line
from tests.web.conftest import Tell
from tests.web.test_pages import text
from tracker.conduct import LEAST
from tracker.model import Show


def edited(tell: Tell, count: int = 1, **fields: object) -> None:
    """So many stories, each with a toll that rises."""
    for n in range(count):
        url = f"https://paper.example/{n}"
        for dead in (3, 5):
            said = f"At least {dead} people were killed in fire number {n}."
            tell(line(10 * dead + n, said, "A road is closed.", url=url, headline=f"Fire {n:02}", **fields))


def test_an_update_is_told_in_a_sentence_with_its_kinds(client: TestClient, tell: Tell) -> None:
    edited(tell)
    page = text(client, "/")
    assert "1 update of substance in 1 story" in page
    assert re.search(r'class="summary told"[^>]*>[^<]*3[^<]*5', page)
    assert ">figure</li>" in page
    assert "/stories/1/20261102T083000.000Z..20261102T085000.000Z" in page


def test_a_story_without_an_edit_is_not_news(client: TestClient, tell: Tell) -> None:
    tell(line(0, "A text that never changed."))
    page = text(client, "/")
    assert "Nothing of substance changed" in page
    assert "Show all edits" in page
    assert "1 story is kept" in page
    assert "None of them was seen to change yet" in text(client, "/?show=all")


def test_filters_keep_each_other(client: TestClient, tell: Tell) -> None:
    edited(tell)
    page = text(client, "/?show=all&kind=figure&outlet=paper.example").replace("&amp;", "&")
    assert 'href="/?show=all&order=newest&kind=figure&outlet=paper.example"' in page
    assert 'href="/?kind=figure&outlet=paper.example"' in page
    assert '<input type="hidden" name="show" value="all">' in page
    assert '<option value="figure" selected>' in page


def test_an_empty_time_says_where_to_look_instead(client: TestClient, tell: Tell) -> None:
    edited(tell)
    page = text(client, "/?time=day").replace("&amp;", "&")
    assert "Nothing of substance changed in the last 24 hours" in page
    assert 'href="/?show=all&time=day"' in page
    assert "Look at any time" in page


def test_the_form_sends_empty_filters_and_is_understood(client: TestClient, tell: Tell) -> None:
    edited(tell)
    assert "Fire 00" in text(client, "/?kind=&part=&outlet=&time=&show=&order=")


def test_thirty_updates_a_page_none_missed_and_light(client: TestClient, tell: Tell) -> None:
    edited(tell, 35, outlet="The Paper")
    page = text(client, "/")
    assert len(page.encode()) < 100_000
    assert page.count("<article") == 30
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    page += text(client, following)
    assert all(f"Fire {n:02}" in page for n in range(35))


def test_the_updates_as_json_go_on_with_the_same_filters(client: TestClient, tell: Tell) -> None:
    edited(tell, 3)
    page = client.get("/api/v1/updates?kind=figure&limit=2").json()
    assert [item["kinds"] for item in page["items"]] == [["figure"]] * 2
    assert page["total"] == page["stories"] == 3
    assert "kind=figure" in page["next"]
    rest = client.get(page["next"]).json()
    assert len(rest["items"]) == 1
    assert rest["next"] is None
    assert client.get("/updates.json?kind=figure").json()["items"][:2] == page["items"]


def test_an_outlet_gives_counts_with_their_base_and_no_share_of_a_few(client: TestClient, tell: Tell) -> None:
    edited(tell, outlet="The Paper")
    page = text(client, "/outlets/paper.example")
    assert "The Paper</bdi></h1>" in page
    assert "in 1 of 1 story" in page
    assert f"are too few for a share; it is given from {LEAST}" in page
    assert "None of its stories is followed now" in page
    told = client.get("/outlets/paper.example.json").json()
    assert told["counted"]["edits"] == 1
    assert told["counted"]["silent_share"] is None
    assert told == client.get("/api/v1/outlets/paper.example").json()


def test_the_outlets_are_listed_with_a_link_to_each(client: TestClient, tell: Tell) -> None:
    assert "No outlet is kept yet" in text(client, "/outlets")
    tell(line(0, "Text.", outlet="The <Paper>"), show=Show.CHANGES)
    page = text(client, "/outlets")
    assert 'href="/outlets/paper.example"' in page
    assert "The &lt;Paper&gt;" in page


def test_an_outlet_nobody_keeps_is_not_found(client: TestClient) -> None:
    for host in ("nobody.example", "%00", "%ED%A0%80", "x" * 400, "%E2%80%AE"):
        assert client.get(f"/outlets/{host}").status_code == 404
        assert client.get(f"/api/v1/outlets/{host}").status_code == 404


def test_a_change_without_a_notice_bears_a_chip_until_a_notice_comes(client: TestClient, tell: Tell) -> None:
    name = "The harbour master is {} Doyle, who has held the post for nine years."
    note = "Correction: The harbour master is Catherine Doyle, not Katherine Doyle as an earlier version said."
    told = [
        line(28_800 + 60 * n, name.format(first), language="en") for n, first in enumerate(["Katherine", "Catherine"])
    ]
    tell(*told, show=Show.FULL)
    page = text(client, "/?answer=silent")
    assert '<span class="chip">No notice found</span>' in page
    assert "provisional until" in page
    assert '<option value="silent" selected>No notice found</option>' in page
    (found,) = client.get("/api/v1/updates?answer=silent").json()["items"]
    assert [(flag["answer"], flag["change"], flag["provisional"]) for flag in found["flags"]] == [("silent", 0, True)]
    tell(line(28_920, name.format("Catherine"), note, language="en"))
    assert "No update of substance fits" in text(client, "/?answer=silent")
    assert client.get("/api/v1/updates?answer=silent").json()["items"] == []
    assert "Notice found" in text(client, "/?answer=acknowledged")
    assert "silent" in client.get("/updates.atom?answer=silent").text
