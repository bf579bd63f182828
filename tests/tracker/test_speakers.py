"""Who is quoted, where the text says so plainly."""

import time

import pytest
from hypothesis import given

from tests.tracker.kinds.test_rules import TEXTS
from tracker.speakers import speaker, speech

QUOTE = "“We could see the smoke from here,”"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (f"{QUOTE} said Ana Lopez, who lives there.", "Ana Lopez"),
        (f"{QUOTE} Ana Lopez said.", "Ana Lopez"),
        (f"{QUOTE} said the fire chief.", "the fire chief"),
        (f"{QUOTE} the fire chief told the Courier.", "the fire chief"),
        (f"{QUOTE} said Mayor Ana de la Cruz on Friday.", "Mayor Ana de la Cruz"),
        (f"Ana Lopez, a baker in the town, said: {QUOTE}", "Ana Lopez"),
        (f"The mayor said {QUOTE}", "the mayor"),
        (
            "„Alle Straßen sind wieder frei“, sagte Feuerwehrsprecher Jens Vahldieck.",
            "Feuerwehrsprecher Jens Vahldieck",
        ),
        ("« Nous avons vu la fumée », a déclaré Anne Dupont.", "Anne Dupont"),
        (f"{QUOTE} he said.", ""),
        (f"He said: {QUOTE}", ""),
        (QUOTE, ""),
    ],
)
def test_speakers(text: str, who: str) -> None:
    assert speaker(text, speech(text)[0]) == who


def test_a_term_or_a_title_is_no_speech() -> None:
    assert speech("They call it “the old mill”, and the film “The Mill On The Floss”.") == []


def test_a_hostile_text_takes_no_time() -> None:
    text = f"{'Aa ' * 3000}{QUOTE}{' the' * 3000}{' Aa' * 3000}"
    start = time.perf_counter()
    assert speaker(text, speech(text)[0]) == ""
    assert time.perf_counter() - start < 1


@given(TEXTS, TEXTS)
def test_any_text_has_a_speaker_or_none(before: str, behind: str) -> None:
    text = f"{before}{QUOTE}{behind}"
    for quote in speech(text):
        assert speaker(text, quote) == speaker(text, quote)
