"""One side of a comparison while it is being worked on: its sentences, their words, and how much each weighs."""

from tracker.diffing.model import Sentence
from tracker.diffing.words import Line, line


class Body:
    """The sentences of a body with their words, cut when first asked for."""

    __slots__ = ("_lines", "fine", "keys", "sentences", "texts")

    def __init__(self, sentences: list[Sentence], fine: bool) -> None:
        self.sentences = sentences
        self.fine = fine
        self.texts = [text for _, text in sentences]
        self.keys = [text.rstrip() for text in self.texts]
        self._lines: list[Line | None] = [None] * len(sentences)

    def line(self, index: int) -> Line:
        """A sentence as words and white space."""
        found = self._lines[index]
        if found is None:
            found = self._lines[index] = line(self.texts[index], self.fine)
        return found

    def words(self, index: int) -> list[str]:
        """The words of a sentence."""
        return self.line(index).words

    def block(self, index: int) -> bool:
        """Whether a sentence stands alone on its line: a paragraph, a heading or an item of its own."""
        if index and not self._ends_a_line(index - 1):
            return False
        return index + 1 == len(self.texts) or self._ends_a_line(index)

    def _ends_a_line(self, index: int) -> bool:
        behind = self.texts[index][len(self.keys[index]) :]
        return "\n" in behind or "\r" in behind
