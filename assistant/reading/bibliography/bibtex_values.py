"""Values of BibTeX: strings in braces or quotation marks, names of strings, joined by "#"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_NAME = re.compile(r"[^\s#{}\"]{1,200}")
_LONGEST = 20_000  # characters of a value: strings of strings could grow without end


def strings_of(defined: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What the names of strings stand for, by their names in lower case.

    defined: names and values as they are written, in the file's order.
    """
    known: dict[str, str] = {}
    for name, written in defined:
        known[name.lower()] = resolved(written, known)
    return known


def resolved(written: str, strings: dict[str, str]) -> str:
    """A value without what encloses its parts, and with strings for their names.

    A name that is not known stays as it is.
    """
    found: list[str] = []
    length = 0
    for text, is_name in _parts(written):
        part = strings.get(text.lower(), text) if is_name else text
        length += len(part)
        if length > _LONGEST:
            break
        found.append(part)
    return "".join(found)


def _parts(written: str) -> Iterator[tuple[str, bool]]:
    """Each part, and whether it is a name."""
    at = 0
    while at < len(written):
        if written[at] in '{"':
            end = _closed(written, at)
            yield written[at + 1 : end], False
            at = end + 1
        elif match := _NAME.match(written, at):
            yield match.group(), not match.group().isdecimal()
            at = match.end()
        else:
            at += 1


def _closed(written: str, at: int) -> int:
    """Where the brace or the quotation mark closes that stands at a place."""
    depth = 0
    mark = written[at]
    for place in range(at + 1, len(written)):
        char = written[place]
        if depth == 0 and char == ("}" if mark == "{" else mark):
            return place
        depth += {"{": 1, "}": -1}.get(char, 0)
    return len(written)
