"""Scores the kinds of changes against labels that people gave: `python -m tests.bench.kinds [FOLDER]`.

Prints precision, recall and F1 for each label, over all and over labels with ten items or more, how often `substantive`
is right, which labels are given in the place of which, the ten worst errors, and the cost beside the comparison itself.
"""

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.bench.diff_gold import DATA
from tracker import classify
from tracker.diffing import Diff, compare
from tracker.kinds import Kind, label
from tracker.model import Block, Change, Document

Json = dict[str, Any]
#: Items that a label must have to count in the macro average.
ENOUGH = 10


class Judged(NamedTuple):
    """One labelled item and what the rules made of it."""

    item: Json
    wanted: frozenset[str]
    found: frozenset[str]
    substantive: bool
    why: list[str]

    @property
    def wrong(self) -> int:
        """How many labels are wrong, and whether `substantive` is."""
        return len(self.wanted ^ self.found) + int(self.substantive is not self.item["substantive"])


def items(data: Path) -> list[Json]:
    """The labelled items that are not broken."""
    lines = (data / "change_labels" / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    return [item for item in map(json.loads, lines) if not item["bad"]]


def judged(item: Json) -> Judged:
    """An item through the same door as a story: compared, then labelled."""
    changes = labelled(item)
    kinds = frozenset(kind for change in changes for kind in change.kinds)
    substantive = any(change.substantive for change in changes)
    return Judged(
        item, frozenset(item["labels"]), kinds, substantive, [why for change in changes for why in change.why]
    )


def labelled(item: Json) -> list[Change]:
    """The changes between both sides of an item, as they come out of the comparison."""
    old, new = item["old"] or "", item["new"] or ""
    around = f"{item['context_before']}\n{item['context_after']}"
    diff = compare(_side(item, old), _side(item, new))
    return label(classify.classify(diff), story=around)


def _side(item: Json, text: str) -> Document | str:
    return Document(**{item["field"]: text}) if item["field"] in ("headline", "standfirst") else text


class Score(NamedTuple):
    """How many labels were right, given, and wanted."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of those given that are right; 1.0 when none was."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of those wanted that were given; 1.0 when none was."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0

    def __str__(self) -> str:
        measures = f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"
        return f"{measures}  ({self.right} of {self.wanted}, {self.found} given)"


def score(answers: list[Judged], kind: str | None = None) -> Score:
    """The score of one label, or of all together."""
    one = frozenset([kind]) if kind else frozenset(Kind)
    right = sum(len(answer.wanted & answer.found & one) for answer in answers)
    found, wanted = (
        sum(len(side & one) for side in sides) for sides in zip(*((a.found, a.wanted) for a in answers), strict=True)
    )
    return Score(right, found, wanted)


class Summary(NamedTuple):
    """The measures of the whole set, each from 0 to 1."""

    micro: float
    macro: float
    substantive: float
    substantive_f1: float


def summary(answers: list[Judged]) -> Summary:
    """The measures of a set of answers."""
    common = [kind for kind in Kind if score(answers, kind).wanted >= ENOUGH]
    macro = sum(score(answers, kind).f1 for kind in common) / max(len(common), 1)
    agreed = sum(answer.substantive == answer.item["substantive"] for answer in answers) / max(len(answers), 1)
    both = sum(answer.substantive and answer.item["substantive"] for answer in answers)
    either = sum(answer.substantive + answer.item["substantive"] for answer in answers)
    return Summary(score(answers).f1, macro, agreed, 2 * both / max(either, 1))


def confusion(answers: list[Judged]) -> Counter[tuple[str, str]]:
    """(wanted, given instead) labels of the items that are wrong; "-" where nothing stands for it."""
    out: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        missed, extra = sorted(answer.wanted - answer.found), sorted(answer.found - answer.wanted)
        out.update((m, e) for m in missed or ["-"] for e in extra or ["-"] if missed or extra)
    return out


def stories(data: Path, most: int) -> Iterator[tuple[Document, Document]]:
    """Pairs of versions of real releases, one after the other."""
    for name in ("sg_minlaw_releases/press_releases", "ch_federal_releases/stories"):
        lines = gzip.decompress((data / f"{name}.jsonl.gz").read_bytes()).splitlines()
        for line in lines[:: max(1, len(lines) // most)]:
            versions = [_document(version) for version in json.loads(line)["versions"]]
            yield from pairwise(versions[:4])


def _document(version: Json) -> Document:
    blocks = [Block(text=" ".join(text.split())) for text in version["paragraphs"]]
    return Document(headline=version.get("title") or "", blocks=blocks)


def cost(data: Path, most: int = 120) -> tuple[float, float, float, int]:
    """Of real pairs: milliseconds to compare and to classify (medians), all of one to all of the other, pairs."""
    compared, kinds = [], []
    for old, new in [pair for pair in stories(data, most) if pair[0] != pair[1]]:
        diff, spent = timed(lambda old=old, new=new: compare(old, new))  # type: ignore[misc]
        compared.append(spent)
        _, spent = timed(lambda diff=diff: classify.classify(diff))  # type: ignore[misc]
        kinds.append(spent)
    return median(compared) * 1e3, median(kinds) * 1e3, sum(kinds) / sum(compared), len(kinds)


def timed(work: Callable[[], Diff | list[Change]]) -> tuple[Any, float]:
    """What a piece of work gives, and the seconds of the processor that it took, on a pair never seen before."""
    start = time.process_time()
    out = work()
    return out, time.process_time() - start


def told(answer: Judged) -> str:
    """An answer that is wrong, in four lines."""
    item = answer.item
    return (
        f"{item['id']}: wanted {sorted(answer.wanted)} {item['substantive']}, "
        f"given {sorted(answer.found)} {answer.substantive}\n"
        f"    old: {item['old']}\n    new: {item['new']}\n    why: {answer.why}"
    )


def main() -> None:
    """Print every measure."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    answers = [judged(item) for item in items(data)]
    for kind in Kind:
        print(f"{kind:12s} {score(answers, kind)}")
    totals = summary(answers)
    print(f"{'micro':12s} {score(answers)}\n{'macro':12s} F1 {totals.macro:.3f} (labels with {ENOUGH} items or more)")
    print(f"substantive  right {totals.substantive:.3f}  F1 {totals.substantive_f1:.3f}")
    print("wanted -> given instead: " + ", ".join(f"{a} -> {b} {n}" for (a, b), n in confusion(answers).most_common()))
    for answer in sorted(answers, key=lambda answer: -answer.wrong)[:10]:
        if answer.wrong:
            print(told(answer))
    ms_compare, ms_label, ratio, pairs = cost(data)
    print(f"cost over {pairs} real pairs: comparing {ms_compare:.2f} ms, classifying {ms_label:.2f} ms (medians)")
    print(f"classifying to comparing: {ms_label / ms_compare:.2f} (medians), {ratio:.2f} (all to all)")


if __name__ == "__main__":
    main()
