"""Where each sentence and word of a story comes from: first stood, replaced, went, came back."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.newsroom import at
from tracker import blaming, lineage
from tracker.blaming import Mark
from tracker.diffing import compare
from tracker.model import Block, BlockKind, Document, Part
from tracker.moments import moment
from tracker.origins import DoesNotFit
from tracker.threads import Came, Lineage, Memory, Wording

KILLED = "Three people were killed in the fire at the mill on Monday."
POLICE = "Police said that the cause of the blaze was not yet known."
MAYOR = "The mayor, Jane Doe, thanked the crews who had come from six towns."
SCHOOL = "A school nearby was closed for the day and pupils were sent home."


def document(*paragraphs: str, headline: str = "", captions: Sequence[str] = ()) -> Document:
    """A document of these paragraphs."""
    blocks = [Block(text=text) for text in paragraphs]
    blocks += [Block(kind=BlockKind.CAPTION, text=text) for text in captions]
    return Document(headline=headline, blocks=blocks, language="en")


def folded(*documents: Document) -> Lineage:
    """The lineage of documents, as captures 10, 20, 30."""
    return lineage.fold((10 * number, document) for number, document in enumerate(documents, 1))


def story(*bodies: str) -> Lineage:
    """The lineage of bodies of one paragraph each."""
    return folded(*(document(body) for body in bodies))


def origins(wording: Wording) -> list[tuple[str, int, int, str]]:
    """The spans of a wording with their words."""
    out, place = [], 0
    for length, first, back, replaced in wording.spans:
        out.append((wording.text[place : place + length].strip(), first, back, replaced))
        place += length
    return out


def only(made: Lineage) -> list[Wording]:
    """The wordings of a lineage that has one thread."""
    assert len(made.threads) == 1
    return next(iter(made.threads.values()))


def test_a_sentence_that_stands_keeps_its_first_version() -> None:
    made = story(KILLED, f"{KILLED} {POLICE}")
    assert [(wording.text, wording.since_id) for wording in made.at(20)] == [(KILLED, 10), (POLICE, 20)]


def test_a_word_that_replaces_another_says_which() -> None:
    first, second = only(story(KILLED, KILLED.replace("Three", "Five")))
    assert (first.until_id, second.since_id, second.came) == (20, 20, Came.CHANGED)
    assert origins(second) == [("Five", 20, 0, "Three"), (KILLED.removeprefix("Three "), 10, 0, "")]


def test_a_word_that_comes_back_first_stood_where_it_stood_first() -> None:
    wordings = only(story(KILLED, KILLED.replace("Three", "Five"), KILLED))
    assert origins(wordings[2]) == [("Three", 10, 30, "Five"), (KILLED.removeprefix("Three "), 10, 0, "")]


def test_words_that_come_back_in_an_otherwise_new_sentence_are_known() -> None:
    old = "Police said that two officers were badly injured in the riot on Monday."
    cut = old.replace("badly injured", "hurt")
    new = cut.replace("hurt", "badly injured").replace("Monday", "Tuesday")
    assert ("badly injured", 10, 30, "hurt") in origins(only(story(old, cut, new))[2])


def test_a_sentence_that_went_says_when() -> None:
    made = story(f"{KILLED} {POLICE}", KILLED)
    assert [wordings[-1].until_id for wordings in made.threads.values()] == [None, 20]


def test_a_sentence_that_comes_back_is_the_same_thread() -> None:
    made = story(f"{KILLED} {POLICE}", KILLED, f"{MAYOR} {POLICE} {KILLED}")
    police = next(wordings for wordings in made.threads.values() if wordings[0].text == POLICE)
    assert [(each.since_id, each.until_id, each.came) for each in police] == [
        (10, 20, Came.ADDED),
        (30, None, Came.RESTORED),
    ]
    assert origins(police[1]) == [(POLICE, 10, 0, "")]


def test_a_sentence_that_comes_back_in_nearly_the_same_words_is_the_same_thread() -> None:
    made = story(f"{KILLED} {POLICE}", KILLED, f"{KILLED} {POLICE.replace('yet', 'so far')}")
    police = next(wordings for wordings in made.threads.values() if wordings[0].text == POLICE)
    assert police[1].came is Came.RESTORED
    assert ("so far", 30, 0, "yet") in origins(police[1])


def test_another_sentence_of_the_same_pattern_is_another_thread() -> None:
    made = story(f"{KILLED} {POLICE}", KILLED, f"{KILLED} Police said that the driver of the lorry had been arrested.")
    assert len(made.threads) == 3


def test_a_sentence_that_moves_and_changes_keeps_its_thread() -> None:
    moved = POLICE.replace("not yet", "still not")
    made = folded(document(POLICE, KILLED, MAYOR, SCHOOL), document(KILLED, MAYOR, SCHOOL, moved))
    last = made.at(20)[-1]
    assert (last.text, last.thread, len(made.threads)) == (moved, (10, 0), 4)


def test_a_sentence_given_up_for_its_own_older_text_elsewhere_did_not_go_in_between() -> None:
    changed = POLICE.replace("not yet known", "an electrical fault in the old engine house")
    made = story(f"{POLICE} {KILLED}", f"{changed} {KILLED}", f"{KILLED} {MAYOR} {SCHOOL} {POLICE}")
    assert made.at(30)[-1].came is Came.CHANGED


def test_a_split_sentence_goes_on_in_its_larger_part_and_the_other_names_it() -> None:
    whole = "The mayor thanked the crews who had come from six towns, and the school nearby was closed for the day."
    parts = "The mayor thanked the crews who had come from six towns. The school nearby was closed for the day."
    made = story(whole, parts)
    one, other = made.at(20)
    assert (one.thread, one.came) == ((10, 0), Came.CHANGED)
    assert (other.came, other.sources) == (Came.SPLIT, ((10, 0),))
    assert ("school nearby was closed for the day", 10) in [
        (text.rstrip("."), first) for text, first, *_ in origins(other)
    ]


def test_of_two_merged_sentences_the_smaller_one_ends_in_the_other() -> None:
    parts = "The mayor thanked the crews who had come from six towns. The school nearby was closed for the day."
    whole = "The mayor thanked the crews who had come from six towns, and the school nearby was closed for the day."
    made = story(parts, whole, parts)
    assert (made.at(20)[0].came, made.at(20)[0].sources) == (Came.MERGED, ((10, 1),))
    # Parted again, both are the threads that they were.
    assert [wording.thread for wording in made.at(30)] == [(10, 0), (10, 1)]
    assert made.at(30)[1].came is Came.RESTORED


def test_typography_makes_no_word_new() -> None:
    straight = '"We don\'t know," the chief of police said on Monday morning.'
    curly = "“We don’t know,” the chief of police said on Monday morning."
    second = only(story(straight, curly))[1]
    assert second.folded
    assert {first for _, first, *_ in origins(second)} == {10}


def test_headline_and_captions_have_threads_of_their_own() -> None:
    made = folded(
        document(KILLED, headline="Three killed in mill fire", captions=["The mill", "The mayor at the mill"]),
        document(KILLED, headline="Five killed in mill fire", captions=["The mayor at the old mill"]),
        document(KILLED, headline="Three killed in mill fire", captions=["The mill", "The mayor at the old mill"]),
    )
    headline, _, mill, mayor = made.at(30)
    assert (headline.part, headline.ordinal) == (Part.HEADLINE, 2)
    assert origins(headline)[0] == ("Three", 10, 30, "Five")
    assert (mill.text, mill.came, mayor.thread) == ("The mill", Came.RESTORED, (10, 3))


def test_a_version_without_a_text_ends_all_and_the_next_restores_it() -> None:
    made = folded(document(KILLED, headline="Fire"), Document(), document(KILLED, headline="Fire"))
    assert made.orders[20] == []
    assert [wording.came for wording in made.at(30)] == [Came.RESTORED, Came.RESTORED]


def test_a_diff_of_other_texts_is_not_believed() -> None:
    documents = [(1, document(KILLED)), (2, document(POLICE))]
    wrong = {2: compare(document(MAYOR), document(POLICE))}
    assert lineage.fold(documents, wrong) == lineage.fold(documents)


def test_a_coarse_comparison_still_finds_the_origin_of_every_sentence() -> None:
    many = "\n\n".join("One. Two! Three? Four." for _ in range(2_000))
    made = folded(document(many), document(f"{KILLED}\n\n{many}"), document(KILLED))
    assert {wording.since_id for wording in made.at(20) if wording.text != KILLED} == {10}
    assert made.at(30)[0].since_id == 20


def test_a_huge_text_takes_one_step_as_a_small_one_does() -> None:
    words = [f"Word{n}" if n % 20 else f"end. Begin{n}" for n in range(50_000)]
    text = " ".join(words)
    made = folded(document(text), document(text.replace("Word777 ", "Other ")))
    assert next(wording.text for wording in made.at(20) if wording.since_id == 20).count("Other") == 1


def test_what_was_replaced_is_kept_up_to_a_bound() -> None:
    made = story("A fire broke out " + "x y " * 5_000 + "at the mill.", "A fire broke out at dawn at the mill.")
    assert all(len(replaced) <= 501 for wording in made.at(20) for *_, replaced in origins(wording))


WORDS = st.sampled_from(
    ["fire", "mill", "police", "said", "three", "killed", "the", "—", "“so”", "火", "12,000", "don't\u00ad", "U.S."]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=9).map(lambda words: " ".join(words).capitalize() + ".")
BODIES = st.lists(st.one_of(st.sampled_from([KILLED, POLICE, MAYOR]), SENTENCES), max_size=6)
DOCUMENTS = st.builds(
    lambda bodies, joint, headline, captions: document(
        *joint.join(bodies).split("|"), headline=headline, captions=captions
    ),
    BODIES,
    st.sampled_from([" ", "|", "\n"]),
    st.sampled_from(["", "Fire", "Mill fire"]),
    st.lists(st.sampled_from(["The mill", "A mayor", " "]), max_size=2),
)
ANYTHING = st.builds(document, st.text(max_size=60), headline=st.text(max_size=9))
STORIES = st.lists(st.one_of(DOCUMENTS, ANYTHING), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(STORIES)
def test_every_character_of_every_version_has_one_origin_at_or_before_it(documents: list[Document]) -> None:
    made = folded(*documents)
    for capture_id in made.orders:
        for wording in made.at(capture_id):
            assert sum(span.length for span in wording.spans) == len(wording.text)
            assert all(10 <= span.first_id <= wording.since_id <= capture_id for span in wording.spans)
            assert all(span.first_id < span.back_id <= capture_id for span in wording.spans if span.back_id)


@settings(max_examples=150, deadline=None)
@given(STORIES)
def test_threads_partition_the_sentences_of_every_version(documents: list[Document]) -> None:
    made = folded(*documents)
    for capture_id, read in zip(made.orders, documents, strict=True):
        order = made.orders[capture_id]
        assert len(set(order)) == len(order)
        texts = [wording.text for wording in made.at(capture_id)]
        assert "".join("".join(texts).split()) == "".join(
            "".join([read.headline, *read.paragraphs, *read.captions]).split()
        )


@settings(max_examples=100, deadline=None)
@given(STORIES)
def test_the_wordings_of_a_thread_follow_on_each_other(documents: list[Document]) -> None:
    for thread, wordings in folded(*documents).threads.items():
        assert (wordings[0].since_id, [each.ordinal for each in wordings]) == (thread.born_id, [*range(len(wordings))])
        for before, after in pairwise(wordings):
            assert before.until_id is not None
            assert before.since_id < before.until_id <= after.since_id
            assert (after.came is Came.RESTORED) == (before.until_id < after.since_id)


def test_blame_tells_of_each_stretch_of_words_and_of_its_end() -> None:
    made = folded(
        document(KILLED, POLICE, headline="Fire"), document(KILLED.replace("Three", "Five"), POLICE, headline="Fire"),
        document(KILLED, headline="Fire"),
    )  # fmt: skip
    marks = {10 * n: Mark(n, moment(at(n)), at(n), at(n - 1) if n > 1 else None) for n in (1, 2, 3)}
    lines = list(blaming.as_lines(blaming.blame(made, marks, 20), lambda instant: f"{instant:%H:%M}"))
    assert lines == [
        "headline:",
        "1  08:01 | Fire",
        "body:",
        "2  08:02 | Five   [for: Three; reworded in version 3]",
        "1  08:01 |   people were killed in the fire at the mill on Monday.",
        "1  08:01 | Police said that the cause of the blaze was not yet known.   [gone in version 3]",
    ]


def test_blame_as_json_names_versions_by_moment() -> None:
    marks = {10: Mark(1, moment(at(0)), at(0), None)}
    told = blaming.as_json(blaming.blame(folded(document(KILLED)), marks, 10))
    assert told["format"] == "rowback-blame/1"
    assert told["sentences"][0]["words"][0]["first"]["moment"] == "20261102T080000.000Z"


def test_sentences_that_do_not_make_up_the_text_are_refused() -> None:
    with pytest.raises(DoesNotFit):
        lineage.step([], Memory(), compare(document(KILLED), document(POLICE)), 1)
