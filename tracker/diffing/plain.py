"""Prints a comparison for a terminal: what changed, in reading order, with a little of what stands around it."""

from tracker.diffing.model import Diff, Pair
from tracker.diffing.printable import on_one_line, readable, same_paragraphs
from tracker.model import Op, Part

_RED_STRUCK = "\x1b[31;9m"
_GREEN_UNDERLINED = "\x1b[32;4m"
_DIM = "\x1b[2m"
_RESET = "\x1b[0m"

_MARKS = {
    Op.SAME: " ",
    Op.CHANGED: "~",
    Op.MOVED: ">",
    Op.SPLIT: "~",
    Op.MERGED: "~",
    Op.ADDED: "+",
    Op.REMOVED: "-",
}


def as_text(diff: Diff, *, colour: bool, context: int) -> str:
    """The comparison as lines of text, ending in a line break unless empty.

    Each sentence stands on a line behind a mark: "~" changed, "+" added, "-" removed, ">" moved, none for context.
    Words are marked [-removed-] and {+added+}, or with colour struck red and underlined green. `context` is the
    number of unchanged sentences shown before and after a change. Texts lose control characters.
    """
    lines = [*_parts(diff, colour), *_body(diff, colour, context)]
    if diff.coarse:
        lines += [
            "",
            "These texts are too large and too different for a fine comparison: this one is exact, but coarse.",
        ]
    folded = sum(1 for pair in diff.pairs if pair.folded)
    if folded:
        lines += [
            "",
            f"Only white space or typography differs in {folded} more {'place' if folded == 1 else 'places'}.",
        ]
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join([*lines, ""]) if lines else ""


def _parts(diff: Diff, colour: bool) -> list[str]:
    """The changed parts beside the body, each under its name."""
    lines: list[str] = []
    named: Part | None = None
    for pair in diff.pairs:
        if pair.part is Part.BODY or not pair.differs:
            continue
        if pair.part is not named:
            lines += ["", _dim(f"{pair.part.value}:", colour)]
            named = pair.part
        lines.append(f"{_MARKS[pair.op]} {_words(diff, pair, colour)}")
    return lines


def _body(diff: Diff, colour: bool, context: int) -> list[str]:
    """The changed sentences of the body with their context; what is left out is counted."""
    pairs = [pair for pair in diff.pairs if pair.part is Part.BODY]
    shown = _shown(pairs, context)
    if not shown:
        return []
    lines = ["", _dim("body:", colour)]
    left_out = 0
    same = same_paragraphs(diff)
    for index, pair in enumerate(pairs):
        if index not in shown:
            left_out += 1
            continue
        if left_out:
            lines.append(_left_out(left_out, colour))
            left_out = 0
        lines += _sentence(diff, pair, same, colour)
    return [*lines, _left_out(left_out, colour)] if left_out else lines


def _shown(pairs: list[Pair], context: int) -> set[int]:
    shown: set[int] = set()
    for index, pair in enumerate(pairs):
        if pair.differs:
            shown.update(range(max(index - context, 0), min(index + context + 1, len(pairs))))
    return shown


def _left_out(count: int, colour: bool) -> str:
    return _dim(f"  … {count} unchanged {'sentence' if count == 1 else 'sentences'}", colour)


def _sentence(diff: Diff, pair: Pair, same: set[tuple[int, int]], colour: bool) -> list[str]:
    """One pair as lines: what happened where that needs saying, then the sentence with its words marked."""
    lines = []
    if pair.op is Op.MOVED:
        origin = diff.old.sentences[pair.old[0]].paragraph
        place = diff.new.sentences[pair.new[0]].paragraph
        way = f"within paragraph {place + 1}"
        if (origin, place) not in same:
            way = f"from paragraph {origin + 1} to paragraph {place + 1}"
        lines.append(_dim(f"> moved {way}:", colour))
    if pair.op is Op.SPLIT:
        lines.append(_dim(f"~ split into {len(pair.new)} sentences:", colour))
    if pair.op is Op.MERGED:
        lines.append(_dim(f"~ merged from {len(pair.old)} sentences:", colour))
    mark = _MARKS[pair.op] if pair.differs else " "
    return [*lines, f"{mark} {_words(diff, pair, colour)}"]


def _words(diff: Diff, pair: Pair, colour: bool) -> str:
    """A pair's text on one line, the words that differ marked unless all of it was added or removed."""
    if pair.op is Op.SAME or not pair.differs or (pair.folded and pair.op is Op.MOVED):
        return on_one_line(pair.new_text.strip())
    if pair.op is Op.ADDED:
        return _coloured(on_one_line(pair.new_text.strip()), _GREEN_UNDERLINED, colour)
    if pair.op is Op.REMOVED:
        return _coloured(on_one_line(pair.old_text.strip()), _RED_STRUCK, colour)
    *runs, (sign, text) = readable(diff, pair)
    last = _run(sign, on_one_line(text.rstrip() if sign == "=" else text), colour)
    return ("".join([_run(sign, on_one_line(text), colour) for sign, text in runs]) + last).strip()


def _run(sign: str, text: str, colour: bool) -> str:
    if sign == "=":
        return text
    if colour:
        return _coloured(text, _RED_STRUCK if sign == "-" else _GREEN_UNDERLINED, True)
    inner = text.strip(" ")
    if not inner:
        return text
    start = text[: text.index(inner)]
    end = text[len(start) + len(inner) :]
    return f"{start}[-{inner}-]{end}" if sign == "-" else f"{start}{{+{inner}+}}{end}"


def _coloured(text: str, code: str, colour: bool) -> str:
    return f"{code}{text}{_RESET}" if colour and text else text


def _dim(text: str, colour: bool) -> str:
    return _coloured(text, _DIM, colour)
