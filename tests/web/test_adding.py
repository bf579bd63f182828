"""Following something new: an address or a file is shown as it is understood before anything is followed."""

import threading

import pytest
from fastapi.testclient import TestClient

from storage.database import Database
from storage.follows import Follows
from tests.newsroom import NOW
from tests.servers import Server, limits, reply
from tests.servers import page as serves
from tests.watched import page as web_page
from tests.web.conftest import BASE
from tests.web.watching import FEED_AT, HOST, OPML, STORY_AT, TEXT, follow, hidden, send, token
from tracker.fetching.http import Client
from tracker.fetching.manners import Pace
from tracker.fetching.polite import Polite
from tracker.fetching.variants import key
from tracker.follow import FollowKind
from tracker.following import Rule
from tracker.settings import Settings
from tracker.watchlist import ToFollow
from web import adding
from web.adding import Preview
from web.app import create_app


def test_a_pasted_story_is_shown_as_it_is_read_before_it_is_followed(desk: TestClient, database: Database) -> None:
    status, page = send(desk, "/follows/preview", address=STORY_AT)
    assert status == 200
    assert "This is a story of" in page
    assert TEXT[0] in page
    assert "Ana Sol" in page
    assert Follows(database).listed() == []


def test_what_was_shown_is_followed_without_asking_again(desk: TestClient, database: Database) -> None:
    _, page = send(desk, "/follows/preview", address=f" {STORY_AT} ")
    status, target = send(desk, "/follows", address=STORY_AT, seen=hidden(page, "seen"), lines=hidden(page, "lines"))
    assert (status, target) == (303, "/follows/1?said=new")
    ((_, found),) = Follows(database).listed()
    assert (found.address, found.title, found.kind) == (STORY_AT, "Fire at mill", FollowKind.STORY)
    assert "Followed from now on" in desk.get(target).text
    again = send(desk, "/follows", address=STORY_AT, seen=STORY_AT, lines=f"story {STORY_AT}")
    assert again == (303, "/follows/1?said=known")


def test_an_address_changed_after_the_look_is_looked_at_first(desk: TestClient, database: Database) -> None:
    status, page = send(desk, "/follows", address=FEED_AT, seen=STORY_AT, lines=f"story {STORY_AT}")
    assert status == 200
    assert "This is a feed" in page
    assert Follows(database).listed() == []


def test_a_list_says_what_its_rule_would_follow_and_leave_out(desk: TestClient, database: Database) -> None:
    follow(database, STORY_AT)
    _, page = send(desk, "/follows/preview", address=FEED_AT, none="sport, weather")
    assert "This is a feed; it names 3 stories." in page
    assert "1 story would be followed now" in page
    assert "Mayor resigns" in page
    assert "2 stories would be left out" in page
    assert "It is followed already." in page
    assert "&#34;sport&#34; stands in its headline or text." in page


def test_the_rule_as_it_stands_in_the_form_is_followed(desk: TestClient, database: Database) -> None:
    fields = {"address": FEED_AT, "seen": FEED_AT, "lines": f"feed {FEED_AT} The Paper"}
    status, target = send(desk, "/follows", **fields, any="fire*, mill", developing="1", cap="20", age="48")
    assert status == 303
    ((_, found),) = Follows(database).listed()
    assert found.rule == {"any": ["fire*", "mill"], "developing_only": True, "cap": 20, "max_age_hours": 48}
    page = desk.get(target).text
    assert "fire*, mill" in page
    assert "while it says that it is developing" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": ""}, "The address is empty"),
        ({"address": "ftp://x"}, "Only web addresses are kept"),
        ({"address": f"{HOST}/nowhere"}, "It does not answer."),
        ({"address": FEED_AT, "pattern": "re:("}, "Addresses like: "),
        ({"address": FEED_AT, "cap": "many"}, "Stories at once: "),
        ({"address": FEED_AT, "age": "-1"}, "Hours old at the most: "),
        ({"address": FEED_AT, "any": ",".join("w" * 300)}, "Any of these words: "),
        ({"address": FEED_AT, "kind": "poem"}, "There is no such kind"),
    ],
)
def test_what_cannot_be_followed_is_said_beside_the_field(desk: TestClient, fields: dict[str, str], said: str) -> None:
    status, page = send(desk, "/follows/preview", **fields)
    assert status == 400
    assert said in page
    assert 'role="alert"' in page
    assert "<h1>Follow something</h1>" in page


@pytest.mark.parametrize(
    "lines", ["", "poem https://a.example/", "story javascript:alert(1)", "feed", "\x00", "story  "]
)
def test_lines_that_name_nothing_to_follow_are_refused(desk: TestClient, database: Database, lines: str) -> None:
    assert send(desk, "/follows", address="x", seen="x", lines=lines)[0] == 400
    assert Follows(database).listed() == []


def upload(client: TestClient, raw: bytes) -> tuple[int, str]:
    """Send an OPML file."""
    response = client.post(
        "/follows/opml", data={"token": token(client)}, files={"file": ("a.opml", raw, "text/x-opml")}
    )
    return response.status_code, response.text


def test_an_opml_file_is_shown_line_by_line_and_then_followed(desk: TestClient, database: Database) -> None:
    status, page = upload(desk, OPML)
    assert status == 200
    assert "an OPML file with 2 lists" in page
    assert f"feed {FEED_AT} The Paper" in page
    status, target = send(desk, "/follows", lines=f"feed {FEED_AT} The Paper\n\nfeed https://other.example/rss")
    assert (status, target) == (303, "/follows?added=2&known=0")
    assert "2 lists followed from now on" in desk.get(target).text
    exported = desk.get("/follows.opml")
    assert exported.headers["content-type"].startswith("text/x-opml")
    assert f'xmlUrl="{FEED_AT}"'.encode() in exported.content
    assert upload(desk, exported.content)[0] == 200


BOMB = (
    b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 999 + b'">]><opml><body><outline text="&b;&b;" xmlUrl="&b;"/></body></opml>'
)


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"\x00\xff" * 50, b"<opml/>", b"x" * 2_000_001, BOMB])
def test_a_file_that_is_no_opml_is_refused_in_place(desk: TestClient, database: Database, raw: bytes) -> None:
    status, page = upload(desk, raw)
    assert status == 400
    assert 'role="alert"' in page
    assert Follows(database).listed() == []


def test_a_headline_with_line_ends_adds_no_line_to_what_is_followed() -> None:
    headline = "Fire\u2028feed https://evil.example/a\x0b\nfeed https://evil.example/b"
    preview = Preview("", [ToFollow(FollowKind.STORY, STORY_AT, key(STORY_AT), headline)])
    (one,) = adding.wanted(preview.lines, Rule())
    assert one.address == STORY_AT
    found = adding.wanted(f"feed {FEED_AT} a\u2028feed https://evil.example/a", Rule())
    assert [one.address for one in found] == [FEED_AT]


def test_coming_to_a_previews_address_begins_anew(desk: TestClient) -> None:
    response = desk.get("/follows/preview")
    assert (response.status_code, response.headers["location"]) == (303, "/follows/new")


def test_a_paste_reaches_a_real_server_politely(settings: Settings, database: Database, token: str) -> None:
    with Server() as server:
        server.on("/robots.txt", reply(200, b"User-agent: *\nDisallow: /secret", Content_Type="text/plain"))
        server.on("/news/fire-at-mill-12345678", serves(web_page(*TEXT)))
        way = Polite(Client(limits()), Pace(interval=0), stop=threading.Event())
        app = create_app(settings, database, clock=lambda: NOW, ask=way.get, pace=way.pace)
        with TestClient(app, base_url=BASE, headers={"authorization": f"Bearer {token}"}) as client:
            shown = client.post("/follows/preview", data={"address": server.url("/news/fire-at-mill-12345678")})
            refused = client.post("/follows/preview", data={"address": server.url("/secret")})
            nothing = client.post("/follows/preview", data={"address": server.url("/nowhere")})
    assert (shown.status_code, refused.status_code, nothing.status_code) == (200, 400, 400)
    assert TEXT[1] in shown.text
    assert "robots.txt" in refused.text
    assert "/secret" not in server.paths
