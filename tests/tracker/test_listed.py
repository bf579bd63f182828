"""What a list came to, and what of it is followed."""

from datetime import timedelta

from tests.newsroom import NOW
from tests.tracker.test_again import follow
from tracker import listed
from tracker.fetching.outcomes import Fetched
from tracker.fetching.variants import key
from tracker.follow import Follow, FollowKind
from tracker.look import look
from tracker.watchlist import Chosen

FEED = "https://paper.example/feed.xml"


def rss(*stories: str, updated: str = "") -> bytes:
    date = f"<pubDate>{updated}</pubDate>" if updated else ""
    items = "".join(f"<item><title>{s}</title><link>https://paper.example/{s}</link>{date}</item>" for s in stories)
    return f"<rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>".encode()


def read(raw: bytes, **fields: object) -> tuple[Follow, listed.Found]:
    followed = follow(kind=FollowKind.FEED, address=FEED, at=FEED, **fields)
    answer = Fetched(FEED, FEED, (), 200, "application/rss+xml", {}, raw, 0.1)
    return followed, listed.read(followed, look(followed, answer, now=NOW))


def chosen(raw: bytes, *already: str, **fields: object) -> Chosen:
    followed, found = read(raw, **fields)
    return listed.chosen(followed, found.listing, {key(f"https://paper.example/{s}") for s in already}, {}, now=NOW)


def test_what_a_list_names_is_followed_but_for_what_is_followed_already() -> None:
    found = chosen(rss("fire", "flood", "frost"), "flood")
    assert [one.address.rpartition("/")[2] for one in found.follow] == ["fire", "frost"]
    assert found.title == "The Paper"


def test_a_rule_chooses_by_words_and_leaves_to_the_page_what_only_the_page_can_tell() -> None:
    found = chosen(rss("fire", "flood"), rule={"any": ["fire"], "developing_only": True})
    assert [(one.title, one.rule) for one in found.follow] == [
        ("fire", {"any": ["fire"], "all": [], "none": [], "developing_only": True})
    ]


def test_the_cap_counts_what_is_watched_already() -> None:
    followed, found = read(rss("fire", "flood", "frost"), rule={"cap": 2})
    picked = listed.chosen(followed, found.listing, set(), {"paper.example": 1}, now=NOW)
    assert len(picked.follow) == 1


def test_what_is_no_list_any_more_is_a_problem_that_says_so_and_is_read_again_next_time() -> None:
    followed, found = read(b"<html><p>We have moved.", raw_digest="old")
    assert found.listing is None
    assert found.look.problem
    assert found.look.raw_digest == "old"
    assert listed.chosen(followed, found.listing, set(), {}, now=NOW).follow == []


def test_a_story_that_a_list_says_was_updated_is_heard_of() -> None:
    at = (NOW - timedelta(minutes=5)).isoformat()
    entry = "<entry><title>fire</title><link href='https://paper.example/fire'/><updated>" + at + "</updated></entry>"
    found = chosen(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title>{entry}</feed>".encode(), "fire")
    assert found.heard == {key("https://paper.example/fire"): NOW - timedelta(minutes=5)}
