"""Suggestions: questions that the documents answer, generated from their text."""
