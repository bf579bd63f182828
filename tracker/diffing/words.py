"""Cuts text into words as an editor sees them, and finds which words two texts have in common, in order."""

import re
from functools import partial
from operator import add
from typing import NamedTuple

import regex  # type: ignore[import-untyped]

#: What cutting one character finely costs, in cells of work: the words are cut for pairing and again for the script.
FINE_CELLS = 5_000
#: Characters of a long text that are looked at to tell whether it is written without spaces. Range 2,000 to 100,000.
SAMPLE = 20_000
#: Share of the characters of a text from which on it counts as written without spaces between words (Chinese,
#: Japanese, Thai, Lao, Khmer, Burmese) and is compared by character or grapheme. Range 0.02 to 0.5.
DENSE_SHARE = 0.1

_DENSE_SCRIPTS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}_\u00ad\u200c\u200d\u2060]--[{_DENSE_SCRIPTS}]]"
_JOINT = r"(?:['’ʼ.\-‐‑&@/:+~=_]+|(?<=\p{N}),(?=\p{N})|(?<=\p{N})–(?=\p{N}))"
_WORD = (
    r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]]\p{M}*"  # an address
    r"|(?:\p{L}\p{M}*\.){2,}"  # U.S., a.m.
    rf"|(?:[+\-−±]?\p{{Sc}}?(?=\p{{N}})|\p{{Sc}}|[#@])?{_LETTER}++(?:{_JOINT}{_LETTER}++)*[%‰°]?\p{{M}}*"
    r"|\s\p{M}+"  # a mark on a space: one grapheme
    r"|(?!\s)\X"  # punctuation, an emoji, a character of a script without spaces
)
_FINE = regex.compile(rf"({_WORD})((?:\s(?!\p{{M}}))*)", regex.V1)
_LEAD = regex.compile(r"(?:\s(?!\p{M}))*")
_SPACES = re.compile(r"\s+")
#: A run of characters that are each a word of their own, none of which joins with its neighbours: most of Chinese and
#: Japanese. Looking for it takes a hundredth of what cutting by _FINE takes.
_EACH_ALONE = re.compile(
    "[\u3001\u3002\u3008-\u3011\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uff01\uff0c\uff1a\uff1b\uff1f]+"
)
_DENSE = regex.compile(f"[{_DENSE_SCRIPTS}]")
_INSIDE = regex.compile(rf"[{_DENSE_SCRIPTS}—…“”«»\"()\[\]]|--|\.\.\.")
_MARK = regex.compile(r"[\p{M}\u200d]")
_MARK_ON_SPACE = regex.compile(r"\s[\p{M}\u200d]")

#: What may stand around a word and is not part of it.
EDGES = ".,;:!?()[]{}\"'“”‘’«»„‚‹›…—–-*"

#: The UTF-8 bytes that only text with a script without spaces, or with combining marks, can hold (and a little more):
#: a text without any of them is spared the slow look.
_SUSPECT = bytes([0xCC, 0xCD, *range(0xE0, 0xE2), *range(0xE3, 0xEB), 0xEF, *range(0xF0, 0xF4)])
_PLAIN = bytes(set(range(256)) - set(_SUSPECT))
_ASCII = bytes(range(128))
_JOINER = "\u200d".encode()


class Line(NamedTuple):
    """A text as words and the white space behind each: `gaps`, or None for one space each and `tail` at the end."""

    words: list[str]
    gaps: list[str] | None
    lead: str
    tail: str

    def gap(self, index: int) -> str:
        """The white space behind a word."""
        if self.gaps is not None:
            return self.gaps[index]
        return " " if index + 1 < len(self.words) else self.tail

    def spaces(self, start: int, end: int) -> list[str]:
        """The white space behind each of the words start to end-1."""
        if self.gaps is not None:
            return self.gaps[start:end]
        return [" "] * (end - start) if end < len(self.words) else [*[" "] * (end - start - 1), self.tail]

    def span(self, start: int, end: int) -> str:
        """The text of the words start to end-1, without the white space behind the last of them."""
        if self.gaps is None:
            return " ".join(self.words[start:end])
        if end - start == 1:
            return self.words[start]
        inner = map(add, self.words[start : end - 1], self.gaps[start : end - 1])
        return "".join([*inner, *self.words[end - 1 : end]]) if end > start else ""


#: A Line out of the tuple of its fields: thrice as fast as calling the class.
_new_line = partial(tuple.__new__, Line)


def line(text: str, fine: bool = False) -> Line:
    """The words of a text, cut at white space; if fine, also at punctuation and between graphemes of dense scripts."""
    if fine:
        core = text.rstrip()
        if _EACH_ALONE.fullmatch(core):
            return _new_line((list(core), [*[""] * (len(core) - 1), text[len(core) :]], "", ""))
        found = _FINE.findall(text)
        lead = _LEAD.match(text)
        return Line([word for word, _ in found], [gap for _, gap in found], lead[0] if lead else "", "")
    words = text.split()
    joined = " ".join(words)
    if text.startswith(joined):
        return _new_line((words, None, "", text[len(joined) :]))
    return _spaced(text, words)


def _spaced(text: str, words: list[str]) -> Line:
    """The words of a text that has other white space than single blanks between them."""
    if not words:
        return Line(words, [], text, "")
    gaps = _SPACES.findall(text)
    lead = gaps.pop(0) if text[0].isspace() else ""
    return Line(words, gaps if len(gaps) == len(words) else [*gaps, ""], lead, "")


def beyond_ascii(text: str) -> bytes:
    """The characters of a text that are not ASCII, as UTF-8: little in most texts, and quickly looked through."""
    return b"" if text.isascii() else text.encode("utf-8", "surrogatepass").translate(None, _ASCII)


def needs_fine(text: str, rare: bytes | None = None) -> bool:
    """Whether a text must be cut finely everywhere: it is written without spaces, or has marks on spaces.

    `rare` is what is `beyond_ascii` in it, where that is known.
    """
    rare = beyond_ascii(text) if rare is None else rare
    suspects = rare.translate(None, _PLAIN)
    if not suspects and _JOINER not in rare:
        return False
    if len(suspects) > DENSE_SHARE * len(text):
        sample = text[:: len(text) // SAMPLE + 1]
        if len(_DENSE.findall(sample)) > DENSE_SHARE * len(sample):
            return True
    if not _MARK.search(rare.decode("utf-8", "surrogatepass")):
        return False
    return _MARK_ON_SPACE.search(text) is not None


def parts_inside(text: str) -> bool:
    """Whether words can end inside this text though it has no white space: at a dash, or in a script without spaces."""
    if text.isascii():
        return "--" in text or "..." in text or '"' in text or "(" in text
    return _INSIDE.search(text) is not None


def has_words(word: str) -> bool:
    """Whether a token is more than punctuation."""
    return word.isalnum() or any(map(str.isalnum, word))
