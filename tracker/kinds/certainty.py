"""Says when a claim becomes surer or less sure: "alleged", "may" for "will", "not", "at least"."""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.kinds.edits import Edit
from tracker.kinds.hedges import (
    BOUND,
    HEDGE,
    LOOSE,
    MAY_HEDGE,
    NEGATIVE,
    NUMBER_WORDS,
    OPENS_CLAUSE,
    PHRASE_SENSE,
    PHRASED,
    PHRASES,
    PLANNED,
    SAID,
    SAME,
    TOLD_LATER,
)
from tracker.kinds.model import Finding, Kind, Span
from tracker.kinds.reading import Reading, Side, Token

#: Words put in (or taken out) beside a hedge up to which the claim is still the same claim. In a longer run the hedge
#: belongs to something that was newly said, which is an addition. Range 2 to 15.
SAME_CLAIM = 4

#: The same where words were only put in or only taken out: more of them make a statement of their own. Range 0 to 3.
SAME_CLAIM_ALONE = 1

#: Letters that a verb must share with its other form: "arriving" and "arrived". Range 3 to 6.
STEM = 4


class Hedge(NamedTuple):
    """A word that says how sure a claim is, or how far it holds."""

    token: Token
    sense: str


def changed_certainty(reading: Reading) -> Iterator[Finding]:
    """A hedge, a modal, a "not" or a bound on a figure that came, went or changed while the claim stayed."""
    if not reading.paired or reading.language.code not in ("en", "de", "fr", "es"):
        return
    gone: list[Hedge] = []
    come: list[Hedge] = []
    for edit in reading.edits if not reading.touched_keys.isdisjoint(MAY_HEDGE) else ():
        gone += _hedges(reading, edit, old=True)
        come += _hedges(reading, edit, old=False)
    senses_gone, senses_come = ([SAME.get(hedge.sense, hedge.sense) for hedge in found] for found in (gone, come))
    if "not" in senses_gone and "not" in senses_come:  # "declined to comment" and "would not comment".
        senses_gone, senses_come = [*senses_gone, "would", "will"], [*senses_come, "would", "will"]
    if _is_prefixed(senses_gone, reading.old, reading.new) or _is_prefixed(senses_come, reading.new, reading.old):
        return
    if _is_told_later(senses_gone, senses_come, reading):
        return
    out = [hedge for hedge, sense in zip(gone, senses_gone, strict=False) if sense not in senses_come]
    put = [hedge for hedge, sense in zip(come, senses_come, strict=False) if sense not in senses_gone]
    if out or put:
        yield _told(out, put)
    elif reading.language.full and not (gone and come):
        yield from _turned(reading)


def _is_prefixed(senses: list[str], side: Side, other: Side) -> bool:
    """Whether a "not" is the "un-" of the other side's word: "not clear" and "unclear"."""
    return senses == ["not"] and any(
        token.key.startswith(NEGATIVE)
        and any(token.key.endswith(word.key) for word in side.tokens if len(word.key) > 3)
        for token in other.touched
    )


def _is_told_later(gone: list[str], come: list[str], reading: Reading) -> bool:
    """Whether a modal only followed the tense of the verb of saying ("she said it can", "she said it could")."""
    return (
        len(gone) == len(come) == 1
        and frozenset({gone[0], come[0]}) in TOLD_LATER
        and len(reading.touched_keys) == 2
        and not SAID.isdisjoint(reading.new.keys)
    )


def _told(out: list[Hedge], put: list[Hedge]) -> Finding:
    before, after = (" ".join(hedge.token.text for hedge in found) for found in (out, put))
    why = f"{before} -> {after}" if before and after else f"{before} no longer there" if before else f"{after} new"
    spans = [tuple((hedge.token.start, hedge.token.end) for hedge in found) for found in (out, put)]
    return Finding(Kind.CERTAINTY, why, True, spans[0], spans[1])


def _hedges(reading: Reading, edit: Edit, *, old: bool) -> list[Hedge]:
    """The hedges of one side of an edit that are still about the same claim."""
    side, other = reading.sides if old else reading.sides[::-1]
    tokens = side.left(edit.old if old else edit.new)
    left = [
        t for t in side.left(edit.old if old else edit.new) if t.key not in reading.language.little or t.key in HEDGE
    ]
    found: list[Hedge] = []
    english = reading.language.full
    alone = not (reading.old.within(edit.old) and reading.new.within(edit.new))
    others = sum(token.key not in HEDGE and token.key not in LOOSE for token in left)
    phrased = english and not side.touched_keys.isdisjoint(PHRASED)
    phrases = {match.end(): match for match in PHRASES.finditer(side.text)} if phrased else {}
    for token in tokens:
        phrase = phrases.get(token.end)
        if phrase and others <= SAME_CLAIM:
            found.append(Hedge(token, PHRASE_SENSE[str(phrase.lastgroup)]))
        elif _bounds_figure(side.tokens, token):
            if _figure_too(reading, edit, token, old=old):
                found.append(Hedge(token, BOUND[token.key]))
        elif (
            english
            and token.key in HEDGE
            and others <= (SAME_CLAIM_ALONE if alone else SAME_CLAIM)
            and not (others and any(t.key in OPENS_CLAUSE for t in (tokens if alone else _before(tokens, token))))
            and not _is_noun_use(side.tokens, token)
        ):
            found.append(Hedge(token, HEDGE[token.key]))
        elif (
            english
            and token.key in LOOSE
            and not reading.old.told(edit.old)
            and not reading.new.told(edit.new)
            and others == 0
            and len(tokens) <= 4
            and len(other.within(edit.new if old else edit.old)) <= 4
            and token.key not in other.keys
            and _is_extent(side.tokens, token)
        ):
            found.append(Hedge(token, LOOSE[token.key]))
    return found


def _before(tokens: list[Token], token: Token) -> list[Token]:
    """The words before one in its edit: "and which ones can stay open" is a clause of its own."""
    return tokens[: tokens.index(token)]


def _figure_too(reading: Reading, edit: Edit, token: Token, *, old: bool) -> bool:
    """Whether the figure that a word bounds is still there, or another in its place: else it went with its bound."""
    side, other = reading.sides if old else reading.sides[::-1]
    place = side.tokens.index(token)
    if any(not behind.edited for behind in side.tokens[place + 1 : place + 3] if _is_number(behind.key)):
        return True
    return any(_is_number(token.key) for token in other.within(edit.new if old else edit.old))


def _is_extent(tokens: list[Token], token: Token) -> bool:
    """Whether a word says how far a claim holds: not the "all" of "it all" or "after all"."""
    place = tokens.index(token)
    if token.key == "most" and place + 1 < len(tokens) and tokens[place + 1].edited and tokens[place + 1].key != "of":
        return False  # "the most expensive": how an adjective is compared.
    if [behind.key for behind in tokens[place + 1 : place + 3]] in (["of", "you"], ["of", "us"]):
        return False  # "good morning to all of you"
    if token.key == "general":
        return place > 0 and tokens[place - 1].key == "in"
    return place == 0 or tokens[place - 1].key not in (
        "it",
        "at",
        "above",
        "after",
        "that",
        "this",
        "them",
        "us",
        "you",
    )


def _bounds_figure(tokens: list[Token], token: Token) -> bool:
    """Whether a word stands right before a figure ("about 30", "more than 30", "at least three")."""
    if token.key not in BOUND:
        return False
    place = tokens.index(token)
    following = tokens[place + 1 : place + 4]
    while following and following[0].key in ("than", "de", "als", "a", "of", "the", "des"):
        following = following[1:]
    return bool(following) and _is_number(following[0].key)


def _is_number(key: str) -> bool:
    return any(map(str.isdigit, key)) or key in NUMBER_WORDS


def _is_noun_use(tokens: list[Token], token: Token) -> bool:
    """Whether a word that looks like a hedge is a name, a month or a thing ("May", "the suspect", "a set of")."""
    place = tokens.index(token)
    before = tokens[place - 1].key if place else ""
    following = tokens[place + 1].key if place + 1 < len(tokens) else ""
    if token.key == "may" and token.text[0].isupper() and place:
        return True
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.key == "not" and behind and behind.edited and behind.text[0].isupper():
        return True  # ", not Cyprus": it goes with the name.
    if token.key in ("aims", "aimed", "hopes", "hope", "plan", "intend") and following not in ("to", "that"):
        return True
    if token.key == "accused" and following == "of":
        return before not in ("is", "are", "was", "were", "been", "being", "be", "stands", "stand", "stood")
    if token.key in ("suspect", "suspects", "will", "set", "must", "plans", "hopes", "due", "accused"):
        return (
            before in ("the", "a", "an", "his", "her", "their", "our", "its", "of")
            or following == "of"
            or (token.key == "set" and following not in ("to", "for"))
            or (token.key == "due" and following == "to" and before not in ("is", "are", "was", "were"))
        )
    if token.key == "could" and [t.key for t in tokens[place + 1 : place + 5] if t.key != "immediately"][:3] == [
        "not",
        "be",
        "reached",
    ]:
        return True  # How papers say that somebody was not there to comment.
    if token.key == "possible":  # "as soon as possible": how, and not whether.
        return before in ("as", "if", "where", "when", "everything", "anything")
    if token.key == "confirmed":  # "The senate confirmed the judge": a deed.
        return before not in ("is", "are", "was", "were", "be", "been", "not", "now")
    return token.key == "thought" and before in ("the", "a", "of", "who", "i", "we", "he", "she", "they")


def _turned(reading: Reading) -> Iterator[Finding]:
    """What was planned is done ("is arriving" -> "arrived"), or a word is turned into its opposite ("un-")."""
    for edit in reading.edits:
        out, put = reading.old.within(edit.old), reading.new.within(edit.new)
        if not out or not put or max(len(out), len(put)) > 2 * SAME_CLAIM:
            continue
        for before in out:
            for after in put:
                if (
                    _opposite(before.key, after.key)
                    or _came_true(reading.old.tokens, before, after)
                    or _came_true(reading.new.tokens, after, before)
                ):
                    yield _turn(before, after)


def _turn(before: Token, after: Token) -> Finding:
    spans: list[tuple[Span, ...]] = [((token.start, token.end),) for token in (before, after)]
    return Finding(Kind.CERTAINTY, f"{before.text} -> {after.text}", True, spans[0], spans[1])


def _opposite(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in NEGATIVE)


def _came_true(tokens: list[Token], planned: Token, done: Token) -> bool:
    """Whether one verb is announced ("will meet", "is arriving") that the other tells as done ("arrived")."""
    a, b = planned.key, done.key
    if a == b or not b.endswith("ed") or a[:STEM] != b[:STEM] or a.endswith("ed"):
        return False
    place = tokens.index(planned)
    before = [token for token in tokens[max(0, place - 2) : place] if token.edited]
    marks = {token.key for token in before}
    if marks == {"to"} and not {t.key for t in tokens[max(0, place - 3) : place]} & (PLANNED - {"to"}):
        return False  # "to protest" tells what for, not what is to come.
    return (a.endswith("ing") and bool(marks & {"is", "are", "be"})) or (
        not a.endswith("ing") and bool(marks & (PLANNED - {"is", "are"}))
    )
