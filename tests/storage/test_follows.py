"""The queue: who may look at what and when, and what a look leaves behind."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from storage import backup, migrations
from storage.archive import Store
from storage.database import Database
from storage.follows import Follows
from storage.tables import Address, Capture, Follow, Story, Version
from tests.newsroom import NOW
from tracker import identity, look
from tracker.errors import NotFound
from tracker.fetching.outcomes import Answer, Failed, Fetched, Hop, NotModified, Why
from tracker.fetching.read import read
from tracker.fetching.variants import key
from tracker.follow import FollowKind, FollowState
from tracker.identity import Page
from tracker.model import Finding
from tracker.watchlist import Claimed, Due, Settled, Standing, ToFollow

URL = "https://paper.example/news/fire-12345678"
LEASE = timedelta(minutes=10)
TEXT = "The harbour master said that nobody was hurt in the fire, which began on the north quay before dawn. "


def page(*paragraphs: str, headline: str = "Fire at the harbour", canonical: str = "") -> bytes:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{headline}</title>{link}</head><body><article><h1>{headline}</h1>{body}".encode()


def fetched(raw: bytes, address: str = URL, final: str = "", hops: tuple[Hop, ...] = ()) -> Fetched:
    return Fetched(address, final or address, hops, 200, "text/html", {"etag": '"1"'}, raw, 0.1)


def wanted(address: str = URL, kind: FollowKind = FollowKind.STORY) -> ToFollow:
    return ToFollow(kind, address, key(address))


def in_an_hour(standing: Standing) -> Due:
    return Due(NOW + timedelta(hours=1), why="a test says so")


def claim(follows: Follows, now: datetime = NOW, holder: str = "one") -> list[Claimed]:
    return follows.claim(now, limit=50, lease=LEASE, holder=holder)


def settle(follows: Follows, claimed: Claimed, answer: Answer, now: datetime = NOW) -> Settled | None:
    seen = look.look(claimed.follow, answer, now=now)
    if not isinstance(answer, Fetched):
        return follows.settle(claimed, seen, plan=in_an_hour, now=now)
    document = read(answer.raw, "text/html", answer.final).document
    whose = Page(claimed.follow.address, answer.final, document, answer.hops)
    return follows.settle(
        claimed,
        seen,
        plan=in_an_hour,
        now=now,
        keys=identity.names(whose),
        identify=lambda ground: identity.decide(whose, ground),
    )


def looked(follows: Follows, answers: Sequence[Answer]) -> list[Settled | None]:
    """One look after the other at all that is due, an hour apart."""
    found = []
    for hour, answer in enumerate(answers):
        now = NOW + timedelta(hours=hour)
        for claimed in claim(follows, now):
            found.append(settle(follows, claimed, answer, now))
    return found


@pytest.fixture
def follows(store: Store) -> Follows:
    return Follows(store.database)


def test_what_is_followed_is_due_at_once_and_followed_only_once(follows: Follows) -> None:
    first, again = (follows.add([wanted()], now=NOW)[0] for _ in range(2))
    assert (first.new, again.new) == (True, False)
    assert first.id == again.id
    assert [claimed.follow.address for claimed in claim(follows)] == [URL]


def test_spellings_of_one_address_are_one_follow(follows: Follows) -> None:
    spellings = [URL, f"{URL}?utm_source=x", URL.replace("https://", "https://www."), f"{URL}/"]
    assert [added.new for added in follows.add([wanted(url) for url in spellings], now=NOW)] == [True] + [False] * 3


def test_what_is_claimed_is_nobody_elses_until_the_lease_runs_out(follows: Follows) -> None:
    follows.add([wanted()], now=NOW)
    assert len(claim(follows)) == 1
    assert claim(follows, holder="two") == []
    assert claim(follows, NOW + LEASE - timedelta(seconds=1), holder="two") == []
    assert len(claim(follows, NOW + LEASE, holder="two")) == 1


def test_a_look_under_a_lease_that_another_took_leaves_nothing(follows: Follows, store: Store) -> None:
    follows.add([wanted()], now=NOW)
    late, later = claim(follows)[0], NOW + LEASE
    soon = claim(follows, later, holder="two")[0]
    assert settle(follows, late, fetched(page(TEXT * 5)), later) is None
    assert settle(follows, soon, fetched(page(TEXT * 5)), later) is not None
    assert store.count() == 1


def test_a_few_of_each_outlet_are_claimed_at_a_time(follows: Follows) -> None:
    many = [wanted(f"https://paper.example/news/{n}0000001") for n in range(9)]
    follows.add([*many, wanted("https://other.example/news/1")], now=NOW)
    claimed = [one.follow.address for one in claim(follows)]
    assert len(claimed) == 5
    assert "https://other.example/news/1" in claimed
    assert claim(follows, holder="two") == []
    assert len(claim(follows, NOW + LEASE)) == 5


def test_a_story_begins_with_content(follows: Follows, store: Store) -> None:
    follows.add([wanted()], now=NOW)
    gone = Failed(URL, Why.GONE, "The page is gone.", status=404)
    one, two, three = looked(follows, [gone, fetched(page(TEXT * 5)), NotModified(URL, URL, (), {}, 0.1)])
    assert one is not None
    assert (one.kept, one.follow.failures, one.follow.problem) == (None, 1, "The page is gone.")
    assert two is not None
    assert (two.finding, two.follow.failures, two.follow.problem) == (Finding.VERSION, 0, "")
    assert three is not None
    assert three.finding is Finding.SAME
    assert store.count() == 2


def test_the_very_same_bytes_are_kept_as_unchanged_and_without_bytes(follows: Follows, store: Store) -> None:
    follows.add([wanted()], now=NOW)
    looked(follows, [fetched(page(TEXT * 5))] * 2)
    with store.database.read() as session:
        first, second = session.exec(select(Capture).order_by(col(Capture.sequence))).all()
    assert (str(first.outcome), str(second.outcome), second.raw_digest) == ("content", "unchanged", "")
    assert second.facts["status"] == "200"


def test_a_capture_says_where_redirects_led_and_what_the_server_sent(follows: Follows, store: Store) -> None:
    follows.add([wanted()], now=NOW)
    moved = URL.replace("fire-", "great-fire-")
    settled = looked(follows, [fetched(page(TEXT * 5), final=moved, hops=(Hop(301, moved),))])[0]
    assert settled is not None
    assert settled.follow.at == moved
    with store.database.read() as session:
        facts = session.exec(select(Capture.facts)).one()
        addresses = session.exec(select(Address.address).order_by(col(Address.id))).all()
    assert facts == {"at": moved, "etag": '"1"', "status": "200"}
    assert addresses == [URL, moved]


def test_a_redirect_to_the_home_page_is_no_content(follows: Follows, store: Store) -> None:
    follows.add([wanted()], now=NOW)
    home = "https://paper.example/"
    looked(follows, [fetched(page(TEXT * 5)), fetched(page(TEXT * 3, "Welcome"), final=home, hops=(Hop(302, home),))])
    with store.database.read() as session:
        outcomes = session.exec(select(Capture.outcome).order_by(col(Capture.sequence))).all()
        assert len(session.exec(select(Version.number)).all()) == 1
    assert [str(outcome) for outcome in outcomes] == ["content", "moved"]


def test_another_slug_of_a_story_is_found_to_be_the_same_story(follows: Follows, store: Store) -> None:
    follows.add([wanted()], now=NOW)
    looked(follows, [fetched(page(TEXT * 5))])
    other = "https://paper.example/news/blaze-12345678"
    follows.add([wanted(other)], now=NOW)
    settled = settle(follows, claim(follows)[0], fetched(page(TEXT * 5, "More."), other))
    assert settled is not None
    assert settled.follow.state is FollowState.STOPPED
    assert URL in settled.follow.why
    with store.database.read() as session:
        assert len(session.exec(select(Story.id)).all()) == 1
        assert set(session.exec(select(Address.address)).all()) == {URL, other}


def test_two_stories_with_one_canonical_link_stay_two(follows: Follows, store: Store) -> None:
    wrong = "https://paper.example/news/harbour-99999999"
    texts = {
        URL: TEXT * 5,
        wrong: "The council met on Monday to vote on the new budget for the schools of the city. " * 5,
    }
    for address, text in texts.items():
        follows.add([wanted(address)], now=NOW)
        for claimed in claim(follows):
            settle(follows, claimed, fetched(page(text, canonical=wrong), address))
    with store.database.read() as session:
        assert len(session.exec(select(Story.id)).all()) == 2
        assert len(session.exec(select(Follow.story_id)).all()) == 2


def test_a_paused_story_is_not_due_and_comes_back_when_asked(follows: Follows) -> None:
    added = follows.add([wanted()], now=NOW)[0]
    follows.set_state(added.id, FollowState.PAUSED, why="an operator paused it", now=NOW)
    assert claim(follows) == []
    assert follows.next_due() is None
    follows.hasten(added.id, now=NOW)
    assert len(claim(follows)) == 1


def test_what_an_operator_pauses_while_it_is_looked_at_stays_paused(follows: Follows) -> None:
    added = follows.add([wanted()], now=NOW)[0]
    claimed = claim(follows)[0]
    follows.set_state(added.id, FollowState.PAUSED, why="an operator paused it", now=NOW)
    settled = settle(follows, claimed, fetched(page(TEXT * 5)))
    assert settled is not None
    assert (settled.follow.state, settled.follow.why) == (FollowState.PAUSED, "an operator paused it")


def test_a_backup_keeps_what_is_followed_and_each_story_s_addresses(
    follows: Follows, store: Store, tmp_path: Path
) -> None:
    feed = "https://paper.example/feed.xml"
    follows.add([wanted(), wanted(feed, FollowKind.FEED)], now=NOW)
    settle(follows, claim(follows)[0], fetched(page(TEXT * 5), final=f"{URL}-x", hops=(Hop(301, f"{URL}-x"),)))
    backup.backup(store, tmp_path / "all.zip")
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    migrations.migrate(other)
    backup.restore(Store(other), tmp_path / "all.zip")
    assert [row.model_dump() for _, row in Follows(other).listed()] == [row.model_dump() for _, row in follows.listed()]
    with store.database.read() as before, other.read() as after:
        assert len(before.exec(select(Address.address)).all()) == 2
        assert after.exec(select(Address.address)).all() == before.exec(select(Address.address)).all()
    other.close()


def test_an_unknown_follow_is_an_error_that_says_so(follows: Follows) -> None:
    with pytest.raises(NotFound, match="nothing is followed under the number 7"):
        follows.hasten(7, now=NOW)


def test_the_lives_of_an_outlets_stories_tell_when_they_were_edited(follows: Follows) -> None:
    follows.add([wanted()], now=NOW)
    looked(follows, [fetched(page(TEXT * 5)), fetched(page(TEXT * 5, "Two people were found later."))])
    (life,), zone = follows.lives(1)
    assert zone == "UTC"
    assert life.edits == ((NOW, NOW + timedelta(hours=1)),)
    assert life.checked_at == NOW + timedelta(hours=1)
