"""What is new in a story since the version that a reader read: the newest text with the new words marked in it."""

from typing import Any

from storage import queries
from tracker import excerpt
from tracker.moments import Moment
from tracker.telling import retold
from web import texts
from web.comparison import laid_out
from web.deps import Reader
from web.looks import compared
from web.reasons import sentence

#: Versions since then that the page tells one by one, the newest of them. Range 3 to 100.
MOST = 20


def page(reader: Reader, story_id: int, since: Moment) -> dict[str, Any]:
    """The page of what is new since the version that stood at a moment. Raises NotFound where none stood yet."""
    found = compared(reader, story_id, since, queries.newest_moment(reader.session, story_id, since))
    read, newest = found.old.seen.version, found.new.seen.version
    later = queries.told_after(reader.session, story_id, read.number, limit=MOST)
    told = [(mark, sentence(*retold(made.told, made.telling, texts.language()))) for mark, made in later]
    diff = excerpt.diff(found.diff, whole=found.whole)
    return {
        "old": found.old,
        "new": found.new,
        "diff": diff,
        "laid": laid_out(diff, *found.documents, only=not found.whole),
        "whole": found.whole,
        "later": told,
        "count": newest.number - read.number,
        "untold": newest.number - read.number - len(later),
    }
