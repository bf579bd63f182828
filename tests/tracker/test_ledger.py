"""The figures ledger: a figure is followed by what it counts, and two things never share a row."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.told import story
from tracker import ledger

FOLLOWED = [
    (
        "en",
        "people killed: Three -> At least five -> 12",
        "Three people were killed in the blast.",
        "At least five people were killed in the blast in Lima.",
        "The death toll from the blast rose to 12.",
    ),
    (
        "en",
        "people killed: three -> five",
        "The blast killed three people.",
        "The blast's toll rose from three to five.",
    ),
    (
        "en",
        "people killed: Three -> Five",
        "Three people were killed and 9 injured.",
        "Five people died and 12 were hurt.",
    ),
    ("en", "aid: $2.6bn -> $3.1 billion", "It pledged $2.6bn in aid.", "It pledged $3.1 billion in aid."),
    ("en", "bill costs: $5m -> $7m", "The bill costs $5m and the road $7m.", "The bill costs $7m and the road $9m."),
    ("en", "Inflation: 5.1% -> 5.3%", "Inflation rose to 5.1% in May.", "Inflation rose to 5.3% in May."),
    ("en", "people arrested: 12 -> 17", "Police arrested 12 people.", "Police have arrested 17 people since the riot."),
    ("en", "homes burned: 10-12 -> 15", "Hills 10-12 homes burned down.", "Hills 15 homes burned down."),
    ("en", "man: 34 -> 36", "A man aged 34 was arrested.", "A man aged 36 was arrested."),
    ("en", "Smith: 34 -> 35", "John Smith, 34, was charged.", "John Smith, 35, was charged."),
    ("en", "jobs: 1,200 -> 1,500", "It will cut 1,200 jobs.", "It will cut 1,500 jobs, or 3% of its staff."),
    (
        "en",
        "people injured: Dozens -> At least 120",
        "Dozens of people were injured in the crash.",
        "At least 120 people were injured in the crash.",
    ),
    ("de", "Tote: Mindestens 3 -> 5", "Mindestens 3 Tote bei Explosion in Bern.", "5 Tote bei Explosion in Bern."),
    (
        "de",
        "Tote: 3 -> 9",
        "3 Tote bei Explosion in Bern.",
        "Zahl der Todesopfer bei Explosion in Bern steigt auf 9.",
    ),
    ("fr", "blessés: dix -> 12", "L'explosion a fait trois morts et dix blessés.", "L'explosion a fait 12 blessés."),
    (
        "es",
        "muertos: Al menos tres -> Al menos cinco",
        "Al menos tres muertos en un incendio.",
        "Al menos cinco muertos en un incendio.",
    ),
]

#: Two texts whose figures differ and must not share a row.
APART = [
    ("en", "In 2013, 30 people were killed in a fire.", "Three people were killed in this fire."),
    ("en", "In 2013, 30 people were killed in a fire.", "In 2018, 40 people were killed in a fire."),
    ("en", "Two firefighters were killed.", "Five children were killed."),
    ("en", "Three people were killed.", "Five people were hurt."),
    ("en", "Twelve people were hurt in the blaze.", "Two of them were still in hospital after the blaze."),
    ("en", "The fire killed three people in Lima.", "A crash killed nine people in Cusco last year."),
    ("en", "It gave $5m in aid to farmers.", "It spent $9m on roads in the north."),
    ("en", "It gave $5m in aid.", "It gave €5.5m in aid."),
    ("en", "Inflation rose to 5.1%.", "Unemployment rose to 7.2%."),
    ("en", "The team has 12 players.", "The team has 30 coaches."),
    ("en", "The talks lasted six hours.", "The talks lasted two days."),
    ("en", "Some 240 people were in the hall.", "Some 900 people signed a letter to the mayor."),
    ("en", "She came third.", "She came fifth."),
    ("de", "Die Sperrfrist endet um 17.30 Uhr.", "Die Sperrfrist endet um 13.30 Uhr."),
    ("fr", "Embargo fixé au 9 juin 2022, 10 h 30.", "Embargo fixé au 9 juin 2022, 10 h 00."),
    ("it", "Sabato 24 giugno una colata si è riversata.", "Sabato 29 giugno una colata si è riversata."),
]


@pytest.mark.parametrize(("language", "told", "texts"), [(case[0], case[1], case[2:]) for case in FOLLOWED])
def test_a_figure_is_followed_by_what_it_counts(language: str, told: str, texts: tuple[str, ...]) -> None:
    rows = [str(row) for row in ledger.changed(ledger.figures(story(*texts, language=language)))]
    assert told in rows


@pytest.mark.parametrize(("language", "old", "new"), APART)
def test_two_things_never_share_a_row(language: str, old: str, new: str) -> None:
    assert ledger.changed(ledger.figures(story(old, new, language=language))) == []
    both = story(f"{old} {new}", f"{new} {old}", language=language)
    assert ledger.changed(ledger.figures(both)) == []


def test_figures_that_change_places_stay_with_what_they_count() -> None:
    rows = ledger.figures(story("It has 12 players and 30 coaches.", "It has 30 players and 12 coaches."))
    assert [str(row) for row in rows] == ["players: 12 -> 30", "coaches: 30 -> 12"]


def test_a_toll_told_in_headline_and_text_is_one_row() -> None:
    rows = ledger.figures(
        story("# Three killed in blast\nThree people were killed in the blast.", "# Five dead\nFire.")
    )
    assert [str(row) for row in rows] == ["killed: Three -> Five"]


def test_a_headline_that_stays_behind_does_not_turn_a_figure_back() -> None:
    first = "# Three killed in blast\nThree people were killed in the blast."
    second = "# Three killed in blast\nFive people were killed in the blast."
    third = "# Three killed in harbour blast\nFive people were killed in the blast."
    rows = ledger.changed(ledger.figures(story(first, second, third)))
    assert [[step.shown for step in row.steps] for row in rows] == [["Three", "Five"]]


def test_a_chart_needs_three_numbers() -> None:
    texts = [f"{count} people were killed in the blast." for count in ("Dozens of", "At least 40", "41", "44")]
    row = ledger.figures(story(*texts))[0]
    assert len(row.steps) == 4
    assert [value for _, value in row.points] == [Decimal(40), Decimal(41), Decimal(44)]
    assert row.chartable
    assert not ledger.figures(story(*texts[:3]))[0].chartable


def test_a_step_tells_its_sentence_its_version_and_since_when() -> None:
    versions = story(
        "Six engines were at the scene.", "Other.", "Six engines were at the scene.", "Ten engines were at it."
    )
    row = next(row for row in ledger.figures(versions) if row.label == "engines")
    assert (row.steps[0].sentence, row.steps[0].number) == ("Six engines were at the scene.", 1)
    assert row.steps[0].first_seen_at == versions[0].first_seen_at
    assert row.steps[0].not_before_at is None
    assert row.until in (None, versions[3].first_seen_at)


def test_a_figure_that_only_is_written_otherwise_is_no_step() -> None:
    rows = ledger.figures(story("It gave $2.6bn in aid.", "It gave $2.6 billion in aid.", "It gave US$2,600m in aid."))
    assert [len(row.steps) for row in rows] == [1]


def test_what_a_notice_counts_is_no_figure_of_the_story() -> None:
    versions = story("# Fire\nText.", "# Fire\nCorrection: It was about 240 people, not 420 people.")
    assert all(step.sentence != "Text." for row in ledger.figures(versions) for step in row.steps)
    assert ledger.changed(ledger.figures(versions)) == []


PIECES = (
    "three 5 12 people killed hurt died of them the death toll rose to $5m 5% aged 34 , . aid in at least dozens from "
    "twelve million 1.5 1,000 Tote blessés muertos 9999999999999999999999999999999999999999999 “ ” ( -"
)
WORDS = st.sampled_from([*PIECES.split(), "\x00", "\u202e", "\ud800"])
TEXTS = st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=4)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "fr", "es", "it", ""]))
def test_any_story_has_a_ledger_and_always_the_same(texts: list[str], language: str) -> None:
    versions = story(*texts, language=language)
    rows = ledger.figures(versions)
    assert rows == ledger.figures(versions)
    for row in rows:
        assert [step.number for step in row.steps] == sorted({step.number for step in row.steps})
        assert all(a.value != b.value or a.shown != b.shown for a, b in zip(row.steps, row.steps[1:], strict=False))


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 40), st.integers(41, 99))
def test_every_rise_of_a_toll_is_one_step(first: int, second: int) -> None:
    rows = ledger.figures(story(f"{first} people died in the fire.", f"{second} people died in the fire."))
    assert [[step.value for step in row.steps] for row in rows] == [[first, second]]


def test_an_enormous_table_has_no_ledger() -> None:
    table = "\n".join(f"{number} votes in district {number}." for number in range(2, 2_000))
    assert ledger.figures(story(table)) == []
