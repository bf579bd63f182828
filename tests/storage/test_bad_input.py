"""Hostile and broken input, from the raw bytes to the rows: nothing crashes, nothing is lost, and it is said why."""

import pytest
from sqlmodel import select

from storage import queries
from storage.archive import Store
from storage.tables import Capture, Verdict, Version
from tests.newsroom import LONG, NOW, URL, arrival, at, line
from tracker import chain
from tracker.fetching import read
from tracker.model import Arrival, Finding, Via

STORY = "".join(f"<p>{text}</p>" for text in LONG)


def page(raw: bytes, minutes: float = 0) -> Arrival:
    return Arrival(address=URL, via=Via.LIVE, seen_at=at(minutes), media_type=read.HTML, raw=raw)


PAGES = {
    "a page of 50 MB": b"<p>" + b"The same words again. " * 2_300_000 + b"</p>",
    "a page of no bytes": b"",
    "nothing but white space": b" \n\t ",
    "a consent wall": b"<h1>Before you continue</h1><p>We use cookies. Accept all or manage your cookies.</p>",
    "an error page": b"<h1>404 Not Found</h1><p>The page you requested could not be found.</p>",
}


@pytest.mark.parametrize("raw", PAGES.values(), ids=PAGES.keys())
def test_a_page_that_is_no_story_is_kept_set_aside_and_explained(store: Store, raw: bytes) -> None:
    store.record([page(f"<h1>A fire</h1>{STORY}".encode()), page(raw, 15)], kept_at=NOW)
    with store.database.read() as session:
        verdicts = session.exec(select(Verdict).order_by(Verdict.capture_id)).all()  # type: ignore[arg-type]
        assert len(session.exec(select(Version)).all()) == 1
    assert [verdict.finding for verdict in verdicts] == [Finding.VERSION, Finding.ASIDE]
    assert verdicts[1].reason.endswith(".")
    assert store.raw(chain.digest(raw)) == raw


TEXTS = {
    "invalid UTF-8": b"<h1>A fire</h1>" + b"<p>\xff\xfe caf\xe9 " + STORY.encode() + b"</p>",
    "nested ten thousand deep": b"<div>" * 10_000 + STORY.encode() + b"</div>" * 10_000,
    "null bytes": f"<h1>A\x00 fire</h1>{STORY}\x00".encode(),
    "right to left": (
        "<h1>حريق</h1>" + "<p>قال رجال الإطفاء إن ثلاثة أشخاص أصيبوا في الحريق الذي اندلع ليلاً.</p>" * 9
    ).encode(),
    "a surrogate in UTF-16": ("<h1>Fire</h1>" + STORY).encode("utf-16") + b"\x00\xd8",
}


@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS.keys())
def test_a_story_in_broken_bytes_is_read_and_shown(store: Store, raw: bytes) -> None:
    store.record([page(raw)], kept_at=NOW)
    with store.database.read() as session:
        history = queries.history(session, 1)
        assert session.exec(select(Verdict.finding)).all() == [Finding.VERSION]
    assert history.seen[0].version.words > 20


def test_a_story_of_one_paragraph_of_sixty_thousand_words_has_versions(store: Store) -> None:
    words = [f"word{n % 997}" for n in range(60_000)]
    edited = [*words[:30_000], "edited", *words[30_000:]]
    store.record([arrival(line(0, " ".join(words))), arrival(line(15, " ".join(edited)))], kept_at=NOW)
    with store.database.read() as session:
        newest = session.exec(select(Version).where(Version.number == 2)).one()
    assert (newest.words, newest.words_added, newest.words_removed) == (60_001, 1, 0)


def test_null_bytes_and_lone_surrogates_in_every_field_are_kept_on_either_database(store: Store) -> None:
    bad = "a \x00 and \udcff here"
    fields = {name: f"{name} {bad}" for name in ("headline", "standfirst", "byline", "dateline", "section", "language")}
    rows = [line(n, f"Paragraph {n} {bad}", outlet="Paper", **fields) for n in range(2)]
    store.record([arrival(row) for row in rows], kept_at=NOW)
    with store.database.read() as session:
        assert len(session.exec(select(Version)).all()) == 2
        assert queries.stories(session, words="\x00 \ufffd").total == 1
        assert len(session.exec(select(Capture)).all()) == 2


def test_an_outlet_s_name_that_no_database_holds_is_mended(store: Store) -> None:
    store.record([arrival(line(0, "A text.", outlet="Paper \x00 \ud800" + "x" * 1000))], kept_at=NOW)
    with store.database.read() as session:
        ((outlet, _),) = queries.outlets(session)
    assert outlet.name.startswith("Paper \ufffd \ufffd")
    assert len(outlet.name) == 200


def test_odd_searches_find_nothing_and_break_nothing(store: Store) -> None:
    store.record([arrival(line(0, "A 100% plain text_with signs."))], kept_at=NOW)
    with store.database.read() as session:
        for words in ("%", "_", "100%", "TEXT_WITH"):
            assert queries.stories(session, words=words).total == 1
        for words in ("\\", "'; DROP TABLE story;--", '"', "*", "x" * 10_000, "\udcff", " ".join("a" * 5000)):
            queries.stories(session, words=words)
