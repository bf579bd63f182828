"""Writes a comparison as HTML: removed and added words marked, moved sentences linked to where they stood."""

import re
from html import escape

from tracker.diffing.model import Diff, Pair
from tracker.diffing.printable import printable, readable, same_paragraphs
from tracker.model import Folded, Op, Part

_BREAK = re.compile(r"\s*\n\s*\n\s*")

_WHY = {Folded.SPACE: "only white space differs", Folded.TYPOGRAPHY: "only typography differs"}

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --soft: #595959; --line: #c9c9c9;
  --gone: #8a1111; --gone-back: #fdecec; --come: #0b5a23; --come-back: #e8f6ec;
  --moved: #5a3a00; --moved-back: #fff4dc; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #16181b; --soft: #b0b0b0; --line: #44474c;
  --gone: #ffb3ab; --gone-back: #3d1a1a; --come: #a5e5b4; --come-back: #15331e;
  --moved: #ffd98a; --moved-back: #3a2d10; } }
body { font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; color: var(--ink); background: var(--paper);
  max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; line-height: 1.3; }
h2 { font: 600 .8rem/1.4 system-ui, sans-serif; letter-spacing: .04em; text-transform: uppercase; color: var(--soft);
  border-bottom: 1px solid var(--line); margin: 2rem 0 .5rem; }
del { color: var(--gone); background: var(--gone-back); text-decoration: line-through; }
ins { color: var(--come); background: var(--come-back); text-decoration: underline; text-underline-offset: .15em; }
del.moved, .moved > a { color: var(--moved); background: var(--moved-back); }
.moved > a { font: 600 .75rem/1 system-ui, sans-serif; text-decoration: none; padding: 0 .25em; }
.moved:target { outline: 2px solid currentColor; }
.summary { font: .875rem/1.5 system-ui, sans-serif; color: var(--soft); }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; border: 0; }
@media print { body { max-width: none; margin: 0; } }
"""


def as_page(diff: Diff, title: str) -> str:
    """The comparison as a page of its own, without scripts and without anything fetched from elsewhere."""
    words = f"{_count(diff.words_added, 'word')} added, {_count(diff.words_removed, 'word')} removed."
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{_safe(title)}</h1>\n<p class="summary">{words}</p>\n{as_html(diff)}\n</main>\n</body>\n</html>\n'
    )


def as_html(diff: Diff, *, anchor: str = "moved") -> str:
    """The comparison as a fragment: a section for each part of the story, the body last.

    Removed words stand in <del>, added ones in <ins>, each announced in visually hidden text; a moved sentence
    stands in both places, each linked to the other. `anchor` begins the ids of those links and must differ where a
    page holds more than one comparison. The fragment brings no style: see the class names in `as_page`.
    """
    sections = [_part(diff, pair) for pair in diff.pairs if pair.part is not Part.BODY]
    body = _Body(diff, anchor).written()
    if body:
        sections.append(f'<section class="part body" aria-label="Body">\n<h2>Body</h2>\n{body}\n</section>')
    if diff.coarse:
        note = "These texts are too large and too different for a fine comparison: this one is exact, but coarse."
        sections.insert(0, f'<p class="summary coarse">{note}</p>')
    if diff.identical:
        sections.insert(0, '<p class="summary">The two texts are the same.</p>')
    return '<div class="diff">\n' + "\n".join(sections) + "\n</div>"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _safe(text: str) -> str:
    return escape(printable(text))


def _part(diff: Diff, pair: Pair) -> str:
    name = pair.part.value
    return f'<section class="part {name}">\n<h2>{name.capitalize()}</h2>\n<p>{_words(diff, pair)}</p>\n</section>'


def _words(diff: Diff, pair: Pair) -> str:
    """A pair's text with its words marked; a folded difference is named in a title instead."""
    if pair.folded:
        why = _WHY[pair.folded]
        return f'<span class="folded" title="{why}">{_safe(pair.new_text.rstrip())}</span>'
    return "".join([_run(sign, text) for sign, text in readable(diff, pair)]).rstrip()


def _run(sign: str, text: str) -> str:
    if sign == "=":
        return _BREAK.sub(" ", _safe(text))
    shown = _BREAK.sub(" ¶ ", _safe(text))
    tag, said = ("del", "removed") if sign == "-" else ("ins", "added")
    return (
        f'<{tag}><span class="visually-hidden">[{said}: </span>{shown}<span class="visually-hidden">] </span></{tag}>'
    )


class _Body:
    """The paragraphs of the body while they are being written."""

    def __init__(self, diff: Diff, anchor: str) -> None:
        self.diff = diff
        self.anchor = anchor
        self.pairs = [pair for pair in diff.pairs if pair.part is Part.BODY]
        self.left = sorted(
            (pair for pair in self.pairs if pair.op is Op.MOVED), key=lambda pair: pair.old, reverse=True
        )
        self.same = same_paragraphs(diff)
        self.paragraphs: list[list[str]] = []
        self.at_old = self.at_new = -1

    def written(self) -> str:
        """All paragraphs as HTML."""
        for pair in self.pairs:
            if pair.op is not Op.MOVED and pair.old:
                self._leave_until(pair.old[0])
            self._add(pair, _words(self.diff, pair) if pair.op is not Op.MOVED else self._arrived(pair))
        self._leave_until(len(self.diff.old.sentences))
        return "\n".join([f"<p>{' '.join(paragraph)}</p>" for paragraph in self.paragraphs])

    def _leave_until(self, index: int) -> None:
        """Write where sentences that moved away stood, up to an old sentence."""
        while self.left and self.left[-1].old[0] < index:
            pair = self.left.pop()
            place = pair.old[0]
            link = self._link(f"to-{place}", f"moved {self._way(pair, 'to')}", "↷")
            text = _safe(pair.old_text.rstrip())
            said = f'<span class="visually-hidden">[moved away: </span>{text}<span class="visually-hidden">] </span>'
            self._place(pair.old, ())
            self.paragraphs[-1].append(f'<del class="moved" id="{self.anchor}-from-{place}">{said} {link}</del>')

    def _arrived(self, pair: Pair) -> str:
        place = pair.old[0]
        link = self._link(f"from-{place}", f"moved {self._way(pair, 'from')}", "↶")
        return f'<span class="moved" id="{self.anchor}-to-{place}">{link} {_words(self.diff, pair)}</span>'

    def _way(self, pair: Pair, direction: str) -> str:
        """Where a moved sentence went `to`, or came `from`."""
        origin = self.diff.old.sentences[pair.old[0]].paragraph
        place = self.diff.new.sentences[pair.new[0]].paragraph
        if (origin, place) in self.same:
            return f"within paragraph {place + 1}"
        return f"{direction} paragraph {(place if direction == 'to' else origin) + 1}"

    def _link(self, target: str, said: str, sign: str) -> str:
        return (
            f'<a href="#{self.anchor}-{target}" title="{said}"><span aria-hidden="true">{sign}</span>'
            f'<span class="visually-hidden">{said}</span></a>'
        )

    def _add(self, pair: Pair, html: str) -> None:
        self._place(() if pair.op is Op.MOVED else pair.old, pair.new)
        self.paragraphs[-1].append(html)

    def _place(self, old: tuple[int, ...], new: tuple[int, ...]) -> None:
        """Start a paragraph where the new text has one, or where only the old one has, that one."""
        at_new = self.diff.new.sentences[new[0]].paragraph if new else self.at_new
        at_old = self.diff.old.sentences[old[0]].paragraph if old else self.at_old
        if not self.paragraphs or at_new != self.at_new or (not new and at_old != self.at_old):
            self.paragraphs.append([])
        self.at_new, self.at_old = at_new, at_old
