"""Operators' remarks as they are shown: safe HTML, an address of their own, and the shape that the API answers."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from tracker import remarks
from tracker.moments import Moment
from tracker.remarks import Remarked
from web.links import Links, outside
from web.marks import plain
from web.remark_answers import EarlierAnswer, RemarkAnswer

#: An address in a remark's text; what ends a sentence around it is not part of it.
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\"'.,;:!?)\]}]")


def html(text: str) -> Markup:
    """A remark's text as HTML: paragraphs and lines as they were written, addresses as links, all else escaped."""
    made = (f"<p>{_linked(part)}</p>" for part in remarks.paragraphs(plain(text)))
    return Markup("".join(made))  # noqa: S704 - every piece is escaped below


def _linked(text: str) -> str:
    made, last = [], 0
    for found in _ADDRESS.finditer(text):
        if outside(found[0]) is None:
            continue
        address = escape(found[0])
        made.append(str(escape(text[last : found.start()])))
        made.append(f'<a href="{address}" rel="noopener noreferrer nofollow ugc external">{address}</a>')
        last = found.end()
    return "".join([*made, str(escape(text[last:]))]).replace("\n", "<br>")


def where(links: Links, story_id: int, moment: Moment, remarked: Remarked) -> str:
    """Where a remark is read: beside its change, or on the page of its version."""
    page = links.version(story_id, moment)
    if remarked.against is not None:
        page = links.compare(story_id, remarked.against, moment)
    return f"{page}#r{remarked.key}"


def answers(links: Links, story_id: int, moment: Moment, found: Sequence[Remarked]) -> list[RemarkAnswer]:
    """The remarks on a version."""
    return [answer(links, story_id, moment, remarked) for remarked in found]


def answer(links: Links, story_id: int, moment: Moment, remarked: Remarked) -> RemarkAnswer:
    """A remark."""
    first, last = remarked.first, remarked.last
    again = len(remarked.writings) > 1
    return RemarkAnswer(
        key=remarked.key,
        moment=str(moment),
        against=str(remarked.against) if remarked.against else None,
        url=links.whole(where(links, story_id, moment, remarked)),
        part=first.remark.part,
        old=first.remark.old,
        new=first.remark.new,
        text=remarked.text,
        by=first.made_by,
        at=first.made_at,
        edited_by=last.made_by if again else None,
        edited_at=last.made_at if again else None,
        removed=remarked.removed,
        earlier=[EarlierAnswer(text=one.remark.text, by=one.made_by, at=one.made_at) for one in remarked.earlier],
    )
