"""Counts of an outlet: each with its base, and no share where the base is small."""

from datetime import timedelta

import pytest

from tests.bench.ledger import stories
from tests.newsroom import NOW, at
from tests.told import document
from tracker import sample
from tracker.conduct import LEAST, Delay, Refused, Share, Tally
from tracker.dated import Dated, dated
from tracker.ledger import changed, figures
from tracker.model import Version
from tracker.silence import Answer, flags

INSPECTED = "The electrical installation was last inspected in {}, the line said."


@pytest.mark.parametrize("number", [0, 1, LEAST - 1])
def test_no_share_is_given_below_twenty_changes_and_it_says_why(number: int) -> None:
    told = Tally(altered=number, silent=number).share(number)
    assert isinstance(told, Refused)
    said = "1 change is" if number == 1 else f"{number} changes are"
    assert told.reason == f"{said} too few for a share; it is given from 20"


def test_a_share_is_given_with_its_base_from_twenty_changes_on() -> None:
    told = Tally(altered=25, silent=5, acknowledged=15, provisional=5).share(5)
    assert told == Share(5, 20)
    assert told.value == 0.25


def test_a_median_delay_is_given_with_its_base_from_three_on() -> None:
    hours = [timedelta(hours=hour) for hour in (9, 1, 3)]
    assert Tally(from_error=tuple(hours)).error_delay == Delay(timedelta(hours=3), 3)
    assert Tally(from_mending=tuple(hours[:2])).mending_delay == Refused(
        "2 corrections are too few for a median; it is given from 3"
    )


def test_an_outlet_without_stories_has_no_mean() -> None:
    assert Tally().edits_per_story is None
    assert Tally(stories=4, edits=2).edits_per_story == 0.5


def test_the_sample_has_a_correction_owned_up_to_and_a_figure_changed_in_silence() -> None:
    [fire, storm] = stories(sample.lines()).values()
    found = flags(fire, now=NOW)
    assert [flag.said for flag in found if flag.answer is Answer.ACKNOWLEDGED] == ['"420" became "240"']
    quiet = next(flag for flag in found if flag.said == '"2024" became "2021"')
    assert quiet.silent
    assert quiet.stamp.startswith("the publisher's stamp did not move")
    assert [flag.answer for flag in flags(storm, now=NOW)] == [Answer.ACKNOWLEDGED]


def test_the_sample_counts_what_it_counts() -> None:
    rows = [str(row) for versions in stories(sample.lines()).values() for row in changed(figures(versions))]
    assert "people: About 420 -> About 240" in rows
    assert "hurt: Five -> Twelve" in rows
    assert "engines: six -> 10" in rows
    assert "Einsätzen: 40 -> 70 -> 130" in rows


def test_the_rows_of_a_story_are_read_as_its_versions() -> None:
    said = document(INSPECTED.format(2024))
    row = Version(
        capture_id=1,
        story_id=1,
        number=1,
        first_seen_at=at(0),
        last_seen_at=at(5),
        digest="",
        extractor="test/1",
        words=8,
        document=said.model_dump(mode="json"),
    )
    assert dated([(row, [])]) == [Dated(1, at(0), at(5), said, None, [])]
