"""The before/after cases of tests/corpus/kinds: one lesson each, named by it, and near misses of the rarer kinds."""

from collections import Counter
from pathlib import Path

import pytest

from tests.tracker.kinds.corpus_cases import asked, cases, kinds, read

#: Cases that each of the rarer kinds must have; half of them must be near misses.
RARE = ("figure", "when", "quote", "attribution", "certainty", "notice", "status")
AT_LEAST = 15


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_a_case_is_labelled_as_expected(path: Path) -> None:
    case = read(path)
    changes = asked(case)
    assert kinds(changes) == set(case["kinds"]), (case["teaches"], [change.why for change in changes])
    assert any(change.substantive for change in changes) is case["substantive"], case["teaches"]


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_every_kind_of_a_case_says_why(path: Path) -> None:
    for change in asked(read(path)):
        assert {why.partition(":")[0] for why in change.why} >= set(change.kinds)


@pytest.mark.parametrize("kind", RARE)
def test_a_rare_kind_has_cases_enough_and_half_of_them_are_near_misses(kind: str) -> None:
    mine = [path for path in cases() if path.stem.startswith(f"{kind}-")]
    near = [path for path in mine if "-near-miss-" in path.stem]
    assert len(mine) >= AT_LEAST
    assert 2 * len(near) >= len(mine)
    assert all(kind not in read(path)["kinds"] for path in near)


def test_no_two_cases_teach_the_same() -> None:
    lessons = Counter((path.stem.partition("-")[0], read(path)["teaches"]) for path in cases())
    assert max(lessons.values()) == 1
