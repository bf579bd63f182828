"""What a shared link shows: a picture of the edit, drawn here, and the words beside it (ogp.me)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from fastapi import APIRouter, Request
from fastapi.responses import Response

from storage.queries import Sighting
from tracker import excerpt, weight
from tracker.classify import classify
from tracker.model import Change, Op, Version
from tracker.telling import retold
from web import card, texts, times
from web.card import Card
from web.deps import AMoment, Reader, Reading, StoryId, TwoMoments
from web.kept import Made, kept
from web.looks import compared, look
from web.passages import tag
from web.render import plural
from web.texts import gettext

router = APIRouter(include_in_schema=False)

#: Pictures are drawn one at a time: each takes a twentieth of a second, and readers of pages come first.
_ONE = Lock()


@dataclass(frozen=True)
class Edit:
    """What a picture is of: a version, when and by how much it differs, the changes that may be shown, a sentence."""

    of: Sighting
    when: str
    amount: str
    changes: Sequence[Change]
    told: str


@router.get("/stories/{story}@{moment}.png")
def version(request: Request, reader: Reading, story_id: StoryId, moment: AMoment) -> Response:
    """A version's picture: the weightiest thing that it changed."""
    return _picture(request, reader, lambda: _of_version(reader, story_id, moment))


@router.get("/stories/{story}/{pair}.png")
def comparison(request: Request, reader: Reading, story_id: StoryId, pair: TwoMoments) -> Response:
    """A comparison's picture: the weightiest thing in which the two versions differ."""
    return _picture(request, reader, lambda: _of_pair(reader, story_id, pair))


def _picture(request: Request, reader: Reader, find: Callable[[], Edit]) -> Response:
    def make() -> Made:
        edit = find()
        with _ONE:
            return Made(card.png(_card(edit)))

    return kept(request, reader, "image/png", make)


def _of_version(reader: Reader, story_id: int, moment: AMoment) -> Edit:
    found = look(reader, story_id, moment)
    seen, zone = found.found.seen, found.found.outlet.zone
    version = seen.version
    at = times.stamp(version.first_seen_at, zone)
    if version.number == 1:
        count = plural(version.words, "word")
        return Edit(
            found.found, gettext("First seen %(at)s", at=at), count, (), gettext("The first version that was seen.")
        )
    made = excerpt.changes([change for change in seen.changes if not change.minor], whole=found.whole)
    when = gettext("Changed by %(at)s", at=at)
    return Edit(found.found, when, _amount(version.words_added, version.words_removed), made, _told(version))


def _of_pair(reader: Reader, story_id: int, pair: TwoMoments) -> Edit:
    found = compared(reader, story_id, *pair)
    old, new = found.old.seen.version, found.new.seen.version
    if new.number == old.number + 1:
        return _of_version(reader, story_id, found.new.seen.moment)
    before, after = found.documents
    made = classify(found.diff, old=before, new=after)
    shown = excerpt.changes([change for change in made if not change.minor], whole=found.whole)
    zone = found.new.outlet.zone
    when = gettext(
        "Version %(old)s against version %(new)s, %(at)s",
        old=old.number,
        new=new.number,
        at=times.stamp(new.first_seen_at, zone),
    )
    told = gettext("Two versions of a story, compared.") if shown else gettext("The two texts are the same")
    return Edit(found.new, when, _amount(found.diff.words_added, found.diff.words_removed), shown, told)


def _told(version: Version) -> str:
    """What a version changed, in the language asked for where it can be told so."""
    return retold(version.told, version.telling, texts.language())[0]


def _amount(added: int, removed: int) -> str:
    return gettext("+%(added)s −%(removed)s words", added=added, removed=removed)


def _card(edit: Edit) -> Card:
    change = weight.weightiest(edit.changes)
    old, new = _sides(change) if change else ([], [])
    moved = change is not None and change.op is Op.MOVED and change.old == change.new
    return Card(
        outlet=edit.of.outlet.name,
        headline=str(edit.of.seen.version.document.get("headline", "")) or edit.of.story.headline,
        foot=edit.when,
        side=edit.amount,
        label=_label(change) if change and (moved or not (old and new)) else "",
        before=[] if moved else old,
        after=new,
        told=edit.told,
    )


def _label(change: Change) -> str:
    if change.op is Op.MOVED:
        return tag(change) or ""
    return gettext("Put in") if change.new else gettext("Taken out")


def _sides(change: Change) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """A change's text before and after, in pieces, the words taken out and put in marked."""
    old = [(text, sign == "-") for sign, text in change.words if sign != "+"]
    new = [(text, sign == "+") for sign, text in change.words if sign != "-"]
    return (old if change.old else []), (new if change.new else [])
