"""Reasons that the tracker wrote down in English, told in the reader's language where they are known.

A verdict, a lesson or a failed look keeps its reason as an English sentence. Each form of such a sentence stands below
as a text with named places; what fills them is read off the sentence and put into the translation. A place named
`reason...` is a reason itself, `at` a time in UTC. A sentence of no known form stays English,
and says so to the browser.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, lru_cache

from web import marks, texts, times
from web.labels import notice_word
from web.texts import N_, gettext

#: The more special stand before the more general.
FORMS = (
    # What was folded, held or set aside (tracker/observe.py, history.py, steady.py).
    N_("%(reason)s And %(number)s more."),
    N_("Much shorter than before; held until the next check agrees."),
    N_("Much shorter than before; the next check did not agree."),
    N_("The address answered that the page is gone."),
    N_("The address led elsewhere."),
    N_("The publisher refused to send the page."),
    N_("The page could not be fetched."),
    N_("It could not be read: %(reason)s"),
    N_("It held characters that cannot be kept as text; they are shown as \ufffd."),
    N_("Folded as noise."),
    N_("The page came in a broken charset; read as it was meant, it says what it said."),
    N_("The page still shows this text; only its extraction left it out."),
    N_("The page showed this text before; only its extraction left it out then."),
    N_("The page was set anew, and this stands around the story."),
    N_("Many stories of this outlet show this text; it is part of none."),
    N_("It stands where this outlet's pages show another text at every look."),
    N_("The page still declares the headline as it was; the visible one is taken for a headline test."),
    N_("The page no longer declares its section; nothing that readers see."),
    # Pages that are no story (tracker/fetching/walls.py).
    N_("There is no story text on this page: it is empty, above 10 MB or 100,000 paragraphs, or all navigation."),
    N_("This is an error page, not a story."),
    N_("The publisher denied access; this is not the story."),
    N_("This is a check for robots, not a story."),
    N_("This page shows its story only with JavaScript or cookies switched on; there is no story text in it."),
    N_("This is a consent wall, not a story."),
    N_("This is the front of a paywall; there is no story text on it."),
    # Whose page it is (tracker/identity.py).
    N_("The address now leads to the home page."),
    N_("The address now leads to a page of the outlet's that is no story."),
    N_("The address now leads to a section page."),
    N_("The address now leads to another story that is followed already."),
    N_("The address now leads to a page with a text of its own."),
    N_("The address leads to another story that is followed already."),
    N_("It is the same story as %(address)s, which is followed already."),
    # Why a story is looked at when it is (tracker/schedule.py, again.py).
    N_("In %(number)s %(unit)s, as the site asks"),
    N_("%(number)s %(unit)s after the last check: %(reason)s"),
    N_("it is a live blog"),
    N_("it says that it is developing"),
    N_("%(number)s edit so far, the last %(length)s %(unit)s ago"),
    N_("%(number)s edits so far, the last %(length)s %(unit)s ago"),
    N_("no edit in %(length)s %(unit)s"),
    N_("Let go: %(reason)s"),
    N_("its page has been gone for too long"),
    N_("no look has succeeded since %(day)s"),
    N_("Its host's turn had not come"),
    N_("Its text is held until the next look agrees"),
    N_("It has given no text yet"),
    N_("Its page was gone; the next look decides whether it is unpublished"),
    N_("Its page is gone; it may come back"),
    N_("The last %(number)s looks failed"),
    N_("It named something new"),
    N_("It named nothing new"),
    N_("Paused by an operator"),
    N_("Watched again, by an operator"),
    N_("Stopped by an operator"),
    N_("Due now, by an operator"),
    N_("An operator asked for it"),
    N_("an operator, on the pages"),
    N_("Named by %(title)s."),
    N_("Pasted."),
    N_("From an OPML file."),
    # Why a look failed (tracker/fetching/).
    N_("The server says that there is no such page (%(status)s)."),
    N_("The server refuses to show the page (%(status)s)."),
    N_("The server asks to be left alone for a while (%(status)s)."),
    N_("The server answered with neither a page nor a redirect (%(status)s)."),
    N_("The name %(host)s leads to no network address (%(trouble)s)."),
    N_("%(host)s does not take connections (%(trouble)s)."),
    N_("%(host)s did not take the connection in time."),
    N_("No safe connection to %(host)s (TLS: %(trouble)s)."),
    N_("%(host)s closed the connection without an answer."),
    N_("%(host)s is in a private or otherwise special network, where Rowback does not go unless a setting says so."),
    N_("The answer is larger than the limit."),
    N_("%(host)s did not finish its answer in time."),
    N_("%(host)s broke off in the middle of its answer."),
    N_("The connection to %(host)s failed (%(trouble)s)."),
    N_("What %(host)s answered is no proper HTTP (%(trouble)s)."),
    N_("Nothing is asked for while robots.txt of %(host)s cannot be had. %(reason)s"),
    N_("robots.txt of %(host)s asks that this address be left alone."),
    N_("It is not %(host)s's turn yet."),
    # What an address that was pasted is, and why it is not followed (tracker/offer.py, following.py).
    N_("%(address)s cannot be followed: %(reason)s"),
    N_("This is a story of %(number)s words."),
    N_("This is a story: a text without links."),
    N_("This is a feed; it names %(number)s story."),
    N_("This is a feed; it names %(number)s stories."),
    N_("This is a section page; it links to %(number)s story."),
    N_("This is a section page; it links to %(number)s stories."),
    N_("This is a sitemap; it names %(number)s pages."),
    N_("This is a sitemap; it lists %(number)s sitemaps."),
    N_("%(reason)s It declares a feed, %(address)s, which is followed instead."),
    N_("This is a PDF file; Rowback follows web pages."),
    N_("This is a picture."),
    N_("This is a ZIP or Office file; Rowback follows web pages."),
    N_("The answer is empty."),
    N_("The address is empty; write it like https://example.org/story."),
    N_("The address has no host; write it like https://example.org/story."),
    N_("The address has no valid host name; write it like https://example.org/story."),
    N_("Only web addresses are kept; write it with http:// or https:// in front."),
    N_("The address holds a user name or password; leave out what stands before the @."),
    N_("The address holds white space, a backslash or an invisible character; take it out."),
    N_("This is no OPML file."),
    N_("It is followed already."),
    N_("It does not say that it is developing, or no longer."),
    N_("Its address does not fit the rule's pattern."),
    N_("It is older than %(number)s hours."),
    N_("It does not say that it is developing."),
    N_("None of the rule's words stands in its headline or text."),
    N_('"%(word)s" does not stand in its headline or text.'),
    # What an outlet's pages taught (tracker/lessons.py).
    N_("%(number)s other stories of this outlet show it, of %(all)s looked at since it was first seen."),
    N_("In %(number)s stories its text changed at %(changes)s of %(looks)s looks, while their paragraphs did not."),
    N_("The extractions of %(number)s stories agree."),
    # Why no share is given (tracker/conduct.py).
    N_("%(number)s change is too few for a share; it is given from %(least)s"),
    N_("%(number)s changes are too few for a share; it is given from %(least)s"),
    N_("%(number)s correction is too few for a median; it is given from %(least)s"),
    N_("%(number)s corrections are too few for a median; it is given from %(least)s"),
    # The grounds of a flag (tracker/silence.py, alterations.py), and why a notice speaks of an edit (speaking.py).
    N_("%(reason)s; %(reason_told)s; %(reason_stamp)s"),
    N_("%(reason)s and %(reason_more)s"),
    N_("the sentence %(quote)s was taken out"),
    N_("%(quote)s was taken out or replaced"),
    N_("%(quote)s was taken out"),
    N_("%(quote)s was put in"),
    N_("the words %(quote)s were changed"),
    N_("%(quote)s became %(now)s"),
    N_("a notice (%(notice)s) that speaks of it was first seen at %(at)s"),
    N_("a notice (%(notice)s) was first seen at %(at)s, and it cannot be told that it speaks of this"),
    N_("no correction, clarification or editor's note on it was found in what was kept until %(at)s"),
    N_("the page bears no stamp of when it was changed"),
    N_("the publisher's stamp did not move (%(stamp)s)"),
    N_("the publisher's stamp moved from %(stamp)s to %(now)s"),
    N_("it names both: %(words)s and %(now)s"),
    N_("it names %(words)s, and shares %(now)s"),
    N_("it shares %(words)s"),
    # What an address asks for in vain (storage/queries.py, web/deps.py).
    N_("there is no story %(what)s"),
    N_("there is no outlet %(what)s"),
    N_("nothing of this story had been seen by %(what)s"),
    N_("no capture was seen at %(what)s"),
    N_("nothing is followed under the number %(what)s"),
    N_("nothing is followed under %(what)s"),
    N_("there is nothing numbered %(what)s"),
    N_("this story has no sentence %(what)s"),
    N_("this page of the list does not exist; start again from the first"),
    N_("where the words of this version come from is not worked out yet; `rowback rebuild` does it"),
    N_("%(what)s is no comparison; write it as MOMENT..MOMENT"),
    N_("%(what)s is no moment; write it as 20230504T103000.000Z"),
    N_("%(what)s lies too far ahead"),
    N_("This form is from another session; load the page again."),
    N_("This was sent from another site."),
    N_("This link no longer works: it is good once, for 10 minutes. `rowback login` prints a new one."),
    N_('This needs an operator: send a token as "Authorization: Bearer …", or sign in.'),
    N_("There is nothing at this address."),
    N_("Something went wrong here; the log says what."),
    N_("This server is not known under that host name; the operator can add it to ROWBACK_ALLOWED_HOSTS."),
    N_("A request may hold at most %(number)s MB."),
)

#: The units of a schedule's reason, and what stands for no stamp.
_WORDS = {
    "min": N_("minutes"),
    "h": N_("hours"),
    "days": N_("days"),
    "none": N_("none"),
}

#: Reasons within reasons, at the most. Range 1 to 4; the grounds of a flag have two.
_DEPTH = 3

_PLACE = re.compile(r"%\((\w+)\)s")
_STAMP = "%d %b %Y %H:%M UTC"
_DIGITS = re.compile(r"\d+(,\d{3})*")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each form with the expression that reads it: its first letter in either case, a full stop at its end or none."""
    return tuple((form, re.compile("".join(_expression(form)), re.DOTALL)) for form in FORMS)


def _expression(form: str) -> Iterator[str]:
    at = 0
    text = form.removesuffix(".") if not form.endswith("%(reason)s.") else form
    for place in _PLACE.finditer(text):
        yield _letters(text[at : place.start()], first=at == 0)
        yield rf"(?P<{place[1]}>{_DIGITS.pattern if place[1] == 'number' else '.+?'})"
        at = place.end()
    yield _letters(text[at:], first=at == 0) + r"\.?"


def _letters(text: str, *, first: bool) -> str:
    return f"(?i:{re.escape(text[0])}){re.escape(text[1:])}" if first and text else re.escape(text)


def told(text: str) -> str:
    """A reason in the reader's language; as it stands where it is of no known form."""
    return _told(texts.language(), text, _DEPTH) or text


def reason(text: str) -> str:
    """A reason for a page: one that stays English is marked as such."""
    if texts.language() == texts.OWN or not text:
        return text
    return _told(texts.language(), text, _DEPTH) or marks.element("span", text, lang=texts.OWN)


def sentence(text: str, language: str) -> str:
    """A sentence for a page: one in another language than the page's is marked as such."""
    return text if language == texts.language() else marks.element("span", text, lang=language)


@lru_cache(maxsize=4096)
def _told(language: str, text: str, depth: int) -> str:
    """A reason in a language, "" where it cannot be told; `language` is the one that is spoken."""
    if language == texts.OWN:
        return text
    for form, pattern in _patterns():
        if found := pattern.fullmatch(text):
            values = {name: _value(language, name, value, depth) for name, value in found.groupdict().items()}
            if None not in values.values():
                made = gettext(form, **values)
                return made[:1].upper() + made[1:] if text[:1].isupper() else made
    return ""


def _value(language: str, name: str, value: str, depth: int) -> str | int | None:
    """What fills a place; None for a reason that cannot be told, so that another form is tried."""
    if name.startswith("reason"):
        return (_told(language, value, depth - 1) or None) if depth else None
    if name == "at":
        return _time(value)
    if _DIGITS.fullmatch(value):
        return int(value.replace(",", ""))
    if value in _WORDS:
        return gettext(_WORDS[value])
    if name == "notice":
        return notice_word(value)
    if len(value) > 2 and value[0] in '"“' and value[-1] in '"”':
        return gettext("“%(quoted)s”", quoted=value[1:-1])
    return value


def _time(text: str) -> str:
    try:
        return times.stamp(datetime.strptime(text, _STAMP).replace(tzinfo=UTC), "UTC")
    except ValueError:
        return text
