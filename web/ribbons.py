"""The drawing of a history flow: bands as ribbons from column to column, within a budget of letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from tracker import flow as reading
from tracker.flow import Band, Flow, Stay
from tracker.threads import Lineage

#: The drawing's own width; it is stretched to the page's. Its height is in CSS pixels.
WIDTH = 1000
#: Letters of all ribbons in the page; with more, neighbours are joined, then columns are left out. Range 20,000 up.
BUDGET = 42_000
#: Bands of one sentence each, at most; beyond it neighbours that live alike are one. Range 60 to 200.
SINGLE = 140
#: Steps of the scale that tells in which column a sentence first stood; step 0 is the first version.
AGES = 8
#: Half of a column's breadth, and the least distance between two columns.
HALF, CLOSE = 5, 14
#: Height of a band at the least, in characters of text: a byline is to be seen too.
LEAST = 24


@dataclass(frozen=True)
class Ribbon:
    """Neighbouring bands (mostly one) drawn as one: which, their step on the scale of ages, and the path."""

    bands: Sequence[Band]
    age: int
    path: str


@dataclass(frozen=True)
class Drawing:
    """A history flow as paths. `at` are the columns' places, 0 to WIDTH.

    `came`, `went`, `turned` and `back` are the marks of all bands together: where one begins, where it is cut, where
    it is reworded, and the way over which it was away.
    """

    flow: Flow
    height: int
    at: Sequence[int]
    ribbons: Sequence[Ribbon]
    came: str
    went: str
    turned: str
    back: str


def draw(made: Lineage, times: Sequence[float] | None = None, *, height: int, budget: int = BUDGET) -> Drawing:
    """Draw a history flow; by `times` (seconds, one a version) its columns stand as far apart as the versions do."""
    most = reading.COLUMNS
    while True:
        drawn = _drawn(made, reading.flow(made, most), times, height, single=SINGLE)
        if sum(len(ribbon.path) for ribbon in drawn.ribbons) > budget:
            drawn = _drawn(made, drawn.flow, times, height, single=0)
        if sum(len(ribbon.path) for ribbon in drawn.ribbons) <= budget or most <= 2:
            return drawn
        most = max(most // 2, 2)


def _drawn(made: Lineage, found: Flow, times: Sequence[float] | None, height: int, *, single: int) -> Drawing:
    known = {capture_id: number for number, capture_id in enumerate(made.orders)}
    at = _places([times[known[column]] for column in found.columns] if times else list(range(len(found.columns))))
    edges = _edges(found, height)
    groups = reading.joined(found) if len(found.bands) > single else [[band] for band in range(len(found.bands))]
    pen = _Pen(at, edges)
    ribbons = [
        Ribbon(
            [found.bands[band] for band in group],
            _age(found.bands[group[0]].born, len(found.columns)),
            "".join(pen.ribbon(group, stay) for stay in found.bands[group[0]].stays),
        )
        for group in groups
    ]
    last = len(found.columns) - 1
    for group in groups:
        pen.marks(group, found.bands, last)
    return Drawing(found, height, at, ribbons, pen.came, pen.went, pen.turned, pen.back)


def _places(times: Sequence[float]) -> list[int]:
    """Where the columns stand, from HALF to WIDTH - HALF, in proportion to the time between them but never too close.

    What is needed to keep close ones apart is taken from the long waits.
    """
    room = WIDTH - 2 * HALF
    steps = [max(later - earlier, 0.0) for earlier, later in pairwise(times)]
    close = min(CLOSE, room / max(len(steps), 1))
    spare, total = room - close * len(steps), sum(steps)
    widths = [close + (spare * step / total if total else spare / len(steps)) for step in steps]
    return [round(HALF + place) for place in accumulate(widths, initial=0.0)]


def _edges(found: Flow, height: int) -> list[dict[int, tuple[int, int]]]:
    """For each column where its bands begin and end, from the top down."""
    tall = max((sum(max(size, LEAST) for size in sizes) for sizes in found.sizes), default=1) or 1
    out = []
    for here, sizes in zip(found.order, found.sizes, strict=True):
        ends = [round(end * height / tall) for end in accumulate((max(size, LEAST) for size in sizes), initial=0)]
        out.append({band: (top, bottom) for band, (top, bottom) in zip(here, pairwise(ends), strict=True)})
    return out


def _age(born: int, columns: int) -> int:
    return 0 if born == 0 else 1 + (born - 1) * (AGES - 1) // max(columns - 1, 1)


class _Pen:
    """Writes SVG paths; group by group it gathers the marks of all."""

    def __init__(self, at: Sequence[int], edges: Sequence[dict[int, tuple[int, int]]]) -> None:
        self._at, self._edges = at, edges
        self.came = self.went = self.turned = self.back = ""

    def ribbon(self, group: Sequence[int], stay: Stay) -> str:
        """The outline of neighbouring bands through a run of columns."""
        columns = range(stay.first, stay.last + 1)
        tops = [self._edges[column][group[0]][0] for column in columns]
        bottoms = [self._edges[column][group[-1]][1] for column in columns]
        gaps = [self._at[column + 1] - self._at[column] - 2 * HALF for column in columns[:-1]]
        forth = _edge(tops, gaps, 1)
        back = _edge(bottoms[::-1], gaps[::-1], -1)
        return f"M{self._at[stay.first] - HALF} {tops[0]}{forth}V{bottoms[-1]}{back}Z"

    def marks(self, group: Sequence[int], bands: Sequence[Band], last: int) -> None:
        """The marks of a group: where it begins and ends, what is reworded in it, and over which way it was away."""
        stays = bands[group[0]].stays
        for stay in stays:
            if stay.first:
                self.came += self._across(group, stay.first, -HALF)
            if stay.last < last:
                self.went += self._across(group, stay.last, HALF)
        for gone, returned in pairwise(stays):
            self.back += self._way(group, gone.last, returned.first)
        for band in group:
            self.turned += "".join(self._across([band], column, -HALF) for column in bands[band].turns)

    def _across(self, group: Sequence[int], column: int, aside: int) -> str:
        top, bottom = self._edges[column][group[0]][0], self._edges[column][group[-1]][1]
        return f"M{self._at[column] + aside} {top}v{bottom - top}"

    def _way(self, group: Sequence[int], gone: int, returned: int) -> str:
        start, end = ((self._edges[at][group[0]][0] + self._edges[at][group[-1]][1]) // 2 for at in (gone, returned))
        x, far = self._at[gone] + HALF, self._at[returned] - HALF
        middle = (x + far) // 2
        return f"M{x} {start}C{middle} {start} {middle} {end} {far} {end}"


def _edge(heights: Sequence[int], gaps: Sequence[int], way: int) -> str:
    """One edge of a ribbon, relative: level through each column, a curve between two of different heights."""
    out, level = "", 2 * HALF
    for (before, after), gap in zip(pairwise(heights), gaps, strict=True):
        if before == after:
            level += gap + 2 * HALF
            continue
        half, far, rise = way * (gap // 2), way * gap, after - before
        out += f"h{way * level}c{half} 0 {half} {rise} {far} {rise}"
        level = 2 * HALF
    return f"{out}h{way * level}"
