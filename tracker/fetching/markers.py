"""Knows the lines in which a publisher speaks of the story itself: corrections, "more to follow", and bare times."""

import re
from functools import lru_cache

from tracker.fetching.stamps import is_page_stamp, is_stamp
from tracker.model import BlockRole

#: Characters; a longer block that starts like a status line is a paragraph with news in it.
LONGEST_STATUS = 320

#: Blocks of which the role is remembered: most stand in every version of their story.
REMEMBERED = 2_048

#: Characters of a block in which a notice must begin to show itself.
NOTICE_WITHIN = 260

_WHAT = (
    r"(?:(?:news|live|breaking|online|opinion|print|web)\s+)?"
    r"(?:article|story|headline|post|piece|page|column|report|item|blog|copy|caption|photo|picture|"
    r"graphic|chart|"
    r"map|video|podcast|transcript|interview|review|obituary|essay|version|analysis|explainer|gallery|"
    r"quiz|recipe)"
)
_DONE = (
    r"(?:amended|corrected|updated|edited|revised|clarified|changed|modified|removed|withdrawn|retracted|"
    r"republished|"
    r"taken down|unpublished|deleted|shortened|rewritten|altered)"
)
_DASH = r"[:—–-]"

_NOTICES = (
    # "Correction:", "Corrections and clarifications", "Editor's note —", "UPDATE (May 4):"
    r"(?:correction|clarification|retraction|erratum|corrigendum|amendment|editor['’]?s['’]?\s+note|"
    r"editors['’]?\s+note|note to readers|publisher['’]?s note)s?"
    rf"(?:\s+(?:and|&)\s+\w+)?(?:\s*[(,][^):]{{1,60}}\)?|"
    rf"\s+(?:on\s+)?\w+ \d{{1,2}}(?:,? \d{{4}})?)?\s*(?:{_DASH}|$)",
    r"(?:updated?|breaking update)(?:\s*[(,][^):]{1,60}\)?|\s+\d[^:]{0,30}|"
    r"\s+\w+ \d{1,2}[^:]{0,30})?\s*(?::|\s[—–-]\s)",
    # "This article was amended on 3 May to ...", "The headline of this story has been changed"
    rf"(?:(?:the|a) (?:headline|caption|photo|picture|standfirst|introduction|map|chart|"
    rf"graphic)[^.]{{0,40}} )?"
    rf"(?:on|of|in|to)?\s*this {_WHAT}(?:['’]s \w+)? (?:was|has been|has since been|had been)"
    rf" (?:\w+ly |also |since |first |last )?{_DONE}\b",
    r"(?:updated|amended|corrected|edited) (?:on|at) [^.]{3,40}(?:[ap]\.m\.[^.]{0,20})? (?:to|with) \w+",
    r"(?:the|a) (?:headline|caption|photo|picture|standfirst|introduction|map|chart|graphic)"
    r" (?:on|of|in|to|for|with|accompanying) (?:this|an earlier|a previous|the original)\b[^.]{0,120}",
    rf"(?:an?|the|in an?|in the)\s+(?:earlier|previous|prior|original|initial|"
    rf"first)\s+(?:\w+\s+)?(?:version|edition|{_WHAT})s?"
    rf"(?:\s+(?:of|on|for|in)\s+(?:this|the|our)\b|\s+(?:misstated|incorrectly|misspelled|wrongly|said|"
    rf"stated))",
    rf"(?:this|the) {_WHAT} (?:originally|previously|initially|earlier|incorrectly|mistakenly|wrongly) \w+",
    r"we have (?:amended|corrected|updated|changed|removed|clarified) (?:this|the|our)\b",
    # German
    r"(?:korrektur|berichtigung|richtigstellung|klarstellung|gegendarstellung|nachtrag|korrekturhinweis|"
    r"(?:anmerkung|hinweis|anm\.) (?:der|d\.) red(?:aktion|\.)?|hinweis in eigener sache|update)"
    rf"(?:\s*[(,][^):]{{1,60}}\)?|\s+vom [^:]{{1,30}})?\s*(?:{_DASH}|$)",
    r"in einer (?:früheren|vorherigen|ersten|älteren|ursprünglichen) (?:version|fassung)\b",
    r"(?:dieser|diese|dieses|der|die|das) (?:artikel|text|beitrag|meldung|bericht|überschrift|"
    r"interview) wurde\b"
    r".{0,80}\b(?:aktualisiert|korrigiert|geändert|ergänzt|berichtigt|überarbeitet|angepasst)",
    # French
    r"(?:correction|rectificatif|rectification|précision|erratum|mise à jour|mis à jour|"
    r"note de la rédaction|ndlr)"
    rf"(?:\s*[(,][^):]{{1,60}}\)?|\s+(?:du|le) [^:]{{1,30}})?\s*(?:{_DASH}|$)",
    r"(?:dans )?une (?:version|première version) (?:précédente|antérieure|initiale|de cet article)\b",
    r"(?:cet article|ce texte|cette (?:dépêche|page|version)|le titre de cet article) a (?:depuis )?été "
    r"(?:mise? à jour|modifiée?|corrigée?|actualisée?|rectifiée?|retirée?|complétée?)",
    # Spanish
    r"(?:corrección|rectificación|aclaración|fe de err(?:atas|ores)|actualización|nota (?:del editor|"
    r"de la redacción))"
    rf"(?:\s*[(,][^):]{{1,60}}\)?|\s+del [^:]{{1,30}})?\s*(?:{_DASH}|$)",
    r"(?:en )?una (?:primera )?versión (?:anterior|previa|inicial|de (?:este|esta))\b",
    r"(?:este artículo|este texto|esta (?:noticia|información)|el titular de est\w+ \w+) (?:ha sido|fue|"
    r"se ha) "
    r"(?:actualizad|corregid|modificad|rectificad|editad|retirad)[oa]",
)  # fmt: skip

_STORY = r"(?:news\s+)?(?:story|article|report|page|post|live\s?blog|news)"
_STATUSES = (
    rf"(?:this is an?|this) (?:(?:still|rapidly|fast)[- ])?(?:developing|breaking|evolving|moving|"
    rf"ongoing)(?: news)? {_STORY}\b",
    rf"(?:this is a )?(?:developing|breaking)(?: news)? {_STORY}\s*(?:[.:;,—–-]|$)",
    rf"this (?:(?:developing|breaking)\s+)?{_STORY} (?:is (?:still )?(?:developing|breaking|unfolding)\b|"
    r"is being (?:continually |constantly |continuously )?updated|(?:will|may|is going to|"
    r"is to) be (?:\w+ )?updated)",
    r"(?:more|further|additional|full|fuller) (?:\w+ )?(?:to follow|to come|follows|soon|"
    r"shortly)\s*(?:[.!…:]|$)",
    r"(?:more|further) (?:details|information|updates|news) (?:to follow|to come|soon|shortly|as we get|"
    r"when|will (?:follow|be))\b",
    r"breaking news\b.{0,80}\b(?:updates?|more) (?:to follow|to come|soon)\b",
    r"(?:\w+ )?updates? to follow\b",
    r"(?:please )?(?:check|come) back (?:here |soon |later |often |with us )*for (?:\w+ )*(?:updates?|"
    r"details|more|information)\b",
    r"(?:please )?refresh (?:this|the|your) (?:page|browser)\b.{0,60}\b(?:updates?|latest|version)\b",
    # German, French, Spanish
    r"(?:mehr|weitere (?:informationen|details|infos)|näheres)(?: \w+){0,2} in kürze\b|mehr dazu in kürze\b",
    r"(?:dieser|diese|dieses|der|die) (?:artikel|text|beitrag|meldung|bericht|nachricht) wird (?:\w+ )?"
    r"(?:aktualisiert|ergänzt|fortlaufend|laufend)",
    r"plus d['’](?:informations?|infos) (?:à (?:venir|suivre)|(?:très )?prochainement)\b",
    r"(?:cet article|cette page|ce texte|article) (?:sera|est|en cours)\b.{0,40}\b(?:mise? à jour|"
    r"actualisée?|complétée?)",
    r"(?:noticia|información) en (?:desarrollo|actualización|ampliación)\b",
    r"(?:habrá|seguirá|en) (?:breve )?(?:ampliación|más información)\b|en breve,? (?:más|ampliaremos)\b",
    r"esta (?:noticia|información) (?:se está|está siendo|será|estará) (?:\w+ )?(?:actualiz|ampliad)\w+",
)  # fmt: skip

_OPENING = r"^[\s*•·▪■►>_(\[“\"'—–-]*"
_NOTICE = re.compile(_OPENING + "(?:" + "|".join(_NOTICES) + ")", re.IGNORECASE)
_STATUS = re.compile(_OPENING + "(?:" + "|".join(_STATUSES) + ")", re.IGNORECASE)


def role_of(text: str) -> BlockRole | None:
    """What a line says about the story itself; None for an ordinary line of the story.

    NOTICE: a correction, clarification, editor's note or update line ("This article was amended on 3 May to ...").
    STATUS: "This is a developing story. Please check back here for updates.", "More to follow".
    STAMP: a line that is nothing but a time. English in full, German, French and Spanish in their usual forms.
    The line must begin so: "The correction officer said ..." and "He was shot 2 hours ago" are None.
    """
    line = " ".join(text[: 2 * LONGEST_STATUS].split())
    if is_stamp(line):
        return BlockRole.STAMP
    if _NOTICE.match(line[:NOTICE_WITHIN]):
        return BlockRole.NOTICE
    if len(line) <= LONGEST_STATUS and _STATUS.match(line):
        return BlockRole.STATUS
    return None


@lru_cache(maxsize=REMEMBERED)
def role_in_story(text: str) -> BlockRole | None:
    """What a line in the middle of a story says about it: as role_of, but a bare day or time of day is the story's.

    "29 AUGUST 2019" in an address block and "14:05" in a chronology are text like any other, and a change of them is
    a change of the story; "Updated 14:05" and "2 hours ago" are the page's own word, wherever they stand.
    """
    role = role_of(text)
    return None if role is BlockRole.STAMP and not is_page_stamp(" ".join(text.split())) else role
