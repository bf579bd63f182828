"""Pages of an invented live blog, set as publishers set them: as articles, list items, boxes or with microdata."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

ADDRESS = "https://courier.example/live/fire"
LEAD = "Forty people left their homes when a warehouse burned in the night, and Harbour Street is closed."
POINTS = ["The fire is out, the service says", "Nobody was hurt"]


@dataclass(frozen=True)
class Post:
    """One note, `minute` minutes after nine in the morning of 4 March 2026, an hour east of Greenwich."""

    minute: int
    text: str
    heading: str = ""

    @property
    def iso(self) -> str:
        return f"2026-03-04T{9 + self.minute // 60:02}:{self.minute % 60:02}:00+01:00"

    @property
    def clock(self) -> str:
        return f"{9 + self.minute // 60:02}:{self.minute % 60:02}"

    def saying(self, text: str) -> "Post":
        return replace(self, text=text)


def posts(count: int, *, heading: bool = False) -> list[Post]:
    """That many notes, newest first, ten minutes apart."""
    return [
        Post(
            10 * i,
            f"Crews reached house number {i} in Quay Lane and led {i + 3} people out, the fire service said. "
            f"A bus took them to the school in ward {i}.",
            f"Report {i} from the lane" if heading else "",
        )
        for i in range(count, 0, -1)
    ]


def as_article(post: Post) -> str:
    heading = f'<h3><a href="/live/fire#p{post.minute}">{post.heading}</a></h3>' if post.heading else ""
    return (
        f'<article class="live-post" id="p{post.minute}"><header><time datetime="{post.iso}">{post.clock}</time> '
        f'<span class="author">Jonas Reed</span></header>{heading}<p>{escape(post.text)}</p>'
        '<div class="share"><a href="#">Share</a></div></article>'
    )


def as_item(post: Post) -> str:
    return f"<li><span>{post.clock} CET</span><p>{escape(post.text)}</p></li>"


def as_box(post: Post) -> str:
    return f'<div class="update"><p><strong>{post.clock}</strong></p><p>{escape(post.text)}</p></div>'


def as_microdata(post: Post) -> str:
    return (
        '<div class="block" itemprop="liveBlogUpdate" itemscope itemtype="http://schema.org/BlogPosting">'
        f'<p class="block-time published-time"><a href="?page=with:block-{post.minute}">'
        f'<time datetime="{post.iso}">12m ago</time> <span>{post.clock.replace(":", ".")} CET</span></a></p>'
        f'<meta itemprop="datePublished" content="{post.iso}"><div class="block-elements">'
        f'<p>{escape(post.text)}</p></div><p class="block-time updated-time">Updated at '
        f'<time datetime="{post.iso}">{post.clock.replace(":", ".")} CET</time></p></div>'
    )


def live_page(notes: Sequence[str], head: str = "", lead: str | None = None, tag: str = "div") -> str:
    """A page with the notes as they are given, a lead and key points above them, other stories below."""
    if lead is None:
        points = "".join(f"<li>{point}</li>" for point in POINTS)
        lead = f'<p>{LEAD}</p><div class="key-points"><h2>Key points</h2><ul>{points}</ul></div>'
    return (
        f'<!doctype html><html lang="en"><head><title>Fire in Ostwick: live updates | Courier</title>{head}</head>'
        "<body>"
        f'<nav><a href="/">Home</a></nav><main><h1>Fire in Ostwick: live updates</h1>{lead}'
        f'<{tag} class="feed">{"".join(notes)}</{tag}><a href="?page=2">Load more</a></main>'
        '<div class="related"><h2>Related</h2><ul><li><a href="/a">Bridge stays open</a> <time>2 hours ago</time></li>'
        '<li><a href="/b">School to close</a> <time>3 hours ago</time></li><li><a href="/c">Bus 4 is back</a> '
        "<time>5 hours ago</time></li></ul></div><footer>All rights reserved.</footer></body></html>"
    )


def json_ld(notes: Sequence[Post], **more: object) -> str:
    """The script in which the page declares itself and its notes."""
    updates = [
        {"@type": "BlogPosting", "headline": post.heading, "datePublished": post.iso, "articleBody": post.text}
        for post in notes
    ]
    blog = {"@type": "LiveBlogPosting", "headline": "Fire in Ostwick: live updates", "liveBlogUpdate": updates, **more}
    return script(json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, blog]}))


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'
