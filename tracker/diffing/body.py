"""One side of a comparison while it is being worked on: its sentences, their words, and how much each weighs."""

from tracker.diffing.model import Sentence
from tracker.diffing.words import Line, line


class Body:
    """The sentences of a body with their words, cut when first asked for."""

    __slots__ = ("_words", "fine", "keys", "sentences", "texts")

    def __init__(self, sentences: list[Sentence], fine: bool) -> None:
        self.sentences = sentences
        self.fine = fine
        self.texts = [text for _, text in sentences]
        self.keys = [text.rstrip() for text in self.texts]
        self._words: dict[int, list[str]] = {}

    def line(self, index: int) -> Line:
        """A sentence as words and white space."""
        return line(self.texts[index], self.fine)

    def words(self, index: int) -> list[str]:
        """The words of a sentence."""
        found = self._words.get(index)
        if found is None:
            text = self.texts[index]
            found = self._words[index] = line(text, True).words if self.fine else text.split()
        return found

    def block(self, index: int) -> bool:
        """Whether a sentence stands alone on its line: a paragraph, a heading or an item of its own."""
        if index and not self._ends_a_line(index - 1):
            return False
        return index + 1 == len(self.texts) or self._ends_a_line(index)

    def _ends_a_line(self, index: int) -> bool:
        behind = self.texts[index][len(self.keys[index]) :]
        return "\n" in behind or "\r" in behind
