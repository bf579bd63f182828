"""The cases of tests/corpus/kinds: how they are read, and how the rules are asked about a bare pair of sentences."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker import classify
from tracker.diffing import compare
from tracker.model import Change

FOLDER = Path(__file__).parents[2] / "corpus" / "kinds"


def cases() -> list[Path]:
    """The files of all cases, in order of their names."""
    return sorted(FOLDER.glob("*.json"))


def read(path: Path) -> dict[str, Any]:
    """One case: what it teaches, both sentences, the kinds and whether the change is substantive."""
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return case


def asked(case: dict[str, Any]) -> list[Change]:
    """The changes of a case with their kinds."""
    old_at, new_at = (datetime.fromisoformat(case[name]) if name in case else None for name in ("old_at", "new_at"))
    return between(case["old"], case["new"], case.get("language", ""), old_at, new_at)


def between(
    old: str, new: str, language: str = "", old_at: datetime | None = None, new_at: datetime | None = None
) -> list[Change]:
    """The changes between two texts with their kinds."""
    diff = compare(old, new, language=language or None)
    return classify.classify(diff, language=language, old_at=old_at, new_at=new_at)


def kinds(changes: list[Change]) -> set[str]:
    """The kinds of all changes together."""
    return {kind for change in changes for kind in change.kinds}
