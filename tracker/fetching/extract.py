"""Reads a story out of a page or a pasted text: its headline, its paragraphs, and what the publisher says about it."""

import re
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

from tracker.fetching import plain
from tracker.fetching.body import Evidence, answer_of, story_of
from tracker.fetching.bylines import byline_of, dateline_of
from tracker.fetching.charset import clean, decoded
from tracker.fetching.declared import Declared, declared
from tracker.fetching.edges import About, Story
from tracker.fetching.headlines import headline_of, place_of_headline, without_site
from tracker.fetching.liveblog import LiveBlog, lead_text, live_blog
from tracker.fetching.markers import role_in_story
from tracker.fetching.page import LONGEST_PAGE, MOST_PIECES, Page, Piece, read, read_plainly, tree_of
from tracker.fetching.stamps import instant, stamp_sense
from tracker.fetching.texts import key
from tracker.model import Block, BlockKind, Document

#: Who made a Document: this module's own version, the library behind it and its setting. A change to any of them is
#: a change of the extractor and never of a story.
EXTRACTOR = f"rowback-extract/2 trafilatura/{version('trafilatura')} default"

_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype|html|head|body|p|div|article|h1|br|span|title|meta|\?xml)\b", re.IGNORECASE
)


def extract(html: bytes | str, url: str | None = None) -> Document:
    """The story on a page, from its HTML as bytes (any charset) or text; `url` is where it was fetched from.

    Bytes are decoded here (charset.decoded), so that `extract(data)` equals `extract(decoded(data))`. Blocks are the
    page's own paragraphs, headings, items and captions in order, white space squeezed as a browser does; a dateline
    is named in `dateline` and also stays in its paragraph, whose text is whole. Text without any markup is read by
    `extract_text`. In a live blog the notes follow the lead, the first block of each with its time.

    Never raises: a page with no story on it gives an empty Document, and so does one that is too large (above
    page.LONGEST_PAGE characters or page.MOST_PIECES paragraphs; nothing of it is read): walls.unusable() says so in a
    sentence. A page nested deeper than 2,048 elements is read plainly: every text between two block tags.
    """
    if len(html) > LONGEST_PAGE:
        return Document()
    text = decoded(html) if isinstance(html, bytes) else clean(html)
    if not _LOOKS_LIKE_HTML.search(text):
        return extract_text(text)
    root = tree_of(text)
    if root is None:
        page, said, answer, blog = read_plainly(text), Declared(), "", None
    else:
        said = declared(root)
        blog = live_blog(root, said, _address(said.url, url) or url or "")
        page, answer = read(root), "" if blog is not None and blog.shown else answer_of(root)
    if page is None or (blog is not None and len(blog.blocks) > MOST_PIECES):
        return Document()
    return _document(page, said, answer, url, blog)


def extract_text(text: str) -> Document:
    """The story in a pasted or imported plain text (see plain.read for how lines are told apart). Never raises."""
    if len(text) > LONGEST_PAGE:
        return Document()
    document = plain.read(clean(text))
    return document if len(document.blocks) <= MOST_PIECES else Document()


def _document(page: Page, said: Declared, answer: str, url: str | None, blog: LiveBlog | None) -> Document:
    place = place_of_headline(page, said.titles, said.outlet)
    titles = ({"h1": page.pieces[place].text} if place >= 0 else {}) | said.titles
    headline, origin = headline_of(page, place, titles, said.outlet)
    again = {key(t) for t in titles.values()} | {key(without_site(t, said.outlet)) for t in titles.values()} - {""}
    about = About(place, frozenset(again), key(said.description), tuple(said.authors))
    story = story_of(page, _evidence(page, place, said, answer, blog), about)
    document = Document(
        headline=headline,
        headline_from=origin,
        titles=titles,
        standfirst=story.standfirst,
        byline=byline_of(page, said.authors, place, about.titles),
        section=said.section,
        outlet=said.outlet,
        language=said.language,
        corrections=said.corrections,
        url=_address(said.url, url),
        blocks=[_block(piece) for piece in (story.pieces if blog is None else blog.lead(story.pieces))],
    )
    first = next((b.text for b in document.blocks if b.kind is BlockKind.PARAGRAPH and b.role is None), "")
    document.dateline = dateline_of(first)
    _set_times(document, said, story)
    if blog is not None:
        # Notices from behind the notes stand before them, so that each note goes on to the next, or to the end.
        document.blocks += [*blog.notices, *blog.blocks]
        document.zone_assumed |= blog.zone_assumed
    return document


def _evidence(page: Page, place: int, said: Declared, answer: str, blog: LiveBlog | None) -> Evidence:
    """What speaks for the pieces of the story: library and publisher; in a live blog that it stands above the notes.

    `place` is the number of the headline's piece, `answer` what the library takes for the story.
    """
    lead = lead_text(page, place, blog) if blog is not None else ""
    if lead or (blog is not None and blog.shown):
        return Evidence(lead)
    return Evidence(answer, said.body) if answer or said.body else _plain_evidence(page)


def _plain_evidence(page: Page) -> Evidence:
    """Where library and publisher are silent: every <p> of some length speaks for itself."""
    long = [
        p.text for p in page.pieces if page.tags[p.node] == "p" and len(p.text) >= 40 and p.linked < len(p.text) / 2
    ]
    return Evidence("\n".join(long or [p.text for p in page.pieces if p.linked < len(p.text) / 2]))


def _block(piece: Piece) -> Block:
    return Block(kind=piece.kind, text=piece.text, role=role_in_story(piece.text))


def _address(canonical: str, url: str | None) -> str:
    """The address that the page declares for itself, made absolute; "" when it declares none on the web."""
    try:
        address = urljoin(url or "", canonical) if canonical else ""
        return address if urlsplit(address).scheme in {"http", "https"} and urlsplit(address).hostname else ""
    except ValueError:
        return ""


def _set_times(document: Document, said: Declared, story: Story) -> None:
    """The publisher's stamps, declared ones first, then those seen around the story."""
    seen: dict[str, str] = {}
    for stamp in story.stamps:
        seen.setdefault(stamp_sense(stamp), stamp)
    document.published_verbatim = said.published or seen.get("published", "")
    document.modified_verbatim = said.modified or seen.get("modified", "")
    document.published_at, assumed = instant(document.published_verbatim)
    document.modified_at, also = instant(document.modified_verbatim)
    document.zone_assumed = assumed or also
