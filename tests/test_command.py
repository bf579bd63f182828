"""The `rowback` command, as a person at a terminal meets it: what it prints, what it keeps, how it exits."""

import gzip
import io
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from storage.archive import Store
from tests.conftest import Ran, Rowback
from tests.newsroom import LONG, URL, line
from tracker.archive import Exported, Kept
from tracker.errors import StoreFailed
from tracker.model import Arrival


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A file of lines that tell a story in three versions."""
    path = tmp_path / "story.jsonl"
    lines = [
        line(0, "Three people are hurt."),
        line(15, "Three people are hurt."),
        line(30, "Five people are hurt."),
        line(45, "Three people are hurt."),
    ]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def test_the_demo_loads_and_loading_it_again_adds_nothing(rowback: Rowback) -> None:
    assert rowback("demo").out.startswith("34 captures kept in 2 stories.")
    assert rowback("demo").out.startswith("0 captures kept in 2 stories, 34 were kept already.")
    assert rowback("verify").out.startswith("holds: 2 chains, 34 captures")


def test_edits_that_are_none_of_substance_are_counted_and_shown_on_demand(rowback: Rowback) -> None:
    rowback("demo")
    url = "https://courier.example/news/harbour-fire"
    short, long = rowback("timeline", url).out, rowback("timeline", url, "--all").out
    assert "1 more edit, none of substance (--all shows it)" in short
    assert "none of substance" not in long
    assert "status removed: Please check back for updates." in long
    assert "status removed: Please check back for updates." not in short


def test_the_demo_s_stories_have_the_versions_that_their_editor_meant(rowback: Rowback) -> None:
    rowback("demo")
    told = rowback("timeline", "https://courier.example/news/harbour-fire").out
    assert "12 versions in 25 checks" in told
    assert "Taken back to version 5" in told
    assert "between 2026-11-06 18:05 and 2026-11-06 18:20" in told
    assert "last inspected in [-2024-]{+2021+}" in told
    assert 'no notice found: "2024" became "2021"; the publisher\'s stamp' in told
    assert "correction: speaks of a change in version 9 (it names both: 420 and 240)" in told
    assert "sentence changed (figure): About [-420-]{+240+} people" in told
    assert told.count("minor:") == 2
    assert (
        "5 versions in 9 checks"
        in rowback("timeline", "https://tageblatt.example/lokales/sturm-im-landkreis-wendau").out
    )


def test_a_file_of_lines_is_imported_once(rowback: Rowback, story: Path) -> None:
    assert rowback("import", story) == Ran(0, "4 captures kept in 1 story.\n", "")
    assert rowback("import", story) == Ran(0, "0 captures kept in 1 story, 4 were kept already.\n", "")


def test_a_capture_that_made_no_version_is_kept_and_the_reason_is_said(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "walls.jsonl"
    path.write_bytes(b"\n".join([line(0, "Page not found."), line(1, "Page not found."), line(2, "A mill burns.")]))
    told = rowback("import", path).out.splitlines()
    assert told[0] == "3 captures kept in 1 story."
    assert told[1].startswith("2 captures made no version: This is an error page")


@pytest.mark.parametrize("seen_at", ["2026-10-25T01:30:00", "2026-03-29T01:30:00"])
def test_a_local_time_that_is_no_one_instant_is_refused(rowback: Rowback, tmp_path: Path, seen_at: str) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"url": URL, "seen_at": seen_at, "text": "A text."}))
    ran = rowback("import", path, "--zone", "Europe/London")
    assert ran.code == 1
    assert "clocks changed" in ran.err


def test_gzipped_lines_and_folders_are_imported(rowback: Rowback, story: Path) -> None:
    folder = story.parent / "folder"
    folder.mkdir()
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(story.read_bytes()))
    (folder / "ignored.pdf").write_bytes(b"%PDF")
    assert rowback("import", folder).out == "4 captures kept in 1 story.\n"


def test_a_bad_line_is_named_and_the_rest_goes_on(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    bad = [b"{", b"[]", b'{"url": "ftp://x/", "seen_at": "2026-11-02T08:00:00Z", "text": "a"}', b"\xff", b"{" * 100_000]
    path.write_bytes(b"\n".join([line(0, "Good one."), *bad, line(1, "Good two.")]))
    ran = rowback("import", path)
    assert ran.code == 1
    assert ran.out == "2 captures kept in 1 story, 5 could not be taken.\n"
    for number in range(2, 7):
        assert f"mixed.jsonl:{number}: not taken: " in ran.err


@pytest.mark.parametrize(
    ("seen_at", "why"),
    [
        ("2026-11-02T08:00:00", "has no zone"),
        ("2126-11-02T08:00:00Z", "in the future"),
        ("yesterday", "no ISO 8601 time"),
        ("0001-01-01T00:00:00+14:00", "out of range"),
    ],
)
def test_a_time_that_cannot_be_placed_is_refused(rowback: Rowback, tmp_path: Path, seen_at: str, why: str) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"url": URL, "seen_at": seen_at, "text": "A text."}))
    ran = rowback("import", path)
    assert ran.code == 1
    assert why in ran.err


def test_a_zone_named_on_the_command_line_places_times_without_one(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"url": URL, "seen_at": "2026-07-02T08:00:00", "text": "A text of one day."}))
    assert rowback("import", path, "--zone", "Europe/London").code == 0
    assert "2026-07-02 07:00" in rowback("timeline", URL).out


@pytest.mark.parametrize("zone", ["Europe/Lndon", "../../etc/passwd", "", " "])
def test_an_unknown_zone_is_an_error_that_says_so(rowback: Rowback, story: Path, zone: str) -> None:
    rowback("import", story)
    ran = rowback("outlet", "set", "paper.example", "--zone", zone)
    assert ran.code == 2
    assert "rowback: " in ran.err


def test_a_page_says_itself_where_it_stood_and_a_text_must_be_told(rowback: Rowback, tmp_path: Path) -> None:
    page, text = tmp_path / "page.html", tmp_path / "text.txt"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
    link = '<link rel="canonical" href="https://paper.example/page">'
    page.write_text(
        f"<html><head>{link}<title>T</title></head><body><article><h1>A fire</h1>{body}</article></body></html>"
    )
    text.write_text("A fire\n\n" + "\n\n".join(LONG))
    assert rowback("import", page).code == 0
    assert "name it with --url" in rowback("import", text).err
    assert rowback("import", text, "--url", URL, "--seen-at", "2026-11-02T08:00:00Z").code == 0
    listed = [row.split("\t") for row in rowback("list").out.splitlines()]
    assert {row[-1] for row in listed} == {"https://paper.example/page", URL}


def test_a_mark_that_a_file_is_utf8_is_no_part_of_its_first_line(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "marked.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line(0, "A text of one day."))
    assert rowback("import", path) == Ran(0, "1 capture kept in 1 story.\n", "")


def test_lines_are_taken_from_standard_input(rowback: Rowback, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(story.read_bytes() + b"{")))
    ran = rowback("import", "-")
    assert ran.out == "4 captures kept in 1 story, 1 could not be taken.\n"
    assert ran.err.startswith("standard input:5: not taken: ")


def test_a_file_that_is_not_there_is_called_missing(rowback: Rowback) -> None:
    assert rowback("import", "nothere").err == "nothere: not taken: No such file or directory\n"


def test_a_folder_that_cannot_be_read_is_named_and_the_rest_goes_on(
    rowback: Rowback, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = story.parent / "folder"
    folder.mkdir()
    story.rename(folder / "story.jsonl")
    with monkeypatch.context() as patched:
        patched.chdir(folder)
        # Not even the superuser can read a folder by a path of more than 4,096 bytes.
        for _ in range(20):
            Path("deep" * 60).mkdir()
            os.chdir("deep" * 60)
    ran = rowback("import", folder)
    assert (ran.code, ran.out) == (1, "4 captures kept in 1 story, 1 could not be taken.\n")
    assert "deep: not taken: File name too long" in ran.err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), StoreFailed("the disk is full")], ids=["Ctrl-C", "full disk"])
def test_an_import_that_is_broken_off_says_how_far_it_came(
    rowback: Rowback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"\n".join([b"{", *(line(n, "The same text.") for n in range(300))]))
    record = Store.record
    ends = iter([None, error])

    def broken_off(store: Store, arrivals: list[Arrival], *, kept_at: datetime) -> list[Kept]:
        if end := next(ends):
            raise end
        return record(store, arrivals, kept_at=kept_at)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "record", broken_off)
        ran = rowback("import", path)
    why = ["interrupted; run it again to go on"] if ran.code == 130 else ["rowback: the disk is full"]
    assert ran.out == "200 captures kept in 1 story, 1 could not be taken.\n"
    assert [*ran.err.splitlines()[1:]] == why
    assert ran.code == (1 if isinstance(error, StoreFailed) else 130)
    assert rowback("import", path).out == "100 captures kept in 1 story, 200 were kept already, 1 could not be taken.\n"


@pytest.mark.parametrize("name", [" ", "\ud800", "a\0b", "two\nlines", "\x1b[31mred", "x" * 5_000], ids=ascii)
def test_an_outlet_s_name_is_one_line_of_printable_characters(rowback: Rowback, story: Path, name: str) -> None:
    rowback("import", story)
    ran = rowback("outlet", "set", "paper.example", "--name", name)
    assert (ran.code, ran.out) == (2, "")
    assert "printable" in ran.err
    assert rowback("outlet", "list").out == "paper.example\tpaper.example\tchanges\tUTC\t1\n"


@pytest.mark.parametrize("host", ["PAPER.example", "www.paper.example", "https://paper.example/news"])
def test_an_outlet_is_found_however_its_host_is_written(rowback: Rowback, story: Path, host: str) -> None:
    rowback("import", story)
    assert rowback("outlet", "set", host, "--name", "The Paper").out == "paper.example: name is The Paper\n"


@pytest.mark.parametrize(
    "words",
    [
        ["extract", "nowhere.html"],
        ["diff", "nowhere.txt", "nowhere.txt"],
        ["timeline", "not an address"],
        ["timeline", "https://unknown.example/"],
        ["import", "nowhere.jsonl"],
        ["import", "."],
        ["restore", "nowhere.zip"],
        ["verify", "--against", "nowhere.json"],
        ["outlet", "set", "unknown.example", "--show", "full"],
        ["outlet", "set", "unknown.example"],
        ["token", "revoke", "nobody"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_bad_input_is_one_clear_line_and_no_traceback(rowback: Rowback, words: list[str]) -> None:
    ran = rowback(*words)
    if words == ["import", "."]:
        assert ran == Ran(0, "0 captures kept in 0 stories.\n", "")
        return
    assert ran.code in (1, 2)
    assert ran.err.strip()
    assert "Traceback" not in ran.err


def test_export_and_import_give_the_same_timeline(
    rowback: Rowback, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rowback("import", story)
    told = rowback("timeline", URL).out
    assert rowback("export", "out.jsonl").out == "4 captures written to out.jsonl.\n"
    assert rowback("export", "out.jsonl").code == 2
    monkeypatch.setenv("ROWBACK_DATA_FOLDER", str(story.parent / "other"))
    rowback("import", "out.jsonl")
    assert rowback("timeline", URL).out == told


def test_backup_restore_verify(rowback: Rowback, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rowback("import", story)
    told, sealed = rowback("timeline", URL).out, rowback("checkpoint").out
    assert rowback("backup", "all.zip").out == "4 captures written to all.zip.\n"
    assert rowback("restore", "all.zip").code == 2
    monkeypatch.setenv("ROWBACK_DATA_FOLDER", str(story.parent / "other"))
    assert rowback("restore", "all.zip").out == "4 captures restored; the record holds.\n"
    assert rowback("timeline", URL).out == told
    assert json.loads(rowback("checkpoint").out)["heads"] == json.loads(sealed)["heads"]


def test_a_checkpoint_finds_what_was_lost_since(rowback: Rowback, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rowback("import", story)
    Path("known.json").write_text(rowback("checkpoint").out)
    assert rowback("verify", "--against", "known.json").code == 0
    monkeypatch.setenv("ROWBACK_DATA_FOLDER", str(story.parent / "other"))
    ran = rowback("verify", "--against", "known.json")
    assert (ran.code, ran.out.split(":")[0]) == (1, "does not hold")


def test_diff_prints_text_json_and_a_page(rowback: Rowback, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.html"
    old.write_text("The mayor said that three people were hurt in the fire at the old mill.")
    new.write_text(
        "<html><body><p>The mayor said that five people were hurt in the fire at the old mill.</p></body></html>"
    )
    assert "[-three-]{+five+}" in rowback("diff", old, new).out
    assert json.loads(rowback("diff", "--json", old, new).out)["format"] == "rowback-diff/1"
    assert "<ins" in rowback("diff", "--html", old, new).out


def test_extract_prints_what_it_reads(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(
        "Mill burns down\n\n" + "\n\n".join(LONG) + "\n\nThis is a developing story. Please check back for updates."
    )
    told = json.loads(rowback("extract", path, "--json").out)
    assert told["headline"] == "Mill burns down"
    assert told["status"] == ["This is a developing story. Please check back for updates."]
    assert "Headline:   Mill burns down" in rowback("extract", path).out


ESCAPES = "\x1b[31mred\x1b]0;title\x07 \x9b2J [bold]x[/bold] \u202eevil <script>alert(1)</script>"


def test_no_field_commands_the_terminal(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "evil.jsonl"
    fields = {
        name: f"{name} {ESCAPES}" for name in ("headline", "standfirst", "byline", "dateline", "section", "outlet")
    }
    rows = [line(n, f"Paragraph {n} {ESCAPES}", **{k: f"{v} {n}" for k, v in fields.items()}) for n in range(2)]
    path.write_bytes(b"\n".join(rows))
    rowback("import", path)
    for words in (["list"], ["timeline", URL], ["outlet", "list"], ["export"], ["extract", path], ["diff", path, path]):
        said = rowback(*words)
        assert not set("\x1b\x07\x9b\u202e") & set(said.out + said.err), words
    assert "[bold]x[/bold]" in rowback("timeline", URL).out


def test_the_settings_are_checked_at_start(rowback: Rowback, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"PORT": "http", "DATABASE_URL": "postgresql://u@h:port/db", "SHOW": "all", "PROT": "1", "HOST": ""}
    for name, value in wrong.items():
        with monkeypatch.context() as patched:
            patched.setenv(f"ROWBACK_{name}", value)
            ran = rowback("list")
        assert ran.code == 2
        assert f"ROWBACK_{name}: " in ran.err
        assert len(ran.err.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_a_clear_error(
    rowback: Rowback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ROWBACK_DATA_FOLDER", str(tmp_path / "file"))
    ran = rowback("list")
    assert ran.code == 1
    assert "file" in ran.err


def test_comparing_two_files_needs_no_database(tmp_path: Path) -> None:
    check = (
        "import sys; from tracker.__main__ import main; sys.argv[1:] = ['diff', '/dev/null', '/dev/null']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "sys.exit(bool({'sqlalchemy', 'fastapi'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", check], cwd=tmp_path, check=False).returncode == 0


def test_a_port_in_use_is_a_clear_error(rowback: Rowback, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("ROWBACK_PORT", str(taken.getsockname()[1]))
        ran = rowback("serve")
    assert ran.code == 2
    assert "set ROWBACK_HOST or ROWBACK_PORT" in ran.err


def test_tokens_are_shown_once_listed_by_name_and_revoked(rowback: Rowback) -> None:
    secret = rowback("token", "create", "cms").out.strip()
    assert secret.startswith("rowback_")
    listed = rowback("token", "list").out
    assert "cms" in listed
    assert secret not in listed
    assert rowback("token", "create", "cms").code == 2
    assert rowback("token", "revoke", "cms").out == "cms is revoked.\n"


def spawn(folder: Path, *words: object) -> "subprocess.Popen[bytes]":
    """Start the command in a process of its own."""
    environment = os.environ | {"ROWBACK_DATA_FOLDER": str(folder)}
    arguments = [sys.executable, "-m", "tracker", *map(str, words)]
    return subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def captures(folder: Path) -> int:
    """How many captures a SQLite file holds, as another process sees it."""
    with closing(sqlite3.connect(folder / "rowback.sqlite", timeout=60)) as connection:
        return int(connection.execute("SELECT count(*) FROM capture").fetchone()[0])


def test_a_server_that_is_stopped_by_hand_ends_without_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROWBACK_PORT", "0")
    server = spawn(tmp_path / "data", "serve")
    assert server.stdout is not None
    address = next(line for line in server.stdout if line.startswith(b"Read it at")).split()[-1].decode()
    with urllib.request.urlopen(f"{address}healthz", timeout=30) as answer:
        assert answer.status == 200
    server.send_signal(signal.SIGINT)
    _, said = server.communicate(timeout=60)
    assert (server.returncode, said) == (0, b"")


def test_two_processes_that_import_the_same_story_keep_it_once(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"\n".join(line(n, f"Version {n // 2} of the text.") for n in range(300)))
    both = [spawn(tmp_path / "data", "import", path) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    kept = sum(int(out.split()[0]) for out, _ in said)
    assert kept == 300
    assert rowback("verify").out.startswith("holds: 1 chain, 300 captures")
    assert "150 versions in 300 checks" in rowback("timeline", URL).out


def test_a_killed_import_leaves_whole_batches_and_goes_on_when_run_again(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"\n".join(line(n, f"Version {n // 2} of the text.") for n in range(1500)))
    rowback("list")
    killed = spawn(tmp_path / "data", "import", path)
    deadline = time.monotonic() + 60
    while captures(tmp_path / "data") == 0 and killed.poll() is None and time.monotonic() < deadline:
        pass
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert rowback("verify").code == 0
    ran = rowback("import", path)
    kept, known = int(ran.out.split()[0]), int(ran.out.split(", ")[1].split()[0])
    assert (kept + known, ran.code) == (1500, 0)
    assert known % 200 == 0
    assert known > 0
    assert rowback("verify").out.startswith("holds: 1 chain, 1500 captures")


def test_a_reader_that_goes_away_is_no_error(rowback: Rowback, story: Path) -> None:
    rowback("import", story)
    for words in (["export"], ["timeline", URL], ["checkpoint"]):
        running = spawn(story.parent / "data", *words)
        assert running.stdout
        running.stdout.close()
        assert running.stderr
        assert (running.stderr.read(), running.wait()) == (b"", 0), words
        running.stderr.close()


def test_a_word_too_many_is_still_explained(rowback: Rowback) -> None:
    ran = rowback("list", "--nonsense")
    assert ran.code == 2
    assert "No such option: --nonsense" in ran.err


def test_a_terminal_without_unicode_gets_escapes(
    rowback: Rowback, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rowback("import", story)
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    out, err = spawn(story.parent / "data", "timeline", URL).communicate()
    assert rb"paper.example \xb7 3 versions" in out
    assert err == b""


def test_an_export_that_fails_leaves_no_file(rowback: Rowback, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rowback("import", story)
    assert rowback("export", "whole.jsonl").code == 0

    def failing(store: Store) -> Iterator[Exported]:
        yield next(exported(store))
        raise StoreFailed("the disk is gone")

    exported = Store.exported
    monkeypatch.setattr(Store, "exported", failing)
    assert rowback("export", "half.jsonl").code == 1
    assert sorted(path.name for path in story.parent.glob("*.jsonl*")) == ["story.jsonl", "whole.jsonl"]


def test_one_of_a_thing_is_said_in_the_singular(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_bytes(line(0, "A text of one day."))
    assert rowback("import", path).out == "1 capture kept in 1 story.\n"
    assert rowback("import", path).out == "0 captures kept in 1 story, 1 was kept already.\n"
    assert "· 1 version in 1 check ·" in rowback("timeline", URL).out
    assert rowback("verify").out == "holds: 1 chain, 1 capture, 1 raw\n"
    assert rowback("rebuild").out == "1 story rebuilt.\n"
    assert rowback("export", "out.jsonl").out == "1 capture written to out.jsonl.\n"
    assert rowback("backup", "all.zip").out == "1 capture written to all.zip.\n"


def test_a_headline_cannot_forge_a_line(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "forged.jsonl"
    path.write_bytes(line(0, "A text.", headline="Fire\r\n\u2028  1  first seen 1999-01-01\t\u061c!"))
    rowback("import", path)
    assert rowback("timeline", URL).out.splitlines()[0] == "Fire   1  first seen 1999-01-01 \ufffd!"
    assert len(rowback("list").out.splitlines()) == 1


def test_a_time_at_the_beginning_of_the_calendar_is_printed(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    path.write_bytes(line(0, "A text.", seen_at="0001-01-01T00:00:00Z"))
    rowback("import", path)
    assert "0001-01-01 00:00" in rowback("list").out
    rowback("outlet", "set", "paper.example", "--zone", "America/New_York")
    assert "first seen 0001-01-01 00:00 UTC" in rowback("timeline", URL).out


def on_terminal(folder: Path, *words: object, **environment: str) -> str:
    """What the command prints on a terminal of 80 columns."""
    ours, theirs = os.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "tracker", *map(str, words)],
        env=os.environ | {"ROWBACK_DATA_FOLDER": str(folder), "COLUMNS": "80", "TERM": "xterm"} | environment,
        stdout=theirs,
    )
    run.wait(timeout=60)
    said = os.read(ours, 4096).decode()
    os.close(ours)
    os.close(theirs)
    return said


def test_on_a_terminal_an_address_has_a_line_of_its_own(rowback: Rowback, tmp_path: Path) -> None:
    path, address = tmp_path / "one.jsonl", f"{URL}/{'long-' * 40}story"
    path.write_bytes(line(0, "A text of one day.", url=address))
    rowback("import", path)
    assert f"  {address}" in on_terminal(tmp_path / "data", "list").splitlines()


@pytest.mark.parametrize(("value", "coloured"), [("", True), ("1", False)])
def test_colour_is_left_out_where_no_color_is_set(tmp_path: Path, value: str, coloured: bool) -> None:
    (tmp_path / "old.txt").write_text("Three people were hurt in the fire.")
    (tmp_path / "new.txt").write_text("Five people were hurt in the fire.")
    said = on_terminal(tmp_path, "diff", tmp_path / "old.txt", tmp_path / "new.txt", NO_COLOR=value)
    assert "hurt" in said
    assert ("\x1b[" in said) == coloured
