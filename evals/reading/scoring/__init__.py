"""Compares what was read with what was written."""
