"""How well stories are read out of real pages: `python -m tests.bench.extraction [--misses]` prints the scores."""

import gzip
import importlib.util
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.fetching.extract import EXTRACTOR, extract
from tracker.model import Document
from tracker.typography import even

SHARED_DATA = Path(__file__).parents[3] / "shared" / "data"


@dataclass
class Fixtures:
    """Of what others asserted about pages: how much came out, and what did not."""

    paragraphs: int = 0
    paragraphs_found: int = 0
    titles: int = 0
    titles_found: int = 0
    absent: int = 0
    absent_kept_out: int = 0
    misses: list[str] = field(default_factory=list)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def metric(folder: Path) -> Any:
    """The module that came with the data: 4-word shingles, and exact match."""
    spec = importlib.util.spec_from_file_location("score_extraction", folder / "score_extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def body_of(document: Document) -> str:
    return "\n\n".join(document.paragraphs)


def aeb(folder: Path) -> dict[str, float]:
    """Body F1, precision, recall and exact match over the pages of article-extraction-benchmark; and ms a page."""
    gold = rows(folder / "aeb_html" / "ground_truth.jsonl")
    found, spent = {}, 0.0
    for row in gold:
        data = gzip.decompress((folder / "aeb_html" / "html" / f"{row['id']}.html.gz").read_bytes())
        start = time.perf_counter()
        document = extract(data, row["url"])
        spent += time.perf_counter() - start
        found[row["id"]] = body_of(document)
    scores: dict[str, float] = metric(folder).score({row["id"]: row["articleBody"] for row in gold}, found)
    return scores | {"ms": 1000 * spent / len(gold)}


def fixture(folder: Path, name: str) -> bytes:
    return gzip.decompress((folder / "newssniffer_fixtures" / "html" / (name.replace("/", "__") + ".gz")).read_bytes())


def expectations(folder: Path) -> Iterator[dict[str, Any]]:
    """For each page what its newest parser's specification asserts."""
    newest: dict[str, dict[str, Any]] = {}
    for row in rows(folder / "newssniffer_fixtures" / "expectations.jsonl"):
        before = newest.get(row["fixture"])
        if before is None or row["parser_version"] > before["parser_version"]:
            newest[row["fixture"]] = row
    yield from newest.values()


def plainly(text: str) -> str:
    """A text as assertions compare it: no markup, typography evened, no space before a full stop or comma."""
    return re.sub(r"\s+(?=[.,;:])", "", even(re.sub(r"</?[A-Za-z]\w*>", "", text)))


def fixtures(folder: Path) -> Fixtures:
    """Asserted titles and paragraphs (anywhere among the blocks or as the standfirst), and texts asserted absent."""
    out = Fixtures()
    for row in expectations(folder):
        document = extract(fixture(folder, row["fixture"]), row["url"])
        texts = {plainly(block.text) for block in document.blocks} | {plainly(document.standfirst)}
        for claim in row["assert"]:
            kind, value = claim["kind"], str(claim["value"])
            if kind in {"content_first", "content_at", "content_last"}:
                hit = plainly(value) in texts
                out.paragraphs, out.paragraphs_found = out.paragraphs + 1, out.paragraphs_found + hit
            elif kind == "title":
                hit = plainly(value) == plainly(document.headline)
                out.titles, out.titles_found = out.titles + 1, out.titles_found + hit
            elif kind == "content_not_matches":
                hit = value not in body_of(document)
                out.absent, out.absent_kept_out = out.absent + 1, out.absent_kept_out + hit
            else:
                continue
            if not hit:
                out.misses.append(f"{row['fixture']}: {kind} {value!r} (headline {document.headline!r})")
    return out


def identical_pairs(folder: Path) -> tuple[int, int, list[str]]:
    """Of the captures asserted to hold the same text: how many do, of how many, and the differences."""
    same, pairs, misses = 0, 0, []
    for row in rows(folder / "newssniffer_fixtures" / "same_story_pairs.jsonl"):
        if not row["newssniffer_says_text_identical"]:
            continue
        older, newer = (extract(fixture(folder, row[k])) for k in ("older_capture", "newer_capture"))
        one, other = ([even(p) for p in d.paragraphs] for d in (older, newer))
        pairs += 1
        same += one == other
        if one != other:
            misses += [f"{row['newer_capture']}: - {t}" for t in one if t not in other]
            misses += [f"{row['newer_capture']}: + {t}" for t in other if t not in one]
    return same, pairs, misses


def main() -> None:
    folder = SHARED_DATA
    scores = aeb(folder)
    found = fixtures(folder)
    same, pairs, differences = identical_pairs(folder)
    print(EXTRACTOR)
    print(
        f"aeb_html, {scores['pages']} pages: body F1 {scores['f1']:.4f}, precision {scores['precision']:.4f}, "
        f"recall {scores['recall']:.4f}, exact {scores['exact']:.4f}; {scores['ms']:.0f} ms a page"
    )
    print(
        f"newssniffer_fixtures: paragraphs {found.paragraphs_found} of {found.paragraphs}, "
        f"titles {found.titles_found} of {found.titles}, asserted absent {found.absent_kept_out} of {found.absent}"
    )
    print(f"pairs asserted identical that are: {same} of {pairs}")
    if "--misses" in sys.argv:
        print(*found.misses, *differences, sep="\n")


if __name__ == "__main__":
    main()
