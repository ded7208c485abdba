"""Our model by onnxruntime: the same vectors as by sentence-transformers, and what is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from real_documents import CORPUS

from assistant.errors import ModelUnavailable
from assistant.models.catalog import MINILM
from assistant.models.download import locate
from assistant.models.minilm import DIMENSION, MAX_TOKENS, MiniLM
from assistant.models.torch_encoder import TorchEncoder
from assistant.settings import Settings

ODD = [
    "",
    " ",
    "\n\t \u00a0",
    "Short.",
    "What was the five-year survival after aHSCT?",
    "naïve café, Ångström, ŁÓDŹ, straße; résumé",
    "東京の天気は晴れです。 한국어 العربية हिन्दी ไทย",
    "😀👩\u200d👩\u200d👧 \u202e right to left \u0000 \ufffd \u200b",
    "p < 0.001; 95% CI: 1.2–3.4; 10⁻³ mol·L⁻¹; ½",
    "https://example.org/a?b=c#d foo_bar.baz(qux) [CLS] [SEP] [MASK] ##ing",
    "x" * 5_000,
    "antidisestablishmentarianism " * 200,
    "word " * 253,
    "word " * 254,
    "word " * 255,
    "word " * 600,
    "UPPER lower MiXeD",
    "e\u0301 and \u00e9 are one letter",
]


@pytest.fixture(scope="module")
def folder() -> Path:
    return locate(MINILM, Settings(offline=True))


@pytest.fixture(scope="module")
def ours(folder: Path) -> MiniLM:
    return MiniLM(folder)


@pytest.fixture(scope="module")
def theirs(folder: Path) -> TorchEncoder:
    return TorchEncoder(MINILM.name, folder, most=MAX_TOKENS)


def real_sentences() -> list[str]:
    """Every 6th piece of the reviews' text that ends in a full stop, as it is written."""
    text = "".join(path.read_text("utf-8") for path in sorted(CORPUS.glob("*.txt")))
    return text.split(". ")[::6]


def test_vectors_are_those_of_sentence_transformers(ours: MiniLM, theirs: TorchEncoder) -> None:
    texts = sorted([*ODD, *real_sentences()], key=len)
    assert len(texts) > 100
    for start in range(0, len(texts), 16):
        some = texts[start : start + 16]
        assert np.abs(ours.encode(some) - theirs.encode(some)).max() < 1e-5
    for text in ODD:
        alone = ours.encode([text], question=True)
        assert np.abs(alone - theirs.encode([text], question=True)).max() < 1e-5


def test_tokens_are_those_of_sentence_transformers(ours: MiniLM, theirs: TorchEncoder) -> None:
    texts = [*ODD, *real_sentences()]
    assert ours.token_counts(texts) == theirs.token_counts(texts)
    assert max(ours.token_counts(texts)) == MAX_TOKENS
    assert sorted(ours.words) == sorted(theirs.words)


def test_a_vector_does_not_depend_on_the_texts_beside_it(ours: MiniLM) -> None:
    together = ours.encode(ODD)
    assert together.shape == (len(ODD), DIMENSION)
    for place, text in enumerate(ODD):
        assert ours.encode([text])[0] == pytest.approx(together[place], abs=1e-6)


def test_prompts_stand_before_the_text(folder: Path, ours: MiniLM) -> None:
    prompted = MiniLM(folder, ("query: ", "passage: "))
    assert np.array_equal(prompted.encode(["tea"]), ours.encode(["passage: tea"]))
    assert np.array_equal(prompted.encode(["tea"], question=True), ours.encode(["query: tea"]))


def spoilt(content: bytes, how: str) -> bytes:
    length = int.from_bytes(content[:8], "little")
    listed = json.loads(content[8 : 8 + length])
    if how == "empty":
        return b""
    if how == "cut":
        return content[: len(content) // 2]
    if how == "no list":
        return b"\xff" * 8 + content[8:]
    listed.pop("encoder.layer.5.output.dense.weight")
    header = json.dumps(listed).encode()
    return len(header).to_bytes(8, "little") + header + content[8 + length :]


@pytest.mark.parametrize("how", ["empty", "cut", "no list", "a weight is lacking"])
def test_what_does_not_load_is_told_in_one_line(folder: Path, tmp_path: Path, how: str) -> None:
    for file in MINILM.files:
        if "/" not in file.path:
            shutil.copy(folder / file.path, tmp_path)
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(spoilt(weights.read_bytes(), how))
    with pytest.raises(ModelUnavailable, match=r"does not load \([^\n]*\): reinstall") as told:
        MiniLM(tmp_path)
    assert "\n" not in str(told.value)


def test_a_question_needs_no_pytorch() -> None:
    code = (
        "import sys; from assistant.models.embedder import Embedder; "
        "from assistant.settings import Settings; "
        "Embedder(Settings(offline=True)).embed_questions(['What is tea?']); "
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
