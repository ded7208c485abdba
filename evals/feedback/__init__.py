"""Readers' ratings, on their way to gold cases."""
