"""Finds on a page the containers that repeat and each carry a time of their own, as the notes of a live blog do."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from tracker.fetching.names import suspicion
from tracker.fetching.notestamps import DATA, LONGEST_MARK, Stamp, has_clock, stamp_in
from tracker.fetching.notesurvey import LIVE, Survey, survey
from tracker.fetching.page import squeezed
from tracker.fetching.texts import key

#: Elements above a time that may be the container it belongs to. Real notes hold their time 1-6 deep.
HIGHEST = 24

#: Containers that make a live blog: where the page declares its notes, and where it does not.
FEWEST_DECLARED, FEWEST = 2, 3

#: Share of the page's prose (text outside links, adverts and lists of other stories) that the notes must hold: where
#: the page declares or marks its notes; where its words or names hint at one; where nothing does. Range 0 to 1.
#: A time-line box or a few comments in an article hold less than the article does.
SHARE_DECLARED, SHARE_HINTED, SHARE_BARE = 0.15, 0.5, 0.8

#: Characters of prose in a note; less is a label. Four of five containers must have it.
PROSE, MOST_OF_THEM = 20, 0.8

#: Share of neighbours that must follow each other in time, newest first or oldest first; a pinned note breaks it once.
IN_ORDER = 0.7

#: Groups of containers, largest first, that are looked at closely; bounds the time on hostile pages.
MOST_TRIED = 30

#: Letters of a declared note that must be found in a container for the two to be the same.
TELLING = 30

_DIGIT = re.compile(r"\d")
_MICRODATA = "liveBlogUpdate"
_CONTAINERS = frozenset({"article", "div", "li", "p", "section", "dd", "tr"})
_NOTE_NAME = re.compile(r"(?<![a-z])(?:updates?|entry|entries|note|post|block|ticker|moment|event|live\w*)(?![a-z])")
_OTHER_HEADING = re.compile(
    r"^\W*(?:\d+ )?(?:(?:reader|user|top|all|your|latest)\s+)?(?:comments?|replies|discussions?|reviews?|kommentare?|"
    r"commentaires?|comentarios?|related\b.*|more (?:stories|news|from|on|in)\b.*|(?:latest|top|other) (?:news|stories|"
    r"articles)|most (?:read|popular)|read (?:more|next)|time-?line\b.*|chronolog\w+\b.*|mehr zum thema|join the .*)"
    r"\W*(?:\(\d+\)|\d+)?\W*$",
    re.IGNORECASE,
)
_REPLY = frozenset({"reply", "antworten", "répondre", "responder", "rispondi", "report comment", "upvote", "report"})
#: What a page marks as a note, its texts, and what it states out of sight.
_MARKED = etree.XPath(f"(//*[contains(@itemprop, '{_MICRODATA}')])[1]")
_TEXTS = etree.XPath("//body//text()[not(parent::script or parent::style)]", smart_strings=False)
_STATED = etree.XPath(f"//time/@datetime | //*/@title | {' | '.join(f'//*/@{name}' for name in DATA)}")


@dataclass(slots=True)
class Container:
    """A part of a page that repeats and has a time of its own (None: it has none, its neighbours do)."""

    element: html.HtmlElement
    stamp: Stamp | None


def _times_of_day(root: html.HtmlElement) -> int:
    """How many short texts and hidden fields of a page name a time of day; a quick look that spares most pages more."""
    texts: list[str] = [*cast(list[str], _TEXTS(root)), *cast(list[str], _STATED(root))]
    return sum(has_clock(text) for text in texts if len(text) <= LONGEST_MARK and _DIGIT.search(text))


@dataclass(frozen=True, slots=True)
class _Group:
    """Elements that are set alike, in document order, and the class that they share ("": only tag and place)."""

    token: str
    nodes: list[int]

    @property
    def marked(self) -> bool:
        """Whether the page itself marks them as notes (microdata)."""
        return self.token == _MICRODATA


def _buckets(page: Survey) -> list[_Group]:
    """The elements around times that are set alike, by what they have in common, each list in document order."""
    found: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    reached: set[int] = set()
    for mark in page.marks:
        node = mark
        for _ in range(HIGHEST):
            if node < 0 or node in reached or page.elements[node].tag in {"body", "main", "html"}:
                break
            reached.add(node)
            node = page.parents[node]
    for node in sorted(reached):
        element = page.elements[node]
        if element.tag not in _CONTAINERS:
            continue
        found[element.tag, "", page.parents[node]].append(node)
        for token in islice((element.get("class") or "").split(), 8):
            found[element.tag, token, -1].append(node)
        if _MICRODATA in (element.get("itemprop") or ""):
            found["", _MICRODATA, -1].append(node)
    return [_Group(token, _innermost(page, nodes)) for (_, token, _), nodes in found.items()]


def _innermost(page: Survey, nodes: list[int]) -> list[int]:
    """Those of the elements that hold none of the others."""
    pairs = zip(nodes, [*nodes[1:], len(page.elements)], strict=True)
    return [node for node, following in pairs if following > page.last[node]]


@dataclass(frozen=True, slots=True)
class Hints:
    """What speaks for a live blog before any container is looked at.

    `declared`: the page calls itself one. `texts`: the keys (texts.key) of the notes that it declares. `words`: its
    address, titles and headline. `address`: where the page is, "" when unknown.
    """

    declared: bool
    texts: tuple[str, ...]
    words: str
    address: str


def containers(root: html.HtmlElement, hints: Hints) -> list[Container]:
    """The notes that a page shows, in its order; none where the page is no live blog, or shows no notes.

    Of all that repeats with times the largest number that qualifies is taken, then the one with most prose. A
    container between two notes that is set like them and has no time is a note without a stamp.
    """
    page = survey(root) if hints.texts or _MARKED(root) or _times_of_day(root) >= FEWEST else None
    if page is None:
        return []
    groups = [group for group in _buckets(page) if _is_large(page, group, hints)]
    groups.sort(
        key=lambda group: (len(group.nodes), sum(map(page.prose, group.nodes)), group.token != ""), reverse=True
    )
    for group in groups[:MOST_TRIED]:
        if _qualifies(page, group, hints):
            nodes = _with_unstamped(page, group)
            return [Container(page.elements[node], stamp_in(page.elements[node])) for node in nodes]
    return []


def _is_large(page: Survey, group: _Group, hints: Hints) -> bool:
    """Whether a group is large enough to be looked at: in number, in prose in each, in its share of the page's."""
    nodes, total = group.nodes, page.behind[0]
    if len(nodes) < (1 if group.marked else FEWEST_DECLARED if hints.texts else FEWEST):
        return False
    prose = [page.prose(node) for node in nodes]
    told = sum(characters >= PROSE for characters in prose)
    share = SHARE_DECLARED if group.marked or hints.texts else SHARE_HINTED
    return told >= MOST_OF_THEM * len(nodes) and sum(prose) >= share * max(total, 1)


def _qualifies(page: Survey, group: _Group, hints: Hints) -> bool:
    """Whether elements that are set alike are the notes of a live blog."""
    nodes = group.nodes
    if _answers(page, nodes):
        return False
    if group.marked or hints.texts:
        return _says_declared(page, nodes, hints)
    if not _is_hinted(page, nodes, hints) and sum(map(page.prose, nodes)) < SHARE_BARE * page.behind[0]:
        return False
    if _OTHER_HEADING.match(_heading_before(page, nodes[0])):
        return False
    return not _lead_away(page, nodes, hints.address) and _are_timed(page, nodes)


def _is_hinted(page: Survey, nodes: list[int], hints: Hints) -> bool:
    """Whether the containers' names, those around them, or the page's own words speak of a live blog."""
    if hints.declared or _NOTE_NAME.search(page.names[nodes[0]]) or LIVE.search(hints.words):
        return True
    return any(LIVE.search(page.names[node]) for node in _above(page, nodes[0]))


def _above(page: Survey, node: int) -> list[int]:
    out = []
    while node >= 0:
        out.append(node)
        node = page.parents[node]
    return out


def _says_declared(page: Survey, nodes: list[int], hints: Hints) -> bool:
    """Whether the containers show at least one of the notes that the page declares, where it declares any."""
    if not hints.texts:
        return True
    shown = "\n".join(key(" ".join(page.elements[node].itertext())) for node in nodes)
    return any(text[:TELLING] in shown for text in hints.texts if text)


def _answers(page: Survey, nodes: list[int]) -> bool:
    """Whether most of the containers can be answered: comments, whatever they are called."""
    count = sum(
        any((e.text or "").strip().casefold() in _REPLY for e in page.elements[node].iter("a", "button", "span"))
        or "Comment" in (page.elements[node].get("itemtype") or "")
        for node in nodes
    )
    return count >= len(nodes) / 2


def _heading_before(page: Survey, node: int) -> str:
    """The last heading before a container, the page's own headline left out."""
    for i in range(node - 1, -1, -1):
        tag = page.elements[i].tag
        if tag in {"h2", "h3", "h4", "h5", "h6"} and page.last[i] < node:
            return squeezed(" ".join(page.elements[i].itertext()))
        if tag == "h1":
            return ""
    return ""


def _lead_away(page: Survey, nodes: list[int], address: str) -> bool:
    """Whether the headings of most containers lead to pages of their own: a list of stories."""
    away = 0
    for node in nodes:
        headings = page.elements[node].iter("h1", "h2", "h3", "h4", "h5", "h6")
        links = (link for heading in headings for link in (*heading.iter("a"), *islice(heading.iterancestors("a"), 1)))
        href = next((link.get("href") or "" for link in links), "#")
        away += _is_elsewhere(href, address)
    return away >= len(nodes) / 2


def _is_elsewhere(href: str, address: str) -> bool:
    """Whether a link leaves the page: not to a place on it, nor to an address below its own."""
    if href.startswith(("#", "?")):
        return False
    if not address:
        return "#" not in href
    try:
        target, own = urlsplit(urljoin(address, href)), urlsplit(address)
    except ValueError:
        return True
    return target.hostname != own.hostname or not target.path.startswith(own.path.rstrip("/") or "/-")


def _are_timed(page: Survey, nodes: list[int]) -> bool:
    """Whether the containers' times are times of day, and follow each other."""
    stamps = [stamp for node in nodes if (stamp := stamp_in(page.elements[node])) is not None]
    if sum(has_clock(stamp.verbatim) for stamp in stamps) < MOST_OF_THEM * len(nodes):
        return False
    moments = [stamp.at for stamp in stamps if stamp.at is not None]
    if len(moments) < 2:
        return True
    if len(set(moments)) == 1:
        return False
    pairs = list(pairwise(moments))
    rising, falling = sum(a <= b for a, b in pairs), sum(a >= b for a, b in pairs)
    return max(rising, falling) >= IN_ORDER * len(pairs)


def _with_unstamped(page: Survey, group: _Group) -> list[int]:
    """The notes, and the containers between them that are set alike but have no time."""
    nodes, token = group.nodes, group.token
    if group.marked:
        return nodes
    tag, homes = page.elements[nodes[0]].tag, {page.parents[node] for node in nodes}
    taken = set(nodes)
    between = [
        i
        for i in range(nodes[0] + 1, nodes[-1])
        if page.parents[i] in homes
        and i not in taken
        and page.elements[i].tag == tag
        and (token in (classes := (page.elements[i].get("class") or "").split()) or not (token or classes))
        and page.prose(i) >= PROSE
        and not page.other[i]
        and not suspicion(tag, page.names[i])
    ]
    return sorted([*nodes, *between])
