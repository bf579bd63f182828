"""Finds the headline that a reader sees, among several h1, a logo in an h1, and what the page declares."""

import re

from tracker.fetching.page import Page, Piece
from tracker.fetching.texts import key, likeness

#: Characters; a longer h1 is a page that has lost its end tag.
LONGEST_HEADLINE = 400

#: How alike (0-1, shared words) a visible text and a declared title must be for the one to be the other.
ALIKE = 0.6

_SUFFIX = re.compile(r"\s+(?:[|–—»«·•:-]|::|\|\|)\s+")


def without_site(title: str, outlet: str) -> str:
    """A page's <title> without the site's name behind or before it: "Fire in Ost | The Example" is "Fire in Ost"."""
    parts = _SUFFIX.split(title)
    if len(parts) < 2:
        return title
    site = key(outlet)
    kept = [part for part in parts if not (site and key(part) and (key(part) in site or site in key(part)))]
    if len(kept) == len(parts):  # No part names the outlet: the longest is the headline.
        return max(parts, key=len)
    first = parts.index(kept[0]) if kept else 0
    return title if not kept else _joined(title, parts, first, len(kept))


def _joined(title: str, parts: list[str], first: int, count: int) -> str:
    start = title.find(parts[first])
    end = title.find(parts[first + count - 1], start) + len(parts[first + count - 1])
    return title[start:end] if 0 <= start < end else parts[first]


def _rank(page: Page, place: int, declared: list[str]) -> tuple[float, int, int]:
    """How much speaks for an h1 being the headline: likeness to a declared title, then a place in the article."""
    piece = page.pieces[place]
    around = [page.tags[node] for node in page.ancestors(piece.node)]
    within = int("article" in around) + int("main" in around)
    suspect = any(node in page.suspects for node in page.ancestors(piece.node))
    return max((likeness(piece.text, title) for title in declared), default=0.0), within - 2 * suspect, -place


def place_of_headline(page: Page, titles: dict[str, str], outlet: str) -> int:
    """The number of the piece that shows the headline, or -1.

    An h1 that says what the page declares comes first, then an h1 inside the article, then the first h1; a page
    without any h1 may show its declared title in another heading or line.
    """
    declared = [title for origin, title in titles.items() if origin != "title"]
    declared += [without_site(titles["title"], outlet)] if "title" in titles else []
    h1s = [i for i, p in enumerate(page.pieces) if page.tags[p.node] == "h1" and len(p.text) <= LONGEST_HEADLINE]
    h1s = [i for i in h1s if key(page.pieces[i].text) != key(outlet)] or h1s
    best = max(h1s, key=lambda i: _rank(page, i, declared), default=-1)
    if best >= 0 and (not declared or _rank(page, best, declared)[0] >= ALIKE):
        return best
    wanted = {key(title) for title in declared} - {""}
    shown = [i for i, p in enumerate(page.pieces[:2_000]) if _could_show(p) and key(p.text) in wanted]
    shown.sort(key=lambda i: (not page.tags[page.pieces[i].node].startswith("h"), i))
    return shown[0] if shown else best


def _could_show(piece: Piece) -> bool:
    return 3 <= len(piece.text) <= LONGEST_HEADLINE and piece.linked < len(piece.text) / 2


def headline_of(page: Page, place: int, titles: dict[str, str], outlet: str) -> tuple[str, str]:
    """The headline and the key of `titles` that it comes from: the visible one, else what is declared."""
    if place >= 0:
        text = page.pieces[place].text
        same = [origin for origin, title in titles.items() if key(title) == key(text)]
        return text, "h1" if "h1" in titles else (same or ["title"])[0]
    for origin in ("json-ld", "og:title", "title"):
        if titles.get(origin):
            return (without_site(titles[origin], outlet) if origin == "title" else titles[origin]), origin
    return "", ""
