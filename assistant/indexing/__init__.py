"""The third stage: passages to a verified, immutable generation of the index."""
