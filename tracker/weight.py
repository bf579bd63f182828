"""How much a change matters to a reader, in points that add up and say why; and which update stands first on a page.

Nobody finds the change that matters in a stream of commas: a toll that rises weighs more than a new paragraph, and a
stamp weighs nothing. Every number can be set (`ROWBACK_WEIGHTS`), and each score lists the reasons that made it.
"""

import json
import math
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Annotated, NamedTuple

from pydantic import BaseModel, Field, ValidationError

from tracker.counted import Counted, counts
from tracker.errors import BadSetting
from tracker.kinds.languages import language_of
from tracker.kinds.model import Kind
from tracker.model import BlockRole, Change, Document, Op, Part
from tracker.typography import count_words

#: Characters of a setting that is read; a longer one is a mistake.
LONGEST_SETTING = 4_000

Points = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Added = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]


class Weights(BaseModel, frozen=True, extra="forbid"):
    """The points of a change: those of its heaviest kind, then what is added for where and how it stands.

    The order is an editor's: the dead first, then the publisher's own correction, then a fact in the headline, then a
    figure, then what makes a claim surer (a doubt or a source taken out), a quotation, a name, a time, more text; a
    rewording and a copyedit come last. What no reader would want to know ("substantive" is false) never counts above
    `wording`, but for a headline put differently. The corpus cases are those of tests/tracker/test_weight.py.
    """

    notice: Points = 110
    figure: Points = 50
    certainty: Points = 42
    quote: Points = 42
    attribution: Points = 38
    name: Points = 38
    when: Points = 34
    removal: Points = 20
    addition: Points = 15
    wording: Points = 4
    status: Points = 3
    copyedit: Points = 1

    reworded_headline: Points = 16
    moved: Points = 2
    unjudged: Points = 12

    also: Points = 5
    toll: Points = 80
    hurt: Points = 30
    lost: Points = 15

    in_headline: Added = 45
    in_standfirst: Added = 12
    in_body: Added = 0
    in_caption: Added = -8
    in_byline: Added = -10
    top: Points = 10
    size: Points = 18
    size_words: Annotated[int, Field(ge=1, le=1000)] = 40
    silent: Points = 30

    next_share: Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)] = 0.5
    half_life_hours: Annotated[float, Field(gt=0, le=8760, allow_inf_nan=False)] = 24


#: What each number means, for the documentation and for whoever tunes it.
MEANINGS = {
    **{kind.value: f'points of a change of the kind "{kind.value}"' for kind in Kind},
    "reworded_headline": "points of a headline that is only put differently",
    "moved": "points of text that only moved, was split or merged",
    "unjudged": "points of a change whose kind nobody has judged",
    "also": "added for each further kind of substance in the same change",
    "toll": "added where a figure of the dead is told, changed or taken out",
    "hurt": "added where a figure of the injured or missing is",
    "lost": "added where a doubt or a source is taken out: the claim stands firmer than before",
    "in_headline": "added for a change in the headline",
    "in_standfirst": "added for a change in the standfirst",
    "in_body": "added for a change in the body",
    "in_caption": "added for a change in a caption",
    "in_byline": "added for a change in the byline, the dateline or the section",
    "top": "added at the very top of the body, falling evenly to nothing at its end",
    "size": "added for the words that changed, in full at `size_words` of them",
    "size_words": "words beyond which a change gains nothing by its length",
    "silent": "added to a change of substance with no notice found",
    "next_share": "share of itself with which each further change of a version counts, to the power of its place",
    "half_life_hours": "hours after which a version counts half as much on the front page",
}

DEFAULT = Weights()

_PARTS = {
    Part.HEADLINE: "in_headline",
    Part.STANDFIRST: "in_standfirst",
    Part.BODY: "in_body",
    Part.CAPTION: "in_caption",
}
_NO_SUBSTANCE = frozenset({Kind.WORDING, Kind.COPYEDIT, Kind.STATUS})


class Reason(NamedTuple):
    """Why a score has some of its points; `name` is a field of Weights, or "capped" or "further"."""

    name: str
    points: float


class Score(NamedTuple):
    """Points from 0 up, and the reasons that add up to them."""

    points: float
    why: tuple[Reason, ...]


def parse(text: str) -> Weights:
    """Weights out of a setting: `figure=60, silent=40`, or a JSON object of the same; "" for the defaults.

    Raises BadSetting, which names the number that is wrong.
    """
    if len(text) > LONGEST_SETTING:
        raise BadSetting(f"weights: longer than {LONGEST_SETTING} characters")
    given = _object(text) if text.lstrip().startswith("{") else _pairs(text)
    try:
        return Weights.model_validate(given)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            raise BadSetting(f"weights: there is no {name!r}; known are {', '.join(Weights.model_fields)}") from error
        raise BadSetting(f"weights: {name}: {fault['msg']}") from error


def _object(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSetting('weights: not a JSON object such as {"figure": 60}') from error


def _pairs(text: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for pair in text.split(","):
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not pair.strip():
            continue
        if not sign or not name or not value:
            raise BadSetting(f"weights: {pair.strip()!r} is not NAME=NUMBER, such as figure=60")
        if name in given:
            raise BadSetting(f"weights: {name} is given twice")
        given[name] = value
    return given


def weigh(change: Change, weights: Weights = DEFAULT, *, place: float | None = None, silent: bool = False) -> Score:
    """The score of one change. `place` is where it stands in the body, 0 at the top to 1 (None: not known).

    `silent`: no notice speaks of it. A minor change and a bare stamp score nothing.
    """
    why = [] if change.minor or change.role is BlockRole.STAMP else list(_reasons(change, weights, place, silent))
    return Score(max(sum(reason.points for reason in why), 0.0), tuple(reason for reason in why if reason.points))


def weigh_version(
    changes: Sequence[Change],
    weights: Weights = DEFAULT,
    *,
    places: Sequence[float | None] | None = None,
    silent: Collection[int] = (),
) -> Score:
    """The score of a version: its heaviest change in full, each next one by `next_share` of the share before.

    So a hundred commas never outweigh a toll, and two facts outweigh one. `silent` holds the places of silent changes.
    """
    scores = [
        weigh(change, weights, place=places[at] if places else None, silent=at in silent)
        for at, change in enumerate(changes)
    ]
    scores.sort(key=lambda score: -score.points)
    if not scores:
        return Score(0.0, ())
    further = sum(score.points * weights.next_share**at for at, score in enumerate(scores) if at)
    more = (Reason("further", further),) if further else ()
    return Score(scores[0].points + further, scores[0].why + more)


def small(change: Change) -> bool:
    """Whether a change is a smaller edit, which may be folded: none of substance, no headline's and no notice's."""
    return change.substantive is False and change.part is not Part.HEADLINE and change.role is not BlockRole.NOTICE


def weight(change: Change) -> int:
    """How much a change matters, as a whole number to put changes in order by; 0 for a minor one."""
    return 0 if change.minor else 1 + round(weigh(change).points)


def weightiest(changes: Sequence[Change], weights: Weights = DEFAULT, *, silent: Collection[int] = ()) -> Change | None:
    """The change to show where there is room for one; None where none is more than minor.

    `silent` holds the places of silent changes.

    Anything but the body's own sentences is taken only where none of them changed: a list shows the new headline
    anyway, a standfirst repeats the text, and a status line says little.
    """
    counted = [(change, at in silent) for at, change in enumerate(changes) if not change.minor]
    telling = [one for one in counted if one[0].part is Part.BODY and one[0].role is not BlockRole.STATUS]
    found = max(telling or counted, key=lambda one: weigh(one[0], weights, silent=one[1]).points, default=None)
    return found[0] if found else None


def rank(points: float, at: datetime, half_life_hours: float = DEFAULT.half_life_hours) -> float:
    """One stored number by which a database puts versions in order, most telling and newest first (descending).

    Points that fade by half in each half-life, `points * 2 ** (-age / half_life)`, are in the same order at any time as
    `log2(points) + at / half_life`, in which the age no longer stands: so the column never goes stale. Scores below 1
    count as 1. Numbers of two half-lives cannot be compared: after the setting changes, they are made again.
    """
    return math.log2(max(points, 1.0)) + at.timestamp() / (half_life_hours * 3600)


def faded(points: float, age_hours: float, half_life_hours: float = DEFAULT.half_life_hours) -> float:
    """What points are worth after so many hours, to be shown beside a rank."""
    share: float = 2.0 ** (-max(age_hours, 0.0) / half_life_hours)
    return max(points, 1.0) * share


def places(changes: Sequence[Change], document: Document) -> list[float | None]:
    """Where each change stands in the body of the new text, 0 at the top to 1; None where it stands nowhere there.

    What was removed stands where the sentence behind it stands.
    """
    body = "\n".join(document.paragraphs)
    found: list[float | None] = []
    for change in changes:
        text = change.new or change.after
        at = body.find(text) if text and change.part is Part.BODY else -1
        found.append(at / len(body) if at >= 0 else None)
    return found


def _reasons(change: Change, weights: Weights, place: float | None, silent: bool) -> Iterator[Reason]:
    kinds = kinds_of(change)
    names = [str(kind) for kind in kinds] or [_plain(change)]
    heaviest = max(names, key=lambda name: getattr(weights, name))
    if change.part is Part.HEADLINE and change.substantive is False and Kind.WORDING in kinds:
        heaviest = "reworded_headline"
    points = getattr(weights, heaviest)
    yield Reason(heaviest, points)
    if change.substantive is False:
        if points > weights.wording and heaviest != "reworded_headline":
            yield Reason("capped", weights.wording - points)
        return
    told = [kind for kind in kinds if kind not in _NO_SUBSTANCE]
    if heaviest == "moved" or (kinds and not told):
        return
    yield Reason("also", weights.also * max(len(told) - 1, 0))
    yield from _facts(change, weights)
    part = _PARTS.get(change.part, "in_byline")
    yield Reason(part, getattr(weights, part))
    if place is not None:
        yield Reason("top", weights.top * (1 - min(max(place, 0.0), 1.0)))
    yield Reason("size", weights.size * min(_changed_words(change), weights.size_words) / weights.size_words)
    if silent and Kind.NOTICE not in kinds:
        yield Reason("silent", weights.silent)


def kinds_of(change: Change) -> list[Kind]:
    """The kinds of a change that are known; its role says one where nobody has judged."""
    kinds = [Kind(kind) for kind in change.kinds if kind in Kind._value2member_map_]
    if not kinds and change.role in (BlockRole.NOTICE, BlockRole.STATUS):
        return [Kind(change.role.value)]
    return kinds


def _plain(change: Change) -> str:
    """What a change counts as that has no kind."""
    if change.op in (Op.MOVED, Op.SPLIT, Op.MERGED):
        return "moved"
    if change.substantive is None:
        return {Op.ADDED: "addition", Op.REMOVED: "removal"}.get(change.op, "unjudged")
    return "copyedit"


def _facts(change: Change, weights: Weights) -> Iterator[Reason]:
    """What is added for the dead, the injured and missing, and a doubt or source that goes."""
    whys = [why.partition(": ") for why in change.why]
    if any(kind in (Kind.CERTAINTY, Kind.ATTRIBUTION) and why.endswith(" no longer there") for kind, _, why in whys):
        yield Reason("lost", weights.lost)
    counted = counted_in(change)
    if Counted.DEAD in counted:
        yield Reason("toll", weights.toll)
    elif counted & {Counted.HURT, Counted.MISSING}:
        yield Reason("hurt", weights.hurt)


def counted_in(change: Change) -> set[Counted]:
    """What the figures count that a change turns, brings or takes out: what one side counts and the other does not."""
    if not change.old and not change.new:
        return set()
    code = language_of("", change.new or change.old).code
    old, new = ({(count.of, count.figure.value) for count in counts(text, code)} for text in (change.old, change.new))
    return {of for of, _ in old ^ new if of}


def _changed_words(change: Change) -> int:
    return sum(count_words(text) for sign, text in change.words if sign in "+-")
