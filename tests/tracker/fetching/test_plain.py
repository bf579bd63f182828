"""A pasted wire story is read as a reader would; a text without such signs keeps every line."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.fetching.extract import extract_text
from tracker.model import BlockKind, BlockRole

PARAGRAPHS = [
    f"Paragraph {n} of the wire story says that the “minister” met envoys from kyiv, once written Kiev, on Monday."
    for n in range(1, 14)
] + ["The ministry “firmly denied. denied.” that any money had changed hands before the vote in the upper house."]
STATUS = "This is a developing story. Please check back here for updates."
BIOGRAPHY = "Mara Lind is a correspondent in Ostwick. She has covered the coast since 2009 and writes about the sea."
WIRE = ["Social Navigation", "Minister denies talks over gas pipeline", *PARAGRAPHS, STATUS, "Mara Lind", BIOGRAPHY]


def test_a_pasted_wire_story_is_read_without_its_navigation_and_biography() -> None:
    for gap in ("\n\n", "\n", "\r\n\r\n"):
        document = extract_text(gap.join(WIRE))
        assert document.headline == "Minister denies talks over gas pipeline"
        assert document.paragraphs == [*PARAGRAPHS, STATUS]
        assert document.status == [STATUS]
        assert document.byline == "Mara Lind"


def test_a_last_paragraph_about_someone_in_the_story_stays() -> None:
    story = [*WIRE[1:-2], "Mr Lind is a reporter who was there. He has covered the coast since 2009."]
    assert extract_text("\n\n".join(story)).paragraphs == story[1:]


def test_one_paragraph_has_no_headline() -> None:
    document = extract_text("Minister denies talks over gas pipeline")
    assert (document.headline, document.paragraphs) == ("", ["Minister denies talks over gas pipeline"])


def test_a_first_paragraph_that_ends_as_sentences_do_is_no_headline() -> None:
    document = extract_text(f"The minister resigned.\n\n{PARAGRAPHS[0]}")
    assert (document.headline, len(document.paragraphs)) == ("", 2)


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    wrapped = "The council voted on Tuesday to keep the old\nbridge open for another year, the mayor\nsaid."
    text = f"Bridge stays open\n\n{wrapped}\n\n"
    document = extract_text(text + PARAGRAPHS[0])
    assert (
        document.paragraphs[0]
        == "The council voted on Tuesday to keep the old bridge open for another year, the mayor said."
    )


def test_byline_stamp_and_dateline_are_read() -> None:
    text = (
        "Bank holds its rate\n\nBy Ann Cole and Bo Berg\n\nUpdated 14:05 GMT, 3 May 2026\n\nLONDON (Reuters) - "
        + PARAGRAPHS[0]
    )
    document = extract_text(text)
    assert (document.headline, document.byline, document.dateline) == (
        "Bank holds its rate",
        "Ann Cole and Bo Berg",
        "LONDON (Reuters)",
    )
    assert document.blocks[0].role is BlockRole.STAMP
    assert document.modified_verbatim == "Updated 14:05 GMT, 3 May 2026"


def test_bullets_are_items() -> None:
    kinds = [block.kind for block in extract_text("- one thing\n- another thing").blocks]
    assert kinds == [BlockKind.ITEM, BlockKind.ITEM]


def test_a_story_of_sixty_thousand_words_in_one_paragraph_is_one_block() -> None:
    assert [len(block.text) for block in extract_text("word " * 60_000).blocks] == [60_000 * 5 - 1]


@given(
    st.lists(
        st.text(st.characters(categories=("L", "P", "N", "Zs")), min_size=1).filter(str.strip), min_size=1, max_size=8
    )
)
def test_no_line_is_lost_but_navigation_bylines_and_biographies(lines: list[str]) -> None:
    lines = [line.strip() for line in lines]
    document = extract_text("\n\n".join(lines))
    shown = [document.headline, *document.paragraphs] if document.headline else document.paragraphs
    assert "".join(shown).split() == "".join(lines).split() or len(shown) < len(lines)
