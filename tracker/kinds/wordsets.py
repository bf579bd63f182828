"""Lists of words as the rules hold them."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, set apart by white space."""
    return frozenset(text.split())
