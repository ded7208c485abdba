"""Load models that sentence-transformers runs, by PyTorch: whatever the settings name.

Importing it takes seconds: nothing here does so before it is called.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ModelUnavailable
from assistant.models.embedding_files import ON_THE_HUB
from assistant.models.network import is_of_network, why, without_addresses

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

_REINSTALL = "reinstall with `pip install --force-reinstall sentence-transformers torch`."


def embedding_model(name: str, folder: Path, advice: str = _REINSTALL) -> SentenceTransformer:
    """The embedding model in `folder`, whose files have been checked; on a GPU if there is one.

    Only safetensors are read, and no code that comes with the model is run.

    name:   of the model, for people.
    advice: what to do if it does not load.

    Raises ModelUnavailable if it does not load.
    """
    with _translated(f"Model {name} in {folder}", advice):
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

    Raises ModelUnavailable if it cannot be found, does not load or has other labels.
    """
    with _translated(
        f"Model {name!r}",
        "set ASSISTANT_NLI_MODEL to one of natural language inference, to none, or to nothing.",
    ):
        model = _cross_encoder(name, max_tokens, offline)
        found = labels_of(model)
        if set(found) != set(labels):
            raise ValueError(f"its labels are {', '.join(sorted(found))}")
        return model


def labels_of(model: CrossEncoder) -> list[str]:
    """The labels of a model with several scores, in order, in lower case."""
    names: dict[int, str] = dict(getattr(model.config, "id2label", None) or {})
    return [str(names[place]).lower() for place in sorted(names)]


def cross_encoder_model(name: str, max_tokens: int, offline: bool) -> CrossEncoder:
    """Any cross-encoder with one score for a pair, log-odds, by its folder or its name on the hub.

    Only safetensors are read, and no code that comes with the model is run.

    max_tokens: of a pair.
    offline:    fetch nothing; a name must then be in the hub client's cache.

    Raises ModelUnavailable if it cannot be found, does not load or gives several scores.
    """
    with _translated(
        f"Cross-encoder {name!r}", "set ASSISTANT_RERANKER to a folder or a name on the hub."
    ):
        model = _cross_encoder(name, max_tokens, offline)
        if model.num_labels != 1:
            raise ValueError(f"it gives {model.num_labels} scores for a pair, not one")
        return model


def _cross_encoder(name: str, max_tokens: int, offline: bool) -> CrossEncoder:
    if not Path(name).is_dir() and not ON_THE_HUB.fullmatch(name):
        raise ValueError("it is no folder that is there, and no name on the hub")
    if odd := [path.name for path in _below(name) if not (path.is_file() or path.is_dir())]:
        raise ValueError(f"{odd[0]} in it is not a regular file")  # a pipe might never end
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    model: CrossEncoder = CrossEncoder(
        name,
        num_labels=None,
        activation_fn=Identity(),  # log-odds, where the library would give a sigmoid of them
        device=_device(),
        local_files_only=offline or Path(name).is_dir(),
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )
    model.max_seq_length = min(max_tokens, model.max_seq_length or max_tokens)
    return model


def _below(name: str) -> Iterator[Path]:
    """What is in a folder; nothing for a name on the hub."""
    return Path(name).rglob("*") if Path(name).is_dir() else iter(())


# What the libraries raise for files that they cannot make sense of.
_OF_FILES = (ImportError, OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError)


@contextmanager
def _translated(what: str, advice: str) -> Iterator[None]:
    # Otherwise the tokeniser's own threads make it print a warning in every forked process;
    # they save 1 % of the time of embedding.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        # The library logs what is wrong with a name before it raises the same.
        getLogger("sentence_transformers.util.file_io").setLevel("ERROR")
        yield
    except Exception as error:  # of any of the libraries below
        if is_of_network(error):
            raise ModelUnavailable(f"{what} does not load ({why(error)}): {advice}") from None
        if not isinstance(error, (*_OF_FILES, _damaged_weights())):
            raise
        reason = without_addresses(" ".join(str(error).split()))
        raise ModelUnavailable(f"{what} does not load ({reason}): {advice}") from None


def _damaged_weights() -> type[Exception]:
    from safetensors import SafetensorError

    return SafetensorError


def has_gpu() -> bool:
    """Whether PyTorch can compute on a GPU. It is not imported where there is no driver of one."""
    try:
        ctypes.CDLL("nvcuda.dll" if os.name == "nt" else "libcuda.so.1")
    except OSError:
        return False
    return _device() == "cuda"


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
