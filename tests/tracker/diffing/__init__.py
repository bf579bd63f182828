"""The comparison of two texts."""
