"""Goes once over a page and sees where its prose stands, where its times, and what is named as something else."""

import re
from dataclasses import dataclass, field

from lxml import etree, html

from tracker.fetching.names import hidden, named, suspicion
from tracker.fetching.notestamps import is_mark
from tracker.fetching.page import squeezed

#: Elements of a page that are looked at; live blogs have 500-40,000. A page above this is never taken for one.
MOST_ELEMENTS = 200_000

_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "svg", "nav", "button", "iframe", "select", "head", "dialog",
    "textarea", "menu",
))  # fmt: skip
#: Words that call something live coverage.
LIVE = re.compile(
    r"(?<![^\W_])(?:live|live-?blogs?|live-?ticker|news-?ticker|ticker|live-?updates?|updates|minute[ -]by[ -]minute|"
    r"as it happened|en direct|en vivo|ao vivo|minuto a minuto|in diretta|diretta|direktetekst)(?![^\W_])",
    re.IGNORECASE,
)
#: What is never a live blog, however large: other people's comments, other stories, a history of the page.
_OTHER_NAMES = re.compile(
    r"(?<![a-z])(?:comments?\w*|disqus\w*|livefyre|repl(?:y|ies)|thread|reviews?|related\w*|recirc\w*|recommend\w*|"
    r"more-?(?:on|from|stories|news)|most-?read|trending|popular|teasers?|change-?(?:log|item|history)|"
    r"history|chronology|story-?timeline)(?![a-z])"
)


@dataclass(slots=True)
class Survey:
    """A page as numbered elements in document order, with how much prose stands before the end of each.

    `last` is the number of an element's last descendant; `marks` are the elements that are a time.
    """

    elements: list[html.HtmlElement] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    other: list[bool] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    behind: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    def prose(self, node: int) -> int:
        """Characters of text in an element, outside links and times."""
        return self.behind[node] - self.before[node]

    def add(self, element: html.HtmlElement, names: str, parent: int, prose: int) -> int:
        """Number one more element, which begins behind `prose` characters; returns its number."""
        node, tag = len(self.elements), str(element.tag)
        other = (parent >= 0 and self.other[parent]) or (
            _is_other(tag, names) and next(element.iter("h1"), None) is None
        )
        self.elements.append(element)
        self.names.append(names)
        self.parents.append(parent)
        self.last.append(node)
        self.other.append(other)
        self.before.append(prose)
        self.behind.append(prose)
        if not other and is_mark(element, tag):
            self.marks.append(node)
        return node


def survey(root: html.HtmlElement) -> Survey | None:
    """The page's elements that a reader sees; None when they are too many."""
    out, stack, skipped, linked, prose = Survey(), [-1], 0, 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            if skipped:
                skipped -= 1
            else:
                node = stack.pop()
                out.behind[node], out.last[node] = prose, len(out.elements) - 1
                linked -= tag == "a"
            if not skipped and not linked and element.tail and not (stack[-1] >= 0 and out.other[stack[-1]]):
                prose += len(squeezed(element.tail))
            continue
        names = "" if skipped else named(element)
        if skipped or tag in _UNSEEN or not tag or (tag not in {"html", "body"} and hidden(element, names)):
            skipped += 1
            continue
        if len(out.elements) >= MOST_ELEMENTS:
            return None
        stack.append(out.add(element, names, stack[-1], prose))
        linked += tag == "a"
        if not linked and not out.other[-1] and tag not in {"time", "title"}:
            prose += len(squeezed(element.text or ""))
    return out


def _is_other(tag: str, names: str) -> bool:
    """Whether an element is named as something other than a live blog; around a page's h1 such a name says nothing."""
    if tag in {"html", "body"}:
        return False
    if tag in {"footer", "blockquote", "figcaption"} or (names and _OTHER_NAMES.search(names)):
        return True
    return tag == "aside" and not LIVE.search(names) and bool(suspicion(tag, names))
