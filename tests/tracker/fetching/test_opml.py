"""Lists of feeds come in from other readers, and go out so that they come back the same."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadInput
from tracker.fetching.listing import SourceKind
from tracker.fetching.opml import Outline, outlines, read_opml, write_opml

NOW = datetime(2023, 5, 4, tzinfo=UTC)
OPML = """<?xml version="1.0"?><opml version="1.1"><head><title>My feeds</title></head><body>
<outline text="News"><outline text="One" type="rss" xmlUrl="https://one.example/feed" htmlUrl="https://one.example/"/>
<outline title="Two" text="x" xmlurl="http://two.example/feed"/><outline text="Again" xmlUrl="https://one.example/feed"/>
</outline><outline text="A page" type="link" url="https://three.example/news"/>
<outline text="Bad" xmlUrl="feed://four.example/"/></body></opml>"""


def test_folders_are_opened_and_each_address_comes_once() -> None:
    lines, listing = outlines(OPML.encode())
    assert [(line.address, line.title, line.kind) for line in lines] == [
        ("https://one.example/feed", "One", SourceKind.FEED),
        ("http://two.example/feed", "Two", SourceKind.FEED),
        ("https://three.example/news", "A page", None),
    ]
    assert lines[0].home == "https://one.example/"
    assert listing.title == "My feeds"
    assert len(listing.skipped) == 2
    assert read_opml(OPML.encode()) == listing


@pytest.mark.parametrize("raw", [b"", b"<rss/>", b"<html>", b"opml"])
def test_what_is_no_opml_is_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(BadInput, match="OPML"):
        read_opml(raw)


_KINDS = st.sampled_from([SourceKind.FEED, SourceKind.SITEMAP, SourceKind.SECTION, None])


@given(st.lists(st.tuples(st.text(max_size=40), _KINDS, st.booleans()), max_size=8))
def test_what_goes_out_comes_back(given_lines: list[tuple[str, SourceKind | None, bool]]) -> None:
    lines = [
        Outline(f"https://example.org/{n}?a=1&b=<>", title, "https://example.org/" if home else "", kind)
        for n, (title, kind, home) in enumerate(given_lines)
    ]
    written = write_opml(lines, title="Rowback", made_at=NOW)
    back, listing = outlines(written)
    assert [(line.kind, line.home) for line in back] == [(line.kind, line.home) for line in lines]
    assert listing.title == "Rowback"
    assert outlines(write_opml(back, title="Rowback", made_at=NOW))[0] == back
