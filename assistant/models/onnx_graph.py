"""Write the ONNX graph of the layers of a BERT. Its weights stay outside: they are given by name.

Only the few messages of the ONNX format that such a graph needs are written, so that asking a
question does not need the package `onnx`, which is large.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

EMBEDDED, REAL, STATES = "embedded", "real", "states"
"""Names of the inputs, float32 (texts, tokens, width) and int32 (texts, tokens) with 1 where there
is no padding; and of the output, float32 (texts, tokens, width)."""

_IR_VERSION, _OPSET, _OPSET_OF_MICROSOFT = 8, 17, 1
_MICROSOFT = "com.microsoft"  # onnxruntime's own operators, each several of the standard in one
_STANDARD = ("LayerNormalization", "Concat", "Identity")
_FLOAT, _INT32 = 1, 6  # TensorProto.DataType
_AS_FLOAT, _AS_INT = 1, 2  # AttributeProto.AttributeType
_EXTERNAL = 1  # TensorProto.DataLocation


@dataclass(frozen=True, slots=True)
class Bert:
    """Sizes of a BERT, and the number that its normalisation adds to a variance."""

    width: int
    layers: int
    heads: int
    epsilon: float


@dataclass(slots=True)
class _Nodes:
    """The nodes of a graph, in the order in which they are computed, and the weights they use."""

    written: list[bytes] = field(default_factory=list)
    weights: dict[str, None] = field(default_factory=dict)

    def add(self, operator: str, inputs: Sequence[str], **given: float) -> str:
        """Add a node; the name of its output. given: its attributes."""
        output = f"value.{len(self.written)}"
        self.put(operator, inputs, output, **given)
        return output

    def put(self, operator: str, inputs: Sequence[str], output: str, **given: float) -> None:
        parts = [_text(1, name) for name in inputs]
        parts += [_text(2, output), _text(4, operator)]
        parts += [_bytes(5, _attribute(name, value)) for name, value in given.items()]
        parts += [] if operator in _STANDARD else [_text(7, _MICROSOFT)]
        self.written.append(b"".join(parts))

    def weight(self, name: str) -> str:
        self.weights[name] = None
        return name

    def product(self, states: str, name: str) -> str:
        """States times a linear layer's matrix; whoever uses it adds the bias."""
        return self.add("FusedMatMul", [states, self.weight(f"{name}.weight")], transB=1)


def graph(bert: Bert, shapes: Mapping[str, Sequence[int]]) -> tuple[bytes, tuple[str, ...]]:
    """An ONNX file without weights, and which it needs: the layers of a BERT, after its embeddings.

    shapes: of the weights, float32, by their names in the model's own file.

    Raises KeyError if one of those that it needs is lacking.
    """
    nodes = _Nodes()
    first = [nodes.weight(f"embeddings.LayerNorm.{end}") for end in ("weight", "bias")]
    states = nodes.add("LayerNormalization", [EMBEDDED, *first], axis=-1, epsilon=bert.epsilon)
    for number in range(bert.layers):
        states = _layer(nodes, bert, f"encoder.layer.{number}", states)
    nodes.put("Identity", [states], STATES)
    parts = [_bytes(1, node) for node in nodes.written]
    parts += [_text(2, "bert")]
    parts += [_bytes(5, _given_apart(name, shapes[name])) for name in nodes.weights]
    parts += [
        _bytes(11, _value(EMBEDDED, _FLOAT, ("texts", "tokens", bert.width))),
        _bytes(11, _value(REAL, _INT32, ("texts", "tokens"))),
        _bytes(12, _value(STATES, _FLOAT, ("texts", "tokens", bert.width))),
    ]
    opsets = [_number(2, _OPSET), _text(1, _MICROSOFT) + _number(2, _OPSET_OF_MICROSOFT)]
    whole = [_number(1, _IR_VERSION), _bytes(7, b"".join(parts))]
    return b"".join([*whole, *(_bytes(8, opset) for opset in opsets)]), tuple(nodes.weights)


def _layer(nodes: _Nodes, bert: Bert, name: str, states: str) -> str:
    attention, inner = f"{name}.attention", f"{name}.intermediate.dense"
    three = [f"{attention}.self.{part}" for part in ("query", "key", "value")]
    biases = [nodes.weight(f"{part}.bias") for part in three]
    mixed = nodes.add(
        "MultiHeadAttention",
        [
            *(nodes.product(states, part) for part in three),
            nodes.add("Concat", biases, axis=0),
            REAL,
        ],
        num_heads=bert.heads,
    )
    states = _joined(nodes, bert, f"{attention}.output", states, mixed)
    wide = nodes.add("BiasGelu", [nodes.product(states, inner), nodes.weight(f"{inner}.bias")])
    return _joined(nodes, bert, f"{name}.output", states, wide)


def _joined(nodes: _Nodes, bert: Bert, name: str, states: str, others: str) -> str:
    """States with those of the layer `name` added, normalised."""
    norm = [nodes.weight(f"{name}.LayerNorm.{end}") for end in ("weight", "bias")]
    added = [states, nodes.product(others, f"{name}.dense")]
    bias = nodes.weight(f"{name}.dense.bias")
    return nodes.add("SkipLayerNormalization", [*added, *norm, bias], epsilon=bert.epsilon)


def _given_apart(name: str, shape: Sequence[int]) -> bytes:
    """A weight whose values are handed to the session (a TensorProto)."""
    # A place must be named, but is not looked at.
    place = _bytes(13, _text(1, "location") + _text(2, "weights"))
    dimensions = b"".join(_number(1, size) for size in shape)
    return dimensions + _number(2, _FLOAT) + _text(8, name) + place + _number(14, _EXTERNAL)


def _value(name: str, kind: int, shape: Sequence[str | int]) -> bytes:
    """An input or output (a ValueInfoProto)."""
    dimensions = b"".join(
        _bytes(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in shape
    )
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dimensions)))


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _AS_INT)
    return _text(1, name) + _key(2, 5) + struct.pack("<f", value) + _number(20, _AS_FLOAT)


# What follows is the wire format of Protocol Buffers.


def _key(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _number(number: int, value: int) -> bytes:
    return _key(number, 0) + _varint(value)


def _text(number: int, value: str) -> bytes:
    return _bytes(number, value.encode())


def _bytes(number: int, value: bytes) -> bytes:
    return _key(number, 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1  # a negative number is written as 64 bits
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
