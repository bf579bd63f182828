"""Moments: how a permalink writes a time, and reads it back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadTime
from tracker.moments import moment, parse

#: The last day on which a moment may lie.
LAST = datetime.fromisoformat("9998-12-31")


@given(st.datetimes(max_value=LAST, timezones=st.just(UTC)), st.none() | st.integers(1, 10**6))
def test_a_moment_reads_back_to_the_millisecond(time: datetime, sequence: int | None) -> None:
    made = moment(time, sequence)
    assert parse(str(made)) == made
    assert made.at <= time < made.end


def test_a_moment_is_written_as_the_wayback_machine_would_with_milliseconds() -> None:
    assert str(moment(datetime(2023, 5, 4, 10, 30, tzinfo=UTC))) == "20230504T103000.000Z"
    assert str(moment(datetime(2023, 5, 4, 10, 30, tzinfo=UTC), 2)) == "20230504T103000.000Z.2"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "20230504",
        "20230504T103000Z",
        "20231304T103000.000Z",
        "99991231T235959.999Z",
        "20230504T103000.000Z.",
        "٢٠٢٣",
        "x" * 10_000,
    ],
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(BadTime):
        parse(written)
