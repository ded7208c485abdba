"""Names that a new document may have on any system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from urllib.parse import unquote

from assistant.errors import DocumentRefused, UnknownDocument, UsageError
from assistant.printable import one_line
from assistant.reading.bibliography.bibliography import BIBLIOGRAPHIES
from assistant.reading.discovery import NOT_DOCUMENTS, storable_name, unread_type

MAX_NAME = 255
"""Bytes of a name in UTF-8: what the usual file systems hold."""

# Windows opens a device for these, whatever follows the first dot.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\s*\..*)?", re.IGNORECASE
)
_LISTED = 5  # files that share a name
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # by Windows; ":" also names drives and hidden streams
# Cc, Cf, Cs, Co, Cn, Zl, Zp: control and format characters, among them those that turn the
# direction of what follows, halves of surrogate pairs, what no font has, and line ends.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # format characters that words of Persian and of Indian languages need


def require_name(name: str) -> str:
    """The name in Unicode's form NFC, if a new document may have it.

    Raises:
        DocumentRefused: it may not.
    """
    name = unicodedata.normalize("NFC", name)
    problem = problem_of(name)
    if not problem and "%" in name:
        # Harmless in itself; refused because decoding it would give something harmful.
        problem = problem_of(_decoded(name))
    suffix = PurePosixPath(name).suffix.lower()
    problem = problem or ("" if suffix in BIBLIOGRAPHIES else unread_type(suffix))
    if problem:
        raise DocumentRefused(problem)
    return name


def same_name(name: str, names: Collection[str]) -> str | None:
    """The one of `names` that some system treats as the same as `name`; None if there is none."""
    folded = _folded(name)
    return next((other for other in names if _folded(other) == folded), None)


def one_of(name: str, names: Collection[str]) -> str:
    """The one of `names` that is meant: by its name, as it is shown, or by the end of its path.

    Raises:
        UnknownDocument: there is none, or there are several.
    """
    if name in names:
        return name
    found = [other for other in names if one_line(other) == name]
    found = found or [other for other in names if other.endswith(f"/{name}")]
    if len(found) > 1:
        raise UnknownDocument(_several(name, found))
    if not found:
        near = get_close_matches(name, names, 1)
        hint = f"did you mean {near[0]!r}?" if near else "look at the list of documents."
        raise UnknownDocument(f"No file {name!r} in the corpus: {hint}")
    return found[0]


def matching(pattern: str, names: Iterable[str]) -> list[str]:
    """The names that a pattern matches: a name, a folder ("trials/"), or one with `*`, `?`, `[a]`.

    A `*` stands for folders too. A name without its folders will do where only one file has it.

    Raises:
        UsageError: several files have that name, in other folders.
    """
    names = list(names)
    if pattern in names:
        return [pattern]
    shown = [name for name in names if one_line(name) == pattern]
    folder = pattern.rstrip("/") + "/"
    found = (
        shown
        or [name for name in names if name.startswith(folder)]
        or [name for name in names if fnmatchcase(name, pattern)]
    )
    if found or not pattern:
        return found
    found = [name for name in names if name.endswith(f"/{pattern}")]
    if len(found) > 1:
        raise UsageError(_several(pattern, found))
    return found


def _several(name: str, found: Sequence[str]) -> str:
    more = f" and {len(found) - _LISTED:,} more" if len(found) > _LISTED else ""
    listed = ", ".join(sorted(map(one_line, found))[:_LISTED])
    return f"{len(found):,} files are called {name!r} ({listed}{more}): give the whole path."


def free_name(name: str, names: Collection[str]) -> str:
    """`name`, or "name (2).md" and so on if it is taken."""
    taken = {_folded(other) for other in names}
    path, number, free = PurePosixPath(name), 1, name
    while _folded(free) in taken:
        number += 1
        end = f" ({number}){path.suffix}"
        stem = path.stem.encode()[: MAX_NAME - len(end.encode())].decode(errors="ignore")
        free = stem.rstrip() + end
    return free


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _decoded(name: str) -> str:
    while (decoded := unquote(name)) != name:
        name = decoded
    return name


def problem_of(name: str) -> str:
    """Why no new document or folder may have that name; "" if it may."""
    if not name.strip():
        return "it has no name"
    if "/" in name or "\\" in name:
        return "its name is a path: give the file alone"
    if any(unicodedata.category(char) in _UNSHOWN and char not in _JOINERS for char in name):
        return "its name holds characters that cannot be shown: rename it"
    if found := _FORBIDDEN.search(name):
        return f"its name holds “{found[0]}”: rename it"
    if name.startswith("."):
        return "its name begins with a point, as those of hidden files do: rename it"
    if name != name.strip() or name.endswith("."):
        return "its name begins or ends with a space or a point: rename it"
    if _DEVICE.fullmatch(name):
        return "its name means a device on Windows: rename it"
    if name.casefold() in NOT_DOCUMENTS:
        return "the workspace keeps another file of that name: rename it"
    if len(name.encode()) > MAX_NAME:
        return f"its name has more than {MAX_NAME} bytes: shorten it"
    return "" if storable_name(name) == name else "its name is not Unicode text: rename it"
