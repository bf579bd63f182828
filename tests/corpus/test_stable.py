"""Real pages in two captures: where the text stands, no change is seen; where it changed, only what changed."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.bench import extraction
from tests.newsroom import at
from tracker import history
from tracker.fetching.extract import extract
from tracker.fetching.sight import Sight
from tracker.model import Finding, Via
from tracker.observe import Found, Reading, State

pytestmark = pytest.mark.corpus


def looked_at(*raws: bytes) -> Found:
    """Pages as live captures of one story, a quarter of an hour apart."""
    readings = [
        Reading(
            n, at(0) + n * timedelta(minutes=15), Via.LIVE, "test/1", extract(raw), sight=Sight(partial(bytes, raw))
        )
        for n, raw in enumerate(raws, 1)
    ]
    return history.fold(State(1), readings)[1]


def test_captures_asserted_identical_give_no_change(shared_data: Path) -> None:
    for row in extraction.rows(shared_data / "newssniffer_fixtures" / "same_story_pairs.jsonl"):
        if row["newssniffer_says_text_identical"]:
            older, newer = (extraction.fixture(shared_data, row[k]) for k in ("older_capture", "newer_capture"))
            found = looked_at(older, newer, older)
            told = [(c.part, c.op, c.old, c.new) for n in (2, 3) for c in found.changes.get(n, []) if not c.minor]
            assert Finding.VERSION not in [found.verdicts[n].finding for n in (2, 3)], told


def test_a_page_captured_twice_shows_no_paragraph_that_both_captures_hold(shared_data: Path) -> None:
    names = ("fema-hurricane-maria.A.html", "fema-hurricane-maria.B.html")
    raws = [(shared_data / "page_captures" / name).read_bytes() for name in names]
    found = looked_at(*raws)
    before, after = (Sight(partial(bytes, raw)).texts for raw in raws)
    both = before.keys() & after.keys()
    told = [change for change in found.changes[2] if not change.minor]
    assert told
    assert not [change.new for change in told if change.op == "added" and change.new in both]
    assert not [change.old for change in told if change.op == "removed" and change.old in both]
