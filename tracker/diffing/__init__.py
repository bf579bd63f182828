"""Compares two states of a story and says what an editor would say changed, sentence by sentence and word by word."""

from tracker.diffing.engine import compare
from tracker.diffing.model import FORMAT, Diff, Pair, Sentence, Side

__all__ = ["FORMAT", "Diff", "Pair", "Sentence", "Side", "compare"]
