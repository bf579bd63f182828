"""Knows when two addresses are one story: phone and AMP pages, tracking parameters, slugs that follow the headline."""

import re
from datetime import date
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from tld import get_fld

from tracker.fetching import urls

#: First labels of a host that show the same pages for another screen or door.
_DOORS = frozenset({"www", "www1", "www2", "www3", "m", "mobile", "mobil", "amp", "wap", "touch"})

#: Parameters that tell the outlet where a reader came from, and never which story is meant: analytics (utm, Matomo,
#: Piwik, AT Internet, Adobe, HubSpot, Marketo, Mailchimp, Vero, Yandex, Webtrekk, Omniture), advertising clicks
#: (Google, Meta, Microsoft, TikTok, X, LinkedIn, Pinterest), and what large outlets add to their own links.
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|matomo_\w+|pk_\w+|piwik_\w+|at_(?:medium|campaign|custom\d|link\w*|ptr\w*|bbc\w*|format|creation|"
    r"variant|channel|general|detail\w*|send\w*|emailtype|objective|platform|audience|type)|xtor|xt[a-z]{2,4}|"
    r"_?hs(?:enc|mi|ctatracking|_\w+)|__hs\w+|_hsq|mkt_tok|mc_[ce]id|vero_\w+|_openstat|wt_\w+|wt\.\w+|oly_\w+|"
    r"fb(?:clid|_\w+|id)|gclid|gclsrc|gbraid|wbraid|dclid|gad_\w+|srsltid|msclkid|ttclid|twclid|li_fat_id|igshid?|igsh|"
    r"yclid|ysclid|_gl|_ga|epik|rb_clickid|s_cid|s_kwcid|ef_id|irclickid|zanpid|"
    r"icid|icmp|int_?cmp|intcid|ns_\w+|smid|smtyp|smprod|seid|ncid|cmpid|campid|campaign_?id|email_?source|"
    r"partner_id|mbid|sr_share|share_?id|_r|taid|traffic_?source|ocid|cvid|ftcamp|ftag|"
    r"emci|emdi|ceid|spm|scm|trk|trkcampaign|wpsrc|wpisrc|wpmm|tid_?src|postshare|linkid|nlid|newsletter_?id|"
    r"guccounter|guce_\w+|amp_(?:js_v|gsa|kit|r|cb)|usqp|__twitter_impression|__source|fromsource|feedtype|feedname",
    re.I,
)

#: Words that say where a reader came from in most places and name a story in a few: dropped unless the value looks
#: like an id (WEAK_ID) or the path names nothing.
_WEAK = re.compile(
    r"cmp|ref|ref_?src|ref_?url|referr?er|src|source|from|via|cid|campaign|share|shared|sharing|share_?type|sharetoken|"
    r"social|recirc|partner|origin|nl|newsletter|entrypoint",
    re.I,
)

#: What the value of a weak parameter looks like when it is an id: nothing but digits, or five of them in a row.
WEAK_ID = re.compile(r"\d+\Z|.*?\d{5}", re.S)

#: What asks for the AMP or the phone page.
_SWITCH = re.compile(
    r"(?:amp|mobile)=(?:|1|true|yes|amp)|(?:outputtype|output|view|viewtype|mode|layout|type)=(?:amp|amphtml|mobile)",
    re.I,
)

_INDEX = re.compile(r"(?:index|default)\.(?:s?html?|php\d?|aspx?|jsp|cfm)", re.I)
_AMP_END = re.compile(r"[._-]amp(?=\.s?html?$|$)|(?<=\.html)\.amp$", re.I)
_AMP_CACHE = re.compile(r"/(?:[acvirw]/)(?:s/)?([^/]+\..*)", re.S)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

#: Digits in a row from which on a number in a path is taken for the id of a story; shorter ones are years, pages,
#: parts ("-100.html"), and names ("formula-1").
ID_DIGITS = 5

_UUID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])", re.I)
#: A segment that is one word of letters and digits mixed: "cden3j9d1r7o", "IKGP2FKBGZDTBL7WXVFUBOTHWA".
_MIXED = re.compile(
    r"(?<=/)(?=[a-z]*\d+[a-z]+\d)[a-z\d]{10,26}(?=/|\.|$)|(?<=/)(?=[A-Z\d]*\d)[A-Z\d]{20,32}(?=/|\.|$)"
    r"|(?<=/articles/)(?=[a-z]*\d)[a-z\d]{10,14}(?=/|$)|(?<=-)id[A-Z\d]{8,20}(?=/|\.|$)"
)
_NUMBER = re.compile(rf"(?<!\d)\d{{{ID_DIGITS},20}}(?!\d)")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[/_-](0?[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})"
    r"[/_-](0[1-9]|[12]\d|3[01]|[1-9])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_QUERY_ID = re.compile(
    r"id|p|aid|nid|sid|newsid|news_id|article|article_?id|articleid|story|story_?id|storyid|artid|art_id|idnews|"
    r"docid|doc_id|post|post_id|postid|itemid|item|content_?id|tid|pid|uuid|guid|key|no|num|idx|idxno|arcid|oid",
    re.I,
)

#: Words in a path that say that its id is not counted among the articles' ("/videos/12345" is not "/news/12345").
_OTHER_COUNTS = frozenset((
    "video", "videos", "av", "gallery", "galleries", "photo", "photos", "pictures", "audio", "podcast", "podcasts",
    "topic", "topics", "tag", "tags", "author", "authors", "profile", "profiles", "user", "users", "category",
    "comments", "comment", "forum", "event", "events", "job", "jobs", "product", "products", "live",
))  # fmt: skip


def _unwrapped(parts: SplitResult) -> SplitResult:
    """The publisher's own address behind an AMP cache's (cdn.ampproject.org, google.com/amp)."""
    host = parts.hostname or ""
    path = parts.path
    if host == "cdn.ampproject.org" or host.endswith(".cdn.ampproject.org"):
        found = _AMP_CACHE.fullmatch(path)
    elif host in {"google.com", "www.google.com"} and path.startswith("/amp/"):
        found = re.fullmatch(r"/amp/(?:s/)?([^/]+\..*)", path, re.S)
    else:
        return parts
    if found is None:
        return parts
    inner = urlsplit(f"https://{found[1]}")
    return inner._replace(query=inner.query or parts.query) if inner.hostname else parts


def _host(parts: SplitResult) -> str:
    """The host without the labels that are only a door ("www.", "m.", "en.m."), with its port."""
    host = parts.hostname or ""
    labels = host.split(".")
    if not host.replace(".", "").isdigit() and ":" not in host:
        while len(labels) > 2 and labels[0] in _DOORS:
            labels = labels[1:]
        if len(labels) > 3 and labels[1] in {"m", "mobile", "amp"}:  # en.m.wikipedia.org
            labels = [labels[0], *labels[2:]]
    host = ".".join(labels)
    return f"{host}:{parts.port}" if parts.port is not None else host


def _unescaped(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return letter if letter in _PLAIN else match[0].upper()


def _segments(path: str) -> list[str]:
    """The path's segments without what asks for another view of the same page, and without a page's index."""
    parts = [part for part in _ESCAPE.sub(_unescaped, path).split("/") if part]
    lowered = [part.lower() for part in parts]
    parts = [
        part
        for place, part in enumerate(parts)
        if not (lowered[place] in {"amp", "amphtml", "googleamp"} and (place < 2 or place == len(parts) - 1))
    ]
    if parts and lowered[-1] in {"amp.html", "index.amp.html"}:
        parts.pop()
    if parts and _INDEX.fullmatch(parts[-1]):
        parts.pop()
    if parts:
        parts[-1] = _AMP_END.sub("", parts[-1]) or parts[-1]
    return parts


def _names_nothing(name: str, value: str, named: bool) -> bool:
    """Whether a parameter only says where the reader came from, or which view of the page is wanted."""
    if _TRACKING.fullmatch(name) or _SWITCH.fullmatch(f"{name}={value}"):
        return True
    return named and bool(_WEAK.fullmatch(name)) and not WEAK_ID.match(value)


def _parameters(query: str, named: bool) -> list[tuple[str, str]]:
    """The parameters that may name a story, in alphabetical order; `named` says that the path already names a page."""
    found = []
    for piece in query.replace(";", "&").split("&")[:200]:
        name, _, value = _ESCAPE.sub(_unescaped, piece).partition("=")
        if piece and not _names_nothing(name, value, named):
            found.append((name, value))
    return sorted(found)


@lru_cache(maxsize=4_096)
def key(address: str) -> str:
    """What an address is known by: equal for the variants of one address, such as `example.org/news/fire-12345?id=7`.

    Equal for http and https, www./m./mobile./amp. hosts, AMP and phone pages (also behind an AMP cache), a trailing
    or doubled slash, index.html, the order of parameters, and tracking parameters; never for parameters that may
    name a story. The letters' case counts. It is no address, only a key. Raises BadAddress as urls.address does.
    """
    parts = _unwrapped(urlsplit(urls.address(address)))
    segments = _segments(parts.path)
    query = "&".join(f"{name}={value}" if value else name for name, value in _parameters(parts.query, bool(segments)))
    path = "/".join(segments)
    return f"{_host(parts)}/{path}" + (f"?{query}" if query else "")


def variant_of(address: str, other: str) -> str:
    """By what two addresses with one key differ: "amp", "mobile" or "tracking"; "" when they are written the same.

    "tracking" stands for all that means nothing: parameters, a slash at the end, http for https, www.
    """
    one, two = urls.address(address), urls.address(other)
    if one == two:
        return ""
    for word, pattern in (
        ("amp", r"(?<![a-z])amp(?![a-z])|ampproject"),
        ("mobile", r"//(?:m|mobile|mobil|wap|touch)\.|\.m\.|mobile"),
    ):
        if bool(re.search(pattern, one, re.I)) != bool(re.search(pattern, two, re.I)):
            return word
    return "tracking"


def dates_in(path: str) -> list[date]:
    """The calendar days that a path names, such as /2023/05/04/ or -20230504."""
    found = []
    for year, part, of_part, packed, of_packed in _DATE.findall(path):
        month, day = part or packed, of_part or of_packed
        number = _MONTHS.index(month[:3].lower()) + 1 if month[0].isalpha() else int(month)
        try:
            found.append(date(int(year), number, int(day)))
        except ValueError:
            continue
    return found


def ids_in(address: str) -> list[str]:
    """What in an address is an id rather than words: long numbers, UUIDs, letters mixed with digits; no dates.

    In the query only parameters whose name says so (`?id=123`) count, there with any number of digits.
    """
    parts = urlsplit(address)
    path = unquote(parts.path)
    found = [
        f"{name.lower()}={value}"
        for name, value in _parameters(parts.query, True)
        if value and _QUERY_ID.fullmatch(name)
    ]
    undated = _DATE.sub("/", path)
    for pattern in (_UUID, _MIXED):
        found += pattern.findall(undated)
        undated = pattern.sub("/", undated)
    return found + _NUMBER.findall(undated)


def id_key(address: str) -> str:
    """What a story keeps when its slug changes with its headline: host, dates and ids; "" when the path has no id.

    `https://example.org/news/fire-in-ost-12345678` gives `example.org#12345678`. It is a hint: counters repeat, so
    identity.py asks for a second sign.
    """
    parts = _unwrapped(urlsplit(urls.address(address)))
    ids = ids_in(parts.geturl())
    if not ids:
        return ""
    words = sorted(_OTHER_COUNTS & {segment.lower() for segment in parts.path.split("/")[:-1]})
    days = [day.isoformat() for day in dates_in(unquote(parts.path))]
    return f"{_host(parts)}#{'/'.join([*words, *days, *ids])}"


def plausible_same(one: str, other: str) -> str:
    """Why two addresses may be one story, as a sentence; "" when nothing says so. Raises BadAddress."""
    if key(one) == key(other):
        return "The addresses differ only in what does not name a story."
    if (name := id_key(one)) and name == id_key(other):
        return f"The words in the address changed and its id stayed ({name.partition('#')[2]})."
    return ""


@lru_cache(maxsize=4_096)
def site(host: str) -> str:
    """The name that a host was registered under: bbc.co.uk for news.bbc.co.uk (Public Suffix List, no network).

    A host whose ending is not on the list gives its last two labels, a number or a single name gives itself.
    """
    found = get_fld(f"https://{host}", search_private=True, fail_silently=True)
    if isinstance(found, str):
        return found
    labels = host.split(".")
    return host if ":" in host or labels[-1].isdigit() else ".".join(labels[-2:])


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one outlet's registered name (www.example.org and news.example.org do)."""
    return site(urlsplit(one).hostname or "") == site(urlsplit(other).hostname or "")
