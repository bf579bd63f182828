"""Renders a story as a page of its outlet: five dresses, one of them redesigned halfway, and an AMP page."""

import json
from datetime import datetime
from html import escape

from tests.press import furniture
from tests.press.furniture import Look
from tests.press.script import Canonical, Outlet, Story
from tests.press.text import Line, Mark, Text

#: Name of the invisible mark in each page that says which story in which state it is: the score reads it, nobody else.
MARK = "cms:revision"


def mark(story: Story, state: int) -> str:
    """The invisible mark of a story in a state."""
    return f'<meta name="{MARK}" content="{story.number}.{state}">'


def page(look: Look, story: Story, *, amp: bool = False) -> str:
    """The page of a story as it is answered to this request."""
    text = story.text_at(look.now)
    dress = "amp" if amp else look.outlet.dress
    if dress == "meridian" and look.outlet.redesign_at is not None and look.now >= look.outlet.redesign_at:
        dress = "meridian2"
    body = _BODIES[dress](look, story, text, _shown_headline(look, story, text))
    return (
        f'<!doctype html>\n<html lang="{look.outlet.voice.language}">{_head(look, story, text)}'
        f"<body>{furniture.menu(look.outlet.number)}{body}{furniture.footer(look.outlet.name)}</body></html>"
    )


def charset(outlet: Outlet) -> str:
    """The charset that an outlet's pages are sent in."""
    return "iso-8859-1" if outlet.dress == "anzeiger" else "utf-8"


def _shown_headline(look: Look, story: Story, text: Text) -> str:
    """The visible headline: in a headline test, some readers see another."""
    test = story.test
    if test is None or not test.start <= look.now < test.end or (test.by_request and look.count % 2):
        return text.headline
    return test.headline


def _head(look: Look, story: Story, text: Text) -> str:
    outlet, state = look.outlet, story.state_at(look.now)
    canonical = {
        Canonical.RIGHT: f'<link rel="canonical" href="http://{outlet.host}:PORT{story.path(state)}">',
        Canonical.HOME: '<link rel="canonical" href="/">',
        Canonical.EMPTY: '<link rel="canonical" href="">',
        Canonical.ABSENT: "",
    }[outlet.canonical]
    headline = escape(text.headline)
    return (
        f'<head><meta charset="{charset(outlet)}"><title>{headline} | {escape(outlet.name)}</title>{canonical}'
        f'{mark(story, state)}<meta property="og:title" content="{headline}">'
        f'<meta property="og:site_name" content="{escape(outlet.name)}"><meta property="og:type" content="article">'
        f'<meta name="csrf-token" content="{_nonce(look, "csrf")}">'
        f'<script type="application/ld+json">{_declared(look, story, text)}</script>'
        f"{furniture.style(outlet.number, 12_000 + outlet.number * 5_000)}</head>"
    )


def _nonce(look: Look, name: str) -> str:
    """A token in the page; an outlet with true ETags serves from a cache, and so has the same one for all."""
    return "cached" if look.outlet.validators.value in ("etag", "modified") else look.token(name)


def _declared(look: Look, story: Story, text: Text) -> str:
    """JSON-LD, as this outlet declares its stories; the German one gives the whole body."""
    edited = story.edits[story.state_at(look.now)].at
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting" if story.live else "NewsArticle",
        "headline": text.headline,
        "datePublished": story.published_at.isoformat(),
        "dateModified": edited.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in text.byline.split(" and ")],
        "description": text.standfirst,
    }
    if look.outlet.dress == "anzeiger":
        said["articleBody"] = "\n\n".join(text.paragraphs())
    if story.live:
        said["liveBlogUpdate"] = [_note(head, lines) for head, lines in notes(text)]
    return json.dumps(said).replace("</", "<\\/")


def _note(head: Line, lines: list[Line]) -> dict[str, object]:
    posted = head.posted_at.isoformat() if head.posted_at else ""
    body = "\n\n".join(line.text for line in lines)
    return {"@type": "BlogPosting", "headline": head.text, "datePublished": posted, "articleBody": body}


def notes(text: Text) -> list[tuple[Line, list[Line]]]:
    """The notes of a live blog: each its heading and its lines."""
    found: list[tuple[Line, list[Line]]] = []
    for line in text.lines:
        if line.mark is Mark.NOTE:
            found.append((line, []))
        elif found:
            found[-1][1].append(line)
    return found


def _line(line: Line, paragraph: str = "<p>%s</p>") -> str:
    words = escape(line.text, quote=False)
    if line.mark is Mark.NOTE and line.posted_at is not None:
        stamp = f'<time datetime="{line.posted_at.isoformat()}">{line.posted_at:%H:%M}</time>'
        return f"<h3>{words}</h3>{stamp}"
    if line.mark is Mark.HEADING:
        return f"<h2>{words}</h2>"
    return f"<ul><li>{words}</li></ul>" if line.mark is Mark.ITEM else paragraph % words


def _lines(text: Text, between: dict[int, str], paragraph: str = "<p>%s</p>") -> str:
    """The body, with what is set between its lines; a live blog's notes each in an element of their own."""
    parts, open_note = [], False
    for place, line in enumerate(text.lines):
        if line.mark is Mark.NOTE:
            parts.append(f'{"</article>" * open_note}<article class="note">')
            open_note = True
        parts += [_line(line, paragraph), between.get(place, "")]
    return "".join(parts) + "</article>" * open_note


def _time(at: datetime) -> str:
    return f'<time datetime="{at.isoformat()}">{at:%d %B %Y, %H:%M} GMT</time>'


def _courier(look: Look, story: Story, text: Text, headline: str) -> str:
    hour = int(look.now.timestamp() // 3_600)
    between = {2: furniture.promo(look, '<p class="promo">%s</p>'), 3: furniture.box(look)}
    return (
        f'<main><article><h1>{escape(headline, quote=False)}</h1><p class="standfirst">'
        f'{escape(text.standfirst, quote=False)}</p><p class="byline">By {escape(text.byline)}</p>'
        f"{_time(story.published_at)}"
        f'<div class="article-body">{_lines(text, between)}</div></article>'
        f'<aside class="related-stories"><h2>Related stories</h2>{furniture.linked(look, 6, look.count)}</aside>'
        f'<aside class="most-read"><h2>Most read</h2>{furniture.linked(look, 5, hour)}</aside></main>'
    )


def _dispatch(look: Look, story: Story, text: Text, headline: str) -> str:
    card = '<div class="c-k2"><p>%s</p></div>'
    between = {1: furniture.advert(look, "mid"), 3: furniture.promo(look, card), 4: furniture.box(look)}
    token = look.token("form")
    return (
        f'<div id="app" data-nonce="{token}"><div class="c-a1"><h1>{escape(headline, quote=False)}</h1>'
        f'<div class="c-a2">{escape(text.standfirst, quote=False)}</div><div class="c-a3">By {escape(text.byline)} '
        f"<span>{furniture.ago(look.now, story.published_at, 'en')}</span> "
        f'<span class="views">{furniture.views(look, story)} views</span></div>'
        f'<form><input type="hidden" name="_csrf" value="{token}"></form>{furniture.advert(look, "top")}'
        f'<div class="c-body">{_lines(text, between)}</div></div>'
        f'<div class="c-r9"><h4>More from Norrland</h4>{furniture.linked(look, 8, look.count)}</div></div>'
    )


def _meridian(look: Look, story: Story, text: Text, headline: str) -> str:
    block = '<div data-component="text" class="css-1q0x1qg"><p class="css-hp6ao4">%s</p></div>'
    card = '<div data-component="promo" class="css-1ha"><p>%s</p></div>'
    between = {2: furniture.promo(look, card), 3: furniture.box(look), 6: furniture.advert(look, "mid")}
    return (
        f'<main id="main"><article class="css-{look.token("c")[:6]}"><div data-component="headline">'
        f"<h1>{escape(headline, quote=False)}</h1></div>"
        f'<div data-component="byline"><p>By {escape(text.byline)}</p>{_time(story.published_at)}</div>'
        f'<div data-component="text"><p><b>{escape(text.standfirst, quote=False)}</b></p></div>'
        f"{_lines(text, between, block)}</article>"
        f'<section data-component="related"><h2>More on this story</h2>{furniture.linked(look, 6, look.count)}'
        f"</section></main>"
    )


def _meridian2(look: Look, story: Story, text: Text, headline: str) -> str:
    """The redesign: other elements, other names, another order around the same words."""
    between = {1: furniture.advert(look, "in"), 2: furniture.promo(look, '<aside class="mp-more"><p>%s</p></aside>')}
    between[3] = furniture.box(look)
    return (
        f'<div class="mp-page"><div class="mp-top">{furniture.advert(look, "board")}</div><section class="mp-story">'
        f'<header class="mp-head"><p class="mp-kicker">{escape(story.section.title())}</p>'
        f"<h1>{escape(headline, quote=False)}</h1>"
        f'<p class="mp-dek">{escape(text.standfirst, quote=False)}</p>'
        f'<address class="mp-author">{escape(text.byline)}</address>{_time(story.published_at)}</header>'
        f'<div class="mp-text">{_lines(text, between)}</div>'
        f'<div class="mp-share"><a href="#">Share</a> <a href="#">Save</a> <a href="#">Print</a></div></section>'
        f'<aside class="mp-side"><h2>Popular</h2>{furniture.linked(look, 10, look.count // 3)}</aside></div>'
    )


def _anzeiger(look: Look, story: Story, text: Text, headline: str) -> str:
    between = {2: furniture.advert(look, "mitte")}
    return (
        f'<div id="content"><div class="artikel"><h1>{escape(headline, quote=False)}</h1><p class="vorspann">'
        f'{escape(text.standfirst, quote=False)}</p><p class="autor">Von {escape(text.byline)}</p>'
        f'<p class="stand">Aktualisiert {furniture.ago(look.now, story.edits[story.state_at(look.now)].at, "de")}</p>'
        f'<div class="text">{_lines(text, between)}</div>'
        f'<p class="zaehler">{furniture.views(look, story)} Mal gelesen</p></div>'
        f'<div class="mehr"><h3>Mehr zum Thema</h3>{furniture.linked(look, 5, look.count)}</div></div>'
    )


def _wire(look: Look, story: Story, text: Text, headline: str) -> str:
    between, minutes = {3: furniture.box(look)}, int(look.now.timestamp() // 60)
    return (
        f'<main><div id="story"><h1>{escape(headline, quote=False)}</h1><p class="lead">'
        f'{escape(text.standfirst, quote=False)}</p><p class="by">By {escape(text.byline)} | '
        f"{_time(story.published_at)}</p>{_lines(text, between)}</div>"
        f'<div class="sidebar"><h3>Latest</h3>{furniture.linked(look, 12, minutes // 10)}</div></main>'
    )


def _amp(look: Look, story: Story, text: Text, headline: str) -> str:
    return (
        f"<main><article><h1>{escape(headline, quote=False)}</h1><p>By {escape(text.byline)}</p>"
        f"{_lines(text, {})}</article></main>"
    )


_BODIES = {
    "courier": _courier,
    "dispatch": _dispatch,
    "meridian": _meridian,
    "meridian2": _meridian2,
    "anzeiger": _anzeiger,
    "wire": _wire,
    "amp": _amp,
}


def wall() -> str:
    """A consent wall, as it stands in the story's place."""
    return (
        "<!doctype html><html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1>"
        "<p>We and our 812 partners use cookies to store and/or access information on your device.</p>"
        "<button>Accept all</button><button>Reject all</button></body></html>"
    )


def soft_404(outlet: Outlet) -> str:
    """An error page that is answered with 200."""
    return (
        f"<!doctype html><html><head><title>{escape(outlet.name)}</title></head><body>"
        f"{furniture.menu(outlet.number)}<main><h1>Page not found</h1><p>The page you are looking for does not exist "
        f"or has been moved.</p></main>{furniture.footer(outlet.name)}</body></html>"
    )


def home(look: Look) -> str:
    """An outlet's front page."""
    listed = "".join(
        f"<div><h3>{furniture.link(story, look.now)}</h3>"
        f"<p>{escape(story.text_at(look.now).standfirst, quote=False)}</p></div>"
        for story in sorted(look.out, key=lambda story: story.published_at, reverse=True)[:30]
    )
    kind = {"/feeds/news.rss": "rss+xml", "/feeds/atom.xml": "atom+xml", "/feed.json": "feed+json"}
    path = look.outlet.listing.value
    feed = f'<link rel="alternate" type="application/{kind[path]}" href="{path}">' if path in kind else ""
    return (
        f'<!doctype html><html lang="{look.outlet.voice.language}"><head>'
        f"<title>{escape(look.outlet.name)}</title>{feed}"
        f"{furniture.style(look.outlet.number, 12_000)}</head><body>{furniture.menu(look.outlet.number)}"
        f"<main>{listed}</main>{furniture.footer(look.outlet.name)}</body></html>"
    )
