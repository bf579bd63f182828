"""The history flow: which bands stand in which columns, and how long stories keep within the picture."""

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.test_lineage import KILLED, MAYOR, POLICE, SCHOOL, document
from tracker import lineage
from tracker.flow import Flow, Stay, flow, joined
from tracker.model import Document

STORIES = st.lists(
    st.permutations([KILLED, POLICE, MAYOR, SCHOOL]).flatmap(lambda all_: st.integers(1, 4).map(lambda n: all_[:n])),
    min_size=1,
    max_size=6,
)


def read(*versions: Document, most: int = 60) -> Flow:
    return flow(lineage.fold(enumerate(versions, 1)), most)


def stays(found: Flow) -> dict[str, tuple[Stay, ...]]:
    return {band.wordings[-1].text: band.stays for band in found.bands}


def test_a_sentence_is_a_band_from_the_version_that_brought_it_to_the_last_that_holds_it() -> None:
    found = read(document(KILLED, POLICE), document(KILLED, MAYOR), document(KILLED, MAYOR))
    assert stays(found) == {KILLED: (Stay(0, 2),), POLICE: (Stay(0, 0),), MAYOR: (Stay(1, 2),)}
    assert [band.born for band in found.bands] == [0, 0, 1]


def test_a_sentence_that_comes_back_has_two_stays_in_one_band() -> None:
    found = read(document(KILLED, POLICE), document(KILLED), document(KILLED, POLICE))
    assert stays(found)[POLICE] == (Stay(0, 0), Stay(2, 2))


def test_a_reworded_sentence_stays_one_band_and_says_where_it_turned() -> None:
    found = read(document(KILLED), document(KILLED), document(KILLED.replace("Three", "Five")))
    (band,) = found.bands
    assert (band.stays, band.turns) == ((Stay(0, 2),), (2,))


def test_typography_alone_is_no_turn() -> None:
    found = read(document(f"{KILLED} “So far.”"), document(f'{KILLED} "So far."'))
    assert all(band.turns == () for band in found.bands)


def test_the_columns_of_a_long_story_are_the_first_the_newest_and_those_that_brought_most() -> None:
    versions = [document(KILLED, *[f"{n} more were named." for n in range(at)]) for at in (0, 1, 2, 30, 31, 32)]
    found = read(*versions, most=3)
    assert list(found.columns) == [1, 4, 6]
    assert found.left_out == 3


def test_what_stood_only_between_the_columns_is_counted() -> None:
    found = read(document(KILLED), document(KILLED, POLICE), document(KILLED), most=2)
    assert (found.left_out, found.unseen) == (1, 1)


def test_neighbours_that_live_alike_are_joined_and_a_mover_is_not() -> None:
    found = read(document(KILLED, POLICE, MAYOR, SCHOOL), document(KILLED, POLICE, SCHOOL, MAYOR))
    texts = [[found.bands[band].wordings[-1].text for band in group] for group in joined(found)]
    assert texts == [[KILLED, POLICE], [MAYOR], [SCHOOL]]


@given(STORIES, st.integers(2, 4))
def test_every_column_holds_just_what_its_version_says(story: list[list[str]], most: int) -> None:
    found = read(*[document(*paragraphs) for paragraphs in story], most=most)
    for at, column in enumerate(found.columns):
        held = [band for place, band in enumerate(found.bands) if any(s.first <= at <= s.last for s in band.stays)]
        assert sorted(found.order[at]) == [found.bands.index(band) for band in held]
        assert len(found.order[at]) == len(story[column - 1])
    assert sorted(band for group in joined(found) for band in group) == list(range(len(found.bands)))
