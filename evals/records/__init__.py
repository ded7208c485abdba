"""Runs as they are kept: records, where they lie, and the figures of all of them."""
