"""Lines in which a publisher speaks of the story are known from lines of the story."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.fetching.markers import role_in_story, role_of
from tracker.model import BlockRole

NOTICES = [
    "Correction: The name of the mayor was misspelt.", "Corrections and clarifications",
    "Editor’s note: This is new.",
    "EDITOR'S NOTE — The story was first told in May.",
    "This article was amended on 3 May 2026 to correct a date.",
    "• This article was amended on 3 May 2026.",
    "An earlier version of this article misstated the age of the driver.",
    "The headline of this article was changed after publication.",
    "Clarification (May 4): The council met twice.",
    "Update, 3:15 p.m.: The road is open.", "This story has been updated with a statement.",
    "UPDATE: Police name man.",
    "Updated on 4 May to include a statement from the council.", "This article has been removed.",
    "In einer früheren Version dieses Artikels hieß es, der Rat habe getagt.",
    "Dieser Artikel wurde am 3. Mai aktualisiert.",
    "Anmerkung der Redaktion: Der Name wurde geändert.", "Cet article a été mis à jour à 14 h.",
    "Rectificatif : le maire",
    "Fe de errores: el nombre era otro.", "Este artículo ha sido actualizado.",
]  # fmt: skip
STATUSES = [
    "This is a developing story. Please check back here for updates.", "This is a developing story.",
    "More to follow.",
    "This is a breaking news story, more to follow", "Breaking news: explosion in Ostwick. Updates to follow.",
    "More details soon", "This story will be updated.", "Please refresh the page for the latest version.",
    "Mehr in Kürze.", "Dieser Artikel wird laufend aktualisiert.", "Plus d’informations à venir.",
    "Noticia en desarrollo",
]  # fmt: skip
STAMPS = [
    "2 hours ago", "Updated 14:05 GMT", "Last updated on 13 Jan 2020", "Published 3 May 2023", "an hour ago",
    "14:05",
    "Published: 14:05, 3 May 2023 | Updated: 15:10, 3 May 2023", "vor 2 Stunden", "il y a 3 heures",
    "hace 2 horas",
    "Stand: 03.05.2023, 14:05 Uhr", "Mis à jour le 3 mai 2023 à 14h05", "Actualizado a las 14:05",
    "2023-05-03T14:05:00Z",
]  # fmt: skip
ORDINARY = [
    "The correction officer said on Monday that nobody was hurt.", "He was shot 2 hours ago.",
    "Correction officers walked out.",
    "More details emerged on Monday.", "Updates were slow, residents said.", "Developing countries said no.",
    "Monday", "2023",
    "Breaking news changed the evening.", "The story was changed by the war.",
    "Amendment to the bill passed on Tuesday.",
    "More to come from the minister, who said that talks go on.", "This report was welcomed by the council.",
    "", "...", "5.30",
    "Further complications arose.", "At 14:05 the bridge fell.", "The article was read by many.",
    "Update your browser",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTICES)
def test_notices_are_known(text: str) -> None:
    assert role_of(text) is BlockRole.NOTICE


@pytest.mark.parametrize("text", STATUSES)
def test_status_lines_are_known(text: str) -> None:
    assert role_of(text) is BlockRole.STATUS


@pytest.mark.parametrize("text", STAMPS)
def test_lines_that_are_only_a_time_are_stamps(text: str) -> None:
    assert role_of(text) is BlockRole.STAMP


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_lines_have_no_role(text: str) -> None:
    assert role_of(text) is None


@given(st.text(st.characters(), max_size=500))
def test_any_line_has_an_answer(text: str) -> None:
    assert role_of(text) in {None, *BlockRole}


def test_inside_a_story_a_bare_time_is_text_and_the_pages_own_word_a_stamp() -> None:
    for line in ("29 AUGUST 2019", "14:05", "3 May"):
        assert role_of(line) is BlockRole.STAMP
        assert role_in_story(line) is None
    for line in ("Updated 14:05", "2 hours ago", "Last updated on 29 AUGUST 2019"):
        assert role_in_story(line) is BlockRole.STAMP
    assert role_in_story("More to follow.") is BlockRole.STATUS
