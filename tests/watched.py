"""Pages of an outlet that never was, as a fetch would bring them: a story with all that stands around it."""

from html import escape

from tests.newsroom import at
from tracker.model import Arrival, Outcome, Via

#: A story of six paragraphs, long enough that half of it missing is held.
STORY = tuple(
    f"Paragraph {n} tells what the fire brigade of Ostwick did at the mill in the night of the great fire, number {n}."
    for n in range(6)
)


def page(
    *paragraphs: str,
    headline: str = "Fire at mill",
    declared: str | None = None,
    byline: str = "By Ana Sol",
    inside: str = "",
    around: str = "",
    before: str = "",
    nonce: int = 0,
) -> bytes:
    """A page: `inside` stands at the end of the story's element, `around` behind it, `before` before it."""
    said = escape(headline if declared is None else declared)
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return (
        f'<html lang="en"><head><title>{said} | Paper</title><meta property="og:title" content="{said}">'
        f'<meta name="csrf-token" content="{nonce}"><script>var t = {nonce};</script></head><body>'
        f"<nav><ul><li>Home</li><li>Sport</li></ul></nav>{before}<main><article class='story'>"
        f'<h1>{escape(headline)}</h1><p class="byline">{byline}</p><div class="text">{body}{inside}</div></article>'
        f'<aside class="related"><ul><li>Other story {nonce}</li></ul></aside></main>{around}</body></html>'
    ).encode()


def redesigned(*paragraphs: str, headline: str = "Fire at mill", around: str = "") -> bytes:
    """The same story in a new design."""
    body = "".join(f'<div class="block"><p class="copy">{escape(text)}</p></div>' for text in paragraphs)
    return (
        f'<html lang="en"><head><title>{escape(headline)} | Paper</title>'
        f'<meta property="og:title" content="{escape(headline)}"></head><body><section class="piece">'
        f'<header class="top"><h1>{escape(headline)}</h1><div class="who">By Ana Sol</div></header>'
        f'<div class="columns">{body}{around}</div></section></body></html>'
    ).encode()


def look(raw: bytes, minutes: float = 0, story: str = "fire", outcome: Outcome = Outcome.CONTENT) -> Arrival:
    """A fetched page, so many minutes into the morning."""
    address = f"https://paper.example/news/{story}"
    media_type = "text/html" if outcome is Outcome.CONTENT else ""
    return Arrival(address=address, via=Via.LIVE, seen_at=at(minutes), outcome=outcome, media_type=media_type, raw=raw)
