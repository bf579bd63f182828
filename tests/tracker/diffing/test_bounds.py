"""Texts made to be hard: the work stays within its budget, and an answer that is coarse says so."""

import random

import pytest

from tests.tracker.diffing.contract import assert_contract
from tests.tracker.diffing.hard_pairs import HARD, prose
from tracker.diffing import align, compare, engine, words
from tracker.diffing.align import BUDGET_CELLS, CALL_CELLS, Work, kept_runs
from tracker.diffing.sentences import MOST


class Fine:
    """Stands for the pattern that cuts words finely, and counts the characters that it is given."""

    def __init__(self) -> None:
        self.letters = 0
        self.pattern = words._FINE

    def findall(self, text: str) -> list[tuple[str, str]]:
        self.letters += len(text)
        found: list[tuple[str, str]] = self.pattern.findall(text)
        return found


@pytest.mark.parametrize("name", HARD)
def test_a_hard_pair_comes_back_to_the_character(name: str) -> None:
    old, new = HARD[name]
    assert_contract(compare(old, new).as_json(), old, new)


@pytest.mark.parametrize("name", HARD)
def test_a_hard_pair_stays_within_the_budget_of_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    work, fine, direct = Work(), Fine(), align._direct
    cells: list[int] = []

    def counted(old: list[str], new: list[str]) -> list[align.Kept]:
        cells.append(len(old) * len(new))
        return direct(old, new)

    monkeypatch.setattr(engine, "Work", lambda: work)
    monkeypatch.setattr(align, "_direct", counted)
    monkeypatch.setattr(words, "_FINE", fine)
    made = compare(*HARD[name])
    assert work.left >= 0
    assert sum(cells) + CALL_CELLS * len(cells) <= BUDGET_CELLS
    assert fine.letters <= BUDGET_CELLS // 2_000
    assert len(made.old.sentences) <= MOST + 1
    assert len(made.new.sentences) <= MOST + 1


@pytest.mark.parametrize("name", ["5% edited", "5% edited, CRLF", "paragraphs shuffled", "live blog with notes on top"])
def test_a_long_story_with_ordinary_edits_is_not_coarse(name: str) -> None:
    assert not compare(*HARD[name]).coarse


def test_texts_beyond_the_budget_are_answered_coarsely_and_say_so() -> None:
    assert compare(*HARD["one word repeated"]).coarse
    assert compare(*HARD["unrelated texts"]).coarse
    assert compare(*HARD["one-word sentences"]).coarse


def test_a_long_live_blog_with_notes_on_top_is_not_coarse() -> None:
    blog, notes = prose(20_000, 4), prose(1_500, 5, "n")
    made = compare(blog, f"{notes}\n\n{blog}")
    assert not made.coarse
    assert {pair.op.value for pair in made.pairs} == {"added", "same"}


def test_an_edit_in_a_long_paragraph_is_found_exactly() -> None:
    made = compare(*HARD["one long paragraph"])
    assert not made.coarse
    assert made.words_added == made.words_removed < 40


def test_work_is_counted_and_refused_beyond_the_budget() -> None:
    work = Work(100)
    assert work.spend(100)
    assert not work.spend(1)
    assert work.coarse


def test_aligning_never_spends_more_than_the_budget() -> None:
    work = Work()
    chance = random.Random(6)
    kept_runs([chance.choice("ab") for _ in range(60_000)], [chance.choice("ab") for _ in range(60_000)], work)
    assert 0 <= work.left < BUDGET_CELLS
    assert work.coarse
