"""Tests of reading what a publisher sent."""
