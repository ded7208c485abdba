"""A reference as a line of text, as BibTeX and as RIS."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from ui.references.authors import Author
from ui.references.reference import Reference


def as_text(reference: Reference) -> str:
    """As in "Wu et al. A new era. Frontiers in Neurology. 2024;15:1389697. doi:10.3389/…"."""
    parts = [_authors(reference), reference.title, *_published(reference)]
    if reference.doi:
        parts.append(f"doi:{reference.doi}")
    return " ".join(_ended(part) for part in parts if part).removesuffix(".")


def _authors(reference: Reference) -> str:
    named = [
        " ".join(part for part in (one.name, one.given, one.suffix) if part)
        for one in reference.authors.named
    ]
    joined = ", ".join(named)
    if not reference.authors.others:
        return joined
    return f"{joined}, et al." if len(named) > 1 else f"{joined} et al."


def _published(reference: Reference) -> list[str]:
    """Journal, and "2024;15(2):100–9"; what is unknown of it is left out."""
    year = "" if reference.year is None else str(reference.year)
    issue = f"({reference.issue})" if reference.issue else ""
    where = f"{reference.volume}{issue}:{reference.pages}" if reference.volume else ""
    return [reference.journal, ";".join(part for part in (year, where) if part)]


def _ended(part: str) -> str:
    return part if part.endswith((".", "?", "!")) else f"{part}."


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
    """The entry, ending in a newline: `@article` if there is a journal, else `@misc`."""
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


def as_ris(reference: Reference) -> str:
    """The record, from `TY` to `ER`. A value is one line, so that none can begin another tag.

    RIS has no word for authors that are not named: "et al." would be taken for one.
    """
    lines = [("TY", "JOUR" if reference.journal else "GEN")]
    lines += [("AU", one.inverted) for one in reference.authors.named]
    first, _, last = re.sub(r" ?[-–] ?", "–", reference.pages).partition("–")
    lines += [
        ("PY", "" if reference.year is None else str(reference.year)),
        ("TI", reference.title),
        ("T2", reference.journal),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", first),
        ("EP", last),
        ("DO", reference.doi),
        ("UR", reference.doi and f"https://doi.org/{reference.doi}"),
        ("N1", reference.licence and f"Licence: {reference.licence}"),
    ]
    written = [f"{tag}  - {value}\r\n" for tag, value in lines if value]
    return "".join([*written, "ER  - \r\n"])
