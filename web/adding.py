"""Following something new: the form as it was filled in, what its address offers, and what is to be followed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from storage import watching_queries
from storage.follows import Follows
from tracker import following, offer
from tracker.errors import BadInput
from tracker.fetching import urls
from tracker.fetching.listing import Item
from tracker.fetching.opml import outlines
from tracker.fetching.page import squeezed
from tracker.fetching.variants import key
from tracker.follow import FollowKind
from tracker.following import Rule
from tracker.model import BlockKind, BlockRole, Document
from tracker.watchlist import Added, ToFollow
from web.deps import Site
from web.texts import N_, gettext, ngettext

#: Paragraphs of a first extraction, and stories of a list, that are shown before anything is saved. Range 3 to 50.
PARAGRAPHS, STORIES, LEFT_OUT = 5, 12, 24

#: Characters of a paragraph that are shown: enough to see that it is the story's. Range 100 to 2,000.
START = 400

#: Bytes of an OPML file that may be sent: 1,000 lists take about 250,000. Range 100,000 to 10,000,000.
LARGEST_OPML = 2_000_000

#: Lists that are followed at one go (listing.MOST_FEEDS), and letters of a title.
MOST_LINES, LONGEST_TITLE = 1_000, 300

_LABELS = {
    "any": N_("Any of these words"),
    "all": N_("All of these words"),
    "none": N_("None of these words"),
    "address": N_("Addresses like"),
    "max_age_hours": N_("Hours old at the most"),
    "cap": N_("Stories at once"),
}

_Text = Annotated[str, Field(max_length=4_000)]


class Asked(BaseModel):
    """The form as it was sent: nothing of it is sure to be right.

    `lines` is what was offered at `seen`, one a line: kind, address and title, with spaces between.
    """

    address: _Text = ""
    kind: _Text = ""
    any: _Text = ""
    all: _Text = ""
    none: _Text = ""
    pattern: _Text = ""
    developing: _Text = ""
    age: _Text = ""
    cap: _Text = ""
    seen: _Text = ""
    lines: Annotated[str, Field(max_length=4_000_000)] = ""

    @property
    def ruled(self) -> bool:
        """Whether anything of a rule was filled in."""
        given = [self.kind, self.any, self.all, self.none, self.pattern, self.developing, self.age, self.cap]
        return bool("".join(given).strip())


@dataclass(frozen=True)
class Preview:
    """What an address offers, shown before anything is followed.

    A story has a `document`; a list has stories that the rule would follow now (`chosen`) and would not (`left`, the
    first of them, each with the reason; `reasons` counts all).
    """

    said: str
    wanted: Sequence[ToFollow]
    document: Document | None = None
    paragraphs: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    chosen: Sequence[Item] = ()
    more: int = 0
    left: Sequence[tuple[Item, str]] = ()
    reasons: list[tuple[str, int]] = field(default_factory=list)
    skipped: Sequence[str] = ()

    @property
    def lines(self) -> str:
        """What would be followed, as the form sends it back. A title is others' words and must not end its line."""
        return "\n".join(f"{one.kind} {one.address} {_one_line(one.title)}".rstrip() for one in self.wanted)


def rule(asked: Asked) -> Rule:
    """The rule that was filled in. Raises BadInput with a sentence that names the field."""
    given = {
        "any": words(asked.any),
        "all": words(asked.all),
        "none": words(asked.none),
        "address": asked.pattern,
        "developing_only": bool(asked.developing),
        "max_age_hours": asked.age.strip() or None,
        "cap": asked.cap.strip() or following.CAP,
    }
    try:
        return Rule.model_validate(given)
    except ValidationError as error:
        fault = error.errors()[0]
        said = fault["msg"].removeprefix("Value error, ").rstrip(".")
        label = gettext(_LABELS.get(str(fault["loc"][0]), N_("The rule")))
        raise BadInput(f"{label}: {said}.") from None


def words(text: str) -> list[str]:
    """Words or phrases with commas or line ends between them."""
    return [word for word in (squeezed(part) for part in text.replace("\n", ",").split(",")) if word]


def kind(asked: Asked) -> FollowKind | None:
    """What the operator says that it is; None to have it recognised. Raises BadInput."""
    if not asked.kind:
        return None
    if asked.kind not in list(FollowKind):
        raise BadInput(gettext("There is no such kind of thing to follow."))
    return FollowKind(asked.kind)


def previewed(site: Site, asked: Asked) -> Preview:
    """Fetch an address once and say what it offers. Raises BadInput with a sentence."""
    chosen = rule(asked)
    offered = offer.offer(site.ask, urls.address(asked.address), rule=chosen, kind=kind(asked))
    found = offered.recognised
    story = len(offered.wanted) == 1 and offered.wanted[0].kind is FollowKind.STORY
    if story and found.document is not None:
        return _story(offered, found.document)
    items = found.listing.items if found.listing else ()
    with site.database.read() as session:
        already = watching_queries.known(session, [key(item.address) for item in items])
        watched = watching_queries.watched(session)
    follow, left = following.choose(items, chosen, already=already, now=site.clock(), watched=watched)
    return Preview(
        offered.said,
        offered.wanted,
        chosen=follow[:STORIES],
        more=max(len(follow) - STORIES, 0),
        left=left[:LEFT_OUT],
        reasons=Counter(reason for _, reason in left).most_common(),
        skipped=found.listing.skipped if found.listing else (),
    )


def _story(offered: offer.Offer, document: Document) -> Preview:
    plain = [block.text for block in document.blocks if block.kind is not BlockKind.CAPTION and block.role is None]
    return Preview(
        offered.said,
        offered.wanted,
        document=document,
        paragraphs=[_start(text) for text in plain[:PARAGRAPHS]],
        more=max(len(plain) - PARAGRAPHS, 0),
        notices=[_start(block.text) for block in document.blocks if block.role in (BlockRole.NOTICE, BlockRole.STATUS)],
    )


def _start(text: str) -> str:
    return text if len(text) <= START else f"{text[:START].rpartition(' ')[0] or text[:START]} …"


def of_file(raw: bytes, media_type: str, asked: Asked) -> Preview:
    """What an OPML file offers. Raises BadInput with a sentence."""
    if len(raw) > LARGEST_OPML:
        raise BadInput(gettext("The file is larger than %(size)s MB.", size=LARGEST_OPML // 1_000_000))
    found, listing = outlines(raw, media_type)
    if not found:
        raise BadInput(gettext("The file names no list that can be followed."))
    said = ngettext("This is an OPML file with %(num)s list.", "This is an OPML file with %(num)s lists.", len(found))
    return Preview(said, offer.of_lines(found, rule(asked)), skipped=listing.skipped)


def wanted(lines: str, chosen: Rule) -> list[ToFollow]:
    """What is to be followed, from the lines of the form. Raises BadInput, naming the line."""
    found = [line.split(None, 2) for line in lines.split("\n") if line.strip()]
    if not found:
        raise BadInput(gettext("There is nothing to follow in this form."))
    if len(found) > MOST_LINES:
        raise BadInput(gettext("At most %(count)s lists are followed at one go.", count=MOST_LINES))
    return [_line(number, line, chosen) for number, line in enumerate(found, 1)]


def _line(number: int, line: Sequence[str], chosen: Rule) -> ToFollow:
    name, address, title = [*line, "", ""][:3]
    if name not in list(FollowKind):
        raise BadInput(
            gettext(
                "Line %(number)s begins with no kind: write story, feed, sitemap or section, then the address.",
                number=number,
            )
        )
    try:
        address = urls.address(address)
    except BadInput as error:
        raise BadInput(gettext("Line %(number)s: %(problem)s", number=number, problem=str(error))) from None
    return to_follow(FollowKind(name), address, chosen, _one_line(title))


def _one_line(title: str) -> str:
    return " ".join(title.split())[:LONGEST_TITLE]


def to_follow(what: FollowKind, address: str, chosen: Rule, title: str = "") -> ToFollow:
    """One thing to follow; a rule is for lists."""
    given = {} if what is FollowKind.STORY else chosen.model_dump(mode="json", exclude_defaults=True)
    return ToFollow(what, address, key(address), title, given, "Pasted.")


def follow(site: Site, all_of_it: Iterable[ToFollow]) -> list[Added]:
    """Follow it from now on."""
    return Follows(site.database, show=site.settings.show).add(list(all_of_it), now=site.clock())
