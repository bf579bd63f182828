"""Tells what only sets the text in another way: marks, item numbers, tags, footnotes, sizes of files."""

import re
from collections.abc import Iterator
from html import unescape

from tracker.kinds.copyedits import bare
from tracker.kinds.edits import Edit
from tracker.kinds.model import Finding, Kind
from tracker.kinds.reading import Reading

#: Words left alone on either side of a mark that was mended by itself, not as part of what changed beside it.
BY_ITSELF = 2
#: The number or letter of an item at the start of a line, or the label of a part ("Issue 2: ", "Annex A ").
ITEM_NUMBER = re.compile(
    r"(?i:issue|annex|appendix|question|part|section|chapter|figure|table|clause|item|note|step|punkt|anhang|annexe) "
    r"(?:\d{1,3}|[A-Z])(?: ?[:.)–-] |(?<=[A-Z]) (?=[A-Z]))"
    r"|\W{0,3}(?:(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{2,5}|[IVX]{1,5})[.):]|\(\w{1,4}\))(?:\s|$)"
)
#: What a program left of the setting: tags and marks of a footnote, in brackets, raised, or stuck to a year or a word.
_LEAVINGS = re.compile(
    r"</?[a-z]{1,10} ?/?>|/(?:li|p|ul|ol|br|strong)>|\(#_?ftn\w{1,12}\)|\b(?:br|li|ul) ?/"
    r"|\[{1,2}\d{1,3}\]{1,2}(?:\(#[^)]{0,40}\))?|[¹²³⁴⁵⁶⁷⁸⁹⁰]+"
    r"|(?<=\b(?:19|20)\d\d)\d{1,2}(?![\d,.%-]\d|\d|[^\W\d_])|(?<=[a-zß-ÿ]{3})\d{1,2}(?!\w)"
    r"|(?<=[a-zß-ÿ)%][.”])\d{1,2}(?=\s|$)",
    re.IGNORECASE,
)
#: How a page tells the format and size of a file behind its link, and the file itself.
_FILE = re.compile(
    r"\(?(?:(?:PDF|DOCX?|XLSX?)\b[,\s]*)?\d{1,4}(?:\.\d{1,3})? ?[KMG][BN]\)?|\((?:PDF|DOCX?|XLSX?|MB|KB)\)"
    r"|\((?:/?[\w%.-]{1,120}/){0,9}[\w%.-]{1,200}\.(?:pdf|docx?|xlsx?|html?)/?\)",
    re.IGNORECASE,
)
#: The target of a link that shows in the text: "[28 Jun 2018](/news/release)".
_TARGET = re.compile(r"\[[^\[\]]{1,200}(\]\((?:[^()\s]|\([^()\s]{0,300}\)?){1,600}\)?)")
#: What stands in every file's size and name that the patterns know, and in whatever a program leaves behind.
_UNITS = ("KB", "MB", "GB", "kb", "Kb", "Mb", "mb", "MN", "PDF", "DOC", "pdf)", "htm", "doc", "pdf/")
_MAY_BE_LEFT = re.compile(r"[\d<\[¹²³⁴⁵⁶⁷⁸⁹⁰/]|[.)]\s*$|#_?ftn|[.)]\s")
_SIZE = re.compile(r"\d[\d.]*(?= ?[KMG][BN])", re.IGNORECASE)
#: A number without a mark, taken for an item's only where the other side begins with one that has its mark.
_BARE_NUMBER = re.compile(r"\d{1,3} (?=[A-Z])")
#: The number of the item that follows, left at the end of a line by how the text was cut.
_NEXT_ITEM = re.compile(r"\W*(?:[ivx]{1,5}|[a-z]|\d{1,2})[.)]\s*")
_MARKS = re.compile(r"[^\w\s]")
_LIGHT_MARKS = frozenset({"", ",", ";", ":", "-", "–", "—"})


def _repaired(text: str) -> str:
    """Text with what a program broke put right: "&quot;" is a quotation mark, "â€™" an apostrophe."""
    if "&" in text:
        text = unescape(text)
    if "â" in text or "Ã" in text:
        try:
            return text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return text
    return text


def changed_setting(reading: Reading) -> Iterator[Finding]:
    """The number of an item, and edits that leave every letter as it was ("Bun-desrat", "gulf" for "Gulf")."""
    if not reading.paired:
        return
    yield from _left_over(reading)
    numbers = [_numbered(side.text) for side in reading.sides]
    if bool(numbers[0]) != bool(numbers[1]):  # "8 The council" for "4. The council".
        numbers = [number or _BARE_NUMBER.match(side.text) for number, side in zip(numbers, reading.sides, strict=True)]
    shown = [
        side.text[: number.end()].strip() if number else "-"
        for number, side in zip(numbers, reading.sides, strict=True)
    ]
    if shown[0] != shown[1]:
        spans = [((0, number.end()),) if number else () for number in numbers]
        yield Finding(Kind.COPYEDIT, f"item number: {shown[0]} -> {shown[1]}", False, spans[0], spans[1])
    for edit in reading.edits:
        before, after = (_repaired(side.text[slice(*span)]) for side, span in zip(reading.sides, edit, strict=True))
        letters = bare(before)
        if letters and letters == bare(after) and not any(map(str.isdigit, letters)):
            a, b = (" ".join(text.split()) for text in (before, after))
            why = f"{a} -> {b}" if a.casefold() != b.casefold() else f"capitals: {a} -> {b}"
            yield Finding(Kind.COPYEDIT, why, False, (edit.old,), (edit.new,))


def _numbered(text: str) -> re.Match[str] | None:
    """The number of an item at the start of a line, with the label behind it: "g. Issue 7: "."""
    first = ITEM_NUMBER.match(text)
    return (first and ITEM_NUMBER.match(text, first.end())) or first


def _left_over(reading: Reading) -> Iterator[Finding]:
    """What a program left behind that went or came, and the size and format of a file beside its link."""
    for edit in reading.edits:
        edited = reading.old.text[slice(*edit.old)] + reading.new.text[slice(*edit.new)]
        if _MAY_BE_LEFT.search(edited) and _is_left_over(reading, edit):
            texts = [side.text[slice(*span)].strip() for side, span in zip(reading.sides, edit, strict=True)]
            yield Finding(Kind.COPYEDIT, f"setting: {texts[0]} -> {texts[1]}", False, (edit.old,), (edit.new,))
    if not any("](" in side.text or any(unit in side.text for unit in _UNITS) for side in reading.sides):
        return
    targets = [[match.span(1) for match in _TARGET.finditer(side.text)] for side in reading.sides]
    aimed = [
        tuple(span for span in spans if side.was_edited(span))
        for side, spans in zip(reading.sides, targets, strict=True)
    ]
    if any(aimed) and not all(aimed):
        yield Finding(Kind.COPYEDIT, "where a link leads", False, aimed[0], aimed[1])
    files = [[match.span() for match in _FILE.finditer(side.text)] for side in reading.sides]
    shown = [
        [side.text[a:b] for a, b in spans if side.was_edited((a, b))]
        for side, spans in zip(reading.sides, files, strict=True)
    ]
    sizes = [[_SIZE.findall(text) for text in texts] for texts in shown]
    if any(shown) and (not all(shown) or sizes[0] == sizes[1] or not all(map(any, sizes))):
        why = f"a file: {' '.join(shown[0]) or '-'} -> {' '.join(shown[1]) or '-'}"
        yield Finding(Kind.COPYEDIT, why, False, tuple(files[0]), tuple(files[1]))


def _is_left_over(reading: Reading, edit: Edit) -> bool:
    """Whether an edit is only about what a program leaves behind: tags, marks of footnotes, the next item's number."""
    spans = []
    for side, (start, end) in zip(reading.sides, edit, strict=True):
        words = side.within((start, end))
        spans.append((min([start, *(t.start for t in words)]), max([end, *(t.end for t in words)])))
    texts = [side.text[slice(*span)] for side, span in zip(reading.sides, spans, strict=True)]
    if not any(map(str.isalnum, "".join(texts))):
        return False
    alone = next((text for text, other in zip(texts, texts[::-1], strict=True) if not other.strip()), None)
    if (
        alone is not None
        and _NEXT_ITEM.fullmatch(alone)
        and any(
            span[1] >= len(side.text.rstrip()) and span[0] > 0 for side, span in zip(reading.sides, spans, strict=True)
        )
    ):
        return True
    if not any(map(_LEAVINGS.search, texts)):
        return False
    return bare(_LEAVINGS.sub("", texts[0])) == bare(_LEAVINGS.sub("", texts[1]))


def changed_marks(reading: Reading) -> Iterator[Finding]:
    """Punctuation that changed: alone in the pair, or a comma or dash by itself, away from the words that changed."""
    if not reading.paired:
        return
    for edit in reading.edits if any(side.touched for side in reading.sides) else ():
        texts = [side.text[slice(*span)].strip() for side, span in zip(reading.sides, edit, strict=True)]
        if texts[0] != texts[1] and all(text in _LIGHT_MARKS for text in texts) and _by_itself(reading, edit):
            yield Finding(
                Kind.COPYEDIT, f"marks: {texts[0] or '-'} -> {texts[1] or '-'}", False, (edit.old,), (edit.new,)
            )
    if not reading.found and not any(side.touched for side in reading.sides) and reading.edits:
        marks = [
            "".join(_MARKS.findall("".join(side.text[slice(*span)] for span in side.edited))) for side in reading.sides
        ]
        yield Finding(
            Kind.COPYEDIT, f"marks: {marks[0] or 'none'} -> {marks[1] or 'none'}" if any(marks) else "spacing", False
        )


def _by_itself(reading: Reading, edit: Edit) -> bool:
    """Whether words that nobody edited stand on both sides of an edit."""
    side, (start, end) = reading.old, edit.old
    before = [token for token in side.tokens if token.end <= start][-BY_ITSELF:]
    behind = [token for token in side.tokens if token.start >= end][:BY_ITSELF]
    paired = any(  # One of two commas around words that came or went.
        other is not edit and any(mark in reading.sides[k].text[slice(*other[k])] for mark in ",;–—")
        for other in reading.edits
        for k in (0, 1)
    )
    # At the start of a sentence fewer words stand before ("Now, there is").
    return not paired and before != [] and len(behind) == BY_ITSELF and not any(t.edited for t in (*before, *behind))
