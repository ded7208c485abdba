"""Chunking: from a document to sentences, which are searched, and passages, which are returned."""

CHUNKING_VERSION = "7"
"""Raise it when the same document would be cut differently: indexes are then built anew."""
