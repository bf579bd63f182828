"""The settings: what they default to, what is refused, and that each refusal is a sentence that names the setting."""

import os
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrations import migrate
from tracker import settings
from tracker.errors import BadSetting
from tracker.settings import Settings


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without settings, in a working folder without `.env`."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("ROWBACK_", "XDG_"))]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize("name", ["a?b", "p%41c#x", "a b", "ü", "a;b&c=d", "a:b@c", "a+b", "100%"])
def test_the_record_is_in_the_data_folder_whatever_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    database = Database(Settings(data_folder=folder).database)
    migrate(database)
    database.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (folder / "rowback.sqlite").is_file()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATA_FOLDER", ""),
        ("DATA_FOLDER", " "),
        ("DATA_FOLDER", "~nobody-of-this-name/rowback"),
        ("DATA_FOLDER", "a\udc80"),
        ("HOST", ""),
        ("PORT", ""),
        ("PUBLIC_URL", "https://changes.example:port"),
        ("PUBLIC_URL", "https://[::1"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///file:x?mode=memory&uri=true"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgresql://u@h:port/db"),
        ("DATABASE_URL", "postgresql://u@h:99999/db"),
        ("DATABASE_URL", "postgresql://u@[::1/db"),
        ("PROT", "1"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"ROWBACK_{name}", value)
    with pytest.raises(BadSetting, match=f"^ROWBACK_{name}: "):
        settings.load()


@pytest.mark.parametrize(
    "value", ["sqlite:////var/lib/r.sqlite", "postgresql://u:p@h:5432/n", "postgres:///n", "postgresql://u@[::1]:1/n"]
)
def test_a_database_address_may_name_any_file_or_server(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ROWBACK_DATABASE_URL", value)
    assert settings.load().database.endswith(value.partition("://")[2])


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert settings.load().data_folder == tmp_path / ".local" / "share" / "rowback"
    monkeypatch.setenv("ROWBACK_DATA_FOLDER", "~/kept")
    assert settings.load().data_folder == tmp_path / "kept"


def test_a_user_without_a_home_folder_must_name_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 7)
    with pytest.raises(BadSetting, match="ROWBACK_DATA_FOLDER: "):
        settings.load()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"ROWBACK_HOST=\xff", r"^\.env: it is not UTF-8"),
        (b"# ports\nROWBACK_PORT=1\n\nthis is no setting\n", r"^\.env:4: "),
        (b"ROWBACK_HOST='unclosed\n", r"^\.env:1: "),
        (b"ROWBACK_PORT\n", r"^\.env:1: "),
        (b"ROWBACK_PROT=1", "^ROWBACK_PROT: there is no such setting"),
        (b"rowback_prot=1", "^rowback_prot: there is no such setting"),
        (b"ROWBACK_PORT=http", "^ROWBACK_PORT: "),
    ],
)
def test_a_file_of_settings_that_cannot_be_used_says_where(text: bytes, why: str) -> None:
    Path(".env").write_bytes(text)
    with pytest.raises(BadSetting, match=why):
        settings.load()


def test_a_file_of_settings_is_read_and_what_is_others_in_it_is_left_alone() -> None:
    Path(".env").write_bytes(b"\xef\xbb\xbfROWBACK_PORT=8001\nexport OTHER=1\nDEBUG\n# ROWBACK_HOST=x\n")
    assert settings.load().port == 8001
