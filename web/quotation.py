"""Quotations with their citation: a change before and after, the checks that it came between, its address, seals."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from storage.queries import Sighting
from tracker.errors import NotFound
from tracker.model import Change, Part
from tracker.weight import weight
from web import changelist, times
from web.labels import part_label
from web.links import Links
from web.looks import Compared
from web.marks import plain
from web.texts import gettext, ngettext

#: Changes that the quotation of a whole comparison holds at the most: the weightiest. Range 1 to 10.
MOST = 5

#: A sentence longer than this is cut in a quotation, in characters. Range 200 up; the link leads to all of it.
LONGEST = 1200


@dataclass(frozen=True)
class Quotation:
    """A quotation as plain text and as HTML, and the address that it names."""

    text: str
    html: Markup
    url: str


@dataclass(frozen=True)
class _Line:
    """A line of a quotation: what it says and, before it, what that is."""

    said: str
    label: str = ""
    link: bool = False


def quotation(links: Links, found: Compared, place: int | None = None) -> Quotation:
    """The quotation of the change at a place of rowback-diff/1, or of the weightiest changes. Raises NotFound."""
    placed = changelist.placed(found)
    url = links.whole(links.compare(found.new.story.id or 0, found.old.seen.moment, found.new.seen.moment))
    if place is None:
        foremost = sorted(placed, key=lambda one: weight(one[1]), reverse=True)[:MOST]
        chosen = [change for _, change in sorted(foremost, key=lambda one: one[0])]
    else:
        chosen = [change for at, change in placed if at == place]
        url += f"#p{place}"
        if not chosen:
            raise NotFound(f"there is no change {place} between these two versions")
    blocks = [[_Line(_title(found))], *map(_quoted, chosen)]
    if left := len(placed) - len(chosen) if place is None else 0:
        blocks.append([_Line(ngettext("%(num)s more change", "%(num)s more changes", left))])
    blocks.append([*_sources(found), _Line(url, link=True)])
    return Quotation(_text(blocks), _html(blocks), url)


def _title(found: Compared) -> str:
    name, headline = found.new.outlet.name, found.documents[1].headline
    return f"{name}: {headline}" if headline else name


def _quoted(change: Change) -> list[_Line]:
    """Before and after, each if there is one."""
    part = f"{part_label(change.part)}, " if change.part is not Part.BODY else ""
    if not change.old and not change.new:
        return [_Line(gettext("only typography differs"), part_label(change.part))]
    sides = []
    if change.old:
        label = gettext("before") if change.new else gettext("taken out")
        sides.append(_Line(_marked(change.old), _capital(part + label)))
    if change.new:
        label = gettext("after") if change.old else gettext("put in")
        sides.append(_Line(_marked(change.new), _capital(part + label)))
    return sides


def _marked(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= LONGEST else text[:LONGEST].rpartition(' ')[0] + ' …'}”"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sources(found: Compared) -> list[_Line]:
    """For each side between which checks it appeared and until when it was seen, and its seal."""
    return [line for side in (found.old, found.new) for line in _source(side)]


def _source(side: Sighting) -> list[_Line]:
    version, zone = side.seen.version, side.outlet.zone

    def at(time: datetime) -> str:
        return times.stamp(time, zone)

    names = {"number": version.number, "first": at(version.first_seen_at), "last": at(version.last_seen_at)}
    if version.not_before_at is None:
        said = gettext("first seen %(first)s, last seen %(last)s", **names)
    else:
        since = at(version.not_before_at)
        said = gettext("appeared between %(since)s and %(first)s, last seen %(last)s", since=since, **names)
    seal = gettext("seal %(seal)s", seal=side.seen.capture.seal)
    return [_Line(f"{said}; {seal}", gettext("Version %(number)s", **names))]


def _text(blocks: list[list[_Line]]) -> str:
    lines = ["\n".join(f"{line.label}: {line.said}" if line.label else line.said for line in block) for block in blocks]
    return plain("\n\n".join(lines))


def _html(blocks: list[list[_Line]]) -> Markup:
    made = []
    for block in blocks:
        lines = []
        for line in block:
            said = str(escape(plain(line.said)))
            said = f'<a href="{said}">{said}</a>' if line.link else said
            lines.append(f"<b>{escape(plain(line.label))}:</b> {said}" if line.label else said)
        made.append(f"<p>{'<br>'.join(lines)}</p>")
    return Markup("".join(made))  # noqa: S704 - every piece is escaped above
