"""The passages and sentences of an index, read when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from assistant.chunking.chunks import Passage, PassageKind
from assistant.lru import Lru
from assistant.reading.document import Document, Span

_KEPT = 20_000  # passages that stay in memory, some 2 kB each
_AT_ONCE = 2_000

PassageRow = tuple[int, str, int, int, int, str, PassageKind, int | None, int, int]
"""number, id, document, start, stop, section (JSON), kind, block, first sentence, sentences."""

SentenceRow = tuple[int, int, int, int, str]
"""number, passage, start, stop, stems."""


class IndexedSentence(NamedTuple):
    """A sentence of an index, by number. stems: of its words, and of what its abbreviations
    stand for.
    """

    number: int
    passage: int
    span: Span
    stems: frozenset[str]


class Entry(NamedTuple):
    """A passage with its sentences. first: the number of the first of them."""

    passage: Passage
    first: int
    sentences: tuple[IndexedSentence, ...]


class StoredPassages:
    """The passages of one index, by number. Safe to use from several threads.

    numbers: of all of them, in order, document by document.
    rows_of: reads passages and their sentences by the passages' numbers.
    """

    def __init__(
        self,
        numbers: Sequence[range],
        documents: dict[int, Document],
        rows_of: Callable[[Collection[int]], tuple[Sequence[PassageRow], Sequence[SentenceRow]]],
    ) -> None:
        self._numbers, self._documents, self._rows_of = numbers, documents, rows_of
        self._kept: Lru[int, Entry] = Lru(_KEPT)

    def __len__(self) -> int:
        """How many there are."""
        return sum(map(len, self._numbers))

    def __getitem__(self, number: int) -> Passage:
        """The passage of that number; KeyError if there is none."""
        return self.entries([number])[number].passage

    def __iter__(self) -> Iterator[Passage]:
        """All of them, document by document; nothing of it stays in memory."""
        for numbers in self._numbers:
            for start in range(numbers.start, numbers.stop, _AT_ONCE):
                wanted = range(start, min(start + _AT_ONCE, numbers.stop))
                entries = self._read(wanted)
                yield from (entries[number].passage for number in wanted)

    def entries(self, numbers: Collection[int]) -> dict[int, Entry]:
        """Those of these numbers.

        Raises:
            KeyError: There is none of such a number.
        """
        found = self._kept.known(numbers)
        missing = [number for number in numbers if number not in found]
        for start in range(0, len(missing), _AT_ONCE):
            read = self._read(missing[start : start + _AT_ONCE])
            self._kept.keep(read)
            found |= read
        if len(found) < len(set(numbers)):
            raise KeyError(next(number for number in numbers if number not in found))
        return found

    def _read(self, numbers: Collection[int]) -> dict[int, Entry]:
        passages, sentences = self._rows_of(numbers)
        of_passage: dict[int, list[IndexedSentence]] = {}
        for number, passage, start, stop, stems in sentences:
            one = IndexedSentence(number, passage, Span(start, stop), frozenset(stems.split()))
            of_passage.setdefault(passage, []).append(one)
        return {row[0]: self._entry(row, tuple(of_passage.get(row[0], ()))) for row in passages}

    def _entry(self, row: PassageRow, sentences: tuple[IndexedSentence, ...]) -> Entry:
        _, name, document, start, stop, section, kind, block, first, _ = row
        passage = Passage(
            id=name,
            document=self._documents[document],
            start=start,
            end=stop,
            section=tuple(json.loads(section)),
            sentences=tuple(one.span for one in sentences),
            kind=kind,
            block=block,
        )
        return Entry(passage, first, sentences)
