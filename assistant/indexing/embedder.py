"""What indexing needs of an embedding model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.progress import Progress

if TYPE_CHECKING:
    from assistant.models.embedder import OnBatch


class SentenceEmbedder(Protocol):
    """Turns sentences into unit vectors.

    Asking for `fingerprint` or `dimension` must not load the model: an unchanged corpus is
    recognised without it.
    """

    @property
    def fingerprint(self) -> str:
        """Equal for equal models, and for nothing else."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        """Rows of length 1, one per text: shape (len(texts), dimension).

        on_batch: told of each text's vector once, soon after it was made.
        """
