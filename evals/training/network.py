"""The cross-encoder: MiniLM's layers over a question and a sentence, and a small head."""

from __future__ import annotations

import copy
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.models.reranker import MAX_TOKENS, PADDING


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a BERT."""

    words: int = 30_522
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1_536
    places: int = MAX_TOKENS


MINILM_SHAPE = Shape()
_EPSILON = 1e-12
_LOWER = 3  # layers
_SLOPE, _MIDDLE = 12.0, 0.4  # of the score as a function of the cosine, to begin with


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

    def __init__(self, shape: Shape = MINILM_SHAPE) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.words, shape.width)
        self.places = nn.Embedding(shape.places, shape.width)
        self.halves = nn.Embedding(2, shape.width)
        self.first = nn.LayerNorm(shape.width, _EPSILON)
        self.layers = nn.ModuleList([Layer(shape) for _ in range(shape.layers)])
        self.features = nn.Linear(3 * shape.width, 128)
        self.head = nn.Linear(128, 1)
        self.slope = nn.Parameter(torch.tensor(_SLOPE))
        self.middle = nn.Parameter(torch.tensor(_MIDDLE))
        nn.init.zeros_(self.halves.weight)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, tokens: Tensor, second: Tensor) -> Tensor:
        """tokens, second: as in `assistant.models.reranker.Rows`; gives (pairs,)."""
        real = (tokens != PADDING).to(self.slope.dtype)
        apart = second[:, :, None] != second[:, None, :]
        hidden = _hidden(real) + apart[:, None].to(real.dtype) * _LOW
        firsts = (real * (1 - second)).sum(1, keepdim=True).long()
        numbers = torch.arange(tokens.shape[1])[None] - second * firsts
        return self.upper(self._lower(tokens, numbers, hidden), real, second)

    def lower(self, tokens: Tensor) -> Tensor:
        """States of single texts, (texts, tokens, width): what `upper` joins."""
        real = (tokens != PADDING).to(self.slope.dtype)
        return self._lower(tokens, torch.arange(tokens.shape[1])[None], _hidden(real))

    def upper(self, states: Tensor, real: Tensor, second: Tensor) -> Tensor:
        """Scores, (pairs,), from the lower states of question and sentence in one row.

        real, second: 1 at tokens that are no padding, and at those of the sentence.
        """
        states = states + self.halves(second)
        hidden = _hidden(real)
        for layer in self.layers[_LOWER:]:
            states = layer(states, hidden)
        text = real * second.to(real.dtype)
        one, other = _mean(states, real - text), _mean(states, text)
        near = functional.cosine_similarity(one, other, dim=-1)
        features = torch.cat([states[:, 0], one * other, (one - other).abs()], dim=-1)
        learned = self.head(torch.tanh(self.features(features))).squeeze(-1)
        score: Tensor = self.slope * (near - self.middle) + learned
        return score

    def _lower(self, tokens: Tensor, numbers: Tensor, hidden: Tensor) -> Tensor:
        states: Tensor = self.first(self.words(tokens) + self.places(numbers))
        for layer in self.layers[:_LOWER]:
            states = layer(states, hidden)
        return states


_LOW = -1e4  # added to attention where there must be none


def _hidden(real: Tensor) -> Tensor:
    return (1.0 - real)[:, None, None, :] * _LOW


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    return (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1.0)


def from_minilm(folder: Path) -> Network:
    """A network that begins with the weights of the embedding model in `folder`.

    The lower half stays as it is, the words' vectors too: a few thousand questions hold few words.
    """
    from safetensors.torch import load_file

    known = load_file(folder / "model.safetensors")
    network = Network()
    state = network.state_dict()
    begin = "embeddings"
    state["words.weight"] = known[f"{begin}.word_embeddings.weight"]
    state["places.weight"] = known[f"{begin}.position_embeddings.weight"][:MAX_TOKENS]
    # MiniLM knows but one kind of text, whose vector is the same everywhere.
    state["places.weight"] += known[f"{begin}.token_type_embeddings.weight"][0]
    for end in ("weight", "bias"):
        state[f"first.{end}"] = known[f"{begin}.LayerNorm.{end}"]
        for number in range(MINILM_SHAPE.layers):
            old = f"encoder.layer.{number}"
            new = f"layers.{number}"
            state[f"{new}.attend.{end}"] = torch.cat(
                [known[f"{old}.attention.self.{one}.{end}"] for one in ("query", "key", "value")]
            )
            state[f"{new}.join.{end}"] = known[f"{old}.attention.output.dense.{end}"]
            state[f"{new}.after_attention.{end}"] = known[f"{old}.attention.output.LayerNorm.{end}"]
            state[f"{new}.widen.{end}"] = known[f"{old}.intermediate.dense.{end}"]
            state[f"{new}.narrow.{end}"] = known[f"{old}.output.dense.{end}"]
            state[f"{new}.after.{end}"] = known[f"{old}.output.LayerNorm.{end}"]
    network.load_state_dict(state)
    for frozen in (network.words, network.places, network.first, *network.layers[:_LOWER]):
        frozen.requires_grad_(False)
    return network


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
