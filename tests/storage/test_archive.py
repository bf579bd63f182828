"""The archive: what is kept, how often, and that deriving again gives the same rows again."""

import random
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, select

from storage.archive import Store
from storage.tables import Blob, Capture, Change, Outlet, Story, Verdict, Version
from tests.newsroom import LONG, NOW, URL, arrival, arrivals, at, line
from tracker.errors import NotFound, StoreFailed
from tracker.model import Arrival, Deed, Finding, Outcome, Show, Via

DERIVED: tuple[type[SQLModel], ...] = (Version, Change, Verdict, Story)

TEXTS = [
    line(0, "A mill is on fire.", "Nobody is hurt."),
    line(15, "A mill is on fire.", "Nobody is hurt."),
    line(30, "A mill is on fire.", "Three people are hurt."),
    line(45, "A mill is  on fire.", "Three people are hurt."),
    line(60, "A mill is on fire.", "Nobody is hurt."),
    line(75, "A mill is on fire.", "Five people are hurt.", headline="Five hurt in mill fire"),
]


def rows(store: Store, *tables: type[SQLModel]) -> dict[str, list[dict[str, Any]]]:
    """Every column of every row of some tables."""
    with store.database.read() as session:
        return {
            table.__name__: sorted((row.model_dump() for row in session.exec(select(table))), key=repr)
            for table in tables
        }


def test_captures_become_versions(store: Store) -> None:
    store.record(arrivals(TEXTS), kept_at=NOW)
    with store.database.read() as session:
        versions = session.exec(select(Version).order_by(Version.number)).all()  # type: ignore[arg-type]
        findings = [row.finding for row in session.exec(select(Verdict).order_by(Verdict.capture_id)).all()]  # type: ignore[arg-type]
    assert [version.number for version in versions] == [1, 2, 3, 4]
    assert versions[0].digest == versions[2].digest
    assert findings == [
        Finding.VERSION,
        Finding.SAME,
        Finding.VERSION,
        Finding.MINOR,
        Finding.VERSION,
        Finding.VERSION,
    ]


def test_importing_again_adds_nothing(store: Store) -> None:
    store.record(arrivals(TEXTS), kept_at=NOW)
    before = rows(store, Capture, *DERIVED, Blob)
    assert [kept.new for kept in store.record(arrivals(TEXTS), kept_at=NOW)] == [False] * len(TEXTS)
    assert rows(store, Capture, *DERIVED, Blob) == before


def test_the_same_capture_twice_in_one_batch_is_kept_once(store: Store) -> None:
    assert [kept.new for kept in store.record(arrivals([TEXTS[0], TEXTS[0]]), kept_at=NOW)] == [True, False]


def test_the_key_of_a_capture_is_address_via_time_and_raw(store: Store) -> None:
    first = arrival(TEXTS[0])
    others = [
        arrival(TEXTS[0], Via.PUSH),
        arrival(line(1, "x")),
        arrival(line(0, "y")),
        arrival(line(0, "z", url=URL + "2")),
    ]
    assert all(kept.new for kept in store.record([first, *others], kept_at=NOW))


@pytest.mark.parametrize("seed", range(4))
def test_a_rebuild_gives_the_same_rows_again_whatever_the_order_of_arrival(store: Store, seed: int) -> None:
    shuffled = arrivals(TEXTS)
    random.Random(seed).shuffle(shuffled)
    for late in shuffled:
        store.record([late], kept_at=NOW)
    before = rows(store, *DERIVED)
    assert store.rebuild() == 1
    assert rows(store, *DERIVED) == before


def test_a_late_import_renumbers_versions_and_keeps_what_they_say(store: Store) -> None:
    store.record(arrivals([TEXTS[0], TEXTS[5]]), kept_at=NOW)
    store.record(arrivals([TEXTS[2]]), kept_at=NOW)
    with store.database.read() as session:
        found = session.exec(select(Version).order_by(Version.number)).all()  # type: ignore[arg-type]
    assert [version.document["blocks"][1]["text"] for version in found] == [
        "Nobody is hurt.",
        "Three people are hurt.",
        "Five people are hurt.",
    ]


def test_one_batch_or_many_give_the_same_rows(store: Store) -> None:
    for raw in TEXTS:
        store.record([arrival(raw)], kept_at=NOW)
    before = rows(store, *DERIVED)
    store.rebuild()
    assert rows(store, *DERIVED) == before


def test_a_held_text_is_shown_as_held_and_then_confirmed(store: Store) -> None:
    live = [
        arrival(line(0, *LONG), Via.LIVE),
        arrival(line(15, LONG[0]), Via.LIVE),
        arrival(line(30, LONG[0]), Via.LIVE),
    ]
    store.record(live[:2], kept_at=NOW)
    assert [row["held"] for row in rows(store, Story)["Story"]] == [True]
    store.record(live[2:], kept_at=NOW)
    assert [(row["held"], row["versions"]) for row in rows(store, Story)["Story"]] == [(False, 2)]
    before = rows(store, *DERIVED)
    store.rebuild()
    assert rows(store, *DERIVED) == before


def test_a_look_that_gave_no_page_is_kept_and_confirms_or_says_why(store: Store) -> None:
    store.record([arrival(TEXTS[0])], kept_at=NOW)
    looks = [
        Arrival(
            address=URL, via=Via.LIVE, seen_at=arrival(line(n, "x")).seen_at, outcome=outcome, media_type="", raw=b""
        )
        for n, outcome in ((20, Outcome.UNCHANGED), (40, Outcome.GONE))
    ]
    store.record(looks, kept_at=NOW)
    verdicts = rows(store, Verdict)["Verdict"]
    by_capture = sorted(verdicts, key=lambda verdict: int(verdict["capture_id"]))
    assert [verdict["finding"] for verdict in by_capture] == [Finding.VERSION, Finding.SAME, Finding.ASIDE]


@pytest.mark.parametrize("seed", range(6))
def test_looks_of_every_kind_one_by_one_give_what_a_rebuild_gives(store: Store, seed: int) -> None:
    dice = random.Random(seed)
    texts = [LONG, LONG[:1], LONG[::-1], ("A short text.",), ("A  short text.",), ("Page not found.",)]
    for minutes in range(14):
        if dice.random() < 0.3:
            outcome = dice.choice([Outcome.UNCHANGED, Outcome.GONE])
            look = Arrival(address=URL, via=Via.LIVE, seen_at=at(minutes), outcome=outcome, media_type="", raw=b"")
        else:
            look = arrival(line(minutes, *dice.choice(texts)), dice.choice([Via.LIVE, Via.LIVE, Via.PUSH]))
        store.record([look], kept_at=NOW)
    before = rows(store, *DERIVED)
    store.rebuild()
    assert rows(store, *DERIVED) == before


@pytest.mark.parametrize("table", ["capture", "decision"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_alter_what_is_canonical(store: Store, table: str, deed: str) -> None:
    store.record(arrivals(TEXTS), kept_at=NOW)
    store.decide("paper.example", Deed.ZONE, "Europe/London", made_by="test", made_at=NOW)
    with pytest.raises((DBAPIError, StoreFailed), match="append-only"), store.database.write() as session:
        session.execute(text(deed.format(table)))


def test_a_decision_is_written_down_and_takes_effect(store: Store) -> None:
    store.record(arrivals(TEXTS), kept_at=NOW)
    store.decide("paper.example", Deed.SHOW, "full", made_by="test", made_at=NOW)
    with store.database.read() as session:
        assert [outlet.show for outlet in session.exec(select(Outlet)).all()] == [Show.FULL]
    with pytest.raises(NotFound):
        store.decide("other.example", Deed.SHOW, "full", made_by="test", made_at=NOW)


def test_raw_bytes_are_kept_once_and_packed_against_earlier_ones(store: Store) -> None:
    page = ("<html><body>" + "".join(f"<p>{text} {n}</p>" for n, text in enumerate(LONG * 20))).encode()
    looks = [
        Arrival(
            address=URL, via=Via.LIVE, seen_at=arrival(line(n, "x")).seen_at, media_type="text/html", raw=page + raw
        )
        for n, raw in enumerate([b"", b"<!-- nonce 1 -->", b"<!-- nonce 2 -->", b""])
    ]
    store.record(looks, kept_at=NOW)
    with store.database.read() as session:
        blobs = session.exec(select(Blob)).all()
    assert len(blobs) == 3
    based = [blob for blob in blobs if blob.base_digest]
    assert len(based) == 2
    assert all(len(blob.data) < 200 for blob in based)
    assert {store.raw(blob.digest) for blob in blobs} == {look.raw for look in looks}


def test_what_no_database_holds_as_text_is_mended_and_said(store: Store) -> None:
    store.record([arrival(line(0, "A null \x00 and a lone \ud800 surrogate stand in this sentence."))], kept_at=NOW)
    verdict = rows(store, Verdict)["Verdict"][0]
    assert verdict["finding"] is Finding.VERSION
    assert "cannot be kept as text" in verdict["reason"]
    document = rows(store, Version)["Version"][0]["document"]
    assert document["blocks"][0]["text"] == "A null \ufffd and a lone \ufffd surrogate stand in this sentence."


def test_a_batch_asks_as_much_of_the_database_for_20_new_stories_as_for_2(store: Store) -> None:
    def asked(stories: int, name: str) -> int:
        lines = [line(n, f"Text {n}.", url=f"https://{name}.example/{s}") for s in range(stories) for n in range(3)]
        seen: list[str] = []
        event.listen(store.database.engine, "before_cursor_execute", note := lambda *said: seen.append(said[2]))
        store.record(arrivals(lines), kept_at=NOW)
        event.remove(store.database.engine, "before_cursor_execute", note)
        return sum(statement.lstrip().upper().startswith("SELECT") for statement in seen)

    asked(1, "first")
    assert asked(2, "few") == asked(20, "many") > 0
