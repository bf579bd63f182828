"""The numbered cases of tests/corpus/diff: how they are read, and how a comparison is told in their words."""

import json
from pathlib import Path
from typing import Any

from tracker.diffing import Diff, Pair
from tracker.model import Block, BlockKind, Document, Op, Part

FOLDER = Path(__file__).parents[2] / "corpus" / "diff"


def cases() -> list[Path]:
    """The files of all cases, in order."""
    return sorted(FOLDER.glob("*.json"))


def read(path: Path) -> dict[str, Any]:
    """One case: what it teaches, the old and the new story, and the pairs that are not the same."""
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return case


def stories(case: dict[str, Any]) -> tuple[Document | str, Document | str]:
    """The old and the new story of a case."""
    return story(case["old"]), story(case["new"])


def story(given: str | dict[str, Any]) -> Document | str:
    """A text as it is, or a document from its parts."""
    if isinstance(given, str):
        return given
    blocks = [Block(text=text) for text in given.get("paragraphs", [])]
    blocks += [Block(kind=BlockKind.CAPTION, text=text) for text in given.get("captions", [])]
    parts = {name: text for name, text in given.items() if name not in ("paragraphs", "captions")}
    return Document(blocks=blocks, **parts)


def told(diff: Diff) -> list[str]:
    """The pairs that are not the same, one a line: op, part or sentences, fold, and the words with their marks."""
    return [line(pair) for pair in diff.pairs if pair.op is not Op.SAME]


def line(pair: Pair) -> str:
    """One pair: `changed 0>1 (space): The [-old-]{+new+} text. `"""
    place = pair.part.value if pair.part is not Part.BODY else f"{numbers(pair.old)}>{numbers(pair.new)}"
    fold = f" ({pair.folded.value})" if pair.folded else ""
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return f"{pair.op.value} {place}{fold}: " + "".join(marks[sign].format(text) for sign, text in pair.words)


def numbers(indices: tuple[int, ...]) -> str:
    """Sentence numbers joined by commas."""
    return ",".join(map(str, indices))
