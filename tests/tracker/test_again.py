"""When to look again at lists, at stories that stand, and at what is gone or fails."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import NOW, URL
from tracker.again import CONFIRM, FIRST_RETRY, LAST_RETRY, LIST_LATEST, LIST_SOONEST, SPREAD, due
from tracker.follow import Follow, FollowKind, FollowState
from tracker.habits import Habits
from tracker.life import Life
from tracker.model import Document, Outcome
from tracker.schedule import Bounds
from tracker.watchlist import Due, Standing


def follow(**fields: Any) -> Follow:
    known: dict[str, Any] = {
        "kind": FollowKind.STORY, "address": URL, "key": "paper.example/news/fire", "at": URL, "outlet_id": 1,
        "added_at": NOW - timedelta(days=1), "due_at": NOW, "checks": 3,
    }  # fmt: skip
    return Follow.model_validate(known | fields)


def life(**fields: Any) -> Life:
    known: dict[str, Any] = {"born_at": NOW - timedelta(hours=3), "checked_at": NOW, "checks": 3}
    return Life(**known | fields)


def after(standing: Standing, *, retry_after: float | None = None) -> Due:
    return due(standing, Habits(), Bounds(), retry_after=retry_after, now=NOW)


def test_a_page_that_is_gone_is_looked_at_again_in_minutes() -> None:
    gone = follow(failures=1, failing_since=NOW, problem="The page is gone.")
    assert after(Standing(gone, Outcome.GONE)).at == NOW + CONFIRM


def test_a_page_that_stays_gone_is_looked_at_less_and_less_and_then_let_go() -> None:
    waits = [
        after(Standing(follow(failures=n, failing_since=NOW, problem="x"), Outcome.GONE)).at - NOW for n in range(2, 12)
    ]
    assert waits == sorted(waits)
    assert waits[-1] <= LAST_RETRY * (1 + SPREAD)
    old = follow(failures=99, failing_since=NOW - timedelta(days=400), problem="x")
    assert after(Standing(old, Outcome.GONE)).state is FollowState.LET_GO


@given(st.integers(1, 60), st.floats(0, 10 * 86_400))
def test_after_failures_the_next_look_is_never_sooner_than_was_asked(failures: int, asked: float) -> None:
    failing = follow(failures=failures, failing_since=NOW, problem="No answer came.")
    found = after(Standing(failing, Outcome.FAILED), retry_after=asked)
    assert found.at - NOW >= max(FIRST_RETRY, timedelta(seconds=asked))
    assert found.at - NOW <= max(LAST_RETRY, timedelta(seconds=asked)) * (1 + SPREAD)


def test_a_look_that_was_put_off_comes_again_soon_and_is_no_failure() -> None:
    found = after(Standing(follow(), None), retry_after=90.0)
    assert (found.at, found.state) == (NOW + timedelta(seconds=90), FollowState.WATCHING)


def test_a_held_text_is_looked_at_again_in_minutes() -> None:
    assert after(Standing(follow(), Outcome.CONTENT, life(), Document(), held=True)).at == NOW + CONFIRM


@pytest.mark.parametrize(("quiet", "wait"), [
    (timedelta(0), LIST_SOONEST), (timedelta(hours=3), timedelta(minutes=30)), (timedelta(days=9), LIST_LATEST),
])  # fmt: skip
def test_a_list_is_looked_at_by_how_long_it_named_nothing_new(quiet: timedelta, wait: timedelta) -> None:
    found = after(Standing(follow(kind=FollowKind.FEED), Outcome.CONTENT, fresh_at=NOW - quiet))
    assert found.at == NOW + wait


def test_a_story_that_no_longer_says_it_is_developing_is_let_go_where_the_rule_says_so() -> None:
    rule = {"developing_only": True}
    done = Standing(follow(rule=rule), Outcome.CONTENT, life(), Document(headline="Fire put out"))
    assert after(done).state is FollowState.LET_GO
    live = Standing(follow(rule=rule), Outcome.CONTENT, life(), Document(headline="Live: fire at the harbour"))
    assert after(live).state is FollowState.WATCHING


def test_a_story_without_any_text_is_looked_at_less_and_less_until_once_a_day() -> None:
    waits = [after(Standing(follow(checks=checks), Outcome.CONTENT)).at - NOW for checks in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] == 2 * FIRST_RETRY
    assert waits[-1] == LAST_RETRY
