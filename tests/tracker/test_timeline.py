"""The timeline: what each entry says, and under which entry a folded capture is listed."""

from datetime import timedelta

import pytest

from tests.newsroom import NOW, URL, at
from tracker import timeline
from tracker.model import (
    BlockRole,
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


def changed(part: Part, op: Op, role: BlockRole | None = None, *, minor: bool = False) -> Change:
    return Change(part=part, op=op, role=role, minor=minor)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([changed(Part.HEADLINE, Op.CHANGED)], "Headline changed."),
        ([changed(Part.BODY, Op.ADDED)], "1 sentence added."),
        ([changed(Part.BODY, Op.CHANGED)] * 3 + [changed(Part.BODY, Op.MOVED)], "3 sentences changed, 1 moved."),
        ([changed(Part.BODY, Op.ADDED, BlockRole.NOTICE)] * 3, "Notice added."),
        ([changed(Part.BODY, Op.REMOVED, BlockRole.STATUS)] * 2, "Developing line removed."),
        ([changed(Part.BODY, Op.ADDED), changed(Part.HEADLINE, Op.CHANGED)], "Headline changed; 1 sentence added."),
        ([changed(Part.BODY, Op.ADDED), changed(Part.BODY, Op.CHANGED, minor=True)], "1 sentence added."),
        ([changed(Part.BODY, Op.CHANGED, minor=True)], "Typography only."),
    ],
)
def test_an_update_is_told_in_a_sentence(changes: list[Change], said: str) -> None:
    assert timeline.summary(changes) == said


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
