"""Knows a correction from a clarification, an editor's note and an update line, and a bare "updated at" stamp."""

import re
from enum import StrEnum
from functools import lru_cache

from tracker.fetching.markers import role_of
from tracker.kinds.notices import is_notice
from tracker.kinds.whens import whens
from tracker.model import BlockRole

#: Characters of a line in which a notice shows itself; publishers say it at the start.
WITHIN = 400

#: Blocks of which is remembered whether they are notices: most stand in many versions of their story.
REMEMBERED = 2_048

#: Words that a bare stamp may have beside its date: "This article was last updated on 3 May at 14:05 GMT".
_STAMP_WORDS = re.compile(
    r"\b(?:this|the|article|story|page|post|report|piece|was|were|has|have|had|been|is|first|last|originally|published|"
    r"on|at|by|of|to|from|and|updated?|revised|modified|edited|amended|since|most|recently|new|information|details?|"
    r"additional|further|with|latest|gmt|bst|utc|et|est|edt|pt|cet|am|pm|a\.m|p\.m|"
    r"aktualisiert|aktualisierung|dieser|dieses|diese|der|die|das|artikel|text|beitrag|meldung|wurde|zuletzt|am|um|uhr|"
    r"cet|cette|ce|article|texte|page|a|été|mise?|à|jour|le|la|"
    r"este|esta|artículo|noticia|texto|ha|sido|fue|se|actualizad[oa]|actualización|el|las)\b",
    re.IGNORECASE,
)


class NoticeKind(StrEnum):
    """What a notice is. An update line says what came; the others own up to something."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    NOTE = "editor's note"
    AMENDMENT = "amendment"
    UPDATE = "update"


_KINDS = (
    (
        NoticeKind.CORRECTION,
        r"\bcorrect(?:s|ed|ions?|ing)?\b|\b(?:corrigend|errat)(?:um|a)\b|\bincorrect(?:ly)?\b|\bmis-?(?:stated|"
        r"spell?ed|"
        r"spelt|identified|attributed|quoted|reported|named|labell?ed|characteri[sz]ed|translated)\b|\bwrong(?:ly)?\b|"
        r"\berroneous(?:ly)?\b|\b(?:an?|the|this|in|regrets? the) errors?\b|\bmistake(?:s|nly)?\b|\bretract(?:ed|"
        r"ion)\b|"
        r"\brather than\b|, not \w|\bkorrig\w+|\bkorrektur\w*|\bberichtig\w+|\brichtigstellung|\bfälschlich\w*|"
        r"\birrtümlich\w*|\bfehler\w*|\brectifi\w+|\bcorrig\w+|\berreur\b|\berronée?ment\b|\bpar erreur\b|"
        r"\bcorrecci\w+|"
        r"\bcorregid\w+|\brectific\w+|\bfe de err\w+|\berror(?:es)?\b|\bpor error\b",
    ),
    (
        NoticeKind.CLARIFICATION,
        r"\bclarif\w+|\bto make (?:it )?clear\b|\bklarstellung|\bklargestellt|\bpräzisier\w+|\bprécision\b|"
        r"\baclaraci\w+",
    ),
    (
        NoticeKind.NOTE,
        r"\beditor['’]?s['’]? note|\bnote (?:to readers|from the editor)|\bpublisher['’]?s note|"
        r"\b(?:anmerkung|hinweis|anm\.) (?:der|d\.) red|\bnote de la rédaction\b|\bndlr\b|\bnota (?:del editor|"
        r"de la red)",
    ),
    (
        NoticeKind.AMENDMENT,
        r"\b(?:amend|revis|modif|chang|edit|alter|remov|withdr|delet|rewrit|tak)\w*\b|\bunpublished\b|"
        r"\b(?:earlier|previous|original|first) version\b|\bin an earlier\b|\boriginally\b|\bpreviously\b|"
        r"\b(?:geändert|überarbeitet|angepasst|entfernt)\b|\bin einer (?:früheren|ersten|vorherigen)\b|"
        r"\bversion (?:précédente|antérieure|initiale)\b|\bmodifié\w*|\bretiré\w*|\bversión (?:anterior|previa|"
        r"inicial)|"
        r"\bmodificad\w+|\beditad\w+|\bretirad\w+",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_LABELS = re.compile(
    r"^[\s*•(\[“\"_-]*(?:(?P<correction>corrections?|corrected|corrigend\w+|errat\w+|korrektur\w*|berichtigung|"
    r"richtigstellung|rectificatif|rectificación|corrección|fe de err\w+)|(?P<clarification>clarifications?|"
    r"klarstellung|"
    r"précision|aclaración)|(?P<note>editors?['’]?s?['’]? note|anmerkung der red\w*|note de la rédaction|"
    r"nota del editor)|"
    r"(?P<amendment>amend(?:ed|ments?))|(?P<update>updated?|breaking update|aktualisier\w+|mise à jour|"
    r"actualización))\b",
    re.IGNORECASE,
)
#: What a line must speak of to be a notice where it does not begin as one.
_ITSELF = re.compile(
    r"\b(?:this|our|the|an? (?:earlier|previous|original|prior)|earlier|previous) (?:\w+ )?(?:article|story|report|"
    r"version|"
    r"headline|caption|post|press release|release|column|piece|dispatch|photo|picture|graphic|obituary|transcript)s?\b|"
    r"\b(?:dieser|diesem|diese) (?:artikel|text|beitrag|meldung|bericht|fassung|version)\b|"
    r"\b(?:cet article|ce texte|version précédente)\b|\b(?:este artículo|esta noticia|versión anterior)\b",
    re.IGNORECASE,
)


#: A publisher's words about something else that it changed: "We have updated our insolvency laws".
_OF_OTHERS = re.compile(r"^\W*we have \w+ (?:this|the|our)\b", re.IGNORECASE)


@lru_cache(maxsize=REMEMBERED)
def kind_of(text: str) -> NoticeKind | None:
    """What a block is as a notice; None for an ordinary one, for a status line and for a stamp.

    A block that is a notice begins as one ("Correction:", "This article was amended on ...") or speaks of the story
    itself beside an admission ("An earlier version of this story misspelled ..."): "(instead of $13,000)" is none.
    """
    head = " ".join(text[:WITHIN].split())
    role = role_of(head)
    if role in (BlockRole.STAMP, BlockRole.STATUS):
        return None
    if _OF_OTHERS.match(head) and not _ITSELF.search(head):
        return None
    label = _LABELS.match(head)
    if role is not BlockRole.NOTICE and not (
        is_notice(head) and (_ITSELF.search(head) or (label and ":" in head[:60]))
    ):
        return None
    if label and label.lastgroup and label.lastgroup != "update":
        return NoticeKind.NOTE if label.lastgroup == "note" else NoticeKind(label.lastgroup)
    found = next((kind for kind, pattern in _PATTERNS if pattern.search(head)), None)
    return NoticeKind.UPDATE if found is None else found


def bare(text: str, code: str) -> bool:
    """Whether a line says no more than that, and when, the page was updated."""
    if len(text) > WITHIN:
        return False
    rest = text
    for when in reversed(whens(text, code)):
        rest = f"{rest[: when.start]} {rest[when.end :]}"
    if re.search(r"correct|clarif|korr|bericht|rectif|correc|errat", rest, re.IGNORECASE):
        return False
    return not re.search(r"[^\W\d_]", _STAMP_WORDS.sub(" ", rest))
