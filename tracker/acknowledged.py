"""Finds what a publisher says of its own mistakes, and which edits each correction, clarification or note speaks of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tracker import typography
from tracker.admissions import NoticeKind, bare, kind_of
from tracker.dated import Dated, Reader, code_of
from tracker.kinds.whens import whens
from tracker.model import BlockRole, Change, Document, Part
from tracker.speaking import Said, Spoken, Surety, said_in, speaks_of

#: How long after an edit a notice is still awaited, and how long after a notice an edit may come that it speaks of.
AWAITED = timedelta(hours=24)

#: Share of the words of both that two notices have in common to be one notice whose wording changed. Range 0.4 to 0.8.
SAME_NOTICE = 0.6

#: Share of the words of both sentences for one to say the same error as another in other words. Range 0.4 to 0.8.
SAME_ERROR = 0.5

#: What stands before the day that a notice names as its own ("amended on", "Correction (").
_DATES = re.compile(
    r"(?:amend\w*|correct\w*|updat\w*|edit\w*|revis\w*|chang\w*|remov\w*|clarif\w*|withdr\w*|retract\w*|note|"
    r"korrigiert|korrektur|berichtigung|geändert|aktualisiert|corrigé\w*|modifié\w*|rectificatif|mis\w* à jour|"
    r"corregid\w*|corrección|actualizad\w*|wurde|ha sido|a été)[\s,(:\[–—-]*"
    r"(?:on|at|am|vom|le|du|el|del)?\s*(?:\w+day,?\s*)?$",
    re.IGNORECASE,
)

#: Characters below which a line may be the heading of a notice ("Correction"). Range 30 to 100.
SHORT = 60

#: Edits that one notice is linked to at most; beyond, it speaks of the whole story.
MOST_EDITS = 20


@dataclass(frozen=True)
class Notice:
    """A line in which the publisher owns up to a mistake or says what it changed, from when it was first seen.

    `dated` is the day that it names as its own, where it does. `declared`: it stands in the page's data (schema.org
    `correction`) and not in its text. `specific` is False for one that only says that something was corrected.
    """

    kind: NoticeKind
    text: str
    number: int
    first_seen_at: datetime
    not_before_at: datetime | None
    until: datetime | None = None
    dated: date | None = None
    dated_verbatim: str = ""
    declared: bool = False
    specific: bool = True

    @property
    def admits(self) -> bool:
        """Whether it owns up to something; an update line with news of its own does not."""
        return self.kind is not NoticeKind.UPDATE


@dataclass(frozen=True)
class Edit:
    """An edit that a notice speaks of: the version that made it, its place among that version's changes, and why.

    `error_at` is when what it mended was first seen in the story, `mended_at` when the edit was.
    """

    number: int
    place: int
    change: Change
    why: str
    error_at: datetime
    mended_at: datetime


@dataclass(frozen=True)
class Acknowledgement:
    """A notice with the edits that it speaks of; none where what it speaks of was not seen."""

    notice: Notice
    edits: tuple[Edit, ...] = ()

    @property
    def from_error(self) -> timedelta | None:
        """From the error's first appearance to the notice; None without an edit."""
        return self.notice.first_seen_at - min(edit.error_at for edit in self.edits) if self.edits else None

    @property
    def from_mending(self) -> timedelta | None:
        """From the mending of the error to the notice: nothing where they came together, less where it came first."""
        return self.notice.first_seen_at - min(edit.mended_at for edit in self.edits) if self.edits else None


def notices(versions: Sequence[Dated]) -> list[Notice]:
    """Every correction, clarification, editor's note, amendment and update line of a story, in order.

    A line that says no more than when the page was updated is none. A notice whose wording changes stays one notice.
    """
    standing: list[Notice] = []
    gone: list[Notice] = []
    for version in versions:
        now: list[Notice] = []
        for text, kind, declared in _lines(version):
            same = next((notice for notice in standing if _same(notice.text, text) and notice not in now), None)
            if same is not None:
                standing.remove(same)
                now.append(replace(same, text=text, kind=kind))
            elif not any(typography.even(notice.text) == typography.even(text) for notice in now):
                now.append(_notice(text, kind, declared, version))
        gone += [replace(notice, until=version.first_seen_at) for notice in standing]
        standing = now
    return sorted([*gone, *standing], key=lambda notice: (notice.number, notice.text))


def brings_notice(before: Document | None, version: Dated) -> bool:
    """Whether a version may bear a notice, where the one before it (None: there is none) bore none.

    Only what did not stand before is looked at, and short lines, which may head a block that is new.
    """
    stood = {block.text for block in before.blocks} if before else set()
    new = (block.text for block in version.document.blocks if block.text not in stood or len(block.text) < SHORT)
    return any(map(str.strip, version.corrections)) or any(kind_of(text) is not None for text in new)


def acknowledgements(versions: Sequence[Dated], found: Sequence[Notice] | None = None) -> list[Acknowledgement]:
    """Each notice of a story with the edits that it speaks of: by shared figures, dates, names and words.

    An edit belongs to the notice that came nearest to it, and to none that came with the first version.
    """
    found = notices(versions) if found is None else found
    reader = Reader()
    made = []
    for notice in found:
        edits = [] if notice.number == versions[0].number else list(_spoken(notice, versions, reader))
        made.append(Acknowledgement(notice, tuple(edits if len(edits) <= MOST_EDITS else [])))
    return made


def _lines(version: Dated) -> Iterator[tuple[str, NoticeKind, bool]]:
    """The notices of one version: the text, the kind, and whether only the page's data tell it."""
    code = code_of(version.document)
    texts = []
    for text in _blocks(version.document):
        kind = kind_of(text)
        if kind is not None and not bare(text, code):
            texts.append(typography.even(text))
            yield typography.squeezed(text), kind, False
    for text in version.corrections:
        if text.strip() and not any(typography.even(text) in shown for shown in texts):
            yield typography.squeezed(text), kind_of(text) or NoticeKind.CORRECTION, True


def _blocks(document: Document) -> Iterator[str]:
    """The blocks that can be notices; a heading that only says "Correction" goes with the block below it."""
    heading = ""
    for block in document.blocks:
        if block.role in (BlockRole.STAMP, BlockRole.STATUS):
            continue
        text = f"{heading.rstrip(' :')}: {block.text}" if heading else block.text
        heading = ""
        if len(text) < SHORT and len(text.split()) <= 3 and kind_of(text) is not None:
            heading = text
            continue
        yield text
    if heading:
        yield heading


def _same(one: str, other: str) -> bool:
    words = [frozenset(typography.even(text).casefold().split()) for text in (one, other)]
    return len(words[0] & words[1]) >= SAME_NOTICE * len(words[0] | words[1])


def _notice(text: str, kind: NoticeKind, declared: bool, version: Dated) -> Notice:
    day, shown = _day(text, version)
    return Notice(
        kind=kind,
        text=text,
        number=version.number,
        first_seen_at=version.first_seen_at,
        not_before_at=version.not_before_at,
        dated=day,
        dated_verbatim=shown,
        declared=declared,
        specific=not said_in(text, code_of(version.document)).empty,
    )


def _day(text: str, version: Dated) -> tuple[date | None, str]:
    """The first full date in a notice; without a year, the one that lies nearest before it was seen."""
    for when in whens(text, code_of(version.document)):
        if not when.value.startswith("date:") or not _DATES.search(text[max(0, when.start - 40) : when.start]):
            continue
        year, _, day = when.value.removeprefix("date:").partition("-") if when.value[5] != "-" else ("", "", "")
        rest = day or when.value.removeprefix("date:--")
        try:
            if year:
                return date.fromisoformat(f"{int(year):04d}-{rest}"), when.shown
            seen = version.first_seen_at.date()
            found = date.fromisoformat(f"{seen.year:04d}-{rest}")
            return (found if found <= seen + timedelta(days=1) else found.replace(year=seen.year - 1)), when.shown
        except ValueError:
            continue
    return None, ""


def _spoken(notice: Notice, versions: Sequence[Dated], reader: Reader) -> Iterator[Edit]:
    """The edits that a notice speaks of: the surest ones, and the nearest where only words say that it does.

    A notice that names "420" and "240" speaks of that edit, and not of every other that has to do with people.
    """
    found: list[tuple[Spoken, int, int]] = []
    for at, version in enumerate(versions):
        if version.first_seen_at > notice.first_seen_at + AWAITED:
            break
        code = code_of(version.document)
        told = said_in(notice.text, code)
        together = abs(version.first_seen_at - notice.first_seen_at) <= AWAITED
        for place, change in enumerate(version.changes):
            if _is_edit(change) and (spoken := speaks_of(told, notice.text, change, code, together=together)):
                found.append((spoken, at, place))
    surest = max((spoken.surety for spoken, _, _ in found), default=Surety.WORDS)
    nearest = min((_apart(notice, versions[at]) for _, at, _ in found), default=timedelta())
    for spoken, at, place in found:
        version = versions[at]
        if spoken.surety < surest or (surest is Surety.WORDS and _apart(notice, version) > nearest):
            continue
        change = version.changes[place]
        error_at = _error_at(change, versions[:at], reader) or version.first_seen_at
        yield Edit(version.number, place, change, spoken.why, error_at, version.first_seen_at)


def _apart(notice: Notice, version: Dated) -> timedelta:
    return abs(version.first_seen_at - notice.first_seen_at)


def _is_edit(change: Change) -> bool:
    """Whether a change mends or takes back what was said: not what was only added, folded, or told of the story."""
    told = {"notice", "status"} & set(change.kinds) or change.role is not None
    return bool(change.substantive and not change.minor and not told and change.old and change.part in _PARTS)


_PARTS = frozenset({Part.HEADLINE, Part.STANDFIRST, Part.BYLINE, Part.BODY, Part.CAPTION})


def _error_at(change: Change, before: Sequence[Dated], reader: Reader) -> datetime | None:
    """When what a change mended was first seen, in the sentence itself or in one with the same words in question."""
    wrong = Said.of(change)
    since = None
    for version in reversed(before):
        if not any(_tells(line, change, wrong) for line in _texts(version, change, reader)):
            break
        since = version.first_seen_at
    return since


def _texts(version: Dated, change: Change, reader: Reader) -> Iterator[str]:
    if change.part is Part.BYLINE:
        yield version.document.byline
        return
    for line in reader.lines(version.document):
        yield line.text


def _tells(line: str, change: Change, wrong: Said) -> bool:
    if line in change.old:
        return bool(line)
    words = frozenset(line.casefold().split())
    if not wrong.words or not wrong.words <= {word.strip(".,;:!?\"'“”‘’()") for word in words}:
        return False
    old = frozenset(change.old.casefold().split())
    return len(words & old) >= SAME_ERROR * len(words | old)


def by_edit(found: Sequence[Acknowledgement]) -> Mapping[tuple[int, int], Acknowledgement]:
    """Which notice speaks of an edit, by the version and the change's place: the earliest that admits something."""
    out: dict[tuple[int, int], Acknowledgement] = {}
    for acknowledgement in sorted(found, key=lambda each: (not each.notice.admits, each.notice.first_seen_at)):
        for edit in acknowledgement.edits:
            out.setdefault((edit.number, edit.place), acknowledgement)
    return out
