"""The rows of lineage: step by step as at once, and what the search finds that stories used to say."""

from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update
from sqlmodel import col, select

from storage import lineage, said
from storage.archive import Store
from storage.tables import Arrangement, Outlet, Version, Wording
from tests.newsroom import NOW, arrival, line
from tracker import blaming
from tracker import lineage as pure
from tracker.errors import NotFound
from tracker.model import Document, Show
from tracker.threads import Came, Lineage, ThreadId

KILLED = "Three people were killed in the fire at the mill on Monday."
POLICE = "Police said that the cause of the blaze was not yet known."
MAYOR = "The mayor, Jane Doe, thanked the crews who had come from six towns."


def keep(store: Store, minutes: float, *paragraphs: str, url: str = "https://paper.example/fire") -> None:
    """Keep one capture and bring its story's lineage up to date."""
    made = store.record([arrival(line(minutes, *paragraphs, url=url))], kept_at=NOW)
    with store.database.write() as session:
        lineage.advance(session, made[0].story_id)


def kept(store: Store, story_id: int = 1) -> Lineage:
    """A story's lineage as it is written down."""
    with store.database.read() as session:
        return lineage.read(session, story_id)


def at_once(store: Store, story_id: int = 1) -> Lineage:
    """A story's lineage as its versions give it."""
    with store.database.read() as session:
        query = select(Version.capture_id, Version.document).where(Version.story_id == story_id)
        rows = session.exec(query.order_by(col(Version.number))).all()
    return pure.fold([(capture_id, Document.model_validate(document)) for capture_id, document in rows])


def test_versions_that_come_one_by_one_give_what_all_at_once_give(store: Store) -> None:
    bodies = [(KILLED, POLICE), (POLICE,), (KILLED.replace("Three", "Five"), MAYOR), (f"{KILLED} {POLICE}", MAYOR)]
    for minutes, body in enumerate(bodies):
        keep(store, minutes, *body)
        assert kept(store) == at_once(store)


NUMBERS = count()
PARAGRAPHS = st.lists(
    st.one_of(
        st.sampled_from([KILLED, POLICE, MAYOR, KILLED.replace("Three", "Five"), f"{POLICE} {MAYOR}", f"“{KILLED}”"]),
        st.text(alphabet="ab .é火\n", max_size=12),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARAGRAPHS, min_size=2, max_size=7))
def test_any_story_is_the_same_step_by_step_and_at_once(store: Store, bodies: Sequence[Sequence[str]]) -> None:
    url = f"https://paper.example/{next(NUMBERS)}"
    for minutes, body in enumerate(bodies):
        keep(store, minutes, *body, url=url)
    with store.database.read() as session:
        story_id = max(session.exec(select(Version.story_id)).all(), default=0)
    if story_id:
        assert kept(store, story_id) == at_once(store, story_id)


def test_a_late_import_makes_the_lineage_again(store: Store) -> None:
    keep(store, 0, KILLED)
    keep(store, 20, KILLED, POLICE)
    keep(store, 10, KILLED, POLICE, MAYOR)
    assert kept(store) == at_once(store)
    assert [wordings[0].since_id for wordings in kept(store).threads.values()] == [1, 1, 3, 3]


def test_a_rebuild_writes_the_same_rows(store: Store) -> None:
    for minutes, body in enumerate([(KILLED, POLICE), (POLICE,), (KILLED, POLICE)]):
        keep(store, minutes, *body)
    before = kept(store)
    store.rebuild()
    with store.database.write() as session:
        lineage.forget(session, 1)
        lineage.advance(session, 1)
    assert kept(store) == before


def test_a_version_without_news_writes_nothing(store: Store) -> None:
    keep(store, 0, KILLED)
    with store.database.write() as session:
        lineage.advance(session, 1)
        session.execute(update(Wording).values(text="As it was written."))
        lineage.advance(session, 1)
        assert session.exec(select(Wording.text)).first() == "As it was written."


def test_rows_that_do_not_fit_their_version_are_made_again(store: Store) -> None:
    keep(store, 0, KILLED)
    with store.database.write() as session:
        session.execute(update(Wording).where(col(Wording.part) == "body").values(text="Something else."))
    keep(store, 1, KILLED, POLICE)
    assert kept(store) == at_once(store)


def test_the_order_of_a_long_version_is_a_few_numbers(store: Store) -> None:
    many = [f"Paragraph {number} tells of what happened in street number {number}." for number in range(300)]
    keep(store, 0, *many)
    keep(store, 1, *many[:100], POLICE, *many[101:])
    with store.database.read() as session:
        runs = session.exec(select(Arrangement.runs).order_by(col(Arrangement.capture_id))).all()
    assert [len(each) for each in runs] == [1, 3]


def test_blame_names_the_version_of_each_word(store: Store) -> None:
    keep(store, 0, KILLED)
    keep(store, 1, KILLED.replace("Three", "Five"))
    with store.database.read() as session:
        newest, first = lineage.blame(session, 1), lineage.blame(session, 1, 1)
        with pytest.raises(NotFound):
            lineage.blame(session, 1, 3)
    five = newest.sentences[1].words[0]
    assert (five.text.strip(), five.first.number, five.replaced) == ("Five", 2, "Three")
    assert (first.sentences[1].until, first.sentences[1].went) == (newest.version, False)
    assert str(five.first.moment) == blaming.as_json(newest)["moment"]


def test_a_thread_tells_its_life(store: Store) -> None:
    for minutes, body in enumerate([(KILLED, POLICE), (KILLED,), (KILLED, POLICE)]):
        keep(store, minutes, *body)
    with store.database.read() as session:
        stood = lineage.life(session, 1, ThreadId(1, 2))
        with pytest.raises(NotFound):
            lineage.life(session, 2, ThreadId(1, 2))
    assert [(each.since.number, each.until and each.until.number) for each in stood] == [(1, 2), (3, None)]


@pytest.mark.parametrize("versions", [2, 12])
def test_blame_and_search_ask_the_database_as_often_for_many_versions_as_for_two(store: Store, versions: int) -> None:
    for minutes in range(versions):
        keep(store, minutes, KILLED.replace("Three", f"{minutes} old"), *[POLICE] * (minutes % 3))
    asked: list[str] = []
    event.listen(store.database.engine, "after_cursor_execute", lambda *given: asked.append(given[2]))
    with store.database.read() as session:
        lineage.blame(session, 1)
        said.said(session, "killed")
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 6


def found(store: Store, words: str, *, removed: bool = False, operator: bool = False) -> list[said.Sayer]:
    """The stories that say, or said, these words."""
    with store.database.read() as session:
        return said.said(session, words, removed=removed, operator=operator).sayers


def test_the_search_finds_what_a_story_used_to_say_and_until_when(store: Store) -> None:
    keep(store, 0, KILLED, POLICE)
    keep(store, 9, KILLED.replace("Three", "Five"))
    keep(store, 0, POLICE, url="https://paper.example/other")
    (sayer,) = found(store, '"three people were KILLED"', removed=True)
    assert (sayer.story.id, sayer.standing, sayer.since.number) == (1, False, 1)
    assert sayer.until is not None
    assert sayer.until.number == 2
    assert [(sayer.story.id, sayer.standing) for sayer in found(store, "cause blaze")] == [(2, True), (1, False)]
    assert [sayer.story.id for sayer in found(store, "cause blaze", removed=True)] == [1]


def test_what_a_story_says_elsewhere_or_again_it_still_says(store: Store) -> None:
    keep(store, 0, KILLED, POLICE)
    keep(store, 1, KILLED, MAYOR)
    keep(store, 2, KILLED, MAYOR, POLICE)
    (sayer,) = found(store, "cause")
    assert [(each.since.number, each.until and each.until.number) for each in sayer.said] == [(1, 2), (3, None)]
    assert found(store, "cause", removed=True) == []


def test_a_word_that_stands_everywhere_gives_some_texts_of_each_story(store: Store) -> None:
    for number in range(2):
        keep(store, 0, *[f"The {n}th sentence of the story." for n in range(60)], url=f"https://paper.example/{number}")
    with store.database.read() as session:
        answer = said.said(session, "the story")
        page = said.said(session, "the story", limit=1)
    assert ([len(sayer.said) for sayer in answer.sayers], answer.cut) == ([said.MOST, said.MOST], True)
    assert (len(page.sayers), page.more) == (1, True)


def test_case_and_typography_do_not_matter_and_wildcards_are_letters(store: Store) -> None:
    keep(store, 0, "“We don’t know,” said the chief — at 100% speed_limit.")
    assert len(found(store, "DON'T KNOW")) == 1
    assert len(found(store, "100% speed_limit")) == 1
    assert found(store, "10_% speed%limit") == []
    assert found(store, ' "" ') == []


def test_a_text_set_in_other_typography_is_one_text(store: Store) -> None:
    keep(store, 0, '"We do not know," said the chief of police.')
    keep(store, 1, "“We do not know,” said the chief of police.", POLICE)
    (sayer,) = found(store, "chief")
    (each,) = sayer.said
    assert (each.since.number, each.until, each.edited, each.text[0]) == (1, None, False, "“")


def test_outlets_for_operators_are_found_by_operators_only(store: Store) -> None:
    keep(store, 0, KILLED)
    with store.database.write() as session:
        session.execute(update(Outlet).values(show=Show.OPERATORS))
    assert found(store, "mill") == []
    assert len(found(store, "mill", operator=True)) == 1


def test_a_thread_that_went_and_came_back_has_two_rows(store: Store) -> None:
    for minutes, body in enumerate([(KILLED, POLICE), (KILLED,), (KILLED, POLICE)]):
        keep(store, minutes, *body)
    with store.database.read() as session:
        query = select(Wording.ordinal, Wording.came).where(Wording.text == POLICE).order_by(col(Wording.ordinal))
        assert list(session.exec(query).all()) == [(0, Came.ADDED), (1, Came.RESTORED)]
