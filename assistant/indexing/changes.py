"""What differs between the documents indexed before and those to be indexed now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Names of documents, each in exactly one of the four, sorted."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @classmethod
    def between(cls, before: Mapping[str, str], now: Mapping[str, str]) -> Changes:
        """Compare two sets of documents, given as names to `Document.sha256`."""
        kept = before.keys() & now.keys()
        same = {name for name in kept if before[name] == now[name]}
        return cls(
            added=tuple(sorted(now.keys() - before.keys())),
            updated=tuple(sorted(kept - same)),
            removed=tuple(sorted(before.keys() - now.keys())),
            unchanged=tuple(sorted(same)),
        )

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.updated or self.removed)
