"""Write FTS5 queries that mean their terms and nothing else."""

from __future__ import annotations

from collections.abc import Iterable


def any_of(terms: Iterable[str]) -> str:
    """An FTS5 query for rows that hold at least one of the terms; "" where there are none.

    Each term is quoted, so that none is read as an operator ("AND", "NEAR", "body:x", "*"). A
    term that the tokenizer splits ("TNF-α") means its pieces, next to each other.
    """
    quoted = (f'"{_plain(term)}"' for term in dict.fromkeys(terms) if term.strip())
    return " OR ".join(quoted)


def _plain(term: str) -> str:
    # SQLite ends a query at NUL, and takes no lone surrogates.
    term = term.encode("utf-8", "replace").decode().replace("\0", " ")
    return term.replace('"', '""')
