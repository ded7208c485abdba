"""Embedders for the workers of a cluster: made-up vectors, and ends at chosen moments."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.models.embedder import OnBatch
from assistant.progress import Progress
from evals.made_up import MadeUpEmbedder

Ray: TypeAlias = Any
"""Of a library that may not be installed."""


class DyingEmbedder(MadeUpEmbedder):
    """Its process is killed while it embeds for the second time: the first is its examination.

    notes: a folder; each process that is killed leaves a file of its id in it.
    most:  so many are killed.
    """

    def __init__(self, notes: Path, most: int) -> None:
        self._notes, self._most = notes, most
        self._home = os.getpid()
        self._calls = 0

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        self._calls += 1
        if os.getpid() != self._home and self._calls == 2:
            self._die()
        return super().embed(texts, progress, on_batch)

    def _die(self) -> None:
        for number in range(self._most):
            with suppress(FileExistsError):
                (self._notes / f"{number}").open("x").write(str(os.getpid()))
                os.kill(os.getpid(), signal.SIGKILL)
