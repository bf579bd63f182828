"""Finds the stories that a home page or a section page links to, and leaves menus, tags and adverts alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from tracker.errors import BadAddress, BadInput
from tracker.fetching import charset
from tracker.fetching.listing import (
    LONGEST_HEADLINE,
    MOST_FEEDS,
    Item,
    Listing,
    Skips,
    SourceKind,
    gathered,
    resolved,
    when,
)
from tracker.fetching.names import hidden, named
from tracker.fetching.page import LONGEST_PAGE, squeezed, tree_of
from tracker.fetching.patterns import Pattern
from tracker.fetching.variants import dates_in, ids_in, key, same_site, variant_of

#: Links of a page that are looked at; the fullest home pages have 1,500.
MOST_LINKS = 10_000

#: What a link must score to be a story (see `_score`), range 1-8. Measured on the links of 41 real pages of
#: newssniffer_fixtures against each outlet's own address form; lower lets section fronts in, higher loses plain slugs.
ENOUGH = 4

#: Words of a link's text, or of a slug, from which on it reads as a headline and not as the name of a section.
HEADLINE_WORDS = 4

_OTHER_FILES = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|m4a|mov|avi|zip|gz|xml|rss|atom|json|js|css|docx?|xlsx?|pptx?|csv|ics|"
    r"epub)$",
    re.I,
)
#: Segments that say that a page is a front, a service or a person, and not a story. English, German, French, Spanish.
_NOT_STORIES = frozenset((
    "tag", "tags", "topic", "topics", "thema", "themen", "schlagwort", "theme", "themes", "tema", "temas", "etiqueta",
    "author", "authors", "autor", "autoren", "auteur", "auteurs", "autores", "profile", "profiles", "user",
    "users", "staff", "contributors", "journalist", "byline", "by", "category", "categories", "kategorie", "categoria",
    "categorie", "section", "sections", "about", "about-us", "ueber-uns", "a-propos", "quienes-somos", "contact",
    "contact-us", "kontakt", "contacto", "impressum", "imprint", "privacy", "privacy-policy", "datenschutz", "terms",
    "terms-of-use", "terms-of-service", "terms-and-conditions", "agb", "cookies", "cookie-policy", "legal",
    "accessibility", "help", "hilfe", "aide", "ayuda", "faq", "faqs", "feedback", "complaints", "subscribe",
    "subscription", "subscriptions", "abo", "abonnement", "abonnements", "suscripcion", "subscriber", "login",
    "log-in", "signin", "sign-in", "signup", "sign-up", "register", "registration", "anmelden", "logout", "account",
    "my-account", "konto", "membership", "members", "newsletter", "newsletters", "email", "alerts", "search", "suche",
    "recherche", "buscar", "archive", "archives", "archiv", "sitemap", "site-map", "site-index", "rss", "feed",
    "feeds", "jobs", "careers", "stellenmarkt", "emploi", "shop", "store", "boutique", "tienda", "advertise",
    "advertising", "advertisement", "ads", "werbung", "mediadaten", "publicite", "publicidad", "sponsored", "promo",
    "promotions", "offers", "deals", "voucher", "vouchers", "coupons", "competitions", "weather", "wetter", "meteo",
    "tiempo", "crossword", "crosswords", "puzzles", "games", "spiele", "horoscope", "horoscopes", "horoskop",
    "tv-guide", "tv-listings", "podcast", "podcasts", "video", "videos", "gallery", "galleries", "photos", "pictures",
    "audio", "radio", "iplayer", "sounds", "tickets", "events", "dating", "obituaries-notices", "classifieds", "share",
    "print", "comments", "comment-page", "page", "wp-admin", "wp-login.php", "wp-json", "cdn-cgi", "redirect",
    "corrections-and-clarifications", "ethics", "editorial-guidelines", "info", "service", "services", "tools",
))  # fmt: skip
_NOT_TEXTS = re.compile(
    r"(?:comments?|\d+ comments?|read (?:more|the full story|on)|more|share|print|e-?mail|facebook|twitter|whatsapp|"
    r"subscribe.*|sign (?:in|up).*|log ?in|register|skip to.*|next|previous|see (?:all|more).*|view all.*|"
    r"all (?:stories|news).*|home|menu|search|advertise.*|terms.*|privacy.*|cookies?.*|contact.*|about.*)",
    re.I,
)  # fmt: skip
_FRAMES = frozenset({"nav", "footer", "menu", "dialog"})
_FRAME_NAMES = re.compile(
    r"(?<![a-z])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|cookie\w*|consent|social\w*|share\w*|sharing|advert\w*|ads?|"
    r"sponsor\w*|contentinfo|toolbar|skip-?link|pagination|pager|subnav|submenu|masthead|language\w*|affiliate\w*)(?![a-z])"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WORDS = re.compile(r"[^\W\d_]{2,}|\d+")
#: The last segment of a day's or a month's own page.
_BARE_DATE = re.compile(r"\d{1,4}|(?:19|20)\d\d[-_]?\d\d[-_]?(?:\d\d)?")
_SLUG_WORD = re.compile(r"[^\W_]+")
_SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Link:
    """A link of a page as a reader meets it: its text, whether it is a heading, and whether menus surround it."""

    address: str
    text: str
    heading: bool
    framed: bool
    dated: datetime | None


def read_section(raw: bytes, address: str, pattern: str | None = None) -> Listing:
    """The stories that a page links to, in the page's order; times come from the links' own addresses or <time>.

    Only links to the page's own site count. With a `pattern` (patterns.Pattern: a glob such as `*/news/*-????????`, or
    `re:` and a regular expression, over the whole address) every link that it fits is a story, and no other; without
    one the shape of address, text and place decide. Raises BadInput for no page, and for a pattern that cannot be used.
    """
    root = tree_of(charset.decoded(raw)) if len(raw) <= LONGEST_PAGE else None
    if root is None:
        raise BadInput("This is no web page that can be read.")
    return of_tree(root, address, pattern)


def of_tree(root: html.HtmlElement, address: str, pattern: str | None = None) -> Listing:
    """`read_section` for a page that lxml has read already."""
    wanted = Pattern(pattern) if pattern else None
    skips = Skips()
    best: dict[str, Link] = {}
    own = key(address)
    for link in _links(root, address):
        fits = wanted.fits(link.address) if wanted is not None else is_story(link)
        name = key(link.address)
        if not fits or name == own or not same_site(link.address, address):
            continue
        known = best.get(name)
        best[name] = link if known is None else _better(known, link)
    if wanted is not None and wanted.broke_off:
        skips.add("The pattern took too long on this address.", wanted.broke_off)
    title = next((squeezed("".join(t.itertext())) for t in root.iter("title")), "")
    items = gathered((_item(link) for link in best.values()), len(best), skips)
    feeds = declared_feeds(root, address)
    return Listing(SourceKind.SECTION, title[:LONGEST_HEADLINE], address, items, feeds, skips.sentences())


def _better(known: Link, link: Link) -> Link:
    """One link out of two to the same story: the words of its heading, the address that is no AMP or phone page's."""
    longer = (link.heading, len(link.text)) > (known.heading, len(known.text))
    first = link if longer and not _NOT_TEXTS.fullmatch(link.text) else known
    address = known.address if variant_of(known.address, link.address) == "tracking" else _plainer(known, link)
    return Link(address, first.text, first.heading, known.framed and link.framed, known.dated or link.dated)


def _plainer(known: Link, link: Link) -> str:
    return min(known.address, link.address, key=lambda address: (len(address), address != known.address))


def _item(link: Link) -> Item:
    days = dates_in(unquote(urlsplit(link.address).path))
    day: date | None = days[0] if days else None
    dated = link.dated or (datetime.combine(day, time(), UTC) if day else None)
    return Item(address=link.address, headline=link.text[:LONGEST_HEADLINE], published_at=dated)


def base_of(root: html.HtmlElement, address: str) -> str:
    """What the links of a page start from: its <base>, where it has one on the web."""
    for base in root.iter("base"):
        try:
            joined = urljoin(address, str(base.get("href") or "").strip())
            if urlsplit(joined).scheme in {"http", "https"}:
                return joined
        except ValueError:
            continue
    return address


def _links(root: html.HtmlElement, address: str) -> Iterator[Link]:
    """Every link of a page to a web address, hidden ones left out."""
    base = base_of(root, address)
    for count, anchor in enumerate(root.iter("a")):
        if count == MOST_LINKS:
            return
        reference = anchor.get("href") or ""
        if (
            not reference
            or reference.startswith("#")
            or reference.lower().startswith(("javascript:", "mailto:", "tel:"))
        ):
            continue
        try:
            target = resolved(base, reference)
        except BadAddress:
            continue  # Adverts and scripts: a page is not wrong for them.
        around = _around(anchor)
        if around is not None:
            yield Link(target, _text(anchor), around[0] or _has_heading(anchor), around[1], _dated(anchor))


def _text(anchor: html.HtmlElement) -> str:
    """A link's words: its heading's where it wraps a whole teaser, else its own, else its title or picture's."""
    heading = next((e for e in anchor.iter(*_HEADINGS)), anchor)
    text = squeezed("".join(map(str, heading.xpath(".//text()[not(parent::style or parent::script)]"))))
    spare = (
        anchor.get("title") or anchor.get("aria-label") or next((i.get("alt") or "" for i in anchor.iter("img")), "")
    )
    return (text or squeezed(str(spare)))[: 2 * LONGEST_HEADLINE]


def _has_heading(anchor: html.HtmlElement) -> bool:
    return next(anchor.iter(*_HEADINGS), None) is not None


def _around(anchor: html.HtmlElement) -> tuple[bool, bool] | None:
    """Whether a link stands in a heading, and in a menu or footer; None where it is hidden. Looks 40 elements out."""
    heading = framed = False
    for depth, element in enumerate((anchor, *anchor.iterancestors())):
        tag = element.tag if isinstance(element.tag, str) else ""
        if depth == 40 or tag in {"body", "html"}:
            break
        names = named(element)
        if hidden(element, names):
            return None
        heading = heading or (tag in _HEADINGS and depth < 4)
        framed = framed or tag in _FRAMES or bool(_FRAME_NAMES.search(names))
    return heading, framed


def _dated(anchor: html.HtmlElement) -> datetime | None:
    """The <time> of the teaser that a link stands in: the nearest one that no other link's teaser is around."""
    teaser = anchor
    for element in list(anchor.iterancestors())[:4]:
        if element.tag in {"body", "main", "section", "ul", "ol"}:
            break
        teaser = element
        if element.tag in {"article", "li"}:
            break
    times = [stamp for e in teaser.iter("time") if (stamp := when(e.get("datetime") or ""))]
    return times[0] if len(times) == 1 else None


def story_shaped(address: str) -> bool:
    """Whether an address alone reads like a story's: an id, a date or a slug of words in it, and no service's name."""
    parts = urlsplit(address)
    segments = [unquote(s).lower() for s in parts.path.split("/") if s]
    return not _NOT_STORIES & set(segments) and _score(Link(address, "", False, False, None), segments) >= 2


def is_story(link: Link) -> bool:
    """Whether a link leads to a story, by the shape of its address, its words and its place."""
    parts = urlsplit(link.address)
    segments = [unquote(s).lower() for s in parts.path.split("/") if s]
    if not segments and not parts.query:
        return False
    doors = {label.lstrip("i") for label in (parts.hostname or "").split(".")[:-2]}
    if _OTHER_FILES.search(parts.path) or _NOT_STORIES & {*segments, *doors}:
        return False
    return _score(link, segments) >= ENOUGH


def _score(link: Link, segments: list[str]) -> int:
    """Points for and against a story. An id or a date in the address, a slug of words, a headline's words and place."""
    slug = re.sub(r"\.\w{2,5}$", "", segments[-1]) if segments else ""
    words = [w for w in _SLUG_WORD.findall(slug) if not w.isdigit()]
    spoken = len(_WORDS.findall(link.text))
    if _SPACELESS.search(link.text):
        spoken = max(spoken, len(link.text) // 3)
    score = 3 if ids_in(link.address) else 0
    score += 3 if segments and not _BARE_DATE.fullmatch(segments[-1]) and dates_in("/".join(segments)) else 0
    score += 2 if len(words) >= HEADLINE_WORDS else 1 if len(words) == HEADLINE_WORDS - 1 else 0
    if not _NOT_TEXTS.fullmatch(link.text):
        score += 2 if spoken >= HEADLINE_WORDS else 1 if spoken >= 2 else 0
    score += 1 if link.heading else 0
    score -= 3 if link.framed else 0
    return score - (1 if len(segments) <= 1 and len(words) < HEADLINE_WORDS else 0)


_FEED_TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml",
    "text/xml", "application/json",
})  # fmt: skip
_FEED_PATH = re.compile(
    r"(?:/(?:rss|feed|feeds|atom)/?|[/.-](?:rss|atom)(?:\.xml|\.json)?|/(?:feed|index|rss)\.(?:xml|rss|json|atom))$",
    re.I,
)


def declared_feeds(root: html.HtmlElement, address: str) -> tuple[str, ...]:
    """The feeds that a page declares (<link rel="alternate">, as browsers find them), else those that it links to.

    Feeds of comments are left out: they name no story.
    """
    base = base_of(root, address)
    found: dict[str, None] = {}
    for link in root.iter("link"):
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        rels = (link.get("rel") or "").lower().split()
        json_api = kind == "application/json" and "wp-json" in (link.get("href") or "")
        if ("feed" in rels or ("alternate" in rels and kind in _FEED_TYPES)) and not json_api:
            _add(found, base, link)
    if not found:
        for anchor in root.iter("a"):
            if _FEED_PATH.search((anchor.get("href") or "")[:2_000].split("?")[0].split("#")[0]):
                _add(found, base, anchor)
    return tuple(found)[:MOST_FEEDS]


def _add(found: dict[str, None], base: str, link: html.HtmlElement) -> None:
    href, title = link.get("href") or "", link.get("title") or ""
    try:
        if "comments" not in href.lower() and "comment" not in title.lower():
            found.setdefault(resolved(base, href))
    except BadAddress:
        pass  # A page that declares a broken feed declares none.
