"""The lists that an outlet offers: RSS, Atom, JSON Feed, news sitemap, section page, robots.txt; newest first."""

import json
from datetime import datetime
from email.utils import format_datetime
from html import escape

from tests.press import furniture
from tests.press.furniture import Look
from tests.press.script import Listing, Story

#: Stories that a list names, as real feeds do: about a day's worth.
LONGEST = 25


def listed(look: Look) -> list[Story]:
    """The newest stories, newest first; what has been taken down for good drops out."""
    there = [story for story in look.out if story.trouble_at(look.now) not in ("gone", "not found")]
    return sorted(there, key=lambda story: story.published_at, reverse=True)[:LONGEST]


def render(look: Look, base: str) -> tuple[str, str]:
    """An outlet's own list: its media type and its text. `base` is the outlet's address without a slash at the end."""
    return _TYPES[look.outlet.listing], _RENDERERS[look.outlet.listing](look, base)


def _address(base: str, story: Story, now: datetime, more: str = "") -> str:
    return escape(base + story.path(story.state_at(now)) + more)


def _rss(look: Look, base: str) -> str:
    items = "".join(
        f"<item><title>{escape(story.text_at(look.now).headline)}</title>"
        f"<link>{_address(base, story, look.now, '?utm_source=rss&utm_medium=feed')}</link>"
        f'<guid isPermaLink="false">courier-{story.number}</guid>'
        f"<description>{escape(story.text_at(look.now).standfirst)}</description>"
        f"<pubDate>{format_datetime(story.published_at)}</pubDate></item>"
        for story in listed(look)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(look.outlet.name)}</title>'
        f"<link>{base}/</link><lastBuildDate>{format_datetime(look.now)}</lastBuildDate>{items}</channel></rss>"
    )


def _atom(look: Look, base: str) -> str:
    entries = "".join(
        f"<entry><title>{escape(story.text_at(look.now).headline)}</title><id>tag:meridian,2026:{story.number}</id>"
        f'<link rel="alternate" href="{_address(base, story, look.now)}"/>'
        f"<published>{story.published_at.isoformat()}</published>"
        f"<updated>{story.edits[story.state_at(look.now)].at.isoformat()}</updated></entry>"
        for story in listed(look)
    )
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(look.outlet.name)}</title>'
        f"<id>{base}/</id><updated>{look.now.isoformat()}</updated>{entries}</feed>"
    )


def _json(look: Look, base: str) -> str:
    """A JSON Feed whose items all have the same id: an id from a publisher is not to be trusted alone."""
    items = [
        {
            "id": "",
            "url": base + story.path(story.state_at(look.now)),
            "title": story.text_at(look.now).headline,
            "date_published": story.published_at.isoformat(),
        }
        for story in listed(look)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": look.outlet.name, "items": items})


def _sitemap(look: Look, base: str) -> str:
    items = "".join(
        f"<url><loc>{_address(base, story, look.now)}</loc><news:news><news:publication>"
        f"<news:name>{escape(look.outlet.name)}</news:name><news:language>de</news:language></news:publication>"
        f"<news:publication_date>{story.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.text_at(look.now).headline)}</news:title></news:news></url>"
        for story in listed(look)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{items}</urlset>'
    )


def _section(look: Look, base: str) -> str:
    """A section page that links some stories twice: once by their own address, once by their AMP page's."""
    cards = "".join(
        f'<div class="card"><h3>{furniture.link(story, look.now)}</h3><p>{escape(story.text_at(look.now).standfirst)}'
        f"</p>{_second_link(story, look.now)}</div>"
        for story in listed(look)
    )
    return (
        f'<!doctype html><html lang="en"><head><title>Latest | {escape(look.outlet.name)}</title>'
        f"{furniture.style(look.outlet.number, 12_000)}</head><body>{furniture.menu(look.outlet.number)}"
        f"<main>{cards}</main>{furniture.footer(look.outlet.name)}</body></html>"
    )


def _second_link(story: Story, now: datetime) -> str:
    if story.number % 3:
        return ""
    return f'<a href="{story.path(story.state_at(now))}/amp">Read this story on a faster page</a>'


_RENDERERS = {
    Listing.RSS: _rss,
    Listing.ATOM: _atom,
    Listing.JSON: _json,
    Listing.SITEMAP: _sitemap,
    Listing.SECTION: _section,
}

_TYPES = {
    Listing.RSS: "application/rss+xml; charset=utf-8",
    Listing.ATOM: "application/atom+xml; charset=utf-8",
    Listing.JSON: "application/feed+json",
    Listing.SITEMAP: "application/xml",
    Listing.SECTION: "text/html; charset=utf-8",
}


def robots(look: Look, base: str) -> str:
    """What robots may fetch: not the members' stories, not print pages, and not more often than the delay says."""
    delay = f"Crawl-delay: {look.outlet.crawl_delay}\n" if look.outlet.crawl_delay else ""
    return f"User-agent: *\n{delay}Disallow: /members/\nDisallow: /*?print=\n\nSitemap: {base}/news-sitemap.xml\n"
