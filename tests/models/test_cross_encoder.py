from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny_cross_encoder

from assistant.errors import ModelUnavailable
from assistant.models import checksums
from assistant.models.catalog import RERANKER
from assistant.models.checksums import fault
from assistant.models.reranker import NONE, cross_encoder, shipped
from assistant.models.shipped import DATA, Shipped
from assistant.settings import Settings

MYELIN = "Which cells repair myelin?"
PAIRS = [
    (MYELIN, "Oligodendrocytes form new myelin sheaths around axons that have lost theirs."),
    (MYELIN, "The recipe needs two eggs and some butter."),
    (MYELIN, ""),
    ("", "naïve café 東京 😀 a\ud800b"),
    ("Why? " * 200, "word " * 500),
]

RIGHT_BEFORE_WRONG = [
    (
        "How many patients were enrolled in the trial?",
        "A total of 48 patients were enrolled between 2010 and 2014.",
        "Patients with a fever were excluded from the analysis.",
    ),
    (
        "What causes scurvy?",
        "Scurvy results from a lack of vitamin C in the diet.",
        "Many sailors of the time were afraid of the open sea.",
    ),
    (
        "When was the bridge opened to traffic?",
        "Traffic first crossed the bridge on 3 May 1937.",
        "The bridge is painted in a colour called international orange.",
    ),
    (
        "Which receptor does the virus use to enter cells?",
        "Entry into host cells is mediated by binding to the ACE2 receptor.",
        "The virus was first isolated from a patient in December.",
    ),
]


@pytest.fixture(scope="module")
def ours() -> Shipped:
    return shipped(Settings(offline=True))


def test_the_file_that_comes_with_the_library_is_the_pinned_one() -> None:
    assert fault(RERANKER, DATA) is None


def test_scores_are_finite_float32(ours: Shipped) -> None:
    scores = ours.score(PAIRS)
    assert (scores.shape, scores.dtype) == ((len(PAIRS),), np.float32)
    assert np.isfinite(scores).all()


def test_no_pairs_give_no_scores() -> None:
    assert shipped(Settings(offline=True), folder=Path("nowhere")).score([]).shape == (0,)


def test_a_pair_scores_the_same_whatever_is_beside_it(ours: Shipped) -> None:
    together = ours.score(PAIRS)
    assert np.array_equal(ours.score(PAIRS[::-1])[::-1], together)
    for pair, score in zip(PAIRS, together, strict=True):
        assert ours.score([pair]) == score
    assert np.array_equal(shipped(Settings(offline=True)).score(PAIRS), together)


def test_threads_get_the_same_scores(ours: Shipped) -> None:
    expected = ours.score(PAIRS)
    with ThreadPoolExecutor(4) as pool:
        for scores in pool.map(ours.score, [PAIRS] * 8):
            assert np.array_equal(scores, expected)


@pytest.mark.parametrize(("question", "right", "wrong"), RIGHT_BEFORE_WRONG)
def test_a_sentence_that_answers_scores_more(
    ours: Shipped, question: str, right: str, wrong: str
) -> None:
    better, worse = ours.score([(question, right), (question, wrong)])
    assert better > worse


def test_text_beyond_the_limit_does_not_count(ours: Shipped) -> None:
    long = "word " * 300
    one, other = ours.score([(MYELIN, long + "apple"), (MYELIN, long + "revolution")])
    assert one == other


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    name = RERANKER.files[0].path
    shutil.copy(DATA / name, tmp_path / name)
    with (tmp_path / name).open("r+b") as file:
        file.seek(1_000)
        file.write(b"changed")
    encoder = shipped(Settings(offline=True), folder=tmp_path)
    with pytest.raises(ModelUnavailable, match=r"not the pinned file.*ASSISTANT_RERANKER=none"):
        encoder.score(PAIRS)


def test_another_model_than_the_pinned_one_is_refused() -> None:
    other = replace(RERANKER, files=(replace(RERANKER.files[0], path="other.onnx"),))
    with pytest.raises(ModelUnavailable, match=r"other\.onnx is missing"):
        shipped(Settings(offline=True), model=other).score(PAIRS)


def test_the_setting_decides() -> None:
    assert cross_encoder(Settings(reranker=NONE)) is None
    assert isinstance(cross_encoder(Settings()), Shipped)


def test_any_cross_encoder_can_be_used(tmp_path: Path) -> None:
    folder = tiny_cross_encoder.make(tmp_path / "tiny")
    encoder = cross_encoder(Settings(reranker=str(folder), offline=True))
    assert encoder is not None
    assert encoder.score([]).shape == (0,)
    scores = encoder.score(PAIRS)
    assert (scores.shape, scores.dtype) == ((len(PAIRS),), np.float32)
    assert np.array_equal(scores, encoder.score(PAIRS))
    assert len(set(scores.tolist())) > 1


def test_a_cross_encoder_that_is_not_there_is_told(tmp_path: Path) -> None:
    encoder = cross_encoder(Settings(reranker=str(tmp_path / "none"), offline=True))
    assert encoder is not None
    with pytest.raises(ModelUnavailable, match=r"does not load.*set ASSISTANT_RERANKER"):
        encoder.score(PAIRS)


def test_several_scores_for_a_pair_are_refused(tmp_path: Path) -> None:
    folder = tiny_cross_encoder.make(tmp_path / "three", labels=3)
    encoder = cross_encoder(Settings(reranker=str(folder), offline=True))
    assert encoder is not None
    with pytest.raises(ModelUnavailable, match="3 scores for a pair"):
        encoder.score(PAIRS)


def test_pickled_weights_are_never_loaded(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    folder = tiny_cross_encoder.make(tmp_path / "pickled")
    weights = folder / "model.safetensors"
    torch.save(load_file(weights), folder / "pytorch_model.bin")
    weights.unlink()
    encoder = cross_encoder(Settings(reranker=str(folder), offline=True))
    assert encoder is not None
    with pytest.raises(ModelUnavailable, match="does not load"):
        encoder.score(PAIRS)


def test_what_a_disk_damaged_unseen_is_found_when_it_does_not_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    [file] = RERANKER.files
    (folder / file.path).write_bytes(bytes(file.size))
    monkeypatch.setattr(checksums, "_remembered", lambda *_: file.sha256)  # nothing else changed
    damaged = shipped(Settings(models_dir=tmp_path / "models", offline=True), folder=folder)
    with pytest.raises(ModelUnavailable, match=r"not the pinned file.*reinstall this program"):
        damaged._session()
