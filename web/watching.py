"""How things followed are spoken of: states and kinds by name, how a story is watched, what a look gave."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from storage.tables import Follow
from storage.watching_queries import Looked
from tracker.follow import FollowKind, FollowState
from tracker.model import Finding, LessonKind, Outcome, Via
from web import times
from web.reasons import told
from web.texts import N_, gettext, ngettext

STATES = {
    FollowState.WATCHING: N_("Watched"),
    FollowState.PAUSED: N_("Paused"),
    FollowState.LET_GO: N_("Let go"),
    FollowState.STOPPED: N_("Stopped"),
}

KINDS = {
    FollowKind.STORY: N_("Story"),
    FollowKind.FEED: N_("Feed"),
    FollowKind.SITEMAP: N_("Sitemap"),
    FollowKind.SECTION: N_("Section page"),
}

#: How an address came to be a story's (tracker/identity.py, Sign).
SIGNS = {
    "asked": N_("followed or imported under it"),
    "redirect": N_("redirected to"),
    "canonical": N_("declared by its page"),
    "mobile": N_("its mobile form"),
    "amp": N_("its AMP form"),
    "tracking": N_("the same with other parameters"),
    "slug": N_("the same with other words"),
}

LESSONS = {
    LessonKind.REGION: N_("Where stories stand"),
    LessonKind.FURNITURE: N_("Furniture of the page"),
    LessonKind.VOLATILE: N_("A place that never rests"),
}

_OUTCOMES = {
    Outcome.CONTENT: N_("Content"),
    Outcome.UNCHANGED: N_("Unchanged"),
    Outcome.GONE: N_("Gone"),
    Outcome.MOVED: N_("Led elsewhere"),
    Outcome.BLOCKED: N_("Refused"),
    Outcome.FAILED: N_("Failed"),
}

_FINDINGS = {
    Finding.MINOR: N_("folded as minor"),
    Finding.HELD: N_("held until the next check"),
    Finding.ASIDE: N_("set aside"),
    Finding.SAME: N_("as before"),
}

#: The fragments in which a schedule's reason may begin (tracker/again.py, schedule.py), not told twice.
_LET_GO = "let go: "


@dataclass(frozen=True)
class Watched:
    """How a story is watched, as readers are told: how often it was looked at, and what comes."""

    looked: str
    coming: str
    last_at: datetime | None = None
    next_at: datetime | None = None


def watched(follow: Follow | None, came: Set[Via], now: datetime) -> Watched:
    """How a story is watched. `came` are the routes by which its versions came, for one that is not followed."""
    if follow is None:
        return Watched("", _unfollowed(came))
    looked = ngettext("Looked at once", "Looked at %(num)s times", follow.checks) if follow.checks else ""
    last = follow.checked_at
    if follow.state is FollowState.PAUSED:
        return Watched(looked, gettext("Paused: it is not looked at for now."), last)
    if follow.state is FollowState.STOPPED:
        return Watched(looked, gettext("It is followed no longer."), last)
    if follow.state is FollowState.LET_GO:
        why = told(sentence(follow.why.removeprefix(_LET_GO))) or gettext("It is looked at no more.")
        return Watched(looked, gettext("Let go. %(why)s", why=why), last)
    if follow.failures > 1:
        return Watched(looked, gettext("The last %(count)s checks failed.", count=follow.failures), last, follow.due_at)
    if follow.due_at <= now:
        return Watched(looked, gettext("The next look is due now."), last)
    return Watched(looked, "" if looked else gettext("Not looked at yet."), last, follow.due_at)


def _unfollowed(came: Set[Via]) -> str:
    if came and came <= {Via.IMPORT, Via.WARC, Via.WAYBACK}:
        return gettext("Not followed: it was imported, and nobody looks for what changed since.")
    if came and came <= {Via.PUSH}:
        return gettext("Not followed: another program sends what it sees.")
    return gettext("Not followed: nobody looks for what changes from now on.")


def sentence(text: str) -> str:
    """A reason as a sentence of its own."""
    text = text.strip()
    text = f"{text[:1].upper()}{text[1:]}"
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def note(follow: Follow) -> str:
    """Why a follow stands as it does: what is wrong with it, else why it is due when it is."""
    if follow.failures and follow.problem and follow.state is FollowState.WATCHING:
        return told(sentence(follow.problem))
    return told(sentence(follow.why))


def due(follow: Follow, now: datetime) -> str:
    """When a follow is due, in words: "in 12 minutes"."""
    if follow.leased_until is not None and follow.leased_until > now:
        return gettext("being looked at")
    return times.ahead(follow.due_at, now)


def outcome(looked: Looked) -> str:
    """What a look gave, in words: "Content: version 3", "Gone (404): set aside"."""
    capture, verdict = looked.capture, looked.verdict
    status = capture.facts.get("status", "")
    given = gettext(_OUTCOMES[capture.outcome])
    if status and capture.outcome not in (Outcome.CONTENT, Outcome.UNCHANGED):
        given += f" ({status[:3]})"
    if verdict is None or capture.outcome is not Outcome.CONTENT:
        return given
    made = (
        gettext("version %(number)s", number=verdict.version_number or 0)
        if verdict.finding is Finding.VERSION
        else gettext(_FINDINGS[verdict.finding])
    )
    return f"{given}: {made}"
