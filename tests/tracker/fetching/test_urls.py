"""One address is always written one way, and what is no web address is refused with a sentence that helps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadAddress
from tracker.fetching.urls import address, host


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  HTTPS://Www.Example.ORG:443/A/b?Q=1#part ", "https://www.example.org/A/b?Q=1"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
        ("https://bücher.example/ä?ö=ü", "https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC"),
        ("https://example.org/a%20b?c=%2F&d", "https://example.org/a%20b?c=%2F&d"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
        ("https://example.org./x", "https://example.org/x"),
    ],
)
def test_an_address_is_kept_in_one_form(given_text: str, kept: str) -> None:
    assert address(given_text) == kept


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "empty"), ("ftp://example.org/x", "http://"), ("javascript:alert(1)", "http://"),
        ("example.org/x", "http://"),
        ("https://me:secret@example.org/", "user name"), ("https:///x", "no host"), ("https://a b.example/",
        "white space"),
        ("https://example.org/\x00", "invisible"), ("https://example.org/\u202e", "invisible"),
        ("https://exa\ud800.org/", "invisible"),
        ("https://example.org:99999/", "port"), ("https://[::1", "read"), ("https://-a.example/", "host name"),
        ("https://a..b/", "host name"), ("https://example.org/" + "a" * 2_000, "2,000"),
        ("https://" + "ü" * 70 + ".example/", "host name"),
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_with_what_to_do(text: str, hint: str) -> None:
    with pytest.raises(BadAddress, match=hint):
        address(text)


def test_a_host_is_known_without_its_www() -> None:
    assert host(address("https://WWW.Example.org:8443/x")) == "example.org"


@given(st.text(max_size=80), st.sampled_from(["", "https://", "http://example.org/", "https://example.org?"]))
def test_writing_an_address_twice_changes_nothing(text: str, front: str) -> None:
    try:
        kept = address(front + text)
    except BadAddress:
        return
    assert address(kept) == kept
    assert kept.isascii()
