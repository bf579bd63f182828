"""Lineage beside a plain search for the first version that held a sentence, and what it costs beside the diff.

Times are of the processor, so that a busy machine does not change them.
"""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlmodel import func, select

from storage import lineage as rows
from storage import migrations, said
from storage.archive import Store
from storage.database import Database
from storage.tables import Arrangement, Version, Wording
from tests.corpus.converters import records
from tests.newsroom import MORNING, NOW, arrival, line
from tracker import lineage
from tracker.diffing import Diff
from tracker.model import Block, Document
from tracker.threads import Lineage, key
from tracker.threads import Wording as Text
from tracker.typography import even

DATA = Path(__file__).parents[3] / "shared" / "data"

#: Words of a stretch from which on a plain search for it means something.
STRETCH = 3


def documents(path: Path) -> list[Document]:
    """The versions of a page of govuk_coronavirus, each once."""
    read = [[block["text"] for block in version["blocks"]] for version in records(path)]
    return [
        Document(headline=first, blocks=[Block(text=text) for text in rest], language="en") for first, *rest in read
    ]


class Plain:
    """The versions as plain text, to search through."""

    def __init__(self, versions: Sequence[Document]) -> None:
        self.texts = ["\n".join(map(even, [each.headline, *each.paragraphs, *each.captions])) for each in versions]

    def first(self, text: str) -> int:
        """The number of the first version that holds a text verbatim, but for typography; 0 for none."""
        wanted = even(text)
        return next((number for number, whole in enumerate(self.texts, 1) if wanted in whole), 0)


def verdict(made: Lineage, wording: Text, plain: int) -> str:
    """In which class the answers for a wording fall: agreed, or why they differ."""
    thread = made.threads[wording.thread]
    since = min(each.since_id for each in thread if each.key == wording.key)
    if plain == since:
        return "agreed"
    if plain > since:
        return "UNEXPLAINED: lineage is earlier"
    same = [each for each in made.at(plain) if key(each.text) == wording.key]
    if not same:
        inside = [each for each in made.at(plain) if even(wording.text) in even(each.text)]
        return "part of a longer sentence then" if inside else "across sentences then"
    if any(key(each.text) == wording.key and each.thread != wording.thread for each in made.at(since)):
        return "a second copy: the first still stands"
    if any(each.thread in made.orders[since] for each in same):
        return "the sentence that said it goes on in other words"
    return "another sentence was reworded into one that had gone"


def compared(versions: Sequence[Document]) -> tuple[Counter[str], Counter[str], list[tuple[str, str]]]:
    """Classes by sentence and version, classes by wording, and each disagreement with its text."""
    made, plain = lineage.fold(enumerate(versions, 1)), Plain(versions)
    classes = {
        (wording.thread, wording.ordinal): verdict(made, wording, plain.first(wording.text))
        for wordings in made.threads.values()
        for wording in wordings
    }
    each = Counter(classes[wording.thread, wording.ordinal] for number in made.orders for wording in made.at(number))
    told = [
        (classes[wording.thread, wording.ordinal], wording.text)
        for wordings in made.threads.values()
        for wording in wordings
        if classes[wording.thread, wording.ordinal] != "agreed"
    ]
    return each, Counter(classes.values()), told


def stretches(versions: Sequence[Document]) -> Counter[str]:
    """For stretches of words of one origin: whether the first version that holds them verbatim is that origin."""
    made, plain, found = lineage.fold(enumerate(versions, 1)), Plain(versions), Counter[str]()
    for wordings in made.threads.values():
        for wording in wordings:
            at = 0
            for span in wording.spans:
                text = wording.text[at : at + span.length].strip()
                at += span.length
                if len(text.split()) >= STRETCH:
                    first = plain.first(text)
                    found["agreed" if first == span.first_id else _stretch(first, span.first_id)] += 1
    return found


def _stretch(plain: int, own: int) -> str:
    if not plain:
        return "not searchable: typography that only reads so within its sentence"
    if plain > own:
        return "lineage earlier: its words came one by one, or what stood between them went"
    return "plain earlier: the words stood in another sentence"


def timed(versions: Sequence[Document]) -> tuple[float, float]:
    """Seconds for all diffs of a story, and for its lineage once they are made; the better of three rounds."""
    best = [float("inf"), float("inf")]
    for _ in range(3):
        began = time.process_time()
        diffs = made_diffs(versions)
        between = time.process_time()
        lineage.fold(enumerate(versions, 1), diffs)
        best = [min(best[0], between - began), min(best[1], time.process_time() - between)]
    return best[0], best[1]


def made_diffs(versions: Sequence[Document]) -> dict[int, Diff]:
    """The diff that leads to each version, by number."""
    return {
        number: lineage.difference(before, after)
        for number, (before, after) in enumerate(zip([Document(), *versions], versions, strict=False), 1)
    }


def live(count: int, seed: int = 1) -> list[list[str]]:
    """A long-lived page: so many versions of some 60 paragraphs, of which each changes two and adds or drops one."""
    chance = random.Random(seed)
    made = [[_sentence(chance) for _ in range(60)]]
    gone: list[str] = []
    while len(made) < count:
        now = list(made[-1])
        for place in chance.sample(range(len(now)), 2):
            words = now[place].split()
            words[chance.randrange(len(words))] = f"word{chance.randrange(5_000)}"
            now[place] = " ".join(words)
        if chance.random() < 0.5:
            gone.append(now.pop(chance.randrange(len(now))))
        else:
            back = gone.pop(chance.randrange(len(gone))) if gone and chance.random() < 0.2 else _sentence(chance)
            now.insert(chance.randrange(len(now) + 1), back)
        made.append(now)
    return made


def _sentence(chance: random.Random) -> str:
    return " ".join(f"word{chance.randrange(5_000)}" for _ in range(20)).capitalize() + "."


def stored(bodies: Sequence[Sequence[str]], steps: int) -> None:
    """Print what one version more costs in the database, and how large the rows are."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/rowback.sqlite")
        migrations.migrate(database)
        store = Store(database)
        lines = [line((n * timedelta(minutes=1)).total_seconds() / 60, *body) for n, body in enumerate(bodies)]
        store.record([arrival(each) for each in lines[:-steps]], kept_at=NOW)
        with database.write() as session:
            rows.forget(session, 1)
            began = time.process_time()
            rows.advance(session, 1)
            print(f"  all {len(bodies) - steps} versions at once: {time.process_time() - began:.2f} s")
        print(f"  one version more: {_steps(store, lines[-steps:], bodies[-steps - 1 :])}")
        with database.read() as session:
            for table in (Wording, Arrangement, Version):
                print(f"  {table.__tablename__} rows: {session.exec(select(func.count()).select_from(table)).one():,}")
            began = time.process_time()
            rows.blame(session, 1)
            print(f"  blame of the newest version: {(time.process_time() - began) * 1e3:.0f} ms")
        _searched(database)
        database.close()


def _steps(store: Store, lines: Sequence[bytes], bodies: Sequence[Sequence[str]]) -> str:
    keeping, taken, diffing = [], [], []
    for each, before, after in zip(lines, bodies, bodies[1:], strict=False):
        with clocked() as calls:
            began = time.process_time()
            store.record([arrival(each)], kept_at=NOW)
            keeping.append(time.process_time() - began - sum(calls))
            with store.database.write() as session:
                rows.advance(session, 1)
        # Where the fold has called it already, the second call found nothing to do.
        taken.append(max(calls))
        old, new = (Document(blocks=[Block(text=text) for text in body], language="en") for body in (before, after))
        began = time.process_time()
        lineage.difference(old, new)
        diffing.append(time.process_time() - began)
    keep, step, diff = median(keeping) * 1e3, median(taken) * 1e3, median(diffing) * 1e3
    return f"{step:.1f} ms; its diff alone {diff:.1f} ms ({step / diff:.1f}x), keeping the capture {keep:.1f} ms"


@contextmanager
def clocked() -> Iterator[list[float]]:
    """The seconds of each call of `advance` meanwhile."""
    calls: list[float] = []
    own = rows.advance

    def timed_advance(*given: Any) -> None:
        began = time.process_time()
        own(*given)
        calls.append(time.process_time() - began)

    rows.advance = timed_advance  # type: ignore[assignment]
    try:
        yield calls
    finally:
        rows.advance = own


def _searched(database: Database) -> None:
    with database.read() as session:
        for words in ('"word1234 word"', "no such words"):
            began = time.process_time()
            said.said(session, words)
            print(f"  search {words}: {(time.process_time() - began) * 1e3:.0f} ms")


def main() -> None:
    """Print the comparison on the two real pages, then times."""
    for path in sorted((DATA / "govuk_coronavirus").glob("*.jsonl")):
        versions = documents(path)
        each, wordings, _ = compared(versions)
        print(
            f"\n{path.stem}: {len(versions)} versions, {each.total():,} sentences in them, {wordings.total()} wordings"
        )
        for name, count in wordings.most_common():
            print(f"  {count:>5} wordings {each[name]:>6} sentences  {name}")
        found = stretches(versions)
        for name, count in found.most_common():
            print(f"  {count:>5} stretches of {STRETCH} words or more  {name}")
        diffing, folding = timed(versions)
        print(
            f"  diffs {diffing * 1e3:.0f} ms, lineage {folding * 1e3:.0f} ms ({folding / diffing:.2f}x),"
            f" {folding / len(versions) * 1e3:.2f} ms a version"
        )
    print(f"\na synthetic page of 440 versions, kept since {MORNING:%Y-%m-%d}")
    stored(live(440), steps=20)


if __name__ == "__main__":
    main()
