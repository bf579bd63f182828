"""Export and import: the same JSON Lines give the same versions, whatever the story and however it was had."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from storage import backup, migrations
from storage.archive import Store
from storage.database import Database
from storage.tables import Change, Version
from tests.newsroom import LONG, MORNING, NOW, URL, arrival, line
from tracker import intake
from tracker.fetching import read
from tracker.model import Arrival, Via

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
PARAGRAPHS = st.lists(WORDS | st.sampled_from(LONG), max_size=4)


@st.composite
def a_capture(draw: st.DrawFn) -> Arrival:
    """A capture of any kind: a line, a page or a text, imported, pushed or fetched."""
    via = draw(st.sampled_from([Via.IMPORT, Via.PUSH, Via.LIVE, Via.WAYBACK]))
    minutes = draw(st.integers(0, 60))
    paragraphs = draw(PARAGRAPHS | st.just(list(LONG)))
    kind = draw(st.sampled_from([read.LINE, read.HTML, read.TEXT]))
    if kind == read.LINE:
        return arrival(line(minutes, *paragraphs), via)
    body = "".join(f"<p>{text}</p>" for text in paragraphs) if kind == read.HTML else "\n\n".join(paragraphs)
    raw = body.encode(draw(st.sampled_from(["utf-8", "utf-16", "latin-1"])), "replace")
    return Arrival(address=URL, via=via, seen_at=MORNING + timedelta(minutes=minutes), media_type=kind, raw=raw)


def told(store: Store) -> list[dict[str, Any]]:
    """All that versions and changes say, but for the ids of captures."""
    with store.database.read() as session:
        rows = [*session.exec(select(Version)).all(), *session.exec(select(Change)).all()]
    return sorted((row.model_dump(exclude={"capture_id", "story_id"}) for row in rows), key=repr)


def fresh(folder: Path) -> Store:
    database = Database(f"sqlite:///{folder / 'other.sqlite'}")
    for table in ("", "-wal", "-shm"):
        (folder / f"other.sqlite{table}").unlink(missing_ok=True)
    migrations.migrate(database)
    return Store(database)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(captures=st.lists(a_capture(), min_size=1, max_size=6, unique_by=lambda one: (one.seen_at, one.via)))
def test_what_is_exported_and_imported_gives_the_same_versions(tmp_path: Path, captures: list[Arrival]) -> None:
    first = fresh(tmp_path)
    first.record(captures, kept_at=NOW)
    before = told(first)
    lines = [(str(n), intake.line(exported)) for n, exported in enumerate(first.exported())]
    first.database.close()
    second = fresh(tmp_path)
    tally = intake.take(second, intake.from_lines(lines, via=Via.IMPORT, now=NOW), now=NOW)
    assert tally.failures == []
    assert told(second) == before
    second.database.close()


def test_a_line_is_exported_verbatim(store: Store) -> None:
    raw = b'{"url": "https://paper.example/a",  "seen_at": "2026-11-02T08:00:00+01:00", "text": "A text.", "mine": 1}'
    store.record([arrival(raw)], kept_at=NOW)
    assert [intake.line(exported) for exported in store.exported()] == [raw]


def test_a_backup_of_one_database_restores_into_the_other(store: Store, tmp_path: Path) -> None:
    store.record([arrival(line(n, f"Text {n}.")) for n in range(3)], kept_at=NOW)
    assert backup.backup(store, tmp_path / "all.zip") == 3
    other = fresh(tmp_path)
    assert backup.restore(other, tmp_path / "all.zip") == 3
    assert told(other) == told(store)
    other.record([arrival(line(9, "Text 9."))], kept_at=NOW)
    other.database.close()


def test_a_backup_restores_into_either_database_and_goes_on_there(store: Store, tmp_path: Path) -> None:
    other = fresh(tmp_path)
    other.record([arrival(line(n, f"Text {n}.")) for n in range(3)], kept_at=NOW)
    backup.backup(other, tmp_path / "all.zip")
    backup.restore(store, tmp_path / "all.zip")
    store.record([arrival(line(9, "Text 9.")), arrival(line(9, "New.", url=URL + "-2"))], kept_at=NOW)
    with store.database.read() as session:
        assert len(session.exec(select(Version)).all()) == 5
    other.database.close()
