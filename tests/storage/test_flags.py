"""The rows of flags and notices: step by step as from a rebuild, and a later notice that answers for an older edit."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from storage import derive, flags, queries
from storage.archive import Store
from storage.blobs import Raws
from storage.tables import Acknowledgement, Flag, Standing, Story, Version
from tests.newsroom import NOW, arrival, line
from tests.watched import STORY, look, page
from tracker import acknowledged, silence
from tracker.dated import Dated, dated
from tracker.silence import Answer

DAY = 24 * 60
INSPECTED = "The electrical installation was last inspected in {}, the line said."
MASTER = "The harbour master is {} Doyle, who has held the post for nine years."
NOTE = "Correction: An earlier version of this article said 2024; it is 2021."
OTHER = "Editor's note: This story was amended after publication."
FAR = "Ferries leave from the quay behind the fish market every hour."
URL = "https://paper.example/fire"


def keep(store: Store, minutes: float, *paragraphs: str, url: str = URL) -> int:
    """Keep one capture; its story."""
    return store.record([arrival(line(minutes, *paragraphs, url=url, language="en"))], kept_at=NOW)[0].story_id


def rows(store: Store, story_id: int = 1) -> dict[str, Any]:
    """All that is derived here of a story, as it stands in the database."""
    with store.database.read() as session:
        made: dict[str, Any] = {
            table.__name__: [row.model_dump() for row in session.exec(_in_order(table, story_id)).all()]
            for table in (Flag, Acknowledgement)
        }
        weighed = select(Version.number, Version.points, Version.rank).where(Version.story_id == story_id)
        made["points"] = [tuple(row) for row in session.exec(weighed.order_by(col(Version.number))).all()]
        made["rank"] = session.get_one(Story, story_id).rank
    return made


def _in_order(table: Any, story_id: int) -> Any:
    return select(table).where(table.story_id == story_id).order_by(table.capture_id, table.ordinal)


def answers(store: Store) -> list[tuple[int, Answer]]:
    """Each flag's version and answer."""
    return [(row["number"], row["answer"]) for row in rows(store)["Flag"]]


def versions(store: Store, story_id: int = 1) -> list[Dated]:
    """A story's versions as the readings of a whole story take them."""
    with store.database.read() as session:
        seen = queries.history(session, story_id, operator=True).seen
    return dated((item.version, item.changes) for item in seen)


def test_a_change_without_a_notice_is_kept_as_silent_and_weighs_more(store: Store) -> None:
    keep(store, 0, INSPECTED.format(2024), FAR)
    keep(store, 60, INSPECTED.format(2021), FAR)
    keep(store, 120, INSPECTED.format(2021), FAR, "The council meets in the town hall.")
    assert answers(store) == [(2, Answer.SILENT)]
    points = {number: points for number, points, _ in rows(store)["points"]}
    keep(store, 180, INSPECTED.format(2021), FAR, NOTE)
    after = {number: points for number, points, _ in rows(store)["points"]}
    assert points[2] - after[2] == pytest.approx(30)
    assert answers(store) == [(2, Answer.ACKNOWLEDGED)]


def test_a_correction_that_only_the_page_declares_answers_without_a_new_version(store: Store) -> None:
    declared = f'<script type="application/ld+json">{{"@type": "NewsArticle", "correction": "{NOTE}"}}</script>'
    shown = [page(*STORY, INSPECTED.format(year)) for year in (2024, 2021)]
    shown.append(page(*STORY, INSPECTED.format(2021), before=declared))
    for place, raw in enumerate(shown[:2]):
        store.record([look(raw, 60 * place)], kept_at=NOW)
    assert answers(store) == [(2, Answer.SILENT)]
    loud = rows(store)["rank"]
    store.record([look(shown[2], 120)], kept_at=NOW)
    assert answers(store) == [(2, Answer.ACKNOWLEDGED)]
    assert rows(store)["rank"] < loud
    stepped = rows(store)
    store.rebuild()
    assert rows(store) == stepped


def test_what_is_read_back_is_what_the_whole_story_gives(store: Store) -> None:
    first, second, third = INSPECTED.format(2024), INSPECTED.format(2021), MASTER.format("Catherine")
    texts = [(first, MASTER.format("Katherine")), (second, MASTER.format("Katherine"))]
    for place, text in enumerate([*texts, (*texts[1], NOTE), (second, third, NOTE)]):
        keep(store, 120 * place, *text, FAR)
    whole = versions(store)
    found = acknowledged.acknowledgements(whole)
    with store.database.read() as session:
        seen = queries.history(session, 1, operator=True).seen
        settled = flags.read(session, 1, seen, now=NOW)
    assert settled.acknowledgements == found != []
    assert settled.flags == silence.flags(whole, now=NOW, found=found) != []


NUMBERS = count()
TEXTS = st.lists(
    st.sampled_from(
        [
            INSPECTED.format(2024),
            INSPECTED.format(2021),
            INSPECTED.format(2019),
            MASTER.format("Katherine"),
            MASTER.format("Catherine"),
            NOTE,
            OTHER,
            "Correction:",
            "Update: The road is open again.",
            FAR,
        ]
    ),
    min_size=1,
    max_size=5,
    unique=True,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXTS, st.sampled_from([20, 200, 2_000])), min_size=2, max_size=6))
def test_any_story_has_the_same_rows_step_by_step_and_from_a_rebuild(
    store: Store, told: Sequence[tuple[Sequence[str], float]]
) -> None:
    url, minutes, story_id = f"https://paper.example/{next(NUMBERS)}", 0.0, 0
    for text, apart in told:
        minutes += apart
        story_id = keep(store, minutes, *text, url=url)
    stepped = rows(store, story_id)
    with store.database.write() as session:
        derive.rederive(session, Raws(session), story_id)
    assert rows(store, story_id) == stepped


def test_a_story_kept_before_there_were_flags_gets_all_of_them_with_its_next_version(store: Store) -> None:
    keep(store, 0, INSPECTED.format(2024), FAR)
    keep(store, 60, INSPECTED.format(2021), FAR)
    with store.database.write() as session:
        flags.forget(session, 1)
        standing = session.get_one(Standing, 1)
        standing.state = {name: value for name, value in standing.state.items() if name != "flags"}
    keep(store, 120, INSPECTED.format(2021), FAR, "The council meets in the town hall.")
    assert answers(store) == [(2, Answer.SILENT)]
