"""Texts made to be hard: the work stays within its budget, and an answer that is coarse says so."""

import random

import pytest

from tests.tracker.diffing.contract import assert_contract
from tracker.diffing import compare
from tracker.diffing.align import BUDGET_CELLS, Work, kept_runs


def prose(words: int, seed: int, prefix: str = "w", paragraph: int = 60) -> str:
    """Sentences of made-up words, a paragraph break every so many words."""
    chance = random.Random(seed)
    out = []
    for index in range(words):
        word = f"{prefix}{chance.randrange(5_000)}"
        last = index % 12 == 11
        out.append(word.capitalize() if index % 12 == 0 else word + "." if last else word)
    lines = [" ".join(out[start : start + paragraph]) for start in range(0, words, paragraph)]
    return "\n\n".join(lines)


HARD = {
    "one word repeated": ("buffalo " * 50_000, ("buffalo " * 4_700 + "cow ") * 10),
    "two words repeated": ("a b " * 25_000, "b a " * 24_000),
    "unrelated texts": (prose(50_000, 1), prose(50_000, 2, "v")),
    "one long paragraph": (
        prose(60_000, 3, paragraph=60_000),
        prose(60_000, 3, paragraph=60_000).replace("w77 ", "x "),
    ),
    "no white space": ("x" * 200_000, "x" * 100_000 + "y" + "x" * 100_000),
    "one-word sentences": (
        " ".join(f"W{k % 5000}." for k in range(50_000)),
        " ".join(f"W{k % 4999}." for k in range(50_000)),
    ),
    "open quotes": ("“a. " * 10_000, "“b. " * 10_000),
    "full stops": ("." * 100_000, ". " * 50_000),
    "line breaks": ("\n" * 50_000, "\n" * 40_000),
    "blanks": ("a" + " " * 200_000 + "b", "a" + " " * 199_999 + "b"),
    "combining marks": ("e\u0301" * 50_000, "e\u0301" * 49_999 + "a"),
}


@pytest.mark.parametrize("name", HARD)
def test_a_hard_pair_comes_back_to_the_character(name: str) -> None:
    old, new = HARD[name]
    assert_contract(compare(old, new).as_json(), old, new)


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
