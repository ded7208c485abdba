"""Run ONNX graphs by onnxruntime, on the processor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def session(
    model: str | bytes, weights: Mapping[str, NDArray[np.float32]] | None = None
) -> InferenceSession:
    """A session that computes in one thread: threads of ours that use it run side by side.

    model:   the path of an ONNX file, or what is in one.
    weights: by the names of the weights that the graph leaves out.
    """
    from onnxruntime import InferenceSession, OrtValue, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors
    if weights:
        values = [OrtValue.ortvalue_from_numpy(value) for value in weights.values()]
        options.add_external_initializers(list(weights), values)
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])
