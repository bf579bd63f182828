"""Sentences that stand in step are paired and written at less cost, and come out as the closer look gives them."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracker.diffing.contract import assert_contract, shape
from tracker.diffing import bodypairs, compare
from tracker.diffing.align import Work
from tracker.diffing.instep import Steps, in_step

SENTENCES = [
    "The mayor of the town resigned on Monday after a long inquiry into the new bridge.",
    "Five people were hurt when the roof of the old hall fell in, the police said.",
    "“We will pay every cent of it back,” said Anna O'Brien, who leads the U.S. office.",
    "About 1,200.50 tonnes of grain — a fifth of the harvest — were lost in the storm.",
    "Schools stay closed until Thursday, and buses run every hour only.",
    "The council meets again at 5 p.m. on Friday to vote on the budget.",
    "Nobody knows yet why the ship left the harbour without its pilot.",
    "Trains from the north were late by 40 minutes, the company wrote.",
]
NEW_WORDS = ["twelve", "Fnordsson", "council,", "“No", "grain", "the", "5%", "—", "resigned."]
#: Where an edit is made (sentence, word), and what with: a word put in its place, ahead of it, or nothing.
edits = st.lists(
    st.tuples(
        st.integers(0, len(SENTENCES) - 1),
        st.integers(0, 9),
        st.sampled_from(["replaced", "added", "dropped"]),
        st.sampled_from(NEW_WORDS),
    ),
    max_size=8,
)
gaps = st.lists(st.sampled_from([" ", "\n\n"]), min_size=len(SENTENCES), max_size=len(SENTENCES))


def edited(made: list[tuple[int, int, str, str]]) -> list[str]:
    """The sentences with some words replaced, added or dropped."""
    out = [sentence.split(" ") for sentence in SENTENCES]
    for sentence, place, kind, word in made:
        words = out[sentence]
        words[place : place + (kind != "added")] = [] if kind == "dropped" else [word]
    return [" ".join(words) for words in out]


def text(sentences: list[str], between: list[str]) -> str:
    return "".join(sentence + gap for sentence, gap in zip(sentences, between, strict=True))


@given(made=edits, between=gaps)
@settings(max_examples=150, deadline=None)
def test_edits_in_step_come_back_to_the_character_and_are_mirrored(
    made: list[tuple[int, int, str, str]], between: list[str]
) -> None:
    old, new = text(SENTENCES, between), text(edited(made), between)
    there, back = compare(old, new).as_json(), compare(new, old).as_json()
    assert_contract(there, old, new)
    assert_contract(back, new, old)
    assert shape(there) == shape(back, mirrored=True)


@given(made=edits, between=gaps)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_stands_in_step_comes_out_as_by_the_closer_look(
    made: list[tuple[int, int, str, str]], between: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = text(SENTENCES, between), text(edited(made), between)
    at_once = compare(old, new).as_json()
    with monkeypatch.context() as patched:
        patched.setattr(bodypairs, "in_step", lambda old, new, head, tail, work: Steps(head, tail, {}))
        assert compare(old, new).as_json() == at_once


@given(made=edits, between=gaps)
@settings(max_examples=150, deadline=None)
def test_no_marking_in_step_starts_inside_a_word(made: list[tuple[int, int, str, str]], between: list[str]) -> None:
    for pair in compare(text(SENTENCES, between), text(edited(made), between)).pairs:
        for side in "-+":
            runs = [words for sign, words in pair.words if sign in ("=", side)]
            for before, after in pairwise(runs):
                assert not (before[-1].isalnum() and after[0].isalnum()), pair.words


def test_all_sentences_of_a_mended_text_are_in_step() -> None:
    mended = [*SENTENCES[:3], SENTENCES[3].replace("fifth", "tenth"), *SENTENCES[4:]]
    assert in_step(SENTENCES, mended, 0, 0, Work())[:2] == (len(SENTENCES), 0)


def test_an_added_paragraph_stands_between_what_is_in_step() -> None:
    lines = [sentence + "\n\n" for sentence in SENTENCES]
    steps = in_step(lines, [*lines[:3], "A new one came in between.\n\n", *lines[3:]], 0, 0, Work())
    assert steps[:2] == (3, 5)


def test_what_is_in_step_ends_with_a_sentence_that_is_the_same() -> None:
    lines = [sentence + "\n\n" for sentence in SENTENCES]
    new = [*lines[:2], lines[2].replace("every cent", "all"), "A new one came in between.\n\n", *lines[3:]]
    assert in_step(lines, new, 0, 0, Work())[:2] == (2, 5)


def test_a_sentence_that_also_stands_elsewhere_is_not_in_step() -> None:
    lines = [f"Shares of company number {number} rose by five per cent on Monday.\n\n" for number in range(6)]
    assert in_step(lines, lines[1:] + lines[:1], 0, 0, Work())[:2] == (0, 0)


def test_a_sentence_that_lost_a_clause_is_looked_at_with_the_one_that_may_have_got_it() -> None:
    clause = " — a fifth of the harvest —"
    old = [sentence + "\n\n" for sentence in SENTENCES]
    shorter, longer = old[3].replace(clause, ""), old[5].replace(" again", f" again{clause}")
    assert in_step(old, [*old[:3], shorter, *old[4:]], 0, 0, Work())[:2] == (len(old), 0)
    assert in_step(old, [*old[:3], shorter, old[4], longer, *old[6:]], 0, 0, Work())[:2] == (3, 2)


def test_what_the_budget_does_not_allow_is_not_in_step() -> None:
    mended = [*SENTENCES[:3], SENTENCES[3].replace("fifth", "tenth"), *SENTENCES[4:]]
    assert in_step(SENTENCES, mended, 0, 0, Work(0))[:2] == (0, 0)
