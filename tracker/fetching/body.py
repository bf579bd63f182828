"""Finds the story among the pieces of a page: what speaks for each piece, and what stands between those that belong."""

import contextlib
import itertools
import logging
from collections.abc import Iterator

import trafilatura
from lxml import html

from tracker.fetching.edges import About, Reading, Story, trimmed
from tracker.fetching.lines import ends_a_sentence, is_closer, is_clutter, is_credit, is_labelled_link, links_only
from tracker.fetching.markers import role_of
from tracker.fetching.page import Page, Piece
from tracker.fetching.texts import key
from tracker.model import BlockKind, BlockRole

#: Letters and digits of a piece from which its text inside the library's answer is evidence by itself; shorter ones
#: must be a whole line of the answer. Range 15-60.
TELLING = 25

#: Pieces of one page that are looked for inside the answer where they are no line of it; bounds the time on huge pages.
MOST_SEARCHED = 3_000

#: Elements of a page that trafilatura is asked to read: it takes 4 s for 40,000, and more than twice that for twice
#: as many. Real pages have 500-10,000, long live blogs 40,000.
MOST_ELEMENTS = 50_000

#: Share of the evidence that an element with a suspicious name must hold to be the story after all (a body of class
#: "has-sidebar", a form around the whole page). Range 0.3-0.7.
PARDONED = 0.45

#: Share of the evidence that the innermost element around the story holds. Range 0.6-0.95.
REGION = 0.8

#: Share of a piece's characters inside links from which it is a link and not a sentence. Range 0.5-0.9.
LINKED = 0.75

#: Share of the evidence that must stand behind the headline for what stands before it to be something else.
BEHIND = 0.5

#: Characters of a pulled quote.
PULLED = (15, 400)

#: Pieces before the first and behind the last evident one that are looked at for paragraphs of the same place.
REACH = 12

#: Pieces of other elements that may stand between those paragraphs: a picture's line, an advert's.
STRANGERS = 1

#: Share of the evidence that boxes under a linked heading ("Market data") may hold and still be no part of the story.
BOXED = 0.25

#: Names and tags inside a region that are compared to tell whether two pieces are set alike.
DEEPEST_PATH = 8

#: Suspicions that a quotation is above: embedded posts stand in widgets.
WEAK = frozenset({"widget", "widgets", "player", "aside"})

#: Elements between a paragraph and the story that change nothing about belonging.
_PASSED = frozenset({"blockquote", "ul", "ol", "dl", "table", "tbody", "tr"})

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def answer_of(root: html.HtmlElement) -> str:
    """What trafilatura takes for the story, a line a paragraph; "" when it finds nothing.

    A library that reads the whole web may fail in ways nobody listed; here its answer is evidence and not the result,
    so any failure of it means no evidence. It is not asked about pages of more than MOST_ELEMENTS.
    """
    if sum(1 for _ in itertools.islice(root.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        return ""
    with contextlib.suppress(Exception):
        found = trafilatura.bare_extraction(root, include_comments=False, with_metadata=False, include_tables=True)
        if found is not None and not isinstance(found, dict):
            return str(found.text or "")
    return ""


class Evidence:
    """The texts that speak for a piece being part of the story: the library's answer, the declared body."""

    def __init__(self, *texts: str) -> None:
        self.lines = {key(line) for text in texts for line in text.splitlines()}
        self.whole = "\n".join(key(text) for text in texts)
        self.searched = 0

    def has(self, piece_key: str) -> bool:
        """Whether a piece's letters are in it: a long one anywhere, a short one as a line by itself."""
        if not piece_key:
            return False
        if piece_key in self.lines:
            return True
        if len(piece_key) < TELLING or self.searched >= MOST_SEARCHED:
            return False
        self.searched += 1
        return piece_key in self.whole


def _weights(page: Page, held: list[tuple[int, int]]) -> list[int]:
    """For each element, how many of the held characters are inside it; `held` is (element, characters)."""
    weights = [0] * len(page.parents)
    for node, characters in held:
        weights[node] += characters
    for node in range(len(weights) - 1, 0, -1):
        if page.parents[node] >= 0:
            weights[page.parents[node]] += weights[node]
    return weights


def _condemned(page: Page, weights: list[int], total: int) -> list[bool]:
    """For each element, whether it or one around it is named like something other than the story, and not pardoned."""
    out = [False] * len(page.parents)
    for node, parent in enumerate(page.parents):
        pardoned = total > 0 and weights[node] >= PARDONED * total
        out[node] = not pardoned and (node in page.suspects or (parent >= 0 and out[parent]))
    return out


class _Search(Reading):
    """The choice of pieces on one page: a Reading, and what is asked of it."""

    def __init__(self, page: Page, evidence: Evidence, about: About) -> None:
        self.page, self.about, self.pieces = page, about, page.pieces
        self.keys = [key(piece.text) for piece in self.pieces]
        self.evident = [evidence.has(k) for k in self.keys]
        held = [(p.node, len(k)) for p, k, e in zip(self.pieces, self.keys, self.evident, strict=True) if e]
        self.total = sum(characters for _, characters in held)
        weights = _weights(page, held)
        self.region = max((n for n, w in enumerate(weights) if self.total and w >= REGION * self.total), default=-1)
        self.inside = [False] * len(page.parents)
        self.aside = [-1] * len(page.parents)  # The innermost aside or quotation around each element.
        for node, parent in enumerate(page.parents):
            self.inside[node] = node == self.region or (parent >= 0 and self.inside[parent])
            is_aside = page.tags[node] in {"aside", "blockquote"}
            self.aside[node] = node if is_aside else self.aside[parent] if parent >= 0 else -1
        self._suspect_boxes(weights)
        self.condemned = _condemned(page, weights, self.total)
        for piece in self.pieces:
            if is_credit(piece.text):
                piece.kind = BlockKind.CAPTION

    def _suspect_boxes(self, weights: list[int]) -> None:
        """Hold boxes under a heading that is a link for something other than the story, where they are few."""
        headings = [p.node for p in self.pieces if p.kind is BlockKind.HEADING and links_only(p)]
        boxes = {self.page.parents[node] for node in headings if self.page.parents[node] > self.region}
        if sum(weights[box] for box in boxes) < BOXED * self.total:
            self.page.suspects.update(dict.fromkeys(boxes, "linked heading"))

    def possible(self, i: int) -> bool:
        """Whether a piece may be part of the story at all."""
        piece = self.pieces[i]
        if piece.kind is BlockKind.CAPTION:
            return False
        if role_of(piece.text) in {BlockRole.NOTICE, BlockRole.STATUS}:
            return piece.linked < LINKED * len(piece.text)
        if self.condemned[piece.node] or is_clutter(piece):
            return False
        if self.evident[i] or ends_a_sentence(piece.text):
            return True
        return piece.linked < LINKED * len(piece.text) and not is_labelled_link(piece)

    def start(self) -> int:
        """The first piece that may be body: behind the headline, unless most of the story stands before it."""
        behind = sum(len(self.keys[i]) for i in range(self.about.headline + 1, len(self.keys)) if self.evident[i])
        return self.about.headline + 1 if behind >= BEHIND * self.total else 0

    def chosen(self) -> list[int]:
        """The numbers of the pieces that make the story, captions among them, before its edges are trimmed."""
        start = self.start()
        kept = [i for i in range(start, len(self.pieces)) if self.evident[i] and self.possible(i)]
        if not self.total or not kept:
            return []
        before = list(self._neighbours(range(kept[0] - 1, max(start, kept[0] - REACH) - 1, -1), kept[0]))
        behind = list(self._neighbours(range(kept[-1] + 1, min(len(self.pieces), kept[-1] + 1 + REACH)), kept[-1]))
        notices = [i for i in range(kept[-1] + 1, min(len(self.pieces), kept[-1] + 1 + REACH)) if self._is_notice(i)]
        sure = sorted({*before, *kept, *behind, *notices})
        homes = {self.pieces[i].node for i in kept} | {self.page.parents[self.pieces[i].node] for i in kept}
        self.paths = {self._path(self.pieces[i].node) for i in kept}
        first = next((i for i in range(start, sure[0]) if self._shown(i)), sure[0])
        wanted = set(sure)
        return [i for i in range(first, sure[-1] + 1) if i in wanted or self._belongs(i, homes, i > sure[0])]

    def _neighbours(self, places: range, edge: int) -> Iterator[int]:
        """Paragraphs beside the outermost evident one, in the same element, as far as little else comes between."""
        node, others = self.pieces[edge].node, 0
        for i in places:
            piece = self.pieces[i]
            same = piece.node == node or (
                self.page.parents[piece.node] == self.page.parents[node]
                and self.page.tags[piece.node] == self.page.tags[node] == "p"
            )
            if piece.kind is BlockKind.CAPTION or self.condemned[piece.node]:
                continue
            if same and (not self.possible(i) or is_closer(piece)):
                return
            others += not same
            if others > STRANGERS:
                return
            if same:
                yield i

    def _is_notice(self, i: int) -> bool:
        """Whether a piece behind the story, wherever in its region, is a notice on it."""
        return self.inside[self.pieces[i].node] and role_of(self.pieces[i].text) is BlockRole.NOTICE

    def _shown(self, i: int) -> bool:
        """Whether a piece is a caption of the story's own pictures."""
        piece = self.pieces[i]
        return piece.kind is BlockKind.CAPTION and not self.condemned[piece.node] and self.inside[piece.node]

    def _belongs(self, i: int, homes: set[int], between: bool) -> bool:
        """Whether a piece without evidence stands where the story stands: in the same elements, between its pieces."""
        piece = self.pieces[i]
        if piece.kind is BlockKind.CAPTION:
            return self._shown(i)
        if not between or not self.inside[piece.node]:
            return False
        if self._is_pulled(i, homes):
            return True
        if self._is_quoted(piece):
            return not is_clutter(piece)
        at_home = self._at_home(piece.node, homes) or self._path(piece.node) in self.paths
        return at_home and not self.condemned[piece.node] and self.possible(i)

    def _path(self, node: int) -> tuple[tuple[str, str], ...]:
        """How an element is set inside the region: tags and names on the way up to it."""
        way = itertools.takewhile(lambda n: n > self.region, self.page.ancestors(node))
        return tuple((self.page.tags[n], self.page.names[n]) for n in itertools.islice(way, DEEPEST_PATH))

    def _is_quoted(self, piece: Piece) -> bool:
        """Whether a piece is in a quotation (an embedded post) that at most a "widget" or the like is around."""
        around = self.aside[piece.node]
        quoted = around > self.region and self.page.tags[around] == "blockquote"
        return quoted and self._is_weakly_suspect(piece)

    def _is_weakly_suspect(self, piece: Piece) -> bool:
        """Whether nothing around a piece inside the region is named worse than a "widget"."""
        inside = itertools.takewhile(lambda n: n > self.region, self.page.ancestors(piece.node))
        return all(self.page.suspects.get(n, "widget") in WEAK for n in inside)

    def _at_home(self, node: int, homes: set[int]) -> bool:
        """Whether an element stands beside the story's own: in the same one, lists and quotations passed through."""
        parents, tags = self.page.parents, self.page.tags
        while node >= 0 and node not in homes and parents[node] not in homes and tags[parents[node]] in _PASSED:
            node = parents[node]
        return node >= 0 and (node in homes or parents[node] in homes)

    def _is_pulled(self, i: int, homes: set[int]) -> bool:
        """Whether a piece is a pulled quote: an aside of one sentence without a link, standing inside the story."""
        piece = self.pieces[i]
        if not PULLED[0] <= len(piece.text) <= PULLED[1] or piece.linked or piece.kind is not BlockKind.PARAGRAPH:
            return False
        aside, parents = self.aside[piece.node], self.page.parents
        if aside < 0 or not {parents[aside], parents[parents[aside]]} & homes or not self._is_weakly_suspect(piece):
            return False
        beside = [self.pieces[j] for j in (i - 1, i + 1) if 0 <= j < len(self.pieces)]
        alone = not any(aside in itertools.islice(self.page.ancestors(p.node), DEEPEST_PATH) for p in beside)
        return alone and not is_clutter(piece) and not is_closer(piece)


def story_of(page: Page, evidence: Evidence, about: About) -> Story:
    """The story on a page, its edges trimmed; an empty one when nothing speaks for any piece."""
    search = _Search(page, evidence, about)
    return trimmed(search, search.chosen())
