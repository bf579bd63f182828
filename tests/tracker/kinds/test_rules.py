"""What holds for the rules whatever they are given: reasons in plain words, the same answer twice, and no surprise."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.kinds.corpus_cases import between
from tracker import classify
from tracker.diffing import compare
from tracker.kinds import Kind, label
from tracker.kinds.wordsets import word_set
from tracker.model import Block, Document, Op

#: Texts made of what the rules look for, so that chance meets them.
PIECES = st.sampled_from(
    [
        *sorted(
            word_set(
                "12 1,000 1.000,5 $2.6bn £ % five dozen hundreds third 16 July 2021 17:30 noon Monday today ( ) [ ]"
            )
        ),
        *sorted(
            word_set(
                "“ ” „ « » ' \" ‘ ’ ’s said according to Mr. Smith WHO the The not may will alleged about at least"
            )
        ),
        *sorted(
            word_set(
                "Correction: Update: Last updated on more follow http://a.b/c @ 6332 4388 zwei Millionen vingt-trois él"
            )
        ),
        *("\x00", "\ud800", "\u202e", "مرحبا", "中文", ".", ",", ";", "-", "—", "\n\n", "(c)", "&quot;", "â€™"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map(" ".join), st.text(max_size=80))


@given(TEXTS, TEXTS, st.sampled_from(["", "en", "de-CH", "fr", "es", "fi", "??"]))
@settings(deadline=None)
def test_any_two_texts_are_labelled_and_twice_the_same(old: str, new: str, language: str) -> None:
    changes = between(old, new, language)
    assert changes == between(old, new, language)
    for change in changes:
        assert set(change.kinds) <= set(Kind)
        assert change.kinds == sorted(set(change.kinds), key=[str(kind) for kind in Kind].index)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_capture_times_never_raise(old: str, new: str) -> None:
    edges = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    for at in edges:
        between(old, new, "en", at, at)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It cost 1" + "0" * 5_000 + " euros.", "It cost 2" + "0" * 5_000 + " euros."),
        ("“" * 3_000 + "a” b", "“" * 2_999 + "a” c"),
        ("«a «b «c» d e", "«a «b «c» d f"),
        ("one " * 4_000, "one " * 3_999 + "two "),
        ("A" * 50_000, "B" * 50_000),
        ("(" * 5_000 + "1", "(" * 5_000 + "2"),
        ("1 " * 5_000, "2 " * 5_000),
        ("may not, " * 2_000 + "a", "will, said " * 1_500 + "b"),
        ("Smith said, " * 1_500 + "a", "Brown Brown, he said " * 900 + "b"),
        ("a@" * 5_000 + "1", "a@" * 5_000 + "2"),
    ],
    ids=lambda text: text[:8],
)
def test_monstrous_texts_are_labelled_all_the_same(old: str, new: str) -> None:
    assert all(change.why and (change.kinds or change.substantive is None) for change in between(old, new))


def test_what_has_no_change_has_no_kind() -> None:
    assert between("The same text.", "The same text.") == []


def test_a_reason_shows_the_values() -> None:
    (change,) = between("The blast killed 12 people.", "The blast killed 17 people.")
    assert change.why == ["figure: 12 -> 17"]


def test_a_language_nobody_listed_says_what_was_read() -> None:
    (change,) = between("Palo tappoi 12 ihmistä.", "Palo tappoi 17 ihmistä.", "fi")
    assert change.why == ["figure: 12 -> 17", "language fi: only digits, marks and capitals were read"]


def test_a_paragraph_that_only_moved_has_no_kind() -> None:
    first, second, third = (f"Paragraph {n} has words of its own about thing number {n}." for n in (1, 2, 3))
    changes = label(
        classify.classify(compare("\n\n".join([first, second, third]), "\n\n".join([third, first, second])))
    )
    moved = [change for change in changes if change.op is Op.MOVED]
    assert [(change.kinds, change.substantive) for change in moved] == [([], False)]


def test_the_parts_of_a_story_are_labelled_each_by_itself() -> None:
    old = Document(headline="Three die in fire", standfirst="A house burned.", blocks=[Block(text="It was late.")])
    new = Document(headline="Five die in fire", standfirst="A house burned.", blocks=[Block(text="It was very late.")])
    changes = label(classify.classify(compare(old, new), old=old, new=new))
    assert [(change.part, change.kinds) for change in changes] == [("headline", ["figure"]), ("body", ["wording"])]


def test_what_a_page_declares_is_labelled_word_by_word_and_its_stamps_are_status() -> None:
    old = Document(
        headline="A", headline_from="h1", titles={"h1": "A", "og:title": "Fire kills 12"}, modified_verbatim="1"
    )
    new = Document(
        headline="A", headline_from="h1", titles={"h1": "A", "og:title": "Fire kills 17"}, modified_verbatim="2"
    )
    changes = label(classify.classify(compare(old, new), old=old, new=new))
    assert [(change.field, change.kinds) for change in changes] == [("og:title", ["figure"]), ("modified", ["status"])]


def test_typography_is_a_copyedit_and_never_substantive() -> None:
    (change,) = between('"It\'s late," she said.', "“It’s late,” she said.")
    assert (change.kinds, change.substantive) == (["copyedit"], False)


def test_a_name_is_known_by_what_the_story_calls_it() -> None:
    diff = compare("Barilla opened late.", "Ferrari opened late.")
    story = "The plant of Barilla is in Parma. The plant of Ferrari is not."
    (change,) = label(classify.classify(diff), story=story)
    assert change.kinds == ["name"]


def test_a_text_all_in_capitals_is_read_by_its_figures_and_words() -> None:
    (change,) = between("FIRE KILLS 3 IN LISBON FACTORY", "FIRE KILLS 5 IN LISBON FACTORY")
    assert change.kinds == ["figure"]
    (change,) = between("FIRE KILLS THREE", "BLAZE KILLS THREE")
    assert change.kinds == ["wording"]
    assert change.substantive is False


def test_a_text_without_sentences_is_read_word_by_word() -> None:
    (change,) = between("rice 4 kg\tmilk 2 l\toil", "rice 4 kg\tmilk 3 l\toil")
    assert change.kinds == ["figure"]


@pytest.mark.parametrize(
    ("language", "old", "new", "kinds"),
    [
        ("it", "Sono morte 12 persone.", "Sono morte 17 persone.", ["figure"]),
        ("nl", "Het kost € 4.", "Het kost € 5.", ["figure"]),
        ("fi", "Hän sanoi: ”Me tulemme huomenna.”", "Hän sanoi: ”Me menemme huomenna.”", ["quote"]),
        ("sv", "Mötet hålls 2023-05-04.", "Mötet hålls 2023-05-05.", ["when"]),
        ("ru", "Погибли 3 человека.", "Погибли 4 человека.", ["figure"]),
    ],
)
def test_a_language_that_nobody_listed_is_read_by_its_digits_marks_and_capitals(
    language: str, old: str, new: str, kinds: list[str]
) -> None:
    (change,) = between(old, new, language)
    assert set(kinds) <= set(change.kinds)
    assert any("only digits, marks and capitals were read" in why for why in change.why)


@pytest.mark.parametrize("code", ["de", "fr", "es"])
def test_a_neighbouring_language_does_not_say_that_it_was_half_read(code: str) -> None:
    changes = between("Es kamen 12.", "Es kamen 17.", code)
    assert not any("only digits" in why for change in changes for why in change.why)
