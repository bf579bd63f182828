"""From what the rules found in a change to clauses that tell it: a toll that rose, a name respelt, a source gone."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tracker.around import Around, Clause, bones, shown
from tracker.counted import Count, Counted, alike, counts, find
from tracker.kinds.copyedits import alike as spelt_alike
from tracker.kinds.model import Kind
from tracker.kinds.quotes import quotes
from tracker.model import Change
from tracker.speakers import speaker, speech
from tracker.weight import Score

#: Kinds that may be told of a sentence that says something else altogether: by the words around it, or beyond doubt.
_PLAIN_IN_REWRITTEN = frozenset({Kind.QUOTE, Kind.CERTAINTY, Kind.ATTRIBUTION})

#: Who says nothing about a source: it stands in the sentence before.
_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "who", "which"})

#: What befell people, whose number is told wherever it is new.
TOLLS = frozenset({Counted.DEAD, Counted.HURT, Counted.MISSING, Counted.ARRESTED})

#: A time of day, as against a day.
_CLOCK = re.compile(
    r"\d[.:h]\d\d|\d\s?(?:[ap]\.?m\b|uhr\b|h\b)|\b(?:noon|midnight|mittag|mitternacht|midi|minuit|mediodía|"
    r"medianoche)\b",
    re.IGNORECASE,
)

_LEADING_ZERO = re.compile(r"0\d")


def facts(change: Change, kinds: list[Kind], score: Score, place: int, around: Around) -> Iterator[Clause]:
    """What the rules found in a pair, each as a clause of its own; in a rewritten one only what is beyond doubt.

    A name or time that came with further words, or went with them, is part of what was added or taken out.
    """
    rewritten = Kind.ADDITION in kinds and Kind.REMOVAL in kinds
    told = toll(change.new, around, came=True) if change.old and change.new else None
    if told is not None and told.of not in {count.of for count in counts(change.old, around.code)}:
        values = {"new": figure_text(told, around, whole=True)}
        yield Clause(f"{told.of}.new", values, score.points, place, f"{told.of}.new{told.figure.key}")
    if change.substantive is False:
        kinds = [kind for kind in kinds if kind is Kind.NAME or kind is Kind.QUOTE]
    for why in change.why:
        name, _, said = why.partition(": ")
        if name not in kinds or not said:
            continue
        kind = Kind(name)
        made = _fact(kind, said, change, around, rewritten=rewritten)
        if made is None or (rewritten and kind not in _PLAIN_IN_REWRITTEN and not is_count(made)):
            continue
        if _is_part(made, kind, kinds, change.why):
            continue
        points = generic(score, around) + getattr(around.weights, kind) - around.weights.addition
        counted = sum(reason.points for reason in score.why if reason.name in ("toll", "hurt"))
        yield made._replace(points=points + (counted if is_count(made) else 0.0), change=place)


def _is_part(made: Clause, kind: Kind, kinds: list[Kind], whys: Sequence[str]) -> bool:
    """Whether what came or went is part of something larger that did: further words, a quotation, a source, a date.

    Of a name in the place of another it is not plain that they are a pair where more was added or taken out.
    """
    way = made.key.rpartition(".")[2]
    if kind is Kind.NAME and way == "changed":
        return not {Kind.ADDITION, Kind.REMOVAL}.isdisjoint(kinds)
    if way not in ("new", "gone") or kind is Kind.QUOTE:
        return False
    said = str(made.values.get("new") or made.values.get("old"))
    if kind is Kind.CERTAINTY:  # A doubt that goes is told, whatever goes with it.
        return way == "new" and Kind.ADDITION in kinds
    if kind is Kind.ATTRIBUTION and said.casefold().split()[0] in _PRONOUNS:
        return True
    larger = Kind.ADDITION if way == "new" else Kind.REMOVAL
    first = said.partition(" ")[0] if kind is Kind.FIGURE else said
    around = [why for why in whys if why.startswith(("attribution: ", "when: ")) and not why.startswith(f"{kind}: ")]
    return larger in kinds or Kind.QUOTE in kinds or any(first in why for why in around)


def generic(score: Score, around: Around) -> float:
    """The points of a clause that does not say which fact changed: as if words had been added, where more changed."""
    further = sum(reason.points for reason in score.why if reason.name in ("toll", "hurt", "also", "lost"))
    heaviest = score.why[0].points if score.why else 0.0
    return max(min(score.points, score.points - heaviest - further + around.weights.addition), 0.0)


def toll(text: str, around: Around, *, came: bool) -> Count | None:
    """A count of the dead, injured, missing or arrested in a sentence that the whole other text does not have.

    None where the other text is not known. One that went counts from two on: "in which one person died" goes easily.
    """
    other = around.old if came else around.new
    if other is None:
        return None
    for count in counts(text, around.code):
        if count.of not in TOLLS or (not came and count.figure.value == 1):
            continue
        if (count.of, count.figure.value) not in (around.old_counted if came else around.new_counted):
            return count
    return None


def _fact(kind: Kind, said: str, change: Change, around: Around, *, rewritten: bool) -> Clause | None:
    if kind is Kind.QUOTE:
        return _quote(said, change, around)
    if kind not in (Kind.FIGURE, Kind.WHEN, Kind.NAME, Kind.ATTRIBUTION, Kind.CERTAINTY):
        return None
    old, arrow, new = said.partition(" -> ")
    if not arrow:
        came = said.endswith(" new")
        old, new = ("", said.removesuffix(" new")) if came else (said.removesuffix(" no longer there"), "")
    if kind is Kind.FIGURE:
        return _figures(old, new, change, around, rewritten=rewritten)
    if max(len(old), len(new)) < 2:
        return None  # "B" is no name that anybody knows, "5" no day.
    values: dict[str, str | int] = {"old": shown(old.rstrip(".,;")), "new": shown(new.rstrip(".,;"))}
    way = "changed" if old and new else "new" if new else "gone"
    if kind is Kind.NAME and old and new:
        way = _renamed(old, new, change)
    if kind in (Kind.NAME, Kind.WHEN) and old and new and old in around.notices and new in around.notices:
        way = "corrected"
    what = _time_or_date(old, new) if kind is Kind.WHEN else kind
    return Clause(f"{what}.{way}", values, 0.0, 0, f"{values['old']} {values['new']}")


def _time_or_date(old: str, new: str) -> str:
    clocks = {bool(_CLOCK.search(text)) for text in (old, new) if text}
    return "when" if len(clocks) > 1 else "time" if True in clocks else "date"


def _renamed(old: str, new: str, change: Change) -> str:
    """Whether a name is spelt otherwise, given in another form, or another name."""
    if change.substantive is False:
        return "formed"
    sides = [old.casefold().split(), new.casefold().split()]
    if len(sides[0]) == len(sides[1]):
        differing = [(a, b) for a, b in zip(*sides, strict=True) if a != b]
        if len(differing) == 1 and (spelt_alike(*differing[0]) or sorted(differing[0][0]) == sorted(differing[0][1])):
            return "respelt"  # "Barille" and "Barrile": letters that changed places.
    return "formed" if set(sides[0]) <= set(sides[1]) or set(sides[1]) <= set(sides[0]) else "changed"


def _figures(old: str, new: str, change: Change, around: Around, *, rewritten: bool) -> Clause | None:
    """A figure by what it counts, where both sides count the same; by its numbers alone where the rest stayed."""
    if _LEADING_ZERO.match(old) or _LEADING_ZERO.match(new):
        return None  # "00" is half of a time or of a number, in a language that is not read.
    before = find(counts(change.old, around.code), old) if old else None
    after = find(counts(change.new, around.code), new) if new else None
    if before is None or after is None:
        return _lone_figure(before, after, around)
    same = alike(before, after)
    if not same and rewritten:
        return Clause("figure.unpaired", {}, 0.0, 0)
    way = _direction(before, after, around)
    noun = before.noun if before.figure.value != 1 else after.noun
    of = (before.of or ("things" if noun and not before.measure and not after.measure else None)) if same else None
    if of is Counted.AGE:
        way = way if way == "corrected" else "changed"
    whole = of is None and (before.measure or after.measure)
    values: dict[str, str | int] = {"old": figure_text(before, around), "new": figure_text(after, around, whole=whole)}
    identity = f"{before.figure.key} {after.figure.key}"
    return Clause(
        f"{of or 'figure'}.{way}", {**values, "noun": shown(noun)} if of == "things" else values, 0.0, 0, identity
    )


def _lone_figure(before: Count | None, after: Count | None, around: Around) -> Clause | None:
    """A figure that a sentence got or lost, where it is plain what it counts; a bare "one" or "12" tells nothing."""
    lone = after or before
    if lone is None or lone.of in TOLLS or not (lone.noun or lone.figure.unit):
        return None
    way, name = ("new", "new") if after else ("gone", "old")
    return Clause(f"figure.{way}", {name: figure_text(lone, around, whole=True)}, 0.0, 0, f"{way}{lone.figure.key}")


def _direction(before: Count, after: Count, around: Around) -> str:
    if before.figure.key in around.noticed and after.figure.key in around.noticed:
        return "corrected"
    a, b = before.figure.value, after.figure.value
    if not isinstance(a, Decimal) or not isinstance(b, Decimal) or before.figure.unit != after.figure.unit or a == b:
        return "changed"
    if before.figure.unit == "th":
        return "changed"
    return "raised" if b > a else "lowered"


def figure_text(count: Count, around: Around, *, whole: bool = False) -> str:
    """A figure as it stands inside an English sentence: "Twelve" opened one, "zwei" is no English."""
    text, value = (count.whole if whole else count.figure.shown).rstrip(".,;"), count.figure.value
    if around.code != "en" and count.figure.shown.isalpha() and isinstance(value, Decimal) and value == int(value):
        return f"{int(value)}"
    return shown(text[:1].lower() + text[1:] if text[:1].isupper() and text[1:2].islower() else text)


def _quote(said: str, change: Change, around: Around) -> Clause | None:
    """A quotation that changed, by how its words did; one that was only moved from another sentence is none."""
    if said.startswith("quotation marks "):
        return Clause("quote.marked" if "put around" in said else "quote.unmarked", {}, 0.0, 0)
    words = [Counter(word for quote in quotes(text) for word in quote.said) for text in (change.old, change.new)]
    old, new = (speech(text) for text in (change.old, change.new))
    if " -> " in said:
        way = "cut" if not words[1] - words[0] else "longer" if not words[0] - words[1] else "changed"
    else:
        way = "added" if said.endswith(" new") else "removed"
    mine, theirs, elsewhere = (old, new, around.new_said) if way == "removed" else (new, old, around.old_said)
    kept = {quote.said for quote in theirs}
    mine = [quote for quote in mine if quote.said not in kept]
    if way in ("added", "removed"):
        mine = [quote for quote in mine if not elsewhere or bones(quote.shown) not in elsewhere]
        if not mine:
            return None
    who = shown(speaker(change.old if way == "removed" else change.new, mine[0])) if mine else ""
    return Clause(f"quote.{way}_by" if who else f"quote.{way}", {"speaker": who} if who else {}, 0.0, 0, who)


def is_count(clause: Clause) -> bool:
    """Whether a clause tells a count of which it is known what it counts, before and after."""
    what, _, way = clause.key.partition(".")
    return what in ("dead", "hurt", "missing", "arrested", "things") and way not in ("new", "gone")
