"""The timeline: what each entry says, and under which entry a folded capture is listed."""

from datetime import timedelta

from tests.newsroom import NOW, URL, at
from tracker import timeline
from tracker.model import (
    Capture,
    Change,
    Document,
    Finding,
    Op,
    Part,
    Verdict,
    Version,
    Via,
)
from tracker.moments import moment


def capture(number: int, minutes: float) -> Capture:
    return Capture(
        chain_id=1,
        sequence=number,
        via=Via.IMPORT,
        seen_at=at(minutes),
        kept_at=NOW,
        address=URL,
        media_type="text/plain",
        raw_digest="",
        seal="",
    )


def seen(number: int, minutes: float, digest: str, headline: str = "Fire") -> timeline.Seen:
    made = capture(number, minutes)
    version = Version(
        capture_id=number,
        story_id=1,
        number=number,
        first_seen_at=at(minutes),
        last_seen_at=at(minutes + 5),
        digest=digest,
        extractor="test/1",
        words=10,
        document=Document(headline=headline).model_dump(mode="json"),
    )
    return timeline.Seen(version, made, moment(made.seen_at))


def aside(minutes: float) -> timeline.Aside:
    return timeline.Aside(
        capture(99, minutes), Verdict(capture_id=99, story_id=1, finding=Finding.HELD, version_number=0)
    )


def test_an_update_is_told_as_it_was_when_it_was_kept() -> None:
    item = seen(2, 15, "b")
    item.version.told = "Number of dead raised from three to five."
    assert timeline.sentence(item)[0] == "Number of dead raised from three to five."


def test_the_first_version_is_told_as_first_seen_and_one_without_a_sentence_is_told_now() -> None:
    assert timeline.sentence(seen(1, 0, "a"))[0] == "First seen."
    changes = [Change(part=Part.HEADLINE, op=Op.CHANGED, old="Fire", new="Flood")]
    item = timeline.Seen(seen(2, 15, "b").version, capture(2, 15), moment(at(15)), changes)
    assert timeline.sentence(item)[0].startswith("Headline changed")


def test_versions_within_minutes_read_as_one_entry() -> None:
    made = timeline.entries([seen(1, 0, "a"), seen(2, 60, "b", "B"), seen(3, 65, "c", "C"), seen(4, 200, "d", "D")], [])
    bursts = timeline.bursts(made)
    assert [[entry.version.number for entry in burst.entries] for burst in bursts] == [[4], [3, 2], [1]]
    assert (bursts[1].since, bursts[1].until) == (at(60), at(65))
    assert bursts[1].summary.startswith("Two updates from 09:00 to 09:05 UTC: headline changed")
    assert bursts[0].summary == made[0].summary


def test_no_window_makes_every_version_its_own_entry() -> None:
    made = timeline.entries([seen(1, 0, "a"), seen(2, 60, "b", "B"), seen(3, 65, "c", "C")], [])
    assert [len(burst.entries) for burst in timeline.bursts(made, timedelta())] == [1, 1, 1]


def test_a_headline_that_flips_is_one_episode() -> None:
    story = [seen(1, 0, "a"), seen(2, 60, "b", "Flood"), seen(3, 75, "a")]
    (burst, _) = timeline.bursts(timeline.entries(story, []))
    assert [flip.turns for flip in burst.flips] == [2]
    assert "and back" in burst.summary


def test_text_that_comes_back_is_named_with_the_version_that_had_it() -> None:
    made = timeline.entries([seen(1, 0, "a"), seen(2, 15, "b"), seen(3, 30, "a")], [])
    assert [entry.restores_number for entry in made] == [1, None, None]
    assert made[0].summary.startswith("Taken back to version 1")


def test_entries_come_newest_first_and_know_the_one_before() -> None:
    made = timeline.entries([seen(1, 0, "a"), seen(2, 15, "b")], [])
    assert [entry.version.number for entry in made] == [2, 1]
    assert made[0].previous == made[1].moment
    assert made[1].previous is None


def test_a_folded_capture_is_listed_under_the_version_that_stood_then() -> None:
    made = timeline.entries([seen(1, 10, "a"), seen(2, 20, "b")], [aside(minutes) for minutes in (0, 12, 20, 99)])
    listed = {entry.version.number: [item.capture.seen_at for item in entry.asides] for entry in made}
    assert listed == {1: [at(0), at(12)], 2: [at(20), at(99)]}


def test_a_headline_stands_until_another_takes_its_place() -> None:
    turns = timeline.headlines([seen(1, 0, "a", "A"), seen(2, 15, "b", "A"), seen(3, 30, "c", "B")])
    assert [(turn.headline, turn.since, turn.until) for turn in turns] == [
        ("A", at(0), at(15) + timedelta(minutes=5)),
        ("B", at(30), at(35)),
    ]
