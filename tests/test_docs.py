"""Every command, setting, endpoint and word of the glossary is documented."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from storage.database import Database
from tracker import follow, model
from tracker.__main__ import app
from tracker.settings import PREFIX, Settings
from web.app import create_app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
GLOSSARY = (ROOT / "GLOSSARY.md").read_text()


def commands(command: Any, path: str = "rowback") -> dict[str, Any]:
    """Every command by the words that call it."""
    if not hasattr(command, "commands"):
        return {path: command}
    found: dict[str, Any] = {}
    for name, below in command.commands.items():
        found |= commands(below, f"{path} {name}")
    return found


COMMANDS = commands(typer.main.get_command(app))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_has_a_help_text(name: str) -> None:
    assert f"`{name}" in README
    assert COMMANDS[name].help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text(name: str) -> None:
    for option in COMMANDS[name].params:
        assert getattr(option, "help", None), f"{name}: {option.name}"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_readme_and_has_a_sentence(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in README
    assert Settings.model_fields[name].description


def test_every_setting_that_the_readme_names_exists() -> None:
    named = set(re.findall(rf"`{PREFIX}([A-Z_]+)`", README)) - {"TEST_REQUIRE"}
    assert named == {name.upper() for name in Settings.model_fields}


def nouns() -> list[str]:
    return [
        name
        for name, kind in {**vars(model), **vars(follow)}.items()
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not BaseModel
    ]


@pytest.mark.parametrize("name", nouns())
def test_every_noun_is_in_the_glossary(name: str) -> None:
    assert f"**{name}**" in GLOSSARY


def words() -> list[str]:
    kinds = [
        kind
        for kind in [*vars(model).values(), *vars(follow).values()]
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
    ]
    return sorted({str(member.value) for kind in kinds for member in kind})


@pytest.mark.parametrize("word", words())
def test_every_word_that_a_record_may_hold_is_in_the_glossary(word: str) -> None:
    assert f"`{word}`" in GLOSSARY


def test_every_endpoint_is_in_the_documents(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    documents = README + (ROOT / "ARCHITECTURE.md").read_text()
    for path, methods in create_app(Settings(data_folder=tmp_path), database).openapi()["paths"].items():
        assert f"`{path}`" in documents, path
        for method in methods.values():
            assert method["summary"]
    database.close()


def test_every_program_file_is_on_the_map() -> None:
    map_ = (ROOT / "ARCHITECTURE.md").read_text()
    for room in ("tracker", "storage", "web"):
        for path in (ROOT / room).rglob("*.py"):
            if path.name != "__init__.py" and "versions" not in path.parts:
                assert f"{path.name}" in map_, path.relative_to(ROOT)
