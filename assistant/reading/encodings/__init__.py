"""Encodings: from a file's bytes to its characters."""
