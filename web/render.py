"""Templates into pages: everything is escaped, nothing undefined is passed over."""

import hashlib
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2

from tracker.model import Document
from tracker.remarks import LONGEST
from tracker.settings import Settings
from web import families, marks, page_texts, remarks, texts, times
from web.labels import kind_label, life_title, notice_word, part_label, role_label
from web.links import Links, outside
from web.passages import tag
from web.reasons import reason, sentence
from web.texts import Spoken, gettext

HERE = Path(__file__).parent
STATIC = HERE / "static"


@cache
def _templates() -> jinja2.Environment:
    """The templates and the functions that they call; read and compiled once, however many applications there are."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        finalize=marks.shown,
    )
    # Our own newstyle callables: they escape what they are given, and make it printable, as {{ }} does.
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # extend() sets nothing that is there already.
    made.policies["ext.i18n.trimmed"] = True
    made.globals.update(
        gettext=page_texts.gettext,
        ngettext=page_texts.ngettext,
        pgettext=page_texts.pgettext,
        words=marks.words,
        gist=marks.gist,
        time=_time,
        near=near,
        ahead=times.ahead,
        outside=outside,
        language=marks.language,
        part_label=part_label,
        kind_label=kind_label,
        family_label=families.label,
        family_shapes=families.SHAPES,
        life_title=life_title,
        notice_word=notice_word,
        role_label=role_label,
        reason=reason,
        sentence=sentence,
        tag=tag,
        stamps=stamps,
        stamp=times.stamp,
        same_day=times.same_day,
        abbreviation=times.abbreviation,
        local=times.local,
        iso=times.iso,
        plural=plural,
        start=start,
        bdi=marks.bdi,
        remark_html=remarks.html,
        remark_at=remarks.where,
        remark_longest=LONGEST,
    )
    made.filters.update(number=texts.number)
    return made


class Renderer:
    """Renders templates for one application, which has its own addresses."""

    def __init__(self, settings: Settings, links: Links) -> None:
        self._links = links
        self._frame = {
            "asset": _Assets(links),
            "index": settings.index,
            "signed_in": False,
            "form_token": "",
            "called": "",
        }

    def render(self, name: str, /, **context: Any) -> str:
        """A template filled in, in the language of the request at hand."""
        spoken = texts.spoken()
        links = self._links.within(spoken.prefix) if spoken.chosen else self._links
        frame = self._frame | {"links": links, "spoken": spoken, "tongues": self._tongues(spoken)}
        return _templates().get_template(name).render(frame | context)

    def _tongues(self, spoken: Spoken) -> list[tuple[str, str, str]]:
        """The languages that a page can be had in: tag, own name and address; none for an answer to a form."""
        if not spoken.address:
            return []
        return [
            (tag, name, self._links.within(f"/{tag}").path(spoken.address))
            for tag, (name, _) in texts.LANGUAGES.items()
        ]


class _Assets:
    """Addresses of static files with their digest in them, so that browsers may keep them for good."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._known: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        if name not in self._known:
            digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
            self._known[name] = self._links.path(f"/static/{name}?v={digest}")
        return self._known[name]


def stamps(document: Document) -> list[tuple[str, str, datetime | None]]:
    """The publisher's own stamps: what each is of, letter by letter, and as it was read."""
    found = [
        (gettext("published"), document.published_verbatim, document.published_at),
        (gettext("updated"), document.modified_verbatim, document.modified_at),
    ]
    return [stamp for stamp in found if stamp[1] or stamp[2]]


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 version", "3 versions"."""
    return f"{texts.number(count)} {one if count == 1 else many or f'{one}s'}"


def start(text: str, most: int = 56) -> str:
    """The first words of a text, so that a reader knows it again."""
    text = text.strip()
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0] or text[:most]} …"


def near(at: datetime, now: datetime, zone: str) -> Any:
    """A <time> element that says how far from now it is, with the time itself in its title."""
    shown = times.ahead(at, now) if at > now else times.ago(at, now)
    return marks.element("time", shown, datetime=times.iso(at), title=times.stamp(at, zone))


def _time(at: datetime, zone: str, form: str = "stamp") -> Any:
    """A <time> element: in the zone for the eye, in UTC in its title and for machines."""
    return _timed(texts.language(), at, zone, form)


@lru_cache(maxsize=4096)
def _timed(_language: str, at: datetime, zone: str, form: str) -> Any:
    here = times.local(at, zone)
    shown = {"stamp": times.stamp(at, zone), "clock": times.clock(here), "day": times.day(here)}[form]
    return marks.element("time", shown, datetime=times.iso(at), title=times.utc(at))
