"""The `rowback` command, as a person at a terminal meets it: what it prints, what it keeps, how it exits."""

import gzip
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.newsroom import LONG, URL, line
from tracker import __main__ as command


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


Rowback = Callable[..., Ran]


@pytest.fixture
def rowback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Rowback:
    """Runs the command in this process, on a data folder of the test's own."""
    monkeypatch.setenv("ROWBACK_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["rowback", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            command.main()
        said = capfd.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return run


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


def test_the_demo_s_stories_have_the_versions_that_their_editor_meant(rowback: Rowback) -> None:
    rowback("demo")
    told = rowback("timeline", "https://courier.example/news/harbour-fire").out
    assert "12 versions in 25 checks" in told
    assert "Taken back to version 5" in told
    assert "between 2026-11-06 18:05 and 2026-11-06 18:20" in told
    assert "last inspected in [-2024-]{+2021+}" in told
    assert told.count("minor:") == 2
    assert (
        "5 versions in 9 checks"
        in rowback("timeline", "https://tageblatt.example/lokales/sturm-im-landkreis-wendau").out
    )


def test_a_file_of_lines_is_imported_once(rowback: Rowback, story: Path) -> None:
    assert rowback("import", story) == Ran(0, "4 captures kept in 1 story.\n", "")
    assert rowback("import", story) == Ran(0, "0 captures kept in 1 story, 4 were kept already.\n", "")


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
    listed = rowback("list").out
    assert "https://paper.example/page" in listed.replace("\n", "").replace(" ", "") or "page" in listed


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
    for name, value in (("PORT", "http"), ("DATABASE_URL", "mysql://x"), ("SHOW", "all"), ("PROT", "1")):
        with monkeypatch.context() as patched:
            patched.setenv(f"ROWBACK_{name}", value)
            ran = rowback("list")
        assert ran.code == 2
        assert f"ROWBACK_{name}: " in ran.err


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


def test_two_processes_that_import_the_same_story_keep_it_once(rowback: Rowback, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"\n".join(line(n, f"Version {n // 2} of the text.") for n in range(300)))
    both = [spawn(tmp_path / "data", "import", path) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    kept = sum(int(out.split()[0]) for out, _ in said)
    assert kept == 300
    assert rowback("verify").out.startswith("holds: 1 chains, 300 captures")
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
    assert rowback("verify").out.startswith("holds: 1 chains, 1500 captures")
