"""What an address that somebody pasted offers to be followed: a story, a list of stories, or lists."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.errors import BadInput
from tracker.fetching.listing import SourceKind
from tracker.fetching.opml import Outline, outlines
from tracker.fetching.outcomes import Answer, Failed, Fetched
from tracker.fetching.recognise import Kind, Recognised, recognise
from tracker.fetching.variants import key
from tracker.follow import FollowKind
from tracker.following import Rule
from tracker.watchlist import ToFollow

_KINDS = {
    Kind.STORY: FollowKind.STORY,
    Kind.FEED: FollowKind.FEED,
    Kind.SITEMAP: FollowKind.SITEMAP,
    Kind.SECTION: FollowKind.SECTION,
}
_OUTLINES = {
    None: FollowKind.FEED,
    SourceKind.FEED: FollowKind.FEED,
    SourceKind.SITEMAP: FollowKind.SITEMAP,
    SourceKind.SECTION: FollowKind.SECTION,
}


@dataclass(frozen=True)
class Offer:
    """What was recognised at an address, and what following it would follow; `said` is a sentence for whoever asked."""

    address: str
    said: str
    recognised: Recognised
    wanted: tuple[ToFollow, ...]


def offer(get: Callable[[str], Answer], address: str, *, rule: Rule, kind: FollowKind | None = None) -> Offer:
    """Fetch an address once and say what it offers. `kind` overrules what would be recognised.

    A page that lists stories and declares a feed is followed by that feed, which says more and costs its site less.
    Raises BadInput with a sentence where nothing there can be followed.
    """
    answer = get(address)
    if isinstance(answer, Failed):
        raise BadInput(f"{address} cannot be followed: {answer.reason}")
    if not isinstance(answer, Fetched):
        raise BadInput(f"{address} cannot be followed: it answered that nothing is new, though nothing is known of it")
    found = recognise(answer.raw, answer.media_type, answer.final)
    if kind is None and found.kind is Kind.OPML:
        lines, _ = outlines(answer.raw, answer.media_type)
        return Offer(address, found.reason, found, of_lines(lines, rule))
    return _of_page(address, found, rule, kind)


def of_lines(lines: tuple[Outline, ...], rule: Rule) -> tuple[ToFollow, ...]:
    """What an OPML file offers: its lists, each under the same rule."""
    return tuple(_listed(_OUTLINES[line.kind], line.address, rule, line.title, "From an OPML file.") for line in lines)


def _of_page(address: str, found: Recognised, rule: Rule, kind: FollowKind | None) -> Offer:
    if kind is None and found.kind is Kind.SECTION and found.feeds:
        feed = found.feeds[0]
        said = f"{found.reason} It declares a feed, {feed}, which is followed instead."
        return Offer(address, said, found, (_listed(FollowKind.FEED, feed, rule, _title(found), "Pasted."),))
    if kind is None and found.kind not in _KINDS:
        raise BadInput(f"{address} cannot be followed: {found.reason}")
    chosen = kind or _KINDS[found.kind]
    if chosen is FollowKind.STORY:
        title = found.document.headline if found.document else ""
        wanted = ToFollow(FollowKind.STORY, address, key(address), title, why="Pasted.")
    else:
        wanted = _listed(chosen, address, rule, _title(found), "Pasted.")
    return Offer(address, found.reason, found, (wanted,))


def _listed(kind: FollowKind, address: str, rule: Rule, title: str, why: str) -> ToFollow:
    return ToFollow(kind, address, key(address), title, rule.model_dump(mode="json", exclude_defaults=True), why)


def _title(found: Recognised) -> str:
    return found.listing.title if found.listing else ""
