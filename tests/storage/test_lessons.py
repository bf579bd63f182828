"""What an outlet's pages teach is learnt, listed and can be unlearnt; deriving again gives the same rows again."""

import random
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from storage import lessons
from storage.archive import Store
from storage.tables import Capture, Chain, Change, Decision, Lesson, Sighting, Standing, Story, Verdict, Version
from tests.newsroom import at
from tests.watched import STORY, look, page
from tracker.errors import NotFound
from tracker.fetching.region import fingerprint
from tracker.model import Finding, Folded, LessonKind, Outcome

DERIVED: tuple[type[SQLModel], ...] = (Version, Change, Verdict, Story, Standing, Sighting)

BOX = '<div class="box"><p>The best stories of the coast each morning: forty thousand readers have them.</p></div>'
WIRE = "At least twelve people died when the ferry went down, the harbour police said on Monday."


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    with store.database.read() as session:
        return {
            table.__name__: sorted((row.model_dump() for row in session.exec(select(table))), key=repr)
            for table in DERIVED
        }


def text_of(story: int) -> list[str]:
    return [f"{line} It was told by witness {story}." for line in STORY]


def see(store: Store, minutes: float, story: int, raw: bytes, outcome: Outcome = Outcome.CONTENT) -> int:
    """Fetch a story's page; the capture's id."""
    kept = store.record([look(raw, minutes, f"story-{story}", outcome)], kept_at=at(minutes))
    return kept[0].capture_id or 0


def versions(store: Store) -> dict[str, int]:
    """How many versions each story has."""
    with store.database.read() as session:
        query = select(Chain.address, Story.versions).join(Story, col(Story.id) == col(Chain.story_id))
        return {address.rsplit("-", 1)[1]: many for address, many in session.exec(query).all()}


def learnt(store: Store, kind: LessonKind) -> list[Lesson]:
    with store.database.read() as session:
        return [one.lesson for one in lessons.listed(session, 1) if one.lesson.kind is kind]


def boxed(story: int, *, box: str = BOX, more: tuple[str, ...] = ()) -> bytes:
    """A story with a box in the middle of its text."""
    text = [*text_of(story), *more]
    raw = page(*text, headline=f"Story {story}").decode()
    return raw.replace(f"<p>{text[2]}</p>", f"<p>{text[2]}</p>{box}").encode()


def test_a_box_that_all_stories_get_is_no_news_not_even_in_the_first_that_showed_it(store: Store) -> None:
    for story in range(6):
        see(store, story, story, boxed(story, box=""))
    for story in range(6):
        see(store, 60 + story, story, boxed(story))
    assert set(versions(store).values()) == {1}
    (lesson,) = learnt(store, LessonKind.FURNITURE)
    assert lesson.value.startswith("The best stories of the coast")
    assert lesson.counts_from == at(60) < lesson.learnt_at
    assert "3 other stories" in lesson.grounds
    with store.database.read() as session:
        told = session.exec(select(Change).where(Change.folded == Folded.NOISE)).all()
    assert {change.new for change in told} == {lesson.value}


def test_a_line_among_the_paragraphs_of_all_stories_is_learnt_too_though_later(store: Store) -> None:
    line = "<p>Our morning edition is with you at six, and the evening edition at five.</p>"
    for minutes, box in ((0, ""), (60, line)):
        for story in range(8):
            see(store, minutes + story, story, boxed(story, box=box))
    assert set(versions(store).values()) == {1}


def test_when_the_box_goes_again_or_turns_that_is_no_news_either(store: Store) -> None:
    for story in range(6):
        see(store, story, story, boxed(story))
    for story in range(6):
        see(store, 60 + story, story, boxed(story, box=BOX.replace("coast", "hills")))
    for story in range(6):
        see(store, 120 + story, story, boxed(story, box=""))
    assert set(versions(store).values()) == {1}


def test_an_edit_that_comes_with_the_box_is_a_version_and_shows_only_the_edit(store: Store) -> None:
    for story in range(6):
        see(store, story, story, boxed(story, box=""))
    for story in range(6):
        see(store, 60 + story, story, boxed(story, more=("A cause is not yet known.",) if story == 0 else ()))
    assert versions(store) == {"0": 2, "1": 1, "2": 1, "3": 1, "4": 1, "5": 1}
    with store.database.read() as session:
        said = session.exec(select(Change).where(col(Change.minor).is_(False))).all()
    assert [change.new for change in said] == ["A cause is not yet known."]


@pytest.mark.parametrize("many", [3, 4, 9])
def test_a_wire_paragraph_that_three_stories_of_one_topic_get_stays_an_edit_in_each(store: Store, many: int) -> None:
    for story in range(many):
        see(store, story, story, page(*text_of(story)))
    for story in range(many):
        more = [WIRE] if story < 3 else []
        see(store, 60 + story, story, page(*text_of(story), *more, nonce=7))
    assert [versions(store)[str(story)] for story in range(3)] == [2, 2, 2]
    assert not learnt(store, LessonKind.FURNITURE)


def test_a_status_line_that_every_story_bears_is_never_furniture(store: Store) -> None:
    for story in range(8):
        see(store, story, story, page(*text_of(story)))
    for story in range(8):
        see(store, 60 + story, story, page(*text_of(story), "This is a developing story."))
    assert set(versions(store).values()) == {2}


def test_a_place_that_never_rests_is_learnt_and_its_texts_are_no_news(store: Store) -> None:
    for turn in range(7):
        for story in range(4):
            extra = f'<p class="extra">Another story of today is number {turn} of the {story} that we tell you.</p>'
            see(store, 30 * turn + story, story, boxed(story, box=extra))
    (lesson,) = learnt(store, LessonKind.VOLATILE)
    assert lesson.value.endswith("p.extra")
    assert set(versions(store).values()) == {1}
    see(store, 400, 1, boxed(1, box='<p class="extra">Yet another.</p>', more=("The mill will be rebuilt.",)))
    assert versions(store)["1"] == 2


def test_a_region_is_learnt_and_then_a_page_is_only_read_where_it_changed(store: Store) -> None:
    for story in range(4):
        see(store, story, story, page(*text_of(story), nonce=1))
    (lesson,) = learnt(store, LessonKind.REGION)
    first, second = (page(*text_of(0), nonce=n).decode() for n in (1, 2))
    assert fingerprint(first, lesson.value) == fingerprint(second, lesson.value) != ""
    see(store, 60, 0, second.encode())
    with store.database.read() as session:
        standing = session.get_one(Standing, 1)
        assert standing.state["sight"] != standing.capture_id  # It was not read in full again.
    see(store, 75, 0, page(*text_of(0), "A cause is not yet known.", nonce=3))
    assert versions(store)["0"] == 2


def test_a_lesson_that_an_operator_unlearns_no_longer_counts_and_is_not_learnt_again(store: Store) -> None:
    for minutes in (0, 60):
        for story in range(6):
            see(store, minutes + story, story, boxed(story, box=BOX if minutes else ""))
    (lesson,) = learnt(store, LessonKind.FURNITURE)
    store.unlearn(lesson.id or 0, "yes", made_by="test", made_at=at(120))
    assert set(versions(store).values()) == {2}
    with store.database.read() as session:
        assert [(one.stands, one.by) for one in lessons.listed(session, 1) if one.lesson.id == lesson.id] == [
            (False, "test")
        ]
    see(store, 130, 9, boxed(9))
    store.unlearn(lesson.id or 0, "no", made_by="test", made_at=at(140))
    assert set(versions(store).values()) == {1}
    with pytest.raises(NotFound):
        store.unlearn(999, "yes", made_by="test", made_at=at(150))


def test_a_fold_can_be_overruled_and_that_can_be_taken_back(store: Store) -> None:
    see(store, 0, 1, page(*STORY))
    capture = see(
        store, 15, 1, b"<html><head><title>Just a moment...</title></head><body><p>Just a moment...</p></body>"
    )
    before = rows(store)
    store.overrule(capture, "yes", made_by="test", made_at=at(30))
    store.overrule(capture, "yes", made_by="test", made_at=at(31))
    assert versions(store) == {"1": 2}
    with store.database.read() as session:
        assert len(session.exec(select(Decision)).all()) == 1
    store.overrule(capture, "no", made_by="test", made_at=at(45))
    assert rows(store) == before
    with pytest.raises(NotFound):
        store.overrule(999, "yes", made_by="test", made_at=at(60))


def test_a_held_text_that_is_overruled_counts_at_once(store: Store) -> None:
    see(store, 0, 1, page(*STORY))
    capture = see(store, 15, 1, page(STORY[0]))
    store.overrule(capture, "yes", made_by="test", made_at=at(16))
    with store.database.read() as session:
        assert session.get_one(Verdict, capture).finding is Finding.VERSION
        assert not session.get_one(Story, 1).held


def test_stories_that_wait_to_be_derived_again_are_refreshed(store: Store) -> None:
    see(store, 0, 1, page(*STORY))
    before = rows(store)
    with store.database.write() as session:
        session.delete(session.get_one(Standing, 1))
    assert store.refresh(10) == 1
    assert store.refresh(10) == 0
    assert rows(store) == before


def _made(dice: random.Random, story: int, turn: int) -> tuple[bytes, Outcome]:
    """A look at a story: its text edited or not, with or without a box, a restless line, other noise."""
    what = dice.random()
    if what < 0.15:
        return b"", dice.choice([Outcome.UNCHANGED, Outcome.GONE, Outcome.FAILED])
    if what < 0.22:
        return b"<html><title>Page not found</title><body><h1>Page not found</h1></body></html>", Outcome.CONTENT
    text = text_of(story)[: dice.choice([6, 6, 6, 6, 2])]
    more = tuple(f"Update {n}: the mill still burns." for n in range(dice.choice([0, 0, 1, 2])))
    extra = f'<p class="extra">Look here for number {turn} of {story}.</p>' if dice.random() < 0.7 else ""
    raw = page(*text, *more, nonce=dice.randrange(3), headline=f"Story {story}").decode()
    box = (BOX if turn > 1 and dice.random() < 0.8 else "") + extra
    return raw.replace(f"<p>{text[1]}</p>", f"<p>{text[1]}</p>{box}").encode(), Outcome.CONTENT


@pytest.mark.parametrize("seed", range(3))
def test_looks_lessons_and_decisions_one_by_one_give_what_a_rebuild_gives(store: Store, seed: int) -> None:
    dice = random.Random(seed)
    for turn in range(6):
        for story in range(5):
            raw, outcome = _made(dice, story, turn)
            see(store, 40 * turn + story, story, raw, outcome)
        if turn > 2:
            with store.database.read() as session:
                captures, taught = session.exec(select(Capture.id)).all(), session.exec(select(Lesson.id)).all()
            store.overrule(
                dice.choice(captures) or 0, dice.choice(["yes", "no"]), made_by="t", made_at=at(40 * turn + 9)
            )
            if taught:
                store.unlearn(
                    dice.choice(taught) or 0, dice.choice(["yes", "no"]), made_by="t", made_at=at(40 * turn + 9)
                )
    while store.refresh(10):
        pass
    before = rows(store)
    store.rebuild()
    assert rows(store) == before
