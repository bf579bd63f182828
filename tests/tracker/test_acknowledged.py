"""Notices: which lines are one, when they were first seen, and which edits they speak of."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.told import document, story
from tracker.acknowledged import acknowledgements, notices
from tracker.admissions import NoticeKind, bare, kind_of
from tracker.dated import Dated
from tracker.model import Document

ADMITS = [
    (NoticeKind.CORRECTION, "Correction: An earlier version said 2024; it is 2021."),
    (NoticeKind.CORRECTION, "Correction (May 4): the name is Doyle."),
    (NoticeKind.CORRECTION, "This article was amended on 3 May 2023 to correct the spelling of Mr Smyth's name."),
    (NoticeKind.CORRECTION, "An earlier version of this story misspelled Catherine Doyle's name."),
    (NoticeKind.CORRECTION, "A previous version of this article incorrectly stated that 12 people died."),
    (NoticeKind.CORRECTION, "The Post regrets the error."),
    (NoticeKind.CLARIFICATION, "Clarification: The figure refers to 2022."),
    (NoticeKind.NOTE, "Editor’s note: This story originally said the mayor had resigned."),
    (NoticeKind.AMENDMENT, "The headline of this story has been changed."),
    (NoticeKind.CORRECTION, "Korrektur: In einer früheren Fassung hieß es 2024."),
    (NoticeKind.NOTE, "Anmerkung der Redaktion: Wir haben den Namen korrigiert."),
    (NoticeKind.CORRECTION, "Cet article a été modifié le 3 mai pour corriger le nom."),
    (NoticeKind.CORRECTION, "Fe de errores: una versión anterior decía 12."),
    (NoticeKind.UPDATE, "Update: The consultation period has been extended by one week."),
    (NoticeKind.UPDATE, "This story has been updated to include comment from the ministry."),
]

NO_NOTICE = [
    "The correction officer said he was hurt.",
    "Criminal Procedure Code and Evidence Act have been amended to introduce safeguards.",
    "Applicants will enjoy an assessed value of up to $20,000 (instead of $13,000).",
    "We have updated our insolvency laws to incorporate the best practices.",
    "Clarifications on the False Statement",
    "He was wrongly convicted in an earlier report, police said.",
    "The minister corrected his statement on Friday.",
    "UPDATE 2-Shares fall in London",
    "This is a developing story.",
    "Updated 14:05 GMT",
]


@pytest.mark.parametrize(("kind", "text"), ADMITS)
def test_a_notice_is_known_by_how_it_speaks_of_the_story(kind: NoticeKind, text: str) -> None:
    assert kind_of(text) is kind
    assert not bare(text, "en")


@pytest.mark.parametrize("text", NO_NOTICE)
def test_what_only_sounds_like_a_notice_is_none(text: str) -> None:
    assert kind_of(text) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "This article was updated on 3 May 2023 at 14:05."),
        ("en", "This story has been updated."),
        ("en", "Last updated on 3 May"),
        ("de", "Dieser Artikel wurde am 3. Mai aktualisiert."),
        ("fr", "Mis à jour le 3 mai 2023"),
    ],
)
def test_a_bare_stamp_is_no_admission(language: str, text: str) -> None:
    assert bare(text, language)
    assert notices(story("Text.", f"Text.\n{text}", language=language)) == []


def linked(versions: list[Dated]) -> list[tuple[str, str]]:
    return [(edit.change.old, edit.change.new) for found in acknowledgements(versions) for edit in found.edits]


CROWD = "About {} people were in the terminal when the fire began."
INSPECTED = "The electrical installation was last inspected in {}."
HURT = "{} people were hurt in the terminal, police said."


def test_a_notice_speaks_of_the_edit_whose_values_it_names_and_of_no_other() -> None:
    note = "Correction: An earlier version of this article misstated the number of people in the terminal. {}"
    old = "\n".join([CROWD.format(420), INSPECTED.format(2024), HURT.format(5)])
    new = "\n".join([CROWD.format(240), INSPECTED.format(2021), HURT.format(12), note.format("It was 240, not 420.")])
    assert linked(story(old, new)) == [(CROWD.format(420), CROWD.format(240))]


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (INSPECTED.format(2024), INSPECTED.format(2021), "Correction: An earlier version said 2024; it is 2021."),
        (
            "The harbour master is Katherine Doyle.",
            "The harbour master is Catherine Doyle.",
            "An earlier version of this story misspelled Catherine Doyle, the harbour master, as Katherine Doyle.",
        ),
        (
            "The talks begin on Thursday in Geneva, officials said.",
            "The talks begin on Friday in Geneva, officials said.",
            "Correction: The talks in Geneva begin on Friday. An earlier version gave the wrong day.",
        ),
        (
            "The city put the damage to the school at 80.000 Euro.",
            "The city put the damage to the school at 30.000 Euro.",
            "Correction: The damage to the school is put at 30.000 Euro, not 80.000 Euro.",
        ),
    ],
)
def test_a_notice_is_linked_by_shared_values_names_and_words(old: str, new: str, note: str) -> None:
    assert linked(story(f"{old}\nMore.", f"{new}\nMore.\n{note}")) == [(old, new)]


@pytest.mark.parametrize(
    "note",
    [
        "This article has been corrected.",
        "Correction: The mayor's name was misspelled.",
        "Clarification: The statement refers to the port of Carrow, which is run by the county.",
    ],
)
def test_a_notice_about_something_else_is_linked_to_nothing(note: str) -> None:
    found = acknowledgements(story(INSPECTED.format(2024), f"{INSPECTED.format(2021)}\n{note}"))
    assert [each.notice.text for each in found] == [note]
    assert found[0].edits == ()
    assert found[0].from_error is None


def test_the_delay_is_told_from_the_errors_first_appearance_and_from_its_mending() -> None:
    note = "Correction: An earlier version said 2024; it is 2021."
    right, wrong = INSPECTED.format(2021), INSPECTED.format(2024)
    found = acknowledgements(story("Fire.", wrong, f"{wrong}\nMore.", right, f"{right}\n{note}"))
    assert found[0].from_error == timedelta(hours=3)
    assert found[0].from_mending == timedelta(hours=1)


def test_an_error_is_traced_through_a_sentence_that_was_edited_around_it() -> None:
    note = "Correction: An earlier version said 420 people; it is 240."
    texts = [CROWD.format(420), f"Now: {CROWD.format(420)[:-1]} yesterday.", f"{CROWD.format(240)}\n{note}"]
    found = acknowledgements(story(*texts))
    assert found[0].from_error == timedelta(hours=2)


def test_a_notice_keeps_its_first_moment_while_its_wording_changes_and_ends_when_it_goes() -> None:
    first = "Correction: An earlier version of this article said 2024; it is 2021."
    second = "Correction: An earlier version of this article said 2024; the year is 2021."
    found = notices(story("Fire.", f"Fire.\n{first}", f"Fire.\n{second}", "Fire."))
    assert [(notice.text, notice.number) for notice in found] == [(second, 2)]
    assert found[0].until is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("This article was amended on 3 May 2023 to correct a name.", date(2023, 5, 3)),
        ("Correction (October 4): the name is Doyle.", date(2026, 10, 4)),
        ("Correction (December 24): the name is Doyle.", date(2025, 12, 24)),
        ("Correction: The talks begin on 8 April 2021, not 7 April.", None),
    ],
)
def test_a_notice_is_dated_by_its_own_day_and_not_by_those_it_speaks_of(text: str, day: date | None) -> None:
    assert [notice.dated for notice in notices(story("Fire.", f"Fire.\n{text}"))] == [day]


def test_a_correction_declared_in_the_pages_data_is_a_notice_too() -> None:
    versions = story(INSPECTED.format(2024), INSPECTED.format(2021))
    declared = Dated(**{**vars(versions[1]), "corrections": ("An earlier version said 2024; it is 2021.",)})
    found = acknowledgements([versions[0], declared])
    assert [(each.notice.declared, len(each.edits)) for each in found] == [(True, 1)]


def test_a_heading_goes_with_the_notice_below_it() -> None:
    found = notices(story("Fire.", "Fire.\nCorrection\nThe name is Doyle."))
    assert [notice.text for notice in found] == ["Correction: The name is Doyle."]


LINES = st.text(max_size=120) | st.sampled_from([text for _, text in ADMITS] + NO_NOTICE + [CROWD, "\x00", "\ud800"])
DOCUMENTS = st.lists(st.lists(LINES, max_size=4).map("\n".join), max_size=4)


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, st.sampled_from(["en", "de", "fr", "es", "it", ""]))
def test_any_story_has_its_notices_and_always_the_same(texts: list[str], language: str) -> None:
    versions = story(*[document(text, language) for text in texts], language=language)
    assert acknowledgements(versions) == acknowledgements(versions)


def test_a_story_without_versions_has_no_notices() -> None:
    assert acknowledgements([]) == []
    assert notices(story(Document())) == []
