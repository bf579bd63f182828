"""A sixth outlet whose stories and edits are real: a ministry's releases, each saved version an edit of the script."""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.press.edits import What
from tests.press.script import Edit, Listing, Outlet, Script, Story
from tests.press.text import Line, Text

#: Days between a release's dateline and its first capture above which its edits are only re-keying (SOURCE.txt).
NATIVE = 45

#: Versions of a release that is taken: below, nothing happens to it; above, it is a form letter used again and again.
VERSIONS = (2, 12)

#: Share of the time left after publication within which a release's whole life must fit; longer ones are compressed.
FILLED = 0.9


def with_real(script: Script, data: Path, *, most: int = 60, seed: int = 4) -> Script:
    """The script with an outlet of real releases added; `data` is the folder of shared data."""
    hand = random.Random(seed)
    ministry = Outlet(6, "Ministry of Law", "dispatch", Listing.JSON, newsletter_from=script.start + timedelta(days=2))
    releases = list(_releases(data / "sg_minlaw_releases"))
    chosen = hand.sample(releases, min(most, len(releases)))
    first = len(script.stories)
    added = [_story(hand, script, ministry, first + n, release) for n, release in enumerate(chosen)]
    return replace(script, outlets=[*script.outlets, ministry], stories=[*script.stories, *added])


def _releases(folder: Path) -> Iterator[list[tuple[datetime, Text]]]:
    """Each release as its versions with their times, those with the same text as the one before left out."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                if row["days_first_capture_after_dateline"] <= NATIVE:
                    versions = _versions(row)
                    if VERSIONS[0] <= len(versions) <= VERSIONS[1] and len(versions[0][1].lines) >= 4:
                        yield versions


def _versions(row: dict[str, Any]) -> list[tuple[datetime, Text]]:
    versions: list[tuple[datetime, Text]] = []
    for version in row["versions"]:
        lines = tuple(Line(" ".join(text.split())) for text in version["paragraphs"] if text.strip())
        text = Text(" ".join(version["title"].split()), "", "Ministry of Law", lines)
        if lines and text.headline and (not versions or text != versions[-1][1]):
            versions.append((datetime.fromisoformat(version["time"]), text))
    return versions


def _story(
    hand: random.Random, script: Script, outlet: Outlet, number: int, versions: list[tuple[datetime, Text]]
) -> Story:
    published_at = (script.start + (script.end - script.start) * 0.6 * hand.random()).replace(microsecond=0)
    lived = versions[-1][0] - versions[0][0]
    scale = min(1.0, (script.end - published_at) * FILLED / lived) if lived else 1.0
    edits: list[Edit] = []
    for at, text in versions:
        moment = (published_at + (at - versions[0][0]) * scale).replace(microsecond=0)
        moment = max(moment, edits[-1].at + timedelta(seconds=1)) if edits else moment
        same = bool(edits) and edits[-1].text.said() == text.said()
        edits.append(Edit(moment, (What.TYPOGRAPHY if same else What.REAL) if edits else None, text))
    return Story(number, outlet, "releases", tuple(edits))
