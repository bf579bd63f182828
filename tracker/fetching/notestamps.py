"""Reads when a note of a live blog was posted, from the time element, hidden date or line in which the page says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from lxml import html

from tracker.fetching.page import squeezed
from tracker.fetching.stamps import instant, is_stamp

#: Characters of a time inside a note. "Posted on Wednesday, 4 March 2026 at 14:05 GMT (5 minutes ago)" has 64.
LONGEST_MARK = 80

#: Elements of a note in which its time is looked for.
LOOKED_AT = 60

DATA = ("data-timestamp", "data-time", "data-date", "data-published", "data-created", "data-sort-time", "data-posted")
_CLOCK = re.compile(
    r"(?<![\d.:])(?:[01]?\d|2[0-4])(?:[:h]|\.(?!\d{1,2}\.\d))[0-5]\d(?![\d.]*\d{4})|T\d\d:?\d\d|"
    r"\d\s?[ap]\.?m\b|\d\s?(?:uhr|h)\b|^\d{10}(?:\d{3})?$",
    re.I,
)
_RELATIVE = re.compile(
    r"\bago\b|\bjust now\b|\bmoments?\b|^(?:vor|il y a|hace)\b|gerade eben|à l['’]instant|ahora", re.I
)
_PUBLISHED = re.compile(r"publish|created|posted|datepub", re.I)
_MODIFIED = re.compile(r"updat|modif|edited|aktualis|actualiz", re.I)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a note was posted: the publisher's own letters, the instant (None: it names none), whether its zone was
    assumed, and the element that says so to the reader (None: it is out of sight).
    """

    verbatim: str
    at: datetime | None
    zone_assumed: bool
    element: html.HtmlElement | None


def has_clock(verbatim: str) -> bool:
    """Whether a stamp names a time of day, or how long ago; "3 May 2026" does not."""
    return bool(_CLOCK.search(verbatim) or _RELATIVE.search(verbatim))


def is_relative(verbatim: str) -> bool:
    """Whether a stamp says how long ago and no time: it is another one at each look."""
    return bool(_RELATIVE.search(verbatim)) and not _CLOCK.search(verbatim)


def is_mark(element: html.HtmlElement, tag: str) -> bool:
    """Whether an element is a time: marked up as one, or a short text that is nothing but one."""
    if tag == "time" or "datePublished" in (element.get("itemprop") or "") or _data(element):
        return True
    return _is_short(element) and has_clock(text := _text(element)) and is_stamp(text)


def stamp_in(note: html.HtmlElement) -> Stamp | None:
    """When a note was posted; None when it does not say. What says "published" comes before what says "updated"."""
    return next((stamp for stamp in map(_stamp, _said_in(note)) if stamp is not None), None)


def _said_in(note: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements that may say when a note was posted, the likeliest first."""
    yield from sorted((e for e in note.iter("time") if not _is_quoted(e, note)), key=_is_of_an_update)
    yield from (e for e in islice(note.iter(), LOOKED_AT) if "datePublished" in (e.get("itemprop") or ""))
    yield from (e for e in islice(note.iter(), LOOKED_AT) if isinstance(e.tag, str) and (_data(e) or _is_line(e, note)))


def _stamp(element: html.HtmlElement) -> Stamp | None:
    """What an element says: the machine's form where it has a time of day, else the reader's."""
    text = _text(element)
    said = [element.get("datetime"), element.get("content"), _data(element), text, element.get("title")]
    forms = [squeezed(form)[:LONGEST_MARK] for form in said if form and squeezed(form)]
    forms.sort(key=lambda form: (not _CLOCK.search(form), not has_clock(form)))
    if not forms or (element.tag != "time" and not any(map(_is_time, forms))):
        return None
    at, assumed = instant(forms[0])
    return Stamp(forms[0], at, assumed, element if element.tag == "time" or is_stamp(text) else None)


def _is_time(form: str) -> bool:
    return is_stamp(form) or instant(form)[0] is not None


def _data(element: html.HtmlElement) -> str:
    """A time in an element's data attributes, "" when it has none."""
    if len(element.attrib) == 0:
        return ""
    return next((value for name in DATA if (value := element.get(name)) and instant(value)[0] is not None), "")


def _text(element: html.HtmlElement) -> str:
    return squeezed(" ".join(element.itertext())) if isinstance(element.tag, str) else ""


def _is_short(element: html.HtmlElement) -> bool:
    """Whether an element can be a line of its own that is only a time; asked before its text is put together."""
    if len(element) > 3 or len(element.text or "") > LONGEST_MARK + 40:
        return False
    return all(len(child) == 0 and len(child.text or "") + len(child.tail or "") <= LONGEST_MARK for child in element)


def _is_line(element: html.HtmlElement, note: html.HtmlElement) -> bool:
    return element is not note and not _is_quoted(element, note) and _is_short(element) and is_stamp(_text(element))


def _is_of_an_update(element: html.HtmlElement) -> bool:
    parent = element.getparent()
    around = element if parent is None else parent
    said = " ".join([element.get("itemprop") or "", element.get("class") or "", (around.text or "")[-40:]])
    said += " " + (around.get("class") or "")
    return bool(_MODIFIED.search(said)) and not _PUBLISHED.search(element.get("itemprop") or "")


def _is_quoted(element: html.HtmlElement, note: html.HtmlElement) -> bool:
    """Whether a time belongs to a post or picture that the note quotes."""
    for above in element.iterancestors():
        if above is note:
            return False
        if above.tag in {"blockquote", "figure", "figcaption"}:
            return True
    return False
