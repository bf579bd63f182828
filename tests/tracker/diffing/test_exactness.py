"""Any two Python strings come back from their comparison to the character, and the comparison keeps its contract."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.tracker.diffing.contract import assert_contract, shape
from tracker.diffing import compare
from tracker.model import Block, BlockKind, Document

SPACES = [" ", "  ", "\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\t", "\x0b", "\x0c", "\x1c", "\x85", "\xa0", "\u2003"]
SPACES += ["\u2028", "\u2029", "\u3000", "\u202f", " \n \n ", "\r", "\r\r"]
ODD = [
    "\x00",
    "\ud800",
    "\udfff",
    "\u00ad",
    "\u200b",
    "\u200d",
    "\u0301",
    "\ufeff",
    "\u202e",
    "\x1b[31m",
    "👩‍👩‍👧",
    "🇬🇧",
    "e\u0301",
]
WORDS = [
    "the",
    "mayor",
    "said",
    "Five",
    "died.",
    "guilty?",
    "“No,”",
    "U.S.",
    "O'Brien",
    "1,200.50",
    "5%",
    "—",
    ".",
    "B",
]
WORDS += ["Он", "שלום", "市长", "说。", "ราคา", "नमस्ते।", "a.m.", "Tuesday", '"', "1.", "(", "http://x.org/?a=1"]
SENTENCES = [
    "The mayor of the town resigned on Monday after a long inquiry. ",
    "Five people were hurt when the roof of the hall fell in. ",
    "Police asked anyone who saw the car to call them. ",
    "市长周一辞职，此前进行了长时间的调查。",
]

any_text = st.text(st.characters(), max_size=60)
pieces = st.lists(st.sampled_from(WORDS + SPACES + ODD + [" "] * 12), max_size=40).map("".join)
prose = st.lists(st.sampled_from([*SENTENCES, "\n\n", *WORDS]), max_size=12).map("".join)


def check(old: str, new: str) -> None:
    """Compare both ways and hold both against the contract and against each other."""
    made = compare(old, new)
    there = made.as_json()
    assert (made.old_text(), made.new_text()) == (old, new)
    assert_contract(there, old, new)
    back = compare(new, old).as_json()
    assert_contract(back, new, old)
    assert shape(there) == shape(back, mirrored=True)
    json.dumps(there)


@given(old=any_text, new=any_text)
@example(old="B\u00a0. x", new="B . x")
@example(old="", new="\n\n")
@example(old="\ud800", new="\udc00")
def test_any_two_strings_come_back_to_the_character(old: str, new: str) -> None:
    check(old, new)


@given(old=pieces, new=pieces)
@settings(max_examples=300)
def test_odd_white_space_and_characters_come_back_to_the_character(old: str, new: str) -> None:
    check(old, new)


@given(old=prose, new=prose)
@example(
    old="All pupils return to schools on 8 March\n\nGuidance.",
    new="Schools - what you need to know about the return to schools\n\nGuidance.",
)
@settings(max_examples=300)
def test_sentences_in_any_order_come_back_to_the_character(old: str, new: str) -> None:
    check(old, new)


@given(text=pieces)
def test_a_text_compared_with_itself_is_the_same(text: str) -> None:
    made = compare(text, text)
    assert made.identical
    assert (made.words_added, made.words_removed, made.coarse) == (0, 0, False)


@given(old=prose, new=prose)
def test_the_same_comparison_gives_the_same_answer(old: str, new: str) -> None:
    assert compare(old, new).as_json() == compare(old, new).as_json()


@given(before=prose, after=prose)
def test_no_sentence_crosses_a_paragraph_break(before: str, after: str) -> None:
    for sentence in compare(before, after).new.sentences:
        assert "\n\n" not in sentence.text.strip()


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\r\n", "\u3000", "\x00"])
def test_texts_without_words_come_back(text: str) -> None:
    for other in ("", "A word.", text):
        check(text, other)


def test_a_caption_of_a_blank_may_go() -> None:
    caption = Block(kind=BlockKind.CAPTION, text=" ")
    (pair,) = compare(Document(blocks=[caption]), Document()).pairs
    assert (pair.old_text, pair.new_text) == (" ", "")
