"""Search over all that stories ever said: which used to say a thing, from when until when, and which say it still."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from storage import lineage
from storage.queries import searchable
from storage.tables import Outlet, Story, Version, Wording
from tracker import model
from tracker.blaming import Mark
from tracker.threads import ThreadId

#: Stories on one page of an answer. Range 1 to 100.
PAGE = 30

#: Texts of one story that an answer looks at, those that stand first, then by age. Range 10 to 200: a word such as
#: "the" stands in every sentence of every version.
MOST = 50

#: Words and phrases that one search may name. Range 1 to 50.
MOST_TERMS = 20

_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True)
class Said:
    """A text that holds what was asked for, and from when until when it stood (None: it stands).

    `until` is the first version without it; the last check that still saw it is `until.not_before_at`. `edited` says
    whether it is part of a change (it came later than the story's first version, or it went): only such text may be
    shown where an outlet's `show` is `changes`.
    """

    thread: ThreadId
    part: model.Part
    text: str
    since: Mark
    until: Mark | None

    @property
    def edited(self) -> bool:
        """Whether it came or went by an edit."""
        return self.until is not None or self.since.number > 1


@dataclass(frozen=True)
class Sayer:
    """A story that says or said what was asked for, its texts oldest first. What `show` hides is left to the caller."""

    story: Story
    outlet: Outlet
    said: list[Said]

    @property
    def standing(self) -> bool:
        """Whether the story still says it."""
        return any(each.until is None for each in self.said)

    @property
    def since(self) -> Mark:
        """When it first said so."""
        return min((each.since for each in self.said), key=lambda mark: mark.number)

    @property
    def until(self) -> Mark | None:
        """When it said so no more; None while it does."""
        ends = [each.until for each in self.said if each.until]
        return None if self.standing else max(ends, key=lambda mark: mark.number)


@dataclass(frozen=True)
class Answer:
    """Stories by when they last came to say it, newest first. `more` says that there are others, `cut` that not all
    texts of these were looked at."""

    sayers: list[Sayer]
    more: bool
    cut: bool


def said(
    session: Session, words: str, *, removed: bool = False, operator: bool = False, limit: int = PAGE, offset: int = 0
) -> Answer:
    """Stories with a sentence or part that holds, or held, every word of `words`; "in quotes" as one phrase.

    Case and typography do not matter. With `removed`, only stories that say it no more. Three queries.
    """
    holding = _holding(words)
    if not holding:
        return Answer([], more=False, cut=False)
    stories = _stories(session, holding, removed, operator, limit + 1, offset)
    story_ids = [story.id or 0 for story, _ in stories[:limit]]
    found, cut = _texts(session, holding, story_ids)
    named = lineage.marks(
        session,
        col(Version.capture_id).in_({each for row in found for each in (row.since_id, row.until_id) if each}),
    )
    by_story: defaultdict[int, list[Said]] = defaultdict(list)
    for story_id, each in _merged(found, named):
        by_story[story_id].append(each)
    for texts in by_story.values():
        texts.sort(key=lambda each: (each.since.number, each.thread))
    sayers = [Sayer(story, outlet, by_story[story.id or 0]) for story, outlet in stories[:limit]]
    return Answer([each for each in sayers if each.said], more=len(stories) > limit, cut=cut)


def _merged(found: Sequence[Wording], named: Mapping[int, Mark]) -> Iterator[tuple[int, Said]]:
    """Texts with their story; one that was only set in other typography meanwhile is one text, as it stood last."""
    ordered = sorted(found, key=lambda row: (row.story_id, row.born_id, row.place, row.ordinal))
    began: Mark | None = None
    for row, after in zip_longest(ordered, ordered[1:]):
        began = began or named[row.since_id]
        thread = ThreadId(row.born_id, row.place)
        if after and after.folded and after.since_id == row.until_id and thread == (after.born_id, after.place):
            continue
        until = None if row.until_id is None else named[row.until_id]
        yield row.story_id, Said(thread, row.part, row.text, began, until)
        began = None


def terms(words: str) -> list[str]:
    """The words and phrases that a search asks for, in the form in which texts are compared."""
    found = [(phrase or word).strip() for phrase, word in _TERM.findall(searchable(words))]
    return [term for term in found if term][:MOST_TERMS]


def _holding(words: str) -> list[ColumnElement[bool]]:
    return [col(Wording.search_text).contains(term, autoescape=True) for term in terms(words)]


def _stories(
    session: Session, holding: Sequence[ColumnElement[bool]], removed: bool, operator: bool, limit: int, offset: int
) -> list[tuple[Story, Outlet]]:
    """Stories with a text that holds what is asked for, by the newest such text."""
    newest = func.max(col(Version.first_seen_at)).label("newest")
    query = (
        select(Wording.story_id, newest)
        .join(Version, col(Version.capture_id) == col(Wording.since_id))
        .join(Story, col(Story.id) == col(Wording.story_id))
        .join(Outlet, col(Outlet.id) == col(Story.outlet_id))
        .where(*holding)
        .group_by(col(Wording.story_id))
    )
    if not operator:
        query = query.where(col(Outlet.show) != model.Show.OPERATORS)
    if removed:
        query = query.having(func.count(col(Wording.until_id)) == func.count())
    page = query.order_by(newest.desc(), col(Wording.story_id).desc()).limit(limit).offset(offset).subquery()
    owners = select(Story, Outlet).join(page, page.c.story_id == col(Story.id))
    owners = owners.join(Outlet, col(Outlet.id) == col(Story.outlet_id))
    return list(session.exec(owners.order_by(page.c.newest.desc(), page.c.story_id.desc())).all())


def _texts(
    session: Session, holding: Sequence[ColumnElement[bool]], story_ids: Sequence[int]
) -> tuple[Sequence[Wording], bool]:
    """The texts of these stories that hold it, at most MOST of each, and whether there are more."""
    order = (col(Wording.until_id).is_not(None), col(Version.number), col(Wording.born_id), col(Wording.place))
    place = func.row_number().over(partition_by=col(Wording.story_id), order_by=order).label("rank")
    query = select(Wording.born_id, Wording.place, Wording.ordinal, place)
    query = query.join(Version, col(Version.capture_id) == col(Wording.since_id))
    ranked = query.where(col(Wording.story_id).in_(story_ids), *holding).subquery()
    named = [getattr(ranked.c, name) == getattr(Wording, name) for name in ("born_id", "place", "ordinal")]
    rows = session.exec(
        select(Wording, ranked.c.rank).join(ranked, and_(*named)).where(ranked.c.rank <= MOST + 1)
    ).all()
    return [row for row, rank in rows if rank <= MOST], any(rank > MOST for _, rank in rows)
