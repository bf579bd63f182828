"""The commands that follow stories, against a real server on the loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.conftest import Rowback
from tests.storage.test_follows import TEXT, page


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[servers.Server]:
    monkeypatch.setenv("ROWBACK_ALLOWED_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("ROWBACK_CONTACT", "https://paper.example/bot")
    monkeypatch.setenv("ROWBACK_FETCH_INTERVAL", "0")
    with servers.Server() as running:
        yield running


@pytest.fixture
def feed(server: servers.Server) -> str:
    """The address of a feed that names one story."""
    story = server.on("/fire-1234567", servers.page(page(TEXT * 5)))
    item = f"<item><title>Fire at the harbour</title><link>{story}</link></item>"
    raw = f"<rss version='2.0'><channel><title>The Paper</title>{item}</channel></rss>".encode()
    return server.on("/feed.xml", servers.reply(200, raw, Content_Type="application/rss+xml"))


def test_add_says_what_it_recognised_and_a_poll_looks_at_it(
    rowback: Rowback, server: servers.Server, feed: str
) -> None:
    added = rowback("add", feed)
    assert added.code == 0
    assert added.out.startswith("This is a feed; it names 1 stor")
    assert "Fire at the harbour" in added.out
    polled = rowback("poll", "--once")
    assert "2 looks, 1 new version, 1 story newly followed, 0 problems." in polled.out
    assert "Fire at the harbour" in rowback("list").out
    assert rowback("add", feed).out.splitlines()[-2] == "0 addresses followed from now on, 1 already were."


def test_a_dry_run_follows_nothing(rowback: Rowback, feed: str) -> None:
    assert "it names 1 stor" in rowback("add", feed, "--dry-run").out
    assert rowback("follow", "list").out == ""


def test_a_story_is_shown_as_it_was_read_before_it_is_followed(rowback: Rowback, feed: str) -> None:
    said = rowback("add", feed.replace("/feed.xml", "/fire-1234567")).out
    assert "This is a story of" in said
    assert "The harbour master said" in said


def test_what_cannot_be_followed_is_one_clear_line_and_an_exit(rowback: Rowback, server: servers.Server) -> None:
    for address, why in [
        (server.url("/nothing"), "404"), ("http://user:pw@paper.example/x", "user name or password"),
        ("ftp://paper.example/x", "http"), ("http://10.0.0.1/x", "10.0.0.1"),
        ("https://a.example/" + "x" * 2_000, "2,000"),
    ]:  # fmt: skip
        ran = rowback("add", address)
        assert (ran.code, len(ran.err.strip().splitlines())) == (2, 1), address
        assert why in ran.err


def test_the_lists_go_out_as_opml_and_come_in_again(rowback: Rowback, feed: str, tmp_path: Path) -> None:
    rowback("add", feed)
    opml = rowback("follow", "export").out
    assert feed in opml
    (tmp_path / "lists.opml").write_text(opml)
    assert "1 list" in rowback("add", "lists.opml").out


def test_a_follow_is_paused_resumed_and_stopped_by_its_number(rowback: Rowback, feed: str) -> None:
    rowback("add", feed)
    assert "paused by an operator" in rowback("follow", "pause", 1).out
    assert rowback("poll", "--once").out.startswith("0 looks")
    assert "paused" in rowback("follow", "list", "--state", "paused").out
    rowback("follow", "resume", 1)
    assert rowback("poll", "--once").out.splitlines()[-1].startswith("2 looks")
    rowback("follow", "stop", 1)
    assert rowback("follow", "list").out.splitlines()[0].split("\t")[2] == "stopped"
    unknown = rowback("follow", "now", 99)
    assert (unknown.code, "nothing is followed under the number 99" in unknown.err) == (1, True)


def test_poll_in_json_names_its_problems(rowback: Rowback, server: servers.Server, feed: str) -> None:
    rowback("add", feed)
    server.on("/fire-1234567", servers.reply(500))
    told = json.loads(rowback("poll", "--once", "--json").out)
    assert (told["looks"], told["versions"], told["followed"]) == (2, 0, 1)
    assert told["problems"][0]["address"] == server.url("/fire-1234567")


def test_serving_also_looks_and_ends_cleanly_when_told_to(
    rowback: Rowback,
    feed: str,
    tmp_path: Path,
) -> None:
    rowback("add", feed)
    environment = os.environ | {"ROWBACK_PORT": "0", "PYTHONPATH": str(Path(__file__).parents[1])}
    process = subprocess.Popen([sys.executable, "-m", "tracker", "serve"], env=environment, cwd=tmp_path)
    try:
        deadline = time.monotonic() + 60
        while "Fire at the harbour" not in rowback("list").out and time.monotonic() < deadline:
            pass
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
    assert "Fire at the harbour" in rowback("list").out
    assert rowback("verify").out.startswith("holds: 1 chain, 1 capture")
