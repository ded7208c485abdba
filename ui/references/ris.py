"""A reference in the RIS format: a tag and a value on each line, lines ending in CRLF."""

from __future__ import annotations

import re

from ui.references.reference import Reference


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
