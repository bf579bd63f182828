"""Turns the real revisions in ../shared/data into lines of JSON that `rowback import` takes."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def sg_minlaw(data: Path) -> Iterator[bytes]:
    """A ministry's newsroom: every save of a release, speech or consultation."""
    for path in sorted((data / "sg_minlaw_releases").glob("*.jsonl.gz")):
        for story in records(path):
            for version in story["versions"]:
                yield _line(
                    f"https://www.mlaw.example/{story['section']}/{story['story_id']}",
                    version["time"],
                    headline=version["title"],
                    paragraphs=version["paragraphs"],
                    published_at=version["dateline"] or None,
                    language="en",
                    outlet="Ministry of Law",
                )


def ch_federal(data: Path) -> Iterator[bytes]:
    """Swiss government releases in four languages."""
    for story in records(data / "ch_federal_releases" / "stories.jsonl.gz"):
        for version in story["versions"]:
            yield _line(
                f"https://www.admin.example/{story['story_id']}",
                version["time"],
                headline=version["title"],
                standfirst=version["lead"],
                paragraphs=version["paragraphs"],
                language=story["slot_language"],
                outlet="Federal Council",
            )


def govuk(data: Path) -> Iterator[bytes]:
    """Two pages on the pandemic with 51 and 63 versions."""
    for path in sorted((data / "govuk_coronavirus").glob("*.jsonl")):
        for version in records(path):
            blocks = [block["text"] for block in version["blocks"]]
            yield _line(
                f"https://www.gov.example/{path.stem}",
                version["time"],
                headline=blocks[0],
                paragraphs=blocks[1:],
                language="en",
                outlet="Government",
            )


SOURCES = {"sg_minlaw_releases": sg_minlaw, "ch_federal_releases": ch_federal, "govuk_coronavirus": govuk}


def _line(url: str, seen_at: str, **fields: Any) -> bytes:
    url = "".join(char if char.isascii() and char.isprintable() and char != " " else "-" for char in url)
    stated = {name: value for name, value in fields.items() if value is not None}
    return json.dumps({"url": url, "seen_at": seen_at} | stated).encode()
