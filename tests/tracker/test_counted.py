"""What a figure counts, by the words around it."""

import pytest
from hypothesis import given

from tests.tracker.kinds.test_rules import TEXTS
from tracker.counted import LONGEST, Counted, alike, counts, find


@pytest.mark.parametrize(
    ("text", "shown", "of", "noun"),
    [
        ("The blast killed 12 people in the town.", "12", Counted.DEAD, "people"),
        ("The death toll has risen to 17.", "17", Counted.DEAD, ""),
        ("Three people have died and 12 others were hurt.", "Three", Counted.DEAD, "people"),
        ("Three people have died and 12 others were hurt.", "12", Counted.HURT, ""),
        ("At least 30 people were injured.", "30", Counted.HURT, "people"),
        ("Some 40 miners are missing.", "40", Counted.MISSING, "miners"),
        ("Police arrested two men.", "two", Counted.ARRESTED, "men"),
        ("A 19-year-old man ran.", "19", Counted.AGE, ""),
        ("Ana Lopez, 58, said so.", "58", Counted.AGE, ""),
        ("Six fire engines came.", "Six", None, "fire engines"),
        ("She worked there for 22 years.", "22", None, "years"),
        ("Seven of the injured were taken away.", "Seven", None, ""),
        ("It was 5 in the morning.", "5", None, ""),
        ("He was killed 12 hours later.", "12", None, "hours"),
        ("Prices rose by 12%.", "12%", None, ""),
    ],
)
def test_english_figures(text: str, shown: str, of: Counted | None, noun: str) -> None:
    found = find(counts(text, "en"), shown)
    assert found is not None
    assert (found.of, found.noun) == (of, noun)


@pytest.mark.parametrize(
    ("text", "code", "of"),
    [
        ("Bei dem Brand wurden 12 Menschen nach Angaben der Polizei getötet.", "de", Counted.DEAD),
        ("Die Zahl der Toten stieg auf 12.", "de", Counted.DEAD),
        ("12 Menschen wurden verletzt.", "de", Counted.HURT),
        ("L’incendie a fait 12 morts.", "fr", Counted.DEAD),
        ("El incendio dejó 12 heridos.", "es", Counted.HURT),
        ("Tulipalossa kuoli 12 ihmistä.", "", None),
    ],
)
def test_figures_in_other_languages(text: str, code: str, of: Counted | None) -> None:
    found = find(counts(text, code), "12")
    assert found is not None
    assert found.of is of


def test_figures_are_alike_by_what_they_count() -> None:
    dead, more_dead, hurt = (
        counts(text, "en")[0] for text in ("12 people died.", "The fire killed 17.", "12 people were hurt.")
    )
    assert alike(dead, more_dead)
    assert not alike(dead, hurt)
    engines, cars = (counts(text, "en")[0] for text in ("6 engines came.", "9 cars came."))
    assert alike(engines, engines)
    assert not alike(engines, cars)


def test_a_text_without_end_is_not_counted() -> None:
    assert counts("5 people died. " * LONGEST, "en") == ()


@given(TEXTS)
def test_any_text_is_counted(text: str) -> None:
    for code in ("en", "de", "fr", "es", ""):
        assert counts(text, code) == counts(text, code)
