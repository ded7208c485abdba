"""Receipts: what an answer rests on, written down so that anybody with the files can check it."""
