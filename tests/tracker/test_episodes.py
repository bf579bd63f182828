"""What several versions tell together: text that comes back, a headline that flips, edits made in one go."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import at
from tracker.classify import classify
from tracker.diffing import compare
from tracker.episodes import BURST_LONGEST, Stage, episodes, flips, restored
from tracker.model import Block, Document, Part
from tracker.telling import tell_episode, tell_flip

FIRE, ROAD, MILL = "The fire began at noon.", "The road is closed to cars.", "The mill was built in 1890."


def story(*versions: tuple[float, str, tuple[str, ...]]) -> list[Stage]:
    """Stages from minute, headline and paragraphs; equal texts have equal digests."""
    stages: list[Stage] = []
    for number, (minute, headline, paragraphs) in enumerate(versions, 1):
        document = Document(headline=headline, language="en", blocks=[Block(text=text) for text in paragraphs])
        old = stages[-1].document if stages else None
        changes = classify(compare(old, document), old=old, new=document) if old else []
        stages.append(Stage(number, at(minute), f"{headline}|{paragraphs}", document, changes))
    return stages


def headlines(*turns: tuple[float, str]) -> list[Stage]:
    return story(*((minute, headline, (FIRE,)) for minute, headline in turns))


def test_a_sentence_that_comes_back_is_restored_with_when_it_went() -> None:
    stages = story(
        (0, "Fire", (FIRE, ROAD)), (60, "Fire", (FIRE,)), (120, "Fire", (FIRE, MILL)), (180, "Fire", (FIRE, MILL, ROAD))
    )
    found = restored(stages)
    assert list(found) == [4]
    (back,) = found[4]
    assert (back.text, back.gone_number, back.gone_at, back.had_number) == (ROAD, 2, at(60), 1)
    assert back.change is not None
    assert stages[3].changes[back.change].new == ROAD


def test_a_wording_that_comes_back_is_restored() -> None:
    stages = story(
        (0, "Fire", ("The fire killed three people.", ROAD)),
        (60, "Fire", ("The fire killed five people.", ROAD)),
        (120, "Fire", ("The fire killed three people.", ROAD, MILL)),
    )
    assert [item.text for item in restored(stages)[3]] == ["The fire killed three people."]


def test_a_whole_version_that_comes_back_is_one_restored_text() -> None:
    stages = story((0, "Fire", (FIRE, ROAD)), (60, "Blast", (FIRE, MILL)), (120, "Fire", (FIRE, ROAD)))
    (whole,) = restored(stages)[3]
    assert (whole.change, whole.had_number, whole.gone_number, whole.gone_at) == (None, 1, 2, at(60))


def test_a_headline_that_comes_back_is_restored() -> None:
    stages = story((0, "Fire", (FIRE,)), (300, "Blast", (FIRE,)), (900, "Fire", (FIRE, ROAD)))
    assert [(item.part, item.text) for item in restored(stages)[3]] == [(Part.HEADLINE, "Fire")]


def test_what_is_short_new_or_was_never_gone_is_not_restored() -> None:
    stages = story((0, "Fire", (FIRE, "Read more")), (60, "Fire", (FIRE,)), (99, "Fire", (FIRE, "Read more", ROAD)))
    assert restored(stages) == {}
    assert restored(story((0, "Fire", (FIRE, ROAD)), (60, "Fire", (ROAD, FIRE)))) == {}


def test_a_headline_that_goes_back_and_forth_is_one_flip() -> None:
    stages = headlines(
        (0, "Fire"), (30, "Blast"), (60, "Fire"), (90, "Blast"), (120, "Fire"), (150, "Blast"), (900, "X")
    )
    (flip,) = flips(stages)
    assert (flip.first, flip.second, flip.numbers) == ("Fire", "Blast", (2, 3, 4, 5, 6))
    assert (flip.since, flip.until, flip.turns, flip.stands) == (at(30), at(150), 5, "Blast")
    assert tell_flip(flip) == "Headline changed five times between “Fire” and “Blast” from 08:30 to 10:30 UTC."
    assert tell_flip(flip, text=False) == "Headline changed five times between two wordings from 08:30 to 10:30 UTC."


def test_a_headline_tried_once_is_told_as_taken_back() -> None:
    (flip,) = flips(headlines((0, "Fire"), (30, "Blast"), (60, "Fire")))
    assert not flip.alternates
    assert tell_flip(flip) == "Headline changed from “Fire” to “Blast” and back between 08:30 and 09:00 UTC."


def test_a_headline_that_comes_back_late_or_by_a_third_is_no_flip() -> None:
    assert flips(headlines((0, "Fire"), (30, "Blast"), (91, "Fire"))) == []
    assert flips(headlines((0, "Fire"), (10, "Blast"), (20, "Arson"), (30, "Fire"))) == []
    assert flips(headlines((0, "Fire"), (10, "Blast"), (20, "Arson"))) == []


def test_a_flip_is_one_episode_however_long_it_lasts() -> None:
    turns = [(45.0 * place, "Fire" if place % 2 == 0 else "Blast") for place in range(9)]
    made = episodes(headlines(*turns))
    assert [episode.numbers for episode in made] == [(1,), (2, 3, 4, 5, 6, 7, 8, 9)]
    assert made[1].net() == []
    assert tell_episode(made[1]).startswith("Headline changed eight times between “Fire” and “Blast”")


def test_edits_within_the_window_are_one_burst_and_the_first_version_stands_alone() -> None:
    stages = story(
        (0, "Fire", (FIRE,)),
        (5, "Fire", (FIRE, ROAD)),
        (24, "Fire", (FIRE, ROAD, MILL)),
        (45, "Fire", (FIRE, MILL)),
    )
    assert [episode.numbers for episode in episodes(stages)] == [(1,), (2, 3), (4,)]
    assert [episode.numbers for episode in episodes(stages, within=timedelta(minutes=21))] == [(1,), (2, 3, 4)]


def test_an_edit_undone_within_a_burst_is_not_told() -> None:
    stages = story(
        (0, "Fire", ("The fire killed three people.", FIRE)),
        (60, "Fire", ("The fire killed nine people.", FIRE)),
        (70, "Fire", ("The fire killed nine people.", FIRE, ROAD)),
        (75, "Fire", ("The fire killed three people.", FIRE, ROAD)),
    )
    burst = episodes(stages)[1]
    assert [change.new for change in burst.net() if not change.minor] == [ROAD]
    assert (
        tell_episode(burst) == "Three updates from 09:00 to 09:15 UTC: a sentence added: “The road is closed to cars.”"
    )


def test_a_burst_that_leaves_nothing_says_so() -> None:
    stages = story((0, "Fire", (FIRE,)), (60, "Fire", (FIRE, ROAD)), (70, "Fire", (FIRE,)))
    assert tell_episode(episodes(stages)[1]) == "Two updates from 09:00 to 09:10 UTC: the text is as it was before."


def test_a_burst_is_no_longer_than_its_bound() -> None:
    stages = story(*((15.0 * place, "Fire", (FIRE, f"It is {place} hours old now.")) for place in range(30)))
    made = episodes(stages)
    assert all(episode.until - episode.since <= BURST_LONGEST for episode in made)
    assert len(made[1].stages) == 9


def test_an_episode_of_one_tells_what_its_version_tells() -> None:
    stages = story((0, "Fire", (FIRE,)), (600, "Fire", (FIRE, ROAD)))
    assert [tell_episode(one) for one in episodes(stages)] == [
        "First seen.",
        "A sentence added: “The road is closed to cars.”",
    ]


def clock(time: datetime) -> str:
    return f"{time:%H.%M} Uhr"


def test_times_are_told_by_the_readers_clock() -> None:
    (flip,) = flips(headlines((0, "Fire"), (30, "Blast"), (60, "Fire")))
    assert tell_flip(flip, clock=clock).endswith("between 08.30 Uhr and 09.00 Uhr.")


@given(
    st.lists(st.tuples(st.integers(0, 90), st.sampled_from("ABC"), st.sampled_from([FIRE, ROAD, "", MILL])), max_size=9)
)
def test_every_version_is_in_one_episode_in_order_whatever_comes(steps: list[tuple[int, str, str]]) -> None:
    minute, versions = 0, []
    for wait, headline, text in steps:
        minute += wait
        versions.append((float(minute), headline, (text,)))
    stages = story(*versions)
    made = episodes(stages)
    assert [number for episode in made for number in episode.numbers] == [stage.number for stage in stages]
    assert all(a.until <= b.since for a, b in pairwise(made))
    for flip in flips(stages):
        assert any(set(flip.numbers) <= set(episode.numbers) for episode in made)
    for episode in made:
        assert 0 < len(tell_episode(episode)) < 400
    for number, found in restored(stages).items():
        assert all(item.gone_number < number for item in found)
