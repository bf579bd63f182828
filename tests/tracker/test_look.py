"""What an answer comes to: a capture with its facts, or a problem in a sentence."""

import pytest

from tests.newsroom import NOW, URL
from tests.tracker.test_again import follow
from tracker import chain
from tracker.fetching.outcomes import Answer, Failed, Fetched, Hop, NotModified, Why
from tracker.look import look
from tracker.model import Outcome

MOVED = "https://paper.example/news/great-fire"
PAGE = b"<!doctype html><p>Fire"


def fetched(*hops: Hop, media_type: str = "text/html; charset=utf-8", raw: bytes = PAGE) -> Fetched:
    return Fetched(URL, hops[-1].address if hops else URL, hops, 200, media_type, {"etag": '"1"'}, raw, 0.2)


@pytest.mark.parametrize(("why", "outcome"), [
    (Why.GONE, Outcome.GONE), (Why.REFUSED, Outcome.BLOCKED), (Why.BUSY, Outcome.BLOCKED), (Why.BROKEN, Outcome.FAILED),
    (Why.UNREACHABLE, Outcome.FAILED), (Why.TOO_LARGE, Outcome.FAILED), (Why.FORBIDDEN, Outcome.FAILED),
])  # fmt: skip
def test_what_failed_is_kept_with_its_reason(why: Why, outcome: Outcome) -> None:
    found = look(follow(), Failed(URL, why, "It went wrong.", status=500), now=NOW)
    assert found.arrival is not None
    assert found.arrival.outcome is outcome
    assert found.arrival.facts == {"status": "500", "reason": "It went wrong."}
    assert found.problem == "It went wrong."


@pytest.mark.parametrize("why", [Why.ROBOTS, Why.BAD_ADDRESS, Why.NOT_YET])
def test_what_was_never_asked_is_no_capture(why: Why) -> None:
    found = look(follow(), Failed(URL, why, "Not asked.", retry_after=7.0), now=NOW)
    assert found.arrival is None
    assert found.put_off is (why is Why.NOT_YET)


@pytest.mark.parametrize("answer", [NotModified(URL, URL, (), {}, 0.1), fetched()])
def test_a_304_and_the_very_same_bytes_are_unchanged(answer: Answer) -> None:
    found = look(follow(raw_digest=chain.digest(PAGE), etag='"1"'), answer, now=NOW)
    assert found.arrival is not None
    assert (found.arrival.outcome, found.arrival.raw, found.problem) == (Outcome.UNCHANGED, b"", "")
    assert (found.raw_digest, found.known.etag) == (chain.digest(PAGE), '"1"')


def test_a_permanent_redirect_moves_where_to_look_and_a_temporary_one_does_not() -> None:
    assert look(follow(), fetched(Hop(301, MOVED)), now=NOW).at == MOVED
    assert look(follow(), fetched(Hop(302, MOVED)), now=NOW).at == URL
    assert look(follow(), fetched(Hop(308, MOVED), Hop(302, URL + "2")), now=NOW).at == MOVED


@pytest.mark.parametrize(("media_type", "raw", "kept"), [
    ("text/html; charset=utf-8", PAGE, "text/html"), ("", PAGE, "text/html"), ("TEXT/HTML", PAGE, "text/html"),
    ("application/xhtml+xml", PAGE, "text/html"), ("application/pdf", b"%PDF", "application/pdf"),
    ("text/html; charset=windows-1252", "<p>Söder".encode("cp1252"), "text/html; charset=windows-1252"),
    ("text/html; charset=windows-1252", "<p>Söder".encode(), "text/html"), ("text/plain", b"Fire", "text/plain"),
])  # fmt: skip
def test_the_media_type_says_how_the_bytes_are_to_be_read(media_type: str, raw: bytes, kept: str) -> None:
    found = look(follow(), fetched(media_type=media_type, raw=raw), now=NOW)
    assert found.arrival is not None
    assert found.arrival.media_type == kept
