from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelUnavailable
from assistant.models import embedder as module
from assistant.models.embedder import Embedder
from assistant.models.pytorch import embedding_model
from assistant.settings import Settings

TEXTS = [
    "Mesenchymal stromal cells modulate the immune response.",
    "Short.",
    "The stock market fell sharply on Monday, and " * 40,
    "",
    "Multiple sclerosis is a demyelinating disease of the central nervous system.",
    "naïve café 東京 😀 \u202e right to left",
]


def test_vectors_are_unit_float32_rows(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), embedder.dimension), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-6)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_identical_texts_score_one(embedder: Embedder) -> None:
    first, second = embedder.embed([TEXTS[0], TEXTS[0]])
    again = embedder.embed([TEXTS[0]])[0]
    assert np.array_equal(first, second)
    assert float(first @ again) == pytest.approx(1.0, abs=1e-6)


def test_vector_does_not_depend_on_its_batch(embedder: Embedder) -> None:
    many = [f"{text} {number}" for number in range(20) for text in TEXTS]
    together = embedder.embed(many)
    assert embedder.embed(many[::-1])[::-1] == pytest.approx(together, abs=1e-6)
    for place in (0, 7, 60, len(many) - 1):
        assert embedder.embed([many[place]])[0] == pytest.approx(together[place], abs=1e-6)


def test_vectors_are_told_as_they_are_made(embedder: Embedder) -> None:
    texts = [f"{text} {number // 2}" for number in range(60) for text in TEXTS]
    told: list[tuple[list[int], np.ndarray]] = []
    vectors = embedder.embed(
        texts, on_batch=lambda places, some: told.append((list(places), some.copy()))
    )
    assert len(told) > 2
    assert sorted(place for places, _ in told for place in places) == list(range(len(texts)))
    for places, some in told:
        assert np.array_equal(some, vectors[places])


def test_near_in_meaning_is_near(embedder: Embedder) -> None:
    question, answer, other = embedder.embed(
        ["Which illness destroys myelin?", TEXTS[4], "The recipe needs two eggs and some butter."]
    )
    assert question @ answer > 0.4
    assert question @ other < 0.2


def test_text_beyond_the_limit_does_not_count(embedder: Embedder) -> None:
    long = "word " * 300
    one, other = embedder.embed([long + "apple", long + "revolution"])
    assert one == pytest.approx(other, abs=1e-6)
    assert embedder.embed(["x" * 5_000_000]).shape == (1, 384)


def test_half_a_surrogate_pair_is_no_error(embedder: Embedder) -> None:
    assert np.isfinite(embedder.embed(["a\ud800b", "\udfff"])).all()


def test_progress_counts_different_texts(embedder: Embedder) -> None:
    calls: list[tuple[str, int, int]] = []
    embedder.embed(["load it"])
    embedder.embed([*TEXTS, TEXTS[0]] * 3, lambda *call: calls.append(call))
    assert calls[-1] == ("Embedding", len(TEXTS), len(TEXTS))
    assert [done for _, done, _ in calls] == sorted(done for _, done, _ in calls)


def test_who_wants_vectors_is_told_of_the_loading(
    monkeypatch: pytest.MonkeyPatch, embedder: Embedder
) -> None:
    with embedder._lock:
        model = embedder._loaded()
    monkeypatch.setattr(module, "MiniLM", lambda folder, prompts: model)
    at_first: list[str] = []
    told: list[str] = []
    fresh = Embedder(Settings(offline=True), lambda what, *_: at_first.append(what))
    fresh.embed(["one"], lambda what, *_: told.append(what))
    assert told[-3:] == ["Loading all-MiniLM-L6-v2", "Loading all-MiniLM-L6-v2", "Embedding"]
    assert at_first == []
    Embedder(Settings(offline=True), lambda what, *_: at_first.append(what)).embed(["one"])
    assert at_first[-1] == "Loading all-MiniLM-L6-v2"


def test_batches_are_limited_in_padded_tokens(
    embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.MiniLM, "batch_tokens", 24)
    monkeypatch.setattr(module, "_TOKENISED_AT_ONCE", 2)
    calls: list[int] = []
    embedder.embed(["load it"])
    texts = ["one two three four five six"] + [f"number {n}" for n in range(1, 10)]
    embedder.embed(texts, lambda what, done, total: calls.append(done))
    # 8 tokens with the marks at both ends, then 4: three of 8, padded; six of 4; the last.
    batches = [now - before for before, now in pairwise([0, *calls])]
    assert sorted(batches) == [1, 3, 6]
    assert batches != [3, 6, 1]  # long and short ones take turns


def test_threads_take_turns(embedder: Embedder) -> None:
    expected = embedder.embed(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(embedder.embed, [TEXTS] * 12):
            assert vectors == pytest.approx(expected, abs=1e-6)


def test_who_waits_is_next() -> None:
    embedder = Embedder(Settings(offline=True))
    order: list[str] = []

    def question() -> None:
        with embedder._turn():
            order.append("question")

    waiting = threading.Thread(target=question)
    with embedder._turn():
        waiting.start()
        while not embedder._next.locked():
            pass
    with embedder._turn():  # the next batch of an indexing, at once
        order.append("indexing")
    waiting.join()
    assert order == ["question", "indexing"]


def test_threads_load_the_model_once(monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> None:
    with embedder._lock:
        model = embedder._loaded()
    loads: list[Path] = []
    monkeypatch.setattr(module, "MiniLM", lambda folder, prompts: (loads.append(folder), model)[1])
    fresh = Embedder(Settings(offline=True))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fresh.embed, [["one"]] * 8))
    assert len(loads) == 1


def test_files_that_do_not_load_are_read_anew(
    monkeypatch: pytest.MonkeyPatch, embedder: Embedder
) -> None:
    with embedder._lock:
        model = embedder._loaded()
    loads: list[bool] = []

    def locate(*_: object, anew: bool = False) -> Path:
        loads.append(anew)
        return Path("model")

    def load(folder: Path, prompts: tuple[str, str]) -> object:
        if loads != [False, True]:
            raise ModelUnavailable("does not load")
        return model

    monkeypatch.setattr(module, "locate", locate)
    monkeypatch.setattr(module, "MiniLM", load)
    assert len(Embedder(Settings(offline=True)).embed(["text"])) == 1
    loads.append(True)
    with pytest.raises(ModelUnavailable, match="does not load"):
        Embedder(Settings(offline=True)).embed(["text"])


def test_missing_model_is_told_when_needed_and_asked_for_again(tmp_path: Path) -> None:
    embedder = Embedder(Settings(models_dir=tmp_path, model_path=None, offline=True))
    for _ in "ab":
        with pytest.raises(ModelUnavailable, match="offline"):
            embedder.embed(["text"])


def test_failure_to_load_is_translated(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"does not load \(.*: reinstall with `pip install"):
        embedding_model("tiny", tmp_path)


def test_fingerprint_follows_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = Embedder(Settings(offline=True))
    before = embedder.fingerprint
    assert before == Embedder(Settings(offline=True)).fingerprint
    model = module.MINILM
    other = (replace(model.files[0], sha256="0" * 64), *model.files[1:])
    monkeypatch.setattr(module, "MINILM", replace(model, files=other))
    assert embedder.fingerprint != before


def test_fingerprint_loads_nothing() -> None:
    code = (
        "import sys; from assistant.models.embedder import Embedder; "
        "from assistant.settings import Settings; "
        "embedder = Embedder(Settings()); embedder.fingerprint, embedder.dimension; "
        "sys.exit(bool({'torch', 'sentence_transformers', 'huggingface_hub'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
