"""Reading: from a file to clean text, its structure, and the way back to the file."""

READING_VERSION = "14"
"""Raise it when the same file would be read differently: indexes are then built anew."""
