"""Let the reference show our docstrings' lists of parameters and fields as lists.

Docstrings here name them in aligned lines:

    limit:     at most so many, ≥ 1.
    documents: file names; only these are searched.

Griffe would read that as one paragraph. This turns such a paragraph into the section of Google's
style that it is: "Args" for a function, "Attributes" for a class.
"""

from __future__ import annotations

import re
from typing import Any

from griffe import Class, Docstring, Extension, Function

_ENTRY = re.compile(r"(?P<names>\w+(?:, \w+)*):\s+(?P<text>\S.*)")


class Docstrings(Extension):
    """Rewrites docstrings before they are parsed."""

    def on_function(self, *, func: Function, **kwargs: Any) -> None:  # noqa: ANN401
        """Write the section "Args"."""
        if func.docstring is not None:
            _rewrite(func.docstring, "Args", {one.name for one in func.parameters})

    def on_class(self, *, cls: Class, **kwargs: Any) -> None:  # noqa: ANN401
        """Write the section "Attributes", or "Args" for what its `__init__` takes."""
        if cls.docstring is None:
            return
        made = cls.members.get("__init__")
        taken = {one.name for one in made.parameters} if isinstance(made, Function) else set()
        fields = {name for name, member in cls.members.items() if member.is_attribute}
        if taken - {"self", "values"}:
            _rewrite(cls.docstring, "Args", taken)
        else:
            _rewrite(cls.docstring, "Attributes", fields)


def _rewrite(docstring: Docstring, section: str, known: set[str]) -> None:
    paragraphs = docstring.value.split("\n\n")
    entries: dict[str, str] = {}
    others: list[str] = []
    for paragraph in paragraphs:
        found = _entries(paragraph, known)
        entries |= found
        if not found:
            others.append(paragraph)
    if not entries:
        return
    lines = [f"    {name}: {text}" for name, text in entries.items()]
    others.insert(1, "\n".join([f"{section}:", *lines]))
    docstring.value = "\n\n".join(others)


def _entries(paragraph: str, known: set[str]) -> dict[str, str]:
    """What a paragraph says of each name; {} where it is no such list."""
    entries: dict[str, str] = {}
    names: list[str] = []
    for line in paragraph.split("\n"):
        match = _ENTRY.fullmatch(line)
        if match and set(match["names"].split(", ")) <= known:
            names = match["names"].split(", ")
            entries |= dict.fromkeys(names, match["text"])
        elif names and line.startswith(" "):
            entries |= {name: f"{entries[name]} {line.strip()}" for name in names}
        else:
            return {}
    return entries
