"""The rules for what to follow: words, addresses, age, developing only, newest first, and no more than the cap."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tracker.fetching.listing import Item
from tracker.fetching.variants import key
from tracker.following import Rule, choose, reason_against, says_developing
from tracker.model import Block, BlockRole, Document

NOW = datetime(2023, 5, 4, 12, tzinfo=UTC)


def item(name: str, headline: str = "", hours: float | None = None, **more: Any) -> Item:
    published = None if hours is None else NOW - timedelta(hours=hours)
    return Item(f"https://www.example.org/{name}", headline, published_at=published, **more)


def followed(
    rule: Rule, *items: Item, already: frozenset[str] = frozenset(), watched: dict[str, int] | None = None
) -> list[str]:
    found = choose(items, rule, already=already, now=NOW, watched=watched)[0]
    return [item.address.rpartition("/")[2] for item in found]


def left(rule: Rule, *items: Item) -> list[str]:
    return [why for _, why in choose(items, rule, already=frozenset(), now=NOW)[1]]


def test_an_empty_rule_follows_everything_newest_first() -> None:
    assert followed(Rule(), item("old", hours=9), item("new", hours=1), item("undated")) == ["new", "undated", "old"]


def test_a_date_far_ahead_of_the_clock_is_not_believed() -> None:
    items = (item("a", hours=1), item("promo", hours=-900), item("b", hours=2), item("soon", hours=-2))
    assert followed(Rule(), *items) == ["soon", "a", "promo", "b"]


def test_what_is_followed_already_is_not_followed_again_in_any_spelling() -> None:
    again = Item("http://example.org/a/?utm_source=rss")
    assert left(Rule(), item("a"), again) == ["It is followed already."]
    assert followed(Rule(), item("a"), again, already=frozenset({key(item("a").address)})) == []


def test_the_cap_counts_what_is_watched_of_an_outlet_already_and_takes_the_newest() -> None:
    items = [item(str(hours), hours=hours) for hours in range(5)]
    elsewhere = Item("https://elsewhere.example/x")
    assert followed(Rule(cap=3), *items, elsewhere, watched={"example.org": 1}) == ["0", "1", "x"]
    assert "3 stories of example.org" in left(Rule(cap=3), *items)[0]


@pytest.mark.parametrize(
    ("rule", "headline", "follows"),
    [
        ({"any": ["fire", "flood"]}, "FIRE in Ost", True), ({"any": ["fire"]}, "Firefighters in Ost", False),
        ({"any": ["fire*"]}, "Firefighters in Ost", True), ({"any": ["fire in ost"]}, "Fire  in\u00a0Ost", True),
        ({"all": ["fire", "ost"]}, "Fire in West", False), ({"none": ["cup"]}, "Cup final", False),
        ({"none": ["cup"]}, "Fire", True), ({"any": ["火災"]}, "東部で火災が発生", True),
        ({"any": ["grün"]}, "GRÜN!", True), ({"any": ["C++"]}, "Why C++ is news", True),
        ({"any": ["*"]}, "Fire", False), ({"any": ["Straße"]}, "STRASSE", True),
        ({"any": ["(a+)+$"]}, "a" * 500, False),
    ],
)  # fmt: skip
def test_words_are_looked_for_whole_and_in_any_case(rule: dict[str, Any], headline: str, follows: bool) -> None:
    assert bool(followed(Rule(**rule), item("a", headline))) is follows
    assert bool(reason_against(Document(headline=headline), Rule(**rule))) is not follows


def test_words_are_looked_for_in_the_text_that_a_feed_carries() -> None:
    assert followed(Rule(any=("ost",)), item("a", summary="Fire in Ost"), item("b", content="<p>In</p><p>Ost</p>")) == [
        "a",
        "b",
    ]
    assert left(Rule(any=("ost",)), item("c", "Fire")) == ["None of the rule's words stands in its headline or text."]


def test_an_address_pattern_and_an_age_leave_items_out() -> None:
    rule = Rule(address="*/news/*", max_age_hours=24)
    items = (item("news/new", hours=1), item("sport/new", hours=1), item("news/old", hours=25), item("news/undated"))
    assert followed(rule, *items) == ["new", "undated"]


@pytest.mark.parametrize(
    ("headline", "developing"),
    [
        ("Live: fire in Ost", True), ("BREAKING: Fire", True), ("Fire in Ost – live updates", True),
        ("Fire – live", True),
        ("Liveticker zum Brand", True), ("EN DIRECT - Incendie", True), ("Where people live longest", False),
        ("Breaking the ice", False), ("Fire in Ost – as it happened", False),
        ("Developing countries: a debt crisis", False),
    ],
)  # fmt: skip
def test_a_headline_says_whether_a_story_is_developing(headline: str, developing: bool) -> None:
    assert says_developing(headline, []) is developing


def test_developing_only_follows_until_the_story_no_longer_says_so() -> None:
    rule = Rule(developing_only=True)
    saying = Document(headline="Fire", blocks=[Block(text="This is a developing story.", role=BlockRole.STATUS)])
    assert reason_against(saying, rule) == ""
    assert "no longer" in reason_against(Document(headline="Fire", blocks=[Block(text="It is out.")]), rule)


def test_whether_a_story_is_developing_is_asked_of_its_page_where_the_list_does_not_carry_its_text() -> None:
    told = item("told", "Fire", content="<p>It burns.</p><p>More to follow.</p>")
    over = item("over", "Fire", content="<p>It is out.</p>")
    assert followed(Rule(developing_only=True), item("unknown", "Fire"), told, over) == ["unknown", "told"]


@pytest.mark.parametrize(
    "rule", [{"cap": 0}, {"address": "re:("}, {"any": [""]}, {"max_age_hours": 0}, {"anny": ["x"]}]
)
def test_a_rule_that_cannot_be_meant_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rule(**rule)


def test_a_rule_survives_being_kept() -> None:
    rule = Rule(any=("fire",), address="*/news/*", cap=5)
    assert Rule.model_validate(rule.model_dump(mode="json")) == rule


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(-60, 60) | st.none(), st.text(max_size=5)), max_size=30),
    st.integers(1, 8),
    st.lists(st.text(min_size=1, max_size=4).filter(str.strip), max_size=2),
)
def test_every_item_is_followed_or_left_with_a_reason(
    entries: list[tuple[int, int | None, str]], cap: int, words: list[str]
) -> None:
    items = [item(str(name), headline, hours) for name, hours, headline in entries]
    chosen, others = choose(items, Rule(cap=cap, any=tuple(words)), already={key(item("0").address)}, now=NOW)
    assert len(chosen) + len(others) == len(items)
    assert len({key(found.address) for found in chosen}) == len(chosen) <= cap
    assert all(why.endswith(".") for _, why in others)
