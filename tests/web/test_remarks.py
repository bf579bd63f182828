"""Operators' remarks: who may write them, where they are read, how they are edited and removed, and what can't be."""

import pytest
from fastapi.testclient import TestClient

from storage.archive import Store
from tests.newsroom import NOW
from tests.web.conftest import T1, T2, T3
from tests.web.test_hostile import EVIL, Elements
from tests.web.watching import send
from tracker.model import Deed, Show

API = "/api/v1/stories/1/remarks"
TEXT = "The brigade told us so at 08:10.\n\nSee https://brigade.example/log."
#: Where a remark on the version of T2 is read.
DOORS = [
    "/stories/1",
    "/stories/1.json",
    "/stories/1.atom",
    "/feed.atom",
    f"/stories/1@{T2}",
    f"/stories/1@{T2}.json",
    f"/stories/1/{T1}..{T2}",
    f"/stories/1/{T1}..{T3}",
]


def remark(operator: TestClient, text: str = TEXT, **on: object) -> dict[str, object]:
    """A remark on the version of T2, by token; as it is answered."""
    answer = operator.post(API, json={"moment": T2, "text": text, **on})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


def change_at(client: TestClient, pair: str = f"{T1}..{T2}", part: str = "headline") -> int:
    """The place of the first change of a part."""
    pairs = client.get(f"/stories/1/{pair}.json").json()["pairs"]
    return next(at for at, one in enumerate(pairs) if one["part"] == part and one["op"] != "same")


@pytest.mark.parametrize("door", DOORS)
def test_a_remark_on_a_version_is_read_at_every_door(
    client: TestClient, operator: TestClient, fire: int, door: str
) -> None:
    before = client.get(door).text
    remark(operator)
    after = client.get(door).text
    assert "The brigade told us so" not in before
    assert "The brigade told us so" in after
    assert "token desk" in after


def test_a_remark_names_who_and_when_and_links_its_addresses_safely(
    client: TestClient, operator: TestClient, fire: int
) -> None:
    remark(operator)
    page = client.get("/stories/1").text
    assert '<a href="https://brigade.example/log" rel="noopener noreferrer nofollow ugc external">' in page
    assert "<p>The brigade told us so at 08:10.</p>" in page
    assert f'datetime="{NOW:%Y-%m-%dT%H:%M:%S}' in page


def test_a_remark_on_a_change_quotes_it_and_stands_beside_it(
    client: TestClient, operator: TestClient, fire: int
) -> None:
    made = remark(operator, against=T1, change=change_at(client))
    assert (made["old"], made["new"], made["part"]) == ("Fire at mill", "Five hurt at mill", "headline")
    assert str(made["url"]).endswith(f"/stories/1/{T1}..{T2}#r{made['key']}")
    assert f'id="r{made["key"]}"' in client.get(f"/stories/1/{T1}..{T2}").text


def test_an_edited_remark_keeps_what_it_said(client: TestClient, operator: TestClient, fire: int) -> None:
    made = remark(operator, "Six, says the mayor.")
    edited = operator.put(f"{API}/{made['key']}", json={"text": "Five, says the mayor."}).json()
    assert edited["text"] == "Five, says the mayor."
    assert [one["text"] for one in edited["earlier"]] == ["Six, says the mayor."]
    page = client.get("/stories/1").text
    assert "What it said before" in page
    assert "Six, says the mayor." in page


def test_a_removed_remark_leaves_a_dated_line_and_none_of_its_words(
    client: TestClient, operator: TestClient, fire: int
) -> None:
    made = remark(operator, "Six, says the mayor.")
    operator.put(f"{API}/{made['key']}", json={"text": "Five, says the mayor."})
    assert operator.delete(f"{API}/{made['key']}").json()["removed"] is True
    for door in DOORS:
        assert "says the mayor" not in client.get(door).text, door
    assert "A remark by <bdi>token desk</bdi>" in client.get("/stories/1").text
    assert operator.put(f"{API}/{made['key']}", json={"text": "Again."}).status_code == 404


def test_a_remark_is_written_edited_and_removed_with_forms(client: TestClient, desk: TestClient, fire: int) -> None:
    assert "Remark on this version" in desk.get(f"/stories/1@{T2}").text
    _, _ = send(desk, "/stories/1/remarks", moment=T2, name="Ana  Lopes", text="Six.\r\nOr so.")
    page = desk.get("/stories/1").text
    key = page.split('id="r')[1].split('"')[0]
    assert "by <bdi>Ana Lopes</bdi>" in page
    assert 'value="Ana Lopes"' in page
    assert "Six.<br>Or so." in page
    send(desk, f"/stories/1/remarks/{key}", name="Ana Lopes", text="Five.")
    assert "<p>Five.</p>" in client.get("/stories/1").text
    send(desk, f"/stories/1/remarks/{key}", name="Bo", remove="yes")
    assert "<bdi>Bo</bdi> removed it" in client.get("/stories/1").text


def test_readers_are_offered_no_form_and_refused(client: TestClient, fire: int) -> None:
    for door in ("/stories/1", f"/stories/1@{T2}", f"/stories/1/{T1}..{T2}"):
        assert "/remarks" not in client.get(door).text
    assert client.post(API, json={"moment": T2, "text": TEXT}).status_code == 401
    assert client.post("/stories/1/remarks", data={"moment": T2, "text": TEXT, "name": "Eve"}).status_code == 401


def test_a_form_of_another_session_or_site_is_refused(desk: TestClient, fire: int) -> None:
    fields = {"moment": T2, "text": TEXT, "name": "Eve"}
    assert desk.post("/stories/1/remarks", data={**fields, "token": "x"}).status_code == 403
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert desk.post("/stories/1/remarks", data=fields, headers=foreign).status_code == 403
    assert desk.post(API, json={"moment": T2, "text": TEXT}, headers=foreign).status_code == 403


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"text": " \n "}, 400),
        ({"text": "x" * 2001}, 400),
        ({"moment": "yesterday"}, 400),
        ({"moment": "19990101T000000.000Z"}, 404),
        ({"against": T1}, 400),
        ({"change": 0}, 400),
        ({"against": T1, "change": 99}, 404),
        ({"against": T1, "change": 1}, 404),
        ({"text": None}, 422),
    ],
)
def test_what_cannot_be_a_remark_is_refused_with_its_reason(
    operator: TestClient, fire: int, asked: dict[str, object], status: int
) -> None:
    answer = operator.post(API, json={"moment": T2, "text": TEXT, **asked})
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "Eve\x1b[31m"])
def test_a_remark_needs_a_name(desk: TestClient, fire: int, name: str) -> None:
    assert send(desk, "/stories/1/remarks", moment=T2, name=name, text=TEXT)[0] == 400


@pytest.mark.parametrize("key", ["nothing", "a" * 50, "%", "0123456789abcdef"])
def test_a_remark_that_is_not_there_cannot_be_edited(operator: TestClient, fire: int, key: str) -> None:
    assert operator.put(f"{API}/{key}", json={"text": "x"}).status_code == 404


def test_no_remark_becomes_markup(client: TestClient, operator: TestClient, fire: int) -> None:
    remark(operator, EVIL + ' https://evil.example/"onmouseover=alert(1) javascript:alert(1) https://a\u202eb.example/')
    for door in ("/stories/1", f"/stories/1@{T2}", f"/stories/1/{T1}..{T2}"):
        found = Elements(client.get(door).text)
        assert "img" not in found.tags
        assert not any(name.startswith("on") for name in found.attributes)
        assert not [link for link in found.links if link.startswith("javascript:")]
    assert "<script>alert" not in client.get("/stories/1").text


def test_the_remarks_of_a_hidden_story_are_hidden_with_it(
    client: TestClient, operator: TestClient, store: Store, fire: int
) -> None:
    remark(operator)
    store.decide("paper.example", Deed.SHOW, Show.OPERATORS, made_by="test", made_at=NOW)
    assert "The brigade" not in client.get("/feed.atom").text
    assert client.get("/stories/1").status_code == 404


def test_a_feed_is_newer_once_a_remark_is_in_it(client: TestClient, operator: TestClient, fire: int) -> None:
    tag = client.get("/stories/1.atom").headers["etag"]
    remark(operator)
    assert client.get("/stories/1.atom", headers={"if-none-match": tag}).status_code == 200
    assert f"<updated>{NOW:%Y-%m-%dT%H:%M:%S}" in client.get("/stories/1.atom").text
    assert client.get("/stories/1/feed.json").json()["items"][1]["date_modified"].startswith(f"{NOW:%Y-%m-%d}")


def test_a_remark_on_a_change_backwards_is_read_there(client: TestClient, operator: TestClient, fire: int) -> None:
    place = change_at(client, f"{T2}..{T1}")
    answer = operator.post(API, json={"moment": T1, "against": T2, "change": place, "text": TEXT})
    assert "The brigade told us so" in client.get(f"/stories/1/{T2}..{T1}").text
    assert answer.json()["url"].endswith(f"/stories/1/{T2}..{T1}#r{answer.json()['key']}")
