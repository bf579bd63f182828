"""What counts as a version, what is minor, what is held, and what is never one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import LONG
from tracker import history, typography
from tracker.model import Block, BlockKind, BlockRole, Document, Finding, Folded, Part, Via
from tracker.observe import Found, Reading, State

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def document(*paragraphs: str, **parts: object) -> Document:
    blocks = [Block(text=text) for text in paragraphs]
    return Document.model_validate({"headline": "Fire at mill", "headline_from": "h1", "blocks": blocks} | parts)


def reading(place: int, read: Document | None, via: Via = Via.LIVE, **fields: Any) -> Reading:
    return Reading(place, START + timedelta(minutes=15 * place), via, "test/1", read, **fields)


def folded(*documents: Document | None, via: Via = Via.LIVE) -> Found:
    readings = [reading(place, read, via) for place, read in enumerate(documents, 1)]
    return history.fold(State(story_id=1), readings)[1]


def findings(found: Found) -> list[Finding]:
    return [found.verdicts[place].finding for place in sorted(found.verdicts)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Damage of 1.5 million pounds.", "Damage of 15 million pounds."),
        ("He was found guilty.", "He was found guilty?"),
        ("The player re-signed on Monday.", "The player resigned on Monday."),
        ("Prices rose 5% in May.", "Prices rose 5 in May."),
        ("Between 5-10 people were hurt.", "Between 510 people were hurt."),
        ("He is the alleged arsonist.", "He is the arsonist."),
        ("The area is 10² metres.", "The area is 102 metres."),
        ("She lives in the US.", "She lives in the us."),
    ],
)
def test_a_difference_in_words_or_figures_is_a_version(old: str, new: str) -> None:
    assert findings(folded(document(old), document(new))) == [Finding.VERSION, Finding.VERSION]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Two  people\u00a0died.", "Two people died.", Folded.SPACE),
        ('He said "no" - twice.', "He said “no” – twice.", Folded.TYPOGRAPHY),
        ("It's over -- for now.", "It’s over — for now.", Folded.TYPOGRAPHY),
        ("Caf\u00e9 burnt.", "Cafe\u0301 burnt.", Folded.TYPOGRAPHY),
        ("The Feuer\u00adwehr came.", "The Feuerwehr came.", Folded.TYPOGRAPHY),
        ("And then...", "And then…", Folded.TYPOGRAPHY),
    ],
)
def test_typography_alone_is_minor_and_kept(old: str, new: str, why: Folded) -> None:
    found = folded(document(old), document(new))
    assert findings(found) == [Finding.VERSION, Finding.MINOR]
    assert [(change.minor, change.folded) for change in found.changes[2]] == [(True, why)]


def test_a_paragraph_break_alone_is_minor() -> None:
    found = folded(document("One thing happened. Another did."), document("One thing happened.", "Another did."))
    assert findings(found) == [Finding.VERSION, Finding.MINOR]


@pytest.mark.parametrize("part", ["headline", "standfirst", "byline", "dateline", "section"])
def test_each_part_can_make_a_version(part: str) -> None:
    found = folded(document("Text.", **{part: "Before"}), document("Text.", **{part: "After"}))
    assert findings(found) == [Finding.VERSION, Finding.VERSION]
    assert [change.part for change in found.changes[2]] == [Part(part)]


@pytest.mark.parametrize("field", ["published_verbatim", "modified_verbatim", "url"])
def test_stamps_and_addresses_alone_are_minor(field: str) -> None:
    found = folded(document("Text.", **{field: "a"}), document("Text.", **{field: "b"}))
    assert findings(found) == [Finding.VERSION, Finding.MINOR]
    assert all(change.minor for change in found.changes[2])


def test_a_line_that_is_only_a_relative_time_makes_no_version() -> None:
    old, new = (
        document(blocks=[Block(text="Text stands."), Block(text=age, role=BlockRole.STAMP)])
        for age in ("2 hours ago", "3 hours ago")
    )
    assert findings(folded(old, new)) == [Finding.VERSION, Finding.MINOR]


def test_a_to_b_to_a_is_three_versions_and_the_third_is_known_again() -> None:
    found = folded(document("A stands."), document("B stands."), document("A stands."))
    versions = [found.versions[place] for place in sorted(found.versions)]
    assert [version.number for version in versions] == [1, 2, 3]
    assert versions[0].digest == versions[2].digest


def test_a_version_says_between_which_checks_it_appeared() -> None:
    found = folded(document("A stands."), document("A stands."), document("B stands."), document("B stands."))
    second = found.versions[3]
    assert second.not_before_at == START + timedelta(minutes=30)
    assert second.first_seen_at == START + timedelta(minutes=45)
    assert second.last_seen_at == START + timedelta(minutes=60)


def test_a_much_shorter_fetched_text_is_held() -> None:
    found = folded(document(*LONG), document(LONG[0]))
    assert findings(found) == [Finding.VERSION, Finding.HELD]
    assert len(found.versions) == 1


def test_a_held_text_becomes_a_version_when_the_next_check_agrees() -> None:
    found = folded(document(*LONG), document(LONG[0]), document(LONG[0]))
    assert findings(found) == [Finding.VERSION, Finding.VERSION, Finding.SAME]
    assert found.versions[2].first_seen_at == START + timedelta(minutes=30)


def test_a_held_text_that_the_next_check_does_not_confirm_is_set_aside() -> None:
    found = folded(document(*LONG), document(LONG[0]), document(*LONG))
    assert findings(found) == [Finding.VERSION, Finding.ASIDE, Finding.SAME]
    assert "did not agree" in found.verdicts[2].reason


def test_a_much_shorter_text_with_a_notice_is_a_version_at_once() -> None:
    notice = Block(text="This article has been withdrawn.", role=BlockRole.NOTICE)
    found = folded(document(*LONG), document(blocks=[notice]))
    assert findings(found) == [Finding.VERSION, Finding.VERSION]


@pytest.mark.parametrize("via", [Via.IMPORT, Via.PUSH])
def test_imports_and_pushes_are_taken_as_given(via: Via) -> None:
    assert findings(folded(document(*LONG), document(LONG[0]), via=via)) == [Finding.VERSION, Finding.VERSION]


def test_an_unusable_page_changes_nothing_and_says_why() -> None:
    good, wall = reading(1, document(*LONG)), reading(2, document("We value your privacy."), unusable="A wall.")
    found = history.fold(State(story_id=1), [good, wall])[1]
    assert findings(found) == [Finding.VERSION, Finding.ASIDE]
    assert found.verdicts[2].reason == "A wall."


def declared(headline: str, **titles: str) -> Document:
    """A document whose headline stands in the first of the places that are named."""
    places = {name.replace("og", "og:title"): title for name, title in titles.items()}
    return document("Text.", headline=headline, headline_from=next(iter(places)), titles=places)


def test_a_page_that_loses_its_h1_has_not_turned_its_headline() -> None:
    lost = folded(declared("Fire", h1="Fire", og="Blaze"), declared("Blaze", og="Blaze"))
    assert findings(lost) == [Finding.VERSION, Finding.SAME]


def test_a_headline_is_compared_with_what_stood_in_the_same_place() -> None:
    old, new = declared("Fire", h1="Fire", og="Blaze"), declared("Blaze", og="Blaze", h1="Fire")
    assert findings(folded(old, new)) == [Finding.VERSION, Finding.SAME]


def test_a_headline_turns_though_its_place_was_gone_for_a_while() -> None:
    found = folded(
        declared("Fire", h1="Fire", og="Blaze"),
        declared("Blaze", og="Blaze"),
        declared("Fire", h1="Fire", og="Blaze"),
        declared("Arson: owner held", h1="Arson: owner held", og="Blaze"),
    )
    assert findings(found) == [Finding.VERSION, Finding.SAME, Finding.SAME, Finding.VERSION]


def test_a_headline_turns_where_the_place_that_is_left_turned_too() -> None:
    found = folded(declared("Fire", h1="Fire", og="Blaze"), declared("Arson", og="Arson"))
    assert findings(found) == [Finding.VERSION, Finding.VERSION]


def test_a_check_that_found_nothing_new_confirms_what_was_held() -> None:
    found = folded(document(*LONG), document(LONG[0]), None)
    assert findings(found) == [Finding.VERSION, Finding.VERSION, Finding.SAME]
    assert found.versions[2].last_seen_at == START + timedelta(minutes=45)


def test_a_held_text_still_waits_after_a_page_that_was_no_story() -> None:
    readings = [reading(1, document(*LONG)), reading(2, document(LONG[0]))]
    readings += [reading(3, document("x"), unusable="A wall."), reading(4, document(LONG[0]))]
    assert findings(history.fold(State(1), readings)[1]) == [
        Finding.VERSION,
        Finding.VERSION,
        Finding.ASIDE,
        Finding.SAME,
    ]


def test_a_held_text_in_chinese_is_confirmed_though_a_character_differs() -> None:
    long = [
        f"第{n}段讲述了昨夜镇上消防队所做的事情，火势很大，三人受伤，道路封闭，居民被疏散到学校。" for n in range(12)
    ]
    short = "第一段讲述了昨夜镇上消防队所做的事情，火势很大，三人受伤。"
    found = folded(document(*long), document(short), document(short.replace("三", "四")))
    assert findings(found) == [Finding.VERSION, Finding.VERSION, Finding.VERSION]


def test_stamps_alone_neither_hold_a_text_nor_make_a_version() -> None:
    stamps = [Block(text=f"{n} hours ago", role=BlockRole.STAMP) for n in range(40)]
    text = [Block(text=paragraph) for paragraph in LONG[:6]]
    found = folded(document(blocks=[*text, *stamps]), document(blocks=text))
    assert findings(found) == [Finding.VERSION, Finding.MINOR]


def test_a_retraction_beside_a_moving_stamp_is_confirmed() -> None:
    def gone(clock: str) -> Document:
        stamp = Block(text=f"Updated {clock}", role=BlockRole.STAMP)
        return document(blocks=[Block(text="This story is no longer here."), stamp])

    found = folded(document(*LONG), gone("14:05"), gone("14:20"))
    assert findings(found) == [Finding.VERSION, Finding.VERSION, Finding.MINOR]


def test_a_caption_that_moves_past_a_paragraph_makes_no_version() -> None:
    caption = Block(kind=BlockKind.CAPTION, text="The mill.")
    text = [Block(text="One stands."), Block(text="Two stands.")]
    found = folded(document(blocks=[caption, *text]), document(blocks=[text[0], caption, text[1]]))
    assert findings(found) == [Finding.VERSION, Finding.SAME]


def test_a_declared_headline_that_readers_do_not_see_is_compared_with_itself_and_minor() -> None:
    old = document("Text.", titles={"h1": "Fire at mill", "og:title": "Fire"})
    new = document("Text.", titles={"h1": "Fire at mill", "og:title": "Blaze"})
    found = folded(old, new)
    assert findings(found) == [Finding.VERSION, Finding.MINOR]
    assert [(change.field, change.old, change.new) for change in found.changes[2]] == [("og:title", "Fire", "Blaze")]


def test_a_moved_paragraph_is_a_version() -> None:
    assert findings(folded(document(*LONG), document(*LONG[1:], LONG[0]))) == [Finding.VERSION, Finding.VERSION]


short = [("A b.",), ("A  b.",), ("“C”.", "D."), ('"C".', "D.")]
looks = st.lists(st.none() | st.just("unusable") | st.sampled_from([LONG, LONG[:1], LONG[::-1], *short]), max_size=9)


def look(place: int, made: tuple[str, ...] | str | None) -> Reading:
    """A look that gave a text, nothing new, or a page that is no story."""
    if made is None or isinstance(made, str):
        return reading(place, None, unusable=made or "")
    return reading(place, document(*made))


@given(looks, st.data())
def test_going_on_from_where_a_story_stands_gives_what_folding_all_of_it_gives(
    made: list[tuple[str, ...] | str | None], data: st.DataObject
) -> None:
    readings = [look(place, one) for place, one in enumerate(made, 1)]
    cut = data.draw(st.integers(0, len(readings)))
    whole = history.fold(State(1), readings)[1]
    state, first = history.fold(State(1), readings[:cut])
    second = history.fold(state, readings[cut:])[1]
    assert first.versions | second.versions == whole.versions
    assert first.changes | second.changes == whole.changes
    assert first.verdicts | second.verdicts == whole.verdicts


@given(st.text(), st.text())
def test_what_is_folded_is_the_same_either_way_round(one: str, other: str) -> None:
    assert typography.folded(one, other) == typography.folded(other, one)
