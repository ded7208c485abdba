"""Write the trained network as an ONNX file of 8-bit weights: a quarter of the size, and quick on
a processor without a GPU.
"""

from __future__ import annotations

import copy
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch

from evals.training.network import Network

_OPSET = 17  # the first with layer normalisation as one operator


def export(network: Network, path: Path) -> None:
    """Write `path`. Needs the packages onnx and onnxscript, which only training uses."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as scratch:
        whole, tidy = Path(scratch, "whole.onnx"), Path(scratch, "tidy.onnx")
        _export(network, whole)
        quant_pre_process(str(whole), str(tidy), skip_symbolic_shape=True)
        quantize_dynamic(
            tidy,
            path,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            weight_type=QuantType.QInt8,
        )


def _export(network: Network, path: Path) -> None:
    network = copy.deepcopy(network).eval().float()
    tokens = torch.from_numpy(np.full((2, 16), 1_000, dtype=np.int64))
    second = torch.zeros_like(tokens)
    second[:, 8:] = 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (tokens, second),
            str(path),
            input_names=["tokens", "second"],
            output_names=["scores"],
            dynamic_axes={
                "tokens": {0: "pairs", 1: "width"},
                "second": {0: "pairs", 1: "width"},
                "scores": {0: "pairs"},
            },
            opset_version=_OPSET,
            dynamo=False,
        )
