"""A history flow: versions as columns, each sentence a band through those that hold it.

After Viégas, Wattenberg and Dave, "Studying Cooperation and Conflict between Authors with history flow
Visualizations" (CHI 2004), with sentences for authors.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.model import Part
from tracker.threads import Lineage, ThreadId, Wording

#: Columns that a picture holds; of more versions those that brought most text. Range 20 to 120.
COLUMNS = 60


class Stay(NamedTuple):
    """A run of columns, without a break, in which a band stands: the first and the last, from 0."""

    first: int
    last: int


@dataclass(frozen=True)
class Band:
    """One sentence's life in the columns. `born` is the column from which on it was known, `turns` where it reads
    otherwise than in the column before, `wordings` all its texts, oldest first."""

    thread: ThreadId
    part: Part
    born: int
    stays: tuple[Stay, ...]
    turns: tuple[int, ...]
    wordings: Sequence[Wording]


@dataclass(frozen=True)
class Flow:
    """A story's versions as columns and its sentences as bands.

    `columns` names versions by their captures. `order` says for each column which bands stand in it, in reading order,
    and `sizes` how many characters each has there. `left_out` versions have no column; `unseen` sentences stood in
    none of the columns.
    """

    columns: Sequence[int]
    bands: Sequence[Band]
    order: Sequence[Sequence[int]]
    sizes: Sequence[Sequence[int]]
    left_out: int
    unseen: int


def flow(made: Lineage, most: int = COLUMNS) -> Flow:
    """The history flow of a story, with at most so many columns (two or more)."""
    versions = list(made.orders)
    columns = _columns(made, versions, most)
    numbers = {capture_id: number for number, capture_id in enumerate(versions)}
    since = {thread: [numbers[each.since_id] for each in wordings] for thread, wordings in made.threads.items()}
    standing = [[(thread, _at(since[thread], numbers[column])) for thread in made.orders[column]] for column in columns]
    seen: dict[ThreadId, list[tuple[int, int]]] = {}
    for at, here in enumerate(standing):
        for thread, ordinal in here:
            seen.setdefault(thread, []).append((at, ordinal))
    places = {thread: place for place, thread in enumerate(seen)}
    bands = [_band(thread, made.threads[thread], found) for thread, found in seen.items()]
    return Flow(
        columns=columns,
        bands=bands,
        order=[[places[thread] for thread, _ in here] for here in standing],
        sizes=[[len(made.threads[thread][ordinal].text) for thread, ordinal in here] for here in standing],
        left_out=len(versions) - len(columns),
        unseen=len(made.threads) - len(bands),
    )


def _columns(made: Lineage, versions: Sequence[int], most: int) -> list[int]:
    """The first version, the newest, and between them those that brought most text."""
    if len(versions) <= most:
        return list(versions)
    brought = dict.fromkeys(versions, 0)
    for wordings in made.threads.values():
        for wording in wordings:
            brought[wording.since_id] += len(wording.text)
    between = sorted(versions[1:-1], key=lambda capture_id: -brought[capture_id])[: most - 2]
    chosen = {versions[0], versions[-1], *between}
    return [capture_id for capture_id in versions if capture_id in chosen]


def _at(since: Sequence[int], number: int) -> int:
    """Which wording of a thread stands in a version."""
    return bisect_right(since, number) - 1


def _band(thread: ThreadId, wordings: Sequence[Wording], found: Sequence[tuple[int, int]]) -> Band:
    stays: list[Stay] = []
    turns: list[int] = []
    before = (-2, -1)
    for at, ordinal in found:
        if at == before[0] + 1:
            stays[-1] = Stay(stays[-1].first, at)
            if any(not wording.folded for wording in wordings[before[1] + 1 : ordinal + 1]):
                turns.append(at)
        else:
            stays.append(Stay(at, at))
        before = at, ordinal
    return Band(thread, wordings[-1].part, stays[0].first, tuple(stays), tuple(turns), wordings)


def joined(found: Flow) -> list[list[int]]:
    """The bands by which neighbours that live and move alike are one, in the order in which they first stand."""
    after: dict[int, set[int | None]] = {}
    for here in found.order:
        for band, following in zip(here, [*here[1:], None], strict=True):
            after.setdefault(band, set()).add(following)
    groups: list[list[int]] = []
    inside: set[int] = set()
    for band in range(len(found.bands)):
        if band in inside:
            continue
        group = [band]
        while (following := _follows(found, after, group[-1])) is not None and following not in inside:
            group.append(following)
        inside.update(group)
        groups.append(group)
    return groups


def _follows(found: Flow, after: Mapping[int, set[int | None]], band: int) -> int | None:
    """The band that stands right behind another wherever either stands; None where there is none."""
    (following, *others) = after[band]
    if others or following is None:
        return None
    one, other = found.bands[band], found.bands[following]
    return following if one.stays == other.stays and one.part is other.part else None
