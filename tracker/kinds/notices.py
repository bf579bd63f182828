"""Knows when a change touches a notice (a correction, an update line) or a marker of the story's state."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tracker.fetching.markers import LONGEST_STATUS, role_in_story
from tracker.kinds.model import Finding, Kind
from tracker.kinds.reading import Reading
from tracker.model import BlockRole, Op, Part

#: Characters; what a publisher says of a story it says at the start of a line.
WITHIN = 400

#: Beside what tracker.fetching.markers knows of whole blocks: lines that only a sentence or a page of an office shows.
_NOTICE = re.compile(
    r"^[\s*•(\[“\"_-]*(?:"
    r"(?:updated?|amended|corrected|new|addendum|corrigend(?:um|a)|korrigend(?:um|a)|errat(?:um|a)|rettifica|"
    r"errata corrige|correzione|korrektur\w*|berichtigung|rectificatif|corrección)\s*[\])]?\s*[:—–](?=\s)"
    r"|\[(?:updated?|amended|corrected|correction)\b[^\]]{0,60}\]"
    r"|(?:corrections?|corrigendum|addendum|clarifications?|amendments?) (?:to|of|on|regarding) (?:the |our |this )?"
    r"(?:\w+ )?(?:press release|release|statement|article|story|report|announcement|speech|earlier|previous)"
    r"|(?:berichtigung|korrektur|richtigstellung|korrigierte (?:version|fassung)) (?:der|des|zur|zum|vom)\b"
    r"|(?:rectificatif|correction|erratum) (?:au|du|de la|à)\b|(?:corrección|fe de erratas) (?:al?|del?)\b"
    r")"
    r"|\b(?:we|the (?:post|times|guardian|bbc)) (?:regret|regrets|apologi[sz]e|apologi[sz]es) (?:for )?(?:the|"
    r"this|any) (?:error|mistake)"
    r"|\b(?:press release|article|story|report|statement|headline|version|caption)\b[^.]{0,80}\b(?:contained|"
    r"included|gave|used|stated|misstated|"
    r"had)\b[^.]{0,20}\b(?:incor-?rect(?:ly)?|wrong(?:ly)?|erroneous(?:ly)?|mistaken(?:ly)?|an? (?:error|mistake))"
    r"|\b(?:has|have) (?:since )?been (?:corrected|amended) (?:to|in this)\b|\bthis (?:version|article|"
    r"story) (?:corrects|clarifies|updates)\b"
    r"|\((?:not|rather than|instead of) [$€£]?\d[^)]{0,20}\)"
    r"|\bcorrects? (?:name|spelling|figure|number|date|headline|paragraph|day|title)\b",
    re.IGNORECASE,
)
#: A note in brackets anywhere in a line: "(updated on 20 June)", "(aktualisiert am 3. Mai)".
_BRACKETED = re.compile(
    r"[(\[](?:last )?(?:updated|amended|corrected|revised|new|aktualisiert|korrigiert|geändert|mis à jour|corrigé|"
    r"actualizado|corregido)\b"
    r"[^)\]]{0,60}[)\]]",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"^\W*follow (?:our |the )?live (?:coverage|updates|blog)\b|"
    r"^\W*(?:last (?:updated|modified|reviewed|changed)|zuletzt (?:aktualisiert|geändert)|dernière (?:mise à jour|"
    r"modification)|"
    r"última actualización|page last (?:updated|reviewed))\b.{0,60}$"
    r"|^\W*(?:breaking(?: news)?|live(?: updates?)?|developing|eilmeldung|liveticker|en direct|en directo|"
    r"última hora|urgente?|just in)\s*[:|–—-]"
    r"|\b(?:developing story|check back for (?:more|updates?)|more (?:details )?to follow|(?:this|the) (?:story|"
    r"article|page) (?:is being|will be) "
    r"updated|refresh for updates|live updates|folgt in kürze|plus d[’']informations à venir|noticia en desarrollo)\b",
    re.IGNORECASE,
)
#: A marker in front of a line that has news of its own.
_PREFIX = re.compile(
    r"^\W*(?:breaking(?: news)?|live|developing|eilmeldung|liveticker|en direct|en directo|última hora|urgente?|"
    r"just in)\s*[:|–—-](?=(?:\s*\S+){3})",
    re.IGNORECASE,
)
#: How the sentence behind a notice puts right what was wrong: "It is the Elbe, not the Oder."
_RIGHTED = re.compile(r"[,;(]\s?(?:not|rather than|instead of)\b", re.IGNORECASE)
_STATED_TIMES = frozenset({Part.PUBLISHED_AT})
#: Openings of a notice that carries news of its own rather than owning up to an error.
_CARRIES_NEWS = re.compile(
    r"^[\s*•(\[]*(?:updated?|new|breaking update|update|aktualisierung|mise à jour|actualización)\b", re.IGNORECASE
)


#: Pieces of words of which one stands in every line that the patterns above know: a cheap look before the careful one.
_NOTICE_PIECES = (
    "correct", "rror", "rrone", "rong", "mist", "amend", "clarif", "updat", "regret", "apolog", "rrig", "errat",
    "ddend", "korr", "bericht", "richtig",
    "rectif", "rettif", "correz", "new:", "new]", "fe de", "incor-", "misst", "revis", "aktual", "geänd", "actual",
    "jour", "(new", "(not", "(rather", "(inst",
)  # fmt: skip
_STATUS_PIECES = (
    "last ", "develop", "breaking", "live", "follow", "check back", "updat", "letz", "dernière", "última", "urgent",
    "eil", "direct", "just in", "kürze",
    "desarrollo", "venir", "review",
)  # fmt: skip


#: What stands in every longer line that says something of the story itself: beside the pieces, what was done to it.
_ANY_PIECES = frozenset(
    [
        "edit", "chang", "modif", "remov", "withdr", "retra", "publi", "taken down",
        "delet", "shorten", "rewrit", "alter", "note", "earlier", "previous", "original", "initial", "first",
        "nachtrag",
        "stell", "hinweis", "anmerk", "ergänz", "überarb", "precis", "précis", "ndlr", "versi", "aclara", "nota ",
        "refresh", "to come", "soon", "shortly", "more ", "mehr ", "weitere", "last ", "develop",
        "breaking", "live", "check back", "letz", "derni", "última", "urg", "plus d", "en breve", "ampli",
    ]
)  # fmt: skip
#: Characters up to which a line may be a stamp, and is always looked at in full. Range 60 to 140.
LONGEST_PLAIN = 80


@lru_cache(maxsize=64)
def _told(head: str) -> tuple[bool, bool]:
    """Whether a line is a notice, and whether it is a marker of the story's state."""
    low = head.casefold()
    noted = any(map(low.__contains__, _NOTICE_PIECES))
    stated = len(head) <= LONGEST_STATUS and any(map(low.__contains__, _STATUS_PIECES))
    told = noted or stated or len(head) <= LONGEST_PLAIN
    if not told and not any(map(low[:LONGEST_PLAIN].__contains__, _ANY_PIECES)):
        return False, False
    role = role_in_story(head)
    notice = role is BlockRole.NOTICE or (noted and bool(_NOTICE.search(head)))
    status = role in (BlockRole.STATUS, BlockRole.STAMP) or (stated and bool(_STATUS.search(head)))
    return notice, status and len(head) <= LONGEST_STATUS


def is_notice(text: str) -> bool:
    """Whether a sentence is (or carries) a correction, clarification, editor's note or update line."""
    return _told(" ".join(text[:WITHIN].split()))[0]


def is_status(text: str) -> bool:
    """Whether a sentence is a marker of the story's state, or a line that is nothing but a time."""
    return _told(" ".join(text[:WITHIN].split()))[1]


def changed_notices(reading: Reading) -> Iterator[Finding]:
    """A notice that was added, changed or removed, be it the whole line or a bracket in it."""
    whole = [is_notice(side.text) for side in reading.sides]
    if not any(whole) and not reading.paired and is_notice(reading.change.before):
        whole = [bool(_RIGHTED.search(side.text)) for side in reading.sides]
    texts = [side.text for side in reading.sides]
    block = reading.change.role is BlockRole.NOTICE
    if any(whole) or block:
        shown = next(
            (text for text, found in zip(texts[::-1], whole[::-1], strict=True) if found), texts[1] or texts[0]
        )
        told = (whole[0] and whole[1] and _what_changed(texts)) or f"{_short(shown)}"
        covers = not any(_CARRIES_NEWS.search(text) for text in texts) and not (
            whole[0] != whole[1] and all(text.strip() for text in texts)
        )
        old, new = (((0, len(text)),) if covers and text else () for text in texts)
        yield Finding(Kind.NOTICE, told, True, old, new)
        return
    if not any(mark in text for text in texts for mark in "(["):
        return
    found = [[match.span() for match in _BRACKETED.finditer(text[: 10 * WITHIN])] for text in texts]
    inside = [[text[a:b] for a, b in spans] for text, spans in zip(texts, found, strict=True)]
    if inside[0] != inside[1]:
        shown = next(iter(inside[1] or inside[0]))
        yield Finding(Kind.NOTICE, _short(shown), True, tuple(found[0]), tuple(found[1]))


def changed_status(reading: Reading) -> Iterator[Finding]:
    """A marker of the story's state, or a stamp, that was added, changed or removed."""
    texts = [side.text for side in reading.sides]
    if reading.change.part in _STATED_TIMES:
        yield Finding(Kind.STATUS, "the publisher's own stamp", False, ((0, len(texts[0])),), ((0, len(texts[1])),))
        return
    found = [is_status(text) for text in texts]
    if not any(found) and reading.change.role not in (BlockRole.STATUS, BlockRole.STAMP):
        return
    if found[0] and found[1] and not reading.edits:
        return
    shown = texts[1] if found[1] or not texts[0].strip() else texts[0]
    covers = reading.change.op in (Op.ADDED, Op.REMOVED) or all(found) or reading.change.role is not None
    marks = [_PREFIX.match(text) for text in texts]
    old, new = (
        ((mark.span(),) if mark else ((0, len(text)),)) if (covers or state) and text else ()
        for text, state, mark in zip(texts, found, marks, strict=True)
    )
    yield Finding(Kind.STATUS, _short(shown), False, old, new)


def _what_changed(texts: list[str]) -> str:
    return f"{_short(texts[0])} -> {_short(texts[1])}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
