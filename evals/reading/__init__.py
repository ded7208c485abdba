"""How well files are read: documents with known truth, and scores of readers against it."""
