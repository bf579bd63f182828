"""The score of a watched newsroom: a perfect watcher has no faults, and each kind of fault is found and named."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.press.edits import What
from tests.press.record import Kept, Mark, Seen, Told
from tests.press.score import Score, classic_checks, score
from tests.press.script import MONDAY, Edit, Script, Spell, Story, Trouble, outlets
from tests.press.server import Asked
from tests.press.text import Line, Text
from tracker.model import Block, Document, Event, Finding, Outcome

END = MONDAY + timedelta(days=1)
OUTLETS = outlets(MONDAY, END)
TEXTS = [
    Text("Fire at mill", "", "Mara Reed", tuple(Line(f"Version {n}, paragraph {m}.") for m in range(3)))
    for n in range(3)
]


def at(minutes: float) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


STORY = Story(0, OUTLETS[1], "news", tuple(Edit(at(60 * n), What.FIGURE if n else None, TEXTS[n]) for n in range(3)))
SCRIPT = Script(MONDAY, END, OUTLETS, [STORY])


def asked(minutes: float, state: int | None, **fields: object) -> Asked:
    known = {"story": 0, "state": state, "status": 200, "target": STORY.path(0), "trouble": None} | fields
    return Asked(at(minutes), STORY.outlet.host, agent="", conditional=False, beside=0, size=1, **known)  # type: ignore[arg-type]


def told(number: int, minutes: float, state: int, text: Text | None = None) -> Told:
    blocks = [Block(text=line) for line in (text or TEXTS[state]).paragraphs()]
    return Told(number, at(minutes), Mark(0, state), Document(headline="Fire at mill", blocks=blocks), ())


def seen(minutes: float, state: int | None, finding: Finding = Finding.SAME, event: Event | None = None) -> Seen:
    mark = Mark(0, state) if state is not None else None
    return Seen(at(minutes), "http://x/", Outcome.CONTENT, finding, "", event, mark)


def scored(log: list[Asked], versions: list[Told], captures: list[Seen], story: Story = STORY) -> Score:
    return score(replace(SCRIPT, stories=[story]), log, [Kept(1, versions, captures)])


LOOKS = [asked(5, 0), asked(65, 1), asked(125, 2)]
VERSIONS = [told(n + 1, 60 * n + 5, n) for n in range(3)]
CAPTURES = [seen(60 * n + 5, n) for n in range(3)]


def test_who_saw_all_edits_and_made_a_version_of_each_has_no_faults() -> None:
    found = scored(LOOKS, VERSIONS, CAPTURES)
    assert (found.up, found.caught, found.unseen, found.exact) == (2, 2, 0, 3)
    assert not any([found.missed, found.false, found.mixed, found.doubled, found.event_faults, found.impolite])
    assert found.delays == [5, 5]


def test_an_edit_that_was_shown_and_made_no_version_is_missed() -> None:
    found = scored(LOOKS, [VERSIONS[0], VERSIONS[2]], CAPTURES)
    assert (found.up, found.caught, len(found.missed)) == (2, 1, 1)
    assert "figure, state 1" in found.missed[0].cause


def test_an_edit_that_stood_at_no_look_is_unseen_and_not_missed() -> None:
    found = scored([LOOKS[0], LOOKS[2]], [VERSIONS[0], VERSIONS[2]], [CAPTURES[0], CAPTURES[2]])
    assert (found.up, found.caught, found.unseen, len(found.missed)) == (1, 1, 1, 0)


def test_an_edit_that_is_held_when_the_time_ends_is_pending() -> None:
    found = scored(LOOKS, VERSIONS[:2], [*CAPTURES[:2], seen(125, 2, Finding.HELD)])
    assert (found.pending, found.missed) == (1, [])


def test_a_version_without_an_edit_is_false_and_its_reason_is_guessed() -> None:
    boxed = replace(TEXTS[0], lines=(*TEXTS[0].lines, Line("Sign up.")))
    found = scored(LOOKS[:1], [VERSIONS[0], told(2, 30, 0, boxed)], CAPTURES[:1])
    assert len(found.false) == 1
    assert "1 blocks too many" in found.false[0].cause


def test_a_text_that_comes_back_is_a_version_again() -> None:
    story = replace(STORY, edits=(*STORY.edits[:2], Edit(at(120), What.REVERT, TEXTS[0])))
    versions = [*VERSIONS[:2], told(3, 125, 2, TEXTS[0])]
    found = scored(LOOKS, versions, CAPTURES, story)
    assert (found.caught, found.missed, found.false) == (2, [], [])


def test_two_stories_for_one_are_doubled_and_one_for_two_is_mixed() -> None:
    other = replace(STORY, number=1)
    kept = [
        Kept(1, VERSIONS, [*CAPTURES, Seen(at(9), "", Outcome.CONTENT, None, "", None, Mark(1, 0))]),
        Kept(2, VERSIONS, CAPTURES),
    ]
    found = score(replace(SCRIPT, stories=[STORY, other]), LOOKS, kept)
    assert (len(found.mixed), len(found.doubled)) == (1, 1)


def test_a_story_that_was_gone_twice_must_be_told_as_unpublished_and_once_must_not() -> None:
    gone = replace(STORY, spells=(Spell(Trouble.GONE, at(130), END),))
    twice = [*LOOKS, asked(140, None, trouble=Trouble.GONE), asked(145, None, trouble=Trouble.GONE)]
    assert len(scored(twice, VERSIONS, CAPTURES, gone).event_faults) == 1
    rightly = [*CAPTURES, seen(145, None, event=Event.UNPUBLISHED)]
    assert scored(twice, VERSIONS, rightly, gone).event_faults == []
    assert len(scored(twice[:4], VERSIONS, rightly, gone).event_faults) == 1


def test_rudeness_is_written_down() -> None:
    rude = [
        asked(5, 0),
        asked(5.01, 0),
        asked(6, None, target="/members/48211/x"),
        asked(7, None, status=429, retry_after=120),
        asked(8, 0),
    ]
    found = scored(rude, VERSIONS[:1], CAPTURES[:1])
    assert len(found.robots) == 1
    assert [line.split(":")[0].strip() for line in found.impolite] == ["too soon", "before Retry-After"]


def test_the_classic_decay_is_counted_as_published() -> None:
    # NewsDiffs: 33 checks in the first day, 81 in a week (../shared/reading/peers.md, by simulation).
    assert classic_checks(24 - 0.01) == 33
    assert classic_checks(168 - 0.01) == 81
