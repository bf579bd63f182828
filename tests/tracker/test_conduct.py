"""Counts of an outlet: each with its base, and no share where the base is small."""

from datetime import timedelta

import pytest

from tests.bench.ledger import stories
from tests.newsroom import NOW, at
from tests.told import document, story
from tracker import sample
from tracker.conduct import LEAST, Delay, Refused, Share, Tally, of_outlet, of_story
from tracker.dated import Dated, dated
from tracker.ledger import changed, figures
from tracker.model import Version
from tracker.silence import Answer, flags

INSPECTED = "The electrical installation was last inspected in {}, the line said."
NOTE = "Correction: An earlier version said {}; it is {}."


def silent() -> list[Dated]:
    return story("# Fire\n" + INSPECTED.format(2024), "# Blaze\n" + INSPECTED.format(2021))


def acknowledged(hours: float = 1) -> list[Dated]:
    texts = [INSPECTED.format(2024), f"{INSPECTED.format(2021)}\n{NOTE.format(2024, 2021)}"]
    return story(*texts, hours=[0, hours])


def test_a_story_is_counted_with_its_base() -> None:
    tally = of_story(silent(), now=NOW)
    assert (tally.stories, tally.edits, tally.edited, tally.headlines) == (1, 1, 1, 1)
    assert (tally.altered, tally.silent, tally.acknowledged, tally.corrections) == (1, 1, 0, 0)


def test_an_acknowledged_change_gives_a_delay() -> None:
    tally = of_story(acknowledged(5), now=NOW)
    assert (tally.silent, tally.acknowledged, tally.corrections) == (0, 1, 1)
    assert tally.from_error == (timedelta(hours=5),)
    assert tally.from_mending == (timedelta(0),)


def test_a_change_of_the_last_day_is_counted_as_provisional_and_in_no_share() -> None:
    versions = silent()
    tally = of_story(versions, now=versions[1].first_seen_at + timedelta(hours=1))
    assert (tally.altered, tally.provisional, tally.silent, tally.settled) == (1, 1, 0, 0)


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


def test_the_tallies_of_an_outlet_are_added_up() -> None:
    outlet = of_outlet(
        of_story(versions, now=NOW) for versions in (silent(), acknowledged(1), acknowledged(3), acknowledged(9))
    )
    assert (outlet.stories, outlet.edits, outlet.silent, outlet.acknowledged) == (4, 4, 1, 3)
    assert outlet.edits_per_story == 1.0
    assert outlet.error_delay == Delay(timedelta(hours=3), 3)


def test_no_median_is_given_of_too_few_delays() -> None:
    assert isinstance(of_story(acknowledged(), now=NOW).error_delay, Refused)


def test_an_outlet_without_stories_has_empty_counts() -> None:
    assert of_outlet([]) == Tally() == of_story([], now=NOW)
    assert Tally().edits_per_story is None


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
