"""Reads a page's HTML into its pieces of text, one for each paragraph, heading, item or caption, just as they stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from lxml import etree, html

from tracker.fetching.names import hidden, named, names_a_caption, suspicion
from tracker.model import BlockKind

#: Characters of a page. The largest story pages seen are about 5 million; a page above this is not read at all.
LONGEST_PAGE = 10_000_000

#: Texts between block borders on a page. Real pages have 50-5,000, long live blogs 30,000; a page above this is not
#: read either, for it takes minutes.
MOST_PIECES = 100_000

#: Characters of a table cell; rows of longer cells are a layout, and each cell stands by itself.
LONGEST_CELL = 120

_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
    "video", "map", "title", "select", "option", "button", "input", "textarea", "nav", "dialog", "datalist",
    "menu", "rp", "rt",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress", "q", "ruby", "rb",
    "s", "samp", "slot", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "track", "tt",
    "u", "var", "wbr",
))  # fmt: skip
#: Elements that have no end tag and so leave out nothing but themselves.
_EMPTY = frozenset({"input", "embed"})
_KINDS = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], BlockKind.HEADING),
    **dict.fromkeys(["li", "dd", "dt"], BlockKind.ITEM),
    **dict.fromkeys(["figcaption", "caption"], BlockKind.CAPTION),
}
#: Stands for <br> in a run. No text holds it: charset.clean() and the parser both turn NUL into U+FFFD.
_BREAK = "\x00"
_SPACE = re.compile(r"[ \t\n\r\f]+")
_EDGES = " \t\n\r\f\v\u00a0\u200b\u2060\ufeff\u00ad\u2028\u2029"


@dataclass(slots=True)
class Piece:
    """One run of text between two block borders, its white space squeezed as a browser does (no-break spaces stay).

    `node` is the number of the block element that holds it (see Page); `linked` counts its characters inside links
    and `label` is what stands outside of them, where it has any link; `row` and `cell` are the numbers of the table
    row and cell around it, -1 for none.
    """

    text: str
    node: int
    kind: BlockKind
    linked: int = 0
    label: str = ""
    row: int = -1
    cell: int = -1


@dataclass(slots=True)
class Page:
    """A page as numbered elements in document order (a parent's number is lower than its children's) and pieces.

    `suspects` names, by element number, the class or role that says it is something other than the story.
    """

    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    suspects: dict[int, str] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)

    def ancestors(self, node: int) -> Iterable[int]:
        """The element itself and all around it, innermost first."""
        while node >= 0:
            yield node
            node = self.parents[node]


def tree_of(text: str) -> html.HtmlElement | None:
    """The page as lxml reads it; None when it holds no element, or is nested deeper than lxml goes (2,048)."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
    too_deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if too_deep else root


def squeezed(text: str) -> str:
    """White space as a browser shows it: runs become one space, none at the ends; no-break spaces inside stay."""
    return _SPACE.sub(" ", text).strip(_EDGES)


@dataclass(slots=True)
class _Frame:
    """What the walk knows of an element that it is inside of."""

    node: int
    kind: BlockKind
    link: bool = False
    row: int = -1
    cell: int = -1


class _Walk:
    """Collects pieces while the elements of a page open and close, in order."""

    def __init__(self) -> None:
        self.page = Page()
        self.frames = [_Frame(-1, BlockKind.PARAGRAPH)]
        self.run: list[tuple[str, bool]] = []
        self.skipped = 0  # How many elements deep the walk is inside one that is left out.

    def too_long(self) -> bool:
        """Whether there are more pieces, or elements, than are read."""
        return len(self.page.pieces) > MOST_PIECES or len(self.page.tags) > 4 * MOST_PIECES

    def start(self, element: html.HtmlElement) -> None:
        """An element opens."""
        if self.skipped:
            self.skipped += 1
            return
        tag = element.tag if isinstance(element.tag, str) else ""
        names = named(element)
        if tag == "br":
            self.run.append((_BREAK, False))
        if tag == "br" or tag in _SKIPPED or (tag not in {"html", "body"} and hidden(element, names)):
            self.skipped = 1
            return
        self.open(tag, names)
        self.add(element.text)

    def end(self, element: html.HtmlElement) -> None:
        """An element closes; what stands behind it belongs to the one around it."""
        if self.skipped:
            self.skipped -= 1
        else:
            self.close(element.tag if isinstance(element.tag, str) else "")
        if not self.skipped:
            self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text:
            frame = self.frames[-1]
            self.run.append((text, frame.link))

    def open(self, tag: str, names: str) -> None:
        inside = self.frames[-1]
        if tag in _INLINE:
            self.frames.append(_Frame(inside.node, inside.kind, inside.link or tag == "a", inside.row, inside.cell))
            return
        self.flush()
        page, node = self.page, len(self.page.tags)
        page.tags.append(tag)
        page.names.append(names)
        page.parents.append(inside.node)
        if suspect := suspicion(tag, names):
            page.suspects[node] = suspect
        row = node if tag == "tr" else inside.row
        cell = node if tag in {"td", "th"} else inside.cell
        self.frames.append(_Frame(node, self._kind(tag, names, inside.kind), inside.link, row, cell))

    def _kind(self, tag: str, names: str, around: BlockKind) -> BlockKind:
        if tag in _KINDS:
            return BlockKind.CAPTION if around is BlockKind.CAPTION else _KINDS[tag]
        if names_a_caption(tag, names):
            return BlockKind.CAPTION
        if tag in {"blockquote", "table", "article", "section"}:
            return BlockKind.PARAGRAPH
        return around

    def close(self, tag: str) -> None:
        if tag not in _INLINE:
            self.flush()
        self.frames.pop()

    def flush(self) -> None:
        """End the run: what stands between two line breaks in a row is a piece of its own."""
        if not self.run:
            return
        runs: list[list[tuple[str, bool]]] = [[]]
        breaks = 0
        for part in self.run:
            if part[0] == _BREAK:
                breaks += 1
                runs[-1].append((" ", False))
                continue
            if part[0].strip(_EDGES):
                if breaks > 1:
                    runs.append([])
                breaks = 0
            runs[-1].append(part)
        self.run = []
        for parts in runs:
            self._keep(parts)

    def _keep(self, parts: list[tuple[str, bool]]) -> None:
        text = squeezed("".join(part[0] for part in parts))
        if not text:
            return
        frame = self.frames[-1]
        linked = sum(len(squeezed(words)) for words, link in parts if link)
        label = squeezed("".join(words for words, link in parts if not link)) if linked else ""
        self.page.pieces.append(Piece(text, frame.node, frame.kind, linked, label, frame.row, frame.cell))


def read(root: html.HtmlElement) -> Page | None:
    """The pieces of a page in the order in which they stand, without scripts, menus and what is hidden.

    None when there are more than MOST_PIECES.
    """
    walk = _Walk()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if walk.too_long():
            return None
        if event == "start":
            walk.start(element)
        else:
            walk.end(element)
    walk.flush()
    walk.page.pieces = _with_rows(walk.page.pieces)
    return walk.page


def _with_rows(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the short cells of one table row joined into one item: "Bus 4 | 10:15 | late"."""
    out: list[Piece] = []
    start = 0
    while start < len(pieces):
        end = start + 1
        while end < len(pieces) and pieces[start].row >= 0 and pieces[end].row == pieces[start].row:
            end += 1
        row = pieces[start:end]
        cells = [piece.cell for piece in row]
        if len(row) > 1 and len(set(cells)) == len(cells) and all(len(p.text) <= LONGEST_CELL for p in row):
            first, text = row[0], " | ".join(p.text for p in row)
            label = " | ".join(p.label for p in row if p.label)
            out.append(Piece(text, first.row, BlockKind.ITEM, sum(p.linked for p in row), label, first.row, -1))
        else:
            out.extend(row)
        start = end
    return out


class _Plain(HTMLParser):
    """The second reading: no tree, only a row of texts between tags; for pages nested deeper than a tree can be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.walk = _Walk()
        self.walk.open("body", "")
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (html.parser's)
        if tag in _SKIPPED - _EMPTY and not self.silent:
            self.silent = tag
        else:
            self._turn(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        else:
            self._turn("div")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.walk.add(data)

    def _turn(self, tag: str) -> None:
        if self.silent or tag in _INLINE or self.walk.too_long():
            return
        if tag == "br":
            self.walk.run.append((_BREAK, False))
            return
        if len(self.walk.frames) > 2:
            self.walk.close(self.walk.page.tags[self.walk.frames[-1].node])
        self.walk.open(tag, "")


def read_plainly(text: str) -> Page | None:
    """The pieces of a page that is nested too deeply for a tree: every text between two block tags, on one level.

    None when there are more than MOST_PIECES.
    """
    plain = _Plain()
    try:
        plain.feed(text)
        plain.close()
    except (AssertionError, ValueError):  # html.parser gives up on some broken declarations; what it read stands.
        pass
    plain.walk.flush()
    return None if plain.walk.too_long() else plain.walk.page
