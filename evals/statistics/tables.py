"""Tables for a terminal and for Markdown."""

from __future__ import annotations

from collections.abc import Sequence


def plain(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """A table with aligned columns."""
    table = [head, *body]
    widths = [max(len(row[place]) for row in table) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )


def markdown(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """The same for Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)
