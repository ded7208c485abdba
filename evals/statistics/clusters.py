"""Which questions resemble each other, and are drawn together by the bootstrap.

Questions about one section lean on the same sentences. A table is a section by its heading only:
its rows have nothing in common, so each row is a cluster of its own, and so is each question that
belongs to no section or asks for rows from all over the table.
"""

from __future__ import annotations

from evals.kept.record import Line

_TABLE = "Table "


def cluster(line: Line) -> str:
    """The name of a question's cluster."""
    if not line.section:
        return line.id
    if not line.section.startswith(_TABLE):
        return line.section
    if line.kind == "all" or not line.gold:
        return line.id
    first = line.gold[0]
    return f"{first.document}:{first.start}"
