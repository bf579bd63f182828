"""The change log of a story for other people's pages: a script with a custom element, its JSON, and a page to frame.

These three alone may be used from anywhere. They show what any reader may see, never what an operator may.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from storage import queries
from storage.queries import StoryHistory
from tracker import excerpt, timeline
from tracker.model import Part
from tracker.timeline import Entry
from web import front, marks, texts, times
from web.deps import Asker, Asking, Reader, Reading, StoryId
from web.kept import Made, drawn, kept, page
from web.labels import kind_label, part_label
from web.links import Links
from web.passages import Passage, foremost, passages, tag
from web.render import STATIC
from web.shelf import etag, has_it
from web.texts import gettext, ngettext

router = APIRouter(include_in_schema=False)

#: Versions in an embedded change log, the newest. Range 1 to 100; all of them are one click away.
MOST = 20

#: Passages of one version. Range 1 to 8.
PASSAGES = 3

#: A publisher's page is loaded by many: its readers' browsers may keep the log, and proxies too, so long in seconds.
#: Range 0 to 3600. What is withheld meanwhile stands there until then.
FRESH = 60

#: Seconds for which browsers may keep the script. Range 0 to a day: its address stays, so that a fix reaches everybody.
SCRIPT_FRESH = 3600

#: What may be used by pages of other sites says so, in both ways that browsers ask for.
OPEN = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}

#: The framed page: like any other of ours, but that any page may frame it, and that it asks for nothing by itself.
FRAMED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'none'; frame-ancestors *; base-uri 'none'"
)


class LogPassage(BaseModel):
    """Changed text in its place: a label, and the word script with an unchanged sentence before and after."""

    label: str
    words: list[tuple[str, str]] = Field(description="`=` stands, `-` was taken out, `+` was put in.")


class LogEntry(BaseModel):
    """A version."""

    url: str
    title: str
    at: str = Field(description="When it was first seen, ISO 8601.")
    when: str = Field(description="The same as a reader reads it, in the outlet's zone.")
    told: str
    kinds: list[str]
    passages: list[LogPassage]


class LogTexts(BaseModel):
    """The words around the log, in the language asked for."""

    title: str
    all: str
    details: str
    put: str
    out: str


class Log(BaseModel):
    """A story's change log, newest version first."""

    story: int
    url: str
    headline: str
    outlet: str
    language: str = Field(description="Of the story; that of the words around it is `spoken`.")
    spoken: str
    versions: int
    excerpt: bool
    texts: LogTexts
    entries: list[LogEntry]


@router.get("/embed.js")
def script(request: Request) -> Response:
    """The script that a publisher's page loads; its address never changes."""
    body = (STATIC / "embed.js").read_bytes()
    headers = {**OPEN, "etag": etag(body), "cache-control": f"public, max-age={SCRIPT_FRESH}"}
    if has_it(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="text/javascript")


@router.get("/embed/stories/{story}.json")
def log_json(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """A story's change log as data, for the script."""
    public = _public(reader)
    return _open(
        kept(request, public, "application/json", lambda: Made(_log(public, story_id).model_dump_json().encode()))
    )


@router.get("/embed/stories/{story}")
def framed(request: Request, reader: Reading, story_id: StoryId) -> Response:
    """A story's change log as a page to be framed; it works without a script, and tells its height with one."""
    public = _public(reader)

    def make() -> Made:
        return Made(drawn(public.site, Asker(), "embed.html", {"log": _log(public, story_id)}).encode())

    response = _open(kept(request, public, "text/html", make))
    response.headers["content-security-policy"] = FRAMED
    return response


@router.get("/stories/{story}/embed")
def embed(request: Request, asking: Asking, reader: Reading, story_id: StoryId) -> Response:
    """What to copy into a publisher's own page, and how it looks there."""

    def work() -> dict[str, Any]:
        history = queries.history(reader.session, story_id, operator=reader.operator)
        return {"story": history.story, "outlet": history.outlet}

    return page(request, asking, reader, "embedding.html", work)


def _public(reader: Reader) -> Reader:
    """The same door for somebody of whom nothing is known, whoever asks."""
    return replace(reader, operator=False)


def _open(response: Response) -> Response:
    response.headers.update(OPEN)
    response.headers["cache-control"] = f"public, max-age={FRESH}"
    return response


def _log(reader: Reader, story_id: int) -> Log:
    history = queries.history(reader.session, story_id)
    links, story = reader.site.links, history.story
    whole = excerpt.whole(history.outlet.show, operator=False)
    entries = timeline.entries(history.seen, [], locale=texts.language())[:MOST]
    count = story.versions
    return Log(
        story=story_id,
        url=links.whole(links.story(story_id)),
        headline=story.headline,
        outlet=history.outlet.name,
        language=marks.language(story.language),
        spoken=texts.language(),
        versions=count,
        excerpt=not whole,
        texts=LogTexts(
            title=gettext("How this story changed"),
            all=ngettext("The one version, at Rowback", "All %(num)s versions, at Rowback", count),
            details=gettext("What changed"),
            put=gettext("put in"),
            out=gettext("taken out"),
        ),
        entries=[_entry(links, history, entry, whole=whole) for entry in entries],
    )


def _entry(links: Links, history: StoryHistory, entry: Entry, *, whole: bool) -> LogEntry:
    version, first = entry.version, entry.previous is None
    made = excerpt.changes(entry.changes, whole=whole)
    shown, _ = foremost(passages(made), PASSAGES)
    target = links.compare(version.story_id, entry.previous, entry.moment) if entry.previous else None
    return LogEntry(
        url=links.whole(target or links.version(version.story_id, entry.moment)),
        title=gettext("Version %(number)s", number=version.number),
        at=times.iso(version.first_seen_at),
        when=times.stamp(version.first_seen_at, history.outlet.zone),
        told=gettext("First seen.") if first else entry.summary,
        kinds=[] if first else [kind_label(kind) for kind in front.kinds(made)],
        passages=[] if first else [_passage(each) for each in shown],
    )


def _passage(passage: Passage) -> LogPassage:
    script: list[tuple[str, str]] = []
    for step in passage.steps:
        lead = [("=", f"{step.lead} ")] if step.lead else []
        script += [*lead, *_clipped(step.change.words), ("=", " ")]
    if passage.after:
        script.append(("=", passage.after))
    plain = passage.label or tag(passage.steps[0].change) or ""
    label = plain if passage.part is Part.BODY else part_label(passage.part)
    return LogPassage(label=label, words=[(sign, marks.plain(text)) for sign, text in script])


def _clipped(script: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    last = len(script) - 1
    return [
        (sign, marks.clipped(sign, text, first=place == 0, last=place == last))
        for place, (sign, text) in enumerate(script)
    ]
