"""What a list that is followed came to: the stories that it names, and which of them to follow."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.errors import BadInput
from tracker.fetching.feeds import read_feed
from tracker.fetching.listing import Listing
from tracker.fetching.sections import read_section
from tracker.fetching.sitemaps import read_sitemap
from tracker.fetching.variants import key
from tracker.follow import Follow, FollowKind
from tracker.following import Rule, choose
from tracker.look import Look
from tracker.model import Outcome
from tracker.watchlist import Chosen, ToFollow

#: How many sitemaps of an index are followed, the first that it names: news indexes put the newest there.
MOST_SITEMAPS = 20


@dataclass(frozen=True)
class Found:
    """A list as it was read; `listing` is None where there was nothing new to read, or it could not be."""

    look: Look
    listing: Listing | None = None

    @property
    def keys(self) -> list[str]:
        """The keys of all stories that it names."""
        return [key(item.address) for item in self.listing.items] if self.listing else []


def read(follow: Follow, look: Look) -> Found:
    """The list that a look brought. What is no list any more is a problem of the look, in a sentence."""
    if look.arrival is None or look.arrival.outcome is not Outcome.CONTENT:
        return Found(look)
    raw, media_type, address = look.arrival.raw, look.arrival.facts.get("content-type", ""), look.final or follow.at
    try:
        if follow.kind is FollowKind.FEED:
            return Found(look, read_feed(raw, media_type, address))
        if follow.kind is FollowKind.SITEMAP:
            return Found(look, read_sitemap(raw, media_type, address))
        return Found(look, read_section(raw, address, rule(follow).address or None))
    except BadInput as error:
        # What was not understood must be read again next time, though its bytes be the same.
        return Found(replace(look, problem=str(error), raw_digest=follow.raw_digest))


def rule(follow: Follow) -> Rule:
    """The rule by which a list's stories are chosen."""
    return Rule.model_validate(follow.rule)


def chosen(
    follow: Follow, listing: Listing | None, already: Set[str], watched: Mapping[str, int], *, now: datetime
) -> Chosen:
    """What to follow of a list, and which stories it says were changed when.

    `already` are the keys of what is followed or known, `watched` counts the stories watched of each outlet.
    """
    if listing is None:
        return Chosen([], {})
    items, _ = choose(listing.items, rule(follow), already=already, now=now, watched=watched)
    why = f"Named by {listing.title or follow.address}."
    stories = [
        ToFollow(FollowKind.STORY, item.address, key(item.address), item.headline, _of_text(follow), why)
        for item in items
    ]
    further = listing.feeds[:MOST_SITEMAPS] if follow.kind is FollowKind.SITEMAP else ()
    lists = [ToFollow(FollowKind.SITEMAP, address, key(address), "", follow.rule, why) for address in further]
    heard = {key(item.address): item.updated_at for item in listing.items if item.updated_at is not None}
    return Chosen([*stories, *lists], {name: at for name, at in heard.items() if at <= now}, listing.title)


def _of_text(follow: Follow) -> dict[str, object]:
    """What of a list's rule only a story's own page can answer; empty where nothing is."""
    asked = rule(follow).model_dump(include={"any", "all", "none", "developing_only"}, mode="json")
    return asked if any(asked.values()) else {}
