"""Whole documents, to be read: `#/read/NAME?at=START-END`."""

from ui.reader.address import address
from ui.reader.serving import routes

__all__ = ["address", "routes"]
