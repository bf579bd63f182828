"""The rows of lineage: written step by step as versions come, and read back as threads, as blame, as one life."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, starmap
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, inspect, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage import tables
from storage.database import insert_rows
from storage.queries import searchable
from storage.tables import Arrangement, Capture, Version
from tracker import blaming, lineage, model, timeline
from tracker.blaming import Blame, Mark, Stood
from tracker.diffing import Diff
from tracker.errors import NotFound
from tracker.origins import DoesNotFit
from tracker.threads import Gone, Lineage, Span, ThreadId, Wording

#: Values in one list of a query. Range 50 to 400; SQLite takes expressions of a depth of 1,000.
CHUNK = 200

_COLUMNS = ("born_id", "place", "ordinal", "part", "text", "key", "since_id", "until_id", "came", "sources", "folded")
#: The columns themselves, not the mapped class: rows come by the hundred, and as objects they take thrice as long.
_TABLE = inspect(tables.Wording).local_table
_ROW = _TABLE.c
_WORDING = [_ROW[name] for name in (*_COLUMNS, "spans")]


def advance(session: Session, story_id: int, diffs: Mapping[int, Diff] | None = None) -> None:
    """Bring a story's lineage up to its newest version: a step for each new one, all of them where there is none.

    Call it once the story's versions are written, in the same transaction. `diffs` are those that were made on the
    way, by the capture of the later version; without them they are made again.
    """
    query = select(Version.capture_id, Arrangement.capture_id)
    query = query.outerjoin(Arrangement, col(Arrangement.capture_id) == col(Version.capture_id))
    rows = session.exec(query.where(Version.story_id == story_id).order_by(col(Version.number))).all()
    versions = [capture_id for capture_id, _ in rows]
    done = sum(1 for _, arranged in rows if arranged is not None)
    if done and any(arranged is not None for _, arranged in rows[done:]):
        # Versions came in between: what was written no longer leads from one to the next.
        done = 0
    if done == 0:
        _rewrite(session, story_id, versions, diffs)
    elif done < len(versions):
        try:
            _continue(session, story_id, versions, done, diffs or {})
        except DoesNotFit:
            # The version before was derived anew since: the rows are made again, as a rebuild would.
            _rewrite(session, story_id, versions, diffs)


def begin(
    session: Session, story_id: int, documents: Iterable[tuple[int, model.Document]], diffs: Mapping[int, Diff]
) -> None:
    """Write the lineage of a story of which none is written, from all of its versions: captures with their texts."""
    made = lineage.fold(documents, diffs)
    _insert(session, story_id, (wording for thread in made.threads.values() for wording in thread))
    rows = [_arrangement(story_id, capture_id, order) for capture_id, order in made.orders.items()]
    insert_rows(session, Arrangement, rows)


def forget(session: Session, story_id: int) -> None:
    """Drop a story's lineage; the next `advance` makes all of it again. Call it where its versions are dropped."""
    for table in (Arrangement, tables.Wording):
        session.execute(delete(table).where(col(table.story_id) == story_id))


def _rewrite(session: Session, story_id: int, versions: Sequence[int], diffs: Mapping[int, Diff] | None) -> None:
    forget(session, story_id)
    begin(session, story_id, _documents(session, versions), diffs or {})


def _continue(session: Session, story_id: int, versions: Sequence[int], done: int, diffs: Mapping[int, Diff]) -> None:
    """Take the versions behind the first `done`, one step each."""
    past = _Written(session, story_id, {capture_id: number for number, capture_id in enumerate(versions, 1)})
    documents = _documents(session, versions[done - 1 :])
    _, before = next(documents)
    standing = past.standing(versions[done - 1])
    for capture_id, document in documents:
        taken = lineage.step(standing, past, lineage.difference(before, document, diffs.get(capture_id)), capture_id)
        _end(session, taken.ended, capture_id)
        _insert(session, story_id, taken.new)
        order = [wording.thread for wording in taken.order]
        insert_rows(session, Arrangement, [_arrangement(story_id, capture_id, order)])
        standing, before = taken.order, document


def _documents(session: Session, versions: Sequence[int]) -> Iterator[tuple[int, model.Document]]:
    """Versions by their captures, in the order given, one in memory at a time."""
    for capture_id in versions:
        found = session.exec(select(Version.document).where(Version.capture_id == capture_id)).one()
        yield capture_id, model.Document.model_validate(found)


def _name(wording: Wording) -> dict[str, int]:
    return {"born_id": wording.thread.born_id, "place": wording.thread.place, "ordinal": wording.ordinal}


def _end(session: Session, ended: Iterable[Wording], capture_id: int) -> None:
    named = [_ROW[name] == bindparam(f"the_{name}") for name in ("born_id", "place", "ordinal")]
    rows = [{f"the_{name}": value for name, value in _name(wording).items()} for wording in ended]
    if rows:
        session.connection().execute(update(tables.Wording).where(*named).values(until_id=capture_id), rows)


def _insert(session: Session, story_id: int, wordings: Iterable[Wording]) -> None:
    rows: list[dict[str, Any]] = [
        {
            **_name(wording),
            "story_id": story_id,
            "part": wording.part,
            "text": wording.text,
            "search_text": searchable(wording.text),
            "key": wording.key,
            "since_id": wording.since_id,
            "until_id": wording.until_id,
            "came": wording.came,
            "sources": [list(source) for source in wording.sources],
            "folded": wording.folded,
            "spans": _written(wording),
        }
        for wording in wordings
    ]
    insert_rows(session, tables.Wording, rows)


def _written(wording: Wording) -> list[list[Any]]:
    """Spans as they are kept: without what goes without saying."""
    if wording.spans == (Span(len(wording.text), wording.since_id),):
        return []
    return [[*span] if span.replaced else [*span[:3]] if span.back_id else [*span[:2]] for span in wording.spans]


def _read(row: Sequence[Any]) -> Wording:
    born_id, place, ordinal, part, text, key, since_id, until_id, came, sources, folded, spans = row
    return Wording(
        thread=ThreadId(born_id, place),
        ordinal=ordinal,
        part=part,
        text=text,
        key=key,
        since_id=since_id,
        until_id=until_id,
        came=came,
        sources=tuple(ThreadId(*source) for source in sources),
        folded=folded,
        spans=tuple(starmap(Span, spans)) or (Span(len(text), since_id),),
    )


def _arrangement(story_id: int, capture_id: int, order: Sequence[ThreadId]) -> dict[str, Any]:
    runs: list[list[int]] = []
    for born_id, place in order:
        if runs and runs[-1][0] == born_id and sum(runs[-1][1:]) == place:
            runs[-1][2] += 1
        else:
            runs.append([born_id, place, 1])
    return {"capture_id": capture_id, "story_id": story_id, "runs": runs}


def _order(runs: Sequence[Sequence[int]]) -> list[ThreadId]:
    return [ThreadId(born_id, place) for born_id, first, count in runs for place in range(first, first + count)]


class _Written:
    """tracker.threads.Past, asked of the database: so that one more version costs what it changed, not the story."""

    def __init__(self, session: Session, story_id: int, numbers: Mapping[int, int]) -> None:
        self.session, self.story_id, self.numbers = session, story_id, numbers

    def number(self, capture_id: int) -> int:
        """A version's number."""
        return self.numbers[capture_id]

    def standing(self, capture_id: int) -> list[Wording]:
        """What stands in the newest version, which this is, in reading order."""
        query = select(Arrangement.runs).where(Arrangement.capture_id == capture_id)
        found = {wording.thread: wording for wording in self._found(_ROW.until_id.is_(None))}
        order = _order(self.session.exec(query).one())
        if not found.keys() >= set(order):
            raise DoesNotFit
        return [found[thread] for thread in order]

    def holding(self, keys: Collection[str]) -> Sequence[Wording]:
        """See Past."""
        asked = sorted(keys)
        parts = [asked[at : at + CHUNK] for at in range(0, len(asked), CHUNK)]
        return [wording for part in parts for wording in self._found(_ROW.key.in_(part))]

    def lately_gone(self, most: int) -> Sequence[Gone]:
        """See Past."""
        later, ended, born = _TABLE.alias().c, aliased(Version), aliased(Version)
        goes_on = exists().where(*_same_thread(later, _ROW), later.ordinal > _ROW.ordinal)
        query = (
            select(_ROW.born_id, _ROW.place, _ROW.part, _ROW.text)
            .join(ended, col(ended.capture_id) == _ROW.until_id)
            .join(born, col(born.capture_id) == _ROW.born_id)
            .where(_ROW.story_id == self.story_id, ~goes_on)
            .order_by(col(ended.number).desc(), col(born.number).desc(), _ROW.place.desc())
            .limit(most)
        )
        found = self.session.execute(query)
        return [Gone(ThreadId(born_id, place), part, text) for born_id, place, part, text in found]

    def earlier(self, threads: Collection[ThreadId], most: int) -> Mapping[ThreadId, Sequence[Wording]]:
        """See Past."""
        newest = _TABLE.alias().c
        last = select(func.max(newest.ordinal)).where(*_same_thread(newest, _ROW)).scalar_subquery()
        asked, found = sorted(threads), list[Wording]()
        for at in range(0, len(asked), CHUNK):
            # As pairs in a list, SQLite would look for them through all of the story.
            named = [and_(_ROW.born_id == born_id, _ROW.place == place) for born_id, place in asked[at : at + CHUNK]]
            found += self._found(or_(*named), _ROW.ordinal > last - most)
        found.sort(key=lambda wording: (wording.thread, wording.ordinal))
        return {thread: list(wordings) for thread, wordings in groupby(found, lambda wording: wording.thread)}

    def _found(self, *wanted: ColumnElement[bool]) -> list[Wording]:
        query = select(*_WORDING).where(_ROW.story_id == self.story_id, *wanted)
        return [_read(row) for row in self.session.execute(query)]


def _same_thread(one: Any, other: Any) -> list[ColumnElement[bool]]:
    return [one.born_id == other.born_id, one.place == other.place]


def read(session: Session, story_id: int) -> Lineage:
    """All threads of a story and the order of each version, as tracker.lineage.fold gives them. Two queries."""
    orders = select(Arrangement.capture_id, Arrangement.runs)
    orders = orders.join(Version, col(Version.capture_id) == col(Arrangement.capture_id))
    arranged = session.exec(orders.where(Arrangement.story_id == story_id).order_by(col(Version.number))).all()
    made = Lineage(orders={capture_id: _order(runs) for capture_id, runs in arranged})
    made.threads = _threads(session, story_id, {capture_id: at for at, capture_id in enumerate(made.orders)})
    return made


def named(session: Session, story_id: int) -> tuple[Lineage, dict[int, Mark]]:
    """All threads of a story, and its versions as blame names them. Three queries."""
    return read(session, story_id), marks(session, col(Version.story_id) == story_id)


def _threads(session: Session, story_id: int, numbers: Mapping[int, int]) -> dict[ThreadId, list[Wording]]:
    """A story's threads in the order in which they began, `numbers` being those of its versions. One query."""
    found = [_read(row) for row in session.execute(select(*_WORDING).where(_ROW.story_id == story_id))]
    threads: dict[ThreadId, list[Wording]] = {}
    for wording in sorted(found, key=lambda each: (numbers[each.thread.born_id], each.thread.place, each.ordinal)):
        threads.setdefault(wording.thread, []).append(wording)
    return threads


def marks(session: Session, wanted: ColumnElement[bool]) -> dict[int, Mark]:
    """Versions by capture, as blame and search name them. One query."""
    other = aliased(Capture)
    twice = exists().where(
        col(other.chain_id) == col(Capture.chain_id),
        col(other.id) != col(Capture.id),
        col(other.seen_at) == col(Capture.seen_at),
    )
    query = select(Version.number, Version.not_before_at, Capture, twice)
    query = query.join(Capture, col(Version.capture_id) == col(Capture.id)).where(wanted)
    return {
        capture.id or 0: Mark(number, timeline.sight(capture, shared=shared), capture.seen_at, not_before_at)
        for number, not_before_at, capture, shared in session.exec(query.order_by(col(Version.number))).all()
    }


def blame(session: Session, story_id: int, number: int | None = None) -> Blame:
    """A version, sentence by sentence, with where each word came from; the newest where no number is given.

    Three queries. Raises NotFound.
    """
    named = marks(session, col(Version.story_id) == story_id)
    capture_id = next((each for each, mark in named.items() if mark.number == (number or len(named))), 0)
    runs = session.exec(select(Arrangement.runs).where(Arrangement.capture_id == capture_id)).first()
    if runs is None:
        raise NotFound("no lineage is kept for this version; `rowback rebuild` makes it")
    threads = _threads(session, story_id, {each: mark.number for each, mark in named.items()})
    return blaming.blame(Lineage(threads, {capture_id: _order(runs)}), named, capture_id)


def life(session: Session, story_id: int, thread: ThreadId) -> tuple[Stood, ...]:
    """What a thread said, oldest first, and when: two queries. Raises NotFound."""
    wanted = (_ROW.story_id == story_id, _ROW.born_id == thread.born_id, _ROW.place == thread.place)
    rows = session.execute(select(*_WORDING).where(*wanted).order_by(_ROW.ordinal)).all()
    found = [_read(row) for row in rows]
    if not found:
        raise NotFound(f"this story has no thread {thread}")
    ids = {each for wording in found for each in (wording.since_id, wording.until_id) if each}
    return blaming.life(found, marks(session, col(Version.capture_id).in_(ids)))
