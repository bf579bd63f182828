"""Knows the lines that stand in or around a story without being part of it: "Read more", "Follow us", credits."""

import re

from tracker.fetching.page import Piece
from tracker.fetching.stamps import is_bare_day, is_stamp
from tracker.model import BlockKind

#: Characters; a longer line is a paragraph, whatever it begins with.
LONGEST_CLUTTER = 300

#: Share of a line in links from which it is nothing but a link. Range 0.8-1.0.
ALL_LINK = 0.9

#: Words beside bare addresses in a line that is there for the addresses.
MOST_LABELS = 4


def _lines_like(*beginnings: str) -> re.Pattern[str]:
    """A pattern for lines that begin in one of these ways, bullets and brackets aside."""
    return re.compile(r"^[\s*•·▪■►>→»_(\[—–-]*(?:" + "|".join(beginnings) + ")", re.IGNORECASE)


#: Lines that point elsewhere; they are clutter wherever they stand.
_POINTERS = _lines_like(
    r"related(?: (?:stories|articles?|links?|content|coverage|reading|topics?|video|roundup|news))?\s*[:>|]",
    r"(?:read|see|watch|listen)(?: (?:more|also|next|now|here|too|this|the full \w+))+\s*(?:[:>|–—-]|$)",
    r"(?:more|also)(?: (?:on|from|read|like|in) [^:.]{2,40})?\s*[:>]",
    r"(?:read|watch)\s*[:>|]|more (?:on|from) [^.:]{2,40}$|don['’]t miss\s*(?:[:.!]|$)",
    r"you (?:may|might) also (?:like|be interested)|you (?:may|might) be interested in\b",
    r"(?:recommended|trending|most (?:read|popular)|must[- ]read|top stories|popular now|up next|suggested)"
    r"(?: (?:for you|stories|reading|articles|videos|now|by \w+))?\s*:?$",
    r"(?:continue|keep) reading\b|(?:story|article|post) continues (?:below|after)",
    r"advertisement$|sponsored(?: content)?$|skip (?:(?:to )?(?:main |the )?(?:content|navigation|end of)|"
    r"past|advert)",
    r"(?:lesen sie (?:auch|hier|mehr|dazu)|mehr (?:zum thema|dazu|lesen)|auch interessant|siehe auch|"
    r"weiterlesen)\b[^.]{0,120}$",
    r"(?:lire (?:aussi|la suite|également)|à lire(?: aussi)?|voir aussi|sur le même (?:sujet|"
    r"thème))\b[^.]{0,160}$",
    r"(?:lea?|leer?|ver|vea|mira) (?:también|además|más)\b[^.]{0,120}$|(?:te|le) puede interesar",
    r"(?:leia|veja|confira|saiba) (?:também|mais)\b[^.]{0,120}$|читайте также|смотрите также",
)  # fmt: skip
#: Lines of the page's machinery.
_MACHINERY = _lines_like(
    r"(?:\d+|one|two)[ -]?min(?:ute)?s? (?:read|to read)",
    r"(?:reading time|tempo de leitura|lesezeit|temps de lecture|tiempo de lectura)\b",
    r"share (?:this|on|via|story|article)\b[^.]{0,40}$|(?:share|tweet|print|email|save|text size|font size)$",
    r"(?:\d+ )?comments?(?: \(\d+\))?$|leave a (?:comment|reply)|post a comment|view (?:all )?comments",
    r"(?:click|tap) to (?:view|play|expand|enlarge|share|watch)\b|load more|show more$|loading\.{0,3}$",
    r"image (?:source|caption|copyright)\b|this copy is for your personal|(?:please )?enable javascript",
    r"(?:this|your) (?:video|browser|content) (?:is not|is no longer|cannot be|can['’]t be|does not) "
    r"(?:available|supported?|played|displayed)",
    r"(?:tags?|topics?|filed under|categories|category|keywords|schlagwörter|mots-clés|etiquetas)\s*:",
)
#: Lines that close a page: credits, invitations, rights. Only at the end of a story are they clutter.
_CLOSERS = _lines_like(
    r"(?:additional |further )?(?:reporting|editing|writing)(?: and \w+)? by\b|(?:edited|translated|"
    r"compiled) by [^.]{3,60}\W*$",
    r"with (?:additional |reporting |files |agency |inputs? )+(?:by|from)\b|"
    r"\w+ \w+ contributed (?:to this|reporting)",
    r"source\s*:|sources?$|our standards\b|© |copyright (?:[^\w\s]|[^.]{0,40}\d{4})|\(c\) ?\d{4}|"
    r"all rights reserved",
    r"follow (?:us|her|him|them|me)\b|follow @|follow [^.!?]{2,120} on [^.!?]{0,80}(?:twitter|facebook|"
    r"instagram|"
    r"linkedin|youtube|tiktok|threads|bluesky|mastodon)[^.!?]{0,80}[.!]?$",
    r"(?:find|like|join|connect with) us on\b|(?:sign up|subscribe)\b|register (?:now|here|today|"
    r"for (?:our|free))\b",
    r"(?:get|receive) (?:the|our|all|more|your|top)\b[^.]{0,80}(?:newsletter|inbox|email)",
    r"(?:stay|keep) (?:up to date|on top|informed|updated|tuned)\b|download (?:the|our) [^.]{0,30}app\b",
    r"how to listen\b|listen to [^.]{0,60}\b(?:podcast|episode|show|live)\b|buy now\b",
    r"(?:write|e-?mail|contact|reach|tip)(?: to)? [^@]{1,100}(?:\w@\w|@\w|\bon twitter\b)",
    r"(?:reach|contact) (?:the )?(?:reporters?|authors?|writers?|journalists?)\b",
    r"(?:do you )?have (?:a|any|you got) (?:\w+ )?(?:tip|question|story|comment)|let us know\b|"
    r"have your say\b",
    r"(?:share your (?:thoughts|views|story|stories|experiences?)|send your (?:story|stories|photos|"
    r"pictures|tips))\b",
    r"what do you think\b|tell us (?:what|about your|in the comments)|leave your comments?\b|"
    r"we(?:['’]d like| want) to hear\b",
    r"join the (?:conversation|discussion|debate)|join our \w+|the [\w ]{2,30} is committed to publishing",
    r"(?:note: )?we(?:['’]re| are) (?:temporarily )?moderating|(?:support (?:us|our|independent)|"
    r"donate (?:now|here|today))\b",
    r"become a (?:member|subscriber)|(?:click|tap) here\b",
    r"this (?:article|story|post|piece) (?:first |originally )?(?:appeared|ran|was (?:first |"
    r"originally )?published) "
    r"(?:in|on|at|by)\b",
    r"(?:mit material|folgen sie|abonnieren|avec (?:afp|reuters|agences?)|suivez-nous|abonnez-vous|síguenos|"
    r"suscríbete|con información de|siga o|assine)\b",
)  # fmt: skip
#: "Follow her on Twitter" ends many a biography.
_FOLLOWS = re.compile(
    r"\bfollow (?:him|her|them|me|us) (?:on|at|@)|\b(?:e-?mail|contact|reach) (?:him|her|them|me|"
    r"us) at\b",
    re.I,
)
_CREDITS = re.compile(
    r"^\W{0,3}(?:©|(?:image|photo|picture|photograph|photographer|foto|bild|illustration|video|"
    r"credit)s?(?: ?(?:credit|source|by|copyright|courtesy))*\s*(?:[:©/|]|by\b))",
    re.I,
)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.I)
_TAGS = re.compile(
    r"\W*(?:tags?|topics?|filed under|categor(?:y|ies)|keywords|more about|posted in|schlagwörter|themen|"
    r"mots-clés|"
    r"etiquetas|temas|рубрики|метки|теги)\b\W*$",
    re.I,
)
_LABEL = re.compile(r"\W*[\w’'&. -]{2,40}:\W*(?:\(\W*\)\W*)?$")
_ENDS = re.compile(r"[.!?…。][\"'”’»)\]]*$")
_AGENCY = re.compile(
    r"^\W*(?:ap|afp|reuters|dpa|pa|bbc|ani|pti|ians|efe|ansa|upi|cnn|tass|kyodo|xinhua|anp|apa|sda|"
    r"news agencies|"
    r"the associated press|associated press|press association|agencies|agence france-presse)\W*$",
    re.I,
)


def is_credit(text: str) -> bool:
    """Whether a line is the credit or caption of a picture, wherever it stands."""
    return len(text) <= LONGEST_CLUTTER and bool(_CREDITS.match(text))


def is_clutter(piece: Piece) -> bool:
    """Whether a line belongs to the page and not to its story, wherever it stands."""
    text = piece.text
    if len(text) > LONGEST_CLUTTER:
        return False
    if _POINTERS.match(text) or _MACHINERY.match(text):
        return True
    if piece.kind is not BlockKind.PARAGRAPH:
        return False
    if piece.linked >= ALL_LINK * len(text):
        return not _ENDS.search(
            text
        )  # A headline of another story; a linked sentence of this one ends as sentences do.
    # "DON'T MISS" before or behind a link; "Tags" before many.
    return piece.linked >= len(text) / 2 and (piece.label.isupper() or bool(_TAGS.match(piece.label)))


def is_labelled_link(piece: Piece) -> bool:
    """Whether a line is a label and a link: "Buyer's guide: Bicycles". In some stories such lines are the story."""
    return piece.linked >= len(piece.text) / 2 and bool(_LABEL.match(piece.label))


def ends_a_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, closing quotes and brackets aside."""
    return bool(_ENDS.search(text[-20:]))


def links_only(piece: Piece) -> bool:
    """Whether a line is nothing but a link."""
    return piece.linked >= ALL_LINK * len(piece.text)


def ends_page(text: str) -> bool:
    """Whether a line behind a story is the page's stamp: any time but a bare day, which is how letters are signed."""
    return is_stamp(text) and not is_bare_day(text)


def is_closer(piece: Piece) -> bool:
    """Whether a line at the end of a page closes the page and not its story: a credit, an invitation, a right."""
    text = piece.text
    if ends_page(text) or is_clutter(piece) or _AGENCY.match(text) or links_only(piece):
        return True
    if len(text) > 2 * LONGEST_CLUTTER:
        return False
    if _URL.search(text) and len(_URL.sub("", text).split()) <= MOST_LABELS:
        return True  # "Listen: http://..."
    return bool(_CLOSERS.match(text) or _FOLLOWS.search(text))
