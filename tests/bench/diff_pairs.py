"""Makes pairs of texts with edits that are known to the word, out of real releases in ../shared/data."""

import gzip
import json
import random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tracker.diffing.align import increasing

#: A word and where it came from: its number in the old text, None where it is new.
Word = tuple[str, int | None]
Sentence = list[Word]
#: Paragraphs of sentences of words.
Text = list[list[Sentence]]

DATA = Path(__file__).parents[3] / "shared" / "data"


class Planted(NamedTuple):
    """Two texts, and for each word of the new one its number in the old one (None where it is new)."""

    kind: str
    old: str
    new: str
    origins: list[int | None]
    moved: frozenset[int]


@lru_cache
def releases(data: Path) -> list[list[str]]:
    """The paragraphs of the newest version of every press release and speech, in order of their file."""
    out = []
    for name in ("press_releases", "speeches"):
        raw = gzip.decompress((data / "sg_minlaw_releases" / f"{name}.jsonl.gz").read_bytes())
        for line in raw.splitlines():
            out.append([" ".join(text.split()) for text in json.loads(line)["versions"][-1]["paragraphs"]])
    return out


def cut(paragraphs: list[str]) -> list[list[list[str]]]:
    """Paragraphs cut into sentences at full stops, crudely: only the edits need them."""
    out = []
    for paragraph in paragraphs:
        sentences: list[list[str]] = [[]]
        for word in paragraph.split():
            sentences[-1].append(word)
            if word.endswith((".", "?", "!", ".”")) and len(word) > 4:
                sentences.append([])
        out.append([sentence for sentence in sentences if len(sentence) > 3])
    return [sentences for sentences in out if sentences]


@lru_cache
def taken(data: Path, size: int, start: int) -> list[list[list[str]]]:
    """About `size` words of releases, from the one numbered `start` on; no paragraph twice."""
    out, count, seen = [], 0, set()
    stories = releases(data)
    for k in range(len(stories)):
        for paragraph in cut(stories[(start + k) % len(stories)]):
            key = str(paragraph)
            if count < size and key not in seen:
                seen.add(key)
                out.append(paragraph)
                count += sum(map(len, paragraph))
    return out


class Editor:
    """Edits texts; the same seed gives the same edits."""

    def __init__(self, data: Path, seed: str) -> None:
        self.chance = random.Random(seed)
        self.foreign = [s for p in taken(data, 6_000, 300) for s in p if 8 <= len(s) <= 40]
        self.words = [word for sentence in self.foreign for word in sentence if word.isalpha()]

    def phrased(self, sentence: Sentence) -> Sentence:
        """A sentence with half of its words replaced, in phrases of up to five words."""
        out = list(sentence)
        left = len(sentence) // 2
        while left > 0:
            start, size = self.chance.randrange(len(out)), min(self.chance.randint(1, 5), left)
            for k in range(start, min(start + size, len(out))):
                left -= out[k][1] is not None
                out[k] = (self.chance.choice(self.words), None)
        return out

    def reworded(self, sentence: Sentence, share: float) -> Sentence:
        """A sentence with this share of its words replaced, dropped or added to."""
        out: Sentence = []
        for word, origin in sentence:
            if self.chance.random() >= share:
                out.append((word, origin))
                continue
            kind = self.chance.random()
            if kind < 0.6:
                out.append((self.chance.choice(self.words), None))
            elif kind < 0.8:
                out += [(word, origin), (self.chance.choice(self.words), None)]
        return out or sentence

    def untouched(self, text: Text) -> Text:
        return text

    def one_word(self, text: Text) -> Text:
        sentence = text[len(text) // 2][0]
        sentence[len(sentence) // 2] = ("Fnordsson", None)
        return text

    def five_percent(self, text: Text) -> Text:
        return [[self.reworded(sentence, 0.05) for sentence in paragraph] for paragraph in text]

    def rewritten(self, text: Text) -> Text:
        """30% of the sentences: every other one replaced, the rest with half their words rewritten."""
        places = [(p, s) for p, paragraph in enumerate(text) for s in range(len(paragraph))]
        for n, (p, s) in enumerate(self.chance.sample(places, max(1, round(0.3 * len(places))))):
            other: Sentence = [(word, None) for word in self.chance.choice(self.foreign)]
            text[p][s] = other if n % 2 == 0 else self.phrased(text[p][s])
        return text

    def unrelated(self, text: Text) -> Text:
        return [[[(word, None) for word in self.chance.choice(self.foreign)] for _ in p] for p in text]

    def moved_paragraph(self, text: Text, share: float) -> Text:
        long = [k for k, paragraph in enumerate(text) if sum(map(len, paragraph)) >= 20]
        place = self.chance.choice(long)
        paragraph = [self.reworded(sentence, share) for sentence in text.pop(place)]
        target = self.chance.choice([k for k in range(len(text) + 1) if abs(k - place) >= 2])
        text.insert(target, paragraph)
        return text

    def moved_sentence(self, text: Text, share: float) -> Text:
        p, s = self.chance.choice(
            [(p, s) for p in range(len(text)) for s in range(len(text[p])) if len(text[p][s]) >= 12]
        )
        sentence = self.reworded(text[p].pop(s), share)
        target = self.chance.choice([k for k in range(len(text)) if k != p])
        text[target].insert(self.chance.randint(0, len(text[target])), sentence)
        return [paragraph for paragraph in text if paragraph]

    def moved_clause(self, text: Text) -> Text:
        """A clause of six words or more, up to a comma, goes from the start of one sentence to that of another."""
        places = [
            (p, s, end)
            for p, paragraph in enumerate(text)
            for s, sentence in enumerate(paragraph)
            for end in [next((k + 1 for k, (word, _) in enumerate(sentence) if word.endswith(",")), 0)]
            if 6 <= end <= len(sentence) - 6
        ]
        if not places:
            return text
        p, s, end = self.chance.choice(places)
        clause, text[p][s] = text[p][s][:end], text[p][s][end:]
        others = [(q, r) for q in range(len(text)) for r in range(len(text[q])) if q != p and len(text[q][r]) >= 12]
        q, r = self.chance.choice(others)
        text[q][r] = clause + text[q][r]
        return text


def joined(text: Text) -> str:
    return "\n\n".join(" ".join(" ".join(word for word, _ in sentence) for sentence in paragraph) for paragraph in text)


def planted(data: Path, kind: str, size: int, seed: int, edit: Callable[[Editor, Text], Text]) -> Planted:
    """A pair of about this many words with one kind of edit."""
    number = 0
    text: Text = []
    for paragraph in taken(data, size, seed * 3):
        text.append([])
        for sentence in paragraph:
            text[-1].append([(word, number + k) for k, word in enumerate(sentence)])
            number += len(sentence)
    old = joined(text)
    changed = edit(Editor(data, f"{kind}-{size}-{seed}"), [[list(s) for s in p] for p in text])
    origins = [origin for paragraph in changed for sentence in paragraph for _, origin in sentence]
    return Planted(kind, old, joined(changed), origins, frozenset(out_of_order(origins)))


def out_of_order(origins: list[int | None]) -> set[int]:
    """The old words that stand outside the longest stretch of words in their old order."""
    known = [origin for origin in origins if origin is not None]
    kept = set(increasing(known))
    return {origin for k, origin in enumerate(known) if k not in kept}
