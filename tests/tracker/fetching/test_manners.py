"""When a host may be asked next; no test waits, the clock is passed in."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.fetching import manners
from tracker.fetching.manners import FIRST_BACK_OFF, LONGEST_BACK_OFF, LONGEST_WAIT, Pace, retry_after
from tracker.fetching.outcomes import Failed, NotModified, Why

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
HOST = "paper.example"
FINE = NotModified("", "", (), {}, 0.1)


def trouble(why: Why = Why.BUSY, retry_after: float | None = None, took: float = 0.1) -> Failed:
    return Failed("", why, "It was busy.", retry_after=retry_after, took=took)


@pytest.fixture
def pace() -> Pace:
    return Pace(interval=2.0, chance=random.Random(1))


@settings(deadline=None)
@given(st.integers(0, 10**30))
def test_retry_after_reads_seconds(seconds: int) -> None:
    assert retry_after(f" {seconds} ", "", NOW) == min(seconds, LONGEST_WAIT)


@settings(deadline=None)
@given(st.integers(-(10**6), 10**6))
def test_retry_after_reads_dates(seconds: int) -> None:
    then = NOW + timedelta(seconds=seconds)
    texts = [format_datetime(then, usegmt=True), then.strftime("%A, %d-%b-%y %H:%M:%S GMT"), then.strftime("%c")]
    for text in texts:
        assert retry_after(text, "", NOW) == min(max(seconds, 0), LONGEST_WAIT)


def test_a_date_is_read_by_the_clock_that_wrote_it() -> None:
    wrong_by_a_year = format_datetime(NOW + timedelta(days=365), usegmt=True)
    later = format_datetime(NOW + timedelta(days=365, seconds=90), usegmt=True)
    assert retry_after(later, wrong_by_a_year, NOW) == 90


@pytest.mark.parametrize(
    "text", ["", "soon", "-5", "1.5", "\u0663", "Mon, 99 Foo 2026", "Mon, 02 Nov 99999 08:00:00 GMT"]
)
def test_an_unreadable_retry_after_says_nothing(text: str) -> None:
    assert retry_after(text, "", NOW) is None


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_retry_after_is_a_bounded_wait_or_none(text: str, date: str) -> None:
    wait = retry_after(text, date, NOW)
    assert wait is None or 0 <= wait <= LONGEST_WAIT


def test_a_new_host_may_be_asked_at_once(pace: Pace) -> None:
    assert pace.when(HOST, 100.0) == 100.0
    assert pace.begin(HOST, 100.0)


def test_requests_to_a_host_keep_their_distance_and_other_hosts_do_not_wait(pace: Pace) -> None:
    assert pace.begin(HOST, 100.0)
    pace.end(HOST, 100.1, FINE)
    assert not pace.begin(HOST, 101.9)
    assert pace.when(HOST, 101.9) == 102.0
    assert pace.begin("other.example", 101.9)
    assert pace.begin(HOST, 102.0)


def test_one_request_at_a_time(pace: Pace) -> None:
    assert pace.begin(HOST, 100.0)
    assert not pace.begin(HOST, 200.0)
    assert pace.when(HOST, 200.0) > 200.0
    pace.end(HOST, 201.0, FINE)
    assert pace.begin(HOST, 201.1)


def test_several_at_once_where_the_setting_says_so() -> None:
    pace = Pace(interval=0.0, at_once=2)
    assert [pace.begin(HOST, 1.0) for _ in range(3)] == [True, True, False]


def test_a_slow_host_gets_as_long_to_rest(pace: Pace) -> None:
    pace.begin(HOST, 100.0)
    pace.end(HOST, 110.0, NotModified("", "", (), {}, 10.0))
    assert pace.when(HOST, 110.0) == 120.0


def test_a_crawl_delay_is_kept_from_the_request_before(pace: Pace) -> None:
    pace.begin(HOST, 100.0)
    pace.end(HOST, 100.1, FINE)
    pace.slow_down(HOST, 100.2, 30.0)
    assert pace.when(HOST, 101.0) == 130.0
    assert pace.begin(HOST, 130.0)
    pace.end(HOST, 131.0, FINE)
    assert pace.when(HOST, 131.0) == 161.0
    pace.slow_down(HOST, 131.0, None)
    assert pace.waiting(HOST, 131.0).delay == 0


@settings(deadline=None)
@given(st.floats(0, 10**6))
def test_retry_after_is_a_floor(seconds: float) -> None:
    pace = Pace(chance=random.Random(2))
    pace.begin(HOST, 100.0)
    pace.end(HOST, 101.0, trouble(retry_after=seconds))
    assert pace.when(HOST, 101.0) >= 101.0 + seconds


@settings(deadline=None)
@given(st.integers(1, 40), st.integers())
def test_back_off_doubles_its_bound_and_is_jittered_below_it(troubles: int, seed: int) -> None:
    pace = Pace(interval=0.0, chance=random.Random(seed))
    now = 0.0
    for n in range(troubles):
        assert pace.begin(HOST, now)
        pace.end(HOST, now, trouble(took=0.0))
        wait = pace.when(HOST, now) - now
        assert 0 <= wait <= min(FIRST_BACK_OFF * 2**n, LONGEST_BACK_OFF)
        now += wait


def test_back_off_waits_half_its_bound_on_average() -> None:
    pace = Pace(interval=0.0, chance=random.Random(3))
    waits = []
    for n in range(1_000):
        pace.begin(str(n), 0.0)
        pace.end(str(n), 0.0, trouble(took=0.0))
        waits.append(pace.when(str(n), 0.0))
    assert sum(waits) / 1_000 == pytest.approx(FIRST_BACK_OFF / 2, rel=0.1)


@pytest.mark.parametrize("why", [Why.BUSY, Why.UNREACHABLE, Why.TOO_SLOW])
def test_trouble_of_the_host_is_told_until_it_is_well_again(pace: Pace, why: Why) -> None:
    pace.begin(HOST, 0.0)
    pace.end(HOST, 1.0, trouble(why, retry_after=60.0))
    held = pace.held(1.0)
    assert [(host.host, host.troubles, host.reason) for host in held] == [(HOST, 1, "It was busy.")]
    assert pace.begin(HOST, 1_000.0)
    pace.end(HOST, 1_000.1, FINE)
    assert pace.held(1_000.1) == []


def test_one_broken_page_is_no_trouble_of_the_host(pace: Pace) -> None:
    pace.begin(HOST, 0.0)
    pace.end(HOST, 0.1, trouble(Why.BROKEN))
    assert pace.when(HOST, 2.0) == 2.0


def test_a_turn_that_was_not_used_is_given_back(pace: Pace) -> None:
    pace.begin(HOST, 0.0)
    pace.end(HOST, 0.0, None)
    assert pace.waiting(HOST, 0.0).going == 0


def test_a_hold_from_an_earlier_run_stands(pace: Pace) -> None:
    pace.hold(HOST, 10.0, 500.0, "It asked for that.")
    assert pace.when(HOST, 20.0) == 510.0
    assert pace.held(20.0)[0].seconds == 490.0


def test_hosts_are_forgotten_when_there_is_nothing_to_remember(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manners, "MOST_HOSTS", 10)
    pace = Pace(interval=1.0)
    pace.hold("kept.example", 0.0, 10_000.0, "It asked for that.")
    for n in range(100):
        pace.begin(f"{n}.example", n * 10.0)
        pace.end(f"{n}.example", n * 10.0 + 0.1, FINE)
    assert len(pace._hosts) <= 11
    assert pace.held(1_000.0)[0].host == "kept.example"
