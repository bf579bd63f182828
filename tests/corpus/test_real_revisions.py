"""Whole collections of real revisions, imported: nothing crashes, and every diff gives both texts back exactly."""

from itertools import pairwise
from pathlib import Path

import pytest
from sqlmodel import col, select

from storage import migrations
from storage.archive import Store
from storage.database import Database
from storage.tables import Version
from tests.corpus.converters import SOURCES
from tests.newsroom import NOW
from tracker import chain, intake
from tracker.diffing import compare
from tracker.model import Document, Part, Via

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module", params=list(SOURCES))
def imported(request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """An archive into which one whole collection was imported."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp(request.param) / 'rowback.sqlite'}")
    migrations.migrate(database)
    store = Store(database)
    numbered = ((f"line {number}", line) for number, line in enumerate(SOURCES[request.param](shared_data), 1))
    tally = intake.take(store, intake.from_lines(numbered, via=Via.IMPORT, now=NOW), now=NOW)
    assert tally.failures == []
    assert tally.kept > 100
    return store


def documents(store: Store) -> dict[int, list[Document]]:
    """The versions of each story, in order."""
    found: dict[int, list[Document]] = {}
    with store.database.read() as session:
        query = select(Version.story_id, Version.document).order_by(col(Version.story_id), col(Version.number))
        for story_id, document in session.exec(query).all():
            found.setdefault(story_id, []).append(Document.model_validate(document))
    return found


def test_every_pair_of_versions_gives_both_texts_back_exactly(imported: Store) -> None:
    pairs = [pair for versions in documents(imported).values() for pair in pairwise(versions)]
    assert len(pairs) > 100
    for old, new in pairs:
        diff = compare(old, new, language=new.language or None)
        assert diff.old_text() == "\n\n".join(old.paragraphs)
        assert diff.new_text() == "\n\n".join(new.paragraphs)
        body = [pair for pair in diff.pairs if pair.part is Part.BODY]
        assert sorted(index for pair in body for index in pair.old) == list(range(len(diff.old.sentences)))
        assert sorted(index for pair in body for index in pair.new) == list(range(len(diff.new.sentences)))
        for pair in body:
            assert pair.old_text == "".join(diff.old.sentences[index].text for index in pair.old)
            assert pair.new_text == "".join(diff.new.sentences[index].text for index in pair.new)


def test_the_record_holds_and_a_rebuild_changes_nothing(imported: Store) -> None:
    assert chain.verify(imported).broken is None
    before = documents(imported)
    imported.rebuild()
    assert documents(imported) == before
