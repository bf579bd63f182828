"""Says of each change what kind it is, whether a reader would want to know, and why: by rules, without a network."""

from tracker.kinds.model import Finding, Kind
from tracker.kinds.rules import RULES, label

__all__ = ["RULES", "Finding", "Kind", "label"]
