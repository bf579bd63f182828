"""What happens to the notes of a live blog is told as a reader would, and nothing is told that did not happen."""

import time
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.fetching.live_pages import ADDRESS, LEAD, Post, as_article, as_box, live_page, posts
from tracker import notes
from tracker.diffing import compare
from tracker.fetching.extract import extract
from tracker.model import Block, BlockKind, Document, Op, Part

EDITED = "Crews reached house number 9 in Quay Lane and led 14 people out, the fire service said. "


def page_of(shown: list[Post]) -> Document:
    return extract(live_page([as_article(post) for post in shown]), ADDRESS)


def note(minute: int, *texts: str, verbatim: str = "") -> list[Block]:
    at = datetime(2026, 3, 4, 9, tzinfo=UTC) + timedelta(minutes=minute)
    first = Block(text=texts[0], posted_at=None if verbatim else at, posted_verbatim=verbatim or at.isoformat())
    return [first, *(Block(text=text) for text in texts[1:])]


def blog(*of: list[Block]) -> Document:
    return Document(blocks=[Block(text=LEAD), *(block for blocks in of for block in blocks)])


def edited(every: list[Post], minute: int, text: str) -> list[Post]:
    return [post.saying(text) if post.minute == minute else post for post in every]


def test_three_new_notes_and_one_edited_are_told_as_such() -> None:
    old = page_of(posts(20))
    new = page_of(edited(posts(23), 90, EDITED + "A bus took them to the school in ward 9."))
    happened = notes.between(old, new)
    assert happened.sentence == "3 notes added on top; the note of 10:30 edited"
    assert [item.name for item in happened.on_top] == ["12:50", "12:40", "12:30"]


def test_the_comparison_of_a_live_blog_shows_what_was_added_and_the_one_change() -> None:
    old = page_of(posts(20, heading=True))
    new = page_of(edited(posts(23, heading=True), 90, EDITED + "A bus took them to the school in ward 9."))
    began = time.perf_counter()
    diff = compare(old, new)
    spent = time.perf_counter() - began
    pairs = [pair for pair in diff.pairs if pair.op is not Op.SAME]
    assert [pair.op for pair in pairs] == [Op.ADDED] * 9 + [Op.CHANGED]
    assert {pair.part for pair in pairs} == {Part.BODY}
    assert [run for run in pairs[-1].words if run[0] != "="] == [("-", "12"), ("+", "14")]
    assert spent < 0.5  # 2 ms on a quiet machine.


def test_notes_at_the_end_of_an_oldest_first_page_are_added_at_the_end() -> None:
    happened = notes.between(page_of(posts(8)[::-1]), page_of(posts(10)[::-1]))
    assert happened.sentence == "2 notes added at the end"


def test_a_note_that_comes_later_between_others_and_one_that_goes_are_told() -> None:
    every = posts(9)
    happened = notes.between(page_of(every[:3] + every[4:]), page_of([*every[:6], *every[7:]]))
    assert happened.sentence == "1 note added in between; the note of 09:30 removed"


def test_of_two_notes_in_one_minute_each_is_compared_with_itself() -> None:
    one, other = note(5, "Crews reached the school at noon."), note(5, "The mayor is on her way to the lane.")
    new = note(5, "The mayor is on her way to the street.")
    happened = notes.between(blog(one, other), blog(new, one))
    assert happened.sentence == "the note of 09:05 edited"
    assert happened.edited[0][0].said == other[0].text


def test_a_note_that_is_dated_again_is_the_same_note() -> None:
    before = blog(note(9, "Nine."), note(5, "Crews reached the school at noon, she said."), note(1, "One."))
    after = blog(note(9, "Nine."), note(6, "Crews reached the school at noon, she said."), note(1, "One."))
    assert notes.between(before, after) == notes.Happened()


def test_typography_alone_edits_no_note() -> None:
    before, after = blog(note(9, "“Go,” she said — twice.")), blog(note(9, '"Go," she said - twice.'))
    assert notes.between(before, after) == notes.Happened()


def test_many_edited_notes_are_counted_and_few_are_named() -> None:
    def at(minutes: range, text: str) -> Document:
        return blog(*(note(-i, f"{text} in ward {i} where the lane meets the quay.") for i in minutes))

    two, five = range(2), range(5)
    assert notes.between(at(two, "Rain"), at(two, "Snow")).sentence == "the notes of 09:00 and 08:59 edited"
    assert notes.between(at(five, "Rain"), at(five, "Snow")).sentence == "5 notes edited"


def test_notes_that_fell_off_the_end_of_the_page_are_carried_on() -> None:
    old, new = page_of(posts(20)), page_of(posts(23)[:20])
    assert notes.between(old, new).sentence == "3 notes added on top; 3 notes fell off the end of the page"
    whole = notes.carried(old, new)
    assert whole.paragraphs == page_of(posts(23)).paragraphs
    assert notes.between(old, whole).sentence == "3 notes added on top"
    assert {pair.op for pair in compare(old, whole).pairs} == {Op.SAME, Op.ADDED}


def test_what_is_carried_on_stays_so_while_nothing_happens() -> None:
    old = notes.carried(page_of(posts(20)), page_of(posts(21)[:20]))
    assert notes.carried(old, page_of(posts(21)[:20])) == old


def test_an_oldest_first_page_that_shows_the_newest_carries_on_at_its_start() -> None:
    old, new = page_of(posts(20)[::-1]), page_of(posts(23)[:20][::-1])
    assert notes.carried(old, new).paragraphs == page_of(posts(23)[::-1]).paragraphs


def test_a_page_whose_notes_are_all_newer_carries_the_old_ones_on() -> None:
    old, new = page_of(posts(20)[15:]), page_of(posts(20)[:5])
    assert len(notes.notes_of(notes.carried(old, new))) == 10


def test_older_notes_that_come_into_view_are_not_added() -> None:
    happened = notes.between(page_of(posts(20)[:10]), page_of(posts(20)))
    assert happened.sentence == "10 older notes came into view"


def test_a_note_removed_between_others_is_not_carried_on() -> None:
    every = posts(9)
    new = page_of(every[:4] + every[5:])
    assert notes.carried(page_of(every), new) is new


def test_a_note_that_another_replaced_in_its_minute_is_removed_and_not_fallen() -> None:
    old = blog(note(9, "Nine."), note(1, "The bridge is shut."))
    new = blog(note(9, "Nine."), note(1, "Someone else said other things."))
    assert notes.between(old, new).sentence == "1 note added at the end; the note of 09:01 removed"
    assert notes.carried(old, new) is new


def test_an_article_and_a_live_blog_are_not_compared_note_by_note() -> None:
    article = Document(blocks=[Block(text=LEAD)])
    assert notes.between(article, blog(note(1, "One."))) == notes.Happened()
    assert notes.carried(blog(note(1, "One.")), article) is article
    assert not notes.is_live(article)


def test_notes_with_a_clock_and_no_date_are_told_by_the_clock() -> None:
    def boxes(shown: list[Post]) -> Document:
        return extract(live_page([as_box(post) for post in shown]), ADDRESS)

    happened = notes.between(
        boxes(posts(8)),
        boxes(edited(posts(9), 50, "Nobody is missing, and a bus took the people in ward 5 to the school.")),
    )
    assert happened.sentence == "1 note added on top; the note of 09:50 edited"


WORDS = ["bridge", "mayor", "harbour", "school", "crews", "rain", "bus", "fire", "lane", "quay"]


def text_of(i: int) -> str:
    """A note of a few words that no other shares many of."""
    return " ".join(f"{word}{i}" for word in WORDS[i % 5 :]) + ", as told."


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_weeks_of_looks_tell_every_edit_once_and_no_other(data: st.DataObject) -> None:
    window = data.draw(st.integers(6, 12))
    every = {i: text_of(i) for i in range(window + 12)}
    coming = len(every)
    relative = data.draw(st.booleans())

    def shown(look: int) -> Document:
        newest = sorted(every, reverse=True)[:window]
        stamps = [f"{100 - i + look} min ago" if relative else "" for i in newest]
        return blog(*(note(i, every[i], verbatim=stamp) for i, stamp in zip(newest, stamps, strict=True)))

    kept = blog(*(note(i, every[i], verbatim="9 min ago" if relative else "") for i in sorted(every, reverse=True)))
    for look in range(1, 6):
        inner = sorted(every, reverse=True)[: window - 3]
        came = data.draw(st.integers(0, 3))
        changed, gone = data.draw(st.permutations(inner))[:2]
        every[changed] += f" Look {look}: nobody was hurt."
        del every[gone]
        every |= {i: text_of(i) for i in range(coming, coming + came)}
        coming += came
        new = notes.carried(kept, shown(look))
        happened = notes.between(kept, new)
        told = len(happened.on_top), len(happened.edited), len(happened.removed), len(happened.fallen)
        assert told == (came, 1, 1, 0)
        assert not happened.at_the_end
        assert not happened.older
        assert not happened.in_between
        kept = new


_BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    text=st.text(max_size=8),
    posted_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    posted_verbatim=st.sampled_from(["", "", "5 min ago", "14:05", "\ud800", "x"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_BLOCKS, max_size=8), st.lists(_BLOCKS, max_size=8))
def test_any_two_documents_have_an_answer(old: list[Block], new: list[Block]) -> None:
    before, after = Document(blocks=old), Document(blocks=new)
    happened = notes.between(before, after)
    assert isinstance(happened.sentence, str)
    whole = notes.carried(before, after)
    assert len(whole.blocks) == len(new) + sum(len(fallen.blocks) for fallen in happened.fallen)
    assert notes.between(before, before) == notes.Happened()
