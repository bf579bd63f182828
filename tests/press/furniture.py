"""What stands on a page and is no part of its story: menus, adverts, boxes, promos, counters, stamps, tokens."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape
from zlib import crc32

from tests.press.script import Outlet, Script, Story


@dataclass(frozen=True)
class Look:
    """One request for a page: at which outlet, when, the how-manieth of it, and which stories are out."""

    outlet: Outlet
    now: datetime
    count: int
    out: tuple[Story, ...]

    def token(self, name: str) -> str:
        """A nonce: other letters at each request."""
        return f"{crc32(f'{name} {self.count} {self.outlet.number}'.encode()):08x}"

    def others(self, many: int, turn: int) -> list[Story]:
        """Some stories of the outlet, others whenever `turn` differs."""
        hand = random.Random(turn * 31 + self.outlet.number)
        return hand.sample(self.out, min(many, len(self.out)))


def looking(script: Script, outlet: Outlet, now: datetime, count: int) -> Look:
    """A look at an outlet, knowing what it has published by then."""
    return Look(outlet, now, count, tuple(story for story in script.of(outlet) if story.published_at <= now))


def link(story: Story, now: datetime) -> str:
    """A link to a story, in its headline's words."""
    text = story.text_at(now)
    return f'<a href="{story.path(story.state_at(now))}">{escape(text.headline, quote=False)}</a>'


def linked(look: Look, many: int, turn: int) -> str:
    """A list of links to other stories."""
    return "<ul>" + "".join(f"<li>{link(story, look.now)}</li>" for story in look.others(many, turn)) + "</ul>"


def promo(look: Look, wrapper: str) -> str:
    """A line inside the story that names another one: another every hour. `wrapper` holds a %s."""
    others = look.others(1, int(look.now.timestamp() // 3_600))
    return wrapper % f"<strong>Read more:</strong> {link(others[0], look.now)}" if others else ""


def advert(look: Look, place: str) -> str:
    """A slot for an advert, with other numbers at each request."""
    token = look.token(place)
    return f'<div class="ad-slot" id="ad-{place}-{token}" data-bid="{token}"><script>show("{token}")</script></div>'


_BOXES = {
    "courier": (
        '<div class="newsletter-signup"><h3>The Morning Tide</h3><p>Get the day\'s most important stories from the '
        'coast in your inbox before breakfast, six days a week.</p><form><input type="email"><button>Sign up</button>'
        "</form></div>"
    ),
    "dispatch": (
        '<div class="c-b41"><p>Norrland in five minutes: our editors choose what matters and send it to you every '
        "evening at six. Join 40,000 readers who start their night informed.</p></div>"
    ),
    "meridian": (
        '<div data-component="x7"><p>The Meridian Post has a new app. It brings you breaking stories, live scores and '
        "the weather where you are, and it is free for subscribers.</p></div>"
    ),
    "wire": (
        '<section class="module"><p>You can now follow Harbour Wire on the radio: every hour on the hour, with the '
        "news of the docks and the weather for small craft.</p></section>"
    ),
}


def box(look: Look) -> str:
    """The newsletter box that is rolled out over all stories of an outlet on one day."""
    start = look.outlet.newsletter_from
    return _BOXES[look.outlet.dress] if start is not None and look.now >= start else ""


def ago(now: datetime, then: datetime, language: str) -> str:
    """How long ago something was, as sites say it."""
    minutes = max(int((now - then) / timedelta(minutes=1)), 1)
    for size, one, many, de in ((1_440, "day", "days", "Tagen"), (60, "hour", "hours", "Stunden")):
        if minutes >= size:
            count = minutes // size
            return f"vor {count} {de}" if language == "de" else f"{count} {one if count == 1 else many} ago"
    return f"vor {minutes} Minuten" if language == "de" else f"{minutes} minutes ago"


def views(look: Look, story: Story) -> str:
    """How often a story was read: more at each look."""
    return f"{1_000 + story.number * 7 + look.count * 13:,}"


@cache
def style(number: int, size: int) -> str:
    """So many bytes of style sheet and of program, as news pages carry them; the same at every look."""
    hand = random.Random(number)
    rules: list[str] = []
    while sum(map(len, rules)) < size:
        name = f".x{hand.getrandbits(28):07x}"
        rules.append(f"{name}{{margin:{hand.randint(0, 40)}px;color:#{hand.getrandbits(24):06x};display:flex}}")
    script = ",".join(f'"k{n}":"{hand.getrandbits(64):016x}"' for n in range(size // 60))
    return f"<style>{''.join(rules)}</style><script>window.__state={{{script}}}</script>"


@cache
def menu(number: int) -> str:
    """The links in the head of every page."""
    words = "News Local Business Sport Politics Culture Weather Opinion Podcasts Jobs Motors Travel Food Health"
    items = "".join(f'<li><a href="/{word.lower()}/">{word}</a></li>' for word in words.split())
    return f'<header><nav class="menu-{number}"><ul>{items}</ul></nav></header>'


@cache
def footer(name: str) -> str:
    """The foot of every page."""
    words = "About Contact Advertise Terms Privacy Cookies Accessibility Syndication Archive Careers"
    items = "".join(f'<li><a href="/about/{word.lower()}">{word}</a></li>' for word in words.split())
    return f"<footer><ul>{items}</ul><p>© 2026 {escape(name)}. All rights reserved.</p></footer>"
