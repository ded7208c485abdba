"""The files of documents that came with a snapshot: put into a copy's corpus, and taken out."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.indexing.files import replace_file, sync_file
from assistant.indexing.manifest import Seal
from assistant.reading.discovery import open_regular
from assistant.replication.fetching import FOLDER, Wanted
from assistant.workspace import Workspace

FILE = "pulled-files.json"
_DRAFT = ".pulled"

_Placed = Mapping[str, list[object]]
"""By name: sha256, size and time of change of a file that was put there."""


@dataclass(frozen=True, slots=True)
class CorpusFiles:
    """Of a copy. Files that were not pulled are left alone, as is what was changed since."""

    workspace: Workspace

    def lacking(self, files: Mapping[str, Seal]) -> list[Wanted]:
        """What has to be fetched, each under its sha256, before the files can be put there.

        Raises:
            AssistantError: One would lie outside the corpus.
        """
        placed, found = self._placed(), {}
        for name, seal in files.items():
            self._require_inside(self.workspace.corpus / name)
            target = self._fetched(seal)
            there = target.is_file() and Seal.of(target) == seal
            if not there and not self._is_placed(name, seal, placed):
                found[seal.sha256] = Wanted(seal, target)
        return list(found.values())

    def place(self, files: Mapping[str, Seal]) -> None:
        """Put them into the corpus, and take out those that were put there and are gone.

        Raises:
            OSError: One cannot be written.
            AssistantError: One would lie outside the corpus.
        """
        placed = dict(self._placed())
        for name in [*placed]:
            if name not in files:
                self._remove(name, placed)
        for name, seal in files.items():
            if not self._is_placed(name, seal, placed):
                path = self._place(name, seal)
                placed[name] = [seal.sha256, *_look(path)]
        if placed != self._placed():
            replace_file(self._list, json.dumps(placed, indent=0).encode())

    @property
    def _list(self) -> Path:
        return self.workspace.index / FILE

    def _fetched(self, seal: Seal) -> Path:
        return self.workspace.index / FOLDER / seal.sha256

    def _placed(self) -> _Placed:
        with suppress(OSError, ValueError), open_regular(self._list) as file:
            found = json.load(file)
            return found if isinstance(found, dict) else {}
        return {}

    def _is_placed(self, name: str, seal: Seal, placed: _Placed) -> bool:
        with suppress(OSError):
            return placed.get(name) == [seal.sha256, *_look(self.workspace.corpus / name)]
        return False

    def _place(self, name: str, seal: Seal) -> Path:
        corpus = self.workspace.corpus
        path = corpus / name
        self._require_inside(path)
        if path.is_file() and not path.is_symlink() and Seal.of(path) == seal:
            return path  # put there by a pull that was killed
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = corpus / f"{_DRAFT}-{seal.sha256}"
        draft.unlink(missing_ok=True)
        try:
            os.link(self._fetched(seal), draft)
        except OSError:  # a file system without links
            shutil.copyfile(self._fetched(seal), draft)
            sync_file(draft)
        draft.replace(path)
        return path

    def _require_inside(self, path: Path) -> None:
        # A link in the corpus must not lead what others wrote to another place.
        if not self._is_inside(path):
            raise AssistantError(
                f"Not pulled: {path.parent} is a link to a place outside the corpus: "
                "remove it, then run `assistant pull`."
            )

    def _is_inside(self, path: Path) -> bool:
        return path.parent.resolve().is_relative_to(self.workspace.corpus.resolve())

    def _remove(self, name: str, placed: dict[str, list[object]]) -> None:
        path = self.workspace.corpus / name
        size_and_time = placed.pop(name)[1:]
        with suppress(OSError):
            if not self._is_inside(path):
                return
            if _look(path) == size_and_time:
                path.unlink()
            for folder in path.parents[: name.count("/")]:
                folder.rmdir()  # fails, and ends it, at one that holds something


def _look(path: Path) -> list[object]:
    status = os.lstat(path)
    return [status.st_size, status.st_mtime_ns]
