"""On two real pages of 51 and 63 versions: lineage dates sentences as a plain search does, or there is a reason."""

from pathlib import Path

import pytest

from tests.bench.lineage import compared, documents, stretches
from tracker import lineage
from tracker.model import Document

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module", params=["coronavirus_business_page", "coronavirus_education_page"])
def versions(request: pytest.FixtureRequest, shared_data: Path) -> list[Document]:
    """The versions of one page."""
    return documents(shared_data / "govuk_coronavirus" / f"{request.param}.jsonl")


#: Why a plain search may name an earlier version: it cannot tell a sentence from a piece of one, or one copy from two.
EXPLAINED = {
    "part of a longer sentence then",
    "across sentences then",
    "a second copy: the first still stands",
    "the sentence that said it goes on in other words",
}


def test_sentences_are_dated_as_a_plain_search_dates_them_or_for_a_reason(versions: list[Document]) -> None:
    each, wordings, told = compared(versions)
    assert each["agreed"] >= 0.92 * each.total()
    assert wordings["agreed"] >= 0.92 * wordings.total()
    assert {reason for reason, _ in told} <= EXPLAINED


def test_nine_of_ten_stretches_of_words_are_dated_as_a_plain_search_dates_them(versions: list[Document]) -> None:
    found = stretches(versions)
    # A stretch whose typography stands so only within its sentence cannot be searched for, so nothing is said of it.
    unsearched = sum(count for reason, count in found.items() if reason.startswith("not searchable"))
    assert unsearched <= 0.05 * found.total()
    assert found["agreed"] >= 0.9 * (found.total() - unsearched)


def test_every_version_can_be_read_back_from_its_threads(versions: list[Document]) -> None:
    made = lineage.fold(enumerate(versions, 1))
    for number, read in enumerate(versions, 1):
        texts = [wording.text for wording in made.at(number)]
        assert "".join("".join(texts).split()) == "".join("".join([read.headline, *read.paragraphs]).split())
