"""What is only typography folds; every word, figure and end mark counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Folded
from tracker.typography import bones, even, folded, squeezed

TYPOGRAPHY = [
    ("“a”", '"a"'),
    ("it’s", "it's"),
    ("a - b", "a—b"),
    ("a -- b", "a – b"),
    ("wait…", "wait..."),
    ("caf\u00e9", "cafe\u0301"),
    ("con\u00adstruct", "construct"),
    ("« oui »", '"oui"'),
]
WORDS = [
    ("1.5 million", "15 million"),
    ("guilty.", "guilty?"),
    ("re-signed", "resigned"),
    ("5%", "5"),
    ("5-10 people", "510 people"),
    ("Kyiv", "kyiv"),
    ("can not", "cannot"),
    ("-5 degrees", "5 degrees"),
]


@pytest.mark.parametrize(("old", "new"), TYPOGRAPHY)
def test_typography_folds(old: str, new: str) -> None:
    assert folded(old, new) is Folded.TYPOGRAPHY


@pytest.mark.parametrize(("old", "new"), WORDS)
def test_words_never_fold(old: str, new: str) -> None:
    assert folded(old, new) is None


@pytest.mark.parametrize("new", ["a  b", "a\u00a0b", "a\n\nb", " a b "])
def test_white_space_folds_as_white_space(new: str) -> None:
    assert folded("a b", new) is Folded.SPACE


def test_nothing_is_folded_where_nothing_differs() -> None:
    assert folded("same", "same") is None


def test_bones_are_the_letters_and_digits_of_ascii() -> None:
    assert bones("“Caf\u00e9” — 1,5 %") == b"Caf15"


@given(st.text(max_size=40))
def test_squeezing_twice_changes_nothing_more(text: str) -> None:
    assert squeezed(squeezed(text)) == squeezed(text)


@given(old=st.text(max_size=30), new=st.text(max_size=30))
def test_folding_is_the_same_in_both_directions(old: str, new: str) -> None:
    assert folded(old, new) == folded(new, old)


@given(old=st.text("ab “”\"'’-—\u00ad\u0301é", max_size=12), new=st.text("ab “”\"'’-—\u00ad\u0301é", max_size=12))
def test_texts_that_fold_have_the_same_bones(old: str, new: str) -> None:
    if even(old) == even(new):
        assert bones(old) == bones(new)
