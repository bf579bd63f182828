"""Export and import: the same JSON Lines give the same versions, whatever the story and however it was had."""

import random
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from storage import backup, migrations
from storage.archive import Store
from storage.database import Database
from storage.tables import Blob, Change, Version
from tests.newsroom import LONG, MORNING, NOW, URL, arrival, at, line
from tracker import intake
from tracker.errors import BadInput
from tracker.fetching import read
from tracker.model import Arrival, Outcome, Via

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
        said: dict[str, Any] = draw(st.sampled_from([{}, {"via": "live"}, {"via": "import"}, {"via": None}]))
        return arrival(line(minutes, *paragraphs, **said), via)
    if via is Via.LIVE and draw(st.booleans()):
        outcome = draw(st.sampled_from([Outcome.UNCHANGED, Outcome.GONE]))
        seen_at = MORNING + timedelta(minutes=minutes)
        return Arrival(address=URL, via=via, seen_at=seen_at, outcome=outcome, media_type="", raw=b"")
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


def test_a_restored_record_takes_no_more_room_than_it_did(store: Store, tmp_path: Path) -> None:
    page = "<html><body>" + "".join(f"<p>{text} {n}</p>" for n, text in enumerate(LONG * 30))
    looks = [
        Arrival(address=URL, via=Via.LIVE, seen_at=at(n), media_type=read.HTML, raw=f"{page}<!-- {n} -->".encode())
        for n in range(20)
    ]
    store.record(looks, kept_at=NOW)
    backup.backup(store, tmp_path / "all.zip")
    other = fresh(tmp_path)
    backup.restore(other, tmp_path / "all.zip")
    assert room(other) <= room(store) * 1.1
    other.database.close()


def room(store: Store) -> int:
    with store.database.read() as session:
        return sum(len(blob.data) for blob in session.exec(select(Blob)).all())


def test_a_damaged_backup_is_refused_whole_and_says_so(tmp_path: Path) -> None:
    first = fresh(tmp_path)
    first.record([arrival(line(n, f"Text {n}.", *LONG)) for n in range(5)], kept_at=NOW)
    backup.backup(first, tmp_path / "all.zip")
    first.database.close()
    whole = (tmp_path / "all.zip").read_bytes()
    dice = random.Random(7)
    second = fresh(tmp_path)
    said: list[str] = []
    for _ in range(60):
        damaged = bytearray(whole)
        for place in dice.sample(range(len(whole)), 3):
            damaged[place] ^= dice.randrange(1, 256)
        (tmp_path / "damaged.zip").write_bytes(damaged[: dice.choice([len(whole), len(whole) // 2, -1])])
        try:
            backup.restore(second, tmp_path / "damaged.zip")
        except BadInput as error:
            said.append(str(error))
        else:
            # Some bytes of a ZIP file say nothing (times, flags): then all of it was taken.
            assert second.count() == 5
            second.database.close()
            second = fresh(tmp_path)
    assert second.count() == 0
    assert not any("\n" in line for line in said)
    second.database.close()


def test_altered_rows_in_a_backup_are_refused_whole(store: Store, tmp_path: Path) -> None:
    first = fresh(tmp_path)
    first.record([arrival(line(n, f"Text {n}.")) for n in range(3)], kept_at=NOW)
    backup.backup(first, tmp_path / "all.zip")
    first.database.close()
    for table, old, new in [
        ("capture", '"chain_id": 1', '"chain_id": 9'),
        ("capture", '"id": 2', '"id": 1'),
        ("capture", '"via": "import"', '"via": "magic"'),
        ("story", '"outlet_id": 1', '"outlet_id": 1180591620717411303424'),
        ("outlet", '"zone": "UTC"', '"zone": "Mars/Base"'),
        ("chain", '"address"', '"adress"'),
    ]:
        altered(tmp_path / "all.zip", tmp_path / "altered.zip", f"{table}.jsonl", old, new)
        with pytest.raises(BadInput):
            backup.restore(store, tmp_path / "altered.zip")
    assert store.count() == 0


def altered(source: Path, target: Path, name: str, old: str, new: str) -> None:
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for entry in before.namelist():
            text = before.read(entry)
            after.writestr(entry, text.replace(old.encode(), new.encode()) if entry == name else text)
