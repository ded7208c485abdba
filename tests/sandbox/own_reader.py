"""A llama-index reader of this package's own, for the tests of readers that are named."""

import socket
import subprocess
from pathlib import Path

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document


class PagesReader(BaseReader):
    """Reads pages that a form feed parts."""

    def load_data(self, file: Path) -> list[Document]:
        pages = file.read_text().split("\f")
        return [
            Document(text=text, metadata={"page_label": label})
            for label, text in zip("ivx", pages, strict=False)
        ]


class BadReader(BaseReader):
    """Does what no reader may do."""

    def load_data(self, file: Path) -> list[Document]:
        done = []
        for attempt in (
            lambda: subprocess.run(["true"], check=False),
            lambda: socket.create_connection(("127.0.0.1", 9)),
        ):
            try:
                attempt()
            except PermissionError:
                continue
            except OSError:
                pass
            done.append("escaped")
        return [Document(text=f"Confined, but for {done}.")]


class FailingReader(BaseReader):
    """Fails on every file."""

    def load_data(self, file: Path) -> list[Document]:
        raise RuntimeError("a secret of the file")
