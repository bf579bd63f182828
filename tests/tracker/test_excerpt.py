"""What an excerpt shows, whatever the texts: changed sentences, one neighbour on each side, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import excerpt
from tracker.diffing import compare
from tracker.model import Block, Change, Document, Folded, Op, Part, Show

told = st.lists(st.sampled_from([f"Sentence number {n} says something of its own." for n in range(9)]), max_size=9)


def document(sentences: list[str]) -> Document:
    """A document with one paragraph a sentence."""
    return Document(
        headline="A headline", standfirst="A standfirst.", blocks=[Block(text=sentence) for sentence in sentences]
    )


@pytest.mark.parametrize(
    ("show", "operator", "whole"),
    [
        (Show.FULL, False, True),
        (Show.CHANGES, False, False),
        (Show.OPERATORS, False, False),
        (Show.CHANGES, True, True),
        (Show.OPERATORS, True, True),
    ],
)
def test_the_whole_text_is_for_operators_and_where_it_is_shown_in_full(show: Show, operator: bool, whole: bool) -> None:
    assert excerpt.whole(show, operator=operator) is whole


@given(told, told)
@settings(deadline=None)
def test_an_excerpt_holds_only_changes_and_their_neighbours(old: list[str], new: list[str]) -> None:
    found = compare(document(old), document(new))
    shown = excerpt.diff(found, whole=False)
    body = [pair for pair in found.pairs if pair.part is Part.BODY]
    kept = [pair for pair in shown.pairs if pair.part is Part.BODY]
    for place, (before, after) in enumerate(zip(body, kept, strict=True)):
        around = body[max(place - 1, 0) : place + 2]
        assert (after.words == before.words) if any(pair.differs for pair in around) else (after.words == ())
        assert (after.old, after.new, after.op) == (before.old, before.new, before.op)


@given(told, told)
@settings(deadline=None)
def test_no_sentence_stands_in_an_excerpt_that_no_shown_pair_holds(old: list[str], new: list[str]) -> None:
    shown = excerpt.diff(compare(document(old), document(new)), whole=False)
    held_old = {place for pair in shown.pairs if pair.words for place in pair.old}
    held_new = {place for pair in shown.pairs if pair.words for place in pair.new}
    assert all(not sentence.text for place, sentence in enumerate(shown.old.sentences) if place not in held_old)
    assert all(not sentence.text for place, sentence in enumerate(shown.new.sentences) if place not in held_new)
    assert shown.old.standfirst == ""
    assert shown.new.headline == "A headline"


@given(told, told)
@settings(deadline=None)
def test_a_whole_diff_is_left_as_it_is(old: list[str], new: list[str]) -> None:
    found = compare(document(old), document(new))
    assert excerpt.diff(found, whole=True) is found


def test_a_caption_that_did_not_change_is_not_in_an_excerpt() -> None:
    one, two = document(["One."]), document(["Two."])
    for read in (one, two):
        read.blocks.append(Block(kind="caption", text="The mill at night."))
    assert excerpt.diff(compare(one, two), whole=False).new.captions == ("",)


def test_a_change_of_typography_alone_is_counted_and_not_read() -> None:
    folded = Change(
        part=Part.BODY, op=Op.CHANGED, minor=True, folded=Folded.TYPOGRAPHY, old='"A"', new="“A”", words=[["=", "A"]]
    )
    (shown,) = excerpt.changes([folded], whole=False)
    assert (shown.old, shown.new, shown.words, shown.before, shown.after) == ("", "", [], "", "")
    assert excerpt.changes([folded], whole=True) == [folded]


def test_a_document_in_excerpt_keeps_headline_and_stamps() -> None:
    read = document(["One."]).model_copy(update={"published_verbatim": "noon", "byline": "By A", "section": "News"})
    shown = excerpt.document(read, whole=False)
    assert (shown.headline, shown.published_verbatim) == ("A headline", "noon")
    assert (shown.standfirst, shown.byline, shown.section, shown.blocks) == ("", "", "", [])
