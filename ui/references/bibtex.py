r"""A reference as a BibTeX entry.

BibTeX counts braces even after a backslash, so an unpaired one is written as a command
(`\textbraceleft{}`): no title can end its field.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from ui.references.authors import Author
from ui.references.reference import Reference

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "%&$#_"},
}
_AND = re.compile(r"\band\b", re.IGNORECASE)
_SMALL_WORDS = frozenset("a an and as at by for from in into of on or the to with".split())


def as_bibtex(reference: Reference) -> str:
    """The entry, ending in a newline: `@article` where there is a journal, else `@misc`."""
    kind = "article" if reference.journal else "misc"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(reference) if value)
    return f"@{kind}{{{key(reference)},\n{fields}}}\n"


def key(reference: Reference) -> str:
    """The same for the same reference: first author, year, first word of the title; [a-z0-9]."""
    family = reference.authors.named[0].name if reference.authors.named else ""
    words = [_plain(word) for word in re.findall(r"\w+", reference.title)]
    word = next((one for one in words if one and one not in _SMALL_WORDS), "")
    year = "" if reference.year is None else str(reference.year)
    made = f"{_plain(family)[:40]}{year}{word[:40]}"
    if re.search("[a-z]", made):
        return made
    return f"document{hashlib.sha256(reference.title.encode()).hexdigest()[:8]}"


def escaped(text: str) -> str:
    """Text of one line as it may stand in a field."""
    return "".join(_COMMANDS.get(character, character) for character in text)


def _fields(reference: Reference) -> list[tuple[str, str]]:
    names = [_author(one) for one in reference.authors.named]
    if names and reference.authors.others:
        names.append("others")
    licence = escaped(reference.licence)
    return [
        ("author", " and ".join(names)),
        # A second pair of braces keeps its capitals as they are.
        ("title", f"{{{escaped(reference.title)}}}"),
        ("journal", escaped(reference.journal)),
        ("year", "" if reference.year is None else str(reference.year)),
        ("volume", escaped(reference.volume)),
        ("number", escaped(reference.issue)),
        ("pages", re.sub(r" ?[-–] ?", "--", reference.pages)),
        ("doi", reference.doi),  # of safe characters, and read as it is
        ("url", reference.doi and f"https://doi.org/{reference.doi}"),
        ("note", licence and f"Licence: {licence}"),
    ]


def _author(author: Author) -> str:
    """Inside braces where a comma or an "and" in it would be read as BibTeX's own."""
    if author.literal:
        return f"{{{escaped(author.name)}}}"
    # BibTeX's own order: "Smith, Jr, J".
    parts = [part for part in (author.name, author.suffix, author.given) if part]
    if any("," in part or _AND.search(part) for part in parts):
        return f"{{{escaped(author.inverted)}}}"
    return escaped(", ".join(parts))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return re.sub("[^a-z0-9]", "", apart.encode("ascii", "ignore").decode().lower())
