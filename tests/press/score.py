"""The score of whoever watched the newsroom: which edits became versions, which versions had no edit behind them.

Pure over the script, the server's log and the store's record. The truth of what stood at a look is the log's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from statistics import mean, median

from tests.press.record import Kept, Seen, Told
from tests.press.script import Script, Story, Trouble
from tests.press.server import Asked
from tests.press.text import plainly
from tracker.model import BlockRole, Event, Finding

#: Minutes that two answers "gone" must lie apart before a story counts as taken down.
APART = timedelta(minutes=2)

#: Seconds between two requests to one host that every outlet expects, whatever its robots.txt says.
INTERVAL = 2.0

#: The classic decay (NewsDiffs): up to an age in hours, minutes between checks.
CLASSIC = ((3.0, 15.0), (24.0, 60.0), (168.0, 180.0), (720.0, 4_320.0), (8_640.0, 43_200.0))


@dataclass(frozen=True)
class Fault:
    """One thing that went wrong: with which scripted story, when, and what can be told of it."""

    story: int
    at: datetime
    cause: str
    detail: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n      ".join([f"story {self.story} at {self.at:%a %H:%M:%S}: {self.cause}", *self.detail[:6]])


@dataclass
class Score:
    """The figures. `unseen` edits were overtaken before anybody looked; `pending` ones are held as the time ends."""

    edits: int = 0
    up: int = 0
    caught: int = 0
    invisible: int = 0
    unseen: int = 0
    pending: int = 0
    missed: list[Fault] = field(default_factory=list)
    versions: int = 0
    false: list[Fault] = field(default_factory=list)
    tests: list[Fault] = field(default_factory=list)
    exact: int = 0
    inexact: list[Fault] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    found: int = 0
    open_stories: int = 0
    never_found: list[Fault] = field(default_factory=list)
    mixed: list[Fault] = field(default_factory=list)
    doubled: list[Fault] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    event_faults: list[Fault] = field(default_factory=list)
    robots: list[str] = field(default_factory=list)
    impolite: list[str] = field(default_factory=list)
    most_at_once: int = 0
    requests: int = 0
    story_requests: int = 0
    not_modified: int = 0
    classic: int = 0

    def report(self) -> str:
        """The figures as lines, and every fault with its cause."""
        delay = f"mean {mean(self.delays):.0f} min, median {median(self.delays):.0f} min" if self.delays else "-"
        lines = [
            f"edits scripted {self.edits}; up at a look {self.up}, caught {self.caught}, pending {self.pending}, "
            f"missed {len(self.missed)}; overtaken unseen {self.unseen}, no change to a reader {self.invisible}",
            f"versions {self.versions}; without an edit {len(self.false)}, and of headline tests {len(self.tests)}",
            f"body exactly as written {self.exact} of {self.versions}",
            f"known after an edit: {delay}",
            f"stories found {self.found} of {self.open_stories}; mixed {len(self.mixed)}, doubled {len(self.doubled)}",
            f"events {dict(self.events)}; wrong or missing {len(self.event_faults)}",
            f"requests {self.requests}, of stories {self.story_requests} (classic decay: {self.classic}), "
            f"304s {self.not_modified}",
            f"against robots.txt {len(self.robots)}, too soon {len(self.impolite)}, most at once {self.most_at_once}",
        ]
        for name in ("missed", "false", "tests", "inexact", "never_found", "mixed", "doubled", "event_faults"):
            lines += [f"  {name.replace('_', ' ')}: {fault}" for fault in getattr(self, name)]
        return "\n".join([*lines, *(f"  robots: {line}" for line in self.robots), *self.impolite])


def score(script: Script, log: Sequence[Asked], kept: Sequence[Kept]) -> Score:
    """The score of a drive that ended at the script's end. The log is put in the order in which requests came."""
    result, log = Score(), sorted(log, key=lambda asked: asked.at)
    looks = _looks(log)
    by_number = _matched(script, kept, result)
    for story in script.stories:
        if story.published_at < script.end and not story.member:
            _score_story(script, story, looks.get(story.number, []), by_number.get(story.number), result)
            _score_events(story, log, by_number.get(story.number), result)
    _score_requests(script, log, result)
    _score_manners(script, log, result)
    return result


def _looks(log: Iterable[Asked]) -> dict[int, list[tuple[datetime, int]]]:
    """For each story, when it was shown in full and in which state."""
    looks: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for asked in log:
        if asked.story is not None and asked.state is not None:
            looks[asked.story].append((asked.at, asked.state))
    return looks


def _matched(script: Script, kept: Sequence[Kept], result: Score) -> dict[int, Kept]:
    """The store's story of each scripted one; those that hold two, and scripted ones that two hold, are faults."""
    holders: dict[int, list[Kept]] = defaultdict(list)
    for one in kept:
        if len(one.numbers) > 1:
            at = one.captures[0].seen_at
            addresses = sorted({seen.address for seen in one.captures})
            result.mixed.append(Fault(min(one.numbers), at, f"holds {sorted(one.numbers)}", tuple(addresses)))
        for number in one.numbers:
            holders[number].append(one)
    for number, several in holders.items():
        if len(several) > 1:
            addresses = sorted({seen.address for one in several for seen in one.captures})
            at = max(one.captures[0].seen_at for one in several)
            result.doubled.append(Fault(number, at, f"held by {len(several)} stories", tuple(addresses)))
    return {number: several[0] for number, several in holders.items()}


def _score_story(
    script: Script, story: Story, looks: list[tuple[datetime, int]], one: Kept | None, result: Score
) -> None:
    result.open_stories += 1
    result.edits += sum(1 for edit in story.edits[1:] if edit.at < script.end)
    if one is None or not one.versions:
        cause = "it was shown and no version came of it" if looks else "it was never shown in full to who asked"
        result.never_found.append(Fault(story.number, story.published_at, cause, _told(one, story.published_at)))
        return
    result.found += 1
    _score_versions(story, looks, one, result)
    _score_texts(story, one, result)


def _score_versions(story: Story, looks: list[tuple[datetime, int]], one: Kept, result: Score) -> None:
    """Align the states that were shown with the versions that were made."""
    shown: list[tuple[datetime, int]] = []
    for at, state in looks:
        if not shown or _said(story, state) != _said(story, shown[-1][1]):
            shown.append((at, state))
    versions = [told for told in one.versions if told.mark is None or told.mark.story == story.number]
    result.versions += len(versions)
    expected = [_said(story, state) for _, state in shown]
    made = [_said(story, told.mark.state) if told.mark else "" for told in versions]
    result.unseen += _overtaken(story, looks)
    states = sorted({state for _, state in looks} - {0})
    result.invisible += sum(1 for state in states if _said(story, state) == _said(story, state - 1))
    for tag, a, b, c, d in SequenceMatcher(None, expected, made, autojunk=False).get_opcodes():
        if tag == "equal":
            for (_, state), told in zip(shown[a:b], versions[c:d], strict=True):
                _score_caught(story, state, told, result)
            continue
        for at, state in shown[a:b]:
            _score_missed(story, at, state, one, result)
        for place in range(c, d):
            _score_false(story, versions[place - 1] if place else None, versions[place], result)


def _said(story: Story, state: int) -> str:
    return story.edits[state].text.said()


def _overtaken(story: Story, looks: list[tuple[datetime, int]]) -> int:
    """Edits that stood at no look."""
    states = {state for _, state in looks}
    return sum(1 for state in range(1, len(story.edits)) if state not in states)


def _score_caught(story: Story, state: int, told: Told, result: Score) -> None:
    if state > 0:
        result.up += 1
        result.caught += 1
        result.delays.append(max((told.seen_at - story.edits[state].at).total_seconds() / 60, 0.0))


def _score_missed(story: Story, at: datetime, state: int, one: Kept, result: Score) -> None:
    result.up += state > 0
    last = next((seen for seen in reversed(one.captures) if seen.mark is not None), None)
    if last is not None and last.finding is Finding.HELD and last.mark and last.mark.state == state:
        result.pending += 1
        return
    what = story.edits[state].what or "publication"
    result.missed.append(Fault(story.number, at, f"{story.outlet.dress}: {what}, state {state}", _told(one, at)))


def _told(one: Kept | None, at: datetime) -> tuple[str, ...]:
    """What the store said of the captures about a moment."""
    near: list[Seen] = [seen for seen in one.captures if seen.seen_at >= at - timedelta(minutes=2)][:4] if one else []
    return tuple(f"{seen.seen_at:%a %H:%M:%S} {seen.outcome} {seen.finding} {seen.mark} {seen.reason}" for seen in near)


def _score_false(story: Story, before: Told | None, told: Told, result: Score) -> None:
    fault = Fault(story.number, told.seen_at, f"{story.outlet.dress}: {_guess(story, before, told)}", told.changes)
    in_test = story.test is not None and told.changes and all("headline" in line for line in told.changes)
    (result.tests if in_test else result.false).append(fault)


def _guess(story: Story, before: Told | None, told: Told) -> str:
    """Why a version was made without an edit behind it, as far as the script can tell."""
    if told.mark is None:
        trouble = story.trouble_at(told.seen_at)
        return f"a page of no story ({trouble or 'a wall'})"
    since = before.seen_at if before else story.published_at
    outlet = story.outlet
    causes = [
        name
        for name, at in (("redesign", outlet.redesign_at), ("newsletter box", outlet.newsletter_from))
        if at is not None and since < at <= told.seen_at
    ]
    if story.test and story.test.start <= told.seen_at and since <= story.test.end:
        causes.append("headline test")
    extra, lost = _differences(story, told)
    causes += [f"{len(extra)} blocks too many"] * bool(extra) + [f"{len(lost)} blocks lost"] * bool(lost)
    if before and before.mark and told.mark.state != before.mark.state:
        causes.append(f"edit {story.edits[told.mark.state].what} is no change to a reader")
    return ", ".join(causes) or "cause unknown"


def _differences(story: Story, told: Told) -> tuple[list[str], list[str]]:
    """Blocks of a version that the story does not have, and the other way round.

    Stamps that are too many are left out, and the standfirst, which some outlets set as the first paragraph.
    """
    if told.mark is None:
        return [], []
    written = [plainly(line) for line in story.edits[told.mark.state].text.paragraphs()]
    front = plainly(story.edits[told.mark.state].text.standfirst)
    read = {plainly(block.text): block.role for block in told.document.blocks}
    extra = [text for text, role in read.items() if role is not BlockRole.STAMP and text not in (*written, front)]
    return extra, [text for text in written if text not in read]


def _score_texts(story: Story, one: Kept, result: Score) -> None:
    """Whether the body of each version is exactly what was written."""
    for told in one.versions:
        extra, lost = _differences(story, told)
        if told.mark is None or told.mark.story != story.number:
            continue
        if not extra and not lost:
            result.exact += 1
            continue
        detail = [f"too much: {text[:90]}" for text in extra[:3]] + [f"lost: {text[:90]}" for text in lost[:3]]
        cause = f"{story.outlet.dress}{' live' * story.live}: version {told.number} is not as written"
        result.inexact.append(Fault(story.number, told.seen_at, cause, tuple(detail)))


def _score_events(story: Story, log: Sequence[Asked], one: Kept | None, result: Score) -> None:
    """A story that answered "gone" twice, some minutes apart, was unpublished; shown again after that, it was back."""
    wanted: list[str] = []
    first: datetime | None = None
    for asked in (asked for asked in log if asked.story == story.number):
        if asked.trouble in (Trouble.GONE, Trouble.NOT_FOUND, Trouble.BLIP):
            first = first or asked.at
            if asked.at - first >= APART and wanted[-1:] != ["unpublished"]:
                wanted.append("unpublished")
        elif asked.state is not None:
            first = None
            if wanted[-1:] == ["unpublished"]:
                wanted.append("back")
    said = [str(seen.event.value) for seen in one.captures if isinstance(seen.event, Event)] if one else []
    tolerated = any(spell.what in (Trouble.SOFT, Trouble.HOME) for spell in story.spells)
    result.events.update(said)
    if wanted != said and not tolerated and one is not None and one.versions:
        at = story.spells[0].start if story.spells else story.published_at
        result.event_faults.append(Fault(story.number, at, f"expected {wanted}, told {said}", _told(one, at)))


def _score_requests(script: Script, log: Sequence[Asked], result: Score) -> None:
    result.requests = len(log)
    result.story_requests = sum(1 for asked in log if asked.story is not None)
    result.not_modified = sum(1 for asked in log if asked.status == 304)
    for story in script.stories:
        if not story.member and story.published_at < script.end:
            result.classic += classic_checks((script.end - story.published_at).total_seconds() / 3_600)


def classic_checks(age: float) -> int:
    """How often the classic decay looks at a story until it is so many hours old."""
    at, checks = 0.0, 0
    while at <= age:
        checks += 1
        minutes = next((minutes for limit, minutes in CLASSIC if at < limit), None)
        if minutes is None:
            break
        at += minutes / 60
    return checks


def _score_manners(script: Script, log: Sequence[Asked], result: Score) -> None:
    """What was asked against robots.txt, sooner than polite, or against a Retry-After."""
    delays = {outlet.host: max(INTERVAL, float(outlet.crawl_delay)) for outlet in script.outlets}
    last: dict[str, Asked] = {}
    until: dict[str, datetime] = {}
    for asked in log:
        result.most_at_once = max(result.most_at_once, asked.beside + 1)
        if asked.target.startswith("/members/") or "?print=" in asked.target:
            result.robots.append(f"{asked.at:%a %H:%M:%S} {asked.host}{asked.target}")
        before = last.get(asked.host)
        # A kept connection that turns out to be dead is tried once more, at once: RFC 9110 section 9.2.2.
        again = (
            before is not None and before.target == asked.target and before.trouble in (Trouble.RESET, Trouble.GARBAGE)
        )
        gap = (asked.at - before.at).total_seconds() if before else delays[asked.host]
        if gap < delays[asked.host] - 0.01 and not again:
            result.impolite.append(f"  too soon: {asked.at:%a %H:%M:%S} {asked.host}{asked.target} after {gap:.2f} s")
        if asked.at < until.get(asked.host, asked.at):
            result.impolite.append(f"  before Retry-After: {asked.at:%a %H:%M:%S} {asked.host}{asked.target}")
        if asked.status == 429:
            until[asked.host] = asked.at + timedelta(seconds=asked.retry_after)
        last[asked.host] = asked
