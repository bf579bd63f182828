"""Who wrote a story and where from: the byline, and the dateline at the head of the first paragraph."""

import re

from tracker.fetching.page import Page, squeezed
from tracker.fetching.stamps import is_stamp
from tracker.fetching.texts import key

#: Characters; a longer one is a biography.
LONGEST_BYLINE = 300

#: Characters; a longer paragraph that names the author tells more than who they are.
LONGEST_BIOGRAPHY = 900

#: Characters of what else stands in a byline: an outlet, a place, a job.
LONGEST_LABEL = 60

#: Words of a time at the end of a byline. "Updated on Wednesday, 4 March 2026 at 2:05 p.m. GMT" has 10.
MOST_STAMP_WORDS = 24

#: Pieces before and behind the headline in which a byline is looked for.
NEAR = 30

_BYLINE = re.compile(
    r"(?<![a-z])(?:byline\w*|by-line|author(?:s|-?names?)?|writer|autor\w*|auteur|reporter|"
    r"article-?author\w*|contributor)(?![a-z])"
)
_BY = re.compile(
    r"^(?:(?:written |reported |posted |story |words |text )?by|von|par|por|de)\s*:?\s+(?=\S)", re.IGNORECASE
)
_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*)"
_LINK = r"(?:(?:de|del|della|der|den|di|da|do|dos|du|la|le|van|von|zu|al|el|bin|ibn|ben)\s+)"
# "Ortega y Gasset" is one name, "Ana Sol y Bo Reed" are two. One reading of each line only (?>...): where a name may
# end in two ways, a line of 300 letters ends in more ways than can be tried.
_SECOND = rf"(?:\s+[ye]\s+[A-ZÀ-ÖØ-Þ][\w'’.-]*+(?!\s+{_LINK}{{0,3}}[A-ZÀ-ÖØ-Þ]))?"
_NAME = rf"(?>{_WORD}(?:\s+{_LINK}{{0,3}}{_WORD}){{1,4}}{_SECOND})"
_NAMES = rf"{_NAME}(?:(?:,| and| &| und| et| y| e| with|, and)\s+{_NAME})*"
PLAIN_BYLINE = re.compile(rf"(?:by|By|BY|Von|Par|Por)\s+({_NAMES})(?:\s*[,|·/–—-]\s*.{{0,80}})?\s*$")
PLAIN_NAMES = re.compile(rf"{_NAMES}$")
_AND = re.compile(r"\s*(?:[,;/&]|\b(?:and|und|et|y|e|with)\b)\s*", re.IGNORECASE)
#: What follows names in a byline: an agency, a place, a job. Not what follows in a sentence.
_BEHIND_NAMES = re.compile(
    r"(?:,?\s+(?:[A-ZÀ-ÖØ-Þ&][^\s,!?]*|(?:and|with|for|in|at|of|the|our|agencies|staff|correspondents?|reporters?|"
    r"editors?)(?![^\s,])))*"
)
_SAID_BY = re.compile(rf"(?:by|By|BY|Von|VON|Par|PAR|Por|POR)\s+(?P<names>{_NAMES})")
#: "By Monday Evening" is no byline.
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|evening|night|afternoon|noon)s?\b", re.IGNORECASE
)
_CUT = re.compile(
    r"\s*[|·•]\s*|\s+[–—-]\s+(?=\d|updated|published)|,?\s+(?=(?:updated|published|posted|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)",
    re.IGNORECASE,
)

#: What journalists are and do, in a biography.
JOB = re.compile(
    r"\b(?:reporter|correspondent|journalist|editor|columnist|writer|bureau chief|producer|contributor|"
    r"author|freelance\w*|"
    r"covers|reports|writes|covering|reporting|joined|book|redakteur(?:in)?|reporter(?:in)?|"
    r"korrespondent(?:in)?|"
    r"journaliste|correspondante?|rédac\w+|periodista|corresponsal|redactora?)\b",
    re.IGNORECASE,
)

_PLACE = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.\-]+(?:[ /][A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.\-]*){0,4}"
_REGION = r"(?:,\s*[A-Z][\w.'’]{1,20}(?:\s[A-Z][\w.'’]{1,20}){0,2})"
_WHEN = r"(?:,\s*(?:\w{3,9}\.?\s+\d{1,2}|\d{1,2}\.?\s+\w{3,9}\.?)(?:,?\s+\d{4})?)"
_AGENCY = r"(?:\s*\([A-Z][\w&./ -]{1,40}\))"
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_REGION}?{_WHEN}?{_AGENCY}?|"
    rf"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){{0,2}}{_REGION}?{_WHEN}?{_AGENCY})"
    rf"\s*(?:[—–]|--?)\s+(?=\S)"
)


def dateline_of(paragraph: str) -> str:
    """The place (and day, and agency) that a first paragraph opens with, without its dash; "" when it has none.

    "SANTA FE, Tex. — The ..." gives "SANTA FE, Tex.", "KYIV, May 4 - ..." gives "KYIV, May 4". The place is in
    capitals, or an agency stands behind it in brackets: "London (Reuters) - ...".
    """
    match = _DATELINE.match(paragraph[:160])
    return squeezed(re.sub(r"\s*(?:[—–]|--?)\s+$", "", match[0])) if match else ""


def is_biography(text: str, authors: tuple[str, ...]) -> bool:
    """Whether a paragraph at the end of a page is about the author and not of the story.

    It opens with the name of a declared author and speaks of a journalist's work: "Ana Sol is a reporter in ...".
    """
    opening, lower = key(text[:80]), text.lower()
    named = any(len(key(name)) >= 5 and key(name) in opening for name in authors)
    return named and len(text) <= LONGEST_BIOGRAPHY and bool(JOB.search(lower))


def is_byline(text: str, authors: tuple[str, ...], marked: bool) -> bool:
    """Whether a line is nothing but who wrote the story, and perhaps when: "By Ana Sol | 3 May 2026, 04:18 GMT".

    `authors` are the declared names; `marked` says that the page's markup calls the line a byline. Names alone must be
    marked, or declared and beside a time; behind "By" they must be declared, or go on as bylines do and no sentence.
    """
    if len(text) > LONGEST_BYLINE:
        return False
    line, stamp = text_and_stamp(" ".join(text.split()))
    who, *more = [part for part in _CUT.split(line) if part and not is_stamp(part)] or [""]
    if any(len(part) > LONGEST_LABEL or part.endswith((".", "?", "!")) for part in more):
        return False
    names = {key(name) for name in _AND.split(_BY.sub("", who))} - {""}
    if names and names <= {key(part) for name in authors for part in _AND.split(name)}:
        return marked or stamp != "" or _BY.match(who) is not None
    said = _SAID_BY.match(who)
    if said is not None and not _DAY.search(said["names"]):
        return bool(_BEHIND_NAMES.fullmatch(who, said.end()))
    return marked and bool(PLAIN_NAMES.fullmatch(_BY.sub("", who)))


def text_and_stamp(text: str) -> tuple[str, str]:
    """A line parted into what it says and the time at its end: ("By Ana Sol", "3 May 2026, 04:18 GMT"); or ""."""
    words = text[:LONGEST_BYLINE].split()
    for place in range(max(1, len(words) - MOST_STAMP_WORDS), len(words)):
        behind = " ".join(words[place:])
        if is_stamp(behind) and words[place][0].isalnum():
            return " ".join(words[:place]).strip(" |·•,;–—-"), behind
    return text, ""


def is_marked(page: Page, node: int) -> bool:
    """Whether an element, or one close around it, is named a byline, or holds who can be written to (<address>)."""
    around = list(page.ancestors(node))[:3]
    return any(page.tags[n] == "address" or _BYLINE.search(page.names[n]) for n in around)


def byline_of(page: Page, authors: list[str], headline: int, titles: frozenset[str]) -> str:
    """The authors' names as the page declares them, else as a byline near the headline says; never with a time.

    `titles` are the keys (texts.key) of the page's titles, which some pages declare as the author.
    """
    names = [name for name in map(_name, authors) if name and key(name) not in titles]
    if names:
        return ", ".join(names)
    low, high = (0, len(page.pieces)) if headline < 0 else (max(0, headline - NEAR // 3), headline + NEAR)
    for piece in page.pieces[low:high]:
        marked = is_marked(page, piece.node)
        text = piece.text if len(piece.text) <= LONGEST_BYLINE else ""
        if PLAIN_BYLINE.match(text) or (marked and text and PLAIN_NAMES.match(_name(text))):
            return _name(text)
    return ""


def _name(text: str) -> str:
    """A byline without "By", and without the time that some put behind the name."""
    parts = [part for part in _CUT.split(_BY.sub("", squeezed(text))) if part and not is_stamp(part)]
    return parts[0].strip(" ,;") if parts else ""
