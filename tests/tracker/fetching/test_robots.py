"""What robots.txt allows, and what its absence means (RFC 9309)."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protego import Protego

from tracker.fetching import robots
from tracker.fetching.outcomes import Answer, Failed, Fetched, Why
from tracker.fetching.robots import AGAIN, FRESH, STALE, Robots

SITE = "https://paper.example"


@dataclass
class Site:
    """A site whose robots.txt is what a test says, and a clock."""

    answer: Answer
    now: float = 1_000.0
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.robots = Robots(self.ask, clock=lambda: self.now)

    def ask(self, address: str) -> Answer:
        self.asked.append(address)
        return self.answer

    def allows(self, path: str) -> bool:
        return self.robots.allowed(SITE + path).allowed


def text(rules: str | bytes) -> Fetched:
    raw = rules.encode() if isinstance(rules, str) else rules
    return Fetched("", "", (), 200, "text/plain", {}, raw, 0.1)


def failed(why: Why, status: int = 0, retry_after: float | None = None) -> Failed:
    return Failed("", why, "It did not work.", status=status, retry_after=retry_after)


def test_rules_are_kept_to() -> None:
    site = Site(text("User-agent: *\nDisallow: /private/\nAllow: /private/open\nDisallow: /*.pdf$\nCrawl-delay: 7"))
    assert site.allows("/story")
    assert not site.allows("/private/story")
    assert site.allows("/private/open")
    assert not site.allows("/a.pdf")
    assert site.robots.allowed(SITE + "/story").crawl_delay == 7
    assert site.asked == [SITE + "/robots.txt"]


def test_rules_for_rowback_come_before_rules_for_all() -> None:
    site = Site(
        text("User-agent: *\nDisallow: /\n\nUser-agent: Rowback\nDisallow: /no\nCrawl-delay: 3\nRequest-rate: 1/10")
    )
    assert site.allows("/story")
    verdict = site.robots.allowed(SITE + "/no")
    assert (verdict.allowed, verdict.why) == (False, Why.ROBOTS)
    assert verdict.reason == "robots.txt of paper.example asks that this address be left alone."
    assert verdict.crawl_delay == 10


@pytest.mark.parametrize("name", ["Rowback", "rowback", "ROWBACK/1.0", "Rowback  # us", "rowback*"])
def test_rowback_answers_to_its_name(name: str) -> None:
    assert not Site(text(f"User-agent: *\nAllow: /\n\nUser-agent: {name}\nDisallow: /")).allows("/story")


@pytest.mark.parametrize("name", ["row", "Rowbackbot", "Rowing", "*bot", "back", ""])
def test_rowback_does_not_answer_to_other_names(name: str) -> None:
    assert Site(text(f"User-agent: {name}\nDisallow: /")).allows("/story")


def test_a_group_of_many_agents_holds_for_each() -> None:
    site = Site(text("User-agent: a\nUser-agent: Rowback\nuseragent b\nDisallow: /no\n\nUser-agent: c\nDisallow: /"))
    assert (site.allows("/yes"), site.allows("/no")) == (True, False)


PIECES = st.sampled_from(
    ["user", "agent", "-", " ", "\t", ":", "*", "rowback", "x", "#", "\n", "\u2028", "disallow: /a"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_the_parser_never_sees_many_agents(rules: str) -> None:
    assert len(Protego.parse(robots._narrowed(rules))._user_agents) <= 3


def test_many_agents_before_many_rules_are_read_in_time() -> None:
    rules = "".join(f"User-agent: a{n}\n" for n in range(14_000)) + "Disallow: /a\n" * 19_000
    assert Site(text(rules)).allows("/a")


def test_each_site_has_its_own_rules() -> None:
    site = Site(text(""))
    for address in (SITE, "http://paper.example", SITE + ":8443", "https://www.paper.example"):
        site.robots.allowed(address + "/story")
    assert site.asked[1:] == [
        "http://paper.example/robots.txt",
        "https://paper.example:8443/robots.txt",
        "https://www.paper.example/robots.txt",
    ]


def test_rules_are_asked_for_once_a_day() -> None:
    site = Site(text("User-agent: *\nDisallow: /"))
    assert not site.allows("/a")
    site.answer, site.now = text(""), site.now + FRESH - 1
    assert not site.allows("/a")
    site.now += 2
    assert site.allows("/a")
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [failed(Why.GONE, 404), failed(Why.REFUSED, 403), failed(Why.BROKEN, 400), failed(Why.TOO_MANY_REDIRECTS, 301)],
)
def test_no_robots_txt_allows_everything(answer: Failed) -> None:
    assert Site(answer).allows("/story")


@pytest.mark.parametrize(
    "answer",
    [
        failed(Why.BROKEN, 500),
        failed(Why.BUSY, 503),
        failed(Why.BUSY, 429),
        failed(Why.UNREACHABLE),
        failed(Why.TOO_SLOW),
    ],
)
def test_a_robots_txt_that_cannot_be_had_allows_nothing_for_a_while(answer: Failed) -> None:
    site = Site(answer)
    verdict = site.robots.allowed(SITE + "/story")
    assert (verdict.allowed, verdict.why, verdict.retry_after) == (False, answer.why, AGAIN)
    site.answer, site.now = text(""), site.now + AGAIN + 1
    assert site.allows("/story")


def test_retry_after_of_robots_txt_is_kept() -> None:
    site = Site(failed(Why.BUSY, 503, retry_after=5_000.0))
    assert not site.allows("/story")
    site.answer, site.now = text(""), site.now + 4_000
    assert not site.allows("/story")


def test_an_old_copy_serves_while_robots_txt_cannot_be_had() -> None:
    site = Site(text("User-agent: *\nDisallow: /no"))
    assert site.allows("/story")
    site.answer, site.now = failed(Why.UNREACHABLE), site.now + FRESH + 1
    assert site.allows("/story")
    assert not site.allows("/no")
    assert len(site.asked) == 2
    site.now += STALE
    assert not site.allows("/story")


def test_a_turn_that_never_came_is_not_held_against_the_site() -> None:
    site = Site(failed(Why.NOT_YET, retry_after=5.0))
    assert site.robots.allowed(SITE + "/a").why is Why.NOT_YET
    site.answer, site.now = text(""), site.now + 6
    assert site.allows("/a")


@pytest.mark.parametrize(
    "rules",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /no",
        b"\xff\xfe\x00junk\x00\nUser-agent: *\r\nDisallow: /no",
        b"user-AGENT:*\rdisallow:/no",
    ],
)
def test_odd_bytes_do_not_hide_the_rules(rules: bytes) -> None:
    site = Site(text(rules))
    assert (site.allows("/yes"), site.allows("/no")) == (True, False)


def test_a_line_that_the_limit_cuts_is_no_rule() -> None:
    body = b"User-agent: *\nDisallow: /no\n" + b"#" * (robots.LONGEST - 60) + b"\n"
    body += b"Disallow: /stories/private/and/more"[: robots.LONGEST - len(body)]
    body = body[: robots.LONGEST].ljust(robots.LONGEST, b"/")
    site = Site(text(body))
    assert (site.allows("/no"), site.allows("/stories/")) == (False, True)


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda t: t.encode("utf-8", "surrogatepass")), st.binary())
def test_any_robots_txt_gives_a_verdict(body: bytes, tail: bytes) -> None:
    site = Site(text(b"User-agent: *\nDisallow: /" + tail + b"\n" + body))
    verdict = site.robots.allowed(SITE + "/story?a=%zz[*$")
    assert verdict.crawl_delay is None or verdict.crawl_delay >= 0


def test_huge_robots_txt_are_forgotten_before_they_fill_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "MOST_KEPT", 100_000)
    site = Site(text("User-agent: *\n" + "Disallow: /x\n" * 2_000))
    for n in range(20):
        site.robots.allowed(f"https://{n}.example/")
    assert len(site.robots._copies) == 3
    site.robots.allowed("https://19.example/")
    assert len(site.asked) == 20
