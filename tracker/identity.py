"""Decides which story a fetched page belongs to, and which addresses it has thereby, and never joins two stories."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from tracker.alike import ALIKE, ALIKE_WITH_SIGN, alike, other_day
from tracker.errors import BadAddress
from tracker.fetching import variants
from tracker.fetching.outcomes import Hop
from tracker.fetching.sections import story_shaped
from tracker.model import Document


class Sign(StrEnum):
    """How an address came to be a story's."""

    ASKED = "asked"
    REDIRECT = "redirect"
    CANONICAL = "canonical"
    MOBILE = "mobile"
    AMP = "amp"
    TRACKING = "tracking"
    SLUG = "slug"


@dataclass(frozen=True)
class Kept:
    """An address that is the story's own, its key (variants.key), and how it came to be."""

    address: str
    key: str
    why: Sign


@dataclass(frozen=True)
class Page:
    """A page as it was fetched: what was asked, the redirects on the way, where it ended, and what it says.

    `document.url` is the canonical address that the page declares, "" for none. Addresses are as urls.address writes.
    """

    asked: str
    final: str
    document: Document
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True)
class Same:
    """The page belongs to a story that is there already; `kept` are all the addresses it now is known by."""

    story: int
    why: str
    kept: tuple[Kept, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class New:
    """The page is a story of its own. `doubts` says which claims of the publisher were not believed, and why."""

    kept: tuple[Kept, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Elsewhere:
    """The address no longer shows its story: what came is not content. `story` is the one it shows now, if known."""

    reason: str
    story: int | None = None


Whose = Same | New | Elsewhere


@dataclass(frozen=True)
class Ground:
    """What is known already.

    `known`: a key (variants.key or variants.id_key) to the story that has it. `doubtful`: those of these keys that a
    story has only because its page declared such an address, which is not enough to be taken for it when it is asked.
    `seen`: a story to its newest document.
    `distrusted`: keys of canonical addresses that several pages with different texts have declared.
    """

    known: Mapping[str, int] = field(default_factory=dict)
    seen: Mapping[int, Document] = field(default_factory=dict)
    distrusted: Set[str] = frozenset()
    doubtful: Set[str] = frozenset()


def names(page: Page) -> tuple[str, ...]:
    """The keys by which a page may be known: what a caller looks up to make Ground.known. Never raises."""
    found: dict[str, None] = {}
    for address in (page.asked, *(hop.address for hop in page.hops), page.final, page.document.url):
        for name in (_key(address), _id_key(address)):
            if name:
                found.setdefault(name)
    return tuple(found)


def decide(page: Page, ground: Ground) -> Whose:
    """Whose page it is. Pure; the same page on the same ground gives the same answer.

    Where the address asked is a story's, the page is that story's unless a redirect led to what is none (a home page,
    a section, another site, another story, an unrelated text). Where it is not, an address, id or canonical link that
    belongs to a known story makes it that story's only if the texts agree too.
    """
    asked, final = _key(page.asked), _key(page.final)
    own = _owner(asked, ground)
    if asked != final and (reason := _no_story_there(page, own, ground)):
        return Elsewhere(reason)
    return _still(page, own, ground) if own is not None else _first_time(page, final, ground)


def _owner(name: str, ground: Ground) -> int | None:
    """The story that a key surely belongs to; a page's own word for it is not enough."""
    return None if name in ground.doubtful else ground.known.get(name)


def _no_story_there(page: Page, own: int | None, ground: Ground) -> str:
    """Why what a redirect led to is no content; "" when it may be."""
    parts = urlsplit(page.final)
    if not variants.key(page.final).partition("/")[2]:
        return "The address now leads to the home page."
    if any(word in _SERVICES for word in parts.path.lower().replace("-", "").split("/")):
        return "The address now leads to a page of the outlet's that is no story."
    if _is_front(page.asked, page.final) and (own is None or not _agrees(page, own, ground)):
        return "The address now leads to a section page."
    return ""


#: Segments (without hyphens) of pages that redirects lead to when a story cannot be shown.
_SERVICES = frozenset((
    "login", "signin", "signup", "register", "subscribe", "subscription", "abo", "paywall", "consent", "privacygate",
    "cookie", "cookies", "captcha", "error", "404", "410", "notfound", "pagenotfound", "search", "suche", "unavailable",
    "home", "homepage", "startseite", "sso", "oauth", "geoblock", "blocked",
))  # fmt: skip


def _is_front(story: str, other: str) -> bool:
    """Whether beside a story's address another is written like a section's: a folder above it, or without any words."""
    if story_shaped(other):
        return False
    folder = urlsplit(other).path.rstrip("/") + "/"
    return urlsplit(story).path.startswith(folder) or story_shaped(story)


def _still(page: Page, own: int, ground: Ground) -> Whose:
    """The page of an address that is a story's already."""
    doubts: list[str] = []
    if _key(page.asked) != _key(page.final):
        other = _owner(_key(page.final), ground)
        if other is not None and other != own:
            return Elsewhere("The address now leads to another story that is followed already.", other)
        for_good = all(hop.permanent for hop in page.hops) and variants.same_site(page.asked, page.final)
        least = ALIKE_WITH_SIGN if for_good else ALIKE
        untold = for_good and own not in ground.seen  # Nothing of the story is kept that could speak against it.
        if not untold and not _moved_by_slug(page) and not _agrees(page, own, ground, least):
            return Elsewhere("The address now leads to a page with a text of its own.")
    canonical = _canonical(page, own, ground, doubts)
    return Same(own, "It is the story's own address.", _kept(page, canonical), tuple(doubts))


def _moved_by_slug(page: Page) -> bool:
    """Whether a redirect changed only the words of an address, within one site."""
    name = _id_key(page.asked)
    return bool(name) and name == _id_key(page.final)


def _first_time(page: Page, final: str, ground: Ground) -> Whose:
    """The page of an address that nobody has asked for before."""
    doubts: list[str] = []
    there = _owner(final, ground)
    for story, why in _claims(page, final, ground, doubts):
        if there not in {None, story}:
            break  # It stands at another story's own address, whatever it says of itself.
        seen = ground.seen.get(story)
        if seen is None or not alike(page.document, seen) or other_day(page.document, seen):
            doubts.append(f"{why} Its text is another's, so it is not taken for that story.")
            continue
        canonical = _canonical(page, story, ground, doubts)
        return Same(story, why, _kept(page, canonical), tuple(doubts))
    if there is not None:
        return Elsewhere("The address leads to another story that is followed already.", there)
    return New(_kept(page, _canonical(page, None, ground, doubts)), tuple(doubts))


def _claims(page: Page, final: str, ground: Ground, doubts: list[str]) -> Iterator[tuple[int, str]]:
    """The stories that the page may be, each once, the best sign first: where it ended, what it declares, its id."""
    signs = [
        (final, "It redirects to an address of the story."),
        (_trusted(page, ground, doubts), "It declares an address of the story as its own."),
        (_id_key(page.final), "Its address has the story's id and other words."),
    ]
    met: set[int] = set()
    for name, why in signs:
        story = ground.known.get(name) if name else None
        if story is not None and story not in met:
            met.add(story)
            yield story, why


def _trusted(page: Page, ground: Ground, doubts: list[str]) -> str:
    """The key of the declared address where it can mean a story; "" where not, with the doubt said."""
    declared = page.document.url
    name = _key(declared)
    if not declared:
        return ""
    if not name or not name.partition("/")[2]:
        doubts.append("The page declares the home page as its own address.")
    elif not variants.same_site(declared, page.final):
        doubts.append("The page declares an address on another site as its own.")
    elif name in ground.distrusted:
        doubts.append("Several pages with different texts declare the same address as their own.")
    elif name not in (_key(page.final), _key(page.asked)) and _is_front(page.final, declared):
        doubts.append("The page declares a section page as its own address.")
    else:
        return name
    return ""


def _canonical(page: Page, story: int | None, ground: Ground, doubts: list[str]) -> str:
    """The declared address, where the story may keep it: trusted, and no other story's; else ""."""
    said: list[str] = []
    name = _trusted(page, ground, said)
    doubts += [doubt for doubt in said if doubt not in doubts]
    owner = ground.known.get(name) if name else None
    if owner is not None and owner != story:
        doubts.append("The page declares the address of another story as its own.")
        return ""
    return page.document.url if name else ""


def _agrees(page: Page, story: int, ground: Ground, least: float = ALIKE) -> bool:
    seen = ground.seen.get(story)
    return seen is not None and alike(page.document, seen, least)


def _kept(page: Page, canonical: str) -> tuple[Kept, ...]:
    """The story's addresses, each once, with how each came; the one asked first."""
    found: dict[str, Kept] = {page.asked: Kept(page.asked, _key(page.asked), Sign.ASKED)}
    for address, sign in ((page.final, Sign.REDIRECT), (canonical, Sign.CANONICAL)):
        if not address or address in found:
            continue
        name = _key(address)
        if name == _key(page.asked):
            sign = Sign(variants.variant_of(page.asked, address) or Sign.TRACKING)
        elif (slug := _id_key(address)) and slug == _id_key(page.asked):
            sign = Sign.SLUG
        found[address] = Kept(address, name, sign)
    return tuple(found.values())


def _key(address: str) -> str:
    try:
        return variants.key(address) if address else ""
    except BadAddress:
        return ""


def _id_key(address: str) -> str:
    try:
        return variants.id_key(address) if address else ""
    except BadAddress:
        return ""
