"""The libraries that are compared, and what each has to be able to do."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from evals.beside.given import Article, Articles, GivenVectors


class Library(Protocol):
    """An index in a folder of its own, kept as the library's documentation does by default.

    reading: seconds of the last change that went into reading files, of a library that does.
    """

    reading: float

    def __init__(self, folder: Path, vectors: GivenVectors) -> None:
        """Touch nothing yet."""

    def store(self, articles: Articles) -> None:
        """Make the index, in one call if there is one; it must be on the disk at the end."""

    def open(self) -> None:
        """Open what is stored, to search and to change it; also anew."""

    def add(self, name: str, article: Article) -> None:
        """Add a document, so that it is on the disk at the end."""

    def change(self, name: str, article: Article) -> None:
        """Replace one."""

    def remove(self, name: str) -> None:
        """Remove one."""

    def search(self, question: str) -> int:
        """Search as a user does, for ten; how many were found."""

    def nearest(self, text: str, limit: int) -> Sequence[Hashable]:
        """The sentences nearest by vector alone, as the library knows them."""

    def texts(self, found: Sequence[Hashable]) -> list[str]:
        """Their texts."""

    def held(self) -> dict[str, int]:
        """How many sentences of each document there are."""

    def is_told(self) -> bool | None:
        """Whether one that was opened knows that it is out of date; None if it cannot."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a library is called, loaded and installed. needs: modules that only it has."""

    title: str
    module: str
    needs: tuple[str, ...] = ()
    pip: str = ""

    def missing(self) -> bool:
        """Whether it has to be installed first."""
        return not all(map(_is_there, self.needs))

    def load(self) -> type[Library]:
        """Import it, with what it needs."""
        return cast(type[Library], import_module(f"evals.beside.{self.module}").Index)


LIBRARIES = {
    "assistant": Choice("assistant", "with_assistant"),
    "llama-index": Choice(
        "llama-index, Chroma",
        "with_llama_index",
        ("llama_index.vector_stores.chroma",),
        "pip install llama-index-vector-stores-chroma",
    ),
    "txtai": Choice("txtai", "with_txtai", ("txtai", "faiss"), "pip install txtai"),
}


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of a package around it
        return False
