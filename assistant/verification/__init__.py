"""Checking by code whether a sentence that somebody wrote is held up by quotes."""
