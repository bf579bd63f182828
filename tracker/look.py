"""What a look at an address gave, made ready to be kept: a capture, where to look next, and what was wrong."""

from dataclasses import dataclass, replace
from datetime import datetime

from tracker import chain
from tracker.fetching import read
from tracker.fetching.outcomes import Answer, Failed, Fetched, Hop, Known, NotModified, Why
from tracker.follow import Follow
from tracker.model import Arrival, Outcome, Via

#: Failures before which no request went out, so that nothing was seen and there is nothing to keep.
_NOTHING_ASKED = frozenset({Why.ROBOTS, Why.BAD_ADDRESS, Why.NOT_YET})

_OUTCOMES = {Why.GONE: Outcome.GONE, Why.REFUSED: Outcome.BLOCKED, Why.BUSY: Outcome.BLOCKED}


@dataclass(frozen=True)
class Look:
    """One look. `arrival` is None when no request went out; `raw` is what came, whether it is new or not.

    `at` is where to look next, `known` what to say then. `problem` is a sentence, "" when all went well;
    `retry_after` is how many seconds the server asked to be left alone, None when it did not. `put_off`: nothing was
    asked, for its host's turn had not come. `unwanted` says why the story is not to be followed after all.
    """

    at: str
    known: Known
    raw_digest: str
    arrival: Arrival | None = None
    final: str = ""
    hops: tuple[Hop, ...] = ()
    problem: str = ""
    retry_after: float | None = None
    put_off: bool = False
    unwanted: str = ""

    def led_elsewhere(self, reason: str, raw_digest: str) -> "Look":
        """This look, its content set aside as another page's; `raw_digest` is that of the last content."""
        arrival = self.arrival
        if arrival is not None:
            facts = arrival.facts | {"reason": reason}
            arrival = arrival.model_copy(
                update={"outcome": Outcome.MOVED, "raw": b"", "media_type": "", "facts": facts}
            )
        return replace(self, arrival=arrival, problem=reason, raw_digest=raw_digest)

    @property
    def raw(self) -> bytes:
        """The bytes of new content, b"" when there was none."""
        return self.arrival.raw if self.arrival and self.arrival.outcome is Outcome.CONTENT else b""


def look(follow: Follow, answer: Answer, *, now: datetime) -> Look:
    """What an answer comes to for what is followed. The same bytes as before are "unchanged", whatever the status."""
    if isinstance(answer, Failed):
        return _failed(follow, answer, now)
    if isinstance(answer, NotModified):
        kept = _arrival(follow, Outcome.UNCHANGED, _facts(304, answer.headers, answer.final, follow), now)
        return _good(follow, answer.hops, answer.final, known(follow), follow.raw_digest, kept)
    digest, facts = chain.digest(answer.raw), _facts(answer.status, answer.headers, answer.final, follow)
    if digest == follow.raw_digest:
        kept = _arrival(follow, Outcome.UNCHANGED, facts | {"same": "the very same bytes"}, now)
    else:
        kept = _arrival(follow, Outcome.CONTENT, facts, now, answer)
    return _good(follow, answer.hops, answer.final, answer.known, digest, kept)


def known(follow: Follow) -> Known:
    """What the last content said of itself, to be asked with."""
    return Known(follow.etag, follow.last_modified, follow.stood_at)


def _good(
    follow: Follow, hops: tuple[Hop, ...], final: str, said: Known, raw_digest: str, arrival: Arrival | None
) -> Look:
    return Look(_settled(follow.at, hops), said, raw_digest, arrival, final, hops)


def _failed(follow: Follow, answer: Failed, now: datetime) -> Look:
    facts = _facts(answer.status, answer.headers, answer.final, follow) | {"reason": answer.reason}
    asked = answer.why not in _NOTHING_ASKED
    return Look(
        follow.at,
        known(follow),
        follow.raw_digest,
        _arrival(follow, _OUTCOMES.get(answer.why, Outcome.FAILED), facts, now) if asked else None,
        answer.final,
        answer.hops,
        problem=answer.reason,
        retry_after=answer.retry_after,
        put_off=answer.why is Why.NOT_YET,
    )


def _settled(at: str, hops: tuple[Hop, ...]) -> str:
    """Where to look next: as far along the redirects as they said "for ever"."""
    for hop in hops:
        if not hop.permanent:
            break
        at = hop.address
    return at


def _facts(status: int, headers: dict[str, str], final: str, follow: Follow) -> dict[str, str]:
    facts = dict(headers)
    if status:
        facts["status"] = str(status)
    if final and final != follow.address:
        facts["at"] = final
    return facts


def _arrival(
    follow: Follow, outcome: Outcome, facts: dict[str, str], now: datetime, content: Fetched | None = None
) -> Arrival:
    return Arrival(
        address=follow.address,
        via=Via.LIVE,
        seen_at=now,
        outcome=outcome,
        media_type=read.media_type_of(content.media_type, content.raw) if content else "",
        raw=content.raw if content else b"",
        facts=facts,
    )
