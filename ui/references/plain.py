"""A reference as a line of text, in the manner of Vancouver."""

from __future__ import annotations

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
