"""The scripted newsroom itself: it serves real HTTP, changes what it should, and writes down what was asked."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import urllib3

from tests.press.answers import BOMB
from tests.press.script import Script, Spell, Story, Trouble, newsroom
from tests.press.server import Press
from tests.press.text import plainly
from tracker.fetching import feeds
from tracker.fetching.read import read


@pytest.fixture(scope="module")
def script() -> Script:
    return newsroom(stories=40, days=3, seed=7)


@pytest.fixture
def press(script: Script) -> Iterator[Press]:
    with Press(script, patience=0.1) as running:
        yield running


@pytest.fixture
def client() -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager(retries=False, timeout=2) as manager:
        yield manager


def get(client: urllib3.PoolManager, url: str, **headers: str) -> urllib3.BaseHTTPResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request("GET", url, headers=named, redirect=False)


def quiet(script: Script, dress: str) -> Story:
    """A story of an outlet that nothing befalls."""
    return next(s for s in script.stories if s.outlet.dress == dress and not s.spells and not s.member and not s.test)


def address(press: Press, story: Story) -> str:
    return press.base(story.outlet) + story.path(story.state_at(press.clock))


def test_the_same_seed_writes_the_same_newsroom(script: Script) -> None:
    assert newsroom(stories=40, days=3, seed=7).stories == script.stories
    assert newsroom(stories=40, days=3, seed=8).stories != script.stories


def test_every_scripted_edit_but_typography_changes_what_a_reader_reads(script: Script) -> None:
    for story in script.stories:
        for before, after in zip(story.edits, story.edits[1:], strict=False):
            same = before.text.said() == after.text.said()
            assert same == (after.what == "typography"), after.what


@pytest.mark.parametrize("dress", ["courier", "dispatch", "meridian", "anzeiger", "wire"])
def test_a_page_tells_its_story_and_is_as_heavy_as_real_ones(
    script: Script, press: Press, client: urllib3.PoolManager, dress: str
) -> None:
    story = quiet(script, dress)
    press.clock = story.published_at + timedelta(minutes=1)
    found = get(client, address(press, story))
    assert found.status == 200
    assert 20_000 < len(found.data) < 130_000
    document = read(found.data, "text/html; charset=" + found.headers["content-type"].partition("=")[2], "").document
    assert document.headline == story.edits[0].text.headline
    assert set(map(plainly, story.edits[0].text.paragraphs())) - set(map(plainly, document.paragraphs)) == set()


@pytest.mark.parametrize("dress", ["dispatch", "meridian", "anzeiger"])
def test_an_outlet_with_nonces_never_sends_the_same_bytes_twice(
    script: Script, press: Press, client: urllib3.PoolManager, dress: str
) -> None:
    story = quiet(script, dress)
    press.clock = script.end
    pages = {get(client, address(press, story)).data for _ in range(5)} - {b""}
    assert len(pages) == 5


def test_an_honest_outlet_answers_304_until_something_changes(
    script: Script, press: Press, client: urllib3.PoolManager
) -> None:
    for dress, ours, theirs in (("courier", "If_None_Match", "etag"), ("wire", "If_Modified_Since", "last-modified")):
        story = next(s for s in script.stories if s.outlet.dress == dress and len(s.edits) > 1 and not s.spells)
        press.clock = story.edits[1].at - timedelta(seconds=1)
        first = get(client, address(press, story))
        assert get(client, address(press, story), **{ours: first.headers[theirs]}).status == 304
        press.clock = story.edits[1].at
        assert get(client, address(press, story), **{ours: first.headers[theirs]}).status == 200


def test_a_headline_that_changes_moves_the_story_and_the_old_address_leads_there(
    script: Script, press: Press, client: urllib3.PoolManager
) -> None:
    story = next(s for s in script.stories if s.outlet.slugs and not s.spells and s.path(0) != s.path(len(s.edits) - 1))
    press.clock = story.edits[-1].at
    moved = get(client, press.base(story.outlet) + story.path(0))
    assert (moved.status, moved.headers["location"]) == (301, address(press, story))


def test_each_list_names_the_stories_that_are_out(script: Script, press: Press, client: urllib3.PoolManager) -> None:
    press.clock = script.end
    for outlet, address_of_list in zip(script.outlets, press.lists(), strict=True):
        found = get(client, address_of_list)
        assert found.status == 200
        expected = {s.number for s in script.of(outlet) if s.trouble_at(press.clock) not in ("gone", "not found")}
        if outlet.dress in ("courier", "dispatch", "meridian"):
            items = feeds.read_feed(found.data, found.headers["content-type"], address_of_list).items
            assert {press.story_number(item.address) for item in items} == expected


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (Trouble.GONE, 410),
        (Trouble.NOT_FOUND, 404),
        (Trouble.SOFT, 200),
        (Trouble.WALL, 200),
        (Trouble.HOME, 302),
        (Trouble.LOOP, 302),
    ],
)
def test_a_troubled_story_answers_as_its_trouble_says(
    script: Script, client: urllib3.PoolManager, trouble: Trouble, expected: int
) -> None:
    with troubled(script, trouble) as press:
        found = get(client, address(press, press.script.stories[0]))
        assert found.status == expected
        assert press.log[-1].state is None
        assert b"cms:revision" not in found.data


@pytest.mark.parametrize("trouble", [Trouble.RESET, Trouble.GARBAGE, Trouble.CUT_OFF, Trouble.SLOW])
def test_a_broken_answer_is_broken(script: Script, client: urllib3.PoolManager, trouble: Trouble) -> None:
    with troubled(script, trouble) as press, pytest.raises(urllib3.exceptions.HTTPError):
        get(client, address(press, press.script.stories[0]))


def test_a_blip_is_over_after_one_request(script: Script, client: urllib3.PoolManager) -> None:
    with troubled(script, Trouble.BLIP) as press:
        asked = address(press, press.script.stories[0])
        assert [get(client, asked).status for _ in range(3)] == [404, 200, 200]


def test_a_bomb_is_small_and_unpacks_to_64_megabytes(script: Script, client: urllib3.PoolManager) -> None:
    with troubled(script, Trouble.BOMB) as press:
        found = client.request("GET", address(press, press.script.stories[0]), decode_content=False)
        assert len(found.data) < 100_000
        assert len(gzip.decompress(found.data)) == BOMB


def test_the_log_tells_what_was_asked_when_and_what_was_shown(
    script: Script, press: Press, client: urllib3.PoolManager
) -> None:
    story = quiet(script, "courier")
    press.clock = story.edits[-1].at
    get(client, address(press, story), User_Agent="Somebody/1")
    asked = press.log[-1]
    assert (asked.at, asked.agent, asked.status) == (press.clock, "Somebody/1", 200)
    assert (asked.story, asked.state, asked.beside) == (story.number, len(story.edits) - 1, 0)


def troubled(script: Script, trouble: Trouble) -> Press:
    """A newsroom whose first story is in trouble all the time."""
    first = quiet(script, "courier")
    spell = Spell(trouble, script.start, script.end)
    story = replace(first, spells=(spell,), outlet=replace(first.outlet, spells=()))
    outlets = [replace(outlet, spells=()) for outlet in script.outlets]
    press = Press(replace(script, stories=[story], outlets=outlets), patience=0.05)
    press.clock = story.edits[-1].at
    return press
