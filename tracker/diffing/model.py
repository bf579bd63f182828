"""What a comparison gives: the two texts cut into sentences, and the pairs that lead from one to the other."""

from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from tracker.model import Folded, Op, Part

#: The name of the JSON form that `Diff.as_json` writes. Fields may be added to it; readers ignore what they don't know.
FORMAT = "rowback-diff/1"

#: One run of a word script: "=" kept, "-" only in the old text, "+" only in the new one; and its text.
Run = tuple[str, str]


class Sentence(NamedTuple):
    """One sentence of the body with the white space and separators behind it, and the number of its paragraph."""

    paragraph: int
    text: str


class Pair(NamedTuple):
    """What became of a sentence (or a part): the sentences on both sides, and the words kept, removed and added.

    `old` and `new` are indices into `diff.old.sentences` and `diff.new.sentences`; they are empty for every part
    but the body. `folded` tells why a change is folded away (only white space, only typography), else None.
    """

    op: Op
    part: Part
    old: tuple[int, ...]
    new: tuple[int, ...]
    folded: Folded | None
    words: tuple[Run, ...]

    @property
    def old_text(self) -> str:
        """The old side of the pair, to the character."""
        return "".join([text for sign, text in self.words if sign != "+"])

    @property
    def new_text(self) -> str:
        """The new side of the pair, to the character."""
        return "".join([text for sign, text in self.words if sign != "-"])

    @property
    def differs(self) -> bool:
        """Whether a reader should be shown something: not the same, and not folded (unless it also moved)."""
        return self.op is not Op.SAME and (self.folded is None or self.op is not Op.CHANGED)


#: A Sentence or a Pair out of the tuple of all its fields: thrice as fast as calling the class, for the hot loops.
new_sentence = partial(tuple.__new__, Sentence)
new_pair = partial(tuple.__new__, Pair)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: its parts, and its body as sentences that join to the body exactly."""

    headline: str = ""
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    section: str = ""
    captions: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    @property
    def text(self) -> str:
        """The body, to the character."""
        return "".join([sentence.text for sentence in self.sentences])

    def as_json(self) -> dict[str, Any]:
        """The side as plain data."""
        return {
            "headline": self.headline,
            "standfirst": self.standfirst,
            "byline": self.byline,
            "dateline": self.dateline,
            "section": self.section,
            "captions": list(self.captions),
            "sentences": [{"paragraph": paragraph, "text": text} for paragraph, text in self.sentences],
        }


@dataclass(frozen=True, slots=True)
class Diff:
    """The difference between two texts; both can be given back from it to the character.

    `pairs` come in the reading order of the new text, removed sentences where they stood. `coarse` says that the
    texts asked for more work than the budget allows, so that the answer is exact but less fine than usual.
    `words_added` and `words_removed` count words before any clean-up for reading; words that only moved, and
    differences that are folded, do not count.
    """

    old: Side
    new: Side
    pairs: tuple[Pair, ...]
    coarse: bool
    words_added: int
    words_removed: int

    @property
    def identical(self) -> bool:
        """Whether nothing at all differs, in any part."""
        return all(pair.op is Op.SAME for pair in self.pairs)

    def old_text(self) -> str:
        """The old body, to the character."""
        return self.old.text

    def new_text(self) -> str:
        """The new body, to the character."""
        return self.new.text

    def as_json(self) -> dict[str, Any]:
        """The public contract `rowback-diff/1`, as plain dicts, lists and strings."""
        return {
            "format": FORMAT,
            "coarse": self.coarse,
            "words_added": self.words_added,
            "words_removed": self.words_removed,
            "old": self.old.as_json(),
            "new": self.new.as_json(),
            "pairs": [
                {
                    "op": op._value_,  # not .value: that is a call, and costs as much as all else here
                    "part": part._value_,
                    "old": [*old],
                    "new": [*new],
                    "folded": folded and folded._value_,
                    "words": [*map(list, words)],
                }
                for op, part, old, new, folded, words in self.pairs
            ],
        }
