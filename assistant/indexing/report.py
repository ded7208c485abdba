"""The report of a build: what changed, and how long it took."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.indexing.sketches import Pair
from assistant.printable import one_line
from assistant.reading.discovery import Skipped

_PAIRS = 5
"""Of nearly the same documents, in a report."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Names of documents, each in exactly one of the five, sorted.

    moved: pairs of the name that a document had and the one that it has.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()

    @classmethod
    def between(
        cls,
        before: Mapping[str, str],
        now: Mapping[str, str],
        carried: Mapping[str, str] = MappingProxyType({}),
        reread: Collection[str] = (),
    ) -> Changes:
        """Compare two sets of documents, given as names to `Document.sha256`.

        carried: names now to names before, of documents that are known to be the same.
        reread:  names of documents that were read again, and count as updated.
        """
        moved = {name: old for name, old in carried.items() if name != old}
        kept = before.keys() & now.keys() - moved.keys()
        same = {name for name in kept if before[name] == now[name] and name not in reread}
        return cls(
            added=tuple(sorted(now.keys() - before.keys() - moved.keys())),
            updated=tuple(sorted(kept - same)),
            removed=tuple(sorted(before.keys() - now.keys() - set(moved.values()))),
            unchanged=tuple(sorted(same)),
            moved=tuple(sorted((old, name) for name, old in moved.items())),
        )

    def touching(self, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
        """The pairs of which one document is new or updated."""
        fresh = {*self.added, *self.updated}
        return tuple(one for one in pairs if {one.first, one.second} & fresh)

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.updated or self.removed or self.moved)


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What was indexed, and what differs from before.

    generation:    name of the current generation; "" if there are no documents.
    changed:       whether a new generation was written.
    embedded:      sentences that went through the embedding model this time.
    resumed:       sentences that had done so in a build which was not finished.
    skipped:       files of the corpus that are not in the index, and why.
    seconds:       from the call to its end.
    exact_search:  whether the nearest sentences are found by the exact product, since Chroma's
                   search was found to miss too many.
    reason:        why nothing of the index before could be used; "" if it could be.
    bytes_on_disk: size of the generation's files.
    moved:         pairs of the name that a document had and the one that it has.
    similar:       pairs of documents that say nearly the same, of which one is new or updated.
    vector_server: what is wrong with the Chroma server that keeps vectors; "" for nothing.
    notes:         what went otherwise than planned without harm, a line each.
    """

    generation: str
    changed: bool
    documents: int
    passages: int
    sentences: int
    embedded: int
    resumed: int
    added: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    seconds: float
    exact_search: bool
    reason: str
    bytes_on_disk: int
    moved: tuple[tuple[str, str], ...] = ()
    similar: tuple[Pair, ...] = ()
    vector_server: str = ""
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> Changes:
        """The names by kind of change."""
        return Changes(self.added, self.updated, self.removed, self.unchanged, self.moved)

    def __str__(self) -> str:
        """Several lines for a person."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield (
            f"{'Indexed' if self.changed else 'Nothing changed:'} "
            f"{_count(self.documents, 'document')}, {_count(self.passages, 'passage')}, "
            f"{_count(self.sentences, 'sentence')} "
            f"({self.bytes_on_disk / 1e6:,.1f} MB) in {self.seconds:.1f} s"
        )
        if self.reason:
            yield f"  Rebuilt as a whole: {self.reason}"
        if self.changed:
            yield from (
                f"  {kind}: {', '.join(map(one_line, names))}"
                for kind, names in (
                    ("Added", self.added),
                    ("Updated", self.updated),
                    ("Removed", self.removed),
                    ("Moved", tuple(f"{old} to {name}" for old, name in self.moved)),
                )
                if names
            )
            before = f", and {self.resumed:,} by a build that was not finished"
            yield (
                f"  Newly embedded: {_count(self.embedded, 'sentence')}"
                f"{before if self.resumed else ''}"
            )
        yield from (
            f"  {one_line(f'Nearly the same: {one.first} and {one.second} ({one.share:.0%})')}"
            for one in self.similar[:_PAIRS]
        )
        if len(self.similar) > _PAIRS:
            yield f"  And {len(self.similar) - _PAIRS:,} more pairs: see `assistant list`"
        if self.exact_search:
            yield "  Searched exactly, which takes longer: a faster search would miss too much"
        if self.vector_server:
            yield f"  {one_line(self.vector_server)}"
        yield from (f"  {one_line(note)}" for note in self.notes)
        yield from (f"  {one_line(f'Skipped {file.name}: {file.reason}')}" for file in self.skipped)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
