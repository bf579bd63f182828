"""What tests of every room share: where the real data are, and which parts must not be skipped."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from tracker import __main__ as command

# How long an example takes says nothing on a machine that is shared; speed is measured in tests/bench.
settings.register_profile("rowback", deadline=None)
settings.load_profile("rowback")

#: Markers whose tests must run rather than skip (CI sets "corpus,browser").
REQUIRED = {name for name in os.environ.get("ROWBACK_TEST_REQUIRE", "").split(",") if name}


def missing(kind: str, reason: str) -> None:
    """Skip with a clear reason, or fail where CI says that this kind of test is required."""
    if kind in REQUIRED:
        pytest.fail(f"ROWBACK_TEST_REQUIRE names {kind}, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real revisions that lives beside the project, not in it."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        missing("corpus", "the real revisions in ../shared/data are not on this machine")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("browser", "no chromium is installed (on Debian: apt-get install chromium)")
    return str(found)


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
