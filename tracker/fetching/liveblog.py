"""Reads a live blog: its notes, each with the time at which it was posted, apart from what stands above them."""

import re
from dataclasses import dataclass

from lxml import html

from tracker.fetching.body import TELLING, WEAK
from tracker.fetching.declared import Declared, DeclaredNote
from tracker.fetching.lines import ends_a_sentence, is_clutter, is_credit, links_only
from tracker.fetching.markers import role_in_story, role_of
from tracker.fetching.notegroups import Container, Hints, containers
from tracker.fetching.notestamps import Stamp, is_relative
from tracker.fetching.page import Page, Piece, read, squeezed
from tracker.fetching.stamps import instant, is_stamp
from tracker.fetching.texts import key
from tracker.model import Block, BlockKind, BlockRole

#: Characters; a shorter line above the notes that does not end as a sentence does is a label ("Live", "By A. Berg").
LABEL = 40

#: Characters of a line beside a note's time that is only its author, a button or a label.
LONGEST_ASIDE = 120

#: Characters of a notice behind the notes.
LONGEST_NOTICE = 1_000

_ASIDE = re.compile(
    r"(?<![a-z])(?:meta|author\w*|byline|by-line|reporter|contributor|avatar|actions?|permalink|share\w*|time\w*|date\w*|"
    r"stamp|labels?|badge)(?![a-z])"
)
_CONTROL = re.compile(
    r"\W*(?:share(?: (?:this|post|note|update)\w*)?|copy link|(?:perma)?link|reply|report|like|tweet|facebook|twitter|"
    r"x|whatsapp|e?-?mail|more|show more|read more|pinned(?: post)?|new|live|breaking|updated|key (?:event|moment)|"
    r"back to top|posted|published|by|at|uhr|h|gmt|utc|[a-z]{1,3}t|\d+)\W*",
    re.IGNORECASE,
)
_LINES = frozenset({"p", "li", "ul", "ol", "div", "section", "article", "h2", "h3", "h4", "table", "form"})
_LEFT_OVER = " \u2013\u2014-|:\u00b7\u2022,\u00a0"


@dataclass(frozen=True)
class LiveBlog:
    """What was read of a live blog's notes.

    `blocks` are the notes', the first of each with its time. `shown` says that they stood on the page (and were taken
    out of its tree, with all behind them); else they are known from what the page declares. `keys` are the letters of
    the notes (texts.key). `notices` stood behind the notes. `zone_assumed`: a stamp gave no zone and UTC was taken.
    """

    blocks: list[Block]
    shown: bool
    keys: str
    zone_assumed: bool
    notices: list[Block]

    def lead(self, pieces: list[Piece]) -> list[Piece]:
        """Of a story's pieces those that stand above the notes."""
        if self.shown:
            return pieces
        told = next((i for i, piece in enumerate(pieces) if self.tells(piece.text)), len(pieces))
        return pieces[:told]

    def tells(self, text: str) -> bool:
        """Whether a text is of a note: a whole line of one, or a long part of one."""
        letters = key(text)
        if len(letters) >= TELLING:
            return letters in self.keys
        return letters != "" and f"\n{letters}\n" in f"\n{self.keys}\n"


def live_blog(root: html.HtmlElement, said: Declared, address: str) -> LiveBlog | None:
    """The notes on a page, or else those that it declares; None where it is no live blog.

    The page's own notes come first, for they are what readers see and publishers declare only some; a page whose
    notes come by script has only the declared ones. Takes the notes, and all that stands behind them, out of `root`.
    """
    titles = " ".join(said.titles.values())
    texts = tuple(letters for note in said.notes if (letters := key(note.body or note.headline)))
    found = containers(root, Hints(said.live, texts, f"{titles} {address}", address))
    notes = [(container, _blocks_of(container)) for container in found]
    shown = [(container.stamp, blocks) for container, blocks in notes if blocks]
    if shown:
        notices = _notices_behind(root, found)
        _cut(found[0].element)
        return _assembled(shown, True, notices)
    if said.live and said.notes:
        return _assembled([(_declared_stamp(note), _declared_blocks(note)) for note in said.notes], False, [])
    return None


def lead_text(page: Page, headline: int, blog: LiveBlog) -> str:
    """What stands between a page's headline and its notes, a line a paragraph.

    Notes that were shown are out of the page; those that are only declared may stand on it flat, and the lead ends
    where the first of them begins. Where none of them is seen, nothing tells where it ends, and "" is returned.
    `headline` is the number of its piece, -1 when none is seen: then only whole sentences count.
    """
    lines, pieces = [], page.pieces[headline + 1 :]
    above = pieces if blog.shown else blog.lead(pieces)
    if not blog.shown and len(above) == len(pieces):
        return ""
    for piece in above:
        if any(node in page.suspects for node in page.ancestors(piece.node)) or links_only(piece) or is_clutter(piece):
            continue
        long = len(piece.text) >= LABEL or piece.kind is not BlockKind.PARAGRAPH
        if ends_a_sentence(piece.text) or is_stamp(piece.text) or (headline >= 0 and long):
            lines.append(piece.text)
    return "\n".join(lines)


def _assembled(notes: list[tuple[Stamp | None, list[Block]]], shown: bool, notices: list[Block]) -> LiveBlog:
    """The notes one after the other, each once: one that is pinned and stands in its place too is kept in its place."""
    last = {_identity(stamp, blocks): place for place, (stamp, blocks) in enumerate(notes)}
    out: list[Block] = []
    for place, (stamp, blocks) in enumerate(notes):
        if last[_identity(stamp, blocks)] != place or not blocks:
            continue
        if stamp is not None:
            blocks = [
                blocks[0].model_copy(update={"posted_at": stamp.at, "posted_verbatim": stamp.verbatim}),
                *blocks[1:],
            ]
        out += blocks
    assumed = any(stamp is not None and stamp.zone_assumed for stamp, _ in notes)
    return LiveBlog(out, shown, "\n".join(key(block.text) for block in out), assumed, notices)


def _identity(stamp: Stamp | None, blocks: list[Block]) -> tuple[str, str]:
    when = stamp.verbatim if stamp and not is_relative(stamp.verbatim) else ""
    return when, "\n".join(block.text for block in blocks)


def _blocks_of(container: Container) -> list[Block]:
    """What a note says, without its time, its author's name and its buttons."""
    element, stamp = container.element, container.stamp
    element.tail, element.tag = None, "div"  # A list item or paragraph that is a note: what it says is no list.
    for time in list(element.iter("time")):
        if (stamp is not None and time is stamp.element) or is_stamp(squeezed("".join(time.itertext()))):
            _without(time, element)
    if stamp is not None and stamp.element is not None and stamp.element.tag != "time":
        _without(stamp.element, element)
    page = read(element)
    pieces = [] if page is None else [piece for piece in page.pieces if _is_said(page, piece)]
    if pieces and stamp is not None:
        pieces[0].text = pieces[0].text.lstrip(_LEFT_OVER)
    return [_block(piece) for piece in pieces if piece.text]


def _without(time: html.HtmlElement, note: html.HtmlElement) -> None:
    """Take a time out of a note, unless it is the note itself or part of a sentence in it."""
    before, parent = "", time.getparent()
    if time is note or parent is None:
        return
    if parent.tag in {"p", "li", "span", "em", "strong"} and parent is not note:
        before = squeezed((parent.text or "") + "".join(e.tail or "" for e in time.itersiblings(preceding=True)))
    if len(before) <= LABEL and not ends_a_sentence(before):
        time.drop_tree()


def _is_said(page: Page, piece: Piece) -> bool:
    """Whether a piece of a note is what it says, and not what stands around that."""
    role = role_of(piece.text)
    if role in {BlockRole.NOTICE, BlockRole.STATUS}:
        return True
    inside = [node for node in page.ancestors(piece.node) if node > 0]
    if any(page.suspects.get(node, "widget") not in WEAK for node in inside):
        return False
    if is_clutter(piece) or role is BlockRole.STAMP or _CONTROL.fullmatch(piece.text):
        return False
    if piece.kind is BlockKind.ITEM and links_only(piece) and not ends_a_sentence(piece.text):
        return False
    if piece.kind is BlockKind.HEADING or len(piece.text) > LONGEST_ASIDE or ends_a_sentence(piece.text):
        return True
    return not any(page.tags[n] in {"header", "address"} or _ASIDE.search(page.names[n]) for n in inside)


def _block(piece: Piece) -> Block:
    kind = BlockKind.CAPTION if is_credit(piece.text) else piece.kind
    return Block(kind=kind, text=piece.text, role=role_in_story(piece.text))


def _cut(first: html.HtmlElement) -> None:
    """Take an element and everything behind it out of its page."""
    node = first
    while (parent := node.getparent()) is not None:
        for sibling in list(node.itersiblings()):
            parent.remove(sibling)
        if node is first:
            parent.remove(node)
        else:
            node.tail = None
        node = parent


def _notices_behind(root: html.HtmlElement, found: list[Container]) -> list[Block]:
    """Notices and status lines of the page that stand behind the last note, each once."""
    inside = {element for container in found for element in container.element.iter()}
    out: dict[str, Block] = {}
    behind = False
    for element in root.iter():
        if element is found[-1].element:
            behind = True
        if not behind or element in inside or element.tag not in _LINES:
            continue
        if any(child.tag in _LINES for child in element):
            continue
        text = squeezed("".join(element.itertext()))
        if 0 < len(text) <= LONGEST_NOTICE and (role := role_of(text)) in {BlockRole.NOTICE, BlockRole.STATUS}:
            out.setdefault(text, Block(text=text, role=role))
    return list(out.values())


def _declared_stamp(note: DeclaredNote) -> Stamp | None:
    at, assumed = instant(note.posted)
    return Stamp(note.posted, at, assumed, None) if note.posted else None


def _declared_blocks(note: DeclaredNote) -> list[Block]:
    """A declared note's headline and paragraphs; a headline that only begins the text again is left out."""
    lines = [text for line in note.body.splitlines() if (text := squeezed(line))]
    again = key(note.body).startswith(key(note.headline))
    heading = [Block(kind=BlockKind.HEADING, text=note.headline)] if note.headline and not (again and lines) else []
    return heading + [Block(text=text, role=role_in_story(text)) for text in lines]
