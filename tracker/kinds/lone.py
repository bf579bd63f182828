"""Tells of a sentence that is only added or only removed: a statement, or a heading, a link, a button."""

from collections.abc import Iterator

from tracker.kinds.model import Finding, Kind
from tracker.kinds.reading import Reading, Side
from tracker.model import Part

#: Words up to which a line without a closing mark says nothing by itself ("For example:"). Range 2 to 5.
SHORTEST_STATEMENT = 3
#: Words of a line without a closing mark that can be a link or a button. Range 3 to 10.
LONGEST_LINK = 6
_LINKS = (
    "share", "read more", "click here", "sign up", "subscribe", "back to top", "follow us", "print", "contact us",
    "related", "more on this",
    "advertisement", "download", "view", "see also", "read also", "watch", "listen", "getty images", "image source",
    "skip to", "home", "menu",
    "mehr zum thema", "lire aussi", "lea también", "leer más", "kontakt", "contact", "links", "top", "weitere "
    "informationen",
)  # fmt: skip


def whole(reading: Reading) -> Iterator[Finding]:
    """A sentence that is only added or only removed."""
    side = reading.new if reading.new.text.strip() else reading.old
    if not side.text.strip() or (side.covered and side.covered[0][1] >= len(side.text)):
        return
    if not any(map(str.isalnum, side.text)):
        yield Finding(Kind.COPYEDIT, f"marks: {side.text.strip()[:20]}", False)
        return
    link = _is_link(side) or (reading.change.part is Part.BODY and _is_heading(side))
    if reading.change.part in (Part.URL, Part.PUBLISHED_AT):
        return
    kind = Kind.ADDITION if side is reading.new else Kind.REMOVAL
    yield Finding(kind, "a heading, a link or a button" if link else f"{len(side.text.split())} words", not link)


def _is_link(side: Side) -> bool:
    text = " ".join(side.text.casefold().split())
    return len(text.split()) <= LONGEST_LINK and text[-1:] not in '.!?”"' and text.startswith(_LINKS)


def _is_heading(side: Side) -> bool:
    """Whether a line only heads what follows: a few words in Title Case, without a figure or a closing mark."""
    text = side.text.strip()
    if len(text) > 12 * LONGEST_LINK:
        return False
    if len(side.tokens) <= SHORTEST_STATEMENT and text[-1:] not in '.!?”"' and not any(map(str.isdigit, text)):
        return True
    long = [token.text for token in side.tokens if len(token.text) > 3]
    return (
        len(side.tokens) <= LONGEST_LINK
        and text[-1:] not in '.!?”"'
        and all(word[:1].isupper() and not word[:1].isdigit() for word in long)
    )
