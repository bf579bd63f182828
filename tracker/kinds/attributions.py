"""Finds who is named as the source of a claim, and says when that changes, appears or disappears."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.kinds.model import Finding, Kind, Span
from tracker.kinds.reading import Reading, Side, Token, overlaps
from tracker.kinds.wordsets import word_set

#: Words on either side of a verb of saying among which its source is looked for.
REACH = 8

_SAYING = word_set(
    "said says say saying told tells tell added adds stated states claimed claims claiming alleged alleges "
    "asserted asserts argued argues insisted insists warned warns reported reports announced announces confirmed "
    "confirms denied denies acknowledged acknowledges admitted admits estimated estimates wrote writes tweeted "
    "testified testifies explained explains noted notes believes believed suggested suggests revealed reveals "
    "disclosed discloses recalled recalls predicted predicts maintained contended contends declared declares "
    "conceded concedes replied quoted cited cites commented"
)
#: Verbs that say something only with what follows ("that …") or beside a quotation; alone they mean a deed.
_DEEDS = word_set(
    "reported reports announced announces added adds confirmed confirms denied denies noted notes states "
    "estimates estimated writes wrote suggested suggests maintained revealed reveals disclosed discloses declared "
    "declares notes cited quoted"
)
_VERBS = _SAYING | {"put", "puts"}
#: What is cited without anybody having said it: "citing safety concerns".
_REASONS = word_set(
    "lack concern concerns fear fears reason reasons risk risks difficulty difficulties cost costs problem problems "
    "need shortage shortages weather health safety security demand"
)
#: Who or what is cited as having said so: "citing two officials"; whatever else is cited is a reason.
_SPEAKERS = word_set(
    "official source person people report police study data document record figure ministry minister agency newspaper "
    "statement witness aide filing authoritie spokesman spokeswoman expert letter email diplomat adviser lawyer paper "
    "survey researcher scientist analyst doctor prosecutor investigator leader resident activist statistic"
)
#: What somebody does with words, told without a verb of saying.
_ACTS = word_set(
    "welcomed welcomes praised praises rejected rejects dismissed dismisses criticised criticized condemned condemns "
    "urged urges vowed vows promised promises accused accuses blamed blames apologised apologized called calls "
    "described describes demanded demands defended defends denounced mocked thanked congratulated"
)
#: What is claimed as one's own, which is a deed and no source: "claimed responsibility".
_CLAIMED = word_set("responsibility credit victory lives asylum benefits compensation damages")
_NOT_SOURCES = word_set(
    "the a an and or but that this which who as in on at by to of for with from had has have also later earlier "
    "not was were is are been being be will would could may might then there it its he she they we i you who's "
    "his her their our after when while where before if because so though although however than since"
)
_OPENS_SOURCE = frozenset({"the", "a", "an", "his", "her", "their", "its", "our", "one", "two", "police", "officials"})
_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "it", "you", "who", "which"})
_STOP = re.compile(r"[.;:!?()“”„«»\"]|[,–—]\s")

_BEFORE_SOURCE = {
    "en": r"\b(?:according to|in the words of|citing|quoting|attributed to|as reported by)\s+",
    "de": r"\b(?:laut|gemäss|gemäß|nach angaben|nach den worten|zufolge)\s+",
    "fr": r"\b(?:selon|d['’]après|de l['’]avis de)\s+",
    "es": r"\b(?:según|de acuerdo con)\s+",
}
_PATTERNS = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _BEFORE_SOURCE.items()}
_TRIGGERS = word_set(
    "according citing quoting attributed laut gemäss gemäß angaben zufolge selon d'après según acuerdo"
)


class Attribution(NamedTuple):
    """A claim's source as it stands: its words, the span of source and verb together, and that of the verb alone."""

    start: int
    end: int
    source: frozenset[str]
    shown: str
    verb: Span


def attributions(side: Side, code: str) -> list[Attribution]:
    """Every source that a side names for what it says."""
    found = [*_by_phrase(side, code), *(_by_verb(side) if code == "en" else ())]
    return sorted(found)


def _by_phrase(side: Side, code: str) -> Iterator[Attribution]:
    for match in _PATTERNS[code].finditer(side.text) if code in _PATTERNS else ():
        stop = _STOP.search(side.text, match.end())
        behind = [t for t in side.tokens if t.start >= match.end() and (not stop or t.end <= stop.start())][:REACH]
        if behind and not (match[0][:6].casefold() == "citing" and _is_reason(behind)):
            yield _attribution(side, (match.start(), behind[-1].end), behind, match.span())


def _is_reason(behind: list[Token]) -> bool:
    """Whether what is cited is a reason ("citing falling demand") and nobody that could have said so."""
    said = any(token.key.removesuffix("s") in _SPEAKERS or token.text[0].isupper() for token in behind)
    return not said or behind[0].key.endswith("ing") or any(t.key in _REASONS for t in behind[: REACH // 2])


def _by_verb(side: Side) -> Iterator[Attribution]:
    for place, token in enumerate(side.tokens):
        if token.key in ("saying", "adding") and token.edited and side.text[token.start - 2 : token.start] == ", ":
            yield Attribution(token.start, token.end, frozenset({token.key}), token.text, (token.start, token.end))
        elif (
            token.key in _VERBS
            and token.text[0].islower()
            and not _qualifies(side, place)
            and not _CLAIMED.intersection(behind.key for behind in side.tokens[place + 1 : place + 4])
            and (token.key in _SAYING or _puts(side, place))
            and (subject := _subject(side, place))
        ):
            start = min(subject[0].start, token.start)
            yield _attribution(side, (start, max(subject[-1].end, token.end)), subject, (token.start, token.end))


def _qualifies(side: Side, place: int) -> bool:
    """Whether a form of a verb only qualifies a noun or a count ("the alleged attacker", "300 all told")."""
    before = side.tokens[place - 1].key if place else ""
    passive = before in ("be", "been", "being") or (
        before in ("is", "are", "was", "were") and side.tokens[place].key in _DEEDS | {"told"}
    )
    behind = side.tokens[place + 1].key if place + 1 < len(side.tokens) else ""
    if before in ("is", "are", "was", "were") and behind == "to":
        return True  # "He is believed to have fled": a hedge.
    if before in ("me", "him", "them", "us", "to"):
        return True  # "heard me say": what was heard is no claim.
    return passive or before in ("the", "a", "an", "his", "her", "their", "its", "all", "of", "as")


def _puts(side: Side, place: int) -> bool:
    """Whether it is "put" as in "organisers put the number far higher"."""
    behind = {token.key for token in side.tokens[place + 1 : place + 4]}
    return side.tokens[place].key in ("put", "puts") and bool(
        behind & {"number", "figure", "toll", "count", "cost", "total", "death"}
    )


def _subject(side: Side, place: int) -> list[Token]:
    """The words of the source before a verb of saying ("police said"), or behind it ("said the mayor"); [] for none."""
    verb = side.tokens[place]
    if verb.key in _DEEDS and not _claims(side, place):
        return []
    before = _near(side, range(place - 1, max(-1, place - 1 - REACH), -1))
    if any(token.key not in _NOT_SOURCES or token.key in _PRONOUNS for token in before):
        return before
    behind = _near(side, range(place + 1, min(len(side.tokens), place + 1 + REACH // 2)))
    if behind and (behind[0].text[0].isupper() or behind[0].key in _OPENS_SOURCE):
        return behind
    return []


def _claims(side: Side, place: int) -> bool:
    """Whether a verb that may be a deed stands beside a claim: "that", a quotation, or a mark behind it."""
    verb = side.tokens[place]
    around = side.text[verb.end : verb.end + 2].lstrip()[:1]
    following = side.tokens[place + 1].key if place + 1 < len(side.tokens) else ""
    earlier = {token.key for token in side.tokens[max(0, place - REACH) : place]}
    return following == "that" or around in (".", ",", ":", "“", '"', "") or "as" in earlier


def _near(side: Side, places: range) -> list[Token]:
    """The words at these places, walking away from a verb, as far as the first mark that ends a phrase."""
    out: list[Token] = []
    last: Token | None = side.tokens[places.start - places.step] if len(places) else None
    for place in places:
        token = side.tokens[place]
        between = (
            side.text[token.end : last.start]
            if places.step < 0 and last
            else side.text[last.end : token.start]
            if last
            else ""
        )
        if _STOP.search(between + " ") or (
            out and token.key in ("that", "and", "but", "which", "because", "though", "although")
        ):
            break
        out.append(token)
        last = token
    return out[:: places.step] if places.step < 0 else out


def _attribution(side: Side, span: Span, source: list[Token], verb: Span) -> Attribution:
    keys = frozenset(token.key for token in source if token.key not in _NOT_SOURCES or token.key in _PRONOUNS)
    return Attribution(*span, keys, side.text[slice(*span)], verb)


def changed_attributions(reading: Reading) -> Iterator[Finding]:
    """A source that changed, appeared or disappeared within the pair; "said" for "says" is none."""
    code = reading.language.code
    if not reading.paired or not _may_change(reading):
        return
    old, new = attributions(reading.old, code), attributions(reading.new, code)
    gone, come = _unmatched(old, new, reading.old, reading.new), _unmatched(new, old, reading.new, reading.old)
    quoted = any(finding.kind is Kind.QUOTE for finding in reading.found)
    if not quoted and not reading.touched_keys.isdisjoint(
        _ACTS
    ):  # "said he was pleased" and "welcomed": the same source, at work.
        gone = [found for found in gone if not found.source & reading.new.keys]
        come = [found for found in come if not found.source & reading.old.keys]
    for k in range(max(len(gone), len(come))):
        before, after = gone[k : k + 1], come[k : k + 1]
        if before and after:
            why = f"{before[0].shown} -> {after[0].shown}"
        else:
            why = f"{before[0].shown} no longer there" if before else f"{after[0].shown} new"
        spans = [tuple((found.start, found.end) for found in side) for side in (before, after)]
        yield Finding(Kind.ATTRIBUTION, why, True, spans[0], spans[1])


def _may_change(reading: Reading) -> bool:
    """Whether a verb of saying stands in either side, or a phrase that names a source was edited."""
    if not reading.touched_keys.isdisjoint(_TRIGGERS):
        return True
    return any(not side.keys.isdisjoint(_VERBS) or not side.keys.isdisjoint(_TRIGGERS) for side in reading.sides)


def _unmatched(mine: list[Attribution], others: list[Attribution], side: Side, other: Side) -> list[Attribution]:
    out = []
    for found in mine:
        pronouns = found.source & _PRONOUNS
        same = any(found.source & theirs.source or pronouns or theirs.source & _PRONOUNS for theirs in others)
        touched = overlaps((found.start, found.end), [(token.start, token.end) for token in side.touched])
        # "he said" that comes or goes names a source only where the other side names none at all.
        if (
            found.source - _PRONOUNS
            and found.source <= other.keys
            and side.text[slice(*found.verb)].casefold() in other.keys
        ):
            continue  # "Labour leader X said" and "X, the Labour leader, said": all of it stands there too.
        if not others and not side.within(found.verb):
            continue  # The verb stood there before, and only now reads as one of saying ("suggests that").
        if touched and (not others or (not same and found.source - _PRONOUNS)):
            out.append(found)
    return out
