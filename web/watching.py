"""How things followed are spoken of: states and kinds by name, how a story is watched, what a look gave."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from storage.tables import Follow
from storage.watching_queries import Looked
from tracker.follow import FollowKind, FollowState
from tracker.model import Finding, LessonKind, Outcome, Via
from web import times

STATES = {
    FollowState.WATCHING: "Watched",
    FollowState.PAUSED: "Paused",
    FollowState.LET_GO: "Let go",
    FollowState.STOPPED: "Stopped",
}

KINDS = {
    FollowKind.STORY: "Story",
    FollowKind.FEED: "Feed",
    FollowKind.SITEMAP: "Sitemap",
    FollowKind.SECTION: "Section page",
}

#: How an address came to be a story's (tracker/identity.py, Sign).
SIGNS = {
    "asked": "followed or imported under it",
    "redirect": "redirected to",
    "canonical": "declared by its page",
    "mobile": "its mobile form",
    "amp": "its AMP form",
    "tracking": "the same with other parameters",
    "slug": "the same with other words",
}

LESSONS = {
    LessonKind.REGION: "Where stories stand",
    LessonKind.FURNITURE: "Furniture of the page",
    LessonKind.VOLATILE: "A place that never rests",
}

_OUTCOMES = {
    Outcome.CONTENT: "Content",
    Outcome.UNCHANGED: "Unchanged",
    Outcome.GONE: "Gone",
    Outcome.MOVED: "Led elsewhere",
    Outcome.BLOCKED: "Refused",
    Outcome.FAILED: "Failed",
}

_FINDINGS = {
    Finding.MINOR: "folded as minor",
    Finding.HELD: "held until the next check",
    Finding.ASIDE: "set aside",
    Finding.SAME: "as before",
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
    looked = f"Looked at {'once' if follow.checks == 1 else f'{follow.checks:,} times'}" if follow.checks else ""
    last = follow.checked_at
    if follow.state is FollowState.PAUSED:
        return Watched(looked, "Paused: it is not looked at for now.", last)
    if follow.state is FollowState.STOPPED:
        return Watched(looked, "It is followed no longer.", last)
    if follow.state is FollowState.LET_GO:
        reason = sentence(follow.why.removeprefix(_LET_GO)) or "It is looked at no more."
        return Watched(looked, f"Let go. {reason}", last)
    if follow.failures > 1:
        return Watched(looked, f"The last {follow.failures:,} checks failed.", last, follow.due_at)
    if follow.due_at <= now:
        return Watched(looked, "The next look is due now.", last)
    return Watched(looked, "" if looked else "Not looked at yet.", last, follow.due_at)


def _unfollowed(came: Set[Via]) -> str:
    if came and came <= {Via.IMPORT, Via.WARC, Via.WAYBACK}:
        return "Not followed: it was imported, and nobody looks for what changed since."
    if came and came <= {Via.PUSH}:
        return "Not followed: another program sends what it sees."
    return "Not followed: nobody looks for what changes from now on."


def sentence(text: str) -> str:
    """A reason as a sentence of its own."""
    text = text.strip()
    text = f"{text[:1].upper()}{text[1:]}"
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def note(follow: Follow) -> str:
    """Why a follow stands as it does: what is wrong with it, else why it is due when it is."""
    if follow.failures and follow.problem and follow.state is FollowState.WATCHING:
        return sentence(follow.problem)
    return sentence(follow.why)


def due(follow: Follow, now: datetime) -> str:
    """When a follow is due, in words: "in 12 minutes"."""
    if follow.leased_until is not None and follow.leased_until > now:
        return "being looked at"
    return times.ahead(follow.due_at, now)


def outcome(looked: Looked) -> str:
    """What a look gave, in words: "Content: version 3", "Gone (404): set aside"."""
    capture, verdict = looked.capture, looked.verdict
    status = capture.facts.get("status", "")
    told = _OUTCOMES[capture.outcome]
    if status and capture.outcome not in (Outcome.CONTENT, Outcome.UNCHANGED):
        told += f" ({status[:3]})"
    if verdict is None or capture.outcome is not Outcome.CONTENT:
        return told
    made = f"version {verdict.version_number}" if verdict.finding is Finding.VERSION else _FINDINGS[verdict.finding]
    return f"{told}: {made}"
