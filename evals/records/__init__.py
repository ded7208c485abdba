"""Stored runs: records, their folder, and the history of figures."""
