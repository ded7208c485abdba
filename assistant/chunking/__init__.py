"""The second stage: a document to sentences, which find, and passages, which answer."""

CHUNKING_VERSION = "2"
"""Raise it when the same document would be cut differently: indexes are then built anew."""
