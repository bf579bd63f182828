"""Which change stands for a version where there is room for one."""

from tracker.model import BlockRole, Change, Op, Part
from tracker.weight import weight, weightiest


def change(op: Op = Op.CHANGED, *words: list[str], part: Part = Part.BODY, **fields: object) -> Change:
    """A change with a word script."""
    return Change(part=part, op=op, words=list(words), **fields)


FIGURE = change(Op.CHANGED, ["-", "3"], ["+", "12"], ["=", " were hurt."])
WORDING = change(Op.CHANGED, ["-", "big"], ["+", "large"], ["=", " fire."])
ADDED = change(Op.ADDED, ["+", "The road is closed until further notice, the police said on Friday night."])
MOVED = change(Op.MOVED, ["=", "The mill was built in 1890."])
NOTICE = change(Op.ADDED, ["+", "Correction: it was 1890."], role=BlockRole.NOTICE)


def test_a_notice_comes_before_a_figure_and_a_figure_before_a_wording() -> None:
    assert weight(NOTICE) > weight(FIGURE) > weight(WORDING) > weight(ADDED) > weight(MOVED) > 0


def test_what_is_minor_weighs_nothing() -> None:
    assert weight(FIGURE.model_copy(update={"minor": True})) == 0
    assert weightiest([FIGURE.model_copy(update={"minor": True})]) is None


def test_the_body_stands_for_a_version_before_its_headline() -> None:
    headline = change(Op.CHANGED, ["-", "3"], ["+", "12"], part=Part.HEADLINE)
    assert weightiest([headline, ADDED]) is ADDED
    assert weightiest([headline]) is headline


def test_a_status_line_stands_for_a_version_only_where_nothing_else_changed() -> None:
    status = change(Op.REMOVED, ["-", "This is a developing story."], role=BlockRole.STATUS)
    assert weightiest([status, MOVED]) is MOVED


def test_nothing_stands_for_no_changes() -> None:
    assert weightiest([]) is None
