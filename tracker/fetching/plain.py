"""Reads a story out of plain text: what someone pasted from a page, or a file without any markup."""

import re

from tracker.fetching.bylines import JOB, PLAIN_BYLINE, PLAIN_NAMES, dateline_of
from tracker.fetching.markers import role_in_story, role_of
from tracker.fetching.stamps import instant, is_stamp, stamp_sense
from tracker.fetching.texts import key, words
from tracker.model import Block, BlockKind, Document

#: Characters; a first line that is longer is a paragraph and no headline.
LONGEST_HEADLINE = 200

#: Characters up to which the lines of one paragraph may have been wrapped by hand; longer lines are paragraphs.
WRAPPED = 100

#: Lines of a text; one with more is not read at all (see page.MOST_PIECES), for it would take minutes to compare.
MOST_LINES = 200_000

#: Characters a line needs to be a paragraph of the story rather than a label around it.
PARAGRAPH = 60

#: Lines at the top in which navigation and the headline may stand.
TOP = 8

#: Blocks at the end that a biography may take up, behind the author's name.
BIOGRAPHY = 3

#: What pages call their own parts; a pasted text begins with some of them. Only whole lines count.
_NAVIGATION = re.compile(
    r"(?:(?:social|main|site|page|primary|secondary|global|user|account|footer|section|mobile|local|"
    r"article)\s+"
    r"(?:navigation|menu|nav|links)|navigation|menu|breadcrumbs?|skip to (?:\w+ )*(?:content|navigation|"
    r"article)|home|"
    r"share(?: (?:this|via|on)\b.{0,30})?|facebook|twitter|email|e-mail|print|whatsapp|copy link|save|"
    r"search|subscribe|sign in|log in|"
    r"advertisement|anzeige|publicité|publicidad|close|listen|comments?)",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$")
_STOP = re.compile(r"[.。।][\"'”’»)\]]*$")


def _units(text: str) -> list[str]:
    """The text's lines as paragraphs: parted at blank lines, or, in a text without any, each line by itself.

    The lines of one paragraph are joined by a space where they look wrapped by hand (none longer than WRAPPED and the
    last one ends a sentence), and are paragraphs of their own where they do not.
    """
    if text.count("\n") > MOST_LINES:
        return []
    groups = [[line.strip() for line in group.splitlines() if line.strip()] for group in _BLANK.split(text)]
    groups = [group for group in groups if group]
    if len(groups) == 1:
        return groups[0]
    units: list[str] = []
    for group in groups:
        wrapped = all(len(line) <= WRAPPED for line in group) and _SENTENCE_END.search(group[-1])
        units += [" ".join(group)] if wrapped and not _lists_names(group) else group
    return units


def _lists_names(group: list[str]) -> bool:
    """Whether lines that stand together start with a byline or a name alone: "By Ana Sol" above a paragraph."""
    return bool(PLAIN_BYLINE.match(group[0])) or (len(group) == 2 and bool(PLAIN_NAMES.match(group[0])))


def _is_headline(units: list[str], place: int) -> bool:
    """Whether a line is a headline: short, no full stop, nothing said before it, and a longer paragraph follows."""
    line, behind = units[place], units[place + 1 :]
    if len(line) > LONGEST_HEADLINE or _STOP.search(line) or role_of(line) is not None or dateline_of(line):
        return False
    longer = [u for u in behind if len(u) >= PARAGRAPH and len(u) > len(line) and _SENTENCE_END.search(u)]
    return bool(longer) and key(line) != ""


def _biography(units: list[str]) -> int:
    """Where an author's name alone and a biography in the third person begin at the end; len(units) where none does.

    Both are asked for: a line that is only a name, and behind it a paragraph that begins with that name or with a
    pronoun and speaks of a journalist's work. A last paragraph about someone in the story has no such line above it.
    """
    for place in range(max(1, len(units) - BIOGRAPHY - 1), len(units) - 1):
        name, first = units[place], units[place + 1]
        if len(name) > PARAGRAPH or not (PLAIN_NAMES.fullmatch(name) or PLAIN_BYLINE.fullmatch(name)):
            continue
        said, opening = words(name), words(first)[:6]
        named = bool(set(said) & set(opening)) or (
            opening[:1] and opening[0] in {"he", "she", "they", "er", "sie", "il", "elle", "él", "ella"}
        )
        if named and JOB.search(first):
            return place
    return len(units)


def _block(text: str) -> Block:
    bullet = re.match(r"[•·▪*-]\s+(?=\S)", text)
    return Block(kind=BlockKind.ITEM if bullet else BlockKind.PARAGRAPH, text=text, role=role_in_story(text))


def read(text: str) -> Document:
    """The story in a plain text whose characters are clean (charset.clean). Careful: what is not plain stays a block.

    Navigation lines above the headline and a biography behind the author's name at the end are left out; a byline line
    moves to `byline`. Every other line is a block, letter by letter.
    """
    units = _units(text)
    document = Document()
    if not units:
        return document
    top = 0
    while top < min(TOP, len(units) - 2) and _NAVIGATION.fullmatch(units[top].strip(" .:|>»")):
        top += 1
    if top < len(units) and _is_headline(units, top):
        document.headline, document.headline_from = units[top], "stated"
        document.titles = {"stated": units[top]}
        units = units[top + 1 :]
    for place, line in enumerate(units[:3]):
        if document.headline and (match := PLAIN_BYLINE.match(line[:LONGEST_HEADLINE])):
            document.byline = match[1]
            del units[place]
            break
    end = _biography(units)
    if end < len(units) and not document.byline:
        match = PLAIN_BYLINE.match(units[end])
        document.byline = match[1] if match else units[end]
    document.blocks = [_block(unit) for unit in units[:end]]
    _read_edges(document)
    return document


def _read_edges(document: Document) -> None:
    """The dateline from the first paragraph, the times from stamp lines; both lines stay where they are."""
    plain = [b.text for b in document.blocks if b.role is None]
    document.dateline = dateline_of(plain[0]) if plain else ""
    for stamp in (b.text for b in document.blocks[:4] if is_stamp(" ".join(b.text.split()))):
        found, assumed = instant(stamp)
        if stamp_sense(stamp) == "modified" and not document.modified_verbatim:
            document.modified_verbatim, document.modified_at = stamp, found
        elif stamp_sense(stamp) == "published" and not document.published_verbatim:
            document.published_verbatim, document.published_at = stamp, found
        document.zone_assumed = document.zone_assumed or assumed
