"""Measures islands, words and moves against edits known to the word: `python -m tests.bench.diff_quality [FOLDER]`."""

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from tests.bench.diff_pairs import DATA, Editor, Planted, Text, planted
from tracker.diffing import Diff, compare
from tracker.model import Op

Edit = Callable[[Editor, Text], Text]
MOVES: dict[str, Edit] = {
    "paragraph exact": lambda editor, text: editor.moved_paragraph(text, 0),
    "sentence exact": lambda editor, text: editor.moved_sentence(text, 0),
    "paragraph, 15% edited": lambda editor, text: editor.moved_paragraph(text, 0.15),
    "sentence, 20% edited": lambda editor, text: editor.moved_sentence(text, 0.2),
    "sentence, 40% edited": lambda editor, text: editor.moved_sentence(text, 0.4),
    "clause of 6 words or more": Editor.moved_clause,
}
STILL: dict[str, Edit] = {
    "one word": Editor.one_word,
    "5% edited": Editor.five_percent,
    "30% rewritten": Editor.rewritten,
    "unrelated": Editor.unrelated,
}


class Words(NamedTuple):
    """How the words that a comparison keeps stand to the truth."""

    kept: int
    right: int
    true: int
    islands: int
    moved_found: int
    moved: int


def matched(diff: Diff) -> Iterator[tuple[int, int, int]]:
    """(old offset, new offset, length) of every stretch of kept text."""
    starts_old, starts_new = _starts(diff.old.text, diff, "old"), _starts(diff.new.text, diff, "new")
    for pair in diff.pairs:
        if not pair.old or not pair.new:
            continue
        i = [starts_old[k] + x for k in pair.old for x in range(len(diff.old.sentences[k].text))]
        j = [starts_new[k] + x for k in pair.new for x in range(len(diff.new.sentences[k].text))]
        x = y = 0
        for sign, text in pair.words:
            if sign == "=":
                yield from ((i[x + k], j[y + k], 1) for k in range(len(text)))
            x += len(text) if sign != "+" else 0
            y += len(text) if sign != "-" else 0


def _starts(text: str, diff: Diff, side: str) -> list[int]:
    out, at = [], 0
    for sentence in getattr(diff, side).sentences:
        out.append(at)
        at += len(sentence.text)
    assert at == len(text)
    return out


def measured(pair: Planted) -> Words:
    """One pair's kept words against the truth."""
    diff = compare(pair.old, pair.new)
    owner = {}
    for number, (start, end) in enumerate(_spans(pair.old)):
        owner[start] = (number, end - start)
    kept_at = {j: i for i, j, _ in matched(diff)}
    kept = right = moved_found = 0
    run, islands = 0, 0
    for (start, end), origin in zip(_spans(pair.new), pair.origins, strict=True):
        old = kept_at.get(start)
        whole = old is not None and all(kept_at.get(start + k) == old + k for k in range(end - start))
        if whole and old in owner and owner[old][1] == end - start:
            kept += 1
            right += owner[old][0] == origin
            moved_found += owner[old][0] == origin and origin in pair.moved
            run += 1
        else:
            islands += 0 < run <= 2
            run = 0
    true = sum(origin is not None for origin in pair.origins)
    return Words(kept, right, true, islands, moved_found, len(pair.moved))


def _spans(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        out.append((at, at + len(word)))
        at += len(word)
    return out


def real_pairs(data: Path) -> Iterator[tuple[str, str, str]]:
    """(name, old, new) of neighbouring versions of the Swiss and the Singapore releases."""
    folders = (data / "ch_federal_releases", data / "sg_minlaw_releases")
    for path in [path for folder in folders for path in sorted(folder.glob("*.jsonl.gz"))]:
        for line in gzip.decompress(path.read_bytes()).splitlines():
            versions = ["\n\n".join(version["paragraphs"]) for version in json.loads(line)["versions"]]
            for k in range(1, len(versions)):
                yield f"{path.parent.name}:{k}", versions[k - 1], versions[k]


def main() -> None:
    """Print all measures."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    for kind in ("5% edited", "30% rewritten"):
        found = [measured(planted(data, kind, 600, seed, STILL[kind])) for seed in range(25)]
        kept, right, true = (sum(words[k] for words in found) for k in range(3))
        print(
            f"{kind:24s} islands a pair {mean(words.islands for words in found):.2f}  "
            f"word precision {right / kept:.4f}  recall {right / true:.4f}"
        )
    for kind, edit in MOVES.items():
        found = [measured(planted(data, kind, 600, seed, edit)) for seed in range(40)]
        share = sum(words.moved_found for words in found) / sum(words.moved for words in found)
        print(f"moved: {kind:24s} share of moved words found {share:.4f}")
    planted_still = [planted(data, kind, 600, seed, edit) for kind, edit in STILL.items() for seed in range(100)]
    wrong = sum(any(p.op is Op.MOVED for p in compare(pair.old, pair.new).pairs) for pair in planted_still)
    print(f"false moves: {wrong} of {len(planted_still)} planted pairs without moves")
    real = [(name, compare(old, new)) for name, old, new in real_pairs(data)]
    moved = [(name, diff) for name, diff in real if any(pair.op is Op.MOVED for pair in diff.pairs)]
    print(f"real pairs with a move reported: {len(moved)} of {len(real)}; to be read by eye:")
    for name, diff in moved:
        for pair in diff.pairs:
            if pair.op is Op.MOVED:
                print(f"  {name} {pair.old}>{pair.new} {pair.new_text.strip()[:90]!r}")


if __name__ == "__main__":
    main()
