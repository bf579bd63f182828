"""Seals: what they cover, and what breaks them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tracker import chain
from tracker.errors import BadInput
from tracker.model import Capture, Outcome, Via

ADDRESS = "https://paper.example/a"


def capture(sequence: int, previous: str, **changed: object) -> Capture:
    fields: dict[str, object] = {
        "chain_id": 1,
        "sequence": sequence,
        "via": Via.IMPORT,
        "seen_at": datetime(2026, 11, 2, 8, sequence, tzinfo=UTC),
        "kept_at": datetime(2026, 11, 3, tzinfo=UTC),
        "address": ADDRESS,
        "outcome": Outcome.CONTENT,
        "media_type": "text/plain",
        "raw_digest": chain.digest(b"text"),
        "seal": "",
    }
    made = Capture.model_validate(fields | changed)
    made.seal = chain.seal(made, previous)
    return made


def chained(length: int) -> list[Capture]:
    made: list[Capture] = []
    for sequence in range(1, length + 1):
        made.append(capture(sequence, made[-1].seal if made else chain.origin(ADDRESS)))
    return made


def test_the_seal_is_the_documented_bytes() -> None:
    made = capture(1, chain.origin(ADDRESS))
    origin = chain.digest(f"rowback-seal/1\norigin: {ADDRESS}\n".encode())
    text = (
        f"rowback-seal/1\nprevious: {origin}\n"
        "sequence: 1\nvia: import\nseen_at: 2026-11-02T08:01:00.000000Z\nkept_at: 2026-11-03T00:00:00.000000Z\n"
        f"address: {ADDRESS}\noutcome: content\nmedia_type: text/plain\nraw: {chain.digest(b'text')}\n"
    )
    assert made.seal == chain.digest(text.encode())


def test_the_seal_of_a_fetch_covers_its_facts() -> None:
    made = capture(1, chain.origin(ADDRESS), facts={"status": "200", "etag": '"ü"'})
    origin = chain.digest(f"rowback-seal/1\norigin: {ADDRESS}\n".encode())
    facts = chain.digest(b'{"etag":"\\"\\u00fc\\"","status":"200"}')
    text = (
        f"rowback-seal/2\nprevious: {origin}\n"
        "sequence: 1\nvia: import\nseen_at: 2026-11-02T08:01:00.000000Z\nkept_at: 2026-11-03T00:00:00.000000Z\n"
        f"address: {ADDRESS}\noutcome: content\nmedia_type: text/plain\nraw: {chain.digest(b'text')}\nfacts: {facts}\n"
    )
    assert made.seal == chain.digest(text.encode())


@pytest.mark.parametrize("facts", [{}, {"status": "304"}, {"status": "200", "etag": "x"}])
def test_altered_facts_are_found(facts: dict[str, str]) -> None:
    made = capture(1, chain.origin(ADDRESS), facts={"status": "200"})
    assert chain.first_break(ADDRESS, [made]) is None
    found = chain.first_break(ADDRESS, [made.model_copy(update={"facts": facts})])
    assert found is not None
    assert found.sequence == 1


def test_a_whole_chain_holds() -> None:
    assert chain.first_break(ADDRESS, chained(5)) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("via", Via.PUSH),
        ("seen_at", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        ("kept_at", datetime(2026, 11, 4, tzinfo=UTC)),
        ("address", "https://paper.example/b"),
        ("outcome", Outcome.GONE),
        ("media_type", "text/html"),
        ("raw_digest", chain.digest(b"other")),
        ("seal", "0" * 64),
    ],
)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_an_altered_column_is_found_where_it_was_altered(field: str, value: object, place: int) -> None:
    rows = chained(5)
    rows[place] = rows[place].model_copy(update={field: value})
    broken = chain.first_break(ADDRESS, rows)
    assert broken is not None
    assert broken.sequence == place + 1


@pytest.mark.parametrize(
    "alter",
    [
        lambda rows: rows.pop(2),
        lambda rows: rows.insert(2, rows.pop(3)),
        lambda rows: rows.pop(0),
        lambda rows: rows.clear(),
    ],
    ids=["one is gone", "two are swapped", "the first is gone", "all are gone"],
)
def test_a_missing_or_moved_capture_breaks_the_chain(alter: Callable[[list[Capture]], object]) -> None:
    rows = chained(5)
    alter(rows)
    assert chain.first_break(ADDRESS, rows) is not None


def test_a_chain_cannot_pass_for_that_of_another_address() -> None:
    assert chain.first_break("https://paper.example/b", chained(2)) is not None


def test_the_same_instant_in_another_zone_has_the_same_seal() -> None:
    tokyo = datetime(2026, 11, 2, 17, 1, tzinfo=timezone(timedelta(hours=9)))
    assert capture(1, "x", seen_at=tokyo).seal == capture(1, "x").seal


def test_a_line_break_cannot_forge_a_field() -> None:
    with pytest.raises(BadInput):
        capture(1, "x", address="https://paper.example/\noutcome: gone")


def test_a_checkpoint_finds_a_missing_tail_a_missing_story_and_a_new_past() -> None:
    head = chain.Head(address=ADDRESS, sequence=3, seal="s")
    known = chain.Checkpoint(made_at=datetime(2026, 11, 3, tzinfo=UTC), heads=[head])
    assert list(chain.missing(known, {(ADDRESS, 3): "s"})) == []
    assert [broken.sequence for broken in chain.missing(known, {})] == [3]
    assert [broken.sequence for broken in chain.missing(known, {(ADDRESS, 3): "t"})] == [3]
