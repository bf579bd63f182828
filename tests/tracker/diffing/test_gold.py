"""Floors a little below what the comparison reaches against what people marked, and against edits that are known."""

from pathlib import Path

import pytest

from tests.bench import diff_gold
from tests.bench.diff_pairs import planted
from tests.bench.diff_quality import MOVES, STILL, measured, real_pairs
from tests.tracker.diffing.contract import assert_contract
from tracker.diffing import compare
from tracker.model import Op

pytestmark = pytest.mark.corpus

#: F1 below which a set must not fall; measured on 2026-11-28, see `python -m tests.bench.diff_gold`.
FLOORS = {
    "argrewrite_v2 links": 0.976,
    "argrewrite_v2 differing": 0.942,
    "multimwa words": 0.964,
    "multimwa different words": 0.27,
    "wikidiff2 moved blocks": 0.40,
    "wikidiff2 blocks paired": 0.65,
    "swipe syntactic_sentence_splitting": 0.74,
    "swipe syntactic_sentence_fusion": 0.40,
    "govuk steps said to move": 0.35,
}
#: Share of moved words that must be found.
MOVED = {
    "paragraph exact": 0.99,
    "sentence exact": 0.97,
    "paragraph, 15% edited": 0.965,
    "sentence, 20% edited": 0.94,
    "sentence, 40% edited": 0.77,
    "clause of 6 words or more": 0.98,
}


@pytest.mark.parametrize("measure", diff_gold.SETS, ids=lambda measure: measure.__name__)
def test_a_gold_set_scores_above_its_floor(measure: diff_gold.Measure, shared_data: Path) -> None:
    for name, score in measure(shared_data).items():
        assert score.f1 >= FLOORS.get(name, 0.0), f"{name}: {score}"


@pytest.mark.parametrize("kind", MOVED)
def test_planted_moves_are_found(kind: str, shared_data: Path) -> None:
    found = [measured(planted(shared_data, kind, 600, seed, MOVES[kind])) for seed in range(40)]
    assert sum(words.moved_found for words in found) >= MOVED[kind] * sum(words.moved for words in found)


def test_rewritten_texts_keep_few_stray_words(shared_data: Path) -> None:
    found = [measured(planted(shared_data, "30% rewritten", 600, seed, STILL["30% rewritten"])) for seed in range(25)]
    assert sum(words.islands for words in found) <= 1.35 * len(found)
    assert sum(words.right for words in found) >= 0.995 * sum(words.kept for words in found)
    assert sum(words.right for words in found) >= 0.980 * sum(words.true for words in found)


def test_real_pairs_come_back_exactly_and_few_report_a_move(shared_data: Path) -> None:
    pairs = list(real_pairs(shared_data))
    with_moves = 0
    for _, old, new in pairs:
        made = compare(old, new)
        assert_contract(made.as_json(), old, new)
        with_moves += any(pair.op is Op.MOVED for pair in made.pairs)
    assert len(pairs) >= 1_000
    assert with_moves <= 0.006 * len(pairs)


def test_encyclopedia_revisions_of_every_language_come_back_exactly(shared_data: Path) -> None:
    for row in diff_gold.rows(shared_data / "wikidiff2" / "wikipedia_revision_pairs.jsonl.gz"):
        assert_contract(compare(row["old"], row["new"]).as_json(), row["old"], row["new"])
