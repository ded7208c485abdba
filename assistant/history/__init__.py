"""Conversations that are kept: what was asked and answered, and what readers said of it."""
