"""A newsroom for tests: makes lines and captures of stories that never were."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.fetching import jsonlines
from tracker.model import Arrival, Via

URL = "https://paper.example/news/fire"
MORNING = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes after the morning on which every story here begins."""
    return MORNING + timedelta(minutes=minutes)


def line(minutes: float, *paragraphs: str, url: str = URL, **fields: Any) -> bytes:
    """A line of JSON for a text seen so many minutes into the morning."""
    body = {"url": url, "seen_at": at(minutes).isoformat(), "paragraphs": list(paragraphs), "headline": "Fire at mill"}
    return json.dumps(body | fields).encode()


def arrival(raw: bytes, via: Via = Via.IMPORT) -> Arrival:
    """A line as a capture that has arrived."""
    return jsonlines.arrival(raw, via=via, now=NOW)


def arrivals(raws: Sequence[bytes], via: Via = Via.IMPORT) -> list[Arrival]:
    """Lines as captures that have arrived."""
    return [arrival(raw, via) for raw in raws]


#: A text long enough that a much shorter one after it must wait to be confirmed.
LONG = tuple(
    f"Paragraph {n} tells at some length what the fire brigade of the town did in the night." for n in range(12)
)
