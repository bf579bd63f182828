"""Like is compared with like: what only the page's furniture or the extractor did is folded, an edit never."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import at
from tests.watched import STORY, page, redesigned
from tracker import history, steady
from tracker.fetching.extract import extract
from tracker.fetching.sight import Sight
from tracker.garbled import ungarbled
from tracker.model import Block, BlockRole, Document, Event, Finding, Folded, Part, Via
from tracker.observe import Found, Reading, State
from tracker.typography import even

NEWS = "Two people were taken to hospital, a police officer said on Monday morning, and one has since gone home."


def read(place: int, raw: bytes, document: Document | None = None, minutes: float | None = None) -> Reading:
    """A fetched page as it is read; with a document, as an extractor that swings would read it."""
    seen_at = at(15 * place if minutes is None else minutes)
    found = extract(raw) if document is None else document
    return Reading(place, seen_at, Via.LIVE, "test/1", found, sight=Sight(lambda: raw))


def folded(*looks: bytes | tuple[bytes, Document]) -> Found:
    readings = [read(n, one) if isinstance(one, bytes) else read(n, *one) for n, one in enumerate(looks, 1)]
    return history.fold(State(1), readings)[1]


def findings(found: Found) -> list[Finding]:
    return [found.verdicts[place].finding for place in sorted(found.verdicts)]


def without(raw: bytes, *texts: str) -> Document:
    """What an extractor gives that misses some paragraphs."""
    document = extract(raw)
    return document.model_copy(update={"blocks": [b for b in document.blocks if b.text not in texts]})


def with_more(raw: bytes, *texts: str) -> Document:
    """What an extractor gives that takes in something from around the story."""
    document = extract(raw)
    return document.model_copy(update={"blocks": [*document.blocks, *(Block(text=text) for text in texts)]})


def body(found: Found, place: int) -> list[str]:
    version = found.versions[max(found.versions)]
    document = Document.model_validate(version.latest or version.document) if place else Document()
    return document.paragraphs


VERSION, SAME, MINOR, HELD = Finding.VERSION, Finding.SAME, Finding.MINOR, Finding.HELD


def test_adverts_and_nonces_that_change_at_each_request_are_nothing() -> None:
    assert findings(folded(*(page(*STORY, nonce=n) for n in range(4)))) == [VERSION, SAME, SAME, SAME]


@pytest.mark.parametrize("missing", [STORY[:1], STORY[2:3], STORY[-1:], STORY[1:5]])
def test_a_paragraph_that_swings_out_of_the_extraction_is_carried_on_in_its_place(missing: Sequence[str]) -> None:
    raw = page(*STORY)
    found = folded(raw, (raw, without(raw, *missing)), (raw, without(raw, *missing)), raw)
    assert findings(found) == [VERSION, MINOR, SAME, SAME]
    assert body(found, 1) == list(STORY)
    assert [change.old for change in found.changes[2]] == list(missing)
    assert {(change.folded, change.minor) for change in found.changes[2]} == {(Folded.NOISE, True)}
    assert "still shows this text" in found.verdicts[2].reason


def test_an_extraction_of_half_the_text_is_folded_and_not_held_while_the_page_shows_it() -> None:
    raw = page(*STORY)
    assert findings(folded(raw, (raw, without(raw, *STORY[1:])))) == [VERSION, MINOR]


def test_a_real_cut_of_most_of_the_text_is_held_until_the_next_look_agrees() -> None:
    long, short = page(*STORY), page(STORY[0])
    assert findings(folded(long, short)) == [VERSION, HELD]
    assert findings(folded(long, short, page(STORY[0], nonce=3))) == [VERSION, VERSION, SAME]


def test_a_real_cut_of_a_paragraph_is_a_version_at_once() -> None:
    assert findings(folded(page(*STORY), page(*STORY[:3], *STORY[4:]))) == [VERSION, VERSION]


def test_navigation_that_comes_into_the_extraction_is_left_out() -> None:
    raw = page(*STORY, around="<div><p>All rights are with the paper of Ostwick.</p></div>")
    found = folded(raw, (raw, with_more(raw, "All rights are with the paper of Ostwick.")))
    assert findings(found) == [VERSION, MINOR]
    assert "showed this text before" in found.verdicts[2].reason


def test_a_real_addition_is_a_version_though_the_extraction_swings_at_the_same_look() -> None:
    raw = page(*STORY, NEWS)
    found = folded(page(*STORY), (raw, without(raw, STORY[4])))
    assert findings(found) == [VERSION, VERSION]
    assert [change.new for change in found.changes[2] if not change.minor] == [NEWS]
    assert body(found, 1) == [*STORY, NEWS]


def test_a_removal_is_seen_though_the_text_also_stands_elsewhere_as_it_did() -> None:
    box = f"<div class='box'><p>{STORY[3]}</p></div>"
    old, new = page(*STORY, around=box), page(*STORY[:3], *STORY[4:], around=box)
    assert findings(folded(old, (new, without(new)))) == [VERSION, VERSION]


def test_a_paragraph_that_moves_is_a_version() -> None:
    assert findings(folded(page(*STORY), page(*STORY[1:], STORY[0]))) == [VERSION, VERSION]


def test_a_redesign_gives_no_change() -> None:
    promo = "<div class='promo-strip'><p>Our new app is here and brings the news of the coast to you.</p></div>"
    found = folded(page(*STORY), redesigned(*STORY, around=promo), redesigned(*STORY))
    assert VERSION not in findings(found)[1:]


def test_what_a_redesign_sets_around_the_story_is_left_out_and_an_edit_at_the_same_look_is_not() -> None:
    raw = redesigned(*STORY, NEWS, around="<div class='teaser-x'><p>Our new app is here.</p></div>")
    found = folded(page(*STORY), (raw, with_more(raw, "Our new app is here.")))
    assert findings(found) == [VERSION, VERSION]
    assert [change.new for change in found.changes[2] if not change.minor] == [NEWS]


def test_a_first_paragraph_that_is_reworded_at_a_redesign_is_a_version() -> None:
    lead = STORY[0].replace("the fire brigade", "the whole fire brigade")
    raw = redesigned(lead, *STORY[1:]).replace(b'<div class="block"><p class="copy">', b'<div class="lead"><p>', 1)
    found = folded(page(*STORY), raw)
    assert findings(found) == [VERSION, VERSION]
    assert [change.new for change in found.changes[2] if not change.minor] == [lead]


def test_a_byline_that_the_extraction_loses_is_carried_on_and_one_that_the_page_loses_is_a_version() -> None:
    raw = page(*STORY)
    lost = extract(raw).model_copy(update={"byline": ""})
    assert findings(folded(raw, (raw, lost))) == [VERSION, MINOR]
    assert findings(folded(raw, page(*STORY, byline=""))) == [VERSION, VERSION]


def test_a_second_author_is_a_version() -> None:
    assert findings(folded(page(*STORY), page(*STORY, byline="By Ana Sol and Ben Lee"))) == [VERSION, VERSION]


def test_a_standfirst_that_swings_into_the_body_stays_the_standfirst() -> None:
    first = "<p class='standfirst'>The mill of Ostwick burnt down in the night, and nobody knows why.</p>"
    raw = page(*STORY).replace(b'<p class="byline">', first.encode() + b'<p class="byline">')
    standfirst = "The mill of Ostwick burnt down in the night, and nobody knows why."
    plain = without(raw, standfirst)
    right = plain.model_copy(update={"standfirst": standfirst})
    swung = plain.model_copy(update={"standfirst": "", "blocks": [Block(text=standfirst), *plain.blocks]})
    assert findings(folded((raw, right), (raw, swung), (raw, right))) == [VERSION, MINOR, SAME]
    assert findings(folded((raw, swung), (raw, right), (raw, swung))) == [VERSION, MINOR, SAME]


def test_a_headline_test_is_folded_and_a_headline_that_turns_for_good_is_a_version() -> None:
    def shown(headline: str, declared: str) -> bytes:
        raw = page(*STORY, headline=headline, declared=declared)
        said = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{declared}"}}</script>'
        return raw.replace(b"</head>", said.encode() + b"</head>")

    old, test, new = "Fire at mill", "You won't believe what burnt", "Owner of burnt mill held"
    found = folded(shown(old, old), shown(test, old), shown(old, old), shown(test, old), shown(new, new))
    assert findings(found) == [VERSION, MINOR, SAME, MINOR, VERSION]
    assert found.changes[2][0].part is Part.HEADLINE
    assert steady.TESTED in found.verdicts[2].reason


def test_a_headline_that_turns_where_nothing_else_is_declared_is_a_version() -> None:
    old, new = page(*STORY), page(*STORY, headline="Arson at mill", declared="Fire at mill")
    old, new = (raw.replace(b'property="og:title"', b'property="other"') for raw in (old, new))
    assert findings(folded(old, new)) == [VERSION, VERSION]


def test_a_status_line_that_comes_and_goes_is_always_a_version() -> None:
    said = "This is a developing story."
    found = folded(page(*STORY), page(*STORY, said), page(*STORY))
    assert findings(found) == [VERSION, VERSION, VERSION]
    assert [change.role for change in found.changes[2] if not change.minor] == [BlockRole.STATUS]


def looks(*made: tuple[float, str]) -> Found:
    """Looks at given minutes that find the page, find it unchanged, find it gone or are refused."""
    readings = []
    for place, (minutes, what) in enumerate(made, 1):
        if what == "page" or what == "edit":
            raw = page(*STORY, *([NEWS] if what == "edit" else []))
            readings.append(read(place, raw, minutes=minutes))
        else:
            unusable = {"gone": "Gone.", "blocked": "Refused."}.get(what, "")
            plain = Reading(place, at(minutes), Via.LIVE, "test/1", unusable=unusable, gone=what == "gone")
            readings.append(plain)
    return history.fold(State(1), readings)[1]


def events(found: Found) -> list[Event | None]:
    return [found.verdicts[place].event for place in sorted(found.verdicts)]


UNPUBLISHED, BACK = Event.UNPUBLISHED, Event.BACK


def test_gone_twice_some_minutes_apart_is_unpublished_and_the_next_text_is_back() -> None:
    found = looks((0, "page"), (15, "gone"), (30, "gone"), (45, "gone"), (60, "edit"), (75, "same"))
    assert events(found) == [None, None, UNPUBLISHED, None, BACK, None]
    assert found.versions[1].last_seen_at == at(0)
    assert [change.new for change in found.changes[5] if not change.minor] == [NEWS]


@pytest.mark.parametrize(
    "made",
    [
        ((0, "page"), (15, "gone"), (30, "page"), (45, "gone")),
        ((0, "page"), (15, "gone"), (16, "gone")),
        ((0, "gone"), (15, "gone"), (30, "page")),
        ((0, "page"), (15, "gone"), (30, "same"), (45, "gone")),
    ],
)
def test_a_single_miss_two_within_a_minute_or_a_page_never_seen_are_no_event(
    made: tuple[tuple[float, str], ...],
) -> None:
    assert set(events(looks(*made))) == {None}


def test_being_refused_between_two_misses_changes_nothing_and_a_304_brings_a_story_back() -> None:
    found = looks((0, "page"), (15, "gone"), (30, "blocked"), (45, "gone"), (60, "same"))
    assert events(found) == [None, None, None, UNPUBLISHED, BACK]
    assert findings(found)[-1] is SAME


def test_a_soft_404_does_not_bring_a_story_back_nor_does_the_same_one_found_unchanged() -> None:
    missing = extract(b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>")
    readings = [
        read(1, page(*STORY)),
        Reading(2, at(30), Via.LIVE, "test/1", unusable="Gone.", gone=True),
        Reading(3, at(45), Via.LIVE, "test/1", unusable="Gone.", gone=True),
        Reading(4, at(60), Via.LIVE, "test/1", missing, unusable="An error page."),
        Reading(5, at(75), Via.LIVE, "test/1"),
    ]
    found = history.fold(State(1), readings)[1]
    assert events(found) == [None, None, UNPUBLISHED, None, None]
    assert found.verdicts[5].finding is Finding.ASIDE
    assert found.versions[1].last_seen_at == at(15)


def test_a_page_whose_charset_broke_says_what_it_said_and_an_edit_on_it_is_seen() -> None:
    text = [f"{line} “Señor Núñez” saw it – twice." for line in STORY]
    whole = page(*text)
    broken = page(*text).decode().encode().decode("latin-1").encode()
    also = page(*text[:-1], "“Señor Núñez” left.").decode().encode().decode("latin-1").encode()
    assert findings(folded(whole, broken, whole)) == [VERSION, MINOR, SAME]
    found = folded(whole, also)
    assert findings(found) == [VERSION, VERSION]
    assert body(found, 1) == [*text[:-1], "“Señor Núñez” left."]


@given(st.text())
def test_what_was_garbled_reads_as_it_was_meant(text: str) -> None:
    for charset in ("latin-1", "cp1252"):
        with suppress(UnicodeError):
            assert even(ungarbled(text.encode().decode(charset))) == even(text)
    assert ungarbled(text.encode("ascii", "ignore").decode()) == text.encode("ascii", "ignore").decode()


def test_what_is_pushed_is_taken_as_it_says() -> None:
    raw = page(*STORY)
    pushed = [
        Reading(n, at(n), Via.PUSH, "test/1", document)
        for n, document in enumerate([extract(raw), without(raw, STORY[3])])
    ]
    assert findings(history.fold(State(1), pushed)[1]) == [VERSION, VERSION]


def test_an_overruled_capture_counts_as_it_was_read() -> None:
    raw = page(*STORY)
    first, second = read(1, raw), read(2, raw, without(raw, *STORY[1:]))
    found = history.fold(State(1), [first, replace(second, overruled=True), read(3, raw)])[1]
    assert findings(found)[:2] == [VERSION, VERSION]
