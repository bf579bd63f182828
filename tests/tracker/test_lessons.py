"""What makes a text furniture and a place restless, and what must never be taken for either."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import pytest

from tests.newsroom import at
from tests.watched import STORY, page
from tracker.fetching.extract import extract
from tracker.fetching.sight import Sight
from tracker.lessons import Candidate, Lessons, Noted, Place, Sighting, furniture, note, region, restless, volatile
from tracker.model import Lesson, LessonKind

BOX = "The Morning Tide: all that matters on the coast, in your hands by six."


def seen(*raws: bytes, first: float = 0, step: float = 30) -> tuple[Sighting, list[Candidate]]:
    """A story's sighting after looks at its pages, and what the last look asked about."""
    sighting, asked, before = Sighting(), list[Candidate](), None
    for turn, raw in enumerate(raws):
        document = extract(raw)
        asked = note(sighting, Noted(at(first + step * turn), document, Sight(partial(bytes, raw)), before))
        before = document
    return sighting, asked


def boxed(box: str) -> bytes:
    return page(*STORY, inside=f'<div class="tide"><p>{box}</p></div><p>The end of it is told here, at last.</p>')


def showing(many: int, of: int, text: str = BOX, boxes: bool = True) -> list[Sighting]:
    """Sightings of so many stories, some of which show a text."""
    with_it = boxed(text) if boxes else page(*STORY, text)
    return [seen(with_it if number < many else page(*STORY), first=60 + number)[0] for number in range(of)]


@pytest.mark.parametrize(
    ("boxed", "many", "of", "learnt"),
    [
        (True, 2, 2, False),
        (True, 3, 3, True),
        (True, 3, 40, False),
        (True, 13, 40, True),
        (False, 3, 3, False),
        (False, 4, 4, False),
        (False, 5, 5, True),
        (False, 5, 20, False),
        (False, 16, 20, True),
    ],
)
def test_a_text_is_furniture_when_enough_stories_of_those_looked_at_show_it(
    boxed: bool, many: int, of: int, learnt: bool
) -> None:
    text = BOX if boxed else "At least twelve people died when the ferry went down, police said."
    sightings = showing(many, of, text, boxed)
    assert bool(furniture(Candidate(text, boxed), sightings, at(120))) is learnt


def test_what_stories_showed_long_ago_teaches_nothing() -> None:
    assert not furniture(Candidate(BOX, True), showing(6, 6), at(60 * 24 * 9))


def test_a_text_in_a_box_of_its_own_is_told_from_one_among_the_paragraphs() -> None:
    _, asked = seen(page(*STORY), boxed(BOX))
    assert [candidate.boxed for candidate in asked if candidate.text == BOX] == [True]
    _, asked = seen(page(*STORY), page(*STORY, BOX))
    assert asked == [Candidate(BOX, False)]


@pytest.mark.parametrize(
    "text", ["Sign up for our morning letter.", "Follow us on Facebook and Twitter.", "Download our free app."]
)
def test_an_invitation_counts_as_a_box_wherever_it_stands(text: str) -> None:
    raw = page(*STORY[:3], text, *STORY[3:])
    assert Candidate(text, True) in seen(page(*STORY), raw)[1]


def test_nothing_that_the_publisher_says_of_the_story_is_ever_asked_about() -> None:
    said = ("This is a developing story.", "Correction: an earlier version named the wrong mill.")
    assert seen(page(*STORY), page(*STORY, *said))[1] == []


def test_a_first_look_asks_about_boxes_only_and_a_later_one_about_what_came_and_went() -> None:
    assert seen(page(*STORY))[1] == []
    assert [candidate.text for candidate in seen(page(*STORY), page(*STORY[:-1], "News."))[1]] == ["News.", STORY[-1]]


def pages(*texts: str) -> Sequence[bytes]:
    return [boxed(text) for text in texts]


def test_a_place_that_changes_at_every_look_in_three_stories_is_volatile() -> None:
    sightings = [seen(*pages(*(f"Tide {n} of {story}." for n in range(6))))[0] for story in range(3)]
    (place,) = {name for one in sightings for name, where in one.places.items() if restless(where, one, name)}
    assert "tide" in place
    assert "3 stories" in volatile(place, sightings)
    assert not volatile(place, sightings[:2])


def test_the_place_of_the_stories_own_paragraphs_is_never_volatile() -> None:
    raws = [page(*STORY[:5], f"The fire has burnt for {n} hours.") for n in range(8)]
    sightings = [seen(*raws)[0] for _ in range(5)]
    assert not any(volatile(name, sightings) for one in sightings for name in one.places)


def test_a_place_that_moves_with_its_story_is_not_restless() -> None:
    sighting = Sighting(looks=8, main="p", places={"p": Place(at(0), 0, 6), "li": Place(at(0), 0, 7)})
    assert not restless(sighting.places["li"], sighting, "li")


def test_a_region_needs_three_stories_that_agree() -> None:
    assert not region(2)
    assert "3 stories" in region(3)


def lesson(kind: LessonKind, value: str, counts_from: datetime) -> Lesson:
    return Lesson(outlet_id=1, kind=kind, value=value, learnt_at=at(90), counts_from=counts_from, grounds="test")


def test_a_lesson_counts_for_what_was_kept_from_its_time_on() -> None:
    made = Lessons([lesson(LessonKind.FURNITURE, "x", at(30)), lesson(LessonKind.REGION, "main", at(60))])
    assert made.counting(None) == made.counting(at(29))
    assert made.counting(at(30)).furniture == {"x"}
    assert (made.counting(at(59)).regions, made.counting(at(60)).regions) == ((), ("main",))
