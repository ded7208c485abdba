"""Indexing: from passages to a verified, immutable generation of the index."""
