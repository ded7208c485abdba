"""Measure on public data: other people's documents and questions, other ways of searching."""
