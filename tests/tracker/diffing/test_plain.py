"""A comparison printed for a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.diffing import compare
from tracker.diffing.plain import as_text
from tracker.model import Block, Document

OLD = "The fire broke out at noon. Five people died in the fire, police said. Roads are closed.\n\nSchools open today."
NEW = "The fire broke out at noon. Seven people died in the fire, police said. Roads are closed.\n\nSchools stay shut."


def printed(old: str, new: str, *, colour: bool = False, context: int = 1) -> str:
    return as_text(compare(old, new), colour=colour, context=context)


def test_words_are_marked_and_context_stands_around_them() -> None:
    text = printed(OLD, NEW)
    assert "  The fire broke out at noon.\n~ [-Five-]{+Seven+} people died in the fire, police said.\n" in text


def test_colour_strikes_what_is_gone_and_underlines_what_came() -> None:
    assert "\x1b[31;9mFive\x1b[0m\x1b[32;4mSeven\x1b[0m" in printed(OLD, NEW, colour=True)


def test_without_colour_no_escape_is_printed() -> None:
    assert "\x1b" not in printed(OLD, NEW)


def test_unchanged_sentences_beyond_the_context_are_counted() -> None:
    filler = "One sentence here. Two sentences here. Three sentences here. "
    assert "… 2 unchanged sentences" in printed(filler + OLD, filler + NEW, context=2)


def test_equal_texts_print_nothing() -> None:
    assert printed(OLD, OLD) == ""


def test_a_moved_paragraph_names_where_it_was_and_where_it_is() -> None:
    first = "Schools in the whole county will open again on Monday morning."
    rest = [f"The {word} paragraph has a good many words of its own to stay." for word in ("second", "third", "fourth")]
    text = printed("\n\n".join([first, *rest]), "\n\n".join([*rest, first]))
    assert "> moved from paragraph 1 to paragraph 4:\n> Schools in the whole county" in text


def test_a_sentence_that_moved_within_its_paragraph_is_told_so() -> None:
    first = "Schools in the whole county will open again on Monday morning."
    rest = "The second sentence has a good many words of its own. The third one has words of its own to stay too."
    assert "> moved within paragraph 1:\n> Schools in" in printed(f"{first} {rest}", f"{rest} {first}")


def test_a_text_that_goes_on_marks_no_break_behind_what_was_its_end() -> None:
    assert printed("It burnt on Monday.", "It burned on Monday.\n\nRain fell.") == (
        "body:\n~ It [-burnt-]{+burned+} on Monday.\n+ Rain fell.\n"
    )


def test_the_headline_comes_before_the_body() -> None:
    old = Document(headline="Five dead in fire", blocks=[Block(text="It burns.")])
    new = Document(headline="Seven dead in fire", blocks=[Block(text="It burnt.")])
    text = as_text(compare(old, new), colour=False, context=0)
    assert text.startswith("headline:\n~ [-Five-]{+Seven+} dead in fire\n\nbody:\n~ It [-burns-]{+burnt+}.\n")


def test_folded_differences_are_counted_and_not_shown() -> None:
    assert printed("He said “no” twice.", 'He said "no" twice.').startswith(
        "Only white space or typography differs in 1"
    )


def test_terminal_escapes_and_direction_marks_are_taken_out() -> None:
    text = printed("calm", "\x1b[2J\x07\u202eevil\x9b31m \ud800")
    assert not set(text) & set("\x1b\x07\x9b\u202e\ud800")


@given(old=st.text(st.characters(), max_size=40), new=st.text(st.characters(), max_size=40))
def test_whatever_the_texts_nothing_printed_steers_a_terminal(old: str, new: str) -> None:
    text = printed(old, new)
    assert all(sign == "\n" or sign.isprintable() or ord(sign) > 0x9F for sign in text)
    text.encode()
