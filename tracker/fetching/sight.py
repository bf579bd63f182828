"""What a fetched page shows, piece by piece: every text on it, how often, and in what kind of place."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property

from tracker.fetching import charset, region
from tracker.fetching.page import LONGEST_PAGE, Page, read, read_plainly, tree_of
from tracker.typography import even

#: Elements whose names make a place: the text's own, the one around it, and the one around that. Range 2-4.
DEEPEST_PLACE = 3

#: Class names of an element that are part of a place, the first of them; more are states and sizes.
MOST_NAMES = 2

#: Elements that say nothing of a place unless they are named.
_PASSED = frozenset({"div", "section", "ul", "ol", "dl", "blockquote", "table", "tbody", "tr", "figure"})

#: A class name that stays: of letters, or short; not the number of an advert, nor letters that a program drew.
_GIVEN = re.compile(r"[a-z]{2,24}(?:-{1,2}[a-z]{1,24}){0,4}|[a-z][a-z0-9-]{1,5}")


class Sight:
    """One fetched page, read only when something is asked of it.

    `raw` gives its bytes, `digest` is their SHA-256, `stated` the charset that its server named ("": none).

    All texts are evened (typography.even). A page that is too large to be read shows nothing.
    """

    def __init__(
        self, raw: Callable[[], bytes], digest: str = "", stated: str = "", prints: dict[str, str] | None = None
    ) -> None:
        self._raw, self._stated = raw, stated
        self.digest = digest
        self.prints = dict(prints or {})

    def fingerprint(self, path: str) -> str:
        """The fingerprint of a region (region.fingerprint), taken once and kept in `prints`."""
        if path not in self.prints:
            self.prints[path] = region.fingerprint(self.html, path)
        return self.prints[path]

    @cached_property
    def html(self) -> str:
        """The page's characters."""
        raw = self._raw()
        return (
            ""
            if len(raw) > LONGEST_PAGE
            else (charset.decoded(raw, self._stated) if self._stated else charset.decoded(raw))
        )

    @cached_property
    def _page(self) -> Page:
        root = tree_of(self.html) if self.html else None
        page = read(root) if root is not None else read_plainly(self.html)
        return page or Page()

    @cached_property
    def _evened(self) -> list[str]:
        return [even(piece.text) for piece in self._page.pieces]

    @cached_property
    def texts(self) -> Counter[str]:
        """Every text between two block borders that is not hidden, and how often it stands there."""
        return Counter(self._evened)

    @cached_property
    def places(self) -> dict[str, str]:
        """In what kind of place each text stands (its first, if in several): "article.story > p.promo"."""
        places: dict[str, str] = {}
        known: dict[int, str] = {}
        for text, piece in zip(self._evened, self._page.pieces, strict=True):
            if text not in places:
                if piece.node not in known:
                    known[piece.node] = self._place(piece.node)
                places[text] = known[piece.node]
        return places

    def shows(self, text: str) -> bool:
        """Whether a text stands on the page as a whole piece, or within one with no letter or digit beside it."""
        text = even(text)
        if text in self.texts:
            return True
        bounded = rf"(?<!\w){re.escape(text)}(?!\w)"
        return bool(text) and any(text in piece and re.search(bounded, piece) for piece in self.texts)

    def _place(self, node: int) -> str:
        page, labels = self._page, list[str]()
        for number, around in enumerate(page.ancestors(node)):
            if len(labels) == DEEPEST_PLACE:
                break
            names = [name for name in page.names[around].split() if _GIVEN.fullmatch(name)][:MOST_NAMES]
            if number == 0 or names or page.tags[around] not in _PASSED:
                labels.append(".".join([page.tags[around], *names]))
        return " > ".join(reversed(labels))


def box(place: str) -> str:
    """A place without the kind of element that the text itself is: the paragraphs, headings, items of one box."""
    around, _, own = place.rpartition(" > ")
    return f"{around} > *{own[own.find('.') :] if '.' in own else ''}"
