"""Receipts: what an answer is based on, so that anyone with the files can check it."""
