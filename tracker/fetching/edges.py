"""Trims a story found on a page: what stands between headline and first paragraph, and what closes the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.fetching.bylines import is_biography, is_byline, is_marked, text_and_stamp
from tracker.fetching.lines import ends_page, is_closer, links_only
from tracker.fetching.markers import role_of
from tracker.fetching.page import Page, Piece
from tracker.fetching.stamps import is_stamp
from tracker.model import BlockKind, BlockRole

#: Characters a standfirst has. Shorter is a label, longer a paragraph.
STANDFIRST = (20, 500)

#: Share of the story's text that must stand before a list of links, or a section about the sender, for it to be the
#: end of the page and not part of the story. Range 0.5-0.9.
ENDING = 0.65

_STANDFIRST = re.compile(
    r"(?<![a-z])(?:standfirst|strap-?line|dek|deck|sub-?(?:title|head\w*|deck)|summary|excerpt|"
    r"(?:article|story|post|page|header?)-?(?:dek|deck|sub\w*|summary|description|intro|lede?)|teaser-?text|"
    r"description|chapo|chapeau|entradilla|bajada|vorspann|unterzeile|untertitel)(?![a-z])"
)
_ABOUT = re.compile(
    r"^(?:about (?!th(?:is|at|ese|ose)\b)(?:the )?[\w.&'’ -]{2,40}|notes? to editors?|media contacts?|"
    r"contacts?|"
    r"(?:for )?(?:more|further) information|press contacts?|über [\w.& -]{2,40}|à propos de [\w.& -]{2,40}|"
    r"sobre [\w.& -]{2,40})\s*:?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class About:
    """What is known of the story before its body is looked for.

    `headline` is the number of the headline's piece (-1: none seen), `titles` the keys (texts.key) of all texts that
    are the headline again, `description` the key of the declared one, `authors` the declared names.
    """

    headline: int = -1
    titles: frozenset[str] = frozenset()
    description: str = ""
    authors: tuple[str, ...] = ()


class Reading:
    """A page while its story is looked for; each list is as long as `pieces`, `condemned` as long as the elements."""

    page: Page
    about: About
    pieces: list[Piece]
    keys: list[str]
    evident: list[bool]
    condemned: list[bool]
    region: int
    total: int


@dataclass
class Story:
    """What was found on a page: the body's pieces in order, the standfirst and the stamps that stood around it."""

    pieces: list[Piece] = field(default_factory=list)
    standfirst: str = ""
    stamps: list[str] = field(default_factory=list)


def trimmed(reading: Reading, chosen: list[int]) -> Story:
    """The chosen pieces without what only stands at the story's edges; captions, notices and status lines stay."""
    found = Story()
    above = range(reading.about.headline + 1, chosen[0]) if chosen and reading.about.headline >= 0 else range(0)
    chosen = _without_head(reading, chosen, found)
    if not found.standfirst:
        found.standfirst = next((reading.pieces[i].text for i in above if _is_set_apart(reading, i)), "")
    chosen = _without_sender(reading, chosen)
    chosen = _without_tail(reading, chosen, found)
    chosen = _without_link_lists(reading, chosen)
    chosen = _without_idle_headings(reading, chosen)
    found.pieces = [reading.pieces[i] for i in chosen]
    return found


def _without_head(reading: Reading, chosen: list[int], found: Story) -> list[int]:
    """Take off the headline said again, the byline, stamps, and the standfirst."""
    out: list[int] = []
    for place, i in enumerate(chosen):
        piece = reading.pieces[i]
        if piece.kind is BlockKind.CAPTION:
            out.append(i)
        elif _says_who_or_when(reading, i, found):
            continue
        elif not found.standfirst and _is_standfirst(reading, i):
            found.standfirst = piece.text
        elif reading.keys[i] and reading.keys[i] not in reading.about.titles:
            return out + _without_byline_behind(reading, chosen[place:], found)
    return out


def _says_who_or_when(reading: Reading, i: int, found: Story) -> bool:
    """Whether a piece near the headline is only a stamp or a byline; notes the time that it says."""
    piece = reading.pieces[i]
    if is_stamp(piece.text):
        found.stamps.append(piece.text)
        return True
    if not is_byline(piece.text, reading.about.authors, is_marked(reading.page, piece.node)):
        return False
    if stamp := text_and_stamp(piece.text)[1]:
        found.stamps.append(stamp)
    return True


def _without_byline_behind(reading: Reading, chosen: list[int], found: Story) -> list[int]:
    """Take off a byline, and stamps beside it, that stand behind the first paragraph; that one is the standfirst."""
    behind, named = 1, False
    while behind < len(chosen):
        piece = reading.pieces[chosen[behind]]
        is_name = is_byline(piece.text, reading.about.authors, is_marked(reading.page, piece.node))
        if not is_name and not is_stamp(piece.text):
            break
        named, behind = named or is_name, behind + 1
    if not named:
        return chosen
    for i in chosen[1:behind]:
        _says_who_or_when(reading, i, found)
    if not found.standfirst and _is_standfirst(reading, chosen[0], sure=True):
        found.standfirst = reading.pieces[chosen[0]].text
        return chosen[behind:]
    return [chosen[0], *chosen[behind:]]


def _is_set_apart(reading: Reading, i: int) -> bool:
    """Whether a piece above the story, for which nothing else speaks, is its standfirst by name or by declaration."""
    piece = reading.pieces[i]
    declared = reading.keys[i] == reading.about.description != ""
    if reading.condemned[piece.node] or links_only(piece) or is_stamp(piece.text):
        return False
    named = any(_STANDFIRST.search(reading.page.names[n]) for n in list(reading.page.ancestors(piece.node))[:2])
    return (declared or named) and _is_standfirst(reading, i, sure=True)


def _is_standfirst(reading: Reading, i: int, sure: bool = False) -> bool:
    piece, page = reading.pieces[i], reading.page
    if not STANDFIRST[0] <= len(piece.text) <= STANDFIRST[1] or piece.kind is BlockKind.ITEM:
        return False
    if reading.keys[i] in reading.about.titles or role_of(piece.text) is not None:
        return False
    if sure:
        return piece.kind is not BlockKind.CAPTION
    inside = [n for n in page.ancestors(piece.node) if n > reading.region]
    if any(_STANDFIRST.search(page.names[n]) for n in inside[:3]) or any(page.tags[n] == "header" for n in inside):
        return True
    return piece.kind is BlockKind.HEADING and reading.keys[i] == reading.about.description


def _text_before(reading: Reading, chosen: list[int], place: int) -> float:
    """The share of the chosen text that stands before a place in it."""
    total = sum(len(reading.keys[i]) for i in chosen)
    return sum(len(reading.keys[i]) for i in chosen[:place]) / total if total else 0.0


def _is_kept_line(piece: Piece) -> bool:
    return piece.kind is BlockKind.CAPTION or role_of(piece.text) in {BlockRole.NOTICE, BlockRole.STATUS}


def _without_sender(reading: Reading, chosen: list[int]) -> list[int]:
    """Take off "About the Example Company" and what follows it at the end of a release."""
    for place, i in enumerate(chosen):
        piece = reading.pieces[i]
        heads = piece.kind is BlockKind.HEADING or len(piece.text) <= 60
        if heads and place > 0 and _ABOUT.match(piece.text) and _text_before(reading, chosen, place) >= ENDING:
            return chosen[:place] + [j for j in chosen[place:] if _is_kept_line(reading.pieces[j])]
    return chosen


def _without_tail(reading: Reading, chosen: list[int], found: Story) -> list[int]:
    """Take off what closes the page behind the last paragraph: credits, invitations, biographies, stamps."""
    kept: list[int] = []
    last = len(chosen) - 1
    while last > 0:
        piece = reading.pieces[chosen[last]]
        if _is_kept_line(piece):
            kept.append(chosen[last])
        elif ends_page(piece.text):
            found.stamps.append(piece.text)
        elif not (_closes(reading, chosen[last]) or piece.kind is BlockKind.HEADING):
            break
        last -= 1
    return chosen[: last + 1] + kept[::-1]


def _closes(reading: Reading, i: int) -> bool:
    return is_closer(reading.pieces[i]) or is_biography(reading.pieces[i].text, reading.about.authors)


def _without_link_lists(reading: Reading, chosen: list[int]) -> list[int]:
    """Take off lists of nothing but links near the end: other stories."""
    total, before = sum(len(reading.keys[i]) for i in chosen), 0
    out: list[int] = []
    for group in _groups(reading, chosen):
        is_list = len(group) > 1 and reading.pieces[group[0]].kind is BlockKind.ITEM
        if not (is_list and before >= ENDING * total and all(links_only(reading.pieces[i]) for i in group)):
            out += group
        before += sum(len(reading.keys[i]) for i in group)
    return out


def _groups(reading: Reading, chosen: list[int]) -> Iterable[list[int]]:
    """The chosen pieces, items of one list together."""
    group: list[int] = []
    for i in chosen:
        item = reading.pieces[i].kind is BlockKind.ITEM
        if group and not (item and reading.pieces[group[-1]].kind is BlockKind.ITEM):
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def _without_idle_headings(reading: Reading, chosen: list[int]) -> list[int]:
    """Take off headings whose own content was left out: "Live tweets", "Market data"."""
    out = []
    for i, following in zip(chosen, [*chosen[1:], -1], strict=False):
        if reading.pieces[i].kind is not BlockKind.HEADING or not _is_idle(reading, i, following):
            out.append(i)
    return out


def _is_idle(reading: Reading, i: int, following: int) -> bool:
    """Whether what stands right behind a heading in its own element was left out, and the next kept is elsewhere."""
    page, node = reading.page, reading.pieces[i].node
    box = page.parents[node]
    if box <= reading.region or i + 1 >= len(reading.pieces) or following == i + 1:
        return False
    left_out = box in page.ancestors(reading.pieces[i + 1].node)
    return left_out and (following < 0 or box not in page.ancestors(reading.pieces[following].node))
