"""What a machine of the cluster does: the same functions as this machine would call."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import CutDocument
from assistant.errors import AssistantError, UnreadableDocument
from assistant.indexing.embeddings import SentenceEmbedder
from assistant.indexing.manifest import Fingerprint
from assistant.reading.bibliography.sources import Known
from assistant.reading.document import Source
from assistant.reading.plugins import VARIABLE
from assistant.reading.scans import can_recognise
from assistant.sandbox.sandbox import Limits, Sandbox

_NAMES = ("document-assistant", "the rules of reading", "of chunking", "text recognition")


@dataclass(frozen=True, slots=True)
class Program:
    """What has to be the same where a document is read, so that the same comes of it."""

    package: str
    reading: str
    chunking: str
    recognises: bool

    @classmethod
    def here(cls) -> Program:
        """Of this process."""
        try:
            package = version("document-assistant")
        except PackageNotFoundError:  # run from its folder
            package = ""
        rules = Fingerprint.of_this_program("")
        return cls(package, rules.reading, rules.cutting, can_recognise())

    def difference(self, theirs: Program) -> str:
        """In what another one differs, in words; "" where it does not."""
        return ", ".join(
            f"{name} {there} there and {here} here"
            for name, here, there in zip(_NAMES, astuple(self), astuple(theirs), strict=True)
            if here != there
        )


@dataclass(frozen=True, slots=True)
class Setup:
    """How files are to be read. readers: of other packages, as the variable names them."""

    program: Program
    limits: Limits
    readers: str

    @classmethod
    def here(cls, limits: Limits | None) -> Setup:
        """As this process reads them."""
        return cls(Program.here(), limits or Limits(), os.environ.get(VARIABLE, ""))


@dataclass(frozen=True, slots=True)
class Refused:
    """The file cannot be read, anywhere. reason: as `UnreadableDocument` gives it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unable:
    """The machine cannot do this work. fault: in words.

    differs: it would give something else than this machine: nothing may be taken from it.
    """

    machine: str
    fault: str
    differs: bool = False

    @property
    def error(self) -> AssistantError:
        """To end with where the rest of the cluster should not go on either."""
        if self.differs:
            return AssistantError(
                f"The machine {self.machine} of the Ray cluster would give another index "
                f"({self.fault}): install the same version, extras and model on all machines."
            )
        return AssistantError(f"On the machine {self.machine} of the Ray cluster: {self.fault}")


def read_bytes(
    setup: Setup, name: str, data: bytes, source: Source, known: Known
) -> CutDocument | Refused | Unable:
    """Read and cut a file's bytes, in a process of their own that is started here."""
    difference = setup.program.difference(Program.here())
    if difference:
        return Unable(platform.node(), difference, differs=True)
    os.environ[VARIABLE] = setup.readers
    try:
        return _sandbox(setup.limits).read_bytes(name, data, source, known)
    except UnreadableDocument as error:
        return Refused(str(error))
    except AssistantError as error:
        return Unable(platform.node(), str(error))


@lru_cache(maxsize=1)
def _sandbox(limits: Limits) -> Sandbox:
    return Sandbox(limits)


class EmbeddingWorker:
    """Embeds batches; the model is loaded once."""

    def __init__(self, embedder: SentenceEmbedder) -> None:
        self._embedder = embedder

    def examine(self, fingerprint: str, text: str) -> Unable | None:
        """Load the model, and tell why nothing can be embedded here; None where it can.

        fingerprint: that the model must have.
        text:        any.
        """
        try:
            if self._embedder.fingerprint != fingerprint:
                return Unable(platform.node(), "it has another embedding model", differs=True)
            self._embedder.embed([text])
        except AssistantError as error:
            return Unable(platform.node(), str(error))
        return None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32] | Unable:
        """The model's vectors."""
        try:
            return self._embedder.embed(texts)
        except AssistantError as error:
            return Unable(platform.node(), str(error))
