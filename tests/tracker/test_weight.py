"""How much a change matters: an editor's order, reasons that add up, numbers that can be set, a rank that keeps."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.kinds.corpus_cases import between
from tracker import weight
from tracker.errors import BadSetting
from tracker.model import Block, BlockRole, Change, Document, Op, Part
from tracker.weight import Weights, faded, parse, rank, weigh, weigh_version, weightiest

STATUS = Change(part=Part.BODY, op=Op.REMOVED, role=BlockRole.STATUS, kinds=["status"], substantive=False)
MOVED = Change(part=Part.BODY, op=Op.MOVED, old="It was built in 1890.", new="It was built in 1890.", substantive=False)
STAMP = Change(part=Part.BODY, op=Op.CHANGED, role=BlockRole.STAMP, kinds=["status"], substantive=False)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def one(old: str, new: str, part: Part = Part.BODY) -> Change:
    (change,) = between(old, new, "en")
    return change.model_copy(update={"part": part})


def added(text: str) -> Change:
    return Change(
        part=Part.BODY,
        op=Op.ADDED,
        new=text,
        words=[["+", text]],
        kinds=["addition"],
        substantive=True,
        why=["addition"],
    )


#: The heaviest first.
ORDER = [
    ("a toll", one("The fire killed three people.", "The fire killed five people.")),
    (
        "a notice",
        Change(
            part=Part.BODY, op=Op.ADDED, role=BlockRole.NOTICE, kinds=["notice"], substantive=True, new="Correction:"
        ),
    ),
    ("a headline's figure", one("Six ships in port.", "Nine ships in port.", Part.HEADLINE)),
    ("a headline's fact", one("Fire in the harbour.", "Fire in the harbour closes all schools.", Part.HEADLINE)),
    ("a doubt gone", one("The man who allegedly set the fire ran.", "The man who set the fire ran.")),
    ("a figure", one("The fire brigade sent 6 engines.", "The fire brigade sent 9 engines.")),
    ("a quotation", one("“We saw all of the smoke,” he said.", "“We saw some of the smoke,” he said.")),
    ("a name", one("Jonathan Smith was at the fire.", "Jonathan Smyth was at the fire.")),
    ("a long addition", added("The road was closed " * 10)),
    ("a short addition", added("The road was closed.")),
    ("a headline reworded", one("Fire breaks out in port", "Fire starts in port", Part.HEADLINE)),
    ("a rewording", one("The man was questioned at noon.", "The man was interviewed at noon.")),
    ("moved text", MOVED),
    ("a comma", one("The fire which began is out.", "The fire, which began is out.")),
    ("a stamp", STAMP),
]


def test_changes_stand_in_the_order_of_an_editor() -> None:
    points = {name: weigh(change).points for name, change in ORDER}
    assert list(points) == sorted(points, key=lambda name: -points[name]), points
    assert points["a stamp"] == 0
    assert points["a toll"] > points["a notice"]


def test_the_reasons_add_up_to_the_points() -> None:
    for _, change in ORDER:
        score = weigh(change, place=0.25, silent=True)
        assert score.points == pytest.approx(max(0, sum(reason.points for reason in score.why)))
    toll = weigh(ORDER[0][1], place=0.0, silent=True)
    assert {"figure", "toll", "top", "silent", "size"} <= {reason.name for reason in toll.why}


def test_every_reason_is_explained() -> None:
    assert set(weight.MEANINGS) == set(Weights.model_fields)


def test_what_is_silent_weighs_more_and_what_stands_at_the_end_less() -> None:
    figure = ORDER[5][1]
    assert weigh(figure, silent=True).points > weigh(figure).points
    assert weigh(figure, place=0.0).points > weigh(figure, place=1.0).points


def test_what_no_reader_would_want_to_know_never_counts_more_than_a_rewording() -> None:
    name = one("The WHO met.", "The World Health Organization met.")
    assert name.substantive is False
    assert weigh(name, place=0.0, silent=True).points == Weights().wording


def test_what_is_minor_weighs_nothing() -> None:
    minor = ORDER[0][1].model_copy(update={"minor": True})
    assert weight.weight(minor) == 0
    assert weightiest([minor]) is None
    assert weightiest([]) is None


def test_a_hundred_commas_never_outweigh_a_toll() -> None:
    toll, comma = ORDER[0][1], ORDER[-2][1]
    assert weigh_version([comma] * 100).points < weigh_version([toll]).points
    assert weigh_version([toll, comma]).points > weigh_version([toll]).points
    assert weigh_version([]).points == 0


def test_the_body_stands_for_a_version_before_its_headline_and_a_status_line() -> None:
    headline, addition = ORDER[2][1], ORDER[9][1]
    assert weightiest([headline, addition]) is addition
    assert weightiest([headline]) is headline
    assert weightiest([STATUS, MOVED]) is MOVED


def test_a_place_is_where_the_text_stands_in_the_body() -> None:
    document = Document(blocks=[Block(text="The fire is out."), Block(text="Six engines came."), Block(text="Rain.")])
    engines = Change(part=Part.BODY, op=Op.CHANGED, old="Five engines came.", new="Six engines came.")
    gone = Change(part=Part.BODY, op=Op.REMOVED, old="It burns.", after="The fire is out.")
    headline = Change(part=Part.HEADLINE, op=Op.ADDED, new="Rain.")
    first, top, none = weight.places([engines, gone, headline], document)
    assert top == 0.0
    assert none is None
    assert first is not None
    assert 0 < first < 1


@pytest.mark.parametrize("text", ["figure=60, silent=40", '{"figure": 60, "silent": 40}', " figure = 60 ,silent=40,"])
def test_weights_can_be_set(text: str) -> None:
    assert parse(text) == Weights(figure=60, silent=40)
    assert parse("") == Weights()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("figur=60", "no 'figur'"),
        ("figure", "not NAME=NUMBER"),
        ("figure=lots", "figure"),
        ("figure=-1", "greater than or equal to 0"),
        ("figure=nan", "finite"),
        ("figure=1,figure=2", "twice"),
        ("next_share=1", "less than 1"),
        ("{", "JSON"),
        ('{"a":' * 790, "JSON"),
        ("x" * 9000, "longer"),
    ],
)
def test_a_wrong_weight_is_named(text: str, said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        parse(text)


@given(
    st.lists(st.tuples(st.floats(0, 500), st.integers(0, 10_000)), min_size=2, max_size=8),
    st.integers(0, 10_000),
    st.floats(1, 500),
)
def test_the_stored_rank_orders_as_faded_points_do_at_any_time(
    updates: list[tuple[float, int]], later: int, half_life: float
) -> None:
    now = NOW + timedelta(minutes=10_000 + later)
    by_rank = [(rank(points, NOW + timedelta(minutes=at), half_life), points, at) for points, at in updates]
    for one_rank, points, at in by_rank:
        for other_rank, other_points, other_at in by_rank:
            if one_rank > other_rank + 1e-6:
                ages = [(now - NOW).total_seconds() / 3600 - minutes / 60 for minutes in (at, other_at)]
                assert faded(points, ages[0], half_life) >= faded(other_points, ages[1], half_life) * (1 - 1e-6)


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(list(Op)), st.sampled_from(list(Part)))
def test_any_change_has_a_score(old: str, new: str, op: Op, part: Part) -> None:
    change = Change(
        part=part, op=op, old=old, new=new, words=[["-", old], ["+", new]], kinds=["figure", "odd"], substantive=True
    )
    score = weigh(change, place=0.5, silent=True)
    assert 0 <= score.points < 1000
    assert score == weigh(change, place=0.5, silent=True)
