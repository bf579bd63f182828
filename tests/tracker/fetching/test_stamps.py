"""Publishers' stamps are read as instants, and a missing zone is said."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.fetching.stamps import instant, is_bare_day, is_page_stamp, is_stamp, stamp_sense


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("2026-03-04T06:12:00+01:00", datetime(2026, 3, 4, 5, 12, tzinfo=UTC)),
        ("2019-11-19T02:46:42.471Z", datetime(2019, 11, 19, 2, 46, 42, 471000, tzinfo=UTC)),
        ("Tue, 19 Nov 2019 07:03:25 GMT", datetime(2019, 11, 19, 7, 3, 25, tzinfo=UTC)),
        ("Fri Jan 27 12:58:53 +0000 2012", datetime(2012, 1, 27, 12, 58, 53, tzinfo=UTC)),
        ("28 September 2015 18:03:52 BST", datetime(2015, 9, 28, 17, 3, 52, tzinfo=UTC)),
        ("January 16, 2014 5:30 PM EST", datetime(2014, 1, 16, 22, 30, tzinfo=UTC)),
        ("Last updated at 12:05 a.m. UTC on 3 May 2023", datetime(2023, 5, 3, 0, 5, tzinfo=UTC)),
        ("1579000000", datetime(2020, 1, 14, 11, 6, 40, tzinfo=UTC)),
    ],
)
def test_a_stamp_with_a_zone_is_an_instant(stamp: str, at: datetime) -> None:
    assert instant(stamp) == (at, False)


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("2013/02/21 14:10:58", datetime(2013, 2, 21, 14, 10, 58, tzinfo=UTC)),
        ("3. Mai 2023, 14:05 Uhr", datetime(2023, 5, 3, 14, 5, tzinfo=UTC)),
        ("le 3 mai 2023 à 14h05", datetime(2023, 5, 3, 14, 5, tzinfo=UTC)),
        ("3 de mayo de 2023", datetime(2023, 5, 3, tzinfo=UTC)),
        ("20140112053551", datetime(2014, 1, 12, 5, 35, 51, tzinfo=UTC)),
    ],
)
def test_a_stamp_without_a_zone_says_that_it_was_assumed(stamp: str, at: datetime) -> None:
    assert instant(stamp) == (at, True)


@pytest.mark.parametrize("stamp", ["", "soon", "2 hours ago", "03/04/2020", "0000-00-00", "9999-12-31T23:59:59-14:00"])
def test_a_stamp_that_names_no_instant_gives_none(stamp: str) -> None:
    assert instant(stamp) == (None, False)


def test_a_stamp_line_says_which_time_it_is() -> None:
    assert stamp_sense("Last updated 14:05") == "modified"
    assert stamp_sense("Published 3 May 2023") == "published"


@given(st.text(st.characters(), max_size=200))
def test_any_stamp_has_an_answer(stamp: str) -> None:
    found, _ = instant(stamp)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize("line", ["Updated 14:05 GMT", "Last updated on 13 Jan 2020", "2 hours ago", "vor 2 Stunden",
                                  "14:05 (updated 15:10)", "Stand: 03.05.2023", "just now"])  # fmt: skip
def test_a_line_in_which_the_page_speaks_of_itself_is_a_page_stamp(line: str) -> None:
    assert is_stamp(line)
    assert is_page_stamp(line)
    assert not is_bare_day(line)


@pytest.mark.parametrize("line", ["29 AUGUST 2019", "3 May", "Monday, March 4, 2026", "05/09/2011", "2026-03-04"])
def test_a_day_and_no_more_is_a_bare_day(line: str) -> None:
    assert is_stamp(line)
    assert is_bare_day(line)
    assert not is_page_stamp(line)


@pytest.mark.parametrize("line", ["14:05", "29 AUGUST 2019, 14:05 GMT", "2026-03-04T14:05:00Z", "10 p.m."])
def test_a_time_of_day_is_neither(line: str) -> None:
    assert is_stamp(line)
    assert not is_bare_day(line)
    assert not is_page_stamp(line)


@given(st.text(st.characters(), max_size=200))
def test_what_is_no_stamp_is_no_kind_of_stamp(text: str) -> None:
    assert is_stamp(text) or not (is_page_stamp(text) or is_bare_day(text))
