"""The house: three rooms, the arrows between them, and one door for each library."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: What each room may import of the others.
ARROWS = {"tracker": {"tracker"}, "storage": {"storage", "tracker"}, "web": {"web", "storage", "tracker"}}

#: The command line alone sees all three rooms: its one file, and its folder.
WIRING = ("tracker/__main__.py", "tracker/commands/")

#: For each library, where alone it may be imported.
DOORS: dict[str, str | tuple[str, ...]] = {
    "sqlmodel": "storage/",
    "sqlalchemy": "storage/",
    "alembic": "storage/",
    "psycopg": "storage/",
    "zstandard": "storage/",
    "fastapi": "web/",
    "starlette": "web/",
    "jinja2": "web/",
    "PIL": "web/",
    "markupsafe": "web/",
    "itsdangerous": "web/",
    "babel": "web/",
    "rapidfuzz": "tracker/diffing/",
    "sentencex": "tracker/diffing/",
    "trafilatura": "tracker/fetching/",
    "lxml": "tracker/fetching/",
    "selectolax": "tracker/fetching/",
    "charset_normalizer": "tracker/fetching/",
    "typer": WIRING,
    "uvicorn": WIRING,
    "urllib3": "tracker/fetching/",
    "protego": "tracker/fetching/",
    "tld": "tracker/fetching/",
    "brotli": "tracker/fetching/",
    "backports": "tracker/fetching/",
    "compression": "tracker/fetching/",
    "text_to_num": "tracker/kinds/",
    "rich": "tracker/terminal.py",
    "pydantic_settings": "tracker/settings.py",
    "dotenv": "tracker/settings.py",
}

#: Libraries that every room may use.
COMMON = {"pydantic", "regex"}

FILES = sorted(path.relative_to(ROOT) for room in ARROWS for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The dotted name of every module that a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_room_imports_only_the_rooms_that_it_may(path: Path) -> None:
    allowed = set(ARROWS) if path.as_posix().startswith(WIRING) else ARROWS[path.parts[0]]
    assert {name.split(".")[0] for name in imported(path)} & set(ARROWS) <= allowed


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_library_is_imported_through_its_one_door(path: Path) -> None:
    for name in {name.split(".")[0] for name in imported(path)} - set(ARROWS) - COMMON - sys.stdlib_module_names:
        assert name in DOORS, f"{path} imports {name}, which has no door"
        assert path.as_posix().startswith(DOORS[name]), f"{path} imports {name}, whose door is {DOORS[name]}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_module_says_in_a_sentence_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse((ROOT / path).read_text()))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "common", "core", "manager", "service", "misc"}


@pytest.mark.parametrize("path", [path for path in FILES if "migrations" not in path.parts], ids=str)
def test_no_program_file_is_longer_than_a_reader_holds_in_mind(path: Path) -> None:
    assert len((ROOT / path).read_text().splitlines()) <= 400


def test_the_environment_and_the_clock_are_read_at_the_doors_only() -> None:
    doors = (*WIRING, "tracker/settings.py", "tracker/terminal.py")
    for path in FILES:
        text = (ROOT / path).read_text()
        if not path.as_posix().startswith((*doors, "tracker/fetching/")):
            assert "os.environ" not in text, f"{path} reads the environment"
