"""Kept conversations as files: Markdown and PDF to read, JSON for another program."""
