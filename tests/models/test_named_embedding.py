"""An embedding model that the settings name: its prompts, its size, what is wrong with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import tiny_embedding_model

from assistant import Assistant
from assistant.errors import IndexOutOfDate, ModelUnavailable
from assistant.models.embedder import Embedder
from assistant.models.store import shelf
from assistant.settings import Settings

TEA = "Green tea is brewed at degrees."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_embedding_model.make(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same weights; its files name no prompts."""
    return tiny_embedding_model.make(tmp_path_factory.mktemp("models") / "plain", prompts={})


def embedder(model: Path | str, **settings: object) -> Embedder:
    return Embedder(Settings(embedding_model=str(model), offline=True, **settings))


def one(model: Embedder, text: str, *, question: bool = False) -> np.ndarray:
    rows = model.embed_questions([text]) if question else model.embed([text])
    vector: np.ndarray = rows[0]
    return vector


def test_the_prompts_of_the_models_files_are_put_before_questions_and_documents(
    folder: Path, plain: Path
) -> None:
    with_prompts, without = embedder(folder), embedder(plain)
    question, document = one(with_prompts, TEA, question=True), one(with_prompts, TEA)
    assert question == pytest.approx(one(without, f"query: {TEA}"), abs=1e-6)
    assert document == pytest.approx(one(without, f"passage: {TEA}"), abs=1e-6)
    assert not np.allclose(question, document, atol=1e-3)
    assert not np.allclose(document, one(without, TEA), atol=1e-3)


def test_prompts_can_be_given_by_hand(folder: Path, plain: Path) -> None:
    by_hand = embedder(plain, query_prompt="query: ", document_prompt="passage: ")
    given = embedder(folder)
    for question in (True, False):
        expected = one(given, TEA, question=question)
        assert one(by_hand, TEA, question=question) == pytest.approx(expected, abs=1e-6)
    swapped = embedder(folder, query_prompt="passage: ")
    assert one(swapped, TEA, question=True) == pytest.approx(one(given, TEA), abs=1e-6)


@pytest.mark.parametrize(
    ("prompts", "default", "before_question", "before_document"),
    [
        ({"all": "tea "}, "all", "tea ", "tea "),
        ({"query": "query: "}, "query", "query: ", ""),
        ({"document": "passage: "}, "document", "", "passage: "),
        ({"other": "tea "}, None, "", ""),
    ],
)
def test_a_default_prompt_is_for_what_has_none_of_its_own(
    prompts: dict[str, str],
    default: str | None,
    before_question: str,
    before_document: str,
    plain: Path,
    tmp_path: Path,
) -> None:
    model = embedder(tiny_embedding_model.make(tmp_path / "default", prompts, default))
    bare = embedder(plain)
    for question, before in ((True, before_question), (False, before_document)):
        expected = one(bare, f"{before}{TEA}")
        assert one(model, TEA, question=question) == pytest.approx(expected, abs=1e-6)


def test_a_model_without_prompts_embeds_both_alike(plain: Path) -> None:
    model = embedder(plain)
    assert one(model, TEA, question=True) == pytest.approx(one(model, TEA), abs=1e-6)


def test_our_own_model_embeds_questions_as_before() -> None:
    ours = Embedder(Settings(offline=True))
    assert np.array_equal(one(ours, TEA, question=True), one(ours, TEA))


def test_vectors_have_the_models_own_length(folder: Path) -> None:
    model = embedder(folder)
    assert model.dimension == 16
    assert model.embed([]).shape == (0, 16)
    assert model.embed([TEA, "Bees sleep.", "tea " * 500]).shape == (3, 16)
    assert {"tea", "green"} <= model.vocabulary


def test_the_fingerprint_follows_files_and_prompts(
    folder: Path, plain: Path, tmp_path: Path
) -> None:
    prints = [
        Embedder(Settings(offline=True)).fingerprint,
        embedder(folder).fingerprint,
        embedder(plain).fingerprint,
        embedder(folder, query_prompt="q: ").fingerprint,
        embedder(folder, document_prompt="q: ").fingerprint,
    ]
    assert len(set(prints)) == len(prints)
    moved = shutil.copytree(folder, tmp_path / "elsewhere")
    (moved / "README.md").write_text("Something else.", "utf-8")
    assert embedder(moved).fingerprint == prints[1]


def test_another_model_or_prompt_asks_for_indexing_anew(folder: Path, tmp_path: Path) -> None:
    def opened(**settings: object) -> Assistant:
        return Assistant(tmp_path, settings=Settings(offline=True, reranker="none", **settings))

    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "tea.txt").write_text(f"{TEA} Bees sleep.\n", "utf-8")
    opened().index()
    named = opened(embedding_model=str(folder))
    line = r"^The index was built with another embedding model or other prompts: run `assis[^\n]*$"
    with pytest.raises(IndexOutOfDate, match=line):
        named.ask("At what degrees is tea brewed?")
    assert named.index().embedded > 0
    answer = named.ask("At what degrees is tea brewed?")
    assert answer.citations[0].quote.startswith("Green tea")
    assert named.receipt(answer).models.embedding.name == "tiny"
    with pytest.raises(IndexOutOfDate, match=line):
        opened(embedding_model=str(folder), query_prompt="ask: ").search("tea")


def test_what_is_wrong_is_told_in_one_line(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    pickled = Path(shutil.copytree(folder, tmp_path / "pickled"))
    for path in pickled.rglob("*.safetensors"):
        path.rename(path.with_suffix(".bin"))
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    next(broken.rglob("*.safetensors")).write_bytes(b"no weights")
    expected: dict[Path | str, str] = {
        tmp_path / "none": "no folder that is there",
        empty: "no modules.json or config.json",
        pickled: "no weights in safetensors",
        broken: "does not load",
        "someone/never-fetched": "was never fetched",
    }
    for model, reason in expected.items():
        with pytest.raises(ModelUnavailable, match=reason) as told:
            embedder(model).embed([TEA])
        assert "\n" not in str(told.value)
        assert "ASSISTANT_EMBEDDING_MODEL" in str(told.value)
        if model != broken:
            with pytest.raises(ModelUnavailable, match=reason):
                _ = embedder(model).fingerprint


def test_a_model_that_the_hubs_client_keeps_is_found_by_its_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    commit = "1" * 40
    kept = tmp_path / "models--someone--tiny"
    shutil.copytree(folder, kept / "snapshots" / commit)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(commit, "utf-8")
    model = embedder("someone/tiny")
    assert model.fingerprint == embedder(folder).fingerprint
    assert model.identity[0] == "someone/tiny"
    assert np.array_equal(one(model, TEA), one(embedder(folder), TEA))


def test_the_list_of_models_names_it(folder: Path, tmp_path: Path) -> None:
    settings = Settings(embedding_model=str(folder), models_dir=tmp_path, offline=True)
    configured = [one for one in shelf(settings) if one.configured]
    assert [(one.place, one.presence) for one in configured] == [(folder, "here")]
    assert configured[0].model.size > 0
    gone = settings.model_copy(update={"embedding_model": str(tmp_path / "gone")})
    assert [one.presence for one in shelf(gone) if one.configured] == ["not here"]
