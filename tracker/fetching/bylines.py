"""Who wrote a story and where from: the byline, and the dateline at the head of the first paragraph."""

import re

from tracker.fetching.page import Page, squeezed
from tracker.fetching.stamps import is_stamp
from tracker.fetching.texts import key

#: Characters; a longer one is a biography.
LONGEST_BYLINE = 300

#: Characters; a longer paragraph that names the author tells more than who they are.
LONGEST_BIOGRAPHY = 900

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
_LINK = r"(?:(?:de|del|della|der|den|di|da|do|dos|du|la|le|van|von|zu|al|el|bin|ibn|ben|y|e)\s+)"
_NAME = rf"{_WORD}(?:\s+{_LINK}{{0,3}}{_WORD}){{1,4}}"
_NAMES = rf"{_NAME}(?:(?:,| and| &| und| et| y| with|, and)\s+{_NAME})*"
PLAIN_BYLINE = re.compile(rf"(?:by|By|BY|Von|Par|Por)\s+({_NAMES})(?:\s*[,|·/–—-]\s*.{{0,80}})?\s*$")
PLAIN_NAMES = re.compile(rf"{_NAMES}$")
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


def byline_of(page: Page, authors: list[str], headline: int, titles: frozenset[str]) -> str:
    """The authors' names as the page declares them, else as a byline near the headline says; never with a time.

    `titles` are the keys (texts.key) of the page's titles, which some pages declare as the author.
    """
    names = [name for name in map(_name, authors) if name and key(name) not in titles]
    if names:
        return ", ".join(names)
    low, high = (0, len(page.pieces)) if headline < 0 else (max(0, headline - NEAR // 3), headline + NEAR)
    for piece in page.pieces[low:high]:
        around = list(page.ancestors(piece.node))[:3]
        marked = any(_BYLINE.search(page.names[n]) for n in around)
        text = piece.text if len(piece.text) <= LONGEST_BYLINE else ""
        if PLAIN_BYLINE.match(text) or (marked and text and PLAIN_NAMES.match(_name(text))):
            return _name(text)
    return ""


def _name(text: str) -> str:
    """A byline without "By", and without the time that some put behind the name."""
    parts = [part for part in _CUT.split(_BY.sub("", squeezed(text))) if part and not is_stamp(part)]
    return parts[0].strip(" ,;") if parts else ""
