"""Verification: every sealed column, every raw, every missing row is found."""

from datetime import UTC, datetime

import pytest
import zstandard
from sqlalchemy import text

from storage.archive import Store
from tests.newsroom import NOW, URL, arrivals, line
from tracker import chain

OTHER = "https://paper.example/news/storm"

#: What refers to captures and is derived, so that a capture can be taken away behind everybody's back.
READINGS = tuple(f"DELETE FROM {table}" for table in ("wording", "arrangement", "flag", "acknowledgement"))


@pytest.fixture
def sealed(store: Store) -> Store:
    """Two stories of five captures each, with the database's own guard against tampering taken off."""
    store.record(arrivals([line(n, f"The text at {n} o'clock.") for n in range(5)]), kept_at=NOW)
    store.record(arrivals([line(n, f"The storm at {n} o'clock.", url=OTHER) for n in range(5)]), kept_at=NOW)
    with store.database.write() as session:
        for table in ("capture", "decision"):
            for deed in ("update", "delete"):
                on = "" if store.database.is_sqlite else f" ON {table}"
                session.execute(text(f"DROP TRIGGER {table}_no_{deed}{on}"))
    return store


def tamper(store: Store, *statements: str, **values: object) -> None:
    with store.database.write() as session:
        for statement in statements:
            session.execute(text(statement), values)


def test_an_untouched_record_holds(sealed: Store) -> None:
    report = chain.verify(sealed)
    assert (report.chains, report.captures, report.raws, report.broken) == (2, 10, 10, None)


@pytest.mark.parametrize("sequence", [1, 3, 5], ids=["the first", "a middle one", "the last"])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("via", "push"),
        ("seen_at", datetime(2026, 11, 2, 9, 30, tzinfo=UTC)),
        ("kept_at", datetime(2026, 11, 21, tzinfo=UTC)),
        ("address", "https://paper.example/news/other"),
        ("outcome", "gone"),
        ("media_type", "text/html"),
        ("raw_digest", "0" * 64),
        ("seal", "0" * 64),
        ("sequence", 17),
    ],
)
def test_an_altered_column_is_named(sealed: Store, column: str, value: object, sequence: int) -> None:
    if isinstance(value, datetime) and sealed.database.is_sqlite:
        value = value.replace(tzinfo=None).isoformat(" ", "microseconds")
    tamper(sealed, f"UPDATE capture SET {column} = :value WHERE chain_id = 1 AND sequence = {sequence}", value=value)
    broken = chain.verify(sealed).broken
    assert broken is not None
    assert (broken.address, broken.sequence) == (URL, sequence)


@pytest.mark.parametrize(
    ("column", "value"),
    [("via", "bogus"), ("outcome", ""), ("address", "https://paper.example/a\nvia: push"), ("media_type", "a\nb")],
)
def test_a_value_that_no_capture_can_have_is_named_too(sealed: Store, column: str, value: str) -> None:
    tamper(sealed, f"UPDATE capture SET {column} = :value WHERE chain_id = 1 AND sequence = 3", value=value)
    broken = chain.verify(sealed).broken
    assert broken is not None
    assert (broken.address, broken.sequence) == (URL, 3)


def test_a_raw_that_no_capture_names_is_walked_too(sealed: Store) -> None:
    stray = {"digest": "f" * 64, "data": zstandard.compress(b"stray")}
    tamper(sealed, "INSERT INTO blob (digest, size, data) VALUES (:digest, 5, :data)", **stray)
    broken = chain.verify(sealed).broken
    assert broken is not None
    assert str(broken).startswith("raw ffff")


def test_a_deleted_middle_row_is_named(sealed: Store) -> None:
    derived = [f"DELETE FROM {table} WHERE capture_id = 3" for table in ("change", "verdict", "version")]
    tamper(sealed, *READINGS, *derived, "DELETE FROM capture WHERE id = 3")
    broken = chain.verify(sealed).broken
    assert broken is not None
    assert (broken.sequence, "missing" in broken.why) == (3, True)


def test_a_chain_given_another_address_is_found(sealed: Store) -> None:
    tamper(sealed, "UPDATE chain SET address = 'https://paper.example/mine' WHERE id = 1")
    assert chain.verify(sealed).broken is not None


@pytest.mark.parametrize("data", [b"", b"\x00" * 40, b"(\xb5/\xfd garbage"], ids=["emptied", "zeroed", "garbled"])
def test_a_damaged_raw_is_named_with_its_capture(sealed: Store, data: bytes) -> None:
    tamper(
        sealed, "UPDATE blob SET data = :data WHERE digest = (SELECT raw_digest FROM capture WHERE id = 8)", data=data
    )
    broken = chain.verify(sealed).broken
    assert broken is not None
    assert (broken.address, broken.sequence) == (OTHER, 3)


def test_a_raw_swapped_for_another_whole_one_is_found(sealed: Store) -> None:
    with sealed.database.read() as session:
        one, two = (
            row[0] for row in session.execute(text("SELECT digest FROM blob WHERE base_digest IS NULL")).all()[:2]
        )
    tamper(
        sealed,
        "UPDATE blob SET data = (SELECT data FROM blob WHERE digest = :two), "
        "size = (SELECT size FROM blob WHERE digest = :two) WHERE digest = :one",
        one=one,
        two=two,
    )
    broken = chain.verify(sealed).broken
    assert broken is not None
    assert "raw" in broken.why


def forget(store: Store, wanted: str) -> None:
    """Delete captures and all that hangs on them, as someone with the database in hand could."""
    captures = f"SELECT id FROM capture WHERE {wanted}"
    derived = [f"DELETE FROM {table} WHERE capture_id IN ({captures})" for table in ("change", "verdict", "version")]
    tamper(store, *READINGS, *derived, f"DELETE FROM capture WHERE {wanted}")


def test_a_missing_tail_is_found_against_a_checkpoint_only(sealed: Store) -> None:
    known = chain.checkpoint(sealed, NOW)
    forget(sealed, "chain_id = 2 AND sequence = 5")
    assert chain.verify(sealed).broken is None
    broken = chain.verify(sealed, known).broken
    assert broken is not None
    assert (broken.address, broken.sequence) == (OTHER, 5)


def test_a_deleted_story_is_found_against_a_checkpoint(sealed: Store) -> None:
    known = chain.checkpoint(sealed, NOW)
    forget(sealed, "chain_id = 2")
    tamper(
        sealed,
        "DELETE FROM chain WHERE id = 2",
        "DELETE FROM address WHERE story_id = 2",
        "DELETE FROM story WHERE id = 2",
    )
    assert chain.verify(sealed).broken is None
    broken = chain.verify(sealed, known).broken
    assert broken is not None
    assert broken.address == OTHER


def test_a_record_that_has_grown_still_holds_against_an_old_checkpoint(sealed: Store) -> None:
    known = chain.checkpoint(sealed, NOW)
    sealed.record(arrivals([line(60, "A new text of the same story.")]), kept_at=NOW)
    assert chain.verify(sealed, known).broken is None


def test_a_past_written_anew_with_right_seals_is_found_against_a_checkpoint(sealed: Store) -> None:
    known = chain.checkpoint(sealed, NOW)
    forget(sealed, "chain_id = 2")
    texts = [line(n, f"The storm as one would have it at {n}.", url=OTHER) for n in range(5)]
    sealed.record(arrivals(texts), kept_at=NOW)
    assert chain.verify(sealed).broken is None
    assert chain.verify(sealed, known).broken is not None
