"""Load models with sentence-transformers: the one door to it.

It is opened when the first text comes: importing it takes seconds.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ModelUnavailable
from assistant.models.network import is_of_network, why, without_addresses

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer


def embedding_model(name: str, folder: Path) -> SentenceTransformer:
    """The embedding model in `folder`, whose files have been checked; on a GPU if there is one.

    name: of the model, for people.

    Raises ModelUnavailable where it does not load.
    """
    with _translated(
        f"Model {name} in {folder}",
        "reinstall with `pip install --force-reinstall sentence-transformers torch`.",
    ):
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(
            str(folder),
            device=_device(),
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )


def entailment_model(
    name: str, max_tokens: int, labels: Collection[str], offline: bool
) -> CrossEncoder:
    """Any cross-encoder with these labels, in any order, giving log-odds; otherwise as below.

    Raises ModelUnavailable where it cannot be had, does not load or has other labels.
    """
    with _translated(
        f"Model {name!r}",
        "set ASSISTANT_NLI_MODEL to one of natural language inference, or to nothing.",
    ):
        model = _cross_encoder(name, max_tokens, offline)
        found = labels_of(model)
        if set(found) != set(labels):
            raise ValueError(f"its labels are {', '.join(sorted(found))}")
        return model


def labels_of(model: CrossEncoder) -> list[str]:
    """What the scores of a model with several are called, in their order, in lower case."""
    names: dict[int, str] = dict(getattr(model.config, "id2label", None) or {})
    return [str(names[place]).lower() for place in sorted(names)]


def cross_encoder_model(name: str, max_tokens: int, offline: bool) -> CrossEncoder:
    """Any cross-encoder with one score for a pair, log-odds, by its folder or its name on the hub.

    Only safetensors are read, and no code that comes with the model is run.

    max_tokens: of a pair.
    offline:    fetch nothing; a name then has to be in the hub client's cache.

    Raises ModelUnavailable where it cannot be had, does not load or gives several scores.
    """
    with _translated(
        f"Cross-encoder {name!r}", "set ASSISTANT_RERANKER to a folder or a name on the hub."
    ):
        model = _cross_encoder(name, max_tokens, offline)
        if model.num_labels != 1:
            raise ValueError(f"it gives {model.num_labels} scores for a pair, not one")
        return model


def _cross_encoder(name: str, max_tokens: int, offline: bool) -> CrossEncoder:
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    model: CrossEncoder = CrossEncoder(
        name,
        num_labels=None,
        max_length=max_tokens,
        activation_fn=Identity(),  # log-odds, where the library would give a sigmoid of them
        device=_device(),
        local_files_only=offline or Path(name).is_dir(),
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )
    return model


@contextmanager
def _translated(what: str, advice: str) -> Iterator[None]:
    # Otherwise the tokeniser's own threads make it print a warning in every forked process;
    # they save 1 % of the time of embedding.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        yield
    except Exception as error:  # of any of the libraries below
        if is_of_network(error):
            raise ModelUnavailable(f"{what} does not load ({why(error)}): {advice}") from None
        if not isinstance(error, ImportError | OSError | RuntimeError | ValueError):
            raise
        reason = without_addresses(" ".join(str(error).split()))
        raise ModelUnavailable(f"{what} does not load ({reason}): {advice}") from None


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
