"""How figures, times and quotations are read from a text."""

from decimal import Decimal

import pytest

from tracker.kinds.figures import figures
from tracker.kinds.quotes import quotes
from tracker.kinds.whens import whens


def values(text: str, code: str = "en") -> list[tuple[str, Decimal | str]]:
    return [figure.key for figure in figures(text, code)]


#: Numbers in words, as their languages write them.
IN_WORDS = [
    (2, "en", "two"),
    (12, "en", "twelve"),
    (17, "en", "seventeen"),
    (21, "en", "twenty-one"),
    (46, "en", "forty-six"),
    (99, "en", "ninety-nine"),
    (101, "en", "one hundred and one"),
    (365, "en", "three hundred and sixty-five"),
    (1200, "en", "one thousand, two hundred"),
    (12345, "en", "twelve thousand, three hundred and forty-five"),
    (1000002, "en", "one million and two"),
    (2, "de", "zwei"),
    (12, "de", "zwölf"),
    (17, "de", "siebzehn"),
    (21, "de", "einundzwanzig"),
    (46, "de", "sechsundvierzig"),
    (99, "de", "neunundneunzig"),
    (101, "de", "einhunderteins"),
    (365, "de", "dreihundertfünfundsechzig"),
    (1200, "de", "eintausendzweihundert"),
    (12345, "de", "zwölftausenddreihundertfünfundvierzig"),
    (1000002, "de", "eine Million zwei"),
    (2, "fr", "deux"),
    (12, "fr", "douze"),
    (17, "fr", "dix-sept"),
    (21, "fr", "vingt et un"),
    (46, "fr", "quarante-six"),
    (99, "fr", "quatre-vingt-dix-neuf"),
    (101, "fr", "cent un"),
    (365, "fr", "trois cent soixante-cinq"),
    (1200, "fr", "mille deux cents"),
    (12345, "fr", "douze mille trois cent quarante-cinq"),
    (1000002, "fr", "un million deux"),
    (2, "es", "dos"),
    (12, "es", "doce"),
    (17, "es", "diecisiete"),
    (21, "es", "veintiuno"),
    (46, "es", "cuarenta y seis"),
    (99, "es", "noventa y nueve"),
    (101, "es", "ciento uno"),
    (365, "es", "trescientos sesenta y cinco"),
    (1200, "es", "mil doscientos"),
    (12345, "es", "doce mil trescientos cuarenta y cinco"),
    (1000002, "es", "un millón dos"),
]


@pytest.mark.parametrize(("number", "code", "words"), IN_WORDS)
def test_a_number_in_words_is_its_value(number: int, code: str, words: str) -> None:
    assert values(f"x {words} x", code) == [("", Decimal(number).normalize())]


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("$2.6 billion", "$2.6bn", "en"),
        ("$2.6 billion", "2.6 billion dollars", "en"),
        ("five per cent", "5%", "en"),
        ("a dozen", "12", "en"),
        ("5-10", "5 to 10", "en"),
        ("2,6 Mrd. Euro", "2,6 Milliarden Euro", "de"),
        ("1'000 Franken", "CHF 1000", "de"),
        ("1 200", "1200", "fr"),
        ("1.200", "1200", "es"),
        ("1,200", "1200", "en"),
    ],
)
def test_two_ways_of_writing_a_quantity_are_one_value(one: str, other: str, code: str) -> None:
    assert values(one, code) == values(other, code) != []


@pytest.mark.parametrize("text", ["COVID-19", "an F-15 jet", "call 6332 4388", "see http://a.org/12", "4. The council"])
def test_what_is_no_quantity_is_none(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("on 16 July 2021", "en", "date:2021-07-16"),
        ("on July 16, 2021", "en", "date:2021-07-16"),
        ("am 16. Juli 2021", "de", "date:2021-07-16"),
        ("le 16 juillet 2021", "fr", "date:2021-07-16"),
        ("el 16 de julio de 2021", "es", "date:2021-07-16"),
        ("2021-07-16", "", "date:2021-07-16"),
        ("at 7.30 pm", "en", "clock:19:30"),
        ("um 19.30 Uhr", "de", "clock:19:30"),
        ("à 19h30", "fr", "clock:19:30"),
        ("on Wednesday", "en", "day:2"),
        ("in May", "en", "month:--05"),
        ("over the past year", "en", "phrase:last year"),
    ],
)
def test_a_time_is_read_as_a_value(text: str, code: str, value: str) -> None:
    assert [when.value for when in whens(text, code)] == [value]


@pytest.mark.parametrize(
    "text", ["You may go.", "They march on.", "It was the second goal.", "At 99:99 or 45.13.2021."]
)
def test_words_that_look_like_times_are_none(text: str) -> None:
    assert whens(text, "en") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("He said “stay here” twice.", ["stay here"]),
        ("„Bleib hier“, sagte er.", ["bleib hier"]),
        ("« Reste ici », dit-il.", ["reste ici"]),
        ("'We lost it,' he said. It's gone.", ["we lost it"]),
        ("“He told me ‘run’ and I ran,” she said.", ["he told me run and i ran"]),
        ("“We have lost.", ["we have lost"]),
        ("we have lost,” he said.", ["we have lost"]),
        ("It's the companies' fault.", []),
    ],
)
def test_quotations_are_found_in_their_marks(text: str, said: list[str]) -> None:
    assert [" ".join(quote.said) for quote in quotes(text)] == said
