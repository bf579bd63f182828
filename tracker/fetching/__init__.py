"""The outside world: what a publisher sent, read into a Document."""
