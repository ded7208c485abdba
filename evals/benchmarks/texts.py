"""Texts and names of documents, so that a file of the corpus has exactly the characters meant."""

from __future__ import annotations

import hashlib
import re

_LONGEST = 80  # characters of a name


def storable(text: str) -> str:
    """A text as it can be written and read back, of equal length.

    A byte-order mark would be taken off when the file is read, and half a surrogate pair cannot be
    written at all; what stands in for either is one character too.
    """
    return text.replace("\ufeff", " ").encode("utf-8", "replace").decode("utf-8")


def titled(title: str, text: str) -> str:
    """A document's text under its title, if it has one."""
    return storable(f"{title}\n\n{text}" if title.strip() else text)


def file_name(key: str) -> str:
    """A file name for an id; different ids get different names, also where case is not told."""
    name = re.sub(r"[^\w.-]+", "-", key.strip()).strip("-.")[:_LONGEST]
    if name != key or name != name.lower():
        name = f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:8]}".lstrip("-")
    return f"{name}.txt"
