"""Operators' remarks outlive what is derived: a rebuild, an export and import, a backup and restore."""

from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select, update

from storage import backup, queries, remarks
from storage.archive import Store
from storage.tables import Capture, Decision
from tests.newsroom import NOW, arrivals, at, line
from tests.storage.test_export import fresh
from tracker import intake
from tracker.errors import NotFound
from tracker.model import Change, Deed, Op, Part, Via
from tracker.remarks import Remarked

CHANGE = Change(part=Part.BODY, op=Op.CHANGED, old="Three are hurt.", new="Five are hurt.")


@pytest.fixture
def remarked(store: Store) -> Store:
    """A story of two versions, with a remark on its second that was edited once."""
    store.record(arrivals([line(0, "Three are hurt."), line(20, "Five are hurt.")]), kept_at=NOW)
    with store.database.write() as session:
        first, second = session.exec(select(Capture).order_by(col(Capture.id))).all()
        remark = remarks.begun(second, first, CHANGE, "Six?")
        remarks.write(session, remark, second.id or 0, made_by="Ana", made_at=at(60))
        remarks.rewrite(session, 1, remark.key, "Five, says the mayor.", made_by="Bo", made_at=at(90))
    return store


def standing(store: Store) -> list[tuple[int, Remarked]]:
    """The remarks of the first story with the numbers of their versions."""
    with store.database.read() as session:
        seen = queries.history(session, 1, operator=True).seen
    return [(item.version.number, one) for item in seen for one in item.remarks]


def test_a_remark_stands_on_its_version_with_its_writings(remarked: Store) -> None:
    ((number, found),) = standing(remarked)
    assert number == 2
    assert [(one.made_by, one.made_at, one.remark.text) for one in found.writings] == [
        ("Ana", at(60), "Six?"),
        ("Bo", at(90), "Five, says the mayor."),
    ]
    assert found.speaks_of(Part.BODY, "Three are hurt.", "Five are hurt.")
    assert not found.speaks_of(Part.BODY, "Three are hurt.", "Six are hurt.")


def test_a_remark_outlives_a_rebuild_and_a_late_import_that_renumbers_its_version(remarked: Store) -> None:
    remarked.record(arrivals([line(10, "Four are hurt.")]), kept_at=NOW)
    remarked.rebuild()
    ((number, found),) = standing(remarked)
    assert number == 3
    assert found.text == "Five, says the mayor."


def test_a_remark_outlives_an_export_and_import_which_add_nothing_twice(remarked: Store, tmp_path: Path) -> None:
    lines = [(str(n), raw) for n, raw in enumerate(intake.lines(remarked))]
    other = fresh(tmp_path)
    for new in (2, 0):
        # Whatever the order of the lines: a remark waits until the captures are there.
        tally = intake.take(other, intake.from_lines(lines[::-1], via=Via.IMPORT, now=NOW), now=NOW)
        assert (tally.remarks, tally.failures) == (new, [])
    assert standing(other) == standing(remarked)
    other.database.close()


def test_a_remark_outlives_a_backup_and_restore(remarked: Store, tmp_path: Path) -> None:
    backup.backup(remarked, tmp_path / "all.zip")
    other = fresh(tmp_path)
    backup.restore(other, tmp_path / "all.zip")
    assert standing(other) == standing(remarked)
    other.database.close()


@pytest.mark.parametrize(
    "raw",
    [
        b'{"remark":{}}',
        b'{"remark":{"key":"a","on":{"address":"https://a.example/","seen_at":"2026-11-02T08:00:00Z"},"text":"x"},'
        b'"made_by":"Ana","made_at":"2026-11-02T08:00:00Z"}',
        b'{"remark":[' * 9,
    ],
)
def test_a_remark_that_cannot_be_taken_is_named_and_the_rest_goes_on(store: Store, raw: bytes) -> None:
    lines = [("a:1", raw), ("a:2", line(0, "A text."))]
    tally = intake.take(store, intake.from_lines(lines, via=Via.IMPORT, now=NOW), now=NOW)
    assert tally.kept == 1
    assert [failure.where for failure in tally.failures] == ["a:1"]


def test_what_was_written_can_be_neither_altered_nor_edited_once_it_is_removed(remarked: Store) -> None:
    ((_, found),) = standing(remarked)
    with pytest.raises(DBAPIError), remarked.database.write() as session:
        session.execute(update(Decision).where(col(Decision.deed) == Deed.REMARK).values(made_by="Eve"))
    with remarked.database.write() as session:
        remarks.rewrite(session, 1, found.key, "", made_by="Ana", made_at=NOW)
        with pytest.raises(NotFound):
            remarks.rewrite(session, 1, found.key, "Again.", made_by="Ana", made_at=NOW)
    ((_, gone),) = standing(remarked)
    assert gone.removed
    assert gone.text == ""
    assert not gone.earlier
