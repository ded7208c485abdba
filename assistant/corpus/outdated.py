"""Find quotes whose file has changed, moved or gone since it was indexed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from assistant.corpus.file_hashes import FileHashes, bytes_hash
from assistant.reading.discovery import walk
from assistant.reading.document import Document, OriginalFile
from assistant.types import Answer, Outdated


class Freshness:
    """Compares the files of a corpus with what was indexed. Safe to use from threads.

    Only files that an answer cites are looked at, and hashed only when they are first cited or
    when their size or times have changed.
    """

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._hashes = FileHashes()

    def told(self, answer: Answer) -> Answer:
        """The answer with the cited documents whose files are no longer what was indexed."""
        found = tuple(self._outdated(answer))
        return answer if found == answer.outdated else replace(answer, outdated=found)

    def _outdated(self, answer: Answer) -> Iterator[Outdated]:
        cited = {one.document.name: one.document for one in answer.citations}
        for name, document in cited.items():
            markers = tuple(one.marker for one in answer.citations if one.document.name == name)
            if not document.file.sha256:  # it was made from no file
                continue
            try:
                same = self._holds(self._corpus / name, document.file)
            except (FileNotFoundError, NotADirectoryError):
                moved = self.elsewhere(document)
                yield Outdated(name, "moved" if moved else "gone", markers, moved)
            except OSError:  # whether it has changed cannot be known
                continue
            else:
                if not same:
                    yield Outdated(name, "changed", markers)

    def _holds(self, path: Path, file: OriginalFile) -> bool:
        if path.stat().st_size != file.size:
            return False
        return self._hashes.get(path, lambda: bytes_hash(path, self._corpus)) == file.sha256

    def elsewhere(self, document: Document) -> str:
        """The name that a document's very file has now; "" if it is not found."""
        suffix = Path(document.name).suffix
        alike = (path for path in walk(self._corpus, _ignored) if path.suffix == suffix)
        return next(self._holding(alike, document.file), "")

    def _holding(self, paths: Iterable[Path], file: OriginalFile) -> Iterator[str]:
        for path in paths:
            try:
                if self._holds(path, file):
                    yield path.relative_to(self._corpus).as_posix()
            except OSError:
                continue


def _ignored(_: OSError) -> None:
    """A folder that cannot be read holds nothing that could be indexed."""
