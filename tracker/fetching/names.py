"""What the names of a page's elements say: hidden, an advert, a list of other stories, a caption."""

import re

from lxml import html

#: Characters of an element's names that are read; real ones stay below 300, and patterns slow down on long ones.
LONGEST_NAMES = 400

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_NAMES = re.compile(
    r"(?<![a-z])(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only)?|visuallyhidden|assistive-text|"
    r"off-?screen|"
    r"noprint-hidden|u-hidden-visually|element-invisible|a11y-hidden|is-hidden|rollover[a-z-]*-block|"
    r"tooltip-?(?:text|content|body)|popover|hover-?card)(?![a-z])"
)

#: Names (class, id, role, test id) that say a part of the page is not the story. Common across the web, no outlet's
#: own.
_SUSPECT = re.compile(
    r"(?<![a-z])(?:"
    r"related\w*|recirc\w*|recommend\w*|promo\w*|newsletters?|share\w*|sharing|social\w*|"
    r"comments?|disqus\w*|livefyre|outbrain|taboola|zergnet|advert\w*|ads?|adverts?|ad-\w+|dfp|sponsor\w*|"
    r"cookie\w*|consent|gdpr|breadcrumbs?|nav|navbar|navigation|menu|masthead|footer|popular|trending|"
    r"most-?read|"
    r"most-?viewed|read-?more|readmore|more-?(?:on|from|stories|news|links|like)|see-?also|also-?(?:read|"
    r"like|on)|"
    r"next-?(?:story|article|up|post)|prev(?:ious)?-?(?:story|article|post)|subscri\w*|sign-?up|"
    r"mailing-list|author-?(?:bio|box|info|card|profile|details|desc\w*)|about-?(?:the-?)?authors?|bio|"
    r"biography|tags?|tag-?list|topics?|keywords|toolbar|tooltip|modal|popup|pop-up|overlay|login|signin|"
    r"jump-?link|skip-?(?:link|to)|copyright|donat\w*|membership|twitter-?(?:module|feed|timeline)|"
    r"tweets(?:-container)?|"
    r"complementary|contentinfo|banner|search|hatnote|catlinks|toc|byline|by-line|timestamp|"
    r"post-?meta|entry-?meta|article-?meta|meta-?data|metadata|affiliate\w*|cta|call-?to-?action|"
    r"around-the-web|poll|quiz|carousel|slider|gallery-?nav|story-?package|link-?list|linklist|"
    r"puff\w*|hyperpuff|reprints?|printfooter|app-?download|inline-?(?:links?|newsletter)|"
    r"correction-?form|feedback|audio-?player|video-?(?:player|meta|title|playlist)|playlist|hidden-?print|"
    r"editors-?picks?|explore|latest(?:-(?:news|stories|posts))?|up-?next|syndicat\w*|print-?only|"
    r"explainer-?text|story-?timeline|content-?(?:recommendation|ads?)"
    r")(?![a-z])"
)
#: Names that say so only where nothing says the opposite: a "widget" may well hold the story.
_WEAK = re.compile(
    r"(?<![a-z])(?:widgets?|(?<!with-)side-?bar|siderail|right-?rail|teasers?|tools|partners?|"
    r"player)(?![a-z])"
)
_STORY = re.compile(
    r"(?<![a-z])(?:story|article|entry|post|content|body)-?(?:body|content|text|copy|"
    r"main)(?![a-z])"
)
#: A pulled quote is the story's own text, set again: kept where it stands.
_PULLED = re.compile(r"(?<![a-z])(?:pull-?\w*quotes?|pulled-?quote|quote-?(?:box|block))(?![a-z])")
_CAPTION = re.compile(
    r"(?<![a-z])(?:\w*caption\w*|legends?|photo-?credit|image-?credit|img-?credit|media-?credit)(?![a-z])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMED_BY = ("class", "id", "role", "data-component", "data-testid", "data-module", "data-type", "itemprop")


def named(element: html.HtmlElement) -> str:
    """What an element is called: class, id, role and test ids in lower case, camelCase parted by hyphens."""
    values = [value for key in _NAMED_BY if (value := element.get(key))]
    return _CAMEL.sub("-", " ".join(values)[:LONGEST_NAMES]).lower().replace("_", "-") if values else ""


def suspicion(tag: str, names: str) -> str:
    """What says that an element is something other than the story; "" when nothing does."""
    if tag in {"html", "body"} or (names and _PULLED.search(names)):
        return ""
    if names and (suspect := _SUSPECT.search(names)):
        return suspect[0]
    if names and (suspect := _WEAK.search(names)) and not _STORY.search(names):
        return suspect[0]
    return tag if tag in {"aside", "footer", "form"} else ""


def hidden(element: html.HtmlElement, names: str) -> bool:
    """Whether a reader never sees this element."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool((style and _HIDDEN.search(style)) or (names and _HIDDEN_NAMES.search(names)))


def names_a_caption(tag: str, names: str) -> bool:
    """Whether an element is a picture's caption or credit."""
    return tag == "figure" or bool(names and tag not in {"body", "article", "main"} and _CAPTION.search(names))
