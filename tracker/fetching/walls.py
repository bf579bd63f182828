"""Knows the pages that are no story at all: consent walls, bot checks, error pages, and pages with nothing on them."""

import re

from tracker.model import BlockRole, Document

#: Characters of text; a page with more is a story, even one about cookies or robots. Walls seen: 40-1,400.
LONGEST_WALL = 1_500

#: Said of a page without text, whatever made it so.
NO_TEXT = "There is no story text on this page: it is empty, above 10 MB or 100,000 paragraphs, or all navigation."

_ERROR = re.compile(
    r"(?:^|\b)(?:error\s*)?(?:40[0134]|410|429|50[0234])\b[\s:|–—-]*(?:error|not found|forbidden|gone|"
    r"bad gateway|unauthori[sz]ed|"
    r"too many requests|service (?:temporarily )?unavailable|internal server error|gateway time-?out|page|"
    r"seite|página|$)|"
    r"(?:page|article|story|content|document|url|file) (?:\w+ ){0,4}(?:not|n['’]t|cannot|could not|"
    r"can['’]t) (?:be )?(?:found|exist|available|displayed)|"
    r"(?:page|article|site) (?:you(?:['’]re| are| were|['’]ve)? (?:\w+ ){0,3})(?:look\w*|request\w*|"
    r"search\w*|tr(?:y|ied)\w*)|"
    r"(?:we (?:can['’]t|cannot|could ?n['’]t|couldn['’]t)|unable to) find (?:the|that|this) (?:page|"
    r"article|story)|"
    r"(?:internal server error|bad gateway|gateway time-?out|service (?:temporarily )?unavailable|"
    r"temporarily unavailable)|"
    r"(?:something went wrong|an error (?:has )?occurred|technical difficulties|(?:please )?try again later)|"
    r"origin is unreachable|"
    r"(?:seite|artikel) (?:\w+ ){0,3}nicht gefunden|(?:page|article) (?:introuvable|non trouvée)|"
    r"(?:p[áa]gina|artículo) no (?:encontrad[oa]|existe|disponible)|no se (?:ha )?encontr\w+ la página",
    re.I,
)
_DENIED = re.compile(
    r"access (?:to this \w+ )?(?:has been |is |was )?denied|you (?:don['’]t|"
    r"do not) have permission to access|"
    r"(?:request|ip address|access|you have been|has been) (?:\w+ )?blocked|"
    r"not available in your (?:region|country|location)|"
    r"unavailable (?:in your|due to|for) (?:region|country|legal)|(?:forbidden|unauthori[sz]ed)\s*$|"
    r"zugriff verweigert|accès (?:refusé|interdit)|acceso denegado|451: unavailable",
    re.I,
)
_ROBOT = re.compile(
    r"captcha|(?:are you|you(?:['’]re| are) (?:not )?) ?(?:a )?(?:human|robot)|"
    r"verify(?:ing)? (?:that )?you(?:['’]re| are) (?:a |not )|"
    r"checking (?:your browser|if the site connection)|just a moment\.\.\.|unusual (?:traffic|activity)|"
    r"ddos protection|cloudflare|ray id|please verify|press (?:&|and) hold|security check|"
    r"automated (?:requests|access)|"
    r"(?:sind sie|kein) (?:ein )?(?:mensch|roboter)|vous (?:êtes|n['’]êtes pas) un (?:humain|robot)|"
    r"no (?:eres|soy|es) un robot",
    re.I,
)
_SCRIPT = re.compile(
    r"(?:(?:please |you (?:need|have) to )?(?:enable|turn on|activate|allow)|requires?|needs?) (?:\w+ )?"
    r"(?:javascript|cookies)(?: (?:to|in|and) [^.]{0,60})?|javascript (?:is|"
    r"must be|has been|seems to be) (?:\w+ )?(?:disabled|enabled|required|off)|"
    r"without javascript|javascript (?:aktivieren|ist deaktiviert)|(?:aktivieren|"
    r"schalten) sie (?:\w+ )?(?:javascript|cookies)|"
    r"activer (?:le )?javascript|(?:activ\w+|habilit\w+) (?:el )?javascript|(?:upgrade|update|unsupported|"
    r"outdated) (?:your )?browser",
    re.I,
)
_CONSENT = re.compile(
    r"we (?:and our (?:\w+ )*partners |value your privacy|use cookies|care about your (?:privacy|data))|"
    r"(?:accept|reject|manage|allow) (?:all|cookies|consent)|"
    r"before you continue|cookie (?:policy|settings|preferences|notice|consent)|"
    r"your (?:privacy (?:choices|is important)|consent)|privacy (?:settings|preferences|center)|"
    r"consent to (?:the )?(?:use|processing|storing)|store and/or access information|"
    r"wir (?:verwenden|nutzen|benötigen) (?:\w+ )*(?:cookies|einwilligung|zustimmung)|(?:ihre|"
    r"mit) (?:zustimmung|einwilligung|werbung)|alle(?:s)? akzeptieren|"
    r"(?:nous utilisons|utilisation) (?:des|de) cookies|accepter et (?:continuer|fermer)|tout accepter|"
    r"continuer sans accepter|avec (?:notre|votre) accord|"
    r"(?:utilizamos|usamos) cookies|aceptar (?:todas?|cookies|y continuar)|su consentimiento",
    re.I,
)
_PAYWALL = re.compile(
    r"(?:subscribe|log ?in|sign ?in|register|sign up)[^.]{0,40} to (?:continue|read|keep|view|access|unlock)|"
    r"(?:to (?:continue|keep) reading|continue reading)\b|already (?:a|have an?) (?:\w+ )?(?:subscriber|"
    r"account|subscription|member)|"
    r"(?:this|the) (?:article|content|story) is (?:\w+ )?(?:for|available to|reserved for|"
    r"exclusive to) (?:\w+ )*(?:subscribers|members)|"
    r"(?:subscriber|member)s?[- ]only|you['’]?(?:ve| have) (?:reached|read|used) (?:your|all|"
    r"\w+) [^.]{0,40}(?:limit|free articles?)|"
    r"(?:jetzt|weiter)(?:lesen)? mit|nur für abonnenten|artikel (?:ist|wird) [^.]{0,30}abo|"
    r"réservé aux abonnés|il vous reste \d+ ?%|"
    r"(?:contenido|artículo) (?:exclusivo|solo) para (?:suscriptores|socios)|suscríbete para",
    re.I,
)
_WALLS = (
    (_ERROR, "This is an error page, not a story."),
    (_DENIED, "The publisher denied access; this is not the story."),
    (_ROBOT, "This is a check for robots, not a story."),
    (_SCRIPT, "This page shows its story only with JavaScript or cookies switched on; there is no story text in it."),
    (_CONSENT, "This is a consent wall, not a story."),
    (_PAYWALL, "This is the front of a paywall; there is no story text on it."),
)


#: Share of a short page that the phrases of a wall must cover: alone, and where two different ones stand there.
#: Range 0 to 1. One phrase covers 28-40% of a news flash that happens to use it ("The road has been blocked ...").
COVERED_ALONE, COVERED_TOGETHER = 0.5, 0.2

#: Somebody reports something: that is news, however short and whatever else it speaks of.
_TOLD = re.compile(r"\b(?:said|says|told|according to|sagten?|teilten? mit|laut|selon|a déclaré|dijo|según)\b", re.I)


def _says_so(document: Document, pattern: re.Pattern[str]) -> bool:
    """Whether a short page says little but what a wall says."""
    text = "\n".join(document.paragraphs)
    title = document.headline or next(iter(document.titles.values()), "")
    if _TOLD.search(text):
        return False
    found = [match.group().casefold() for match in pattern.finditer(text)]
    if pattern.search(title) and len(title) < 80 and len(text) < LONGEST_WALL / 2:
        return not text or bool(found) or len(text) < 200
    covered = sum(map(len, found)) / max(len(text), 1)
    return covered >= (COVERED_TOGETHER if len(set(found)) > 1 else COVERED_ALONE)


def unusable(document: Document) -> str:
    """Why a page can never be a version, as a sentence for a reader; "" when it can be.

    Only short pages are judged (LONGEST_WALL): a long story about cookies is a story. A short notice ("This article
    has been removed ...") is usable: a retraction is the biggest news there is. A page with no text at all, one too
    large for extract() to read anything of it, and one that is all navigation look the same here.
    """
    lines = document.paragraphs
    if not any(letter.isalnum() for line in lines for letter in line):
        wall = next((why for pattern, why in _WALLS if _says_so(document, pattern)), "")
        return wall or NO_TEXT
    if sum(map(len, lines)) > LONGEST_WALL or any(block.role is BlockRole.NOTICE for block in document.blocks):
        return ""
    return next((why for pattern, why in _WALLS if _says_so(document, pattern)), "")
