"""The numbered before/after/expected cases of tests/corpus/diff: one lesson each."""

from pathlib import Path

import pytest

from tests.tracker.diffing.contract import shape
from tests.tracker.diffing.corpus_cases import cases, read, stories, told
from tracker.diffing import compare


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_a_case_comes_out_as_expected(path: Path) -> None:
    case = read(path)
    assert told(compare(*stories(case))) == case["expected"], case["teaches"]


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_a_case_is_mirrored_the_other_way_round(path: Path) -> None:
    old, new = stories(read(path))
    assert shape(compare(new, old).as_json()) == shape(compare(old, new).as_json(), mirrored=True)


def test_the_cases_are_numbered_without_gaps() -> None:
    numbers = [int(path.stem.partition("-")[0]) for path in cases()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 60


def test_each_case_teaches_its_own_lesson() -> None:
    lessons = [read(path)["teaches"] for path in cases()]
    assert len(set(lessons)) == len(lessons)
