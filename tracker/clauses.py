"""From one change to the clauses that tell it: by what the rules found, else by what happened to the sentence."""

import re
from collections.abc import Iterator

from tracker import typography
from tracker.around import LONGEST_VALUE, Around, Clause, bones, shown
from tracker.episodes import Restored
from tracker.facts import facts, figure_text, generic, is_count, toll
from tracker.kinds.model import Kind
from tracker.model import BlockRole, Change, Op, Part
from tracker.speakers import speaker, speech
from tracker.weight import Score, kinds_of, weigh

#: Characters of both headlines together up to which a clause gives them. Range 40 to 180.
LONGEST_HEADLINES = 160

#: Characters of an edit from which its words say something ("may" to "might"). Range 2 to 6.
SHORTEST_EDIT = 3

#: Words put in or taken out in one place from which they tell more than the name or date among them. Range 2 to 6.
LEAST_PHRASE = 3

#: Points of a clause that only repeats what another tells: "headline changed" beside the toll in it.
REPEATS = 3.0

#: What a notice calls itself, in four languages; the first that fits.
_NOTICES = {
    "correction": r"correct|erratum|errata|corrigend|korrektur|korrigi|berichtig|richtigstell|rectifi|fe de erratas|"
    r"misstated|misspelled|incorrectly|wrongly",
    "clarification": r"clarif|klarstell|précision|aclaraci",
    "editors_note": r"editor['’]?s['’]? note|anmerkung der red|anm\.? d|note de la rédaction|ndlr|nota del editor|"
    r"nota de la redacción",
    "update_note": r"updat|amended|revised|aktualisier|mis(?:e)? à jour|actualiza",
}
_NOTICE = {what: re.compile(rf"\b(?:{words})", re.IGNORECASE) for what, words in _NOTICES.items()}

#: Facts that are told by the words that came or went, where these are a phrase in one place.
_IN_WORDS = frozenset(f"{what}.{way}" for what in ("name", "figure", "date", "time", "when") for way in ("new", "gone"))

#: Characters that stand in addresses and in the marks of programs, and in no phrase worth giving.
_MACHINE = frozenset("/\\[]{}<>|=")

_HARDLY = frozenset({Kind.WORDING, Kind.COPYEDIT})
_OPS = {Op.ADDED: "added", Op.REMOVED: "removed"}


def clauses(around: Around) -> list[Clause]:
    """Every clause of every change that is not minor, in reading order; the sentences of one notice are one."""
    made: list[Clause] = []
    for place, change in enumerate(around.changes):
        if change.minor or change.role is BlockRole.STAMP:
            continue
        found = list(_of(change, place, around))
        last = made[-1] if made else None
        if last and last.change == place - 1 and found[0].key == f"notice.{last.key.partition('.')[2]}":
            notice = around.changes[place - 1].role is BlockRole.NOTICE
            found = [clause._replace(key=last.key) if notice else clause for clause in found]
        made += found
    return made


def _of(change: Change, place: int, around: Around) -> Iterator[Clause]:
    kinds = kinds_of(change)
    score = weigh(change, around.weights, place=around.places[place], silent=place in around.silent)
    back = around.restored.get(place)
    if Kind.NOTICE in kinds:
        yield Clause(_notice(change), {}, score.points, place)
    elif kinds and kinds[0] is Kind.STATUS and len(kinds) == 1:
        yield Clause(f"status.{_OPS.get(change.op, 'changed')}", {}, score.points, place)
    elif back is not None and change.part in (Part.BODY, Part.HEADLINE, Part.CAPTION):
        yield _back(change, back, score, place)
    elif change.part is Part.HEADLINE:
        yield from _headline(change, kinds, score, place, around)
    elif change.part is Part.BODY and change.op in _OPS:
        yield _whole(change, kinds, score, place, around)
    elif change.part is Part.BODY:
        yield from _paired(change, kinds, score, place, around)
    else:
        yield from _part(change, kinds, score, place, around)


def _notice(change: Change) -> str:
    """What a notice calls itself, and whether it came, went or changed; it may stand at the end of a sentence."""
    why = next((why.removeprefix("notice: ") for why in change.why if why.startswith("notice: ")), "")
    text = (change.new or change.old) if change.role is BlockRole.NOTICE or not why else why
    what = next((what for what, pattern in _NOTICE.items() if pattern.search(text)), "notice")
    seen = why.rstrip("…")
    sides = [bool(seen) and seen in side for side in (change.old, change.new)]
    way = _OPS.get(change.op) or {(False, True): "added", (True, False): "removed"}.get((sides[0], sides[1]), "changed")
    return f"{what}.{way if change.role is None or change.op in _OPS else 'changed'}"


def _back(change: Change, back: Restored, score: Score, place: int) -> Clause:
    if change.part is Part.HEADLINE:
        values: dict[str, str | int] = {"new": shown(change.new, 2 * LONGEST_VALUE), "number": back.gone_number}
        return Clause("headline.restored", values, score.points, place, "headline")
    key = "sentence.restored" if change.op is Op.ADDED else "sentence.taken_back"
    return Clause(key, {"number": back.gone_number}, score.points, place, f"since {back.gone_number}")


def _headline(change: Change, kinds: list[Kind], score: Score, place: int, around: Around) -> Iterator[Clause]:
    """A count that turned in it; then both headlines where they are short, else what else is plain in it."""
    if change.op in _OPS:
        yield Clause(f"headline.{_OPS[change.op]}", {}, score.points, place)
        return
    found = list(facts(change, kinds, score, place, around))
    counted = [fact for fact in found if is_count(fact)]
    yield from counted
    fits = 0 < len(change.old) + len(change.new) <= LONGEST_HEADLINES
    said_anew = not {Kind.ADDITION, Kind.REMOVAL}.isdisjoint(kinds)
    if fits and (said_anew or not counted):
        values = {"old": shown(change.old, LONGEST_HEADLINES), "new": shown(change.new, LONGEST_HEADLINES)}
        yield Clause("headline.to", values, generic(score, around) if counted else score.points, place, "headline")
        return
    plain = [fact for fact in found if fact.key.startswith(("attribution.", "certainty."))]
    yield from (fact._replace(key=f"{fact.key}_headline") for fact in plain)
    if kinds == [Kind.COPYEDIT]:
        yield Clause("headline.copyedit", {}, score.points, place)
    elif counted and not said_anew:
        yield Clause("headline.changed", {}, REPEATS, place)
    elif not plain or said_anew:
        yield Clause(*_long_headline(change), score.points, place, "headline")


def _long_headline(change: Change) -> tuple[str, dict[str, str | int]]:
    """Of headlines too long to be given whole, what was edited in one place; else how they begin."""
    edit = _edit(change)
    if edit and all(len(str(text)) <= LONGEST_HEADLINES // 2 for text in edit.values()):
        return ("headline.edited" if len(edit) > 1 else "headline.longer" if "new" in edit else "headline.cut"), edit
    old, new = (shown(text, LONGEST_HEADLINES // 2 - 5) for text in (change.old, change.new))
    return ("headline.to", {"old": old, "new": new}) if old and new and old != new else ("headline.changed", {})


def _part(change: Change, kinds: list[Kind], score: Score, place: int, around: Around) -> Iterator[Clause]:
    """Standfirst, byline, captions: that it changed, and a count in it that is beyond doubt."""
    told = [fact for fact in facts(change, kinds, score, place, around) if is_count(fact)]
    yield from told
    op = _OPS.get(change.op, "changed")
    if change.part is Part.CAPTION and change.op is Op.MOVED and not kinds:
        op = "moved"
    if change.part is Part.STANDFIRST and kinds == [Kind.COPYEDIT]:
        op = "copyedit"
    if change.part in (Part.PUBLISHED_AT, Part.URL):
        op = "changed"
    points = REPEATS if told else generic(score, around)
    values = _edit(change) if change.part is Part.STANDFIRST else {}
    yield Clause(f"{change.part}.{op}", values, points, place)


def _whole(change: Change, kinds: list[Kind], score: Score, place: int, around: Around) -> Clause:
    """A sentence that came or went: as a quotation, as a count of the dead, or as a sentence."""
    op, text = ("added", change.new) if change.op is Op.ADDED else ("removed", change.old)
    other = around.old_said if change.op is Op.ADDED else around.new_said
    spoken = [quote for quote in speech(text) if not other or bones(quote.shown) not in other]
    if spoken and change.substantive is not False:
        who = shown(speaker(text, spoken[0]))
        key = f"quote.{op}_by" if who else f"quote.{op}"
        return Clause(key, {"speaker": who} if who else {}, generic(score, around) + around.weights.also, place, who)
    told = toll(text, around, came=change.op is Op.ADDED)
    if told is not None:
        key, name = (f"{told.of}.new", "new") if change.op is Op.ADDED else (f"{told.of}.gone", "old")
        return Clause(
            key, {name: figure_text(told, around, whole=True)}, score.points, place, key + str(told.figure.key)
        )
    if change.substantive is False and kinds:
        return Clause(f"line.{op}", {}, generic(score, around), place)
    values: dict[str, str | int] = {"new" if change.op is Op.ADDED else "old": shown(text, LONGEST_HEADLINES)}
    given = values if len(text) <= LONGEST_HEADLINES and typography.count_words(text) > 1 else {}
    return Clause(f"sentence.{op}", given, generic(score, around), place)


def _paired(change: Change, kinds: list[Kind], score: Score, place: int, around: Around) -> Iterator[Clause]:
    told, edit = list(facts(change, kinds, score, place, around)), _edit(change)
    if told and not (len(edit) == 1 and all(fact.key in _IN_WORDS for fact in told) and _is_phrase(edit)):
        yield from told
    elif told:
        key = "sentence.expanded" if "new" in edit else "sentence.shortened"
        yield Clause(key, edit, max(fact.points for fact in told), place)
    else:
        yield Clause(f"sentence.{_way(change, kinds)}", edit, generic(score, around), place)


def _is_phrase(edit: dict[str, str | int]) -> bool:
    return all(typography.count_words(str(text)) >= LEAST_PHRASE for text in edit.values())


def _edit(change: Change) -> dict[str, str | int]:
    """The words taken out and put in, where a sentence was edited in one place only."""
    runs = {sign: [text for mark, text in change.words if mark == sign and _has_word(text)] for sign in "-+"}
    if any(len(texts) > 1 for texts in runs.values()):
        return {}
    both = [at for at, (sign, text) in enumerate(change.words) if sign != "=" and _has_word(text)]
    if len(both) == 2 and any(_has_word(text) for _, text in change.words[both[0] + 1 : both[1]]):
        return {}
    if any(set(text) & _MACHINE for texts in runs.values() for text in texts):
        return {}
    names = {"-": "old", "+": "new"}
    given = {names[sign]: shown(texts[0].strip(" ,;"), LONGEST_HEADLINES) for sign, texts in runs.items() if texts}
    return dict(given) if all(len(text) >= SHORTEST_EDIT for text in given.values()) else {}


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _way(change: Change, kinds: list[Kind]) -> str:
    """What happened to a sentence of which no fact is told by itself."""
    hardly = not kinds or _HARDLY.issuperset(kinds)
    if hardly and change.op in (Op.MOVED, Op.SPLIT, Op.MERGED):
        return change.op.value
    whys = [why for why in change.why if why.startswith(("addition: ", "removal: "))]
    if whys and all(why.endswith((" new", " no longer there")) for why in whys):
        return "link"  # So kinds.contacts tells of them.
    if Kind.ADDITION in kinds and Kind.REMOVAL in kinds:
        return "rewritten"
    if Kind.ADDITION in kinds:
        return "expanded"
    if Kind.REMOVAL in kinds:
        return "shortened"
    if Kind.WORDING in kinds:
        return "reworded"
    return "copyedit" if kinds == [Kind.COPYEDIT] else "changed"
