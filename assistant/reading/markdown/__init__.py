"""Markdown, by markdown-it, with the place of every character."""
