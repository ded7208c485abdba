"""Whole documents, to be read: `#/read/NAME?at=START-END`."""
