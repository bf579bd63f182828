"""Seals: each capture is sealed over the one before it, so that a later alteration of the record shows.

The seal, `rowback-seal/1`, is the SHA-256 (FIPS 180-4), in lower-case hex, of these lines in UTF-8, each ended by LF:

    rowback-seal/1
    previous: <seal of the capture before it in the chain, or the chain's origin>
    sequence: <1, 2, 3, ...>
    via: <live | feed | push | warc | wayback | import>
    seen_at: <UTC, ISO 8601, microseconds, "Z">
    kept_at: <the same form>
    address: <the address that was looked at>
    outcome: <content | unchanged | gone | moved | blocked | failed>
    media_type: <how the raw bytes are to be read, "" when there are none>
    raw: <SHA-256 of the raw bytes in hex, "" when there are none>

Where a fetch told more (its status, the headers that matter), the first line is `rowback-seal/2` and one line follows:

    facts: <SHA-256 of the facts as JSON: keys sorted, "," and ":" without spaces, all but ASCII escaped (RFC 8259)>

The origin of a chain is the SHA-256 of "rowback-seal/1\\norigin: <address first followed>\\n".
Nothing derived is sealed, so that new columns and better extraction never break an old seal.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel

from tracker.archive import Archive, Progress, silent
from tracker.errors import BadInput, RowbackError
from tracker.model import Capture

FORMAT = "rowback-seal/1"

#: The form of a capture that carries facts. Taking its facts away, or adding some to another, breaks the seal.
FORMAT_WITH_FACTS = "rowback-seal/2"


def digest(raw: bytes) -> str:
    """SHA-256 of raw bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()


def origin(address: str) -> str:
    """The value that stands for "the seal before" the first capture of a chain."""
    return digest(f"{FORMAT}\norigin: {address}\n".encode())


def stamp(instant: datetime) -> str:
    """An instant as the seal writes it; the same instant in any zone gives the same text."""
    if instant.tzinfo is None:
        raise BadInput("a time without a zone cannot be sealed")
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def seal(capture: Capture, previous: str) -> str:
    """The seal of a capture whose chain stood at `previous`. Raises BadInput where a field could forge a line."""
    fields = {
        "previous": previous,
        "sequence": str(capture.sequence),
        "via": str(capture.via),
        "seen_at": stamp(capture.seen_at),
        "kept_at": stamp(capture.kept_at),
        "address": capture.address,
        "outcome": str(capture.outcome),
        "media_type": capture.media_type,
        "raw": capture.raw_digest,
    }
    if capture.facts:
        fields["facts"] = digest(json.dumps(capture.facts, sort_keys=True, separators=(",", ":")).encode())
    if any("\n" in value for value in fields.values()):
        raise BadInput("a line break cannot be sealed")
    form = FORMAT_WITH_FACTS if capture.facts else FORMAT
    return digest("".join([f"{form}\n", *(f"{name}: {value}\n" for name, value in fields.items())]).encode())


@dataclass(frozen=True)
class Break:
    """The first place where a record does not hold; sequence 0 is a raw that no capture names."""

    address: str
    sequence: int
    why: str

    def __str__(self) -> str:
        place = f"{self.address}, capture {self.sequence}" if self.sequence else self.address
        return f"{place}: {self.why}"


def first_break(address: str, captures: Iterable[Capture]) -> Break | None:
    """The first capture of one chain, in order of sequence, that its seal does not cover; None when all hold."""
    previous, expected = origin(address), 1
    rows = iter(captures)
    try:
        for capture in rows:
            if capture.sequence != expected:
                return Break(address, expected, f"it is missing; the next one kept is {capture.sequence}")
            if seal(capture, previous) != capture.seal:
                return Break(address, expected, "its seal does not match what is written there")
            previous, expected = capture.seal, expected + 1
    except (RowbackError, ValueError, TypeError) as error:
        return Break(address, expected, f"what is written there cannot be read ({str(error).splitlines()[0]})")
    return None if expected > 1 else Break(address, 1, "it is missing; the chain is empty")


class Head(BaseModel, frozen=True):
    """How far a chain had come: the address first followed, its last sequence and that capture's seal."""

    address: str
    sequence: int
    seal: str


class Checkpoint(BaseModel, frozen=True):
    """Every chain's head at one time: kept elsewhere, it lets a missing tail or a missing story be found."""

    format: Literal["rowback-checkpoint/1"] = "rowback-checkpoint/1"
    made_at: datetime
    heads: list[Head]


def missing(checkpoint: Checkpoint, seals: dict[tuple[str, int], str]) -> Iterator[Break]:
    """What the checkpoint knew that is not there now; `seals` gives the seal kept at each (address, sequence)."""
    for head in checkpoint.heads:
        kept = seals.get((head.address, head.sequence))
        if kept is None:
            yield Break(head.address, head.sequence, "the checkpoint has it, and it is not here now")
        elif kept != head.seal:
            yield Break(head.address, head.sequence, "its seal is not the one that the checkpoint has")


@dataclass(frozen=True)
class Report:
    """What a verification walked, and the first thing that did not hold (None: all holds)."""

    chains: int
    captures: int
    raws: int
    broken: Break | None


def verify(archive: Archive, checkpoint: Checkpoint | None = None, progress: Progress = silent) -> Report:
    """Walk every chain and every raw; with a checkpoint, find also what is missing at the end or altogether."""
    chains = captures = 0
    heads = {(head.address, head.sequence) for head in checkpoint.heads} if checkpoint else set()
    seals: dict[tuple[str, int], str] = {}
    whole: set[str] = set()
    for chain, kept in archive.chains():
        rows = Rows(kept)
        broken = first_break(chain.address, rows) or _first_damage(archive, chain.address, rows.read, whole)
        chains, captures = chains + 1, captures + len(rows.read)
        if broken:
            return Report(chains, captures, len(whole), broken)
        seals |= {key: row.seal for row in rows.read if (key := (chain.address, row.sequence)) in heads}
        progress(len(rows.read))
    for raw_digest in archive.digests():
        if raw_digest not in whole and (why := _damage(archive, raw_digest)):
            return Report(chains, captures, len(whole), Break(f"raw {raw_digest}", 0, why))
        whole.add(raw_digest)
    return Report(chains, captures, len(whole), next(missing(checkpoint, seals), None) if checkpoint else None)


class Rows:
    """Captures that can be gone through once, and are remembered as far as they were read."""

    def __init__(self, captures: Iterable[Capture]) -> None:
        self._captures = captures
        self.read: list[Capture] = []

    def __iter__(self) -> Iterator[Capture]:
        for capture in self._captures:
            self.read.append(capture)
            yield capture


def _first_damage(archive: Archive, address: str, rows: list[Capture], whole: set[str]) -> Break | None:
    """The first capture whose raw is not what was sealed; raws that are are added to `whole`, each looked at once."""
    for row in rows:
        if row.raw_digest and row.raw_digest not in whole:
            if why := _damage(archive, row.raw_digest):
                return Break(address, row.sequence, why)
            whole.add(row.raw_digest)
    return None


def _damage(archive: Archive, raw_digest: str) -> str:
    """Why a raw is not what its capture says, "" when it is."""
    try:
        raw = archive.raw(raw_digest)
    except RowbackError as error:
        return f"its raw bytes cannot be had back: {error}"
    return "" if digest(raw) == raw_digest else "its raw bytes are not those that were sealed"


def checkpoint(archive: Archive, made_at: datetime) -> Checkpoint:
    """Every chain's head as it is now."""
    heads = []
    for chain, kept in archive.chains():
        if rows := list(kept):
            heads.append(Head(address=chain.address, sequence=rows[-1].sequence, seal=rows[-1].seal))
    return Checkpoint(made_at=made_at, heads=heads)
