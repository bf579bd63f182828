"""The updates of the front page: ranked, one a story, filtered alike on both databases."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from storage import front
from storage.archive import Store
from storage.front import Update, Wanted
from tests.newsroom import NOW, arrivals, at, line
from tracker import weight
from tracker.errors import BadInput
from tracker.kinds.model import Kind
from tracker.model import Part, Show
from tracker.silence import Answer

SAID = "The mayor asked people to stay away from the harbour on Monday."


def told(count: int, *more: str) -> tuple[str, ...]:
    """A story's text with a figure in it."""
    return (f"At least {count} people were killed in the fire.", SAID, *more)


@pytest.fixture
def kept(store: Store) -> Store:
    """Three stories of two outlets: a toll that rises twice, a notice, and a comma."""
    toll = [line(20 * n, *told(3 + n), url="https://paper.example/toll") for n in range(3)]
    note = [line(0, *told(3), url="https://wire.example/note"), line(30, *told(3, "Correction: the year was wrong."),
            url="https://wire.example/note")]  # fmt: skip
    comma = [line(0, *told(4), url="https://wire.example/comma"), line(90, *told(4), url="https://wire.example/comma",
             standfirst="", headline="Fire at the mill")]  # fmt: skip
    Store(store.database, show=Show.FULL).record(arrivals([*toll, *note, *comma]), kept_at=NOW)
    return store


def updates(store: Store, wanted: Wanted, **asked: object) -> list[Update]:
    """The updates that fit."""
    with store.database.read() as session:
        return front.updates(session, wanted, **asked).items  # type: ignore[arg-type]


def places(found: Sequence[Update]) -> list[tuple[str, int]]:
    """By what a test knows an update: the end of its address, and its version."""
    return [(update.capture.address.rpartition("/")[2], update.number) for update in found]


def test_one_update_a_story_and_how_many_others_fit(kept: Store) -> None:
    found = updates(kept, Wanted())
    assert sorted(places(found)) == [("note", 2), ("toll", 3)]
    assert {update.capture.address[-4:]: update.alike for update in found} == {"note": 0, "toll": 1}


def test_all_edits_newest_first(kept: Store) -> None:
    assert places(updates(kept, Wanted(every=True, newest=True))) == [("comma", 2), ("toll", 3), ("note", 2)]


def test_the_weightiest_stands_first(kept: Store) -> None:
    found = updates(kept, Wanted(every=True))
    assert [update.points for update in found] == sorted((update.points for update in found), reverse=True)
    assert places(found)[-1] == ("comma", 2)


def test_filters_speak_of_one_change(kept: Store) -> None:
    assert places(updates(kept, Wanted(kind=Kind.FIGURE))) == [("toll", 3)]
    assert places(updates(kept, Wanted(kind=Kind.FIGURE, part=Part.HEADLINE))) == []
    assert places(updates(kept, Wanted(kind=Kind.NOTICE))) == [("note", 2)]
    assert places(updates(kept, Wanted(every=True, part=Part.HEADLINE))) == [("comma", 2)]


def test_filters_by_outlet_and_time(kept: Store) -> None:
    assert places(updates(kept, Wanted(host="wire.example"))) == [("note", 2)]
    assert places(updates(kept, Wanted(since=at(35)))) == [("toll", 3)]
    assert updates(kept, Wanted(since=NOW + timedelta(days=1))) == []


def test_an_update_names_the_version_before_it(kept: Store) -> None:
    (found,) = updates(kept, Wanted(host="paper.example"))
    assert found.previous is not None
    assert found.previous.at == at(20)
    assert found.moment.at == at(40)
    assert found.told


@pytest.mark.parametrize("newest", [False, True])
def test_pages_follow_each_other_and_none_is_missed(kept: Store, newest: bool) -> None:
    cursor, seen = "", []
    with kept.database.read() as session:
        for _ in range(3):
            found = front.updates(session, Wanted(every=True, newest=newest), cursor=cursor, limit=1)
            seen += places(found.items)
            cursor = found.next or ""
            assert (found.total, found.stories) == (4, 3)
    assert cursor == ""
    assert sorted(seen) == [("comma", 2), ("note", 2), ("toll", 3)]


@pytest.mark.parametrize("cursor", ["x", "~", "nan~1", "inf~1", "1~-1", "1~99999999999", "1~٣٣٣٣٣٣٣٣٣٣٣"])
def test_a_bad_cursor_is_said_to_be_one(kept: Store, cursor: str) -> None:
    with pytest.raises(BadInput):
        updates(kept, Wanted(), cursor=cursor)


def test_a_silent_change_is_asked_for_by_its_answer_and_weighs_more(kept: Store) -> None:
    """The name in one story changes without a notice, in the other with one."""
    name = "The harbour master is {} Doyle, who has held the post for nine years."
    note = "Correction: The harbour master is Catherine Doyle, not Katherine Doyle as an earlier version said."
    both = [("quiet", ()), ("owned", (note,))]
    made = [
        line(60 * n, name.format(first), *(more if n else ()), url=f"https://sea.example/{story}", language="en")
        for story, more in both
        for n, first in enumerate(["Katherine", "Catherine"])
    ]
    kept.record(arrivals(made), kept_at=NOW)
    assert places(updates(kept, Wanted(answer=Answer.SILENT))) == [("quiet", 2)]
    assert places(updates(kept, Wanted(answer=Answer.ACKNOWLEDGED, kind=Kind.NAME))) == [("owned", 2)]
    assert updates(kept, Wanted(answer=Answer.SILENT, kind=Kind.FIGURE)) == []
    (found,) = updates(kept, Wanted(answer=Answer.SILENT))
    assert [(flag.answer, flag.said) for flag in found.flags] == [
        (Answer.SILENT, '"Katherine Doyle" became "Catherine Doyle"')
    ]
    assert found.points == pytest.approx(weight.weigh_version(found.changes, places=[0.0]).points + 30)
