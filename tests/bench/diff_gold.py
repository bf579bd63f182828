"""Scores the comparison against what people marked by hand: `python -m tests.bench.diff_gold [FOLDER]`.

Reads the gold sets in ../shared/data (see the README there) and prints one line a score. Nothing is copied from them.
"""

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import LCSseq

from tracker.diffing import Diff, compare
from tracker.diffing.recut import PASSAGE_WORDS
from tracker.model import Op

Json = dict[str, Any]
Links = tuple[set[tuple[int, int]], set[tuple[int, int]]]
DATA = Path(__file__).parents[3] / "shared" / "data"


class Score(NamedTuple):
    """Precision and recall over counted things."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0

    def __str__(self) -> str:
        return (
            f"F1 {self.f1:.4f}  precision {self.precision:.4f}  recall {self.recall:.4f}  "
            f"({self.right} right of {self.found} found, {self.wanted} wanted)"
        )


def rows(path: Path) -> Iterator[Json]:
    """The records of a JSON Lines file, compressed or not."""
    raw = path.read_bytes()
    for line in (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines():
        yield json.loads(line)


def scored(pairs: Iterator[tuple[set[Any], set[Any]]]) -> Score:
    """The sum of (found, wanted) sets."""
    right = found = wanted = 0
    for mine, gold in pairs:
        right += len(mine & gold)
        found += len(mine)
        wanted += len(gold)
    return Score(right, found, wanted)


# Sentence links: argrewrite_v2


def draft(sentences: list[Json], paragraph: str) -> tuple[str, list[int]]:
    """A draft as text, and where each of its sentences ends."""
    text = ""
    ends = []
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
        text += sentence["text"].strip()
        if following is not None:
            text += " " if sentence[paragraph] == following[paragraph] else "\n\n"
        ends.append(len(text))
    return text, ends


def sentence_links(diff: Diff, ends_old: list[int], ends_new: list[int]) -> set[tuple[int, int]]:
    """(old, new) gold sentences that belong together by the pairs of the comparison, moved ones left out."""
    owner_old = [
        k for k, (start, end) in enumerate(zip([0, *ends_old], ends_old, strict=False)) for _ in range(end - start)
    ]
    owner_new = [
        k for k, (start, end) in enumerate(zip([0, *ends_new], ends_new, strict=False)) for _ in range(end - start)
    ]
    starts_old, starts_new = offsets(diff, "old"), offsets(diff, "new")
    links: set[tuple[int, int]] = set()
    for pair in diff.pairs:
        if pair.op is Op.MOVED or not pair.old or not pair.new:
            continue
        mine_old = covered([(starts_old[i], diff.old.sentences[i].text) for i in pair.old], owner_old)
        mine_new = covered([(starts_new[j], diff.new.sentences[j].text) for j in pair.new], owner_new)
        if len(mine_old) == 1 or len(mine_new) == 1:
            links |= {(i, j) for i in mine_old for j in mine_new}
        else:
            links |= by_kept(pair.words, owner_old, owner_new, starts_old[pair.old[0]], starts_new[pair.new[0]])
    return links


def covered(sentences: list[tuple[int, str]], owners: list[int]) -> set[int]:
    """The gold sentences of which most lies in these sentences, or in which most of one of these lies."""
    votes: Counter[int] = Counter()
    for start, text in sentences:
        votes.update(owners[start : start + len(text.rstrip())])
    size = sum(votes.values())
    return {owner for owner, count in votes.items() if 2 * count > size or 2 * count > owners.count(owner) - 3}


def by_kept(words: Any, owner_old: list[int], owner_new: list[int], i: int, j: int) -> set[tuple[int, int]]:
    """Links inside a pair that covers several gold sentences on both sides: those that share the most kept text."""
    votes: dict[tuple[int, int], int] = {}
    for sign, text in words:
        if sign == "=":
            for k in range(len(text)):
                key = owner_old[i + k], owner_new[j + k]
                votes[key] = votes.get(key, 0) + 1
        i += len(text) if sign != "+" else 0
        j += len(text) if sign != "-" else 0
    best_old = {a: max((n, b) for (x, b), n in votes.items() if x == a)[1] for a, _ in votes}
    best_new = {b: max((n, a) for (a, y), n in votes.items() if y == b)[1] for _, b in votes}
    return {(a, b) for a, b in votes if best_old[a] == b or best_new[b] == a}


def offsets(diff: Diff, side: str) -> list[int]:
    """Where each sentence of a side starts."""
    out, at = [], 0
    for sentence in getattr(diff, side).sentences:
        out.append(at)
        at += len(sentence.text)
    return out


def essays(data: Path) -> Iterator[tuple[Json, set[tuple[int, int]], set[tuple[int, int]], Diff]]:
    """(record, found links, gold links, diff) of every pair of drafts."""
    for row in rows(data / "argrewrite_v2" / "pairs.jsonl"):
        (old, ends_old), (new, ends_new) = draft(row["old"], "par_old"), draft(row["new"], "par_new")
        diff = compare(old, new, language="en")
        gold = {(i, j - 1) for i, s in enumerate(row["old"]) for j in s["aligned"]}
        yield row, sentence_links(diff, ends_old, ends_new), gold, diff


def argrewrite(data: Path) -> dict[str, Score]:
    """Sentence links of essay drafts: all, and those between sentences that differ; sentences split and merged."""
    kept = list(essays(data))

    def differing(row: Json, links: set[tuple[int, int]]) -> set[tuple[int, int]]:
        return {(i, j) for i, j in links if row["old"][i]["text"].strip() != row["new"][j]["text"].strip()}

    def forks(links: set[tuple[int, int]], side: int) -> set[int]:
        ends = [link[side] for link in links]
        return {end for end in ends if ends.count(end) > 1}

    return {
        "argrewrite_v2 links": scored((mine, gold) for _, mine, gold, _ in kept),
        "argrewrite_v2 differing": scored((differing(r, m), differing(r, g)) for r, m, g, _ in kept),
        "argrewrite_v2 splits": scored((forks(mine, 0), forks(gold, 0)) for _, mine, gold, _ in kept),
        "argrewrite_v2 merges": scored((forks(mine, 1), forks(gold, 1)) for _, mine, gold, _ in kept),
    }


# Word links: multimwa


def word_links(diff: Diff, old: list[str], new: list[str]) -> set[tuple[int, int]]:
    """Kept words, and in edits with as many words on both sides, the words that stand for each other."""
    owner_old = [k for k, word in enumerate(old) for _ in range(len(word) + 1)]
    owner_new = [k for k, word in enumerate(new) for _ in range(len(word) + 1)]
    links: set[tuple[int, int]] = set()
    i = j = 0
    gone: list[int] = []
    for sign, text in [run for pair in diff.pairs for run in pair.words]:
        mine_old = sorted({owner_old[i + k] for k, letter in enumerate(text) if letter != " "} if sign != "+" else ())
        mine_new = sorted({owner_new[j + k] for k, letter in enumerate(text) if letter != " "} if sign != "-" else ())
        i += len(text) if sign != "+" else 0
        j += len(text) if sign != "-" else 0
        if sign == "=":
            links |= set(zip(mine_old, mine_new, strict=False))
        elif sign == "+":
            links |= set(zip(gone, mine_new, strict=True)) if len(gone) == len(mine_new) else set()
        gone = mine_old if sign == "-" else []
    return links


def difflib_links(old: list[str], new: list[str]) -> set[tuple[int, int]]:
    """The same read off from what difflib keeps and replaces."""
    links: set[tuple[int, int]] = set()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("equal", "replace") and i2 - i1 == j2 - j1:
            links |= set(zip(range(i1, i2), range(j1, j2), strict=True))
    return links


def multimwa(data: Path) -> dict[str, Score]:
    """Word links of revised sentences: all, and those between different words; by the comparison and by difflib.

    Of the links between different words 66% are parts of phrases that are linked word by word with each other, which
    no reading of kept and replaced words gives.
    """
    pairs: dict[str, list[Links]] = defaultdict(list)
    for line in (data / "multimwa" / "wiki-dev.tsv").read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) < 8:
            continue
        old, new = fields[1].split(" "), fields[3].split(" ")
        marked_links = (link.partition("-") for link in fields[7].split())
        gold = {(int(a), int(b)) for a, _, b in marked_links if int(a) < len(old) and int(b) < len(new)}
        mine = word_links(compare(" ".join(old), " ".join(new), language="en"), old, new)
        for by, found in (("multimwa", mine), ("multimwa by difflib:", difflib_links(old, new))):
            pairs[f"{by} words"].append((found, gold))
            unlike = [{(i, j) for i, j in links if old[i] != new[j]} for links in (found, gold)]
            pairs[f"{by} different words"].append((unlike[0], unlike[1]))
    return {name: scored(iter(links)) for name, links in pairs.items()}


# Moves: wikidiff2, swipe, govuk_coronavirus

_MOVED_ROW = r'movedpara-{side}" href="#(\S+?)">.*?<a name="(\S+?)"></a>(.*?)</div>'


def expected_moves(case: Json) -> set[tuple[str, str]]:
    """(old text, new text) of the blocks that wikidiff2's own test expects to be found moved."""
    for table in case["expect_json"] or []:
        rows_of = {row["moveInfo"]["id"]: row for row in table["diff"] if row["type"] in (4, 5)}
        origins = [row for row in rows_of.values() if row["type"] == 4]
        return {(row["text"], marked(rows_of[row["moveInfo"]["linkId"]], row["text"])) for row in origins}
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for side in ("left", "right"):
        matches = re.finditer(_MOVED_ROW.format(side=side), case["expect"], re.DOTALL)
        found[side] = {m[2]: (m[1], unescape(re.sub(r"<[^>]+>", "", m[3]))) for m in matches}
    return {(text, found["right"][link][1]) for link, text in found["left"].values() if link in found["right"]}


def marked(row: Json, old: str) -> str:
    """The new text of a moved row of the JSON form: its text without what it marks as removed."""
    raw = row["text"].encode()
    for mark in sorted(row.get("highlightRanges", []), key=lambda mark: -int(mark["start"])):
        if mark["type"] == 1:
            raw = raw[: mark["start"]] + raw[mark["start"] + mark["length"] :]
    return raw.decode(errors="replace") or old


def found_moves(diff: Diff) -> list[tuple[str, str]]:
    """(old text, new text) of the moved pairs."""
    return [(p.old_text.strip(), p.new_text.strip()) for p in diff.pairs if p.op is Op.MOVED]


def wikidiff2(data: Path) -> dict[str, Score]:
    """Moved blocks of wikidiff2's own tests: expected ones found, and how many of those found were expected.

    Of two blocks that changed places either may be called moved; so a second score asks only whether the blocks are
    paired with each other, in whatever way.
    """
    right = found = wanted = paired = 0
    for case in rows(data / "wikidiff2" / "cases.jsonl"):
        if len(case["texts"]) < 2:
            continue
        gold = [(a.strip(), b.strip()) for a, b in expected_moves(case)]
        diff = compare(case["texts"][0]["text"], case["texts"][1]["text"])
        mine = found_moves(diff)
        wanted += len(gold)
        found += len(mine)
        right += sum(any(within(pair, block) for pair in mine) for block in gold)
        linked = [(p.old_text.strip(), p.new_text.strip()) for p in diff.pairs if p.old and p.new]
        paired += sum(any(within(pair, block) for pair in linked) for block in gold)
    return {
        "wikidiff2 moved blocks": Score(right, found, wanted),
        "wikidiff2 blocks paired": Score(paired, paired + found - right, wanted),
    }


def within(pair: tuple[str, str], block: tuple[str, str]) -> bool:
    """Whether a pair of sentences stands in a pair of blocks, or the blocks in it."""
    (a, b), (x, y) = pair, block
    return bool(a and b) and ((a in x and b in y) or (x in a and y in b))


_REORDER, _SPLIT, _FUSION = "discourse_reordering", "syntactic_sentence_splitting", "syntactic_sentence_fusion"


def swipe(data: Path) -> dict[str, Score]:
    """Rewritten passages: documents with a reordering, a split or a fusion, and those where one is found.

    The annotators call it a reordering where what was said in one place is said in another, mostly in other words: of
    109 of them 3 have PASSAGE_WORDS words in common. Those three are a score of their own.
    """
    kinds = {Op.MOVED: _REORDER, Op.SPLIT: _SPLIT, Op.MERGED: _FUSION}
    found: dict[str, set[str]] = {kind: set() for kind in kinds.values()}
    wanted: dict[str, set[str]] = {kind: set() for kind in kinds.values()}
    worded: set[str] = set()
    for row in rows(data / "swipe" / "val.jsonl.gz"):
        for pair in compare(row["r_content"], row["s_content"], language="en").pairs:
            if pair.op in kinds:
                found[kinds[pair.op]].add(row["_id"])
        for mark in row["annotations"]:
            if mark["category"] in wanted:
                wanted[mark["category"]].add(row["_id"])
            if mark["category"] == _REORDER and in_common([row["edits"][k] for k in mark["opis"]]) >= PASSAGE_WORDS:
                worded.add(row["_id"])
    scores = {f"swipe {kind}": scored(iter([(found[kind], wanted[kind])])) for kind in kinds.values()}
    return {**scores, "swipe reordered in the same words": scored(iter([(found[_REORDER], worded)]))}


def in_common(edits: list[Json]) -> int:
    """How many words what is deleted and what is inserted have in common, in their order."""
    gone, came = ([w for e in edits for w in (e.get(kind) or "").lower().split()] for kind in ("delete", "insert"))
    return LCSseq.similarity(gone, came)


_SAYS_MOVED = re.compile(r"\b(?:move|moved|swap|swapped|order|reorder|reordered)\b", re.IGNORECASE)


def govuk(data: Path) -> dict[str, Score]:
    """Steps of live pages whose editor's message speaks of moving, swapping or order, and those with a move found."""
    found, wanted = set(), set()
    for path in sorted((data / "govuk_coronavirus").glob("*.jsonl")):
        versions = list(rows(path))
        texts = ["\n\n".join(block["text"] for block in version["blocks"]) for version in versions]
        for k in range(1, len(versions)):
            if found_moves(compare(texts[k - 1], texts[k])):
                found.add((path.stem, k))
            if _SAYS_MOVED.search(versions[k]["message"]):
                wanted.add((path.stem, k))
    return {"govuk steps said to move": Score(len(found & wanted), len(found), len(wanted))}


Measure = Callable[[Path], dict[str, Score]]
SETS: tuple[Measure, ...] = (argrewrite, multimwa, wikidiff2, swipe, govuk)


def main() -> None:
    """Print every score."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    for measure in SETS:
        for name, score in measure(data).items():
            print(f"{name:42s} {score}")


if __name__ == "__main__":
    main()
