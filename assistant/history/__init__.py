"""Saved conversations: questions, answers, and readers' ratings."""
